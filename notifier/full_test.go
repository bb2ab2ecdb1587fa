package notifier

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// failing is an engine whose disk is full, or worse.
type failing struct {
	store.Engine
	err atomic.Pointer[error]
}

func (e *failing) Update(ctx context.Context, fn func(store.KV) error) error {
	if err := e.err.Load(); err != nil {
		return *err
	}
	return e.Engine.Update(ctx, fn)
}

func (w *world) failing() *failing {
	w.t.Helper()
	e := &failing{Engine: w.kv}
	db, err := store.Open(context.Background(), e)
	if err != nil {
		w.t.Fatal(err)
	}
	w.DB = db
	return e
}

// What was sent while the disk filled up is recorded once there is room, and
// not sent again; meanwhile nothing goes that could not be recorded.
func TestFullDisk(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Workers: 1}})
		e := w.failing()
		p.answer = func(context.Context, wijk.Outgoing, int) (string, error) {
			if len(p.all()) == 1 {
				full := store.ErrFull
				e.err.Store(&full)
			}
			return "sid", nil
		}
		ids := w.queue(reply("1", "een"), reply("2", "twee"))
		w.start()
		pass(10 * time.Minute)
		if n := len(p.all()); n != 1 {
			t.Errorf("%d calls with a full disk", n)
		}
		e.err.Store(nil)
		pass(3 * time.Second)
		w.want(ids[0], wijk.Sent)
		w.want(ids[1], wijk.Sent)
		if n := len(p.all()); n != 2 {
			t.Errorf("%d calls for two messages", n)
		}
	})
}

// A loop that cannot write shows in Alive.
func TestStuckIsNotAlive(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		w := newWorld(t, c, onTelegram(&provider{}))
		e := w.failing()
		w.start()
		w.queue(wijk.Outgoing{Class: wijk.Reply, To: chat("1"), Text: "straks", Due: c.Now().Add(time.Minute)})
		full := store.ErrFull
		e.err.Store(&full)
		pass(6 * time.Minute)
		if age := time.Since(w.Alive()); age < 5*time.Minute-time.Second || age > 5*time.Minute+time.Second {
			t.Errorf("last alive %v ago, want 5 minutes", age)
		}
		e.err.Store(nil)
		pass(2 * time.Second)
		if age := time.Since(w.Alive()); age > time.Second {
			t.Errorf("after mending, last alive %v ago", age)
		}
	})
}

// When the store fails, Run returns: the process must end.
func TestBrokenStoreEndsRun(t *testing.T) {
	for _, broken := range []error{store.ErrFault, store.ErrCorrupt} {
		inMorning(t, func(t *testing.T, c *clock.Clock) {
			w := newWorld(t, c, onTelegram(&provider{}))
			e := w.failing()
			w.queue(reply("1", "hallo"))
			e.err.Store(&broken)
			if err := w.Run(context.Background()); !errors.Is(err, broken) {
				t.Errorf("Run returned %v, want %v", err, broken)
			}
		})
	}
}
