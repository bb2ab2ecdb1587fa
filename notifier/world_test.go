package notifier

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

func amsterdam(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// twice runs each Update twice and rolls the first back, so that a function
// that changes more than its transaction shows.
type twice struct{ store.Engine }

var errAgain = errors.New("run again")

func (e twice) Update(ctx context.Context, fn func(store.KV) error) error {
	err := e.Engine.Update(ctx, func(kv store.KV) error {
		if err := fn(kv); err != nil {
			return err
		}
		return errAgain
	})
	if !errors.Is(err, errAgain) {
		return err
	}
	return e.Engine.Update(ctx, fn)
}

// told holds each message as Settled heard of it, warned what staff was told:
// in the store, so that what was rolled back does not count.
var (
	told   = &store.Table[wijk.Outgoing]{Name: "test.told"}
	warned = &store.Table[string]{Name: "test.warned"}
)

// A world is a notifier on a real database with clocks and senders of our own.
type world struct {
	*Notifier
	t    testing.TB
	file string
	kv   *boltkv.DB
	stop func()
}

// newWorld opens a database in a new folder. Start makes it run.
func newWorld(t testing.TB, c *clock.Clock, channels ...Channel) *world {
	t.Helper()
	w := &world{t: t, file: filepath.Join(t.TempDir(), "wijkbot.db")}
	w.open(c, channels)
	t.Cleanup(func() { w.end() })
	return w
}

func (w *world) open(c *clock.Clock, channels []Channel) {
	w.t.Helper()
	kv, err := boltkv.Open(w.file)
	if err != nil {
		w.t.Fatal(err)
	}
	w.kv = kv
	db, err := store.Open(context.Background(), twice{kv})
	if err != nil {
		w.t.Fatal(err)
	}
	w.Notifier = &Notifier{DB: db, Clock: c, Channels: channels}
	w.Settled = func(tx *store.Tx, m wijk.Outgoing, _ time.Time) {
		told.Put(tx, store.Num(tx.Next("told")), m)
	}
	w.Warn = func(tx *store.Tx, ref, _ string, _ time.Time) {
		warned.Put(tx, store.Num(tx.Next("warned")), ref)
	}
}

func (w *world) start() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	w.stop = func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("Run: %v", err)
		}
	}
}

// end stops the notifier and closes the database.
func (w *world) end() {
	if w.stop != nil {
		w.stop()
	}
	if w.kv != nil {
		if err := w.kv.Close(); err != nil {
			w.t.Errorf("close: %v", err)
		}
	}
	w.stop, w.kv = nil, nil
}

// restart ends the process in an orderly way and begins a new one, which does
// not run yet.
func (w *world) restart() {
	n := w.Notifier
	w.end()
	w.open(n.Clock, n.Channels)
}

func (w *world) update(fn func(tx *store.Tx)) {
	w.t.Helper()
	if err := w.DB.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) view(fn func(tx *store.Tx)) {
	w.t.Helper()
	if err := w.DB.View(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		w.t.Fatal(err)
	}
}

// queue puts messages in the outbox, due now unless they say otherwise.
func (w *world) queue(ms ...wijk.Outgoing) (ids []uint64) {
	w.t.Helper()
	w.update(func(tx *store.Tx) {
		ids = nil
		for _, m := range ms {
			if m.Due.IsZero() {
				m.Due = w.Clock.Now()
			}
			ids = append(ids, store.Send(tx, m))
		}
	})
	return ids
}

func (w *world) row(id uint64) (m wijk.Outgoing) {
	w.t.Helper()
	w.view(func(tx *store.Tx) { m, _ = store.Outbox.Get(tx, store.Num(id)) })
	return m
}

// fates returns the states that Settled heard of a message.
func (w *world) fates(id uint64) (states []wijk.State) {
	w.t.Helper()
	w.view(func(tx *store.Tx) {
		states = nil
		for _, m := range told.All(tx, "") {
			if m.ID == id {
				states = append(states, m.State)
			}
		}
	})
	return states
}

func (w *world) warnings() (refs []string) {
	w.t.Helper()
	w.view(func(tx *store.Tx) {
		refs = nil
		for _, ref := range warned.All(tx, "") {
			refs = append(refs, ref)
		}
	})
	return refs
}

func (w *world) want(id uint64, state wijk.State) wijk.Outgoing {
	w.t.Helper()
	m := w.row(id)
	if m.State != state {
		w.t.Errorf("message %d is %s (%s, %d attempts), want %s", id, m.State, m.Error, m.Attempts, state)
	}
	return m
}

// A call is one message that reached a provider.
type call struct {
	wijk.Outgoing
	at time.Time
}

// A provider is a Sender that answers as a test says.
type provider struct {
	mu    sync.Mutex
	calls []call
	// answer decides about the nth call, from 0; nil accepts all.
	answer func(ctx context.Context, m wijk.Outgoing, n int) (string, error)
}

func (p *provider) Send(ctx context.Context, m wijk.Outgoing) (string, error) {
	p.mu.Lock()
	n := len(p.calls)
	p.calls = append(p.calls, call{m, time.Now()})
	answer := p.answer
	p.mu.Unlock()
	if answer == nil {
		return "sid", nil
	}
	return answer(ctx, m, n)
}

func (p *provider) all() []call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]call(nil), p.calls...)
}

// texts returns what reached the provider, in order.
func (p *provider) texts() (texts []string) {
	for _, c := range p.all() {
		texts = append(texts, c.Text)
	}
	return texts
}

// A log is a provider with a record of what it accepted.
type log struct {
	provider
	find func(ctx context.Context, m wijk.Outgoing, since time.Time, known func(string) bool) (wijk.Status, bool, error)
	asks []time.Time
}

func (l *log) Find(ctx context.Context, m wijk.Outgoing, since time.Time, known func(string) bool) (wijk.Status, bool, error) {
	l.mu.Lock()
	l.asks = append(l.asks, time.Now())
	l.mu.Unlock()
	return l.find(ctx, m, since, known)
}

// pass lets virtual time go by and then waits until nothing moves.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func chat(to string) wijk.Address  { return wijk.Address{Channel: wijk.Telegram, To: to} }
func phone(to string) wijk.Address { return wijk.Address{Channel: wijk.SMS, To: to} }
func onTelegram(s Sender) Channel  { return Channel{Name: wijk.Telegram, Sender: s} }
func onSMS(s Sender) Channel       { return Channel{Name: wijk.SMS, Sender: s} }
func reply(to, text string) wijk.Outgoing {
	return wijk.Outgoing{Class: wijk.Reply, To: chat(to), Text: text}
}
func text(to, text string) wijk.Outgoing {
	return wijk.Outgoing{Class: wijk.Check, To: phone(to), Text: text}
}

// inMorning runs a test in virtual time with a city clock that shows morning.
func inMorning(t *testing.T, test func(t *testing.T, c *clock.Clock)) {
	zone := amsterdam(t)
	synctest.Test(t, func(t *testing.T) {
		test(t, clock.Movable(time.Date(2026, 11, 23, 9, 30, 0, 0, zone), zone))
	})
}

var errLost = errors.New("connection lost")

func no(code string, r wijk.Refusal) error {
	r.Code, r.Err = code, errors.New("refused "+code)
	return &r
}
