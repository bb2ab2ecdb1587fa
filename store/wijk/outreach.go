package wijk

import "time"

// An Outreach is what came of one invitation of one resident over 70. Its
// ground is the public task, so that it holds codes and times only: no words,
// no health (a wish and four answers that say yes, no or sometimes). It goes
// OutreachKeep after the invitation.
type Outreach struct {
	Person string    `json:"person"`
	Ref    string    `json:"ref"` // as Person.Invitation
	Round  string    `json:"round"`
	Wijk   string    `json:"wijk,omitempty"`
	At     time.Time `json:"at"` // when the city invited
	// Full says that the letter came first, and that what she wants and four
	// questions are asked; otherwise a yes is all.
	Full bool `json:"full,omitempty"`
	// Remind and Deadline are of the round: after how many days somebody is
	// reminded, and within how many working days a wish is met.
	Remind   int `json:"remind,omitempty"`
	Deadline int `json:"deadline,omitempty"`
	// Posted are the letters, oldest first; Asked and Reminded when a message
	// was queued, Silent when nobody answered that either.
	Posted   []Posting `json:"posted,omitempty"`
	Asked    time.Time `json:"asked,omitzero"`
	Reminded time.Time `json:"reminded,omitzero"`
	Silent   time.Time `json:"silent,omitzero"`

	// Wish and Answers are what the resident answered, Via how, On the day of
	// the strip, Heard when the city noted it.
	Wish    Wish              `json:"wish,omitempty"`
	Answers map[string]string `json:"answers,omitempty"` // by key, see below; a skipped one is not there
	Via     string            `json:"via,omitempty"`     // sms, telegram, strip
	On      Date              `json:"on,omitempty"`
	Heard   time.Time         `json:"heard,omitzero"`
	// Needs is when help was first asked, Offered when staff first noted that it
	// was offered (a visit was made or help began), TakenUp when help began.
	Needs   time.Time `json:"needs,omitzero"`
	Offered time.Time `json:"offered,omitzero"`
	TakenUp time.Time `json:"taken_up,omitzero"`
	// Outcome is the last code of staff, Case the task that holds the wish.
	Outcome OutreachCode `json:"outcome,omitempty"`
	Case    uint64       `json:"case,omitempty"`
	Visit   *Appointment `json:"visit,omitempty"`
	// Ended is when nothing more is asked: answered, objected, stopped.
	Ended time.Time `json:"ended,omitzero"`
}

// OutreachKeep is how long an Outreach is kept: the thirteen months of an
// outcome, in which no second invitation comes.
const OutreachKeep = 400 * 24 * time.Hour

// Key is how an Outreach is found: by person and invitation.
func (o *Outreach) Key() string { return o.Person + "/" + o.Ref }

// Open reports whether an answer is still awaited.
func (o *Outreach) Open() bool { return o.Heard.IsZero() && o.Ended.IsZero() }

// A Posting is one letter: its row in the outbox, which text, and when.
type Posting struct {
	ID   uint64    `json:"id"`
	Text string    `json:"text"` // as in letters: "uitnodiging"
	At   time.Time `json:"at"`
}

// A Wish is what somebody over 70 wants of the city.
type Wish string

// The wishes. Talk is a yes before the choice is known.
const (
	WishTalk  Wish = "talk"
	WishVisit Wish = "visit"
	WishWalk  Wish = "walk"
	WishCall  Wish = "call"
	WishDesk  Wish = "desk"
	WishNone  Wish = "none"
)

// Wants reports whether w asks the city for something.
func (w Wish) Wants() bool { return w != "" && w != WishNone }

// The keys of the four questions, and the answers to them.
const (
	AskSupport = "support" // somebody near who helps
	AskOut     = "out"     // gets out of the house
	AskHelp    = "help"    // needs help
	AskCall    = "call"    // may be called

	SaidYes       = "yes"
	SaidNo        = "no"
	SaidSometimes = "sometimes"
)

// An OutreachCode is how staff note what came of a wish.
type OutreachCode string

// The outcomes; there is none for somebody who refuses.
const (
	NoVisitWanted OutreachCode = "no_visit"
	VisitDone     OutreachCode = "visit_done"
	HelpWanted    OutreachCode = "help_wanted"
	HelpStarted   OutreachCode = "help_started"
	NotReached    OutreachCode = "not_reached"
)

// An Appointment is a visit to come: when, and who comes, so that the resident can
// check the visitor by telephone.
type Appointment struct {
	At      time.Time `json:"at"`
	Visitor string    `json:"visitor"`
	Card    string    `json:"card"`
	VOG     Date      `json:"vog"` // the day of the certificate of conduct
	By      string    `json:"by"`  // staff id
}

// A Sweep is a round of invitations on its way through the wijken, so many
// residents at a time.
type Sweep struct {
	Round Round     `json:"round"`
	Began time.Time `json:"began"`
	// Wijken are still to come; After is the last resident looked at in the
	// first of them.
	Wijken  []string `json:"wijken"`
	After   string   `json:"after,omitempty"`
	Invited int      `json:"invited"`
}

// A Quarter is the picture of residents over 70 in three months, as it was
// published: it never changes, and holds no count that may not be known.
type Quarter struct {
	Quarter string       `json:"quarter"` // "2026Q4"
	Made    time.Time    `json:"made"`
	Rows    []QuarterRow `json:"rows"`
}

// A QuarterRow is what may be known of a wijk, or of the city when Wijk is "*".
// A count that is missing is not shown.
type QuarterRow struct {
	Wijk   string         `json:"wijk"`
	Counts map[string]int `json:"counts"`
}
