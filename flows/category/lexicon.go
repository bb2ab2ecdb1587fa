package category

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"wijkbot/store/wijk"
)

// A concept is what words mean here: "lantaarnpaal" and "straatlamp" are one.
type concept uint16

// A lexicon is the words and the evidence in the form in which they are used.
type lexicon struct {
	names map[string]concept
	// forms are the words in all their forms; ends are those that may be the
	// last part of a compound.
	forms map[string]concept
	ends  map[string]bool
	// known are the words that may be mistyped; near finds them by the hash of
	// each of them, and of each with one letter left out. It is in buckets:
	// starts tells where the hashes with the same first bits begin.
	known  []string
	near   []key
	starts []int32
	// alone is what a concept says by itself, pairs with another.
	alone [][]weight
	pairs [][]pair
	// describes says which are said of a thing, denied which "niet" takes
	// away, and owed which "geen" does not.
	describes, denied, owed []bool
	// state says which are states of a thing.
	state []bool
}

// A weight is what is said for one category: its place in categories. One past
// the last is for no report at all.
type weight struct {
	of int
	by float64
}

// A pair is a weight that counts when other is said too.
type pair struct {
	other concept
	// next says that other must follow, and soon.
	next bool
	weight
}

// A key finds the word at a place in known.
type key struct {
	hash uint32
	at   int32
}

// noConcept is none.
const noConcept = ^concept(0)

// fuzzy is the length from which a word may hold a typing error, as in
// wijk.Near.
const fuzzy = 5

var words = sync.OnceValue(build)

func build() *lexicon {
	l := &lexicon{names: map[string]concept{}, forms: map[string]concept{}, ends: map[string]bool{}}
	for _, table := range []map[string]string{vocabulary, small} {
		names := slices.Sorted(maps.Keys(table)) // what comes first may not depend on chance
		for _, name := range names {
			l.names[name] = concept(len(l.names))
			for word := range strings.FieldsSeq(table[name]) {
				l.forms[strings.TrimPrefix(word, "=")] = l.names[name] // before any form of another
			}
		}
	}
	for _, table := range []map[string]string{vocabulary, small} {
		for _, name := range slices.Sorted(maps.Keys(table)) {
			l.learn(l.names[name], table[name])
		}
	}
	l.alone, l.pairs = make([][]weight, len(l.names)), make([][]pair, len(l.names))
	for i, c := range categories {
		l.weigh(i, evidence[c.Code])
	}
	l.weigh(len(categories), against)
	l.mark()
	l.bucket()
	return l
}

// learn adds the words of a list, in all their forms.
func (l *lexicon) learn(c concept, list string) {
	for word := range strings.FieldsSeq(list) {
		exact := strings.HasPrefix(word, "=")
		word = strings.TrimPrefix(word, "=")
		l.mistype(word)
		if exact {
			continue
		}
		l.ends[word] = true
		for i, form := range inflect(word) {
			if _, taken := l.forms[form]; !taken {
				l.forms[form], l.ends[form] = c, true
			}
			if i < plurals {
				l.mistype(form)
			}
		}
	}
}

// mistype makes a word findable with one typing error.
func (l *lexicon) mistype(word string) {
	if len(word) < fuzzy || len(word) > longestWord {
		return
	}
	at := int32(len(l.known))
	l.known = append(l.known, word)
	for i := -1; i < len(word); i++ {
		l.near = append(l.near, key{without(word, i), at})
	}
}

// bits is how many bits of a hash tell its bucket.
const bits = 16

// bucket puts near in its buckets.
func (l *lexicon) bucket() {
	l.starts = make([]int32, 1<<bits+1)
	for _, k := range l.near {
		l.starts[k.hash>>(32-bits)+1]++
	}
	for i := range 1 << bits {
		l.starts[i+1] += l.starts[i]
	}
	next, sorted := slices.Clone(l.starts), make([]key, len(l.near))
	for _, k := range l.near {
		b := k.hash >> (32 - bits)
		sorted[next[b]] = k
		next[b]++
	}
	l.near = sorted
}

// without returns the hash (FNV-1a) of word without its letter i; none is left
// out when i is -1.
func without(word string, i int) uint32 {
	hash := uint32(2166136261)
	for k := range len(word) {
		if k != i {
			hash = (hash ^ uint32(word[k])) * 16777619
		}
	}
	return hash
}

// plurals is how many of the forms of inflect are plurals: those are common
// enough to be mistyped.
const plurals = 2

// inflect returns the plurals of a word first, then its other forms. Some of
// them are no words, and nobody types them.
func inflect(word string) []string {
	n := len(word)
	stem := word
	switch last := word[n-1]; {
	case n >= 4 && isVowel(word[n-2]) && word[n-2] == word[n-3] && !isVowel(last):
		stem = word[:n-2] + word[n-1:] // boom, bomen
	case n >= 3 && isVowel(word[n-2]) && !isVowel(word[n-3]) && !isVowel(last) && last != 'w' && last != 'x':
		stem = word + string(last) // tak, takken
	}
	voiced := stem
	switch {
	case strings.HasSuffix(word, "f") && !strings.HasSuffix(stem, "ff"):
		voiced = stem[:len(stem)-1] + "v" // duif, duiven
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(stem, "ss"):
		voiced = stem[:len(stem)-1] + "z" // huis, huizen
	}
	forms := []string{voiced + "en", word + "s", stem + "en", word + "en", voiced + "e", stem + "e", word + "e", word + "n",
		word + "je", word + "jes", word + "tje", word + "tjes", word + "pje", word + "pjes", stem + "etje", stem + "etjes"}
	if strings.HasSuffix(word, "e") {
		forms[0], forms[1] = word+"n", word+"s"
	}
	return forms
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// weigh reads the evidence for the category at i.
func (l *lexicon) weigh(i int, list string) {
	for rule := range strings.SplitSeq(list, ";") {
		what, by, _ := strings.Cut(strings.TrimSpace(rule), " ")
		w := weight{i, number(by)}
		a, b, next := strings.Cut(what, ">")
		both := next
		if !next {
			a, b, both = strings.Cut(what, "+")
		}
		if !both {
			l.alone[l.concept(a)] = append(l.alone[l.concept(a)], w)
			continue
		}
		l.pairs[l.concept(a)] = append(l.pairs[l.concept(a)], pair{l.concept(b), next, w})
	}
}

// concept returns the concept of a name in the tables.
func (l *lexicon) concept(name string) concept {
	c, ok := l.names[name]
	if !ok {
		panic("category: no concept " + name) // a table of ours is wrong
	}
	return c
}

// mark notes what is said of things, and what can be denied.
func (l *lexicon) mark() {
	flag := func(names []string) []bool {
		flags := make([]bool, len(l.names))
		for _, name := range names {
			flags[l.concept(name)] = true
		}
		return flags
	}
	l.describes, l.denied, l.owed = flag(describing), flag(deniable), flag(dutiful)
	l.state = flag(states)
}

// find returns what a word means: as it stands, with a typing error, or by the
// last part of a compound, the first part of which is then returned too. The
// second result is -1 when there is none.
func (l *lexicon) find(word string) (main, first concept, ok bool) {
	if c, ok := l.forms[word]; ok {
		return c, noConcept, true
	}
	if len(word) < fuzzy || neutral()[word] || isStreet(word) {
		return 0, noConcept, false
	}
	if c, ok := l.mistyped(word); ok {
		return c, noConcept, true
	}
	return l.compound(word)
}

// free is the length from which a word may hold any typing error. A shorter
// one is too near to others: "gat" and "gaat", "poort" and "soort"; so is what
// begins with ge: "geleegd" and "geleerd".
const free = 8

// slip reports whether two words differ by letters swapped or doubled only.
func slip(a, b string) bool {
	if len(a) == len(b) {
		i := 0
		for i < len(a) && a[i] == b[i] {
			i++
		}
		return i > 0 && i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i]
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	return i > 0 && a[i] == a[i-1]
}

// mistyped looks for a word that is one typing error away.
func (l *lexicon) mistyped(word string) (concept, bool) {
	if len(word) > longestWord {
		return 0, false
	}
	for i := -1; i < len(word); i++ {
		hash := without(word, i)
		b := hash >> (32 - bits)
		for _, k := range l.near[l.starts[b]:l.starts[b+1]] {
			known := l.known[k.at]
			if k.hash != hash || (len(known) < free || strings.HasPrefix(known, "ge")) && !slip(word, known) || !wijk.Near(word, known) {
				continue
			}
			return l.forms[known], true
		}
	}
	return 0, false
}

// longestWord is the longest word that is looked at.
const longestWord = 40

// shortestPart is how long the parts of a compound are at least. A last part
// of that length counts only behind a word that is known.
const shortestPart = 3

// compound takes a word apart. The last part says what it is ("lantaarnpaal" is
// a pole), the first part what it is of.
func (l *lexicon) compound(word string) (main, first concept, ok bool) {
	if len(word) > longestWord {
		return 0, noConcept, false
	}
	for i := shortestPart; i+shortestPart <= len(word); i++ {
		if !l.ends[word[i:]] {
			continue
		}
		c := l.forms[word[i:]]
		of, modified := l.part(word[:i])
		if modified {
			return c, of, true
		}
		if len(word)-i > shortestPart+1 || len(word)-i > shortestPart && neutral()[word[:i]] {
			return c, noConcept, true
		}
	}
	for i := len(word) - shortestPart; i >= fuzzy; i-- {
		if c, known := l.forms[word[:i]]; known {
			return c, noConcept, true // hondenpoepprobleem
		}
	}
	return 0, noConcept, false
}

// part looks up the first part of a compound, with or without the letter that
// joins it.
func (l *lexicon) part(word string) (concept, bool) {
	if c, ok := l.forms[word]; ok {
		return c, true
	}
	if trimmed := strings.TrimSuffix(word, "s"); len(trimmed) >= shortestPart {
		c, ok := l.forms[trimmed]
		return c, ok
	}
	return 0, false
}

// streets end the names of streets: "Wilgenlaan" is no tree.
var streets = strings.Fields(`straat str laan weg plein singel kade dreef gaarde hove schouw hof hage dijk gracht park ring wal tuin veld burg
	rode zijde horst land zoom markt rijn schans hoeve baan hoek oord dal poort brug meent donk`)

// isStreet reports whether word is the name of a street by its end. Words that
// are known are not asked.
func isStreet(word string) bool {
	for _, end := range streets {
		if len(word) >= len(end)+3 && strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}
