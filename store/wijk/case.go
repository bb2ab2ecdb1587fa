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
	Call   string    `json:"call,omitempty"`
	Calls  int       `json:"calls,omitempty"`
	Circle int       `json:"circle,omitempty"`
	Rung   []uint64  `json:"rung,omitempty"`
	Closed time.Time `json:"closed,omitzero"`
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
}

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
