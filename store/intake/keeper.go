package intake

import (
	"slices"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// mergeKeepers gives the keepers of a row what they decided since: one who
// stopped, or was removed by the resident, comes back only with a consent of a
// later day. Those whom the resident named in chat stay.
func mergeKeepers(p *wijk.Person, old *wijk.Person, zone *time.Location) {
	p.Left = old.Left
	named := p.Contacts
	p.Contacts = nil
	for _, k := range named {
		if left := old.Parted(k.Phone); left != "" && k.Agreed <= left {
			continue
		}
		if o := old.Keeper(k.Phone); o != nil {
			k.Invited, k.Chat = o.Invited, o.Chat
			switch {
			case o.Ended.IsZero() && k.Agreed == "":
				k.Agreed = o.Agreed
			case !o.Ended.IsZero() && k.Agreed <= wijk.DateOf(o.Ended.In(zone)):
				k.Agreed, k.Ended = o.Agreed, o.Ended
			}
		}
		p.Contacts = append(p.Contacts, k)
	}
	for _, o := range old.Contacts {
		if o.Chat && p.Keeper(o.Phone) == nil {
			p.Contacts = append(p.Contacts, o)
		}
	}
}

// holdKeepers makes what keepers of p write understood, and has those invited
// of whom no consent is recorded.
func holdKeepers(tx *store.Tx, old, p *wijk.Person, now time.Time) {
	for _, o := range old.Contacts {
		if p.Keeper(o.Phone) == nil {
			store.HoldKeeper(tx, o.Phone, p.ID, false)
		}
	}
	for _, k := range p.Contacts {
		store.HoldKeeper(tx, k.Phone, p.ID, true)
	}
	if p.Enrolled() && slices.ContainsFunc(p.Contacts, func(k wijk.Keeper) bool {
		return k.Agreed == "" && k.Invited.IsZero() && k.Ended.IsZero()
	}) {
		store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: wijk.TimerKeepers, Due: now})
	}
}
