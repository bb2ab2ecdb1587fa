package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// refGap is what the incident of a day without duty is about: "duty/2026-11-28".
const refGap = "duty/"

// isGap reports whether a case is about a time in which nobody is on duty.
func isGap(cs *wijk.Case) bool {
	return cs.Kind == wijk.CaseIncident && strings.HasPrefix(cs.Ref, refGap)
}

// A need is a time in which somebody must be on duty in a wijk: from a set time
// of residents there to the end of its ladder.
type need struct {
	wijk        string
	from, until time.Time
	people      int
}

// A Gap is a time in which residents of a wijk have a check-in and nobody who
// can be called is on duty.
type Gap struct {
	Wijk        string
	From, Until time.Time
	People      int // whose check-ins it is about
}

// sameDay is how long a ladder can be of which all of it falls on the day
// itself; of a longer one the last step needs somebody.
const sameDay = 12 * time.Hour

// lastRung is how long after the question the ladder of p ends.
func lastRung(p *wijk.Person) time.Duration {
	l := ladder(&wijk.CheckIn{}, p)
	return l[len(l)-1].after
}

// needs returns when somebody must be on duty for the check-ins of some days.
func (c *City) needs(tx *store.Tx, days []wijk.Date) (all []need) {
	type group struct {
		wijk, slot string
		day        wijk.Date
		last       time.Duration
	}
	count := make(map[group]int)
	for _, p := range store.People.FindRange(tx, "slot", "", "") {
		last := lastRung(&p)
		for _, day := range days {
			if slices.Contains(p.CheckIn.Days, day.Weekday()) && p.PausedTo < day {
				count[group{p.Wijk, p.CheckIn.Time, day, last}]++
			}
		}
	}
	for g, n := range count {
		from := c.awake(c.slotTime(g.day, g.slot))
		until := from.Add(g.last)
		if g.last > sameDay {
			from, until = until, until.Add(time.Hour)
		}
		all = append(all, need{g.wijk, from, until, n})
	}
	slices.SortFunc(all, func(a, b need) int {
		return strings.Compare(fmt.Sprint(a.wijk, a.from.Unix(), a.until.Unix()), fmt.Sprint(b.wijk, b.from.Unix(), b.until.Unix()))
	})
	return all
}

// Gaps returns the times on some days in which residents may need somebody and
// nobody is on duty, one a wijk a day, the wijken in order.
func (c *City) Gaps(tx *store.Tx, days []wijk.Date) (all []Gap) {
	if len(days) == 0 {
		return nil
	}
	first, last := slices.Min(days).Add(-1), slices.Max(days).Add(2)
	onDuty := c.callable(tx, first, last)
	type place struct {
		wijk string
		day  wijk.Date
	}
	at := make(map[place]int)
	for _, n := range c.needs(tx, days) {
		from, until := uncovered(n, onDuty)
		if from.IsZero() {
			continue
		}
		key := place{n.wijk, wijk.DateOf(n.from.In(c.Zone))}
		i, known := at[key]
		if !known {
			at[key] = len(all)
			all = append(all, Gap{n.wijk, from, until, n.people})
			continue
		}
		if from.Before(all[i].From) {
			all[i].From = from
		}
		if until.After(all[i].Until) {
			all[i].Until = until
		}
		all[i].People += n.people
	}
	slices.SortStableFunc(all, func(a, b Gap) int { return strings.Compare(a.Wijk, b.Wijk) })
	return all
}

// callable returns the shifts of those who care and can be called. Without a
// roster whoever is marked as on duty always is.
func (c *City) callable(tx *store.Tx, first, last wijk.Date) []turnOfDuty {
	var all []turnOfDuty
	if ruled(tx) {
		all = c.shifts(tx, first, last)
	} else {
		for _, s := range store.Staff.All(tx, "") {
			if s.Duty {
				all = append(all, turnOfDuty{staff: s, from: first.At(0, 0, c.Zone), until: last.Add(1).At(0, 0, c.Zone)})
			}
		}
	}
	all = slices.DeleteFunc(all, func(x turnOfDuty) bool { return !x.staff.Role.Cares() || len(x.staff.Addresses()) == 0 })
	slices.SortStableFunc(all, func(a, b turnOfDuty) int { return a.from.Compare(b.from) })
	return all
}

// uncovered returns the first and the last moment of a need in which nobody is
// on duty; zero when there is none. The shifts are in order of their beginning.
func uncovered(n need, onDuty []turnOfDuty) (from, until time.Time) {
	gap := func(a, b time.Time) {
		if !a.Before(b) {
			return
		}
		if from.IsZero() {
			from = a
		}
		until = b
	}
	at := n.from
	for _, x := range onDuty {
		if !x.covers(n.wijk) || !x.until.After(at) || !x.from.Before(n.until) {
			continue
		}
		gap(at, x.from)
		at = x.until
	}
	gap(at, n.until)
	return from, until
}

// CheckDuty is the round that looks whether somebody is on duty whenever a
// resident may need it. In the morning it looks at today; in the afternoon at
// tomorrow, and from a working day also at all days up to the next one.
func (c *City) CheckDuty(tx *store.Tx, at, now time.Time) {
	at = at.In(c.Zone)
	c.endGaps(tx, wijk.DateOf(at), now)
	if at.Hour() < 12 {
		c.checkDays(tx, []wijk.Date{wijk.DateOf(at)}, now)
		return
	}
	c.checkDays(tx, c.ahead(at), now)
}

// endGaps ends the incidents of days that are over: nobody can be put on duty
// then, and who was not looked after is in the proof of that day.
func (c *City) endGaps(tx *store.Tx, today wijk.Date, now time.Time) {
	for _, cs := range store.Cases.Find(tx, "open", store.CaseOwner("", wijk.Address{})) {
		if isGap(&cs) && cs.Ref < refGap+string(today) {
			c.endCase(tx, cs.ID, "", "Deze dag is voorbij.", now)
		}
	}
}

// ahead are the days that are looked at in the afternoon of a day.
func (c *City) ahead(at time.Time) (days []wijk.Date) {
	for day := wijk.DateOf(at).Add(1); ; day = day.Add(1) {
		days = append(days, day)
		if noon := day.At(12, 0, c.Zone); c.Calendar.Workday(noon) || !c.Calendar.Workday(at) || len(days) > 10 {
			return days
		}
	}
}

// checkDays opens an incident for each day with a gap, calls who answers for the
// care as long as nobody takes it, and ends it once there is somebody.
func (c *City) checkDays(tx *store.Tx, days []wijk.Date, now time.Time) {
	gaps := make(map[wijk.Date][]Gap)
	for _, g := range c.Gaps(tx, days) {
		day := wijk.DateOf(g.From.In(c.Zone))
		if !slices.Contains(days, day) { // the end of a weekly ladder
			day = slices.Max(days)
		}
		gaps[day] = append(gaps[day], g)
	}
	for _, day := range days {
		old, open := openRef(tx, refGap+string(day))
		switch {
		case len(gaps[day]) == 0 && open:
			c.endCase(tx, old.ID, "", "Er is nu iemand van dienst.", now)
		case len(gaps[day]) > 0:
			c.tellGap(tx, &old, day, gaps[day], now)
		}
	}
}

// openRef returns the open incident about ref.
func openRef(tx *store.Tx, ref string) (wijk.Case, bool) {
	for _, cs := range store.Cases.Find(tx, "open", store.CaseOwner("", wijk.Address{})) {
		if cs.Ref == ref {
			return cs, true
		}
	}
	return wijk.Case{}, false
}

func (c *City) tellGap(tx *store.Tx, old *wijk.Case, day wijk.Date, gaps []Gap, now time.Time) {
	text := "Niemand van dienst op " + dutch.Day(day.At(12, 0, c.Zone)) + ". " + c.gapLines(gaps)
	if old.ID == 0 {
		c.openCase(tx, wijk.Case{
			Kind: wijk.CaseIncident, Severity: wijk.Amber, Ref: refGap + string(day), Circle: circleLeads,
			Notes: []wijk.Note{{At: now, Text: text}},
		}, text, now)
		return
	}
	if old.Call != text {
		c.told(old, text, now)
	}
	old.Calls, old.Circle = 0, circleLeads
	c.page(tx, old, text, now)
	store.Cases.Put(tx, store.Num(old.ID), *old)
}

// gapsShown is how many wijken one message names.
const gapsShown = 12

func (c *City) gapLines(gaps []Gap) string {
	var parts []string
	for _, g := range gaps[:min(len(gaps), gapsShown)] {
		name := "geen wijk"
		if w, ok := c.Map().Wijk(g.Wijk); ok {
			name = w.Name
		}
		people := "1 bewoner"
		if g.People > 1 {
			people = fmt.Sprintf("%d bewoners", g.People)
		}
		parts = append(parts, fmt.Sprintf("%s %s-%s (%s)", name, c.clock(g.From), c.clock(g.Until), people))
	}
	if more := len(gaps) - gapsShown; more > 0 {
		parts = append(parts, fmt.Sprintf("en nog %d wijken", more))
	}
	return strings.Join(parts, ", ") + "."
}
