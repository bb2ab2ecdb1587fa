package cli

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"wijkbot/notifier/clock"
)

// A silence notices what has gone quiet: a door that hears nothing of its
// provider, a scheduler or sender that does nothing. While it does there is no
// heartbeat, so that somebody outside knows within five minutes. It is on real
// time.
type silence struct {
	checks []func(context.Context) error
	log    *slog.Logger

	mu    sync.Mutex
	doors map[string]*ear
	err   error // what was found twice in a row
	found error // what was found last
}

// An ear is a door that is to hear of its provider now and again.
type ear struct {
	last time.Time
	most time.Duration // between two signs
}

const (
	listenEvery = 30 * time.Second
	// deaf is how long a door may hear nothing, beyond the time it takes between
	// two questions: with those two minutes apart, and two looks of listenEvery,
	// it is known within five.
	deaf = 100 * time.Second
)

func newSilence(check func(context.Context) error, log *slog.Logger) *silence {
	return &silence{checks: []func(context.Context) error{check}, log: log, doors: make(map[string]*ear)}
}

// expect begins to listen to a door that asks its provider every so often.
func (s *silence) expect(door string, every time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.doors[door] = &ear{last: time.Now(), most: every + deaf}
}

// heard notes that the provider behind a door has answered.
func (s *silence) heard(door string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.doors[door]; e != nil {
		e.last = time.Now()
	}
}

// why returns what is silent, or nil.
func (s *silence) why() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// listen looks again and again until ctx ends. What is found once may be a
// moment: the clock of a test town leaps, and then there is much to do.
func (s *silence) listen(ctx context.Context) error {
	for clock.Sleep(ctx, listenEvery) {
		found := s.deafDoor()
		for _, check := range s.checks {
			if found == nil {
				found = check(ctx)
			}
		}
		if ctx.Err() == nil {
			s.note(found)
		}
	}
	return nil
}

func (s *silence) note(found error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.err
	s.err = nil
	if found != nil && s.found != nil {
		s.err = found
	}
	s.found = found
	switch {
	case s.err != nil && was == nil:
		s.log.Error("silence", "error", s.err)
	case s.err == nil && was != nil:
		s.log.Info("silence is over")
	}
}

// deafDoor reports the door that has heard nothing for too long.
func (s *silence) deafDoor() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for door, e := range s.doors {
		if since := time.Since(e.last); since > e.most {
			return fmt.Errorf("the door of %s has heard nothing for %s", door, since.Round(time.Second))
		}
	}
	return nil
}
