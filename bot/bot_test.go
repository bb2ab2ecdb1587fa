package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"wijkbot/bot"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newBot(t *testing.T, e store.Engine) *bot.Bot {
	db, err := store.Open(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return &bot.Bot{DB: db, City: flows.New(time.UTC), Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)}
}

func message(n int, from, text string) wijk.Message {
	return wijk.Message{
		ID: fmt.Sprintf("telegram:%d", n), From: wijk.Address{Channel: wijk.Telegram, To: from}, Kind: wijk.Text, Text: text,
		At: noon, Cursor: wijk.Cursor{Door: "telegram", Value: fmt.Sprint(n + 1)},
	}
}

// count counts rows of the tables that matter here.
func count(t *testing.T, db *store.DB) (events, parked, red, out int) {
	t.Helper()
	err := db.View(t.Context(), func(tx *store.Tx) error {
		events, parked, red, out = 0, 0, 0, 0
		for range store.Events.All(tx, "") {
			events++
		}
		for range store.Parked.All(tx, "") {
			parked++
		}
		for _, c := range store.Cases.All(tx, "") {
			if c.Severity == wijk.Red {
				red++
			}
		}
		for range store.Outbox.All(tx, "") {
			out++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return events, parked, red, out
}

// TestPoison: a message that no flow can digest is parked for a person to read,
// and those before and behind it go on.
func TestPoison(t *testing.T) {
	b := newBot(t, kvtest.Twice(kvtest.OpenEngine(t)))
	bad := wijk.Address{Channel: wijk.Telegram, To: "2"}
	err := b.DB.Update(t.Context(), func(tx *store.Tx) error {
		// A conversation that cannot be: a report of a place that nobody gave.
		store.Talks.Put(tx, bad.String(), wijk.Talk{Flow: "zwerfvuil", Step: 4, AskedAt: noon})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	batch := []wijk.Message{message(1, "1", "zwerfvuil"), message(2, "2", "ja"), message(3, "3", "onkruid")}
	for range 2 { // the provider repeats what it is not sure of
		if err := b.Receive(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
	}
	events, parked, red, out := count(t, b.DB)
	if events != 3 || parked != 1 || red != 1 || out != 2 {
		t.Errorf("%d events, %d parked, %d red cases, %d messages; want 3, 1, 1, 2", events, parked, red, out)
	}
	if at, err := b.Cursor(t.Context(), "telegram"); at != "4" || err != nil {
		t.Errorf("the cursor is %q, %v; want 4", at, err)
	}
}

// TestFullDisk: nothing of a batch is kept and nothing is confirmed while there
// is no room; the same batch is taken once there is.
func TestFullDisk(t *testing.T) {
	disk := &kvtest.Faulty{Engine: kvtest.OpenEngine(t)}
	b := newBot(t, disk)
	batch := []wijk.Message{message(1, "1", "zwerfvuil"), message(2, "2", "help mij")}
	disk.Break(store.ErrFull)
	if err := b.Receive(t.Context(), batch...); !errors.Is(err, store.ErrFull) {
		t.Fatalf("received on a full disk: %v", err)
	}
	disk.Break(nil)
	if events, parked, _, _ := count(t, b.DB); events != 0 || parked != 0 {
		t.Fatalf("%d events and %d parked messages of a batch that was refused", events, parked)
	}
	if err := b.Receive(t.Context(), batch...); err != nil {
		t.Fatal(err)
	}
	if events, parked, red, _ := count(t, b.DB); events != 2 || parked != 0 || red != 1 {
		t.Errorf("%d events, %d parked, %d red cases; want 2, 0, 1", events, parked, red)
	}
}

// TestEnding: a context that ended is no fault of the message.
func TestEnding(t *testing.T) {
	b := newBot(t, kvtest.OpenEngine(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Receive(ctx, message(1, "1", "zwerfvuil")); !errors.Is(err, context.Canceled) {
		t.Errorf("received after the end: %v", err)
	}
	if _, parked, _, _ := count(t, b.DB); parked != 0 {
		t.Error("parked a message because the program ended")
	}
}
