package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A rung is one step of a ladder: how long after the question it comes and
// what happens then. The id of a text asks once more; a severity puts the
// person on the worklist.
type rung struct {
	after time.Duration
	step  string
}

// calls reports whether the step puts staff to work.
func (r rung) calls() bool { return r.step == wijk.Amber || r.step == wijk.Red }

type rungs []rung

// The ladders, by profile. To add a kind of step (a call, a contact), add a
// rung here and a case in take.
var ladders = map[string]rungs{
	"standard": {
		{45 * time.Minute, "D2"},
		{90 * time.Minute, "D3"},
		{120 * time.Minute, wijk.Amber},
		{180 * time.Minute, wijk.Red},
	},
	"fragile": {
		{20 * time.Minute, "D2"},
		{40 * time.Minute, "D3"},
		{55 * time.Minute, wijk.Amber},
		{90 * time.Minute, wijk.Red},
	},
	// A light check-in is weekly, and a person decides what follows it.
	"light": {
		{3 * time.Hour, "D2"},
		{24 * time.Hour, "D2"},
		{25 * time.Hour, wijk.Amber},
	},
}

// take does one step.
func (c *City) take(tx *store.Tx, r rung, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	switch r.step {
	case wijk.Amber:
		c.unreached(tx, ck, p, wijk.Amber, "Geen antwoord op onze berichten.", now)
	case wijk.Red:
		c.unreached(tx, ck, p, wijk.Red, "Nog steeds geen antwoord.", now)
	default:
		c.remind(tx, r.step, ck, p, now)
	}
}

func ladder(p *wijk.Person) rungs {
	if p.CheckIn != nil {
		if l, ok := ladders[p.CheckIn.Profile]; ok {
			return l
		}
	}
	return ladders["standard"]
}

// amberAfter is when a person starts to look: the first step after the last
// reminder.
func (l rungs) amberAfter() time.Duration { return l[2].after }

// skipToRed puts a check-in whose question never arrived where the case for it
// is open, and staff is called next.
func (l rungs) skipToRed(ck *wijk.CheckIn, now time.Time) {
	for i, r := range l {
		if r.step == wijk.Amber {
			ck.Step, ck.Since = i+1, now.Add(-r.after)
		}
	}
}

// arm sets the timer of the next rung. The time counts from the moment that a
// provider accepted the question, or from the end of an outage.
func arm(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person) {
	l := ladder(p)
	if ck.Step >= len(l) {
		return
	}
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerLadder, Scope: string(ck.Date), Due: ck.Since.Add(l[ck.Step].after)})
}

const (
	// lateStep is from how late on a step is late because of us: we were down,
	// and an answer that came meanwhile may not have been read yet.
	lateStep = 15 * time.Minute
	// comeIn is how long such answers get to come in before staff is called.
	comeIn = 10 * time.Minute
)

// excuse gives the rest of the ladder its full waits again, for a step that is
// late because of us. It reports whether that step itself is to wait as well.
func (l rungs) excuse(ck *wijk.CheckIn, now time.Time) (wait bool) {
	ck.Since = now.Add(-l[ck.Step].after)
	if !l[ck.Step].calls() {
		return false
	}
	ck.Since = ck.Since.Add(comeIn)
	return true
}

// climb takes the next step for a check-in that nobody answered. late is how
// long ago it was due.
func (c *City) climb(tx *store.Tx, person string, d wijk.Date, now time.Time, late time.Duration) {
	ck, p, ok := load(tx, person, d)
	if !ok || ck.State != wijk.CheckInOpen && ck.State != wijk.CheckInUnreached {
		return
	}
	if waveOf(tx, &ck).Braked {
		return // the end of the incident sets the timer again
	}
	if !p.Enrolled() || p.PausedTo >= d {
		ck.State = wijk.CheckInEnded
		store.CheckIns.Put(tx, ck.Key(), ck)
		return
	}
	l := ladder(&p)
	if ck.Step >= len(l) {
		return
	}
	if c.RealTime && late > lateStep && l.excuse(&ck, now) {
		arm(tx, &ck, &p)
		store.CheckIns.Put(tx, ck.Key(), ck)
		return
	}
	c.take(tx, l[ck.Step], &ck, &p, now)
	ck.Step++
	arm(tx, &ck, &p)
	store.CheckIns.Put(tx, ck.Key(), ck)
}

// remind asks again. A reminder goes where the question arrived, and is of no
// use once the next step is due.
func (c *City) remind(tx *store.Tx, text string, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	to, ok := lastAddress(tx, ck, p)
	if !ok {
		return
	}
	ck.Question = c.put(tx, ck, p, to, text, ck.Since.Add(ladder(p)[ck.Step+1].after), now)
}

// lastAddress is where the latest question went, unless that address died.
func lastAddress(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person) (wijk.Address, bool) {
	all := p.Addresses()
	if m, ok := store.Outbox.Get(tx, store.Num(ck.Question)); ok {
		for _, a := range all {
			if a == m.To {
				return a, true
			}
		}
	}
	if len(all) == 0 {
		return wijk.Address{}, false
	}
	return all[0], true
}

// unreached puts the person on the worklist of the ouderenadviseur, and calls
// whoever is on duty when it is red.
func (c *City) unreached(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, severity, why string, now time.Time) {
	ck.State = wijk.CheckInUnreached
	page := ""
	if severity == wijk.Red {
		page = "Niet bereikt: " + describe(p) + "."
	}
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseUnreached, Severity: severity, Person: p.ID, Wijk: p.Wijk, Ref: ck.Key(),
		Notes: []wijk.Note{{At: now, Text: why}},
	}, page, now)
}

func load(tx *store.Tx, person string, d wijk.Date) (ck wijk.CheckIn, p wijk.Person, ok bool) {
	ck, ok = store.CheckIns.Get(tx, person+"/"+string(d))
	if !ok {
		return ck, p, false
	}
	p, ok = store.People.Get(tx, person)
	return ck, p, ok
}

// rest stops all that still runs for a check-in: reminders that wait, and
// timers.
func rest(tx *store.Tx, ck *wijk.CheckIn) {
	store.CancelAbout(tx, wijk.Subject{Kind: aboutCheckIn, Ref: ck.Key()})
	for _, kind := range []string{timerLadder, timerUnclear, timerUnsent} {
		store.StopTimer(tx, ck.Person, kind, string(ck.Date))
	}
}
