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
var circles = []func(g *guard, s *wijk.Staff, wijk string) bool{
	func(g *guard, s *wijk.Staff, w string) bool { return s.Role.Cares() && g.covers(s, w) },
	func(g *guard, s *wijk.Staff, _ string) bool { return s.Role.Cares() && g.has(s) },
	func(_ *guard, s *wijk.Staff, _ string) bool { return leads(s) },
	func(_ *guard, s *wijk.Staff, _ string) bool { return s.Role.Cares() },
}

// circleLeads is the circle of those who answer for the care.
const circleLeads = 2

// Guarded reports whether somebody can be called who has, or will have within a
// week, duty, whatever the wijk. Without, a cry for help calls those who do not.
func (c *City) Guarded(tx *store.Tx, now time.Time) bool {
	_, ok := c.nextOnDuty(tx, &wijk.Staff{}, now)
	return ok
}

// page calls the nearest circle that has somebody in it, on all their
// channels, and again as long as nobody takes the case.
func (c *City) page(tx *store.Tx, cs *wijk.Case, text string, now time.Time) {
	cs.Paged, cs.Call, cs.Rung, cs.Rings = now, text, nil, true
	cs.Calls++
	if cs.Calls > 1 {
		text = "Nog niet opgepakt. " + text
	}
	act := "NEEM"
	if cs.Second != nil {
		act = "BEVESTIG"
	}
	text = fmt.Sprintf("Zaak %d. %s Stuur %s %d.", cs.ID, text, act, cs.ID)
	g := c.guard(tx, now)
	for ; cs.Circle < len(circles) && len(cs.Rung) == 0; cs.Circle++ {
		for _, s := range store.Staff.All(tx, "") {
			if !circles[cs.Circle](&g, &s, cs.Wijk) || cs.Second != nil && cs.Second.By == s.ID {
				continue
			}
			for _, a := range s.Addresses() {
				cs.Rung = append(cs.Rung, c.alarm(tx, a, s.ID, text, cs, now))
			}
		}
	}
	cs.Circle = max(0, cs.Circle-1) // the one that was called
	if n := len(cs.Notes); len(cs.Rung) == 0 && n < maxNotes && (n == 0 || cs.Notes[n-1].Text != textNobody) {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, Text: textNobody})
	}
	if cs.Kind != wijk.CaseIncident || cs.Severity == wijk.Red || isGap(cs) { // any other incident is told once
		store.SetTimer(tx, wijk.Timer{Kind: timerPage, Scope: fmt.Sprint(cs.ID), Due: c.callAgain(cs, now)})
	}
}

const textNobody = "Er was niemand van dienst om te waarschuwen."

// pageAnew calls the nearest circle for what came in since. Whoever calls out
// again and again does not put off that a wider circle hears it.
func (c *City) pageAnew(tx *store.Tx, cs *wijk.Case, text string, now time.Time) {
	calls, circle := cs.Calls, cs.Circle
	due, waits := store.Timer(tx, "", timerPage, fmt.Sprint(cs.ID))
	waits = waits && ringing(cs)
	cs.Calls, cs.Circle = 0, 0
	c.page(tx, cs, text, now)
	if waits && due.Before(c.callAgain(cs, now)) {
		cs.Calls, cs.Circle = max(calls, 1), max(circle, cs.Circle)
		store.SetTimer(tx, wijk.Timer{Kind: timerPage, Scope: fmt.Sprint(cs.ID), Due: due})
	}
}

// ringing reports whether a case is to be called for again.
func ringing(cs *wijk.Case) bool {
	return cs.State == wijk.CaseOpen || cs.State == wijk.CaseTaken && cs.Rings
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
	if cs.Severity == wijk.Red && (cs.Kind != wijk.CaseIncident || strings.HasPrefix(cs.Ref, refWave)) { // while a wave is held nobody else is called
		return now.Add(min(redAgain<<min(cs.Calls-1, 8), redMost))
	}
	return c.awake(now.Add(min(amberAgain<<min(cs.Calls-1, 8), amberMost)))
}

// notTaken calls again for a case that nobody took.
func (c *City) notTaken(tx *store.Tx, id string, now time.Time) {
	var n uint64
	fmt.Sscan(id, &n)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	if !ok || !ringing(&cs) {
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
	switch {
	case to.Channel != wijk.Telegram:
	case cs.Second != nil:
		m.Options = caseButtons(cs.ID, "bevestig", "afwijzen")
	default:
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
	switch {
	case !ok:
	case !ringing(&cs):
		c.moreFailed(tx, &cs, m, now)
	case cs.Circle < len(circles)-1 && slices.Contains(cs.Rung, m.ID) && allFailed(tx, cs.Rung):
		cs.Circle++
		c.page(tx, &cs, cs.Call, now)
		store.Cases.Put(tx, store.Num(n), cs)
	}
}

// allFailed reports whether nobody can hear any of some messages any more.
func allFailed(tx *store.Tx, ids []uint64) bool {
	for _, id := range ids {
		if m, ok := store.Outbox.Get(tx, store.Num(id)); ok && m.State != wijk.Failed && m.State != wijk.Expired {
			return false
		}
	}
	return true
}
