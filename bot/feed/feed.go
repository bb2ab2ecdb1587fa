// Package feed tells the world what is reported in a wijk: an Atom and an RSS
// feed for each.
//
// The one rule it keeps: only what a person looked at is in it, as
// flows.Public has it. To add a format, add it to formats and its reading to
// the test.
package feed

import (
	"bytes"
	"context"
	"encoding/xml"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"wijkbot/bot/guard"
	"wijkbot/bot/open311"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Root is where the feeds are: Root + slug of a wijk + ".atom" or ".rss".
const Root = "/feeds/"

const (
	// mostItems are in a feed, of the latest mostDays.
	mostItems = 50
	mostDays  = 90
	// fresh is how long a feed is kept before it is made anew.
	fresh = time.Minute
	// rowsPerView is how many reports are looked at in one transaction.
	rowsPerView = 256
)

// A Server makes the feeds. DB, City, Now, Log, Guard and Authority are
// needed.
type Server struct {
	DB   *store.DB
	City *flows.City
	// Now is the city's clock.
	Now   func() time.Time
	Log   *slog.Logger
	Guard *guard.Guard
	// Authority is whose ids are in the feeds, such as "zoetermeer.nl".
	Authority string
	// PublicURL is where the world reaches us, such as https://bot.example.nl.
	PublicURL string

	mu   sync.Mutex
	kept map[string]news // by slug
}

// News is what a feed tells, as it was read at a moment of real time.
type news struct {
	at    time.Time
	wijk  wijk.Wijk
	items []flows.Public
	// updated is when the latest of them changed, or the day began.
	updated time.Time
}

// A format is a way to write the news.
type format struct {
	suffix, contentType string
	write               func(s *Server, n *news, self string) any
}

func formats() []format {
	return []format{
		{".atom", "application/atom+xml; charset=utf-8", (*Server).atom},
		{".rss", "application/rss+xml; charset=utf-8", (*Server).rss},
	}
}

// ServeHTTP answers everything under Root.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if wait := s.Guard.Wait(s.Guard.Name(r), time.Now()); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		http.Error(w, "too many requests", http.StatusTooManyRequests)
		return
	}
	slug, f, ok := s.find(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	n, err := s.read(r.Context(), slug, time.Now())
	if err != nil {
		if r.Context().Err() == nil {
			s.Log.Error("feed", "error", err)
		}
		http.Error(w, "come again later", http.StatusServiceUnavailable)
		return
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	if err := e.Encode(f.write(s, n, s.base(r)+Root+slug.Slug+f.suffix)); err != nil {
		s.Log.Error("feed", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	b.WriteByte('\n')
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*")
	if open311.Cached(w, r, b.Bytes(), fresh) {
		return
	}
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = w.Write(b.Bytes()) // whoever left does not want it
}

// find takes a path apart.
func (s *Server) find(path string) (w wijk.Wijk, f format, ok bool) {
	for _, f := range formats() {
		if slug, is := strings.CutSuffix(strings.TrimPrefix(path, Root), f.suffix); is {
			w, ok := s.City.Map().Wijk(slug)
			return w, f, ok
		}
	}
	return w, f, false
}

// base is where the client reaches us.
func (s *Server) base(r *http.Request) string { return open311.Base(s.PublicURL, r) }

// read returns the news of a wijk, as it was at most fresh before now.
func (s *Server) read(ctx context.Context, w wijk.Wijk, now time.Time) (*news, error) {
	s.mu.Lock()
	defer s.mu.Unlock() // one reads, the others have it for nothing
	if n, ok := s.kept[w.Slug]; ok && now.Sub(n.at).Abs() < fresh {
		return &n, nil
	}
	today := s.Now().In(s.City.Zone)
	n := news{at: now, wijk: w, updated: wijk.DateOf(today).At(0, 0, s.City.Zone)}
	q := flows.PublicQuery{Wijk: w.Slug, Moderated: true, From: today.AddDate(0, 0, -mostDays)}
	for below, begun := uint64(0), false; !begun || below > 0 && len(n.items) < mostItems; begun = true {
		var next uint64
		var page []flows.Public
		err := s.DB.View(ctx, func(tx *store.Tx) error {
			page = nil
			from := below
			if !begun {
				from = q.Newest(tx)
			}
			next = flows.PublicBelow(tx, &q, from, rowsPerView, func(r *wijk.Report) bool {
				page = append(page, s.City.Public(tx, r))
				return len(n.items)+len(page) < mostItems
			})
			return nil
		})
		if err != nil {
			return nil, err
		}
		n.items, below = append(n.items, page...), next
	}
	for i, p := range n.items {
		if i == 0 || p.Changed.After(n.updated) {
			n.updated = p.Changed
		}
	}
	if s.kept == nil {
		s.kept = make(map[string]news) // no more than there are wijken
	}
	s.kept[w.Slug] = n
	return &n, nil
}

// tag is an id for ever, as in RFC 4151. The year says when the name was
// surely the city's.
func (s *Server) tag(about string) string { return "tag:" + s.Authority + ",2026:" + about }

func (s *Server) itemTag(p *flows.Public) string {
	return s.tag("melding/" + strconv.FormatUint(p.Number, 10))
}

func (n *news) title() string { return "Meldingen in " + n.wijk.Name }

func itemTitle(p *flows.Public) string { return p.Kind.Name + ", " + p.Address }

func itemText(p *flows.Public) string {
	text := p.Text + "\n" + p.Status + "."
	if p.Open && p.Promise != "" {
		text += " " + p.Promise
	}
	return text
}

// itemLink is where all is that the world may know of a report.
func (n *news) itemLink(self string, p *flows.Public) string {
	base, _, _ := strings.Cut(self, Root)
	return base + open311.Endpoint + "requests/" + strconv.FormatUint(p.Number, 10) + ".xml"
}
