package signalen_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"wijkbot/bot"
	"wijkbot/bot/signalen"
	"wijkbot/bot/signalen/signalentest"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/flows"
	"wijkbot/notifier"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

// A town is a city with its notifier, on a real database, and a Signalen. It
// lives in a synctest bubble.
type town struct {
	t    *testing.T
	db   *store.DB
	kv   *boltkv.DB
	city *flows.City
	fake *signalentest.Fake
	sms  *phones
	stop func()
}

// phones are where residents read what the city sends.
type phones struct {
	mu   sync.Mutex
	read map[string][]string
}

func (p *phones) Send(_ context.Context, m wijk.Outgoing) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read[m.To.To] = append(p.read[m.To.To], m.Text)
	return fmt.Sprint("SM", m.ID), nil
}

func (p *phones) heard(number, words string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range p.read[number] {
		if strings.Contains(text, words) {
			n++
		}
	}
	return n
}

func newTown(t *testing.T, o signalentest.Options) *town {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	o.Logf = t.Logf
	w := &town{t: t, fake: signalentest.New(o), sms: &phones{read: map[string][]string{}}, city: flows.New(zone)}
	w.city.BackOffice = "Signalen"
	if w.kv, err = boltkv.Open(filepath.Join(t.TempDir(), "city.db")); err != nil {
		t.Fatal(err)
	}
	if w.db, err = store.Open(t.Context(), w.kv); err != nil {
		t.Fatal(err)
	}
	w.update(func(tx *store.Tx) {
		store.Staff.Put(tx, "manager", wijk.Staff{ID: "manager", Name: "Noor", Role: wijk.Wijkmanager, Phone: manager})
	})
	w.start(zone)
	return w
}

const manager = "+31600000090"

// start runs what the service runs for a back office.
func (w *town) start(zone *time.Location) {
	c := clock.Real(zone)
	x := signalen.New(signalen.Config{
		Base: "https://signalen.invalid", Report: w.dossier, Photo: w.photo, Transport: twiliotest.Direct(w.fake),
	})
	n := &notifier.Notifier{
		DB: w.db, Clock: c, Settled: w.city.Settled, Fire: w.city.Fire, Warn: w.city.Warn,
		Channels: []notifier.Channel{
			{Name: wijk.BackOffice, Sender: x, Timeout: 90 * time.Second, Limits: notifier.Limits{Workers: 2}},
			{Name: wijk.SMS, Sender: w.sms},
		},
	}
	poll := bot.BackOffice{DB: w.db, City: w.city, Tracker: x, Now: c.Now, Every: time.Hour, Log: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for _, run := range []func(context.Context) error{n.Run, poll.Run} {
		all.Go(func() {
			if err := run(ctx); err != nil {
				w.t.Error(err)
			}
		})
	}
	w.stop = func() { cancel(); all.Wait() }
}

func (w *town) end() {
	w.stop()
	w.fake.Close()
	if err := w.kv.Close(); err != nil {
		w.t.Error(err)
	}
}

func (w *town) dossier(ctx context.Context, number uint64) (h wijk.Handover, err error) {
	err = w.db.View(ctx, func(tx *store.Tx) error {
		var ok bool
		if h, ok = w.city.Dossier(tx, number); !ok {
			return &wijk.Refusal{Err: errors.New("not to be handed over"), Bad: true}
		}
		return nil
	})
	return h, err
}

func (w *town) photo(ctx context.Context, number uint64, id string) (key string, b []byte, err error) {
	err = w.db.View(ctx, func(tx *store.Tx) error {
		r, _ := store.Reports.Get(tx, store.Num(number))
		var ok bool
		key = r.Handed.Key
		if b, ok = store.Pictures.Get(tx, id); !ok {
			return &wijk.Refusal{Err: errors.New("not yet"), After: time.Minute}
		}
		return nil
	})
	return key, b, err
}

func (w *town) update(fn func(tx *store.Tx)) {
	w.t.Helper()
	if err := w.db.Update(w.t.Context(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		w.t.Fatal(err)
	}
}

// report makes a report of phone number i, with a photo that comes later.
func (w *town) report(i int, change func(*flows.Intake)) (number uint64) {
	w.t.Helper()
	in := flows.Intake{
		Kind: wijk.Litter, Text: "zwerfvuil bij het bankje", Source: "sms", From: wijk.Address{Channel: wijk.SMS, To: resident(i)},
		Place: wijk.Place{Point: wijk.Point{Lat: 52.05 + float64(i)/1e4, Lon: 4.47}, Wijk: "meerzicht", Source: wijk.FromPin},
	}
	if change != nil {
		change(&in)
	}
	w.update(func(tx *store.Tx) { number = w.city.NewReport(tx, in, time.Now()).Number })
	return number
}

func resident(i int) string { return fmt.Sprintf("+3161000%04d", i) }

func (w *town) get(number uint64) (r wijk.Report) {
	w.t.Helper()
	err := w.db.View(w.t.Context(), func(tx *store.Tx) error {
		r, _ = store.Reports.Get(tx, store.Num(number))
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *town) cases() (all []wijk.Case) {
	w.t.Helper()
	err := w.db.View(w.t.Context(), func(tx *store.Tx) error {
		all = nil
		for _, c := range store.Cases.All(tx, "") {
			all = append(all, c)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// pass lets time go by and waits until everything that was due is done.
func pass(d time.Duration) {
	time.Sleep(d) // virtual
	synctest.Wait()
}

// morning is the next nine o'clock.
func morning() {
	now := time.Now().In(time.FixedZone("", 3600))
	next := time.Date(now.Year(), now.Month(), now.Day()+1, 9, 0, 0, 0, now.Location())
	pass(time.Until(next))
}

func TestReportGoesThereAndComesBackSolved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, signalentest.Options{Calm: true})
		defer w.end()
		morning()
		n := w.report(1, func(in *flows.Intake) { in.Photos = []string{"foto-1"} })
		pass(time.Minute)
		r := w.get(n)
		if r.Stage != wijk.HandedOver || r.Handed == nil || r.Handed.ID != "SIG-1" {
			t.Fatalf("%s %+v", r.Stage, r.Handed)
		}
		if s := w.fake.Signals()[0]; len(s.Files) != 0 || s.Text != "zwerfvuil bij het bankje\n(wijkbot1)" || !strings.Contains(s.TextExtra, "Soort: Zwerfvuil") {
			t.Errorf("arrived: %+v", s)
		}
		w.update(func(tx *store.Tx) { store.Pictures.Put(tx, "foto-1", picture(t)) })
		pass(10 * time.Minute)
		if s := w.fake.Signals()[0]; len(s.Files) != 1 {
			t.Errorf("%d photos followed", len(s.Files))
		}
		w.fake.Set("SIG-1", "b")
		pass(3 * time.Hour)
		if r := w.get(n); r.Stage != wijk.HandedOver || r.Handed.Status != "OPEN" {
			t.Errorf("at work: %s %s", r.Stage, r.Handed.Status)
		}
		w.fake.Set("SIG-1", "o")
		pass(3 * time.Hour)
		if r := w.get(n); r.Stage != wijk.Done || r.Outcome != wijk.Solved || r.ClosedBy != "backoffice" {
			t.Errorf("solved: %s %s by %s", r.Stage, r.Outcome, r.ClosedBy)
		}
		if w.sms.heard(resident(1), "Volgens de behandelaar is uw melding 1 (zwerfvuil) klaar.") != 1 {
			t.Errorf("the resident read %q", w.sms.read[resident(1)])
		}
		if c := w.fake.Complaints(); len(c) > 0 {
			t.Errorf("complaints: %v", c)
		}
	})
}

// TestOldSignalenTellsMore: an old version tells the states themselves.
func TestOldSignalenTellsMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, signalentest.Options{Calm: true, Old: true})
		defer w.end()
		morning()
		n := w.report(1, nil)
		pass(time.Minute)
		for _, state := range []string{"i", "b", "b", "ingepland", "reopened", "a"} {
			w.fake.Set("SIG-1", state)
			pass(2*time.Hour + time.Minute)
		}
		if r := w.get(n); r.Stage != wijk.Done || r.Outcome != wijk.Unsolved {
			t.Errorf("%s %s", r.Stage, r.Outcome)
		}
		for words, times := range map[string]int{"Er wordt gewerkt aan": 1, "is ingepland": 1, "maar niet opgelost": 1} {
			if n := w.sms.heard(resident(1), words); n != times {
				t.Errorf("%q was told %d times: %q", words, n, w.sms.read[resident(1)])
			}
		}
	})
}

// TestDoubtIsNeverSentAgain: the answer is lost after the signal was made. It is
// not made twice, and somebody hears of it.
func TestDoubtIsNeverSentAgain(t *testing.T) {
	for _, fault := range []signalentest.Fault{signalentest.LateHang, signalentest.LateDrop, signalentest.LateError, signalentest.Half} {
		t.Run(fmt.Sprint(fault), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newTown(t, signalentest.Options{Calm: true})
				defer w.end()
				morning()
				w.fake.Next(fault)
				n := w.report(1, nil)
				pass(5 * time.Hour)
				if r := w.get(n); r.Stage != wijk.Reported || len(w.fake.Signals()) != 1 {
					t.Errorf("%s, %d signals", r.Stage, len(w.fake.Signals()))
				}
				if w.sms.heard(manager, "Zoek daar op wijkbot1.") != 1 {
					t.Errorf("the manager read %q", w.sms.read[manager])
				}
				if c := w.cases(); len(c) != 1 || c[0].Address.Channel != wijk.BackOffice {
					t.Errorf("cases: %+v", c)
				}
				if n := len(w.sms.read[resident(1)]); n != 0 {
					t.Errorf("the resident read %q", w.sms.read[resident(1)])
				}
				// A person looked: it is not there. It may go again.
				w.update(func(tx *store.Tx) {
					if _, err := w.city.Move(tx, n, flows.Move{To: wijk.ToSend, By: "manager"}, time.Now()); err != nil {
						t.Error(err)
					}
				})
				pass(time.Hour)
				if r := w.get(n); r.Stage != wijk.HandedOver || len(w.fake.Signals()) != 2 {
					t.Errorf("handed over again: %s, %d signals", r.Stage, len(w.fake.Signals()))
				}
			})
		})
	}
}

// TestUrgentGoesFirst: with the hour nearly spent by others.
func TestUrgentGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, signalentest.Options{Calm: true})
		defer w.end()
		morning()
		for i := range 80 {
			w.report(i, nil)
		}
		pass(5 * time.Minute)
		if n := len(w.fake.Signals()); n != 55 {
			t.Errorf("%d signals in the first minutes, want 55 of 60", n)
		}
		n := w.report(90, func(in *flows.Intake) { in.Urgent = true })
		pass(5 * time.Second)
		if r := w.get(n); r.Stage != wijk.HandedOver {
			t.Errorf("the urgent one is %s", r.Stage)
		}
		pass(4 * time.Hour)
		if n := len(w.fake.Signals()); n != 81 {
			t.Errorf("%d signals in the end, want 81", n)
		}
		if w.fake.Throttled() != 0 {
			t.Errorf("throttled %d times", w.fake.Throttled())
		}
	})
}

// TestThrottledBySomebodyElse: another user of our address spent the hour.
func TestThrottledBySomebodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, signalentest.Options{Calm: true, Hourly: 10})
		defer w.end()
		morning()
		for i := range 25 {
			w.report(i, nil)
		}
		pass(6 * time.Hour)
		if n := len(w.fake.Signals()); n != 25 {
			t.Errorf("%d signals, want 25", n)
		}
		if n := w.fake.Throttled(); n == 0 || n > 10 {
			t.Errorf("throttled %d times", n)
		}
	})
}

// TestTokenRefused: nothing is lost, and after a day it is ours again.
func TestTokenRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, signalentest.Options{Calm: true})
		defer w.end()
		morning()
		w.fake.Always(signalentest.Unauthorized)
		a := w.report(1, nil)
		pass(20 * time.Hour)
		if r := w.get(a); r.Stage != wijk.ToSend {
			t.Errorf("after 20 hours: %s", r.Stage)
		}
		b := w.report(2, nil)
		pass(6 * time.Hour)
		if r := w.get(a); r.Stage != wijk.Reported {
			t.Errorf("after a day: %s", r.Stage)
		}
		w.fake.Always(signalentest.OK)
		pass(time.Hour)
		if r := w.get(b); r.Stage != wijk.HandedOver {
			t.Errorf("when it works again: %s", r.Stage)
		}
		for _, c := range w.cases() {
			if c.Calls > 0 {
				t.Errorf("somebody was called for %+v", c)
			}
		}
	})
}

// TestHostileDays: with every fault there is, no report is made twice, none is
// lost, no hour has too many calls, and what is closed there is closed here.
func TestHostileDays(t *testing.T) {
	seeds := uint64(1)
	if os.Getenv("WIJKBOT_LONG") == "1" {
		seeds = 10
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { synctest.Test(t, func(t *testing.T) { hostile(t, seed+1) }) })
	}
}

var ours = regexp.MustCompile(`\(wijkbot(\d+)\)$`)

func hostile(t *testing.T, seed uint64) {
	w := newTown(t, signalentest.Options{Seed: seed, Chance: 0.2})
	defer w.end()
	morning()
	const reports = 30
	pictures := func(tx *store.Tx, id string) { store.Pictures.Put(tx, id, picture(t)) }
	for i := range reports {
		id := fmt.Sprint("foto-", i)
		w.report(i, func(in *flows.Intake) {
			in.Photos = []string{id}
			in.Urgent = i%9 == 0
		})
		pass(7 * time.Minute)
		w.update(func(tx *store.Tx) { pictures(tx, id) })
	}
	pass(26 * time.Hour) // longer than anything waits
	copies := map[string]int{}
	for _, s := range w.fake.Signals() {
		copies[ours.FindStringSubmatch(s.Text)[1]]++
		if len(s.Files) > 3 {
			t.Errorf("%s has %d photos", s.ID, len(s.Files))
		}
	}
	there, here := 0, 0
	for n := uint64(1); n <= reports; n++ {
		r := w.get(n)
		switch k := copies[fmt.Sprint(n)]; {
		case k > 1:
			t.Errorf("report %d was made %d times", n, k)
		case r.Stage == wijk.HandedOver && k == 1:
			there++
		case r.Stage == wijk.Reported:
			here++
			if w.sms.heard(manager, fmt.Sprintf("elding %d ", n))+w.sms.heard(manager, fmt.Sprintf("wijkbot%d.", n)) == 0 {
				t.Errorf("report %d came back and nobody heard", n)
			}
		default:
			t.Errorf("report %d is %s with %d signals", n, r.Stage, k)
		}
	}
	t.Logf("seed %d: %d handed over, %d came back, %d calls, throttled %d times", seed, there, here, w.fake.Requests(), w.fake.Throttled())
	if w.fake.Throttled() != 0 || there < reports/2 {
		t.Errorf("throttled %d times, %d of %d handed over", w.fake.Throttled(), there, reports)
	}
	for _, s := range w.fake.Signals() {
		w.fake.Set(s.ID, "o")
	}
	pass(8 * time.Hour)
	for n := uint64(1); n <= reports; n++ {
		if r := w.get(n); r.Stage != wijk.Done && r.Stage != wijk.Reported {
			t.Errorf("report %d is still %s", n, r.Stage)
		}
	}
	if c := w.fake.Complaints(); len(c) > 0 {
		t.Errorf("complaints: %v", c)
	}
}
