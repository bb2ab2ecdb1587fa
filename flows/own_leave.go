package flows

import (
	"fmt"
	"strings"
	"unicode"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// deskOrders returns the words by which the desk does for a resident what the
// resident can do with STOP, PAUZE and TERUG. Those are words of their own, so
// that nobody ends their own messages with them.
func deskOrders() []careOrder {
	named := func(t *Turn, rest string) bool {
		id, _, _ := strings.Cut(rest, " ")
		return id != "" && (store.People.Has(t.Tx, id) || unicode.IsLetter(rune(id[0])) && strings.ContainsAny(id, "0123456789"))
	}
	return []careOrder{
		{[]string{"afmelden"}, named, (*Turn).deskStops},
		{[]string{"pauze"}, named, (*Turn).deskPauses},
		{[]string{"terug"}, named, (*Turn).deskResumes},
	}
}

// leaveWays are how a resident can say that the messages must stop.
var leaveWays = map[string]string{
	"balie": "aan de balie", "telefoon": "aan de telefoon", "telefonisch": "aan de telefoon", "gebeld": "aan de telefoon",
	"brief": byLetter, "strook": byLetter, "strookje": byLetter, "post": byLetter,
}

// byLetter is no sign of life: it may have been written days ago.
const byLetter = "met een brief"

// deskStops handles "afmelden r-12 telefoon": the same as STOP by the resident.
func (t *Turn) deskStops(rest string) {
	p, text, ok := t.residentNamed(rest, "afmelden r-12 balie")
	if !ok {
		return
	}
	way := leaveWays[strings.ToLower(text)]
	switch {
	case !p.Stopped.IsZero():
		t.Say(fmt.Sprintf("%s krijgt al geen berichten meer, sinds %s.", p.Name, dutch.ShortDay(p.Stopped.In(t.City.Zone))))
		return
	case way == "":
		t.Say(fmt.Sprintf("%s. Hoe vroeg de bewoner dit? Stuur AFMELDEN %s BALIE, TELEFOON of BRIEF.", strings.TrimSuffix(p.Name+", "+p.Address, ", "), p.ID))
		return
	}
	why := "Heeft gestopt, " + way + ". Bel een keer, zonder aandringen."
	if t.City.stop(t.Tx, &p, t.Now, way != byLetter, t.Now) {
		why = "Heeft gestopt, " + way + ", en gaf vandaag geen antwoord. Bel vandaag, zonder aandringen."
	}
	number := t.City.openCase(t.Tx, wijk.Case{
		Kind: wijk.CaseStop, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk,
		Notes: []wijk.Note{{At: t.Now, By: t.Staff.ID, Text: why}},
	}, "", t.Now)
	// An answer, as to STOP: the desk may have named the wrong one.
	t.City.tellAs(t.Tx, wijk.Reply, &p, fill("S1", "tel", t.City.Tel), t.Now)
	t.Say(fmt.Sprintf("%s krijgt geen berichten meer. Een collega belt een keer (zaak %d).", p.Name, number))
}

// deskPauses handles "pauze r-12 tot 5 mei".
func (t *Turn) deskPauses(rest string) {
	p, text, ok := t.residentNamed(rest, "pauze r-12 tot 5 mei")
	if !ok || !t.enrolledNamed(&p) {
		return
	}
	first, till, later := t.leavesLaterIn(text)
	if later && till != "" {
		t.City.tellOf(t.Tx, &p, t.City.pauseLater(t.Tx, &p, first, till), t.Now)
		t.Say(fmt.Sprintf("%s heeft pauze van %s tot en met %s. Tot dan vragen wij het gewoon. De bewoner krijgt hier bericht van.",
			p.Name, t.City.dayLong(first), t.City.dayLong(min(till, first.Add(maxPause)))))
		return
	}
	last, ok := t.lastDayIn(text)
	if !ok || later {
		t.Say(fmt.Sprintf("Tot wanneer is %s weg? Stuur bijvoorbeeld: pauze %s tot 5 mei. Langer dan %d dagen kan niet.", p.Name, p.ID, maxPause))
		return
	}
	t.City.endCheckIns(t.Tx, &p, t.Now, false, t.Now)
	t.City.endAppeals(t.Tx, &p, "E6", t.Now)
	t.City.tellOf(t.Tx, &p, t.City.pause(t.Tx, &p, last, t.Now), t.Now)
	said := fmt.Sprintf("%s heeft pauze tot en met %s. De bewoner krijgt hier bericht van.", p.Name, dutch.Day(p.PausedTo.At(12, 0, t.City.Zone)))
	if p.PausedTo < last {
		said += fmt.Sprintf(" Langer dan %d dagen kan niet. Spreek daarna opnieuw af.", maxPause)
	}
	t.Say(said)
}

// deskResumes handles "terug r-12".
func (t *Turn) deskResumes(rest string) {
	p, _, ok := t.residentNamed(rest, "terug r-12")
	switch {
	case !ok || !t.enrolledNamed(&p):
	case p.PausedTo < t.City.today(t.Now):
		t.Say(fmt.Sprintf("%s heeft geen pauze.", p.Name))
	default:
		t.City.unpause(t.Tx, &p, t.Now)
		t.City.tellOf(t.Tx, &p, t.City.welcomeBack(t.Tx, &p, t.Now), t.Now)
		t.Say(fmt.Sprintf("%s krijgt weer berichten, %s voor het eerst. De bewoner krijgt hier bericht van.", p.Name, t.City.sayDay(t.City.nextAsk(t.Tx, &p, t.Now), t.Now)))
	}
}

// enrolledNamed reports whether p has check-ins, and else tells how they begin.
func (t *Turn) enrolledNamed(p *wijk.Person) bool {
	if !p.Enrolled() {
		t.Say(fmt.Sprintf("%s heeft geen bericht. Stuur INSCHRIJVEN %s.", p.Name, p.ID))
	}
	return p.Enrolled()
}
