package flows_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// plan does the verbs about how somebody is asked, and reports whether verb is
// one of them.
func (s *stage) plan(verb, rest string) bool {
	switch verb {
	case "set": // a person, and what of the row becomes otherwise, as JSON
		id, change, _ := strings.Cut(rest, " ")
		s.update(func(tx *store.Tx) {
			p, ok := store.People.Get(tx, id)
			if !ok {
				s.t.Fatalf("line %d: nobody is %q", s.line, id)
			}
			s.check(json.Unmarshal([]byte(change), &p))
			store.People.Put(tx, id, p)
		})
	case "answer": // the nth of the people sends a text
		var n int
		var text string
		_, err := fmt.Sscan(rest, &n, &text)
		s.check(err)
		who := s.who
		s.send(wijk.Address{Channel: wijk.SMS, To: number(n)}, text)
		s.who = who
	default:
		return false
	}
	return true
}

// attempts is what was tried on the latest day of each resident of the import.
func attempts(tx *store.Tx) (got []string) {
	last := make(map[string]wijk.CheckIn)
	for _, ck := range store.CheckIns.All(tx, "r-") {
		last[ck.Person] = ck
	}
	for _, id := range []string{"r-1", "r-2", "r-3"} {
		ck := last[id]
		for _, a := range ck.Attempts {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", dutch.Clock(a.At), a.Step, a.Channel)))
		}
	}
	return got
}

// proofs are the counts of the days.
func proofs(tx *store.Tx) (got []string) {
	for _, p := range store.DayProofs.All(tx, "") {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %d/%d %s", p.Date, p.Accounted(), p.Due(), strings.Join(p.Open, " "))))
	}
	return got
}

// TestOrderOfAWave: those at risk are asked first.
func TestOrderOfAWave(t *testing.T) {
	s := newStage(t)
	want := []string{"p-05", "p-03", "p-01", "p-02", "p-04", "p-00"}
	s.update(func(tx *store.Tx) {
		for i, plan := range []wijk.Plan{
			{Profile: "light"}, {Profile: "standard"}, {Profile: "standard"}, {Profile: "fragile"}, {}, {Profile: "light", HighRisk: true},
		} {
			plan.Time, plan.Days = "09:30", []string{"ma"}
			id := fmt.Sprintf("p-%02d", i)
			store.People.Put(tx, id, wijk.Person{ID: id, Phone: number(i), CheckIn: &plan})
		}
	})
	at := s.now.Add(30 * time.Minute)
	var got []string
	s.update(func(tx *store.Tx) {
		got = nil
		s.city.AskCheckIns(tx, at.Add(-time.Minute), at, at)
		for _, m := range store.Ready(tx, wijk.SMS, wijk.Check, at) {
			got = append(got, m.Person)
		}
	})
	if !slices.Equal(got, want) {
		t.Errorf("asked in the order %q, want %q", got, want)
	}
}

// TestSilenceInOneWijk: three silent people in one wijk are told of, once,
// while the city is as usual, and each of them is called as well.
func TestSilenceInOneWijk(t *testing.T) {
	s := newStage(t)
	s.people(30, "09:30")
	s.update(func(tx *store.Tx) {
		for i := range 4 {
			id := fmt.Sprintf("p-%02d", i)
			p, _ := store.People.Get(tx, id)
			p.Wijk = "meerzicht"
			store.People.Put(tx, id, p)
		}
	})
	s.advance(s.now.Add(30 * time.Minute))
	s.round("checkin")
	for i := range 30 {
		if i >= 3 {
			s.send(wijk.Address{Channel: wijk.SMS, To: number(i)}, "goed")
		}
	}
	s.advance(s.now.Add(125 * time.Minute))
	var told []string
	s.update(func(tx *store.Tx) {
		told = nil
		for _, c := range store.Cases.All(tx, "") {
			if c.Kind == wijk.CaseIncident {
				told = append(told, c.Wijk+" "+c.Severity+" "+c.Notes[0].Text)
			}
		}
	})
	want := "meerzicht amber Veel stilte in Meerzicht: 3 van de 4 antwoorden niet. Is er iets aan de hand? Denk aan stroom, lift of hitte."
	if len(told) != 1 || told[0] != want {
		t.Errorf("incidents %q, want one: %q", told, want)
	}
	if n := len(slices.DeleteFunc(s.cases(), func(c string) bool { return !strings.HasPrefix(c, wijk.CaseUnreached) })); n != 3 {
		t.Errorf("%d are not reached, want 3: a cluster holds nothing", n)
	}
}
