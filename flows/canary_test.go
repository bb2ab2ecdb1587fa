package flows_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// TestCanaryNumbers: the right answer of a canary is never a cry for help.
func TestCanaryNumbers(t *testing.T) {
	for n := 201; n <= 899; n++ {
		for _, text := range []string{"proef %d", "PROEF %d", "Proef %d van de gemeente. Antwoord: PROEF %[1]d"} {
			if said := reply.Classify(fmt.Sprintf(text, n)); said.Label == reply.Urgent {
				t.Errorf(text+" is %v", n, said.Label)
			}
		}
	}
	if said := reply.Classify("proef 112"); said.Label != reply.Urgent {
		t.Error("112 is no cry any more: the numbers may begin at 1")
	}
}

// TestCanaryAfterAbsence: a city that comes back asks nothing at night, tells
// nobody of an answer that it has not read yet, and forgets what is old.
func TestCanaryAfterAbsence(t *testing.T) {
	s := newStage(t)
	silent := func() (err error) {
		s.update(func(tx *store.Tx) { err = s.city.CanarySilent(tx, s.now) })
		return err
	}
	ask := func(late time.Duration) {
		s.update(func(tx *store.Tx) { s.city.AskCanaries(tx, s.now.Add(-late), s.now) })
		s.deliver()
	}
	asked := func() int {
		n := len(s.heard[s.city.Canaries[0]])
		clear(s.heard)
		return n
	}
	if silent() != nil {
		t.Error("silent before the first question")
	}
	ask(16 * time.Minute)
	if asked() != 0 {
		t.Error("made up for a round that was missed")
	}
	ask(time.Minute)
	if asked() != 1 || silent() != nil {
		t.Error("the round did not ask, or is silent at once")
	}
	s.now = s.now.Add(2 * time.Hour) // out of service
	if silent() == nil {
		t.Error("two hours without an answer")
	}
	s.fire()
	s.deliver()
	if n := cases(s); n != 0 {
		t.Errorf("%d cases about answers that we had no time to read", n)
	}
	s.now = s.now.Add(6 * time.Minute)
	s.fire()
	s.deliver()
	if n := cases(s); n != 2 {
		t.Errorf("%d cases, want one for each channel", n)
	}
	s.now = s.now.Add(12 * time.Hour)
	if err := silent(); err != nil {
		t.Errorf("a question of yesterday: %v", err)
	}
	s.now = time.Date(2026, 11, 24, 3, 0, 0, 0, s.now.Location())
	clear(s.heard)
	ask(time.Minute)
	if asked() != 0 {
		t.Error("asked at night")
	}
}

func cases(s *stage) (n int) {
	s.update(func(tx *store.Tx) {
		n = 0
		for range store.Cases.All(tx, "") {
			n++
		}
	})
	return n
}

// TestCanaryOfResident: an answer of a machine is no sign of life of whoever
// has check-ins on the same telephone.
func TestCanaryOfResident(t *testing.T) {
	s := newStage(t)
	s.city.Canaries = []wijk.Address{{Channel: wijk.SMS, To: phones["mevrouw"]}}
	s.round("checkin")
	s.round("canary")
	s.deliver()
	s.speak("sms mevrouw")
	for _, text := range []string{"proef 201", "PROEF"} {
		s.say(text)
	}
	err := s.db.View(context.Background(), func(tx *store.Tx) error {
		ck, ok := store.CheckIns.Get(tx, "r-1/2026-11-23")
		if !ok || !ck.LifeSign.IsZero() || ck.State != wijk.CheckInOpen {
			t.Errorf("the check-in is %v, life sign %v", ck.State, ck.LifeSign)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCanaryOverNight: a canary that did not answer the last question of a day
// is missed until the first one of the next, also when the clock changes in
// between, and that one counts anew.
func TestCanaryOverNight(t *testing.T) {
	for name, evening := range map[string]wijk.Date{"an ordinary night": "2026-11-23", "in spring": "2027-03-27", "in autumn": "2026-10-24"} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			silent := func() (err error) {
				s.update(func(tx *store.Tx) { err = s.city.CanarySilent(tx, s.now) })
				return err
			}
			ask := func() (asked int) {
				s.update(func(tx *store.Tx) { s.city.AskCanaries(tx, s.now, s.now) })
				s.deliver()
				asked = len(s.heard[s.city.Canaries[0]])
				clear(s.heard)
				return asked
			}
			s.now = evening.At(20, 45, s.city.Zone)
			if ask() != 1 {
				t.Fatal("not asked in the evening")
			}
			next := time.Time{}
			for at := s.now.Add(5 * time.Minute); next.IsZero(); at = at.Add(5 * time.Minute) {
				if s.now = at; at.Minute() == 45 && at.Hour() >= 7 && at.Hour() <= 20 && ask() == 1 {
					next = at
				} else if silent() == nil {
					t.Fatalf("at %v nobody misses the canary", at)
				}
			}
			if wijk.DateOf(next) != evening.Add(1) || next.Hour() > 8 {
				t.Errorf("asked again at %v", next)
			}
			if silent() != nil {
				t.Error("silent at the moment of the question")
			}
			s.now = next.Add(5 * time.Minute)
			if silent() == nil {
				t.Error("five minutes without an answer")
			}
		})
	}
}
