package signalen_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wijkbot/bot/signalen"
	"wijkbot/bot/signalen/signalentest"
	"wijkbot/store/wijk"
)

// key is what the interface calls the report of the tests once it is there.
const key = "0f8fad5b-d9cb-469f-a165-70867728950e"

// dossier is a report with everything in it.
func dossier() wijk.Handover {
	return wijk.Handover{
		Number: 12, Category: "wegen-verkeer-straatmeubilair/onderhoud-stoep-straat-en-fietspad",
		Text: "Er ligt een tegel los, mijn moeder viel bijna.", Mark: "wijkbot12", Extra: "Soort: Losse stoeptegel.",
		Place: wijk.Place{Point: wijk.Point{Lat: 52.0567, Lon: 4.4690}, Street: "Dorpsstraat", Number: "12a", Postcode: "2712 AB"},
		Answers: []wijk.Told{
			{Key: "gevaar", Question: "Is het gevaarlijk?", Choice: "ja", Answer: "Ja, iemand kan vallen"},
			{Key: "sinds", Question: "Sinds wanneer?", Answer: "een week"},
		},
		Since: time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 3600)),
	}
}

// A desk gives the client its reports and photos.
type desk struct {
	report  wijk.Handover
	key     string
	picture []byte
	err     error
}

func (d *desk) config(base string) signalen.Config {
	return signalen.Config{
		Base: base, Timeout: 200 * time.Millisecond, Hourly: 1000,
		Report: func(context.Context, uint64) (wijk.Handover, error) { return d.report, d.err },
		Photo:  func(context.Context, uint64, string) (string, []byte, error) { return d.key, d.picture, d.err },
	}
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = nil
	s.Start()
	t.Cleanup(s.Close)
	return s.URL
}

func newFake(t *testing.T, o signalentest.Options) (*signalentest.Fake, string) {
	t.Helper()
	o.Logf = t.Logf
	f := signalentest.New(o)
	base := serve(t, f)
	t.Cleanup(f.Close)
	return f, base
}

func row(class wijk.Class) wijk.Outgoing {
	return wijk.Outgoing{ID: 7, Class: class, To: wijk.Address{Channel: wijk.BackOffice, To: "12"}}
}

func photoRow() wijk.Outgoing {
	m := row(wijk.Broadcast)
	m.PhotoID = "foto-1"
	return m
}

func TestSignalHasWhatSignalenTakesAndNoMore(t *testing.T) {
	fake, base := newFake(t, signalentest.Options{Calm: true})
	var posted []byte
	tap := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		_, _ = b.ReadFrom(r.Body)
		posted = b.Bytes()
		r.Body = readCloser{&b}
		fake.ServeHTTP(w, r)
	}))
	_ = base
	x := signalen.New((&desk{report: dossier()}).config(tap))
	sid, err := x.Send(t.Context(), row(wijk.Reply))
	if err != nil {
		t.Fatal(err)
	}
	s := fake.Signals()[0]
	if want := s.Key + "/SIG-1"; sid != want {
		t.Errorf("Send returned %q, want %q", sid, want)
	}
	if s.Text != dossier().Text+"\n(wijkbot12)" || s.TextExtra != dossier().Extra || s.Source != "online" || s.Start != "2026-11-23T09:00:00+01:00" {
		t.Errorf("arrived: %+v", s)
	}
	if s.Lon != 4.4690 || s.Lat != 52.0567 || s.Category != dossier().Category {
		t.Errorf("arrived at %v, %v as %s", s.Lon, s.Lat, s.Category)
	}
	want := map[string]string{
		"openbare_ruimte": "Dorpsstraat", "huisnummer": "12", "huisletter": "A", "huisnummer_toevoeging": "", "postcode": "2712AB", "woonplaats": "Zoetermeer",
	}
	for k, v := range want {
		if s.Address[k] != v {
			t.Errorf("address %s is %q, want %q", k, s.Address[k], v)
		}
	}
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(posted, &sent); err != nil {
		t.Fatal(err)
	}
	if got := string(sent["reporter"]); got != `{"email":null,"phone":null,"sharing_allowed":false}` {
		t.Errorf("reporter is %s", got)
	}
	category := `"category_url":"/signals/v1/public/terms/categories/wegen-verkeer-straatmeubilair/sub_categories/onderhoud-stoep-straat-en-fietspad"`
	answers := `[{"id":"gevaar","label":"Is het gevaarlijk?","answer":{"id":"ja","label":"Ja, iemand kan vallen"},` + category + `},` +
		`{"id":"sinds","label":"Sinds wanneer?","answer":"een week",` + category + `}]`
	if got := string(sent["extra_properties"]); got != answers {
		t.Errorf("extra_properties are\n%s, want\n%s", got, answers)
	}
	if c := fake.Complaints(); len(c) > 0 {
		t.Errorf("complaints: %v", c)
	}
}

type readCloser struct{ *bytes.Buffer }

func (readCloser) Close() error { return nil }

// TestAnyWordsArrive: whatever a resident wrote, Signalen takes it.
func TestAnyWordsArrive(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "blank": " \n\t ", "nul": "een\x00twee", "only nul": "\x00\x00", "broken": "caf\xe9 \xff\xfe",
		"long": strings.Repeat("heel lang ", 1500), "one word": strings.Repeat("a", 9000), "marks": "a" + strings.Repeat("\u0301", 4096),
		"turned": "\u202Eedrukrev\u202C", "emoji": strings.Repeat("👩🏽‍🚒", 1200), "html": "<script>alert('x')</script> & \"", "arabic": "مرحبا بكم",
	} {
		t.Run(name, func(t *testing.T) {
			fake, base := newFake(t, signalentest.Options{Calm: true})
			h := dossier()
			h.Text = text
			if _, err := signalen.New((&desk{report: h}).config(base)).Send(t.Context(), row(wijk.Reply)); err != nil {
				t.Fatal(err)
			}
			s := fake.Signals()[0]
			if !strings.HasSuffix(s.Text, "\n(wijkbot12)") {
				t.Errorf("nobody finds %q", s.Text)
			}
			if strings.ContainsAny(s.Text+s.TextExtra, "\x00\u202E\uFFFD") {
				t.Errorf("arrived as %q", s.Text)
			}
			if n := len(strings.Fields(text)); n > 1 && len(strings.Fields(s.Text+" "+s.TextExtra)) < min(n, 1000) {
				t.Errorf("of %d words %d arrived", n, len(strings.Fields(s.Text+" "+s.TextExtra)))
			}
		})
	}
}

// TestUnknownAddress: a house that the register does not know costs the report
// its address, not its way.
func TestUnknownAddress(t *testing.T) {
	fake, base := newFake(t, signalentest.Options{Calm: true, Unknown: func(string, string) bool { return true }})
	if _, err := signalen.New((&desk{report: dossier()}).config(base)).Send(t.Context(), row(wijk.Reply)); err != nil {
		t.Fatal(err)
	}
	if s := fake.Signals(); len(s) != 1 || s[0].Address != nil || s[0].Lat != 52.0567 {
		t.Errorf("arrived: %+v", s)
	}
}

// A verdict is what the notifier is told of an answer.
func verdict(err error) string {
	var no *wijk.Refusal
	switch {
	case err == nil:
		return "taken"
	case !errors.As(err, &no):
		return "nobody knows"
	case no.Broken:
		return "broken " + no.Code
	case no.Bad:
		return "bad " + no.Code
	case no.Pause:
		return fmt.Sprintf("pause %s %v", no.Code, no.After)
	}
	return fmt.Sprintf("later %s %v", no.Code, no.After)
}

func TestWhatAnswersMean(t *testing.T) {
	jsonOf := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if r.Method == http.MethodGet { // the harmless question
				_, _ = w.Write([]byte("{}"))
				return
			}
			w.Header().Set("Retry-After", "1200")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	plain := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Location", "https://elders.invalid/")
			w.WriteHeader(status)
			_, _ = w.Write([]byte("<html>De heer Jansen woont op nummer 12</html>"))
		}
	}
	made := `{"signal_id":"` + key + `","id":1234}`
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"made", jsonOf(201, made), "taken"},
		{"made, unreadable", jsonOf(201, "{"), "nobody knows"},
		{"made, no key", jsonOf(201, "{}"), "nobody knows"},
		{"made by somebody else", jsonOf(200, made), "nobody knows"},
		{"wrong field", jsonOf(400, `{"category":{"sub_category":["Jansen"]},"text":["Jansen"]}`), "bad 400 category.sub_category text"},
		{"wrong, unreadable", plain(400), "bad 400"},
		{"strange names", jsonOf(400, `{"<b>Jansen, 0612345678":["x"]}`), "bad 400 bJansen0612345678"},
		{"token", jsonOf(401, `{"detail":"x"}`), "broken 401"},
		{"forbidden to all", plain(403), "broken 403"},
		{"forbidden is only this one", jsonOf(403, "{}"), "bad 403"},
		{"not there", plain(404), "broken 404"},
		{"elsewhere", plain(301), "broken 301"},
		{"no POST", jsonOf(405, "{}"), "broken 405"},
		{"too large", plain(413), "bad 413"},
		{"too fast", jsonOf(429, `{"detail":"x"}`), "pause 429 20m0s"},
		{"maintenance", plain(503), "pause 503 1m0s"},
		{"slow line", plain(408), "later 408 1m0s"},
		{"fault of theirs", plain(500), "nobody knows"},
		{"proxy", plain(502), "nobody knows"},
		{"proxy waits", plain(504), "nobody knows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := signalen.New((&desk{report: dossier()}).config(serve(t, c.answer)))
			_, err := x.Send(t.Context(), row(wijk.Reply))
			if got := verdict(err); got != c.want {
				t.Errorf("%s, want %s (%v)", got, c.want, err)
			}
			if err != nil && strings.Contains(err.Error(), "Jansen") && c.name != "strange names" {
				t.Errorf("the error repeats their words: %v", err)
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + l.Addr().String()
	l.Close()
	x := signalen.New((&desk{report: dossier()}).config(base))
	if _, err := x.Send(t.Context(), row(wijk.Reply)); verdict(err) != "pause  10s" {
		t.Errorf("%s: %v", verdict(err), err)
	}
}

// TestDoubtAsksFirst: after a call without an answer nothing is made until
// something harmless is answered.
func TestDoubtAsksFirst(t *testing.T) {
	for _, fault := range []signalentest.Fault{
		signalentest.LateHang, signalentest.LateDrop, signalentest.LateError, signalentest.LatePage, signalentest.Half, signalentest.Empty,
	} {
		t.Run(fmt.Sprint(fault), func(t *testing.T) {
			fake, base := newFake(t, signalentest.Options{Calm: true})
			x := signalen.New((&desk{report: dossier()}).config(base))
			fake.Next(fault)
			_, err := x.Send(t.Context(), row(wijk.Reply))
			if verdict(err) != "nobody knows" {
				t.Fatalf("%s: %v", verdict(err), err)
			}
			if n := len(fake.Signals()); n != 1 {
				t.Fatalf("%d signals", n)
			}
			st, found, err := x.Find(t.Context(), row(wijk.Reply), time.Now(), nil)
			if err != nil || !found || st.State != wijk.Failed || st.Code != signalen.Doubt {
				t.Errorf("Find returned %+v %v %v", st, found, err)
			}
			if fault == signalentest.Half || fault == signalentest.Empty {
				return // they did answer
			}
			fake.NextGet(signalentest.Hang, signalentest.ErrorPage)
			for range 2 {
				if _, err := x.Send(t.Context(), row(wijk.Reply)); verdict(err) != "pause  2m0s" {
					t.Errorf("while it is silent: %s: %v", verdict(err), err)
				}
			}
			if n := len(fake.Signals()); n != 1 {
				t.Errorf("%d signals while it was silent", n)
			}
			if _, err := x.Send(t.Context(), row(wijk.Reply)); err != nil || len(fake.Signals()) != 2 {
				t.Errorf("when it answers again: %v, %d signals", err, len(fake.Signals()))
			}
		})
	}
}

func TestReportsThatCannotBeSignals(t *testing.T) {
	var calls atomic.Int64
	base := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	for name, change := range map[string]func(*wijk.Handover){
		"no point":        func(h *wijk.Handover) { h.Place.Point = wijk.Point{} },
		"no category":     func(h *wijk.Handover) { h.Category = "" },
		"main category":   func(h *wijk.Handover) { h.Category = "afval" },
		"strange in path": func(h *wijk.Handover) { h.Category = "afval/../x" },
	} {
		h := dossier()
		change(&h)
		if _, err := signalen.New((&desk{report: h}).config(base)).Send(t.Context(), row(wijk.Reply)); verdict(err) != "bad report" {
			t.Errorf("%s: %s", name, verdict(err))
		}
	}
	gone := &desk{err: &wijk.Refusal{Err: errors.New("x"), Code: "gone", Bad: true}}
	if _, err := signalen.New(gone.config(base)).Send(t.Context(), row(wijk.Reply)); verdict(err) != "bad gone" {
		t.Errorf("withdrawn: %s", verdict(err))
	}
	if calls.Load() > 0 {
		t.Errorf("%d calls were made for nothing", calls.Load())
	}
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPhotos(t *testing.T) {
	fake, base := newFake(t, signalentest.Options{Calm: true})
	d := &desk{report: dossier(), picture: picture(t)}
	x := signalen.New(d.config(base))
	sid, err := x.Send(t.Context(), row(wijk.Reply))
	if err != nil {
		t.Fatal(err)
	}
	d.key, _, _ = strings.Cut(sid, "/")
	if _, err := x.Send(t.Context(), photoRow()); err != nil {
		t.Fatal(err)
	}
	if files := fake.Signals()[0].Files; len(files) != 1 || !bytes.Equal(files[0], d.picture) {
		t.Errorf("%d files arrived", len(files))
	}
	jpeg := append([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00"), d.picture...)
	for name, c := range map[string]struct {
		picture []byte
		want    string
	}{
		"tells where": {jpeg, "bad photo"}, "no picture": {[]byte("<html>"), "bad photo"}, "empty": {nil, "bad photo"},
		"webp": {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "bad photo"},
	} {
		d.picture = c.picture
		if _, err := x.Send(t.Context(), photoRow()); verdict(err) != c.want {
			t.Errorf("%s: %s, want %s", name, verdict(err), c.want)
		}
	}
	d.picture = picture(t)
	fake.Set("SIG-1", "b")
	if _, err := x.Send(t.Context(), photoRow()); verdict(err) != "bad 400" {
		t.Errorf("when they work on it: %s", verdict(err))
	}
	fake.Forget("SIG-1")
	if _, err := x.Send(t.Context(), photoRow()); verdict(err) != "bad 404" {
		t.Errorf("when it is forgotten: %s", verdict(err))
	}
	if c := fake.Complaints(); len(c) > 0 {
		t.Errorf("complaints: %v", c)
	}
	m := photoRow()
	for doubts, again := range map[int]bool{1: true, 2: true, 3: false} {
		m.Doubts = doubts
		if _, found, _ := x.Find(t.Context(), m, time.Now(), nil); found == again {
			t.Errorf("a photo in doubt %d times: sent again %v", doubts, !found)
		}
	}
}

func TestStatus(t *testing.T) {
	fake, base := newFake(t, signalentest.Options{Calm: true})
	x := signalen.New((&desk{report: dossier()}).config(base))
	sid, err := x.Send(t.Context(), row(wijk.Reply))
	if err != nil {
		t.Fatal(err)
	}
	k, _, _ := strings.Cut(sid, "/")
	for _, c := range []struct{ state, want string }{{"m", "OPEN"}, {"b", "OPEN"}, {"o", "CLOSED"}, {"a", "CLOSED"}, {"reopened", "OPEN"}} {
		fake.Set("SIG-1", c.state)
		there, err := x.Status(t.Context(), k)
		if err != nil || there.State != c.want || there.Gone || there.Changed.IsZero() {
			t.Errorf("%s: %+v %v, want %s", c.state, there, err, c.want)
		}
	}
	fake.NextGet(signalentest.ErrorPage, signalentest.Maintenance, signalentest.Half, signalentest.Empty, signalentest.Forbidden)
	for _, want := range []string{"nobody knows", "pause 503 1m0s", "nobody knows", "nobody knows", "nobody knows"} {
		if _, err := x.Status(t.Context(), k); verdict(err) != want {
			t.Errorf("%s, want %s (%v)", verdict(err), want, err)
		}
	}
	fake.Forget("SIG-1")
	if there, err := x.Status(t.Context(), k); err != nil || !there.Gone {
		t.Errorf("forgotten: %+v %v", there, err)
	}
	elsewhere := signalen.New((&desk{}).config(serve(t, http.NotFoundHandler())))
	if _, err := elsewhere.Status(t.Context(), k); verdict(err) != "nobody knows" {
		t.Errorf("a 404 that is not Signalen's: %s", verdict(err))
	}
	if _, err := x.Status(t.Context(), "../../private/signals"); err == nil {
		t.Error("a key that is no key was asked for")
	}
}

func TestCheck(t *testing.T) {
	for base, ok := range map[string]bool{
		"https://api.example.nl": true, "http://127.0.0.1:8000/onder/": true, "": false, "ftp://x": false, "https://": false,
		"https://naam:geheim@example.nl": false, "https://example.nl?x=1": false, "https://example.nl#x": false,
	} {
		faults := signalen.Config{Base: base}.Check()
		if (len(faults) == 0) != ok {
			t.Errorf("%q: %v", base, faults)
		}
		if len(faults) > 0 && strings.Contains(faults[0].Error(), "geheim") {
			t.Errorf("the fault repeats a secret: %v", faults)
		}
	}
	if len(signalen.Config{Base: "https://x.nl", Source: strings.Repeat("é", 129)}.Check()) != 1 {
		t.Error("a source of 129 characters passes")
	}
}
