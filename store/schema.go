package store

import (
	"bytes"
	"fmt"
	"strconv"
)

// schema is the version of what this program writes. A step that changes how
// old rows read goes into migrations, with a test on a stored old file.
const schema = 3

// migrations[n] brings a database from version n to n+1. Version 0 is empty.
var migrations = [schema]migration{
	func(*Tx, string) (string, bool) { return "", false },
	reportsOfTwo,
	casesOfThree,
}

// A migration does a part of its work, from where an earlier part ended, and
// returns where it ended and whether there is more. Parts are small enough for
// one transaction: a city's whole history is not.
type migration func(tx *Tx, from string) (to string, more bool)

var (
	schemaKey = []byte("schema")
	// stepKey holds the version that is being left, and how far that is, while
	// there is more to do. The version in schemaKey is ours from the first part
	// on, so that no older program opens what is half done.
	stepKey = []byte("schema.step")
)

// migrate does what one transaction may do of bringing the data up to schema,
// and reports whether there is more.
func migrate(tx *Tx) (more bool) {
	have, from := version(tx)
	if tx.err != nil || have == schema {
		return false
	}
	for ; have < schema; have++ {
		if from, more = migrations[have](tx, from); more {
			tx.put(stepKey, fmt.Appendf(nil, "%d %s", have, from))
			break
		}
		from = ""
	}
	if !more {
		tx.delete(stepKey)
	}
	tx.put(schemaKey, fmt.Appendf(nil, "%d", schema))
	return more
}

// version returns the version of the data, and how far its migration is.
func version(tx *Tx) (have int, from string) {
	number := func(b []byte) (n int) {
		n, err := strconv.Atoi(string(b))
		if err != nil || n < 0 {
			tx.Fail(fmt.Errorf("%w: schema version", ErrCorrupt))
		}
		return n
	}
	if b := tx.get(schemaKey); b != nil {
		have = number(b)
	}
	if have > schema {
		tx.Fail(fmt.Errorf("%w: its schema is %d, ours %d", ErrNewer, have, schema))
	}
	if b := tx.get(stepKey); b != nil {
		n, rest, _ := bytes.Cut(b, []byte(" "))
		return number(n), string(rest)
	}
	return have, ""
}
