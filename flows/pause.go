package flows

import (
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// maxPause is how many days a pause may last without a word from the person.
const maxPause = 30

// pauze asks when a pause ends. Nobody needs to answer: it ends by itself.
var pauze = &Flow{
	Name: "pauze",
	Soft: true,
	Ask: []Question{{
		Key: "tot",
		Say: (*Turn).sayPauze,
		Take: func(t *Turn, _ *Question) (string, bool) {
			last, ok := t.lastDay()
			return "", ok && t.Person != nil && last >= t.Person.PauseFrom // the number may have changed hands
		},
	}},
	Done: func(t *Turn) {
		last, ok := t.lastDay()
		if ok && !t.asksWhoIsAway(t.said, last) {
			t.endsPause(last)
		}
	},
}

// lastDay reads until when the sender is away: the last day without messages.
func (t *Turn) lastDay() (wijk.Date, bool) {
	return t.lastDayIn(t.M.Text)
}

func (t *Turn) lastDayIn(text string) (wijk.Date, bool) {
	day, inclusive, ok := dutch.Date(text, t.Now)
	if !ok {
		return "", false
	}
	last, today := wijk.DateOf(day), wijk.DateOf(t.Now)
	if !inclusive && last > today { // who is back today is asked again tomorrow
		last = last.Add(-1)
	}
	return last, last >= today
}

// wantsPause handles a reply that says that somebody is away.
func (t *Turn) wantsPause(said reply.Result) bool {
	if t.doubted() {
		return false
	}
	if first, till, later := t.leavesLater(); later {
		t.wantsLaterPause(said, first, till)
		return true
	}
	if t.leavesSomeday() {
		t.asksForDays(said)
		return true
	}
	last, dated := t.lastDay()
	if !dated && t.awayBriefly(said) {
		last, dated = wijk.DateOf(t.Now), true
	}
	if t.asksWhoIsAway(said, last) {
		return true
	}
	if t.unproven() {
		t.asksByPhone("pauze")
		return true
	}
	t.endCheckIn()
	heard := "E4"
	if said.Has(reply.Hospital) {
		heard = "E6" // no good news
		t.openCase(wijk.CaseHospital, wijk.Amber, textHospital, false)
	}
	t.City.endAppeals(t.Tx, t.Person, heard, t.Now)
	if dated {
		t.pauseTo(last)
		return true
	}
	t.City.dropLater(t.Tx, t.Person)
	t.Person.PausedTo = wijk.DateOf(t.Now).Add(maxPause)
	t.savePerson()
	t.City.remindOfReturn(t.Tx, t.Person, t.Now)
	t.City.waitForDate(t.Tx, t.Person, t.Now)
	t.begins(pauze)
	return true
}

// awayBriefly reports whether somebody is away for a moment, "ben even weg": by
// tomorrow she is asked as always.
func (t *Turn) awayBriefly(said reply.Result) bool {
	return said.Rule == "pause/weg" && t.about("even", "eventjes", "effe", "effen", "zo", "straks", "dadelijk", "zometeen", "dagje", "nu") &&
		!slices.ContainsFunc(t.Words, func(w string) bool { return strings.HasPrefix(w, "vakantie") })
}

const textHospital = "Is of gaat naar het ziekenhuis. Vraag wat er nodig is bij thuiskomst."

// pauseTo pauses up to and including a day, and says so.
func (t *Turn) pauseTo(last wijk.Date) {
	t.Say(t.City.pause(t.Tx, t.Person, last, t.Now))
}

// pause pauses p up to and including a day, as far as a pause may last, and
// returns what p is to read of it.
func (c *City) pause(tx *store.Tx, p *wijk.Person, last wijk.Date, now time.Time) string {
	c.dropLater(tx, p)
	p.PausedTo = min(last, c.today(now).Add(maxPause))
	store.People.Put(tx, p.ID, *p)
	c.remindOfReturn(tx, p, now)
	return fill("P1", "dag", dutch.Day(p.PausedTo.At(12, 0, c.Zone)))
}

func (c *City) remindOfReturn(tx *store.Tx, p *wijk.Person, now time.Time) {
	at := p.PausedTo.At(reminderHour, 0, c.Zone)
	if !at.After(now) || p.PausedTo == c.today(now) { // she reads it now
		store.StopTimer(tx, p.ID, timerBack, "")
		return
	}
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerBack, Due: at})
}

const reminderHour = 10

// dayBeforeReturn tells that the messages start again tomorrow.
func (c *City) dayBeforeReturn(tx *store.Tx, person string, now time.Time) {
	p, ok := store.People.Get(tx, person)
	if !ok || !p.Enrolled() || p.PausedTo != wijk.DateOf(now.In(c.Zone)) {
		return
	}
	for _, a := range p.Addresses()[:min(1, len(p.Addresses()))] {
		store.Send(tx, wijk.Outgoing{
			Class: wijk.Check, To: a, Text: fill("P3"), Person: p.ID, Due: now, NotAfter: now.Add(10 * time.Hour), Quiet: true,
		})
		talk, _ := store.Talks.Get(tx, a.String())
		if f := c.flow(talk.Flow); f != nil && !f.Soft && now.Sub(talk.AskedAt) < flowAge {
			continue // in the middle of something else
		}
		talk.Flow, talk.Step, talk.AskedAt, talk.Answers, talk.Place, talk.Misses = pauze.Name, 0, now, nil, nil, 0
		store.Talks.Put(tx, a.String(), talk)
	}
}

// resume ends a pause: "eerder terug? Stuur TERUG".
func (t *Turn) resume() {
	away := t.away()
	t.each(func() { t.City.unpause(t.Tx, t.Person, t.Now) })
	t.leave()
	if t.Person.Enrolled() && !away {
		t.Say("Goed. Uw pauze gaat niet door. Gemeente Zoetermeer")
		return
	}
	if !t.Person.Enrolled() {
		t.begins(menu)
		return
	}
	t.Say(t.City.welcomeBack(t.Tx, t.Person, t.Now))
}

// unpause ends a pause of p. Whoever is back after her time is asked on her
// next day.
func (c *City) unpause(tx *store.Tx, p *wijk.Person, now time.Time) {
	c.dropLater(tx, p)
	if p.PausedTo >= c.today(now) {
		p.Back = now
	}
	p.PausedTo = ""
	store.People.Put(tx, p.ID, *p)
	store.StopTimer(tx, p.ID, timerBack, "")
}

func (c *City) welcomeBack(tx *store.Tx, p *wijk.Person, now time.Time) string {
	text := "Welkom terug. U krijgt ons bericht weer om " + dutch.Clock(c.slotTime(c.today(now), p.CheckIn.Time)) + " uur"
	if first := c.nextAsk(tx, p, now); first != c.today(now) {
		text += ", vanaf " + c.sayDay(first, now)
	}
	return text + ". Gemeente Zoetermeer"
}

// paused reports whether somebody has a pause, or will have one.
func (t *Turn) paused() bool {
	return t.away() || t.Person != nil && t.Person.Enrolled() && t.Person.PauseFrom != ""
}

// away reports whether a pause of the sender, or of who shares the telephone,
// runs now.
func (t *Turn) away() bool {
	away := func(p *wijk.Person) bool { return p.Enrolled() && p.PausedTo >= wijk.DateOf(t.Now) }
	return t.Person != nil && (away(t.Person) || slices.ContainsFunc(t.both, away))
}

// isBack reports whether the words say that somebody is home again, now and
// not on some day.
func (t *Turn) isBack() bool {
	if _, _, dated := dutch.Date(t.M.Text, t.Now); dated || len(t.Words) > 8 || slices.Contains(t.Words, "niet") {
		return false
	}
	here := slices.Contains(t.Words, "terug") || slices.Contains(t.Words, "thuis")
	return here && (slices.Contains(t.Words, "weer") || t.is("ben terug", "ik ben terug"))
}
