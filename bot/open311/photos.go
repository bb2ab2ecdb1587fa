package open311

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// photoPath is where photos are that a person looked at. A name is the number
// of the report and a proof that only we can make, so that nobody finds a
// photo by trying names.
const (
	photoPath   = Root + "photos/"
	photoSuffix = ".jpg"
)

// photoFresh is how long a photo may be kept by others. It never changes, but
// the city may take it back.
const photoFresh = time.Hour

// photoURL returns where the world finds a photo of a report while City.Public
// has it. It is empty when the store has no room for our secret.
func (c *call) photoURL(number uint64, id string) string {
	if c.own == nil {
		o, err := c.s.own(c.Context())
		if err != nil {
			o = own{} // for all photos of this call
		}
		c.own = &o
	}
	if c.own.secret == nil {
		return ""
	}
	return c.s.base(c.Request) + photoPath + strconv.FormatUint(number, 10) + "-" + c.own.proof(number, id) + photoSuffix
}

// proof is 128 bits that name one photo of one report.
func (o own) proof(number uint64, id string) string {
	h := hmac.New(sha256.New, o.secret)
	fmt.Fprintf(h, "photo/%d/%s", number, id)
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// errNoPhoto is for every name that leads to no photo, whatever the reason.
var errNoPhoto = errors.New("no such photo")

func (s *Server) servePhoto(w http.ResponseWriter, r *http.Request, name string) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if wait := s.Guard.Wait(s.Guard.Name(r), time.Now()); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		http.Error(w, "too many requests", http.StatusTooManyRequests)
		return
	}
	b, err := s.photo(r.Context(), name)
	switch {
	case errors.Is(err, errNoPhoto):
		http.NotFound(w, r)
		return
	case err != nil:
		s.failed(r.Context(), err)
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if Cached(w, r, b, photoFresh) {
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b) // whoever left does not want it
}

// photo returns the bytes of a photo by its name in an address.
func (s *Server) photo(ctx context.Context, name string) (b []byte, err error) {
	name, isJPEG := strings.CutSuffix(name, photoSuffix)
	digits, proof, _ := strings.Cut(name, "-")
	number, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || !isJPEG {
		return nil, errNoPhoto
	}
	o, err := s.own(ctx)
	if err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *store.Tx) error {
		b = nil
		r, ok := store.Reports.Get(tx, store.Num(number))
		if !ok {
			return errNoPhoto
		}
		p := s.City.Public(tx, &r)
		for _, id := range slices.Concat(p.Photos, p.Repairs) {
			if hmac.Equal([]byte(proof), []byte(o.proof(number, id))) {
				b, _ = store.Pictures.Get(tx, id)
			}
		}
		if b == nil {
			return errNoPhoto
		}
		return nil
	})
	return b, err
}

// addPhotos keeps photos that were sent along, cleaned already, and returns
// their ids.
func addPhotos(tx *store.Tx, photos []cleaned) (ids []string) {
	for _, p := range photos {
		id := fmt.Sprintf("foto-%d", tx.Next("photo"))
		store.Photos.Put(tx, id, wijk.Photo{ID: id, Channel: channel, State: wijk.PhotoKept})
		store.Pictures.Put(tx, id, p.picture)
		store.Thumbs.Put(tx, id, p.thumb)
		ids = append(ids, id)
	}
	return ids
}
