package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Outcomes counts how the reports of a wijk ended in a period, and what those
// who made or joined them say of it. Solved and closed without a solution are
// apart, and so is silence: who does not answer is not content.
type Outcomes struct {
	Solved    int // closed as solved, and still so
	Unsolved  int // closed with the reason why not, and still so
	Withdrawn int // taken back by who made it
	Reopened  int // times that one was opened again, or that somebody asked it

	// What the reporters of the solved ones answered to "is it really solved?".
	// Silent are those who were asked and said nothing; who is not told of the
	// report (no messages, a letter) is in none of them.
	Yes, No, Unsure, Silent int
}

// Outcomes counts the reports of a wijk, or of all when slug is empty, that
// ended from a time up to another, or were opened again then.
func (c *City) Outcomes(tx *store.Tx, slug string, from, to time.Time) (o Outcomes) {
	for _, r := range store.Reports.FindRange(tx, "changed", store.When(from), "") {
		if slug == "" || r.Place.Wijk == slug {
			o.Add(tx, &r, from, to)
		}
	}
	return o
}

// Add counts one report. A part, and what was merged into another, is counted
// with the whole.
func (o *Outcomes) Add(tx *store.Tx, r *wijk.Report, from, to time.Time) {
	if r.Parent != 0 || r.Into != 0 {
		return
	}
	within := func(t time.Time) bool { return !t.Before(from) && t.Before(to) }
	if !r.Began.IsZero() { // it was opened again, perhaps more than once
		o.Reopened += reopenings(tx, r.Number, within)
	}
	if !within(r.Closed) {
		return
	}
	switch {
	case r.Stage == wijk.Withdrawn && r.ClosedBy == byReporter:
		o.Withdrawn++
	case r.Stage == wijk.Done && r.Outcome == wijk.Unsolved:
		o.Unsolved++
	case r.Stage == wijk.Done && r.Outcome == wijk.Solved:
		o.Solved++
		o.votes(tx, r.Number)
	}
}

// reopenings counts how often a report left its end: who asked for it and who
// did it are one time.
func reopenings(tx *store.Tx, number uint64, within func(time.Time) bool) (n int) {
	for _, e := range store.History.All(tx, store.Num(number)) {
		if e.From != e.To && !e.From.Open() && e.From != "" && e.To.Open() && within(e.At) {
			n++
		}
	}
	return n
}

func (o *Outcomes) votes(tx *store.Tx, number uint64) {
	for _, x := range store.Reporters.All(tx, store.Num(number)) {
		switch {
		case x.Asked.IsZero():
		case x.Vote == wijk.VoteYes:
			o.Yes++
		case x.Vote == wijk.VoteNo:
			o.No++
		case x.Vote == wijk.VoteUnsure:
			o.Unsure++
		default:
			o.Silent++
		}
	}
}

// Plus returns the counts of both together.
func (o Outcomes) Plus(p Outcomes) Outcomes {
	return Outcomes{
		o.Solved + p.Solved, o.Unsolved + p.Unsolved, o.Withdrawn + p.Withdrawn, o.Reopened + p.Reopened,
		o.Yes + p.Yes, o.No + p.No, o.Unsure + p.Unsure, o.Silent + p.Silent,
	}
}
