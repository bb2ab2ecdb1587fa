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
		{[]string{"zaak"}, (*Turn).showCase},
		{[]string{"zaken"}, (*Turn).listCases},
		{[]string{"neem"}, (*Turn).takeCase},
		{[]string{"klaar"}, (*Turn).finishCase},
		{[]string{"strook"}, (*Turn).enterStrip},
		{[]string{"outreach"}, (*Turn).silentOnes},
		{[]string{"afspraak"}, (*Turn).makeVisit},
		{[]string{"bezwaar"}, (*Turn).deskObjects},
		{[]string{"uitstel"}, (*Turn).wantsPostpone},
		{[]string{"kosten"}, (*Turn).enterCosts},
		{[]string{"akkoord"}, func(t *Turn, rest string) { t.decideCosts(rest, true) }},
		{[]string{"weiger"}, func(t *Turn, rest string) { t.decideCosts(rest, false) }},
		{[]string{"signaal", "signalen"}, (*Turn).signals},
		{[]string{"inschrijven"}, (*Turn).wantsEnrolment},
		{[]string{"uitnodigen"}, (*Turn).wantsOffer},
		{[]string{"nummer"}, (*Turn).checksNumber},
		{[]string{"wijzig"}, (*Turn).wantsChange},
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
	_, _, care := t.careOrder()
	return care || t.isOrder() || t.opensWith("update", "herroep")
}

// staffCommand handles the words that only staff have. In the text of an
// update, "sluit uw ramen" is no command.
func (t *Turn) staffCommand() bool {
	if t.busy() && t.Talk.Flow != flowEnrol && len(t.Words) > 1 && !strings.ContainsAny(t.Words[1][:1], "0123456789") {
		return false
	}
	if t.Staff.Role == wijk.Onderhoud && t.opensWith("zaken", "zaak", "neem", "klaar") {
		return false // they have no cases
	}
	if t.Talk.Flow == flowWhich && t.opensWith("zaak") {
		return false // the answer
	}
	if o, rest, ok := t.careOrder(); ok {
		o.do(t, rest)
		return true
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
