package reply

import "strings"

// questions are our own texts as a phone may copy them into an answer. They
// hold "ja", "nee", "nood" and "112", so a copy must not be read as an answer.
// A placeholder stands for up to six words.
var questions = []string{
	"goedemorgen {} gaat het goed met u stuur 1 ja stuur 2 nee bel mij in nood bel 112 gemeente zoetermeer",
	"wij hebben nog geen antwoord van u gaat het goed met u stuur 1 ja stuur 2 nee bel mij in nood bel 112 gemeente zoetermeer",
	"wij missen uw antwoord gaat het goed stuur 1 ja 2 nee geen antwoord dan bellen wij om {} gemeente zoetermeer",
	"wij missen uw antwoord gaat het goed stuur 1 ja 2 nee geen antwoord dan bellen wij u om {} in nood bel 112 gemeente zoetermeer",
	"wij hebben u vandaag niet bereikt wij maken ons zorgen er komt nu iemand bij u langs gaat het goed stuur 1 gemeente zoetermeer",
	"wij begrijpen uw antwoord niet goed gaat het goed met u stuur 1 ja stuur 2 nee bel mij in nood bel 112 gemeente zoetermeer",
	"bent u in nood bel nu 112 kunt u niet bellen stuur 9 een medewerker ziet uw bericht en belt u zo snel mogelijk gemeente zoetermeer",
	"dank u voor uw bericht wij bellen u voor {} kunt u niet wachten bel uw huisarts bent u in nood bel nu 112 gemeente zoetermeer",
}

// segment is a stretch of a question without placeholder.
type segment struct {
	words   []string
	starts  []int // where a copy may begin: the first words of sentences
	waiting bool  // a placeholder comes before it
	greets  bool  // only a greeting: too little to know a copy by
}

// sentences are the openings of sentences in the questions at which a copy may
// begin. "stuur 2" is not one of them: who leaves only "Stuur 2 = nee, bel mij"
// has chosen it.
var sentences = []string{
	"gaat het goed", "stuur 1", "wij hebben", "wij missen", "wij begrijpen", "wij maken", "geen antwoord", "dan bellen",
	"er komt nu", "in nood", "bent u in nood", "kunt u niet bellen", "een medewerker ziet", "dank u voor uw", "gemeente zoetermeer",
}

const (
	copied   = 5 // this many words of a question in a row are a copy
	marked   = 3 // on a line that starts with > fewer are enough
	distress = 6 // "in nood bel 112" alone may be meant
	holder   = 6 // most words for a placeholder
)

var segments = cutQuestions()

func cutQuestions() []segment {
	var out []segment
	for _, q := range questions {
		for i, text := range strings.Split(q, "{}") {
			s := segment{words: strings.Fields(text), waiting: i > 0}
			s.greets = len(s.words) == 1
			for at := range s.words {
				rest := strings.Join(s.words[at:], " ")
				for _, opening := range sentences {
					if strings.HasPrefix(rest, opening) {
						s.starts = append(s.starts, at)
						break
					}
				}
			}
			out = append(out, s)
		}
	}
	return out
}

// stripQuotes takes copies of our own questions out of the message.
func (m *message) stripQuotes() {
	if len(m.tokens) < marked {
		return
	}
	out := m.tokens[:0:0]
	after := false // the token before was part of a copy
	for i := 0; i < len(m.tokens); {
		n := m.copyAt(i, after)
		if n == 0 && after {
			n = m.filledIn(i)
		}
		if n == 0 {
			if out != nil {
				out = append(out, m.tokens[i])
			}
			after = false
			i++
			continue
		}
		if out == nil {
			out = append(make([]token, 0, len(m.tokens)), m.tokens[:i]...)
		}
		if !m.quoted {
			out = dropGreeting(out)
		}
		i += n
		m.quoted, after = true, true
		if i < len(m.tokens) {
			m.tokens[i].opens = true
		}
	}
	if m.quoted {
		m.tokens = out
	}
}

// copyAt returns how many tokens from i on are a copy of a question.
func (m *message) copyAt(i int, after bool) int {
	best := 0
	for s := range segments {
		seg := &segments[s]
		for _, start := range seg.starts {
			if seg.words[start] != m.tokens[i].text {
				continue
			}
			if n := m.run(i, seg.words[start:]); n > best && m.enough(i, n, after) {
				best = n
			}
		}
	}
	return best
}

// run counts the tokens from i on that equal words. A last word that was cut
// off by the phone counts too.
func (m *message) run(i int, words []string) int {
	n := 0
	for n < len(words) && i+n < len(m.tokens) && m.tokens[i+n].text == words[n] {
		n++
	}
	if n >= copied && n < len(words) && i+n == len(m.tokens)-1 && !m.tokens[i+n].opens && strings.HasPrefix(words[n], m.tokens[i+n].text) {
		n++
	}
	return n
}

func (m *message) enough(i, n int, after bool) bool {
	first := m.tokens[i].text
	switch {
	case first == "in" || first == "bent":
		return n >= distress || after && n >= marked
	case first == "gemeente":
		return after && n == 2
	case first == "gaat" && n >= 3 && m.tokens[i+n-1].asked:
		return true
	case first == "stuur" && !after && n <= copied:
		return false
	case m.tokens[i].quote:
		return n >= marked
	}
	return n >= copied
}

// filledIn returns how many tokens from i on are the words for a placeholder,
// when the rest of the question follows them.
func (m *message) filledIn(i int) int {
	for n := 0; n <= holder && i+n < len(m.tokens); n++ {
		if n > 0 && (m.copyAt(i+n, false) > 0 || m.tokens[i+n].text == "gemeente" && m.copyAt(i+n, true) > 0) {
			return n
		}
		if t := m.tokens[i+n]; t.word.alarming() && !t.word.is(name) {
			return 0
		}
	}
	return 0
}

// dropGreeting takes "Goedemorgen mevrouw De Wit" before a copy away.
func dropGreeting(before []token) []token {
	for n := 1; n <= holder+1 && n <= len(before); n++ {
		t := before[len(before)-n]
		if t.text == "goedemorgen" {
			return before[:len(before)-n]
		}
		if t.word.alarming() && !t.word.is(name) || t.word.is(positive) || t.number() {
			break
		}
	}
	return before
}
