package flows

import (
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store/wijk"
)

// melding is the conversation by which a resident reports something: in words
// of their own, with a photo, or both. What it is and whether it is there
// already come from package category and the store; the questions here hold
// for every kind.
var melding = &Flow{
	Name: "melding",
	// Words alone decide only where more than a report hangs on them, see
	// hearsHelp; what else starts a report is in startsReport.
	Words: []string{
		"melding", "melden",
		"zwerfvuil", "zwerfafval", "afval", "troep", "rommel", "vuilnis", "vuilniszak", "rotzooi",
		"stoeptegel", "tegel", "stoeptegels", "tegels", "stoep", "bestrating", "trottoir", "klinker",
		"onkruid", "brandnetel", "distel", "overwoekerd",
		"lantaarnpaal", "straatlamp", "prullenbak", "speelplaats", "boom", "bomen", "tak", "fietspad", "put",
		"verlichting", "graffiti", "hondenpoep",
	},
	For:   (*Turn).mayReport,
	Wants: (*Turn).wantsReport,
	Open:  (*Turn).openReport,
	// Photos may come at any question.
	Photos: true,
	Ask: slices.Concat(
		[]Question{storyQuestion, sureQuestion, kindQuestion},
		placeQuestions(func(t *Turn) string { return category.Of(t.kind()).Where }),
		duplicateQuestions[:],
		extraQuestions,
		[]Question{photoQuestion, summaryQuestion, wrongQuestion, namelessQuestion},
	),
	Done: (*Turn).finishReport,
}

// A draft is what is known of a report before its first question.
type draft struct {
	Text   string
	Photos []string
	Place  *wijk.Place
}

// startReport begins a report of which something is known already, whatever
// the message is.
func (t *Turn) startReport(d draft) {
	f := t.City.flow(flowMelding)
	t.Talk.Flow, t.Talk.Step, t.Talk.Misses = f.Name, 0, 0
	t.Talk.Answers, t.Talk.Place = nil, d.Place
	if d.Place != nil {
		t.set("plaats", "ja")
		t.set("nog", "ja")
	}
	if len(d.Photos) > 0 {
		t.set("foto", strings.Join(d.Photos, ","))
	}
	if d.Text != "" {
		t.takeStory(d.Text)
	}
	t.proceed(f)
}

const flowMelding = "melding"

// openReport takes what the first message already tells: the words of the
// resident, a place in them, a photo with them.
func (t *Turn) openReport() {
	if t.M.Kind == wijk.Picture {
		t.set("foto", t.keepPhoto())
	}
	if t.M.Kind == wijk.Button || !t.tellsWhat() {
		return
	}
	if strings.HasPrefix(t.said.Rule, string(reply.Urgent)) { // it sounded like need all the same
		t.need = true
	}
	if tooLong(t.M.Text) {
		t.lead = textTooLong + " "
		return
	}
	t.takeStory(t.M.Text)
}

// photoQuestion asks for a photo. More may be sent at any question after it.
var photoQuestion = Question{
	Key: "foto", Text: "Heeft u een foto?",
	Skip: func(t *Turn) bool { return t.M.From.Channel == wijk.SMS || t.get("foto") != "" },
	Choices: func(*Turn) []Choice {
		return []Choice{{Label: "Overslaan", Value: skipped, Words: []string{"nee", "geen"}}}
	},
	Take:  photo,
	Again: "Stuur een foto, of kies Overslaan.",
}

// summaryQuestion shows all that will be reported.
var summaryQuestion = Question{
	Key: "klopt", Say: (*Turn).summary, Take: confirm,
	Choices: func(*Turn) []Choice {
		return []Choice{
			{Label: "Ja", Value: "ja"}, {Label: "Nee", Value: "nee"},
			{Label: "Zonder naam", Value: nameless, Words: []string{"anoniem"}},
		}
	},
	Again: "Kies Ja, Nee of Zonder naam.",
}

// wrongQuestion asks what is wrong in the summary, so that nobody has to begin
// anew.
var wrongQuestion = Question{
	Key: "mis", Text: "Wat klopt er niet?",
	Skip: func(t *Turn) bool { return t.get("klopt") != "nee" },
	Choices: func(t *Turn) []Choice {
		choices := []Choice{
			{Label: "De soort", Value: "soort", Words: []string{"soort", "onderwerp"}},
			{Label: "De plek", Value: "plaats", Words: []string{"plek", "plaats", "adres", "straat"}},
		}
		if len(t.answered()) > 0 {
			choices = append(choices, Choice{Label: "Een antwoord", Value: "x", Words: []string{"antwoord", "antwoorden"}})
		}
		return append(choices, Choice{Label: "Niets melden", Value: "niets", Words: []string{"niets", "niks", "nee", "stoppen"}})
	},
	Take: func(t *Turn, q *Question) (string, bool) {
		what, ok := choose(t, q)
		switch what {
		case "soort":
			t.set("was", t.get("soort"))
			t.set("goed", "-")
			t.redo("soort")
		case "plaats":
			t.redo("plaats", append(slices.Clone(placeKeys), "dubbel0", "dubbel1")...)
		case "x":
			t.set("mis", what)
			t.redo("x0", "x1", "x2", "x3")
		}
		return what, ok
	},
	Again: "Kies wat er niet klopt.",
}

// redo asks a question of the open flow again, without the answers that hang
// on it.
func (t *Turn) redo(key string, also ...string) {
	f, _ := t.open()
	for _, k := range append(also, key, "klopt") {
		delete(t.Talk.Answers, k)
	}
	t.Talk.Step = slices.IndexFunc(f.Ask, func(q Question) bool { return q.Key == key })
	t.proceed(f)
}

// summary says what will be reported. An SMS leaves out what does not fit.
func (t *Turn) summary() string {
	const ask = " Klopt dat?"
	about := t.subject() + " " + t.placeName() + "."
	all := about
	for _, a := range t.answered() {
		all += " " + a
	}
	switch n := len(t.photos()); n {
	case 0:
	case 1:
		all += " Met een foto. Nog een foto? Stuur die nu."
	case maxPhotos:
		all += fmt.Sprintf(" Met %d foto's.", n)
	default:
		all += fmt.Sprintf(" Met %d foto's. Nog een foto? Stuur die nu.", n)
	}
	return t.fitting(all+ask, about+ask, t.phrase()+" "+t.placeName()+"."+ask)
}

// subject says what it is, as the resident agreed to, or else in their words.
func (t *Turn) subject() string {
	if t.kind() == wijk.Else {
		if said := quotable(t.get("tekst"), t.M.From.Channel); said != "" {
			return `"` + short(said, 60) + `"`
		}
	}
	return t.phrase()
}

func short(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return string(r[:most]) + "..."
}

// photos are the ids of the photos so far.
func (t *Turn) photos() []string { return photoIDs(t.get("foto")) }

// finishReport makes the report.
func (t *Turn) finishReport() {
	if t.get("klopt") == "nee" {
		t.menuAfter("Goed, wij hebben niets gemeld.")
		return
	}
	if no := t.barred(t.Talk.Place); no != "" {
		t.menuAfter(no)
		return
	}
	t.madeReport()
	in := Intake{
		Kind: t.kind(), Phrase: t.phrase(), Text: t.get("tekst"), Place: *t.Talk.Place, Photos: t.photos(),
		Answers: t.extraAnswers(), Urgent: t.dangerous(), Source: string(t.M.From.Channel), From: t.M.From,
	}
	if t.get("klopt") == nameless {
		t.reportNameless(in)
		return
	}
	r := t.City.NewReport(t.Tx, in, t.Now)
	t.careKnows(r.Number)
	t.offerMore(t.thanks(&r))
}

// thanks tells the number of a new report and what the city promises.
func (t *Turn) thanks(r *wijk.Report) string {
	text := fmt.Sprintf("Dank u. Uw melding heeft nummer %d. %s", r.Number, r.Promise)
	if !strings.Contains(r.Promise, "hoort u") {
		text += " U hoort van ons."
	}
	if t.M.From.Channel == wijk.Telegram {
		text += " Alles zien? Stuur MIJN MELDINGEN."
	}
	return text
}

// offerMore ends a report with the offer to make another at the same place.
func (t *Turn) offerMore(thanks string) {
	place := t.Talk.Place
	t.leave()
	t.Talk.Flow, t.Talk.Place = nog.Name, place
	t.lead = thanks + " "
	t.proceed(nog)
}

// nog offers to report something else at the same place. Nobody has to answer.
var nog = &Flow{
	Name: "nog",
	Soft: true,
	Ask: []Question{{
		Key: "nog",
		Say: func(t *Turn) string {
			if t.M.From.Channel == wijk.SMS {
				return "Nog iets op deze plek? Stuur NOG."
			}
			return "Nog iets op deze plek?"
		},
		Choices: func(t *Turn) []Choice {
			if t.M.From.Channel == wijk.SMS {
				return nil
			}
			return yesNo(t)
		},
		Take: func(t *Turn, q *Question) (string, bool) {
			// No numbers: they may be for a check-in.
			switch {
			case t.is("nog", "nog iets", "nog een") || dutch.Yes(t.Words):
				return "ja", true
			case dutch.No(t.Words):
				return "nee", true
			}
			return "", false
		},
	}},
	Done: func(t *Turn) {
		if t.get("nog") != "ja" {
			t.Say("Goed. Tot ziens.")
			return
		}
		t.startReport(draft{Place: t.Talk.Place})
	},
}

// adopt goes on with a report that was begun when each kind had a flow of its
// own: the questions are the same, at another step.
func (t *Turn) adopt() {
	kind := wijk.ReportKind(t.Talk.Flow)
	if kind != wijk.Litter && kind != wijk.Paving && kind != wijk.Weeds && kind != wijk.Else {
		return
	}
	steps := []string{"tekst", "plaats", "wijk", "foto", "klopt"}
	f := t.City.flow(flowMelding)
	step := slices.IndexFunc(f.Ask, func(q Question) bool { return q.Key == steps[min(t.Talk.Step, len(steps)-1)] })
	t.Talk.Flow, t.Talk.Step = f.Name, step
	t.set("soort", string(kind))
}

// savedPhotos adds photos to a report that has room for them. A person looks
// at it again before anybody outside sees it.
func savedPhotos(r *wijk.Report, ids []string) {
	for _, id := range ids {
		if len(r.Photos) < maxPhotos {
			r.Photos, r.Public = append(r.Photos, id), false
		}
	}
}
