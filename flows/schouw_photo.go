package flows

import (
	"fmt"
	"slices"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// walkPhotoPlace asks once whether the places of the photos may be used, when
// that is where things are that have no place yet.
var walkPhotoPlace = Question{
	Key:  "fotoplek",
	Skip: func(t *Turn) bool { return len(t.photoPlaces()) == 0 },
	Say: func(t *Turn) string {
		if n := len(t.photoPlaces()); n > 1 {
			return fmt.Sprintf("Van %d foto's weten wij waar ze zijn gemaakt. Mogen wij die plek gebruiken?", n)
		}
		return "Van een foto weten wij waar die is gemaakt. Mogen wij die plek gebruiken?"
	},
	Choices: yesNo, Again: "Kies Ja of Nee.",
	Take: func(t *Turn, q *Question) (string, bool) {
		v, ok := confirm(t, q)
		if ok {
			t.usePhotoPlaces(v == "ja")
		}
		return v, ok
	},
}

// photoPlaces are the drafts without a place of which the photo tells one.
func (t *Turn) photoPlaces() (drafts []int) {
	w, _ := t.walk()
	for i, d := range w.Drafts {
		if d.Place != nil || d.Photo == "" {
			continue
		}
		if ph, ok := store.Photos.Get(t.Tx, d.Photo); ok && ph.Taken.Valid() {
			drafts = append(drafts, i)
		}
	}
	return drafts
}

func (t *Turn) usePhotoPlaces(yes bool) {
	w, _ := t.walk()
	for _, i := range t.photoPlaces() {
		d := &w.Drafts[i]
		ph, _ := store.Photos.Get(t.Tx, d.Photo)
		if p := t.pointPlace(ph.Taken, 0, wijk.FromPhoto); yes && p != nil {
			d.Place = p
		}
		t.City.forgetTaken(t.Tx, d.Photo)
	}
	t.saveWalk(w)
}

// wantsTaken reports whether the place of a photo could be that of a draft: it
// is kept until the walker says whether we may use it.
func (c *City) wantsTaken(tx *store.Tx, ph *wijk.Photo) bool {
	w, ok := store.Walks.Get(tx, ph.Owner.String())
	return ok && slices.ContainsFunc(w.Drafts, func(d wijk.Draft) bool { return d.Photo == ph.ID && d.Place == nil })
}
