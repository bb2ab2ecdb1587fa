package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// A tracker answers as it is told, and remembers when it was asked for what.
type tracker struct {
	mu    sync.Mutex
	tells map[string]func() (wijk.There, error)
	asked []question
}

type question struct {
	key string
	at  time.Time
}

func (x *tracker) Status(_ context.Context, key string) (wijk.There, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.asked = append(x.asked, question{key, time.Now()})
	if fn := x.tells[key]; fn != nil {
		return fn()
	}
	return wijk.There{State: "OPEN"}, nil
}

// times returns how often a report was asked for.
func (x *tracker) times(key string) (n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, q := range x.asked {
		if q.key == key {
			n++
		}
	}
	return n
}

// follow has reports of these keys at a back office, and asks for them for a
// while.
func follow(t *testing.T, x *tracker, d time.Duration, keys ...string) *store.DB {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), kvtest.Twice(kvtest.OpenEngine(t)))
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		for i, key := range keys {
			n := uint64(i + 1)
			store.Reports.Put(tx, store.Num(n), wijk.Report{
				Number: n, Kind: wijk.Litter, Stage: wijk.HandedOver, Created: time.Now(), Promised: wijk.DateOf(time.Now()).Add(5),
				Handed: &wijk.Handed{ID: "SIG", Key: key, Polled: time.Now(), Changed: time.Now()},
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	city := flows.New(zone)
	city.BackOffice = "Signalen"
	b := &BackOffice{
		DB: db, City: city, Tracker: x, Every: time.Hour, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Now().In(zone) },
	}
	if err := b.Run(ctx); err != nil {
		t.Errorf("Run: %v", err)
	}
	return db
}

func TestEachReportIsAskedForInItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := &tracker{tells: map[string]func() (wijk.There, error){
			"bad":  func() (wijk.There, error) { return wijk.There{}, errors.New("500") },
			"done": func() (wijk.There, error) { return wijk.There{State: "CLOSED"}, nil },
			"gone": func() (wijk.There, error) { return wijk.There{Gone: true}, nil },
		}}
		db := follow(t, x, 6*time.Hour+30*time.Minute, "bad", "open", "done", "gone")
		// After an hour, and then each hour: six times. What is closed or gone is
		// asked for no more.
		for key, want := range map[string][2]int{"open": {5, 6}, "done": {1, 1}, "gone": {2, 2}, "bad": {5, 6}} {
			if n := x.times(key); n < want[0] || n > want[1] {
				t.Errorf("%s was asked for %d times, want %v", key, n, want)
			}
		}
		stages := map[uint64]wijk.Stage{1: wijk.HandedOver, 2: wijk.HandedOver, 3: wijk.Done, 4: wijk.Reported}
		_ = db.View(t.Context(), func(tx *store.Tx) error {
			for n, want := range stages {
				if r, _ := store.Reports.Get(tx, store.Num(n)); r.Stage != want {
					t.Errorf("report %d is %s, want %s", n, r.Stage, want)
				}
			}
			return nil
		})
	})
}

func TestWaitsAsLongAsItIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		no := 3
		x := &tracker{}
		x.tells = map[string]func() (wijk.There, error){"a": func() (wijk.There, error) {
			if no--; no >= 0 {
				return wijk.There{}, &wijk.Refusal{Err: errors.New("429"), After: 40 * time.Minute, Pause: true}
			}
			return wijk.There{State: "OPEN"}, nil
		}}
		follow(t, x, 3*time.Hour+30*time.Minute, "a", "b")
		var at []time.Duration
		for _, q := range x.asked {
			at = append(at, q.at.Sub(began).Round(time.Minute))
		}
		want := []time.Duration{time.Hour, 100 * time.Minute, 140 * time.Minute, 180 * time.Minute, 180 * time.Minute}
		if len(at) != len(want) {
			t.Fatalf("asked at %v, want %v", at, want)
		}
		for i := range want {
			if at[i] != want[i] {
				t.Errorf("asked at %v, want %v", at, want)
			}
		}
	})
}

// TestNobodyAnswersForDays: it is asked seldom, and goes on when it is back.
func TestNobodyAnswersForDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		back := time.Now().Add(48 * time.Hour)
		x := &tracker{}
		x.tells = map[string]func() (wijk.There, error){"a": func() (wijk.There, error) {
			if time.Now().Before(back) {
				return wijk.There{}, errors.New("no answer")
			}
			return wijk.There{State: "CLOSED"}, nil
		}}
		db := follow(t, x, 50*time.Hour, "a")
		if n := x.times("a"); n > 60 {
			t.Errorf("asked %d times in two days", n)
		}
		_ = db.View(t.Context(), func(tx *store.Tx) error {
			if r, _ := store.Reports.Get(tx, store.Num(1)); r.Stage != wijk.Done {
				t.Errorf("the report is %s", r.Stage)
			}
			return nil
		})
	})
}
