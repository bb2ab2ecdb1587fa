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

// A pulse knows of each loop whether it sleeps or since when it is at work.
type pulse struct {
	mu    sync.Mutex
	loops []*atomic.Int64
}

// add makes a loop known, and returns where it is to write since when it has
// been at work, in Unix nanoseconds, or 0 while it sleeps.
func (p *pulse) add() *atomic.Int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	since := new(atomic.Int64)
	p.loops = append(p.loops, since)
	return since
}

// Alive returns when, in real time, everything was last known to run: now if
// each loop has done what there was to do, else when the one that is stuck, or
// fails again and again, began. It is zero before Run.
func (n *Notifier) Alive() time.Time {
	n.pulse.mu.Lock()
	defer n.pulse.mu.Unlock()
	if len(n.pulse.loops) == 0 {
		return time.Time{}
	}
	alive := time.Now().UnixNano()
	for _, loop := range n.pulse.loops {
		if since := loop.Load(); since != 0 {
			alive = min(alive, since)
		}
	}
	return time.Unix(0, alive)
}
