package pdok_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/bot/pdok"
	"wijkbot/bot/pdok/pdoktest"
	"wijkbot/store/wijk"
)

const base = "https://pdok.example/bzk/locatieserver/search/v3_1"

func newFinder(f *pdoktest.Fake) *pdok.Finder {
	return &pdok.Finder{Base: base, Municipality: "Zoetermeer", Map: wijk.Coarse, Transport: f}
}

var known = []pdoktest.Address{
	{Street: "Voorbeeldstraat", House: "1A", Postcode: "2715AB", Municipality: "Zoetermeer", Wijk: "Wijk 05 Meerzicht", Centre: "POINT(4.46800000 52.05700000)"},
	{Street: "Voorbeeldstraat", House: "12", Postcode: "2715AB", Municipality: "Zoetermeer", Wijk: "Meerzicht", Centre: "POINT(4.4681 52.0571)"},
	{Street: "Voorbeeldstraat", Municipality: "Zoetermeer", Centre: "POINT(4.4682 52.0572)"},
	{Street: "Voorbeeldstraat", House: "12", Postcode: "2801AB", Municipality: "Gouda", Wijk: "Binnenstad", Centre: "POINT(4.7 52.01)"},
}

// TestFind asks the strict fake, over a real connection, as the real service
// would be asked.
func TestFind(t *testing.T) {
	fake := &pdoktest.Fake{}
	fake.Add(known...)
	server := httptest.NewServer(fake)
	defer server.Close()
	f := &pdok.Finder{Base: server.URL + "/bzk/locatieserver/search/v3_1/", Municipality: "Zoetermeer", Map: wijk.Coarse}
	got, err := f.Find(t.Context(), "Voorbeeldstraat 12, 2715 AB")
	if err != nil {
		t.Fatal(err)
	}
	want := []wijk.Place{
		{Point: wijk.Point{Lat: 52.0571, Lon: 4.4681}, Street: "Voorbeeldstraat", Number: "12", Postcode: "2715AB", Wijk: "meerzicht", Source: wijk.FromGeocoder},
		{Point: wijk.Point{Lat: 52.057, Lon: 4.468}, Street: "Voorbeeldstraat", Number: "1A", Postcode: "2715AB", Wijk: "meerzicht", Source: wijk.FromGeocoder},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (- want, + got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"voorbeeldstraat 12 2715 ab"}, fake.Asked()); diff != "" {
		t.Errorf("asked (- want, + got):\n%s", diff)
	}
	for _, text := range []string{"", "+-&|!(){}[]^\"~*?:\\/", strings.Repeat("a ", 5000), "\xff\x00"} {
		if got, err := f.Find(t.Context(), text); err != nil || len(got) > 0 {
			t.Errorf("%.20q: %v, %v", text, got, err)
		}
	}
}

// TestFindLies shows that nothing is believed that is not so here.
func TestFindLies(t *testing.T) {
	row := func(change func(a *pdoktest.Address)) pdoktest.Address {
		a := known[0]
		change(&a)
		return a
	}
	for name, c := range map[string]struct {
		a    pdoktest.Address
		want string // number and wijk, empty for nothing
		pin  bool
	}{
		"in order":                  {known[0], "1A meerzicht", true},
		"coordinates elsewhere":     {row(func(a *pdoktest.Address) { a.Centre = "POINT(4.70000 52.01000)" }), "", false},
		"latitude first":            {row(func(a *pdoktest.Address) { a.Centre = "POINT(52.05700 4.46800)" }), "", false},
		"another form":              {row(func(a *pdoktest.Address) { a.Centre = "POINT (4.468 52.057)" }), "", false},
		"no number":                 {row(func(a *pdoktest.Address) { a.Centre = "POINT(NaN Inf)" }), "", false},
		"no coordinates":            {row(func(a *pdoktest.Address) { a.Centre = "" }), "", false},
		"coordinates in other wijk": {row(func(a *pdoktest.Address) { a.Centre = "POINT(4.4900 52.0400)" }), "1A ", false},
		"a wijk we do not have":     {row(func(a *pdoktest.Address) { a.Wijk = "Mordor" }), "1A meerzicht", true},
		"a house that is none":      {row(func(a *pdoktest.Address) { a.House = "<b>1</b>" }), "", false},
		"a street with a line":      {row(func(a *pdoktest.Address) { a.Street = "Voorbeeld\nstraat" }), "", false},
		"a long street":             {row(func(a *pdoktest.Address) { a.Street = strings.Repeat("Voorbeeld", 10) }), "", false},
		"a postcode that is none":   {row(func(a *pdoktest.Address) { a.Postcode = "27AB" }), "", false},
		"a street":                  {known[2], " ", false},
	} {
		fake := &pdoktest.Fake{}
		fake.Add(c.a)
		all, err := newFinder(fake).Find(t.Context(), "Voorbeeldstraat 1A")
		got, pin := "", false
		if len(all) > 0 {
			got, pin = all[0].Number+" "+all[0].Wijk, all[0].Point.Valid()
		}
		if err != nil || got != c.want || pin != c.pin {
			t.Errorf("%s: %q, pin %v, %v; want %q, pin %v", name, got, pin, err, c.want, c.pin)
		}
	}
	other := &pdoktest.Fake{}
	other.Break(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"response":{"docs":[{"type":"adres","straatnaam":"Markt","huis_nlt":"1","gemeentenaam":"Gouda","wijknaam":"Meerzicht","centroide_ll":"POINT(4.468 52.057)"}]}}`)
	})
	if all, err := newFinder(other).Find(t.Context(), "Markt 1"); err != nil || len(all) > 0 {
		t.Errorf("another municipality, in spite of the filter: %v, %v", all, err)
	}
}

// TestFindFaults answers as servers do that are not well. No error holds what
// was asked.
func TestFindFaults(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"500":     func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusInternalServerError) },
		"429":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"garbage": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Voorbeeldstraat</html>") },
		"empty":   func(http.ResponseWriter, *http.Request) {},
		"null":    func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "null") },
		"no docs": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"error":{"msg":"Voorbeeldstraat"}}`) },
		"types":   func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"response":{"docs":[{"type":{}}]}}`) },
		"huge": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"a":"`, strings.Repeat("x", 1<<20), `"}`)
		},
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://elsewhere.example/free?"+r.URL.RawQuery, http.StatusFound)
		},
		"hang": pdoktest.Hang,
	} {
		synctest.Test(t, func(t *testing.T) {
			fake := &pdoktest.Fake{}
			fake.Break(fault)
			began := time.Now()
			all, err := newFinder(fake).Find(t.Context(), "Voorbeeldstraat 12")
			if err == nil || len(all) > 0 || strings.Contains(strings.ToLower(err.Error()), "voorbeeld") {
				t.Errorf("%s: %v, %v", name, all, err)
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("%s: took %v", name, took)
			}
			if n := len(fake.Asked()); n != 1 {
				t.Errorf("%s: %d requests", name, n)
			}
		})
	}
}

// TestFindRests leaves a dead server alone, and finds it again.
func TestFindRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := &pdoktest.Fake{}
		fake.Add(known...)
		fake.Break(pdoktest.Hang)
		f := newFinder(fake)
		ask := func() error {
			_, err := f.Find(context.Background(), "Voorbeeldstraat 12")
			return err
		}
		began := time.Now()
		for range 100 {
			if ask() == nil {
				t.Fatal("a dead server answered")
			}
		}
		if took := time.Since(began); took > 6*time.Second || len(fake.Asked()) != 3 {
			t.Errorf("100 questions took %v and %d requests", took, len(fake.Asked()))
		}
		<-time.After(time.Minute)
		if err := ask(); errors.Is(err, pdok.ErrResting) || err == nil {
			t.Errorf("after a minute: %v", err)
		}
		if err := ask(); !errors.Is(err, pdok.ErrResting) {
			t.Errorf("one failure after the rest is enough: %v", err)
		}
		fake.Break(nil)
		<-time.After(time.Minute)
		for range 3 {
			if err := ask(); err != nil {
				t.Errorf("it works again: %v", err)
			}
		}
	})
}

// FuzzAnswer reads anything that a server may say.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(`{"response":{"docs":[{"type":"adres","straatnaam":"Voorbeeldstraat","huis_nlt":"1A","postcode":"2715AB","gemeentenaam":"Zoetermeer","wijknaam":"Meerzicht","centroide_ll":"POINT(4.468 52.057)"}]}}`))
	f.Add([]byte(`{"response":{"docs":[{"type":"weg","straatnaam":"V","gemeentenaam":"Zoetermeer","centroide_ll":"POINT(4.468 52.057)"}]}}`))
	f.Add([]byte(`{"response":{"docs":null}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		fake := &pdoktest.Fake{}
		fake.Break(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
		all, err := newFinder(fake).Find(t.Context(), "x")
		if err != nil && len(all) > 0 || len(all) > 3 {
			t.Fatalf("%v, %v", all, err)
		}
		for _, p := range all {
			_, onMap := wijk.Coarse().Wijk(p.Wijk)
			if p.Street == "" || p.Source != wijk.FromGeocoder || p.Wijk != "" && !onMap || p.Point != (wijk.Point{}) && !p.Point.Valid() {
				t.Fatalf("%+v", p)
			}
		}
	})
}
