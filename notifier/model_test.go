package notifier

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

// mortal is an engine whose process can be killed: from then on nothing is
// recorded any more, whatever a provider still says.
type mortal struct {
	store.Engine
	dead atomic.Bool
}

func (e *mortal) Update(ctx context.Context, fn func(store.KV) error) error {
	if e.dead.Load() {
		return store.ErrClosed
	}
	return e.Engine.Update(ctx, fn)
}

func (e *mortal) View(ctx context.Context, fn func(store.KV) error) error {
	if e.dead.Load() {
		return store.ErrClosed
	}
	return e.Engine.View(ctx, fn)
}

// A hostile provider does one of these to each call.
const (
	takes      = iota // accepts
	losesYes          // accepts, and the answer is lost
	losesNo           // the request is lost
	hangsYes          // accepts, and never answers
	busy              // 429
	fails             // no, for now
	gone              // no, for ever
	down              // cannot be reached
	brokenDown        // our account is refused
	moods
)

// A hostile keeps what it accepted, as the truth to compare with.
type hostile struct {
	mu       sync.Mutex
	moods    []int // one a call, the last for all after
	accepted map[uint64]int
	order    []wijk.Outgoing // first acceptances
}

func (h *hostile) mood() int {
	if len(h.moods) == 0 {
		return takes
	}
	m := h.moods[0]
	h.moods = h.moods[1:]
	return m
}

func (h *hostile) Send(ctx context.Context, m wijk.Outgoing) (string, error) {
	<-time.After(5 * time.Millisecond)
	h.mu.Lock()
	mood := h.mood()
	sid := fmt.Sprintf("SM%d.%d", m.ID, h.accepted[m.ID])
	if mood == takes || mood == losesYes || mood == hangsYes {
		if h.accepted[m.ID]++; h.accepted[m.ID] == 1 {
			h.order = append(h.order, m)
		}
	}
	h.mu.Unlock()
	switch mood {
	case losesYes, losesNo:
		return "", errLost
	case hangsYes:
		<-ctx.Done()
		return "", ctx.Err()
	case busy:
		return "", no("429", wijk.Refusal{After: 2 * time.Second, Pause: true})
	case fails:
		return "", no("500", wijk.Refusal{})
	case gone:
		return "", no("403", wijk.Refusal{Gone: true})
	case down:
		return "", &wijk.Refusal{Err: errLost, Pause: true}
	case brokenDown:
		return "", no("401", wijk.Refusal{Broken: true})
	}
	return sid, nil
}

// hostileLog is a hostile whose log can be read.
type hostileLog struct{ hostile }

func (h *hostileLog) Find(_ context.Context, m wijk.Outgoing, _ time.Time, known func(string) bool) (wijk.Status, bool, error) {
	h.mu.Lock()
	n := h.accepted[m.ID]
	h.mu.Unlock()
	sid := fmt.Sprintf("SM%d.0", m.ID)
	return wijk.Status{ProviderID: sid, State: wijk.Sent}, n > 0 && !known(sid), nil
}

// An event is one thing that happens in the model.
type event struct {
	Kill    bool
	Wait    time.Duration
	Class   wijk.Class
	SMS     bool
	To      int
	Expires time.Duration // 0 for never
	Mood    int
}

func events() *rapid.Generator[[]event] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) event {
		return event{
			Kill:    rapid.IntRange(0, 9).Draw(t, "kill") == 0,
			Wait:    time.Duration(rapid.SampledFrom([]int{0, 0, 3, 6, 50, 2000, 30000}).Draw(t, "wait")) * time.Millisecond,
			Class:   wijk.Class(rapid.IntRange(0, 3).Draw(t, "class")),
			SMS:     rapid.Bool().Draw(t, "sms"),
			To:      rapid.IntRange(0, 2).Draw(t, "to"),
			Expires: time.Duration(rapid.SampledFrom([]int{0, 0, 0, 20, 600}).Draw(t, "expires")) * time.Second,
			Mood:    rapid.IntRange(0, moods-1).Draw(t, "mood"),
		}
	}), 1, 15)
}

// Whatever providers do, and however often the process is killed: each message
// comes to an end that is told, none is lost, no SMS arrives twice, and to one
// address messages arrive in order.
func TestOutboxModel(t *testing.T) {
	zone := amsterdam(t)
	rapid.Check(t, func(rt *rapid.T) {
		evs := events().Draw(rt, "events")
		var wrong []string
		synctest.Test(t, func(t *testing.T) {
			tg, sms := &hostile{accepted: map[uint64]int{}}, &hostileLog{hostile{accepted: map[uint64]int{}}}
			m := &model{t: t, tg: tg, sms: sms}
			m.channels = []Channel{
				{Name: wijk.Telegram, Sender: tg, Limits: Limits{Rate: 30, PerChat: 1}},
				{Name: wijk.SMS, Sender: sms, Limits: Limits{Rate: 5}},
			}
			m.w = &world{t: t, file: t.TempDir() + "/wijkbot.db"}
			m.begin(clock.Movable(time.Date(2026, 11, 23, 9, 30, 0, 0, zone), zone))
			for _, e := range evs {
				m.happen(e)
			}
			pass(time.Hour)
			m.check()
			m.kill()
			wrong = m.wrong
		})
		if len(wrong) > 0 {
			rt.Fatalf("%s", strings.Join(wrong, "\n"))
		}
	})
}

type model struct {
	t        *testing.T
	w        *world
	life     *mortal
	tg       *hostile
	sms      *hostileLog
	channels []Channel
	ids      []uint64
	wrong    []string
}

func (m *model) errorf(format string, args ...any) {
	m.wrong = append(m.wrong, fmt.Sprintf(format, args...))
}

// begin opens the database, as a new process does, and runs.
func (m *model) begin(c *clock.Clock) {
	kv, err := boltkv.Open(m.w.file)
	if err != nil {
		m.t.Fatal(err)
	}
	m.life = &mortal{Engine: kv}
	db, err := store.Open(context.Background(), m.life)
	if err != nil {
		m.t.Fatal(err)
	}
	m.w.kv = kv
	m.w.Notifier = &Notifier{DB: db, Clock: c, Channels: m.channels, Settled: func(tx *store.Tx, x wijk.Outgoing, _ time.Time) {
		told.Put(tx, store.Num(x.ID), x)
	}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	run := m.w.Run
	go func() { done <- run(ctx) }()
	m.w.stop = func() { cancel(); <-done }
}

// kill ends the process; nothing that happens after is recorded.
func (m *model) kill() {
	m.life.dead.Store(true)
	m.w.stop()
	if err := m.w.kv.Close(); err != nil {
		m.t.Fatal(err)
	}
}

func (m *model) happen(e event) {
	if e.Kill {
		m.kill()
		m.begin(m.w.Clock)
	}
	x := wijk.Outgoing{Class: e.Class, To: chat(fmt.Sprint(e.To)), Text: "hallo"}
	h := m.tg
	if e.SMS {
		x.To, h = phone(fmt.Sprintf("+3161234567%d", e.To)), &m.sms.hostile
	}
	if e.Expires > 0 {
		x.NotAfter = m.w.Clock.Now().Add(e.Expires)
	}
	h.mu.Lock()
	h.moods = append(h.moods, e.Mood)
	h.mu.Unlock()
	m.ids = append(m.ids, m.w.queue(x)...)
	if e.Wait > 0 {
		<-time.After(e.Wait)
	}
}

func (m *model) check() {
	heard := map[uint64]wijk.State{}
	m.w.view(func(tx *store.Tx) {
		for _, x := range told.All(tx, "") {
			heard[x.ID] = x.State
		}
	})
	for _, id := range m.ids {
		x := m.w.row(id)
		h := m.tg
		if x.To.Channel == wijk.SMS {
			h = &m.sms.hostile
		}
		n := h.accepted[id]
		switch x.State {
		case wijk.Sent:
			if n == 0 {
				m.errorf("%d counts as sent and never arrived", id)
			}
		case wijk.Failed:
			if !x.Gone && (x.Class != wijk.Broadcast || x.Doubts < broadcastDoubts) {
				m.errorf("%d failed: %s", id, x.Error)
			}
		case wijk.Expired:
			if x.NotAfter.IsZero() {
				m.errorf("%d expired without an end", id)
			}
		default:
			m.errorf("%d is still %s after an hour (%s, %d attempts)", id, x.State, x.Error, x.Attempts)
		}
		if x.To.Channel == wijk.SMS && n > 1 {
			m.errorf("SMS %d arrived %d times", id, n)
		}
		if x.To.Channel == wijk.SMS && n == 1 && x.State != wijk.Sent {
			m.errorf("SMS %d arrived and counts as %s", id, x.State)
		}
		if heard[id] != x.State {
			m.errorf("%d is %s, Settled heard %q last", id, x.State, heard[id])
		}
	}
	m.checkOrder(m.tg.order)
	m.checkOrder(m.sms.order)
}

// checkOrder checks that of one address and class a later message arrived only
// after the earlier ones. Alarms wait for nothing.
func (m *model) checkOrder(arrived []wijk.Outgoing) {
	latest := map[queue]uint64{}
	for _, x := range arrived {
		if q := queueOf(&x); x.ID < latest[q] && x.Class != wijk.Alarm {
			m.errorf("%d arrived after %d", x.ID, latest[q])
		} else {
			latest[q] = x.ID
		}
	}
	if !slices.IsSorted(m.ids) {
		m.errorf("ids are not in order")
	}
}
