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

// rosterDays is how many days the roster shows, by SMS fewer.
const (
	rosterDays    = 7
	rosterDaysSMS = 3
)

// showRoster handles "rooster": who is on duty in the days to come, and when
// nobody is.
func (t *Turn) showRoster(string) {
	n := rosterDays
	if t.M.From.Channel == wijk.SMS {
		n = rosterDaysSMS
	}
	if !ruled(t.Tx) {
		var names []string
		for _, s := range store.Staff.All(t.Tx, "") {
			if s.Duty && s.Role.Cares() {
				names = append(names, s.Name)
			}
		}
		if len(names) == 0 {
			names = []string{"niemand"}
		}
		t.Say("Er is geen rooster. Altijd van dienst: " + strings.Join(names, ", ") + ".")
		return
	}
	today := wijk.DateOf(t.Now)
	var lines []string
	for day := today; day < today.Add(n); day = day.Add(1) {
		lines = append(lines, t.City.rosterLine(t.Tx, day))
	}
	t.Say(strings.Join(lines, "\n") + "\nVrij: VRIJ en de dag. Ruilen: RUIL, de dag, MET en een naam.")
}

// rosterLine is one day of the roster.
func (c *City) rosterLine(tx *store.Tx, day wijk.Date) string {
	var parts []string
	for _, x := range c.shifts(tx, day, day) {
		part := x.staff.Name + " " + c.clock(x.from) + "-" + c.clock(x.until)
		if len(x.wijken) > 0 {
			part += " (" + c.wijkenNamed(x.wijken) + ")"
		}
		if x.instead != "" {
			part += " voor " + staffName(tx, x.instead)
		}
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		parts = []string{"niemand"}
	}
	text := dutch.ShortDay(day.At(12, 0, c.Zone)) + ": " + strings.Join(parts, ", ")
	if gaps := c.Gaps(tx, []wijk.Date{day}); len(gaps) > 0 {
		text += ". LET OP, niemand: " + c.gapLines(gaps)
	}
	return text
}

func (c *City) wijkenNamed(slugs []string) string {
	names := make([]string, len(slugs))
	for i, slug := range slugs {
		if names[i] = slug; slug != "" {
			if w, ok := c.Map().Wijk(slug); ok {
				names[i] = w.Name
			}
		}
	}
	return strings.Join(names, ", ")
}

// TakeLeave notes that a member of staff does not have their duty on a day, and
// looks at once whether anybody is left when that day is near. Its error is
// *Refused.
func (c *City) TakeLeave(tx *store.Tx, s *wijk.Staff, day wijk.Date, kind string, now time.Time) error {
	l := wijk.Leave{Staff: s.ID, Day: day, Kind: kind, Asked: now}
	old, away := store.Leaves.Get(tx, l.Key())
	switch {
	case day < wijk.DateOf(now.In(c.Zone)):
		return refused("die dag is voorbij")
	case away && old.Counts() && old.Kind == kind:
		return nil
	case !c.hasDuty(tx, s, day):
		return refused("u heeft geen dienst op %s", c.day(day))
	}
	store.Leaves.Put(tx, l.Key(), l)
	c.lookAgain(tx, day, now)
	return nil
}

// EndLeave undoes a leave, or a swap of one's own duty; who would take it over
// is told. Its error is *Unknown.
func (c *City) EndLeave(tx *store.Tx, s *wijk.Staff, day wijk.Date, now time.Time) error {
	l, ok := store.Leaves.Get(tx, (&wijk.Leave{Staff: s.ID, Day: day}).Key())
	if !ok {
		return &Unknown{"u bent niet vrij op " + c.day(day)}
	}
	store.Leaves.Delete(tx, l.Key())
	if l.With != "" {
		c.tellBy(tx, l.With, fmt.Sprintf("%s doet op %s toch de eigen dienst.", s.Name, c.day(day)), now)
	}
	c.lookAgain(tx, day, now)
	return nil
}

// hasDuty reports whether s has duty on a day, their own or somebody else's.
func (c *City) hasDuty(tx *store.Tx, s *wijk.Staff, day wijk.Date) bool {
	return slices.ContainsFunc(c.shifts(tx, day, day), func(x turnOfDuty) bool { return x.staff.ID == s.ID })
}

// lookAgain checks a day that the rounds have looked at already.
func (c *City) lookAgain(tx *store.Tx, day wijk.Date, now time.Time) {
	if day == wijk.DateOf(now.In(c.Zone)) || slices.Contains(c.ahead(now.In(c.Zone)), day) {
		c.checkDays(tx, []wijk.Date{day}, now)
	}
}

// AskSwap asks a colleague to take over the duty of a day. Until they agree
// nothing changes. Its error is *Refused.
func (c *City) AskSwap(tx *store.Tx, s, with *wijk.Staff, day wijk.Date, now time.Time) error {
	hours := ""
	for _, x := range c.shifts(tx, day, day) {
		if x.staff.ID == s.ID && x.instead == "" {
			hours = c.clock(x.from) + "-" + c.clock(x.until)
		}
	}
	switch {
	case day < wijk.DateOf(now.In(c.Zone)):
		return refused("die dag is voorbij")
	case hours == "":
		return refused("u heeft geen dienst op %s", c.day(day))
	case with.ID == s.ID || with.Role.Cares() != s.Role.Cares() || len(with.Addresses()) == 0:
		return refused("%s kan uw dienst niet overnemen", with.Name)
	}
	l := wijk.Leave{Staff: s.ID, Day: day, Kind: wijk.LeaveSwap, With: with.ID, Asked: now}
	store.Leaves.Put(tx, l.Key(), l)
	text := fmt.Sprintf("%s vraagt of u de dienst van %s (%s) overneemt. Goed? Stuur RUIL JA. Liever niet? Stuur RUIL NEE.", s.Name, c.day(day), hours)
	c.tellColleague(tx, with, text, []wijk.Option{{Label: "Ja", Data: "z0.ruilja"}, {Label: "Nee", Data: "z0.ruilnee"}}, now)
	return nil
}

// AnswerSwap agrees to, or refuses, all swaps that colleagues asked s for. It
// returns those swaps; none when there was nothing to answer.
func (c *City) AnswerSwap(tx *store.Tx, s *wijk.Staff, yes bool, now time.Time) (all []wijk.Leave) {
	today := wijk.DateOf(now.In(c.Zone))
	for key, l := range store.Leaves.Find(tx, "with", s.ID) {
		if l.Kind != wijk.LeaveSwap || !l.Agreed.IsZero() || l.Day < today {
			continue
		}
		said := "neemt uw dienst niet over"
		if yes {
			l.Agreed, said = now, "neemt uw dienst over"
			store.Leaves.Put(tx, key, l)
			c.lookAgain(tx, l.Day, now)
		} else {
			store.Leaves.Delete(tx, key)
		}
		c.tellBy(tx, l.Staff, fmt.Sprintf("%s %s op %s.", s.Name, said, c.day(l.Day)), now)
		all = append(all, l)
	}
	return all
}

// dayOf reads a text that is a day and nothing else.
func (t *Turn) dayOf(rest string) (wijk.Date, bool) {
	for _, w := range strings.Fields(rest) {
		if !ofDate(w, t.Now) {
			return "", false
		}
	}
	d, _, ok := dutch.Date(rest, t.Now)
	return wijk.DateOf(d), ok
}

func (t *Turn) dayFits(rest string) bool {
	_, ok := t.dayOf(rest)
	return ok
}

// illFits also takes nothing for a day: "ziek". Of somebody with check-ins that
// is how they are.
func (t *Turn) illFits(rest string) bool {
	return !t.hasCheckIns() && (t.dayFits(rest) || rest == "" && ruled(t.Tx))
}

// takesLeave handles "vrij 28 dec", and "ziek" for today.
func (t *Turn) takesLeave(kind, rest string) {
	day, ok := t.dayOf(rest)
	if !ok {
		day = wijk.DateOf(t.Now)
	}
	if err := t.City.TakeLeave(t.Tx, t.Staff, day, kind, t.Now); err != nil {
		t.Say(sayError(err))
		return
	}
	t.Say(fmt.Sprintf("Genoteerd: u heeft geen dienst op %s. Toch wel? Stuur TOCH en de dag. Uw zaken? Stuur OVERDRACHT.", t.City.day(day)))
}

// endsLeave handles "toch 28 dec".
func (t *Turn) endsLeave(rest string) {
	day, _ := t.dayOf(rest)
	if err := t.City.EndLeave(t.Tx, t.Staff, day, t.Now); err != nil {
		t.Say(sayError(err))
		return
	}
	t.Say(fmt.Sprintf("Genoteerd: u heeft weer dienst op %s.", t.City.day(day)))
}

// readSwap reads "za 28 nov met agent-2".
func (t *Turn) readSwap(rest string) (day wijk.Date, with wijk.Staff, ok bool) {
	when, name, cut := strings.Cut(rest, " met ")
	if !cut {
		return "", with, false
	}
	if day, ok = t.dayOf(when); !ok {
		return "", with, false
	}
	with, ok = t.colleague(name, func(s *wijk.Staff) bool { return s.ID != t.Staff.ID && s.Role.Cares() == t.Staff.Role.Cares() })
	return day, with, ok
}

func (t *Turn) swapFits(rest string) bool {
	if said := strings.ToLower(rest); said == "ja" || said == "nee" {
		return true
	}
	when, _, cut := strings.Cut(rest, " met ")
	return cut && t.dayFits(when)
}

// swaps handles "ruil za 28 nov met lot", and the answer to it.
func (t *Turn) swaps(rest string) {
	if said := strings.ToLower(rest); said == "ja" || said == "nee" {
		t.answersSwap(said == "ja")
		return
	}
	day, with, ok := t.readSwap(rest)
	if !ok {
		t.Say("Met wie? Stuur bijvoorbeeld: ruil za 28 nov met en de naam van een collega.")
		return
	}
	if err := t.City.AskSwap(t.Tx, t.Staff, &with, day, t.Now); err != nil {
		t.Say(sayError(err))
		return
	}
	t.Say(fmt.Sprintf("%s krijgt uw vraag. De dienst van %s blijft van u tot %[1]s ja zegt.", with.Name, t.City.day(day)))
}

func (t *Turn) answersSwap(yes bool) {
	all := t.City.AnswerSwap(t.Tx, t.Staff, yes, t.Now)
	if len(all) == 0 {
		t.Say("Er is geen vraag om te ruilen.")
		return
	}
	var days []string
	for _, l := range all {
		days = append(days, t.City.day(l.Day))
	}
	if yes {
		t.Say("Dank u. U heeft dienst op " + strings.Join(days, " en ") + ".")
		return
	}
	t.Say("Goed. De dienst van " + strings.Join(days, " en ") + " blijft bij uw collega.")
}
