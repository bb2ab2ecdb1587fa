package reply

import (
	"slices"
	"strings"
)

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

// openings lists, by its first word, every stretch of a question that a copy may
// begin with, up to the next placeholder.
var openings = cutQuestions()

func cutQuestions() map[string][][]string {
	out := map[string][][]string{}
	for _, q := range questions {
		for text := range strings.SplitSeq(q, "{}") {
			words := strings.Fields(text)
			for at, first := range words {
				rest := strings.Join(words[at:], " ")
				if slices.ContainsFunc(sentences, func(s string) bool { return strings.HasPrefix(rest, s) }) {
					out[first] = append(out[first], words[at:])
				}
			}
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
	for _, rest := range openings[m.tokens[i].text] {
		if n := m.run(i, rest); n > best && m.enough(i, n, after) {
			best = n
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
