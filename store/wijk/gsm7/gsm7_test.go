package gsm7

import (
	"strings"
	"testing"
)

func TestLength(t *testing.T) {
	for _, c := range []struct {
		name, text string
		units      int
		gsm        bool
		segments   int
	}{
		{"empty", "", 0, true, 0},
		{"one letter", "a", 1, true, 1},
		{"one full segment", strings.Repeat("a", 160), 160, true, 1},
		{"one too many", strings.Repeat("a", 161), 161, true, 2},
		{"two full segments", strings.Repeat("a", 306), 306, true, 2},
		{"three segments", strings.Repeat("a", 307), 307, true, 3},
		{"the accents that GSM-7 has", "éèüöäà", 6, true, 1},
		{"euro costs two", "€", 2, true, 1},
		{"80 euros fit", strings.Repeat("€", 80), 160, true, 1},
		{"81 euros do not", strings.Repeat("€", 81), 162, true, 2},
		// 153 septets hold 76 pairs and one free septet that cannot be used.
		{"152 pairs fill two segments", strings.Repeat("€", 152), 304, true, 2},
		{"153 pairs need three", strings.Repeat("€", 153), 306, true, 3},
		{"a pair moves to the next segment whole", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 306, true, 3},
		{"line ends count", "a\r\nb", 4, true, 1},
		{"trema makes it UCS-2", "Coëlho", 6, false, 1},
		{"financiën, 70 characters", "financiën" + strings.Repeat("a", 61), 70, false, 1},
		{"financiën, 71 characters", "financiën" + strings.Repeat("a", 62), 71, false, 2},
		{"geïnteresseerd", "geïnteresseerd" + strings.Repeat("a", 146), 160, false, 3},
		{"circumflex", "enquête", 7, false, 1},
		{"curly quote", "’s ochtends", 11, false, 1},
		{"en dash", "9–10", 4, false, 1},
		{"ellipsis", "wacht…", 6, false, 1},
		{"capital C cedilla but not small", "Ç", 1, true, 1},
		{"small c cedilla", "ç", 1, false, 1},
		{"35 thumbs fit", strings.Repeat("👍", 35), 70, false, 1},
		{"36 thumbs do not", strings.Repeat("👍", 36), 72, false, 2},
		// 67 units hold 33 surrogate pairs.
		{"66 thumbs fill two", strings.Repeat("👍", 66), 132, false, 2},
		{"67 thumbs need three", strings.Repeat("👍", 67), 134, false, 3},
		{"a family is 128 bits", "👨\u200d👩\u200d👧", 8, false, 1},
		{"134 units in two", strings.Repeat("ë", 134), 134, false, 2},
		{"no valid UTF-8", "a\xff", 2, false, 1},
		{"the replacement character itself", "\ufffd", 1, false, 1},
		{"escape is no character", "\x1b", 1, false, 1},
		{"no-break space", "a\u00a0b", 3, false, 1},
	} {
		units, gsm := Length(c.text)
		if units != c.units || gsm != c.gsm {
			t.Errorf("%s: Length = %d, %v, want %d, %v", c.name, units, gsm, c.units, c.gsm)
		}
		if got := Segments(c.text); got != c.segments {
			t.Errorf("%s: Segments = %d, want %d", c.name, got, c.segments)
		}
		if got, want := Fits(c.text), c.segments <= 1; got != want {
			t.Errorf("%s: Fits = %v, want %v", c.name, got, want)
		}
	}
}

// TestAlphabet holds the tables against the numbers of the standard: 128 codes
// of which one is the escape, ten extensions.
func TestAlphabet(t *testing.T) {
	seen := map[rune]bool{}
	for _, r := range alphabet + extension {
		if seen[r] {
			t.Errorf("%q is in the tables twice", r)
		}
		seen[r] = true
	}
	if n := len([]rune(alphabet)); n != 127 {
		t.Errorf("alphabet has %d characters, want 127", n)
	}
	if n := len([]rune(extension)); n != 10 {
		t.Errorf("extension has %d characters, want 10", n)
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"Coëlho":                   "Coelho",
		"Mevrouw Daniëlle Groß":    "Mevrouw Danielle Groß",
		"financiën":                "financien",
		"geïnteresseerd":           "geinteresseerd",
		"enquête":                  "enquete",
		"René Küçük":               "René Kücük",
		"Şahin Yıldırım İpek Ağaç": "Sahin Yildirim Ipek Agac",
		"Łódź Świątek Żółć":        "Lodz Swiatek Zolc",
		"José García Núñez":        "José Garcia Nuñez",
		"João São Conceição":       "Joao Sao Conceicao",
		"‘s-Gravenhage":            "'s-Gravenhage",
		"“goed” – zei hij…":        "\"goed\" - zei hij...",
		"2715\u00a0AB":             "2715 AB",
		"Ĳsselmeer":                "IJsselmeer",
		"e\u0301e\u0308n":          "een",
		"Jan 👍🏻":                   "Jan ",
		"👨\u200d👩\u200d👧":          "",
		"❤\ufe0f":                  "",
		"محمد":                     "????",
		"Иван":                     "????",
		"a\u200bb\u202ec\x00":      "abc",
		"a\xffb":                   "ab",
		"prijs €5 {x}":             "prijs €5 {x}",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestPlainEverything shows that whatever goes in, what comes out is GSM-7 and
// would come out unchanged again.
func TestPlainEverything(t *testing.T) {
	for r := range rune(0x20000) { // the planes beyond hold rare Han characters, tags and nothing else
		got := Plain(string(r))
		if _, gsm := Length(got); !gsm {
			t.Fatalf("Plain(%U) = %q, which is not GSM-7", r, got)
		}
		if again := Plain(got); again != got {
			t.Fatalf("Plain(%U) = %q, then %q", r, got, again)
		}
		if _, gsm := Length(string(r)); gsm && got != string(r) {
			t.Fatalf("Plain(%U) = %q, want it unchanged", r, got)
		}
	}
}

func BenchmarkSegments(b *testing.B) {
	text := "Gemeente Zoetermeer: u wilt elke dag een bericht van ons. Klopt dat? Stuur JA. Wilt u dit niet? Stuur NEE."
	for b.Loop() {
		Segments(text)
	}
}
