package intake

import (
	"slices"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A couple may share a landline, so that the second to name it is added to the
// first. Without a mobile of its own it is the only address of such a call: a
// mobile that calls is whose SMS it sends.

// claimLandline makes the landline of p hers too.
func claimLandline(tx *store.Tx, p *wijk.Person) {
	if p.Landline == "" {
		return
	}
	hold(tx, wijk.Address{Channel: wijk.Voice, To: p.Landline}, func(h *wijk.Holder) {
		switch {
		case h.Person == "":
			h.Person = p.ID
		case h.Person != p.ID && !slices.Contains(h.Also, p.ID):
			h.Also = append(h.Also, p.ID)
		}
	})
}

// leaveLandline gives up the landline of p. Who shared it keeps it.
func leaveLandline(tx *store.Tx, p *wijk.Person) {
	if p.Landline == "" {
		return
	}
	hold(tx, wijk.Address{Channel: wijk.Voice, To: p.Landline}, func(h *wijk.Holder) {
		h.Also = slices.DeleteFunc(slices.Clone(h.Also), func(id string) bool { return id == p.ID })
		if h.Person != p.ID {
			return
		}
		if h.Person = ""; len(h.Also) > 0 {
			h.Person, h.Also = h.Also[0], h.Also[1:]
		}
	})
}
