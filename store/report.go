package store

import (
	"slices"
	"time"

	"wijkbot/store/wijk"
)

// The tables of what residents report and what the city does about it.
var (
	// Reports are found by number, and by where they are: see NearReports. The
	// name "spot" was of an older index.
	Reports = &Table[wijk.Report]{Name: "reports", Indexes: []Index[wijk.Report]{
		{"pin", pinKeys},
		{"address", addressKeys},
		// open finds what is still to be done in a wijk, by its last promised day.
		{"open", func(r *wijk.Report) []string {
			if !r.Stage.Open() {
				return nil
			}
			return []string{r.Place.Wijk + "/" + string(r.Promised)}
		}},
		// urgent and planned find what comes first in a wijk.
		{"urgent", func(r *wijk.Report) []string {
			if !r.Stage.Open() || !r.Urgent {
				return nil
			}
			return []string{r.Place.Wijk + "/" + string(r.Promised)}
		}},
		{"planned", func(r *wijk.Report) []string {
			if r.Stage != wijk.Planned {
				return nil
			}
			return []string{r.Place.Wijk + "/" + string(r.Planned)}
		}},
		// made and changed find reports by time, for other systems and exports.
		{"made", func(r *wijk.Report) []string { return []string{When(r.Created)} }},
		{"changed", func(r *wijk.Report) []string { return []string{When(r.Changed)} }},
		// owner finds what a member of staff has in hand.
		{"owner", func(r *wijk.Report) []string {
			if r.Owner == "" || !r.Stage.Open() {
				return nil
			}
			return []string{r.Owner}
		}},
		// handed finds what the back office has, by when it was last asked.
		{"handed", func(r *wijk.Report) []string {
			if r.Stage != wijk.HandedOver || r.Handed == nil || r.Handed.Key == "" {
				return nil
			}
			return []string{When(r.Handed.Polled)}
		}},
		// parent finds the parts of a report.
		{"parent", func(r *wijk.Report) []string {
			if r.Parent == 0 {
				return nil
			}
			return []string{Num(r.Parent)}
		}},
		// photo finds what a photo belongs to.
		{"photo", func(r *wijk.Report) []string { return append(slices.Clone(r.Photos), r.Repairs...) }},
	}}
	// Reporters are found by report and address, and by address alone: the one
	// they wrote from and the one they chose to be told at.
	Reporters = &Table[wijk.Reporter]{Name: "reporters", Indexes: []Index[wijk.Reporter]{
		{"address", func(r *wijk.Reporter) []string {
			if r.Tell.To == "" || r.Tell == r.Address || r.Tell.Channel == wijk.Letter {
				return []string{r.Address.String()}
			}
			return []string{r.Address.String(), r.Tell.String()}
		}},
	}}
	// History holds what happened to each report, by its number and that of the
	// step.
	History = &Table[wijk.Entry]{Name: "history", Indexes: []Index[wijk.Entry]{
		// moved finds the steps from one stage to another by time.
		{"moved", func(e *wijk.Entry) []string {
			if e.From == "" || e.To == "" {
				return nil
			}
			return []string{When(e.At)}
		}},
	}}
	// Walks are what people saw on a wijkschouw and did not report yet, by
	// Address.String.
	Walks = &Table[wijk.Walk]{Name: "walks"}
	// Forgettings are requests to remove somebody's data, by Num.
	Forgettings = &Table[wijk.Forgetting]{Name: "forgettings"}
	// Labels are what residents made of our guesses, by Num.
	Labels = &Table[wijk.Label]{Name: "labels"}
	Photos = &Table[wijk.Photo]{Name: "photos", Indexes: []Index[wijk.Photo]{
		{"wanted", func(p *wijk.Photo) []string {
			if p.State == wijk.PhotoWanted {
				return []string{When(p.Next)}
			}
			return nil
		}},
		// loose finds those of which nobody knows yet whether they belong to a
		// report, by when they came.
		{"loose", func(p *wijk.Photo) []string {
			if p.Filed || p.At.IsZero() {
				return nil
			}
			return []string{When(p.At)}
		}},
		// owner finds those by who sent them.
		{"owner", func(p *wijk.Photo) []string {
			if p.Filed || p.At.IsZero() || p.Owner.To == "" {
				return nil
			}
			return []string{p.Owner.String()}
		}},
	}}
	// Pictures holds the bytes of photos, by photo id; Thumbs small ones.
	Pictures = &Table[[]byte]{Name: "pictures"}
	Thumbs   = &Table[[]byte]{Name: "thumbs"}

	// Costs is the ledger: what was spent on reports. Rows are added and
	// decided on, never removed.
	Costs = &Table[wijk.Cost]{Name: "costs", Indexes: []Index[wijk.Cost]{
		{"report", func(c *wijk.Cost) []string { return []string{Num(c.Report)} }},
		{"wijk", func(c *wijk.Cost) []string { return []string{c.Wijk} }},
	}}
	// Signals are spots that are reported again and again.
	Signals = &Table[wijk.Signal]{Name: "signals", Indexes: []Index[wijk.Signal]{
		{"wijk", func(s *wijk.Signal) []string { return []string{s.Place.Wijk} }},
	}}
	// Keys are those of other systems, by the SHA-256 of the key in hex.
	Keys = &Table[wijk.Key]{Name: "keys"}
	// Posted holds what other systems posted, by a hash of key and content, so
	// that a post that is repeated does nothing.
	Posted = &Table[wijk.Posted]{Name: "posted", Indexes: []Index[wijk.Posted]{
		{"until", func(p *wijk.Posted) []string { return []string{When(p.Until)} }},
	}}
)

// Join adds a reporter to a report, once, and reports whether it was new. Only
// who joins at the moment it is made has made it.
func Join(tx *Tx, r *wijk.Report, a wijk.Address, at time.Time) (added bool) {
	key := ReporterKey(r.Number, a)
	if Reporters.Has(tx, key) {
		return false
	}
	made := r.Reporters == 0 && !r.Anonymous && r.Created.Equal(at)
	Reporters.Put(tx, key, wijk.Reporter{Number: r.Number, Address: a, At: at, Made: made})
	r.Reporters++
	Reports.Put(tx, Num(r.Number), *r)
	return true
}

// ReporterKey is the key of somebody who made or joined a report.
func ReporterKey(number uint64, a wijk.Address) string { return Num(number) + a.String() }

// Log adds a step to the life of a report and returns its number.
func Log(tx *Tx, e wijk.Entry) uint64 {
	e.Seq = tx.Next("entry")
	History.Put(tx, EntryKey(e.Number, e.Seq), e)
	return e.Seq
}

// EntryKey is the key of a step in the life of a report.
func EntryKey(number, seq uint64) string { return Num(number) + Num(seq) }
