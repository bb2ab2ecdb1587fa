package simulate

import (
	"fmt"
	"io"

	"wijkbot/store"
)

// A Result is what the judge saw. Missed, Late, Duplicate and FalseOK are
// faults; the others tell what they are to be held against.
type Result struct {
	Residents int    `json:"residents"`
	Days      int    `json:"days"`
	Seed      uint64 `json:"seed"`
	From      string `json:"from"`

	Due       int `json:"due"`   // check-ins that the city owed
	Asked     int `json:"asked"` // and asked
	OK        int `json:"ok"`    // recorded as ok
	Needs     int `json:"needs"` // of people who needed somebody
	Missed    int `json:"missed"`
	Late      int `json:"late"`
	Duplicate int `json:"duplicate"`
	FalseOK   int `json:"false_ok"`
	// FalseAlarms are person-days on which staff were called for somebody who
	// was well, and StaffItems the cases of a day.
	FalseAlarms int     `json:"false_alarms"`
	Mates       int     `json:"false_alarms_of_couples"` // it was the other one
	StaffItems  float64 `json:"staff_items_a_day"`
	StaffCalls  float64 `json:"staff_calls_a_day"`
	// Again are reminders that came twice because an incident ended, Resent
	// what Telegram got twice because its answer was lost.
	Again  int `json:"again_after_incident"`
	Resent int `json:"resent_telegram"`

	// Keepers are those who agreed, Appeals how often one was asked, Worried how
	// often about somebody who was well. Unwilling ones were asked or written down
	// without their yes; those who Wonder never heard how it ended.
	Keepers   int `json:"contacts"`
	Appeals   int `json:"contacts_asked"`
	Worried   int `json:"contacts_asked_in_vain"`
	Unwilling int `json:"contacts_unwilling"`
	Wondering int `json:"contacts_left_wondering"`

	SMS     int `json:"sms"`
	Calls   int `json:"calls"` // of residents
	Crashes int `json:"crashes"`
	Downs   int `json:"downs"`
	Outages int `json:"outages"`
	// Faults describes the first faults.
	Faults []string `json:"faults,omitempty"`
}

func (j *judge) result(w *world) *Result {
	days := float64(w.o.Days)
	return &Result{
		Residents: w.o.Residents, Days: w.o.Days, Seed: w.o.Seed, From: string(w.o.From),
		Due: j.due, Asked: j.questions, OK: j.answers, Needs: len(j.needs),
		Missed: j.missed, Late: j.late, Duplicate: j.duplicate, FalseOK: j.falseOK,
		FalseAlarms: len(j.alarms), Mates: len(j.mates), StaffItems: float64(j.cases) / days, StaffCalls: float64(j.calls) / days,
		Keepers: j.keepers, Appeals: j.appeals, Worried: j.worries, Unwilling: j.unwilling, Wondering: j.wondering,
		Again: j.waves, Resent: j.lostTwice, SMS: j.sms, Calls: j.rings,
		Crashes: j.troubles[crashed], Downs: j.troubles[down], Outages: j.troubles[smsOut] + j.troubles[chatOut],
		Faults: j.faults,
	}
}

// count counts the cases there were.
func (j *judge) count(w *world) {
	_ = w.look.View(w.ctx, func(tx *store.Tx) error {
		j.cases = int(tx.Last("case"))
		j.agreed(w, tx)
		return nil
	})
}

// Bad reports whether something happened that never may.
func (r *Result) Bad() bool { return r.Missed+r.Duplicate+r.FalseOK+r.Unwilling > 0 }

// Print writes r as a table.
func (r *Result) Print(out io.Writer) error {
	rows := []struct {
		what string
		n    any
	}{
		{"residents", r.Residents}, {"days", r.Days}, {"from", r.From}, {"seed", r.Seed},
		{"check-ins due", r.Due}, {"asked", r.Asked}, {"recorded as ok", r.OK}, {"people in need", r.Needs},
		{"crashes", r.Crashes}, {"times we were down", r.Downs}, {"provider outages", r.Outages}, {"SMS to residents", r.SMS}, {"calls to residents", r.Calls},
		{"MISSED", r.Missed}, {"DUPLICATE", r.Duplicate}, {"FALSE OK", r.FalseOK},
		{"CONTACTS ASKED UNWILLING", r.Unwilling}, {"contacts left wondering", r.Wondering},
		{"late", r.Late}, {"false alarms", r.FalseAlarms}, {"of couples, it was the other one", r.Mates},
		{"contacts who agreed", r.Keepers}, {"contacts asked to look", r.Appeals}, {"of them in vain", r.Worried},
		{"staff items a day", fmt.Sprintf("%.1f", r.StaffItems)}, {"calls to staff a day", fmt.Sprintf("%.1f", r.StaffCalls)},
		{"reminders again after an incident", r.Again}, {"twice in Telegram, answer lost", r.Resent},
	}
	for _, row := range rows {
		if _, err := fmt.Fprintf(out, "%-34s %v\n", row.what, row.n); err != nil {
			return err
		}
	}
	for _, f := range r.Faults {
		if _, err := fmt.Fprintf(out, "- %s\n", f); err != nil {
			return err
		}
	}
	return nil
}
