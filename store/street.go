package store

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"wijkbot/store/wijk"
)

// Streets are found by the slug of their name, by postcode, and by what people
// type for them.
var Streets = &Table[wijk.Street]{Name: "streets", Indexes: []Index[wijk.Street]{
	// like has the forms of the name too, so that a search reads no row.
	{"like", func(s *wijk.Street) []string {
		full, bare := wijk.StreetForms(s.Name)
		keys := variants(full, bare)
		for i := range keys {
			keys[i] += "/" + full + "/" + bare
		}
		return keys
	}},
	{"postcode", func(s *wijk.Street) []string { return s.Postcodes }},
}}

// streetsSetting is set once a list of streets was imported.
const streetsSetting = "streets"

// ReplaceStreets makes the imported list of streets what is given. What is
// known from reports only stays, unless the list has it too.
func ReplaceStreets(tx *Tx, all []wijk.Street) {
	listed := make(map[string]bool, len(all))
	for _, s := range all {
		listed[wijk.Slug(s.Name)] = true
	}
	for key, s := range Streets.All(tx, "") {
		if !s.Reported && !listed[key] {
			Streets.Delete(tx, key)
		}
	}
	for _, s := range all {
		Streets.Put(tx, wijk.Slug(s.Name), s)
	}
	Settings.Put(tx, streetsSetting, []byte("imported"))
}

// KnowsStreets reports whether a list of streets was imported: without one a
// street that is not known says nothing.
func KnowsStreets(tx *Tx) bool { return Settings.Has(tx, streetsSetting) }

// StreetsAt returns the streets that have a postcode, such as "2715AB".
func StreetsAt(tx *Tx, postcode string) (all []wijk.Street) {
	for _, s := range Streets.Find(tx, "postcode", postcode) {
		all = append(all, s)
	}
	return all
}

// StreetNamed returns the street that typed names without a typing error: as
// it is written, or shortened ("Burg. v. Leeuwenln"). It is not ok when that
// could be more than one.
func StreetNamed(tx *Tx, typed string) (wijk.Street, bool) {
	if s, ok := Streets.Get(tx, wijk.Slug(typed)); ok {
		return s, true
	}
	key, n := "", 0
	for slug, far := range likely(tx, typed) {
		if far == 0 {
			key = slug
			n++
		}
	}
	if n != 1 {
		return wijk.Street{}, false
	}
	return Streets.Get(tx, key)
}

// StreetsLike returns up to most streets that somebody may have meant, the
// likeliest first: with one typing error, or two in a long name, without its
// "straat", shortened, or with its words in another order.
func StreetsLike(tx *Tx, typed string, most int) (all []wijk.Street) {
	far := likely(tx, typed)
	keys := make([]string, 0, len(far))
	for key := range far {
		keys = append(keys, key)
	}
	exact := wijk.Slug(typed)
	rank := func(key string) int {
		if key == exact {
			return -1
		}
		return far[key]
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	for _, key := range keys {
		if len(all) >= most {
			break
		}
		if s, ok := Streets.Get(tx, key); ok {
			all = append(all, s)
		}
	}
	return all
}

// How far two names are apart is counted in halves of a typing error.
const (
	typo      = 2
	otherKind = 1 // "Dorps", or the words in another order
	maxLikely = 5_000
)

// likely returns how far each street is from what was typed that is not too
// far, by its key.
func likely(tx *Tx, typed string) map[string]int {
	far, looked := make(map[string]int), 0
	if !anyStreet(tx) { // no list yet, and nothing was solved: the looking is dear
		return far
	}
	full, bare := wijk.StreetForms(typed)
	for _, v := range variants(full, bare) {
		walk(tx, Streets, "like", v+"/", v+"0", func(by, key []byte) (jump string, more bool) {
			if _, seen := far[string(key)]; !seen {
				name, core, _ := strings.Cut(string(by[len(v)+1:]), "/")
				far[string(key)] = apart(full, bare, name, core)
			}
			looked++
			return "", looked < maxLikely
		})
	}
	for slug, n := range far {
		if n == tooFar {
			delete(far, slug)
		}
	}
	return far
}

func anyStreet(tx *Tx) bool {
	for range Streets.All(tx, "") {
		return true
	}
	return false
}

const tooFar = math.MaxInt

// apart returns how far a typed name is from that of a street.
func apart(full, bare, name, core string) int {
	best := tooFar
	for _, pair := range []struct {
		a, b string
		more int
	}{{full, name, 0}, {bare, core, otherKind}, {full, core, otherKind}} {
		allowed := mayDiffer(max(len(pair.a), len(pair.b)))
		if n := wijk.Typos(pair.a, pair.b, allowed); n <= allowed {
			best = min(best, typo*n+pair.more)
		}
	}
	return best
}

// mayDiffer is how many typing errors a name of so many letters may have: the
// short ones are too close to each other.
func mayDiffer(letters int) int {
	switch {
	case letters < 4:
		return 0
	case letters < 9:
		return 1
	}
	return 2
}

// variants are the keys by which names with typing errors meet: each name with
// up to two letters left out of its beginning. Whatever the errors are, leaving
// letters out of both sides makes them the same.
func variants(names ...string) []string {
	const head = 7
	var all []string
	for _, name := range names {
		if name == "" {
			continue
		}
		left := mayDiffer(len(name) + 1)
		ring := []string{name[:min(head, len(name))]}
		all = append(all, ring[0])
		for ; left > 0; left-- {
			var next []string
			for _, v := range ring {
				for i := range v {
					next = append(next, v[:i]+v[i+1:])
				}
			}
			all = append(all, next...)
			ring = next
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 0 && all[0] == "" {
		all = all[1:]
	}
	return all
}

// LearnStreet notes the street of a place that somebody has seen, with its
// wijk. What the imported list has, or nearly has, is left as it is.
func LearnStreet(tx *Tx, p wijk.Place) {
	const most = 50 // of wijken and postcodes
	key := wijk.Slug(p.Street)
	if key == "" || p.Wijk == "" || len(p.Street) > maxLearned || strings.Contains(p.Street, "/") { // a corner
		return
	}
	s, ok := Streets.Get(tx, key)
	if !ok {
		if mistyped(tx, p.Street) {
			return
		}
		s = wijk.Street{Name: p.Street, Reported: true}
	}
	if !s.Reported {
		return
	}
	if !slices.Contains(s.Wijken, p.Wijk) && len(s.Wijken) < most {
		s.Wijken = append(s.Wijken, p.Wijk)
	}
	if p.Postcode != "" && !slices.Contains(s.Postcodes, p.Postcode) && len(s.Postcodes) < most {
		s.Postcodes = append(s.Postcodes, p.Postcode)
	}
	Streets.Put(tx, key, s)
}

// mistyped reports whether a street is known by nearly this name.
func mistyped(tx *Tx, street string) bool {
	for _, far := range likely(tx, street) {
		if far <= typo {
			return true
		}
	}
	return false
}

// maxLearned is how long the name of a street may be, in bytes.
const maxLearned = 80
