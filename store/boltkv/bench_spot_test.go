package boltkv_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

// BenchmarkMillion looks things up among 1,000,000 reports of ten years in a
// city of 6 by 6 km, of which 5,000 are open and 10,000 at one spot:
//
//	go test ./store/boltkv -run '^$' -bench Million -benchtime 2000x
func BenchmarkMillion(b *testing.B) {
	path := filepath.Join(b.TempDir(), "city.db")
	began := time.Now()
	million(b, path)
	b.Logf("made in %.0f s", time.Since(began).Seconds())
	e, err := boltkv.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	db, err := store.Open(context.Background(), e)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d MB", e.Size()>>20)
	look := func(name string, fn func(tx *store.Tx, at wijk.Place) int) {
		b.Run(name, func(b *testing.B) {
			rng, found := rand.New(rand.NewPCG(1, 2)), 0
			b.ReportAllocs()
			for b.Loop() {
				at := spot(rng)
				err := db.View(context.Background(), func(tx *store.Tx) error {
					found += fn(tx, at)
					return tx.Err()
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(found)/float64(b.N), "found/op")
		})
	}
	near := func(q store.Near) func(*store.Tx, wijk.Place) int {
		return func(tx *store.Tx, at wijk.Place) int { return len(store.NearReports(tx, at, q)) }
	}
	one, year := []wijk.ReportKind{wijk.Litter}, manyYears.AddDate(-1, 0, 0)
	look("open of a kind within 25 m", near(store.Near{Kinds: one, Metres: 25, Open: true, Most: 3}))
	look("open of a kind within 100 m", near(store.Near{Kinds: one, Metres: 100, Open: true, Most: 3}))
	look("open of any kind within 100 m", near(store.Near{Metres: 100, Open: true, Most: 3}))
	look("of a kind in a year within 100 m", near(store.Near{Kinds: one, Metres: 100, Since: year, Most: 5}))
	look("of a kind in a year within 250 m", near(store.Near{Kinds: one, Metres: 250, Since: year, Most: 5}))
	look("at an address", func(tx *store.Tx, at wijk.Place) int {
		at.Point = wijk.Point{}
		return len(store.NearReports(tx, at, store.Near{Kinds: one, Metres: 25, Since: year, Most: 3}))
	})
	look("the first 20 open in a wijk", func(tx *store.Tx, at wijk.Place) (n int) {
		for range store.Reports.FindRange(tx, "open", at.Wijk+"/", at.Wijk+"0") {
			if n++; n == 20 {
				break
			}
		}
		return n
	})
	look("among 10,000 at one spot", func(tx *store.Tx, _ wijk.Place) int {
		return len(store.NearReports(tx, crowd, store.Near{Kinds: one, Metres: 100, Since: year, Most: 5}))
	})
	look("the wijk of a point", func(_ *store.Tx, at wijk.Place) int {
		if slug, _ := wijk.Coarse().At(at.Point); slug == "" {
			return 0
		}
		return 1
	})
}

// crowd is where one report in a hundred is.
var crowd = wijk.Place{Point: wijk.Point{Lat: 52.06, Lon: 4.5}, Wijk: "wijk-1"}

// manyYears is when the last of the million reports was made.
var manyYears = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// spot is a place somewhere in the city.
func spot(rng *rand.Rand) wijk.Place {
	return wijk.Place{
		Point: wijk.Point{Lat: 52.035 + rng.Float64()*0.054, Lon: 4.44 + rng.Float64()*0.088}, Source: wijk.FromStreet,
		Street: fmt.Sprint("Straat ", rng.IntN(1500)), Number: fmt.Sprint(1 + rng.IntN(100)), Wijk: fmt.Sprint("wijk-", rng.IntN(13)),
	}
}

func million(b *testing.B, path string) {
	e, err := boltkv.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	db, err := store.Open(context.Background(), e)
	if err != nil {
		b.Fatal(err)
	}
	const reports, batch, kinds, open = 1_000_000, 100_000, 22, 200 // one in 200 is open
	rng, begin := rand.New(rand.NewPCG(3, 4)), manyYears.AddDate(-10, 0, 0)
	for from := 0; from < reports; from += batch {
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			for i := from; i < from+batch; i++ {
				at := begin.Add(manyYears.Sub(begin) / reports * time.Duration(i))
				r := wijk.Report{
					Number: uint64(i + 1), Kind: wijk.Litter, Text: "er ligt een zak bij de bank", Place: spot(rng), Stage: wijk.Done, Outcome: wijk.Solved,
					Created: at, Changed: at.AddDate(0, 0, 2), Closed: at.AddDate(0, 0, 2), ClosedBy: "m-1", Promised: wijk.DateOf(at), Source: "sms", Reporters: 1,
				}
				if i%100 == 1 {
					r.Place = crowd
				} else if k := rng.IntN(kinds); k > 0 {
					r.Kind = wijk.ReportKind(fmt.Sprint("soort-", k))
				}
				if i%open == 0 {
					r.Stage, r.Closed, r.ClosedBy, r.Outcome = wijk.Reported, time.Time{}, "", ""
				}
				store.Reports.Put(tx, store.Num(r.Number), r)
			}
			return tx.Err()
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
