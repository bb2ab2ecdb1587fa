package category

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"wijkbot/store/wijk"
)

// The most that is read of a text: what it is about is said in the beginning.
const (
	mostBytes = 4000
	mostWords = 300
	// mostSaid is how many words that mean something are weighed.
	mostSaid = 60
)

// A mention is one concept in a text.
type mention struct {
	what concept
	// at is which word of the text it is.
	at int
	// factor is how much it counts: a place where something is, and the first
	// part of a compound, count for less.
	factor float64
	// part says that it is the first part of a compound.
	part bool
}

// What a mention counts for.
const (
	asPlace = .35 // "op de stoep"
	asPart  = .45 // stoep in "stoeptegel"
)

// places are words before what tells where something is, or by what it came.
var places = set(`naast bij langs achter voor op in tussen tegen onder aan vlakbij tegenover door boven om rond nabij binnen buiten van vanaf uit
	halverwege over ernaast zonder`)

// between may stand between such a word and what it is about.
var between = set(`de het een t n onze ons mijn mn uw hun die dat deze dit dan alle ene oude nieuwe grote kleine eigen hele lege blauwe rode groene witte smalle
	brede drukke ondergrondse ondergrondsen`)

// goners stand before "weg" when it means that something is gone. It means so
// too behind the thing itself: "paaltje weg".
var goners = set(`is was zijn waren al ook helemaal nog weer ineens opeens plotseling gewoon nu`)

// denied words count for nothing behind "niet" or "geen".
var deniers = set(`niet geen nie nooit`)

// reach is how many words behind such a word are denied.
const reach = 2

// describing are said of a thing, and stand between it and such a word.
var describing = strings.Fields(`vies vol los kapot oud donker scheef hoog glad dood roest slecht gevaar verlaten ziek hond gat`)

// states are what a thing is in, see together.
var states = strings.Fields(`kapot vies vol werkt geleegd`)

// deniable are what "niet" takes away: "de container is niet vol".
var deniable = strings.Fields(`vol glad kapot los donker dood gevaar verstopt`)

// dutiful are what "geen" does not take away: "geen licht".
var dutiful = strings.Fields(`licht lamp strooien maaien zicht geleegd opgehaald blad wegdek deksel wiel`)

func set(list string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		all[w] = true
	}
	return all
}

// fold returns the beginning of text in small letters without accents.
func fold(text string) string {
	if len(text) > mostBytes {
		n := mostBytes
		for n > 0 && !utf8.RuneStart(text[n]) {
			n--
		}
		text = text[:n]
	}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return wijk.Fold(text)
		}
	}
	return strings.ToLower(text)
}

// split calls yield for each word of a folded text.
func split(text string, yield func(word string) bool) {
	from := -1
	for i := range len(text) + 1 {
		inside := i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9')
		switch {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			if !yield(text[from:i]) {
				return
			}
			from = -1
		}
	}
}

// read returns what is said in text, in its order.
func (l *lexicon) read(text string, said []mention) []mention {
	// place and denied count down from a word that begins a place, or denies;
	// none says that it was "geen".
	place, denied, none, at := 0, 0, false, 0
	before, gone := "", false
	split(fold(text), func(word string) bool {
		at++
		place, denied = place-1, denied-1
		main, first, ok := l.find(word)
		if word == "weg" && (gone || goners[before]) {
			main = l.names["weg"]
		}
		before, gone = word, ok && !l.describes[main] && !places[word]
		switch {
		case deniers[word]:
			denied = reach + 1
			if none = word == "geen"; none {
				said = append(said, mention{what: l.names["geen"], at: at, factor: 1})
			}
			return at < mostWords
		case places[word]:
			place = 5
		case !ok && !between[word]:
			place-- // other words may follow, but not many
		}
		if !ok {
			return at < mostWords
		}
		m := mention{what: main, at: at, factor: 1}
		if denied > 0 && (l.denied[main] || none && !l.owed[main]) {
			return at < mostWords
		}
		if place > 0 && !places[word] && !l.describes[main] {
			m.factor, place = asPlace, 0
		}
		said = append(said, m)
		if first != noConcept {
			said = append(said, mention{first, at, asPart * m.factor, true})
		}
		return at < mostWords && len(said) < mostSaid
	})
	return said
}

// number reads the weights of the tables.
func number(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic("category: evidence: " + err.Error()) // a table of ours is wrong
	}
	return f
}
