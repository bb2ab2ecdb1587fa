package bot_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// A shelf is a provider's store of files that fails a number of times first.
type shelf struct {
	data  []byte
	fails int
	asked int
}

func (s *shelf) Fetch(context.Context, wijk.File) ([]byte, error) {
	if s.asked++; s.asked <= s.fails {
		return nil, errors.New("502")
	}
	return s.data, nil
}

// TestPhotos: a photo is fetched after failures, cleaned and kept; one that is
// none is given up, and the resident hears that the report stands.
func TestPhotos(t *testing.T) {
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		from  *shelf
		state string
		told  int
	}{
		{"kept", &shelf{data: picture.Bytes(), fails: 3}, wijk.PhotoKept, 0},
		{"no photo", &shelf{data: []byte("<html>")}, wijk.PhotoFailed, 1},
		{"never there", &shelf{fails: 1000}, wijk.PhotoFailed, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				db := kvtest.Open(t)
				update(t, db, func(tx *store.Tx) {
					store.Photos.Put(tx, "foto-1", wijk.Photo{
						ID: "foto-1", Channel: wijk.Telegram, State: wijk.PhotoWanted, Owner: wijk.Address{Channel: wijk.Telegram, To: "1"},
					})
				})
				ctx, cancel := context.WithTimeout(t.Context(), 72*time.Hour)
				defer cancel()
				p := &bot.Photos{
					DB: db, From: map[wijk.Channel]bot.Fetcher{wijk.Telegram: c.from},
					Now: time.Now, Log: slog.New(slog.DiscardHandler),
				}
				if err := p.Run(ctx); err != nil {
					t.Fatal(err)
				}
				update(t, db, func(tx *store.Tx) {
					ph, _ := store.Photos.Get(tx, "foto-1")
					kept, _ := store.Pictures.Get(tx, "foto-1")
					told := 0
					for range store.Outbox.All(tx, "") {
						told++
					}
					if ph.State != c.state || told != c.told || (len(kept) > 0) != (c.state == wijk.PhotoKept) {
						t.Errorf("state %s, %d bytes, told %d times; want %s, told %d times", ph.State, len(kept), told, c.state, c.told)
					}
				})
			})
		})
	}
}

func update(t *testing.T, db *store.DB, fn func(tx *store.Tx)) {
	t.Helper()
	if err := db.Update(t.Context(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}
