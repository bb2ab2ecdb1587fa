package notifier

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"wijkbot/store/wijk"
)

// A line is one channel at work. Its step is called by one goroutine; each
// message under way has another.
type line struct {
	n       *Notifier
	name    wijk.Channel
	sender  Sender // nil if the channel cannot send
	finder  Finder // nil if it cannot look up
	workers int
	timeout time.Duration // of one call
	freed   chan struct{} // rung when a message under way was settled
	doubts  chan struct{} // rung when a row became unknown

	// Set by Run.
	sends context.Context
	fail  context.CancelCauseFunc
	under sync.WaitGroup

	mu    sync.Mutex
	busy  map[wijk.Address]bool // a message to it is under way
	mine  map[uint64]bool       // rows under way
	order order
	pace  *pace
	chats *chats
	gate  gate
	began map[uint64]time.Time // rows in doubt: the attempt, on the monotonic clock
	ended []func()             // what to forget before the next plan

	blind     int       // look-ups in a row that failed
	blindTill time.Time // no look-ups until then; used by seek alone

	warned map[string]bool // budget marks of which staff knows; used by step alone
	// answerNext says that an answer is next, not a check-in; used by plan alone.
	answerNext bool

	sent, refused, unknown atomic.Uint64
	tried                  atomic.Int64 // when the last attempt ended, in Unix nanoseconds
}

func newLine(n *Notifier, name wijk.Channel) *line {
	l := &line{
		n: n, name: name, workers: defaultWorkers, timeout: n.Timeout,
		freed: make(chan struct{}, 1), doubts: make(chan struct{}, 1),
		busy: map[wijk.Address]bool{}, mine: map[uint64]bool{}, began: map[uint64]time.Time{},
		warned: map[string]bool{},
		pace:   newPace(0), chats: newChats(Limits{}),
	}
	for _, c := range n.Channels {
		if c.Name != name {
			continue
		}
		l.sender = c.Sender
		l.finder, _ = c.Sender.(Finder)
		l.pace, l.chats = newPace(c.Rate), newChats(c.Limits)
		if c.Workers > 0 {
			l.workers = c.Workers
		}
		if c.Timeout > 0 {
			l.timeout = c.Timeout
		}
	}
	return l
}

// forget runs fn, which makes way for other rows, before the next plan. To do so
// at once would be wrong: a plan that began to read before a row came back sees
// neither that row nor what holds back the later ones.
func (l *line) forget(fn func()) {
	l.mu.Lock()
	l.ended = append(l.ended, fn)
	l.mu.Unlock()
	ring(l.freed)
}

// step claims what may leave now and hands it to the provider.
func (l *line) step(ctx context.Context) (wake, error) {
	l.mu.Lock()
	for _, fn := range l.ended {
		fn()
	}
	l.ended = l.ended[:0]
	l.mu.Unlock()
	now := time.Now()
	r := l.room(now)
	if l.sender != nil && r.most == 0 {
		return r.wake, nil
	}
	p, err := l.plan(ctx, now, r)
	if err != nil {
		return wake{}, err
	}
	if len(p.todo) == 0 {
		return p.wake, nil
	}
	return wake{again: true}, l.claim(ctx, p)
}

// room is how many sends may begin.
type room struct {
	most      int
	broadcast int // of which broadcasts
	wake      wake
}

// room counts free workers and open slots.
func (l *line) room(now time.Time) (r room) {
	l.mu.Lock()
	defer l.mu.Unlock()
	free := l.workers - len(l.mine)
	open, at := l.gate.allows(now, free)
	r.wake.atReal(at)
	r.most, at = l.pace.slots(now, open)
	if open > 0 {
		r.wake.atReal(at)
	}
	// A provider that is slow with a broadcast must not keep a reply waiting.
	r.broadcast = min(r.most, free-l.workers/4)
	return r
}
