package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What the reading holds besides ASCII in small letters.
const (
	walled = 1    // masked already: nothing runs over it
	letter = 0xfe // of another script
	sign   = 0xff // any other character
)

// A reading is a text as the passes see it.
type reading struct {
	s string
	f []byte // one byte a character; marks are left out
	// at is where each character of f begins in s; one more for the end.
	at []int
	// spans are the things found. No two of them overlap.
	spans []span
}

// A span is a run and what it is.
type span struct {
	run
	what kind
}

func read(s string) *reading {
	r := &reading{s: s, f: make([]byte, 0, len(s)), at: make([]int, 0, len(s)+1)}
	for i := 0; i < len(s); {
		if n := maskedAt(s[i:]); n > 0 {
			r.add(walled, i)
			i += n
			continue
		}
		c, n := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRuneInString(s[i:])
		}
		if b := plain(c); b != 0 {
			r.add(b, i)
		}
		i += n
	}
	r.at = append(r.at, len(s))
	return r
}

func (r *reading) add(b byte, at int) {
	r.f = append(r.f, b)
	r.at = append(r.at, at)
}

// maskedAt returns the length of the mask that s begins with, 0 for none.
func maskedAt(s string) int {
	if s[0] != '[' {
		return 0
	}
	for _, m := range masks {
		if strings.HasPrefix(s, string(m)) {
			return len(m)
		}
	}
	return 0
}

// plain returns how c is read, 0 for a mark on the letter before it.
func plain(c rune) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return byte(c) + 'a' - 'A'
	case c < utf8.RuneSelf:
		return byte(c)
	case unicode.Is(unicode.M, c), c == joiner, c == nonJoiner:
		return 0
	case unicode.IsDigit(c):
		return '0' + digitOf(c)
	case unicode.IsSpace(c):
		return ' '
	case unicode.Is(unicode.Pd, c), c == '\u2212':
		return '-'
	}
	if base := norm.NFKD.String(string(c)); base[0] < utf8.RuneSelf {
		return plain(rune(base[0]))
	}
	if unicode.IsLetter(c) {
		return letter
	}
	return sign
}

// digitOf returns the value of a digit in any script: in each they stand in a
// row, nought first.
func digitOf(c rune) byte {
	if base := norm.NFKD.String(string(c)); base[0] >= '0' && base[0] <= '9' {
		return base[0] - '0'
	}
	n := byte(0)
	for n < 9 && unicode.IsDigit(c-rune(n)-1) {
		n++
	}
	return n
}

func isDigit(b byte) bool  { return b >= '0' && b <= '9' }
func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b == letter }
func isWord(b byte) bool   { return isDigit(b) || isLetter(b) }

// get returns the character at i, a new line outside of the text.
func (r *reading) get(i int) byte {
	if i < 0 || i >= len(r.f) {
		return '\n'
	}
	return r.f[i]
}

// mark masks from i up to j.
func (r *reading) mark(i, j int, what kind) {
	r.spans = append(r.spans, span{run{i, j}, what})
	for k := i; k < j; k++ {
		r.f[k] = walled
	}
}

// A run is a part of a reading, from up to to.
type run struct{ from, to int }

// runs returns all longest runs of characters that is holds for.
func (r *reading) runs(is func(byte) bool) []run {
	var all []run
	for i := 0; i < len(r.f); i++ {
		if !is(r.f[i]) {
			continue
		}
		from := i
		for i < len(r.f) && is(r.f[i]) {
			i++
		}
		all = append(all, run{from, i})
	}
	return all
}

func (r *reading) text(x run) string { return string(r.f[x.from:x.to]) }

// gap returns what stands between two runs.
func (r *reading) gap(a, b run) string { return string(r.f[a.to:b.from]) }

// any reports whether is holds for a character: most texts hold no digit and
// no @, and then a pass is over at once.
func (r *reading) any(is func(byte) bool) bool {
	for _, b := range r.f {
		if is(b) {
			return true
		}
	}
	return false
}

// near is how many words before a number say what it is.
const near = 3

// before reports whether one of the last words before i is among words.
// A wall ends the look.
func (r *reading) before(i int, words map[string]bool) bool {
	for range near {
		for i > 0 && !isWord(r.f[i-1]) {
			if r.f[i-1] == walled || r.f[i-1] == '\n' {
				return false
			}
			i--
		}
		end := i
		for i > 0 && isWord(r.f[i-1]) && end-i < 20 {
			i--
		}
		if i == end {
			return false
		}
		if words[string(r.f[i:end])] {
			return true
		}
	}
	return false
}

// set returns the words of a list.
func set(list string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		all[w] = true
	}
	return all
}
