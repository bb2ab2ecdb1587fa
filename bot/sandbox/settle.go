package sandbox

import (
	"context"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// look is how often we look whether the bot is done.
	look = 2 * time.Millisecond
	// patience is how long the bot gets to do what is due, and broken how long
	// when a provider does not work, so that it cannot be done.
	patience = 3 * time.Second
	broken   = 300 * time.Millisecond
	// soon is how long a message may be put aside and still be waited for.
	soon = 2 * time.Second
	// farthest is longer than anything in the outbox waits on real time.
	farthest = 24 * time.Hour
)

// channels are where something can wait to leave.
var channels = [...]wijk.Channel{wijk.Telegram, wijk.SMS, wijk.Voice, wijk.Letter}

// settle waits until the bot has done all that is due by now, and reports
// whether it has. What cannot leave because a provider does not work is not
// waited for as long. p is nil when the clock stands.
func (s *Sandbox) settle(ctx context.Context, c City, p *timetable) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(look)
	defer tick.Stop()
	began, working := time.Now(), s.currentFaults().none()
	for {
		due, sending := true, true
		err := c.DB.View(ctx, func(tx *store.Tx) error {
			due, sending = s.due(tx, p), s.sending(tx)
			return nil
		})
		if err == nil && !due && (!sending || !working && time.Since(began) > broken) {
			return !sending
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false
		}
	}
}

// due reports whether there is something to do by now that was not done yet.
func (s *Sandbox) due(tx *store.Tx, p *timetable) bool {
	now := s.clock.Now()
	if due, ok := store.NextTimer(tx); ok && !due.After(now) {
		return true
	}
	if end, ok := store.NextEnd(tx); ok && end.Before(now) {
		return true
	}
	return p != nil && p.behind(tx, now)
}

// sending reports whether a message is to leave by now, or is on its way.
func (s *Sandbox) sending(tx *store.Tx) bool {
	now, real := s.clock.Now(), time.Now()
	for _, ch := range channels {
		for class := wijk.Alarm; class <= wijk.Broadcast; class++ {
			for range store.Ready(tx, ch, class, now) {
				return true
			}
		}
	}
	for _, m := range store.Leased(tx, real.Add(farthest), real.Add(farthest)) {
		if m.State == wijk.Sending || m.State == wijk.Queued && m.Until.Before(real.Add(soon)) {
			return true
		}
	}
	return s.reporting(tx)
}

// reporting reports whether Twilio still has to tell of an SMS that it
// arrived: that comes right after it was taken.
func (s *Sandbox) reporting(tx *store.Tx) bool {
	const last = 20
	sent := s.sms.Sent()
	for _, m := range sent[max(0, len(sent)-last):] {
		for _, row := range store.Outbox.Find(tx, "sid", m.SID) {
			if row.State == wijk.Sent {
				return true
			}
		}
	}
	calls := s.sms.Calls()
	return len(calls) > 0 && calls[len(calls)-1].Status == "queued" // it rings at once
}

// A timetable is when the city does something of its own accord.
type timetable struct {
	// slots are the times of day at which somebody is to be asked.
	slots map[string]bool
	// rounds are the schedules, by their text.
	rounds map[string]cron.Schedule
	stored int // rounds that were imported
}

// minutely is up to which interval a round only looks whether there is
// something to do; when there is, is in slots.
const minutely = time.Hour

func readTimetable(ctx context.Context, db *store.DB) (*timetable, error) {
	p := &timetable{rounds: make(map[string]cron.Schedule)}
	err := db.View(ctx, func(tx *store.Tx) error {
		p.slots, p.stored = make(map[string]bool), 0
		for _, x := range store.People.FindRange(tx, "slot", "", "") {
			p.slots[x.CheckIn.Time] = true
		}
		for range store.Rounds.All(tx, "") {
			p.stored++
		}
		return nil
	})
	return p, err
}

// marks are where the rounds note how far they came: on the city's wall clock,
// with their schedule behind it.
const (
	marks      = "round/"
	markLayout = "2006-01-02T15:04:05"
)

// each calls fn for every round with how far it came, and reports how many
// there are. Times are what the clocks on the wall show, as UTC.
func (p *timetable) each(tx *store.Tx, fn func(mark time.Time, s cron.Schedule)) (n int) {
	for _, v := range store.Done.All(tx, marks) {
		when, spec, _ := strings.Cut(v, " ")
		mark, err := time.Parse(markLayout, when)
		if err != nil {
			continue
		}
		s, ok := p.rounds[spec]
		if !ok {
			if s, err = cron.ParseStandard(spec); err != nil {
				s = nil // the notifier refused it, and told so
			}
			p.rounds[spec] = s
		}
		n++
		if s != nil {
			fn(mark, s)
		}
	}
	return n
}

// behind reports whether a round is due and has not run.
func (p *timetable) behind(tx *store.Tx, now time.Time) (late bool) {
	shown := wall(now)
	n := p.each(tx, func(mark time.Time, s cron.Schedule) {
		if next, ok := p.comes(s, mark); ok && !next.After(shown) {
			late = true
		}
	})
	return late || n <= p.stored // a new round notes that it begins now
}

// comes returns when a round next has something to do after a time.
func (p *timetable) comes(s cron.Schedule, after time.Time) (next time.Time, ok bool) {
	next = s.Next(after)
	if next.IsZero() || s.Next(next).Sub(next) > minutely {
		return next, !next.IsZero()
	}
	ok = false
	for slot := range p.slots {
		at, err := time.Parse("15:04", slot)
		if err != nil {
			continue
		}
		t := time.Date(after.Year(), after.Month(), after.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
		if !t.After(after) {
			t = t.AddDate(0, 0, 1)
		}
		if !s.Next(t.Add(-time.Second)).Equal(t) {
			continue // it looks at other hours: nothing is to be waited for
		}
		if !ok || t.Before(next) {
			next, ok = t, true
		}
	}
	return next, ok
}

// wall returns what the clocks show at t, as UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// stop returns the first moment after now at which the city has something to
// do, and target if that is first.
func (p *timetable) stop(tx *store.Tx, now, target time.Time) time.Time {
	consider := func(t time.Time, ok bool) {
		if ok && t.After(now) && t.Before(target) {
			target = t
		}
	}
	consider(store.NextTimer(tx))
	consider(store.NextEnd(tx))
	for _, ch := range channels {
		consider(store.NextDue(tx, ch, now))
	}
	shown := wall(now)
	p.each(tx, func(_ time.Time, s cron.Schedule) {
		next, ok := p.comes(s, shown)
		// Around a change of the clocks this is an hour off, and then the round
		// runs at the stop after it.
		consider(now.Add(next.Sub(shown)), ok)
	})
	return target
}
