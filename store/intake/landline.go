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
	hold(tx, wijk.Address{Channel: wijk.Voice, To: p.Landline}, func(h *wijk.Holder) { join(h, p.ID) })
}

// join makes an address p's too, beside who has it already.
func join(h *wijk.Holder, p string) {
	switch {
	case h.Person == "":
		h.Person = p
	case h.Person != p && !slices.Contains(h.Also, p):
		h.Also = append(slices.Clone(h.Also), p)
	}
}

// leaveLandline gives up the landline of p. Who shared it keeps it.
func leaveLandline(tx *store.Tx, p *wijk.Person) {
	if p.Landline == "" {
		return
	}
	hold(tx, wijk.Address{Channel: wijk.Voice, To: p.Landline}, func(h *wijk.Holder) { leave(h, p.ID) })
}

// leave takes p off an address. Who shared it keeps it.
func leave(h *wijk.Holder, p string) {
	h.Also = slices.DeleteFunc(slices.Clone(h.Also), func(id string) bool { return id == p })
	if h.Person != p {
		return
	}
	if h.Person = ""; len(h.Also) > 0 {
		h.Person, h.Also = h.Also[0], h.Also[1:]
	}
}
