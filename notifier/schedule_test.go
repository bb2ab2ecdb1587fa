package notifier

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/notifier/clock"
	"wijkbot/store"
)

func TestParse(t *testing.T) {
	for _, ok := range []string{"0 9 * * *", "*/15 8-20 * * 1-5", "@daily", "30 2 29 2 *"} {
		if err := Parse(ok); err != nil {
			t.Errorf("%q: %v", ok, err)
		}
	}
	for _, bad := range []string{"", "9", "TZ=0", "CRON_TZ=Europe/Amsterdam", "TZ=UTC 0 9 * * *", "@every 24h", "0 9 31 2 *", "0 25 * * *", "0 9 * * 8", "0 9 * * ma"} {
		if Parse(bad) == nil {
			t.Errorf("%q is a schedule", bad)
		}
	}
}

// at starts a world whose clock shows a wall time in Amsterdam.
func at(t *testing.T, start string, test func(t *testing.T, w *world)) {
	zone := amsterdam(t)
	now, err := time.ParseInLocation("2006-01-02 15:04", start, zone)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		test(t, newWorld(t, clock.Movable(now, zone)))
	})
}

// ran is a round that notes when it ran, and for which times.
func ran(id, spec string) Round {
	return Round{ID: id, Cron: spec, Run: func(tx *store.Tx, from, at, now time.Time) {
		fired.Put(tx, store.Num(tx.Next("fired")), id+" "+from.Format("02 15:04")+" - "+at.Format("02 15:04 -0700")+" at "+now.Format("02 15:04"))
	}}
}

// In both nights in which the clocks change, and on the days around them,
// each round runs once.
func TestRoundsOverClockChanges(t *testing.T) {
	for _, x := range []struct {
		start string
		want  []string
	}{
		{"2027-03-27 12:00", []string{
			"nacht 27 11:59 - 28 03:30 +0200 at 28 03:30", // 02:30 does not exist
			"ochtend 27 11:59 - 28 09:00 +0200 at 28 09:00",
			"nacht 28 03:30 - 29 02:30 +0200 at 29 02:30",
			"ochtend 28 09:00 - 29 09:00 +0200 at 29 09:00",
		}},
		{"2026-10-24 12:00", []string{
			"nacht 24 11:59 - 25 02:30 +0100 at 25 02:30", // the second of two
			"ochtend 24 11:59 - 25 09:00 +0100 at 25 09:00",
			"nacht 25 02:30 - 26 02:30 +0100 at 26 02:30",
			"ochtend 25 09:00 - 26 09:00 +0100 at 26 09:00",
		}},
	} {
		at(t, x.start, func(t *testing.T, w *world) {
			w.Rounds = []Round{ran("nacht", "30 2 * * *"), ran("ochtend", "0 9 * * *")}
			w.start()
			pass(46 * time.Hour)
			if diff := cmp.Diff(x.want, w.firings()); diff != "" {
				t.Errorf("from %s (-want +got):\n%s", x.start, diff)
			}
		})
	}
}

// Restarts in the repeated hour do not double a round; a restart that skips it
// catches up.
func TestRoundsAndRestartsInTheRepeatedHour(t *testing.T) {
	at(t, "2026-10-25 01:50", func(t *testing.T, w *world) {
		rounds := []Round{ran("nacht", "30 2 * * *")}
		w.Rounds = rounds
		w.start()
		for range 4 { // away from 02:10, 02:45, and in winter time from 02:20
			pass(20 * time.Minute)
			w.restart()
			w.Clock.Advance(15 * time.Minute)
			w.Rounds = rounds
			w.start()
		}
		pass(2 * time.Hour)
		want := []string{"nacht 25 01:49 - 25 02:30 +0100 at 25 02:35"}
		if diff := cmp.Diff(want, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestRoundsMissedBecomeOne(t *testing.T) {
	at(t, "2026-11-23 08:00", func(t *testing.T, w *world) {
		rounds := []Round{ran("kwartier", "*/15 * * * *"), ran("week", "0 10 * * 1")}
		w.Rounds = rounds
		w.start()
		pass(20 * time.Minute)
		w.restart()
		w.Clock.Advance(3*24*time.Hour + 50*time.Minute)
		w.Rounds = rounds
		w.start()
		pass(time.Minute)
		want := []string{
			"kwartier 23 07:59 - 23 08:00 +0100 at 23 08:00", // the minute we began in
			"kwartier 23 08:00 - 23 08:15 +0100 at 23 08:15",
			"kwartier 23 08:15 - 26 09:00 +0100 at 26 09:10",
			"week 23 07:59 - 23 10:00 +0100 at 26 09:10",
		}
		if diff := cmp.Diff(want, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// Whatever the clock does, a round runs once for each of its times.
func TestRoundsWhenTheClockJumps(t *testing.T) {
	at(t, "2026-11-23 08:50", func(t *testing.T, w *world) {
		w.Rounds = []Round{ran("ochtend", "0 9 * * *")}
		w.start()
		pass(time.Second)
		for _, jump := range []time.Duration{2 * time.Hour, -2 * time.Hour, time.Hour, -24 * time.Hour, 24 * time.Hour} {
			w.Clock.Advance(jump)
			pass(40 * time.Minute)
		}
		if n := len(w.firings()); n != 1 {
			t.Errorf("ran %d times on one day: %v", n, w.firings())
		}
		pass(24 * time.Hour)
		if n := len(w.firings()); n != 2 {
			t.Errorf("and the next day %v", w.firings())
		}
		// Years ahead by mistake, and back: it must not rest for years.
		w.Clock.Advance(9 * 365 * 24 * time.Hour)
		pass(time.Minute)
		w.Clock.Advance(-9 * 365 * 24 * time.Hour)
		pass(48 * time.Hour)
		if n := len(w.firings()); n != 5 {
			t.Errorf("after a clock that was wrong: %v", w.firings())
		}
	})
}

// A round that fails changes nothing, is tried again each minute, and does not
// hold up others; staff hears of it once.
func TestRoundPanics(t *testing.T) {
	at(t, "2026-11-23 08:59", func(t *testing.T, w *world) {
		mended := w.Clock.Now().Add(4 * time.Minute)
		bad := ran("stuk", "0 9 * * *")
		run := bad.Run
		bad.Run = func(tx *store.Tx, from, at, now time.Time) {
			run(tx, from, at, now)
			if now.Before(mended) {
				panic("a bug")
			}
		}
		w.Rounds = []Round{bad, ran("heel", "0 9 * * *")}
		w.start()
		pass(2 * time.Minute)
		want := []string{"heel 23 08:58 - 23 09:00 +0100 at 23 09:00"}
		if diff := cmp.Diff(want, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		pass(time.Hour)
		want = append(want, "stuk 23 08:58 - 23 09:00 +0100 at 23 09:03")
		if diff := cmp.Diff(want, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"round/stuk"}, w.warnings()); diff != "" {
			t.Errorf("staff heard (-want +got):\n%s", diff)
		}
	})
}

// Rounds from the store come and change while we run. One that moves to
// another time does not catch up on what it never promised.
func TestRoundsInTheStore(t *testing.T) {
	specs := &store.Table[string]{Name: "test.specs"}
	at(t, "2026-11-23 08:00", func(t *testing.T, w *world) {
		w.Extra = func(tx *store.Tx) (all []Round) {
			for id, spec := range specs.All(tx, "") {
				all = append(all, ran(id, spec))
			}
			return all
		}
		set := func(id, spec string) {
			w.update(func(tx *store.Tx) { specs.Put(tx, id, spec); tx.Touch(store.Clocks) })
			pass(2 * time.Second)
		}
		w.start()
		pass(time.Second)
		set("spreekuur", "0 10 * * 1")
		set("kapot", "TZ=0")
		pass(3 * time.Hour)
		set("spreekuur", "0 9 * * *") // nine o'clock has passed
		pass(24 * time.Hour)
		want := []string{
			"spreekuur 23 07:59 - 23 10:00 +0100 at 23 10:00",
			"spreekuur 23 10:59 - 24 09:00 +0100 at 24 09:00",
		}
		if diff := cmp.Diff(want, w.firings()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"round/kapot"}, w.warnings()); diff != "" {
			t.Errorf("staff heard (-want +got):\n%s", diff)
		}
	})
}
