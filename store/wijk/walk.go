package wijk

import "time"

// A Walk is a wijkschouw: somebody walks round and tells of one thing after the
// other. Nothing of it is a report until they say so. Purpose: to make reports
// of it; it goes WalkKeep after it began, sent or not.
type Walk struct {
	Started time.Time `json:"started"`
	// Next is the number of the next draft; a number is not used again.
	Next int `json:"next"`
	// Pin is where the walker last said they were, at PinAt.
	Pin      Point     `json:"pin,omitzero"`
	Accuracy float64   `json:"acc,omitempty"` // metres
	PinAt    time.Time `json:"pin_at,omitzero"`
	Drafts   []Draft   `json:"drafts,omitempty"`
	// Reminded says that the walker was told what is not sent yet.
	Reminded bool `json:"reminded,omitempty"`
}

// WalkKeep is how long a walk is kept: no longer than photos that belong to no
// report.
const WalkKeep = 48 * time.Hour

// A Draft is something seen on a walk.
type Draft struct {
	N      int        `json:"n"`
	Text   string     `json:"text,omitempty"` // the walker's own words
	Kind   ReportKind `json:"kind,omitempty"`
	Phrase string     `json:"phrase,omitempty"`
	// Guess and Score are what we made of the words; Sure says that Kind needs no
	// second look.
	Guess  ReportKind `json:"guess,omitempty"`
	Score  float64    `json:"score,omitempty"`
	Sure   bool       `json:"sure,omitempty"`
	Place  *Place     `json:"place,omitempty"`
	Photo  string     `json:"photo,omitempty"`
	Urgent bool       `json:"urgent,omitempty"`
	// Apart says that it is not the same as the open report that is like it.
	Apart bool `json:"apart,omitempty"`
}
