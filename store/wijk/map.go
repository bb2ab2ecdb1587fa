package wijk

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// A Wijk is one of the parts the city is run by: it has its own wijkmanager,
// wijkagent and budget.
type Wijk struct {
	// Slug is its key for ever; CBS codes are renumbered, slugs are not.
	Slug string
	Name string
	// Postcodes are the four-digit postcodes of which an address is surely
	// here, Unsure those that may as well belong to a neighbour.
	Postcodes []string
	Unsure    []string
	// Residents and Over70 are of 1 January 2021 (CBS 83502NED).
	Residents int
	Over70    int
	// CBS2024 and CBS2025 are the codes it had in those years. They mean
	// something else in another year, so never look a wijk up by them.
	CBS2024 []string
	CBS2025 string

	area []polygon
}

// A polygon is one outer ring, counter-clockwise, and its holes, clockwise.
type polygon []ring

// A ring is a closed line: its last point is its first.
type ring []Point

// A Map tells in which wijk a place is. It never changes once made.
type Map struct {
	source string
	wijken []Wijk
	bySlug map[string]int
	index  index
}

//go:embed wijken.geojson
var coarseFile []byte

var coarse = sync.OnceValue(func() *Map {
	m, err := readMap(bytes.NewReader(coarseFile), nil)
	if err != nil {
		panic(fmt.Sprintf("wijk: the embedded map is broken: %v", err))
	}
	return m
})

// Coarse returns the map that is built in: the thirteen wijken of Zoetermeer,
// with inner borders within 23 m of the official ones for 95% of their length.
func Coarse() *Map { return coarse() }

// newMap returns the map of wijken, whose slugs differ.
func newMap(source string, wijken []Wijk) *Map {
	m := &Map{source: source, wijken: wijken, bySlug: make(map[string]int, len(wijken)), index: newIndex(wijken)}
	for i, w := range wijken {
		m.bySlug[w.Slug] = i
	}
	return m
}

// At returns the wijk p is in, empty when that is none of the city's. When
// sure is false p is so near a border (50 m) that the place may be on the
// other side of it: ask the resident.
func (m *Map) At(p Point) (slug string, sure bool) {
	var hit hits
	m.index.look(p, &hit)
	owner, sure := -1, true
	for i := range m.wijken {
		if hit.winding[i] > 0 {
			sure = sure && owner < 0
			owner = max(owner, i)
		}
	}
	for i := range m.wijken {
		sure = sure && (i == owner || !hit.near[i])
	}
	if owner < 0 {
		return "", sure
	}
	return m.wijken[owner].Slug, sure
}

// ByPostcode returns the wijken in which an address with this postcode can be:
// one is sure, several must be asked, none is outside the city. It takes
// "2715AB", "2715 ab" and "2715".
func (m *Map) ByPostcode(pc string) []string {
	pc4, ok := postcode4(pc)
	if !ok {
		return nil
	}
	var slugs []string
	for _, w := range m.wijken {
		if slices.Contains(w.Postcodes, pc4) || slices.Contains(w.Unsure, pc4) {
			slugs = append(slugs, w.Slug)
		}
	}
	return slugs
}

// HasPostcodes reports whether any wijk has postcodes: a map without them knows
// nothing of an address.
func (m *Map) HasPostcodes() bool {
	return slices.ContainsFunc(m.wijken, func(w Wijk) bool { return len(w.Postcodes)+len(w.Unsure) > 0 })
}

// postcode4 returns the four digits of a Dutch postcode, with or without its
// two letters. None begins with a zero.
func postcode4(pc string) (string, bool) {
	pc = strings.ToUpper(strings.Join(strings.Fields(pc), ""))
	if len(pc) != 4 && len(pc) != 6 || pc[0] == '0' {
		return "", false
	}
	for i, c := range []byte(pc) {
		if i < 4 && (c < '0' || c > '9') || i >= 4 && (c < 'A' || c > 'Z') {
			return "", false
		}
	}
	return pc[:4], true
}

// Named returns the wijk that text names and nothing else: with or without
// "wijk" and "de", with a part of it ("Rokkeveen-Oost"), and with one typing
// error in a long name. It is not ok when text names none, or could name two.
func (m *Map) Named(text string) (slug string, ok bool) {
	name := bareName(text)
	if name == "" {
		return "", false
	}
	for _, w := range m.wijken {
		if w.Slug == Slug(text) || bareName(w.Name) == name {
			return w.Slug, true
		}
	}
	for _, w := range m.wijken {
		if Near(bareName(w.Name), name) {
			if ok {
				return "", false
			}
			slug, ok = w.Slug, true
		}
	}
	return slug, ok
}

// bareName returns the slug of name without what people leave out or add.
func bareName(name string) string {
	words := strings.Split(Slug(name), "-")
	for len(words) > 1 && slices.Contains([]string{"wijk", "de", "het", "in"}, words[0]) {
		words = words[1:]
	}
	for len(words) > 1 && slices.Contains([]string{"noord", "oost", "zuid", "west", "midden", "wijk"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, "-")
}

// Wijken returns all wijken in the order of the map.
func (m *Map) Wijken() []Wijk { return slices.Clone(m.wijken) }

// Wijk returns the wijk with this slug.
func (m *Map) Wijk(slug string) (Wijk, bool) {
	i, ok := m.bySlug[slug]
	if !ok {
		return Wijk{}, false
	}
	return m.wijken[i], true
}

// Source returns whose borders and figures these are, to be named wherever
// the map is shown (CC BY asks for it). It is empty when the file did not say.
func (m *Map) Source() string { return m.source }
