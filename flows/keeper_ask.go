package flows

import (
	"fmt"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The steps of a ladder at which a keeper is asked.
const (
	stepKeeper1 = "contact1"
	stepKeeper2 = "contact2"
)

const (
	// outcomeWait is how long a keeper who accepted gets to say how it is, and
	// remindedWait how much longer after a reminder before staff goes on.
	outcomeWait  = 60 * time.Minute
	remindedWait = 30 * time.Minute
	// heldWait is when an appeal looks again during an incident.
	heldWait = 15 * time.Minute
)

// keeperWait is how long a keeper has to say yes before the next is asked.
func keeperWait(p *wijk.Person) time.Duration {
	if p.CheckIn != nil && p.CheckIn.Profile == "fragile" {
		return 15 * time.Minute
	}
	return 20 * time.Minute
}

// appealsOf returns who were asked about a person lately, by day and number.
func appealsOf(tx *store.Tx, person string, today wijk.Date) (all []wijk.Appeal) {
	for _, a := range store.Appeals.Range(tx, person+"/"+string(today.Add(1-daysBack)), person+"/"+string(today.Add(2))) {
		all = append(all, a)
	}
	return all
}

// askKeeper asks the next keeper about somebody who does not answer, unless one
// of them is at it. Nobody is asked at night.
func (c *City) askKeeper(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, step string, now time.Time) {
	if !ck.LifeSign.IsZero() || ck.State != wijk.CheckInOpen && ck.State != wijk.CheckInUnreached {
		return // also after one who refused: meanwhile she may have written anything
	}
	for _, a := range appealsOf(tx, p.ID, ck.Date) {
		if a.Date == ck.Date && (a.State == wijk.AppealAsked || a.State == wijk.AppealAccepted || a.State == wijk.AppealFine || a.State == wijk.AppealHelp) {
			return
		}
	}
	if !c.awake(now).Equal(now) {
		c.noteUnreached(tx, p.ID, "Geen contactpersoon gevraagd: het is nacht.", now)
		return
	}
	for i := range p.Contacts {
		k := &p.Contacts[i]
		a := wijk.Appeal{Person: p.ID, Date: ck.Date, Phone: k.Phone, Asked: now, Last: now, State: wijk.AppealAsked}
		if !k.Willing() || !k.TakesSMS() || k.Phone == p.Phone || silent(tx, k.Phone) || store.Appeals.Has(tx, a.Key()) {
			continue
		}
		store.HoldKeeper(tx, k.Phone, p.ID, true)
		a.Question = store.Send(tx, wijk.Outgoing{
			Class: wijk.Check, To: k.Address(), Text: keeperText("E1", p), Quiet: true,
			About: wijk.Subject{Kind: aboutKeeper, Ref: a.Key()}, Due: now, NotAfter: now.Add(keeperWait(p)),
		})
		store.Appeals.Put(tx, a.Key(), a)
		setAppeal(tx, &a, now.Add(keeperWait(p)))
		ck.Attempts = append(ck.Attempts, wijk.Attempt{At: now, Step: step, Channel: wijk.SMS})
		c.noteUnreached(tx, p.ID, keeperOf(p, k.Phone)+" is gevraagd.", now)
		return
	}
	c.noteUnreached(tx, p.ID, "Er is geen contactpersoon die wij nog kunnen vragen.", now)
}

func setAppeal(tx *store.Tx, a *wijk.Appeal, due time.Time) {
	store.SetTimer(tx, wijk.Timer{Person: a.Person, Kind: timerKeeper, Scope: string(a.Date) + "/" + a.Phone, Due: due})
}

func stopAppeal(tx *store.Tx, a *wijk.Appeal) {
	store.StopTimer(tx, a.Person, timerKeeper, string(a.Date)+"/"+a.Phone)
}

// noteUnreached tells whoever looks for a person what was done meanwhile.
func (c *City) noteUnreached(tx *store.Tx, person, text string, now time.Time) {
	for _, cs := range store.Cases.Find(tx, "open", person) {
		if last := len(cs.Notes) - 1; cs.Kind == wijk.CaseUnreached && (last < 0 || cs.Notes[last].Text != text) {
			c.addNote(tx, cs.ID, text, now)
		}
	}
}

// appealHeard starts the time to answer: from when a provider took it.
func (c *City) appealHeard(tx *store.Tx, a *wijk.Appeal, p *wijk.Person, m wijk.Outgoing, now time.Time) {
	if !a.Heard.IsZero() {
		return
	}
	a.Heard = now
	if !m.Accepted.IsZero() {
		a.Heard = m.Accepted
	}
	if a.State == wijk.AppealAsked {
		a.Last = a.Heard
		setAppeal(tx, a, a.Heard.Add(keeperWait(p)))
	}
	store.Appeals.Put(tx, a.Key(), *a)
}

// appealLost asks the next one at once. A number that is dead is a keeper less.
func (c *City) appealLost(tx *store.Tx, a *wijk.Appeal, p *wijk.Person, m wijk.Outgoing, now time.Time) {
	if a.State != wijk.AppealAsked && a.State != wijk.AppealPassed {
		return // an answer came all the same
	}
	next := a.State == wijk.AppealAsked
	a.State, a.Told = wijk.AppealLost, wijk.AppealUnheard
	store.Appeals.Put(tx, a.Key(), *a)
	stopAppeal(tx, a)
	c.noteUnreached(tx, p.ID, keeperOf(p, a.Phone)+" kreeg onze vraag niet: die kwam niet aan.", now)
	if m.Gone {
		c.endKeeper(tx, p, a.Phone, "C5", "krijgt geen sms meer van ons: het nummer werkt niet.", now)
	}
	if next {
		c.nextKeeper(tx, a, now)
	}
}

// nextKeeper goes on after a keeper who does not go and look.
func (c *City) nextKeeper(tx *store.Tx, a *wijk.Appeal, now time.Time) {
	ck, p, ok := load(tx, a.Person, a.Date)
	if !ok || !p.Enrolled() || p.Away(a.Date) {
		return
	}
	c.askKeeper(tx, &ck, &p, stepKeeper2, now)
	store.CheckIns.Put(tx, ck.Key(), ck)
	c.callHeld(tx, &ck, &p, now)
}

// appealDue: the keeper did not answer in time, or accepted and let nothing be
// heard since.
func (c *City) appealDue(tx *store.Tx, p *wijk.Person, scope string, now time.Time, late time.Duration) {
	a, ok := store.Appeals.Get(tx, p.ID+"/"+scope)
	if !ok || !a.Open() {
		return
	}
	ck, _ := store.CheckIns.Get(tx, p.ID+"/"+string(a.Date))
	switch {
	case c.RealTime && late > lateStep:
		setAppeal(tx, &a, now.Add(comeIn)) // the answer may not have been read yet
	case a.State == wijk.AppealAsked && waveOf(tx, &ck).Braked:
		setAppeal(tx, &a, now.Add(heldWait))
	case a.State == wijk.AppealAsked:
		a.State = wijk.AppealPassed
		store.Appeals.Put(tx, a.Key(), a)
		c.noteUnreached(tx, p.ID, keeperOf(p, a.Phone)+" gaf geen antwoord.", now)
		c.nextKeeper(tx, &a, now)
	case a.State == wijk.AppealAccepted:
		c.noOutcome(tx, &a, &ck, p, now)
	}
}

// noOutcome reminds a keeper who accepted, once, and then leaves it to staff.
func (c *City) noOutcome(tx *store.Tx, a *wijk.Appeal, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	if a.Reminded.IsZero() && c.awake(now).Equal(now) {
		a.Reminded, a.Last = now, now
		store.Send(tx, wijk.Outgoing{
			Class: wijk.Check, To: wijk.Address{Channel: wijk.SMS, To: a.Phone}, Text: keeperText("E8", p), Quiet: true,
			About: wijk.Subject{Kind: aboutKeeper, Ref: a.Key()}, Due: now, NotAfter: now.Add(remindedWait),
		})
		store.Appeals.Put(tx, a.Key(), *a)
		setAppeal(tx, a, now.Add(remindedWait))
		c.callHeld(tx, ck, p, now)
		return
	}
	text := keeperOf(p, a.Phone) + " zou gaan kijken en laat niets weten."
	if ck.State != wijk.CheckInOpen && ck.State != wijk.CheckInUnreached {
		c.tellLookers(tx, p, text, now)
		return
	}
	for _, cs := range store.Cases.Find(tx, "open", p.ID) {
		if cs.Kind == wijk.CaseUnreached && cs.State == wijk.CaseTaken {
			c.tellLookers(tx, p, text, now)
			return
		}
	}
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseUnreached, Severity: wijk.Red, Person: p.ID, Wijk: p.Wijk, Ref: ck.Key(),
		Notes: []wijk.Note{{At: now, Text: text}},
	}, "Niet bereikt: "+describe(p)+". De contactpersoon laat niets weten.", now)
}

// tellLookers tells those who look for a person, or are about to help, what
// a keeper said or did not say. It closes nothing.
func (c *City) tellLookers(tx *store.Tx, p *wijk.Person, text string, now time.Time) {
	for _, cs := range store.Cases.Find(tx, "open", p.ID) {
		if aboutState(cs.Kind) {
			c.addNote(tx, cs.ID, text, now)
			c.tellOwner(tx, cs, fmt.Sprintf("Zaak %d, %s. %s", cs.ID, describe(p), text), now)
		}
	}
}

// heeds decides who is called when somebody is still not reached. A keeper who
// is on the way is not overtaken, and what a keeper says has to be confirmed:
// those come back by themselves.
func (c *City) heeds(tx *store.Tx, ck *wijk.CheckIn, severity, page string, now time.Time) (string, string) {
	for _, a := range appealsOf(tx, ck.Person, ck.Date) {
		switch {
		case a.Date != ck.Date:
		case a.State == wijk.AppealAccepted && a.Told == "" && now.Before(a.Accepted.Add(outcomeWait)):
			page = ""
		case a.State == wijk.AppealFine:
			return wijk.Amber, page + " De contactpersoon meldt: alles goed. Controleer dit zelf."
		}
	}
	return severity, page
}

// callHeld calls for a red case that waited for a keeper, now that none of them
// is on the way any more.
func (c *City) callHeld(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	if ck.State != wijk.CheckInUnreached && (ck.State != wijk.CheckInUnclear || !ck.LifeSign.IsZero()) {
		return // a "goed" that may be forged, and that no key confirmed, is no sign of life
	}
	page := "Niet bereikt: " + describe(p) + "."
	if _, page = c.heeds(tx, ck, wijk.Red, page, now); page == "" {
		return
	}
	for key, cs := range store.Cases.Find(tx, "open", p.ID) {
		if cs.Kind == wijk.CaseUnreached && cs.Severity == wijk.Red && cs.State == wijk.CaseOpen && cs.Paged.IsZero() {
			c.page(tx, &cs, page, now)
			store.Cases.Put(tx, key, cs)
		}
	}
}

// endAppeals tells every keeper who may still wonder how it ended, each once,
// and never at night. id is E4 when the person answered, E6 when a member of
// staff took it over, S2 when the person takes no part any more.
func (c *City) endAppeals(tx *store.Tx, p *wijk.Person, id string, now time.Time) {
	for _, a := range appealsOf(tx, p.ID, c.today(now)) {
		if a.Told == "" {
			c.endAppeal(tx, a, p, id, now)
		}
	}
}

func (c *City) endAppeal(tx *store.Tx, a wijk.Appeal, p *wijk.Person, id string, now time.Time) {
	stopAppeal(tx, &a)
	a.Told = id
	m, ok := store.Outbox.Get(tx, store.Num(a.Question))
	if ok && (m.State == wijk.Queued || m.State == wijk.Cancelled) && a.Heard.IsZero() && a.Accepted.IsZero() {
		a.Told = wijk.AppealUnheard // what was not asked needs no end
	}
	store.CancelAbout(tx, wijk.Subject{Kind: aboutKeeper, Ref: a.Key()})
	if a.Told != wijk.AppealUnheard && !silent(tx, a.Phone) {
		store.Send(tx, wijk.Outgoing{
			Class: wijk.Reply, To: wijk.Address{Channel: wijk.SMS, To: a.Phone}, Text: keeperText(id, p), Quiet: true,
			Due: now, NotAfter: c.awake(now).Add(replyAge),
		})
	}
	store.Appeals.Put(tx, a.Key(), a)
}

// partKeepers tells the keepers of somebody who stopped, neutrally.
func (c *City) partKeepers(tx *store.Tx, p *wijk.Person, now time.Time) {
	c.endAppeals(tx, p, "S2", now)
	told := make(map[string]bool)
	for _, a := range appealsOf(tx, p.ID, c.today(now)) {
		told[a.Phone] = a.Told == "S2"
	}
	for i := range p.Contacts {
		k := &p.Contacts[i]
		store.CancelAbout(tx, wijk.Subject{Kind: aboutKeeper, Ref: scopeInvited + p.ID + "/" + k.Phone})
		store.StopTimer(tx, p.ID, timerKeeper, scopeInvited+k.Phone)
		if told[k.Phone] || !k.Willing() || !k.TakesSMS() || k.Phone == p.Phone || silent(tx, k.Phone) {
			continue
		}
		told[k.Phone] = true
		store.Send(tx, wijk.Outgoing{
			Class: wijk.Reply, To: k.Address(), Text: keeperText("S2", p), Quiet: true, Due: now, NotAfter: c.awake(now).Add(replyAge),
		})
	}
}

// tellKeepers ends what keepers were asked when a member of staff closed the
// last case about the person. That she answered is only said of somebody who
// was spoken to.
func (c *City) tellKeepers(tx *store.Tx, cs *wijk.Case, now time.Time) {
	p, ok := store.People.Get(tx, cs.Person)
	if !ok || !aboutState(cs.Kind) {
		return
	}
	for _, other := range store.Cases.Find(tx, "open", cs.Person) {
		if aboutState(other.Kind) {
			return
		}
	}
	id := "E6"
	switch cs.Outcome {
	case wijk.OutcomeSpoke, wijk.OutcomePhone, wijk.OutcomeForgot:
		id = "E4"
	case wijk.OutcomeDeath:
		id = wijk.AppealUnheard // that is for a person to tell
	}
	c.endAppeals(tx, &p, id, now)
}

// aboutState reports whether a case is about how somebody is.
func aboutState(kind string) bool {
	return kind == wijk.CaseUnreached || kind == wijk.CaseUnclear || kind == wijk.CaseHelp || kind == wijk.CaseUrgent
}
