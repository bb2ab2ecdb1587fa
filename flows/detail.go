package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// howFar says in plain words how far a report has come.
func (c *City) howFar(r *wijk.Report, now time.Time) string {
	switch r.Stage {
	case wijk.Planned:
		return "gepland op " + c.day(r.Planned)
	case wijk.Asked:
		return "wij wachten op uw antwoord"
	case wijk.Replied:
		return "wij lezen uw antwoord"
	case wijk.Outside:
		return "een bedrijf doet dit voor ons"
	case wijk.OutsideDone, wijk.DoneThere:
		return "wij kijken of het klaar is"
	case wijk.ReopenAsked:
		return "wij kijken opnieuw"
	case wijk.Withdrawn:
		if r.Into != 0 {
			return fmt.Sprintf("samengevoegd met melding %d", r.Into)
		}
		return "ingetrokken"
	case wijk.Done:
		day := c.day(wijk.DateOf(r.Closed.In(c.Zone)))
		if r.Outcome == wijk.Unsolved {
			return "gesloten op " + day + ", niet opgelost"
		}
		return "opgelost op " + day
	}
	late := r.Promised < wijk.DateOf(now.In(c.Zone))
	tells := category.Of(r.Kind).Promise == category.Tells
	switch {
	case tells && !late && r.Stage == wijk.InProgress:
		return "wij werken eraan, u hoort van ons voor het einde van " + c.day(r.Promised)
	case tells && !late:
		return "u hoort van ons voor het einde van " + c.day(r.Promised)
	case r.Stage == wijk.InProgress && late:
		return "wij werken eraan, het duurt langer"
	case r.Stage == wijk.InProgress:
		return "wij werken eraan, klaar op " + c.day(r.Promised) + " of eerder"
	case late:
		return "nog niet opgelost"
	}
	return "klaar op " + c.day(r.Promised) + " of eerder"
}

// stepWords is a step in the life of a report as residents read it; steps that
// say nothing to them have none.
var stepWords = map[wijk.Stage]string{
	wijk.Reported: "ontvangen", wijk.InProgress: "wij werken eraan", wijk.Planned: "gepland", wijk.Asked: "vraag aan u",
	wijk.Replied: "uw antwoord", wijk.Outside: "naar een bedrijf", wijk.Done: "gesloten", wijk.Withdrawn: "ingetrokken",
	wijk.ReopenAsked: "u vroeg het opnieuw te bekijken", wijk.Reopened: "weer open",
}

// maxSteps is how many of the last steps somebody reads.
const maxSteps = 4

// lastSteps are the latest steps of a report with their dates.
func (t *Turn) lastSteps(number uint64) (all []string) {
	for _, e := range store.History.All(t.Tx, store.Num(number)) {
		word, ok := stepWords[e.To]
		if ok && e.From != e.To {
			all = append(all, e.At.In(t.City.Zone).Format("02-01")+" "+word)
		}
	}
	return all[max(0, len(all)-maxSteps):]
}

// wantsDetails handles "melding 12". With more words it is no command: "melding
// 12 gaten in de weg" is a new report.
func (t *Turn) wantsDetails(number uint64, rest string) bool {
	if rest != "" || t.M.Kind != wijk.Text {
		return false
	}
	r, x, ok := t.mine(number)
	if !ok {
		return t.notMine(number, "")
	}
	t.details(&r, &x)
	return true
}

// details tells all that this reporter may know. The words and photos of who
// made it are for them alone, until a person of the city looked at them.
func (t *Turn) details(r *wijk.Report, x *wijk.Reporter) {
	lines := []string{
		fmt.Sprintf("Melding %d: %s", r.Number, reportName(r)),
		"Waar: " + strings.TrimLeft(t.whereFor(r, x, true), " ,"),
		"Nu: " + t.City.howFar(r, t.Now),
	}
	if r.Question != "" && r.Stage == wijk.Asked {
		lines = append(lines, "Onze vraag: "+r.Question)
	}
	lines = append(lines, t.promiseLines(r)...)
	if said := quotable(r.Text, t.M.From.Channel); x.Made && said != "" {
		most := 200
		if t.M.From.Channel == wijk.SMS {
			most = 60
		}
		lines = append(lines, "Uw tekst: "+short(said, most))
	}
	if n := len(r.Photos); n > 0 {
		lines = append(lines, fmt.Sprintf("Foto's: %d", n))
	}
	if others := r.Reporters - 1; others > 0 {
		lines = append(lines, fmt.Sprintf("Anderen die dit melden: %d", others))
	}
	m := wijk.Outgoing{}
	if t.M.From.Channel == wijk.SMS {
		lines = append(lines, smsActs(r, x))
	} else {
		if steps := t.lastSteps(r.Number); len(steps) > 0 {
			lines = append(lines, "Stappen:\n- "+strings.Join(steps, "\n- "))
		}
		m.Options = reportActs(r, x)
		if (x.Made || r.Public) && len(r.Photos) > 0 {
			m.PhotoID = r.Photos[0]
		}
	}
	m.Text = strings.Join(lines, "\n")
	m.About = aboutOf(r.Number)
	t.reply(m)
}

// whereFor says where a report is to who made it, and to who only follows it
// what anybody may know: a number can be typed by anyone. The name of the wijk
// goes behind the place of who made it when that is asked for.
func (t *Turn) whereFor(r *wijk.Report, x *wijk.Reporter, inWijk bool) string {
	if !x.Made {
		return t.whereIs(r)
	}
	where := " " + describePlace(&r.Place)
	if w, ok := t.City.Map().Wijk(r.Place.Wijk); ok && inWijk {
		where += " (" + w.Name + ")"
	}
	return where
}

// promiseLines says what was promised, and why that moved.
func (t *Turn) promiseLines(r *wijk.Report) (lines []string) {
	switch {
	case r.Stage == wijk.Done && r.Outcome == wijk.Unsolved && r.Reason != "":
		return []string{"Waarom niet: " + r.Reason}
	case !r.Stage.Open():
		return nil
	case r.First != "" && r.First != r.Promised:
		lines = append(lines, "Eerst beloofd: "+t.City.day(r.First)+". Nieuwe dag: "+t.City.day(r.Promised)+".")
	case r.Promise != "" && t.M.From.Channel != wijk.SMS: // "Nu" has the day
		lines = append(lines, "Belofte: "+r.Promise)
	}
	if r.Late != "" {
		lines = append(lines, "Waarom later: "+r.Late)
	}
	return lines
}

// A reporterAct is something a reporter can do with a report.
type reporterAct struct {
	name  string // in the data of a button
	label string
	word  string // by SMS, the number follows; empty when the message says it itself
	when  func(r *wijk.Report, x *wijk.Reporter) bool
}

var acts = []reporterAct{
	{"antwoord", "Antwoord geven", "Antwoorden? ANTWOORD", func(r *wijk.Report, _ *wijk.Reporter) bool { return r.Stage == wijk.Asked }},
	{"erbij", "Iets toevoegen", "Iets toevoegen? ERBIJ", func(r *wijk.Report, _ *wijk.Reporter) bool { return r.Stage.Open() && r.Stage != wijk.Asked }},
	{"ja", "Het is opgelost", "", askedOf},
	{"nee", "Het is niet opgelost", "Niet opgelost? NEE", mayDeny},
	{"vraag", "Vraag stellen", "Een vraag? VRAAG", func(r *wijk.Report, _ *wijk.Reporter) bool { return r.Stage.Open() }},
	{"intrekken", "Intrekken", "Intrekken? INTREKKEN", func(r *wijk.Report, x *wijk.Reporter) bool { return x.Made && r.Stage.Open() }},
	{"ontvolg", "Niet meer volgen", "Niet meer volgen? ONTVOLG", func(_ *wijk.Report, x *wijk.Reporter) bool { return !x.Muted }},
	{"volg", "Weer volgen", "Weer volgen? VOLG", func(_ *wijk.Report, x *wijk.Reporter) bool { return x.Muted }},
	{"kanaal", "Ander kanaal", "Brief of ander kanaal? KANAAL", func(r *wijk.Report, _ *wijk.Reporter) bool { return r.Stage.Open() }},
}

// askedOf reports whether this reporter was asked if the report is solved.
func askedOf(r *wijk.Report, x *wijk.Reporter) bool {
	return !x.Asked.IsZero() && r.Outcome == wijk.Solved
}

// mayDeny reports whether this reporter may say that it is not solved.
func mayDeny(r *wijk.Report, x *wijk.Reporter) bool { return r.Stage == wijk.Done || !x.Asked.IsZero() }

func reportActs(r *wijk.Report, x *wijk.Reporter) (options []wijk.Option) {
	for _, a := range acts {
		if a.when(r, x) {
			options = append(options, voteOption(r, x, a.name, a.label))
		}
	}
	return options
}

func smsActs(r *wijk.Report, x *wijk.Reporter) string {
	var all []string
	for _, a := range acts {
		if a.word != "" && a.when(r, x) {
			all = append(all, fmt.Sprintf("%s %d", a.word, r.Number))
		}
	}
	return strings.Join(all, "\n")
}

// pressedReport handles a button about a report, of somebody who made or
// joined it.
func (t *Turn) pressedReport(ref, act string) {
	number, _, ok := cutNumber(ref)
	r, x, mine := t.mine(number)
	if !ok || !mine {
		t.expired()
		return
	}
	name, stamp, _ := strings.Cut(act, ".")
	if v, vote := voteNames[name]; vote {
		if stamp != voteStamp(&x) {
			t.expired() // of an earlier closing
			return
		}
		t.vote(&r, &x, v, "")
		return
	}
	if name == "toon" {
		t.details(&r, &x)
		return
	}
	i := slices.IndexFunc(acts, func(a reporterAct) bool { return a.name == name })
	if i < 0 || !acts[i].when(&r, &x) {
		t.expired()
		return
	}
	t.does(name, &r, &x)
}

// does what a button of a report says.
func (t *Turn) does(name string, r *wijk.Report, x *wijk.Reporter) {
	t.M.Kind, t.M.Text = wijk.Text, ""
	switch name {
	case "antwoord":
		t.wantsToAnswer(r.Number, "")
	case "erbij":
		t.wantsToAdd(r.Number, "")
	case "vraag":
		t.wantsToAsk(r.Number, "")
	case "intrekken":
		t.wantsToWithdraw(r.Number, "")
	case "ontvolg":
		t.unfollowReport(r, x)
	case "volg":
		t.followAgain(r, x)
	case "kanaal":
		t.wantsToSwitch(r.Number, "")
	}
}
