package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// handWithin is how long a colleague has to confirm a hand-over before its
	// giver and those on duty are called, again and again.
	handWithin = 30 * time.Minute
	// timerHand runs while a hand-over is not confirmed; its scope is giver and
	// receiver.
	timerHand = "hand"
)

// HandOver offers open cases of a member of staff to a colleague: the one with
// a number, or with 0 all of them. They stay with the giver until the receiver
// calls ConfirmHand. Its error is *Refused, and then nothing changed.
func (c *City) HandOver(tx *store.Tx, from, to *wijk.Staff, id uint64, now time.Time) (offered []wijk.Case, err error) {
	switch {
	case to.ID == from.ID:
		return nil, refused("u kunt niet aan uzelf overdragen")
	case !to.Role.Cares() || len(to.Addresses()) == 0:
		return nil, refused("%s kan geen zaken krijgen", to.Name)
	}
	for key, cs := range store.Cases.FindRange(tx, "open", "", "") {
		if cs.Owner != from.ID || id != 0 && cs.ID != id || cs.Address.Channel == wijk.Letter || cs.Address.Channel == wijk.BackOffice {
			continue
		}
		cs.Hand = &wijk.Hand{From: from.ID, To: to.ID, At: now}
		store.Cases.Put(tx, key, cs)
		offered = append(offered, cs)
	}
	if len(offered) == 0 {
		return nil, refused("u heeft geen open zaken om over te dragen")
	}
	text := fmt.Sprintf("%s draagt u zaken over (%d).%s\nGelezen? Stuur GELEZEN. Tot dan blijven ze bij %[1]s.", from.Name, len(offered), c.caseLines(tx, offered, now))
	c.tellColleague(tx, to, text, []wijk.Option{{Label: "Gelezen", Data: "z0.gelezen"}}, now)
	store.SetTimer(tx, wijk.Timer{Kind: timerHand, Scope: from.ID + "/" + to.ID, Due: now.Add(handWithin)})
	return offered, nil
}

// linesShown is how many cases one message names.
const linesShown = 20

func (c *City) caseLines(tx *store.Tx, all []wijk.Case, now time.Time) (text string) {
	for _, cs := range all[:min(len(all), linesShown)] {
		text += "\n" + c.caseLine(tx, &cs, now)
	}
	if len(all) > linesShown {
		text += fmt.Sprintf("\nEn nog %d. Stuur ZAKEN.", len(all)-linesShown)
	}
	return text
}

// ConfirmHand makes all cases that were handed to a member of staff theirs, and
// returns them. Calling it again does nothing.
func (c *City) ConfirmHand(tx *store.Tx, s *wijk.Staff, now time.Time) (all []wijk.Case) {
	givers := make(map[string][]string)
	for key, cs := range store.Cases.FindRange(tx, "open", "", "") {
		if cs.Hand == nil || cs.Hand.To != s.ID {
			continue
		}
		givers[cs.Hand.From] = append(givers[cs.Hand.From], strconv.FormatUint(cs.ID, 10))
		c.receive(&cs, s, now)
		store.Cases.Put(tx, key, cs)
		all = append(all, cs)
	}
	for _, giver := range store.Staff.All(tx, "") {
		if ids := givers[giver.ID]; len(ids) > 0 {
			store.StopTimer(tx, "", timerHand, giver.ID+"/"+s.ID)
			c.tellColleague(tx, &giver, fmt.Sprintf("%s heeft het gelezen. Niet meer van u: zaak %s.", s.Name, strings.Join(ids, ", ")), nil, now)
		}
	}
	return all
}

// receive makes a case theirs to whom it was handed.
func (c *City) receive(cs *wijk.Case, s *wijk.Staff, now time.Time) {
	from := cs.Hand.From
	cs.Owner, cs.Hand, cs.Rings, cs.State = s.ID, nil, false, wijk.CaseTaken
	if len(cs.Notes) >= maxNotes {
		cs.Notes = slices.Clone(cs.Notes[:maxNotes-1])
	}
	cs.Notes = append(cs.Notes, wijk.Note{At: now, By: from, Text: "Overgedragen aan " + s.Name + "."})
}

// handLate calls the giver, the receiver and those on duty for a hand-over that
// nobody confirmed, and again as long as nobody does.
func (c *City) handLate(tx *store.Tx, scope string, now time.Time) {
	from, to, _ := strings.Cut(scope, "/")
	var late []wijk.Case
	call := map[string]bool{from: true, to: true}
	for _, cs := range store.Cases.FindRange(tx, "open", "", "") {
		if cs.Hand == nil || cs.Hand.From != from || cs.Hand.To != to {
			continue
		}
		late = append(late, cs)
		near := c.OnDuty(tx, cs.Wijk, now)
		if len(near) == 0 {
			near = c.DutyLeads(tx, cs.Wijk, now)
		}
		for _, s := range near {
			call[s.ID] = true
		}
	}
	if len(late) == 0 {
		return
	}
	text := fmt.Sprintf("Niet bevestigd: %s draagt over aan %s.%s\n%[2]s: stuur GELEZEN. Een ander: stuur OVERDRACHT en een naam.",
		staffName(tx, from), staffName(tx, to), c.caseLines(tx, late, now))
	for _, s := range store.Staff.All(tx, "") {
		for _, a := range s.Addresses() {
			if call[s.ID] {
				store.Send(tx, wijk.Outgoing{Class: wijk.Alarm, To: a, Person: s.ID, Text: text, Due: now})
			}
		}
	}
	again := now.Add(handWithin)
	if !slices.ContainsFunc(late, func(cs wijk.Case) bool { return cs.Severity == wijk.Red }) {
		again = c.awake(again)
	}
	store.SetTimer(tx, wijk.Timer{Kind: timerHand, Scope: scope, Due: again})
}

// ShiftsEnded tells who answers for the care which cases are with somebody whose
// duty ended after from, up to and including at, and who did not hand them over.
func (c *City) ShiftsEnded(tx *store.Tx, from, at, now time.Time) {
	today := wijk.DateOf(now.In(c.Zone))
	first := max(wijk.DateOf(from.In(c.Zone)).Add(-1), today.Add(-8))
	g := c.guard(tx, now)
	told := make(map[string]bool)
	for _, x := range c.shifts(tx, first, today) {
		s := x.staff
		if !x.until.After(from) || x.until.After(at) || told[s.ID] || g.has(&s) {
			continue
		}
		told[s.ID] = true
		var left []wijk.Case
		for _, cs := range store.Cases.FindRange(tx, "open", "", "") {
			if cs.Owner == s.ID && s.Role.Cares() {
				left = append(left, cs)
			}
		}
		if len(left) == 0 {
			continue
		}
		text := fmt.Sprintf("De dienst van %s is voorbij. Niet overgedragen (%d):%s\nOvernemen? Bel %[1]s, of stuur PAK en het nummer.", s.Name, len(left), c.caseLines(tx, left, now))
		for _, lead := range c.DutyLeads(tx, left[0].Wijk, now) {
			c.tellColleague(tx, &lead, text, nil, now)
		}
	}
}

// colleague finds somebody by id or name: all of it, or a part that only one
// has. may limits who is meant.
func (t *Turn) colleague(said string, may func(s *wijk.Staff) bool) (wijk.Staff, bool) {
	want := strings.Trim(wijk.Fold(strings.TrimSpace(said)), " .,!")
	if want == "" {
		return wijk.Staff{}, false
	}
	var found []wijk.Staff
	for _, s := range store.Staff.All(t.Tx, "") {
		name := wijk.Fold(s.Name)
		switch {
		case !may(&s):
		case strings.EqualFold(s.ID, want), name == want:
			return s, true
		case slices.Contains(strings.Fields(name), want):
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return wijk.Staff{}, false
	}
	return found[0], true
}

// mayReceive limits colleagues to those who can get cases of the sender.
func (t *Turn) mayReceive(s *wijk.Staff) bool { return s.Role.Cares() && s.ID != t.Staff.ID }

// handFits reports whether behind "overdracht" comes nothing, or a name.
func (t *Turn) handFits(rest string) bool {
	_, ok := t.colleague(rest, t.mayReceive)
	return rest == "" || ok || !t.hasCheckIns() && !t.busy() && len(strings.Fields(rest)) <= 3
}

// handAll handles "overdracht lot" and, to whoever is on duty next,
// "overdracht".
func (t *Turn) handAll(rest string) {
	to, ok := t.colleague(rest, t.mayReceive)
	if rest == "" {
		to, ok = t.City.nextOnDuty(t.Tx, t.Staff, t.Now)
	}
	switch {
	case !ok && rest == "":
		t.Say("Er is niemand anders van dienst. Stuur OVERDRACHT en een naam.")
		return
	case !ok:
		t.Say("Die collega is niet bekend in de zorg. Stuur OVERDRACHT en een naam.")
		return
	}
	t.hands(&to, 0)
}

func (t *Turn) hands(to *wijk.Staff, id uint64) {
	all, err := t.City.HandOver(t.Tx, t.Staff, to, id, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	t.Say(fmt.Sprintf("%s krijgt uw zaken te lezen (%d). Ze blijven van u tot %[1]s GELEZEN stuurt.", to.Name, len(all)))
}

// handOne handles "geef 12 lot", and asks to whom when that is not told.
func (t *Turn) handOne(rest string) {
	cs, name, ok := t.openNamed(rest)
	if !ok {
		return
	}
	to, known := t.colleague(name, t.mayReceive)
	switch {
	case cs.Owner != t.Staff.ID:
		t.Say(fmt.Sprintf("Zaak %d is niet van u. Stuur eerst NEEM %[1]d.", cs.ID))
	case known:
		t.hands(&to, cs.ID)
	default:
		t.startCase(flowHand, cs.ID)
	}
}

// readIt handles "gelezen".
func (t *Turn) readIt(string) {
	all := t.City.ConfirmHand(t.Tx, t.Staff, t.Now)
	if len(all) == 0 {
		t.Say("Er is u niets overgedragen. Stuur ZAKEN voor de lijst.")
		return
	}
	t.Say(fmt.Sprintf("Dank u. Van u (%d):%s", len(all), t.City.caseLines(t.Tx, all, t.Now)))
}

// takeOver handles "pak 12": somebody who answers for the care takes a case from
// who has it, and both know.
func (t *Turn) takeOver(rest string) {
	cs, _, ok := t.openNamed(rest)
	if !ok {
		return
	}
	cs, err := t.City.TakeOver(t.Tx, cs.ID, t.Staff, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	t.Say(fmt.Sprintf("Zaak %d is nu van u.", cs.ID))
	t.showCase(strconv.FormatUint(cs.ID, 10))
}

// TakeOver makes a member of staff who answers for the care the owner of a case
// that somebody else has, who is told. Its error is *Unknown or *Refused.
func (c *City) TakeOver(tx *store.Tx, id uint64, s *wijk.Staff, now time.Time) (wijk.Case, error) {
	cs, err := openCaseOf(tx, id)
	switch {
	case err != nil:
		return cs, err
	case !leads(s):
		return cs, refused("alleen een ouderenadviseur of beheerder kan dit")
	case !c.MayHandle(tx, s, &cs, now):
		return cs, refused("deze zaak is niet voor u")
	case cs.Owner == s.ID || cs.Owner == "":
		return c.TakeCase(tx, id, s, now)
	}
	c.tellBy(tx, cs.Owner, fmt.Sprintf("%s heeft zaak %d van u overgenomen.", s.Name, id), now)
	cs.Hand = &wijk.Hand{From: cs.Owner, To: s.ID, At: now}
	c.receive(&cs, s, now)
	store.Cases.Put(tx, store.Num(id), cs)
	return cs, nil
}

// handChoices is how many colleagues are shown to choose from.
const handChoices = 8

// zaakGeef asks who gets a case.
var zaakGeef = &Flow{
	Name: flowHand, Holds: carer,
	Ask: []Question{{
		Key: "wie", Text: "Wie krijgt zaak {zaak}? Typ een naam.",
		Choices: func(t *Turn) (all []Choice) {
			for _, s := range t.City.OnDuty(t.Tx, "", t.Now) {
				if t.mayReceive(&s) && len(all) < handChoices {
					all = append(all, Choice{Label: s.Name, Value: s.ID})
				}
			}
			return all
		},
		Take: func(t *Turn, q *Question) (string, bool) {
			if id, ok := choose(t, q); ok {
				return id, true
			}
			s, ok := t.colleague(t.M.Text, t.mayReceive)
			return s.ID, ok
		},
		Again: "Typ de naam van een collega uit de zorg.",
	}},
	Done: func(t *Turn) {
		cs, ok := t.caseInTalk()
		to, known := store.Staff.Get(t.Tx, t.get("wie"))
		t.leave()
		if ok && known {
			t.hands(&to, cs.ID)
		}
	},
}
