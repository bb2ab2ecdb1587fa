package export

import (
	"context"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"wijkbot/bot/guard"
	"wijkbot/flows"
	"wijkbot/store/wijk"
)

// Root is where the exports are for everybody.
const Root = "/export/"

// A Server lets the world fetch what a Reader writes.
type Server struct {
	reader Reader
	now    func() time.Time // the city's clock
	log    *slog.Logger
	guard  *guard.Guard
	places guard.Places
}

const (
	// usualDays are exported when no period is asked for, mostDays at most.
	usualDays = 90
	mostDays  = 366
	// mostAtOnce exports run together, and one for an address: they are long.
	mostAtOnce = 3
	// worth is how many requests an export counts for.
	worth = 20
	// stallTime is how long a client may take to read a part, and longest how
	// long it may take for all.
	stallTime = 15 * time.Second
	longest   = 5 * time.Minute
)

// NewServer returns a server. Its guard may be shared with other doors.
func NewServer(r Reader, now func() time.Time, log *slog.Logger, g *guard.Guard) *Server {
	return &Server{reader: r, now: now, log: log, guard: g, places: guard.Places{Most: mostAtOnce, Each: 1}}
}

// ServeHTTP answers everything under Root.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	write, kind := s.reader.GeoJSON, "application/geo+json"
	switch r.URL.Path {
	case Root + "reports.geojson":
	case Root + "reports.csv":
		write, kind = s.reader.CSV, "text/csv; charset=utf-8"
	default:
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := s.guard.Name(r)
	if wait := s.guard.Wait(name, time.Now()); wait > 0 {
		again(w, wait, http.StatusTooManyRequests)
		return
	}
	q, why := s.wanted(r.URL.Query())
	if why != "" {
		http.Error(w, why, http.StatusBadRequest)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "public, max-age=300")
	if kind != "application/geo+json" {
		h.Set("Content-Disposition", `attachment; filename="meldingen.csv"`)
	}
	if r.Method == http.MethodHead {
		return
	}
	if !s.places.Take(name) {
		h.Del("Content-Disposition")
		again(w, stallTime, http.StatusServiceUnavailable)
		return
	}
	defer s.places.Leave(name)
	s.guard.Charge(name, worth, time.Now())
	s.send(w, r, q, write)
}

func again(w http.ResponseWriter, wait time.Duration, code int) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "come again later", code)
}

// send writes the export, for as long as the client reads on. One that breaks
// off has no end, so that nobody takes half of it for all.
func (s *Server) send(w http.ResponseWriter, r *http.Request, q flows.PublicQuery, write func(context.Context, io.Writer, flows.PublicQuery) error) {
	ctx, cancel := context.WithTimeout(r.Context(), longest)
	defer cancel()
	if err := write(ctx, &patient{w, http.NewResponseController(w)}, q); err != nil {
		s.log.Debug("an export broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
}

// A patient writer gives the client time for each part.
type patient struct {
	w  io.Writer
	to *http.ResponseController
}

// Write gives the client stallTime from here.
func (p *patient) Write(b []byte) (int, error) {
	_ = p.to.SetWriteDeadline(time.Now().Add(stallTime)) // ours can
	return p.w.Write(b)
}

// wanted reads wijk, since and until; days are those of the city, and until
// is a whole one.
func (s *Server) wanted(v url.Values) (q flows.PublicQuery, why string) {
	if q.Wijk = v.Get("wijk"); q.Wijk != "" {
		if _, ok := s.reader.City.Map().Wijk(q.Wijk); !ok {
			return q, "wijk: there is no such wijk"
		}
	}
	today := wijk.DateOf(s.now().In(s.reader.City.Zone))
	since, until := wijk.Date(v.Get("since")), wijk.Date(v.Get("until"))
	for _, d := range []wijk.Date{since, until} {
		if _, err := time.Parse(time.DateOnly, string(d)); d != "" && err != nil {
			return q, "since and until must be days, such as 2026-11-23"
		}
	}
	switch {
	case until == "" && since == "":
		since, until = today.Add(-usualDays), today
	case until == "":
		until = min(since.Add(mostDays), today)
	case since == "":
		since = until.Add(-usualDays)
	}
	if since > until || until > since.Add(mostDays) {
		return q, "since and until must be in this order, and no more than 366 days apart"
	}
	q.From, q.Until = since.At(0, 0, s.reader.City.Zone), EndOf(until, s.reader.City.Zone)
	return q, ""
}

// EndOf returns the last second of a day, which may have 23 or 25 hours.
func EndOf(d wijk.Date, zone *time.Location) time.Time {
	return d.Add(1).At(0, 0, zone).Add(-time.Second)
}
