package feed

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wijkbot/bot/guard"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

type town struct {
	*testing.T
	*Server
	now time.Time
}

func newTown(t *testing.T) *town {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	w := &town{T: t, now: time.Date(2026, 11, 23, 9, 15, 30, 987654321, zone)}
	w.Server = &Server{DB: kvtest.Open(t), City: flows.New(zone), Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler),
		Guard: &guard.Guard{Rate: 1e6, Burst: 1e6}, Authority: "zoetermeer.nl", PublicURL: "https://bot.example.nl/"}
	return w
}

// report makes a report that a person looked at, or did not.
func (w *town) report(slug, text string, public bool) (number uint64) {
	w.Helper()
	w.update(func(tx *store.Tx) {
		r := w.City.NewReport(tx, flows.Intake{Kind: wijk.Litter, Text: text, Place: wijk.Place{Wijk: slug, Street: "Dorpsstraat", Number: "12"}}, w.now)
		r.Public, number = public, r.Number
		store.Reports.Put(tx, store.Num(r.Number), r)
	})
	return number
}

func (w *town) update(fn func(tx *store.Tx)) {
	w.Helper()
	if err := w.DB.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		w.Fatal(err)
	}
}

func (w *town) ask(method, path, known string) *http.Response {
	w.Helper()
	w.kept = nil // as if a minute had passed
	return w.askSoon(method, path, known)
}

func (w *town) askSoon(method, path, known string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	if known != "" {
		r.Header.Set("If-None-Match", known)
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec.Result()
}

func (w *town) body(resp *http.Response) string {
	w.Helper()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		w.Fatalf("%s %s: %v", resp.Status, b, err)
	}
	if !strings.HasPrefix(string(b), `<?xml version="1.0" encoding="UTF-8"?>`) {
		w.Errorf("it begins with %.40q", b)
	}
	return string(b)
}

// The feeds as a strict reader has them.
type readAtom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"http://www.w3.org/2005/Atom id"`
	Title   string   `xml:"http://www.w3.org/2005/Atom title"`
	Updated string   `xml:"http://www.w3.org/2005/Atom updated"`
	Author  string   `xml:"http://www.w3.org/2005/Atom author>name"`
	Self    struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID        string `xml:"http://www.w3.org/2005/Atom id"`
		Title     string `xml:"http://www.w3.org/2005/Atom title"`
		Published string `xml:"http://www.w3.org/2005/Atom published"`
		Updated   string `xml:"http://www.w3.org/2005/Atom updated"`
		Summary   string `xml:"http://www.w3.org/2005/Atom summary"`
		Link      struct {
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/2005/Atom link"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

type readRSS struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Channel struct {
		Title       string `xml:"title"`
		Links       []link `xml:"link"`
		Description string `xml:"description"`
		Built       string `xml:"lastBuildDate"`
		Items       []struct {
			Title       string `xml:"title"`
			Link        string `xml:"link"`
			Description string `xml:"description"`
			GUID        struct {
				PermaLink string `xml:"isPermaLink,attr"`
				ID        string `xml:",chardata"`
			} `xml:"guid"`
			Published string `xml:"pubDate"`
		} `xml:"item"`
	} `xml:"channel"`
}

type link struct {
	XMLName xml.Name
	Rel     string `xml:"rel,attr"`
	Href    string `xml:"href,attr"`
	Text    string `xml:",chardata"`
}

func (w *town) atomFeed() (f readAtom) {
	w.Helper()
	resp := w.ask(http.MethodGet, "/feeds/dorp.atom", "")
	if err := xml.Unmarshal([]byte(w.body(resp)), &f); err != nil {
		w.Fatal(err)
	}
	return f
}

func (w *town) rssFeed() (f readRSS) {
	w.Helper()
	resp := w.ask(http.MethodGet, "/feeds/dorp.rss", "")
	if err := xml.Unmarshal([]byte(w.body(resp)), &f); err != nil {
		w.Fatal(err)
	}
	return f
}

func TestFeeds(t *testing.T) {
	w := newTown(t)
	a, r := w.atomFeed(), w.rssFeed()
	if len(a.Entries) != 0 || a.ID != "tag:zoetermeer.nl,2026:feeds/dorp" || a.Updated != "2026-11-23T00:00:00+01:00" || a.Author == "" || len(r.Channel.Items) != 0 {
		t.Errorf("empty: %+v %+v", a, r)
	}
	nasty := "<b>]]>&\u0000\u202e zakken, bel 06-12345678"
	w.report("dorp", nasty, true)
	w.report("dorp", "niet gezien", false)
	w.report("meerzicht", "elders", true)
	w.now = w.now.Add(time.Hour)
	w.report("dorp", "dozen", true)
	w.now = w.now.Add(time.Hour)
	w.update(func(tx *store.Tx) {
		if _, err := w.City.Move(tx, 1, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Solved}, w.now); err != nil {
			t.Fatal(err)
		}
	})
	a, r = w.atomFeed(), w.rssFeed()
	if len(a.Entries) != 2 || a.Updated != "2026-11-23T11:15:30+01:00" || a.Self.Rel != "self" || a.Self.Href != "https://bot.example.nl/feeds/dorp.atom" || a.Title != "Meldingen in Dorp" {
		t.Fatalf("%+v", a)
	}
	e := a.Entries[1]
	if e.ID != "tag:zoetermeer.nl,2026:melding/1" || e.Title != "Zwerfvuil, Dorpsstraat, Dorp, Zoetermeer" || e.Published != "2026-11-23T09:15:30+01:00" ||
		e.Updated != "2026-11-23T11:15:30+01:00" || e.Summary != "<b>]]>& zakken, bel [telefoonnummer]\nAfgehandeld: opgelost." ||
		e.Link.Href != "https://bot.example.nl/open311/v2/requests/1.xml" {
		t.Errorf("%+v", e)
	}
	c := r.Channel
	if r.Version != "2.0" || len(c.Items) != 2 || c.Built != "Mon, 23 Nov 2026 11:15:30 +0100" || c.Description == "" || c.Links[0].Text == "" || c.Links[1].Rel != "self" {
		t.Fatalf("%+v", r)
	}
	if i := c.Items[1]; i.GUID.ID != e.ID || i.GUID.PermaLink != "false" || i.Published != "Mon, 23 Nov 2026 09:15:30 +0100" || i.Description != e.Summary || i.Title != e.Title || i.Link != e.Link.Href {
		t.Errorf("%+v", i)
	}
}

// The newest fifty, of a wijk with many, from the last 90 days.
func TestManyReports(t *testing.T) {
	w := newTown(t)
	w.report("dorp", "oud", true)
	w.now = w.now.AddDate(0, 0, 91)
	w.update(func(tx *store.Tx) {
		for i := range 400 {
			r := w.City.NewReport(tx, flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp"}}, w.now)
			r.Public = i < 100
			store.Reports.Put(tx, store.Num(r.Number), r)
		}
	})
	a := w.atomFeed()
	if len(a.Entries) != mostItems || a.Entries[0].ID != "tag:zoetermeer.nl,2026:melding/101" || a.Entries[49].ID != "tag:zoetermeer.nl,2026:melding/52" {
		t.Errorf("%d entries from %s", len(a.Entries), a.Entries[0].ID)
	}
	w.update(func(tx *store.Tx) {
		for n := uint64(2); n < 110; n++ {
			store.Reports.Delete(tx, store.Num(n))
		}
	})
	if a = w.atomFeed(); len(a.Entries) != 0 {
		t.Errorf("an old one is in it: %+v", a.Entries)
	}
}

func TestKnownAlready(t *testing.T) {
	w := newTown(t)
	w.report("dorp", "dozen", true)
	for _, path := range []string{"/feeds/dorp.atom", "/feeds/dorp.rss"} {
		first := w.ask(http.MethodGet, path, "")
		tag := first.Header.Get("ETag")
		if again := w.ask(http.MethodGet, path, tag); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %s", path, again.Status)
		}
		if head := w.ask(http.MethodHead, path, ""); head.Header.Get("ETag") != tag {
			t.Errorf("HEAD %s: %v", path, head.Header)
		}
	}
	tag := w.ask(http.MethodGet, "/feeds/dorp.atom", "").Header.Get("ETag")
	w.report("dorp", "zakken", true)
	if again := w.ask(http.MethodGet, "/feeds/dorp.atom", tag); again.StatusCode != 200 {
		t.Errorf("with news: %s", again.Status)
	}
}

// What is taken back is gone within a minute, and a feed is read once in it.
func TestFresh(t *testing.T) {
	w := newTown(t)
	w.report("dorp", "zakken", true)
	dorp, _ := w.City.Map().Wijk("dorp")
	start := time.Now()
	count := func(after time.Duration) int {
		n, err := w.read(t.Context(), dorp, start.Add(after))
		if err != nil {
			t.Fatal(err)
		}
		return len(n.items)
	}
	if count(0) != 1 {
		t.Fatal("it is not there")
	}
	w.update(func(tx *store.Tx) {
		r, _ := store.Reports.Get(tx, store.Num(1))
		r.Public = false
		store.Reports.Put(tx, store.Num(1), r)
	})
	if count(fresh-1) != 1 || count(fresh) != 0 {
		t.Error("it is kept too short or too long")
	}
}

func TestRefused(t *testing.T) {
	w := newTown(t)
	for _, path := range []string{"/feeds/", "/feeds/nergens.atom", "/feeds/dorp", "/feeds/dorp.xml", "/feeds/.atom", "/feeds/../dorp.atom", "/feeds/Dorp.atom"} {
		if resp := w.ask(http.MethodGet, path, ""); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, resp.Status)
		}
	}
	if resp := w.ask(http.MethodPost, "/feeds/dorp.atom", ""); resp.StatusCode != http.StatusMethodNotAllowed || resp.Header.Get("Allow") == "" {
		t.Errorf("POST: %s", resp.Status)
	}
	w.Guard = &guard.Guard{Rate: 0.01, Burst: 2}
	var last *http.Response
	for i := range 3 {
		last = w.askSoon(http.MethodGet, fmt.Sprintf("/feeds/dorp.atom?%d", i), "")
	}
	if last.StatusCode != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" {
		t.Errorf("too often: %s", last.Status)
	}
}
