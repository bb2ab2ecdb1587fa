package flows

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// guess returns what words are probably about, the likeliest first. Reading
// them is the dearest thing a message asks for, so it is done once.
func (t *Turn) guess(text string) []category.Guess {
	if t.guessedOf != text {
		t.guessed, t.guessedOf = category.Classify(text), text
	}
	return t.guessed
}

// sure returns the category that words are surely about, by name or not.
func (t *Turn) sure(text string) (kind wijk.ReportKind, ok bool) {
	if kind, _, ok = t.named(text); ok {
		return kind, true
	}
	if g := t.guess(text); len(g) > 0 && g[0].Score >= category.Sure {
		return g[0].Code, true
	}
	return "", false
}

// wantsReport reports whether the words surely ask for a report.
func (t *Turn) wantsReport() bool {
	if !t.mayReport() {
		return false
	}
	_, _, ok := t.named(t.M.Text)
	return ok || t.saysReport() || t.startsByWords()
}

// startsWithPhoto takes a photo by itself for the beginning of a report.
func (t *Turn) startsWithPhoto() bool {
	if t.M.Kind == wijk.Picture {
		t.begins(t.City.flow(flowMelding))
		return true
	}
	return false
}

// mayReport reports whether the words can be those of a report at all: they
// say so, or are about something that can be reported, and are no question.
func (t *Turn) mayReport() bool {
	return t.saysReport() || !t.asksOnly() && t.tellsWhat()
}

// tellsWhat reports whether the words say what there is to report.
func (t *Turn) tellsWhat() bool {
	if t.M.Text == "" {
		return false
	}
	if t.saysReport() && len(content(t.Words)) > 0 {
		return true
	}
	if _, _, ok := t.named(t.M.Text); ok {
		return true
	}
	return len(t.guess(t.M.Text)) > 0
}

// saysReport reports whether the words ask for a report as such: "ik wil iets
// melden", not "mijn melding 12".
func (t *Turn) saysReport() bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(t.Words, func(w string) bool { return slices.Contains(words, strings.TrimPrefix(w, "/")) })
	}
	return has("melding", "melden") && !has("mijn", "over", "die", "deze", "nummer") &&
		!slices.ContainsFunc(t.Words, func(w string) bool { return strings.Trim(w, "0123456789") == "" && w != "1" })
}

// fillers stand around what somebody wants to report.
var fillers = strings.Fields(`ik wij we je u wil willen wilt graag kan kunt zou een iets wat nieuwe nieuw melding melden
	doen maken geven van over bij hallo hoi dag beste goedemorgen goedemiddag goedenavond mevrouw meneer alstublieft
	aub svp bedankt dank uw hier er ligt liggen staat is het de dat nee`)

// content returns the words that are no fillers.
func content(words []string) (all []string) {
	for _, w := range words {
		if !slices.Contains(fillers, strings.TrimPrefix(w, "/")) {
			all = append(all, w)
		}
	}
	return all
}

// askers open a question, with its mark or surely without it too.
var (
	greetings    = strings.Fields("hallo hoi dag beste goedemorgen goedemiddag goedenavond mevrouw meneer")
	askers       = strings.Fields("wie wat waar welke heeft hebben weet")
	surelyAskers = strings.Fields("wanneer hoe hoeveel")
	myself       = strings.Fields("ik wij we je") // after "kan", "mag" and "moet"
)

// asksOnly reports whether the words are a question to the city that tells of
// nothing: "wanneer komt de vuilniswagen?".
func (t *Turn) asksOnly() bool {
	words := t.Words
	for len(words) > 1 && slices.Contains(greetings, words[0]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return false
	}
	asks := slices.Contains(surelyAskers, words[0])
	switch words[0] {
	case "kan", "mag", "moet":
		asks = len(words) > 1 && slices.Contains(myself, words[1])
	default:
		marked := strings.HasSuffix(strings.TrimSpace(t.M.Text), "?")
		asks = asks || marked && slices.Contains(askers, words[0])
	}
	if !asks {
		return false
	}
	_, placed := dutch.Place(t.M.Text)
	return !placed
}

// maxStory is how many characters the words of a report may have: as many as a
// back office takes.
const maxStory = 3000

func tooLong(text string) bool { return len([]rune(text)) > maxStory }

// textLapsed tells somebody whose report was begun too long ago.
const textLapsed = "Uw vorige melding is niet af."

const textTooLong = "Uw bericht is te lang. Maak het korter."

// storyQuestion asks for the words of somebody who told nothing yet.
var storyQuestion = Question{
	Key: "tekst", Free: true,
	Say: func(t *Turn) string {
		switch {
		case t.get("nog") != "":
			return "Wat is er nog meer op deze plek? Schrijf het in een zin."
		case len(t.photos()) > 0:
			return "Wat ziet u? Schrijf het in een zin."
		}
		return "Wat wilt u melden? Schrijf het in een of twee zinnen."
	},
	Skip: func(t *Turn) bool {
		return t.get("tekst") != "" || t.get("soort") != "" && t.kind() != wijk.Else
	},
	Take:  takesStory,
	Again: "Schrijf in een of twee zinnen wat er aan de hand is.",
}

func takesStory(t *Turn, _ *Question) (string, bool) {
	text := strings.TrimSpace(t.M.Text)
	if t.M.Kind != wijk.Text || text == "" || t.bare() {
		return "", false
	}
	if tooLong(text) {
		t.Say(textTooLong)
		return "", false
	}
	if _, _, ok := t.named(text); !ok && len(t.guess(text)) == 0 && len(content(t.Words)) < 2 {
		return "", false // "daar", "hallo"
	}
	t.takeStory(text)
	return text, true
}

// takeStory notes the words of a report and what is in them: what it is about,
// where it is, and whether there is danger.
func (t *Turn) takeStory(text string) {
	text = strings.TrimSpace(text)
	for _, key := range []string{"goed", "soort", "gok", "was"} {
		delete(t.Talk.Answers, key)
	}
	kind, bare, ok := t.named(text)
	if ok {
		t.setKind(kind)
	} else {
		t.set("gok", packGuesses(t.guess(text)))
	}
	if !bare {
		t.set("tekst", text)
	}
	t.takePlace(text)
	t.heed(category.StopIn(text))
}

// takePlace notes the place in words, unless one is known already.
func (t *Turn) takePlace(text string) {
	if p := t.Talk.Place; p != nil && (p.Wijk != "" || p.Point.Valid()) {
		return
	}
	_, _, lamp := dutch.LampPost(text)
	if a, ok := dutch.Place(text); lamp || ok && (a.Number != "" || a.Postcode != "") {
		t.placeInWords(text)
	}
}

// packGuesses keeps guesses among the answers, so that what a resident answers
// is about what they were shown.
func packGuesses(all []category.Guess) string {
	lines := make([]string, len(all))
	for i, g := range all {
		phrase := strings.Join(strings.Fields(g.Phrase), " ")
		lines[i] = string(g.Code) + "\t" + strconv.FormatFloat(g.Score, 'g', 4, 64) + "\t" + phrase
	}
	return strings.Join(lines, "\n")
}

// guesses returns what was guessed of the words of the report.
func (t *Turn) guesses() (all []category.Guess) {
	for line := range strings.SplitSeq(t.get("gok"), "\n") {
		if f := strings.Split(line, "\t"); len(f) == 3 {
			score, _ := strconv.ParseFloat(f[1], 64)
			all = append(all, category.Guess{Code: wijk.ReportKind(f[0]), Score: score, Phrase: f[2]})
		}
	}
	return all
}

// best returns the likeliest guess, empty when there is none.
func (t *Turn) best() category.Guess {
	if all := t.guesses(); len(all) > 0 {
		return all[0]
	}
	return category.Guess{}
}

// kind is what is being reported, as far as that was chosen.
func (t *Turn) kind() wijk.ReportKind { return wijk.ReportKind(t.get("soort")) }

// phrase is what the resident agreed it is.
func (t *Turn) phrase() string {
	if g := t.best(); g.Code == t.kind() && g.Phrase != "" {
		return quotable(g.Phrase, t.M.From.Channel)
	}
	if g := t.guess(t.get("tekst")); len(g) > 0 && g[0].Code == t.kind() {
		return quotable(g[0].Phrase, t.M.From.Channel) // it was named, not guessed
	}
	return category.Of(t.kind()).Name
}

// setKind notes what is reported. What was asked about another kind is
// forgotten.
func (t *Turn) setKind(kind wijk.ReportKind) {
	if kind != t.kind() {
		for key := range t.Talk.Answers {
			if key[0] == 'x' || strings.HasPrefix(key, "dubbel") {
				delete(t.Talk.Answers, key)
			}
		}
	}
	t.set("soort", string(kind))
}

// agrees notes what a resident made of our guess.
func (t *Turn) agrees(kind wijk.ReportKind) {
	g := t.best()
	store.Labels.Put(t.Tx, store.Num(t.Tx.Next("label")), wijk.Label{
		At: t.Now, Guess: g.Code, Score: g.Score, Chosen: kind, Version: category.Version,
	})
	t.setKind(kind)
}

// sureQuestion has the resident confirm a likely guess with one tap.
var sureQuestion = Question{
	Key: "goed",
	Skip: func(t *Turn) bool {
		return t.get("soort") != "" || t.get("goed") != "" || t.best().Score < category.Sure
	},
	Say: func(t *Turn) string {
		phrase := quotable(t.best().Phrase, t.M.From.Channel)
		if p := t.Talk.Place; p != nil && p.Wijk != "" {
			return t.fitting(phrase+" "+describePlace(p)+". Klopt dat?", phrase+". Klopt dat?")
		}
		return phrase + ". Klopt dat?"
	},
	Choices: func(*Turn) []Choice {
		return []Choice{{Label: "Ja", Value: "ja"}, {Label: "Nee, iets anders", Value: "nee"}}
	},
	Take: func(t *Turn, q *Question) (string, bool) {
		v, ok := confirm(t, q)
		switch {
		case ok && v == "ja":
			t.agrees(t.best().Code)
		case !ok && t.namesKind():
			return "nee", true
		case !ok:
			t.tellsMore(q)
		}
		return v, ok
	},
	Again: "Antwoord met ja of nee.",
}

// namesKind takes the name of a category for the answer to what it is.
func (t *Turn) namesKind() bool {
	kind, _, ok := t.named(t.M.Text)
	if ok = ok && t.M.Kind == wijk.Text; ok {
		t.agrees(kind)
		t.takePlace(t.M.Text)
	}
	return ok
}

// tellsMore takes what is no answer to what it is: words that are surely about
// something go to the report and are guessed at anew, a place is kept.
func (t *Turn) tellsMore(q *Question) {
	more := strings.TrimSpace(t.M.Text)
	if _, ok := t.sure(more); !ok || t.M.Kind != wijk.Text || tooLong(t.get("tekst")+"\n"+more) {
		t.tellsPlace(q)
		return
	}
	story := strings.TrimSpace(t.get("tekst") + "\n" + more)
	t.takeStory(more)
	t.set("tekst", story)
	t.redo("goed")
}

// tellsPlace keeps a place that came before it was asked, and asks q again.
func (t *Turn) tellsPlace(q *Question) {
	before := t.Talk.Place
	if t.M.Kind == wijk.Location {
		if v, ok := t.placeAt(t.M.Point); ok {
			t.set("plaats", v)
		}
	} else if t.M.Kind == wijk.Text {
		t.takePlace(t.M.Text)
	}
	if t.Talk.Place != before {
		t.lead = "Dank u, de plek is genoteerd. "
		t.ask(q)
	}
}

// kindQuestion shows the likeliest categories.
var kindQuestion = Question{
	Key: "soort", Text: "Waar gaat het over?",
	Skip: func(t *Turn) bool {
		if t.get("soort") == "" && len(t.kinds()) == 0 {
			t.setKind(wijk.Else) // nothing to choose from: a person reads it
		}
		return t.get("soort") != ""
	},
	Choices: func(t *Turn) []Choice {
		var choices []Choice
		for _, kind := range t.kinds() {
			choices = append(choices, Choice{Label: category.Of(kind).Name, Value: string(kind)})
		}
		return append(choices, Choice{Label: "Iets anders", Value: string(wijk.Else), Words: []string{"anders"}})
	},
	Take: func(t *Turn, q *Question) (string, bool) {
		v, ok := choose(t, q)
		if ok {
			t.agrees(wijk.ReportKind(v))
			return v, true
		}
		if t.namesKind() {
			return t.get("soort"), true
		}
		t.tellsMore(q)
		return "", false
	},
	Again: "Kies een van deze.",
}

// mostKinds is how many categories are shown to choose from.
const mostKinds = 3

// kinds are the categories to choose from: the guesses, and when one was
// refused others of its group.
func (t *Turn) kinds() (all []wijk.ReportKind) {
	like := wijk.ReportKind(t.get("was"))
	refused := []wijk.ReportKind{like, wijk.Else}
	if t.get("goed") == "nee" {
		refused = append(refused, t.best().Code)
		like = cmp.Or(like, t.best().Code)
	}
	add := func(kind wijk.ReportKind) {
		if len(all) < mostKinds && !slices.Contains(refused, kind) && !slices.Contains(all, kind) {
			all = append(all, kind)
		}
	}
	for _, g := range t.guesses() {
		add(g.Code)
	}
	if like != "" {
		for _, c := range category.All() {
			if c.Group == category.Of(like).Group {
				add(c.Code)
			}
		}
	}
	return all
}
