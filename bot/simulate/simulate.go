// Package simulate lets a made-up city live with the bot for a year, in virtual
// time, and judges from outside what became of its people.
//
// The one rule it keeps: the truth is not the bot's. Who is well, in need, away
// or without a working telephone is decided here, from a seed; the bot hears
// only what arrives at its doors, and the judge (judge.go) compares what was
// sent, told and recorded with that truth.
//
// All that runs is the real program: doors with the client libraries of Twilio
// and Telegram, flows, store and notifier with its leases, on providers of our
// own that lose answers and on an engine in memory that can die at any moment. Virtual
// time comes from testing/synctest (bubble.go), so that time-outs, leases and
// pauses are those of the program too. Every choice of a person comes from the
// seed, their name and the day; goroutines still run in an order of their own,
// so that two runs differ in what meets what, never in what people do.
//
// To add a habit of people, see resident.go; to add a kind of bad luck, see
// trouble.go; to judge something more, see judge.go.
package simulate

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Options say which city lives, and for how long.
type Options struct {
	Residents, Days int
	// Seed decides what people do and what goes wrong.
	Seed uint64
	// From is the first day, in the city.
	From wijk.Date
	// Calm leaves out bad luck: crashes, outages and lost answers.
	Calm bool
	// Progress, when set, hears what day it is. An error of it ends all.
	Progress func(day wijk.Date) error

	// The ones below are for the tests that show that the judge can judge: each
	// may spoil a part of the program, and needs, couples and risks are how much
	// more often than usual somebody needs help, shares a telephone, or is at high
	// risk.
	needs, couples, risks float64
	hear                  func(m wijk.Message) wijk.Message
	fire                  func(t wijk.Timer) bool
	send                  func(m wijk.Outgoing) int
}

// A world is the city with everybody in it. Its mutex guards all that is not
// set when it is made.
type world struct {
	o    Options
	zone *time.Location
	end  time.Time

	engine   *memory
	look     *store.DB // how the judge reads, whatever the bot is doing
	sms      *twiliotest.Fake
	chat     *telegramtest.Fake
	ctx      context.Context
	stop     context.CancelFunc
	busy     sync.WaitGroup
	people   []*resident
	staff    []*colleague
	phones   map[string]phone // by address
	wijken   []string
	wake     chan struct{}
	failures chan error

	mu      sync.Mutex
	events  events
	counted int
	life    *life // nil while the bot is down
	lost    bool  // a webhook failed since the log was last read
	trouble []span
	judge   judge
}

// A phone is what stands at an address.
type phone struct {
	who  *resident
	work *colleague
	near *keeper
}

// Run lets the city live and returns what the judge saw. Call it in a bubble.
func Run(o Options) (*Result, error) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, fmt.Errorf("simulate: %w", err)
	}
	time.Sleep(time.Until(o.From.At(0, 1, zone)))
	w, err := newWorld(o, zone)
	if err != nil {
		return nil, err
	}
	if err := w.enrol(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	if err := w.start(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	w.plan()
	err = w.run()
	if err == nil {
		w.judge.closes(w, o.From.Add(o.Days-1))
		w.judge.audits(w, o.From.Add(o.Days-2), false)
		w.judge.audits(w, o.From.Add(o.Days-1), false)
		w.judge.finish(w)
		w.judge.count(w)
	}
	if err = errors.Join(err, w.close()); err != nil {
		return nil, err
	}
	return w.judge.result(w), nil
}

func newWorld(o Options, zone *time.Location) (w *world, err error) {
	w = &world{
		o: o, zone: zone, end: o.From.Add(o.Days).At(0, 0, zone), engine: newMemory(),
		phones: make(map[string]phone), wake: make(chan struct{}, 1), failures: make(chan error, 1),
	}
	w.ctx, w.stop = context.WithCancel(context.Background())
	if w.look, err = store.Open(w.ctx, w.engine); err != nil {
		w.stop()
		return nil, fmt.Errorf("simulate: %w", err)
	}
	w.judge.begin()
	w.providers()
	w.settle()
	return w, nil
}

// close ends what runs.
func (w *world) close() error {
	w.crash()
	w.stop()
	w.sms.Close()
	w.chat.Close()
	w.busy.Wait()
	select {
	case err := <-w.failures:
		return err
	default:
		return nil
	}
}

// fail ends the simulation: the machinery itself is broken.
func (w *world) fail(err error) {
	select {
	case w.failures <- err:
	default:
	}
	w.stop()
}

// An event is something that happens at a time.
type event struct {
	at time.Time
	n  int // those of one moment happen in the order in which they were set
	do func()
}

type events []event

func (e events) Len() int      { return len(e) }
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e events) Less(i, j int) bool {
	if e[i].at.Equal(e[j].at) {
		return e[i].n < e[j].n
	}
	return e[i].at.Before(e[j].at)
}
func (e *events) Push(x any) { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	old := *e
	x := old[len(old)-1]
	*e = old[:len(old)-1]
	return x
}

// at has do called at t. The caller holds the lock; do does not.
func (w *world) at(t time.Time, do func()) {
	w.counted++
	heap.Push(&w.events, event{t, w.counted, do})
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// run lets what was set happen, until the end.
func (w *world) run() error {
	for w.ctx.Err() == nil {
		w.mu.Lock()
		next := w.end
		if len(w.events) > 0 && w.events[0].at.Before(next) {
			next = w.events[0].at
		}
		wait := time.Until(next)
		if wait <= 0 {
			if next.Equal(w.end) {
				w.mu.Unlock()
				return nil
			}
			e := heap.Pop(&w.events).(event)
			w.mu.Unlock()
			e.do()
			continue
		}
		w.mu.Unlock()
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-w.wake:
		case <-w.ctx.Done():
		}
		timer.Stop()
	}
	return nil
}

// dice returns chance for one matter of one person on one day.
func (w *world) dice(matter string, who, day int) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(matter))
	return rand.New(rand.NewPCG(w.o.Seed^h.Sum64(), uint64(who)<<32|uint64(uint32(day))))
}

// around draws a wait that is log-normal: half are shorter than median.
func around(r *rand.Rand, median time.Duration, sigma float64) time.Duration {
	return time.Duration(float64(median) * math.Exp(sigma*r.NormFloat64()))
}

// today is the day in the city.
func (w *world) today() wijk.Date { return wijk.DateOf(time.Now().In(w.zone)) }

// number is how many days a date lies after the first.
func (w *world) number(d wijk.Date) int {
	return int(math.Round(d.At(12, 0, w.zone).Sub(w.o.From.At(12, 0, w.zone)).Hours() / 24))
}
