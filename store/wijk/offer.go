package wijk

import "time"

// An Offer is the question whether a person wants to be asked how it goes, put
// in chat to somebody who said so in a conversation or on a letter. Only the
// person's own JA makes a Plan of it.
type Offer struct {
	At       time.Time `json:"at"`
	Reminded time.Time `json:"reminded,omitzero"`
	By       string    `json:"by,omitempty"` // staff id; empty for the yearly round
	// Plan is what starts after JA; its Requested is filled in then.
	Plan Plan `json:"plan"`
}

// Last is when the question was last put.
func (o *Offer) Last() time.Time {
	if o.Reminded.After(o.At) {
		return o.Reminded
	}
	return o.At
}

// NewPlan returns the plan of somebody who chose nothing else: each day at
// nine.
func NewPlan() Plan {
	return Plan{Time: "09:00", Days: Weekdays(), Profile: "standard"}
}

// Weekdays returns the days of a week as a Plan has them, Monday first.
func Weekdays() []string { return []string{"ma", "di", "wo", "do", "vr", "za", "zo"} }
