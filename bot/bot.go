// Package bot is where every door brings what it received.
//
// The one rule it keeps: a message is answered to its provider only when all
// that it does is on disk. To add a door, write a package below this one that
// calls Receive.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Bot takes messages in. All its fields but Places are needed.
type Bot struct {
	DB   *store.DB
	City *flows.City
	// Now is the city's clock.
	Now func() time.Time
	Log *slog.Logger
	// Places looks up the addresses that answer a question; nil does not.
	Places Places
}

// Receive does what the messages ask for, in one transaction: all of it is
// durable when it returns nil, and none of it otherwise, so that the provider
// must deliver again. A message that came before does nothing. One that no
// flow can digest is parked for a person to read, and does not hold up others.
func (b *Bot) Receive(ctx context.Context, ms ...wijk.Message) error {
	ms = b.locate(ctx, ms)
	err := b.receive(ctx, ms)
	if err == nil || isStorage(err) {
		return err
	}
	for _, m := range ms {
		if err := b.receiveOne(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// tries is how often a message is tried before it is parked.
const tries = 3

func (b *Bot) receiveOne(ctx context.Context, m wijk.Message) error {
	var err error
	for range tries {
		if err = b.receive(ctx, []wijk.Message{m}); err == nil || isStorage(err) {
			return err
		}
	}
	b.Log.Error("a message was parked", "id", m.ID, "error", err)
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		b.City.Park(tx, m, b.Now())
		return nil
	})
}

func (b *Bot) receive(ctx context.Context, ms []wijk.Message) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		now := b.Now()
		for _, m := range ms {
			if err := b.handle(tx, m, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// handle turns a panic of a flow into an error: a mistake in one conversation
// must not end all others.
func (b *Bot) handle(tx *store.Tx, m wijk.Message, now time.Time) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("flow panicked: %T", p) // the value may quote the message
		}
	}()
	b.City.Handle(tx, m, now)
	return tx.Err()
}

// Cursor returns how far a door has read its provider's queue, empty if it
// never did.
func (b *Bot) Cursor(ctx context.Context, door string) (value string, err error) {
	err = b.DB.View(ctx, func(tx *store.Tx) error {
		value, _ = store.Cursors.Get(tx, door)
		return nil
	})
	return value, err
}

// isStorage reports whether err is about the disk or the end of the program,
// not about the message.
func isStorage(err error) bool {
	for _, e := range []error{
		store.ErrFull, store.ErrCorrupt, store.ErrFault, store.ErrClosed, store.ErrLocked, store.ErrNotUsable,
		context.Canceled, context.DeadlineExceeded,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
