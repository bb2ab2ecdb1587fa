package bot

import (
	"context"
	"slices"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Places finds addresses. A geocoder is one.
type Places interface {
	// Find returns the places in the city that an address can be, the likeliest
	// first. Its error holds no address.
	Find(ctx context.Context, address string) ([]wijk.Place, error)
}

// placeWait is how long all addresses in what came in at once may take: their
// senders, and whoever comes after them, wait for it.
const placeWait = 2 * time.Second

// locate looks up the addresses among messages, before any transaction that
// writes. Whatever goes wrong with that, the conversation goes on without.
func (b *Bot) locate(ctx context.Context, ms []wijk.Message) []wijk.Message {
	if b.Places == nil {
		return ms
	}
	until, cancel := context.WithTimeout(ctx, placeWait)
	defer cancel()
	located := slices.Clone(ms)
	for i := range located {
		m := &located[i]
		address, wanted := b.wantsPlace(until, m)
		if !wanted || until.Err() != nil {
			continue
		}
		var err error
		if m.Found, err = b.Places.Find(until, address); err != nil {
			b.Log.Info("an address was not looked up", "error", err)
		}
	}
	return located
}

// wantsPlace returns the address in a message that is to be looked up. A flow
// that panics over it will do so again where that is handled.
func (b *Bot) wantsPlace(ctx context.Context, m *wijk.Message) (address string, wanted bool) {
	defer func() {
		if recover() != nil {
			wanted = false
		}
	}()
	err := b.DB.View(ctx, func(tx *store.Tx) error {
		address, wanted = b.City.WantsPlace(tx, *m, b.Now())
		return nil
	})
	return address, wanted && err == nil
}
