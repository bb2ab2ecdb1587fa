package store

import (
	"time"

	"wijkbot/store/wijk"
)

// timers are found by person, kind and scope, and by due time.
var timers = &Table[wijk.Timer]{Name: "timers", Indexes: []Index[wijk.Timer]{
	{"due", func(t *wijk.Timer) []string { return []string{When(t.Due)} }},
}}

func timerKey(t wijk.Timer) string { return t.Person + "\x00" + t.Kind + "\x00" + t.Scope }

// SetTimer sets the timer of t's person, kind and scope to t.Due. An earlier
// setting does nothing any more.
func SetTimer(tx *Tx, t wijk.Timer) {
	t.Gen = tx.Next("timer")
	timers.Put(tx, timerKey(t), t)
	tx.Touch(Clocks)
}

// StopTimer removes a timer, if it is set.
func StopTimer(tx *Tx, person, kind, scope string) {
	key := timerKey(wijk.Timer{Person: person, Kind: kind, Scope: scope})
	if timers.Has(tx, key) {
		timers.Delete(tx, key)
	}
}

// DueTimers returns up to limit timers that are due, earliest first.
func DueTimers(tx *Tx, now time.Time, limit int) (due []wijk.Timer) {
	for _, t := range timers.FindRange(tx, "due", "", When(now.Add(1))) {
		if due = append(due, t); len(due) == limit {
			break
		}
	}
	return due
}

// NextTimer returns when the next timer is due.
func NextTimer(tx *Tx) (due time.Time, ok bool) {
	for _, t := range timers.FindRange(tx, "due", "", "") {
		return t.Due, true
	}
	return due, false
}

// TakeTimer removes t and reports whether it was still the current setting.
// One that was set again or stopped in the meantime is stale.
func TakeTimer(tx *Tx, t wijk.Timer) bool {
	now, ok := timers.Get(tx, timerKey(t))
	if !ok || now.Gen != t.Gen {
		return false
	}
	timers.Delete(tx, timerKey(t))
	return true
}

// Timer returns when a timer is due.
func Timer(tx *Tx, person, kind, scope string) (due time.Time, ok bool) {
	t, ok := timers.Get(tx, timerKey(wijk.Timer{Person: person, Kind: kind, Scope: scope}))
	return t.Due, ok
}

// TimersOf returns the timers of a person.
func TimersOf(tx *Tx, person string) (all []wijk.Timer) {
	for _, t := range timers.All(tx, person+"\x00") {
		all = append(all, t)
	}
	return all
}
