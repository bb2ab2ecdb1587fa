package notifier

import (
	"context"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Status records what a provider tells of a message it accepted. Statuses come
// in any order and more than once; a message only ever moves forward. One of
// an unknown message, or with another id than the message has, does nothing.
// An error means that nothing was recorded and the provider should tell again.
func (n *Notifier) Status(ctx context.Context, s wijk.Status) error {
	n.setup()
	id, err := n.meant(ctx, s)
	if err != nil || id == 0 {
		return err
	}
	now := n.Clock.Now()
	var was, is wijk.Outgoing
	err = n.apply(ctx, now, []change{{id, func(_ *store.Tx, m *wijk.Outgoing) effect {
		was = *m
		e := advance(m, s, now)
		is = *m
		return e
	}}})
	if err != nil {
		return err
	}
	if was.State == is.State && is.State != s.State {
		n.Log.Debug("status not applied", "outgoing", id, "state", is.State, "status", s.State, "code", s.Code)
	}
	if l := n.line(is.To.Channel); l != nil && was.State != is.State {
		l.resolved(&is)
	}
	return nil
}

// meant returns the id of the row that s is about, 0 if there is none. The
// provider's own id decides; ours may be from before a restored backup.
func (n *Notifier) meant(ctx context.Context, s wijk.Status) (id uint64, err error) {
	err = n.DB.View(ctx, func(tx *store.Tx) error {
		id = 0
		if s.ProviderID != "" {
			for _, m := range store.Outbox.Find(tx, "sid", s.ProviderID) {
				id = m.ID
				return nil
			}
		}
		if s.Outgoing != 0 && store.Outbox.Has(tx, store.Num(s.Outgoing)) {
			id = s.Outgoing
		}
		return nil
	})
	return id, err
}

// advance moves m forward by what a provider told of it.
func advance(m *wijk.Outgoing, s wijk.Status, now time.Time) effect {
	if s.ProviderID != "" && m.ProviderID != "" && s.ProviderID != m.ProviderID {
		return nothing
	}
	switch m.State {
	case wijk.Sending, wijk.Unknown, wijk.Sent:
	case wijk.Queued:
		if m.Doubt.IsZero() {
			return nothing // it never left
		}
	default:
		return nothing
	}
	known := m.ProviderID != "" || s.ProviderID == ""
	switch s.State {
	case wijk.Sent:
		if m.State == wijk.Sent && known {
			return nothing
		}
		told := m.State != wijk.Sent
		accept(m, s.ProviderID, now)
		if !told {
			return quietly
		}
	case wijk.Delivered:
		accept(m, s.ProviderID, now)
		m.State = wijk.Delivered
	case wijk.Failed:
		if m.ProviderID == "" {
			m.ProviderID = s.ProviderID
		}
		m.State, m.Gone, m.Error, m.Until = wijk.Failed, s.Gone, s.Code, time.Time{}
		if m.Error == "" {
			m.Error = causeUndelivered
		}
	default:
		return nothing
	}
	return fate
}

const causeUndelivered = "undelivered" // the provider gave up, and did not say why
