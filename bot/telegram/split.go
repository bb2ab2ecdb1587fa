package telegram

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// Telegram's limits, in UTF-16 code units.
const (
	maxText    = 4096
	maxCaption = 1024
)

// units returns the length of s as Telegram counts it.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// split cuts s into parts of at most limit units, at the end of a line or a
// word where there is one in the second half of the part. Text of nothing but
// white space has no parts.
func split(s string, limit int) []string {
	var parts []string
	for s = strings.TrimSpace(s); units(s) > limit; {
		end := cut(s, limit)
		parts = append(parts, strings.TrimRightFunc(s[:end], unicode.IsSpace))
		s = strings.TrimLeftFunc(s[end:], unicode.IsSpace)
	}
	if s != "" {
		parts = append(parts, s)
	}
	return parts
}

// cut returns where to end the first part of s, which is longer than limit.
func cut(s string, limit int) int {
	n, line, word := 0, 0, 0
	half := limit / 2
	for i, r := range s {
		switch {
		case n < half:
		case r == '\n':
			line = i
		case unicode.IsSpace(r):
			word = i
		}
		if n += utf16.RuneLen(r); n > limit {
			if line > 0 {
				return line
			}
			if word > 0 {
				return word
			}
			return i
		}
	}
	return len(s)
}

// sendable returns s as Telegram accepts it: valid UTF-8 without control
// characters. There is no markup in it, because nothing is sent with a
// parse_mode: a resident called _*[ breaks no message.
func sendable(s string) string {
	s = strings.ReplaceAll(clean(s), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}
