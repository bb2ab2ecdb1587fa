package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// visitWithin is how long a wijkagent has to answer before the request is
	// repeated and who asked for it is told.
	visitWithin = 20 * time.Minute
	// timerLook runs while a request has no outcome; its scope is the case.
	timerLook  = "look"
	aboutVisit = "visit"
)

// AskVisit asks the wijkagent of the wijk to go and look at somebody, since a
// member of staff decides that. What is sent is a name, an address, since when
// there was no contact, and whom to call: nothing of check-ins or health. Asking
// again repeats it. It returns who was asked. Its error is *Unknown or *Refused.
func (c *City) AskVisit(tx *store.Tx, id uint64, s *wijk.Staff, now time.Time) (agents []wijk.Staff, err error) {
	cs, err := openCaseOf(tx, id)
	if err != nil {
		return nil, err
	}
	p, known := store.People.Get(tx, cs.Person)
	agents = c.agentsOf(tx, cs.Wijk, now)
	switch {
	case !c.MayHandle(tx, s, &cs, now):
		return nil, refused("deze zaak is niet voor u")
	case !known || p.Address == "":
		return nil, refused("er is geen adres bekend. Bel 0900-8844, of in nood 112")
	case len(agents) == 0:
		return nil, refused("er is geen wijkagent te bereiken. Bel 0900-8844, of in nood 112")
	}
	if cs.Owner == "" || cs.Rings && cs.Owner == s.ID {
		if cs, err = c.TakeCase(tx, id, s, now); err != nil {
			return nil, err
		}
	}
	cs.Visit = &wijk.Visit{By: s.ID, At: now, Since: c.silentSince(tx, &cs)}
	if len(cs.Notes) < maxNotes {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, By: s.ID, Text: "Bezoek gevraagd aan de wijkagent."})
	}
	c.sendVisit(tx, &cs, &p, agents, now)
	return agents, nil
}

// silentSince is since when there was no contact, as far as a wijkagent needs to
// know: when somebody was last asked something, or when the case was opened.
func (c *City) silentSince(tx *store.Tx, cs *wijk.Case) time.Time {
	if ck, ok := store.CheckIns.Get(tx, cs.Ref); ok && !ck.Asked.IsZero() && ck.Asked.Before(cs.Opened) {
		return ck.Asked
	}
	return cs.Opened
}

// agentsOf returns the wijkagenten of a wijk who can be reached: those on duty
// by the roster, or else all.
func (c *City) agentsOf(tx *store.Tx, slug string, now time.Time) (all []wijk.Staff) {
	g := c.guard(tx, now)
	var off []wijk.Staff
	for _, s := range store.Staff.All(tx, "") {
		switch {
		case s.Role != wijk.Wijkagent || !s.Covers(slug) || len(s.Addresses()) == 0:
		case g.ruled && g.covers(&s, slug):
			all = append(all, s)
		default:
			off = append(off, s)
		}
	}
	if len(all) == 0 {
		return off
	}
	return all
}

// sendVisit asks, and asks again until there is an outcome. It stores the case.
func (c *City) sendVisit(tx *store.Tx, cs *wijk.Case, p *wijk.Person, agents []wijk.Staff, now time.Time) {
	cs.Visit.Asks++
	by, _ := store.Staff.Get(tx, cs.Visit.By)
	caller := by.Name
	if by.Phone != "" {
		caller += ", " + by.Phone
	}
	since := cs.Visit.Since.In(c.Zone)
	when := dutch.Clock(since)
	if wijk.DateOf(since) != wijk.DateOf(now.In(c.Zone)) {
		when = dutch.ShortDay(since) + " " + when
	}
	text := fmt.Sprintf("Wilt u langsgaan? %s, %s. Geen contact sinds %s. Vraag van %s.", p.Name, strings.TrimSpace(p.Address+" "+p.Postcode), when, caller)
	if cs.Visit.Asks > 1 {
		text = "Nog geen antwoord. " + text
	}
	for _, s := range agents {
		for _, a := range s.Addresses() {
			m := wijk.Outgoing{
				Class: wijk.Alarm, To: a, Person: s.ID, Due: now, Text: text,
				About: wijk.Subject{Kind: aboutVisit, Ref: strconv.FormatUint(cs.ID, 10)},
			}
			if a.Channel == wijk.Telegram {
				m.Options = visitButtons(cs.ID)
			} else {
				m.Text += fmt.Sprintf(" Stuur AANGEKOMEN %d, GESPROKEN %[1]d of NIEMAND %[1]d.", cs.ID)
			}
			store.Send(tx, m)
		}
	}
	store.SetTimer(tx, wijk.Timer{Kind: timerLook, Scope: strconv.FormatUint(cs.ID, 10), Due: now.Add(visitWithin)})
	store.Cases.Put(tx, store.Num(cs.ID), *cs)
}

func visitButtons(id uint64) []wijk.Option {
	data := func(answer string) string { return fmt.Sprintf("z%d.%s", id, answer) }
	return []wijk.Option{
		{Label: "Aangekomen", Data: data(wijk.VisitArrived)}, {Label: "Gesproken", Data: data(wijk.VisitSpoke)},
		{Label: "Niemand thuis", Data: data(wijk.VisitNobody)},
	}
}

// visitLate repeats a request without an outcome, and tells who asked for it.
func (c *City) visitLate(tx *store.Tx, id string, now time.Time) {
	n, _ := strconv.ParseUint(id, 10, 64)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	if !ok || cs.State == wijk.CaseClosed || cs.Visit == nil || settled(cs.Visit) {
		return
	}
	c.visitToOwner(tx, &cs, fmt.Sprintf("Zaak %d: nog geen antwoord van de wijkagent. Wij vragen het nog een keer. Kunt u zelf bellen?", n), now)
	if p, known := store.People.Get(tx, cs.Person); known {
		c.sendVisit(tx, &cs, &p, c.agentsOf(tx, cs.Wijk, now), now)
	}
}

// settled reports whether a request has an outcome: having arrived is none.
func settled(v *wijk.Visit) bool { return v.Answer != "" && v.Answer != wijk.VisitArrived }

// visitToOwner tells who asked for a visit, and who has the case by now.
func (c *City) visitToOwner(tx *store.Tx, cs *wijk.Case, text string, now time.Time) {
	for _, s := range store.Staff.All(tx, "") {
		if s.ID != cs.Visit.By && s.ID != cs.Owner {
			continue
		}
		for _, a := range s.Addresses() {
			store.Send(tx, wijk.Outgoing{Class: wijk.Alarm, To: a, Person: s.ID, Text: text, Due: now})
		}
	}
}

// AnswerVisit notes what a wijkagent found. Only those who were asked may; the
// first outcome stays. Its error is *Unknown or *Refused.
func (c *City) AnswerVisit(tx *store.Tx, id uint64, s *wijk.Staff, answer string, now time.Time) error {
	cs, ok := store.Cases.Get(tx, store.Num(id))
	switch {
	case !ok || cs.Visit == nil || s.Role != wijk.Wijkagent || !s.Covers(cs.Wijk):
		return &Unknown{fmt.Sprintf("geen bezoek met nummer %d", id)}
	case cs.State == wijk.CaseClosed || settled(cs.Visit):
		return refused("bezoek %d is niet meer nodig", id)
	case cs.Visit.Answer == answer:
		return nil
	}
	v := *cs.Visit
	v.Agent, v.Answer = s.ID, answer
	cs.Visit = &v
	said := map[string]string{
		wijk.VisitArrived: "is aangekomen", wijk.VisitSpoke: "heeft gesproken", wijk.VisitNobody: "vond niemand thuis",
	}[answer]
	if len(cs.Notes) < maxNotes {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, By: s.ID, Text: "Wijkagent " + s.Name + " " + said + "."})
	}
	store.Cases.Put(tx, store.Num(id), cs)
	scope := strconv.FormatUint(id, 10)
	store.CancelAbout(tx, wijk.Subject{Kind: aboutVisit, Ref: scope})
	if answer == wijk.VisitArrived {
		store.SetTimer(tx, wijk.Timer{Kind: timerLook, Scope: scope, Due: now.Add(visitWithin)})
	} else {
		store.StopTimer(tx, "", timerLook, scope)
	}
	c.visitToOwner(tx, &cs, fmt.Sprintf("Zaak %d: wijkagent %s %s.", id, s.Name, said), now)
	return nil
}

// EndVisit takes a request back: whoever was asked need not go. Its error is
// *Unknown or *Refused.
func (c *City) EndVisit(tx *store.Tx, id uint64, s *wijk.Staff, now time.Time) error {
	cs, ok := store.Cases.Get(tx, store.Num(id))
	switch {
	case !ok || cs.Visit == nil || settled(cs.Visit):
		return &Unknown{fmt.Sprintf("geen open bezoek bij zaak %d", id)}
	case !c.MayHandle(tx, s, &cs, now):
		return refused("deze zaak is niet voor u")
	}
	v := *cs.Visit
	v.Answer = wijk.VisitEnded
	cs.Visit = &v
	store.Cases.Put(tx, store.Num(id), cs)
	c.dropVisit(tx, &cs, now)
	return nil
}

// dropVisit tells the wijkagenten that a visit is not needed any more.
func (c *City) dropVisit(tx *store.Tx, cs *wijk.Case, now time.Time) {
	scope := strconv.FormatUint(cs.ID, 10)
	store.StopTimer(tx, "", timerLook, scope)
	store.CancelAbout(tx, wijk.Subject{Kind: aboutVisit, Ref: scope})
	for _, s := range c.agentsOf(tx, cs.Wijk, now) {
		c.tellColleague(tx, &s, fmt.Sprintf("Bezoek %d is niet meer nodig. Dank u.", cs.ID), nil, now)
	}
}

// visitSettled tells who asked for a visit that a message did not arrive.
func (c *City) visitSettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	n, _ := strconv.ParseUint(m.About.Ref, 10, 64)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	done := "visit/" + strconv.FormatUint(m.ID, 10)
	if m.State != wijk.Failed && m.State != wijk.Expired || !ok || cs.Visit == nil || settled(cs.Visit) || store.Done.Has(tx, done) {
		return
	}
	store.Done.Put(tx, done, now.Format(time.RFC3339))
	text := "De vraag aan " + staffName(tx, m.Person) + " via " + channelName(m.To.Channel) + " kwam niet aan."
	c.addNote(tx, n, text, now)
	c.visitToOwner(tx, &cs, fmt.Sprintf("Zaak %d: %s", n, text), now)
}

// asksVisit handles "bezoek 12" and "bezoek 12 niet".
func (t *Turn) asksVisit(rest string) {
	cs, word, ok := t.openNamed(rest)
	if !ok {
		return
	}
	if word == "niet" || word == "stop" {
		if err := t.City.EndVisit(t.Tx, cs.ID, t.Staff, t.Now); err != nil {
			t.Say(sayError(err))
			return
		}
		t.Say(fmt.Sprintf("Het bezoek bij zaak %d is ingetrokken.", cs.ID))
		return
	}
	agents, err := t.City.AskVisit(t.Tx, cs.ID, t.Staff, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	names := make([]string, len(agents))
	for i, s := range agents {
		names[i] = s.Name
	}
	t.Say(fmt.Sprintf("Gevraagd aan %s: naam, adres, sinds wanneer er geen contact is, en uw naam en nummer. Niet nodig? Stuur BEZOEK %d NIET.", strings.Join(names, " en "), cs.ID))
}

// visitOrders returns the words of a wijkagent about a visit.
func visitOrders() (all []careOrder) {
	for _, answer := range []string{wijk.VisitArrived, wijk.VisitSpoke, wijk.VisitNobody} {
		all = append(all, careOrder{
			[]string{answer}, func(t *Turn, rest string) bool { return isNumbered(rest) || t.onlyVisit() != 0 && len(t.Words) <= 2 },
			func(t *Turn, rest string) { t.answersVisit(rest, answer) },
		})
	}
	return all
}

// onlyVisit is the one request that waits for the sender, 0 when there is none
// or more than one.
func (t *Turn) onlyVisit() (id uint64) {
	for _, cs := range store.Cases.FindRange(t.Tx, "open", "", "") {
		if cs.Visit == nil || settled(cs.Visit) || !t.Staff.Covers(cs.Wijk) {
			continue
		}
		if id != 0 {
			return 0
		}
		id = cs.ID
	}
	return id
}

func (t *Turn) answersVisit(rest, answer string) {
	number, _, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseUint(strings.TrimRight(number, ".,:;"), 10, 64)
	if err != nil {
		n = t.onlyVisit()
	}
	if err := t.City.AnswerVisit(t.Tx, n, t.Staff, answer, t.Now); err != nil {
		t.Say(sayError(err))
		return
	}
	if answer == wijk.VisitArrived {
		t.Say(fmt.Sprintf("Genoteerd. Hoe ging het? Stuur GESPROKEN %d of NIEMAND %[1]d.", n))
		return
	}
	t.Say("Dank u. De collega die het vroeg, weet het.")
}

// pressedVisit handles a button under a request, and reports whether it is one.
func (t *Turn) pressedVisit(ref, answer string) bool {
	if answer != wijk.VisitArrived && answer != wijk.VisitSpoke && answer != wijk.VisitNobody {
		return false
	}
	if t.Staff.Role != wijk.Wijkagent {
		t.expired()
		return true
	}
	t.answersVisit(ref, answer)
	return true
}
