package wijk

import "time"

// A Handover is a report as the back office gets it. Who reported it is not in
// it: the city tells and asks the reporter itself.
type Handover struct {
	Number uint64
	// Category is the main and sub category in Signalen's names, with a slash
	// between.
	Category string
	// Text is the resident's own words, or what it is when there are none.
	Text string
	// Mark is one word by which people there find the report again: it goes with
	// the text, which is what they can search.
	Mark string
	// Extra is what the workers must know besides, a line for each matter.
	Extra   string
	Place   Place // with a valid Point
	Answers []Told
	Since   time.Time // when it was reported
}

// A Told is the answer to an extra question, in full. Key names the question;
// Choice is the key of the chosen answer, empty for an answer in free words.
type Told struct {
	Key      string
	Question string
	Choice   string
	Answer   string
}

// A There is what a back office tells of a report it has.
type There struct {
	// State is its own word for how far it is.
	State string
	// Changed is when it last did anything, zero if it does not say.
	Changed time.Time
	// Gone says that it has no such report (any more).
	Gone bool
}
