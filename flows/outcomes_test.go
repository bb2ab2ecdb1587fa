package flows_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// TestOutcomes counts reports that ended in every way, of which the reporters
// said everything or nothing.
func TestOutcomes(t *testing.T) {
	s := newStage(t)
	from := s.now
	as := func(phone string) { s.who = wijk.Address{Channel: wijk.SMS, To: phone} }
	people := []string{"+31600000009", "+31600000003", "+31612345678", "+31600000008", "+31600000007"}
	as(people[0])
	s.makes("zwerfvuil Voorbeeldstraat 1")
	for _, p := range people[1:] {
		as(p)
		s.account("joins", "1")
	}
	s.advance(s.now.Add(time.Minute))
	as(people[4])
	s.say("stop") // hears nothing, so their silence says nothing
	s.staff("1 solved")
	for i, say := range []string{"ja 1", "nee 1", "weet niet 1"} {
		as(people[i])
		s.say(say)
	}
	as(people[0])
	s.makes("zwerfvuil Voorbeeldstraat 2")
	s.staff("2 unsolved dit is van de buren")
	s.makes("zwerfvuil Voorbeeldstraat 3")
	s.say("intrekken 3")
	s.say("1")
	s.makes("zwerfvuil Voorbeeldstraat 4")
	s.staff("4 solved")
	s.say("nee 4 er ligt nog een hele berg")
	s.staff("4 solved")
	s.makes("zwerfvuil Dorpsstraat 5")
	s.staff("5 solved")
	s.makes("zwerfvuil Voorbeeldstraat 6") // still open
	s.makes("zwerfvuil Voorbeeldstraat 7") // merged: counted with the other
	s.update(func(tx *store.Tx) {
		r, _ := store.Reports.Get(tx, store.Num(7))
		r.Stage, r.Into, r.Closed, r.ClosedBy = wijk.Withdrawn, 6, s.now, "reporter"
		store.Reports.Put(tx, store.Num(7), r)
	})
	for _, c := range []struct {
		name, slug string
		from, to   time.Time
		want       flows.Outcomes
	}{
		{"a wijk", "meerzicht", from, s.now.Add(1), flows.Outcomes{Solved: 2, Unsolved: 1, Withdrawn: 1, Reopened: 1, Yes: 1, No: 1, Unsure: 1, Silent: 2}},
		{"all", "", from, s.now.Add(1), flows.Outcomes{Solved: 3, Unsolved: 1, Withdrawn: 1, Reopened: 1, Yes: 1, No: 1, Unsure: 1, Silent: 3}},
		{"before", "", from.Add(-time.Hour), from, flows.Outcomes{}},
		{"after", "", s.now.Add(1), s.now.Add(time.Hour), flows.Outcomes{}},
	} {
		s.update(func(tx *store.Tx) {
			if diff := cmp.Diff(c.want, s.city.Outcomes(tx, c.slug, c.from, c.to)); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
		})
	}
}
