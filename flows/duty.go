package flows

import (
	"slices"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A turnOfDuty is a time in which somebody can be called.
type turnOfDuty struct {
	staff       wijk.Staff
	day         wijk.Date // on which it begins
	wijken      []string  // none means those of the person
	from, until time.Time
	instead     string // id of the colleague whose duty it was
}

// covers reports whether it is for a wijk. A matter without a known wijk
// is everybody's.
func (s *turnOfDuty) covers(slug string) bool {
	if len(s.wijken) == 0 {
		return s.staff.Covers(slug)
	}
	return slug == "" || slices.Contains(s.wijken, slug)
}

// shifts returns the shifts that begin on the days from first to last, those
// of people who are away left out.
func (c *City) shifts(tx *store.Tx, first, last wijk.Date) (all []turnOfDuty) {
	var staff []wijk.Staff
	for _, s := range store.Staff.All(tx, "") {
		staff = append(staff, s)
	}
	for _, d := range store.Duties.All(tx, "") {
		for day := first; day <= last; day = day.Add(1) {
			if !d.On(day) || !d.Holidays && c.Calendar.Holiday(day.At(12, 0, c.Zone)) {
				continue
			}
			from, until := d.Hours(day, c.Zone)
			for _, s := range staff {
				if who, ok := present(tx, &d, s, day); ok {
					who.day, who.from, who.until = day, from, until
					all = append(all, who)
				}
			}
		}
	}
	return all
}

// present returns who has the duty of a rule that is about s, on a day.
func present(tx *store.Tx, d *wijk.Duty, s wijk.Staff, day wijk.Date) (turnOfDuty, bool) {
	if !d.For(&s) {
		return turnOfDuty{}, false
	}
	who := turnOfDuty{staff: s, wijken: d.Wijken}
	l, away := store.Leaves.Get(tx, (&wijk.Leave{Staff: s.ID, Day: day}).Key())
	if !away || !l.Counts() {
		return who, true
	}
	other, ok := store.Staff.Get(tx, l.With)
	if l.Kind != wijk.LeaveSwap || !ok {
		return turnOfDuty{}, false
	}
	theirs, away := store.Leaves.Get(tx, (&wijk.Leave{Staff: other.ID, Day: day}).Key())
	if away && theirs.Kind != wijk.LeaveSwap {
		return turnOfDuty{}, false // not there at all
	}
	if len(who.wijken) == 0 {
		who.wijken = s.Wijken // they look after the wijken of who is away
	}
	who.staff, who.instead = other, s.ID
	return who, true
}

// A guard is who is on duty at one moment.
type guard struct {
	ruled bool // there is a roster; otherwise Staff.Duty decides
	on    []turnOfDuty
}

// guard returns who is on duty now: as the roster says, when there is one.
func (c *City) guard(tx *store.Tx, now time.Time) guard {
	g := guard{ruled: ruled(tx)}
	if !g.ruled {
		return g
	}
	today := wijk.DateOf(now.In(c.Zone))
	for _, s := range c.shifts(tx, today.Add(-1), today) {
		if !now.Before(s.from) && now.Before(s.until) {
			g.on = append(g.on, s)
		}
	}
	return g
}

// ruled reports whether there is a roster.
func ruled(tx *store.Tx) bool {
	for range store.Duties.All(tx, "") {
		return true
	}
	return false
}

// has reports whether s is on duty, for whatever wijk.
func (g *guard) has(s *wijk.Staff) bool {
	if !g.ruled {
		return s.Duty
	}
	return slices.ContainsFunc(g.on, func(x turnOfDuty) bool { return x.staff.ID == s.ID })
}

// covers reports whether s is on duty for a wijk.
func (g *guard) covers(s *wijk.Staff, slug string) bool {
	if !g.ruled {
		return s.Duty && s.Covers(slug)
	}
	return slices.ContainsFunc(g.on, func(x turnOfDuty) bool { return x.staff.ID == s.ID && x.covers(slug) })
}

// OnDuty returns who is on duty in a wijk now, of those who care and can be
// called. Without a roster those are the ones marked as on duty.
func (c *City) OnDuty(tx *store.Tx, slug string, now time.Time) (all []wijk.Staff) {
	g := c.guard(tx, now)
	for _, s := range store.Staff.All(tx, "") {
		if s.Role.Cares() && g.covers(&s, slug) && len(s.Addresses()) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// DutyLeads returns who answers for the care in a wijk now: the ouderenadviseurs
// and beheerders on duty there, else those of the wijk, else all of them. Those
// who cannot be reached are left out.
func (c *City) DutyLeads(tx *store.Tx, slug string, now time.Time) []wijk.Staff {
	g := c.guard(tx, now)
	for _, fits := range []func(s *wijk.Staff) bool{
		func(s *wijk.Staff) bool { return g.covers(s, slug) },
		func(s *wijk.Staff) bool { return s.Covers(slug) },
		func(*wijk.Staff) bool { return true },
	} {
		var all []wijk.Staff
		for _, s := range store.Staff.All(tx, "") {
			if leads(&s) && fits(&s) && len(s.Addresses()) > 0 {
				all = append(all, s)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// leads reports whether somebody answers for the care.
func leads(s *wijk.Staff) bool { return s.Role == wijk.Ouderenadviseur || s.Role == wijk.Beheerder }

// nextOnDuty returns who takes over from s: a colleague who is on duty now, or
// else the one whose duty begins first. Without a roster anybody who is marked.
func (c *City) nextOnDuty(tx *store.Tx, s *wijk.Staff, now time.Time) (wijk.Staff, bool) {
	may := func(o *wijk.Staff) bool { return o.ID != s.ID && o.Role.Cares() && len(o.Addresses()) > 0 }
	if !ruled(tx) {
		for _, o := range store.Staff.All(tx, "") {
			if o.Duty && may(&o) {
				return o, true
			}
		}
		return wijk.Staff{}, false
	}
	today := wijk.DateOf(now.In(c.Zone))
	ahead := slices.DeleteFunc(c.shifts(tx, today.Add(-1), today.Add(7)), func(x turnOfDuty) bool { return !x.until.After(now) || !may(&x.staff) })
	if len(ahead) == 0 {
		return wijk.Staff{}, false
	}
	// Of those who are there already, who stays longest.
	return slices.MinFunc(ahead, func(a, b turnOfDuty) int {
		if !a.from.After(now) && !b.from.After(now) {
			return b.until.Compare(a.until)
		}
		return a.from.Compare(b.from)
	}).staff, true
}
