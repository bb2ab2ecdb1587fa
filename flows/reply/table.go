package reply

import (
	"strings"
	"sync"
)

// kind is the purpose of a rule: a label it leads to, or a phrase it excuses.
type kind uint8

const (
	benign kind = iota // a phrase without danger though its words look so: "geen pijn"
	good               // the same, and it says things are well: "niks aan de hand"
	polite             // greetings and thanks
	urgent             // the kinds from here on lead to a label
	stop
	pause
	help
	unclear
	kinds
)

// trait is what a word means by itself.
type trait uint16

const (
	harmless trait = 1 << iota // may stand in an ok answer
	positive                   // says that things are well
	negator                    // niet, geen, not, degil
	contrast                   // maar, alleen, behalve
	no                         // nee, nein, hayir
	name                       // a first name, only harmless after a greeting or at the end
	danger                     // occurs in a rule that leads to a label
	tame                       // harmless, and near-misses of it are too
	yes                        // ja, yes, evet
	pleasant                   // lekker, fit: no sign by itself, but "niet lekker" is
)

// word is what the rules know of one word.
type word struct {
	bits   bits
	traits trait
	excuse []int // places in table.patterns of the phrases that have their anchor here
	rules  []int // the same for the rules that lead to a label
}

func (w *word) is(t trait) bool { return w != nil && w.traits&t != 0 }

// alarming reports whether the word occurs in a rule or denies, and may not
// stand in an ok answer.
func (w *word) alarming() bool { return w.is(danger|negator) && !w.is(harmless|positive) }

// bits is a set of element numbers.
type bits []uint64

func (b bits) has(i int) bool { return i>>6 < len(b) && b[i>>6]&(1<<(i&63)) != 0 }

// table holds every rule, compiled. It never changes once built.
type table struct {
	rules    []compiledRule
	patterns []pattern
	exact    map[string]*word
	prefix   map[string]*word
	suffix   map[string]*word
	near     map[string][]string // a word with one letter left out: the words it may be
	elements int
}

type compiledRule struct {
	id    string
	kind  kind
	flags []Flag
}

// words returns the table, built at first use: it takes some milliseconds that
// a program which only prints its version need not spend.
var words = sync.OnceValue(build)

// longest is the most letters a word can have and still be repaired.
const longest = 32

// lookup returns what is known of a folded word: as it is written, else with
// its repeated letters, look-alike letters or one typing error put right. It
// returns nil for an unknown word.
func (t *table) lookup(text string) *word {
	if w := t.exact[text]; w != nil {
		return w
	}
	if onlyDigits(text) {
		return nil
	}
	if len(text) > 4*longest {
		text = text[:4*longest]
	}
	if w := t.unstretched(text); w != nil {
		return w
	}
	if w := t.disguised(text); w != nil {
		return w
	}
	if w := t.affixed(text); w != nil {
		return w
	}
	if w := t.mistyped(text); w != nil || !strings.Contains(text, "y") {
		return w
	}
	// Many write y for ij: "wy", "kryg".
	return t.exact[strings.ReplaceAll(text, "y", "ij")]
}

// unstretched finds words in which letters are repeated: "jaaaa", "helllp". A
// letter that is merely double may belong there ("been" is not "ben"), so it is
// put right only when the word then says that things are well, or are not.
func (t *table) unstretched(text string) *word {
	if !hasRun(text, 2) {
		return nil
	}
	stretched := hasRun(text, 3)
	for n := 2; n > 0; n-- {
		w := t.exact[squeeze(text, n)]
		switch {
		case w == nil, !stretched && !w.is(positive) && !w.alarming():
			continue
		case w.is(harmless|positive) && !stretched:
			if other := t.mistyped(text); other.alarming() {
				return other
			}
		}
		return w
	}
	return nil
}

// disguised finds words written with look-alike letters or digits. A disguise
// may hide danger; it never makes a word harmless, except in "0k".
func (t *table) disguised(text string) *word {
	var plain string
	switch {
	case mixesScripts(text):
		plain = latinised(text)
	case strings.ContainsAny(text, "0123456789@$"):
		plain = unleeted(text)
	default:
		plain = latinised(text)
	}
	if plain == text {
		return nil
	}
	if w := t.exact[plain]; w.alarming() || w != nil && text == "0k" {
		return w
	}
	if w := t.mistyped(plain); w.alarming() {
		return w
	}
	return nil
}

// affixed finds words by their beginning or end: bloedt by bloed*.
func (t *table) affixed(text string) *word {
	var found []*word
	for n := 3; n <= min(len(text), longest); n++ {
		if w := t.prefix[text[:n]]; w != nil {
			found = append(found, w)
		}
		if w := t.suffix[text[len(text)-n:]]; w != nil {
			found = append(found, w)
		}
	}
	return t.union(found)
}

// union is the word that is all of found at once.
func (t *table) union(found []*word) *word {
	if len(found) == 0 {
		return nil
	}
	if len(found) == 1 {
		return found[0]
	}
	u := &word{bits: make(bits, (t.elements+63)/64)}
	for _, w := range found {
		u.traits |= w.traits
		for i, b := range w.bits {
			u.bits[i] |= b
		}
		u.excuse = append(u.excuse, w.excuse...)
		u.rules = append(u.rules, w.rules...)
	}
	return u
}

// unglue takes an unknown word apart into known ones, each of two letters or
// more, or returns nil.
func (t *table) unglue(text string) []string {
	if len(text) < 6 || len(text) > longest {
		return nil
	}
	var from [longest + 1]int8 // where the last word of the best split up to here begins
	var cost [longest + 1]int8
	for end := 2; end <= len(text); end++ {
		cost[end] = 99
		for start := max(0, end-16); start <= end-2; start++ {
			if start == 1 || cost[start] >= 99 || cost[start]+1 >= cost[end] {
				continue
			}
			if w := t.exact[text[start:end]]; w != nil && !w.is(name) && (end-start > 2 || glue[text[start:end]]) {
				cost[end], from[end] = cost[start]+1, int8(start)
			}
		}
	}
	if cost[len(text)] >= 8 {
		return nil
	}
	var parts []string
	for end := len(text); end > 0; end = int(from[end]) {
		parts = append([]string{text[from[end]:end]}, parts...)
	}
	if !t.trusted(parts) {
		return nil
	}
	return parts
}

// trusted reports whether a split may count: one that holds danger or a
// negation always, one that holds neither only when its words are the plainest.
func (t *table) trusted(parts []string) bool {
	plain := true
	for _, p := range parts {
		w := t.exact[p]
		if len(p) > 2 && w.alarming() {
			return true
		}
		plain = plain && w.is(tame|positive)
	}
	return plain
}

// glue are the words of two letters that people write on to the next.
var glue = map[string]bool{
	"ik": true, "op": true, "de": true, "ja": true, "in": true, "is": true, "me": true, "er": true,
	"ok": true, "ga": true, "nu": true, "te": true, "en": true, "je": true, "mn": true,
}
