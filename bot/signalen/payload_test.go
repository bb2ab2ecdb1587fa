package signalen

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"wijkbot/store/wijk"
)

func TestHouseNumbers(t *testing.T) {
	for number, want := range map[string]*address{
		"12": {Number: "12"}, "12a": {Number: "12", Letter: "A"}, "12-2": {Number: "12", Addition: "2"}, "12 B-3": {Number: "12", Letter: "B", Addition: "3"},
		"12bis": {Number: "12", Letter: "B", Addition: "is"}, "": nil, "abc": nil, "123456": nil, "12 naast de kerk": nil,
	} {
		got := addressOf(wijk.Place{Street: "Dorpsstraat", Number: number})
		if want != nil {
			want.Street, want.Town = "Dorpsstraat", town
		}
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%q: %+v, want %+v", number, got, want)
		}
	}
	if addressOf(wijk.Place{Number: "12"}) != nil {
		t.Error("an address without a street")
	}
}

// FuzzCut: nothing is lost but spaces, nothing is too long, and no accent is
// taken from its letter.
func FuzzCut(f *testing.F) {
	f.Add("", 3000)
	f.Add(strings.Repeat("tegel ", 900), 3000)
	f.Add(strings.Repeat("e\u0301", 3000), 3000)
	f.Add(strings.Repeat("\u0301", 9000), 3000)
	f.Add("a\x00b\xff\u202e", 200)
	f.Fuzz(func(t *testing.T, s string, most int) {
		most = near + 1 + (most%4000+4000)%4000
		s = clean(s)
		if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\u202e\u2066") {
			t.Fatalf("clean left %q", s)
		}
		first, rest := cut(s, most)
		if n := utf8.RuneCountInString(first); n > most {
			t.Fatalf("%d characters of %d", n, most)
		}
		squeeze := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		}
		if squeeze(first)+squeeze(rest) != squeeze(s) {
			t.Fatal("something was lost")
		}
		r, _ := utf8.DecodeRuneInString(rest)
		if rest != "" && joins(r) && utf8.RuneCountInString(first) > most-near+1 {
			t.Fatalf("%q was cut before %q", first[max(0, len(first)-20):], r)
		}
	})
}

func TestBudgetLeavesThePressingTheirPart(t *testing.T) {
	b := budget{limit: 60}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	spend := func(p press) (n int) {
		for b.take(p, now) == 0 {
			n++
			now = now.Add(time.Second)
		}
		return n
	}
	for _, c := range []struct {
		p    press
		want int
	}{{question, 30}, {extra, 20}, {ordinary, 5}, {urgent, 5}} {
		if n := spend(c.p); n != c.want {
			t.Errorf("press %d: %d calls, want %d", c.p, n, c.want)
		}
	}
	wait := b.take(urgent, now)
	if want := window - time.Minute; wait != want {
		t.Errorf("the next one waits %v, want %v", wait, want)
	}
	if b.take(urgent, now.Add(wait-1)) == 0 || b.take(urgent, now.Add(wait)) != 0 {
		t.Error("the hour does not end when it was said")
	}
	// A question has to wait until half of the hour is free again.
	b = budget{limit: 60}
	if n := spend(question); n != 30 {
		t.Errorf("%d questions", n)
	}
	if w := b.take(question, now); w != window-30*time.Second {
		t.Errorf("a question waits %v", w)
	}
	b.giveBack()
	if w := b.take(question, now); w != 0 {
		t.Errorf("what never left was counted: %v", w)
	}
	b.close(now, 10*time.Minute)
	b.close(now, time.Minute) // a shorter one changes nothing
	if w := b.take(urgent, now); w != 10*time.Minute {
		t.Errorf("closed: %v", w)
	}
	for _, limit := range []int{1, 2, 5} { // however small, each gets its turn
		for p := urgent; p <= question; p++ {
			b = budget{limit: limit}
			if spend(p) < 1 {
				t.Errorf("limit %d: press %d never goes", limit, p)
			}
		}
	}
}

// TestNoHourHasMore: whatever is asked when, no hour has more calls.
func TestNoHourHasMore(t *testing.T) {
	b := budget{limit: 60}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	var calls []time.Time
	for i := range 20_000 {
		if b.take(press(i%4), now) == 0 {
			calls = append(calls, now)
		}
		now = now.Add(time.Duration(i%7) * time.Second)
	}
	for i := range calls {
		if i >= 60 && calls[i].Sub(calls[i-60]) < time.Hour {
			t.Fatalf("61 calls within %v", calls[i].Sub(calls[i-60]))
		}
	}
	if len(calls) < 900 { // 60,000 s is 16.7 hours
		t.Errorf("only %d calls", len(calls))
	}
}
