package open311_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"wijkbot/bot/export"
	"wijkbot/bot/guard"
	"wijkbot/bot/open311"
	"wijkbot/flows"
	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// BenchmarkLists asks for reports of a city that has 100,000 of the last 90
// days, many times what Zoetermeer has: the newest, a far page, and a filter
// that nothing passes and that all must be looked at for. Export writes all.
func BenchmarkLists(b *testing.B) {
	const reports = 100_000
	db, err := store.Open(b.Context(), kvtest.OpenEngine(b))
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	city := flows.New(time.UTC)
	kinds := category.All()
	for from := 0; from < reports; from += 5000 {
		err := db.Update(b.Context(), func(tx *store.Tx) error {
			for i := from; i < from+5000; i++ {
				at := now.Add(time.Duration(i-reports) * 77 * time.Second)
				n := tx.Next("report")
				store.Reports.Put(tx, store.Num(n), wijk.Report{
					Number: n, Kind: kinds[i%len(kinds)].Code, Text: "Er liggen zakken naast de container bij de speeltuin, al een week.", Public: true,
					Place: wijk.Place{Point: dorp, Source: wijk.FromPin, Wijk: "dorp", Street: "Dorpsstraat"}, Stage: wijk.Reported,
					Created: at, Changed: at, Promised: "2026-11-26", Promise: "Wij lossen dit op voor het einde van donderdag 26 november.",
				})
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	door := &open311.Server{DB: db, City: city, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Guard: &guard.Guard{Rate: 1e9, Burst: 1e9}}
	for _, x := range []struct{ name, query string }{
		{"Newest50", "page_size=50"}, {"Newest1000", ""}, {"Page100", "page_size=50&page=100"}, {"Nothing", "status=closed"},
	} {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				rec := httptest.NewRecorder()
				door.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/open311/v2/requests.xml?"+x.query, nil))
				if rec.Code != 200 {
					b.Fatal(rec.Body.String())
				}
			}
		})
	}
	all := export.Reader{DB: db, City: city}
	b.Run("GeoJSON", func(b *testing.B) {
		for b.Loop() {
			if err := all.GeoJSON(context.Background(), io.Discard, flows.PublicQuery{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("CSV", func(b *testing.B) {
		for b.Loop() {
			if err := all.CSV(context.Background(), io.Discard, flows.PublicQuery{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
