package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wijkbot/store/intake"
	"wijkbot/store/wijk"
)

// TestParseStreets reads lists as different programs write them.
func TestParseStreets(t *testing.T) {
	want := []wijk.Street{
		{Name: "Voorbeeldstraat", Postcodes: []string{"2715AB", "2716CD"}, Wijken: []string{"meerzicht"}},
		{Name: "Testlaan", Postcodes: []string{"2726AA"}, Wijken: []string{"de-leyens", "buytenwegh"}},
		{Name: "'s-Proefweg", Wijken: []string{"buitengebied"}},
	}
	for name, text := range map[string]string{
		"commas": "street,postcode,wijk\nVoorbeeldstraat,2715AB,meerzicht\nVoorbeeldstraat,2715AB,meerzicht\nVoorbeeldstraat,2716CD,meerzicht\n" +
			"Testlaan,2726AA,de-leyens\nTestlaan,2726AA,buytenwegh\n's-Proefweg,,buitengebied\n",
		"semicolons, Dutch names, Windows": "\xef\xbb\xbfStraat;Postcode;Wijk\r\nVoorbeeldstraat;2715 ab;Meerzicht\r\nVOORBEELDSTRAAT;2716 CD;\r\n" +
			"\"Testlaan\";2726 AA;De Leyens\r\nTestlaan;2726 AA;Buytenwegh\r\n's-Proefweg;;Buitengebied",
		"other columns and blank lines": "id,wijk,huisnummer,postcode,street\n1,meerzicht,3,2715AB, Voorbeeldstraat \n2,meerzicht,4,2716CD,Voorbeeldstraat\n\n" +
			"3,de-leyens,5,2726AA,Testlaan\n3,buytenwegh,5,2726AA,Testlaan\n4,buitengebied,6,,'s-Proefweg\n",
	} {
		got, errs := intake.ParseStreets([]byte(text), wijk.Coarse())
		if len(errs) > 0 {
			t.Errorf("%s: %v", name, errs)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", name, diff)
		}
	}
}

// TestParseStreetsFaults tells all that is wrong, each by its line.
func TestParseStreetsFaults(t *testing.T) {
	for text, want := range map[string]string{
		"": "line 1: must be a header with street, postcode and wijk (or straat, postcode and wijk)",
		"naam,postcode,wijk\nA,2715AB,meerzicht\n":   "line 1: must be a header with street, postcode and wijk (or straat, postcode and wijk)",
		"street,straat,postcode,wijk\n":              "line 1: street stands there twice",
		"street,postcode,wijk\n":                     "the file has no streets",
		"street,postcode,wijk\nCo\xeblhohof,,dorp\n": "the file is not in UTF-8: save it as \"CSV UTF-8\"",
		"{\"staff\":[]}":                             "line 1: must be a header with street, postcode and wijk (or straat, postcode and wijk)",
		"street,postcode,wijk\n,2715AB,meerzicht\nTestlaan,2800AA,meerzicht\nTestlaan,27AB,meerzicht\nGoed,2715AB,meerzicht\n" +
			"Testlaan,2715AB,mordor\nTestlaan,,\nTestlaan,2726AA,\nTestlaan,2715AB\n???,2715AB,meerzicht\nA / B,2715AB,meerzicht\n" +
			strings.Repeat("x", 100) + ",2715AB,meerzicht\nTe\x00st,2715AB,meerzicht\nTe\"st,2715AB,meerzicht": strings.Join([]string{
			"line 2: street: missing",
			"line 3: postcode: 2800AA is in no wijk on the map",
			"line 4: postcode: \"27AB\" is none, such as 2715AB",
			"line 6: wijk: \"mordor\" is no wijk on the map, such as meerzicht",
			"line 7: wijk: missing, and the postcode does not tell it",
			"line 8: wijk: missing, and the postcode does not tell it",
			"line 9: wrong number of fields",
			"line 10: street: \"???\" is no name of a street",
			"line 11: street: \"A / B\" is no name of a street",
			"line 12: street: \"xxxxxxxxxxxxxxxxxxxx\" is no name of a street",
			"line 13: street: \"Te\\x00st\" is no name of a street",
			"line 14: bare \" in non-quoted-field",
		}, "\n"),
	} {
		_, errs := intake.ParseStreets([]byte(text), wijk.Coarse())
		var got []string
		for _, err := range errs {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%.40q (- want, + got):\n%s", text, diff)
		}
	}
}

// TestParseStreetsLimits shows that a file cannot grow what is kept of it
// without end.
func TestParseStreetsLimits(t *testing.T) {
	var many, bad strings.Builder
	many.WriteString("street,postcode,wijk\n")
	bad.WriteString("street,postcode,wijk\n")
	for i := range 10_001 {
		fmt.Fprintf(&many, "Straat %d,,dorp\n", i)
		bad.WriteString("Straat,,mordor\n")
	}
	if _, errs := intake.ParseStreets([]byte(many.String()), wijk.Coarse()); len(errs) != 1 || errs[0].Error() != "the file has more than 10000 streets" {
		t.Errorf("too many streets: %v", errs)
	}
	if _, errs := intake.ParseStreets([]byte(bad.String()), wijk.Coarse()); len(errs) != 1001 || errs[1000].Error() != "and 9001 more rows with faults" {
		t.Errorf("too many faults: %d, the last is %v", len(errs), errs[len(errs)-1])
	}
}

// FuzzParseStreets reads anything: either all is in order, or it says why not.
func FuzzParseStreets(f *testing.F) {
	for _, s := range []string{
		"street,postcode,wijk\nTestlaan,2715AB,meerzicht\n", "\xef\xbb\xbfstraat;wijk;postcode\n\"Test\"\"laan\";dorp;\n",
		"street,postcode,wijk\n\"", "street,postcode,wijk\n,,\n", "\x00", "street;postcode,wijk\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		all, errs := intake.ParseStreets(text, wijk.Coarse())
		if len(errs) == 0 && len(all) == 0 {
			t.Fatal("nothing, and no reason")
		}
		if len(errs) > 0 {
			return
		}
		slugs := make(map[string]bool)
		for _, s := range all {
			slug := wijk.Slug(s.Name)
			if slug == "" || slugs[slug] || len(s.Wijken) == 0 || strings.ContainsAny(s.Name, "\x00\n/") {
				t.Fatalf("a street %+v", s)
			}
			slugs[slug] = true
			for _, w := range s.Wijken {
				if _, ok := wijk.Coarse().Wijk(w); !ok {
					t.Fatalf("in no wijk: %+v", s)
				}
			}
			for _, pc := range s.Postcodes {
				if len(wijk.Coarse().ByPostcode(pc)) == 0 || len(pc) != 6 {
					t.Fatalf("postcode %q", pc)
				}
			}
		}
	})
}
