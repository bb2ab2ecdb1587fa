package cli

import (
	"context"
	"errors"
	"time"

	"wijkbot/bot"
	"wijkbot/bot/signalen"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// signalenTimeout is longer than the three calls that one hand-over may take.
	signalenTimeout = 90 * time.Second
	signalenWorkers = 2
	// photoSoon is when to look again for a photo that its door still fetches.
	photoSoon = time.Minute
)

var (
	errNotHanded = errors.New("the report is not to be handed over")
	errNoPhoto   = errors.New("there is no such photo")
	errPhotoLate = errors.New("the photo is not fetched yet")
)

func (s *service) signalenConfig() signalen.Config {
	c := s.config.signalen
	c.Report, c.Photo = s.dossier, s.handedPhoto
	return c
}

// dossier returns a report that is to be handed over, as it is now.
func (s *service) dossier(ctx context.Context, number uint64) (h wijk.Handover, err error) {
	err = s.city.db.View(ctx, func(tx *store.Tx) error {
		var ok bool
		if h, ok = s.city.flows.Dossier(tx, number); !ok {
			return &wijk.Refusal{Err: errNotHanded, Code: "not handed over", Bad: true}
		}
		return nil
	})
	return h, asRefusal(err)
}

// handedPhoto returns a photo that is to follow its report, and the key of that
// report at the back office.
func (s *service) handedPhoto(ctx context.Context, number uint64, id string) (key string, picture []byte, err error) {
	err = s.city.db.View(ctx, func(tx *store.Tx) error {
		r, _ := store.Reports.Get(tx, store.Num(number))
		ph, known := store.Photos.Get(tx, id)
		var ok bool
		picture, ok = store.Pictures.Get(tx, id)
		switch {
		case r.Handed == nil || r.Handed.Key == "":
			return &wijk.Refusal{Err: errNotHanded, Code: "not handed over", Bad: true}
		case ok:
			key = r.Handed.Key
			return nil
		case known && ph.State == wijk.PhotoWanted:
			return &wijk.Refusal{Err: errPhotoLate, Code: "photo", After: photoSoon}
		}
		return &wijk.Refusal{Err: errNoPhoto, Code: "photo", Bad: true}
	})
	return key, picture, asRefusal(err)
}

// asRefusal makes of a store that cannot be read now a reason to try again:
// nothing was sent.
func asRefusal(err error) error {
	var no *wijk.Refusal
	if err == nil || errors.As(err, &no) {
		return err
	}
	return &wijk.Refusal{Err: err, Code: "store", After: photoSoon}
}

// followHanded asks how far the back office is, and acts on it.
func (s *service) followHanded(ctx context.Context) error {
	b := bot.BackOffice{
		DB: s.city.db, City: s.city.flows, Tracker: s.signalen, Now: s.city.now, Every: s.config.signalenEvery, Log: s.log,
	}
	return b.Run(ctx)
}
