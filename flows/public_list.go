package flows

import (
	"slices"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A PublicQuery says which reports are wanted; its zero value wants all that
// the world may see.
type PublicQuery struct {
	Kinds []wijk.ReportKind
	Wijk  string // slug
	// From and Until bound the second in which a report was made, both
	// included. A zero time is no bound.
	From, Until time.Time
	State       string // wijk.ReportOpen or wijk.ReportClosed
	// Moderated wants only reports that a person looked at.
	Moderated bool
	// Near, when set, wants reports whose public point it likes. It never sees
	// the exact one: by asking often enough, somebody could find that.
	Near func(wijk.Point) bool
}

// clockSlack is how far the order of numbers and that of time may differ: the
// machine's clock can be put back between two reports.
const clockSlack = time.Hour

func (q *PublicQuery) wants(r *wijk.Report) bool {
	made := r.Created.Truncate(time.Second)
	switch {
	case !Shown(r),
		len(q.Kinds) > 0 && !slices.Contains(q.Kinds, r.Kind),
		q.Wijk != "" && r.Place.Wijk != q.Wijk,
		!q.From.IsZero() && made.Before(q.From),
		!q.Until.IsZero() && made.After(q.Until),
		q.State != "" && r.State() != q.State,
		q.Moderated && (!r.Public || r.Stage == wijk.Withdrawn):
		return false
	}
	return q.Near == nil || q.Near(publicPoint(r))
}

// when is store.When for any time: the store knows none after 2262.
func when(t time.Time) string {
	if t.Year() > 2261 {
		t = time.Date(2261, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return store.When(t)
}

// Newest returns a number above those of all reports that q can want.
func (q *PublicQuery) Newest(tx *store.Tx) uint64 {
	if !q.Until.IsZero() {
		for _, r := range store.Reports.FindRange(tx, "made", when(q.Until.Add(clockSlack)), "") {
			return r.Number
		}
	}
	return tx.Last("report") + 1
}

// Oldest returns a number that no report that q can want is under.
func (q *PublicQuery) Oldest(tx *store.Tx) uint64 {
	for _, r := range store.Reports.FindRange(tx, "made", when(q.From.Add(-clockSlack)), "") {
		return r.Number
	}
	return tx.Last("report") + 1
}

// PublicBelow looks at no more than rows reports with a number under below,
// the newest first, and hands those that q wants to yield until that returns
// false. It returns where to go on, in another transaction, and 0 at the end.
// Numbers are given out in the order of time and never again, so that whoever
// goes on from the last one seen misses nothing and sees nothing twice.
func PublicBelow(tx *store.Tx, q *PublicQuery, below uint64, rows int, yield func(*wijk.Report) bool) (next uint64) {
	below = min(below, tx.Last("report")+1)
	first := uint64(1)
	if below > uint64(rows) {
		first = below - uint64(rows)
	}
	page := make([]wijk.Report, 0, rows)
	for _, r := range store.Reports.Range(tx, store.Num(first), store.Num(below)) {
		page = append(page, r)
	}
	for _, r := range slices.Backward(page) {
		if !q.From.IsZero() && r.Created.Before(q.From.Add(-clockSlack)) {
			return 0
		}
		if q.wants(&r) && !yield(&r) {
			return r.Number
		}
	}
	if first == 1 {
		return 0
	}
	return first
}

// PublicFrom is PublicBelow in the other direction: reports with number from
// or higher, the oldest first.
func PublicFrom(tx *store.Tx, q *PublicQuery, from uint64, rows int, yield func(*wijk.Report)) (next uint64) {
	n := 0
	for _, r := range store.Reports.Range(tx, store.Num(from), "") {
		if !q.Until.IsZero() && r.Created.After(q.Until.Add(clockSlack)) {
			return 0
		}
		if n++; n > rows {
			return r.Number
		}
		if q.wants(&r) {
			yield(&r)
		}
	}
	return 0
}

// PublicSteps hands the steps that the world may know, from and until a second
// and both included, to yield in the order in which they happened. It looks at
// little more than rows steps, from moment at on if that is not zero, and
// returns the moment to go on from in another transaction, zero at the end.
func (c *City) PublicSteps(tx *store.Tx, from, until, at time.Time, rows int, yield func(PublicStep)) (next time.Time) {
	if at.IsZero() {
		at = from.Add(-time.Second) // a step in the second of its report is told as of the next
	}
	n, last := 0, time.Time{}
	for _, e := range store.History.FindRange(tx, "moved", when(at), when(until.Add(time.Second))) {
		if n >= rows && !e.At.Equal(last) { // a moment is never cut in two
			return e.At
		}
		n, last = n+1, e.At
		if s, ok := c.PublicStep(tx, &e); ok && !s.At.Before(from) && !s.At.After(until) {
			yield(s)
		}
	}
	return time.Time{}
}
