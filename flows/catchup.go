package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// awayFrom is how late a step must be to be our own fault: Telegram keeps a
	// pressed button for 150 s while we are away.
	awayFrom = 150 * time.Second
	// awayMost bounds the work of one start. Far more than are enrolled.
	awayMost = 200_000
)

// CatchUp is called once, when the program starts: steps of a ladder that came
// due while it was away are taken now, one step each, and what follows keeps
// its distance. Nobody is escalated because we did not listen.
func (c *City) CatchUp(tx *store.Tx, now time.Time) {
	for _, t := range store.DueTimers(tx, now.Add(-awayFrom), awayMost) {
		if t.Kind != timerLadder {
			continue
		}
		ck, p, ok := load(tx, t.Person, wijk.Date(t.Scope))
		l := ladder(&p)
		if !ok || ck.Step >= len(l) {
			continue
		}
		ck.Since = now.Add(-l[ck.Step].after)
		store.CheckIns.Put(tx, ck.Key(), ck)
		arm(tx, &ck, &p)
	}
}
