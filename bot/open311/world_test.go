package open311_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/guard"
	"wijkbot/bot/open311"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// A world is a city with its door open, and a client with a key.
type world struct {
	*testing.T
	db     *store.DB
	city   *flows.City
	door   *open311.Server
	server *httptest.Server
	key    string

	mu  sync.Mutex
	now time.Time
}

// dorp is a point in wijk Dorp, farAway one in Amsterdam.
var (
	dorp    = wijk.Point{Lat: 52.05712, Lon: 4.49307}
	farAway = wijk.Point{Lat: 52.37, Lon: 4.90}
)

func newWorld(t *testing.T) *world {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return openWorld(t, kvtest.Open(t), time.Date(2026, 11, 23, 9, 15, 30, 987654321, zone))
}

func openWorld(t *testing.T, db *store.DB, now time.Time) *world {
	t.Helper()
	w := &world{T: t, db: db, city: flows.New(now.Location()), now: now, key: open311.NewKey()}
	w.door = &open311.Server{
		DB: db, City: w.city, Now: w.clock, Log: slog.New(slog.DiscardHandler),
		Guard: &guard.Guard{Rate: 1e6, Burst: 1e6}, KeyRate: 1e6, KeyBurst: 1e6, Jurisdiction: "zoetermeer.nl",
		PublicURL: "https://bot.example.nl", Test: true,
	}
	w.update(func(tx *store.Tx) {
		store.Keys.Put(tx, open311.HashKey(w.key), wijk.Key{Name: "fixmystreet", Made: now})
	})
	w.server = httptest.NewServer(w.door)
	t.Cleanup(w.server.Close)
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) wait(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) update(fn func(tx *store.Tx)) {
	w.Helper()
	if err := w.db.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		w.Fatal(err)
	}
}

func (w *world) report(number uint64) (r wijk.Report) {
	w.Helper()
	w.update(func(tx *store.Tx) { r, _ = store.Reports.Get(tx, store.Num(number)) })
	return r
}

// change changes a stored report.
func (w *world) change(number uint64, fn func(r *wijk.Report)) {
	w.Helper()
	w.update(func(tx *store.Tx) {
		r, ok := store.Reports.Get(tx, store.Num(number))
		if !ok {
			w.Fatalf("no report %d", number)
		}
		fn(&r)
		store.Reports.Put(tx, store.Num(number), r)
	})
}

// reported makes a report as a chat does and returns its number.
func (w *world) reported(in flows.Intake) (number uint64) {
	w.Helper()
	if in.Kind == "" {
		in.Kind = wijk.Litter
	}
	if in.Place.Wijk == "" {
		in.Place.Wijk = "dorp"
	}
	if in.Source == "" {
		in.Source = "telegram"
	}
	w.update(func(tx *store.Tx) { number = w.city.NewReport(tx, in, w.clock()).Number })
	return number
}

func (w *world) move(number uint64, m flows.Move) {
	w.Helper()
	w.update(func(tx *store.Tx) {
		if _, err := w.city.Move(tx, number, m, w.clock()); err != nil {
			w.Fatal(err)
		}
	})
}

// A reply is what the door answered.
type reply struct {
	status int
	header http.Header
	body   string
}

func (w *world) do(r *http.Request) reply {
	w.Helper()
	resp, err := http.DefaultTransport.RoundTrip(r) // no redirects, no unpacking
	if err != nil {
		w.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		w.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(b)}
}

func (w *world) request(method, path string, body io.Reader) *http.Request {
	w.Helper()
	r, err := http.NewRequestWithContext(w.Context(), method, w.server.URL+path, body)
	if err != nil {
		w.Fatal(err)
	}
	return r
}

func (w *world) get(path string) reply {
	w.Helper()
	return w.do(w.request(http.MethodGet, path, nil))
}

// form returns the fields of a sound report, changed by pairs of name and
// value. An empty value takes a field away.
func (w *world) form(pairs ...string) url.Values {
	f := url.Values{
		"api_key": {w.key}, "service_code": {"zwerfvuil"}, "description": {"Er liggen zakken."},
		"lat": {"52.05712"}, "long": {"4.49307"},
	}
	for i := 0; i < len(pairs); i += 2 {
		f.Del(pairs[i])
		if pairs[i+1] != "" {
			f.Set(pairs[i], pairs[i+1])
		}
	}
	return f
}

func (w *world) post(path string, f url.Values) reply {
	w.Helper()
	r := w.request(http.MethodPost, path, strings.NewReader(f.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	return w.do(r)
}

// posts a report that must be taken, and returns its number.
func (w *world) posts(f url.Values) uint64 {
	w.Helper()
	got := w.post("/open311/v2/requests.json", f)
	list := decode[[]map[string]string](w, got)
	if got.status != http.StatusOK || len(list) != 1 {
		w.Fatalf("POST: %d %s", got.status, got.body)
	}
	n, err := strconv.ParseUint(list[0]["service_request_id"], 10, 64)
	if err != nil {
		w.Fatal(err)
	}
	return n
}
