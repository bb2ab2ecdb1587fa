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
	holds map[queue]map[uint64]hold
}

// A hold lasts until then at the latest. That of a row in doubt may end any
// moment, when it is found.
type hold struct {
	until time.Time
	doubt bool
}

const (
	// linger is how long a row keeps its place after its wait, for the time
	// that its release takes to commit.
	linger = time.Second
	// peek is how soon to look again at what waits behind a row in doubt.
	peek = 5 * time.Second
)

// wait makes later rows of m's queue wait while m itself does.
func (o *order) wait(m *wijk.Outgoing) { o.put(m, hold{m.Until.Add(linger), false}) }

// doubt makes them wait until m is found, or a minute after it was tried.
func (o *order) doubt(m *wijk.Outgoing, began time.Time) {
	o.put(m, hold{began.Add(absent + linger), true})
}

func (o *order) put(m *wijk.Outgoing, h hold) {
	if o.holds == nil {
		o.holds = map[queue]map[uint64]hold{}
	}
	q := queueOf(m)
	if o.holds[q] == nil {
		o.holds[q] = map[uint64]hold{}
	}
	o.holds[q][m.ID] = h
}

// let lets go of the rows that waited for m.
func (o *order) let(m *wijk.Outgoing) {
	q := queueOf(m)
	if delete(o.holds[q], m.ID); len(o.holds[q]) == 0 {
		delete(o.holds, q)
	}
}

// free returns until when an earlier row of its queue holds m back, as far as
// can be said now.
func (o *order) free(m *wijk.Outgoing, now time.Time) time.Time {
	q := queueOf(m)
	free := now
	for id, h := range o.holds[q] {
		switch {
		case !h.until.After(now): // the row left by another way
			delete(o.holds[q], id)
		case id >= m.ID:
		case h.doubt && h.until.After(now.Add(peek)):
			free = latest(free, now.Add(peek))
		default:
			free = latest(free, h.until)
		}
	}
	if len(o.holds[q]) == 0 {
		delete(o.holds, q)
	}
	return free
}
