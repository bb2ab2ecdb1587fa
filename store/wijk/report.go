package wijk

import "time"

// A Report is a melding: something in public space that wants mending.
type Report struct {
	Number   uint64     `json:"number"`
	Kind     ReportKind `json:"kind"`
	Text     string     `json:"text,omitempty"` // the resident's own words
	Place    Place      `json:"place"`
	PhotoID  string     `json:"photo,omitempty"`
	State    string     `json:"state"` // ReportOpen or ReportClosed
	Created  time.Time  `json:"created"`
	Promised Date       `json:"promised"`
	Closed   time.Time  `json:"closed,omitzero"`
	ClosedBy string     `json:"closed_by,omitempty"` // staff id, or "cli"
	// Reporters counts those who made or joined it, see Reporter.
	Reporters int `json:"reporters"`
}

// A ReportKind is what a report is about.
type ReportKind string

// The kinds of report, with the promised term of each in working days. The
// terms are Amsterdam's defaults (meldingen: veeg- en zwerfvuil 3, onderhoud
// stoep 3, onkruid op verharding 5, overig 5); the municipality may change them.
const (
	Litter ReportKind = "zwerfvuil"
	Paving ReportKind = "stoeptegel"
	Weeds  ReportKind = "onkruid"
	Else   ReportKind = "overig"
)

// The states of a report.
const (
	ReportOpen   = "open"
	ReportClosed = "closed"
)

// A Reporter is somebody who made or joined a report, and hears of it. Each is
// a row of its own: a report may have thousands.
type Reporter struct {
	Number  uint64    `json:"n"`
	Address Address   `json:"a"`
	At      time.Time `json:"at"`
}

// A Place is where a report is, as far as it is known.
type Place struct {
	Point    Point   `json:"point,omitzero"`
	Accuracy float64 `json:"accuracy,omitempty"` // metres
	Street   string  `json:"street,omitempty"`
	Number   string  `json:"number,omitempty"`
	Postcode string  `json:"postcode,omitempty"`
	Wijk     string  `json:"wijk"`
	// Source tells how the place was given: pin, street, postcode or wijk.
	Source string `json:"source"`
}

// SameSpot reports whether p and q are surely the same place: pins within
// metres, or the same street and number.
func (p Place) SameSpot(q Place, metres float64) bool {
	if p.Point.Valid() && q.Point.Valid() {
		return p.Point.Near(q.Point, metres)
	}
	return p.Street != "" && p.Street == q.Street && p.Number != "" && p.Number == q.Number && p.Wijk == q.Wijk
}

// A Photo is a picture that belongs to a report. Its bytes are kept apart.
type Photo struct {
	ID      string    `json:"id"`
	Channel Channel   `json:"channel"`
	File    File      `json:"file"`
	State   string    `json:"state"` // PhotoWanted, PhotoKept or PhotoFailed
	Tries   int       `json:"tries,omitempty"`
	Next    time.Time `json:"next,omitzero"` // real time of the next try
	Error   string    `json:"error,omitempty"`
	Owner   Address   `json:"owner"`
}

// The states of a photo.
const (
	PhotoWanted = "wanted"
	PhotoKept   = "kept"
	PhotoFailed = "failed"
)
