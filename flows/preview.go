package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// The answers of a conversation about a report, besides those of its questions.
const (
	workNumber = "nummer"
	workSeen   = "gezien" // the last step of the report that the sender knows
	workSilent = "stil"   // the reporters need not hear it
	ownText    = "eigen"
	chosenText = "keus"
	otherText  = "anders" // the sender wants another text than the usual one
	blankText  = "vak:"
)

// forReporters are the questions that end a conversation in which reporters are told
// something: another text, what is missing in it, and the text as they will
// read it. They are left out when there is nobody to read it.
func forReporters(moment func(t *Turn, r *wijk.Report) string) []Question {
	nobody := func(t *Turn) bool {
		r, _ := t.workReport()
		return !hears(&r)
	}
	questions := []Question{
		{
			Key: chosenText, Text: "Welke tekst?",
			Skip: func(t *Turn) bool { return nobody(t) || t.get(otherText) == "" || t.get(chosenText) != "" },
			Choices: func(t *Turn) (all []Choice) {
				r, _ := t.workReport()
				for _, s := range standardsFor(moment(t, &r), r.Kind) {
					all = append(all, Choice{Label: s.name, Value: s.id})
				}
				return append(all, Choice{Label: "Zelf schrijven", Value: ownText})
			},
			Take: choose, Again: "Kies een van de teksten.",
		},
		{
			Key: ownText, Text: "Typ de tekst voor de melder. Het nummer van de melding en de naam van de gemeente zetten wij erbij.", Free: true,
			Skip: func(t *Turn) bool { return nobody(t) || t.get(chosenText) != ownText || t.get(ownText) != "" },
			Take: takeLetter, Again: "Typ de tekst voor de melder.",
		},
	}
	for i := range mostBlanks {
		questions = append(questions, Question{
			Key: fmt.Sprintf("vak%d", i), Free: true,
			Skip: func(t *Turn) bool {
				_, missing := t.letterText(moment)
				return nobody(t) || len(missing) == 0
			},
			Say:  func(t *Turn) string { _, missing := t.letterText(moment); return fillable[missing[0]] },
			Take: func(t *Turn, q *Question) (string, bool) { return t.takeBlank(q, moment) },
		})
	}
	return append(questions, Question{
		Key: "versturen", Skip: nobody,
		Say:     func(t *Turn) string { return t.preview(moment) },
		Choices: func(t *Turn) []Choice { return t.sendChoices() },
		Take:    func(t *Turn, q *Question) (string, bool) { return t.takeSend(q) },
	})
}

// mostBlanks is how many blanks of one text can be asked for.
const mostBlanks = 3

// hears reports whether anybody is told what happens to a report: a part leaves
// that to the whole.
func hears(r *wijk.Report) bool { return r.Parent == 0 && r.Reporters > 0 }

// workReport is the report that the conversation is about.
func (t *Turn) workReport() (wijk.Report, bool) {
	var n uint64
	fmt.Sscan(t.get(workNumber), &n)
	return store.Reports.Get(t.Tx, store.Num(n))
}

// letterText is what the reporters will read, and what is still missing in it.
func (t *Turn) letterText(moment func(t *Turn, r *wijk.Report) string) (text string, missing []string) {
	r, _ := t.workReport()
	if t.get(chosenText) == ownText {
		return fmt.Sprintf("Over uw melding %d (%s): %s Gemeente Zoetermeer", r.Number, kindName(&r), sentence(t.get(ownText))), nil
	}
	all := standardsFor(moment(t, &r), r.Kind)
	s := all[0]
	if i := slices.IndexFunc(all, func(s standard) bool { return s.id == t.get(chosenText) }); i >= 0 {
		s = all[i]
	}
	return fillIn(s.text, func(name string) string { return t.blank(name, &r) })
}

// blank is what goes into a blank of a text, empty when nobody said it yet.
func (t *Turn) blank(name string, r *wijk.Report) string {
	switch name {
	case "nummer":
		return fmt.Sprint(r.Number)
	case "soort":
		return kindName(r)
	case "plaats":
		return braces.Replace(short(spot(&r.Place), 40))
	case "dag":
		return t.City.day(wijk.Date(t.get("dag")))
	case "belofte":
		return t.City.day(t.City.reopenedUntil(r, t.Now))
	case "partij":
		return braces.Replace(t.get("naam"))
	case "vraag":
		return question(braces.Replace(t.get("vraag")))
	case "reden":
		if said := t.get("reden"); said != "" {
			return sentence(upper(braces.Replace(said)))
		}
	}
	if said := t.get(blankText + name); said != "" {
		if strings.HasSuffix(fillable[name], "hele zin.") {
			said = sentence(upper(said))
		}
		return said
	}
	return ""
}

// reopenedUntil is the date that goes with opening a report again.
func (c *City) reopenedUntil(r *wijk.Report, now time.Time) wijk.Date {
	if r.Closed.IsZero() {
		return r.Promised
	}
	return c.deadline(now, reopenTerm)
}

// kindName is the category as it stands in a sentence.
func kindName(r *wijk.Report) string {
	if r.Kind == wijk.Else {
		return "iets anders"
	}
	return strings.ToLower(category.Of(r.Kind).Name)
}

// question ends a text with a question mark, unless it has an end.
func question(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "?"
}

// preview shows what the reporters will read, and what it costs.
func (t *Turn) preview(moment func(t *Turn, r *wijk.Report) string) string {
	r, _ := t.workReport()
	text, _ := t.letterText(moment)
	text = t.City.posed(t.Tx, &r, moment(t, &r), text)
	return t.beforePreview(&r) + asRead(&r, text) + t.warnings(&r)
}

// asRead shows a text as the reporters of r will read it, and what it costs.
func asRead(r *wijk.Report, text string) string {
	return fmt.Sprintf("Dit %s:\n\n%s\n\n%s, %s.", plural(r.Reporters, "leest de melder", "lezen de melders"), text, parts(text), people(r.Reporters))
}

// posed adds to a text what is asked or said with it when a report is closed, in
// the longest form that one of its reporters reads.
func (c *City) posed(tx *store.Tx, r *wijk.Report, moment, text string) string {
	x := wijk.Reporter{Number: r.Number, Address: wijk.Address{Channel: wijk.Telegram}}
	looked := 0
	for _, other := range store.Reporters.All(tx, store.Num(r.Number)) {
		if other.To().Channel == wijk.SMS {
			x.Address.Channel = wijk.SMS
		}
		if looked++; looked == mostLooked || x.Address.Channel == wijk.SMS {
			break
		}
	}
	m := wijk.Outgoing{Text: text}
	switch moment {
	case momentSolved, momentAfterAll:
		c.poseVote(r, &x, &m)
	case momentUnsolved:
		m.Text = beforeName(text, disagree(r, &x))
	}
	return m.Text
}

// mostLooked is how many reporters are looked at to know how they read.
const mostLooked = 200

// beforePreview says what goes with the text.
func (t *Turn) beforePreview(r *wijk.Report) string {
	n := len(photoIDs(t.get("foto")))
	switch {
	case t.Talk.Flow != flowDone:
		return ""
	case n == 1:
		return fmt.Sprintf("Melding %d klaar, met 1 foto. ", r.Number)
	case n > 1:
		return fmt.Sprintf("Melding %d klaar, met %d foto's. ", r.Number, n)
	}
	return fmt.Sprintf("Melding %d klaar, zonder foto. ", r.Number)
}

// warnings are for the sender alone.
func (t *Turn) warnings(r *wijk.Report) string {
	if d := wijk.Date(t.get("dag")); d > r.Promised && t.Talk.Flow == flowPlan {
		return " Let op: dat is na de beloofde dag (" + t.City.day(r.Promised) + ")."
	}
	return ""
}

func parts(text string) string {
	if n := gsm7.Segments(text); n != 1 {
		return fmt.Sprintf("%d sms-delen", n)
	}
	return "1 sms-deel"
}

func people(n int) string {
	if n == 1 {
		return "1 melder"
	}
	return fmt.Sprintf("%d melders", n)
}

// What can be done with a text that is ready.
const (
	sendIt, sendNot, sendOther, sendBack = "versturen", "stil", "anders", "terug"
)

func (t *Turn) sendChoices() []Choice {
	all := []Choice{{Label: "Versturen", Value: sendIt, Words: []string{"ja", "stuur", "ok"}}}
	if t.Talk.Flow == flowOutside { // reporters may hear of it, or not
		all = append(all, Choice{Label: "Zonder bericht", Value: sendNot})
	}
	return append(all, Choice{Label: "Andere tekst", Value: sendOther}, Choice{Label: "Terug", Value: sendBack})
}

// takeSend sends the text, unless the report changed since the sender last saw
// it: then it is shown again.
func (t *Turn) takeSend(q *Question) (string, bool) {
	f, _ := t.open()
	v, ok := choose(t, q)
	switch {
	case !ok:
		t.lead = "Kies een van de mogelijkheden. "
		t.ask(q)
		return "", false
	case v == sendBack:
		t.back()
		return "", false
	case v == sendOther:
		t.set(otherText, "ja")
		for key := range t.Talk.Answers {
			if key == chosenText || key == ownText || strings.HasPrefix(key, blankText) {
				delete(t.Talk.Answers, key)
			}
		}
		t.Talk.Step = slices.IndexFunc(f.Ask, func(q Question) bool { return q.Key == chosenText })
		t.proceed(f)
		return "", false
	case v == sendNot:
		t.set(workSilent, "ja")
	}
	if said, changed := t.overtaken(); changed {
		t.lead = said
		if r, _ := t.workReport(); !t.stillAims(&r) {
			leaveWork(t)
			return "", false
		}
		t.ask(q)
		return "", false
	}
	for i := range f.Ask[:t.Talk.Step] {
		if earlier := &f.Ask[i]; earlier.Skip == nil || !earlier.Skip(t) { // needed since
			t.Talk.Step = i
			t.ask(earlier)
			return "", false
		}
	}
	return v, true
}

// stillAims reports whether what the conversation is about can still be done.
func (t *Turn) stillAims(r *wijk.Report) bool {
	o := owner(t.Tx, r)
	return r.Stage.May(aims[t.Talk.Flow]) && (o == nil || o.ID == t.Staff.ID || !r.Stage.Open())
}

// takeLetter takes the sender's own text. A blank that is left in it would be
// read by people.
func takeLetter(t *Turn, q *Question) (string, bool) {
	text, ok := words(t, q)
	switch {
	case !ok, dutch.Yes(t.Words), dutch.No(t.Words):
		return "", false
	case blanks.MatchString(text):
		t.Say("Er staat nog " + short(blanks.FindString(text), 40) + " in uw tekst. Vul dat in.")
		return "", false
	case len([]rune(text)) > maxLetter:
		t.Say(fmt.Sprintf("Uw tekst is te lang. Gebruik niet meer dan %d tekens.", maxLetter))
		return "", false
	}
	if t.hearCry() {
		return "", false
	}
	return braces.Replace(text), true
}

// maxLetter is how many characters somebody may write to reporters: four parts
// of an SMS.
const maxLetter = 500

// takeBlank fills in the first blank that is still open.
func (t *Turn) takeBlank(q *Question, moment func(t *Turn, r *wijk.Report) string) (string, bool) {
	text, ok := takeLetter(t, q)
	if !ok {
		t.ask(q)
		return "", false
	}
	_, missing := t.letterText(moment)
	t.set(blankText+missing[0], text)
	return text, true
}
