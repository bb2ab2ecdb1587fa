package bot

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"wijkbot/bot/photo"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Fetcher gets a file from the provider it was sent through.
type Fetcher interface {
	Fetch(ctx context.Context, f wijk.File) ([]byte, error)
}

// Photos fetches the photos of reports after the message that told of them was
// stored, so that a slow download holds up nobody. What it keeps carries no
// metadata: no place, no camera. The place goes to the flows, apart, when it is
// in the city.
type Photos struct {
	DB   *store.DB
	City *flows.City
	From map[wijk.Channel]Fetcher
	// Now is the city's clock.
	Now func() time.Time
	Log *slog.Logger
}

const (
	fetchTimeout = 30 * time.Second
	// A photo that cannot be fetched is tried again after fetchAgain, then
	// twice that and so on, fetchTries times: about a day in all. Telegram
	// keeps a file at least that long.
	fetchAgain = 30 * time.Second
	fetchTries = 12
)

// Run fetches until ctx ends.
func (p *Photos) Run(ctx context.Context) error {
	news := p.DB.Listen(store.Files)
	for ctx.Err() == nil {
		next, err := p.round(ctx)
		if err != nil {
			return err
		}
		wait := time.NewTimer(next)
		select {
		case <-ctx.Done():
		case <-news:
		case <-wait.C:
		}
		wait.Stop()
	}
	return nil
}

// round fetches all that is wanted now and returns how long to wait.
func (p *Photos) round(ctx context.Context) (time.Duration, error) {
	const most = 8
	now := time.Now()
	var due []wijk.Photo
	next := time.Hour
	err := p.DB.View(ctx, func(tx *store.Tx) error {
		due, next = nil, time.Hour
		for _, ph := range store.Photos.FindRange(tx, "wanted", "", "") {
			if ph.Next.After(now) || len(due) == most {
				next = max(0, ph.Next.Sub(now))
				break
			}
			due = append(due, ph)
		}
		return nil
	})
	if err != nil {
		return 0, ignoreEnd(ctx, err)
	}
	var all sync.WaitGroup
	errs := make([]error, len(due))
	for i, ph := range due {
		all.Go(func() { errs[i] = p.fetch(ctx, ph) })
	}
	all.Wait()
	err = errors.Join(errs...)
	if errors.Is(err, store.ErrFull) {
		next = time.Minute // fetching again at once would be for nothing
	}
	return next, ignoreEnd(ctx, err)
}

func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, store.ErrFull) {
		return nil
	}
	return err
}

func (p *Photos) fetch(ctx context.Context, ph wijk.Photo) error {
	c, err := p.get(ctx, ph)
	if ctx.Err() != nil {
		return nil
	}
	return p.DB.Update(ctx, func(tx *store.Tx) error {
		now, ok := store.Photos.Get(tx, ph.ID)
		if !ok || now.State != wijk.PhotoWanted {
			return nil
		}
		why, last := trouble(err, now.Tries)
		switch {
		case err == nil:
			store.Pictures.Put(tx, ph.ID, c.picture)
			store.Thumbs.Put(tx, ph.ID, c.thumb)
			now.State, now.Error, now.Taken = wijk.PhotoKept, "", c.taken
			p.City.PhotoKept(tx, now, p.Now())
			return nil
		case last:
			now.State, now.Error = wijk.PhotoFailed, err.Error()
			p.City.PhotoFailed(tx, now, why, p.Now())
			return nil
		}
		now.Next, now.Error = time.Now().Add(fetchAgain<<now.Tries), err.Error()
		now.Tries++
		store.Photos.Put(tx, ph.ID, now)
		return nil
	})
}

// trouble says what is wrong with a photo in the words of the flows, and
// whether another try is for nothing.
func trouble(err error, tries int) (why flows.PhotoTrouble, last bool) {
	var r *wijk.Refusal
	switch {
	case errors.Is(err, photo.ErrTooBig):
		return flows.PhotoTooBig, true
	case errors.Is(err, photo.ErrHEIC):
		return flows.PhotoHEIC, true
	case errors.Is(err, photo.ErrNotPhoto):
		return flows.PhotoUnread, true
	case errors.As(err, &r) && r.Bad && r.Code == tooLarge:
		return flows.PhotoTooBig, true
	case errors.As(err, &r) && r.Bad:
		return flows.PhotoLost, tries+1 >= badTries
	}
	return flows.PhotoLost, tries+1 >= fetchTries
}

// badTries is how often a file is asked for of which the provider says that it
// is not there: Telegram says the same of one that is not there yet.
const badTries = 3

// tooLarge is the code of a provider's refusal to hand over a file for its
// size, as in HTTP.
const tooLarge = "413"

// A catch is what becomes of a photo that was fetched.
type catch struct {
	picture, thumb []byte
	taken          wijk.Point // where it was made, if that is in the city
}

func (p *Photos) get(ctx context.Context, ph wijk.Photo) (c catch, err error) {
	if ph.File.Size > photo.MaxBytes {
		return c, photo.ErrTooBig // without fetching it first
	}
	from, ok := p.From[ph.Channel]
	if !ok {
		return c, errors.New("the channel of this photo is off")
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	data, err := from.Fetch(ctx, ph.File)
	if err != nil {
		return c, err
	}
	if c.picture, err = photo.Clean(ctx, data); err != nil {
		return c, err
	}
	if c.thumb, err = photo.Thumb(c.picture); err != nil {
		return c, err
	}
	if at, ok := photo.Place(data); ok {
		if slug, _ := p.City.Map().At(at); slug != "" {
			c.taken = at
		}
	}
	return c, nil
}

// Picture returns a kept photo to be sent: the one with this id, or two with a
// plus between, side by side. Of two of which one is gone it is the other.
func Picture(ctx context.Context, db *store.DB, id string) ([]byte, error) {
	var found [][]byte
	err := db.View(ctx, func(tx *store.Tx) error {
		found = nil
		for one := range strings.SplitSeq(id, "+") {
			if b, ok := store.Pictures.Get(tx, one); ok {
				found = append(found, b)
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, errors.New("no such photo")
	case len(found) == 1:
		return found[0], nil
	}
	return photo.Beside(found[0], found[1])
}
