package notifier

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

// counter is a provider that answers at once and says when it was called.
type counter struct {
	mu    sync.Mutex
	left  int
	done  chan struct{}
	heard func(m wijk.Outgoing, at time.Time)
}

func (c *counter) Send(_ context.Context, m wijk.Outgoing) (string, error) {
	at := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.heard != nil {
		c.heard(m, at)
	}
	if c.left--; c.left == 0 {
		close(c.done)
	}
	return fmt.Sprint("sid", m.ID), nil
}

// benched opens a database that runs each Update once.
func benched(b testing.TB, ch Channel) *world {
	b.Helper()
	w := newWorld(b, clock.Real(time.UTC), ch)
	if w.kv.Close() != nil {
		b.Fatal("close")
	}
	kv, err := boltkv.Open(w.file)
	if err != nil {
		b.Fatal(err)
	}
	w.kv = kv
	if w.DB, err = store.Open(context.Background(), kv); err != nil {
		b.Fatal(err)
	}
	w.Settled = nil
	return w
}

// BenchmarkDrain claims, sends and settles with a provider that takes no time,
// and no pace.
func BenchmarkDrain(b *testing.B) {
	p := &counter{left: b.N, done: make(chan struct{})}
	w := benched(b, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Workers: 128}})
	for n := b.N; n > 0; n -= min(n, 5000) {
		w.queue(broadcast(min(n, 5000))...)
	}
	b.ResetTimer()
	w.start()
	<-p.done
	w.stop() // includes the last settlements
	b.StopTimer()
	w.stop = nil
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkPaced sends at 30 a second and reports which part of that it
// reached, and the most that came in any second.
func BenchmarkPaced(b *testing.B) {
	const rate = 30
	p := &counter{left: 10 * rate, done: make(chan struct{})}
	var at []time.Time
	p.heard = func(_ wijk.Outgoing, t time.Time) { at = append(at, t) }
	for b.Loop() {
		w := benched(b, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Rate: rate, PerChat: 1}})
		w.queue(broadcast(p.left)...)
		w.start()
		<-p.done
		w.end()
		most := 0
		for i := range at {
			n := 0
			for j := i; j < len(at) && at[j].Sub(at[i]) < time.Second; j++ {
				n++
			}
			most = max(most, n)
		}
		b.ReportMetric(float64(len(at)-1)/at[len(at)-1].Sub(at[0]).Seconds()/rate*100, "%-of-rate")
		b.ReportMetric(float64(most), "most-in-1s")
		at, p.left, p.done = nil, 10*rate, make(chan struct{})
	}
}

// BenchmarkReplyDuringBroadcast measures how long a reply takes from its commit
// to the provider while a broadcast to 18,000 is going out at 30 a second.
func BenchmarkReplyDuringBroadcast(b *testing.B) {
	replies := make(chan time.Time, 1)
	p := &counter{done: make(chan struct{})}
	p.heard = func(m wijk.Outgoing, t time.Time) {
		if m.Class == wijk.Reply {
			replies <- t
		}
	}
	w := benched(b, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Rate: 30, PerChat: 1}})
	for range 6 {
		w.queue(broadcast(3000)...)
	}
	w.start()
	var took []time.Duration
	for i := range 50 {
		w.queue(reply(fmt.Sprint(i), "hallo"))
		committed := time.Now()
		took = append(took, max(0, (<-replies).Sub(committed)))
	}
	for b.Loop() {
		slices.Sort(took)
	}
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms-max")
}

// BenchmarkReplyAlone measures the same with nothing else to do.
func BenchmarkReplyAlone(b *testing.B) {
	replies := make(chan time.Time, 1)
	p := &counter{done: make(chan struct{}), heard: func(_ wijk.Outgoing, t time.Time) { replies <- t }}
	w := benched(b, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Rate: 30, PerChat: 1}})
	w.start()
	var took []time.Duration
	for b.Loop() {
		w.queue(reply(fmt.Sprint(len(took)), "hallo"))
		committed := time.Now()
		took = append(took, max(0, (<-replies).Sub(committed)))
		<-time.After(50 * time.Millisecond) // within the pace
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
}

// BenchmarkNextDue looks for the next due row among a million that are done.
func BenchmarkNextDue(b *testing.B) {
	w := benched(b, Channel{Name: wijk.Telegram, Sender: &provider{}})
	now := w.Clock.Now()
	for done := 0; done < 1_000_000; done += 20_000 {
		w.update(func(tx *store.Tx) {
			for i := range 20_000 {
				m := broadcast(1)[0]
				m.ID, m.State, m.Due, m.ProviderID = uint64(done+i+1), wijk.Sent, now, "1"
				store.Outbox.Put(tx, store.Num(m.ID), m)
			}
		})
	}
	w.update(func(tx *store.Tx) {
		for range 1_000_000 {
			tx.Next("outbox")
		}
	})
	later := reply("1", "later")
	later.Due = now.Add(time.Hour)
	w.queue(later)
	l := func() *line { w.setup(); return w.line(wijk.Telegram) }()
	b.ResetTimer()
	for b.Loop() {
		p, err := l.plan(context.Background(), time.Now(), room{most: 1, broadcast: 1})
		if err != nil || !p.wake.city.Equal(later.Due) {
			b.Fatal(p.wake, err)
		}
	}
}
