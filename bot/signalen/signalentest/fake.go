package signalentest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options describe a Fake. The zero value is a hostile, recent Signalen.
type Options struct {
	// Old has it tell the state itself, as versions before 2019 did, and count
	// every call against the throttle.
	Old bool
	// Hourly is how many signals an hour one client may make; 0 is 60, and less
	// sets no limit.
	Hourly int
	// Sources are the public ones besides online.
	Sources []string
	// Categories are the known ones, "main/sub"; nil is Signalen's own.
	Categories []string
	// Bounds is the box in which signals are taken: west, south, east, north.
	// Zero is the Netherlands.
	Bounds [4]float64
	// Unknown reports whether an address is not in the national register; nil
	// knows all.
	Unknown func(street, number string) bool
	// Now is its clock; nil is the real one.
	Now func() time.Time
	// Calm leaves out every fault but those asked for.
	Calm bool
	// Chance is how likely a request fails unasked, if not calm; 0 means 0.1.
	Chance float64
	// Seed makes chance repeatable; 0 takes one and prints it with Logf, or on
	// standard error.
	Seed uint64
	Logf func(format string, args ...any)
}

// A Signal is a report as it arrived.
type Signal struct {
	Key    string // signal_id
	ID     string // id_display
	Number int
	// What was posted, by its keys there.
	Text, TextExtra, Source, Category, Start string
	Lon, Lat                                 float64
	Address                                  map[string]string
	Extra                                    []json.RawMessage
	// State is Signalen's code, such as "m" or "o".
	State            string
	Created, Updated time.Time
	Files            [][]byte
}

// A Fake is a Signalen. It is an http.Handler; its methods may be used at the
// same time.
type Fake struct {
	o     Options
	known map[string]bool

	ctx  context.Context // ends at Close
	stop context.CancelFunc

	mu         sync.Mutex
	rand       *rand.Rand
	signals    []*Signal
	calls      map[string][]time.Time // counted by the throttle, by client
	posts      []Fault
	gets       []Fault
	always     Fault
	throttled  int
	requests   int
	complaints []string
	changed    chan struct{} // closed and replaced when something arrives
}

// netherlands is the box of the country.
var netherlands = [4]float64{3.3, 50.7, 7.3, 53.6}

// New returns a Fake. Close it when done.
func New(o Options) *Fake {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Hourly == 0 {
		o.Hourly = 60
	}
	if o.Chance == 0 {
		o.Chance = 0.1
	}
	if o.Bounds == ([4]float64{}) {
		o.Bounds = netherlands
	}
	if o.Categories == nil {
		o.Categories = ownCategories
	}
	if o.Logf == nil {
		o.Logf = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	}
	if o.Seed == 0 && !o.Calm {
		o.Seed = rand.Uint64()
		o.Logf("signalentest: seed %d", o.Seed)
	}
	f := &Fake{
		o: o, known: make(map[string]bool), rand: rand.New(rand.NewPCG(o.Seed, 0)),
		calls: make(map[string][]time.Time), changed: make(chan struct{}),
	}
	for _, slug := range o.Categories {
		f.known[slug] = true
	}
	f.ctx, f.stop = context.WithCancel(context.Background())
	return f
}

// Close ends answers that hang.
func (f *Fake) Close() { f.stop() }

// Signals returns what arrived, oldest first, as it stands now.
func (f *Fake) Signals() []Signal {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Signal
	for _, s := range f.signals {
		c := *s
		c.Files = slices.Clone(s.Files)
		all = append(all, c)
	}
	return all
}

// Set brings a signal, named by its id, to a state.
func (f *Fake) Set(id, state string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.signals {
		if s.ID == id {
			s.State, s.Updated = state, f.o.Now()
		}
	}
}

// Forget removes a signal, as the retention of Signalen does.
func (f *Fake) Forget(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.signals = slices.DeleteFunc(f.signals, func(s *Signal) bool { return s.ID == id })
}

// Throttled returns how often a client was told that it goes too fast.
func (f *Fake) Throttled() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.throttled
}

// Requests returns how many calls there were in all.
func (f *Fake) Requests() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.requests
}

// Complaints returns what should never have arrived.
func (f *Fake) Complaints() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.complaints)
}

// complain notes what should never have arrived. The caller holds the lock.
func (f *Fake) complain(format string, args ...any) {
	f.complaints = append(f.complaints, fmt.Sprintf(format, args...))
}

// Wait returns the oldest signal that match accepts, waiting for it until ctx
// ends.
func (f *Fake) Wait(ctx context.Context, match func(Signal) bool) (Signal, error) {
	for {
		f.mu.Lock()
		changed := f.changed
		f.mu.Unlock()
		for _, s := range f.Signals() {
			if match(s) {
				return s, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Signal{}, fmt.Errorf("signalentest: no such signal: %w", ctx.Err())
		}
	}
}

// touch wakes Wait. The caller holds the lock.
func (f *Fake) touch() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// find returns the signal of a key. The caller holds the lock.
func (f *Fake) find(key string) *Signal {
	for _, s := range f.signals {
		if s.Key == key {
			return s
		}
	}
	return nil
}

// ServeHTTP answers a call.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimSuffix(r.URL.Path, "/")
	f.mu.Lock()
	f.requests++
	f.mu.Unlock()
	const signals, categories = "/signals/v1/public/signals", "/signals/v1/public/terms/categories/"
	key, rest, _ := strings.Cut(strings.TrimPrefix(path, signals+"/"), "/")
	switch {
	case path == signals:
		f.serveSignals(w, r)
	case strings.HasPrefix(path, signals+"/") && rest == "":
		f.serveSignal(w, r, key)
	case strings.HasPrefix(path, signals+"/") && rest == "attachments":
		f.serveAttachments(w, r, key)
	case strings.HasPrefix(path, categories):
		f.serveCategory(w, r, strings.Replace(strings.TrimPrefix(path, categories), "/sub_categories/", "/", 1))
	default:
		page(w, http.StatusNotFound)
	}
}

// ownCategories are those of Signalen's migrations that a city may well have.
var ownCategories = []string{
	"schoon/veegzwerfvuil", "schoon/prullenbak-vol", "wegen-verkeer-straatmeubilair/prullenbakkapot",
	"afval/grofvuil", "afval/huisafval", "afval/container-bijplaatsing", "afval/container-is-vol", "afval/container-is-kapot",
	"wegen-verkeer-straatmeubilair/onderhoud-stoep-straat-en-fietspad", "wegen-verkeer-straatmeubilair/onderhoud-fietspad",
	"wegen-verkeer-straatmeubilair/onkruid-verharding", "wegen-verkeer-straatmeubilair/lantaarnpaal-straatverlichting",
	"wegen-verkeer-straatmeubilair/straatmeubilair", "wegen-verkeer-straatmeubilair/speelplaats",
	"wegen-verkeer-straatmeubilair/put-riolering-verstopt", "wegen-verkeer-straatmeubilair/put-riool-kapot",
	"wegen-verkeer-straatmeubilair/gladheid", "wegen-verkeer-straatmeubilair/parkeeroverlast",
	"openbaar-groen-en-water/onkruid", "openbaar-groen-en-water/snoeien", "openbaar-groen-en-water/maaien-snoeien", "openbaar-groen-en-water/boom",
	"overlast-in-de-openbare-ruimte/graffiti-wildplak", "overlast-in-de-openbare-ruimte/hondenpoep",
	"overlast-in-de-openbare-ruimte/fietswrak", "overlast-in-de-openbare-ruimte/lozing-dumping-bodemverontreiniging",
	"overlast-van-en-door-personen-of-groepen/jongerenoverlast", "overlast-van-en-door-personen-of-groepen/overige-overlast-door-personen",
	"overlast-van-dieren/ratten", "overlast-van-dieren/dode-dieren", "overig/overig",
}
