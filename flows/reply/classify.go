package reply

import "slices"

// Version numbers the rule set. It is stored with every label, so that an old
// decision can be explained with the rules of that day. Raise it with any
// change of rules.
const Version = 3

// Label says what an answer means for the check-in. The values are stored.
type Label string

// The labels, from checkins.md.
const (
	OK      Label = "ok"      // well now, and nothing in the text worries
	Help    Label = "help"    // asks for contact, or reports a problem
	Urgent  Label = "urgent"  // possible danger now
	Unclear Label = "unclear" // cannot tell; a human looks
	Stop    Label = "stop"    // wants no messages
	Pause   Label = "pause"   // away for a while
)

// Flag is a fact found in the text besides its label. The values are stored.
type Flag string

// The flags. Several may hold at once.
const (
	Fall              Flag = "fall"
	ThirdParty        Flag = "third_party" // someone else answers
	Deceased          Flag = "deceased"    // somebody died, or the resident did
	Hospital          Flag = "hospital"
	Loneliness        Flag = "loneliness"
	Suicide           Flag = "suicide"
	Violence          Flag = "violence"
	Fraud             Flag = "fraud"
	Fire              Flag = "fire"
	PublicSpaceReport Flag = "public_space_report"
	Callback          Flag = "callback"    // asks to be called or visited
	AutoReply         Flag = "auto_reply"  // a machine answered: no sign of life
	Quoted            Flag = "quoted"      // held a copy of our own question
	SingleStop        Flag = "single_stop" // Twilio answers this one itself, see TwilioStop
)

// Result is the outcome for one text. Rule is the stable id of the rule that
// decided, such as "urgent/ademnood". Flags is nil when there are none, has no
// duplicates, and is ordered as the rules are.
type Result struct {
	Label Label
	Rule  string
	Flags []Flag
}

// Has reports whether f was found in the text.
func (r Result) Has(f Flag) bool {
	return slices.Contains(r.Flags, f)
}

// Classify says what text means as an answer to "Gaat het goed met u?". Any
// bytes are accepted; the time taken grows linearly with their number.
func Classify(text string) Result {
	var m message
	return m.classify(text)
}

func (m *message) classify(text string) Result {
	m.read(text)
	res := m.decide()
	if m.quoted {
		m.flag(Quoted)
	}
	if res.Label == Stop && TwilioStop(text) {
		m.flag(SingleStop)
	}
	res.Flags = m.flags
	return res
}

// The ids of what is decided without a pattern, and explained.
const (
	ruleNotGood = "help/niet-goed"
	ruleNo      = "help/nee"
	ruleUnknown = "unclear/onbekend"
)

// decide takes the steps of checkins.md in their order. Reordering them is a
// change of safety, not of style.
func (m *message) decide() Result {
	m.stripQuotes()
	m.markBenign()
	m.findRules()
	if r, ok := m.found(Urgent); ok {
		return r
	}
	if r, ok := m.digits(); ok {
		return r
	}
	if m.has(AutoReply) {
		return Result{Label: Unclear, Rule: "unclear/automatisch"}
	}
	if r, ok := m.found(Help); ok && m.asksElsewhere() {
		return r
	}
	if m.notGood() {
		return Result{Label: Help, Rule: ruleNotGood}
	}
	if r, ok := m.found(Pause); ok && r.Rule == "pause/woord" {
		return r // "tot maandag geen berichten" is no farewell
	}
	if m.negatedGood(func(t *token) bool { return t.benign || t.leaves }) {
		return Result{Label: Help, Rule: ruleNotGood} // also when the text says stop
	}
	for _, l := range []Label{Stop, Pause, Help} {
		if r, ok := m.found(l); ok {
			return r
		}
	}
	if m.negatedGood(func(t *token) bool { return t.benign }) {
		return Result{Label: Help, Rule: ruleNotGood}
	}
	if r, ok := m.found(Unclear); ok {
		return r
	}
	if m.startsWithNo() && !m.isOK() {
		return Result{Label: Help, Rule: ruleNo}
	}
	if m.asks {
		return Result{Label: Unclear, Rule: "unclear/vraag"}
	}
	if m.isOK() {
		return Result{Label: OK, Rule: "ok/" + m.anchor}
	}
	return Result{Label: Unclear, Rule: ruleUnknown}
}
