package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostMarks is how many combining marks a letter may carry. Vietnamese needs
// two, pointed Hebrew three.
const mostMarks = 4

// blanks look like nothing but are letters to Unicode.
const blanks = "\u115f\u1160\u3164\uffa0\u2800"

const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)

// Clean returns s as valid UTF-8 without what cannot be seen and changes what
// can: control characters, directions of writing, invisible letters, private
// ones, and more marks on a letter than any language has. Lines stay lines; no
// word is changed. It is for those inside the case, who may read all.
func Clean(s string) string {
	if tidy(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	marks, last := 0, rune(0)
	for i, r := range s {
		if r == '\r' && i+1 < len(s) && s[i+1] == '\n' {
			continue
		}
		r = visible(r)
		switch {
		case r < 0:
			continue
		case unicode.Is(unicode.M, r):
			if marks++; last == 0 || last == '\n' || last == ' ' || marks > mostMarks {
				continue
			}
			b.WriteRune(r)
			continue
		case r == joiner, r == nonJoiner:
			if last < utf8.RuneSelf || last == joiner || last == nonJoiner {
				continue // it joins letters of scripts that need it, and emoji
			}
		}
		marks, last = 0, r
		b.WriteRune(r)
	}
	return b.String()
}

// visible returns r, what stands for it, or -1 for nothing.
func visible(r rune) rune {
	switch {
	case r == '\n', r == joiner, r == nonJoiner:
		return r
	case r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n'
	case r == '\t', strings.ContainsRune(blanks, r), r != ' ' && unicode.IsSpace(r) && !unicode.IsControl(r):
		return ' '
	case !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Zs):
		return -1 // controls, formats, surrogates, private and unassigned ones
	}
	return r
}

// tidy reports whether s is ASCII that needs no cleaning, as nearly all is.
func tidy(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == 0x7f || c < ' ' && c != '\n' {
			return false
		}
	}
	return true
}
