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

// showCase shows all that is needed to act: "zaak 12".
func (t *Turn) showCase(rest string) {
	if !isNumbered(rest) {
		t.listCases(rest)
		return
	}
	cs, _, ok := t.caseNamed(rest)
	if !ok {
		return
	}
	m := wijk.Outgoing{Text: t.City.CaseCard(t.Tx, &cs, t.Now), Words: quotes(&cs)}
	acts := t.actsOf(&cs)
	if t.M.From.Channel == wijk.Telegram {
		m.Options = caseButtons(cs.ID, acts...)
	} else if len(acts) > 0 {
		var words []string
		for _, act := range acts {
			words = append(words, fmt.Sprintf("%s %d", strings.ToUpper(act), cs.ID))
		}
		m.Text += "\n" + strings.Join(words, ", ")
	}
	if cs.Owner == t.Staff.ID {
		store.StopTimer(t.Tx, "", timerMore, strconv.FormatUint(cs.ID, 10)) // it is read now
	}
	if !t.mute {
		t.send(m)
	}
}

// actsOf are what the sender may do with a case now.
func (t *Turn) actsOf(cs *wijk.Case) (acts []string) {
	switch {
	case cs.State == wijk.CaseClosed:
		return nil
	case cs.Second != nil && cs.Second.By != t.Staff.ID:
		return []string{"bevestig", "afwijzen"}
	case cs.Owner != t.Staff.ID || cs.Rings:
		acts = append(acts, "neem")
	}
	if isCare(cs) {
		acts = append(acts, "gebeld")
		if cs.Owner == t.Staff.ID {
			acts = append(acts, "geef")
		}
	}
	return append(acts, "klaar")
}

// CaseCard is all that is known of a case, for those who may handle it.
func (c *City) CaseCard(tx *store.Tx, cs *wijk.Case, now time.Time) string {
	title := caseTitle(cs)
	if cs.Severity == wijk.Red && cs.Kind != wijk.CaseUrgent {
		title += " (rood)"
	}
	lines := []string{fmt.Sprintf("Zaak %d: %s", cs.ID, title)}
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, name+value)
		}
	}
	p, known := store.People.Get(tx, cs.Person)
	if known && cs.Address.Channel != wijk.Letter {
		lines = append(lines, c.whoLines(&p)...)
		add("Laatste antwoorden: ", c.lastAnswers(tx, &p, now))
		add("Vals alarm: ", c.falseLine(tx, p.ID, now))
	} else if cs.Address.Channel == wijk.SMS {
		add("Nummer: ", cs.Address.To)
	}
	add("Geprobeerd: ", c.tried(tx, cs))
	add("Doen: ", c.caseDeadline(cs))
	lines = append(lines, "Sinds "+dutch.ShortDay(cs.Opened.In(c.Zone))+" "+dutch.Clock(cs.Opened.In(c.Zone))+ownerNote(tx, cs)+caseState(tx, cs))
	if o, ok := wijk.CaseOutcomeOf(cs.Outcome); ok {
		add("Gesloten: ", o.Name)
	}
	if s := cs.Second; s != nil {
		o, _ := wijk.CaseOutcomeOf(s.Code)
		add("Wil sluiten: ", staffName(tx, s.By)+", "+o.Name)
	}
	return strings.Join(lines, "\n") + latestNotes(cs)
}

// whoLines are how to reach somebody, and who is close to them.
func (c *City) whoLines(p *wijk.Person) (lines []string) {
	who := p.Name
	if w, ok := c.Map().Wijk(p.Wijk); ok {
		who += ", " + w.Name
	}
	lines = append(lines, who)
	var numbers []string
	for _, n := range []string{p.Phone, p.Landline} {
		if n != "" {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) == 0 {
		numbers = []string{"geen nummer bekend"}
	}
	lines = append(lines, "Bel: "+strings.Join(numbers, " of "))
	if at := strings.TrimSpace(p.Address + " " + p.Postcode); at != "" {
		lines = append(lines, "Adres: "+at)
	}
	for _, k := range p.Contacts {
		state := "nog niet akkoord"
		switch {
		case !k.Ended.IsZero():
			state = "doet niet mee"
		case k.Willing():
			state = "akkoord"
		}
		lines = append(lines, "Contact: "+k.Name+" "+k.Phone+" ("+state+")")
	}
	return lines
}

// answersShown is how many days of answers a card shows.
const answersShown = 7

// lastAnswers are the labels of the last week, and the rule of the latest.
func (c *City) lastAnswers(tx *store.Tx, p *wijk.Person, now time.Time) string {
	names := map[string]string{"ok": "goed", "help": "hulp", "urgent": "spoed", "unclear": "onduidelijk"}
	today := wijk.DateOf(now.In(c.Zone))
	var parts []string
	rule := ""
	for _, ck := range store.CheckIns.Range(tx, p.ID+"/"+string(today.Add(1-answersShown)), p.ID+"/"+string(today.Add(1))) {
		said := names[ck.Wellbeing]
		if said == "" {
			said = "geen antwoord"
		} else {
			rule = ck.Rule
		}
		day := ck.Date.At(12, 0, c.Zone)
		parts = append(parts, fmt.Sprintf("%d-%d %s", day.Day(), day.Month(), said))
	}
	if rule != "" {
		rule = " (regel " + rule + ")"
	}
	return strings.Join(parts, ", ") + rule
}

// caseDeadline is by when somebody was promised, or has, to be called.
func (c *City) caseDeadline(cs *wijk.Case) string {
	switch {
	case cs.State == wijk.CaseClosed || !isCare(cs):
		return ""
	case cs.Severity == wijk.Red:
		return "nu"
	case cs.Kind == wijk.CaseHelp && c.office(cs.Opened):
		return "bellen voor " + c.callBefore(cs.Opened)
	}
	return "bellen op " + dutch.Day(c.workdayFrom(cs.Opened))
}

// workdayFrom is the first day from at on which somebody works.
func (c *City) workdayFrom(at time.Time) time.Time {
	day := at.In(c.Zone)
	if day.Hour() >= officeUntil {
		day = day.AddDate(0, 0, 1)
	}
	for !c.Calendar.Workday(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}
