package flows

import (
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The conversations in which somebody of the city does something with a report
// that its reporters hear. They are begun by a job, never by their words.
const (
	flowDone     = "werk-klaar"
	flowUnsolved = "werk-niet"
	flowPlan     = "werk-plan"
	flowAsk      = "werk-vraag"
	flowReopen   = "werk-heropen"
	flowOutside  = "werk-extern"
	flowKind     = "werk-soort"
	flowSplit    = "werk-splits"
	flowMerge    = "werk-voeg"
	flowPublic   = "werk-openbaar"
	flowNote     = "werk-notitie"
	flowWhich    = "werk-welke"
	flowPhoto    = "werk-foto"
)

// aims are the stages that conversations bring a report to.
var aims = map[string]wijk.Stage{
	flowDone: wijk.Done, flowUnsolved: wijk.Done, flowPlan: wijk.Planned, flowAsk: wijk.Asked, flowReopen: wijk.Reopened, flowOutside: wijk.Outside,
}

// mender limits a conversation to those who mend.
func mender(t *Turn) bool { return t.Staff != nil && t.Staff.Role.Mends() }

// startWork begins a conversation about a report with what is known already,
// pairs being key and value by turns.
func (t *Turn) startWork(name string, r *wijk.Report, pairs ...string) {
	if t.mute {
		return // nobody may agree to what was not shown
	}
	f := t.City.flow(name)
	t.Talk.Flow, t.Talk.Step, t.Talk.Misses, t.Talk.Answers, t.Talk.Place = f.Name, 0, 0, nil, nil
	t.set(workNumber, fmt.Sprint(r.Number))
	t.set(workSeen, fmt.Sprint(lastStep(t.Tx, r.Number)))
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			t.set(pairs[i], pairs[i+1])
		}
	}
	t.proceed(f)
}

// leaveWork ends a conversation about a report by showing the report.
func leaveWork(t *Turn) {
	r, ok := t.workReport()
	t.leave()
	if !ok || !t.mends(&r) {
		t.begins(menu)
		return
	}
	t.sayCard(&r)
}

// overtaken reports whether somebody else did something with the report since
// the sender last saw it, and says what.
func (t *Turn) overtaken() (said string, changed bool) {
	r, _ := t.workReport()
	var seen uint64
	fmt.Sscan(t.get(workSeen), &seen)
	e, changed := stepSince(t.Tx, r.Number, seen, t.Staff.ID)
	if !changed {
		return "", false
	}
	t.set(workSeen, fmt.Sprint(e.Seq))
	return fmt.Sprintf("Let op. %s deed intussen iets met melding %d: %s. ", who(t.Tx, e.By), r.Number, did(&e)), true
}

// finish makes the move that a conversation was about, and tells the sender.
// Whoever lost the right to it, or the report to a colleague, is told that.
func (t *Turn) finish(m Move, done string) (wijk.Report, bool) {
	r, ok := t.workReport()
	if !ok || !t.mends(&r) {
		t.Say("Dat lukt niet: u werkt niet meer aan deze melding.")
		return r, false
	}
	if o := owner(t.Tx, &r); o != nil && o.ID != t.Staff.ID && r.Stage.Open() {
		t.sayOf(&r, t.has(o, &r))
		return r, false
	}
	if owner(t.Tx, &r) == nil && m.To == wijk.Asked { // whoever asks gets the answer
		r.Owner, r.Taken = t.Staff.ID, t.Now
		store.Reports.Put(t.Tx, store.Num(r.Number), r)
	}
	m.By = t.Staff.ID
	moved, err := t.City.Move(t.Tx, r.Number, m, t.Now)
	if err != nil {
		t.sayOf(&r, sayError(err))
		return r, false
	}
	if hears(&moved) && m.Text != "" {
		done += fmt.Sprintf(" %s %s het.", people(moved.Reporters), plural(moved.Reporters, "hoort", "horen"))
	}
	t.sayOf(&moved, done)
	return moved, true
}

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// hearCry hears a cry in a text that somebody wrote for others, and reports
// whether it is one before all else. Those who work outside write of what is
// broken or gone all day, so words of that alone are none; what may be one is
// left for a person to look at.
func (t *Turn) hearCry() bool {
	said := t.label()
	own := slices.ContainsFunc(ownNeed, said.Has)
	switch {
	case said.Label == reply.Urgent && own && !said.Has(reply.Fall):
		t.leave()
		t.danger(said)
		return true
	case said.Label == reply.Urgent || said.Label == reply.Help && own:
		t.openCase(wijk.CaseHelp, wijk.Amber, "In een tekst over een melding. Regel: "+said.Rule+flagNote(said), false)
		t.lead = "Bent u zelf in nood? Bel 112. "
	}
	return false
}

// ownNeed are the facts that make a text a cry of who wrote it.
var ownNeed = []reply.Flag{reply.Fall, reply.Callback, reply.Violence, reply.Suicide}

// told takes a sentence: more than yes or no.
func told(t *Turn, q *Question) (string, bool) {
	text, ok := words(t, q)
	if dutch.Yes(t.Words) || dutch.No(t.Words) {
		return "", false
	}
	if ok && t.hearCry() {
		return "", false
	}
	return text, ok
}

// werkKlaar closes a report as solved. With a photo it takes one tap.
var werkKlaar = &Flow{
	Name: flowDone, Holds: mender, Photos: true, Left: leaveWork,
	Ask: append([]Question{
		{
			Key: "foto", Text: "Stuur een foto van het werk. Geen foto? Schrijf waarom niet.", Free: true,
			Skip: func(t *Turn) bool {
				return t.M.From.Channel == wijk.SMS || t.get("foto") != "" || t.get("zonder") != ""
			},
			Take: takeRepair, Again: "Stuur een foto van het werk, of schrijf waarom er geen foto is.",
		},
		{
			Key: "zonder", Text: "Per sms gaat er geen foto mee. Wat heeft u gedaan? Schrijf het in een zin, voor uw collega's.", Free: true,
			Skip: func(t *Turn) bool {
				return t.M.From.Channel != wijk.SMS || t.get("foto") != "" || t.get("zonder") != ""
			},
			Take: told, Again: "Schrijf het in een zin.",
		},
		{
			Key: "reden", Free: true,
			Skip: func(t *Turn) bool {
				r, _ := t.workReport()
				return r.No < toBeSure || t.get("reden") != ""
			},
			Say: func(t *Turn) string {
				r, _ := t.workReport()
				return fmt.Sprintf("%s zeggen dat het niet is opgelost. Waarom is het dat nu wel? De melders lezen dit.", upper(people(r.No)))
			},
			Take: told, Again: "Schrijf in een zin waarom het nu is opgelost.",
		},
	}, forReporters(func(_ *Turn, r *wijk.Report) string {
		if r.No >= toBeSure {
			return momentAfterAll
		}
		return momentSolved
	})...),
	Done: func(t *Turn) {
		r, _ := t.workReport()
		moment := momentSolved
		if r.No >= toBeSure {
			moment = momentAfterAll
		}
		note := t.get("wat")
		if why := t.get("zonder"); why != "" {
			note = strings.TrimSpace("Zonder foto: " + why + " " + note)
		}
		t.finish(Move{
			To: wijk.Done, Outcome: wijk.Solved, Reason: t.get("reden"), Repairs: photoIDs(t.get("foto")), Note: note, Text: t.readText(moment),
		}, fmt.Sprintf("Melding %d is klaar.", r.Number))
	},
}

// takeRepair takes a photo of the work, or why there is none.
func takeRepair(t *Turn, q *Question) (string, bool) {
	if t.M.Kind == wijk.Picture {
		return t.addPhoto(t.get(q.Key))
	}
	why, ok := told(t, q)
	if ok {
		t.set("zonder", why)
	}
	return "-", ok
}

// readText is the text that was agreed on, empty when nobody is told.
func (t *Turn) readText(moment string) string {
	r, _ := t.workReport()
	if !hears(&r) || t.get(workSilent) != "" {
		return ""
	}
	text, missing := t.letterText(at(moment))
	if len(missing) > 0 {
		return "" // never with an open blank: the text of the stage says enough
	}
	return text
}

// at is a text that is always sent at the same moment.
func at(moment string) func(*Turn, *wijk.Report) string {
	return func(*Turn, *wijk.Report) string { return moment }
}

// wantsDone begins to close a report: "klaar 12", with a photo or without, and
// with what was done.
func (t *Turn) wantsDone(r *wijk.Report, rest string) {
	if open := openParts(t.Tx, r.Number); len(open) > 0 {
		t.sayOf(r, fmt.Sprintf("Melding %d is nog niet klaar: eerst %s.", r.Number, partNumbers(open)))
		return
	}
	pairs := []string{"foto", t.photosNow()}
	why, without := cutWithout(rest)
	switch {
	case without && why != "":
		pairs = append(pairs, "foto", "-", "zonder", why)
	case without: // the question for a photo asks why
	case r.No >= toBeSure:
		pairs = append(pairs, "reden", rest)
	case t.M.From.Channel == wijk.SMS:
		pairs = append(pairs, "zonder", rest)
	default:
		pairs = append(pairs, "wat", rest)
	}
	t.startWork(flowDone, r, pairs...)
}

// photosNow are the photos that came with the message: its own, and those of
// the same album that the open conversation took before the caption came.
func (t *Turn) photosNow() string {
	list := ""
	if t.M.Album != "" && t.M.Album == t.Talk.Album.ID && t.Talk.Album.Photo != "" {
		list = t.get("foto")
	}
	if t.M.Kind == wijk.Picture {
		list, _ = t.addPhoto(list)
	}
	return list
}

// cutWithout reads "zonder foto, telefoon leeg".
func cutWithout(rest string) (why string, ok bool) {
	fields := strings.Fields(wijk.Fold(rest))
	if len(fields) < 2 || fields[0] != "zonder" && fields[0] != "geen" || strings.Trim(fields[1], ",.:;") != "foto" {
		return "", false
	}
	return strings.TrimLeft(behind(rest, 2), ",.:; "), true
}

// werkFoto asks what a photo without words is of, when the sender has work in
// hand: nobody types with gloves on.
var werkFoto = &Flow{
	Name: flowPhoto, Holds: mender, Photos: true,
	Ask: []Question{{
		Key: "welke", Text: "Is dit de foto na het werk? Van welke melding?", Take: choose, Again: "Kies de melding, of iets nieuws.",
		Choices: func(t *Turn) (all []Choice) {
			for _, r := range t.ownReports() {
				all = append(all, Choice{Label: fmt.Sprintf("Klaar: %d %s", r.Number, short(headline(&r), 40)), Value: fmt.Sprint(r.Number)})
			}
			return append(all, Choice{Label: "Iets nieuws melden", Value: "nieuw", Words: []string{"nieuw", "nee"}})
		},
	}},
	Done: func(t *Turn) {
		photos := t.get("foto")
		var n uint64
		if _, err := fmt.Sscan(t.get("welke"), &n); err != nil {
			t.startReport(draft{Photos: photoIDs(photos)})
			return
		}
		r, ok := store.Reports.Get(t.Tx, store.Num(n))
		if ok && t.mends(&r) {
			t.closeWith(&r, photos)
		}
	},
}

// photoOfWork takes a photo without words of somebody who has work in hand.
func (t *Turn) photoOfWork() bool {
	if t.Staff == nil || !t.Staff.Role.Mends() || t.M.Kind != wijk.Picture || t.M.Text != "" || t.busy() || len(t.ownReports()) == 0 {
		return false
	}
	f := t.City.flow(flowPhoto)
	t.Talk.Flow, t.Talk.Step, t.Talk.Misses, t.Talk.Answers, t.Talk.Place = f.Name, 0, 0, nil, nil
	t.set("foto", t.keepPhoto())
	t.proceed(f)
	return true
}

// closeWith begins to close a report with photos that are there already.
func (t *Turn) closeWith(r *wijk.Report, photos string) {
	for _, j := range jobs() {
		if j.name != "klaar" {
			continue
		}
		if j.possible(t.Tx, t.Staff, r) && len(openParts(t.Tx, r.Number)) == 0 {
			t.startWork(flowDone, r, "foto", photos)
			return
		}
		t.obey(&j, r, "") // says why not
	}
}

// werkNiet closes a report that was not solved, with the reason.
var werkNiet = &Flow{
	Name: flowUnsolved, Holds: mender, Left: leaveWork,
	Ask: append([]Question{{
		Key: "reden", Text: "Waarom is het niet opgelost? De melders lezen dit.", Free: true,
		Skip: func(t *Turn) bool { return t.get("reden") != "" },
		Take: told, Again: "Schrijf in een zin waarom het niet is opgelost.",
	}}, forReporters(at(momentUnsolved))...),
	Done: func(t *Turn) {
		t.finish(Move{To: wijk.Done, Outcome: wijk.Unsolved, Reason: sentence(upper(t.get("reden"))), Text: t.readText(momentUnsolved)},
			"Melding "+t.get(workNumber)+" is gesloten, niet opgelost.")
	},
}

func (t *Turn) wantsUnsolved(r *wijk.Report, rest string) {
	t.startWork(flowUnsolved, r, "reden", rest)
}

// werkPlan promises the day on which the work is done.
var werkPlan = &Flow{
	Name: flowPlan, Holds: mender, Left: leaveWork,
	Ask: append([]Question{{
		Key: "dag", Text: "Op welke dag? Bijvoorbeeld: vrijdag, 4 december, over 3 werkdagen.",
		Skip: func(t *Turn) bool { return t.get("dag") != "" },
		Take: takeDay,
	}}, forReporters(at(momentPlanned))...),
	Done: func(t *Turn) {
		day := wijk.Date(t.get("dag"))
		t.finish(Move{To: wijk.Planned, Planned: day, Text: t.readText(momentPlanned)},
			fmt.Sprintf("Melding %s is ingepland voor %s.", t.get(workNumber), t.City.day(day)))
	},
}

func (t *Turn) wantsPlan(r *wijk.Report, rest string) {
	day := ""
	if rest != "" {
		if d, ok := t.City.dayIn(rest, t.Now); ok {
			day = string(d)
		} else {
			t.lead = "Die dag begrijp ik niet, of is voorbij. "
		}
	}
	t.startWork(flowPlan, r, "dag", day)
}

func takeDay(t *Turn, _ *Question) (string, bool) {
	d, ok := t.City.dayIn(t.M.Text, t.Now)
	if !ok {
		t.Say("Die dag begrijp ik niet, of is voorbij. Typ bijvoorbeeld: vrijdag, 4 december, over 3 werkdagen.")
	}
	return string(d), ok
}

// werkVraag asks the reporters something.
var werkVraag = &Flow{
	Name: flowAsk, Holds: mender, Left: leaveWork,
	Ask: append([]Question{{
		Key: "vraag", Text: "Wat wilt u de melder vragen?", Free: true,
		Skip: func(t *Turn) bool { return t.get("vraag") != "" },
		Take: takeLetter, Again: "Typ uw vraag aan de melder.",
	}}, forReporters(at(momentAsked))...),
	Done: func(t *Turn) {
		asked := t.get("vraag")
		if text := t.readText(momentAsked); t.get(chosenText) != "" {
			asked = text // another question than was typed
		}
		t.finish(Move{To: wijk.Asked, Question: question(asked), Text: t.readText(momentAsked)},
			"De vraag over melding "+t.get(workNumber)+" gaat weg.")
	},
}

func (t *Turn) wantsAsk(r *wijk.Report, rest string) {
	if r.Parent != 0 {
		t.sayOf(r, fmt.Sprintf("Melding %d is een deel van %d. Vraag het daar: VRAAG %d.", r.Number, r.Parent, r.Parent))
		return
	}
	t.startWork(flowAsk, r, "vraag", braces.Replace(short(rest, maxLetter)))
}

// werkHeropen opens a closed report again.
var werkHeropen = &Flow{
	Name: flowReopen, Holds: mender, Left: leaveWork,
	Ask: append([]Question{{
		Key: "reden", Text: "Waarom gaat de melding weer open?", Free: true,
		Skip: func(t *Turn) bool { return t.get("reden") != "" },
		Take: told, Again: "Schrijf in een zin waarom.",
	}}, forReporters(at(momentReopened))...),
	Done: func(t *Turn) {
		t.finish(Move{To: wijk.Reopened, Note: t.get("reden"), Text: t.readText(momentReopened)},
			"Melding "+t.get(workNumber)+" is weer open.")
	},
}

func (t *Turn) wantsReopen(r *wijk.Report, rest string) { t.startWork(flowReopen, r, "reden", rest) }

// werkNotitie takes a note for colleagues.
var werkNotitie = &Flow{
	Name: flowNote, Holds: mender, Left: leaveWork,
	Ask: []Question{{Key: "tekst", Text: "Wat wilt u noteren? Alleen collega's lezen het.", Free: true, Take: told, Again: "Typ uw notitie."}},
	Done: func(t *Turn) {
		if r, ok := t.workReport(); ok && t.mends(&r) {
			t.note(&r, t.get("tekst"))
		}
	},
}

// werkWelke asks what is meant when a report and a case have one number.
var werkWelke = &Flow{
	Name: flowWhich, Holds: mender,
	Ask: []Question{{
		Key: "wat",
		Say: func(t *Turn) string {
			return "Er is een melding " + t.get(workNumber) + " en een zaak " + t.get(workNumber) + ". Welke bedoelt u?"
		},
		Choices: func(t *Turn) []Choice {
			n := t.get(workNumber)
			return []Choice{{Label: "Melding " + n, Value: "melding", Words: []string{"melding"}}, {Label: "Zaak " + n, Value: "zaak", Words: []string{"zaak"}}}
		},
		Take: choose, Again: "Kies de melding of de zaak.",
	}},
	Done: func(t *Turn) {
		r, _ := t.workReport()
		name, rest, zaak := t.get("woord"), t.get("rest"), t.get("wat") == "zaak"
		t.leave()
		switch {
		case zaak && name == "neem":
			t.takeCase(strings.TrimSpace(fmt.Sprint(r.Number) + " " + rest))
		case zaak:
			t.finishCase(strings.TrimSpace(fmt.Sprint(r.Number) + " " + rest))
		case !t.mends(&r):
			t.Say(t.notTheirs(&r))
		default:
			for _, j := range jobs() {
				if j.name == name {
					t.obey(&j, &r, rest)
				}
			}
		}
	},
}

// meansCase handles "neem 12" and "klaar 12" of somebody who has cases too: it may
// be about the case with that number. It reports whether that is settled.
func (t *Turn) meansCase(o order, r *wijk.Report, known bool) bool {
	if t.M.Kind == wijk.Picture || o.job.name != "neem" && o.job.name != "klaar" {
		return false
	}
	cs, ok := store.Cases.Get(t.Tx, store.Num(o.number))
	switch {
	case !ok || !t.mayHandle(&cs):
		return false
	case !known || !r.Stage.Open() && cs.State != wijk.CaseClosed, !t.mends(r):
		text := strings.TrimSpace(fmt.Sprint(o.number) + " " + o.rest)
		if o.job.name == "neem" {
			t.takeCase(text)
		} else {
			t.finishCase(text)
		}
		return true
	case cs.State == wijk.CaseClosed:
		return false
	}
	t.startWork(flowWhich, r, "woord", o.job.name, "rest", o.rest)
	return true
}
