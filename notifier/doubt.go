package notifier

import (
	"context"
	"fmt"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// absent is how long after an attempt the provider may still come up with
	// the message. Only a look-up later than that may conclude that it never
	// arrived (R-22 of the reliability requirements).
	absent = 60 * time.Second
	// firstLook and lastLook bound the time between look-ups of one row.
	firstLook = 2 * time.Second
	lastLook  = 5 * time.Minute
	// hopeless is when to give up finding out, while look-ups keep failing. A
	// person then has to.
	hopeless = 24 * time.Hour
)

// seek looks up one row in doubt, the one that waits longest.
func (l *line) seek(ctx context.Context) (wake, error) {
	real := time.Now()
	if real.Before(l.blindTill) {
		return wake{real: l.blindTill}, nil
	}
	var m wijk.Outgoing
	var found bool
	var w wake
	err := l.n.DB.View(ctx, func(tx *store.Tx) error {
		m, found, w = wijk.Outgoing{}, false, wake{}
		for _, row := range store.Leased(tx, real, real.Add(longestLease)) {
			if row.State == wijk.Unknown && row.To.Channel == l.name {
				m, found = row, true
				return nil
			}
		}
		if next, ok := store.NextLeased(tx, real); ok {
			w.atReal(next)
		}
		return nil
	})
	if err != nil || !found {
		return w, err
	}
	return wake{again: true}, l.lookUp(ctx, m)
}

// lookUp asks the provider for m and records the answer.
func (l *line) lookUp(ctx context.Context, m wijk.Outgoing) error {
	age := l.age(m)
	s, found, err := l.find(ctx, m)
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		l.blind++
		wait := min(longestDown, time.Second<<min(l.blind-1, 10))
		l.blindTill = time.Now().Add(wait)
		l.n.Log.Warn("look-up failed", "channel", l.name, "outgoing", m.ID, "error", err)
	} else {
		l.blind = 0
	}
	return l.conclude(ctx, m, func(tx *store.Tx, row *wijk.Outgoing, now, real time.Time) effect {
		switch {
		case err != nil && age > hopeless:
			row.State, row.Error, row.Until = wijk.Failed, causeUnclear, time.Time{}
			return fate
		case err != nil:
			row.Until = real.Add(nextLook(age))
			return quietly
		case found && (ofOther(tx, s.ProviderID, row.ID) || l.twin(tx, row)):
			row.Until = real.Add(firstLook)
			return quietly
		case found:
			return advance(row, s, now)
		case age < absent:
			row.Until = real.Add(min(nextLook(age), absent-age))
			return quietly
		}
		row.State, row.Until = wijk.Queued, time.Time{}
		return fate
	})
}

// age is how long ago the last attempt began, on the monotonic clock: a jump
// of the wall clock must not make us think that a minute has passed.
func (l *line) age(m wijk.Outgoing) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	began, ok := l.began[m.ID]
	if !ok {
		began = l.recall(&m)
	}
	return time.Since(began)
}

// recall puts the attempt of a row in doubt, known by its wall time, on the
// monotonic clock.
func (l *line) recall(m *wijk.Outgoing) time.Time {
	real := time.Now()
	began := real.Add(-max(0, real.Round(0).Sub(m.Began)))
	l.began[m.ID] = began
	return began
}

// nextLook is the wait before the next look-up of a row in doubt.
func nextLook(age time.Duration) time.Duration { return min(max(age, firstLook), lastLook) }

// find calls the finder with a time limit.
func (l *line) find(ctx context.Context, m wijk.Outgoing) (s wijk.Status, found bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("finder panicked: %T", p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, l.timeout)
	defer cancel()
	known := func(sid string) bool { return l.n.known(ctx, sid, m.ID) }
	return l.finder.Find(ctx, m, m.Doubt, known)
}

// known reports whether a provider's id belongs to another row than id. If the
// store does not say, it does: to find nothing is then only a delay.
func (n *Notifier) known(ctx context.Context, sid string, id uint64) bool {
	other := false
	err := n.DB.View(ctx, func(tx *store.Tx) error {
		other = ofOther(tx, sid, id)
		return nil
	})
	return other || err != nil
}

// ofOther reports whether a provider's id belongs to another row than id.
func ofOther(tx *store.Tx, sid string, id uint64) bool {
	for _, m := range store.Outbox.Find(tx, "sid", sid) {
		if m.ID != id {
			return true
		}
	}
	return false
}

// twin reports whether the same text is under way to the same address: what the
// log shows may then be that one, whose id we do not know yet. (Of two that are
// both in doubt it does not matter which of them the log shows.)
func (l *line) twin(tx *store.Tx, m *wijk.Outgoing) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id := range l.mine {
		other, ok := store.Outbox.Get(tx, store.Num(id))
		if ok && id != m.ID && other.To == m.To && other.Text == m.Text {
			return true
		}
	}
	return false
}

// conclude records what a look-up told, unless the row is in doubt no more.
func (l *line) conclude(ctx context.Context, m wijk.Outgoing, to func(tx *store.Tx, row *wijk.Outgoing, now, real time.Time) effect) error {
	now, real := l.n.Clock.Now(), time.Now()
	var after wijk.Outgoing
	err := l.n.apply(ctx, now, []change{{m.ID, func(tx *store.Tx, row *wijk.Outgoing) effect {
		e := nothing
		if row.State == wijk.Unknown {
			e = to(tx, row, now, real)
		}
		after = *row
		return e
	}}})
	if err != nil {
		return err
	}
	if after.State != wijk.Unknown {
		l.resolved(&after)
	}
	return nil
}

// resolved forgets a row that was in doubt.
func (l *line) resolved(m *wijk.Outgoing) {
	gone := *m
	l.forget(func() {
		delete(l.began, gone.ID)
		l.order.let(&gone)
	})
}
