package flows_test

import (
	"fmt"
	"strconv"
	"strings"

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
