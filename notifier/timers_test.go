package notifier

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// fired holds the scopes of timers that fired, with the time.
var fired = &store.Table[string]{Name: "test.fired"}

func (w *world) firings() (all []string) {
	w.t.Helper()
	w.view(func(tx *store.Tx) {
		all = nil
		for _, s := range fired.All(tx, "") {
			all = append(all, s)
		}
	})
	return all
}

func note(tx *store.Tx, what string, now time.Time) {
	fired.Put(tx, store.Num(tx.Next("fired")), now.Format("15:04 ")+what)
}

func TestTimersFireOnceAndOnTime(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		w := newWorld(t, c)
		w.Fire = func(tx *store.Tx, x wijk.Timer, now time.Time) {
			note(tx, x.Scope, now)
			if x.Scope == "ladder" && now.Hour() < 12 {
				x.Due = now.Add(time.Hour) // the next step
				store.SetTimer(tx, x)
			}
		}
		in := func(d time.Duration, scope string) wijk.Timer {
			return wijk.Timer{Person: "r-1", Kind: "k", Scope: scope, Due: c.Now().Add(d)}
		}
		w.update(func(tx *store.Tx) {
			store.SetTimer(tx, in(30*time.Minute, "ladder"))
			store.SetTimer(tx, in(10*time.Minute, "stale"))
			store.SetTimer(tx, in(20*time.Minute, "stopped"))
		})
		w.start()
		pass(time.Minute)
		w.update(func(tx *store.Tx) {
			store.SetTimer(tx, in(40*time.Minute, "stale")) // set again: later
			store.StopTimer(tx, "r-1", "k", "stopped")
		})
		pass(time.Hour)
		if diff := cmp.Diff([]string{"10:00 ladder", "10:11 stale"}, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		w.restart()
		w.Fire = func(tx *store.Tx, x wijk.Timer, now time.Time) { note(tx, x.Scope, now) }
		c.Advance(3 * time.Hour) // down for as long
		w.start()
		pass(time.Second)
		if diff := cmp.Diff([]string{"10:00 ladder", "10:11 stale", "13:31 ladder"}, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		// The clock is put back: nothing fires twice.
		c.Advance(-2 * time.Hour)
		pass(time.Hour)
		if n := len(w.firings()); n != 3 {
			t.Errorf("after the clock was put back: %v", w.firings())
		}
	})
}

// A timer that cannot be digested waits and is tried again; the others, in
// the same batch, do not wait for it.
func TestTimerThatPanicsIsKept(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		w := newWorld(t, c)
		until := c.Now().Add(5 * time.Minute)
		w.Fire = func(tx *store.Tx, x wijk.Timer, now time.Time) {
			note(tx, x.Scope, now)
			if x.Scope == "gif" && now.Before(until) {
				panic("a bug")
			}
		}
		w.update(func(tx *store.Tx) {
			for _, scope := range []string{"een", "gif", "twee"} {
				store.SetTimer(tx, wijk.Timer{Kind: "k", Scope: scope, Due: c.Now().Add(time.Second)})
			}
		})
		w.start()
		pass(2 * time.Second)
		if diff := cmp.Diff([]string{"09:30 een", "09:30 twee"}, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		pass(10 * time.Minute)
		if diff := cmp.Diff([]string{"09:30 een", "09:30 twee", "09:35 gif"}, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"timer/k"}, w.warnings()); diff != "" {
			t.Errorf("staff heard (-want +got):\n%s", diff)
		}
	})
}
