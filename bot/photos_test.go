package bot_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// A shelf is a provider's store of files that fails a number of times first.
type shelf struct {
	data  []byte
	fails int
	err   error // instead of one that nobody understands
	asked int
}

func (s *shelf) Fetch(context.Context, wijk.File) ([]byte, error) {
	if s.asked++; s.asked <= s.fails {
		if s.err != nil {
			return nil, s.err
		}
		return nil, errors.New("502")
	}
	return s.data, nil
}

// asJPEG returns a grey picture.
func asJPEG(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPhotos: a photo is fetched after failures, cleaned and kept with a small
// copy; one that is none is given up, and the resident hears why and how to do
// it right.
func TestPhotos(t *testing.T) {
	good := asJPEG(t, 400, 300)
	bad := func(code string) error { return &wijk.Refusal{Err: errors.New("no"), Code: code, Bad: true} }
	for _, c := range []struct {
		name  string
		from  *shelf
		size  int64
		state string
		asked int
		told  string
	}{
		{"kept", &shelf{data: good, fails: 3}, 0, wijk.PhotoKept, 4, ""},
		{"kept, though the name is of something else", &shelf{data: good}, 10 << 20, wijk.PhotoKept, 1, ""},
		{"no photo", &shelf{data: []byte("<html>")}, 0, wijk.PhotoFailed, 1, "geen foto"},
		{"cut off", &shelf{data: good[:len(good)/2]}, 0, wijk.PhotoFailed, 1, "geen foto"},
		{"heic", &shelf{data: []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")}, 0, wijk.PhotoFailed, 1, "HEIC"},
		{"said to be 21 MB", &shelf{data: good}, 21 << 20, wijk.PhotoFailed, 0, "te groot"},
		{"is 11 MB", &shelf{data: append(good, make([]byte, 11<<20)...)}, 0, wijk.PhotoFailed, 1, "te groot"},
		{"the provider says too large", &shelf{fails: 1000, err: bad("413")}, 0, wijk.PhotoFailed, 1, "te groot"},
		{"the provider does not know it", &shelf{fails: 1000, err: bad("400")}, 0, wijk.PhotoFailed, 3, "nog een keer"},
		{"the provider knows it later", &shelf{data: good, fails: 2, err: bad("400")}, 0, wijk.PhotoKept, 3, ""},
		{"never there", &shelf{fails: 1000}, 0, wijk.PhotoFailed, 12, "nog een keer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				db := kvtest.Open(t)
				update(t, db, func(tx *store.Tx) { store.Photos.Put(tx, "foto-1", wanted("foto-1", c.size)) })
				work(t, db, c.from)
				update(t, db, func(tx *store.Tx) {
					ph, _ := store.Photos.Get(tx, "foto-1")
					kept, _ := store.Pictures.Get(tx, "foto-1")
					thumb, _ := store.Thumbs.Get(tx, "foto-1")
					if yes := c.state == wijk.PhotoKept; ph.State != c.state || (len(kept) > 0) != yes || (len(thumb) > 0) != yes {
						t.Errorf("state %s, %d and %d bytes; want %s", ph.State, len(kept), len(thumb), c.state)
					}
					if c.from.asked != c.asked {
						t.Errorf("asked for %d times, want %d", c.from.asked, c.asked)
					}
					if s, err := jpeg.DecodeConfig(bytes.NewReader(thumb)); c.told == "" && (err != nil || s.Width != 320) {
						t.Errorf("the small copy is %d wide, %v", s.Width, err)
					}
					told := ""
					for _, m := range store.Outbox.All(tx, "") {
						told += m.Text
					}
					if (told == "") != (c.told == "") || !strings.Contains(told, c.told) {
						t.Errorf("told %q, want %q", told, c.told)
					}
				})
			})
		})
	}
}

func wanted(id string, size int64) wijk.Photo {
	return wijk.Photo{
		ID: id, Channel: wijk.Telegram, State: wijk.PhotoWanted, Owner: wijk.Address{Channel: wijk.Telegram, To: "1"}, File: wijk.File{ID: id, Size: size},
	}
}

// work has the worker do all there is to do within three days.
func work(t *testing.T, db *store.DB, from bot.Fetcher) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 72*time.Hour)
	defer cancel()
	p := &bot.Photos{
		DB: db, City: flows.New(time.UTC), From: map[wijk.Channel]bot.Fetcher{wijk.Telegram: from},
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	if err := p.Run(ctx); err != nil {
		t.Fatal(err)
	}
}

// TestPhotoGone: what was removed while it was being fetched does not return.
func TestPhotoGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := kvtest.Open(t)
		update(t, db, func(tx *store.Tx) { store.Photos.Put(tx, "foto-1", wanted("foto-1", 0)) })
		work(t, db, remover{db, asJPEG(t, 40, 30)})
		update(t, db, func(tx *store.Tx) {
			if store.Photos.Has(tx, "foto-1") || store.Pictures.Has(tx, "foto-1") || store.Thumbs.Has(tx, "foto-1") {
				t.Error("it is back")
			}
		})
	})
}

// A remover removes the photo while it is being fetched.
type remover struct {
	db   *store.DB
	data []byte
}

func (r remover) Fetch(ctx context.Context, f wijk.File) ([]byte, error) {
	err := r.db.Update(ctx, func(tx *store.Tx) error { store.DropPhoto(tx, f.ID); return nil })
	return r.data, err
}

func TestPicture(t *testing.T) {
	db := kvtest.Open(t)
	fault, repair := asJPEG(t, 400, 300), asJPEG(t, 300, 400)
	update(t, db, func(tx *store.Tx) {
		store.Pictures.Put(tx, "foto-1", fault)
		store.Pictures.Put(tx, "foto-2", repair)
		store.Pictures.Put(tx, "foto-3", []byte("no picture"))
	})
	for id, want := range map[string]image.Point{
		"foto-1": {X: 400, Y: 300}, "foto-1+foto-2": {X: 400*4/3 + 8 + 300, Y: 400}, "foto-1+foto-9": {X: 400, Y: 300}, "foto-9+foto-2": {X: 300, Y: 400},
		"foto-1+": {X: 400, Y: 300}, "": {}, "+": {}, "foto-9": {}, "foto-9+foto-8": {}, "foto-1+foto-3": {},
	} {
		data, err := bot.Picture(t.Context(), db, id)
		c, _ := jpeg.DecodeConfig(bytes.NewReader(data))
		if (err != nil) != (want == image.Point{}) || c.Width != want.X || c.Height != want.Y {
			t.Errorf("%q is %d by %d, %v; want %v", id, c.Width, c.Height, err, want)
		}
	}
}

func update(t *testing.T, db *store.DB, fn func(tx *store.Tx)) {
	t.Helper()
	if err := db.Update(t.Context(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}
