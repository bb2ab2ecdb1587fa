package flows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// roster gives the city a roster.
func (s *stage) roster(rules ...wijk.Duty) {
	s.update(func(tx *store.Tx) { store.SetRoster(tx, rules) })
}

// onDuty returns the ids of who is on duty in a wijk at a time of the city.
func (s *stage) onDuty(slug string, at time.Time) (ids []string) {
	s.update(func(tx *store.Tx) {
		ids = nil
		for _, p := range s.city.OnDuty(tx, slug, at) {
			ids = append(ids, p.ID)
		}
	})
	return ids
}

func (s *stage) gaps(days ...wijk.Date) (all []string) {
	s.update(func(tx *store.Tx) {
		all = nil
		for _, g := range s.city.Gaps(tx, days) {
			all = append(all, fmt.Sprintf("%s %s-%s %d", g.Wijk, g.From.Format("02-01 15.04"), g.Until.Format("15.04"), g.People))
		}
	})
	return all
}

func (s *stage) clockAt(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, s.now.Location())
	s.check(err)
	return at
}

var everyDay = []string{"ma", "di", "wo", "do", "vr", "za", "zo"}
var workdays = []string{"ma", "di", "wo", "do", "vr"}

// TestNightShiftOverClockChange: who has the night has all of it, also when it
// is an hour longer or shorter, and nobody has an hour that is not theirs.
func TestNightShiftOverClockChange(t *testing.T) {
	s := newStage(t)
	s.care("collega", "twee Lot wijkzorgteam 2021 - - -")
	s.roster(
		wijk.Duty{Staff: "adviseur-1", Days: everyDay, From: "22:00", Until: "06:00"},
		wijk.Duty{Staff: "twee", Days: everyDay, From: "06:00", Until: "22:00"},
	)
	for _, night := range []struct {
		evening string
		hours   int
	}{{"2026-03-28 22:00", 7}, {"2026-10-24 22:00", 9}, {"2026-11-23 22:00", 8}} {
		from := s.clockAt(night.evening)
		for i := -60; i < night.hours*60+60; i += 15 {
			at, want := from.Add(time.Duration(i)*time.Minute), "twee"
			if i >= 0 && i < night.hours*60 {
				want = "adviseur-1"
			}
			if got := s.onDuty("dorp", at); !slices.Equal(got, []string{want}) {
				t.Errorf("%s and %d minutes: %v on duty, want %s", night.evening, i, got, want)
			}
		}
	}
}

// TestNoGapOverClockChange: a duty from 08:30 covers a check-in at 09:00 on the
// days on which the clock changes as on others.
func TestNoGapOverClockChange(t *testing.T) {
	s := newStage(t)
	s.roster(wijk.Duty{Staff: "adviseur-1", Days: everyDay, From: "08:30", Until: "17:00"})
	if got := s.gaps("2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"); len(got) > 0 {
		t.Errorf("gaps %q", got)
	}
	s.roster(wijk.Duty{Staff: "adviseur-1", Days: everyDay, From: "08:30", Until: "11:00"})
	if got := s.gaps("2026-03-29"); !slices.Equal(got, []string{"meerzicht 29-03 11.00-12.00 1"}) {
		t.Errorf("gaps %q", got)
	}
}

// TestRosterWithoutRules: without a roster those who are marked are on duty, and
// an empty roster is none.
func TestRosterWithoutRules(t *testing.T) {
	s := newStage(t)
	if got := s.onDuty("dorp", s.now); !slices.Equal(got, []string{"adviseur-1"}) {
		t.Errorf("on duty %v", got)
	}
	s.roster()
	if got := s.gaps("2026-11-24"); len(got) > 0 || len(s.onDuty("dorp", s.now)) != 1 {
		t.Errorf("gaps %v with an empty roster", got)
	}
	s.roster(wijk.Duty{Staff: "gone", Days: everyDay, From: "00:00", Until: "24:00"})
	if got := s.onDuty("dorp", s.now); len(got) > 0 {
		t.Errorf("%v on duty by a roster of somebody who left", got)
	}
	if got := s.gaps("2026-11-24"); !slices.Equal(got, []string{"dorp 24-11 10.00-13.00 1", "meerzicht 24-11 09.00-12.00 1"}) {
		t.Errorf("gaps %q", got)
	}
}

// TestOverlappingRules: two rules together cover what neither does alone, a
// rule for a wijk covers no other, and one for a role is for all who have it.
func TestOverlappingRules(t *testing.T) {
	s := newStage(t)
	s.care("collega", "twee Lot wijkzorgteam 2021 - meerzicht -")
	s.roster(
		wijk.Duty{Staff: "twee", Days: workdays, From: "08:00", Until: "10:30"},
		wijk.Duty{Staff: "adviseur-1", Days: workdays, From: "10:00", Until: "12:30"},
		wijk.Duty{Staff: "adviseur-1", Days: workdays, From: "09:00", Until: "11:00", Wijken: []string{"dorp"}},
	)
	if got := s.gaps("2026-11-24"); !slices.Equal(got, []string{"dorp 24-11 12.30-13.00 1"}) {
		t.Errorf("gaps %q", got)
	}
	if got := s.onDuty("meerzicht", s.clockAt("2026-11-24 09:30")); !slices.Equal(got, []string{"twee"}) {
		t.Errorf("on duty in Meerzicht: %v", got)
	}
	if got := s.onDuty("", s.clockAt("2026-11-24 09:30")); len(got) != 2 {
		t.Errorf("on duty for no wijk: %v", got)
	}
	s.roster(wijk.Duty{Role: wijk.Wijkzorgteam, Days: workdays, From: "08:00", Until: "24:00", Last: "2026-11-30"})
	if got := s.gaps("2026-11-24", "2026-12-01"); len(got) != 3 {
		t.Errorf("gaps %q, want Dorp, and both wijken after the last day", got)
	}
}

// TestGapBeforeHolidays: on the last working day before Christmas all days up to
// the next working day are looked at, and each without anybody is an alarm that
// repeats until somebody takes it, and ends when somebody is found.
func TestGapBeforeHolidays(t *testing.T) {
	s := newStage(t)
	s.roster(wijk.Duty{Staff: "adviseur-1", Days: workdays, From: "08:00", Until: "18:00"},
		wijk.Duty{Staff: "adviseur-1", Days: []string{"za"}, From: "08:00", Until: "18:00"})
	look := func(at string) {
		s.now = s.clockAt(at)
		s.update(func(tx *store.Tx) { s.city.CheckDuty(tx, s.now, s.now) })
		s.deliver()
	}
	look("2026-12-23 16:00") // 24 December is a working day
	s.wantCases()
	look("2026-12-24 16:00") // 25 a holiday, 26 too, 27 Sunday
	if got := s.gapRefs(); !slices.Equal(got, []string{"duty/2026-12-25", "duty/2026-12-26", "duty/2026-12-27"}) {
		t.Errorf("gaps %q", got)
	}
	kim := wijk.Address{Channel: wijk.Telegram, To: "2003"}
	if heard := fmt.Sprint(s.heard[kim]); !strings.Contains(heard, "Niemand van dienst op vrijdag 25 december. Dorp 10.00-13.00 (1 bewoner), Meerzicht 9.00-12.00 (1 bewoner).") {
		t.Errorf("heard %q", heard)
	}
	clear(s.heard)
	s.advance(s.now.Add(3 * time.Hour))
	if len(s.heard[kim]) == 0 {
		t.Error("nobody took it, and nobody was called again")
	}
	s.roster(wijk.Duty{Staff: "adviseur-1", Days: everyDay, From: "08:00", Until: "18:00", Holidays: true})
	look("2026-12-25 08:00")
	look("2026-12-25 16:00")
	if got := s.gapRefs(); !slices.Equal(got, []string{"duty/2026-12-27"}) {
		t.Errorf("after the roster was mended: gaps %q", got)
	}
}

// gapRefs are the open incidents about duty.
func (s *stage) gapRefs() (all []string) {
	s.update(func(tx *store.Tx) {
		all = nil
		for _, cs := range store.Cases.All(tx, "") {
			if strings.HasPrefix(cs.Ref, "duty/") && cs.State != wijk.CaseClosed {
				all = append(all, cs.Ref)
			}
		}
	})
	return all
}

// TestGapOfManyIsOneLine: looking again tells of the same gap once more and opens no
// second incident; 2,000 residents are one line.
func TestGapOfManyIsOneLine(t *testing.T) {
	s := newStage(t)
	s.people(2000, "08:30")
	s.roster(wijk.Duty{Staff: "adviseur-1", Days: workdays, From: "09:00", Until: "18:00"})
	for range 3 {
		s.update(func(tx *store.Tx) { s.city.CheckDuty(tx, s.clockAt("2026-11-23 16:00"), s.now) })
	}
	if got := s.gaps("2026-11-24"); !slices.Equal(got, []string{"dorp 24-11 08.30-09.00 2000"}) {
		t.Errorf("gaps %q", got)
	}
	if got := s.gapRefs(); len(got) != 1 {
		t.Errorf("incidents %q", got)
	}
}

// TestLeaveTomorrowAlarmsNow: who falls ill after the round was done leaves a
// gap that is told at once.
func TestLeaveTomorrowAlarmsNow(t *testing.T) {
	s := newStage(t)
	s.roster(wijk.Duty{Staff: "adviseur-1", Days: everyDay, From: "08:00", Until: "18:00"})
	s.now = s.clockAt("2026-11-23 20:00")
	s.send(wijk.Address{Channel: wijk.Telegram, To: "2003"}, "ziek morgen")
	if got := s.gapRefs(); !slices.Equal(got, []string{"duty/2026-11-24"}) {
		t.Errorf("incidents %q", got)
	}
	s.send(wijk.Address{Channel: wijk.Telegram, To: "2003"}, "toch morgen")
	if got := s.gapRefs(); len(got) > 0 {
		t.Errorf("incidents %q after the leave was undone", got)
	}
}

// TestOnePersonOneItem: whatever happens to somebody in a day is one case about
// help, and one about not being reached at most.
func TestOnePersonOneItem(t *testing.T) {
	s := newStage(t)
	s.round("checkin")
	s.advance(s.now.Add(4 * time.Hour))
	for _, said := range []string{"ik ben gevallen", "bel mij", "ik voel me niet goed", "ik kan niet opstaan", "help mij"} {
		s.advance(s.now.Add(11 * time.Minute))
		s.send(mevrouw, said)
	}
	count := make(map[string]int)
	s.update(func(tx *store.Tx) {
		clear(count)
		for _, cs := range store.Cases.All(tx, "") {
			if cs.Person == "r-1" {
				count[cs.Kind]++
			}
		}
	})
	if count[wijk.CaseUrgent] != 1 || count[wijk.CaseHelp] != 0 || count[wijk.CaseUnreached] > 1 {
		t.Errorf("cases of one person: %v", count)
	}
}
