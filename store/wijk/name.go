package wijk

import (
	"strings"
	"unicode"

	"wijkbot/store/wijk/gsm7"
)

// unaccent takes away the accents that GSM-7 has and gsm7.Plain leaves.
var unaccent = strings.NewReplacer("è", "e", "é", "e", "ù", "u", "ì", "i", "ò", "o", "ø", "o", "å", "a",
	"ä", "a", "ö", "o", "ñ", "n", "ü", "u", "à", "a", "æ", "ae", "ß", "ss")

// Fold returns text in small letters without accents, so that what people type
// with and without them compares equal. What is no letter of ours becomes '?',
// emoji go.
func Fold(text string) string {
	if plain(text) {
		return strings.ToLower(text)
	}
	return unaccent.Replace(strings.ToLower(gsm7.Plain(text)))
}

// plain reports whether text has only letters, digits, spaces and the commonest
// signs, in which there is nothing to replace.
func plain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == ' ', c == '-', c == '.', c == ',', c == '\'', c == '/':
		default:
			return false
		}
	}
	return true
}

// Slug returns name as a key: small letters and digits without accents, with
// one hyphen between words and after no apostrophe ("De Leyens" becomes
// "de-leyens"). It is empty when nothing of name can be kept. A slug is what
// residents and staff are recorded under, so this function may never change.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range Fold(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '\'', r == '?':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// minFuzzy is the length from which a word may hold one typing error: shorter
// words are too close to each other ("nee" and "mee").
const minFuzzy = 5

// Near reports whether a and b are the same word but for at most one letter
// left out, added, replaced or swapped with its neighbour. Words under five
// letters and words with a digit must be equal.
func Near(a, b string) bool {
	if a == b {
		return true
	}
	// Most words are nothing alike, and this is asked of many: one error leaves
	// the beginning or the end as it was.
	if len(a) < minFuzzy || len(b) < minFuzzy || a[0] != b[0] && a[len(a)-1] != b[len(b)-1] {
		return false
	}
	s, t := []rune(a), []rune(b)
	if len(s) < minFuzzy || len(t) < minFuzzy || strings.ContainsFunc(a+b, unicode.IsDigit) {
		return false
	}
	if len(s) > len(t) {
		s, t = t, s
	}
	i := 0
	for i < len(s) && s[i] == t[i] {
		i++
	}
	switch len(t) - len(s) {
	case 0:
		swapped := i+1 < len(s) && s[i] == t[i+1] && s[i+1] == t[i] && string(s[i+2:]) == string(t[i+2:])
		return swapped || string(s[i+1:]) == string(t[i+1:])
	case 1:
		return string(s[i:]) == string(t[i+1:])
	}
	return false
}
