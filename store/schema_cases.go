package store

import (
	"strings"

	"wijkbot/store/wijk"
)

// casesOfThree makes the index entries that version 2 did not make of a case,
// without which its resident has none, and lets keepers be known by their
// number. It goes through the cases first, and then the residents.
func casesOfThree(tx *Tx, from string) (to string, more bool) {
	const people = "people "
	if done, is := strings.CutPrefix(from, people); is {
		last, more := eachOf(tx, People, done, func(id string, p wijk.Person) {
			for _, k := range p.Contacts {
				HoldKeeper(tx, k.Phone, id, true)
			}
		})
		return people + last, more
	}
	last, more := eachOf(tx, Cases, from, func(key string, cs wijk.Case) {
		tx.delete(Cases.key(key)) // so that Put makes all index entries
		Cases.Put(tx, key, cs)
	})
	if more {
		return last, true
	}
	return people, true
}

// eachOf calls fn for as many rows behind the key done as one transaction
// takes. It returns the last key, and whether there may be more.
func eachOf[T any](tx *Tx, t *Table[T], done string, fn func(key string, v T)) (last string, more bool) {
	first, n := done, 0
	if done != "" {
		first += "\x00" // behind it
	}
	for key, v := range t.Range(tx, first, "") {
		fn(key, v)
		last = key
		if n++; n == rowsAtOnce {
			return last, true
		}
	}
	return last, false
}
