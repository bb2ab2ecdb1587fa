package category

import (
	"math"
	"slices"

	"wijkbot/store/wijk"
)

// Version names the rules of Classify; it is stored with each label, so that
// figures of different rules are never added up. Raise it with any change of
// words or weights.
const Version = 2

// Sure is from which score one guess is shown alone, to be confirmed with one
// tap.
const Sure = 0.65

// A Guess is a category that a text may be about.
type Guess struct {
	Code wijk.ReportKind
	// Phrase is what it is in the words of the text, for "… Klopt dat?".
	Phrase string
	// Score is between 0 and 1; only its order and Sure mean anything.
	Score float64
}

const (
	// nothing is what speaks against a report in any text. A category with
	// about this much for it is as likely as not.
	nothing = 2.2
	// leastSum and leastScore are what a category must have to be shown.
	leastSum   = 1.0
	leastScore = 0.06
	// mostGuesses is how many are shown at most.
	mostGuesses = 3
	// window is how many words apart two words of a pair may be, follows how
	// many when the second must follow.
	window  = 12
	follows = 4
)

// Classify returns what a text is probably about, the likeliest first and at
// most three; nil when no word of it says anything. Any bytes are accepted;
// the work is bounded, for what something is about is said in the beginning.
func Classify(text string) []Guess {
	l := words()
	var buf [mostSaid + 2]mention
	said := l.read(text, buf[:0])
	if len(said) == 0 {
		return nil
	}
	sums := l.sum(said)
	total := math.Exp(nothing + sums[len(categories)])
	for i := range categories {
		if sums[i] > 0 {
			total += math.Exp(sums[i])
		}
	}
	var found []Guess
	for i, c := range categories {
		if score := math.Exp(sums[i]) / total; sums[i] >= leastSum && score >= leastScore {
			found = append(found, Guess{Code: c.Code, Score: score})
		}
	}
	slices.SortStableFunc(found, func(a, b Guess) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	found = found[:min(len(found), mostGuesses)]
	for i := range found {
		found[i].Phrase = l.phrase(found[i].Code, said)
	}
	return found
}

// sum adds up what is said for each category; the last sum is against any.
func (l *lexicon) sum(said []mention) []float64 {
	sums := make([]float64, len(categories)+1)
	for i := range said {
		m := &said[i]
		if !l.counts(said, i) {
			continue
		}
		for _, w := range l.alone[m.what] {
			sums[w.of] += w.by * m.factor
		}
	}
	for i := range said {
		if !firstOf(said, i) {
			continue
		}
		for _, p := range l.pairs[said[i].what] {
			sums[p.of] += p.by * l.together(said, said[i].what, &p)
		}
	}
	return sums
}

// counts reports whether mention i is the one of its concept that counts: the
// first of those that count most.
func (l *lexicon) counts(said []mention, i int) bool {
	for k := range said {
		if said[k].what == said[i].what && (said[k].factor > said[i].factor || said[k].factor == said[i].factor && k < i) {
			return false
		}
	}
	return true
}

// firstOf reports whether no mention before i has its concept.
func firstOf(said []mention, i int) bool {
	for k := range i {
		if said[k].what == said[i].what {
			return false
		}
	}
	return true
}

// together returns how much a pair counts: 1, less when one of the two is but a
// part of a word, or when what is kapot or vol is not the place ("kapot glas op
// de stoep"), 0 when they are not said near each other.
func (l *lexicon) together(said []mention, what concept, p *pair) float64 {
	best := 0.0
	for i := range said {
		if said[i].what != what {
			continue
		}
		for k := range said {
			if said[k].what != p.other {
				continue
			}
			apart := said[k].at - said[i].at
			if p.next && (apart < 0 || apart > follows) || apart > window || apart < -window {
				continue
			}
			by := 1.0
			if said[i].part || said[k].part {
				by = asPair
			}
			if l.state[said[i].what] && said[k].factor < asPart || l.state[said[k].what] && said[i].factor < asPart {
				by *= asState
			}
			best = max(best, by)
		}
	}
	return best
}

// What a pair counts for with the first part of a compound, and with a state
// that is probably not that of the place.
const (
	asPair  = .7
	asState = .4
)
