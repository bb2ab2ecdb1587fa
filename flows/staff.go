package flows

import (
	"fmt"
	"strconv"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A staffOrder is what staff do with a first word.
type staffOrder struct {
	words []string
	do    func(t *Turn, rest string)
}

// staffOrders returns the words that only staff have. It is a function because
// some of them lead back to it.
func staffOrders() []staffOrder {
	return []staffOrder{
		{[]string{"sluit"}, (*Turn).closeReport},
		{[]string{"zaken", "zaak"}, (*Turn).listCases},
		{[]string{"neem"}, (*Turn).takeCase},
		{[]string{"klaar"}, (*Turn).finishCase},
		{[]string{"uitstel"}, (*Turn).wantsPostpone},
		{[]string{"kosten"}, (*Turn).enterCosts},
		{[]string{"akkoord"}, func(t *Turn, rest string) { t.decideCosts(rest, true) }},
		{[]string{"weiger"}, func(t *Turn, rest string) { t.decideCosts(rest, false) }},
		{[]string{"signaal", "signalen"}, (*Turn).signals},
		{[]string{"uitsluiten"}, func(t *Turn, rest string) { t.block(rest, true) }},
		{[]string{"toelaten"}, func(t *Turn, rest string) { t.block(rest, false) }},
	}
}

// staffWord reports whether the sender is staff and the message begins as one
// of the commands of staff does.
func (t *Turn) staffWord() bool {
	if t.Staff == nil {
		return false
	}
	for _, o := range staffOrders() {
		if t.opensWith(o.words...) {
			return true
		}
	}
	return t.isOrder() || t.opensWith("update", "herroep")
}

// staffCommand handles the words that only staff have. In the text of an
// update, "sluit uw ramen" is no command.
func (t *Turn) staffCommand() bool {
	if t.busy() && len(t.Words) > 1 && !strings.ContainsAny(t.Words[1][:1], "0123456789") {
		return false
	}
	if t.Staff.Role == wijk.Onderhoud && t.opensWith("zaken", "zaak", "neem", "klaar") {
		return false // they have no cases
	}
	if t.Talk.Flow == flowWhich && t.opensWith("zaak") {
		return false // the answer
	}
	for _, o := range staffOrders() {
		if rest, ok := t.starts(o.words...); ok {
			o.do(t, rest)
			return true
		}
	}
	return false
}

// closeReport closes a report: "sluit 12".
func (t *Turn) closeReport(rest string) {
	n, err := strconv.ParseUint(strings.TrimSpace(rest), 10, 64)
	if err != nil {
		t.Say("Welke melding? Stuur bijvoorbeeld: sluit 12.")
		return
	}
	r, ok := store.Reports.Get(t.Tx, store.Num(n))
	if ok && !(t.Staff.Role == wijk.Beheerder || t.Staff.Role == wijk.Wijkmanager && t.Staff.Covers(r.Place.Wijk)) {
		t.Say("U mag deze melding niet sluiten.")
		return
	}
	if o := owner(t.Tx, &r); o != nil && o.ID != t.Staff.ID && r.Stage.Open() {
		t.Say(t.has(o, &r))
		return
	}
	if err := t.City.CloseReport(t.Tx, n, t.Staff.ID, t.Now); err != nil {
		t.Say(sayError(err))
		return
	}
	t.Say(fmt.Sprintf("Melding %d is gesloten. Iedereen die dit meldde, hoort het (%d).", n, r.Reporters))
}

// mayHandle reports whether the sender may see and close a case. Letters are for
// the servicebalie, reports for those who work on them: neither is care.
func (t *Turn) mayHandle(cs *wijk.Case) bool {
	switch role := t.Staff.Role; cs.Address.Channel {
	case wijk.Letter:
		return (role == wijk.Servicebalie || role == wijk.Beheerder) && t.Staff.Covers(cs.Wijk)
	case wijk.BackOffice:
		return (role == wijk.Wijkmanager || role == wijk.Wijkregisseur || role == wijk.Beheerder) && t.Staff.Covers(cs.Wijk)
	}
	return t.Staff.Role.Cares() && (t.Staff.Covers(cs.Wijk) || t.Staff.Duty || t.Staff.Role == wijk.Beheerder)
}

// listCases shows what waits, the most pressing first.
func (t *Turn) listCases(string) {
	var red, rest []string
	for _, cs := range store.Cases.FindRange(t.Tx, "open", "", "") {
		if !t.mayHandle(&cs) {
			continue
		}
		line := fmt.Sprintf("%d %s, sinds %s%s", cs.ID, caseTitle(&cs), cs.Opened.In(t.City.Zone).Format("02-01 15.04"), t.ownerNote(&cs))
		if cs.Severity == wijk.Red {
			red = append(red, line)
		} else {
			rest = append(rest, line)
		}
	}
	lines := append(red, rest...)
	if len(lines) == 0 {
		t.Say("Er zijn geen open zaken.")
		return
	}
	const most = 20
	text := fmt.Sprintf("Open zaken: %d, waarvan %d met spoed.", len(lines), len(red))
	for _, l := range lines[:min(most, len(lines))] {
		text += "\n" + l
	}
	t.Say(text + "\nNemen: NEEM en het nummer. Sluiten: KLAAR en het nummer.")
}

func (t *Turn) ownerNote(cs *wijk.Case) string {
	if cs.Owner == "" {
		return ""
	}
	if s, ok := store.Staff.Get(t.Tx, cs.Owner); ok {
		return ", bij " + s.Name
	}
	return ", bij " + cs.Owner
}

// caseNamed finds the case a command is about, and checks that the sender may
// handle it.
func (t *Turn) caseNamed(rest string) (wijk.Case, string, bool) {
	number, text, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.ParseUint(number, 10, 64)
	cs, ok := store.Cases.Get(t.Tx, store.Num(n))
	if err != nil || !ok || !t.mayHandle(&cs) {
		t.Say("Welke zaak? Stuur ZAKEN voor de lijst, en dan bijvoorbeeld NEEM 12.")
		return cs, "", false
	}
	return cs, strings.TrimSpace(text), true
}

// takeCase makes the sender the owner: "neem 12". The second one is told who
// has it.
func (t *Turn) takeCase(rest string) {
	cs, _, ok := t.caseNamed(rest)
	switch {
	case !ok:
		return
	case cs.State == wijk.CaseClosed:
		t.Say(fmt.Sprintf("Zaak %d is al gesloten.", cs.ID))
		return
	case cs.State == wijk.CaseTaken && cs.Owner != t.Staff.ID:
		t.Say(fmt.Sprintf("Zaak %d is al genomen%s.", cs.ID, t.ownerNote(&cs)))
		return
	}
	cs.State, cs.Owner = wijk.CaseTaken, t.Staff.ID
	store.Cases.Put(t.Tx, store.Num(cs.ID), cs)
	text := fmt.Sprintf("Zaak %d is van u: %s.", cs.ID, caseTitle(&cs))
	if p, ok := store.People.Get(t.Tx, cs.Person); ok {
		text += " " + describe(&p) + "."
		if p.Address != "" {
			text += " Adres: " + p.Address + "."
		}
	} else if cs.Address.Channel == wijk.SMS {
		text += " Nummer: " + cs.Address.To + "."
	}
	notes := cs.Notes
	if len(notes) > 4 && cs.Address.Channel != wijk.Letter { // why it was opened, and the latest
		notes = append(notes[:1:1], notes[len(notes)-3:]...)
	}
	for _, n := range notes {
		text += "\n- " + short(n.Text, maxNote)
	}
	t.Say(text + fmt.Sprintf("\nKlaar? Stuur KLAAR %d en wat u deed.", cs.ID))
}

// finishCase closes a case: "klaar 12 gebeld, het gaat goed". Only a person
// does this for help and urgent.
func (t *Turn) finishCase(rest string) {
	cs, text, ok := t.caseNamed(rest)
	if !ok {
		return
	}
	if cs.State == wijk.CaseClosed {
		t.Say(fmt.Sprintf("Zaak %d is al gesloten.", cs.ID))
		return
	}
	if text == "" {
		text = "Gesloten."
	}
	if cs.Owner == "" {
		cs.Owner = t.Staff.ID
		store.Cases.Put(t.Tx, store.Num(cs.ID), cs)
	}
	t.City.endCase(t.Tx, cs.ID, t.Staff.ID, text, t.Now)
	t.Say(fmt.Sprintf("Zaak %d is gesloten.", cs.ID))
}

// maxNote is how much of a note fits in a message beside others: a list of
// people can be long.
const maxNote = 600

func (t *Turn) pressedCase(ref, act string) {
	if t.Staff == nil || act != "neem" {
		t.expired()
		return
	}
	t.takeCase(ref)
}
