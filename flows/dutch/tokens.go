package dutch

import (
	"strings"

	"wijkbot/store/wijk"
)

// short spells out what is cut at its points or strokes before the words are
// told apart.
var short = strings.NewReplacer("t/m", " tm ", "t.e.m.", " tm ", "t.m.", " tm ", "a.s.", " ", "v.a.", " vanaf ", "'s", " ")

// tokens returns the words and numbers of text for reading days and hours:
// "5mei" is two, "5-5" and "10.30" are one, other marks are left out.
func tokens(text string) []string {
	s := short.Replace(wijk.Fold(text))
	var list []string
	start := 0
	cut := func(end int) {
		if end > start {
			list = append(list, s[start:end])
		}
		start = end
	}
	for i := range len(s) {
		switch {
		case kind(s[i]) == mark && (i == start || !between(s, i)):
			cut(i)
			start = i + 1
		case i > start && kind(s[i]) != mark && kind(s[i-1]) != mark && kind(s[i]) != kind(s[i-1]):
			cut(i)
		}
	}
	cut(len(s))
	return joinTm(list)
}

const (
	mark = iota
	letter
	digit
)

func kind(c byte) int {
	switch {
	case c >= 'a' && c <= 'z':
		return letter
	case c >= '0' && c <= '9':
		return digit
	}
	return mark
}

// between reports whether s[i] holds two numbers together, as in 5-5 or 10.30.
func between(s string, i int) bool {
	return strings.IndexByte("-/.:", s[i]) >= 0 && kind(s[i-1]) == digit && i+1 < len(s) && kind(s[i+1]) == digit
}

// joinTm makes one word of "tot en met".
func joinTm(list []string) []string {
	out := list[:0]
	for i := 0; i < len(list); i++ {
		if list[i] == "tot" && i+2 < len(list) && list[i+1] == "en" && list[i+2] == "met" {
			out = append(out, "tm")
			i += 2
			continue
		}
		out = append(out, list[i])
	}
	return out
}
