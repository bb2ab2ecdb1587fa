package open311

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"wijkbot/bot/guard"
	"wijkbot/flows"
	"wijkbot/store"
)

// Where the door is. Clients glue names such as "services.xml" to the second,
// so it ends in a slash.
const (
	Root     = "/open311/"
	Endpoint = Root + "v2/"
)

// A Server is the door. DB, City, Now, Log and Guard are needed.
type Server struct {
	DB   *store.DB
	City *flows.City
	// Now is the city's clock.
	Now func() time.Time
	Log *slog.Logger
	// Guard measures everybody by address; it may be shared with other doors.
	Guard *guard.Guard
	// KeyRate and KeyBurst bound what one key may post: so many a second in the
	// long run, and so many at once. Zero takes the defaults.
	KeyRate  float64
	KeyBurst int
	// Jurisdiction is our own id, such as "zoetermeer.nl"; clients may leave it
	// out.
	Jurisdiction string
	// PublicURL is where the world reaches us, such as https://bot.example.nl.
	// Without one we say what the client called us.
	PublicURL string
	// Test says that reports are not acted upon.
	Test bool

	once    sync.Once
	keys    *guard.Guard
	reading *guard.Places // taken while a list is looked up
	posting *guard.Places // taken while files are in memory
	mu      sync.Mutex
	known   *own // see own
}

const (
	keyRate  = 1.0
	keyBurst = 60
	// Lists that look at many reports and posts with photos are the heavy work
	// here: so many at once, and some of them for one address, so that nobody
	// keeps all others out.
	mostReading = 3
	mostPosting = 4
	mostOfOne   = 2
	// busyAgain is when to come again after finding no place.
	busyAgain = 5 * time.Second
)

func (s *Server) begin() {
	s.once.Do(func() {
		rate, burst := s.KeyRate, s.KeyBurst
		if rate == 0 {
			rate = keyRate
		}
		if burst == 0 {
			burst = keyBurst
		}
		s.keys = &guard.Guard{Rate: rate, Burst: burst}
		s.reading = &guard.Places{Most: mostReading, Each: mostOfOne}
		s.posting = &guard.Places{Most: mostPosting, Each: mostOfOne}
	})
}

// A call is one request on its way.
type call struct {
	*http.Request
	s *Server
	// id is the last part of the path, where it has one.
	id string
	// name is whom the request is counted for.
	name string
	own  *own // once it was needed
}

// A route is a resource and what can be done with it.
type route struct {
	name string
	id   bool // the path goes on with an id
	get  func(*call) answer
	post func(*call) answer
}

func routes() []route {
	return []route{
		{name: "discovery", get: (*call).discovery},
		{name: "services", get: (*call).services},
		{name: "services", id: true, get: (*call).service},
		{name: "requests", get: (*call).requests, post: (*call).postRequest},
		{name: "requests", id: true, get: (*call).request},
		{name: "tokens", id: true, get: (*call).token},
		{name: "servicerequestupdates", get: (*call).updates, post: (*call).postUpdate},
	}
}

// ServeHTTP answers everything under Root.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.begin()
	if name, ok := strings.CutPrefix(r.URL.Path, photoPath); ok {
		s.servePhoto(w, r, name)
		return
	}
	at, id, f, ok := find(r.URL.Path)
	a := s.answer(&call{Request: r, s: s, id: id, name: s.Guard.Name(r)}, at, ok)
	if err := a.write(w, r, f); err != nil && r.Context().Err() == nil {
		s.Log.Debug("open311: an answer was not sent", "error", err)
	}
}

func (s *Server) answer(c *call, at route, found bool) answer {
	if wait := s.Guard.Wait(c.name, time.Now()); wait > 0 {
		return tooOften(wait)
	}
	if !found {
		return refused(http.StatusNotFound, "There is no such resource. See "+Root+"discovery.xml.")
	}
	var do func(*call) answer
	allow := "GET, HEAD"
	switch c.Method {
	case http.MethodGet, http.MethodHead:
		do = at.get
	case http.MethodPost:
		do = at.post
	}
	if at.post != nil {
		allow += ", POST"
	}
	if do == nil {
		a := refused(http.StatusMethodNotAllowed, "This resource knows "+allow+".")
		a.allow = allow
		return a
	}
	return do(c)
}

func tooOften(wait time.Duration) answer {
	a := refused(http.StatusTooManyRequests, "Too many requests. Wait as long as Retry-After says.")
	a.again = wait
	return a
}

func busy() answer {
	a := refused(http.StatusServiceUnavailable, "The service is busy. Send the same again as soon as Retry-After says: nothing is done twice.")
	a.again = busyAgain
	return a
}

// find takes a path apart. The format is that of the suffix, and XML for a
// path that is none of ours, since every client reads that.
func find(path string) (at route, id string, f format, ok bool) {
	rest, version2 := strings.CutPrefix(path, Endpoint)
	if !version2 {
		rest, _ = strings.CutPrefix(path, Root)
	}
	name, suffix, _ := cutLast(rest, ".")
	f = format(strings.ToLower(suffix))
	if f != inXML && f != inJSON {
		return at, "", inXML, false
	}
	name, id, hasID := strings.Cut(name, "/")
	all := routes()
	i := slices.IndexFunc(all, func(r route) bool { return r.name == name && r.id == hasID })
	if i < 0 || hasID && (id == "" || strings.Contains(id, "/")) || !version2 && name != "discovery" {
		return at, "", f, false
	}
	return all[i], id, f, true
}

// cutLast cuts s around the last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// rowsPerToken is how many reports, looked at for a list, count as a request.
const rowsPerToken = 1000

// looked counts a part of a list for who asked for it.
func (c *call) looked() {
	c.s.Guard.Charge(c.name, rowsPerView/float64(rowsPerToken), time.Now())
}

// failed is the answer when the store failed, which is not the client's fault.
func (s *Server) failed(ctx context.Context, err error) answer {
	if ctx.Err() == nil && !errors.Is(err, store.ErrFull) {
		s.Log.Error("open311", "error", err)
	}
	return busy()
}
