package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/bot"
	"wijkbot/bot/pdok"
	"wijkbot/bot/pdok/pdoktest"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// A geocoded is a city with a geocoder, and what it said.
type geocoded struct {
	t    *testing.T
	bot  *bot.Bot
	db   *store.DB
	fake *pdoktest.Fake
	logs strings.Builder
	n    int
	told uint64 // the last outgoing message that was read
}

func newGeocoded(t *testing.T) *geocoded {
	t.Helper()
	db, err := store.Open(t.Context(), kvtest.Twice(kvtest.Memory()))
	if err != nil {
		t.Fatal(err)
	}
	g := &geocoded{t: t, db: db, fake: &pdoktest.Fake{}}
	g.fake.Add(
		pdoktest.Address{Street: "Spitsbergen", House: "12", Postcode: "2718AA", Municipality: "Zoetermeer", Wijk: "Rokkeveen", Centre: "POINT(4.49 52.04)"},
		pdoktest.Address{Street: "Spitsbergen", House: "12", Postcode: "2801AA", Municipality: "Gouda", Wijk: "Goverwelle", Centre: "POINT(4.70 52.01)"},
	)
	city := flows.New(time.UTC)
	g.bot = &bot.Bot{
		DB: db, City: city, Now: time.Now, Log: slog.New(slog.NewTextHandler(&g.logs, nil)),
		Places: &pdok.Finder{Base: "https://pdok.example/search/v3_1", Municipality: "Zoetermeer", Map: city.Map, Transport: g.fake},
	}
	return g
}

func (g *geocoded) message(from, text string) wijk.Message {
	g.n++
	return wijk.Message{ID: fmt.Sprintf("SM%d", g.n), From: wijk.Address{Channel: wijk.SMS, To: from}, Kind: wijk.Text, Text: text, At: time.Now()}
}

// receive takes messages in, and returns what was said to them.
func (g *geocoded) receive(ms ...wijk.Message) string {
	g.t.Helper()
	if err := g.bot.Receive(context.Background(), ms...); err != nil {
		g.t.Fatal(err)
	}
	var said []string
	err := g.db.View(context.Background(), func(tx *store.Tx) error {
		for _, m := range store.Outbox.Range(tx, store.Num(g.told+1), "") {
			said, g.told = append(said, m.Text), m.ID
		}
		return nil
	})
	if err != nil {
		g.t.Fatal(err)
	}
	return strings.Join(said, "\n")
}

func (g *geocoded) say(text string) string { return g.receive(g.message("+31600000001", text)) }

// TestPlacesFound goes through the door: an address is looked up when a place
// was asked, and only the address.
func TestPlacesFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGeocoded(t)
		g.say("er ligt zwerfvuil bij Spitsbergen") // nothing was asked yet
		g.say("menu")
		g.say("zwerfvuil")
		m := g.message("+31600000001", "Spitsbergn 12 (bij Jansen)")
		if got := g.receive(m); !strings.HasPrefix(got, "Bedoelt u Spitsbergen 12 (Rokkeveen)?") {
			t.Errorf("heard %q", got)
		}
		g.receive(m) // delivered again
		if got := g.say("ja"); !strings.Contains(got, "Zwerfvuil bij Spitsbergen 12 (Rokkeveen). Klopt dat?") {
			t.Errorf("heard %q", got)
		}
		g.say("ja")
		if diff := cmp.Diff([]string{"spitsbergn 12"}, g.fake.Asked()); diff != "" {
			t.Errorf("asked (- want, + got):\n%s", diff)
		}
		err := g.db.View(t.Context(), func(tx *store.Tx) error {
			r, _ := store.Reports.Get(tx, store.Num(1))
			want := wijk.Place{Point: wijk.Point{Lat: 52.04, Lon: 4.49}, Street: "Spitsbergen", Number: "12", Postcode: "2718AA", Wijk: "rokkeveen", Source: wijk.FromGeocoder}
			if diff := cmp.Diff(want, r.Place); diff != "" {
				t.Errorf("the place (- want, + got):\n%s", diff)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestPlacesNotAsked shows what never leaves: a cry for help, what is no text,
// what answers another question, what somebody forwarded.
func TestPlacesNotAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGeocoded(t)
		g.say("zwerfvuil")
		forwarded := g.message("+31600000001", "Spitsbergen 12")
		forwarded.Forwarded = true
		pin := g.message("+31600000001", "Spitsbergen 12")
		pin.Kind, pin.Point = wijk.Location, wijk.Point{Lat: 52.01, Lon: 4.7}
		photo := g.message("+31600000001", "Spitsbergen 12")
		photo.Kind, photo.File = wijk.Picture, wijk.File{ID: "f"}
		for _, m := range []wijk.Message{
			forwarded, pin, photo,
			g.message("+31600000001", "hier"),
			g.message("+31600000001", "help ik ben gevallen op Spitsbergen 12"),
			g.message("+31600000001", "Spitsbergen 112"+strings.Repeat(" x", 200)),
			g.message("+31600000002", "Spitsbergen 12"), // was asked nothing
		} {
			g.receive(m)
		}
		if asked := g.fake.Asked(); len(asked) > 0 {
			t.Errorf("asked %q", asked)
		}
	})
}

// TestPlacesWithout goes on without a geocoder that is slow, broken, lying or
// wrong, and lets nobody wait for long.
func TestPlacesWithout(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"slow": pdoktest.Hang,
		"500": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "Spitsbergen", http.StatusInternalServerError)
		},
		"garbage": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "\x00Spitsbergen") },
		"huge":    func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat(`{"response":`, 1<<16)) },
		"other city": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"response":{"docs":[{"type":"adres","straatnaam":"Spitsbergen","huis_nlt":"12","gemeentenaam":"Gouda","wijknaam":"Rokkeveen","centroide_ll":"POINT(4.49 52.04)"}]}}`)
		},
		"lying": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"response":{"docs":[{"type":"adres","straatnaam":"Spitsbergen","huis_nlt":"12","gemeentenaam":"Zoetermeer","wijknaam":"Rokkeveen","centroide_ll":"POINT(4.70 52.01)"}]}}`)
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			g := newGeocoded(t)
			g.fake.Break(fault)
			g.say("zwerfvuil")
			began := time.Now()
			if got := g.say("Spitsbergen 12"); !strings.HasPrefix(got, "In welke wijk is dat?") {
				t.Errorf("%s: heard %q", name, got)
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("%s: took %v", name, took)
			}
			if strings.Contains(strings.ToLower(g.logs.String()), "spits") {
				t.Errorf("%s: the log holds an address:\n%s", name, g.logs.String())
			}
		})
	}
}

// TestPlacesMany shows that many addresses at once wait no longer than one.
func TestPlacesMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGeocoded(t)
		g.fake.Break(pdoktest.Hang)
		var ms []wijk.Message
		for i := range 50 {
			from := fmt.Sprintf("+316000001%02d", i)
			g.receive(g.message(from, "zwerfvuil"))
			ms = append(ms, g.message(from, "Spitsbergen 12"))
		}
		began := time.Now()
		g.receive(ms...)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("50 messages waited %v", took)
		}
	})
}
