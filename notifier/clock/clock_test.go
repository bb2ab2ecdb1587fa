package clock

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"
)

func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func isFired(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestRealFollowsTheMachine(t *testing.T) {
	zone := amsterdam(t)
	synctest.Test(t, func(t *testing.T) {
		c := Real(zone)
		if got := c.Now(); !got.Equal(time.Now()) || got.Location() != zone {
			t.Errorf("Now() = %v, want %v in %v", got, time.Now(), zone)
		}
		start := time.Now()
		fired, stop := c.Timer(c.Now().Add(95 * time.Minute))
		defer stop()
		<-fired
		if got := time.Since(start); got != 95*time.Minute {
			t.Errorf("timer fired after %v, want 1h35m", got)
		}
		never, stop := c.Timer(time.Time{})
		defer stop()
		if never != nil {
			t.Error("a zero time is some time")
		}
		if past, _ := c.Timer(c.Now().Add(-time.Second)); !isFired(past) {
			t.Error("a timer in the past waits")
		}
	})
}

func TestMovableClockWakesItsTimers(t *testing.T) {
	zone := amsterdam(t)
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 23, 8, 59, 0, 0, zone)
		c := Movable(start, zone)
		nine, stop := c.Timer(start.Add(time.Minute))
		defer stop()
		ten, stop := c.Timer(start.Add(time.Hour + time.Minute))
		defer stop()
		unwanted, stop := c.Timer(start.Add(time.Hour))
		stop()
		stop()

		synctest.Wait()
		if isFired(nine) {
			t.Fatal("fired before its time")
		}
		c.Advance(30 * time.Minute)
		synctest.Wait()
		if !isFired(nine) || isFired(ten) {
			t.Error("after half an hour: nine o'clock did not fire, or ten did")
		}
		real := time.Now()
		<-ten // the rest passes by itself
		if got := time.Since(real); got != 31*time.Minute {
			t.Errorf("the rest took %v, want 31m", got)
		}
		if isFired(unwanted) {
			t.Error("a stopped timer fired")
		}
		if n := len(c.alarms); n != 0 {
			t.Errorf("%d timers are still kept", n)
		}
	})
}

// A timer must not fire early when the clock was put back meanwhile.
func TestMovableClockPutBack(t *testing.T) {
	zone := amsterdam(t)
	synctest.Test(t, func(t *testing.T) {
		c := Movable(time.Date(2026, 11, 23, 8, 59, 0, 0, zone), zone)
		real := time.Now()
		fired, stop := c.Timer(c.Now().Add(time.Minute))
		defer stop()
		c.Advance(-2 * time.Hour)
		<-fired
		if got := time.Since(real); got != 2*time.Hour+time.Minute {
			t.Errorf("fired after %v, want 2h1m", got)
		}
	})
}

func TestStamp(t *testing.T) {
	zone := amsterdam(t)
	synctest.Test(t, func(t *testing.T) {
		city := time.Date(2026, 11, 23, 9, 0, 0, 0, zone)
		moved, real := Movable(city, zone), Real(zone)
		now := time.Now()
		for _, x := range []struct {
			name     string
			c        *Clock
			provider time.Time
			want     time.Time
		}{
			{"real, a minute old", real, now.Add(-time.Minute), now.Add(-time.Minute)},
			{"real, from the future", real, now.Add(time.Minute), now},
			{"real, none", real, time.Time{}, now},
			{"moved, on real time", moved, now.Add(-time.Minute), city.Add(-time.Minute)},
			{"moved, on real time, fresh", moved, now.Add(-1900 * time.Millisecond), city},
			{"moved, on real time, ahead", moved, now.Add(3 * time.Second), city},
			{"moved, on the moved clock", moved, city.Add(-20 * time.Hour), city.Add(-20 * time.Hour)},
			{"moved, on the moved clock, ahead", moved, city.Add(time.Hour), city},
		} {
			got := x.c.Stamp(x.provider)
			if !got.Equal(x.want) || got.Location() != zone {
				t.Errorf("%s: %v, want %v", x.name, got, x.want)
			}
		}
	})
}

// write replaces the clock file as a test harness does, with a time of writing.
func write(t *testing.T, path, text string, mod time.Time) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, mod, mod); err != nil {
		t.Fatal(err)
	}
}

func TestFollow(t *testing.T) {
	zone := amsterdam(t)
	path := filepath.Join(t.TempDir(), "clock")
	if _, err := Follow(path, zone); err == nil {
		t.Error("a clock without its file is no error")
	}
	write(t, path, "2027-03-28T01:59:00+01:00 3600\n", time.Now().Add(-time.Second))
	c, err := Follow(path, zone)
	if err != nil {
		t.Fatal(err)
	}
	// A second ago at an hour per second, over the change to summer time.
	want := time.Date(2027, 3, 28, 3, 59, 0, 0, zone)
	if got := c.Now(); got.Before(want) || got.After(want.Add(2*time.Hour)) {
		t.Errorf("Now() = %v, want about %v", got, want)
	}

	fired, stop := c.Timer(time.Date(2027, 6, 1, 9, 0, 0, 0, zone))
	defer stop()
	wrote := time.Now()
	write(t, path, "2027-06-01T09:00:00+02:00 0", time.Now().Add(-time.Hour))
	select {
	case <-fired:
	case <-time.After(5 * time.Second):
		t.Fatal("a timer slept through a jump of the clock")
	}
	t.Logf("a jump was noticed after %v", time.Since(wrote))
	if got := c.Now(); !got.Equal(time.Date(2027, 6, 1, 9, 0, 0, 0, zone)) {
		t.Errorf("a clock at rate 0 shows %v", got)
	}
}

func TestFollowKeepsTheLastGoodValue(t *testing.T) {
	zone := amsterdam(t)
	path := filepath.Join(t.TempDir(), "clock")
	stand := time.Date(2026, 11, 23, 9, 0, 0, 0, zone)
	good := stand.Format(time.RFC3339) + " 0"
	for _, bad := range []string{"", "tomorrow", "2026-11-23T09:00:00+01:00 -1", "2026-11-23T09:00:00+01:00 NaN", "2026-11-23T09:00:00+01:00 1 1"} {
		write(t, path, good, time.Now())
		c, err := Follow(path, zone)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path, bad, time.Now())
		c.file.seen = time.Time{} // as after 20 ms
		if got := c.Now(); !got.Equal(stand) {
			t.Errorf("%q: the clock shows %v", bad, got)
		}
		if c.Err() == nil {
			t.Errorf("%q: not reported", bad)
		}
		write(t, path, good, time.Now())
		c.file.seen = time.Time{}
		if c.Now(); c.Err() != nil {
			t.Errorf("%q: a mended file is still reported: %v", bad, c.Err())
		}
	}
}

func TestClockIsShared(t *testing.T) {
	c := Movable(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), time.UTC)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 200 {
				_, stop := c.Timer(c.Now().Add(time.Duration(i) * time.Second))
				c.Advance(time.Second)
				stop()
			}
		})
	}
	wg.Wait()
}
