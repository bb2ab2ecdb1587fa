package flows

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// TestStandards: every standard text can be sent. What is in braces is known or
// can be asked for, its category and moment exist, and with long values it is
// GSM-7 and at most two parts of an SMS.
func TestStandards(t *testing.T) {
	known := map[string]string{
		"nummer": "123456", "soort": "grofvuil of zakken naast de container", "plaats": "Burgemeester van der Meulenplantsoen 112",
		"dag": "donderdag 24 september", "belofte": "donderdag 24 september", "partij": strings.Repeat("x", 40),
		"vraag": "Staat de kapotte lantaarnpaal aan de kant van het water of aan de kant van de huizen?",
	}
	moments := []string{momentSolved, momentAfterAll, momentUnsolved, momentPlanned, momentAsked, momentOutside, momentReopened}
	ids := make(map[string]bool)
	for _, s := range standards {
		if ids[s.id] {
			t.Errorf("%s: twice", s.id)
		}
		ids[s.id] = true
		if !slices.Contains(moments, s.moment) {
			t.Errorf("%s: nobody reads a text at %q", s.id, s.moment)
		}
		if s.kind != "" && !category.Known(s.kind) {
			t.Errorf("%s: no category %q", s.id, s.kind)
		}
		asked := make(map[string]bool)
		text, missing := fillIn(s.text, func(name string) string {
			if v := known[name]; v != "" {
				return v
			}
			if fillable[name] == "" {
				t.Errorf("%s: nobody knows {%s}", s.id, name)
			}
			asked[name] = true
			return strings.Repeat("Wij kwamen terug. ", 3)
		})
		if len(missing) > 0 || blanks.MatchString(text) || len(asked) > mostBlanks {
			t.Errorf("%s: %d asked, missing %v: %s", s.id, len(asked), missing, text)
		}
		if _, gsm := gsm7.Length(text); !gsm || gsm7.Segments(text) > 2 {
			t.Errorf("%s: GSM-7 %v, %d parts: %s", s.id, gsm, gsm7.Segments(text), text)
		}
		if !strings.HasSuffix(text, " Gemeente Zoetermeer") {
			t.Errorf("%s: does not say who writes: %s", s.id, text)
		}
	}
	for _, m := range moments {
		for _, c := range category.All() {
			if len(standardsFor(m, c.Code)) == 0 {
				t.Errorf("%s has no text for %q", c.Code, m)
			}
		}
	}
}

func TestReadOrder(t *testing.T) {
	for text, want := range map[string]string{
		"klaar 12":                          "klaar 12 ",
		"KLAAR 12 tegel  ligt weer":         "klaar 12 tegel  ligt weer",
		"/klaar 12":                         "klaar 12 ",
		"Klaar melding 12.":                 "klaar 12 ",
		"klaar nr. 12, zand erbij":          "klaar 12 zand erbij",
		"klaar #12":                         "klaar 12 ",
		"klaar\n12\nzand\nerbij":            "klaar 12 zand\nerbij",
		"klaar\u00a012":                     "klaar 12 ",
		"  klaar   12  ":                    "klaar 12 ",
		"laat 12 los":                       "los 12 ",
		"laat los 12":                       "los 12 ",
		"niet opgelost 12 boom van de buur": "niet 12 boom van de buur",
		"NIET OPENBAAR 12":                  "dicht 12 ",
		"neem over 12":                      "over 12 ",
		"neem 12 over":                      "neem 12 over",
		"voeg 13 bij 12":                    "voeg 13 bij 12",
		"foto's 12":                         "foto 12 ",
		"/plan":                             "plan 0 ",
		"klaar 0":                           fmt.Sprintf("klaar %d ", uint64(math.MaxUint64)),
		"klaar 99999999999999999999999":     fmt.Sprintf("klaar %d ", uint64(math.MaxUint64)),
		"plan":                              "",
		"plan de dag":                       "",
		"klaar om 12 uur":                   "",
		"ik ben klaar 12":                   "",
		"klaar -12":                         "",
		"klaar 12e":                         "",
		"klaar 1.2":                         "",
		"klaar ١٢":                          "",
		"niet 12":                           "",
		"":                                  "",
		"/":                                 "",
		"\x00":                              "",
	} {
		got := ""
		if o, ok := readOrder(text); ok {
			got = fmt.Sprintf("%s %d %s", o.job.name, o.number, o.rest)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzReadOrder(f *testing.F) {
	for _, s := range []string{"klaar 12", "laat 12 los", "/neem", "voeg 13 bij 12", "niet\u2028openbaar 1", "klaar 12\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		o, ok := readOrder(text)
		if !ok {
			return
		}
		if o.job == nil || !o.slash && o.number == 0 || !strings.Contains(text, o.rest) {
			t.Errorf("%q: %+v", text, o)
		}
		if again, ok := readOrder(o.job.words[0] + " " + fmt.Sprint(o.number)); o.number > 0 && (!ok || again.job.name != o.job.name) {
			t.Errorf("%q: %s is another job", text, o.job.name)
		}
	})
}

func FuzzReadParts(f *testing.F) {
	for _, s := range []string{"boom: tak; put: blad", "stoeptegel:\n;;", ":", "boom:boom:boom", strings.Repeat("boom;", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parts, why := readParts(text)
		if (len(parts) > 0) != (why == "") && len(parts) <= mostParts {
			t.Errorf("%q: %d parts and %q", text, len(parts), why)
		}
		for _, p := range parts {
			if !category.Known(p.kind) || p.text == "" || len([]rune(p.text)) > longestPart+3 {
				t.Errorf("%q: %+v", text, p)
			}
		}
	})
}

// TestWalk: the order does not depend on the order in which the reports come,
// each step goes to the nearest, and what has no point comes by street.
func TestWalk(t *testing.T) {
	at := func(n uint64, lat, lon float64) wijk.Report {
		return wijk.Report{Number: n, Place: wijk.Place{Point: wijk.Point{Lat: lat, Lon: lon}}}
	}
	street := func(n uint64, name, house string) wijk.Report {
		return wijk.Report{Number: n, Place: wijk.Place{Street: name, Number: house}}
	}
	all := []wijk.Report{
		at(1, 52.06, 4.47), at(2, 52.06, 4.48), at(3, 52.06, 4.471), at(4, 52.06, 4.471), at(5, 52.07, 4.46),
		street(6, "Berkstraat", "10"), street(7, "Berkstraat", "9"), street(8, "Akkerlaan", "100a"),
	}
	for _, x := range []struct {
		from wijk.Point
		want []uint64
	}{
		{wijk.Point{}, []uint64{5, 1, 3, 4, 2, 8, 7, 6}},                       // from the west
		{wijk.Point{Lat: 52.06, Lon: 4.49}, []uint64{2, 3, 4, 1, 5, 8, 7, 6}},  // from the east
		{wijk.Point{Lat: 52.06, Lon: 4.471}, []uint64{3, 4, 1, 2, 5, 8, 7, 6}}, // on top of two
	} {
		for seed := range uint64(20) {
			some := slices.Clone(all)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
			walk(some, x.from)
			var got []uint64
			for _, r := range some {
				got = append(got, r.Number)
			}
			if !slices.Equal(got, x.want) {
				t.Fatalf("from %v: %v, want %v", x.from, got, x.want)
			}
		}
	}
	if end := walk(nil, wijk.Point{}); end.Valid() {
		t.Errorf("a walk to nothing ends at %v", end)
	}
}

// TestButtonsAreAllowed: whatever the stage, a card offers no move that the table
// of stages forbids, nor one to somebody else's report; every button fits.
func TestButtonsAreAllowed(t *testing.T) {
	c, db := testCity(t)
	colleague := wijk.Staff{ID: "ander", Name: "Ander", Role: wijk.Onderhoud}
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		store.Staff.Put(tx, colleague.ID, colleague)
		for _, rule := range wijk.Stages() {
			for _, role := range []wijk.Role{wijk.Onderhoud, wijk.Wijkmanager, wijk.Wijkregisseur, wijk.Beheerder} {
				for _, had := range []string{"", "ik", colleague.ID, "weg"} {
					s := wijk.Staff{ID: "ik", Name: "Ik", Role: role}
					store.Staff.Put(tx, s.ID, s)
					r := wijk.Report{Number: math.MaxUint64 - 1, Kind: wijk.Litter, Stage: rule.Stage, Owner: had, Reporters: 1, Photos: []string{"a", "b"}}
					for _, more := range []bool{false, true} {
						for _, o := range c.buttons(tx, &s, &r, more) {
							checkButton(t, &r, &s, o)
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkButton(t *testing.T, r *wijk.Report, s *wijk.Staff, o wijk.Option) {
	t.Helper()
	if len(o.Data) > 64 {
		t.Errorf("%s: %d bytes", o.Data, len(o.Data))
	}
	name := strings.Split(o.Data, ".")[1]
	for _, j := range jobs() {
		if j.name != name {
			continue
		}
		if j.to != "" && !r.Stage.May(j.to) {
			t.Errorf("%s from %s", name, r.Stage)
		}
		if r.Owner == "ander" && !j.free && r.Stage.Open() {
			t.Errorf("%s of somebody else's, as %s", name, s.Role)
		}
		if r.Owner == "ander" && s.Role == wijk.Onderhoud && (name == "neem" || name == "over" || name == "los") {
			t.Errorf("the crew can take from a colleague: %s", name)
		}
	}
}

func testCity(t testing.TB) (*City, *store.DB) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.Background(), kvtest.OpenEngine(t))
	if err != nil {
		t.Fatal(err)
	}
	return New(zone), db
}

// BenchmarkWorklist is the first page of the list in a wijk with 10,000 open
// reports, which is more than the city has in a year.
func BenchmarkWorklist(b *testing.B) {
	c, db := testCity(b)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, c.Zone)
	random := rand.New(rand.NewPCG(1, 2))
	const many = 10000
	for first := 0; first < many; first += 500 {
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			for n := first; n < first+500; n++ {
				r := wijk.Report{
					Number: uint64(n + 1), Kind: wijk.Litter, Stage: wijk.Reported, Created: now, Urgent: n%5000 == 0,
					Promised: wijk.DateOf(now).Add(random.IntN(60) - 30), Text: strings.Repeat("Er ligt hier al dagen afval. ", 10),
					Place: wijk.Place{Wijk: "meerzicht", Street: "Straat", Point: wijk.Point{Lat: 52.05 + random.Float64()/50, Lon: 4.46 + random.Float64()/50}},
				}
				store.Reports.Put(tx, store.Num(r.Number), r)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	s := wijk.Staff{ID: "ploeg", Name: "Ploeg", Role: wijk.Onderhoud, Wijken: []string{"meerzicht"}}
	for b.Loop() {
		err := db.View(context.Background(), func(tx *store.Tx) error {
			l := worklist{staff: &s, today: wijk.DateOf(now)}
			if items := c.work(tx, &l, perPage+1); len(items) != perPage+1 {
				b.Fatalf("%d items", len(items))
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// TestDayAndReason: of the reason nothing goes into the day, nor the other way.
func TestDayAndReason(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"vrijdag de tegels zijn er nog niet":  "2026-11-27|de tegels zijn er nog niet",
		"vrijdag, tegels zijn op":             "2026-11-27|tegels zijn op",
		"vrijdag een machine is kapot":        "2026-11-27|een machine is kapot",
		"vrijdag 4 december 2026 wij wachten": "2026-12-04|wij wachten",
		"4 december onderdelen komen dan":     "2026-12-04|onderdelen komen dan",
		"over een week, dan is er een kraan":  "2026-11-30|dan is er een kraan",
		"volgende week vrijdag de kraan komt": "2026-12-04|de kraan komt",
		"morgen":                              "2026-11-24|",
		"de tegels zijn er vrijdag pas":       "|",
	} {
		day, reason, _ := dayAndReason(text, now)
		if got := string(day) + "|" + reason; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
