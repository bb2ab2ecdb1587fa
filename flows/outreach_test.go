package flows_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// TestRoundInPieces: a round over a whole cohort goes in pieces, invites each
// resident once, and leaves out who must not be asked.
func TestRoundInPieces(t *testing.T) {
	s := newStage(t)
	const many = 2300
	s.update(func(tx *store.Tx) {
		for i := range many {
			p := wijk.Person{ID: fmt.Sprintf("q-%05d", i), Name: "Bewoner", Wijk: "oosterheem", Address: "Laan 1", Over70: "2026-11-01", Cohort: 1930 + i%20}
			if i%100 == 7 {
				p.Objected = s.now
			}
			store.People.Put(tx, p.ID, p)
		}
	})
	r := wijk.Round{ID: "groot", Kind: wijk.RoundOutreach, Wijken: []string{"oosterheem"}, Cohorts: []int{1935, 1944}, Authorisation: "B-1", Text: "Dag."}
	count := func() (n int) {
		s.update(func(tx *store.Tx) {
			n = 0
			seen := make(map[string]bool)
			for _, o := range store.Outreaches.All(tx, "") {
				if n++; seen[o.Person] {
					t.Errorf("%s is invited twice", o.Person)
				}
				seen[o.Person] = true
				p, _ := store.People.Get(tx, o.Person)
				if p.Cohort < 1935 || p.Cohort > 1944 || !p.Objected.IsZero() {
					t.Errorf("%s of %d should not be invited", p.ID, p.Cohort)
				}
			}
		})
		return n
	}
	first := 0
	s.update(func(tx *store.Tx) { first = s.city.Outreach(tx, r, s.now) })
	if first == 0 || first > 500 || count() != first {
		t.Fatalf("the first piece invited %d, and %d rows", first, count())
	}
	s.update(func(tx *store.Tx) {
		if n := s.city.Outreach(tx, r, s.now); n != 0 {
			t.Errorf("a round on its way began again: %d", n)
		}
	})
	s.advance(s.now.Add(time.Hour))
	want := 0
	for i := range many {
		if y := 1930 + i%20; y >= 1935 && y <= 1944 && i%100 != 7 {
			want++
		}
	}
	if got := count(); got != want {
		t.Errorf("%d invited, want %d", got, want)
	}
	cases, letters := 0, 0
	s.update(func(tx *store.Tx) {
		cases, letters = 0, 0
		for range store.Cases.All(tx, "") {
			cases++
		}
		s.city.Letters(tx, "groot", "", time.Time{}, func(l flows.LetterOut) bool {
			letters++
			return strings.Contains(l.Letter, l.Row.Person)
		})
	})
	if cases != 1 || letters != want {
		t.Errorf("%d tasks for %d letters, want one for %d", cases, letters, want)
	}
}

// TestLettersArePlain: the letters are B1, and say how to refuse and that this
// is no alarm.
func TestLettersArePlain(t *testing.T) {
	files, err := filepath.Glob("brieven/*.txt")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(b), "- - -")
		sentences, total := 0, 0
		for _, line := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!:\n", r) }) {
			n := len(strings.Fields(line))
			if n > 15 {
				t.Errorf("%s: %d words: %s", f, n, line)
			}
			if n > 0 {
				sentences, total = sentences+1, total+n
			}
		}
		if mean := float64(total) / float64(sentences); mean > 9 {
			t.Errorf("%s: %.1f words a sentence", f, mean)
		}
		for _, must := range []string{"{naam}", "{tel}", "112", "Gemeente Zoetermeer"} {
			if !strings.Contains(text, must) {
				t.Errorf("%s does not say %s", f, must)
			}
		}
	}
}
