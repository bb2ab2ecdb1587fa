package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A new message in a case that is open already is told to those who have it:
// the owner, or as long as nobody took it those who were called. A cry is told
// at once, and what follows within moreEvery is told together when that is
// over: twenty texts in a row are two messages, however long they go on one in
// moreEvery, and one call to all on duty in pageAgain. Anything else is told to
// the owner when nothing was heard for pageAgain.

// moreEvery is how often at most those who have a case are told of more.
const moreEvery = 2 * time.Minute

// lastHeard is when a case last got a note that no member of staff made, or its
// owner was last told of one.
func lastHeard(cs *wijk.Case) time.Time {
	last := cs.More
	for _, n := range cs.Notes {
		if n.By == "" && n.At.After(last) {
			last = n.At
		}
	}
	return last
}

// cryAgain tells of a cry in a case for which all were called a moment ago. The
// caller stores the case.
func (c *City) cryAgain(tx *store.Tx, cs *wijk.Case, now time.Time) {
	due := cs.More.Add(moreEvery)
	if now.Before(cs.More) || !now.Before(due) { // a clock that was put back delays nothing
		c.tellMore(tx, cs, wijk.Alarm, now)
		return
	}
	store.SetTimer(tx, wijk.Timer{Kind: timerMore, Scope: strconv.FormatUint(cs.ID, 10), Due: due}) // the same, each time
}

// moreWaits tells of the cries that came since the last was told.
func (c *City) moreWaits(tx *store.Tx, id string, now time.Time) {
	n, _ := strconv.ParseUint(id, 10, 64)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	if !ok || cs.State == wijk.CaseClosed {
		return
	}
	c.tellMore(tx, &cs, wijk.Alarm, now)
	store.Cases.Put(tx, store.Num(n), cs)
}

// moreUnread reports whether cries came in of which nobody was told yet: a case
// is not closed over them. Its owner reads them in the case.
func moreUnread(tx *store.Tx, id uint64) bool {
	_, waits := store.Timer(tx, "", timerMore, strconv.FormatUint(id, 10))
	return waits
}

// unread tells a member of staff how to close such a case.
func unread(cs *wijk.Case, staff string) error {
	how := "Stuur eerst ZAAK"
	switch {
	case cs.Owner == "":
		how = "Stuur eerst NEEM"
	case cs.Owner != staff:
		how = "Wacht twee minuten, of lees ZAAK"
	}
	return refused("bij zaak %d kwam net meer binnen. %s %[1]d", cs.ID, how)
}

// tellMore tells those who have a case that there is more. When nobody has it,
// or who does is away, those on duty are called anew. The caller stores it.
func (c *City) tellMore(tx *store.Tx, cs *wijk.Case, class wijk.Class, now time.Time) {
	cs.More, cs.MoreBy = now, nil
	who := moreOf(tx, cs)
	for _, s := range c.having(tx, cs, now) {
		for _, a := range s.Addresses() {
			m := wijk.Outgoing{
				Class: class, To: a, Due: now, About: wijk.Subject{Kind: aboutPage, Ref: fmt.Sprint(cs.ID) + "/" + s.ID},
				Text: fmt.Sprintf("Zaak %d. Er is meer. %s Stuur ZAAK %d.", cs.ID, who, cs.ID),
			}
			if a.Channel == wijk.Telegram && cs.Owner == "" {
				m.Options = caseButtons(cs.ID, "neem")
			}
			cs.MoreBy = append(cs.MoreBy, store.Send(tx, m))
		}
	}
	if len(cs.MoreBy) == 0 {
		c.pageAnew(tx, cs, who, now)
	}
}

// moreOf says whose case it is in which there is more.
func moreOf(tx *store.Tx, cs *wijk.Case) string {
	if p, ok := store.People.Get(tx, cs.Person); ok {
		return caseTitle(cs) + ": " + describe(&p) + "."
	}
	return cs.Call
}

// moreFailed calls everybody on duty when nobody could be told of more in a
// case. A case that is called for already goes its own way.
func (c *City) moreFailed(tx *store.Tx, cs *wijk.Case, m wijk.Outgoing, now time.Time) {
	if cs.State == wijk.CaseClosed || ringing(cs) || !slices.Contains(cs.MoreBy, m.ID) || !allFailed(tx, cs.MoreBy) {
		return
	}
	cs.MoreBy = nil
	c.pageAnew(tx, cs, moreOf(tx, cs), now)
	store.Cases.Put(tx, store.Num(cs.ID), *cs)
}

// having are those to whom a new message in a case is told: who took it, unless
// that is somebody who left or has leave today, or who was called for it.
func (c *City) having(tx *store.Tx, cs *wijk.Case, now time.Time) (all []wijk.Staff) {
	ids := make(map[string]bool)
	if cs.State == wijk.CaseTaken {
		ids[cs.Owner] = true
		l, ok := store.Leaves.Get(tx, (&wijk.Leave{Staff: cs.Owner, Day: c.today(now)}).Key())
		if ok && l.Counts() && l.Kind != wijk.LeaveSwap {
			return nil
		}
	}
	if cs.State == wijk.CaseOpen || cs.Rings {
		for _, id := range cs.Rung {
			m, _ := store.Outbox.Get(tx, store.Num(id))
			_, staff, _ := strings.Cut(m.About.Ref, "/")
			ids[staff] = true
		}
	}
	for id, s := range store.Staff.All(tx, "") {
		if ids[id] {
			all = append(all, s)
		}
	}
	return all
}
