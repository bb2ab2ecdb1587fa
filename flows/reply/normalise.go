package reply

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters maps the letters that do not fall apart into a base letter and an
// accent.
var letters = map[rune]string{
	'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d",
	'ɛ': "e", 'ɣ': "gh", 'ħ': "h", 'ə': "e",
	'ى': "ي", 'ة': "ه", 'ـ': "", // Arabic spellings of one sound, and the stretcher
}

// lookalikes maps Cyrillic and Greek letters to the Latin letter they look like.
var lookalikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'һ': 'h', 'н': 'h', 'і': 'i', 'ј': 'j', 'к': 'k',
	'м': 'm', 'п': 'n', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'ѕ': 's', 'т': 't', 'у': 'y', 'ԝ': 'w', 'х': 'x', 'ӏ': 'l',
	'α': 'a', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'u', 'χ': 'x',
}

// leet maps digits and signs to the letter they stand for in "h3lp".
var leet = map[rune]rune{'0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', '$': 's'}

// apostrophes are dropped within a word: z'n is zn.
const apostrophes = "'`´’‘ʼ′"

// invisible letters that are no marks to Unicode.
const invisible = "\u115f\u1160\u3164\uffa0\u2800"

// fold writes text as the rules spell it: compatibility forms, lower case, no
// accents, nothing invisible. Invalid bytes stay visible as U+FFFD.
func fold(text string) string {
	if plain(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(text, "\uFFFD")) {
		writeFolded(&b, r)
	}
	return b.String()
}

func writeFolded(b *strings.Builder, r rune) {
	switch {
	case unicode.Is(unicode.M, r), unicode.Is(unicode.Cf, r), strings.ContainsRune(invisible, r):
	case unicode.Is(unicode.Sk, r) && r > 0xFFFF: // skin tones
	case unicode.IsControl(r) && !unicode.IsSpace(r):
	default:
		r = unicode.ToLower(r)
		if s, ok := letters[r]; ok {
			b.WriteString(s)
			return
		}
		b.WriteRune(r)
	}
}

// unseen reports whether r is a control character that no keyboard sends, or
// stands for an invalid byte.
func unseen(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r) }

// plain reports whether text is ASCII without control characters.
func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= utf8.RuneSelf || c == 0x7f || c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
	}
	return true
}

// latinised rewrites a word with look-alike letters in Latin ones.
func latinised(word string) string {
	return strings.Map(func(r rune) rune {
		if l, ok := lookalikes[r]; ok {
			return l
		}
		return r
	}, word)
}

// unleeted rewrites digits inside a word as letters.
func unleeted(word string) string {
	return strings.Map(func(r rune) rune {
		if l, ok := leet[r]; ok {
			return l
		}
		return r
	}, word)
}

// squeeze shortens runs of one letter to at most n.
func squeeze(word string, n int) string {
	var b strings.Builder
	var last rune = -1
	run := 0
	for _, r := range word {
		if r != last {
			last, run = r, 0
		}
		if run++; run <= n {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hasRun reports whether word holds n equal letters in a row.
func hasRun(word string, n int) bool {
	var last rune = -1
	run := 0
	for _, r := range word {
		if r != last {
			last, run = r, 0
		}
		if run++; run >= n {
			return true
		}
	}
	return false
}

// mixesScripts reports whether word has both Latin and look-alike letters.
func mixesScripts(word string) bool {
	latin, other := false, false
	for _, r := range word {
		if r < utf8.RuneSelf {
			latin = latin || unicode.IsLetter(r)
		} else if _, ok := lookalikes[r]; ok {
			other = true
		}
	}
	return latin && other
}
