package store

import "wijkbot/store/wijk"

var (
	// Duties is the roster, by Num of its order in the import file.
	Duties = &Table[wijk.Duty]{Name: "duties"}
	// Leaves holds who is away or swapped, by Leave.Key; with finds them by who
	// takes the duty over.
	Leaves = &Table[wijk.Leave]{Name: "leaves", Indexes: []Index[wijk.Leave]{
		{"with", func(l *wijk.Leave) []string {
			if l.With == "" {
				return nil
			}
			return []string{l.With}
		}},
	}}
)

// SetRoster replaces the roster: a rule that is in the file no more would hide
// that nobody is there.
func SetRoster(tx *Tx, rules []wijk.Duty) {
	for key := range Duties.All(tx, "") {
		Duties.Delete(tx, key)
	}
	for i, d := range rules {
		Duties.Put(tx, Num(uint64(i)), d)
	}
}

// PruneLeaves removes what was agreed for days before a day.
func PruneLeaves(tx *Tx, before wijk.Date) {
	for key, l := range Leaves.All(tx, "") {
		if l.Day < before {
			Leaves.Delete(tx, key)
		}
	}
}
