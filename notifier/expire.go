package notifier

import (
	"context"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// expireStep ends what may not leave any more, whatever held it back: who
// waits for its fate must know in time.
func (n *Notifier) expireStep(ctx context.Context) (wake, error) {
	now := n.Clock.Now()
	var todo []change
	var rows []wijk.Outgoing
	var w wake
	err := n.DB.View(ctx, func(tx *store.Tx) error {
		todo, rows, w = nil, nil, wake{}
		for _, m := range store.Overdue(tx, now) {
			if len(todo) == batch {
				break
			}
			rows = append(rows, m)
			todo = append(todo, change{m.ID, func(_ *store.Tx, m *wijk.Outgoing) effect {
				if m.State != wijk.Queued || !over(m, now) {
					return nothing
				}
				m.State = wijk.Expired
				return fate
			}})
		}
		if end, ok := store.NextEnd(tx); ok {
			w.atCity(end.Add(time.Nanosecond))
		}
		return nil
	})
	if err != nil || len(todo) == 0 {
		return w, err
	}
	if err := n.apply(ctx, now, todo); err != nil {
		return w, err
	}
	n.released(rows)
	return wake{again: true}, nil
}
