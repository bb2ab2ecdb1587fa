package flows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

var mevrouw = wijk.Address{Channel: wijk.SMS, To: "+31600000001"}

// cases returns the cases as kind/severity/state.
func (s *stage) cases() (all []string) {
	s.update(func(tx *store.Tx) {
		all = nil
		for _, c := range store.Cases.All(tx, "") {
			all = append(all, c.Kind+"/"+c.Severity+"/"+c.State)
		}
	})
	return all
}

func (s *stage) wantCases(want ...string) {
	s.t.Helper()
	if got := s.cases(); !slices.Equal(got, want) {
		s.t.Errorf("at %s: cases %q, want %q", s.now.Format("Mon 15:04"), got, want)
	}
}

// send hands a message of somebody in.
func (s *stage) send(who wijk.Address, text string) {
	s.who = who
	s.say(text)
}

// sleep moves the clock without anything happening meanwhile: we were down.
func (s *stage) sleep(until time.Time) {
	s.now = until
	s.fire()
	s.deliver()
}

func TestAFailedCallReachesAWiderCircle(t *testing.T) {
	s := newStage(t)
	s.update(func(tx *store.Tx) {
		store.Staff.Put(tx, "chef", wijk.Staff{ID: "chef", Name: "Bo", Role: wijk.Beheerder, Telegram: 2009})
	})
	s.bad["2003"], s.bad["+31600000020"] = "403", "30003"
	s.send(mevrouw, "ik kan niet opstaan")
	chef := wijk.Address{Channel: wijk.Telegram, To: "2009"}
	if n := len(s.heard[chef]); n != 1 {
		t.Fatalf("the beheerder was called %d times, want once", n)
	}
	s.bad["2009"] = "403"
	s.advance(s.now.Add(48 * time.Hour)) // nobody can be called: this must end
	s.wantCases("urgent/red/open")
}

func TestNobodyHearsTheCallTwiceAsFarWithoutNeed(t *testing.T) {
	s := newStage(t)
	s.update(func(tx *store.Tx) {
		store.Staff.Put(tx, "zorg", wijk.Staff{ID: "zorg", Name: "Bo", Role: wijk.Wijkzorgteam, Telegram: 2009})
	})
	s.bad["+31600000020"] = "30003" // the other address of the one on duty works
	s.send(mevrouw, "ik kan niet opstaan")
	if n := len(s.heard[wijk.Address{Channel: wijk.Telegram, To: "2009"}]); n != 0 {
		t.Errorf("somebody who is not on duty was called")
	}
	s.advance(s.now.Add(24 * time.Hour))
	if n := len(s.heard[wijk.Address{Channel: wijk.Telegram, To: "2009"}]); n == 0 {
		t.Errorf("nobody took the case for a day, and not everybody was called")
	}
}

func TestDowntimeIsNoSilence(t *testing.T) {
	s := newStage(t)
	s.city.RealTime = true
	s.round("checkin")
	start := s.now
	s.sleep(start.Add(4 * time.Hour)) // all steps are overdue
	s.wantCases()
	s.advance(s.now.Add(30 * time.Minute))
	s.wantCases() // after the reminder the full wait
	s.advance(s.now.Add(3 * time.Hour))
	s.wantCases("unreached/red/open")

	s = newStage(t)
	s.city.RealTime = true
	s.round("checkin")
	s.advance(s.now.Add(100 * time.Minute))
	s.sleep(s.now.Add(5 * time.Hour)) // amber and red are overdue
	s.wantCases()
	s.send(mevrouw, "1") // came while we were down
	s.advance(s.now.Add(24 * time.Hour))
	s.wantCases()
}

func TestStopWhileTheQuestionIsBeingSent(t *testing.T) {
	s := newStage(t)
	s.down[wijk.SMS] = "unreachable"
	s.round("checkin")
	s.update(func(tx *store.Tx) { // being sent
		for key, m := range store.Outbox.All(tx, "") {
			m.State, m.Claimed = wijk.Sending, s.now
			store.Outbox.Put(tx, key, m)
		}
	})
	s.send(mevrouw, "stop")
	s.update(func(tx *store.Tx) { // refused: 429
		for key, m := range store.Outbox.All(tx, "") {
			if m.Class == wijk.Check {
				m.State = wijk.Queued
				store.Outbox.Put(tx, key, m)
				s.city.Settled(tx, m, s.now)
			}
		}
	})
	delete(s.down, wijk.SMS)
	s.deliver()
	for _, m := range s.heard[mevrouw] {
		if m.Class != wijk.Reply {
			t.Errorf("after STOP came %q", m.Text)
		}
	}
}

func TestIncidentOfYesterdayAsksNobodyTwiceToday(t *testing.T) {
	s := newStage(t)
	s.people(12, "09:00")
	for i := range 12 {
		s.bad[number(i)] = "30003"
	}
	s.round("checkin")
	s.advance(s.now.Add(time.Hour))
	s.wantCases("incident/red/open")
	s.now = s.now.Add(23 * time.Hour)
	clear(s.bad)
	s.round("checkin")
	clear(s.heard)
	s.send(wijk.Address{Channel: wijk.Telegram, To: "2003"}, "klaar 1 werkt weer")
	for a, ms := range s.heard {
		for _, m := range ms {
			if strings.HasPrefix(a.To, "+31610") {
				t.Fatalf("%s was asked again: %q", a, m.Text)
			}
		}
	}
	if got := s.cases(); len(got) != 2 || got[1] != "incident/red/open" {
		t.Errorf("cases %q, want a list of those who were not asked", got)
	}
}

func TestMessagesThatComeBackLaterBrakeTheWave(t *testing.T) {
	s := newStage(t)
	s.people(12, "09:00")
	s.round("checkin")
	s.advance(s.now.Add(30 * time.Minute)) // judged: all was accepted
	s.update(func(tx *store.Tx) {
		for key, m := range store.Outbox.All(tx, "") {
			if m.Class == wijk.Check && strings.HasPrefix(m.To.To, "+31610") {
				m.State, m.Error = wijk.Failed, "30003"
				store.Outbox.Put(tx, key, m)
				s.city.Settled(tx, m, s.now)
			}
		}
	})
	s.advance(s.now.Add(5 * time.Minute))
	s.wantCases("incident/red/open")
}

func TestWhoWasLookedAfterIsNotEscalated(t *testing.T) {
	s := newStage(t)
	s.round("checkin")
	s.advance(s.now.Add(130 * time.Minute))
	s.wantCases("unreached/amber/open")
	s.send(wijk.Address{Channel: wijk.Telegram, To: "2003"}, "klaar 1 gesproken")
	s.advance(s.now.Add(3 * time.Hour))
	s.wantCases("unreached/amber/closed")
}

func TestUndeliveredTurnsRed(t *testing.T) {
	s := newStage(t)
	s.bad[mevrouw.To] = "21610"
	s.round("checkin")
	s.advance(s.now.Add(2 * time.Hour))
	s.wantCases("stop/amber/open", "unreached/red/open")
}

func TestAGoodAnswerAlsoSettlesTheDayBefore(t *testing.T) {
	s := newStage(t)
	s.round("checkin")
	s.advance(s.now.Add(130 * time.Minute))
	s.now = s.now.Add(24*time.Hour - 130*time.Minute)
	s.round("checkin")
	s.send(mevrouw, "alles goed")
	s.wantCases("unreached/amber/closed")
	s.advance(s.now.Add(5 * time.Hour))
	s.wantCases("unreached/amber/closed")
}

func TestAnAddressThatMovesLeavesTheOther(t *testing.T) {
	s := newStage(t)
	s.update(func(tx *store.Tx) {
		if err := s.city.NewLink(tx, "r-3", "ABCD2345", s.now); err != nil {
			t.Fatal(err)
		}
	})
	s.send(wijk.Address{Channel: wijk.Telegram, To: "1003"}, "/koppel ABCD2345") // was of r-2
	s.update(func(tx *store.Tx) {
		p, _ := store.People.Get(tx, "r-2")
		if p.Telegram != 0 {
			t.Errorf("r-2 still has the chat that is r-3's now")
		}
	})
}

// TestWarnInParts: many late reports at once do not hold up who cries for help;
// each is told of once.
func TestWarnInParts(t *testing.T) {
	s := newStage(t)
	s.update(func(tx *store.Tx) {
		for range 501 {
			s.city.NewReport(tx, flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp"}}, s.now)
		}
	})
	s.now = s.now.AddDate(0, 0, 3) // the last day of the promise
	for _, want := range []int{500, 1, 0} {
		s.update(func(tx *store.Tx) {
			if told := s.city.WarnReporters(tx, s.now); told != want {
				t.Errorf("told of %d, want %d", told, want)
			}
		})
	}
}
