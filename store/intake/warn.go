package intake

import (
	"fmt"
	"slices"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A surprise is something that is allowed, and hardly ever meant.
type surprise struct {
	text string // what it is, after the number of residents
	of   func(tx *store.Tx, p *wijk.Person, goes func(wijk.Address) bool) bool
}

// surprises are all of them, in the order in which the operator reads them. Who
// stopped or died surprises nobody.
var surprises = []surprise{
	{"with a check-in that no channel which is on can deliver", func(_ *store.Tx, p *wijk.Person, goes func(wijk.Address) bool) bool {
		return p.Enrolled() && !slices.ContainsFunc(p.Ways(), goes)
	}},
	{"at high risk without Telegram or a number to call: no answer of theirs will count", func(_ *store.Tx, p *wijk.Person, goes func(wijk.Address) bool) bool {
		safe := func(a wijk.Address) bool { return a.Channel != wijk.SMS && goes(a) }
		return p.Enrolled() && p.CheckIn.HighRisk && !slices.ContainsFunc(append(p.Addresses(), p.Calls()...), safe)
	}},
	{"with a check-in before " + wijk.EarliestSlot + " or after " + wijk.LatestSlot + ": the ladder may end when nobody is at work", func(_ *store.Tx, p *wijk.Person, _ func(wijk.Address) bool) bool {
		return p.Enrolled() && (p.CheckIn.Time < wijk.EarliestSlot || p.CheckIn.Time > wijk.LatestSlot)
	}},
	{"with a check-in and no contact who can be asked: when they are silent only staff hear of it", func(_ *store.Tx, p *wijk.Person, _ func(wijk.Address) bool) bool {
		return p.Enrolled() && !slices.ContainsFunc(p.Contacts, func(k wijk.Keeper) bool { return k.Ended.IsZero() && k.TakesSMS() })
	}},
	{"with a contact to whom no SMS can go (SMS is off, or SMS_PREFIXES lacks a country): that contact is never asked", func(_ *store.Tx, p *wijk.Person, goes func(wijk.Address) bool) bool {
		return p.Enrolled() && slices.ContainsFunc(p.Contacts, func(k wijk.Keeper) bool { return k.Ended.IsZero() && k.TakesSMS() && !goes(k.Address()) })
	}},
	{"with a check-in and no wijk: the worklists of all wijken show them", func(_ *store.Tx, p *wijk.Person, _ func(wijk.Address) bool) bool {
		return p.Enrolled() && p.Wijk == ""
	}},
	{"with a cohort and no over70_checked: no outreach invites them", func(_ *store.Tx, p *wijk.Person, _ func(wijk.Address) bool) bool {
		return p.Cohort != 0 && p.Over70 == ""
	}},
	{"over 70 without a cohort: a round by year of birth leaves them out", func(tx *store.Tx, p *wijk.Person, _ func(wijk.Address) bool) bool {
		return p.Over70 != "" && p.Cohort == 0 && selects(tx)
	}},
}

// selects reports whether any round selects by year of birth.
func selects(tx *store.Tx) bool {
	for _, r := range store.Rounds.All(tx, "") {
		if r.Selects() {
			return true
		}
	}
	return false
}

// mostNamed is how many residents a warning names: a file may hold thousands.
const mostNamed = 10

// Warnings returns what the operator may not expect of the residents of a file
// that was given to Apply, one line for all of whom it is true. Goes tells
// whether an address can be reached at all with the channels that are on. The
// lines hold ids, and no other personal data.
func Warnings(tx *store.Tx, file *File, goes func(wijk.Address) bool) (all []string) {
	of := make([][]string, len(surprises))
	for _, r := range file.Residents {
		p, ok := store.People.Get(tx, r.ID)
		if !ok || !p.Stopped.IsZero() || p.Died != "" {
			continue
		}
		for i, s := range surprises {
			if s.of(tx, &p, goes) {
				of[i] = append(of[i], p.ID)
			}
		}
	}
	for i, ids := range of {
		if len(ids) > 0 {
			all = append(all, fmt.Sprintf("%s %s: %s", count(len(ids), "resident"), surprises[i].text, named(ids)))
		}
	}
	return all
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func named(ids []string) string {
	if more := len(ids) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:mostNamed], ", "), more)
	}
	return strings.Join(ids, ", ")
}
