package flows

import (
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A pause that begins on a later day: "ik ga zaterdag op vakantie". Until that
// day she is asked as always, and nothing of today is answered by it.

// leavesLater reads the days of a pause that is still to begin. last is empty
// when its end was not told.
func (t *Turn) leavesLater() (first, last wijk.Date, ok bool) {
	from, to, ok := dutch.Leave(t.M.Text, t.Now)
	if !ok {
		return "", "", false
	}
	if !to.IsZero() {
		last = wijk.DateOf(to)
	}
	return wijk.DateOf(from), last, true
}

// wantsLaterPause handles a reply that tells when somebody goes away.
func (t *Turn) wantsLaterPause(said reply.Result, first, last wijk.Date) {
	if said.Has(reply.Hospital) {
		t.openCase(wijk.CaseHospital, wijk.Amber, textHospital, false)
	}
	if t.unproven() { // on a telephone of two nobody knows who goes
		t.asksByPhone("pauze")
		return
	}
	t.pausesLater(first, last)
	if last == "" {
		t.begins(pauze)
	}
}

// pausesLater notes a pause, and says so when its end is known.
func (t *Turn) pausesLater(first, last wijk.Date) {
	t.Person.PauseFrom, t.Person.PauseTill = first, last
	t.savePerson()
	store.SetTimer(t.Tx, wijk.Timer{Person: t.Person.ID, Kind: timerAway, Due: first.At(0, 0, t.City.Zone)})
	if last == "" {
		return
	}
	last = min(last, first.Add(maxPause))
	t.Say(fill("P4", "van", t.City.dayLong(first), "tot", t.City.dayLong(last)))
}

// sayPauze asks when a pause ends.
func (t *Turn) sayPauze() string {
	if t.Person != nil && t.Person.PauseFrom != "" {
		return fill("P5", "van", t.City.dayLong(t.Person.PauseFrom))
	}
	return fill("P2")
}

// endsPause takes the day on which somebody is back, of the pause that runs or
// of the one to come.
func (t *Turn) endsPause(last wijk.Date) {
	if t.Person.PauseFrom != "" {
		t.pausesLater(t.Person.PauseFrom, last)
		return
	}
	t.pauseTo(last)
}

// tellsNoDate answers somebody who was asked when she is back and tells no day:
// the pause stands, and she reads until when.
func (t *Turn) tellsNoDate() bool {
	f, q := t.open()
	if f != pauze || !t.paused() || t.M.Kind != wijk.Text || !t.Talk.AskedAt.After(t.lastAsked()) || cries(t.said) || t.wouldStart() || t.wantsReport() {
		return false
	}
	if _, ok := q.Take(t, q); ok {
		return false
	}
	if ck, asked := t.openCheckIn(); asked && t.said.Label == reply.OK { // of today; the date may still come
		return t.answerCheckIn(ck, t.said)
	}
	if t.Person.PauseFrom != "" {
		t.ask(q)
		return true
	}
	t.Say(fill("P6", "dag", t.City.dayLong(t.Person.PausedTo)))
	return true
}

// firePause fires the timers of pauses.
func (c *City) firePause(tx *store.Tx, t wijk.Timer, now time.Time) {
	if t.Kind == timerAway {
		c.beginPause(tx, t.Person, now)
		return
	}
	c.dayBeforeReturn(tx, t.Person, now)
}

// beginPause begins a pause on its first day.
func (c *City) beginPause(tx *store.Tx, person string, now time.Time) {
	p, ok := store.People.Get(tx, person)
	if !ok || p.PauseFrom == "" || p.PauseFrom > c.today(now) {
		return
	}
	last := p.PauseFrom.Add(maxPause)
	if p.PauseTill != "" {
		last = min(last, p.PauseTill)
	}
	p.PauseFrom, p.PauseTill = "", ""
	p.PausedTo = max(p.PausedTo, last)
	store.People.Put(tx, p.ID, p)
	c.remindOfReturn(tx, &p, now)
}

// dropLater forgets a pause that was to begin later; p is not stored.
func (c *City) dropLater(tx *store.Tx, p *wijk.Person) {
	p.PauseFrom, p.PauseTill = "", ""
	store.StopTimer(tx, p.ID, timerAway, "")
}

func (c *City) dayLong(d wijk.Date) string { return dutch.Day(d.At(12, 0, c.Zone)) }
