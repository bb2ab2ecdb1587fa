package flows_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// keeping does the verbs about keepers, and reports whether verb is one of them.
func (s *stage) keeping(verb, rest string) bool {
	words := strings.Fields(rest)
	switch verb {
	case "keeper": // person, name, number and "agreed": the desk names somebody
		s.update(func(tx *store.Tx) {
			p, _ := store.People.Get(tx, words[0])
			k := wijk.Keeper{Name: words[1], Phone: words[2]}
			if len(words) > 3 {
				k.Agreed = "2026-11-01"
			}
			p.Contacts = append(p.Contacts, k)
			store.People.Put(tx, p.ID, p)
			store.HoldKeeper(tx, k.Phone, p.ID, true)
			store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: wijk.TimerKeepers, Due: s.now})
		})
		s.fire()
		s.deliver()
	case "genoemd": // who speaks is named by somebody else
		s.named(0, false)
		s.fire()
		s.deliver()
	case "gevraagd": // who speaks is asked about so many others
		n, err := strconv.Atoi(rest)
		s.check(err)
		for i := range n {
			s.named(i, true)
		}
		s.deliver()
	case "profile": // person and profile
		s.update(func(tx *store.Tx) {
			p, _ := store.People.Get(tx, words[0])
			p.CheckIn.Profile = words[1]
			store.People.Put(tx, p.ID, p)
		})
	case "silence": // so many minutes, in which what people hear is of no interest
		d, err := time.ParseDuration(rest)
		s.check(err)
		s.advance(s.now.Add(d))
		clear(s.heard)
	default:
		return false
	}
	return true
}

// named makes who speaks a keeper of somebody new, who does not answer today if
// the keeper agreed.
func (s *stage) named(i int, agreed bool) {
	s.update(func(tx *store.Tx) {
		p := wijk.Person{
			ID: fmt.Sprintf("k-%d", i), Name: fmt.Sprintf("Mevrouw %c", 'A'+i), Wijk: "dorp", CheckIn: &wijk.Plan{Time: "07:00", Profile: "standard"},
			Contacts: []wijk.Keeper{{Name: "Wie spreekt", Phone: s.who.To}},
		}
		store.HoldKeeper(tx, s.who.To, p.ID, true)
		if !agreed {
			store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: wijk.TimerKeepers, Due: s.now})
		} else {
			p.Contacts[0].Agreed = "2026-11-01"
			ck := wijk.CheckIn{Person: p.ID, Date: wijk.DateOf(s.now), Slot: "07:00", State: wijk.CheckInUnreached}
			s.city.AskKeeper(tx, &ck, &p, s.now)
			store.CheckIns.Put(tx, ck.Key(), ck)
		}
		store.People.Put(tx, p.ID, p)
	})
}
