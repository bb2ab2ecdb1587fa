package dutch

import (
	"strings"
	"testing"
)

func TestLampPost(t *testing.T) {
	for _, c := range []struct{ text, want, rest string }{
		{"lantaarnpaal 1234", "1234", ";"},
		{"Lantaarnpaal nr. 1234", "1234", ";"},
		{"lantaarnpaalnummer 12", "12", ";"},
		{"mast 12-345", "12-345", ";"},
		{"mast 12.345", "12-345", ";"},
		{"LP 04512", "04512", ";"},
		{"lp04512a", "04512A", ";"},
		{"Lantaarnpaal 1234, Dorpsstraat 12", "1234", ";, Dorpsstraat 12"},
		{"de straatlamp nummer 1234 is stuk", "1234", "de ; is stuk"},
		{"lichtmast #771", "771", ";"},
		{"paal 3", "", ""},
		{"lamp 2", "", ""},
		{"lantaarnpaal 2 is kapot", "", ""},
		{"3 lantaarnpalen", "", ""},
		{"lantaarnpaal 20 meter verder", "", ""},
		{"lantaarnpaal bij Dorpsstraat 12", "", ""},
		{"paalstraat 123", "", ""},
		{"help 112", "", ""},
		{"lantaarnpaal", "", ""},
		{"", "", ""},
		{"\xfflp\x00 123", "", ""},
	} {
		post, rest, ok := LampPost(c.text)
		if post != c.want || ok != (c.want != "") || ok && rest != c.rest {
			t.Errorf("LampPost(%q) = %q, %q, %v; want %q, %q", c.text, post, rest, ok, c.want, c.rest)
		}
	}
}

func TestHouseNumber(t *testing.T) {
	for text, want := range map[string]string{
		"12": "12", "12a": "12a", "12 a": "12a", "nr 12": "12", "nummer 12-3": "12-3", "bij 14": "14", "tegenover nr. 14": "14", "12 bis": "12 bis",
		"": "", "nee": "", "weet ik niet": "", "0": "", "123456": "", "12 meter": "", "12 en 14": "", "Dorpsstraat 12": "", "\x00": "",
	} {
		if got, ok := HouseNumber(text); got != want || ok != (want != "") {
			t.Errorf("HouseNumber(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestLandmark(t *testing.T) {
	for text, want := range map[string]bool{
		"bij de ingang van het winkelcentrum": true, "Naast de kerk": true, "achter het station, links": true, "in het park": true,
		"speeltuin achter de school": true, "tegenover nummer 12 bij de bakker": true, "hoek bij de Jumbo": true,
		"hier": false, "daar op de stoep": false, "in de straat": false, "op de weg": false, "bij mij": false, "nee": false,
		"onkruid": false, "weet ik niet": false, "waar bedoelt u?": false, "bij": false, "": false, "winkelcentrum": false,
		"op straat": false, strings.Repeat("bij de kerk ", 20): false, "bij 1234": false, "ليس بجانب المدرسة": false,
	} {
		if got := Landmark(text); got != want {
			t.Errorf("Landmark(%q) = %v", text, got)
		}
	}
}

func TestVaguePlace(t *testing.T) {
	for text, want := range map[string]Vague{
		"hier": Here, "Daar!": Here, "hier ergens": Here, "op straat": Here, "bij mij": Here, "in de buurt": Here, "hier op de stoep": Here,
		"thuis": Home, "bij mij thuis": Home, "voor mijn deur": Home, "bij mij in de straat": Home, "waar ik woon": Home, "voor ons huis": Home,
		"": NotVague, "nee": NotVague, "Dorpsstraat 12": NotVague, "bij de kerk": NotVague, "hier is het een gevaarlijke toestand": NotVague,
	} {
		if got := VaguePlace(text); got != want {
			t.Errorf("VaguePlace(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestElsewhere(t *testing.T) {
	for text, want := range map[string]string{
		"Markt 1, Gouda": "Gouda", "in Den Haag": "Den Haag", "Benthuizen": "Alphen aan den Rijn", "Dorpsstraat 12 bleiswijk.": "Lansingerland",
		"Delftsewallen 12": "", "Goudseweg 3": "", "Gouda 3": "", "Dorpsstraat 12, Zoetermeer": "", "": "", "Nieuwgouda": "",
		strings.Repeat("x ", 200) + "Gouda": "",
	} {
		if got, ok := Elsewhere(text); got != want || ok != (want != "") {
			t.Errorf("Elsewhere(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestOurLetters(t *testing.T) {
	for text, want := range map[string]bool{"Coëlhostraat": true, "12": true, "": true, "улица Ленина 3": false, "شارع 5": false, "Dorpsstraat 道": true} {
		if got := OurLetters(text); got != want {
			t.Errorf("OurLetters(%q) = %v", text, got)
		}
	}
}

func FuzzSpot(f *testing.F) {
	for _, s := range []string{"lantaarnpaal 1234, Dorpsstraat 12", "bij de kerk", "thuis", "Markt 1, Gouda", "nr 12a", "\xff\x00", strings.Repeat("lp 123 ", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if post, _, ok := LampPost(text); ok && (post == "" || len(post) > 15 || strings.Trim(post, "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
			t.Errorf("the lamp post of %q is %q", text, post)
		}
		if n, ok := HouseNumber(text); ok && (n == "" || len(n) > 20 || n[0] < '1' || n[0] > '9') {
			t.Errorf("the number of %q is %q", text, n)
		}
		if Landmark(text) && len([]rune(text)) > maxMark {
			t.Errorf("%q is no landmark", text)
		}
		VaguePlace(text)
		Elsewhere(text)
		OurLetters(text)
	})
}
