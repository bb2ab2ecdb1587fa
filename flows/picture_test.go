package flows

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wijkbot/store/wijk"
)

// tiny is the rule of the picture with numbers so small that all tables that
// fit what is shown can be tried.
var tiny = hiding{Least: 2, ZeroFrom: 4, Families: []family{
	{cells: []string{"all"}}, {cells: []string{"a", "b"}, of: "all"}, {cells: []string{"x"}, of: "all"},
}}

// TestNothingReckonedBack: of each count that may not be known, at least two
// values fit everything that is shown, and none of them is forced: found by
// trying every table there is.
func TestNothingReckonedBack(t *testing.T) {
	random := rand.New(rand.NewPCG(70, 10))
	shownAny := 0
	for range 1000 {
		rows := make(map[string]counts)
		for i := range 2 + random.IntN(2) {
			all := random.IntN(6)
			a := random.IntN(all + 1)
			rows[fmt.Sprint("w", i)] = counts{"all": all, "a": a, "b": random.IntN(all - a + 1), "x": random.IntN(all + 1)}
		}
		shown := tiny.hide(rows)
		for i := range tiny.Families {
			f := &tiny.Families[i]
			shownAny += len(shown[0].Counts)
			checkFamily(t, f, rows, shown)
		}
	}
	if shownAny == 0 {
		t.Error("nothing is ever shown")
	}
}

func checkFamily(t *testing.T, f *family, rows map[string]counts, shown []wijk.QuarterRow) {
	t.Helper()
	for _, cell := range f.cells {
		values := possible(f, cell, shown)
		for i, r := range shown[:len(shown)-1] {
			if _, ok := r.Counts[cell]; ok {
				if tiny.risky(rows[r.Wijk], f, cell) {
					t.Fatalf("%s of %s is shown: %v", cell, r.Wijk, rows)
				}
				continue
			}
			whole, total := shown[len(shown)-1].Counts[cell]
			left := whole
			for _, r := range shown[:len(shown)-1] {
				left -= r.Counts[cell]
			}
			if total && left == 0 || !tiny.risky(rows[r.Wijk], f, cell) {
				continue // a zero in so large a group is no secret
			}
			if len(values[i]) < 2 || !values[i][rows[r.Wijk][cell]] {
				t.Fatalf("%s of %s must be one of %v: %v shows %v", cell, r.Wijk, values[i], rows, shown)
			}
		}
	}
}

// possible tries every table of one count and its group that fits what is
// shown, and returns the values that the count has in them, by wijk.
func possible(f *family, cell string, shown []wijk.QuarterRow) []map[int]bool {
	n := len(shown) - 1
	values := make([]map[int]bool, n)
	for i := range values {
		values[i] = make(map[int]bool)
	}
	const most = 10 // more than any hidden count that is tried
	part, group := make([]int, n), make([]int, n)
	var try func(i, parts, groups int)
	try = func(i, parts, groups int) {
		if i == n {
			if whole, ok := shown[n].Counts[cell]; ok && whole != parts {
				return
			}
			if whole, ok := shown[n].Counts[f.of]; f.of != "" && ok && whole != groups {
				return
			}
			for j, v := range part {
				values[j][v] = true
			}
			return
		}
		for group[i] = range bounds(shown, i, f.of, groups, most) {
			for part[i] = range bounds(shown, i, cell, parts, most) {
				if f.of == "" || part[i] <= group[i] {
					try(i+1, parts+part[i], groups+group[i])
				}
			}
			part[i] = 0
		}
	}
	try(0, 0, 0)
	return values
}

// bounds yields what a count of a wijk can be: itself when it is shown, or
// anything that leaves the total possible.
func bounds(shown []wijk.QuarterRow, i int, cell string, so, most int) func(func(int) bool) {
	first, last := 0, most
	if whole, ok := shown[len(shown)-1].Counts[cell]; ok {
		last = min(last, whole-so)
	}
	if v, ok := shown[i].Counts[cell]; ok {
		first, last = v, v
	}
	if cell == "" {
		first, last = 0, 0
	}
	return func(yield func(int) bool) {
		for v := first; v <= last && yield(v); v++ {
		}
	}
}

// TestRuleGivesNothingAway: who knows the rule as well as what is shown still
// cannot tell a small count: other cities show exactly the same, and in them it
// is another. All cities of four wijken are tried.
func TestRuleGivesNothingAway(t *testing.T) {
	rule := hiding{Least: 4, Families: []family{{cells: []string{"n"}}}}
	const most = 14
	type city [4]int
	same := make(map[string][]city)
	var c city
	var every func(i int)
	every = func(i int) {
		if i == len(c) {
			rows := make(map[string]counts)
			for j, n := range c {
				rows[fmt.Sprint("w", j)] = counts{"n": n}
			}
			shown := fmt.Sprint(rule.hide(rows))
			same[shown] = append(same[shown], c)
			return
		}
		for c[i] = range most + 1 {
			every(i + 1)
		}
	}
	every(0)
	totals := 0
	for shown, cities := range same {
		if strings.Contains(shown, "{* map[n:") {
			totals++
		}
		for _, c := range cities {
			if slices.Max(c[:]) > most/2 {
				continue // cities that look the same may have more than was tried
			}
			for j, n := range c {
				if n == 0 || n >= rule.Least {
					continue
				}
				if !slices.ContainsFunc(cities, func(o city) bool { return o[j] != n }) {
					t.Fatalf("wijk %d of %v must have %d: %s", j, c, n, shown)
				}
			}
		}
	}
	if totals < 1000 {
		t.Errorf("a total is shown of %d cities only", totals)
	}
}

// TestNoSmallCountShown: over cities of real size nothing below ten is shown,
// also not as what is left of a group or as the total less what is shown.
func TestNoSmallCountShown(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 0))
	shownWijken, shownTotals := 0, 0
	for range 1000 {
		rows := make(map[string]counts)
		for i := range 12 {
			reached := random.IntN(1 << random.IntN(10))
			row := counts{"known": 3*reached + 40, "invited": 2 * reached, "reached": reached, "help_offered": random.IntN(40), "taken_up": random.IntN(25)}
			left := reached
			for _, wish := range []string{"visit", "walk", "call", "desk", "none"} {
				row[wish] = random.IntN(left/2 + 1)
				left -= row[wish]
			}
			row["help_wanted"], row["no_support"] = random.IntN(reached+1), random.IntN(reached+1)
			rows[fmt.Sprint("w", i)] = row
		}
		shown := public70.hide(rows)
		city := shown[len(shown)-1].Counts
		for i := range public70.Families {
			f := &public70.Families[i]
			for _, cell := range f.cells {
				hidden, left := 0, city[cell]
				for _, r := range shown[:len(shown)-1] {
					v, ok := r.Counts[cell]
					if !ok {
						hidden++
						continue
					}
					shownWijken++
					left -= v
					if public70.risky(rows[r.Wijk], f, cell) {
						t.Fatalf("%s of %s is shown: %v", cell, r.Wijk, rows[r.Wijk])
					}
				}
				if _, ok := city[cell]; !ok {
					continue
				}
				shownTotals++
				if hidden == 1 || hidden > 0 && left > 0 && left < public70.Least {
					t.Fatalf("%s: %d of %d hidden wijken can be reckoned", cell, left, hidden)
				}
			}
		}
	}
	if shownWijken < 20_000 || shownTotals < 2_000 {
		t.Errorf("hardly anything is shown: %d counts and %d totals", shownWijken, shownTotals)
	}
	if got := Columns70(); !slices.Equal(got, columns70) || len(got) != 12 {
		t.Error(got)
	}
}
