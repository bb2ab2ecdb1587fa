package store

import (
	"slices"
	"time"

	"wijkbot/store/wijk"
)

// Appeals holds the keepers who were asked, by person, day and number.
var Appeals = &Table[wijk.Appeal]{Name: "appeals", Indexes: []Index[wijk.Appeal]{
	// keeper finds what somebody was asked.
	{"keeper", func(a *wijk.Appeal) []string { return []string{a.Phone} }},
	{"asked", func(a *wijk.Appeal) []string { return []string{When(a.Asked)} }},
}}

// KeepAppeals is how long it is kept who was asked: as long as the outcome of
// a check-in that nothing was the matter with.
const KeepAppeals = 30 * 24 * time.Hour

// PruneAppeals removes up to limit appeals from before a time.
func PruneAppeals(tx *Tx, before time.Time, limit int) {
	n := 0
	for key := range Appeals.FindRange(tx, "asked", "", When(before)) {
		if n++; n > limit {
			return
		}
		Appeals.Delete(tx, key)
	}
}

// HoldKeepers makes what keepers of p write understood, and has those invited
// who were not asked yet, when p has check-ins. Every way in which a keeper is
// named, or in which p gets check-ins, ends here. It may be told the same again.
func HoldKeepers(tx *Tx, p *wijk.Person, now time.Time) {
	unasked := false
	for _, k := range p.Contacts {
		HoldKeeper(tx, k.Phone, p.ID, true)
		unasked = unasked || k.Agreed == "" && k.Invited.IsZero() && k.Ended.IsZero()
	}
	if p.Enrolled() && unasked {
		SetTimer(tx, wijk.Timer{Person: p.ID, Kind: wijk.TimerKeepers, Due: now})
	}
}

// HoldKeeper notes whether a number is that of a keeper of a person, so that
// what comes from it is understood. It may be told the same again.
func HoldKeeper(tx *Tx, phone, person string, keeps bool) {
	key := wijk.Address{Channel: wijk.SMS, To: phone}.String()
	h, _ := Holders.Get(tx, key)
	if slices.Contains(h.Keeps, person) == keeps {
		return
	}
	h.Keeps = slices.DeleteFunc(slices.Clone(h.Keeps), func(id string) bool { return id == person })
	if keeps {
		h.Keeps = append(h.Keeps, person)
	}
	if h.Empty() {
		Holders.Delete(tx, key)
		return
	}
	Holders.Put(tx, key, h)
}
