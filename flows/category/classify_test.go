package category

import (
	"os"
	"strings"
	"testing"
)

// A sentence is a line of testdata/zinnen.tsv. The code of what is no report
// is "-".
type sentence struct{ set, code, text string }

func sentences(t testing.TB) (all []sentence) {
	t.Helper()
	b, err := os.ReadFile("testdata/zinnen.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 {
			t.Fatalf("bad line %q", line)
		}
		all = append(all, sentence{f[0], f[1], f[2]})
	}
	return all
}

// A figure counts how often the guess was right.
type figure struct{ n, first, three, sure, sureRight int }

// judge takes the guesses for a sentence. What belongs to no category is right
// when nothing else comes first; what is no report, when no guess is sure.
func (f *figure) judge(s sentence, got []Guess) bool {
	f.n++
	isSure := len(got) > 0 && got[0].Score >= Sure
	first, three := false, false
	switch {
	case s.code == "-":
		first = !isSure
		three = first
	case s.code == "overig" && len(got) == 0:
		first, three = true, true
	}
	for i, g := range got {
		if string(g.Code) == s.code {
			first, three = first || i == 0, true
		}
	}
	if first {
		f.first++
	}
	if three || s.code == "overig" && !isSure {
		f.three++
	}
	if isSure {
		f.sure++
		if first {
			f.sureRight++
		}
	}
	return first
}

// What the figures must be at least, in percent.
const (
	leastFirst = 85
	leastSure  = 95
	leastHeld  = 120
)

// TestSentences holds the classifier to its figures. Nobody reads the held-out
// sentences to mend a rule: a rule that fails on one is mended by what other
// sentences of its kind show.
func TestSentences(t *testing.T) {
	figures := map[string]*figure{"train": {}, "held": {}}
	kinds := map[string]*figure{}
	for _, s := range sentences(t) {
		f := figures[s.set]
		if f == nil {
			t.Fatalf("no set %q", s.set)
		}
		got := Classify(s.text)
		if right := f.judge(s, got); !right && s.set == "train" {
			t.Logf("%-15s %q: %v", s.code, s.text, got)
		}
		if s.set == "held" {
			if kinds[s.code] == nil {
				kinds[s.code] = &figure{}
			}
			kinds[s.code].judge(s, got)
		}
	}
	for set, f := range figures {
		t.Logf("%s: %d sentences; first %.1f%%, of three %.1f%%; sure %.0f%%, of those right %.1f%%",
			set, f.n, percent(f.first, f.n), percent(f.three, f.n), percent(f.sure, f.n), percent(f.sureRight, f.sure))
		if percent(f.first, f.n) < leastFirst || percent(f.sureRight, f.sure) < leastSure {
			t.Errorf("%s: worse than promised", set)
		}
	}
	if held := figures["held"].n; held < leastHeld || 10*held < 3*(held+figures["train"].n) {
		t.Errorf("only %d sentences held out", held)
	}
	for _, c := range append(All(), Category{Code: "-"}) {
		f := kinds[string(c.Code)]
		if f == nil || f.n < 5 {
			t.Errorf("%s: too few sentences held out", c.Code)
			continue
		}
		t.Logf("%-15s %d of %d", c.Code, f.first, f.n)
	}
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

func BenchmarkClassify(b *testing.B) {
	Classify("tegel") // the tables are built once
	for name, text := range map[string]string{
		"typical": "Er ligt al een week een losse stoeptegel voor Dorpsstraat 12, mijn moeder is er bijna over gevallen",
		"short":   "losse stoeptegle",
		"unknown": "Wat leuk dat jullie bereikbaar zijn, hartelijk gefeliciteerd allemaal namens de vereniging van huiseigenaren",
		"100kB":   strings.Repeat("losse stoeptegels in de Dorpsstraat en volle prullenbakken ", 1700),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Classify(text)
			}
		})
	}
}

// BenchmarkTables is what the first message after a start waits for.
func BenchmarkTables(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		build()
	}
}

func BenchmarkStopIn(b *testing.B) {
	StopIn("gas")
	for b.Loop() {
		StopIn("Er ligt al een week een losse stoeptegel voor Dorpsstraat 12, mijn moeder is er bijna over gevallen")
	}
}
