package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/export"
	"wijkbot/bot/guard"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// A town is a city with reports to export.
type town struct {
	*testing.T
	export.Reader
	now time.Time
}

func newTown(t *testing.T) *town {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return &town{t, export.Reader{DB: kvtest.Open(t), City: flows.New(zone)}, time.Date(2026, 11, 23, 9, 15, 30, 987654321, zone)}
}

func (w *town) update(fn func(tx *store.Tx)) {
	w.Helper()
	if err := w.DB.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		w.Fatal(err)
	}
}

// report makes a report that a person looked at.
func (w *town) report(in flows.Intake) uint64 {
	w.Helper()
	var r wijk.Report
	w.update(func(tx *store.Tx) {
		r = w.City.NewReport(tx, in, w.now)
		r.Public = true
		store.Reports.Put(tx, store.Num(r.Number), r)
	})
	return r.Number
}

// rows returns the CSV as a reader that was told of the semicolons has it.
func (w *town) rows(q flows.PublicQuery) [][]string {
	w.Helper()
	var b bytes.Buffer
	if err := w.CSV(w.Context(), &b, q); err != nil {
		w.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\xef\xbb\xbf")
	if !ok || strings.Contains(text, "\ufeff") {
		w.Errorf("it begins with %q", b.String()[:10])
	}
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		w.Error("a line does not end in CR LF")
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil {
		w.Fatal(err)
	}
	return rows
}

// cell returns what a row has under a heading.
func cell(rows [][]string, n int, name string) string { return rows[n][slices.Index(rows[0], name)] }

func TestCSV(t *testing.T) {
	w := newTown(t)
	n := w.report(flows.Intake{Kind: wijk.Litter, Text: "Zakken; \"dozen\"\nen meer, van Jan op 06-12345678",
		Place: wijk.Place{Wijk: "dorp", Point: wijk.Point{Lat: 52.05701, Lon: 4.49}, Source: wijk.FromPin, Street: "Dorpsstraat", Number: "12", Postcode: "2712AB"},
		From:  wijk.Address{Channel: wijk.SMS, To: "+31612345678"}})
	w.report(flows.Intake{Kind: wijk.Else, Place: wijk.Place{Wijk: "meerzicht"}})
	w.now = w.now.Add(time.Hour)
	w.update(func(tx *store.Tx) {
		if _, err := w.City.Move(tx, n, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Solved}, w.now); err != nil {
			t.Fatal(err)
		}
	})
	rows := w.rows(flows.PublicQuery{})
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for name, want := range map[string]string{
		"nummer": "1", "soort": "zwerfvuil", "naam": "Zwerfvuil", "wijk": "dorp", "adres": "Dorpsstraat, Dorp, Zoetermeer", "postcode": "2712",
		"breedtegraad": "52,0570", "lengtegraad": "4,4900", "open": "nee", "stand": "Afgehandeld: opgelost", "gemeld": "2026-11-23 09:15",
		"gewijzigd": "2026-11-23 10:15", "gesloten": "2026-11-23 10:15", "beloofd voor het einde van": "2026-11-26", "melders": "1",
		"eigen woorden": "ja", "omschrijving": "Zakken; \"dozen\"\nen meer, van Jan op [telefoonnummer]",
	} {
		if got := cell(rows, 1, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if cell(rows, 2, "breedtegraad") != "" || cell(rows, 2, "gesloten") != "" || cell(rows, 2, "open") != "ja" {
		t.Errorf("%q", rows[2])
	}
	for i, row := range rows {
		if text := strings.Join(row, "|"); strings.Contains(text, "612345678") || strings.Contains(text, "2712AB") || strings.Contains(text, "|12|") {
			t.Errorf("row %d tells of a person: %s", i, text)
		}
	}
}

// No cell begins as a formula does, in any spreadsheet.
func TestFormulas(t *testing.T) {
	w := newTown(t)
	for _, text := range []string{
		"=1+1", "+31", "-2+3", "@SUM(A1)", "＝1+1", "=cmd|' /C calc'!A0", "\";=1+1;\"", "x\n=1+1",
	} {
		w.report(flows.Intake{Kind: wijk.Litter, Text: text, Place: wijk.Place{Wijk: "dorp"}})
	}
	rows := w.rows(flows.PublicQuery{})
	if len(rows) != 9 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows[1:] {
		for _, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(c)[0]) {
				t.Errorf("a cell is %q", c)
			}
		}
	}
	if got := cell(rows, 1, "omschrijving"); got != "'=1+1" {
		t.Errorf("%q", got)
	}
	if got := cell(rows, 8, "omschrijving"); got != "x\n=1+1" {
		t.Errorf("%q", got)
	}
}

// collection is RFC 7946, strictly.
type collection struct {
	Type     string `json:"type"`
	Features []struct {
		Type     string `json:"type"`
		ID       uint64 `json:"id"`
		Geometry *struct {
			Type        string    `json:"type"`
			Coordinates []float64 `json:"coordinates"`
		} `json:"geometry"`
		Properties map[string]any `json:"properties"`
	} `json:"features"`
	Box []float64 `json:"bbox"`
}

func (w *town) collection(q flows.PublicQuery) (c collection) {
	w.Helper()
	var b bytes.Buffer
	if err := w.GeoJSON(w.Context(), &b, q); err != nil {
		w.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(b.Bytes()))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		w.Fatalf("%v in %s", err, b.String())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		w.Error("something follows")
	}
	if strings.Contains(b.String(), `"crs"`) || c.Type != "FeatureCollection" || c.Features == nil {
		w.Errorf("%s", b.String())
	}
	return c
}

func TestGeoJSON(t *testing.T) {
	w := newTown(t)
	if c := w.collection(flows.PublicQuery{}); len(c.Features) != 0 || c.Box != nil {
		t.Errorf("of nothing: %+v", c)
	}
	w.report(flows.Intake{Kind: wijk.Litter, Text: "</script>", Place: wijk.Place{Wijk: "dorp"}})
	if c := w.collection(flows.PublicQuery{}); len(c.Features) != 1 || c.Features[0].Geometry != nil || c.Box != nil {
		t.Errorf("without a point: %+v", c)
	}
	w.report(flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp", Point: wijk.Point{Lat: 52.05712, Lon: 4.49307}, Source: wijk.FromPin}})
	w.report(flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp", Point: wijk.Point{Lat: 52.06, Lon: 4.48}, Source: wijk.FromPin}})
	c := w.collection(flows.PublicQuery{})
	if !slices.Equal(c.Box, []float64{4.48, 52.0571, 4.4931, 52.06}) {
		t.Errorf("bbox %v", c.Box)
	}
	g := c.Features[1].Geometry
	if c.Features[1].Type != "Feature" || c.Features[1].ID != 2 || g.Type != "Point" || !slices.Equal(g.Coordinates, []float64{4.4931, 52.0571}) {
		t.Errorf("%+v %+v", c.Features[1], g)
	}
	p := c.Features[0].Properties
	if p["text"] != "</script>" || p["kind"] != "zwerfvuil" || p["created"] != "2026-11-23T09:15:30+01:00" || p["state"] != "open" || p["moderated"] != true {
		t.Errorf("%v", p)
	}
}

func TestWhichReports(t *testing.T) {
	w := newTown(t)
	for day := range 5 {
		w.now = time.Date(2026, 10, 23+day, 12, 0, 0, 0, w.now.Location()) // the clock goes back on the 25th
		w.report(flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: []string{"dorp", "meerzicht"}[day%2]}})
	}
	at := func(d wijk.Date) time.Time { return d.At(0, 0, w.now.Location()) }
	end := func(d wijk.Date) time.Time { return export.EndOf(d, w.now.Location()) }
	for _, tt := range []struct {
		q    flows.PublicQuery
		want string
	}{
		{flows.PublicQuery{}, "1 2 3 4 5"}, {flows.PublicQuery{Wijk: "dorp"}, "1 3 5"}, {flows.PublicQuery{From: at("2026-10-25")}, "3 4 5"},
		{flows.PublicQuery{Until: end("2026-10-25")}, "1 2 3"}, {flows.PublicQuery{From: at("2026-10-25"), Until: end("2026-10-25"), Wijk: "dorp"}, "3"},
	} {
		var got []string
		for _, f := range w.collection(tt.q).Features {
			got = append(got, fmt.Sprint(f.ID))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%+v: %v, want %s", tt.q, got, tt.want)
		}
	}
	if d := end("2026-10-25").Sub(at("2026-10-25")); d != 25*time.Hour-time.Second {
		t.Errorf("the day of the clock change has %v", d)
	}
}

// A slow reader holds up nobody: between parts no transaction is open.
func TestSlowReader(t *testing.T) {
	w := newTown(t)
	w.update(func(tx *store.Tx) {
		for range 600 {
			w.City.NewReport(tx, flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp"}}, w.now)
		}
	})
	from, to := io.Pipe()
	var writing sync.WaitGroup
	writing.Go(func() { to.CloseWithError(w.GeoJSON(t.Context(), to, flows.PublicQuery{})) })
	one := make([]byte, 1)
	if _, err := io.ReadFull(from, one); err != nil {
		t.Fatal(err)
	}
	w.report(flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp"}}) // would wait for ever
	rest, err := io.ReadAll(from)
	writing.Wait()
	if n := strings.Count(string(rest), `"Feature"`); err != nil || n != 601 {
		t.Errorf("%d features: %v", n, err)
	}
	stop := errors.New("enough")
	if err := w.CSV(t.Context(), failing{stop}, flows.PublicQuery{}); !errors.Is(err, stop) {
		t.Errorf("a full disk is %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestServer(t *testing.T) {
	w := newTown(t)
	w.report(flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp"}})
	w.now = w.now.AddDate(0, 0, 100)
	w.report(flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp"}})
	server := httptest.NewServer(export.NewServer(w.Reader, func() time.Time { return w.now }, slog.New(slog.DiscardHandler), &guard.Guard{Rate: 0.01, Burst: 170}))
	defer server.Close()
	ask := func(method, path string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, string(b)
	}
	for _, tt := range []struct {
		path string
		code int
		n    int
	}{
		{"reports.geojson", 200, 1}, {"reports.geojson?since=2026-11-01", 200, 2}, {"reports.geojson?until=2026-11-23", 200, 1},
		{"reports.geojson?wijk=meerzicht", 200, 0}, {"reports.geojson?wijk=nergens", 400, 0}, {"reports.geojson?since=gisteren", 400, 0},
		{"reports.geojson?since=2026-11-23&until=2026-11-22", 400, 0}, {"reports.geojson?since=2025-01-01&until=2026-11-22", 400, 0},
		{"reports.geojson?since=9999-12-31", 400, 0}, {"reports.geojson?since=0000-01-01&until=0000-01-02", 200, 0},
		{"reports.xml", 404, 0}, {"", 404, 0},
	} {
		resp, body := ask(http.MethodGet, "/export/"+tt.path)
		if resp.StatusCode != tt.code || strings.Count(body, `"Feature"`) != tt.n {
			t.Errorf("%s: %s %s", tt.path, resp.Status, body)
		}
	}
	resp, body := ask(http.MethodGet, "/export/reports.csv")
	if resp.Header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(resp.Header.Get("Content-Disposition"), "attachment") || strings.Count(body, "\r\n") != 2 {
		t.Errorf("%v %s", resp.Header, body)
	}
	if resp, body = ask(http.MethodHead, "/export/reports.geojson"); resp.StatusCode != 200 || body != "" || resp.Header.Get("Content-Type") != "application/geo+json" {
		t.Errorf("HEAD: %v", resp)
	}
	if resp, _ = ask(http.MethodPost, "/export/reports.geojson"); resp.StatusCode != 405 {
		t.Errorf("POST: %s", resp.Status)
	}
	for range 5 {
		resp, _ = ask(http.MethodGet, "/export/reports.csv")
	}
	if resp.StatusCode != 429 || resp.Header.Get("Retry-After") == "" {
		t.Errorf("too often: %s", resp.Status)
	}
}
