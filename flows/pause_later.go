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
	return t.leavesLaterIn(t.M.Text)
}

func (t *Turn) leavesLaterIn(text string) (first, last wijk.Date, ok bool) {
	from, to, ok := dutch.Leave(text, t.Now)
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

// someday are words for a time that may be weeks away, and has no first day.
var someday = []string{
	"kerst", "kerstmis", "kerstdagen", "kerstvakantie", "pasen", "paasdagen", "pinksteren", "meivakantie", "zomer", "zomervakantie", "herfst",
	"herfstvakantie", "winter", "wintersport", "voorjaar", "voorjaarsvakantie", "lente", "maand", "januari", "februari", "maart", "april", "mei",
	"juni", "juli", "augustus", "september", "oktober", "november", "december",
}

// leavesSomeday reports whether somebody tells of going away without a day, "ik
// ga met kerst weg": that is no pause yet.
func (t *Turn) leavesSomeday() bool {
	if _, dated := t.lastDay(); dated {
		return false
	}
	return t.hasAny(someday) && !t.hasAny([]string{"nu", "vandaag", "morgen", "straks", "tot", "al", "pauze"})
}

// asksForDays asks for the days of a pause; until they are known she is asked as
// always.
func (t *Turn) asksForDays(said reply.Result) {
	if said.Has(reply.Hospital) {
		t.openCase(wijk.CaseHospital, wijk.Amber, textHospital, false)
	}
	if t.unproven() {
		t.asksByPhone("pauze")
		return
	}
	t.Say(fill("P7"))
}

// pausesLater notes a pause, and says so when its end is known.
func (t *Turn) pausesLater(first, last wijk.Date) {
	said := t.City.pauseLater(t.Tx, t.Person, first, last)
	if last != "" {
		t.Say(said)
	}
}

// pauseLater pauses p from first up to and including last, as far as a pause may
// last, and returns what p is to read of it. An empty last is not known yet.
func (c *City) pauseLater(tx *store.Tx, p *wijk.Person, first, last wijk.Date) string {
	p.PauseFrom, p.PauseTill = first, last
	store.People.Put(tx, p.ID, *p)
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerAway, Due: first.At(0, 0, c.Zone)})
	return fill("P4", "van", c.dayLong(first), "tot", c.dayLong(min(last, first.Add(maxPause))))
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
	switch t.Kind {
	case timerAway:
		c.beginPause(tx, t.Person, now)
	case timerUndated:
		c.stillUndated(tx, t.Person, now)
	default:
		c.dayBeforeReturn(tx, t.Person, now)
	}
}

// waitForDate has a person ask until when p is away, when p does not tell it by
// the next morning. p is not asked how p is meanwhile.
func (c *City) waitForDate(tx *store.Tx, p *wijk.Person, now time.Time) {
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerUndated, Due: c.today(now).Add(1).At(reminderHour, 0, c.Zone)})
}

// stillUndated opens a case for a pause whose end nobody told.
func (c *City) stillUndated(tx *store.Tx, person string, now time.Time) {
	p, ok := store.People.Get(tx, person)
	if !ok || !p.Enrolled() || p.PausedTo < c.today(now) {
		return
	}
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseQuestion, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk,
		Notes: []wijk.Note{{At: now, Text: "Is weg en zei niet tot wanneer. Vraag het en stuur: pauze " + p.ID + " tot 5 mei. Nu tot en met " + dutch.ShortDay(p.PausedTo.At(12, 0, c.Zone)) + "."}},
	}, "", now)
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
	} else {
		c.waitForDate(tx, &p, now)
	}
	if p.PausedTo < p.PauseFrom.Add(-1) { // not in the middle of another
		p.PausedFrom = p.PauseFrom
	}
	p.PauseFrom, p.PauseTill = "", ""
	p.PausedTo = max(p.PausedTo, last)
	store.People.Put(tx, p.ID, p)
	c.remindOfReturn(tx, &p, now)
}

// dropLater forgets a pause that was to begin later, and that the end of one is
// not known; p is not stored.
func (c *City) dropLater(tx *store.Tx, p *wijk.Person) {
	p.PauseFrom, p.PauseTill = "", ""
	store.StopTimer(tx, p.ID, timerAway, "")
	store.StopTimer(tx, p.ID, timerUndated, "")
}

func (c *City) dayLong(d wijk.Date) string { return dutch.Day(d.At(12, 0, c.Zone)) }
