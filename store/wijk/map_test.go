package wijk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestCoarse(t *testing.T) {
	m := Coarse()
	slugs, residents, over70 := []string{}, 0, 0
	for _, w := range m.Wijken() {
		slugs = append(slugs, w.Slug)
		residents += w.Residents
		over70 += w.Over70
		if Slug(w.Name) != w.Slug {
			t.Errorf("%s is called %s", w.Slug, w.Name)
		}
	}
	want := []string{"dorp", "stadscentrum", "palenstein", "driemanspolder", "meerzicht", "buytenwegh", "de-leyens",
		"seghwaert", "noordhove", "rokkeveen", "oosterheem", "bedrijventerreinen", "buitengebied"}
	if diff := cmp.Diff(want, slugs); diff != "" {
		t.Error(diff)
	}
	// CBS counted 125,265 and 16,590 in the whole city; postcodes are rounded.
	if residents < 125_000 || residents > 125_500 || over70 != 16_590 {
		t.Errorf("%d residents, %d over 70", residents, over70)
	}
	if !strings.Contains(m.Source(), "CBS") {
		t.Errorf("source %q names nobody", m.Source())
	}
	if w, ok := m.Wijk("meerzicht"); !ok || w.Over70 != 2540 {
		t.Errorf("Wijk(meerzicht) = %v, %v", w.Over70, ok)
	}
	if _, ok := m.Wijk("centrum"); ok {
		t.Error("Wijk(centrum) is ok")
	}
}

func TestAt(t *testing.T) {
	m := Coarse()
	for _, c := range []struct {
		where string
		p     Point
		slug  string
		sure  bool
	}{
		{"old village street", Point{52.0526, 4.4969}, "dorp", true},
		{"town hall", Point{52.0612, 4.4902}, "stadscentrum", true},
		{"Meerzicht", Point{52.0566, 4.4677}, "meerzicht", true},
		{"Rokkeveen", Point{52.0404, 4.4861}, "rokkeveen", true},
		{"Van Tuyllpark, an island of the outskirts", Point{52.0487, 4.5236}, "buitengebied", true},
		{"a corner of Dorp and Driemanspolder", Point{52.05004, 4.48601}, "", false},
		{"ten metres from that corner", Point{52.0499, 4.48601}, "", false},
		{"Den Haag", Point{52.08, 4.31}, "", true},
		{"Pijnacker", Point{52.02, 4.43}, "", true},
		{"Benthuizen", Point{52.079, 4.545}, "", true},
		{"just over the municipal border", Point{52.03105, 4.47708}, "", false},
		{"well over it", Point{52.0305, 4.47708}, "", true},
		{"null island", Point{}, "", true},
	} {
		slug, sure := m.At(c.p)
		// On a border either side will do, as long as it is one.
		if sure != c.sure || slug != c.slug && !(c.slug == "" && !c.sure && strings.Contains(c.where, "corner")) {
			t.Errorf("%s: At = %q, %v, want %q, %v", c.where, slug, sure, c.slug, c.sure)
		}
	}
	if slug, _ := m.At(Point{52.05004, 4.48601}); slug == "" {
		t.Error("a corner inside the city has no owner")
	}
}

// TestOneOwner shows that inner borders leave no gap: every corner and every
// side of the coarse map within the city belongs to someone.
func TestOneOwner(t *testing.T) {
	m := Coarse()
	for _, w := range m.wijken {
		for _, poly := range w.area {
			for _, r := range poly {
				for i := range len(r) - 1 {
					mid := Point{(r[i].Lat + r[i+1].Lat) / 2, (r[i].Lon + r[i+1].Lon) / 2}
					var hit hits
					m.index.look(mid, &hit)
					owners, near := 0, 0
					for j := range m.wijken {
						if hit.winding[j] != 0 {
							owners++
						}
						if hit.near[j] {
							near++
						}
					}
					if owners > 1 || owners == 0 && w.Slug != "buitengebied" && near > 1 && !onRim(m, r[i], r[i+1]) {
						t.Errorf("%s: %d owners at %v", w.Slug, owners, mid)
					}
				}
			}
		}
	}
}

// onRim reports whether no other wijk has the side from a to b: beyond it lies
// another municipality.
func onRim(m *Map, a, b Point) bool {
	n := 0
	for _, e := range m.index.slabs[m.index.slab(a.Lat)] {
		f := newEdge(a, b)
		if e.south == f.south && e.north == f.north {
			n++
		}
	}
	return n < 2
}

// TestUnsure shows that a place is sure exactly when 50 m in any direction
// would not bring it into another wijk.
func TestUnsure(t *testing.T) {
	m := Coarse()
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		p := m.index.box.at(rnd.Float64(), rnd.Float64())
		slug, sure := m.At(p)
		if slug == "" || !sure {
			continue
		}
		for _, d := range []Point{{0, 1}, {0, -1}, {1, 0}, {-1, 0}} {
			q := Point{p.Lat + 49*d.Lat*m.index.metreY, p.Lon + 49*d.Lon*m.index.metreX}
			if other, _ := m.At(q); other != slug && other != "" {
				t.Fatalf("%v is surely %s, yet %s is 49 m away", p, slug, other)
			}
		}
	}
}

func TestByPostcode(t *testing.T) {
	m := Coarse()
	for pc, want := range map[string][]string{
		"2715AB":     {"meerzicht"},
		"2715 ab":    {"meerzicht"},
		" 2715Ab ":   {"meerzicht"},
		"2715":       {"meerzicht"},
		"2726 KL":    {"buytenwegh", "de-leyens"},
		"2700 AA":    nil,
		"2511 AB":    nil,
		"271":        nil,
		"27155":      nil,
		"2715A":      nil,
		"2715A1":     nil,
		"AB2715":     nil,
		"0715 AB":    nil,
		"":           nil,
		"2715\u00eb": nil,
	} {
		if diff := cmp.Diff(want, m.ByPostcode(pc)); diff != "" {
			t.Errorf("ByPostcode(%q): %s", pc, diff)
		}
	}
}

func TestNamed(t *testing.T) {
	m := Coarse()
	for text, want := range map[string]string{
		"Meerzicht": "meerzicht", "meerzicht": "meerzicht", " MEERZICHT! ": "meerzicht", "meerzict": "meerzicht",
		"merzicht": "meerzicht", "wijk meerzicht": "meerzicht", "in de wijk Meerzicht": "meerzicht",
		"de Leyens": "de-leyens", "leyens": "de-leyens", "De-Leyens": "de-leyens", "leyen": "de-leyens", "lyeens": "de-leyens",
		"het dorp": "dorp", "Dorp": "dorp", "dor": "", "dorpp": "", "Rokkeveen-Oost": "rokkeveen",
		"seghwaert noord oost": "seghwaert", "segwaert": "seghwaert", "zeghwaert": "seghwaert",
		"stadscentrum": "stadscentrum", "centrum": "", "Buytenwegh de Leyens": "", "": "", "?": "", "de": "",
		"oost": "", "meerzicht of rokkeveen": "", "12": "",
	} {
		slug, ok := m.Named(text)
		if slug != want || ok != (want != "") {
			t.Errorf("Named(%q) = %q, %v, want %q", text, slug, ok, want)
		}
	}
}

func TestEncode(t *testing.T) {
	first := Coarse().Encode()
	m, err := ParseMap(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, m.Encode()) {
		t.Error("encoding what was read gives other bytes")
	}
	if diff := cmp.Diff(Coarse().Wijken(), m.Wijken(), cmp.AllowUnexported(Wijk{})); diff != "" {
		t.Error(diff)
	}
	if m.Source() != Coarse().Source() {
		t.Error("the source is lost")
	}
}

// A kept map may have wijken the built-in one does not know, and the other way
// round: the city may have redrawn itself since.
func TestEncodeOtherWijken(t *testing.T) {
	old := Coarse()
	wijken := slices.Clone(old.wijken)
	wijken[0].Slug, wijken[0].Name = "oude-dorp", "Oude Dorp"
	m, err := ParseMap(bytes.NewReader(newMap("", wijken).Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := m.Wijk("oude-dorp"); !ok {
		t.Error("oude-dorp is gone")
	}
	if slug, _ := m.At(Point{52.0526, 4.4969}); slug != "oude-dorp" {
		t.Errorf("At = %s", slug)
	}
}

// A testFeature is written as CBS and PDOK would.
type testFeature struct {
	props map[string]any
	area  []polygon
}

func geojson(features ...testFeature) []byte {
	var b bytes.Buffer
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i, f := range features {
		if i > 0 {
			b.WriteByte(',')
		}
		props, _ := json.Marshal(f.props)
		fmt.Fprintf(&b, `{"type":"Feature","properties":%s,"geometry":{"type":"MultiPolygon","coordinates":%s}}`, props, appendArea(nil, f.area))
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

// cut returns what of area lies west of lon, or east of it.
func cut(area []polygon, lon float64, east bool) []polygon {
	var out []polygon
	for _, p := range area {
		var r ring
		keep := func(q Point) bool { return q.Lon < lon != east }
		for i := range len(p[0]) - 1 {
			a, b := p[0][i], p[0][i+1]
			if keep(a) {
				r = append(r, a)
			}
			if keep(a) != keep(b) {
				r = append(r, Point{a.Lat + (b.Lat-a.Lat)*(lon-a.Lon)/(b.Lon-a.Lon), lon})
			}
		}
		if len(r) > 2 {
			out = append(out, polygon{append(r, r[0])})
		}
	}
	return out
}

// buurten returns the coarse map cut into buurten, named after one of the ways
// of CBS. Its codes are of another year, so that they mislead who trusts them.
func buurten(code, name, wijkCode, wijkName string) []testFeature {
	var features []testFeature
	wijken := Coarse().wijken
	for i, w := range wijken {
		wrong := wijken[(i+1)%len(wijken)]
		halves := [][]polygon{w.area}
		if w.Slug == "meerzicht" {
			halves = [][]polygon{cut(w.area, 4.47, false), cut(w.area, 4.47, true)}
		}
		for j, area := range halves {
			props := map[string]any{code: fmt.Sprintf("BU0637%02d%02d", i, j), name: fmt.Sprintf("Buurt %d %d", i, j)}
			if wijkCode != "" {
				props[wijkCode] = wrong.CBS2025
			}
			if wijkName != "" {
				props[wijkName] = w.Name + " c.a."
			}
			features = append(features, testFeature{props, area})
		}
	}
	return features
}

func TestParseOfficial(t *testing.T) {
	for _, names := range [][4]string{
		{"BU_CODE", "BU_NAAM", "WK_CODE", ""},
		{"BU_CODE", "BU_NAAM", "WK_CODE", "WK_NAAM"},
		{"buurtcode", "buurtnaam", "wijkcode", ""},
		{"buurtcode", "buurtnaam", "wijkcode", "wijknaam"},
		{"WK_CODE", "WK_NAAM", "", ""},
		{"wijkcode", "wijknaam", "", ""},
		{"statcode", "statnaam", "", ""},
	} {
		m, err := ParseMap(bytes.NewReader(geojson(buurten(names[0], names[1], names[2], names[3])...)))
		if err != nil {
			t.Errorf("%v: %v", names, err)
			continue
		}
		for i, w := range Coarse().wijken {
			got := m.wijken[i]
			if len(got.area) != len(w.area) && w.Slug != "meerzicht" {
				t.Errorf("%v: %s has %d polygons, want %d", names, w.Slug, len(got.area), len(w.area))
			}
			w.area, got.area = nil, nil
			if diff := cmp.Diff(w, got, cmp.AllowUnexported(Wijk{})); diff != "" {
				t.Errorf("%v: %s", names, diff)
			}
		}
		rnd := rand.New(rand.NewPCG(3, 4))
		for range 2000 {
			p := Coarse().index.box.at(rnd.Float64(), rnd.Float64())
			want, wantSure := Coarse().At(p)
			if got, sure := m.At(p); got != want || sure != wantSure {
				t.Fatalf("%v: %v is in %q (%v), was in %q (%v)", names, p, got, sure, want, wantSure)
			}
		}
	}
}

func TestParseOtherCity(t *testing.T) {
	square := func(lat, lon float64) []polygon {
		return []polygon{{{{lat, lon}, {lat, lon + .01}, {lat + .01, lon + .01}, {lat + .01, lon}, {lat, lon}}}}
	}
	delft := []testFeature{
		{map[string]any{"buurtcode": "BU05030001", "buurtnaam": "A", "wijkcode": "WK050300", "wijknaam": "Binnenstad"}, square(52.01, 4.35)},
		{map[string]any{"buurtcode": "BU05030002", "buurtnaam": "B", "wijkcode": "WK050300", "wijknaam": "Binnenstad"}, square(52.01, 4.36)},
		{map[string]any{"buurtcode": "BU05031001", "buurtnaam": "C", "wijkcode": "WK050310", "wijknaam": "Hof van Delft"}, square(52.02, 4.35)},
	}
	m, err := ParseMap(bytes.NewReader(geojson(delft...)))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.wijken) != 2 || m.wijken[0].Slug != "binnenstad" || m.wijken[1].Slug != "hof-van-delft" || m.wijken[1].Residents != 0 {
		t.Errorf("wijken %+v", m.wijken)
	}
	if slug, sure := m.At(Point{52.015, 4.36}); slug != "binnenstad" || !sure {
		t.Errorf("on the border of two buurten of one wijk: %s, %v", slug, sure)
	}

	delft[2].props["wijknaam"] = "Binnenstad"
	wantFault(t, geojson(delft...), "is of two wijken, WK050300 and WK050310")
	delete(delft[2].props, "wijknaam")
	wantFault(t, geojson(delft...), "no name of a wijk")
	wantFault(t, geojson(append(buurten("BU_CODE", "BU_NAAM", "WK_CODE", ""), delft[0])...), "feature 15 (A): lies outside the city")
}

// wantFault checks that file is refused and that the error says want.
func wantFault(t *testing.T, file []byte, want ...string) {
	t.Helper()
	m, err := ParseMap(bytes.NewReader(file))
	if err == nil || m != nil {
		t.Errorf("accepted, want %q", want)
		return
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func TestParseFaults(t *testing.T) {
	one := func(geometry string) []byte {
		return []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"wijk":"a","naam":"A"},"geometry":` + geometry + `}]}`)
	}
	poly := func(rings string) []byte { return one(`{"type":"Polygon","coordinates":[` + rings + `]}`) }
	for _, c := range []struct {
		name string
		file []byte
		want []string
	}{
		{"empty", nil, []string{"read map"}},
		{"a list", []byte(`[]`), []string{"read map"}},
		{"one feature", []byte(`{"type":"Feature"}`), []string{"FeatureCollection"}},
		{"no features", []byte(`{"type":"FeatureCollection","features":[]}`), []string{"no features"}},
		{"cut off", Coarse().Encode()[:5000], []string{"read map"}},
		{"too deep", []byte(strings.Repeat("[", 20_000)), []string{"read map"}},
		{"first page of PDOK", []byte(`{"type":"FeatureCollection","numberMatched":27,"features":[]}`), []string{"0 of 27", "limit=1000"}},
		{"RD by its name", []byte(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[]}`), []string{"EPSG:4326"}},
		{"RD by its numbers", poly(`[[93000,452000],[94000,452000],[94000,453000],[93000,452000]]`), []string{"EPSG:28992", "EPSG:4326"}},
		{"latitude first", poly(`[[52.05,4.49],[52.06,4.49],[52.06,4.5],[52.05,4.49]]`), []string{"latitude first"}},
		{"Rome", poly(`[[12.4,41.9],[12.5,41.9],[12.5,42],[12.4,41.9]]`), []string{"not in the Netherlands"}},
		{"NaN", poly(`[[NaN,52],[4.5,52],[4.5,52.1],[4.4,52]]`), []string{"read map"}},
		{"over the largest number", poly(`[[1e999,52],[4.5,52],[4.5,52.1],[4.4,52]]`), []string{"coordinates"}},
		{"null for a point", poly(`[null,[4.5,52],[4.5,52.1],null]`), []string{"not in the Netherlands"}},
		{"open ring", poly(`[[4.4,52],[4.5,52],[4.5,52.1],[4.4,52.1]]`), []string{"not closed"}},
		{"three points", poly(`[[4.4,52],[4.5,52],[4.4,52]]`), []string{"3 points"}},
		{"a line", poly(`[[4.4,52],[4.5,52],[4.45,52],[4.4,52]]`), []string{"without area"}},
		{"a bow tie", poly(`[[4.4,52],[4.5,52.1],[4.5,52.05],[4.4,52.1],[4.4,52]]`), []string{"crosses itself"}},
		{"hole elsewhere", poly(`[[4.4,52],[4.5,52],[4.5,52.1],[4.4,52]],[[4.6,52],[4.7,52],[4.7,52.1],[4.6,52]]`), []string{"hole outside"}},
		{"a hole nobody owns", poly(`[[4.4,52],[4.5,52],[4.5,52.1],[4.4,52.1],[4.4,52]],[[4.44,52.04],[4.46,52.04],[4.46,52.06],[4.44,52.06],[4.44,52.04]]`), []string{"no wijk owns"}},
		{"a point", one(`{"type":"Point","coordinates":[4.4,52]}`), []string{"Polygon or MultiPolygon"}},
		{"no geometry", one(`null`), []string{"Polygon or MultiPolygon"}},
		{"no polygons", one(`{"type":"MultiPolygon","coordinates":[]}`), []string{"no area"}},
		{"no rings", one(`{"type":"MultiPolygon","coordinates":[[]]}`), []string{"without a border"}},
		{"nothing we know", []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"gid":1}}]}`), []string{"no property wijk"}},
		{"no slug", []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"wijk":"De Leyens"}}]}`), []string{"no slug"}},
		{"minus residents", []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"wijk":"a","residents_2021":-1}}]}`), []string{"cannot be"}},
		{"odd postcode", []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"wijk":"a","pc4":["27AB"]}}]}`), []string{"postcode"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantFault(t, c.file, c.want...) })
	}
}

func TestParseBorders(t *testing.T) {
	change := func(edit func(features []testFeature) []testFeature) []byte {
		return geojson(edit(buurten("buurtcode", "buurtnaam", "wijkcode", ""))...)
	}
	t.Run("a buurt is missing", func(t *testing.T) {
		wantFault(t, change(func(f []testFeature) []testFeature { return slices.Delete(f, 5, 6) }), "wijk meerzicht: the file has nothing for")
	})
	t.Run("wijken taken together", func(t *testing.T) {
		wantFault(t, change(func(f []testFeature) []testFeature {
			f[3].area = slices.Concat(f[0].area, f[1].area, f[2].area, f[3].area)
			return f[3:]
		}), "wijk dorp is not in the file", "wijk palenstein is not in the file")
	})
	t.Run("people change wijk", func(t *testing.T) {
		wantFault(t, change(func(f []testFeature) []testFeature {
			east := cut(f[0].area, 4.49, true)
			f[0].area = cut(f[0].area, 4.49, false)
			f[3].area = slices.Concat(f[3].area, f[0].area)
			f[0].area = east
			return f
		}), "wijk dorp: the file gives", "to driemanspolder")
	})
	t.Run("two claim the same", func(t *testing.T) {
		wantFault(t, change(func(f []testFeature) []testFeature {
			f[2].area = slices.Concat(f[2].area, []polygon{{{{52.050, 4.494}, {52.050, 4.496}, {52.052, 4.496}, {52.052, 4.494}, {52.050, 4.494}}}})
			return f
		}), "wijken dorp and palenstein overlap")
	})
	t.Run("three metres of overlap", func(t *testing.T) {
		file := change(func(f []testFeature) []testFeature {
			f[4].area = cut(Coarse().wijken[4].area, 4.47, false)
			f[5].area = cut(Coarse().wijken[4].area, 4.46996, true)
			return f
		})
		if _, err := ParseMap(bytes.NewReader(file)); err != nil {
			t.Error(err)
		}
	})
	t.Run("all faults at once", func(t *testing.T) {
		wantFault(t, change(func(f []testFeature) []testFeature {
			f[0].props, f[1].area = map[string]any{}, nil
			return f
		}), "feature 1 ", "feature 2 (Buurt 1 0)")
	})
	t.Run("but not thousands", func(t *testing.T) {
		_, err := ParseMap(bytes.NewReader(geojson(make([]testFeature, 5000)...)))
		if n := strings.Count(err.Error(), "\n"); n != maxMapFault {
			t.Errorf("%d lines of errors", n)
		}
	})
}

// A reader that never ends must not fill the memory.
func TestParseEndless(t *testing.T) {
	data, err := readAtMost(iotest.DataErrReader(endless{}), 1<<10)
	if err == nil || data != nil {
		t.Errorf("%d bytes, error %v", len(data), err)
	}
	if data, err := readAtMost(strings.NewReader("1234"), 4); err != nil || len(data) != 4 {
		t.Errorf("%d bytes, error %v", len(data), err)
	}
	if _, err := readAtMost(strings.NewReader("12345"), 4); err == nil {
		t.Error("one byte too many is accepted")
	}
	broken := errors.New("disk")
	if _, err := ParseMap(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"De Leyens": "de-leyens", "’s-Gravenzande": "s-gravenzande", "  A12-ZONE ": "a12-zone", "Coëlhostraat": "coelhostraat",
		"Rokkehage c.a.": "rokkehage-c-a", "Zuid / Oost": "zuid-oost", "Ünal": "unal", "École": "ecole", "": "", "?!": "", "Æbeltoft": "aebeltoft",
	} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"zwerfvuil", "zwerfvuil", true}, {"zwerfvuil", "zwerfuil", true}, {"zwerfvuil", "zwerffvuil", true},
		{"zwerfvuil", "zwervuil", true}, {"zwerfvuil", "zwefrvuil", true}, {"zwerfvuil", "zwerfvuli", true},
		{"zwerfvuil", "zwerfbuil", true}, {"zwerfvuil", "zwerrfuil", false}, {"zwerfvuil", "zwerful", false},
		{"zwerfvuil", "werfvuill", false}, {"nee", "mee", false}, {"nee", "nee", true}, {"stop", "step", false},
		{"stopp", "stop", false}, {"stop", "stopp", false}, {"tegel", "regel", true}, {"12345", "12346", false},
		{"kamer1", "kamer2", false}, {"", "", true}, {"", "a", false}, {"geïnd", "geind", true},
		{"abcdef", "fabcde", false}, {"abcde", "bacde", true}, {"abcde", "abced", true}, {"abcde", "abcd", false},
	} {
		if got := Near(c.a, c.b); got != c.want {
			t.Errorf("Near(%q, %q) = %v", c.a, c.b, got)
		}
		if got := Near(c.b, c.a); got != c.want {
			t.Errorf("Near(%q, %q) = %v", c.b, c.a, got)
		}
	}
}

func FuzzParseMap(f *testing.F) {
	f.Add([]byte(`{"type":"FeatureCollection","source":"x","features":[{"type":"Feature","properties":{"wijk":"b","naam":"B","pc4":["2712"],"residents_2021":5,"over70_2021":1,"cbs2024":["WK063700"]},"geometry":{"type":"MultiPolygon","coordinates":[[[[4.4,52],[4.5,52],[4.5,52.1],[4.4,52]]]]}}]}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"statcode":"WK1","statnaam":"A"},"geometry":{"type":"Polygon","coordinates":[[[4.4,52],[4.5,52],[4.5,52.1],[4.4,52]]]}}]}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"wijk":"a"},"geometry":{"type":"Polygon","coordinates":[[[4.4,52,1],[4.5,52],[4.5,52.1],[4.4,52]],[[4.45,52.01],[4.46,52.01],[4.46,52.02],[4.45,52.01]]]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseMap(bytes.NewReader(data))
		if err != nil {
			return
		}
		again, err := ParseMap(bytes.NewReader(m.Encode()))
		if err != nil {
			t.Fatalf("does not read back what it wrote: %v", err)
		}
		if !bytes.Equal(again.Encode(), m.Encode()) {
			t.Fatal("encodes otherwise the second time")
		}
		for _, w := range m.Wijken() {
			if slug, ok := m.Named(w.Slug); !ok || slug != w.Slug {
				t.Fatalf("Named(%q) = %q", w.Slug, slug)
			}
		}
	})
}

func BenchmarkAt(b *testing.B) {
	m := Coarse()
	rnd := rand.New(rand.NewPCG(5, 6))
	places := make([]Point, 1024)
	for i := range places {
		places[i] = m.index.box.at(rnd.Float64(), rnd.Float64())
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		m.At(places[i%len(places)])
		i++
	}
}

func BenchmarkParseMap(b *testing.B) {
	data := Coarse().Encode()
	for b.Loop() {
		if _, err := ParseMap(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
