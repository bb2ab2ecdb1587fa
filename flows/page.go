package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// circles are who is called for a case, the nearest first: those on duty in
// the wijk, all on duty, those who answer for the care, all who care.
var circles = []func(s *wijk.Staff, wijk string) bool{
	func(s *wijk.Staff, w string) bool { return s.Duty && s.Role.Cares() && s.Covers(w) },
	func(s *wijk.Staff, _ string) bool { return s.Duty && s.Role.Cares() },
	func(s *wijk.Staff, _ string) bool { return s.Role == wijk.Beheerder || s.Role == wijk.Ouderenadviseur },
	func(s *wijk.Staff, _ string) bool { return s.Role.Cares() },
}

// OnDuty reports whether somebody is on duty who can be called, whatever the
// wijk. Without, a cry for help calls those who are not.
func OnDuty(tx *store.Tx) bool {
	for _, s := range store.Staff.All(tx, "") {
		if circles[1](&s, "") && len(s.Addresses()) > 0 {
			return true
		}
	}
	return false
}

// page calls the nearest circle that has somebody in it, on all their
// channels, and again as long as nobody takes the case.
func (c *City) page(tx *store.Tx, cs *wijk.Case, text string, now time.Time) {
	cs.Paged, cs.Call, cs.Rung = now, text, nil
	cs.Calls++
	if cs.Calls > 1 {
		text = "Nog niet opgepakt. " + text
	}
	text = fmt.Sprintf("Zaak %d. %s Stuur NEEM %d.", cs.ID, text, cs.ID)
	for ; cs.Circle < len(circles) && len(cs.Rung) == 0; cs.Circle++ {
		for _, s := range store.Staff.All(tx, "") {
			if !circles[cs.Circle](&s, cs.Wijk) {
				continue
			}
			for _, a := range s.Addresses() {
				cs.Rung = append(cs.Rung, c.alarm(tx, a, s.ID, text, cs, now))
			}
		}
	}
	cs.Circle = max(0, cs.Circle-1) // the one that was called
	if len(cs.Rung) == 0 && len(cs.Notes) < maxNotes {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, Text: "Er was niemand van dienst om te waarschuwen."})
	}
	if cs.Kind != wijk.CaseIncident { // one incident is told once
		store.SetTimer(tx, wijk.Timer{Kind: timerPage, Scope: fmt.Sprint(cs.ID), Due: c.callAgain(cs, now)})
	}
}

const (
	// A red case that nobody takes is called again after redAgain, then after
	// twice that, at most each redMost; an amber one in the daytime only.
	redAgain, redMost     = 15 * time.Minute, time.Hour
	amberAgain, amberMost = 2 * time.Hour, 24 * time.Hour
	// callsNear is how many calls go to one circle before a wider one hears.
	callsNear = 2
)

func (c *City) callAgain(cs *wijk.Case, now time.Time) time.Time {
	if cs.Severity == wijk.Red {
		return now.Add(min(redAgain<<min(cs.Calls-1, 8), redMost))
	}
	return c.awake(now.Add(min(amberAgain<<min(cs.Calls-1, 8), amberMost)))
}

// notTaken calls again for a case that nobody took.
func (c *City) notTaken(tx *store.Tx, id string, now time.Time) {
	var n uint64
	fmt.Sscan(id, &n)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	if !ok || cs.State != wijk.CaseOpen {
		return
	}
	if cs.Calls%callsNear == 0 && cs.Circle < len(circles)-1 {
		cs.Circle++
	}
	c.page(tx, &cs, cs.Call, now)
	store.Cases.Put(tx, store.Num(n), cs)
}

func (c *City) alarm(tx *store.Tx, to wijk.Address, staff, text string, cs *wijk.Case, now time.Time) uint64 {
	m := wijk.Outgoing{
		Class: wijk.Alarm, To: to, Text: text, Due: now,
		About: wijk.Subject{Kind: aboutPage, Ref: fmt.Sprint(cs.ID) + "/" + staff},
	}
	if to.Channel == wijk.Telegram {
		m.Options = []wijk.Option{{Label: "Ik neem deze zaak", Data: fmt.Sprintf("z%d.neem", cs.ID)}}
	}
	return store.Send(tx, m)
}

// pageSettled notes on the case who could not be reached. When that is
// everybody who was called, a wider circle is called at once.
func (c *City) pageSettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	if m.State != wijk.Failed && m.State != wijk.Expired {
		return
	}
	id, staff, _ := strings.Cut(m.About.Ref, "/")
	var n uint64
	fmt.Sscan(id, &n)
	c.addNote(tx, n, "Oproep aan "+staff+" via "+channelName(m.To.Channel)+" kwam niet aan.", now)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	if !ok || cs.State != wijk.CaseOpen || cs.Circle >= len(circles)-1 || !slices.Contains(cs.Rung, m.ID) {
		return
	}
	for _, id := range cs.Rung {
		if m, ok := store.Outbox.Get(tx, store.Num(id)); ok && m.State != wijk.Failed && m.State != wijk.Expired {
			return // somebody may still hear it
		}
	}
	cs.Circle++
	c.page(tx, &cs, cs.Call, now)
	store.Cases.Put(tx, store.Num(n), cs)
}
