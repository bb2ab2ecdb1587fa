package guard_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/guard"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestWait(t *testing.T) {
	g := &guard.Guard{Rate: 2, Burst: 3}
	come := func(name string, after time.Duration) time.Duration { return g.Wait(name, start.Add(after)) }
	for i := range 3 {
		if w := come("a", 0); w != 0 {
			t.Fatalf("%d of 3 at once waits %v", i+1, w)
		}
	}
	if w := come("a", 0); w != 500*time.Millisecond {
		t.Errorf("the fourth waits %v, want 500ms", w)
	}
	if w := come("b", 0); w != 0 {
		t.Errorf("somebody else waits %v", w)
	}
	if w := come("a", 499*time.Millisecond); w == 0 {
		t.Error("a comes before its time")
	}
	if w := come("a", 500*time.Millisecond); w != 0 {
		t.Errorf("a waited as long as told, and waits %v more", w)
	}
	if w := come("a", -time.Hour); w != 500*time.Millisecond {
		t.Errorf("after the clock was put back a waits %v, want 500ms", w)
	}
	for i := range 3 {
		if w := come("a", time.Hour); w != 0 {
			t.Errorf("after an hour the %dth waits %v", i+1, w)
		}
	}
	if w := come("a", time.Hour); w == 0 {
		t.Error("an hour of rest gives more than a burst")
	}
}

// A flood of names shares one measure, and does not push out who is known.
func TestFlood(t *testing.T) {
	g := &guard.Guard{Rate: 1, Burst: 5}
	for range 5 {
		g.Wait("known", start)
	}
	through := 0
	for i := range 50_000 {
		if g.Wait(fmt.Sprint(i), start) == 0 {
			through++
		}
	}
	if most := 10_000 + 5; through > most {
		t.Errorf("%d of a flood came through, want at most %d", through, most)
	}
	if g.Wait("known", start) == 0 {
		t.Error("the flood made us forget who had had enough")
	}
	if w := g.Wait("late", start.Add(time.Minute)); w != 0 {
		t.Errorf("a minute later somebody new waits %v", w)
	}
}

func TestAtOnce(t *testing.T) {
	g := &guard.Guard{Rate: 1, Burst: 100}
	var all sync.WaitGroup
	passed := make(chan bool, 400)
	for range 400 {
		all.Go(func() { passed <- g.Wait("a", start) == 0 })
	}
	all.Wait()
	close(passed)
	n := 0
	for yes := range passed {
		if yes {
			n++
		}
	}
	if n != 100 {
		t.Errorf("%d passed at once, want 100", n)
	}
}

func TestName(t *testing.T) {
	for _, tt := range []struct {
		remote    string
		forwarded []string
		trust     bool
		want      string
	}{
		{"192.0.2.1:1234", nil, false, "192.0.2.1"},
		{"192.0.2.1:1234", []string{"198.51.100.7"}, false, "192.0.2.1"}, // anybody can write that
		{"192.0.2.1:1234", []string{"198.51.100.7"}, true, "198.51.100.7"},
		{"192.0.2.1:1234", []string{"10.9.9.9, 198.51.100.7"}, true, "198.51.100.7"},
		{"192.0.2.1:1234", []string{"10.9.9.9", "8.8.8.8, 198.51.100.7"}, true, "198.51.100.7"},
		{"192.0.2.1:1234", []string{"nonsense"}, true, "?"},
		{"192.0.2.1:1234", nil, true, "192.0.2.1"},
		{"[2001:db8:1:2:3:4:5:6]:1234", nil, false, "2001:db8:1:2::/64"},
		{"[2001:db8:1:2:ffff::1]:9", nil, false, "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.1]:1234", nil, false, "192.0.2.1"},
		{"[fe80::1%eth0]:1234", nil, false, "fe80::/64"},
		{"", nil, false, "?"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = tt.remote
		for _, f := range tt.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if got := (&guard.Guard{Forwarded: tt.trust}).Name(r); got != tt.want {
			t.Errorf("%s, forwarded %q (trusted %v) is %s, want %s", tt.remote, tt.forwarded, tt.trust, got, tt.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	p := &guard.Places{Most: 3, Each: 2}
	for _, step := range []struct {
		name string
		want bool
	}{{"a", true}, {"a", true}, {"a", false}, {"b", true}, {"b", false}, {"c", false}} {
		if got := p.Take(step.name); got != step.want {
			t.Errorf("%s: %v", step.name, got)
		}
	}
	p.Leave("a")
	if p.Take("a"); p.Take("c") {
		t.Error("four at once")
	}
	p.Leave("b")
	if !p.Take("c") {
		t.Error("the place of b is lost")
	}
}

func TestCharge(t *testing.T) {
	g := &guard.Guard{Rate: 2, Burst: 10}
	g.Charge("nobody", 5, start)
	g.Wait("a", start)
	g.Charge("a", 8.5, start)
	if w := g.Wait("a", start); w != 250*time.Millisecond {
		t.Errorf("after heavy work a waits %v, want 250ms", w)
	}
	g.Charge("a", 1e9, start)
	if w := g.Wait("a", start); w != 5500*time.Millisecond {
		t.Errorf("after endless work a waits %v, want 5.5s", w)
	}
	if w := g.Wait("b", start); w != 0 {
		t.Errorf("somebody else waits %v", w)
	}
}
