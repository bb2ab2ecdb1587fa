package flows_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// What somebody who reports may send, sense and nonsense.
var (
	reportWords = []string{
		"zwerfvuil", "losse tegel", "er ligt een losse stoeptegel bij Dorpsstraat 12, 2712AB", "de lantaarnpaal brandt niet",
		"put", "overlast van jongeren", "het bankje", "iets raars", "ik wil iets melden", "asbest op straat", "speelplaats",
		"Dorpsstraat 12", "Dorpsstraat 14, 2712AB", "2712AB", "dorp", "bij de kerk", "Den Haag",
		"ja", "nee", "1", "2", "3", "4", "12", "0", "terug", "overslaan", "klaar", "anoniem", "zonder naam", "iets anders", "ook last van",
		"nog", "menu", "ook 1", "mijn meldingen", "de soort", "de plek", "een antwoord", "niets",
	}
	hostileWords = []string{
		"", " ", "\x00", "\u202etxt.exe", "<script>alert(1)</script> & <b>zwerfvuil</b>", strings.Repeat("e\u0301\u0301\u0301\u0301", 1024),
		"\u0634\u0627\u0631\u0639 \u0645\u0643\u0633\u0648\u0631", strings.Repeat("zwerfvuil ", 299), strings.Repeat("x", 4096), "\xff\xfe zwerfvuil",
		"zwerfvuil\u2028bij\u2029Dorpsstraat 12\u0085", "👍", "zwer\u200bfvuil", "%s%d{tekst}", "{plaats}", "{[€]}~^\\|", "t1.0", "-1", "99999999999999999999",
	}
)

// TestReportOfAnything has somebody report with anything, in any order, and
// demands that what is said back is harmless, and that a report comes of a
// conversation that knows what it is, one at a time and within its limits.
func TestReportOfAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		db, err := store.Open(context.Background(), kvtest.Memory())
		if err != nil {
			rt.Fatal(err)
		}
		w := &reporting{rt: rt, db: db, city: flows.New(time.UTC), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
		w.from = wijk.Address{Channel: wijk.Telegram, To: "1"}
		if rapid.Bool().Draw(rt, "sms") {
			w.from = wijk.Address{Channel: wijk.SMS, To: "+31600000001"}
		}
		for range rapid.IntRange(1, 25).Draw(rt, "messages") {
			w.send()
			w.look()
		}
	})
}

// A reporting is one resident with a phone.
type reporting struct {
	rt      *rapid.T
	db      *store.DB
	city    *flows.City
	now     time.Time
	from    wijk.Address
	n       int
	seen    uint64 // the last message that was looked at
	options []string
	reports int
	step    wijk.Talk // before the last message
}

func (w *reporting) update(fn func(tx *store.Tx)) {
	if err := w.db.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		w.rt.Fatal(err)
	}
}

func (w *reporting) send() {
	w.n++
	w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{1, 1, 1, 90, 4000}).Draw(w.rt, "seconds")) * time.Second)
	m := wijk.Message{ID: fmt.Sprint("m", w.n), From: w.from, Kind: wijk.Text, At: w.now}
	switch what := rapid.IntRange(0, 19).Draw(w.rt, "what"); {
	case what < 9:
		m.Text = rapid.SampledFrom(reportWords).Draw(w.rt, "words")
	case what < 12:
		m.Text = rapid.SampledFrom(hostileWords).Draw(w.rt, "hostile")
	case what == 12:
		m.Text = rapid.String().Draw(w.rt, "text")
	case what == 13:
		m.Kind, m.Point, m.Accuracy = wijk.Location, wijk.Point{Lat: 52.0575, Lon: 4.4930}, 10
		if rapid.Bool().Draw(w.rt, "far") {
			m.Point.Lat = rapid.Float64().Draw(w.rt, "lat")
		}
	case what == 14:
		m.Kind, m.File = wijk.Picture, wijk.File{ID: "f"}
		m.Text = rapid.SampledFrom([]string{"", "zwerfvuil", "ja", "kijk"}).Draw(w.rt, "caption")
		m.Album = rapid.SampledFrom([]string{"", "a"}).Draw(w.rt, "album")
	case what == 15:
		m.Kind = wijk.Other
	default:
		m.Kind, m.Press = wijk.Button, "p"
		m.Option = rapid.SampledFrom(append([]string{"", "t", "t0.0", "t1.9", "tx.y"}, w.options...)).Draw(w.rt, "button")
	}
	if w.from.Channel == wijk.SMS && m.Kind != wijk.Text {
		m.Kind, m.Text = wijk.Text, "ja"
	}
	w.update(func(tx *store.Tx) { w.step, _ = store.Talks.Get(tx, w.from.String()) })
	for range 2 {
		w.update(func(tx *store.Tx) { w.city.Handle(tx, m, w.now) })
	}
}

// look checks what was said, and what was made.
func (w *reporting) look() {
	w.update(func(tx *store.Tx) {
		last := w.seen
		for _, m := range store.Outbox.Range(tx, store.Num(w.seen+1), "") {
			last = m.ID
			if m.To != w.from || m.Text == "" {
				continue
			}
			w.harmless(m.Text)
			for _, o := range m.Options {
				w.harmless(o.Label)
				if o.Label == "" || len(o.Data) > 64 {
					w.rt.Fatalf("a button %+v", o)
				}
				w.options = append(w.options, o.Data)
			}
			if _, gsm := gsm7.Length(m.Text); w.from.Channel == wijk.SMS && !gsm {
				w.rt.Fatalf("an SMS that is not GSM-7: %q", m.Text)
			}
		}
		n := 0
		for _, r := range store.Reports.All(tx, "") {
			n++
			if len(r.Photos) > 3 || r.Place.Wijk == "" || len([]rune(r.Text)) > 3000 {
				w.rt.Fatalf("a report %+v", r)
			}
		}
		if n > w.reports+1 || n > w.reports && (w.step.Flow != "melding" || w.step.Answers["soort"] == "") {
			w.rt.Fatalf("%d reports were %d, after %+v", n, w.reports, w.step)
		}
		w.seen, w.reports = last, n
	})
}

// harmless checks that a text is what it looks like.
func (w *reporting) harmless(text string) {
	if !utf8.ValidString(text) {
		w.rt.Fatalf("no UTF-8: %q", text)
	}
	marks := 0
	for _, r := range text {
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		if marks > 2 || r != '\n' && !unicode.IsPrint(r) {
			w.rt.Fatalf("says back %q", text)
		}
	}
}
