package flows_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// ways are the channels that a transcript delivers on: nobody prints letters,
// and the back office takes what it gets.
var ways = []wijk.Channel{wijk.Telegram, wijk.SMS, wijk.Letter, wijk.BackOffice}

// dies reports whether an address is dead after a failure.
func dies(ch wijk.Channel, how string) bool {
	if ch == wijk.BackOffice {
		return how == "no sender"
	}
	return how != "30003"
}

// providerID is what the provider calls a message.
func providerID(m *wijk.Outgoing) string {
	if m.To.Channel == wijk.BackOffice && m.PhotoID == "" {
		return fmt.Sprintf("key-%d/SIG-%s", m.ID, m.To.To)
	}
	return fmt.Sprint(m.ID)
}

// office does the verbs of the back office and the post room, and reports
// whether verb is one of them.
func (s *stage) office(verb, rest string) bool {
	number, word, _ := strings.Cut(rest, " ")
	n, _ := strconv.ParseUint(number, 10, 64)
	switch verb {
	case "backoffice": // there is one from now on
		s.city.BackOffice = rest
	case "there": // what the back office tells of a report
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			s.city.Polled(tx, n, r.Handed.Key, wijk.There{State: word, Gone: word == "404"}, s.now)
		})
		s.deliver()
	case "added": // the reporter adds a text to a report
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			s.city.Added(tx, &r, word, s.now)
		})
		s.deliver()
	case "move": // somebody else moves a report
		s.update(func(tx *store.Tx) {
			_, err := s.city.Move(tx, n, flows.Move{To: wijk.Stage(word), By: "reporter"}, s.now)
			s.check(err)
		})
		s.deliver()
	case "tell": // another address for all who made or joined a report
		s.update(func(tx *store.Tx) {
			for key, x := range store.Reporters.All(tx, store.Num(n)) {
				x.Tell = wijk.ParseAddress(word)
				store.Reporters.Put(tx, key, x)
			}
		})
	default:
		return false
	}
	return true
}

// TestLetterIsOneCase: however often its fate is told, and however long it is,
// a letter is one case that has all of its text until somebody sent it.
func TestLetterIsOneCase(t *testing.T) {
	s := newStage(t)
	text := strings.TrimSpace(strings.Repeat("Een lange zin die op papier moet. ", 150))
	row := wijk.Outgoing{
		ID: 5, To: wijk.Address{Channel: wijk.Letter, To: "A. Jansen, Dorpsstraat 12, 2712 AB"}, Text: text,
		State: wijk.Failed, Gone: true, Error: "no sender", About: wijk.Subject{Kind: "report", Ref: "1"},
	}
	other := row
	other.ID = 6
	for _, m := range []wijk.Outgoing{row, row, other, row} {
		s.update(func(tx *store.Tx) { s.city.Settled(tx, m, s.now) })
	}
	row.State = wijk.Queued
	s.update(func(tx *store.Tx) { s.city.Settled(tx, row, s.now) })
	s.assert("cases question/amber/open, question/amber/open")
	s.who = wijk.Address{Channel: wijk.Telegram, To: "2020"}
	s.say("neem 1")
	var shown string
	for _, m := range s.heard[s.who] {
		shown += m.Text
	}
	if got := strings.Join(strings.Fields(strings.ReplaceAll(shown, "\n- ", " ")), " "); !strings.Contains(got, text) {
		t.Errorf("the letter is not whole:\n%s", shown)
	}
	delete(s.heard, s.who)
	s.say("klaar 1 gepost")
	delete(s.heard, s.who)
	s.update(func(tx *store.Tx) {
		cs, _ := store.Cases.Get(tx, store.Num(1))
		if said := fmt.Sprint(cs); strings.Contains(said, "Jansen") || strings.Contains(said, "papier") {
			t.Errorf("a letter that was sent is still in its case: %s", said)
		}
	})
}
