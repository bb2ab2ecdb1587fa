package bot

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Tracker tells how far a back office is with a report that has a key there.
// Its error is a *wijk.Refusal when there is reason to wait before asking for
// any other.
type Tracker interface {
	Status(ctx context.Context, key string) (wijk.There, error)
}

// A BackOffice asks how far the back office is with the reports that were
// handed over, one after the other, the one that was asked longest ago first:
// it has no way to tell us by itself.
//
// To add another kind of back office, write a Tracker for it and a Sender for
// the channel wijk.BackOffice, which returns the key of its interface, a slash,
// and what people there call the report; package signalen is the example.
type BackOffice struct {
	DB   *store.DB
	City *flows.City
	Tracker
	// Now is the city's clock.
	Now func() time.Time
	// Every is how long an answer about a report is believed.
	Every time.Duration
	Log   *slog.Logger
}

const (
	// A Tracker that fails is asked again after firstFail, then twice that and so
	// on, up to lastFail.
	firstFail = 5 * time.Second
	lastFail  = 15 * time.Minute
)

// Run asks until ctx ends. It returns an error when the store fails.
func (b *BackOffice) Run(ctx context.Context) error {
	fails := 0
	for ctx.Err() == nil {
		wait, failed, err := b.step(ctx)
		if errors.Is(err, store.ErrFull) {
			failed, err = true, nil
		}
		if err != nil {
			return ignoreEnd(ctx, err)
		}
		fails++
		if !failed {
			fails = 0
		} else {
			wait = max(wait, min(lastFail, firstFail<<min(fails-1, 10)))
		}
		rest := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-rest.C:
		}
		rest.Stop()
	}
	return nil
}

// step asks about one report, if it is time, and returns how long to wait and
// whether there was no answer.
func (b *BackOffice) step(ctx context.Context) (wait time.Duration, failed bool, err error) {
	var r wijk.Report
	found := false
	err = b.DB.View(ctx, func(tx *store.Tx) error {
		found = false
		for _, r = range store.Reports.FindRange(tx, "handed", "", "") {
			found = true
			break
		}
		return nil
	})
	if err != nil || !found {
		return b.Every, false, err
	}
	now := b.Now()
	if left := b.Every - now.Sub(r.Handed.Polled); left > 0 {
		return min(left, b.Every), false, nil // more than that when the clock was put back
	}
	there, no := b.Status(ctx, r.Handed.Key)
	if ctx.Err() != nil {
		return 0, false, nil
	}
	var later *wijk.Refusal
	if errors.As(no, &later) {
		return max(later.After, firstFail), false, nil
	}
	if no != nil {
		b.Log.Warn("the back office does not tell", "report", r.Number, "error", no)
	}
	return 0, no != nil, b.DB.Update(ctx, func(tx *store.Tx) error {
		if no != nil {
			b.City.NotPolled(tx, r.Number, now) // the next one gets its turn
			return nil
		}
		b.City.Polled(tx, r.Number, r.Handed.Key, there, now)
		return nil
	})
}
