package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// streetNames are made up, in the ways that streets are called.
var streetNames = strings.Split(`Dorpsstraat,Dorpsweg,Kerkstraat,Kerkweg,Kerklaan,Burgemeester van Voorbeeldlaan,Eerste Testdreef,
Tweede Testdreef,Van der Proefstraat,'s-Gravenweg,Dr. Voorbeeldplein,Professor Proefkade,Lange Slootkant,Korte Slootkant,
IJsbaanpad,Het Lange Land,De Markt,Coëlhohof,Kwartelgaarde,Merelgaarde,Zilverberkschans,Sint Testplantsoen`, ",")

func streets(t testing.TB, db *store.DB, names ...string) {
	t.Helper()
	var all []wijk.Street
	for i, n := range names {
		all = append(all, wijk.Street{Name: strings.TrimSpace(n), Wijken: []string{"dorp"}, Postcodes: []string{fmt.Sprintf("2712%c%c", 'A'+i/26%26, 'A'+i%26)}})
	}
	update(t, db, func(tx *store.Tx) { store.ReplaceStreets(tx, all) })
}

// TestStreetsLike types streets as people do.
func TestStreetsLike(t *testing.T) {
	db := kvtest.Open(t)
	streets(t, db, streetNames...)
	for _, c := range []struct{ typed, first string }{
		{"Dorpsstraat", "Dorpsstraat"},
		{"dorpsstraat", "Dorpsstraat"},
		{"dorpstraat", "Dorpsstraat"},
		{"dropsstraat", "Dorpsstraat"},
		{"Dorps straat", "Dorpsstraat"},
		{"dorpsstr.", "Dorpsstraat"},
		{"dorps str", "Dorpsstraat"},
		{"de Dorpsstraat", "Dorpsstraat"},
		{"Kwartelgarde", "Kwartelgaarde"},
		{"kwartel", "Kwartelgaarde"},
		{"Kwratelgaadre", "Kwartelgaarde"},
		{"burg. v. voorbeeldln", "Burgemeester van Voorbeeldlaan"},
		{"Burg van Voorbeeldlaan", "Burgemeester van Voorbeeldlaan"},
		{"voorbeeldlaan", "Burgemeester van Voorbeeldlaan"},
		{"vorbeeldlaan", "Burgemeester van Voorbeeldlaan"},
		{"1e testdreef", "Eerste Testdreef"},
		{"testdreef eerste", "Eerste Testdreef"},
		{"vd proefstraat", "Van der Proefstraat"},
		{"s gravenweg", "'s-Gravenweg"},
		{"’s-Gravenweg", "'s-Gravenweg"},
		{"dokter voorbeeldplein", "Dr. Voorbeeldplein"},
		{"prof proefkade", "Professor Proefkade"},
		{"Slootkant Lange", "Lange Slootkant"},
		{"ijsbaanpad", "IJsbaanpad"},
		{"Ijsbanpad", "IJsbaanpad"},
		{"lange land", "Het Lange Land"},
		{"coelhohof", "Coëlhohof"},
		{"zilverberkschanz", "Zilverberkschans"},
		{"st. testplantsoen", "Sint Testplantsoen"},
		{"markt", "De Markt"},
		{"Merelgarde", "Merelgaarde"},
		{"Spitsbergen", ""},
		{"", ""},
		{"straat", ""},
		{"شارع", ""},
		{strings.Repeat("Dorpsstraat", 1000), ""},
		{"\x00\xff", ""},
		{"ab", ""},
	} {
		view(t, db, func(tx *store.Tx) {
			got := ""
			if all := store.StreetsLike(tx, c.typed, 3); len(all) > 0 {
				got = all[0].Name
			}
			if got != c.first {
				t.Errorf("%.40q: the likeliest is %q, want %q", c.typed, got, c.first)
			}
		})
	}
}

// TestStreetNamed tells a name that was written otherwise from a wrong one.
func TestStreetNamed(t *testing.T) {
	db := kvtest.Open(t)
	streets(t, db, append(streetNames, "Lindelaan", "De Lindelaan")...)
	for _, c := range []struct{ typed, want string }{
		{"DORPSSTRAAT", "Dorpsstraat"}, {"dorpsstr.", "Dorpsstraat"}, {"dorpstraat", ""}, {"Dorps", ""},
		{"burg v voorbeeldln", "Burgemeester van Voorbeeldlaan"}, {"Voorbeeldlaan", ""},
		{"Lindelaan", "Lindelaan"}, {"de lindelaan", "De Lindelaan"}, {"van de Lindelaan", ""}, // that may be both
	} {
		view(t, db, func(tx *store.Tx) {
			if s, ok := store.StreetNamed(tx, c.typed); s.Name != c.want || ok != (c.want != "") {
				t.Errorf("%q is %q, want %q", c.typed, s.Name, c.want)
			}
		})
	}
}

// TestStreetTypos makes one typing error in a street, or two in a long one, and
// looks for it among all.
func TestStreetTypos(t *testing.T) {
	db := kvtest.Open(t)
	streets(t, db, streetNames...)
	rapid.Check(t, func(t *rapid.T) {
		name := strings.TrimSpace(rapid.SampledFrom(streetNames).Draw(t, "street"))
		full, _ := wijk.StreetForms(name)
		typed, errors := full, 1
		if len(full) >= 10 {
			errors = 2
		}
		for i := range errors {
			at := rapid.IntRange(0, len(typed)-2).Draw(t, fmt.Sprint("at", i))
			letter := string(rune('a' + rapid.IntRange(0, 25).Draw(t, fmt.Sprint("letter", i))))
			switch rapid.IntRange(0, 3).Draw(t, fmt.Sprint("error", i)) {
			case 0:
				typed = typed[:at] + typed[at+1:]
			case 1:
				typed = typed[:at] + letter + typed[at:]
			case 2:
				typed = typed[:at] + letter + typed[at+1:]
			case 3:
				typed = typed[:at] + string(typed[at+1]) + string(typed[at]) + typed[at+2:]
			}
		}
		if other, _ := wijk.StreetForms(typed); other != typed || wijk.Typos(typed, full, 2) > errors {
			t.Skip("the errors made another word of it")
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			if !slices.ContainsFunc(store.StreetsLike(tx, typed, 100), func(s wijk.Street) bool { return s.Name == name }) {
				t.Errorf("%q does not find %q", typed, name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestReplaceStreets imports another list, and the same one again.
func TestReplaceStreets(t *testing.T) {
	db := kvtest.Open(t)
	view(t, db, func(tx *store.Tx) {
		if store.KnowsStreets(tx) {
			t.Error("a new city knows no streets")
		}
	})
	place := wijk.Place{Street: "Nieuwepad", Number: "1", Postcode: "2712ZZ", Wijk: "dorp"}
	update(t, db, func(tx *store.Tx) { store.LearnStreet(tx, place) })
	for _, list := range [][]string{{"Dorpsstraat", "Kerkweg"}, {"Kerkweg", "Dorpsweg"}, {"Kerkweg", "Dorpsweg"}} {
		streets(t, db, list...)
		view(t, db, func(tx *store.Tx) {
			var names []string
			for _, s := range store.Streets.All(tx, "") {
				names = append(names, s.Name)
			}
			want := append([]string{"Nieuwepad"}, list...)
			slices.Sort(want)
			same(t, "streets", want, names)
			if !store.KnowsStreets(tx) {
				t.Error("the list is not known to be there")
			}
		})
	}
	view(t, db, func(tx *store.Tx) {
		if found := store.StreetsLike(tx, "dorpsstraat", 3); len(found) != 1 || found[0].Name != "Dorpsweg" {
			t.Errorf("found %v, want only the road of the new list", found)
		}
		if at := store.StreetsAt(tx, "2712ZZ"); len(at) != 1 || at[0].Name != "Nieuwepad" {
			t.Errorf("at the postcode is %v", at)
		}
	})
}

// TestLearnStreet learns from reports, but never instead of the list.
func TestLearnStreet(t *testing.T) {
	db := kvtest.Open(t)
	streets(t, db, "Dorpsstraat")
	learn := func(p wijk.Place) { update(t, db, func(tx *store.Tx) { store.LearnStreet(tx, p) }) }
	learn(wijk.Place{Street: "Dorpsstraat", Wijk: "palenstein"})
	learn(wijk.Place{Street: "Dorpstraat", Wijk: "dorp"})
	learn(wijk.Place{Street: "Nieuwepad"})
	learn(wijk.Place{Street: "hoek Nieuwepad / Dorpsstraat", Wijk: "dorp"})
	learn(wijk.Place{Street: strings.Repeat("pad", 40), Wijk: "dorp"})
	learn(wijk.Place{Street: "؟", Wijk: "dorp"})
	learn(wijk.Place{Street: "Nieuwepad", Wijk: "dorp", Postcode: "2712AA"})
	learn(wijk.Place{Street: "nieuwepad", Wijk: "palenstein", Postcode: "2712AA"})
	var all []wijk.Street
	view(t, db, func(tx *store.Tx) {
		for _, s := range store.Streets.All(tx, "") {
			all = append(all, s)
		}
	})
	same(t, "streets", []wijk.Street{
		{Name: "Dorpsstraat", Wijken: []string{"dorp"}, Postcodes: []string{"2712AA"}},
		{Name: "Nieuwepad", Wijken: []string{"dorp", "palenstein"}, Postcodes: []string{"2712AA"}, Reported: true},
	}, all)
}

// BenchmarkStreets looks a mistyped name up among 2,000, and imports them.
func BenchmarkStreets(b *testing.B) {
	first := strings.Fields("Merel Lijster Vink Spreeuw Kwartel Fazant Reiger Eend Zwaan Meeuw Linde Beuk Eik Berk Esdoorn Populier Wilg Kastanje Abeel Els")
	second := strings.Fields("berg dal horst veld donk rode zoom kamp bos water")
	last := strings.Fields("straat laan weg plein hof pad singel kade dreef gaarde")
	var names []string
	for _, f := range first {
		for _, s := range second {
			for _, l := range last {
				names = append(names, f+s+l)
			}
		}
	}
	db, err := store.Open(b.Context(), kvtest.OpenEngine(b))
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	streets(b, db, names...)
	b.Logf("%d streets imported in %v", len(names), time.Since(began).Round(time.Millisecond))
	for _, typed := range []string{"kwartelbergstraat", "kwartelbegrstraat", "kwartelberg", "merelhof", "spitsbergen"} {
		b.Run(typed, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				err := db.View(context.Background(), func(tx *store.Tx) error {
					store.StreetsLike(tx, typed, 3)
					return tx.Err()
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
