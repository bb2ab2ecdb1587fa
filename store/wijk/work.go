package wijk

import "time"

// A Label is what a resident made of our guess at the category: the measure of
// the classifier. It holds no words of the resident.
type Label struct {
	At      time.Time  `json:"at"`
	Guess   ReportKind `json:"guess,omitempty"` // empty: none was made
	Score   float64    `json:"score,omitempty"`
	Chosen  ReportKind `json:"chosen"`
	Version int        `json:"v"` // of the classifier
	// Staff says that a member of staff chose it, and not the resident.
	Staff bool `json:"staff,omitempty"`
}

// A Street is a street of the city, as imported or as reported before.
type Street struct {
	Name string `json:"name"`
	// Postcodes are those of its addresses ("2715AB"), Wijken where it lies.
	Postcodes []string `json:"pc,omitempty"`
	Wijken    []string `json:"wijken,omitempty"`
	// Reported says that it is known from reports only, not from the list.
	Reported bool `json:"reported,omitempty"`
}

// A Cost is money spent or asked for a report, on the budget of its wijk.
type Cost struct {
	ID     uint64    `json:"id"`
	Report uint64    `json:"report"`
	Wijk   string    `json:"wijk"`
	Cents  int64     `json:"cents"` // euro cents, VAT included
	By     string    `json:"by"`    // staff id
	At     time.Time `json:"at"`
	Text   string    `json:"text,omitempty"`
	State  string    `json:"state"`
	// Second is who agreed to an amount above the mandate of By.
	Second string `json:"second,omitempty"`
}

// The states of a cost.
const (
	CostBooked  = "booked"
	CostAsked   = "asked" // above mandate: waits for a second person
	CostRefused = "refused"
)

// A Signal is a spot that is reported again and again: a proposal for the
// wijkmanager to think about the cause.
type Signal struct {
	ID    uint64     `json:"id"`
	Kind  ReportKind `json:"kind"`
	Place Place      `json:"place"`
	// Reports are the numbers of the reports at the spot, in the year before At.
	Reports []uint64  `json:"reports"`
	At      time.Time `json:"at"`
	State   string    `json:"state"`
	By      string    `json:"by,omitempty"` // who decided
}

// The states of a signal.
const (
	SignalOpen     = "open"
	SignalProposed = "proposed" // to become a wijkinitiatief or buurtrecht
	SignalDropped  = "dropped"
)

// A Key lets another system post reports. The key itself is not kept.
type Key struct {
	Name string    `json:"name"`
	Made time.Time `json:"made"`
	// Revoked is when it stopped working.
	Revoked time.Time `json:"revoked,omitzero"`
}

// A Posted is what became of something that another system posted. Until is
// when it is forgotten; it holds nothing of what was posted.
type Posted struct {
	Report uint64    `json:"report"`
	Entry  uint64    `json:"entry,omitempty"` // of an update: its step
	Until  time.Time `json:"until"`
}

// A Forgetting removes what is left of somebody whose data must go from rows
// that no index finds by their address. When it is done only that it was, and
// how much, is kept.
type Forgetting struct {
	ID uint64 `json:"id"`
	// Address and Words are what to look for, Reports whose messages to staff
	// may hold the words. All three go when it is done.
	Address Address  `json:"a,omitzero"`
	Words   []string `json:"w,omitempty"`
	Reports []uint64 `json:"r,omitempty"`

	Began time.Time `json:"began"`
	Ended time.Time `json:"ended,omitzero"`
	// Step and After are how far it has come, Left what could not go yet in
	// this round, Rows what went.
	Step  int    `json:"step,omitempty"`
	After []byte `json:"after,omitempty"` // a key is no text
	Left  int    `json:"left,omitempty"`
	Rows  int    `json:"rows,omitempty"`
}
