package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// awayMost bounds the work of one start. Far more than are enrolled.
const awayMost = 200_000

// CatchUp is called once, when the program starts: steps of a ladder that came
// due while it was away are taken now, one step each, and what follows keeps
// its distance. Nobody is escalated because we did not listen.
func (c *City) CatchUp(tx *store.Tx, now time.Time) {
	for _, t := range store.DueTimers(tx, now.Add(-lateStep), awayMost) {
		if t.Kind != timerLadder {
			continue
		}
		ck, p, ok := load(tx, t.Person, wijk.Date(t.Scope))
		l := ladder(&ck, &p)
		if !ok || ck.Step >= len(l) {
			continue
		}
		l.excuse(&ck, now)
		store.CheckIns.Put(tx, ck.Key(), ck)
		arm(tx, &ck, &p)
	}
}
