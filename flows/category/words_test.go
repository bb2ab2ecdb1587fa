package category

import (
	"regexp"
	"strings"
	"testing"

	"wijkbot/store/wijk/gsm7"
)

// A word in two lists would mean what chance makes of it, and one with an
// accent or a hyphen is never found.
func TestVocabulary(t *testing.T) {
	in := map[string]string{}
	shape := regexp.MustCompile(`^=?[a-z0-9]{2,}$`)
	for _, table := range []map[string]string{vocabulary, small} {
		for name, list := range table {
			for word := range strings.FieldsSeq(list) {
				if !shape.MatchString(word) {
					t.Errorf("%s: %q can never be a word", name, word)
				}
				word = strings.TrimPrefix(word, "=")
				if other, twice := in[word]; twice {
					t.Errorf("%q means %s and %s", word, other, name)
				}
				in[word] = name
			}
		}
	}
	l := words()
	for word, name := range in {
		if c, _, ok := l.find(word); !ok || c != l.concept(name) {
			t.Errorf("%q is not found as %s", word, name)
		}
	}
}

func TestEvidence(t *testing.T) {
	for code := range evidence {
		if !Known(code) {
			t.Errorf("evidence for %q, which is no category", code)
		}
	}
	for code := range phrases {
		if !Known(code) {
			t.Errorf("phrases for %q, which is no category", code)
		}
	}
	l := words()
	for _, c := range All() {
		if evidence[c.Code] == "" || phrases[c.Code] == "" {
			t.Errorf("%s: no evidence or no phrases", c.Code)
		}
		for _, p := range phrasings()[c.Code] {
			if p.phrase == "" || !gsm7.Fits(p.phrase) || len(p.phrase) > 40 || strings.ToUpper(p.phrase[:1]) != p.phrase[:1] {
				t.Errorf("%s: %q is no phrase for \"... Klopt dat?\"", c.Code, p.phrase)
			}
		}
		if last := phrasings()[c.Code]; len(last[len(last)-1].said) != 0 {
			t.Errorf("%s has no phrase for when nothing fits", c.Code)
		}
	}
	for name, c := range l.names {
		if len(l.alone[c]) > 0 || len(l.pairs[c]) > 0 {
			continue
		}
		used := l.describes[c] || l.denied[c] || l.owed[c] || l.state[c]
		for _, pairs := range l.pairs {
			for _, p := range pairs {
				used = used || p.other == c
			}
		}
		if !used {
			t.Errorf("nothing is said of %s", name)
		}
	}
}

// How a word is recognised, and what is not taken for one.
func TestFind(t *testing.T) {
	l := words()
	for word, want := range map[string]string{
		"tegel": "tegel", "tegels": "tegel", "tegeltje": "tegel", "stoeptegels": "tegel", "stoeptegle": "tegel", "stoeptgel": "tegel", "teggel": "tegel",
		"lantaarnpalen": "lamp", "lantaarnpaaltje": "lamp", "lantarenpaal": "lamp", "lantaarnpaall": "lamp", "prullenbakken": "prullenbak",
		"prullenbakdeksel": "deksel", "hondendrollen": "poep", "hondepoep": "poep", "kastanjeboom": "boom", "bomen": "boom", "takken": "tak",
		"eikentak": "tak", "regenputje": "put", "duiven": "dier", "struiken": "heg", "schommels": "toestel", "schomel": "toestel",
		"speeltuinhek": "hek", "tuinstoelen": "meubel", "zwervuil": "zwerfvuil", "grafitti": "graffiti", "onkruit": "onkruid", "kliko": "container",
	} {
		if c, _, ok := l.find(word); !ok || c != l.concept(want) {
			t.Errorf("%q is not found as %s", word, want)
		}
	}
	for _, word := range []string{
		"staat", "gaat", "water2", "dorpsstraat", "wilgenlaan", "kastanjelaan", "boomgaarde", "grasmeent", "beneden", "gebouw", "bezoeken",
		"", "a", "de", "0612345678", "gemeente", "voeten", "vermogen", strings.Repeat("tegel", 1000),
	} {
		if c, _, ok := l.find(word); ok {
			for name, of := range l.names {
				if of == c {
					t.Errorf("%q is taken for %s", word, name)
				}
			}
		}
	}
}
