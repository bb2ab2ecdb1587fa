package notifier

import (
	"context"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// longestLease is longer than any wait in real time. What waits longer was
// given its time by a clock that has been put back since.
const longestLease = longestAfter + 5*time.Minute

// recoverClaims settles what a dead process was sending, and remembers who
// holds back whom.
func (n *Notifier) recoverClaims(ctx context.Context) error {
	var lost []change
	err := n.DB.View(ctx, func(tx *store.Tx) error {
		lost = nil
		for _, m := range store.Outbox.FindRange(tx, "leased", "", "") {
			if m.State == wijk.Sending {
				lost = append(lost, n.lost(m.ID))
			}
			n.remember(&m)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(lost) > 0 {
		n.Log.Warn("the last process ended while sending", "messages", len(lost))
	}
	for ; len(lost) > 0; lost = lost[min(len(lost), batch):] {
		if err := n.apply(ctx, n.Clock.Now(), lost[:min(len(lost), batch)]); err != nil {
			return err
		}
	}
	return nil
}

// remember takes a waiting row into the memory of its line.
func (n *Notifier) remember(m *wijk.Outgoing) {
	l := n.line(m.To.Channel)
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case m.State == wijk.Queued:
		l.order.wait(m)
	case l.finder != nil:
		l.order.doubt(m, l.recall(m))
	}
}

// lost is what becomes of a row that nobody is sending any more.
func (n *Notifier) lost(id uint64) change {
	real := time.Now()
	return change{id, func(_ *store.Tx, m *wijk.Outgoing) effect {
		if m.State != wijk.Sending {
			return nothing
		}
		m.Error, m.Until = causeCrash, time.Time{}
		m.Doubts++
		if m.Doubt.IsZero() {
			m.Doubt = m.Began
		}
		l := n.line(m.To.Channel)
		if l == nil || l.finder == nil {
			m.State = wijk.Queued
			return fate
		}
		m.State, m.Until = wijk.Unknown, real
		return fate
	}}
}

// releaseStep makes rows ready whose wait is over.
func (n *Notifier) releaseStep(ctx context.Context) (wake, error) {
	real := time.Now()
	var todo []change
	var rows []wijk.Outgoing
	var w wake
	err := n.DB.View(ctx, func(tx *store.Tx) error {
		todo, rows, w = nil, nil, wake{}
		for _, m := range store.Leased(tx, real, real.Add(longestLease)) {
			if len(todo) == batch {
				w.again = true
				return nil
			}
			switch {
			case m.State == wijk.Queued:
				rows = append(rows, m)
				todo = append(todo, change{m.ID, release})
			case m.State == wijk.Sending && !n.sending(&m):
				todo = append(todo, n.lost(m.ID))
			}
		}
		if next, ok := store.NextLeased(tx, real); ok {
			w.atReal(next)
		}
		return nil
	})
	if err != nil {
		return w, err
	}
	if err := n.apply(ctx, n.Clock.Now(), todo); err != nil {
		return w, err
	}
	n.released(rows)
	return w, nil
}

// released lets go of what waited for rows that wait no more.
func (n *Notifier) released(rows []wijk.Outgoing) {
	for i := range rows {
		if l := n.line(rows[i].To.Channel); l != nil {
			l.forget(func() { l.order.let(&rows[i]) })
		}
	}
}

func release(_ *store.Tx, m *wijk.Outgoing) effect {
	if m.State != wijk.Queued {
		return nothing
	}
	m.Until = time.Time{}
	return quietly
}

// sending reports whether a goroutine of ours has the row.
func (n *Notifier) sending(m *wijk.Outgoing) bool {
	l := n.line(m.To.Channel)
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mine[m.ID]
}
