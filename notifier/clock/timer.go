package clock

import (
	"sync"
	"time"
)

// An alarm closes fired once the clock shows until.
type alarm struct {
	c     *Clock
	until time.Time
	fired chan struct{}

	mu    sync.Mutex
	timer *time.Timer
	over  bool
}

// Timer returns a channel that is closed once the clock shows until or later,
// also when it was moved there. A zero until is never. Call stop when the
// channel is no longer of use; it may be called twice.
func (c *Clock) Timer(until time.Time) (fired <-chan struct{}, stop func()) {
	if until.IsZero() {
		return nil, func() {}
	}
	a := &alarm{c: c, until: until, fired: make(chan struct{})}
	c.mu.Lock()
	c.alarms[a] = struct{}{}
	c.mu.Unlock()
	a.check()
	return a.fired, a.stop
}

// check fires the alarm if it is time, and else sleeps for as long as the
// clock can be trusted to run evenly.
func (a *alarm) check() {
	left := a.until.Sub(a.c.Now())
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.over:
	case left <= 0:
		a.finish()
		close(a.fired)
	default:
		if a.timer != nil {
			a.timer.Stop()
		}
		a.timer = time.AfterFunc(min(left, a.c.step), a.check)
	}
}

func (a *alarm) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.finish()
}

func (a *alarm) finish() {
	if a.timer != nil {
		a.timer.Stop()
	}
	a.over = true
	a.c.mu.Lock()
	delete(a.c.alarms, a)
	a.c.mu.Unlock()
}
