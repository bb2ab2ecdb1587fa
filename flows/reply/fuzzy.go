package reply

import "unicode/utf8"

// Words from this many letters on are recognised with one typing error.
const fuzzyFrom = 5

// mistyped finds words one typing error away: a letter wrong, missing or too
// many, or two swapped. When a dangerous word is among them only those count,
// so that an error never makes danger look harmless.
func (t *table) mistyped(text string) *word {
	size := utf8.RuneCountInString(text)
	if size < fuzzyFrom-1 || size > longest {
		return nil
	}
	var bad, fine []*word
	seen := map[string]bool{}
	collect := func(candidates []string) {
		for _, c := range candidates {
			if seen[c] || !oneError(text, c) {
				continue
			}
			seen[c] = true
			switch w := t.exact[c]; {
			case w.is(name): // a name is not to be guessed at
			case w.alarming():
				bad = append(bad, w)
			default:
				fine = append(fine, w)
			}
		}
	}
	if size >= fuzzyFrom {
		// A letter of the next word: "reageer tniet".
		_, first := utf8.DecodeRuneInString(text)
		_, last := utf8.DecodeLastRuneInString(text)
		for _, c := range []string{text[first:], text[:len(text)-last]} {
			if w := t.exact[c]; w.is(negator) && w.alarming() {
				bad = append(bad, w)
			}
		}
	}
	collect(t.near[text])
	for i := range text {
		_, n := utf8.DecodeRuneInString(text[i:])
		shorter := text[:i] + text[i+n:]
		collect(t.near[shorter])
	}
	if len(bad) > 0 {
		return t.union(bad)
	}
	if len(fine) > 0 && size >= fuzzyFrom-1 {
		return fine[0]
	}
	return nil
}

// learn makes word findable with one typing error.
func (t *table) learn(word string) {
	t.near[word] = append(t.near[word], word)
	for i := range word {
		_, n := utf8.DecodeRuneInString(word[i:])
		shorter := word[:i] + word[i+n:]
		t.near[shorter] = append(t.near[shorter], word)
	}
}

// oneError reports whether a and b differ by one typing error. Words of four
// letters must be a swap: "hlep", for too many others are one letter away. The
// first letter of a shorter word must be right, unless it was swapped or lost.
func oneError(a, b string) bool {
	x, y := []rune(a), []rune(b)
	i := 0
	for i < len(x) && i < len(y) && x[i] == y[i] {
		i++
	}
	j := 0
	for j < len(x)-i && j < len(y)-i && x[len(x)-1-j] == y[len(y)-1-j] {
		j++
	}
	dx, dy := len(x)-i-j, len(y)-i-j
	swap := dx == 2 && dy == 2 && x[i] == y[i+1] && x[i+1] == y[i]
	if swap || len(y) < fuzzyFrom {
		return swap
	}
	if dx > 1 || dy > 1 {
		return false
	}
	return i > 0 || len(y) > 6
}
