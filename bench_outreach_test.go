package main

import (
	"fmt"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// roundPeople are as many as there are residents over 70 in a large city.
	roundPeople = 20_000
	// roundMost is how long anybody may wait for a step of a round: a cry for
	// help comes in behind it.
	roundMost = time.Second
	// firedAtOnce is how many timers the notifier fires in one transaction.
	firedAtOnce = 100
)

// BenchmarkOutreachRound invites 20,000 people by letter, asks them by SMS ten
// days later, reminds them, puts those who are silent on a list, and makes the
// picture of the quarter; all in steps as the notifier takes them, on a file on
// disk. It reports the longest transaction of each, and fails over roundMost.
func BenchmarkOutreachRound(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		t := newTown(b, nil, nil)
		for from := 0; from < roundPeople; from += 5000 {
			t.update(func(tx *store.Tx) {
				for i := from; i < from+5000; i++ {
					p := wijk.Person{
						ID: fmt.Sprintf("r-%05d", i), Name: "Mevrouw Voorbeeld", Phone: phone(i), Wijk: []string{"dorp", "meerzicht", "rokkeveen", "oosterheem"}[i%4],
						Address: "Dorpsstraat 12", Postcode: "2712AB", Over70: "2026-11-01", Cohort: 1935 + i%10,
					}
					store.People.Put(tx, p.ID, p)
				}
			})
		}
		collect()
		b.StartTimer()
		t.round(b)
		t.close()
	}
	b.ReportMetric(load(), "load")
}

// round plays the round and reports the longest step of each part.
func (t *town) round(b *testing.B) {
	now := t.clock.Now()
	r := wijk.Round{ID: "w-70", Kind: wijk.RoundOutreach, Cohorts: []int{1930, 1950}, Authorisation: "B-1", Text: "Wij komen graag langs."}
	worst := time.Duration(0)
	step := func(fn func(tx *store.Tx)) {
		began := time.Now()
		t.update(fn)
		worst = max(worst, time.Since(began))
	}
	told := func(part string) {
		if worst > roundMost {
			b.Errorf("a step of the %s took %v, over %v", part, worst, roundMost)
		}
		b.ReportMetric(float64(worst.Microseconds())/1000, "ms-"+part)
		worst = 0
	}
	fire := func(until time.Time) {
		for more := true; more; {
			step(func(tx *store.Tx) {
				due := store.DueTimers(tx, until, firedAtOnce)
				for _, timer := range due {
					if store.TakeTimer(tx, timer) {
						t.city.Fire(tx, timer, timer.Due)
					}
				}
				more = len(due) > 0
			})
		}
	}
	step(func(tx *store.Tx) { t.city.Outreach(tx, r, now) })
	fire(now.AddDate(0, 0, 1))
	told("letters")
	fire(now.AddDate(0, 0, 14))
	told("messages")
	fire(now.AddDate(0, 0, 35))
	told("reminders")
	fire(now.AddDate(0, 0, 70))
	told("silent")
	step(func(tx *store.Tx) {
		_, err := t.city.Picture(tx, "2026Q4", now.AddDate(0, 3, 0))
		t.must(err)
	})
	told("picture")
	t.update(func(tx *store.Tx) {
		invited, silent := 0, 0
		for _, o := range store.Outreaches.All(tx, "") {
			invited++
			if !o.Silent.IsZero() && !o.Asked.IsZero() && !o.Reminded.IsZero() && len(o.Posted) > 0 {
				silent++
			}
		}
		if invited != roundPeople || silent != roundPeople {
			b.Errorf("%d invited and %d on the list of the silent, want %d", invited, silent, roundPeople)
		}
	})
}
