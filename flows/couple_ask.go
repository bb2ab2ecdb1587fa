package flows

import (
	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// shares reports whether an address is of more than one resident.
func shares(tx *store.Tx, a wijk.Address) bool {
	h := store.HolderOf(tx, a)
	return len(h.Also) > 0
}

// toOneOfTwo puts the name in front of a text to a telephone of two, or takes
// D2n when that is more than one SMS. In a call it is said before the question:
// whoever takes it up would else press a 1 for the other.
func (c *City) toOneOfTwo(tx *store.Tx, p *wijk.Person, to wijk.Address, text string) string {
	name := nameFor(p.Name, to.Channel)
	switch {
	case to.Channel == wijk.Voice && name != "" && shares(tx, to):
		return fill("T12", "naam", name) + " " + text
	case to.Channel != wijk.SMS:
		return text
	}
	if name == "" || !shares(tx, to) {
		return text
	}
	if with := name + ": " + text; gsm7.Fits(with) {
		return with
	}
	return fill("D2n", "naam", name)
}
