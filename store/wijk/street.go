package wijk

import (
	"slices"
	"strings"
)

// maxStreet is how much of a name is looked at, in bytes: the longest street of
// the country has 64 letters.
const maxStreet = 100

// StreetForms returns how a street is compared: full is its name written out in
// one word, without "van de" and the like; bare is what is left of it without
// "straat", titles and the order of the words. A typed name in which both
// differ by more than a typing error means another street.
func StreetForms(name string) (full, bare string) {
	if len(name) > maxStreet {
		name = strings.ToValidUTF8(name[:maxStreet], "")
	}
	words := streetWords(name)
	named := without(words, streetParticles)
	full = strings.Join(named, "")
	core := without(without(named, streetKinds), streetTitles) // "Dorps straat"
	for i, w := range core {
		core[i] = cutKind(w)
	}
	slices.Sort(core)
	return full, strings.Join(core, "")
}

// streetWords returns the words of a name, small and written out.
func streetWords(name string) []string {
	words := strings.FieldsFunc(Fold(strings.ReplaceAll(name, "’", "'")), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '\''
	})
	for i, w := range words {
		w = strings.ReplaceAll(w, "'", "")
		if long, ok := streetShort[w]; ok {
			w = long
		} else {
			for _, end := range streetEnds {
				if stem, ok := strings.CutSuffix(w, end.short); ok && len(stem) >= 3 {
					w = stem + end.long
					break
				}
			}
		}
		words[i] = w
	}
	if len(words) == 0 {
		return []string{""}
	}
	return words
}

// without returns words less those of a list, unless nothing would be left.
func without(words, list []string) []string {
	rest := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(list, w) })
	if len(rest) == 0 {
		return slices.Clone(words)
	}
	return rest
}

// cutKind takes "straat" and its kin off a word, if a name is left.
func cutKind(w string) string {
	for _, kind := range streetKinds {
		if stem, ok := strings.CutSuffix(w, kind); ok && len(stem) >= 3 {
			return stem
		}
	}
	return w
}

// streetShort are words that people shorten, standing alone.
var streetShort = map[string]string{
	"str": "straat", "ln": "laan", "pl": "plein", "pln": "plein", "wg": "weg", "sngl": "singel", "plnts": "plantsoen",
	"burg": "burgemeester", "burgem": "burgemeester", "bgm": "burgemeester", "dr": "dokter", "doctor": "dokter",
	"ds": "dominee", "past": "pastoor", "prof": "professor", "st": "sint", "pres": "president", "gen": "generaal",
	"adm": "admiraal", "mr": "meester", "jhr": "jonkheer", "ir": "ingenieur", "ing": "ingenieur", "min": "minister",
	"weth": "wethouder", "wethr": "wethouder", "kard": "kardinaal", "mgr": "monseigneur", "nw": "nieuwe", "kon": "koningin",
	"1e": "eerste", "2e": "tweede", "3e": "derde", "4e": "vierde", "1ste": "eerste", "2de": "tweede", "3de": "derde", "4de": "vierde",
	"v": "van", "vd": "van", "d": "de",
}

// streetEnds are ends of words that people shorten.
var streetEnds = []struct{ short, long string }{
	{"str", "straat"}, {"pln", "plein"}, {"ln", "laan"}, {"wg", "weg"}, {"sngl", "singel"}, {"plnts", "plantsoen"},
}

var (
	streetParticles = strings.Fields("van de der den het t s te ter ten von du la le")
	streetTitles    = strings.Fields(`burgemeester dokter dominee pastoor professor sint president generaal admiraal meester
		jonkheer ingenieur minister wethouder kardinaal monseigneur koningin koning prins prinses`)
	streetKinds = strings.Fields(`straat laan plantsoen plein weg singel kade gracht dreef steeg gaarde hove wallen boulevard
		dijk allee hof park pad erf`)
)

// Typos returns in how many letters a and b differ: left out, added, replaced
// or swapped with a neighbour. It gives up at most+1.
func Typos(a, b string, most int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > most || len(b) > maxStreet {
		return most + 1
	}
	var rows [3][maxStreet + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			best = min(best, row[j])
		}
		if best > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
