// Package dutch reads what people in the city type, days, hours, places, yes
// and no, and writes days and hours as they are used to read them.
//
// The one rule it keeps: when in doubt it is not ok, and the caller asks. It
// is pure: the time is always given, and carries the zone of the city. To let
// it understand one more word, add it to the list of its subject and a line to
// the table of its test.
package dutch

import (
	"strings"
	"unicode"

	"wijkbot/store/wijk"
)

// Near reports whether a and b are the same word but for one typing error;
// words under five letters and words with a digit must be equal.
func Near(a, b string) bool { return wijk.Near(a, b) }

// Slug returns name as the key under which a wijk is recorded.
func Slug(name string) string { return wijk.Slug(name) }

// thumbs spells out what counts as a word, and closes up what was apart by an
// apostrophe.
var thumbs = strings.NewReplacer("👍", " duimop ", "👎", " duimneer ", "'", "", "’", "", "‘", "", "`", "")

// Words returns the words of text in small letters without accents and marks.
// Thumbs count as words; other emoji do not.
func Words(text string) []string {
	return strings.FieldsFunc(wijk.Fold(thumbs.Replace(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// has reports whether one of words is in text.
func has(text []string, words ...string) bool {
	for _, t := range text {
		if in(t, words...) {
			return true
		}
	}
	return false
}

// in reports whether word is one of words.
func in(word string, words ...string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// find returns the place of word in list, whose entries may hold several
// spellings; long ones may be typed with one error. It is -1 if there is none.
func find(word string, list []string) int {
	for i, entry := range list {
		if in(word, strings.Fields(entry)...) {
			return i
		}
	}
	for i, entry := range list {
		for spelling := range strings.FieldsSeq(entry) {
			if wijk.Near(word, spelling) {
				return i
			}
		}
	}
	return -1
}
