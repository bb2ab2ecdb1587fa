package wijk

import "time"

// A CheckIn is one "gaat het goed?" to one person on one day, and what is
// known of it. Three facts are kept apart: that the question arrived, that the
// person is there, and how the person is.
type CheckIn struct {
	Person string    `json:"person"`
	Date   Date      `json:"date"`
	Slot   string    `json:"slot"` // the set time, "09:00"
	Wijk   string    `json:"wijk,omitempty"`
	Due    time.Time `json:"due"`

	// Question is the outbox id of the latest question, First of the day's first.
	Question uint64 `json:"question,omitempty"`
	First    uint64 `json:"first,omitempty"`
	// Step counts the questions that were accepted by a provider: 1 is the
	// check, 2 and 3 are the reminders; then 4 amber and 5 red.
	Step  int       `json:"step,omitempty"`
	Asked time.Time `json:"asked,omitzero"` // when the provider accepted the first

	Delivered time.Time `json:"delivered,omitzero"`
	LifeSign  time.Time `json:"life_sign,omitzero"`
	Wellbeing string    `json:"wellbeing,omitempty"` // a label of package reply
	// Rule and Version say which rule labelled the answer, so that it can be replayed.
	Rule    string `json:"rule,omitempty"`
	Version int    `json:"version,omitempty"`
	Unclear int    `json:"unclear,omitempty"` // unclear answers so far

	State string `json:"state"`
	// Bad marks a question that no provider accepted or delivered, see Wave.
	Bad bool `json:"bad,omitempty"`
}

// The states of a check-in.
const (
	CheckInOpen      = "open"      // asked, or about to be
	CheckInAnswered  = "answered"  // ok, help or urgent
	CheckInUnclear   = "unclear"   // answered, and a person will look
	CheckInUnreached = "unreached" // nobody answered: a case is open
	CheckInMissed    = "missed"    // we were too late to ask: on the list of the ouderenadviseur
	CheckInEnded     = "ended"     // stopped or paused meanwhile
)

// Key is how a check-in is found: one a person a day, whatever the set time.
func (c *CheckIn) Key() string { return c.Person + "/" + string(c.Date) }

// Open reports whether an answer is still awaited.
func (c *CheckIn) Open() bool { return c.State == CheckInOpen }

// A Wave is all check-ins of one day and time. When many of them fail
// together, it is the provider that is silent, not the people.
type Wave struct {
	Key   string `json:"key"` // "2026-11-23/09:00"
	Total int    `json:"total"`
	Tried int    `json:"tried"` // questions that a provider answered about, well or badly
	Bad   int    `json:"bad"`   // undelivered, refused or unknown at this moment
	// LastSend is when the last first question was tried.
	LastSend time.Time `json:"last,omitzero"`
	// Braked is set while one incident stands for all of the wave.
	Braked   bool   `json:"braked,omitempty"`
	Incident uint64 `json:"incident,omitempty"`
}

// BrakeFrom is the smallest wave that can be braked.
const BrakeFrom = 10

// Failing reports whether so much of the wave is undelivered that the cause
// must be ours: over a fifth of ten or more.
func (w *Wave) Failing() bool { return w.Total >= BrakeFrom && w.Bad*5 > w.Total }
