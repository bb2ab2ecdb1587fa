package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A careOrder is what those who care do with a first word. Such a word may also
// begin what somebody in need writes, so that what is behind it must fit.
type careOrder struct {
	words []string
	fits  func(t *Turn, rest string) bool
	do    func(t *Turn, rest string)
}

// careOrders returns the words of those who care.
func careOrders() []careOrder {
	numbered := func(_ *Turn, rest string) bool { return isNumbered(rest) }
	return []careOrder{
		{[]string{"zorg"}, (*Turn).listFits, (*Turn).listCases},
		{[]string{"meer"}, func(t *Turn, rest string) bool { return rest == "" && t.Talk.Cases > 0 }, (*Turn).moreCases},
		{[]string{"gebeld"}, numbered, (*Turn).noteCall},
		{[]string{"geef"}, numbered, (*Turn).handOne},
		{[]string{"pak"}, numbered, (*Turn).takeOver},
		{[]string{"overdracht"}, (*Turn).handFits, (*Turn).handAll},
		{[]string{"gelezen"}, func(_ *Turn, rest string) bool { return rest == "" || isNumbered(rest) }, (*Turn).readIt},
		{[]string{"bezoek"}, numbered, (*Turn).asksVisit},
		{[]string{"wmo"}, wmoFits, (*Turn).wmo},
		{[]string{"bevestig"}, numbered, (*Turn).confirmClose},
		{[]string{"afwijzen"}, numbered, (*Turn).refuseClose},
	}
}

// rosterOrders returns the words of whoever may have duty.
func rosterOrders() []careOrder {
	return []careOrder{
		{[]string{"rooster"}, func(_ *Turn, rest string) bool { return rest == "" }, (*Turn).showRoster},
		{[]string{"vrij"}, (*Turn).dayFits, func(t *Turn, rest string) { t.takesLeave(wijk.LeaveFree, rest) }},
		{[]string{"ziek"}, (*Turn).illFits, func(t *Turn, rest string) { t.takesLeave(wijk.LeaveIll, rest) }},
		{[]string{"toch"}, (*Turn).dayFits, (*Turn).endsLeave},
		{[]string{"ruil"}, (*Turn).swapFits, (*Turn).swaps},
	}
}

// careOrder returns the order of somebody who cares that the message is, and
// what is behind its first word.
func (t *Turn) careOrder() (o careOrder, rest string, ok bool) {
	if t.Staff == nil || t.M.Kind != wijk.Text {
		return o, "", false
	}
	orders := rosterOrders()
	if t.mayEnrol() {
		orders = append(orders, deskOrders()...)
	}
	switch {
	case t.Staff.Role.Cares():
		orders = append(orders, careOrders()...)
	case t.Staff.Role == wijk.Wijkagent:
		orders = append(orders, visitOrders()...)
	}
	for _, o := range orders {
		if rest, ok := t.starts(o.words...); ok && o.fits(t, rest) {
			return o, rest, true
		}
	}
	return o, "", false
}

// isNumbered reports whether a text begins with a number that can be a case's.
func isNumbered(rest string) bool {
	number, _, _ := strings.Cut(rest, " ")
	_, err := strconv.ParseUint(strings.TrimRight(number, ".,:;"), 10, 64)
	return err == nil
}

// aboutCase reports whether the message is an order about a case with a number:
// "klaar 12 overleden" is no request to stop.
func (t *Turn) aboutCase() bool {
	if _, _, ok := t.careOrder(); ok {
		return true
	}
	rest, ok := t.starts("klaar", "neem", "zaak")
	return ok && t.Staff != nil && t.Staff.Role.Cares() && isNumbered(rest)
}

// MayHandle reports whether a member of staff may see and close a case. Letters
// are for the servicebalie, reports for those who work on them: neither is care.
// Of those who care it is for the wijk, who is on duty, and who was called.
func (c *City) MayHandle(tx *store.Tx, s *wijk.Staff, cs *wijk.Case, now time.Time) bool {
	switch cs.Address.Channel {
	case wijk.Letter:
		return (s.Role == wijk.Servicebalie || s.Role == wijk.Beheerder) && s.Covers(cs.Wijk)
	case wijk.BackOffice:
		return (s.Role == wijk.Wijkmanager || s.Role == wijk.Wijkregisseur || s.Role == wijk.Beheerder) && s.Covers(cs.Wijk)
	}
	if !s.Role.Cares() {
		return false
	}
	if s.Covers(cs.Wijk) || s.Role == wijk.Beheerder || cs.Owner == s.ID || cs.Hand != nil && cs.Hand.To == s.ID {
		return true
	}
	g := c.guard(tx, now)
	return g.has(s) || cs.Calls > 0 && cs.Circle == len(circles)-1 // everybody was called
}

func (t *Turn) mayHandle(cs *wijk.Case) bool { return t.City.MayHandle(t.Tx, t.Staff, cs, t.Now) }

// isCare reports whether a case is about how a resident is, so that it ends
// with one of the outcomes.
func isCare(cs *wijk.Case) bool {
	switch cs.Address.Channel {
	case wijk.Letter, wijk.BackOffice:
		return false
	}
	switch cs.Kind {
	case wijk.CaseHelp, wijk.CaseUrgent, wijk.CaseUnclear, wijk.CaseUnreached, wijk.CaseHospital:
		return true
	}
	return false
}

// caseNamed finds the case a command is about, and checks that the sender may
// handle it.
func (t *Turn) caseNamed(rest string) (wijk.Case, string, bool) {
	number, text, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.ParseUint(strings.TrimRight(number, ".,:;"), 10, 64)
	cs, ok := store.Cases.Get(t.Tx, store.Num(n))
	if err != nil || !ok || !t.mayHandle(&cs) {
		t.Say("Welke zaak? Stuur ZAKEN voor de lijst, en dan bijvoorbeeld NEEM 12.")
		return cs, "", false
	}
	return cs, strings.TrimSpace(text), true
}

// openNamed is caseNamed for what can only be done with a case that is open.
func (t *Turn) openNamed(rest string) (wijk.Case, string, bool) {
	cs, text, ok := t.caseNamed(rest)
	if ok && cs.State == wijk.CaseClosed {
		t.Say(fmt.Sprintf("Zaak %d is al gesloten.", cs.ID))
		return cs, "", false
	}
	return cs, text, ok
}

// openCaseOf is the case with a number, for what is done to it.
func openCaseOf(tx *store.Tx, id uint64) (wijk.Case, error) {
	cs, ok := store.Cases.Get(tx, store.Num(id))
	switch {
	case !ok:
		return cs, &Unknown{fmt.Sprintf("geen zaak met nummer %d", id)}
	case cs.State == wijk.CaseClosed:
		return cs, &Unknown{fmt.Sprintf("zaak %d is al gesloten", id)}
	}
	return cs, nil
}

// TakeCase makes a member of staff the owner of a case: nobody is called for it
// any more. Taking one's own case once more does nothing. Its error is *Unknown
// or *Refused.
func (c *City) TakeCase(tx *store.Tx, id uint64, s *wijk.Staff, now time.Time) (wijk.Case, error) {
	cs, err := openCaseOf(tx, id)
	switch {
	case err != nil:
		return cs, err
	case cs.Hand != nil && cs.Hand.To == s.ID:
		c.ConfirmHand(tx, s, now) // whoever takes it has read it
		cs, _ = store.Cases.Get(tx, store.Num(id))
		return cs, nil
	case cs.State == wijk.CaseTaken && cs.Owner != s.ID && !cs.Rings:
		return cs, refused("zaak %d is al genomen%s", id, ownerNote(tx, &cs))
	case !c.MayHandle(tx, s, &cs, now):
		return cs, refused("deze zaak is niet voor u")
	}
	if cs.Owner != "" && cs.Owner != s.ID {
		cs.Second, cs.Hand = nil, nil
		c.told(&cs, "Overgenomen van "+staffName(tx, cs.Owner)+".", now)
	}
	cs.State, cs.Owner, cs.Hand = wijk.CaseTaken, s.ID, nil
	if cs.Second == nil {
		cs.Rings = false
		store.StopTimer(tx, "", timerPage, strconv.FormatUint(id, 10))
	}
	store.StopTimer(tx, "", timerMore, strconv.FormatUint(id, 10)) // it is read now
	store.Cases.Put(tx, store.Num(id), cs)
	return cs, nil
}

// takeCase handles "neem 12". The second one is told who has it.
func (t *Turn) takeCase(rest string) {
	cs, _, ok := t.openNamed(rest)
	if !ok {
		return
	}
	if given := cs.Hand != nil && cs.Hand.To == t.Staff.ID; cs.State == wijk.CaseTaken && cs.Owner != t.Staff.ID && !cs.Rings && !given {
		t.Say(fmt.Sprintf("Zaak %d is al genomen%s.", cs.ID, ownerNote(t.Tx, &cs)))
		return
	}
	cs, err := t.City.TakeCase(t.Tx, cs.ID, t.Staff, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	text := fmt.Sprintf("Zaak %d is van u: %s.", cs.ID, caseTitle(&cs))
	if p, ok := store.People.Get(t.Tx, cs.Person); ok {
		text += " " + describe(&p) + "."
		if p.Address != "" {
			text += " Adres: " + p.Address + "."
		}
		text += keepersFor(&p)
	} else if cs.Address.Channel == wijk.SMS {
		text += " Nummer: " + cs.Address.To + "."
	}
	if text += latestNotes(&cs) + fmt.Sprintf("\nKlaar? Stuur KLAAR %d en wat u deed.", cs.ID); !t.mute {
		t.send(wijk.Outgoing{Text: text, Words: quotes(&cs)})
	}
}

// latestNotes are why a case was opened, and the latest of it.
func latestNotes(cs *wijk.Case) (text string) {
	notes := cs.Notes
	if len(notes) > 4 && cs.Address.Channel != wijk.Letter {
		notes = append(notes[:1:1], notes[len(notes)-3:]...)
	}
	for _, n := range notes {
		text += "\n- " + short(n.Text, maxNote)
	}
	return text
}

// maxNote is how much of a note fits in a message beside others: a list of
// people can be long.
const maxNote = 600

func ownerNote(tx *store.Tx, cs *wijk.Case) string {
	if cs.Owner == "" {
		return ""
	}
	return ", bij " + staffName(tx, cs.Owner)
}

// staffName is how colleagues call somebody, who may have left since.
func staffName(tx *store.Tx, id string) string {
	if s, ok := store.Staff.Get(tx, id); ok {
		return s.Name
	}
	return id
}

// tellColleague tells a colleague something on all their addresses: of a shift
// that ends nobody knows which of them is looked at.
func (c *City) tellColleague(tx *store.Tx, s *wijk.Staff, text string, options []wijk.Option, now time.Time) {
	for _, a := range s.Addresses() {
		m := wijk.Outgoing{Class: wijk.Reply, To: a, Person: s.ID, Text: text, Due: now, NotAfter: now.Add(replyAge)}
		if a.Channel == wijk.Telegram {
			m.Options = options
		}
		store.Send(tx, m)
	}
}

// A caseAct is what can be done with a case by a button.
type caseAct struct {
	act, label string
	do         func(t *Turn, rest string)
}

// caseActs returns them all. It is a function because some lead back to it.
func caseActs() []caseAct {
	return []caseAct{
		{"neem", "Neem", (*Turn).takeCase},
		{"gebeld", "Gebeld", (*Turn).noteCall},
		{"geef", "Geef door", (*Turn).handOne},
		{"gelezen", "Gelezen", (*Turn).readIt},
		{"klaar", "Klaar", (*Turn).finishCase},
		{"bevestig", "Bevestig", (*Turn).confirmClose},
		{"afwijzen", "Niet akkoord", (*Turn).refuseClose},
		{"kaart", "Bekijk", (*Turn).showCase},
	}
}

// caseButtons are the buttons for some of those.
func caseButtons(id uint64, acts ...string) (all []wijk.Option) {
	for _, act := range acts {
		for _, a := range caseActs() {
			if a.act == act {
				all = append(all, wijk.Option{Label: a.label, Data: fmt.Sprintf("z%d.%s", id, act)})
			}
		}
	}
	return all
}

func (t *Turn) pressedCase(ref, act string) {
	if t.Staff == nil {
		t.expired()
		return
	}
	if t.pressedVisit(ref, act) {
		return
	}
	if page, ok := strings.CutPrefix(act, "lijst"); ok {
		t.listCases(page)
		return
	}
	if act == "ruilja" || act == "ruilnee" {
		t.answersSwap(act == "ruilja")
		return
	}
	for _, a := range caseActs() {
		if a.act == act {
			a.do(t, ref)
			return
		}
	}
	t.expired()
}
