package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// How late a report is. Each step is told to somebody else, once.
const (
	onTime   = iota
	nearLate // its last day is the next working day, or sooner
	late     // its last day is past
	longLate // it took more than three times the term
)

// answers are who hears of each step: the nearest role that somebody has.
var answers = [...][]wijk.Role{
	nearLate: {wijk.Wijkmanager, wijk.Wijkregisseur, wijk.Beheerder},
	late:     {wijk.Wijkregisseur, wijk.Beheerder, wijk.Wijkmanager},
	longLate: {wijk.Beheerder, wijk.Wijkregisseur, wijk.Wijkmanager},
}

// manyTimes is how many terms make a report long late.
const manyTimes = 3

// lateness returns how late a report is on a day. What counts is the first
// promise: moving a date does not make a report less late.
func (c *City) lateness(r *wijk.Report, today wijk.Date) int {
	due, began := r.Promised, r.Created
	if r.First != "" {
		due = r.First
	}
	if !r.Began.IsZero() {
		began = r.Began
	}
	start := wijk.DateOf(began.In(c.Zone))
	next := wijk.DateOf(c.Calendar.AddWorkdays(today.At(12, 0, c.Zone), 1))
	switch {
	case today > start.Add(manyTimes*max(1, start.Until(due))):
		return longLate
	case today > due:
		return late
	case due <= next:
		return nearLate
	}
	return onTime
}

// Deadlines tells those who answer for it which reports became nearly late,
// late or long late since they last heard: one message each, however many
// reports that are. It runs on the morning of each day and does nothing when
// the offices are closed.
func (c *City) Deadlines(tx *store.Tx, now time.Time) {
	if !c.Calendar.Workday(now.In(c.Zone)) {
		return
	}
	today := wijk.DateOf(now.In(c.Zone))
	var staff []wijk.Staff
	for _, s := range store.Staff.All(tx, "") {
		if s.Role.Mends() && len(s.Addresses()) > 0 {
			staff = append(staff, s)
		}
	}
	told := make(map[string]*digest)
	for key, r := range store.Reports.FindRange(tx, "open", "", "") {
		step := c.lateness(&r, today)
		if step <= r.Step || r.Parent != 0 {
			continue
		}
		r.Step = step
		store.Reports.Put(tx, key, r)
		for _, s := range answering(staff, step, r.Place.Wijk) {
			d := told[s.ID]
			if d == nil {
				d = &digest{staff: s}
				told[s.ID] = d
			}
			d.lines[step] = append(d.lines[step], fmt.Sprintf("%d %s %s", r.Number, category.Of(r.Kind).Name, describePlace(&r.Place)))
		}
		store.Log(tx, wijk.Entry{Number: r.Number, At: now, From: r.Stage, To: r.Stage, Note: stepNotes[step]})
	}
	for _, s := range staff { // in the order of the table, so that twice is the same
		if d := told[s.ID]; d != nil {
			c.sendDigest(tx, d, now)
		}
	}
}

var stepNotes = [...]string{
	nearLate: "Bijna te laat: gemeld aan de wijkmanager.",
	late:     "Te laat: gemeld aan de wijkregisseur.",
	longLate: "Meer dan drie keer de termijn: gemeld aan de beheerder.",
}

// answering returns who hears of a step in a wijk: all of the first role that
// somebody has there.
func answering(staff []wijk.Staff, step int, slug string) (all []wijk.Staff) {
	for _, role := range answers[step] {
		for _, s := range staff {
			if s.Role == role && s.Covers(slug) {
				all = append(all, s)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// A digest is what one member of staff hears of deadlines in one message.
type digest struct {
	staff wijk.Staff
	lines [longLate + 1][]string
}

var stepTitles = [...]string{nearLate: "Bijna te laat", late: "Te laat", longLate: "Veel te laat"}

func (c *City) sendDigest(tx *store.Tx, d *digest, now time.Time) {
	const most = 10
	var b strings.Builder
	for step := longLate; step >= nearLate; step-- {
		lines := d.lines[step]
		if len(lines) == 0 {
			continue
		}
		slices.Sort(lines)
		fmt.Fprintf(&b, "%s (%d):\n%s\n", stepTitles[step], len(lines), strings.Join(lines[:min(most, len(lines))], "\n"))
		if more := len(lines) - most; more > 0 {
			fmt.Fprintf(&b, "en nog %d\n", more)
		}
	}
	text := b.String() + "De lijst: stuur WERK. Uitstel? Stuur UITSTEL, het nummer, de dag en de reden."
	store.Send(tx, wijk.Outgoing{
		Class: wijk.Reply, To: d.staff.Addresses()[0], Person: d.staff.ID, Text: text, Due: now, NotAfter: now.AddDate(0, 0, 1), Quiet: true,
		About: wijk.Subject{Kind: aboutDeadlines, Ref: d.staff.ID},
	})
}
