package open311_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wijkbot/bot/guard"
	"wijkbot/bot/open311"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// FuzzPost sends any body under a few types: the answer has its shape, and a
// report that is made can be read by everybody.
func FuzzPost(f *testing.F) {
	db, err := store.Open(f.Context(), kvtest.OpenEngine(f))
	if err != nil {
		f.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		f.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, zone)
	key := open311.NewKey()
	err = db.Update(f.Context(), func(tx *store.Tx) error {
		store.Keys.Put(tx, open311.HashKey(key), wijk.Key{Name: "fuzz"})
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	door := &open311.Server{DB: db, City: flows.New(zone), Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Guard: &guard.Guard{Rate: 1e9, Burst: 1e9}, KeyRate: 1e9, KeyBurst: 1e9, PublicURL: "https://bot.example.nl"}
	types := []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"}
	for _, body := range []string{
		"service_code=zwerfvuil&lat=52.05712&long=4.49307&description=zakken", "service_code=overig&description=%00%ff&lat=52.05712&long=4.49307",
		"service_code=boom&lat=NaN&long=1e309", "service_code=zwerfvuil&address_string=Dorpsstraat+12+2712AB&attribute[a][]=1&attribute[a]=2",
		"--x\r\nContent-Disposition: form-data; name=\"service_code\"\r\n\r\nzwerfvuil\r\n--x--",
		"--x\r\nContent-Disposition: form-data; name=\"p\"; filename=\"p.jpg\"\r\n\r\n\xff\xd8\xff\r\n--x--", "", "&&==%",
	} {
		for i := range types {
			f.Add(i, body)
		}
	}
	f.Fuzz(func(t *testing.T, kind int, body string) {
		w := &world{T: t}
		content := types[((kind%len(types))+len(types))%len(types)]
		if strings.HasPrefix(content, "multipart") {
			body = "--x\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\n" + key + "\r\n" + body
		} else {
			body = "api_key=" + key + "&" + body
		}
		ask := func(method, path string) reply {
			r := httptest.NewRequest(method, path, strings.NewReader(body))
			r.Header.Set("Content-Type", content)
			rec := httptest.NewRecorder()
			door.ServeHTTP(rec, r)
			return reply{rec.Code, rec.Header(), rec.Body.String()}
		}
		for _, f := range []string{".xml", ".json"} {
			got := ask(http.MethodPost, "/open311/v2/requests"+f)
			if got.status == 200 {
				w.is("POST", got, 200, receiptsShape)
			} else {
				w.is("POST", got, got.status, errorsShape)
			}
			if got.status >= 500 {
				t.Errorf("%d %s", got.status, got.body)
			}
			w.is("GET", ask(http.MethodGet, "/open311/v2/requests"+f+"?page_size=2"), 200, requestsShape)
		}
	})
}

// FuzzQuery asks with any query.
func FuzzQuery(f *testing.F) {
	db, err := store.Open(f.Context(), kvtest.OpenEngine(f))
	if err != nil {
		f.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	city := flows.New(time.UTC)
	err = db.Update(f.Context(), func(tx *store.Tx) error {
		for range 5 {
			r := city.NewReport(tx, flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp", Point: dorp, Source: wijk.FromPin}}, now)
			if _, err := city.Move(tx, r.Number, flows.Move{To: wijk.InProgress}, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	door := &open311.Server{DB: db, City: city, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Guard: &guard.Guard{Rate: 1e9, Burst: 1e9}, PublicURL: "https://bot.example.nl"}
	for _, q := range []string{
		"start_date=2026-11-24T00:00:00Z&end_date=9999-12-31T23:59:59Z", "bbox=1,2,3,4", "lat=1&long=2&radius=3", "page=2&page_size=2", "before=3",
		"service_request_id=1,2,,x", "status=open,closed", "%", "jurisdiction_id=x", "start_date=0000-01-01T00:00:00-23:59",
	} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		w := &world{T: t}
		for path, s := range map[string]shape{"/open311/v2/requests.json": requestsShape, "/open311/v2/servicerequestupdates.xml": updatesShape} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.URL.RawQuery = q
			rec := httptest.NewRecorder()
			door.ServeHTTP(rec, r)
			got := reply{rec.Code, rec.Header(), rec.Body.String()}
			if got.status == 200 {
				w.is(q, got, 200, s)
			} else {
				w.is(q, got, got.status, errorsShape)
			}
			if got.status >= 500 {
				t.Errorf("%d %s", got.status, got.body)
			}
		}
	})
}
