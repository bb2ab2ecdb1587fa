package intake

import (
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

// holdKeepers forgets the numbers of keepers whom the file no longer names, and
// takes on those that it does.
func holdKeepers(tx *store.Tx, old, p *wijk.Person, now time.Time) {
	for _, o := range old.Contacts {
		if p.Keeper(o.Phone) == nil {
			store.HoldKeeper(tx, o.Phone, p.ID, false)
		}
	}
	store.HoldKeepers(tx, p, now)
}
