package flows_test

import (
	"fmt"
	"testing"

	"wijkbot/flows/category"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// TestVoteFitsOneSMS closes a report of every category under a high number: the
// news, the question and how to answer are one SMS, both times.
func TestVoteFitsOneSMS(t *testing.T) {
	s := newStage(t)
	s.who = wijk.Address{Channel: wijk.SMS, To: "+31600000009"}
	s.account("made", "1")
	s.update(func(tx *store.Tx) {
		for range 10100 {
			tx.Next("report")
		}
	})
	for _, c := range category.All() {
		s.makes(string(c.Code) + " Voorbeeldstraat 12")
		var last wijk.Report
		s.update(func(tx *store.Tx) {
			for _, r := range store.Reports.All(tx, "") {
				last = r
			}
		})
		s.staff(fmt.Sprint(last.Number) + " solved")
		s.advance(s.now.Add(72 * 3600e9))
		heard := s.heard[s.who]
		delete(s.heard, s.who)
		if len(heard) != 2 {
			t.Fatalf("%s: heard %d messages", c.Code, len(heard))
		}
		for _, m := range heard {
			if n := gsm7.Segments(m.Text); n != 1 || gsm7.Plain(m.Text) != m.Text {
				t.Errorf("%s: %d segments: %q", c.Code, n, m.Text)
			}
		}
	}
}

// TestNoNumberIsACry makes reports until well past 112, 911 and 999: nobody is
// told to send a word and a number that call for help.
func TestNoNumberIsACry(t *testing.T) {
	s := newStage(t)
	s.account("made", "1200")
	s.update(func(tx *store.Tx) {
		n := 0
		for _, r := range store.Reports.All(tx, "") {
			n++
			for _, word := range []string{"melding", "ja", "nee", "weet niet", "erbij", "antwoord", "vraag", "intrekken", "ontvolg", "ook", "kanaal"} {
				said := reply.Classify(word + " " + fmt.Sprint(r.Number))
				if r.Number > 9 && (said.Label == reply.Urgent || said.Label == reply.Stop || said.Label == reply.Help && word != "nee") {
					t.Errorf("%s %d is %s", word, r.Number, said.Label)
				}
			}
		}
		if n != 1200 {
			t.Errorf("%d reports were made", n)
		}
	})
}
