package reply

import (
	"unicode"
	"unicode/utf8"
)

// isOK applies the closed world: every token harmless, at least one that says
// things are well, no negation, no "maar".
func (m *message) isOK() bool {
	if m.garbled {
		return false
	}
	end := m.signature()
	from, to := m.introduction()
	numbers := 0
	for i := range m.tokens[:end] {
		t := &m.tokens[i]
		switch w := t.word; {
		case i >= from && i < to:
		case t.benign, t.polite && !w.is(negator):
		case t.text == "1":
			m.anchored("1")
			numbers++
		case w.is(negator | contrast):
			if !m.pleasantNo(i) {
				return false
			}
		case w.is(positive):
			m.anchored(anchorOf(t))
		case w.is(harmless):
		case w.is(name) && (i == end-1 || i == 0 && m.tokens[1].text == "hier"):
		default:
			return false
		}
	}
	if m.startsWithNo() && (numbers > 0 || weak(m.anchor)) {
		return false
	}
	return m.anchor != "" && numbers < 2
}

func anchorOf(t *token) string {
	switch r, _ := utf8.DecodeRuneInString(t.text); {
	case t.word.is(yes):
		return "ja"
	case !unicode.IsLetter(r):
		return "teken"
	}
	return "goed"
}

// anchored notes what makes the message ok; "goed" says more than "ja", a sign
// or a number, which do not outweigh a "nee".
func (m *message) anchored(by string) {
	if m.anchor == "" || weak(m.anchor) {
		m.anchor = by
	}
}

func weak(anchor string) bool { return anchor == "ja" || anchor == "teken" || anchor == "1" }

// pleasantNo reports whether the token at i is the "nee" of "nee hoor, alles
// goed": the first word, with more than one word to contradict it.
func (m *message) pleasantNo(i int) bool {
	if !m.tokens[i].word.is(no) || m.opening() != i {
		return false
	}
	return len(m.tokens)-i >= 3
}

// opening is the place of the first token that is not politeness.
func (m *message) opening() int {
	for i := range m.tokens {
		if t := &m.tokens[i]; !t.polite || t.word.is(no) {
			return i
		}
	}
	return -1
}

func (m *message) startsWithNo() bool {
	i := m.opening()
	return i >= 0 && m.tokens[i].word.is(no) && !m.tokens[i].benign
}

// reachOfNo is how many words may stand between "niet" and "goed".
const reachOfNo = 3

// negatedGood reports whether something good is denied within one sentence:
// "niet echt zo goed", "goed gaat het niet". Tokens that are passed do not count.
func (m *message) negatedGood(passed func(t *token) bool) bool {
	fine := func(i int) bool {
		t := &m.tokens[i]
		return !passed(t) && t.word.is(positive|pleasant) && !t.word.is(yes)
	}
	for i := range m.tokens {
		t := &m.tokens[i]
		if passed(t) || !t.word.is(negator) {
			continue
		}
		for j := i + 1; j < len(m.tokens) && j <= i+1+reachOfNo && !m.tokens[j].opens && !t.word.is(no); j++ {
			if fine(j) {
				return true
			}
		}
		for j := i - 1; j >= 0 && j >= i-1-reachOfNo && !t.word.is(no) && !m.tokens[j+1].opens; j-- {
			if fine(j) {
				return true
			}
		}
	}
	return false
}

// notGood reports whether "niet goed" stands there, word by word: that is heard
// in whatever else is asked for.
func (m *message) notGood() bool {
	for i := range len(m.tokens) - 1 {
		t, next := &m.tokens[i], &m.tokens[i+1]
		if t.word.is(negator) && !t.word.is(no) && next.word.is(positive) && !next.word.is(yes) && !t.benign && !next.benign && !next.opens {
			return true
		}
	}
	return false
}

// signature returns where the greeting and name at the end begin, or the length
// of the message. Only the shape of a name is accepted: every word in it was
// already searched for danger, and one that we know as anything but a name
// makes it no signature.
func (m *message) signature() int {
	for i := len(m.tokens) - 1; i >= 0 && i >= len(m.tokens)-8; i-- {
		if greetings[m.tokens[i].text] && m.isName(i+1) {
			return i
		}
	}
	return len(m.tokens)
}

// introduction returns where "Mevrouw de Wit hier" at the start lies.
func (m *message) introduction() (from, to int) {
	for from < len(m.tokens) && m.tokens[from].polite && !greetings[m.tokens[from].text] {
		from++
	}
	if from == len(m.tokens) || !greetings[m.tokens[from].text] {
		return 0, 0
	}
	to = from + 1
	for to < len(m.tokens) && particles[m.tokens[to].text] {
		to++
	}
	if to+1 >= len(m.tokens) {
		return 0, 0
	}
	t, next := &m.tokens[to], &m.tokens[to+1]
	if t.word != nil && !t.word.is(name) || t.number() || !next.opens && next.text != "hier" {
		return 0, 0
	}
	return from, to + 1
}

// isName reports whether the tokens from i to the end can be a name: titles,
// initials and particles, known names, and at most one unknown word after them.
func (m *message) isName(i int) bool {
	unknown, known := 0, false
	for ; i < len(m.tokens); i++ {
		t := &m.tokens[i]
		switch {
		case particles[t.text], greetings[t.text]:
			known = false
		case utf8.RuneCountInString(t.text) == 1 && t.text[0] >= 'a' && t.text[0] <= 'z':
		case t.word.is(name):
			known = true
		case t.word == nil && !t.number() && t.text[0] >= 'a' && t.text[0] <= 'z' && !known:
			unknown++
			known = true
		default:
			return false
		}
	}
	return unknown <= 2
}

// greetings begin a signature.
var greetings = map[string]bool{
	"groet": true, "groeten": true, "groetjes": true, "gr": true, "grt": true, "grtjs": true, "gr.": true, "mvg": true, "liefs": true,
	"mevr": true, "mevrouw": true, "mw": true, "dhr": true, "meneer": true, "mijnheer": true, "fam": true, "familie": true, "groetje": true,
}

// particles are parts of names and the little words around them.
var particles = map[string]bool{
	"van": true, "der": true, "den": true, "de": true, "ter": true, "ten": true, "het": true, "t": true, "en": true, "vd": true,
	"el": true, "al": true, "uit": true, "hier": true, "vriendelijke": true, "hartelijke": true, "lieve": true,
}
