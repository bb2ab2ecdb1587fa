package wijk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Limits on a map file.
const (
	maxMapBytes = 64 << 20
	maxPoints   = 200_000
	maxMapFault = 30 // errors told at once
	maxSlug     = 40 // bytes: it must go in the data of a button
)

// ParseMap reads a map from GeoJSON: our own format, or the wijken or buurten
// of CBS as PDOK gives them. It returns all that is wrong with the file in one
// joined error, and then no map.
//
// Borders in our own format (a property "wijk" with the slug) are taken as
// they are. An official feature belongs to the wijk of the coarse map that
// most of it lies in, whatever its code says, so that the slugs under which
// people are recorded stay; names, figures and postcodes carry over. A file
// that would take a wijk away is refused. A file of another city altogether
// gets the slugs of its own wijk names.
func ParseMap(r io.Reader) (*Map, error) { return readMap(r, Coarse()) }

// readMap is ParseMap with the map to carry over from, nil for none.
func readMap(r io.Reader, old *Map) (*Map, error) {
	data, err := readAtMost(r, maxMapBytes)
	if err != nil {
		return nil, fmt.Errorf("read map: %w", err)
	}
	var file mapFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("read map: %w", err)
	}
	var l faults
	parts := file.parts(&l)
	if l.none() {
		checkParts(parts, &l)
	}
	if !l.none() {
		return nil, l.err()
	}
	wijken := joinParts(parts, old, &l)
	if !l.none() {
		return nil, l.err()
	}
	m := newMap(file.Source, wijken)
	m.check(&l)
	if old != nil && slices.ContainsFunc(parts, func(p part) bool { return p.official && p.slug != "" }) {
		m.compare(old, &l)
	}
	if !l.none() {
		return nil, l.err()
	}
	return m, nil
}

func readAtMost(r io.Reader, limit int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	if len(data) > limit {
		return nil, fmt.Errorf("file over %d bytes; keep only the features of one municipality", limit)
	}
	return data, nil
}

// faults gathers what is wrong with a file.
type faults struct {
	errs    []error
	skipped int
}

func (l *faults) addf(format string, args ...any) {
	if len(l.errs) == maxMapFault {
		l.skipped++
		return
	}
	l.errs = append(l.errs, fmt.Errorf(format, args...))
}

func (l *faults) none() bool { return len(l.errs) == 0 }

func (l *faults) err() error {
	if l.skipped > 0 {
		return errors.Join(append(l.errs, fmt.Errorf("and %d more", l.skipped))...)
	}
	return errors.Join(l.errs...)
}

// A mapFile is a GeoJSON FeatureCollection (RFC 7946) as far as we read it.
type mapFile struct {
	Type   string `json:"type"`
	Source string `json:"source"`
	CRS    struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	} `json:"crs"`
	// Matched is how many features PDOK has, which may be more than it gave.
	Matched  int           `json:"numberMatched"`
	Features []fileFeature `json:"features"`
}

type fileFeature struct {
	Type       string                     `json:"type"`
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// A part is one feature of a file: a wijk, or a buurt of it.
type part struct {
	label    string // for errors
	official bool   // named by CBS, not by our slug
	slug     string // our own, or found on the coarse map
	code     string
	name     string // of the wijk, empty when the file does not tell
	own      ownProperties
	area     []polygon
}

// ownProperties are those of our own format.
type ownProperties struct {
	Wijk      string   `json:"wijk"`
	Naam      string   `json:"naam"`
	WijkNaam  string   `json:"wijk_naam,omitempty"`
	CBS2024   []string `json:"cbs2024"`
	CBS2025   string   `json:"cbs2025"`
	PC4       []string `json:"pc4"`
	PC4Unsure []string `json:"pc4_onzeker"`
	Residents int      `json:"residents_2021"`
	Over70    int      `json:"over70_2021"`
}

// official lists how CBS and PDOK have called the same two things over the
// years: the code and name of the feature, and those of the wijk it is in.
var official = []struct{ code, name, wijkCode, wijkName string }{
	{"BU_CODE", "BU_NAAM", "WK_CODE", "WK_NAAM"},
	{"buurtcode", "buurtnaam", "wijkcode", "wijknaam"},
	{"WK_CODE", "WK_NAAM", "WK_CODE", "WK_NAAM"},
	{"wijkcode", "wijknaam", "wijkcode", "wijknaam"},
	{"statcode", "statnaam", "statcode", "statnaam"},
	{"code", "naam", "code", "naam"},
}

func (f *mapFile) parts(l *faults) []part {
	if f.Type != "FeatureCollection" {
		l.addf("the file is no GeoJSON FeatureCollection")
		return nil
	}
	if strings.Contains(f.CRS.Properties.Name, "28992") {
		l.addf("%s", askWGS84)
		return nil
	}
	if f.Matched > len(f.Features) {
		l.addf("the file holds %d of %d features: ask PDOK for all of them (limit=1000)", len(f.Features), f.Matched)
	}
	if len(f.Features) == 0 {
		l.addf("the file has no features")
	}
	points := 0
	var parts []part
	for i, feature := range f.Features {
		p, err := feature.part()
		p.label = fmt.Sprintf("feature %d (%s)", i+1, firstOf(p.label, p.name, p.own.Wijk, "without a name"))
		if err == nil {
			p.area, err = feature.polygons(&points)
		}
		if err != nil {
			l.addf("%s: %w", p.label, err)
			continue
		}
		parts = append(parts, p)
	}
	return parts
}

// part returns the feature without its area.
func (f *fileFeature) part() (part, error) {
	if _, ours := f.Properties["wijk"]; ours {
		return f.ownPart()
	}
	for _, set := range official {
		code, name := f.text(set.code), f.text(set.name)
		if code == "" && name == "" {
			continue
		}
		return part{
			label:    firstOf(name, code),
			official: true,
			code:     f.text(set.wijkCode),
			name:     f.text(set.wijkName),
		}, nil
	}
	return part{}, errors.New("no property wijk, statcode, BU_CODE, WK_CODE, buurtcode or wijkcode: these are not wijken or buurten")
}

func (f *fileFeature) ownPart() (part, error) {
	raw, err := json.Marshal(f.Properties)
	if err != nil {
		return part{}, err
	}
	var own ownProperties
	if err := json.Unmarshal(raw, &own); err != nil {
		return part{}, fmt.Errorf("properties: %w", err)
	}
	p := part{slug: own.Wijk, own: own, name: firstOf(own.WijkNaam, own.Naam)}
	if own.Wijk == "" || Slug(own.Wijk) != own.Wijk || len(own.Wijk) > maxSlug {
		return p, fmt.Errorf("property wijk is no slug: %.40q", own.Wijk)
	}
	if own.Residents < 0 || own.Over70 < 0 || own.Over70 > own.Residents {
		return p, errors.New("residents_2021 and over70_2021 cannot be")
	}
	for _, pc := range slices.Concat(own.PC4, own.PC4Unsure) {
		if _, ok := postcode4(pc); !ok || len(pc) != 4 {
			return p, fmt.Errorf("%.20q is no four-digit postcode", pc)
		}
	}
	return p, nil
}

// text returns a property that is a string, empty if it is not there.
func (f *fileFeature) text(key string) string {
	var s string
	if json.Unmarshal(f.Properties[key], &s) != nil {
		return ""
	}
	return strings.TrimSpace(s)
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// joinParts returns the wijken that the parts make up, in the order of old
// and then of the file.
func joinParts(parts []part, old *Map, l *faults) []Wijk {
	if old != nil {
		place(parts, old, l)
	}
	var wijken []Wijk
	index, codes := map[string]int{}, map[string]string{}
	for _, p := range parts {
		slug := p.slug
		if slug == "" {
			slug = Slug(p.name)
			if slug == "" || len(slug) > maxSlug {
				l.addf("%s: no name of a wijk, of at most %d letters, to call it by", p.label, maxSlug)
				continue
			}
			if code, seen := codes[slug]; seen && code != p.code {
				l.addf("%s: the name %s is of two wijken, %s and %s", p.label, p.name, code, p.code)
				continue
			}
			codes[slug] = p.code
		}
		i, seen := index[slug]
		if !seen {
			i = len(wijken)
			index[slug] = i
			wijken = append(wijken, p.wijk(slug, old))
		}
		wijken[i].area = append(wijken[i].area, p.area...)
	}
	if len(wijken) > maxWijken {
		l.addf("the file has %d wijken, at most %d are possible: keep the features of one municipality", len(wijken), maxWijken)
	}
	if old != nil {
		rank := func(w Wijk) int {
			if i, ok := old.bySlug[w.Slug]; ok {
				return i
			}
			return len(old.wijken)
		}
		slices.SortStableFunc(wijken, func(a, b Wijk) int { return rank(a) - rank(b) })
	}
	return wijken
}

// wijk returns the wijk of p, yet without area, with what old knows of it.
func (p *part) wijk(slug string, old *Map) Wijk {
	w := Wijk{Slug: slug, Name: firstOf(p.name, slug)}
	if old != nil {
		if known, ok := old.Wijk(slug); ok {
			w, w.area = known, nil
		}
	}
	if o := p.own; o.PC4 != nil {
		w = Wijk{slug, firstOf(o.Naam, slug), o.PC4, o.PC4Unsure, o.Residents, o.Over70, o.CBS2024, o.CBS2025, nil}
	}
	return w
}

// place gives each official part the slug of the wijk that most of it lies in.
// In a file without any such part nothing is placed: that is another city.
func place(parts []part, old *Map, l *faults) {
	here := slices.ContainsFunc(parts, func(p part) bool { return !p.official })
	for i := range parts {
		if p := &parts[i]; p.official {
			p.slug = old.mostOf(p.area)
			here = here || p.slug != ""
		}
	}
	if !here {
		return
	}
	for _, p := range parts {
		if p.slug == "" {
			l.addf("%s: lies outside the city", p.label)
		}
	}
}

// mostOf returns the wijk that holds the largest part of area, empty when
// more of it lies outside the city than in it.
func (m *Map) mostOf(area []polygon) string {
	count, total := map[string]int{}, 0
	for _, p := range sample(area) {
		slug, _ := m.At(p)
		count[slug]++
		total++
	}
	if 2*count[""] >= total {
		return ""
	}
	best := ""
	for _, w := range m.wijken {
		if n := count[w.Slug]; n > 0 && (best == "" || n > count[best]) {
			best = w.Slug
		}
	}
	return best
}
