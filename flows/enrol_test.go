package flows_test

import (
	"fmt"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// own takes the verbs about how residents are asked.
func (s *stage) own(verb, rest string) bool {
	switch verb {
	case "bewoner": // id phone name: a resident without check-ins
		f := strings.SplitN(rest, " ", 3)
		s.update(func(tx *store.Tx) {
			a := wijk.Address{Channel: wijk.SMS, To: phones[f[1]]}
			store.People.Put(tx, f[0], wijk.Person{ID: f[0], Name: f[2], Phone: a.To, Wijk: "meerzicht", Over70: "2026-11-01"})
			store.Holders.Put(tx, a.String(), wijk.Holder{Person: f[0]})
		})
	case "vast": // id number name: one with a fixed telephone only
		f := strings.SplitN(rest, " ", 3)
		s.update(func(tx *store.Tx) {
			store.People.Put(tx, f[0], wijk.Person{ID: f[0], Name: f[2], Landline: f[1], Wijk: "meerzicht", Over70: "2026-11-01", Address: "Voorbeeldstraat 9", Postcode: "2715AB"})
		})
	default:
		return false
	}
	return true
}

// plans are the check-ins that were asked for in the transcript: who, when,
// how, by which text, and by which the words may be kept.
func (s *stage) plans(tx *store.Tx) (got []string) {
	for _, p := range store.People.All(tx, "") {
		if p.CheckIn == nil || p.CheckIn.Changed.IsZero() {
			continue
		}
		words := p.CheckIn.Words.Text
		if words == "" {
			words = "-"
		}
		got = append(got, fmt.Sprintf("%s %s %s %s %s %s %s", p.ID, p.CheckIn.Time, strings.Join(p.CheckIn.Days, ","), p.CheckIn.Profile,
			p.CheckIn.Requested.Via, p.CheckIn.Requested.Text, words))
	}
	return got
}
