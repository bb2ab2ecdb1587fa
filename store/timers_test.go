package store_test

import (
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

func TestTimers(t *testing.T) {
	db := kvtest.Open(t)
	bell := db.Listen(store.Clocks)
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	due := func(now time.Time, limit int) (all []wijk.Timer) {
		view(t, db, func(tx *store.Tx) { all = store.DueTimers(tx, now, limit) })
		return all
	}
	view(t, db, func(tx *store.Tx) {
		if _, ok := store.NextTimer(tx); ok {
			t.Error("no timer is set, and one is next")
		}
	})
	update(t, db, func(tx *store.Tx) {
		store.SetTimer(tx, wijk.Timer{Person: "r-1", Kind: "remind", Scope: "a", Due: at(5)})
		store.SetTimer(tx, wijk.Timer{Person: "r-1", Kind: "remind", Scope: "b", Due: at(1)})
		store.SetTimer(tx, wijk.Timer{Person: "r-2", Kind: "remind", Scope: "a", Due: at(3)})
	})
	if !rang(bell) {
		t.Error("a timer does not wake those who wait for one")
	}
	scopes := func(all []wijk.Timer) (s string) {
		for _, x := range all {
			s += x.Person + x.Scope + " "
		}
		return s
	}
	same(t, "earliest first", "r-1b r-2a r-1a ", scopes(due(at(5), 10)))
	same(t, "no more than asked", "r-1b r-2a ", scopes(due(at(5), 2)))
	same(t, "a moment before", "r-1b r-2a ", scopes(due(at(5).Add(-1), 10)))
	same(t, "none due", "", scopes(due(at(0), 10)))

	stale := due(at(1), 1)[0]
	update(t, db, func(tx *store.Tx) { // set again: the old one does nothing
		store.SetTimer(tx, wijk.Timer{Person: "r-1", Kind: "remind", Scope: "b", Due: at(9)})
		if store.TakeTimer(tx, stale) {
			t.Error("a timer that was set again fired")
		}
		if when, ok := store.Timer(tx, "r-1", "remind", "b"); !ok || !when.Equal(at(9)) {
			t.Errorf("it is due at %v %v", when, ok)
		}
	})
	same(t, "moved", "r-2a r-1a r-1b ", scopes(due(at(9), 10)))

	stale = due(at(3), 1)[0]
	update(t, db, func(tx *store.Tx) { // stopped, and set again to the same moment
		store.StopTimer(tx, "r-2", "remind", "a")
		store.StopTimer(tx, "r-2", "remind", "never set")
		if store.TakeTimer(tx, stale) {
			t.Error("a timer that was stopped fired")
		}
		store.SetTimer(tx, wijk.Timer{Person: "r-2", Kind: "remind", Scope: "a", Due: at(3)})
		if store.TakeTimer(tx, stale) {
			t.Error("a timer that was stopped fired as the one set after it")
		}
	})
	for i, want := range []string{"r-2a ", "r-1a ", "r-1b "} {
		next := due(at(9), 1)
		same(t, "next", want, scopes(next))
		update(t, db, func(tx *store.Tx) {
			if when, ok := store.NextTimer(tx); !ok || !when.Equal(next[0].Due) {
				t.Errorf("NextTimer is %v %v", when, ok)
			}
			if !store.TakeTimer(tx, next[0]) || store.TakeTimer(tx, next[0]) {
				t.Errorf("timer %d does not fire exactly once", i)
			}
		})
	}
	same(t, "none left", 0, len(due(at(99), 10)))
}
