package flows_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// alarmsOf gives a person closed cases with these outcomes, a day apart.
func (s *stage) alarmsOf(person string, outcomes ...string) {
	s.update(func(tx *store.Tx) {
		for i, code := range outcomes {
			id := tx.Next("case")
			store.Cases.Put(tx, store.Num(id), wijk.Case{
				ID: id, Kind: wijk.CaseUnreached, Severity: wijk.Red, Person: person, Wijk: "meerzicht", State: wijk.CaseClosed,
				Opened: s.now.AddDate(0, 0, -i-1), Outcome: code,
			})
		}
	})
}

// wentLike gives a person check-ins of the last days that went one way.
func (s *stage) wentLike(person string, days int, change func(ck *wijk.CheckIn)) {
	s.update(func(tx *store.Tx) {
		for i := 1; i <= days; i++ {
			d := wijk.DateOf(s.now).Add(-i)
			at := d.At(9, 0, s.now.Location())
			ck := wijk.CheckIn{Person: person, Date: d, Slot: "09:00", Due: at, Asked: at, State: wijk.CheckInAnswered, LifeSign: at.Add(5 * time.Minute)}
			change(&ck)
			store.CheckIns.Put(tx, ck.Key(), ck)
		}
	})
}

// TestWeeklyAdvice: what is advised follows from how the check-ins went.
func TestWeeklyAdvice(t *testing.T) {
	kim := wijk.Address{Channel: wijk.Telegram, To: "2003"}
	for _, tc := range []struct {
		name, want string
		change     func(ck *wijk.CheckIn)
	}{
		{"late", "Antwoordt meestal rond 10.40. Kies een latere tijd.", func(ck *wijk.CheckIn) { ck.LifeSign = ck.Asked.Add(100 * time.Minute) }},
		{"undelivered", "Berichten komen vaak niet aan. Kies een ander kanaal.", func(ck *wijk.CheckIn) { ck.Bad = true }},
		{"by voice", "Antwoordt vooral als wij bellen. Kies bellen als eerste.", func(ck *wijk.CheckIn) {
			ck.Attempts = []wijk.Attempt{{Step: "D1", Channel: wijk.SMS}, {Step: "voice", Channel: wijk.Voice}}
		}},
		{"in time", "Vraag welke tijd beter past.", func(*wijk.CheckIn) {}},
	} {
		s := newStage(t)
		s.alarmsOf("r-1", "vals-vergeten", "vals-vergeten", "vals-ons", "hulp")
		s.alarmsOf("r-2", "vals-telefoon") // one is no pattern
		s.wentLike("r-1", 10, tc.change)
		s.update(func(tx *store.Tx) { s.city.AdviseFatigue(tx, s.now) })
		s.deliver()
		want := "Meeste vals alarm in 90 dagen:\nMevrouw De Wit (Meerzicht): 3 van 4 (2x vergeten, 1x fout van ons). " + tc.want
		if len(s.heard[kim]) != 1 || s.heard[kim][0].Text != want {
			t.Errorf("%s: heard %v, want %q", tc.name, s.heard[kim], want)
		}
	}
}

// TestNoAdvice: without false alarms, of long ago, of somebody who stopped, and
// for a wijk of somebody else, nothing is said.
func TestNoAdvice(t *testing.T) {
	s := newStage(t)
	s.care("collega", "twee Lot ouderenadviseur 2021 - dorp -")
	s.update(func(tx *store.Tx) { s.city.AdviseFatigue(tx, s.now) })
	s.alarmsOf("r-1", "hulp", "gesproken", "", "vals-ons")
	s.now = s.now.AddDate(0, 0, 80)
	s.alarmsOf("r-1", "vals-ons")
	s.now = s.now.AddDate(0, 0, 15)
	s.update(func(tx *store.Tx) { s.city.AdviseFatigue(tx, s.now) })
	s.deliver()
	if len(s.heard) > 0 {
		t.Errorf("heard %v", s.heard)
	}
	s.alarmsOf("r-1", "vals-ons")
	s.update(func(tx *store.Tx) { s.city.AdviseFatigue(tx, s.now) })
	s.deliver()
	if lot := (wijk.Address{Channel: wijk.Telegram, To: "2021"}); len(s.heard[lot]) > 0 || len(s.heard) != 2 {
		t.Errorf("heard %v, want only who covers the wijk", s.heard)
	}
	clear(s.heard)
	s.send(mevrouw, "stop")
	clear(s.heard)
	s.update(func(tx *store.Tx) { s.city.AdviseFatigue(tx, s.now) })
	s.deliver()
	if said := fmt.Sprint(s.heard); strings.Contains(said, "vals alarm") {
		t.Errorf("advice about somebody who stopped: %s", said)
	}
}

// TestRateOnTheCard: the card tells how many alarms were false.
func TestRateOnTheCard(t *testing.T) {
	s := newStage(t)
	s.alarmsOf("r-1", "vals-ons", "hulp")
	s.send(mevrouw, "ik ben gevallen")
	clear(s.heard)
	kim := wijk.Address{Channel: wijk.Telegram, To: "2003"}
	s.send(kim, "zaak 3")
	if said := fmt.Sprint(s.heard[kim]); !strings.Contains(said, "Vals alarm: 1 van 2 in 90 dagen") {
		t.Errorf("the card: %s", said)
	}
}
