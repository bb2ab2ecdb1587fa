package notifier

import (
	"context"
	"iter"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A verb is what is to be done with a row that is due.
type verb int

const (
	send   verb = iota
	expire      // its time is over
	delay       // until city time, in the quiet hours
	aside       // until real time, when it may be tried
	refuse      // it can never leave; why says the cause
)

// A todo is one decision about a row. due is how the row was when it was made.
type todo struct {
	id  uint64
	due time.Time
	do  verb
	at  time.Time
	why string
}

// Causes of our own, as the operator reads them in Outgoing.Error.
const (
	causePrefix   = "prefix"     // not in SMSPrefixes or VoicePrefixes
	causeNoSender = "no sender"  // the channel is off or does not exist yet
	causeTimeout  = "timeout"    // no answer in time: nobody knows
	causeLost     = "no answer"  // the connection failed: nobody knows
	causeCrash    = "restart"    // the process ended while it was sent
	causeUnclear  = "unresolved" // nobody could find out
	causeMoved    = "moved"      // readdressed
	causeRefused  = "refused"    // a no without a code
	causeDown     = "down"       // the provider could not be reached
	causeBudget   = "budget"     // the day's SMS are used up
)

// A plan is what may leave a line now, found in a read transaction.
type plan struct {
	l    *line
	tx   *store.Tx
	now  time.Time // city
	real time.Time
	room room
	todo []todo
	wake wake

	sends  int
	passed map[wijk.Address]int // rows chosen or stepped over, by address
}

const (
	// patience is up to which wait a row is stepped over; for a longer one it
	// is put aside, so that claims do not read it again and again.
	patience = 2 * time.Second
	// crowd is what each further row for one address counts for, so that a long
	// queue for one address is put aside as well.
	crowd = 20 * time.Millisecond
)

// plan decides about the rows that are due, most pressing first.
func (l *line) plan(ctx context.Context, real time.Time, r room) (p *plan, err error) {
	now := l.n.Clock.Now()
	err = l.n.DB.View(ctx, func(tx *store.Tx) error {
		p = &plan{l: l, tx: tx, now: now, real: real, room: r, passed: map[wijk.Address]int{}}
		_ = p.rows(wijk.Alarm, store.Ready(tx, l.name, wijk.Alarm, now)) &&
			p.inTurn() && p.rows(wijk.Broadcast, store.Ready(tx, l.name, wijk.Broadcast, now))
		if due, ok := store.NextDue(tx, l.name, now); ok {
			p.wake.atCity(due)
		}
		return nil
	})
	return p, err
}

// rows plans rows of one class and reports whether there is room for the next.
func (p *plan) rows(c wijk.Class, ready iter.Seq2[string, wijk.Outgoing]) bool {
	for _, m := range ready {
		if !p.row(c, &m) {
			return false
		}
	}
	return true
}

// row plans one row, and reports false when there was no room for it.
func (p *plan) row(c wijk.Class, m *wijk.Outgoing) bool {
	if p.l.sender != nil && !p.hasRoom(c) {
		p.wake.atReal(p.room.wake.real) // there is something to wake for
		return false
	}
	if len(p.todo) == batch {
		return false
	}
	p.consider(m)
	return true
}

// inTurn plans check-ins and answers by turns, so that neither a wave of 18,000
// questions keeps somebody who cried for help from hearing what to do, nor a
// flood of answers the questions. The turn is kept from one plan to the next:
// there may be room for one at a time.
func (p *plan) inTurn() bool {
	ready := func(c wijk.Class) iter.Seq2[string, wijk.Outgoing] { return store.Ready(p.tx, p.l.name, c, p.now) }
	reply, stop := iter.Pull2(ready(wijk.Reply))
	defer stop()
	_, answer, answers := reply()
	for _, m := range ready(wijk.Check) {
		if answers && p.l.answerNext {
			if !p.row(wijk.Reply, &answer) {
				return false
			}
			p.l.answerNext = false
			_, answer, answers = reply()
		}
		if !p.row(wijk.Check, &m) {
			return false
		}
		p.l.answerNext = true
	}
	for ; answers; _, answer, answers = reply() {
		if !p.row(wijk.Reply, &answer) {
			return false
		}
	}
	return true
}

func (p *plan) hasRoom(c wijk.Class) bool {
	if c == wijk.Broadcast {
		return p.sends < p.room.broadcast
	}
	return p.sends < p.room.most
}

func (p *plan) consider(m *wijk.Outgoing) {
	t := todo{id: m.ID, due: m.Due}
	switch morning := quietEnd(p.now); {
	case over(m, p.now):
		t.do = expire
	case p.l.sender == nil:
		t.do, t.why = refuse, causeNoSender
	case !p.allowed(m.To.To):
		t.do, t.why = refuse, causePrefix
	case (m.Quiet || p.l.name == wijk.Voice && m.Class != wijk.Alarm) && !morning.IsZero():
		t.do, t.at = delay, morning
	default:
		p.schedule(m, t)
		return
	}
	p.todo = append(p.todo, t)
}

// over reports whether m may not leave any more.
func over(m *wijk.Outgoing, now time.Time) bool {
	return !m.NotAfter.IsZero() && m.NotAfter.Before(now)
}

// allowed reports whether the city pays for messages or calls to number.
func (p *plan) allowed(number string) bool {
	var prefixes []string
	switch p.l.name {
	case wijk.SMS:
		prefixes = p.l.n.SMSPrefixes
	case wijk.Voice:
		prefixes = p.l.n.VoicePrefixes
	default:
		return true
	}
	for _, prefix := range prefixes {
		if strings.HasPrefix(number, prefix) {
			return true
		}
	}
	return false
}

// schedule sends m, steps over it, or puts it aside.
func (p *plan) schedule(m *wijk.Outgoing, t todo) {
	before := p.passed[m.To]
	p.passed[m.To]++
	waits := func(id uint64) bool {
		x, _ := store.Outbox.Get(p.tx, store.Num(id))
		return x.State == wijk.Queued && !x.Until.IsZero()
	}
	p.l.mu.Lock()
	at := latest(p.l.order.free(m, p.real, waits), p.l.chats.free(m.To.To, before, p.real))
	busy := p.l.busy[m.To]
	p.l.mu.Unlock()
	switch {
	case before > 0 || busy:
		at = latest(at, p.real.Add(time.Duration(before)*crowd))
	case !at.After(p.real):
		t.do = send
		p.sends++
		p.todo = append(p.todo, t)
		return
	default:
		p.wake.atReal(at)
	}
	if at.Sub(p.real) > patience {
		t.do, t.at = aside, at
		p.todo = append(p.todo, t)
	}
}

// The hours in which nothing leaves that can wait, on the city's clock.
const (
	quietFrom = 21
	quietTill = 8
)

// quietEnd returns when the quiet hours around now end, zero if it is day.
func quietEnd(now time.Time) time.Time {
	switch h := now.Hour(); {
	case h >= quietFrom:
		return wijk.DateOf(now).Add(1).At(quietTill, 0, now.Location())
	case h < quietTill:
		return wijk.DateOf(now).At(quietTill, 0, now.Location())
	}
	return time.Time{}
}
