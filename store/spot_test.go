package store_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// memory returns a store in memory: rapid makes too many for files.
func memory(t *rapid.T) *store.DB {
	db, err := store.Open(t.Context(), kvtest.Twice(kvtest.Memory()))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// corners are where cells of the index meet: in the country, and where numbers
// change their sign or end.
func corners(t *rapid.T) wijk.Point {
	const cell = 0.00045 // degrees; the width is 0.00045/0.6
	switch rapid.IntRange(0, 4).Draw(t, "where") {
	case 0:
		return rapid.SampledFrom([]wijk.Point{
			{Lat: 0, Lon: 0.001}, {Lat: -33.5, Lon: -70.6}, {Lat: 52, Lon: 180}, {Lat: 52, Lon: -180}, {Lat: 89.9999, Lon: 5},
			{Lat: -90, Lon: 0}, {Lat: 90, Lon: 179.9999},
		}).Draw(t, "corner")
	}
	return wijk.Point{ // 50.7-53.6 N, 3.3-7.3 E
		Lat: cell*float64(rapid.IntRange(312700, 319100).Draw(t, "row")) - 90,
		Lon: cell/0.6*float64(rapid.IntRange(244400, 249700).Draw(t, "column")) - 180,
	}
}

// somewhere is a place within some 300 m of a corner, with or without a pin.
func somewhere(t *rapid.T, name string, corner wijk.Point) wijk.Place {
	near := rapid.OneOf(rapid.Float64Range(-1, 1), rapid.Float64Range(-60, 60), rapid.Float64Range(-300, 300))
	p := wijk.Place{Wijk: rapid.SampledFrom([]string{"dorp", "palenstein"}).Draw(t, name+" wijk"), Source: wijk.FromPin}
	p.Point.Lat = corner.Lat + near.Draw(t, name+" north")/111195
	p.Point.Lon = corner.Lon + near.Draw(t, name+" east")/111195/max(math.Cos(corner.Lat*math.Pi/180), 0.001)
	p.Accuracy = rapid.SampledFrom([]float64{0, 20, 450}).Draw(t, name+" accuracy")
	switch rapid.IntRange(0, 4).Draw(t, name+" has") {
	case 0:
		p.Point = wijk.Point{}
		p.Source, p.Mark = wijk.FromLamp, rapid.SampledFrom([]string{"12-345", "9"}).Draw(t, name+" post")
		fallthrough
	case 1:
		p.Street, p.Number = "Dorpsstraat", rapid.SampledFrom([]string{"", "1", "1a"}).Draw(t, name+" number")
	case 2:
		p.Point, p.Source = wijk.Point{}, wijk.FromStreet
		p.Street = rapid.SampledFrom([]string{"Dorpsstraat", "dorpsstraat", "Kerkweg"}).Draw(t, name+" street")
		p.Number = rapid.SampledFrom([]string{"", "1", "1A"}).Draw(t, name+" number")
	}
	return p
}

// apart is how far q is from p, as NearReports is to find it.
func apart(p, q wijk.Place, metres float64) (m float64, ok bool) {
	switch {
	case p.Pinned() && q.Pinned():
		m = p.Point.Metres(q.Point)
		return m, m <= metres
	case p.SameSpot(q, metres):
		return 0, true
	}
	street := p.Street != "" && wijk.Slug(p.Street) == wijk.Slug(q.Street) && p.Wijk == q.Wijk
	bare := p.Number+q.Number+p.Mark+q.Mark == ""
	return metres, street && bare
}

// TestNearReports compares the index with a search through everything, for
// places close to each other and to the borders of cells.
func TestNearReports(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		corner := corners(t)
		kinds := []wijk.ReportKind{wijk.Litter, wijk.Weeds, "zwerf"}
		var reports []wijk.Report
		for i := range rapid.IntRange(0, 12).Draw(t, "reports") {
			r := wijk.Report{
				Number: uint64(i + 1), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Stage: wijk.Reported,
				Place: somewhere(t, fmt.Sprint(i), corner), Created: noon.AddDate(0, 0, -rapid.IntRange(0, 20).Draw(t, "days")),
			}
			switch rapid.IntRange(0, 9).Draw(t, "state") {
			case 0, 1, 2:
				r.Stage = wijk.Done
			case 3:
				r.Parent = 1
			case 4:
				r.Stage, r.Into = wijk.Withdrawn, 1
			}
			reports = append(reports, r)
		}
		at := somewhere(t, "at", corner)
		q := store.Near{
			Metres: rapid.SampledFrom([]float64{0, 1, 25, 45, 100, 250}).Draw(t, "metres"),
			Open:   rapid.Bool().Draw(t, "open"), Most: rapid.SampledFrom([]int{0, 1, 3}).Draw(t, "most"),
		}
		if rapid.Bool().Draw(t, "of kinds") {
			q.Kinds = kinds[:rapid.IntRange(1, 2).Draw(t, "kinds")]
		}
		if rapid.Bool().Draw(t, "recent") {
			q.Since = noon.AddDate(0, 0, -10)
		}
		var want []store.Nearby
		for _, r := range reports {
			m, ok := apart(at, r.Place, q.Metres)
			ok = ok && r.Parent == 0 && r.Into == 0 && (!q.Open || r.Stage.Open()) && !r.Created.Before(q.Since)
			if ok && (q.Kinds == nil || slices.Contains(q.Kinds, r.Kind)) {
				want = append(want, store.Nearby{Report: r, Metres: m})
			}
		}
		nearest := func(a, b store.Nearby) int {
			return cmp.Or(cmp.Compare(a.Metres, b.Metres), b.Report.Created.Compare(a.Report.Created))
		}
		slices.SortFunc(want, nearest)
		if q.Most > 0 && len(want) > q.Most {
			want = want[:q.Most]
		}
		err := memory(t).Update(t.Context(), func(tx *store.Tx) error {
			for i, r := range reports {
				if i%2 == 0 { // a row that was elsewhere before is not found there
					before := r
					before.Place, before.Stage = at, wijk.Reported
					store.Reports.Put(tx, store.Num(r.Number), before)
				}
				store.Reports.Put(tx, store.Num(r.Number), r)
			}
			got := store.NearReports(tx, at, q)
			if len(got) != len(want) {
				t.Fatalf("found %d, want %d", len(got), len(want))
			}
			once := make(map[uint64]bool)
			for i, n := range got {
				m, ok := apart(at, n.Report.Place, q.Metres)
				if !ok || m != n.Metres || nearest(n, want[i]) != 0 || once[n.Report.Number] {
					t.Errorf("report %d at %v m is not the one, nor as near as report %d", n.Report.Number, n.Metres, want[i].Report.Number)
				}
				once[n.Report.Number] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestNearNowhere asks for what is no place, and for nonsense.
func TestNearNowhere(t *testing.T) {
	db := kvtest.Open(t)
	nan := math.NaN()
	update(t, db, func(tx *store.Tx) {
		for i, p := range []wijk.Point{{Lat: nan, Lon: 4.5}, {Lat: 52, Lon: math.Inf(1)}, {}, {Lat: 91, Lon: 4}, {Lat: 52, Lon: 4.5}} {
			store.Reports.Put(tx, store.Num(uint64(i+1)), wijk.Report{Number: uint64(i + 1), Kind: wijk.Litter, Stage: wijk.Reported, Place: wijk.Place{Point: safe(p)}})
		}
		for _, at := range []wijk.Point{{Lat: nan, Lon: nan}, {Lat: math.Inf(-1), Lon: 0}, {}, {Lat: 52, Lon: 4.5}} {
			for _, metres := range []float64{nan, -1, math.Inf(1), 1e300} {
				found := len(store.NearReports(tx, wijk.Place{Point: at}, store.Near{Metres: metres}))
				if want := map[bool]int{true: 1}[at.Valid()]; found != want {
					t.Errorf("%v m around %v: found %d, want %d", metres, at, found, want)
				}
			}
		}
	})
}

// safe keeps what JSON cannot hold out of the row.
func safe(p wijk.Point) wijk.Point {
	if math.IsNaN(p.Lat+p.Lon) || math.IsInf(p.Lat+p.Lon, 0) {
		return wijk.Point{}
	}
	return p
}

// TestNearCrowd shows that a spot with very many reports takes no more than a
// part of them to read, and yields the newest.
func TestNearCrowd(t *testing.T) {
	db := kvtest.Open(t)
	at := wijk.Place{Point: wijk.Point{Lat: 52.057, Lon: 4.468}, Street: "Dorpsstraat", Number: "1", Wijk: "dorp"}
	const crowd = 10_000
	update(t, db, func(tx *store.Tx) {
		for i := range crowd {
			r := wijk.Report{Number: uint64(i + 1), Kind: wijk.Litter, Stage: wijk.Reported, Place: at, Created: noon.Add(time.Duration(i) * time.Second)}
			if i%2 == 0 {
				r.Place.Point = wijk.Point{}
			}
			store.Reports.Put(tx, store.Num(r.Number), r)
		}
		other := at
		other.Point.Lat += 0.0008 // in another cell, 89 m north
		store.Reports.Put(tx, store.Num(crowd+1), wijk.Report{Number: crowd + 1, Kind: wijk.Litter, Stage: wijk.Reported, Place: other})
	})
	view(t, db, func(tx *store.Tx) {
		all := store.NearReports(tx, at, store.Near{Metres: 100, Most: crowd})
		if len(all) < 500 || len(all) > 2_000 {
			t.Errorf("found %d of the crowd, want a part", len(all))
		}
		if first := all[0].Report.Number; first != crowd {
			t.Errorf("the first is %d, want the newest", first)
		}
		if last := all[len(all)-1].Report.Number; last != crowd+1 {
			t.Errorf("the last is %d: the crowd hides the next cell", last)
		}
	})
}
