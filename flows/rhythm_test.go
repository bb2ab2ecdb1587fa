package flows

import (
	"slices"
	"testing"
	"time"

	"wijkbot/store/wijk"
)

func TestOwnWait(t *testing.T) {
	same := func(n, minutes int) []int { return slices.Repeat([]int{minutes}, n) }
	for _, x := range []struct {
		name   string
		delays []int
		want   int
	}{
		{"nothing known", nil, 0},
		{"too few to tell", same(9, 60), 0},
		{"just enough", same(10, 60), 60},
		{"four of five came within it", []int{90, 1, 2, 3, 4, 5, 6, 30, 20, 91}, 30},
		{"a single late one counts for nothing", append(same(29, 40), 1440), 40},
		{"never sooner than a quarter", same(30, 1), soonest},
		{"never later than two hours", same(30, 600), latest},
		{"in whatever order", []int{10, 20, 30, 40, 50, 60, 70, 80, 90, 100}, 80},
	} {
		if got := ownWait(x.delays); got != x.want {
			t.Errorf("%s: %d minutes, want %d", x.name, got, x.want)
		}
	}
}

// TestRhythmKeepsOrder: whatever somebody's rhythm and profile, the steps stay
// in order, the last reminder is half an hour after the first, what follows
// keeps its distance, and only a slow answerer waits longer for a person.
func TestRhythmKeepsOrder(t *testing.T) {
	for profile, base := range ladders {
		for minutes := 0; minutes <= latest; minutes++ {
			l := ladder(&wijk.CheckIn{Profile: profile, Rhythm: minutes}, &wijk.Person{})
			if len(l) != len(base) {
				t.Fatalf("%s at %d minutes has %d steps, want %d", profile, minutes, len(l), len(base))
			}
			for i := range l[1:] {
				if l[i+1].after < l[i].after {
					t.Errorf("%s at %d minutes: %v before %v", profile, minutes, l[i], l[i+1])
				}
			}
			moved := l.amberAfter() - base.amberAfter()
			if moved < 0 || moved > time.Hour || profile != profileStandard && moved != 0 || minutes <= 60 && moved != 0 {
				t.Errorf("%s at %d minutes: amber moves by %v", profile, minutes, moved)
			}
			if profile != profileStandard {
				continue
			}
			d2, _ := l.when("D2")
			d3, _ := l.when("D3")
			if minutes >= soonest && d2 != time.Duration(minutes)*time.Minute || d3-d2 < 30*time.Minute {
				t.Errorf("at %d minutes: reminders after %v and %v", minutes, d2, d3)
			}
			if last, was := l[len(l)-1].after, base[len(base)-1].after; last-was != moved {
				t.Errorf("at %d minutes: red moves by %v, amber by %v", minutes, last-was, moved)
			}
		}
	}
	if l := ladder(&wijk.CheckIn{}, &wijk.Person{}); l.amberAfter() != 2*time.Hour {
		t.Errorf("somebody without a plan gets %v", l)
	}
}
