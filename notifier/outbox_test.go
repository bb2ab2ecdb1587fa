package notifier

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

func TestQuietEnd(t *testing.T) {
	zone := amsterdam(t)
	for _, x := range []struct{ now, want string }{
		{"2026-11-23 20:59:59", ""},
		{"2026-11-23 21:00:00", "2026-11-24 08:00:00 +0100"},
		{"2026-11-24 07:59:59", "2026-11-24 08:00:00 +0100"},
		{"2026-11-24 08:00:00", ""},
		{"2027-03-27 22:00:00", "2027-03-28 08:00:00 +0200"}, // an hour shorter
		{"2027-03-28 01:30:00", "2027-03-28 08:00:00 +0200"},
		{"2026-10-24 22:00:00", "2026-10-25 08:00:00 +0100"}, // an hour longer
		{"2026-12-31 23:00:00", "2027-01-01 08:00:00 +0100"},
	} {
		now, err := time.ParseInLocation(time.DateTime, x.now, zone)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if end := quietEnd(now); !end.IsZero() {
			got = end.Format("2006-01-02 15:04:05 -0700")
		}
		if got != x.want {
			t.Errorf("at %s: %q, want %q", x.now, got, x.want)
		}
	}
}

// What is not urgent waits for eight o'clock, also in the night in which the
// clocks change.
func TestQuietHours(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, onTelegram(p))
		w.start()
		evening := time.Date(2027, 3, 27, 20, 59, 0, 0, c.Zone())
		c.Advance(evening.Sub(c.Now()))
		m := wijk.Outgoing{Class: wijk.Broadcast, To: chat("1"), Text: "stil", Quiet: true}
		m.Due = evening.Add(5 * time.Minute)
		quiet := w.queue(m)[0]
		m.NotAfter = evening.Add(8 * time.Hour)
		short := w.queue(m)[0]
		loud := w.queue(wijk.Outgoing{Class: wijk.Alarm, To: chat("2"), Text: "alarm", Due: m.Due})[0]
		c.Advance(6 * time.Minute)
		pass(time.Second)
		w.want(loud, wijk.Sent)
		eight := time.Date(2027, 3, 28, 8, 0, 0, 0, c.Zone())
		if got := w.want(quiet, wijk.Queued); !got.Due.Equal(eight) {
			t.Errorf("due %v, want %v", got.Due, eight)
		}
		c.Advance(eight.Sub(c.Now()) - time.Minute)
		pass(time.Second)
		w.want(quiet, wijk.Queued)
		w.want(short, wijk.Expired)
		c.Advance(time.Minute)
		pass(time.Second)
		w.want(quiet, wijk.Sent)
	})
}

func TestStaleMessagesNeverLeave(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, onSMS(p))
		m := text(mobile, "Gaat het goed met u?")
		m.NotAfter = c.Now().Add(10 * time.Hour)
		id := w.queue(m)[0]
		c.Advance(11 * time.Hour) // we were down
		w.start()
		pass(time.Second)
		w.want(id, wijk.Expired)
		if len(p.all()) != 0 {
			t.Error("a stale check-in went out")
		}
		if diff := cmp.Diff([]wijk.State{wijk.Expired}, w.fates(id)); diff != "" {
			t.Errorf("Settled heard (-want +got):\n%s", diff)
		}
	})
}

func TestPrefixes(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, onSMS(p))
		ids := w.queue(text(mobile, "ja"), text("+32470123456", "nee"), text("+31900123", "nee"))
		w.start()
		pass(time.Second)
		w.want(ids[0], wijk.Sent)
		for _, id := range ids[1:] {
			if m := w.want(id, wijk.Failed); !m.Gone || m.Error != causePrefix {
				t.Errorf("gone %v, error %q", m.Gone, m.Error)
			}
		}
		if diff := cmp.Diff([]string{"ja"}, p.texts()); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
	})
}

// The day's budget stops broadcasts, then replies, never a check-in or alarm.
func TestBudget(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		refused := false
		p := &provider{}
		p.answer = func(_ context.Context, m wijk.Outgoing, _ int) (string, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			if !refused {
				refused = true
				return "", no("500", wijk.Refusal{}) // costs nothing
			}
			return "sid", nil
		}
		w := newWorld(t, c, onSMS(p))
		w.SMSDaySegments = 20
		n := 0
		sms := func(class wijk.Class, segments int) uint64 {
			n++
			return w.queue(wijk.Outgoing{Class: class, To: phone(fmt.Sprintf("+3161000%04d", n)), Text: strings.Repeat("abcdefghi ", 15*segments)})[0]
		}
		w.start()
		var broadcasts []uint64
		for range 18 {
			broadcasts = append(broadcasts, sms(wijk.Broadcast, 1))
			pass(3 * time.Second)
		}
		sent := 0
		for _, id := range broadcasts {
			if m := w.row(id); m.State == wijk.Sent {
				sent++
			} else if m.Error != causeBudget || !m.Due.Equal(tomorrow(c.Now())) {
				t.Errorf("a stopped broadcast is %+v", m)
			}
		}
		if sent != 16 {
			t.Errorf("%d broadcasts of a budget of 20 went, want 16", sent)
		}
		first, second := sms(wijk.Reply, 4), sms(wijk.Reply, 1)
		pass(time.Second)
		w.want(first, wijk.Sent)
		w.want(second, wijk.Queued)
		check, alarm := sms(wijk.Check, 1), sms(wijk.Alarm, 1)
		pass(time.Second)
		w.want(check, wijk.Sent)
		w.want(alarm, wijk.Sent)
		day := string(wijk.DateOf(c.Now()))
		if diff := cmp.Diff([]string{"budget/sms/" + day + "/50", "budget/sms/" + day + "/80"}, w.warnings()); diff != "" {
			t.Errorf("staff heard (-want +got):\n%s", diff)
		}
		c.Advance(tomorrow(c.Now()).Sub(c.Now()))
		pass(time.Second)
		w.want(second, wijk.Sent)
		w.want(broadcasts[17], wijk.Sent)
	})
}

func TestStatsCountNoDetails(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		w := newWorld(t, c, onTelegram(&provider{}))
		due := reply("1", "hallo")
		due.Due = c.Now().Add(-time.Hour)
		w.queue(due, reply("2", "nu"), wijk.Outgoing{Class: wijk.Broadcast, To: chat("3"), Text: "later", Due: c.Now().Add(time.Hour)})
		stats, err := w.Stats(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if s := stats[0]; s.Ready != [4]int{0, 0, 2, 1} || s.Oldest != time.Hour || !s.On || stats[1].On {
			t.Errorf("stats %+v", s)
		}
		if !w.Alive().IsZero() {
			t.Error("alive before Run")
		}
		w.start()
		pass(time.Minute)
		if age := time.Since(w.Alive()); age > time.Second {
			t.Errorf("no sign of life for %v", age)
		}
	})
}

// The whole outbox at once finds a full day of work within the index: rows
// that are done do not slow it down.
func TestWaitingReadsTheIndexOnly(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		w := newWorld(t, c)
		w.queue(broadcast(300)...)
		w.view(func(tx *store.Tx) {
			n, first := store.Waiting(tx, wijk.Telegram, wijk.Broadcast)
			if n != 300 || !first.Equal(c.Now()) {
				t.Errorf("%d wait, first %v", n, first)
			}
			if n, _ := store.Waiting(tx, wijk.Telegram, wijk.Reply); n != 0 {
				t.Errorf("%d replies wait", n)
			}
		})
	})
}

// looks counts the transactions of a notifier.
type looks struct {
	store.Engine
	n atomic.Int64
}

func (e *looks) View(ctx context.Context, fn func(store.KV) error) error {
	e.n.Add(1)
	return e.Engine.View(ctx, fn)
}

// With nothing to do nothing is done: no polling, whatever the state of the
// channels.
func TestIdleDoesNothing(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(_ context.Context, m wijk.Outgoing, _ int) (string, error) {
			return "", no("403", wijk.Refusal{Gone: m.Text == "weg", Broken: m.Text != "weg"})
		}}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: &provider{}, Limits: Limits{Rate: 100, PerChat: 1}},
			Channel{Name: wijk.SMS, Sender: &log{provider: provider{answer: p.answer}}, Limits: Limits{Rate: 1}})
		e := &looks{Engine: w.kv}
		db, err := store.Open(context.Background(), e)
		if err != nil {
			t.Fatal(err)
		}
		w.DB = db
		m := text(mobile, "geweigerd")
		m.NotAfter = c.Now().Add(30 * time.Second)
		w.queue(m, reply("1", "hallo"))
		w.Rounds = []Round{ran("later", "0 9 1 1 *")}
		w.start()
		pass(5 * time.Minute)
		before := e.n.Load()
		pass(time.Hour)
		if n := e.n.Load() - before; n > 10*13 {
			t.Errorf("%d looks at the store in an idle hour", n)
		}
	})
}
