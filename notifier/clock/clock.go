// Package clock is the city's clock: the one place where the bot learns what
// time it is for the people of the city.
//
// The rule it keeps: what a person waits for (a due time, an answer window, the
// end of the quiet hours) follows this clock; what a machine waits for (a
// time-out, a lease, a pause a provider asked for) follows time.Now. In
// service both are the same; in a test this clock can be moved. To add a kind
// of clock, add a constructor that sets read and step.
package clock

import (
	"sync"
	"time"
)

// A Clock tells city time. It may be used by several goroutines at once.
type Clock struct {
	zone *time.Location
	// read returns city time.
	read func() time.Time
	// step is the longest to sleep before reading the clock again: it may have
	// been moved meanwhile.
	step time.Duration
	// real says that read is the machine's clock, so that a provider's dates
	// are on it too.
	real bool

	mu     sync.Mutex
	offset time.Duration
	alarms map[*alarm]struct{}

	file file
}

// recheck bounds how late a jump of the machine's clock is noticed: the
// runtime's timers do not follow it.
const recheck = 30 * time.Second

// Real returns a clock that tells the machine's time in zone.
func Real(zone *time.Location) *Clock {
	return &Clock{
		zone: zone, real: true, step: recheck,
		read:   func() time.Time { return time.Now().Round(0) },
		alarms: map[*alarm]struct{}{},
	}
}

// Movable returns a clock that starts at start and runs as fast as real time
// does, and that Advance moves on besides.
func Movable(start time.Time, zone *time.Location) *Clock {
	c := &Clock{zone: zone, step: recheck, alarms: map[*alarm]struct{}{}}
	began := time.Now()
	c.read = func() time.Time {
		c.mu.Lock()
		defer c.mu.Unlock()
		return start.Add(time.Since(began) + c.offset)
	}
	return c
}

// Advance moves a clock made by Movable on by d, or back if d is negative. On
// other clocks it does nothing.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	c.offset += d
	ringing := make([]*alarm, 0, len(c.alarms))
	for a := range c.alarms {
		ringing = append(ringing, a)
	}
	c.mu.Unlock()
	for _, a := range ringing {
		a.check()
	}
}

// Now returns the time in the city, in its zone and without a monotonic part.
func (c *Clock) Now() time.Time { return c.read().Round(0).In(c.zone) }

// Zone returns the city's time zone.
func (c *Clock) Zone() *time.Location { return c.zone }

// fresh is the age up to which a message counts as just sent: providers give
// whole seconds.
const fresh = 2 * time.Second

// Stamp turns a provider's date into city time, never later than now. A zero
// date is now.
//
// On a moved clock the provider's date may be on real time or on the moved
// clock, as a fake's is: the nearer of the two is meant. If it is real, the age
// of the message is taken off the city's clock.
func (c *Clock) Stamp(provider time.Time) time.Time {
	now := c.Now()
	if provider.IsZero() {
		return now
	}
	provider = provider.Round(0).In(c.zone)
	if !c.real {
		age := time.Since(provider)
		if age.Abs() < now.Sub(provider).Abs() {
			if age < fresh {
				age = 0
			}
			return now.Add(-age)
		}
	}
	if provider.After(now) {
		return now
	}
	return provider
}
