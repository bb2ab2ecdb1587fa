package intake

import (
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// duty reads a rule of the roster. The list as a whole replaces the roster of
// before; a file without it leaves that as it is.
func (file *File) duty(f *form, rules Rules) {
	d := wijk.Duty{
		Staff:    f.checked("staff", idPattern.MatchString, idRule),
		Role:     wijk.Role(f.checked("role", func(s string) bool { return wijk.Role(s).Valid() }, "a known role, such as ouderenadviseur")),
		Wijken:   f.wijken(rules),
		From:     f.checked("from", func(s string) bool { return wijk.IsClock(s) && s != "24:00" }, "a time such as 08:30"),
		Until:    f.checked("until", wijk.IsClock, "a time such as 17:00"),
		First:    wijk.Date(f.checked("first", isDate, "a date such as 2026-11-01")),
		Last:     wijk.Date(f.checked("last", isDate, "a date such as 2026-11-01")),
		Holidays: f.yes("holidays"),
	}
	d.Days, _ = wijk.ParseDays(f.checked("days", func(s string) bool { _, ok := wijk.ParseDays(s); return ok }, "days such as ma-vr or ma,wo,za-zo, each once"))
	if f.has("staff") == f.has("role") {
		f.fault("staff", "must be there, or else role")
	}
	for _, key := range []string{"days", "from", "until"} {
		if !f.has(key) {
			f.fault(key, "missing")
		}
	}
	if d.From != "" && d.From == d.Until {
		f.fault("until", "the same as from")
	}
	if d.Last != "" && d.Last < d.First {
		f.fault("last", "before first")
	}
	f.done()
	file.Duty = append(file.Duty, Rule{d, f.at})
}

// A Rule is one row of the roster.
type Rule struct {
	wijk.Duty
	at string
}

// dutyConflicts tells which rules are about nobody.
func (file *File) dutyConflicts(tx *store.Tx, staff map[string]bool, l *faults) {
	for _, d := range file.Duty {
		if d.Staff != "" && !staff[d.Staff] && !store.Staff.Has(tx, d.Staff) {
			l.addf("%s: staff: no member of staff has this id", d.at)
		}
	}
}

// applyDuty replaces the roster, when the file has one.
func (file *File) applyDuty(tx *store.Tx) {
	if !file.hasDuty {
		return
	}
	rules := make([]wijk.Duty, len(file.Duty))
	for i, d := range file.Duty {
		rules[i] = d.Duty
	}
	store.SetRoster(tx, rules)
}
