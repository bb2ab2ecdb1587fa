package intake

import (
	"fmt"
	"slices"
	"strconv"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// unique refuses an id, phone or chat that two rows claim. Staff and residents
// share one space of ids, since a link code is made for an id alone.
func (file *File) unique(l *faults) {
	ids, phones, chats := once{l: l}, once{l: l}, once{l: l}
	for i, s := range file.Staff {
		at := fmt.Sprintf("staff row %d (%s)", i+1, s.ID)
		ids.claim(at, "id", s.ID)
		phones.claim(at, "phone", "staff "+s.Phone)
		chats.claim(at, "telegram", "staff "+chat(s.Telegram))
	}
	owners := make(map[string][]*wijk.Person) // of each phone
	for _, r := range file.Residents {
		ids.claim(r.at, "id", r.ID)
		chats.claim(r.at, "telegram", "resident "+chat(r.Telegram))
		if r.Phone != "" && len(owners[r.Phone]) < wijk.MostSharers && !slices.ContainsFunc(owners[r.Phone], func(o *wijk.Person) bool { return !o.LivesWith(&r.Person) }) {
			owners[r.Phone] = append(owners[r.Phone], &r.Person)
			if len(owners[r.Phone]) > 1 {
				continue // a couple with one telephone
			}
		}
		phones.claim(r.at, "phone", "resident "+r.Phone)
	}
	rounds := once{l: l}
	for i, r := range file.Rounds {
		rounds.claim(fmt.Sprintf("rounds row %d (%s)", i+1, r.ID), "id", r.ID)
	}
}

func chat(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// once tells who claimed something first.
type once struct {
	l     *faults
	first map[string]string
}

func (o *once) claim(at, field, what string) {
	if what == "" || what[len(what)-1] == ' ' { // nothing is claimed
		return
	}
	if o.first == nil {
		o.first = make(map[string]string)
	}
	if other, taken := o.first[what]; taken {
		o.l.addf("%s: %s: the same as in %s", at, field, other)
		return
	}
	o.first[what] = at
}

// Conflicts returns what in the file cannot be true together with what the
// city knows already.
func Conflicts(tx *store.Tx, file *File) []error {
	l := &faults{}
	staff, residents := make(map[string]bool), make(map[string]bool)
	for _, s := range file.Staff {
		staff[s.ID] = true
	}
	inFile := make(map[string]int) // residents with a phone
	for _, r := range file.Residents {
		residents[r.ID] = true
		inFile[r.Phone]++
	}
	for i, s := range file.Staff {
		at := fmt.Sprintf("staff row %d (%s)", i+1, s.ID)
		if store.People.Has(tx, s.ID) {
			l.addf("%s: id: is a resident's", at)
		}
		for _, a := range s.Addresses() {
			h, _ := store.Holders.Get(tx, a.String())
			if h.Staff != "" && h.Staff != s.ID && !staff[h.Staff] {
				l.addf("%s: %s: belongs to %s", at, field(a), h.Staff)
			}
		}
	}
	for _, r := range file.Residents {
		if store.Staff.Has(tx, r.ID) {
			l.addf("%s: id: is a member of staff's", r.at)
		}
		for _, a := range addresses(&r.Person) {
			h, _ := store.Holders.Get(tx, a.String())
			stay := slices.DeleteFunc(append([]string{h.Person}, h.Also...), func(id string) bool { return id == "" || id == r.ID || residents[id] })
			for _, id := range stay {
				if o, _ := store.People.Get(tx, id); a.Channel != wijk.SMS || !o.LivesWith(&r.Person) || len(stay)+inFile[r.Phone] > wijk.MostSharers {
					l.addf("%s: %s: belongs to %s", r.at, field(a), id)
					break
				}
			}
		}
	}
	for i, r := range file.Rounds {
		if r.By != "" && !staff[r.By] && !store.Staff.Has(tx, r.By) {
			l.addf("rounds row %d (%s): by: no member of staff has this id", i+1, r.ID)
		}
	}
	file.dutyConflicts(tx, staff, l)
	return l.errs
}

// field names the field of the file that an address comes from.
func field(a wijk.Address) string {
	if a.Channel == wijk.SMS {
		return "phone"
	}
	return string(a.Channel)
}

// addresses returns all addresses of p, dead ones too.
func addresses(p *wijk.Person) []wijk.Address {
	s := wijk.Staff{Telegram: p.Telegram, Phone: p.Phone}
	return s.Addresses()
}
