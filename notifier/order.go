package notifier

import (
	"time"

	"wijkbot/store/wijk"
)

// A queue is what one address waits for in one class.
type queue struct {
	to    wijk.Address
	class wijk.Class
}

func queueOf(m *wijk.Outgoing) queue { return queue{m.To, m.Class} }

// order remembers the rows that hold back later ones of their queue: refused
// for now, or in doubt. It is only memory: after a restart it is made anew.
type order struct {
	holds map[queue]map[uint64]time.Time
}

// linger is how long a row keeps its place after its wait, for the time that
// its release takes to commit.
const linger = time.Second

// hold makes later rows of m's queue wait until then, or until let go.
func (o *order) hold(m *wijk.Outgoing, until time.Time) {
	if o.holds == nil {
		o.holds = map[queue]map[uint64]time.Time{}
	}
	q := queueOf(m)
	if o.holds[q] == nil {
		o.holds[q] = map[uint64]time.Time{}
	}
	o.holds[q][m.ID] = until.Add(linger)
}

// let lets go of the rows that waited for m.
func (o *order) let(m *wijk.Outgoing) {
	q := queueOf(m)
	if delete(o.holds[q], m.ID); len(o.holds[q]) == 0 {
		delete(o.holds, q)
	}
}

// free returns until when an earlier row of its queue holds m back.
func (o *order) free(m *wijk.Outgoing, now time.Time) time.Time {
	q := queueOf(m)
	free := now
	for id, until := range o.holds[q] {
		switch {
		case !until.After(now): // the row left by another way
			delete(o.holds[q], id)
		case id < m.ID:
			free = latest(free, until)
		}
	}
	if len(o.holds[q]) == 0 {
		delete(o.holds, q)
	}
	return free
}
