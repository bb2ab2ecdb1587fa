package flows_test

import (
	"context"
	"fmt"
	"os"

	"wijkbot/store"
	"wijkbot/store/intake"
	"wijkbot/store/wijk"
)

// place plays what happens to what the city knows of places.
func (s *stage) place(verb, rest string) bool {
	switch verb {
	case "straten": // the list of streets is imported
		b, err := os.ReadFile("testdata/straten.csv")
		s.check(err)
		all, errs := intake.ParseStreets(b, s.city.Map())
		if len(errs) > 0 {
			s.t.Fatalf("straten.csv: %v", errs)
		}
		s.update(func(tx *store.Tx) { store.ReplaceStreets(tx, all) })
	case "geocoder": // street, number, postcode, wijk, place: what it finds from now on
		if rest == "" {
			s.geocoder = nil
			break
		}
		p := wijk.Place{Source: wijk.FromGeocoder}
		_, err := fmt.Sscan(rest, &p.Street, &p.Number, &p.Postcode, &p.Wijk, &p.Point.Lat, &p.Point.Lon)
		s.check(err)
		s.geocoder = append(s.geocoder, p)
	default:
		return false
	}
	return true
}

// found is what the geocoder finds in a message, when it is asked at all.
func (s *stage) found(m wijk.Message) (found []wijk.Place) {
	err := s.db.View(context.Background(), func(tx *store.Tx) error {
		if _, wants := s.city.WantsPlace(tx, m, s.now); wants {
			found = s.geocoder
		}
		return nil
	})
	s.check(err)
	return found
}
