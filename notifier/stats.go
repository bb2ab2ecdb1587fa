package notifier

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A ChannelStats is how one channel does. It holds no personal data.
type ChannelStats struct {
	Channel wijk.Channel
	On      bool // it has a Sender
	// Sent, Refused and Unknown count attempts since the process started.
	Sent, Refused, Unknown uint64
	// Ready counts what waits in each class, by wijk.Class, and Oldest is how
	// long the first of them has been due, 0 if none is.
	Ready  [wijk.Broadcast + 1]int
	Oldest time.Duration
	// Under is how many messages are under way. Down says that nothing leaves
	// now, Broken that our account is refused until an operator mends it.
	Under        int
	Down, Broken bool
}

// Stats returns how each channel does.
func (n *Notifier) Stats(ctx context.Context) ([]ChannelStats, error) {
	n.setup()
	now := n.Clock.Now()
	all := make([]ChannelStats, len(n.lines))
	err := n.DB.View(ctx, func(tx *store.Tx) error {
		for i, l := range n.lines {
			all[i] = l.stats()
			for c := range all[i].Ready {
				waiting, first := store.Waiting(tx, l.name, wijk.Class(c))
				all[i].Ready[c] = waiting
				if waiting > 0 {
					all[i].Oldest = max(all[i].Oldest, now.Sub(first))
				}
			}
		}
		return nil
	})
	return all, err
}

func (l *line) stats() ChannelStats {
	l.mu.Lock()
	defer l.mu.Unlock()
	return ChannelStats{
		Channel: l.name, On: l.sender != nil,
		Sent: l.sent.Load(), Refused: l.refused.Load(), Unknown: l.unknown.Load(),
		Under: len(l.mine), Down: !l.gate.closed.IsZero(), Broken: l.gate.broken,
	}
}

// A pulse remembers when each loop last got something done.
type pulse struct {
	mu    sync.Mutex
	loops map[string]*atomic.Int64
}

// add makes a loop known and returns what it is to call.
func (p *pulse) add(name string) (beat func()) {
	last := new(atomic.Int64)
	last.Store(time.Now().UnixNano())
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.loops == nil {
		p.loops = map[string]*atomic.Int64{}
	}
	p.loops[name] = last
	return func() { last.Store(time.Now().UnixNano()) }
}

// Alive returns when, in real time, the last of the loops got something done,
// zero before Run. Idle loops look around every ten seconds and count as well;
// the loop of the rounds writes to the store to do so.
func (n *Notifier) Alive() time.Time {
	n.pulse.mu.Lock()
	defer n.pulse.mu.Unlock()
	var oldest time.Time
	for _, last := range n.pulse.loops {
		if t := time.Unix(0, last.Load()); oldest.IsZero() || t.Before(oldest) {
			oldest = t
		}
	}
	return oldest
}
