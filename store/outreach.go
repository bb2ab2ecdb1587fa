package store

import (
	"time"

	"wijkbot/store/wijk"
)

// The tables of the outreach to residents over 70.
var (
	// Outreaches are found by person and invitation, by round, and by when
	// something happened that the picture counts: see Happened.
	Outreaches = &Table[wijk.Outreach]{Name: "outreach", Indexes: []Index[wijk.Outreach]{
		{"round", func(o *wijk.Outreach) []string { return []string{o.Round} }},
		{"silent", func(o *wijk.Outreach) []string {
			if o.Silent.IsZero() || !o.Open() || o.Outcome != "" {
				return nil
			}
			return []string{o.Wijk}
		}},
		{"event", func(o *wijk.Outreach) (keys []string) {
			for _, e := range []struct {
				kind string
				at   time.Time
			}{{Invited, o.At}, {Reached, o.Heard}, {Needed, o.Needs}, {Offered, o.Offered}, {TakenUp, o.TakenUp}} {
				if !e.at.IsZero() {
					keys = append(keys, e.kind+When(e.at))
				}
			}
			return keys
		}},
	}}
	// Sweeps holds the rounds of invitations that are on their way, by id.
	Sweeps = &Table[wijk.Sweep]{Name: "sweeps"}
	// Quarters holds the pictures of residents over 70 that were published.
	Quarters = &Table[wijk.Quarter]{Name: "quarters"}
)

// What happened to an invitation, each with a time of its own.
const (
	Invited = "a"
	Reached = "b"
	Needed  = "c"
	Offered = "d"
	TakenUp = "e"
)

// Happened yields the invitations to which something happened from a time up to
// another.
func Happened(tx *Tx, what string, from, to time.Time) func(func(string, wijk.Outreach) bool) {
	return Outreaches.FindRange(tx, "event", what+When(from), what+When(to))
}

// Over70 yields the residents of a wijk whom the outreach may invite, behind
// the one with the id after.
func Over70(tx *Tx, slug, after string) func(func(string, wijk.Person) bool) {
	first := slug + "\x00" + after
	if after != "" {
		first += "\x00" // behind it
	}
	return People.FindRange(tx, "over70", first, slug+"\x01")
}

// PruneOutreach removes up to limit invitations from before a time, and reports
// whether there may be more.
func PruneOutreach(tx *Tx, before time.Time, limit int) (more bool) {
	n := 0
	for key := range Happened(tx, Invited, time.Time{}, before) {
		if n == limit {
			return true
		}
		n++
		Outreaches.Delete(tx, key)
	}
	return false
}
