package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"wijkbot/bot/photo"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Fetcher gets a file from the provider it was sent through.
type Fetcher interface {
	Fetch(ctx context.Context, f wijk.File) ([]byte, error)
}

// Photos fetches the photos of reports after the message that told of them was
// stored, so that a slow download holds up nobody. What it keeps carries no
// metadata: no place, no camera.
type Photos struct {
	DB   *store.DB
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
	picture, err := p.get(ctx, ph)
	if ctx.Err() != nil {
		return nil
	}
	return p.DB.Update(ctx, func(tx *store.Tx) error {
		now, ok := store.Photos.Get(tx, ph.ID)
		if !ok || now.State != wijk.PhotoWanted {
			return nil
		}
		switch {
		case err == nil:
			now.State, now.Error = wijk.PhotoKept, ""
			store.Pictures.Put(tx, ph.ID, picture)
		case errors.Is(err, photo.ErrNotPhoto), errors.Is(err, photo.ErrTooBig), now.Tries+1 >= fetchTries:
			now.State, now.Error = wijk.PhotoFailed, err.Error()
			p.sorry(tx, &now)
		default:
			now.Next, now.Error = time.Now().Add(fetchAgain<<now.Tries), err.Error()
			now.Tries++
		}
		store.Photos.Put(tx, ph.ID, now)
		return nil
	})
}

func (p *Photos) get(ctx context.Context, ph wijk.Photo) ([]byte, error) {
	from, ok := p.From[ph.Channel]
	if !ok {
		return nil, errors.New("the channel of this photo is off")
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	data, err := from.Fetch(ctx, ph.File)
	if err != nil {
		return nil, err
	}
	return photo.Clean(ctx, data)
}

// sorry tells the resident that the photo is lost, the report is not.
func (p *Photos) sorry(tx *store.Tx, ph *wijk.Photo) {
	now := p.Now()
	store.Send(tx, wijk.Outgoing{
		Class: wijk.Reply, To: ph.Owner, Due: now, NotAfter: now.AddDate(0, 0, 1),
		Text: "Uw foto konden wij niet openen. Uw melding is wel goed binnen. U hoeft niets te doen.",
	})
}
