package notifier

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"wijkbot/store"

	"github.com/robfig/cron/v3"
)

// A Round is something the city does by itself at set times.
//
// Cron only ticks: when a round last ran is in the store, written in the same
// transaction as what it did, so that it runs once whatever is restarted or
// put back. To add a round, add it to the table in rounds.go.
type Round struct {
	// ID names the round for ever.
	ID string
	// Cron is its schedule in city time; see Parse.
	Cron string
	// Run does the round for the times after from up to and including at, the
	// last one that came; after downtime several became one. It runs in an
	// Update, possibly more than once, and may change nothing but tx.
	Run func(tx *store.Tx, from, at, now time.Time)
}

// A roundRunner is the memory of the loop that runs rounds. Losing it does no
// harm: what ran is in the store.
type roundRunner struct {
	schedules map[string]cron.Schedule // by spec; nil for one that cannot be read
	failed    map[string]failure       // by id
	coming    map[string]coming        // by id
	rested    time.Time                // no evaluation before then
	looked    atomic.Pointer[moment]   // the last evaluation
}

// A moment is one by both clocks.
type moment struct{ real, city time.Time }

// A coming time is the first one after a mark, both on the wall: which it is
// takes a search through the calendar for a round that seldom comes.
type coming struct {
	stored string
	first  time.Time
}

// A failure is a round that could not run.
type failure struct {
	at    time.Time // which of its times
	retry time.Time // in real time
}

func (r *roundRunner) setup(*Notifier) {
	r.schedules, r.failed, r.coming = map[string]cron.Schedule{}, map[string]failure{}, map[string]coming{}
}

const (
	// evaluate bounds how often timers that are set make us look at rounds.
	evaluate = time.Second
	// retryRound is when a round that failed is tried again.
	retryRound = time.Minute
	// absurd is how far in the future a mark was set by a clock that was wrong.
	// One that is put back by up to a day must not run a round twice.
	absurd = 48 * time.Hour
)

// roundStep runs the rounds that are due.
func (n *Notifier) roundStep(ctx context.Context) (wake, error) {
	real := time.Now()
	if real.Before(n.rounds.rested) {
		return wake{real: n.rounds.rested}, nil
	}
	n.rounds.rested = real.Add(evaluate)
	now := n.Clock.Now()
	all, marks, err := n.allRounds(ctx)
	if err != nil {
		return wake{}, err
	}
	var w wake
	for _, r := range all {
		if err := n.consider(ctx, r, marks[r.ID], now, &w); err != nil {
			return w, err
		}
	}
	n.rounds.looked.Store(&moment{real: real, city: now})
	return w, nil
}

// allRounds returns the rounds and how far each has come.
func (n *Notifier) allRounds(ctx context.Context) (all []Round, marks map[string]string, err error) {
	read := func(extra bool) error {
		return n.DB.View(ctx, func(tx *store.Tx) error {
			all, marks = append([]Round(nil), n.Rounds...), map[string]string{}
			if extra && n.Extra != nil {
				all = append(all, n.Extra(tx)...)
			}
			for _, r := range all {
				marks[r.ID], _ = store.Done.Get(tx, roundKey(r.ID))
			}
			return nil
		})
	}
	if err = read(true); err == nil || fatal(err) || ctx.Err() != nil {
		return all, marks, err
	}
	n.Log.Error("rounds in the store cannot be read", "error", err)
	err = read(false) // our own rounds go on
	return all, marks, err
}

func roundKey(id string) string { return "round/" + id }

// consider runs r if it is due, and notes when to look again.
func (n *Notifier) consider(ctx context.Context, r Round, stored string, now time.Time, w *wake) error {
	s, err := n.schedule(ctx, r)
	if err != nil || s == nil {
		return err
	}
	mark, ok := readMark(stored, r.Cron)
	if ok && mark.Sub(wall(now)) > absurd {
		n.Log.Error("a round has run in the future: the clock was wrong", "round", r.ID)
		ok, mark = false, time.Time{}
	}
	if !ok {
		// New, or on another schedule: from this minute on, but nothing twice.
		mark = latest(mark, wall(now).Truncate(time.Minute).Add(-time.Minute))
		fresh := writeMark(mark, r.Cron)
		if err := n.moveMark(ctx, r.ID, stored, fresh); err != nil {
			return err
		}
		stored = fresh
	}
	if t := n.rounds.first(r, stored, mark, s); !t.IsZero() && t.After(edge(now)) && city(t, now.Location()).After(now) {
		w.atCity(city(t, now.Location()))
		return nil
	}
	if at, due := last(s, mark, now); due {
		return n.run(ctx, r, stored, mark, at, now, w)
	}
	if t := next(s, mark, now); !t.IsZero() {
		w.atCity(t)
	}
	return nil
}

// first returns when r comes first after a mark, by the wall.
func (r *roundRunner) first(x Round, stored string, mark time.Time, s cron.Schedule) time.Time {
	known, ok := r.coming[x.ID]
	if !ok || known.stored != stored {
		known = coming{stored, s.Next(mark)}
		r.coming[x.ID] = known
	}
	return known.first
}

// schedule returns the schedule of r, nil if it cannot be read.
func (n *Notifier) schedule(ctx context.Context, r Round) (cron.Schedule, error) {
	if s, ok := n.rounds.schedules[r.Cron]; ok {
		return s, nil
	}
	s, err := parse(r.Cron)
	n.rounds.schedules[r.Cron] = s
	if err != nil {
		n.Log.Error("round has no schedule", "round", r.ID, "error", err)
		return nil, n.warn(ctx, roundKey(r.ID), "De ronde \""+r.ID+"\" heeft een tijd die niet klopt en gaat niet. Waarschuw de beheerder.")
	}
	return s, nil
}

// run runs r for the time at, unless somebody else did.
func (n *Notifier) run(ctx context.Context, r Round, stored string, mark, at, now time.Time, w *wake) error {
	f := n.rounds.failed[r.ID]
	if f.at.Equal(at) && time.Now().Before(f.retry) {
		w.atReal(f.retry)
		return nil
	}
	from, to := city(mark, now.Location()), city(at, now.Location())
	err := n.update(ctx, func(tx *store.Tx) error {
		if have, _ := store.Done.Get(tx, roundKey(r.ID)); have != stored {
			return nil
		}
		store.Done.Put(tx, roundKey(r.ID), writeMark(at, r.Cron))
		r.Run(tx, from, to, now)
		return nil
	})
	if err == nil {
		delete(n.rounds.failed, r.ID)
		w.again = true // when it comes next
		n.rounds.rested = time.Time{}
		return nil
	}
	if fatal(err) || isFull(err) {
		return err
	}
	n.Log.Error("round failed", "round", r.ID, "error", err)
	retry := time.Now().Add(retryRound)
	n.rounds.failed[r.ID] = failure{at, retry}
	w.atReal(retry)
	if f.at.Equal(at) {
		return nil // staff knows
	}
	return n.warn(ctx, roundKey(r.ID), "De ronde \""+r.ID+"\" is niet gelukt. "+
		"Hij wordt elke minuut opnieuw geprobeerd. Kijk wie er nu geen bericht krijgt, en waarschuw de beheerder.")
}

// moveMark replaces a mark, unless somebody else did.
func (n *Notifier) moveMark(ctx context.Context, id, from, to string) error {
	return n.update(ctx, func(tx *store.Tx) error {
		if have, _ := store.Done.Get(tx, roundKey(id)); have == from {
			store.Done.Put(tx, roundKey(id), to)
		}
		return nil
	})
}

// markLayout is how wall time is stored.
const markLayout = "2006-01-02T15:04:05"

func writeMark(mark time.Time, spec string) string { return mark.Format(markLayout) + " " + spec }

// readMark returns the last time that is done, and whether that was on this
// schedule.
func readMark(stored, spec string) (mark time.Time, ok bool) {
	when, was, _ := strings.Cut(stored, " ")
	mark, err := time.Parse(markLayout, when)
	return mark, err == nil && was == spec
}
