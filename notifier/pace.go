package notifier

import (
	"strings"
	"time"
)

// A slot is one send under a channel's pace.
type slot struct {
	at  time.Time // when it may begin, and then when it did
	end time.Time // when the provider answered, zero until then
}

// pace spreads the sends of a channel evenly and lets no more than rate of
// them reach the provider in any second. Not safe for concurrent use.
type pace struct {
	every  time.Duration // between sends, 0 for no pace
	window time.Duration // in which len(last) sends may fall
	next   time.Time
	last   []*slot // a ring of the latest sends, oldest at head
	head   int
}

const (
	// catchUp is how much lost time may be made up for by sending faster.
	catchUp = 250 * time.Millisecond
	// guard bounds how much later than its beginning a send may count at the
	// provider. A send that took longer counts as if it took this long, or a
	// slow provider would slow us down further than it asks for.
	guard = 8 * time.Millisecond
	// ahead is how early a row is claimed for a slot that will open: about
	// what a commit takes.
	ahead = 15 * time.Millisecond
)

func newPace(rate float64) *pace {
	if rate <= 0 {
		return &pace{}
	}
	n := max(1, int(rate))
	return &pace{
		every:  time.Duration(float64(time.Second) / rate),
		window: time.Duration(float64(n) / rate * float64(time.Second)),
		last:   make([]*slot, n),
	}
}

// at returns when the kth next send may begin, from 0, if the spacing allows it
// from base, and the base of the send after it. Time lost in waiting for the
// window is not made up for.
func (p *pace) at(now time.Time, k int, base time.Time) (at, after time.Time) {
	at = latest(now, base)
	if s := p.last[(p.head+k)%len(p.last)]; s != nil {
		counted := s.at.Add(guard)
		if !s.end.IsZero() && s.end.Before(counted) {
			counted = s.end
		}
		if open := counted.Add(p.window); open.After(at) {
			at, base = open, open
		}
	}
	return at, base.Add(p.every)
}

// base returns from when the spacing allows the next send.
func (p *pace) base(now time.Time) time.Time { return latest(p.next, now.Add(-catchUp)) }

// slots returns how many of at most most sends may begin by now, and, if the
// pace is what allows no more, when the next may be claimed.
func (p *pace) slots(now time.Time, most int) (n int, next time.Time) {
	if p.every == 0 {
		return most, time.Time{}
	}
	base := p.base(now)
	for ; n < min(most, len(p.last)); n++ {
		var at time.Time
		if at, base = p.at(now, n, base); at.After(now.Add(ahead)) {
			return n, at.Add(-ahead)
		}
	}
	return n, next
}

// take uses the next slot.
func (p *pace) take(now time.Time) *slot {
	if p.every == 0 {
		return &slot{at: now}
	}
	s := new(slot)
	s.at, p.next = p.at(now, 0, p.base(now))
	p.last[p.head] = s
	p.head = (p.head + 1) % len(p.last)
	return s
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// chats paces the sends to each address. Not safe for concurrent use.
type chats struct {
	gap, groupGap time.Duration
	burst         int
	// full is when an address has its whole burst again.
	full map[string]time.Time
}

func newChats(l Limits) *chats {
	c := &chats{burst: l.Burst, full: map[string]time.Time{}}
	if c.burst == 0 {
		c.burst = defaultBurst
	}
	if l.PerChat > 0 {
		c.gap = time.Duration(float64(time.Second) / l.PerChat)
	}
	c.groupGap = c.gap
	if l.PerGroup > 0 {
		c.groupGap = time.Duration(float64(time.Second) / l.PerGroup)
	}
	return c
}

func (c *chats) gapOf(to string) time.Duration {
	if strings.HasPrefix(to, "-") {
		return c.groupGap
	}
	return c.gap
}

// free returns when the kth next message to an address may go, from 0.
func (c *chats) free(to string, k int, now time.Time) time.Time {
	gap := c.gapOf(to)
	if gap == 0 {
		return now
	}
	return latest(now, latest(c.full[to], now).Add(time.Duration(k-c.burst+1)*gap))
}

// take counts a message to an address.
func (c *chats) take(to string, now time.Time) {
	gap := c.gapOf(to)
	if gap == 0 {
		return
	}
	if len(c.full) >= maxChats {
		for a, t := range c.full {
			if t.Before(now) {
				delete(c.full, a)
			}
		}
	}
	c.full[to] = latest(c.full[to], now).Add(gap)
}

// maxChats is when to forget addresses that have rested.
const maxChats = 4096
