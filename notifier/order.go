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
	// peek is how soon to look again at what waits behind a row in doubt.
	peek = 5 * time.Second
	// linger is the time that a row takes to come back after its wait.
	linger = time.Second
)

// wait makes later rows of m's queue wait while m itself does.
func (o *order) wait(m *wijk.Outgoing) { o.put(m, hold{m.Until, false}) }

// doubt makes them wait until m is found, or about a minute after it was tried.
func (o *order) doubt(m *wijk.Outgoing, began time.Time) {
	o.put(m, hold{began.Add(absent + linger), true})
}

// put notes the hold of m. An alarm holds back nothing: a call to whoever is
// on duty must not wait a minute because an earlier one is in doubt.
func (o *order) put(m *wijk.Outgoing, h hold) {
	if m.Class == wijk.Alarm {
		return
	}
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
// can be said now. waits tells whether a row whose wait is over still has to
// come back: it may also have left by another way.
func (o *order) free(m *wijk.Outgoing, now time.Time, waits func(id uint64) bool) time.Time {
	q := queueOf(m)
	free := now
	for id, h := range o.holds[q] {
		switch {
		case !h.until.After(now) && (h.doubt || !waits(id)):
			delete(o.holds[q], id)
		case id >= m.ID:
		case !h.until.After(now):
			free = latest(free, now.Add(linger))
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
