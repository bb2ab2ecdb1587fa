package wijk

import "time"

// A Case is work for a person: somebody needs to call, look or decide.
type Case struct {
	ID       uint64    `json:"id"`
	Kind     string    `json:"kind"`
	Severity string    `json:"severity"`
	Person   string    `json:"person,omitempty"` // resident id; empty for an incident or a stranger
	Address  Address   `json:"address,omitzero"` // where the message came from
	Wijk     string    `json:"wijk,omitempty"`
	Opened   time.Time `json:"opened"`
	Owner    string    `json:"owner,omitempty"` // staff id
	State    string    `json:"state"`
	Paged    time.Time `json:"paged,omitzero"` // when those on duty were last called
	// Call is what those on duty were told, Calls how often, Circle how far from
	// those on duty in the wijk the last call went, and Rung the outbox ids of
	// that call.
	Call   string   `json:"call,omitempty"`
	Calls  int      `json:"calls,omitempty"`
	Circle int      `json:"circle,omitempty"`
	Rung   []uint64 `json:"rung,omitempty"`
	// Rings is set while those on duty are called again and again: until
	// somebody takes it, also when it was taken before the latest call.
	Rings bool `json:"rings,omitempty"`
	// More is when those who have it were last told that there is more.
	More time.Time `json:"more,omitzero"`
	// MoreBy are the messages by which they were told then: when none of them
	// arrives, everybody on duty is called.
	MoreBy []uint64  `json:"more_by,omitempty"`
	Closed time.Time `json:"closed,omitzero"`
	// Outcome is the code of how it ended, empty when none was asked.
	Outcome string `json:"outcome,omitempty"`
	// Second is set while a second person must agree that it is closed. The
	// case is not closed before, and no other state shows that.
	Second *Second `json:"second,omitempty"`
	// Hand is set while another must confirm that the case is theirs now.
	Hand *Hand `json:"hand,omitempty"`
	// Wmo is set when it is a "melding" in the sense of the Wmo 2015.
	Wmo *Wmo `json:"wmo,omitempty"`
	// Visit is the latest request to the wijkagent to look.
	Visit *Visit `json:"visit,omitempty"`
	// Due is until when the work is to be done; zero is none.
	Due time.Time `json:"due,omitzero"`
	// Ref is what it came from: a wave, an update, a check-in.
	Ref string `json:"ref,omitempty"`
	// Notes is what staff should know, oldest first. It may hold words of the
	// resident and goes with the case.
	Notes []Note `json:"notes,omitempty"`
}

// A Note is one line on a case.
type Note struct {
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"` // staff id; empty for the bot
	Text string    `json:"text"`
	// Call is set when the note is of a call that was tried.
	Call bool `json:"call,omitempty"`
}

// A Second is what somebody wants an urgent case to be closed with.
type Second struct {
	By   string    `json:"by"` // staff id: somebody else must agree
	At   time.Time `json:"at"`
	Code string    `json:"code"`
	Note string    `json:"note,omitempty"`
}

// A Hand is a case on its way to a colleague. Until it is confirmed the owner
// stays who it was.
type Hand struct {
	From string    `json:"from"`
	To   string    `json:"to"`
	At   time.Time `json:"at"`
}

// A Wmo is what the Wmo 2015, article 2.3.2, asks for after a "melding".
type Wmo struct {
	On   Date   `json:"on"` // the day of the melding
	By   string `json:"by"` // staff id
	Plan Date   `json:"plan"`
	Due  Date   `json:"due"` // the last day of the enquiry, six weeks on
	Done Date   `json:"done,omitempty"`
}

// A Visit is a request to the wijkagent to go and look, and the answer.
type Visit struct {
	By    string    `json:"by"` // staff id: only a person decides it
	At    time.Time `json:"at"`
	Since time.Time `json:"since"` // since when there was no contact
	Asks  int       `json:"asks"`  // how often it was asked
	// Agent is who answered, Answer what: see the constants.
	Agent  string `json:"agent,omitempty"`
	Answer string `json:"answer,omitempty"`
}

// What a wijkagent answers.
const (
	VisitArrived = "aangekomen"
	VisitSpoke   = "gesproken"
	VisitNobody  = "niemand"
	VisitEnded   = "ingetrokken" // by who asked for it
)

// The kinds of case.
const (
	CaseHelp      = "help"
	CaseUrgent    = "urgent"
	CaseUnclear   = "unclear"
	CaseUnreached = "unreached"
	CaseStop      = "stop"
	CaseHospital  = "hospital"
	CaseOutreach  = "outreach"
	CaseQuestion  = "question"
	CaseCalled    = "called" // called us more than once within minutes
	CaseIncident  = "incident"
)

// Severities of a case. Red pages whoever is on duty.
const (
	Amber = "amber"
	Red   = "red"
)

// States of a case. Only a person closes one of help or urgent.
const (
	CaseOpen   = "open"
	CaseTaken  = "taken"
	CaseClosed = "closed"
)
