package flows

import (
	"slices"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// mostDelays is how many answers a rhythm is of, fewestDelays how many it
	// takes before there is one.
	mostDelays   = 30
	fewestDelays = 10
	// The first reminder comes no sooner and no later than these, in minutes.
	soonest, latest = 15, 120
	// between is how far the second reminder stays behind the first.
	between = 30 * time.Minute
	// longestDelay bounds what one answer counts for, in minutes.
	longestDelay = 24 * 60
)

// ownWait returns after how many minutes somebody is reminded whose latest
// answers took delays: the time within which four of five came, within bounds;
// 0 when there are too few to tell.
func ownWait(delays []int) int {
	if len(delays) < fewestDelays {
		return 0
	}
	sorted := slices.Sorted(slices.Values(delays))
	p80 := sorted[(len(sorted)*4+4)/5-1] // the nearest rank
	return min(max(p80, soonest), latest)
}

// inRhythm returns the ladder with its first reminder at a person's own time,
// in minutes. A quick answerer is reminded sooner and the rest stays. For a slow one
// the rest moves along as far as it takes to keep the reminders half an hour
// apart.
func (l rungs) inRhythm(minutes int) rungs {
	own := slices.Clone(l)
	wait := time.Duration(minutes) * time.Minute
	d3, _ := l.when("D3")
	move := max(0, wait+between-d3)
	for i, r := range l {
		switch {
		case r.step == "D2":
			own[i].after = wait
		case r.after >= d3:
			own[i].after += move
		}
	}
	return own
}

// keepsRhythm notes how long the sender took for the first answer of a day.
func (t *Turn) keepsRhythm(ck *wijk.CheckIn) {
	if ck.Asked.IsZero() || t.Person.DelayOn >= ck.Date || t.M.At.Before(ck.Asked) {
		return
	}
	minutes := min(int(t.M.At.Sub(ck.Asked)/time.Minute), longestDelay)
	t.Person.Delays = append(t.Person.Delays, minutes)
	t.Person.Delays = t.Person.Delays[max(0, len(t.Person.Delays)-mostDelays):]
	t.Person.DelayOn = ck.Date
	store.People.Put(t.Tx, t.Person.ID, *t.Person)
}
