package flows

import (
	"fmt"
	"strconv"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The defaults of a round of letters: after how many days a message follows,
// how long after that the reminder and the end of waiting, and within how many
// working days a wish is met.
const (
	waitDays   = 10
	remindDays = 14
	wishDays   = 10
)

// stepHour is when a step of an invitation is taken, city time.
const stepHour = 10

// nextStep sets when the city looks again at an invitation.
func (c *City) nextStep(tx *store.Tx, o *wijk.Outreach, days int, now time.Time) {
	due := wijk.DateOf(now.In(c.Zone)).Add(days).At(stepHour, 0, c.Zone)
	for !c.Calendar.Workday(due) {
		due = due.AddDate(0, 0, 1)
	}
	store.SetTimer(tx, wijk.Timer{Person: o.Person, Kind: timerOutreach, Scope: o.Ref, Due: due})
}

// outreachStep goes on with an invitation that nobody answered: a message to
// who has an address for it, one reminder, and then a name on a list. Nothing
// follows from silence but that somebody may ring the bell.
func (c *City) outreachStep(tx *store.Tx, person, ref string, now time.Time) {
	o, ok := store.Outreaches.Get(tx, person+"/"+ref)
	p, known := store.People.Get(tx, person)
	if !ok || !known || !o.Open() || p.Invitation != ref || !p.Stopped.IsZero() || !p.Objected.IsZero() || p.Died != "" {
		return
	}
	chats := p.Addresses()
	switch {
	case o.Asked.IsZero() && o.Reminded.IsZero() && len(chats) > 0:
		c.askWish(tx, &p, &o, chats[0], c.wishText("O1", chats[0].Channel), now)
		c.nextStep(tx, &o, o.Remind, now)
	case o.Asked.IsZero() && o.Reminded.IsZero() && !c.waited(&o, now):
		c.nextStep(tx, &o, o.Remind-int(now.Sub(o.At).Hours()/24), now) // paper only: from the letter on
	case o.Reminded.IsZero():
		o.Reminded = now
		c.inviteAgain(tx, &p, &o, chats, now)
		c.nextStep(tx, &o, o.Remind, now)
	default:
		c.silent(tx, &o, now)
	}
	store.Outreaches.Put(tx, o.Key(), o)
}

// waited reports whether somebody had the days of the round to answer a letter.
func (c *City) waited(o *wijk.Outreach, now time.Time) bool {
	return wijk.DateOf(now.In(c.Zone)) >= wijk.DateOf(o.At.In(c.Zone)).Add(o.Remind)
}

// inviteAgain asks once more, another way than before where there is one.
func (c *City) inviteAgain(tx *store.Tx, p *wijk.Person, o *wijk.Outreach, chats []wijk.Address, now time.Time) {
	switch {
	case len(chats) > 1 && !o.Asked.IsZero():
		c.askWish(tx, p, o, chats[1], c.wishText("O2", chats[1].Channel), now)
	case p.Address != "":
		c.post(tx, p, o, letterReminds, "", now)
	case len(chats) > 0:
		c.askWish(tx, p, o, chats[0], c.wishText("O2", chats[0].Channel), now)
	}
}

// silent puts a name on the list of those who did not answer, of which there is
// one task for each round and wijk.
func (c *City) silent(tx *store.Tx, o *wijk.Outreach, now time.Time) {
	o.Silent = now
	text := fmt.Sprintf("Ronde %s: er zijn bewoners die niet antwoordden. Stuur OUTREACH LIJST voor hun namen. Meedoen is vrij.", o.Round)
	c.batch(tx, "silent/"+o.Round+"/"+o.Wijk, wijk.Case{Kind: wijk.CaseOutreach, Wijk: o.Wijk}, text, now)
}

// batch opens one task for many rows, unless the one of that name is open.
func (c *City) batch(tx *store.Tx, name string, cs wijk.Case, text string, now time.Time) {
	if id, ok := store.Done.Get(tx, name); ok {
		if old, ok := store.Cases.Get(tx, id); ok && old.State != wijk.CaseClosed {
			return
		}
	}
	cs.ID, cs.Severity, cs.State, cs.Opened, cs.Ref = tx.Next("case"), wijk.Amber, wijk.CaseOpen, now, name
	cs.Due = c.Calendar.AddWorkdays(now.In(c.Zone), wishDays)
	cs.Notes = []wijk.Note{{At: now, Text: text}}
	store.Done.Put(tx, name, store.Num(cs.ID))
	store.Cases.Put(tx, store.Num(cs.ID), cs)
}

// endOutreach ends all that still runs for an invitation of p: it was answered,
// or is not wanted.
func (c *City) endOutreach(tx *store.Tx, p *wijk.Person, o *wijk.Outreach) {
	store.StopTimer(tx, p.ID, timerOutreach, o.Ref)
	store.CancelAbout(tx, wijk.Subject{Kind: aboutOutreach, Ref: o.Key()})
	if p.Invitation == o.Ref {
		p.Invitation = ""
		store.People.Put(tx, p.ID, *p)
	}
}

// Object ends the outreach to a resident who does not want it: what waits does
// not leave, and no import undoes the mark. Check-ins go on.
func (c *City) Object(tx *store.Tx, person string, now time.Time) bool {
	p, ok := store.People.Get(tx, person)
	if !ok {
		return false
	}
	p.Objected = now
	store.People.Put(tx, p.ID, p)
	if o, ok := latestOutreach(tx, person); ok {
		c.endOutreach(tx, &p, &o)
		o.Ended = now
		store.Outreaches.Put(tx, o.Key(), o)
	}
	return true
}

// latestOutreach returns the last invitation of a resident.
func latestOutreach(tx *store.Tx, person string) (last wijk.Outreach, ok bool) {
	for _, o := range store.Outreaches.All(tx, person+"/") {
		last, ok = o, true
	}
	return last, ok
}

// wishOverdue tells staff that the days for a wish are over.
func (c *City) wishOverdue(tx *store.Tx, number string, now time.Time) {
	n, _ := strconv.ParseUint(number, 10, 64)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	if !ok || cs.State == wijk.CaseClosed || cs.Due.After(now) {
		return
	}
	c.tellOwner(tx, cs, fmt.Sprintf("Zaak %d (%s) had klaar moeten zijn op %s.", cs.ID, caseTitle(&cs), dutch.Day(cs.Due.In(c.Zone))), now)
}
