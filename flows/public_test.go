package flows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// publicOf makes a report by words and place of a resident and returns what
// the world sees of it.
func (s *stage) publicOf(r wijk.Report) (p flows.Public) {
	s.t.Helper()
	s.update(func(tx *store.Tx) { p = s.city.Public(tx, &r) })
	return p
}

// Until a person looked, nothing that anybody typed is shown; and never who
// did it, nor a house.
func TestPublicTellsNothingOfPeople(t *testing.T) {
	s := newStage(t)
	r := wijk.Report{
		Number: 1, Kind: wijk.Litter, Stage: wijk.InProgress, Created: s.now, Changed: s.now, Promised: "2026-11-26",
		Text: "Jan op 06-12345678 gooit zakken", Phrase: "zakken van Jan", Owner: "agent-1", Late: "vanwege Jan", Reason: "Jan zegt",
		Place: wijk.Place{Point: wijk.Point{Lat: 52.0571234, Lon: 4.4930456}, Street: "straat van Jan", Number: "12a", Postcode: "2712AB",
			Wijk: "dorp", Mark: "bij het huis van Jan", Source: wijk.FromMark},
		Photos: []string{"foto-1", "foto-2"}, Repairs: []string{"foto-1"}, Question: "Jan?", Party: &wijk.Party{Name: "Jan", Phone: "0612345678"},
	}
	s.update(func(tx *store.Tx) {
		store.Reports.Put(tx, store.Num(1), r)
		store.Photos.Put(tx, "foto-1", wijk.Photo{ID: "foto-1", State: wijk.PhotoKept})
		store.Photos.Put(tx, "foto-2", wijk.Photo{ID: "foto-2", State: wijk.PhotoFailed})
		store.Join(tx, &r, wijk.Address{Channel: wijk.SMS, To: "+31612345678"}, s.now)
		store.Log(tx, wijk.Entry{Number: 1, At: s.now, From: wijk.Reported, To: wijk.InProgress, Text: "Bel Jan op 0612345678.", Note: "Jan", By: "agent-1"})
		store.Log(tx, wijk.Entry{Number: 1, At: s.now, From: wijk.InProgress, To: wijk.Asked, Text: "Woont Jan daar?"})
		store.Log(tx, wijk.Entry{Number: 1, At: s.now, From: wijk.Asked, To: wijk.Outside, Text: "Het ligt bij Jan uit Woontdorp."})
	})
	seen := func(p flows.Public) string { return fmt.Sprintf("%+v", p) }
	if got := seen(s.publicOf(r)); strings.Contains(got, "Jan") || strings.Contains(got, "foto") || strings.Contains(got, "12a") || strings.Contains(got, "2712AB") {
		t.Errorf("before anybody looked: %s", got)
	}
	r.Public = true
	if p := s.publicOf(r); p.Said != "" {
		t.Errorf("nobody looked at what the reporters were told: %q", p.Said)
	}
	s.update(func(tx *store.Tx) {
		for _, e := range store.History.All(tx, store.Num(1)) {
			if e.To == wijk.InProgress {
				r.Told = e.Seq
			}
		}
	})
	p := s.publicOf(r)
	if p.Text != "Jan op [telefoonnummer] gooit zakken" || !p.Moderated || p.Said != "Bel Jan op [telefoonnummer]." ||
		!slices.Equal(p.Photos, []string{"foto-1"}) || p.Address != "straat van Jan, Dorp, Zoetermeer" {
		t.Errorf("after: %+v", p)
	}
	if got := seen(p); strings.Contains(got, "612345678") || strings.Contains(got, "12a") || strings.Contains(got, "2712AB") ||
		strings.Contains(got, "agent-1") || strings.Contains(got, "foto-2") || strings.Contains(got, "vanwege") || strings.Contains(got, "Woont") {
		t.Errorf("after: %s", got)
	}
	r.Place.Street, r.Place.Postcode = "", ""
	if p := s.publicOf(r); p.Address != "bij het huis van Jan, Dorp, Zoetermeer" {
		t.Errorf("without a street: %q", p.Address)
	}
	r.Stage = wijk.Withdrawn
	if got := seen(s.publicOf(r)); strings.Contains(got, "Jan") || strings.Contains(got, "foto") {
		t.Errorf("after it was withdrawn: %s", got)
	}
}

func TestPublicPlace(t *testing.T) {
	s := newStage(t)
	at := wijk.Point{Lat: 52.0571234, Lon: 4.4930456}
	fine, rough := wijk.Point{Lat: 52.0571, Lon: 4.493}, wijk.Point{Lat: 52.057, Lon: 4.493}
	for _, tt := range []struct {
		kind wijk.ReportKind
		in   wijk.Place
		at   wijk.Point
		name string
	}{
		{wijk.Litter, wijk.Place{Point: at, Source: wijk.FromPin}, fine, "Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Point: at, Source: wijk.FromPhoto}, fine, "Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Point: at, Source: wijk.FromClient}, fine, "Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Point: at, Source: wijk.FromStreet, Street: "Dorpsstraat", Number: "12"}, rough, "Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Point: at, Source: wijk.FromPostcode, Postcode: "2712AB", Number: "12"}, rough, "Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Point: at, Source: wijk.FromGeocoder}, rough, "Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Point: at, Source: "something new"}, rough, "Dorp, Zoetermeer"},
		{"overlast", wijk.Place{Point: at, Source: wijk.FromPin}, rough, "Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Point: at, Source: wijk.FromLamp, Mark: "L 1234"}, fine, "lantaarnpaal L 1234, Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Source: wijk.FromLamp, Mark: "bij Jan"}, wijk.Point{}, "Dorp, Zoetermeer"},
		{wijk.Litter, wijk.Place{Source: wijk.FromLamp, Mark: "bij nummer 12 van Jan"}, wijk.Point{}, "Dorp, Zoetermeer"},
	} {
		tt.in.Wijk = "dorp"
		p := s.publicOf(wijk.Report{Kind: tt.kind, Stage: wijk.Reported, Place: tt.in})
		if p.Point != tt.at || p.Address != tt.name {
			t.Errorf("%s %+v: %v %q, want %v %q", tt.kind, tt.in, p.Point, p.Address, tt.at, tt.name)
		}
	}
	s.update(func(tx *store.Tx) {
		store.Streets.Put(tx, "dorpsstraat", wijk.Street{Name: "Dorpsstraat"})
		store.Streets.Put(tx, "straat-van-jan", wijk.Street{Name: "Straat van Jan", Reported: true})
	})
	for typed, want := range map[string]string{
		"DORPSSTRAAT": "Dorpsstraat, Dorp, Zoetermeer", "straat van Jan": "Dorp, Zoetermeer", "Dorpsstraat bij Jan": "Dorp, Zoetermeer",
	} {
		p := s.publicOf(wijk.Report{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp", Street: typed, Number: "12"}})
		if p.Address != want {
			t.Errorf("with a list of streets %q is %q, want %q", typed, p.Address, want)
		}
	}
	about := wijk.Report{Kind: "overlast", Public: true, Place: wijk.Place{Wijk: "dorp", Street: "Dorpsstraat", Number: "12", Mark: "bij het hofje"}}
	if p := s.publicOf(about); p.Address != "Dorp, Zoetermeer" {
		t.Errorf("a report about people is at %q", p.Address)
	}
	old := s.publicOf(wijk.Report{Kind: "gone", Stage: wijk.Reported, Place: wijk.Place{Wijk: "gone", Postcode: "2"}})
	if old.Kind.Code != wijk.Else || old.Wijk.Slug != "gone" || old.Address != "Zoetermeer" || old.Postcode != "2" {
		t.Errorf("%+v", old)
	}
}

// Every stage has a name for outside, and those of the hand-over are none.
func TestPublicStatus(t *testing.T) {
	s := newStage(t)
	for _, rule := range wijk.Stages() {
		p := s.publicOf(wijk.Report{Kind: wijk.Litter, Stage: rule.Stage})
		if p.Status == "" || p.Open == rule.Ends || strings.Contains(p.Status, "Extern: te") || strings.Contains(p.Status, "mislukt") {
			t.Errorf("%s: %q, open %v", rule.Stage, p.Status, p.Open)
		}
	}
	for want, r := range map[string]wijk.Report{
		"Afgehandeld: opgelost":       {Stage: wijk.Done, Outcome: wijk.Solved},
		"Afgehandeld: niet opgelost":  {Stage: wijk.Done, Outcome: wijk.Unsolved},
		"Geannuleerd":                 {Stage: wijk.Withdrawn},
		"Samengevoegd met melding 12": {Stage: wijk.Withdrawn, Into: 12},
	} {
		if got := s.publicOf(r).Status; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	p := s.publicOf(wijk.Report{Created: s.now, Changed: s.now.Add(-time.Hour), Promised: "2026-11-26"})
	if p.Changed.Before(p.Created) || p.Expected.Format(time.RFC3339) != "2026-11-26T23:59:00+01:00" {
		t.Errorf("changed %v, expected %v", p.Changed, p.Expected)
	}
	if p := s.publicOf(wijk.Report{Created: s.now}); !p.Expected.IsZero() {
		t.Errorf("without a promise it is expected at %v", p.Expected)
	}
}

// The lists find the same whichever way they go, also when the clock was put
// back, and reports are gone.
func TestPublicLists(t *testing.T) {
	s := newStage(t)
	const n = 700
	made := make(map[uint64]time.Time)
	for from := 0; from < n; from += 100 {
		s.update(func(tx *store.Tx) {
			for i := from; i < from+100; i++ {
				at := s.now.Add(time.Duration(i) * time.Minute)
				if i%50 == 0 {
					at = at.Add(-30 * time.Minute)
				}
				r := s.city.NewReport(tx, flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp"}}, at)
				made[r.Number] = at
			}
		})
	}
	s.update(func(tx *store.Tx) {
		for i := uint64(300); i < 350; i++ {
			store.Reports.Delete(tx, store.Num(i))
			delete(made, i)
		}
	})
	at := func(i int) time.Time { return s.now.Add(time.Duration(i) * time.Minute) }
	for _, q := range []flows.PublicQuery{
		{}, {From: at(200)}, {Until: at(200)}, {From: at(249), Until: at(251)}, {From: at(600), Until: at(5)}, {From: at(100), Until: at(100)},
		{From: at(9999)}, {Until: at(-9999)}, {From: at(-9999), Until: at(9999)}, {From: at(310), Until: at(320)},
	} {
		want := 0
		for _, t := range made {
			if (q.From.IsZero() || !t.Before(q.From)) && (q.Until.IsZero() || !t.After(q.Until)) {
				want++
			}
		}
		var down, up []uint64
		s.update(func(tx *store.Tx) {
			down, up = nil, nil
			for below := q.Newest(tx); below > 0; {
				below = flows.PublicBelow(tx, &q, below, 64, func(r *wijk.Report) bool { down = append(down, r.Number); return true })
			}
			for from := q.Oldest(tx); from > 0; {
				from = flows.PublicFrom(tx, &q, from, 64, func(r *wijk.Report) { up = append(up, r.Number) })
			}
		})
		slices.Reverse(down)
		if !slices.Equal(down, up) || len(up) != want || !slices.IsSorted(up) {
			t.Errorf("%v: %d down, %d up, want %d", q, len(down), len(up), want)
		}
	}
}

// What is told after somebody looked is not shown until somebody looks again,
// and a text of the city tells no house either.
func TestPublicTellsWhatWasSeen(t *testing.T) {
	s := newStage(t)
	s.crew("nieuw", "stoeptegel meerzicht - - sms:+31600000009 Dorpsstraat 12a tegels los op dorpsstraat 12a, 2715 ab")
	s.say2002("openbaar 1")
	s.say2002("ja")
	s.say2002("plan 1 vrijdag")
	s.say2002("versturen")
	public := func() (p flows.Public) {
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(1))
			r.Place.Postcode = "2715AB"
			p = s.city.Public(tx, &r)
		})
		return p
	}
	if p := public(); !p.Moderated || p.Said != "" || p.Text != "Dorpsstraat tegels los op Dorpsstraat, 2715" {
		t.Errorf("%q, said %q", p.Text, p.Said)
	}
	s.say2002("niet openbaar 1")
	s.say2002("openbaar 1")
	s.say2002("ja")
	if p := public(); !strings.Contains(p.Said, "(losse stoeptegel, Dorpsstraat) is ingepland") {
		t.Errorf("said %q", p.Said)
	}
}
