package reply

import "strings"

// A rule is a list of patterns with one meaning. Its id is stored with every
// answer it decides, so it never changes.
//
// A pattern is words with a space between them, found anywhere in the text:
//
//	geen lucht        these words next to each other, in this order
//	kan|kon           one of these words
//	bloed*            a word that starts with bloed (three letters or more)
//	*pijn             a word that ends in pijn (four letters or more)
//	<niet>            a word of the class "niet", see classes.go
//	(hoor)            may be left out
//	a ~ b             up to three words between a and b
//	a ~~ b            up to seven words between
//	a b + c           both parts, in any order, not more than eight words apart
//	^ a               a is the first word of its sentence
//	a $               a is the last word of its sentence
//	= a b             the whole message is a b, apart from politeness
//
// Words are written plainly: capitals and accents do not count, and a typing
// error of one letter is forgiven in words of five letters or more.
type rule struct {
	id       string
	flags    []Flag
	patterns []string
}

const (
	smallGap = 3 // words skipped by ~
	wideGap  = 7 // words skipped by ~~
	apart    = 8 // words between the parts of an unordered pattern

	anywhere = 1 << 30 // past every token
)

// element is one place in a pattern. Its number is a bit in the set of every
// word that fits there.
type element struct {
	id       int
	optional bool
	gap      int
	first    bool // must open its sentence
	last     bool // must close its sentence
}

type part []element

// reach is the largest number of tokens the part can cover before its i-th
// element.
func (p part) reach(i int) int {
	n := 0
	for j := 0; j <= i; j++ {
		n += p[j].gap
		if j < i {
			n++
		}
	}
	return n
}

// pattern is a compiled pattern.
type pattern struct {
	rule     int
	parts    []part
	whole    bool
	anchorIn int // the part that holds the anchor
	back     int // how many tokens before the anchor a match may start
}

// parse compiles text; number gives each alternative list its element id.
func parse(text string, number func(alternatives string) int) pattern {
	var p pattern
	if rest, ok := strings.CutPrefix(text, "= "); ok {
		p.whole, text = true, rest
	}
	for side := range strings.SplitSeq(text, " + ") {
		p.parts = append(p.parts, parsePart(side, number))
	}
	return p
}

func parsePart(text string, number func(string) int) part {
	var out part
	var next element
	for word := range strings.FieldsSeq(text) {
		switch word {
		case "~":
			next.gap = smallGap
		case "~~":
			next.gap = wideGap
		case "^":
			next.first = true
		case "$":
			out[len(out)-1].last = true
		default:
			inner, open := strings.CutPrefix(word, "(")
			inner, shut := strings.CutSuffix(inner, ")")
			if open != shut {
				panic("reply: one word within brackets, please: " + text)
			}
			next.optional, word = open, inner
			next.id = number(word)
			out = append(out, next)
			next = element{}
		}
	}
	return out
}

// matchPart tries p from its i-th element with the next token at position at.
// It returns the position after the match, or -1. A match that began at from
// does not run over the end of a sentence; from is anywhere when it may.
func (m *message) matchPart(p part, i, at, from int) int {
	if i == len(p) {
		return at
	}
	e := p[i]
	for skip := 0; skip <= e.gap; skip++ {
		pos := at + skip
		if pos >= len(m.tokens) {
			break
		}
		if pos > from && m.tokens[pos].opens {
			break
		}
		if !m.fits(e, pos) {
			continue
		}
		if end := m.matchPart(p, i+1, pos+1, from); end >= 0 {
			return end
		}
	}
	if e.optional {
		return m.matchPart(p, i+1, at, from)
	}
	return -1
}

func (m *message) fits(e element, pos int) bool {
	t := &m.tokens[pos]
	if t.word == nil || t.benign || !t.word.bits.has(e.id) {
		return false
	}
	if e.first && pos > 0 && !t.opens {
		return false
	}
	return !e.last || pos == len(m.tokens)-1 || m.tokens[pos+1].opens
}

// match reports whether p holds with its anchor at token pos, and where the
// part with the anchor lies.
func (m *message) match(p *pattern, pos int, crossing bool) (start, end int, ok bool) {
	main := p.parts[p.anchorIn]
	for start = max(0, pos-p.back); start <= pos; start++ {
		from := anywhere
		if !crossing {
			from = start
		}
		if end = m.matchPart(main, 0, start, from); end > pos && m.othersNear(p, start, end) {
			return start, end, true
		}
	}
	return 0, 0, false
}

func (m *message) othersNear(p *pattern, start, end int) bool {
	for i, other := range p.parts {
		if i == p.anchorIn {
			continue
		}
		near := false
		for at := max(0, start-apart); at < min(len(m.tokens), end+apart) && !near; at++ {
			stop := m.matchPart(other, 0, at, anywhere)
			near = stop >= 0 && (stop <= start || at >= end)
		}
		if !near {
			return false
		}
	}
	return true
}

// matchWhole reports whether the bare message, without politeness, is exactly p.
func (m *message) matchWhole(p *pattern) bool {
	return m.wholeFrom(p.parts[0], 0, 0)
}

func (m *message) wholeFrom(p part, i, at int) bool {
	for at < len(m.tokens) && m.tokens[at].polite && (i == len(p) || !m.fits(p[i], at)) {
		at++
	}
	if i == len(p) {
		return at == len(m.tokens)
	}
	if at < len(m.tokens) && m.fits(p[i], at) && m.wholeFrom(p, i+1, at+1) {
		return true
	}
	return p[i].optional && m.wholeFrom(p, i+1, at)
}
