package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// latestStart is how late a check-in may be asked: its ladder must still
	// end within the working day. Later it becomes a name on a list.
	latestStart = 3 * time.Hour
	// farthestBack is how many days of missed rounds are looked at.
	farthestBack = 31
	// No question leaves from quietFrom to quietTo, city time, hours.
	quietFrom = 21
	quietTo   = 8
)

// AskCheckIns is the check-in round: it asks everybody whose own time lies
// after from, up to and including at. What is too late to ask goes on one list
// for the ouderenadviseur. Asking for the same time again asks nobody twice.
func (c *City) AskCheckIns(tx *store.Tx, from, at, now time.Time) {
	from, at, now = from.In(c.Zone), at.In(c.Zone), now.In(c.Zone)
	first := wijk.DateOf(from)
	if oldest := wijk.DateOf(at).Add(-farthestBack); first < oldest {
		first, from = oldest, oldest.At(0, 0, c.Zone)
	}
	var missed []string
	for d := first; d <= wijk.DateOf(at); d = d.Add(1) {
		lo, hi := "00:00", "24:00"
		if d == wijk.DateOf(from) {
			// Just behind it, by the wall: when summer time begins the minute
			// after 01:59 is 03:00, and 02:30 would never be asked.
			lo = from.Format("15:04") + "x"
		}
		if d == wijk.DateOf(at) {
			hi = at.Format("15:04") + "x"
		}
		missed = append(missed, c.askOn(tx, d, lo, hi, now)...)
	}
	if len(missed) > 0 {
		c.listMissed(tx, missed, now)
	}
}

// askOn asks those with a set time from lo up to hi on day d, and returns the
// names of those it is too late for.
func (c *City) askOn(tx *store.Tx, d wijk.Date, lo, hi string, now time.Time) (missed []string) {
	var due []wijk.Person
	size := make(map[string]int)
	for _, p := range store.People.FindRange(tx, "slot", lo, hi) {
		ck := wijk.CheckIn{Person: p.ID, Date: d, Slot: p.CheckIn.Time, Wijk: p.Wijk, State: wijk.CheckInMissed}
		if !slices.Contains(p.CheckIn.Days, d.Weekday()) || p.Away(d) || store.CheckIns.Has(tx, ck.Key()) {
			continue
		}
		ck.Due = c.slotTime(d, ck.Slot)
		if now.After(c.awake(ck.Due).Add(latestStart)) {
			store.CheckIns.Put(tx, ck.Key(), ck)
			missed = append(missed, describe(&p)+", "+string(d)+" "+ck.Slot)
			continue
		}
		due = append(due, p)
		size[ck.Slot]++
	}
	for slot, n := range size {
		c.expectWave(tx, string(d)+"/"+slot, n, now)
	}
	slices.SortStableFunc(due, func(a, b wijk.Person) int { return risk(&a) - risk(&b) })
	for _, p := range due {
		ck := wijk.CheckIn{Person: p.ID, Date: d, Slot: p.CheckIn.Time, Wijk: p.Wijk, State: wijk.CheckInOpen}
		ck.Due = c.slotTime(d, ck.Slot)
		c.firstQuestion(tx, &ck, &p, size[ck.Slot] >= wijk.BrakeFrom, now)
	}
	return missed
}

// risk orders those who are asked at the same time: the outbox sends in the
// order in which it was filled, and a wave of many takes its time.
func risk(p *wijk.Person) int {
	switch {
	case p.CheckIn.HighRisk:
		return 0
	case p.CheckIn.Profile == "fragile":
		return 1
	case p.CheckIn.Profile == profileLight:
		return 3
	}
	return 2
}

// askMoved asks somebody whose set time was moved to an hour that is past
// already, unless today's question was asked at the old one.
func (c *City) askMoved(tx *store.Tx, person string, d wijk.Date, now time.Time) {
	p, ok := store.People.Get(tx, person)
	if !ok || !p.Enrolled() || !slices.Contains(p.CheckIn.Days, d.Weekday()) || p.Away(d) {
		return
	}
	ck := wijk.CheckIn{Person: p.ID, Date: d, Slot: p.CheckIn.Time, Wijk: p.Wijk, Due: now, State: wijk.CheckInOpen}
	if store.CheckIns.Has(tx, ck.Key()) {
		return
	}
	if d != wijk.DateOf(now.In(c.Zone)) || !c.awake(now).Equal(now) {
		ck.State = wijk.CheckInMissed
		store.CheckIns.Put(tx, ck.Key(), ck)
		c.listMissed(tx, []string{describe(&p) + ", " + string(d) + " " + ck.Slot}, now)
		return
	}
	c.expectWave(tx, store.WaveKey(&ck), 1, now)
	c.firstQuestion(tx, &ck, &p, false, now)
}

// slotTime is when the clocks show slot ("09:00") on day d.
func (c *City) slotTime(d wijk.Date, slot string) time.Time {
	var h, m int
	fmt.Sscanf(slot, "%d:%d", &h, &m)
	return d.At(h, m, c.Zone)
}

// awake returns t, or the end of the quiet hours that t falls in.
func (c *City) awake(t time.Time) time.Time {
	t = t.In(c.Zone)
	switch h := t.Hour(); {
	case h < quietTo:
		return wijk.DateOf(t).At(quietTo, 0, c.Zone)
	case h >= quietFrom:
		return wijk.DateOf(t).Add(1).At(quietTo, 0, c.Zone)
	}
	return t
}

// firstQuestion asks, and stores the check-in. In a big wave one timer watches
// over all of them.
func (c *City) firstQuestion(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, big bool, now time.Time) {
	ck.Profile, ck.Rhythm = p.CheckIn.Profile, ownWait(p.Delays)
	all := route(p)
	if len(all) == 0 {
		c.bad(tx, ck, true, now)
		store.CheckIns.Put(tx, ck.Key(), *ck)
		return
	}
	c.ask(tx, stepFirst, ck, p, all[0], c.awake(now).Add(latestStart), now)
	if !big {
		store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerUnsent, Scope: string(ck.Date), Due: c.awake(now).Add(unsentWait)})
	}
	store.CheckIns.Put(tx, ck.Key(), *ck)
}

// listMissed opens one case with everybody who was not asked.
func (c *City) listMissed(tx *store.Tx, missed []string, now time.Time) {
	text := fmt.Sprintf("Niet gecontroleerd, door een storing bij ons: %d. Bel hen, de meest kwetsbaren eerst.", len(missed))
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseIncident, Severity: wijk.Red, Ref: refMissed + now.Format(time.RFC3339),
		Notes: []wijk.Note{{At: now, Text: text}, {At: now, Text: listed(missed)}},
	}, text, now)
}

// refMissed marks the incident of those who were not asked.
const refMissed = "missed/"

// listed is a list that fits in one case; the command line lists all.
func listed(names []string) string { return strings.Join(names[:min(len(names), 500)], "\n") }

// describe names a person to staff who may know: name, wijk and phone.
func describe(p *wijk.Person) string {
	parts := []string{p.Name}
	if p.Wijk != "" {
		parts = append(parts, p.Wijk)
	}
	for _, phone := range []string{p.Phone, p.Landline} {
		if phone != "" {
			parts = append(parts, phone)
			break
		}
	}
	return strings.Join(parts, ", ")
}
