package sandbox

import (
	"context"
	"fmt"
	"time"

	"wijkbot/store"
)

const (
	// mostMove is how far the clock can be moved on at once.
	mostMove = 14 * 24 * time.Hour
	// moveTime is how long that may take.
	moveTime = 50 * time.Second
	// creep is a step of the clock when a timer stays due that cannot fire, so
	// that what comes after it is not seen.
	creep = time.Minute
)

// move moves the clock on to target, stopping at each moment at which the city
// has something to do until it has done it: a reminder goes at its own time,
// and not all at once at the end.
func (s *Sandbox) move(ctx context.Context, c City, target time.Time) error {
	s.moving.Lock()
	defer s.moving.Unlock()
	ctx, cancel := context.WithTimeout(ctx, moveTime)
	defer cancel()
	p, err := readTimetable(ctx, c.DB)
	if err != nil {
		return err
	}
	s.settle(ctx, c, p)
	for ctx.Err() == nil {
		now := s.clock.Now()
		if !now.Before(target) {
			return nil
		}
		stop := target
		err := c.DB.View(ctx, func(tx *store.Tx) error {
			stop = p.stop(tx, now, target)
			if due, ok := store.NextTimer(tx); ok && !due.After(now) && stop.Sub(now) > creep {
				stop = now.Add(creep)
			}
			return nil
		})
		if err != nil {
			return err
		}
		s.endCalls(stop)
		s.clock.Advance(stop.Sub(now))
		s.settle(ctx, c, p)
		s.touch()
	}
	return fmt.Errorf("move the clock: %w", ctx.Err())
}
