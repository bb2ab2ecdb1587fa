package flows_test

import (
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// TestWordsGo tests that no words are left after a day, whatever table they are
// in, of somebody who did not consent, and half a year after the case of
// somebody who did.
func TestWordsGo(t *testing.T) {
	s := newStage(t)
	const secret = "pijn in mijn heup"
	mevrouw := wijk.Address{Channel: wijk.SMS, To: "+31600000001"}
	carla := wijk.Address{Channel: wijk.Telegram, To: "1003"}
	seed := func(tx *store.Tx) {
		p, _ := store.People.Get(tx, "r-2")
		p.CheckIn.Words = wijk.Request{By: "self"}
		store.People.Put(tx, p.ID, p)
		notes := []wijk.Note{{At: s.now, Text: "Schreef: " + secret}, {At: s.now, By: "adviseur-1", Text: "Gebeld."}}
		for i, person := range []string{"r-1", "r-2"} {
			id := uint64(900 + i)
			store.Cases.Put(tx, store.Num(id), wijk.Case{ID: id, Kind: wijk.CaseHelp, Person: person, State: wijk.CaseClosed, Opened: s.now, Closed: s.now, Notes: notes})
		}
		for i, from := range []wijk.Address{mevrouw, carla} {
			id := []string{"m1", "m2"}[i]
			store.Parked.Put(tx, id, wijk.Message{ID: id, From: from, Text: secret, At: s.now})
			store.Talks.Put(tx, from.String(), wijk.Talk{Flow: "medewerker", AskedAt: s.now, Answers: map[string]string{"vraag": secret}, Turn: 7})
		}
		for range 3 {
			store.Send(tx, wijk.Outgoing{Class: wijk.Reply, To: wijk.Address{Channel: wijk.SMS, To: "+31600000020"}, Text: secret, Words: true, Due: s.now})
		}
	}
	s.update(seed)
	s.deliver()
	count := func() (n map[string]int) {
		s.update(func(tx *store.Tx) {
			n = make(map[string]int)
			for _, cs := range store.Cases.All(tx, "") {
				for _, note := range cs.Notes {
					if strings.Contains(note.Text, secret) {
						n["case "+cs.Person]++
					}
				}
			}
			for key, m := range store.Parked.All(tx, "") {
				if m.Text != "" {
					n["parked "+key]++
				}
			}
			for _, talk := range store.Talks.All(tx, "") {
				n["talk"] += len(talk.Answers)
			}
			for _, m := range store.Outbox.All(tx, "") {
				if m.Text == secret {
					n["sent"]++
				}
				if m.State != wijk.Sent && m.State != wijk.Delivered {
					t.Errorf("a message is %s", m.State)
				}
			}
		})
		return n
	}
	s.update(func(tx *store.Tx) { s.city.DropWords(tx, s.now) })
	if n := count(); n["case r-1"] != 1 || n["case r-2"] != 1 || n["parked m1"] != 1 || n["talk"] != 2 || n["sent"] != 3 {
		t.Errorf("at once: left are %v, want all", n)
	}
	s.now = s.now.Add(24 * time.Hour)
	s.update(func(tx *store.Tx) { s.city.DropWords(tx, s.now) })
	if n := count(); n["case r-1"] != 0 || n["case r-2"] != 1 || n["parked m1"] != 0 || n["parked m2"] != 1 || n["talk"] != 0 || n["sent"] != 0 {
		t.Errorf("after a day: left are %v, want only the case and the message of r-2", n)
	}
	s.now = s.now.Add(184 * 24 * time.Hour)
	s.update(func(tx *store.Tx) { s.city.DropWords(tx, s.now) })
	if n := count(); len(n) != 1 || n["talk"] != 0 {
		t.Errorf("after half a year: left are %v, want nothing", n)
	}
}

// TestWordsGoInPieces tests that a run ends where the next one begins, until
// all rows were looked at.
func TestWordsGoInPieces(t *testing.T) {
	s := newStage(t)
	const many = 2500
	s.update(func(tx *store.Tx) {
		for id := uint64(1); id <= many; id++ {
			store.Cases.Put(tx, store.Num(id), wijk.Case{ID: id, Kind: wijk.CaseHelp, Person: "r-1", State: wijk.CaseOpen, Opened: s.now,
				Notes: []wijk.Note{{At: s.now, Text: "Schreef: au"}}})
		}
	})
	s.now = s.now.Add(25 * time.Hour)
	for run, want := range []int{1500, 500, 0, 0} {
		s.update(func(tx *store.Tx) { s.city.DropWords(tx, s.now) })
		left := 0
		s.update(func(tx *store.Tx) {
			left = 0
			for _, cs := range store.Cases.All(tx, "") {
				if cs.Notes[0].Text == "Schreef: au" {
					left++
				}
			}
		})
		if left != want {
			t.Errorf("after run %d: %d left, want %d", run+1, left, want)
		}
	}
}
