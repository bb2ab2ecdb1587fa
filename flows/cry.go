package flows

import (
	"fmt"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// danger is a cry for help at any moment, asked or not.
func (t *Turn) danger(said reply.Result) {
	if t.keeperCries(said) {
		return
	}
	if t.M.Forwarded { // somebody else's words are no answer
		t.cry(nil, said)
		return
	}
	t.cry(t.today(), said)
	t.mayBeReport()
}

// mayBeReport tells somebody without check-ins how to report what they wrote,
// when that is likely about a thing outside as well.
func (t *Turn) mayBeReport() {
	if t.M.Chat != "" || t.Staff != nil || t.busy() || t.hasCheckIns() || t.aboutHome() || !t.surelyOutside() {
		return
	}
	t.Say("Wilt u ook iets op straat melden? Stuur MELDING.")
}

// cry opens a case, calls whoever is on duty, and points to help. ck is the
// check-in of today, nil if there is none.
func (t *Turn) cry(ck *wijk.CheckIn, said reply.Result) {
	kind, severity := wijk.CaseHelp, wijk.Amber
	if said.Label == reply.Urgent {
		kind, severity = wijk.CaseUrgent, wijk.Red
	}
	if ck != nil {
		if ck.LifeSign.IsZero() && len(t.both) == 0 {
			ck.LifeSign = t.M.At
		}
		note(ck, said)
		ck.State = wijk.CheckInAnswered
		rest(t.Tx, ck)
		t.settleEarlier(ck)
		store.CheckIns.Put(t.Tx, ck.Key(), *ck)
	}
	t.quoteCry(t.openCase(kind, severity, "Regel: "+said.Rule+flagNote(said), true))
	t.criesForOther(said, kind, severity)
	t.Say(t.City.signpost(said, t.Now))
	if !t.callable() {
		t.Say("Op welk nummer kunnen wij u bellen? Typ uw telefoonnummer.")
	}
	if !t.busy() {
		return
	}
	switch f, q := t.open(); { // what was going on goes on
	case q.Free && (said.Label == reply.Help || f.Name == flowMelding && t.tellsWhat()) && f.Name != antwoord.Name && !t.M.Forwarded:
		t.answer() // a report of a fall is also a report
	default:
		t.ask(q) // of how somebody is, the wijkagent hears nothing
	}
}

// callable reports whether the city knows where to call the sender.
func (t *Turn) callable() bool {
	switch {
	case t.M.From.Channel != wijk.Telegram:
		return true
	case t.Person != nil && t.Person.Phone+t.Person.Landline != "":
		return true
	}
	return t.Staff != nil && t.Staff.Phone != ""
}

// tellsNumber notes the phone number of somebody who cried for help and whom
// the city could not call, whatever else is being asked.
func (t *Turn) tellsNumber() bool {
	number := phoneIn(t.M.Text)
	if number == "" || t.callable() {
		return false
	}
	person := ""
	if t.Person != nil {
		person = t.Person.ID
	}
	told := false
	for _, cs := range store.Cases.Find(t.Tx, "open", store.CaseOwner(person, t.M.From)) {
		if cs.Kind != wijk.CaseHelp && cs.Kind != wijk.CaseUrgent && cs.Kind != wijk.CaseQuestion && cs.Kind != wijk.CaseOutreach {
			continue
		}
		told = true
		t.City.addNote(t.Tx, cs.ID, "Telefoon: "+number, t.Now)
		t.City.tellOwner(t.Tx, cs, fmt.Sprintf("Zaak %d: bel %s.", cs.ID, number), t.Now)
	}
	if told {
		t.Say("Dank u. Wij bellen u op dit nummer. In nood? Bel 112.")
	}
	return told
}

// phoneIn returns the phone number in text, empty if there is none.
func phoneIn(text string) string {
	number := ""
	for _, r := range text + "x" {
		switch {
		case r >= '0' && r <= '9' || r == '+' && number == "":
			number += string(r)
		case strings.ContainsRune(" -()./", r):
		case len(number) >= 10 && len(number) <= 15 && (number[0] == '0' || number[0] == '+' || number[:2] == "31"):
			return number
		default:
			number = ""
		}
	}
	return ""
}

func flagNote(said reply.Result) string {
	if len(said.Flags) == 0 {
		return "."
	}
	names := make([]string, len(said.Flags))
	for i, f := range said.Flags {
		names[i] = string(f)
	}
	return " (" + strings.Join(names, ", ") + ")."
}

// signpost is the text that points to help.
func (c *City) signpost(said reply.Result, now time.Time) string {
	switch {
	case said.Has(reply.Suicide):
		return fill("Z2")
	case said.Has(reply.Violence):
		return fill("Z3")
	case said.Label == reply.Urgent:
		return fill("B4")
	case c.office(now):
		return fill("B2", "dl", c.callBefore(now))
	}
	day := now.In(c.Zone)
	if day.Hour() >= officeFrom { // today is over, or is no working day
		day = day.AddDate(0, 0, 1)
	}
	for !c.Calendar.Workday(day) {
		day = day.AddDate(0, 0, 1)
	}
	text := fill("B3", "dl2", c.onDay(day, now), "hap", c.HAP)
	if c.HAP == "" { // the surgery's own answering machine tells the number
		text = strings.Replace(text, "Bel de huisartsenpost: .", "Bel uw huisarts.", 1)
	}
	return text
}

// Office hours of those who call back, city time. A default: the municipality
// has to set its own.
const (
	officeFrom  = 9
	officeUntil = 17
	callWithin  = 2 * time.Hour
)

// office reports whether somebody can call back now.
func (c *City) office(now time.Time) bool {
	now = now.In(c.Zone)
	return c.Calendar.Workday(now) && now.Hour() >= officeFrom && now.Hour() < officeUntil
}

// callBefore is the promised time of a call, as in "voor 11.00 uur": while the
// office is open, but who calls has half an hour at least.
func (c *City) callBefore(now time.Time) string {
	const quarter = 15 * time.Minute
	now = now.In(c.Zone)
	by := now.Add(callWithin).Truncate(quarter)
	if end := wijk.DateOf(now).At(officeUntil, 0, c.Zone); by.After(end) {
		by = end
	}
	if soon := now.Add(2 * quarter); by.Before(soon) {
		by = soon.Add(quarter - 1).Truncate(quarter)
	}
	return dutch.Clock(by) + " uur"
}

// onDay names the morning on which we call, as in "morgen na 9.00 uur".
func (c *City) onDay(day, now time.Time) string {
	after := fmt.Sprintf(" na %d.00 uur", officeFrom)
	switch wijk.DateOf(day) {
	case wijk.DateOf(now.In(c.Zone)):
		return "vandaag" + after
	case wijk.DateOf(now.In(c.Zone)).Add(1):
		return "morgen" + after
	}
	return strings.Fields(dutch.Day(day))[0] + after
}
