package reply

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"
)

// dangers are cries for help, each of which must spoil any ok answer.
var dangers = []string{
	"help", "hulp", "help mij", "hulp nu", "112", "sos", "🆘", "ik lig op de grond", "kan niet opstaan", "kom niet overeind", "ik ben gevallen", "gevallen", "uitgegleden", "geen lucht",
	"ik krijg geen lucht", "benauwd", "kan niet ademen", "pijn op de borst", "steken in mijn hart", "hartaanval", "mijn mond hangt scheef", "mijn arm is lam", "kan niet praten", "beroerte",
	"flauwgevallen", "bewusteloos", "veel bloed", "ik bloed", "bloeding", "hoofd gestoten", "brand", "rook in huis", "ik ruik gas", "gaslucht", "inbreker", "er staat iemand in mijn huis",
	"mijn zoon slaat mij", "ik word bedreigd", "ik wil dood", "ik wil niet meer leven", "zelfmoord", "ik maak er een eind aan", "te veel pillen genomen", "overdosis", "ik ben verdwaald",
	"ambulance", "politie", "spoed", "nood", "noodgeval", "ik ga dood", "ik zit vast", "mijn man reageert niet", "mijn vrouw wordt niet wakker", "suiker is te laag", "oplichter aan de deur",
	"ziek", "koorts", "pijn", "duizelig", "eenzaam", "bang", "bel mij", "kunt u bellen", "niet goed", "slecht", "imdat", "pomocy", "tolong", "Hilfe", "au secours", "yuda mi", "3awnouni", "النجدة", "допоможіть",
	"kalkamiyorum", "nie moge oddychac", "cant breathe", "chest pain",
}

func okTexts(t testing.TB) []string {
	var out []string
	for _, file := range answerFiles {
		for _, r := range rows(t, file) {
			if r.label == OK && Classify(r.text).Label == OK {
				out = append(out, r.text)
			}
		}
	}
	return out
}

// joins are the ways in which two texts meet.
var joins = []string{" ", ". ", ", ", "\n", " maar ", " en ", "! ", " 👍 ", "\u200b ", " - "}

func TestDangerSpoilsAnyOK(t *testing.T) {
	for i, ok := range okTexts(t) {
		for n, d := range dangers {
			j := joins[(i+n)%len(joins)]
			for _, text := range []string{ok + j + d, d + j + ok} {
				if got := Classify(text); got.Label == OK {
					t.Fatalf("%q: ok by %s", text, got.Rule)
				}
			}
		}
	}
}

func TestSwappedLettersNeverHideDanger(t *testing.T) {
	frames := []string{"%", "alles goed % hoor", "ja % groetjes Annie", "ja hoor alles goed groetjes %", "1 %", "mevrouw % hier, alles goed", "goed %"}
	for text, w := range words().exact {
		size := len([]rune(text))
		if !w.alarming() || size < 4 || w.is(name) {
			continue
		}
		for i := range size - 1 {
			r := []rune(text)
			r[i], r[i+1] = r[i+1], r[i]
			if string(r) == text {
				continue
			}
			for _, f := range []string{"%", frames[1+(size+i)%(len(frames)-1)]} {
				typed := strings.ReplaceAll(f, "%", string(r))
				if Classify(strings.ReplaceAll(f, "%", text)).Label == OK {
					continue // a greeting, or "nee" where it is no complaint
				}
				if got := Classify(typed); got.Label == OK && !isWord(string(r)) {
					t.Errorf("%q (of %s): ok by %s", typed, text, got.Rule)
				}
			}
		}
	}
}

// isWord reports whether swapped letters spell another harmless word in full.
func isWord(text string) bool {
	w := words().exact[text]
	return w != nil && !w.alarming()
}

func TestUnknownWordSpoilsAnyOK(t *testing.T) {
	for _, ok := range okTexts(t) {
		for _, unknown := range []string{"xyzzy", "knorpel", "żółwik", "plugh", "🦖", "45", "ذباب"} {
			if got := Classify(unknown + " " + ok); got.Label == OK {
				t.Errorf("%q: ok", unknown+" "+ok)
			}
			if got := Classify(ok + " " + unknown); got.Label == OK && !signed(ok) {
				t.Errorf("%q: ok", ok+" "+unknown)
			}
		}
	}
}

// signed reports whether an ok text ends in a greeting, after which a name may
// follow.
func signed(text string) bool {
	w := Words(text)
	for _, v := range w[max(0, len(w)-4):] {
		if greetings[v] {
			return true
		}
	}
	return false
}

func TestAppearanceDoesNotMatter(t *testing.T) {
	for _, file := range answerFiles {
		for _, r := range rows(t, file) {
			want := Classify(r.text)
			for name, text := range map[string]string{
				"upper": strings.ToUpper(r.text), "lower": strings.ToLower(r.text), "title": titled(r.text),
				"space": "  " + r.text + " \n\t", "variation": strings.ReplaceAll(r.text, " ", " \ufe0f") + "\ufe0f",
				"accents": accented(r.text), "crlf": r.text + "\r\n", "bom": "\ufeff" + r.text,
			} {
				if got := Classify(text); got.Label != want.Label {
					t.Errorf("%s %q: %s, %q: %s", name, text, got.Label, r.text, want.Label)
				}
			}
		}
	}
}

func titled(text string) string {
	r := []rune(text)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// accented puts an accent on every Latin vowel.
func accented(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteRune(r)
		if strings.ContainsRune("aeiouAEIOU", r) {
			b.WriteRune('\u0301')
		}
	}
	return b.String()
}

func TestRandomBytesAreNeverOK(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		text := make([]byte, 4+random.IntN(60))
		for i := range text {
			text[i] = byte(random.UintN(256))
		}
		if got := Classify(string(text)); got.Label == OK {
			t.Fatalf("%q: ok by %s", text, got.Rule)
		}
	}
}

func TestOKIsAClosedWorld(t *testing.T) {
	oks := okTexts(t)
	rapid.Check(t, func(t *rapid.T) {
		ok := rapid.SampledFrom(oks).Draw(t, "ok")
		danger := rapid.SampledFrom(dangers).Draw(t, "danger")
		parts := strings.Fields(ok)
		at := rapid.IntRange(0, len(parts)).Draw(t, "at")
		text := strings.Join(parts[:at], " ") + " " + danger + " " + strings.Join(parts[at:], " ")
		if got := Classify(text); got.Label == OK {
			t.Fatalf("%q: ok by %s", text, got.Rule)
		}
	})
}

func TestRepeatedNegationIsNeverOK(t *testing.T) {
	for _, n := range strings.Fields(classes["niet"]) {
		for _, text := range []string{n + " goed", "het gaat " + n + " goed", n + " " + n + " goed", "goed " + n, n + " " + n + " klachten", n + " geen pijn, alles goed"} {
			if got := Classify(text); got.Label == OK && n != "neen" {
				t.Errorf("%q: ok by %s", text, got.Rule)
			}
		}
	}
}

func TestLongTextsAreFastAndSeenInFull(t *testing.T) {
	const size = 100_000
	for name, filler := range map[string]string{
		"words": "het is hier gezellig ", "letters": "a b c d ", "unknown": "ghijklmn opqrstu ", "one word": "x", "neighbours": "niet kan ik mijn ", "dangers": "grond lig niet ",
		"quotes": "gaat het goed met u stuur 1 ", "signs": "?!.", "emoji": "😀", "spelled": "s t o p x ", "glued": "jahoorallesgoed ", "digits": "1 ", "marks": "e\u0301\u0301 ", "invalid": "\xff ", "greeting": "groetjes de de de ", "newlines": "> a\n",
	} {
		text := strings.Repeat(filler, size/len(filler))
		start := time.Now()
		got := Classify(text + "\nik lig op de grond en kan niet opstaan")
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%s: %v for 100 kB", name, took)
		}
		if got.Label != Urgent {
			t.Errorf("%s: %s by %s, the cry for help at the end is lost", name, got.Label, got.Rule)
		}
	}
}

func FuzzClassify(f *testing.F) {
	for _, text := range append([]string{"", "1", "ja", "alles goed", "Goed. Groetjes Annie", "\x00\xff", "s t o p", "> gaat het goed met u?", "niet niet goed", "mevr. de Wit hier, 1", "ｈｅｌｐ", "he\u200dlp"}, dangers...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Classify(text)
		if got.Rule == "" {
			t.Errorf("%q: no rule", text)
		}
		if again := Classify(text); again.Label != got.Label || again.Rule != got.Rule {
			t.Errorf("%q: %v, then %v", text, got, again)
		}
		for _, d := range []string{"ik lig op de grond", "help mij", "ik krijg geen lucht"} {
			if r := Classify(text + "\n" + d); r.Label != Urgent && !cutShort(text) {
				t.Errorf("%q then %q: %s by %s", text, d, r.Label, r.Rule)
			}
		}
		for _, w := range Words(text) {
			if strings.ContainsFunc(w, unicode.IsSpace) {
				t.Errorf("%q: word %q holds a space", text, w)
			}
		}
	})
}

// cutShort reports whether text ends in a letter or mark that changes the word
// after it.
func cutShort(text string) bool { return strings.HasSuffix(text, "\u200d") }

func BenchmarkClassify(b *testing.B) {
	for name, text := range map[string]string{
		"ok":     "Ja hoor, het gaat goed met mij, dank u!",
		"urgent": "ben gevallen en kan niet meer opstaan au",
		"typos":  "gevlalen en lig op de vlooer in de keukn",
		"accent": "Goedemorgen, één kopje koffie, alles oké",
	} {
		b.Run(name, func(b *testing.B) {
			Classify(text)
			b.ReportAllocs()
			for b.Loop() {
				Classify(text)
			}
		})
	}
}
