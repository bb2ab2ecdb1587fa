package category

import (
	"strings"
	"testing"
	"unicode/utf8"

	"wijkbot/store/wijk"
)

// What a resident is asked to confirm, in their own words as far as we know
// them.
func TestPhrases(t *testing.T) {
	for text, want := range map[string]string{
		"er ligt een tegel los bij nr 12":                     "stoeptegel Losse stoeptegel",
		"stoeptegels liggen los":                              "stoeptegel Losse stoeptegel",
		"Er zit een groot gat in de weg":                      "stoeptegel Gat in de weg",
		"stoep is verzakt":                                    "stoeptegel Gat of kuil in de stoep",
		"gat in fietspad":                                     "fietspad Gat of kuil in het fietspad",
		"prullenbak vol":                                      "prullenbak Volle prullenbak",
		"de prullenbak is gesloopt":                           "prullenbak Kapotte prullenbak",
		"naast de prullenbak ligt een matras":                 "grofvuil Grofvuil",
		"zakken naast de ondergrondse container":              "grofvuil Vuilniszakken op straat",
		"de container is niet vol maar er staan zakken naast": "grofvuil Vuilniszakken op straat",
		"glasbak zit vol":                                     "container Volle container",
		"tak op fietspad":                                     "boom Tak op het fietspad",
		"dode boom":                                           "boom Dode boom",
		"takken van struiken hangen over de stoep":            "groen Heg of struiken te groot",
		"onkruid in het plantsoen":                            "onkruid-groen Onkruid in het plantsoen",
		"onkruid tussen de tegels":                            "onkruid Onkruid tussen de tegels",
		"gras groeit tussen de stoeptegels":                   "onkruid Onkruid tussen de tegels",
		"water blijft staan":                                  "put Water blijft staan",
		"put stinkt":                                          "put Put stinkt",
		"fiets zonder wielen":                                 "fietswrak Fietswrak",
		"glad door bladeren":                                  "gladheid Glad door bladeren",
		"dode eend":                                           "dood-dier Dood dier",
		"dode rat":                                            "dood-dier Dood dier",
		"groep hangjongeren":                                  "overlast Overlast van een groep",
		"lamp kapot":                                          "verlichting Lantaarnpaal kapot",
		"geen licht in de straat":                             "verlichting Straatverlichting kapot",
		"paaltje is weg":                                      "straatmeubilair Paaltje is weg",
		"glas in de zandbak":                                  "speelplaats Glas op de speelplaats",
		"asbest gedumpt":                                      "dumping Gedumpt asbest",
		"hondendrol":                                          "hondenpoep Hondenpoep",
		"Graffiti op de muur van de school":                   "graffiti Graffiti",
		"zwervuil op de hoek van de Wilgenlaan":               "zwerfvuil Zwerfvuil",
		"LOSSE STOEPTEGLE DORPSSTRAAT 12":                     "stoeptegel Losse stoeptegel",
		"Losse tégel in de Kastanjelaan":                      "stoeptegel Losse stoeptegel",
		"volle prullenbak op de Putstraat":                    "prullenbak Volle prullenbak",
	} {
		got := Classify(text)
		if len(got) == 0 || got[0].Score < Sure {
			t.Errorf("%q: not sure: %v", text, got)
			continue
		}
		if say := string(got[0].Code) + " " + got[0].Phrase; say != want {
			t.Errorf("%q: %s, want %s", text, say, want)
		}
	}
}

// Everyday words are no report, and no guess is better than a silly one.
func TestNoReport(t *testing.T) {
	for _, text := range []string{
		"", " ", "?", "👍", "hallo", "goedemorgen", "ik wil iets melden", "waar is het gemeentehuis", "dank u wel", "ik ben gevallen", "bel mij", "ja", "nee",
		"1", "12", "2715 AB 12", "Dorpsstraat 12", "الشارع مظلم جدا", "На улице темно", "街灯が切れています", "\xff\xfe\x00", "ik ga op vakantie", "alles goed",
		strings.Repeat("hallo ", 20_000),
	} {
		if got := Classify(text); len(got) > 0 {
			t.Errorf("%.40q: %v", text, got)
		}
	}
}

func TestNamed(t *testing.T) {
	for text, want := range map[string]wijk.ReportKind{
		"zwerfvuil": "zwerfvuil", "/zwerfvuil": "zwerfvuil", "ZWERFVUIL": "zwerfvuil", " Zwerfvuil. ": "zwerfvuil", "afval": "zwerfvuil", "troep": "zwerfvuil",
		"losse stoeptegel": "stoeptegel", "stoeptegel": "stoeptegel", "Losse stoeptegel": "stoeptegel", "onkruid": "onkruid", "boom": "boom",
		"Prullenbak vol of kapot": "prullenbak", "onkruid-groen": "onkruid-groen", "/onkruid_groen": "onkruid-groen", "dode eend": "dood-dier", "overig": "overig",
		"hondenpoep": "hondenpoep", "lantaarnpaal": "verlichting", "Bankje, paal of bord kapot": "straatmeubilair", "melding": "overig",
	} {
		if got, ok := Named(text); !ok || got != want {
			t.Errorf("Named(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "hallo", "zwerfvuil bij mij", "zwervuil", "onkruid Dorpsstraat 12", "losse", "ja", strings.Repeat("zwerfvuil ", 50), "улица"} {
		if got, ok := Named(text); ok {
			t.Errorf("Named(%q) = %q", text, got)
		}
	}
}

// Every name leads to a category, and no name to two.
func TestNamesAreOnce(t *testing.T) {
	seen := map[string]wijk.ReportKind{}
	for _, c := range All() {
		for name := range strings.SplitSeq(called[c.Code], ";") {
			if other, twice := seen[name]; twice {
				t.Errorf("%q is %s and %s", name, other, c.Code)
			}
			seen[name] = c.Code
			if name != "" && name != spaced(name) {
				t.Errorf("%q can never be typed", name)
			}
			if got, _ := Named(name); got != c.Code {
				t.Errorf("%q is %s, want %s", name, got, c.Code)
			}
		}
	}
}

func FuzzClassify(f *testing.F) {
	for _, s := range sentences(f) {
		if len(s.text)%4 == 0 {
			f.Add(s.text)
		}
	}
	f.Add("\xff\x00" + strings.Repeat("\u0301", 4096))
	f.Add(strings.Repeat("stoeptegel ", 10_000))
	f.Fuzz(func(t *testing.T, text string) {
		last := 1.0
		got := Classify(text)
		if len(got) > mostGuesses {
			t.Errorf("%d guesses", len(got))
		}
		for _, g := range got {
			if !Known(g.Code) || g.Phrase == "" || !utf8.ValidString(g.Phrase) || !(g.Score > 0 && g.Score <= last) {
				t.Errorf("%q: %v", text, got)
			}
			last = g.Score
			for _, q := range Of(g.Code).Ask {
				if key, ok := q.Told(text); ok && key == "" {
					t.Errorf("%q tells an empty answer", text)
				}
			}
		}
		switch StopIn(text) {
		case None, Danger, Crime, Care:
		default:
			t.Errorf("%q: unknown stop", text)
		}
		if code, ok := Named(text); ok && !Known(code) {
			t.Errorf("%q names %q", text, code)
		}
	})
}
