package wijk

import "slices"

// A Stage is how far a report has come: the states of Signalen that this city
// uses, under Signalen's own codes, so that a back office and we mean the same.
type Stage string

// The states of a report.
const (
	Reported    Stage = "m"
	Waiting     Stage = "i"
	InProgress  Stage = "b"
	Planned     Stage = "ingepland"
	Asked       Stage = "reaction requested" // the reporter was asked something
	Replied     Stage = "reaction received"
	Outside     Stage = "forward to external" // an outside party has it
	OutsideDone Stage = "closure requested"   // that party says it is done
	ToSend      Stage = "ready to send"       // to be handed over to the back office
	HandedOver  Stage = "sent"
	SendFailed  Stage = "send failed"
	DoneThere   Stage = "done external" // the back office says it is done
	Done        Stage = "o"             // see Report.Outcome for how
	Withdrawn   Stage = "a"
	ReopenAsked Stage = "reopen requested" // a reporter says that it is not solved
	Reopened    Stage = "reopened"
)

// Telling is whether the reporters hear of a new state.
type Telling int

// The ways of telling. Perhaps leaves it to whoever moves the report.
const (
	Never Telling = iota
	Perhaps
	Always
)

// A StageRule is what holds for reports in a state.
type StageRule struct {
	Stage Stage
	Name  string // as Dutch staff know it from Signalen
	Tells Telling
	Ends  bool
	To    []Stage // where a report may go from here
}

// stages is the one table of states and the moves between them. The moves
// are Signalen's; those with a code we do not use are left out, and one is
// ours: what was handed over may fail later, so that it is never stuck there.
var stages = []StageRule{
	{Reported, "Gemeld", Always, false, []Stage{Reported, Waiting, InProgress, ToSend, Done, Withdrawn, Planned, Asked, Outside}},
	{Waiting, "In afwachting van behandeling", Perhaps, false, []Stage{Reported, Waiting, Planned, OutsideDone, Done, ToSend, InProgress, Withdrawn, Asked, Outside}},
	{InProgress, "In behandeling", Perhaps, false, []Stage{Reported, Planned, InProgress, Done, Withdrawn, ToSend, OutsideDone, Asked, Outside}},
	{Planned, "Ingepland", Always, false, []Stage{Reported, Planned, InProgress, Done, Withdrawn, OutsideDone, Asked, Outside}},
	{Asked, "Reactie gevraagd", Always, false, []Stage{Reported, Waiting, InProgress, Planned, Done, Withdrawn, Asked, Replied, ToSend, Outside}},
	{Replied, "Reactie ontvangen", Always, false, []Stage{Reported, Waiting, InProgress, Done, Withdrawn, Planned, Asked, ToSend, Outside}},
	{Outside, "Doorgezet naar extern", Perhaps, false, []Stage{OutsideDone, Reported, Waiting, InProgress, Outside, Planned, Done, Withdrawn, Asked, Replied, ToSend}},
	{OutsideDone, "Extern: verzoek tot afhandeling", Perhaps, false, []Stage{Reported, OutsideDone, Waiting, Done, Withdrawn, InProgress, Outside}},
	{ToSend, "Extern: te verzenden", Never, false, []Stage{HandedOver, SendFailed, Withdrawn}},
	{HandedOver, "Extern: verzonden", Never, false, []Stage{DoneThere, SendFailed, Withdrawn}},
	{SendFailed, "Extern: mislukt", Never, false, []Stage{Reported, ToSend, Withdrawn}},
	{DoneThere, "Extern: afgehandeld", Never, false, []Stage{Done, Withdrawn, InProgress}},
	{Done, "Afgehandeld", Always, true, []Stage{Reopened, ReopenAsked}},
	{Withdrawn, "Geannuleerd", Perhaps, true, []Stage{Withdrawn, Reopened, InProgress}},
	{ReopenAsked, "Verzoek tot heropenen", Always, false, []Stage{Done, Reopened, Withdrawn}},
	{Reopened, "Heropend", Always, false, []Stage{Reopened, InProgress, Done, Withdrawn, ToSend, Reported, Asked, Outside}},
}

// Stages returns the table of states, in the order in which staff read it.
func Stages() []StageRule { return slices.Clone(stages) }

// Rule returns what holds for s, and whether s is a state at all.
func (s Stage) Rule() (StageRule, bool) {
	i := slices.IndexFunc(stages, func(r StageRule) bool { return r.Stage == s })
	if i < 0 {
		return StageRule{}, false
	}
	return stages[i], true
}

// May reports whether a report may go from s to another state.
func (s Stage) May(to Stage) bool {
	r, ok := s.Rule()
	return ok && slices.Contains(r.To, to)
}

// Open reports whether somebody still has to do something about a report in
// this state.
func (s Stage) Open() bool {
	r, ok := s.Rule()
	return ok && !r.Ends
}
