package notifier

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"wijkbot/store"
)

// A wake says when to look again, at the latest: at once, at a time of the
// city's clock, or at a real one. Zero times are never.
type wake struct {
	again bool
	city  time.Time
	real  time.Time
}

// atCity makes the wake no later than t.
func (w *wake) atCity(t time.Time) {
	if w.city.IsZero() || t.Before(w.city) {
		w.city = t
	}
}

// atReal makes the wake no later than t.
func (w *wake) atReal(t time.Time) {
	if !t.IsZero() && (w.real.IsZero() || t.Before(w.real)) {
		w.real = t
	}
}

const (
	// idle bounds every sleep, in case a wake is missed that we did not think of.
	idle = 5 * time.Minute
	// fullWait is how long to leave a full disk alone.
	fullWait = time.Second
)

// loop calls step again and again, sleeping as it says in between, until ctx
// ends or the store fails. It keeps in busy since when it has been at work.
func (n *Notifier) loop(ctx context.Context, busy *atomic.Int64, bell, own <-chan struct{}, step func(context.Context) (wake, error)) error {
	for ctx.Err() == nil {
		busy.CompareAndSwap(0, time.Now().UnixNano())
		w, err := step(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case fatal(err):
			return err
		case err != nil:
			// A full disk, or a record that some part of us cannot digest: the
			// others go on, and this loop counts as stuck until it can.
			n.Log.Error("notifier holds", "error", err)
			n.sleep(ctx, nil, nil, wake{real: time.Now().Add(fullWait)})
			continue
		}
		busy.Store(0)
		if !w.again {
			n.sleep(ctx, bell, own, w)
		}
	}
	return nil
}

func (n *Notifier) sleep(ctx context.Context, bell, own <-chan struct{}, w wake) {
	d := idle
	if !w.real.IsZero() {
		d = min(d, time.Until(w.real))
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	due, stop := n.Clock.Timer(w.city)
	defer stop()
	select {
	case <-bell:
	case <-own:
	case <-due:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// ring puts a token in a bell that has none.
func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// fatal reports whether nothing can be relied on any more.
func fatal(err error) bool {
	for _, e := range []error{store.ErrFault, store.ErrCorrupt, store.ErrClosed, store.ErrNotUsable, store.ErrLocked, store.ErrNewer} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// update commits fn, waiting for room on the disk as long as ctx lasts. What
// it has begun it finishes.
func (n *Notifier) update(ctx context.Context, fn func(*store.Tx) error) error {
	for {
		err := n.DB.Update(context.WithoutCancel(ctx), fn)
		if !errors.Is(err, store.ErrFull) {
			return err
		}
		n.Log.Error("no room to record what was sent", "error", err)
		select {
		case <-time.After(fullWait):
		case <-ctx.Done():
			return err
		}
	}
}

// warn tells staff in a transaction of its own.
func (n *Notifier) warn(ctx context.Context, ref, text string) error {
	n.Log.Warn("staff warned", "about", ref)
	if n.Warn == nil {
		return nil
	}
	now := n.Clock.Now()
	err := n.update(ctx, func(tx *store.Tx) error {
		n.Warn(tx, ref, text, now)
		return nil
	})
	if err != nil && !fatal(err) {
		n.Log.Error("staff could not be warned", "about", ref, "error", err)
		return nil
	}
	return err
}

func isFull(err error) bool { return errors.Is(err, store.ErrFull) }
