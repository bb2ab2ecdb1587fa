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

	// Question is the outbox id of the latest question; Armed is the one whose
	// acceptance was last noted, so that it counts once.
	Question uint64 `json:"question,omitempty"`
	Armed    uint64 `json:"armed,omitempty"`
	// Step is how far up its ladder the check-in is, 0 before the first rung.
	Step int `json:"step,omitempty"`
	// Profile and Rhythm are which ladder that is: what the person had when she
	// was asked. Called is set when she was asked by telephone first.
	Profile string `json:"profile,omitempty"`
	Rhythm  int    `json:"rhythm,omitempty"` // minutes to the first reminder; 0 is the profile's
	Called  bool   `json:"called,omitempty"`
	// Asked is when a provider accepted the day's first question, Last the
	// latest. Since is from when the time to answer counts: Asked, or the end
	// of an outage.
	Asked time.Time `json:"asked,omitzero"`
	Last  time.Time `json:"last,omitzero"`
	Since time.Time `json:"since,omitzero"`

	Delivered time.Time `json:"delivered,omitzero"`
	LifeSign  time.Time `json:"life_sign,omitzero"`
	Wellbeing string    `json:"wellbeing,omitempty"` // a label of package reply
	// Rule and Version say which rule labelled the answer, so that it can be replayed.
	Rule    string `json:"rule,omitempty"`
	Version int    `json:"version,omitempty"`
	Unclear int    `json:"unclear,omitempty"` // unclear answers so far

	// Attempts is all that was tried to reach the person, oldest first: what
	// staff read before they call.
	Attempts []Attempt `json:"attempts,omitempty"`

	State string `json:"state"`
	// Silent is set once this check-in counts as silent in its Wave.
	Silent bool `json:"silent,omitempty"`
	// Tried and Bad are this check-in's part in its Wave.
	Tried bool `json:"tried,omitempty"`
	Bad   bool `json:"bad,omitempty"`
	// Lost is set when her text was not delivered and she was called instead.
	Lost bool `json:"lost,omitempty"`
}

// An Attempt is one step towards a person.
type Attempt struct {
	At      time.Time `json:"at"`
	Step    string    `json:"step"` // as in the ladder: a text id, "voice", "contact1"
	Channel Channel   `json:"c,omitempty"`
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
	Tried int    `json:"tried"` // first questions that a provider took or refused
	Bad   int    `json:"bad"`   // undelivered, refused or unknown at this moment
	// Lost is how many are called because their text was not delivered.
	Lost int `json:"lost,omitempty"`
	// LastSend is when the last first question was tried, LastGood when one
	// was last accepted.
	LastSend time.Time `json:"last,omitzero"`
	LastGood time.Time `json:"good,omitzero"`
	// Silent is how many were silent when they were to be called. Held is since
	// when the wave is held because that were too many, HeldOf how many then
	// were, and Back how many answered since. Clusters are the wijken of which
	// staff was told.
	Silent   int       `json:"silent,omitempty"`
	Held     time.Time `json:"held,omitzero"`
	HeldOf   int       `json:"held_of,omitempty"`
	Back     int       `json:"back,omitempty"`
	Clusters []string  `json:"clusters,omitempty"`
	// Braked is set while one incident stands for all of the wave.
	Braked bool `json:"braked,omitempty"`
	// Released is set when a person ended that incident: what still fails then
	// is for people to look at, one by one.
	Released bool   `json:"released,omitempty"`
	Incident uint64 `json:"incident,omitempty"`
}

// BrakeFrom is the smallest wave that can be braked.
const BrakeFrom = 10

// stalled is how long no provider may accept anything of a wave that still
// waits, before what waits counts as undelivered.
const stalled = 5 * time.Minute

// Failing reports whether so much of the wave is undelivered at a time that
// the cause must be ours: over a fifth of ten or more.
func (w *Wave) Failing(now time.Time) bool {
	bad := w.Bad + w.Lost
	if now.Sub(w.LastGood) > stalled {
		bad += w.Total - w.Tried
	}
	return !w.Released && w.Total >= BrakeFrom && bad*5 > w.Total
}

// A DayProof is the count at the end of a day: everybody who was due is
// accounted for, or is in Open.
type DayProof struct {
	Date   Date                `json:"date"`
	At     time.Time           `json:"at"`
	Wijken map[string]DayCount `json:"wijken"`          // by slug; empty for those without one
	Fates  map[string]int      `json:"fates,omitempty"` // of those accounted for
	// Open are the ids of those who are not accounted for, Runs of those whose
	// check-in takes until tomorrow.
	Open []string `json:"open,omitempty"`
	Runs []string `json:"runs,omitempty"`
}

// A DayCount is how many people were due, and how many are accounted for.
type DayCount struct {
	Due       int `json:"due"`
	Accounted int `json:"accounted"`
}

// Due returns how many people were due that day.
func (p *DayProof) Due() (n int) {
	for _, w := range p.Wijken {
		n += w.Due
	}
	return n
}

// Accounted returns how many of them are accounted for.
func (p *DayProof) Accounted() (n int) {
	for _, w := range p.Wijken {
		n += w.Accounted
	}
	return n
}
