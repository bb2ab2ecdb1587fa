package notifier

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedules are worked out on wall time: what the clocks of the city show,
// kept as if it were UTC. There every day has 24 hours, so that 02:30 comes
// once on every day; city puts it back on the clock, an hour later if the
// change to summer time skips it.

// wall returns what the clocks show at t, as UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// city returns the moment at which the clocks of zone show w.
func city(w time.Time, zone *time.Location) time.Time {
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), zone)
}

// repeated is how far clocks may be put back at a change.
const repeated = 2 * time.Hour

// Parse reports what is wrong with a schedule: five fields as in crontab(5),
// or @daily and the like. @every is refused, since it drifts when clocks
// change, and so is a schedule that never comes.
func Parse(spec string) error {
	_, err := parse(spec)
	return err
}

var (
	errZone   = errors.New("a schedule has no zone of its own: it is in city time")
	errEvery  = errors.New("@every drifts when the clocks change: name the times of day")
	errNever  = errors.New("this day never comes")
	errFields = errors.New("not a schedule")
)

func parse(spec string) (s cron.Schedule, err error) {
	defer func() {
		if recover() != nil { // the library's on "TZ=0"
			s, err = nil, fmt.Errorf("schedule: %w", errFields)
		}
	}()
	if strings.Contains(spec, "TZ=") {
		return nil, fmt.Errorf("schedule: %w", errZone)
	}
	if strings.HasPrefix(strings.TrimSpace(spec), "@every") {
		return nil, fmt.Errorf("schedule: %w", errEvery)
	}
	if s, err = cron.ParseStandard(spec); err != nil {
		return nil, fmt.Errorf("schedule: %w", err)
	}
	if s.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, fmt.Errorf("schedule: %w", errNever)
	}
	return s, nil
}

// shifted reports whether the clocks were changed shortly before now.
func shifted(now time.Time) bool {
	return !wall(now.Add(-repeated)).Add(repeated).Equal(wall(now))
}

// edge is the last that the wall can have shown up to now: where an hour is
// repeated it shows less than it has shown.
func edge(now time.Time) time.Time {
	if shifted(now) {
		return wall(now).Add(repeated)
	}
	return wall(now)
}

// last returns the last time after mark, by the wall, that s came up to now.
func last(s cron.Schedule, mark, now time.Time) (at time.Time, ok bool) {
	edge := edge(now)
	for back := 2 * repeated; ; back *= 4 {
		start := latest(edge.Add(-back), mark)
		for t := s.Next(start); !t.IsZero() && !t.After(edge); t = s.Next(t) {
			if !city(t, now.Location()).After(now) {
				at, ok = t, true
			}
		}
		if ok || !start.After(mark) {
			return at, ok
		}
	}
}

// next returns when s comes next after now, mark being done; zero for never.
func next(s cron.Schedule, mark, now time.Time) time.Time {
	from := wall(now)
	if shifted(now) { // what the clocks skipped comes an hour later
		from = from.Add(-repeated)
	}
	for t := s.Next(latest(mark, from)); !t.IsZero(); t = s.Next(t) {
		if at := city(t, now.Location()); at.After(now) {
			return at
		}
	}
	return time.Time{}
}
