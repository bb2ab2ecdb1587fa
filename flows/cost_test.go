package flows_test

import (
	"errors"
	"testing"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// TestMandateIsOfTheReport: a mandate cannot be passed by cutting an amount in
// pieces, by taking turns, by agreeing to one another's pieces, by giving back
// what somebody else spent, or by splitting the report.
func TestMandateIsOfTheReport(t *testing.T) {
	s := newStage(t)
	s.crew("nieuw", "stoeptegel meerzicht - - sms:+31600000009 Dorpsstraat 12 tegels los")
	s.say2002("splits 1 stoeptegel: tegels; boom: takken")
	s.say2002("ja")
	spend := func(who string, number uint64, cents int64, want string) (x wijk.Cost) {
		t.Helper()
		s.update(func(tx *store.Tx) {
			by, _ := store.Staff.Get(tx, who)
			var err error
			if x, err = s.city.Spend(tx, number, &by, cents, "tegels", s.now); err != nil {
				t.Fatal(err)
			}
		})
		if x.State != want {
			t.Errorf("%s enters %d on %d: %s, want %s", who, cents, number, x.State, want)
		}
		return x
	}
	decide := func(who string, id uint64, may bool) {
		t.Helper()
		var err error
		s.update(func(tx *store.Tx) {
			by, _ := store.Staff.Get(tx, who)
			_, err = s.city.Decide(tx, id, &by, true, s.now)
		})
		var no *flows.Refused
		if may && err != nil || !may && !errors.As(err, &no) {
			t.Errorf("%s agrees to %d: %v", who, id, err)
		}
	}
	spend("ploeg-1", 1, 200_00, wijk.CostBooked)
	piece := spend("ploeg-2", 1, 100_00, wijk.CostAsked) // somebody else's turn
	decide("ploeg-1", piece.ID, false)                   // 300 is above their mandate as well
	part := spend("ploeg-2", 2, 100_00, wijk.CostAsked)  // a part of the same work
	spend("ploeg-2", 1, -200_00, wijk.CostBooked)        // not their own
	spend("ploeg-2", 1, 240_00, wijk.CostAsked)
	decide("manager-1", piece.ID, true)
	decide("manager-1", part.ID, true)
	big := spend("ploeg-1", 1, 4_900_00, wijk.CostAsked) // each within 5,000, together not
	decide("manager-1", big.ID, false)
	decide("regisseur-1", big.ID, true)
}

func (s *stage) say2002(text string) {
	s.who = wijk.Address{Channel: wijk.Telegram, To: "2002"}
	s.say(text)
	clear(s.heard)
}
