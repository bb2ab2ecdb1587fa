package flows

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store/wijk"
)

// A Flow is a conversation: questions in order, and what is done with the
// answers. It is data, so that one definition drives buttons and numbers.
type Flow struct {
	Name string
	// Words start it, alone or in a sentence. A word of seven letters or more
	// may have one typing error, one of five may be a part of a longer word.
	Words []string
	// Wants, when set, reports whether words that hold none of Words start it.
	Wants func(t *Turn) bool
	// Soft flows need no answer: other text is taken for what it is.
	Soft bool
	// For limits who may start it; nil is everybody.
	For func(t *Turn) bool
	// Holds, when set, is asked before each answer: whoever lost the right to a
	// conversation in the middle of it has lost it at once.
	Holds func(t *Turn) bool
	// Open, when set, looks at the words that started it: an answer may be in
	// them already.
	Open func(t *Turn)
	// Photos says that pictures go into the answer "foto", as a list of ids,
	// whatever question they were sent to.
	Photos bool
	// Left, when set, is where the way back from the first question leads,
	// instead of to the menu.
	Left func(t *Turn)
	Ask  []Question
	Done func(t *Turn)
}

// A Question is one step of a flow.
type Question struct {
	Key string
	// Text may hold {key} of earlier answers.
	Text string
	// Say, when set, makes the text instead.
	Say func(t *Turn) string
	// Take reads an answer. It returns false after telling why not, or to
	// have Again said.
	Take func(t *Turn, q *Question) (value string, ok bool)
	// Choices are the answers to tap.
	Choices func(t *Turn) []Choice
	// Skip leaves the question out.
	Skip func(t *Turn) bool
	// Again is said when the answer was not understood.
	Again string
	// Free takes any words, and a person reads them.
	Free bool
	// Bare, when set, reports whether a message that is only a number, yes or no
	// is an answer; otherwise it is when it is one of Choices.
	Bare func(t *Turn) bool
	// Place shows Telegram's own key to share a location.
	Place bool
	// Shows, when set, returns the id of a photo to show in Telegram, or "".
	Shows func(t *Turn) string
}

// begins starts a flow from its first question.
func (t *Turn) begins(f *Flow) {
	t.Talk.Flow, t.Talk.Step, t.Talk.Misses = f.Name, 0, 0
	t.Talk.Answers, t.Talk.Place = nil, nil
	if f.Open != nil {
		f.Open(t)
	}
	t.proceed(f)
}

// set notes an answer.
func (t *Turn) set(key, value string) {
	if t.Talk.Answers == nil {
		t.Talk.Answers = make(map[string]string)
	}
	t.Talk.Answers[key] = value
}

// get returns an answer, empty when it was not given.
func (t *Turn) get(key string) string { return t.Talk.Answers[key] }

// proceed asks the next question that is not to be skipped, or ends the flow.
func (t *Turn) proceed(f *Flow) {
	for ; t.Talk.Step < len(f.Ask); t.Talk.Step++ {
		q := &f.Ask[t.Talk.Step]
		if q.Skip == nil || !q.Skip(t) {
			t.ask(q)
			return
		}
	}
	if f == menu {
		t.endMenu()
		return
	}
	f.Done(t)
	if t.Talk.Flow == f.Name { // Done may have begun another
		t.leave()
	}
}

// leave ends the open flow.
func (t *Turn) leave() {
	t.Talk.Flow, t.Talk.Step, t.Talk.Misses = "", 0, 0
	t.Talk.Answers, t.Talk.Place = nil, nil
}

func (t *Turn) ask(q *Question) {
	text := q.Text
	if q.Say != nil {
		text = q.Say(t)
	}
	t.Talk.AskedAt = t.Now
	t.pose(q, t.expand(text))
}

// menuAfter shows the menu behind a sentence, in one message.
func (t *Turn) menuAfter(text string) {
	t.lead = text + " "
	t.begins(menu)
}

// pose says text with the choices of q.
func (t *Turn) pose(q *Question, text string) {
	if t.mute {
		return
	}
	text, t.lead = t.lead+text, ""
	var choices []Choice
	if q.Choices != nil {
		choices = q.Choices(t)
	}
	m := wijk.Outgoing{AskPlace: q.Place && t.M.From.Channel == wijk.Telegram}
	if q.Shows != nil && t.M.From.Channel == wijk.Telegram {
		m.PhotoID = q.Shows(t)
	}
	t.Talk.Turn++
	m.Text, m.Options = render(t.M.From.Channel, text, t.Talk.Turn, choices)
	t.send(m)
}

// expand fills in {key} with earlier answers.
func (t *Turn) expand(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	for k, v := range t.Talk.Answers {
		text = strings.ReplaceAll(text, "{"+k+"}", v)
	}
	return text
}

// open returns the open question and its flow.
func (t *Turn) open() (*Flow, *Question) {
	f := t.City.flow(t.Talk.Flow)
	if f == nil || t.Talk.Step >= len(f.Ask) {
		return nil, nil
	}
	return f, &f.Ask[t.Talk.Step]
}

// answer gives the message to the open question.
func (t *Turn) answer() {
	f, q := t.open()
	step, turn := t.Talk.Step, t.Talk.Turn
	if f.Photos && (t.takesPhoto(q) || t.answersPhotoPlace(q)) {
		return
	}
	value, ok := q.Take(t, q)
	if t.Talk.Flow != f.Name || t.Talk.Step != step || t.Talk.Turn != turn {
		return // the answer led elsewhere, or to the question once more
	}
	if ok {
		t.Talk.Misses = 0
		t.set(q.Key, value)
		t.Talk.Step++
		t.proceed(f)
		return
	}
	t.Talk.Misses++
	if t.Talk.Misses >= maxMisses {
		t.menuAfter("Het lukt zo niet. U kunt ook bellen: " + t.City.Tel + ".")
		return
	}
	if q.Again != "" {
		t.pose(q, t.expand(q.Again))
	}
}

// maxMisses is how often in a row a question is repeated.
const maxMisses = 4

// back returns to the question before, or to the menu.
func (t *Turn) back() {
	f, _ := t.open()
	if t.paused() && (f == nil || f.Soft) { // "Eerder terug? Stuur TERUG"
		t.resume()
		return
	}
	if f == nil {
		t.begins(menu)
		return
	}
	for t.Talk.Step--; t.Talk.Step >= 0; t.Talk.Step-- {
		q := &f.Ask[t.Talk.Step]
		delete(t.Talk.Answers, q.Key)
		if q.Skip == nil || !q.Skip(t) {
			t.ask(q)
			return
		}
	}
	if f.Left != nil {
		f.Left(t)
		return
	}
	t.begins(menu)
}

// pressed handles a tapped button: a choice of the open question, or one that
// names what it is about.
func (t *Turn) pressed() {
	if len(t.M.Option) == 0 {
		t.expired()
		return
	}
	kind, rest := t.M.Option[0], t.M.Option[1:]
	ref, act, _ := strings.Cut(rest, ".")
	switch kind {
	case 't':
		t.pressedChoice(ref, act)
	case 'c':
		t.pressedCheckIn(wijk.Date(ref), act)
	case 'o':
		t.pressedInvitation(ref, act)
	case 'e':
		t.pressedOffer(ref, act)
	case 'u':
		t.pressedUpdate(ref, act)
	case 'z':
		t.pressedCase(ref, act)
	case 's':
		t.pressedSignal(ref, act)
	case 'r':
		t.pressedReport(ref, act)
	case 'w':
		t.pressedWork(ref, act)
	case 'f':
		t.pressedPhoto(ref, act)
	default:
		t.expired()
	}
}

func (t *Turn) pressedChoice(turn, index string) {
	f, q := t.open()
	i, err := strconv.Atoi(index)
	if f == nil || q.Choices == nil || err != nil || turn != strconv.FormatUint(t.Talk.Turn, 10) {
		t.expired()
		return
	}
	choices := q.Choices(t)
	if i < 0 || i >= len(choices) {
		t.expired()
		return
	}
	t.M.Text = choices[i].Label
	t.Words = reply.Words(t.M.Text)
	t.answer()
}

func (t *Turn) expired() {
	t.menuAfter("Deze knop is verlopen.")
}

// choose takes one of the choices of a question: its number, exactly, its
// label, or one of its words.
func choose(t *Turn, q *Question) (string, bool) {
	choices := q.Choices(t)
	if n, ok := dutch.Number(t.M.Text); ok {
		if n < 1 || n > len(choices) {
			return "", false
		}
		return choices[n-1].Value, true
	}
	for _, c := range choices {
		if t.saysLabel(c.Label) {
			return c.Value, true
		}
	}
	for _, c := range choices {
		if len(t.Words) == 1 && slices.ContainsFunc(c.Words, func(w string) bool { return dutch.Near(w, t.Words[0]) }) ||
			len(t.Words) > 1 && slices.Contains(c.Words, strings.Join(t.Words, " ")) {
			return c.Value, true
		}
	}
	return "", false
}

// saysLabel reports whether the message is the label of a choice.
func (t *Turn) saysLabel(label string) bool {
	if len(t.Words) == 0 || label == "" {
		return false
	}
	// Most messages are none: their first letter tells, when it is a plain one.
	if a, b := t.Words[0][0], label[0]|0x20; b >= 'a' && b <= 'z' && a < utf8.RuneSelf && a != b {
		return false
	}
	return slices.Equal(t.Words, reply.Words(label))
}

// confirm takes yes or no.
func confirm(t *Turn, q *Question) (string, bool) {
	if v, ok := choose(t, q); ok {
		return v, true
	}
	switch {
	case dutch.Yes(t.Words):
		return "ja", true
	case dutch.No(t.Words):
		return "nee", true
	}
	return "", false
}

// words takes any text, up to what anybody would type.
func words(t *Turn, _ *Question) (string, bool) {
	text := strings.TrimSpace(t.M.Text)
	if t.M.Kind != wijk.Text || text == "" {
		return "", false
	}
	if r := []rune(text); len(r) > maxText {
		t.Say("Uw bericht is te lang. Maak het korter.")
		return "", false
	}
	return text, true
}

// maxText is how many characters a text answer may have.
const maxText = 1000

func yesNo(*Turn) []Choice {
	return []Choice{{Label: "Ja", Value: "ja"}, {Label: "Nee", Value: "nee"}}
}

// startsFlow begins the flow that the words ask for.
func (t *Turn) startsFlow() bool {
	if t.M.Kind != wijk.Text && t.M.Kind != wijk.Picture {
		return false
	}
	for _, f := range t.City.flows {
		if f.wanted(t) {
			t.begins(f)
			return true
		}
	}
	return t.startsWithPhoto()
}

// wanted reports whether the words of the message ask for f.
func (f *Flow) wanted(t *Turn) bool {
	return f.named(t) || f.Wants != nil && f.Wants(t)
}

// named reports whether one of the words of f is in the message.
func (f *Flow) named(t *Turn) bool {
	return (f.For == nil || f.For(t)) && f.matches(t.Words)
}

func (f *Flow) matches(said []string) bool {
	for _, w := range f.Words {
		if strings.Contains(w, " ") {
			if strings.Join(said, " ") == w {
				return true
			}
			continue
		}
		for _, s := range said {
			if s = strings.TrimPrefix(s, "/"); s == w || len(w) >= typos && dutch.Near(s, w) || len(w) >= compound && strings.Contains(s, w) {
				return true
			}
		}
	}
	return false
}

// compound is from how many letters a word is looked for within longer ones:
// "zwerfafvalbak" holds "afval", while "glas" is in "plexiglas".
const compound = 5

// typos is from how many letters a word may have a typing error: "zelden" is not
// "melden", and a "stoel" no "stoep".
const typos = 7
