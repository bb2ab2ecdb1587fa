package notifier

import (
	"context"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// leaseMargin is how much longer than a send its lease is.
const leaseMargin = 40 * time.Second

// claim carries out a plan in one transaction and starts the sends of it.
func (l *line) claim(ctx context.Context, p *plan) error {
	changed := make([]wijk.Outgoing, len(p.todo))
	changes := make([]change, len(p.todo))
	for i, t := range p.todo {
		changes[i] = change{t.id, func(tx *store.Tx, m *wijk.Outgoing) effect {
			e := l.carry(tx, m, t, p)
			changed[i] = wijk.Outgoing{}
			if e != nothing {
				changed[i] = *m
			}
			return e
		}}
	}
	if err := l.n.apply(ctx, p.now, changes); err != nil {
		return err
	}
	for i := range changed {
		switch m := &changed[i]; {
		case m.State == wijk.Sending:
			l.start(*m)
		case m.State == wijk.Queued && !m.Until.IsZero():
			l.mu.Lock()
			l.order.wait(m)
			l.mu.Unlock()
			ring(l.n.leases)
		}
	}
	if l.name == wijk.SMS {
		return l.warnBudget(ctx, p.now)
	}
	return nil
}

// carry does to a row what was planned, if it is still as it was.
func (l *line) carry(tx *store.Tx, m *wijk.Outgoing, t todo, p *plan) effect {
	if m.State != wijk.Queued || !m.Until.IsZero() || !m.Due.Equal(t.due) || m.To.Channel != l.name {
		return nothing
	}
	switch t.do {
	case expire:
		m.State = wijk.Expired
		return fate
	case refuse:
		m.State, m.Gone, m.Error = wijk.Failed, true, t.why
		return fate
	case delay:
		m.Due = t.at
		return quietly
	case aside:
		m.Until = t.at
		return quietly
	}
	if l.name == wijk.SMS && !l.n.charge(tx, m, p.now) {
		m.Due, m.Error = tomorrow(p.now), causeBudget
		return quietly
	}
	m.State = wijk.Sending
	m.Attempts++
	m.Claimed, m.Began = p.now, p.real
	m.Until = p.real.Add(l.timeout + leaseMargin)
	return quietly
}

// start hands a claimed row to a goroutine of its own.
func (l *line) start(m wijk.Outgoing) {
	now := time.Now()
	l.mu.Lock()
	l.busy[m.To] = true
	l.mine[m.ID] = true
	l.chats.take(m.To.To, now)
	s := l.pace.take(now)
	if !l.gate.closed.IsZero() {
		l.gate.probed = now
	}
	l.mu.Unlock()
	l.under.Go(func() { l.deliver(m, s) })
}
