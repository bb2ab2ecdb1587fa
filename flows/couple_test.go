package flows_test

import (
	"strings"

	"wijkbot/store"
	"wijkbot/store/intake"
	"wijkbot/store/wijk"
)

// pair are mevrouw De Wit and her husband as the desk imports them: at one
// address and with one telephone.
const pair = `{"residents":[
 {"id":"r-1","name":"Mevrouw De Wit","phone":"+31600000001","wijk":"meerzicht","address":"Voorbeeldstraat 12","postcode":"2715AB","over70_checked":"2026-11-01","prefers":"sms",
  "checkin":{"time":"09:00","days":["ma","di","wo","do","vr","za","zo"],"profile":"standard","requested":{"by":"self","on":"2026-11-01","via":"desk","staff":"adviseur-1"}}},
 {"id":"r-9","name":"Meneer Jansen","phone":"+31600000001","wijk":"meerzicht","address":"Voorbeeldstraat 12","postcode":"2715AB","over70_checked":"2026-11-01","prefers":"sms",
  "checkin":{"time":"TIJD","days":["ma","di","wo","do","vr","za","zo"],"profile":"standard","requested":{"by":"self","on":"2026-11-01","via":"desk","staff":"adviseur-1"}}}]}`

// couple does the verb "samen", with the time of the husband if it is not hers,
// and reports whether verb is that.
func (s *stage) couple(verb, rest string) bool {
	if verb != "samen" {
		return false
	}
	if rest == "" {
		rest = "09:00"
	}
	for range 2 { // the same file, twice
		file, errs := intake.Parse(strings.NewReader(strings.Replace(pair, "TIJD", rest, 1)), intake.Rules{Today: wijk.DateOf(s.now), Map: wijk.Coarse(), Cron: func(string) error { return nil }})
		s.update(func(tx *store.Tx) { errs = append(errs, intake.Conflicts(tx, file)...) })
		if len(errs) > 0 {
			s.t.Fatalf("line %d: %v", s.line, errs)
		}
		s.update(func(tx *store.Tx) {
			intake.Apply(tx, file, s.now)
			if h, _ := store.Holders.Get(tx, "sms:+31600000001"); h.Person == "" || len(h.Also) != 1 || h.Also[0] == h.Person {
				s.t.Errorf("line %d: the number is of %+v", s.line, h)
			}
		})
	}
	return true
}
