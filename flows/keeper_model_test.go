package flows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// keeperWords is what keepers write, in any order.
var keeperWords = []string{
	"1", "2", "3", "4", "ja", "nee", "alles goed", "ik ga kijken", "mwah", "ze ligt op de grond", "mijn moeder is gevallen", "wie is dit?",
	"menu", "help", "hulp", "", "stop", "ik wil geen contactpersoon meer zijn", "mijn gegevens", "JA", "9",
}

// keeperCries are those that say that she needs help, when he was asked about her.
// A "4" may be the choice of a menu that he was shown since.
var keeperCries = []string{"help", "hulp", "ze ligt op de grond", "mijn moeder is gevallen"}

// TestKeepersModel: whatever keepers write, in any order and at any time, a case
// of somebody in need is closed by staff only, nobody is asked twice on a day,
// silence of hers is never counted as well, a cry of a keeper who was asked is never
// lost, and when she answers nobody who was
// asked is left to wonder, and nobody is told twice.
func TestKeepersModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newStageOn(t, kvtest.Memory())
		profile := rapid.SampledFrom([]string{"standard", "fragile"}).Draw(rt, "profile")
		s.step("profile r-1 " + profile)
		names := []string{"els", "jan", "oom"}[:rapid.IntRange(1, 3).Draw(rt, "keepers")]
		for _, name := range names {
			s.step("keeper r-1 " + name + " " + phones[name] + " agreed")
		}
		s.round("checkin")
		start := s.now
		said := make(map[string][]string)
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			s.advance(s.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 5, 10, 20, 40, 70, 120}).Draw(rt, "minutes")) * time.Minute))
			name, words := rapid.SampledFrom(names).Draw(rt, "who"), rapid.SampledFrom(keeperWords).Draw(rt, "words")
			s.who = wijk.Address{Channel: wijk.SMS, To: phones[name]}
			asked := s.asked(phones[name])
			s.say(words)
			said[phones[name]] = append(said[phones[name]], words)
			s.neverClosed(rt)
			if asked && slices.Contains(keeperCries, words) && !s.inNeed("r-1") {
				rt.Fatalf("%s was asked about her and wrote %q, and nobody was told; before: %q", name, words, said[phones[name]])
			}
		}
		s.who = wijk.Address{Channel: wijk.SMS, To: phones["mevrouw"]}
		s.say("ja hoor alles goed")
		s.advance(start.Add(22 * time.Hour)) // what waits for the morning
		s.neverClosed(rt)
		s.toldOnce(rt, said)
	})
}

// asked reports whether the keeper with a number was asked about somebody.
func (s *stage) asked(phone string) (asked bool) {
	s.update(func(tx *store.Tx) {
		asked = false
		for range store.Appeals.Find(tx, "keeper", phone) {
			asked = true
		}
	})
	return asked
}

// inNeed reports whether there is a case of help for a person.
func (s *stage) inNeed(person string) (need bool) {
	s.update(func(tx *store.Tx) {
		need = false
		for _, cs := range store.Cases.Find(tx, "open", person) {
			need = need || cs.Kind == wijk.CaseHelp || cs.Kind == wijk.CaseUrgent
		}
	})
	return need
}

// neverClosed checks that the bot closed no case of need, and that only she says
// how she is.
func (s *stage) neverClosed(rt *rapid.T) {
	s.update(func(tx *store.Tx) {
		for _, cs := range store.Cases.All(tx, "") {
			if need := cs.Kind == wijk.CaseHelp || cs.Kind == wijk.CaseUrgent; need && cs.State == wijk.CaseClosed {
				rt.Fatalf("case %d of %s was closed", cs.ID, cs.Kind)
			}
		}
		ck, _ := store.CheckIns.Get(tx, "r-1/2026-11-23")
		if answered := s.heardFrom("r-1"); !answered && (ck.Wellbeing != "" || !ck.LifeSign.IsZero()) {
			rt.Fatalf("she said nothing, and is %q", ck.Wellbeing)
		}
	})
}

// heardFrom reports whether the resident is the one who speaks now.
func (s *stage) heardFrom(string) bool { return s.who.To == phones["mevrouw"] }

// toldOnce checks what each keeper was told.
func (s *stage) toldOnce(rt *rapid.T, said map[string][]string) {
	count := make(map[string]int)
	for _, m := range s.past {
		for id, mark := range map[string]string{
			"E1": "heeft vandaag niet gereageerd", "E3": "Wij vragen nu iemand anders", "E4": "Goed nieuws:", "E6": "heeft het overgenomen",
			"E5": "Wij geven dit door", "E7": "belt u zo snel mogelijk", "C8": "geen contactpersoon meer", "C9": "Sorry voor ons bericht",
		} {
			if strings.Contains(m.Text, mark) {
				count[m.To.To+" "+id]++
			}
		}
	}
	s.update(func(tx *store.Tx) {
		for _, a := range store.Appeals.All(tx, "r-1/") {
			n := func(id string) int { return count[a.Phone+" "+id] }
			why := fmt.Sprintf("%s: state %s told %q, said %q", a.Phone, a.State, a.Told, said[a.Phone])
			switch {
			case n("E1") != 1:
				rt.Fatalf("asked %d times: %s", n("E1"), why)
			case n("E4") > 1 || n("E6") > 1 || n("E3") > 1:
				rt.Fatalf("told twice: %s", why)
			case n("E4") > 0 && (n("E3") > 0 || n("E6") > 0):
				rt.Fatalf("told two ends: %s", why)
			case a.Told == "" || a.Open():
				rt.Fatalf("left to wonder: %s", why)
			case a.Told == "E4" && n("E4") != 1:
				rt.Fatalf("good news %d times: %s", n("E4"), why)
			}
		}
	})
}
