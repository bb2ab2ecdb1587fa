package store

import (
	"fmt"
	"strconv"
)

// schema is the version of what this program writes. A step that changes how
// old rows read goes into migrations, with a test on a stored old file.
const schema = 1

// migrations[n] brings a database from version n to n+1. Version 0 is empty.
var migrations = [schema]func(*Tx){
	func(*Tx) {},
}

var schemaKey = []byte("schema")

func migrate(tx *Tx) error {
	var have int
	if b := tx.get(schemaKey); b != nil {
		var err error
		if have, err = strconv.Atoi(string(b)); err != nil || have < 0 {
			return fmt.Errorf("%w: schema version", ErrCorrupt)
		}
	}
	if tx.err != nil {
		return tx.err
	}
	if have > schema {
		return fmt.Errorf("%w: its schema is %d, ours %d", ErrNewer, have, schema)
	}
	if have == schema {
		return nil
	}
	for _, step := range migrations[have:] {
		step(tx)
	}
	tx.put(schemaKey, fmt.Appendf(nil, "%d", schema))
	return tx.Err()
}
