package cli

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/notifier"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// A hanger is a sender of which the calls do not come back any more once it
// hangs, whatever the notifier says.
type hanger struct {
	mu    sync.Mutex
	hangs chan struct{} // nil while it sends
	sent  int
}

func (h *hanger) Send(context.Context, wijk.Outgoing) (string, error) {
	h.mu.Lock()
	h.sent++
	sid, hangs := fmt.Sprint("SM", h.sent), h.hangs
	h.mu.Unlock()
	if hangs != nil {
		<-hangs
	}
	return sid, nil
}

func (h *hanger) hang(c chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.hangs = c
}

// A ward is a city of which the notifier and a door can fall silent.
type ward struct {
	*bedside
	t        *testing.T
	db       *store.DB
	sender   hanger
	notifier *notifier.Notifier
	stop     func() // of the notifier
	deaf     sync.Map
}

// TestHeartStopsWithin: whichever of the scheduler, the sender and a door falls
// silent, the heart does not beat five minutes later; also in the hours in which
// the clock changes, and not while all of them do their work.
func TestHeartStopsWithin(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	ills := map[string]func(*ward){
		"the scheduler": func(w *ward) { w.stop() },
		"the sender":    (*ward).stuck,
		"a door":        func(w *ward) { w.deaf.Store("sms", true) },
		"nothing":       func(*ward) {},
	}
	for name, start := range map[string]time.Time{
		"on a Monday": time.Date(2026, 11, 23, 9, 0, 0, 0, zone),
		"in spring":   time.Date(2027, 3, 28, 1, 45, 0, 0, zone),
		"in autumn":   time.Date(2026, 10, 25, 2, 45, 0, 0, zone),
	} {
		for ill, fall := range ills {
			t.Run(name+"/"+ill, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWard(t, clock.Movable(start, zone))
					w.passes(14*time.Minute + 50*time.Second)
					if err := w.well(); err != nil {
						t.Fatalf("all is well: %v", err)
					}
					fall(w)
					const most = 5 * time.Minute
					took := time.Duration(0)
					for ; took <= most && w.well() == nil; took += time.Second {
						w.passes(time.Second)
					}
					t.Logf("after %v: %v", took, w.well())
					switch silent := w.well() != nil; {
					case ill == "nothing" && silent:
						t.Errorf("the heart stopped after %v without a reason: %v", took, w.well())
					case ill != "nothing" && took > most:
						t.Errorf("the heart still beats %v after %s fell silent", took, ill)
					case w.healthy() != nil:
						t.Errorf("to start anew mends nothing: %v", w.healthy())
					}
				})
			})
		}
	}
}

// newWard is a city that does its work on a clock.
func newWard(t *testing.T, c *clock.Clock) *ward {
	w := &ward{t: t, bedside: newBedside(t), db: kvtest.Open(t)}
	w.notifier = &notifier.Notifier{
		DB: w.db, Clock: c, SMSPrefixes: []string{"+316"},
		Settled:  func(*store.Tx, wijk.Outgoing, time.Time) {},
		Rounds:   []notifier.Round{{ID: "look", Cron: "* * * * *", Run: func(*store.Tx, time.Time, time.Time, time.Time) {}}},
		Channels: []notifier.Channel{{Name: wijk.SMS, Sender: &w.sender}},
	}
	ctx, cancel := context.WithCancel(context.Background())
	over, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	ran := make(chan error, 1)
	go func() { ran <- w.notifier.Run(ctx) }()
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ran; err != nil {
			t.Error(err)
		}
	})
	s := newSilence(w.notifier.Silent, slog.New(slog.DiscardHandler))
	w.silent = s.why
	const reads = 2 * time.Minute
	for door, every := range map[string]time.Duration{"sms": reads, "calls": reads, "telegram": longPoll} {
		s.expect(door, every)
		all.Go(func() {
			for clock.Sleep(over, every) {
				if _, deaf := w.deaf.Load(door); !deaf {
					s.heard(door)
				}
			}
		})
	}
	all.Go(func() { _ = s.listen(over) })
	t.Cleanup(func() {
		stop()
		w.sender.release()
		w.stop()
		all.Wait()
		w.end()
	})
	return w
}

// release lets all calls come back.
func (h *hanger) release() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.hangs != nil {
		close(h.hangs)
		h.hangs = nil
	}
}

// stuck has every call to the provider hang, with alarms waiting behind them.
func (w *ward) stuck() {
	w.sender.hang(make(chan struct{}))
	w.alarms(200)
}

// alarms queues so many.
func (w *ward) alarms(n int) {
	w.t.Helper()
	err := w.db.Update(context.Background(), func(tx *store.Tx) error {
		for i := range n {
			store.Send(tx, wijk.Outgoing{Class: wijk.Alarm, To: wijk.Address{Channel: wijk.SMS, To: fmt.Sprintf("+316%08d", i)},
				Text: "Zaak 1", Due: w.notifier.Clock.Now()})
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// passes lets time pass. Once a minute an alarm leaves, as long as any does.
func (w *ward) passes(d time.Duration) {
	w.t.Helper()
	for ; d >= time.Minute; d -= time.Minute {
		w.alarms(1)
		w.judged(time.Minute)
	}
	w.judged(d)
}
