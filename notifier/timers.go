package notifier

import (
	"context"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// timerBatch is how many timers fire in one transaction.
	timerBatch = 100
	// parkFor is when a timer that could not fire is tried again.
	parkFor = time.Minute
)

// timerStep fires the timers that are due.
func (n *Notifier) timerStep(ctx context.Context) (wake, error) {
	now := n.Clock.Now()
	var due []wijk.Timer
	var w wake
	err := n.DB.View(ctx, func(tx *store.Tx) error {
		due, w = store.DueTimers(tx, now, timerBatch), wake{}
		if len(due) > 0 {
			w.again = true
		} else if next, ok := store.NextTimer(tx); ok {
			w.atCity(next)
		}
		return nil
	})
	if err != nil || len(due) == 0 {
		return w, err
	}
	err = n.fire(ctx, due, now)
	if err == nil || fatal(err) || isFull(err) {
		return w, err
	}
	// One of them cannot be digested. The others must not wait for it.
	for i := range due {
		err := n.fire(ctx, due[i:i+1], now)
		if err == nil {
			continue
		}
		if fatal(err) || isFull(err) {
			return w, err
		}
		if err := n.park(ctx, due[i], now, err); err != nil {
			return w, err
		}
	}
	return w, nil
}

// fire takes the timers and does what they were set for, in one transaction.
func (n *Notifier) fire(ctx context.Context, due []wijk.Timer, now time.Time) error {
	return n.update(ctx, func(tx *store.Tx) error {
		for _, t := range due {
			if store.TakeTimer(tx, t) && n.Fire != nil {
				n.Fire(tx, t, now)
			}
		}
		return nil
	})
}

// park sets a timer that cannot fire a little later, and tells staff the first
// time. It is never given up: somebody may be waiting behind it.
func (n *Notifier) park(ctx context.Context, t wijk.Timer, now time.Time, cause error) error {
	n.Log.Error("timer cannot fire", "kind", t.Kind, "error", cause)
	err := n.update(ctx, func(tx *store.Tx) error {
		if !store.TakeTimer(tx, t) {
			return nil
		}
		later := t
		later.Due = now.Add(parkFor)
		store.SetTimer(tx, later)
		return nil
	})
	if err != nil {
		return err
	}
	key := t.Person + "\x00" + t.Kind + "\x00" + t.Scope
	if n.parked[key] {
		return nil
	}
	n.parked[key] = true
	return n.warn(ctx, "timer/"+t.Kind, "Een stap die op de klok zou gebeuren, lukt niet ("+t.Kind+"). "+
		"Er wacht misschien iemand op. Het wordt elke minuut opnieuw geprobeerd. Waarschuw de beheerder.")
}
