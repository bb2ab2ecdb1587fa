package flows_test

import (
	"fmt"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// resident does the verbs about what residents told, and reports whether verb
// is one of them.
func (s *stage) resident(verb, rest string) bool {
	switch verb {
	case "bekeken": // number: a person looked at its words and photos
		var n uint64
		_, err := fmt.Sscan(rest, &n)
		s.check(err)
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			r.Public = true
			store.Reports.Put(tx, store.Num(n), r)
			for _, id := range r.Photos {
				p, _ := store.Photos.Get(tx, id)
				p.State = wijk.PhotoKept
				store.Photos.Put(tx, id, p)
			}
		})
	case "gesprek": // flow step key=value ...: where an older program left off
		talk := wijk.Talk{AskedAt: s.now, Answers: make(map[string]string), Turn: 7}
		words := strings.Fields(rest)
		talk.Flow = words[0]
		_, err := fmt.Sscan(words[1], &talk.Step)
		s.check(err)
		for _, w := range words[2:] {
			key, value, _ := strings.Cut(w, "=")
			talk.Answers[key] = value
			if key == "plaats" {
				talk.Place = &wijk.Place{Street: "Dorpsstraat", Number: "12", Wijk: "dorp", Source: wijk.FromStreet}
			}
		}
		s.update(func(tx *store.Tx) { store.Talks.Put(tx, s.who.String(), talk) })
	default:
		return s.outreach(verb, rest)
	}
	return true
}

// told returns what a noun of "=" stands for, of what residents told.
func (s *stage) told(tx *store.Tx, noun string) (got []string) {
	switch noun {
	case "labels": // guess>chosen
		for _, l := range store.Labels.All(tx, "") {
			got = append(got, string(l.Guess)+">"+string(l.Chosen))
		}
	case "woorden": // number: what it is (the words)
		for _, r := range store.Reports.All(tx, "") {
			got = append(got, fmt.Sprintf("%d: %s (%s)", r.Number, r.Phrase, r.Text))
		}
	case "lengte": // number: how many characters its words have
		for _, r := range store.Reports.All(tx, "") {
			got = append(got, fmt.Sprintf("%d: %d", r.Number, len([]rune(r.Text))))
		}
	case "antwoorden": // number: key=value ... spoed
		for _, r := range store.Reports.All(tx, "") {
			row := fmt.Sprintf("%d:", r.Number)
			for _, a := range r.Answers {
				row += " " + a.Key + "=" + a.Value
			}
			if r.Urgent {
				row += " spoed"
			}
			got = append(got, row)
		}
	case "melders": // number/address, with a plus for who made it
		for _, r := range store.Reporters.All(tx, "") {
			row := fmt.Sprintf("%d/%s", r.Number, r.Address)
			if r.Made {
				row += "+"
			}
			got = append(got, row)
		}
	case "notities": // number: what only staff read
		for _, e := range store.History.All(tx, "") {
			if e.Note != "" {
				got = append(got, fmt.Sprintf("%d: %s", e.Number, e.Note))
			}
		}
	case "uitnodigingen", "brieven", "notities-zaak":
		got = s.invitations(tx, noun)
	default:
		got = s.known(tx, noun)
	}
	return got
}
