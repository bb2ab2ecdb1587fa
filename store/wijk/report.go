package wijk

import "time"

// A Report is a melding: something in public space that wants mending.
type Report struct {
	Number uint64     `json:"number"`
	Kind   ReportKind `json:"kind"`
	// Phrase is what the resident agreed it is, such as "Losse stoeptegel".
	Phrase string `json:"phrase,omitempty"`
	// Text is the resident's own words. Outside the case it goes only masked.
	Text    string   `json:"text,omitempty"`
	Place   Place    `json:"place"`
	Photos  []string `json:"photos,omitempty"`
	Answers []Answer `json:"answers,omitempty"`
	Urgent  bool     `json:"urgent,omitempty"`
	// Source is the door it came by: telegram, sms, open311, desk.
	Source string `json:"source,omitempty"`
	// Anonymous reports have no reporter who can be told or asked anything.
	Anonymous bool `json:"anonymous,omitempty"`
	// Public says that a person looked at text and photos: what is masked may
	// be shown to anybody. Told is the step of its history of which that person
	// read what the reporters were told; of others nobody may read it.
	Public bool   `json:"public,omitempty"`
	Told   uint64 `json:"told,omitempty"`

	Stage   Stage     `json:"stage"`
	Created time.Time `json:"created"`
	// Began is when the present term began, when that is not Created: the
	// report was opened again.
	Began time.Time `json:"began,omitzero"`
	// Changed is when anybody outside could last see something change.
	Changed time.Time `json:"changed,omitzero"`
	// Promised is the last day of the promise, Promise its text, frozen when
	// the category was chosen. First is what was promised before it moved, and
	// Late the reason that was told. Step is how far its being late was told.
	Promised Date   `json:"promised"`
	Promise  string `json:"promise,omitempty"`
	First    Date   `json:"first,omitempty"`
	Late     string `json:"late,omitempty"`
	Step     int    `json:"step,omitempty"`

	// Owner is the staff member who has it, since Taken.
	Owner   string    `json:"owner,omitempty"`
	Taken   time.Time `json:"taken,omitzero"`
	Planned Date      `json:"planned,omitempty"`
	// Question is what the reporters were asked and did not answer yet.
	Question string `json:"question,omitempty"`
	// Party has it, while the stage is Outside.
	Party *Party `json:"party,omitempty"`
	// Parent is the report this is a part of; only the parent speaks to the
	// reporters. Into is the report it was merged into.
	Parent uint64 `json:"parent,omitempty"`
	Into   uint64 `json:"into,omitempty"`
	// Handed is set when a back office has it.
	Handed *Handed `json:"handed,omitempty"`

	Closed   time.Time `json:"closed,omitzero"`
	ClosedBy string    `json:"closed_by,omitempty"` // staff id, "cli", or "reporter"
	Outcome  Outcome   `json:"outcome,omitempty"`
	Reason   string    `json:"reason,omitempty"`  // why not solved, or why solved after all
	Repairs  []string  `json:"repairs,omitempty"` // photos of the repair

	// Erase is what goes when the report is closed: its reporter asked so.
	Erase *Erasure `json:"erase,omitempty"`

	// Reporters counts those who made or joined it, see Reporter. Yes and No
	// count who of them said at the last closing that it is, or is not, solved.
	Reporters int `json:"reporters"`
	Yes       int `json:"yes,omitempty"`
	No        int `json:"no,omitempty"`
}

// State is the stage in one of two words, as the command line and Open311 have it:
// "open" or "closed".
func (r *Report) State() string {
	if r.Stage.Open() {
		return ReportOpen
	}
	return ReportClosed
}

// What State returns.
const (
	ReportOpen   = "open"
	ReportClosed = "closed"
)

// A ReportKind is the code of a category of reports; package category under
// flows says what each is. A code is for ever.
type ReportKind string

// The codes that other packages name.
const (
	Litter ReportKind = "zwerfvuil"
	Paving ReportKind = "stoeptegel"
	Weeds  ReportKind = "onkruid"
	Else   ReportKind = "overig"
)

// An Outcome is how a closed report ended. A report that was withdrawn has
// none.
type Outcome string

// The outcomes. They are counted apart.
const (
	Solved   Outcome = "solved"
	Unsolved Outcome = "unsolved" // Report.Reason says why
)

// An Answer is what a reporter said to an extra question of the category.
type Answer struct {
	Key   string `json:"k"`
	Value string `json:"v"` // the key of a choice, or free text
}

// A Party is somebody outside the city who does the work. When Until passes
// without word, the report returns to the list.
type Party struct {
	Name  string    `json:"name"`
	Phone string    `json:"phone,omitempty"`
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
}

// Handed is where a report is in a back office.
type Handed struct {
	ID     string    `json:"id"`               // as people there call it
	Key    string    `json:"key,omitempty"`    // as its interface does
	Status string    `json:"status,omitempty"` // the last one it told
	Polled time.Time `json:"polled,omitzero"`
	// Changed is when they last did anything with it, as far as we know.
	Changed time.Time `json:"changed,omitzero"`
	// Missing says that it was not found there the last time.
	Missing bool `json:"missing,omitempty"`
	// Photos are those that went there or are on their way.
	Photos []string `json:"photos,omitempty"`
}

// A Reporter is somebody who made or joined a report, and hears of it. Each is
// a row of its own: a report may have thousands.
type Reporter struct {
	Number  uint64    `json:"n"`
	Address Address   `json:"a"`
	At      time.Time `json:"at"`
	// Made says that this one made the report; others joined.
	Made bool `json:"made,omitempty"`
	// Tell is where messages go when that is not Address: the reporter chose
	// another channel for this report and, unless it is a letter, proved that it
	// is theirs too. Purpose: to tell of this report. What is for letters (name
	// and postal address) goes LetterKeep after the report was closed.
	Tell Address `json:"tell,omitzero"`
	// Muted says that this one, who made the report, wants to hear nothing more
	// of it.
	Muted bool `json:"muted,omitempty"`
	// Wrote are the steps in the history of the report that hold words of this
	// one, to be found when these must go.
	Wrote []uint64 `json:"wrote,omitempty"`
	// Vote is the last answer to "is it solved?", at Voted. Asked is when the
	// report was last closed as solved and that was asked.
	Vote  Vote      `json:"vote,omitempty"`
	Voted time.Time `json:"voted,omitzero"`
	Asked time.Time `json:"asked,omitzero"`
}

// LetterKeep is how long the postal address of a reporter is kept after the
// report was closed: long enough to open it again, and to be asked.
const LetterKeep = 6 * 7 * 24 * time.Hour

// To is where this reporter wants to hear of the report.
func (r *Reporter) To() Address {
	if r.Tell.To != "" {
		return r.Tell
	}
	return r.Address
}

// An Erasure is what of a report belongs to somebody whose data must go.
type Erasure struct {
	Text    bool     `json:"text,omitempty"` // what who made it said, answers too
	Entries []uint64 `json:"entries,omitempty"`
	Photos  []string `json:"photos,omitempty"`
}

// A Vote is what a reporter says about the outcome. Silence is no vote.
type Vote string

// The votes.
const (
	VoteYes    Vote = "ja"
	VoteNo     Vote = "nee"
	VoteUnsure Vote = "weet niet"
)

// An Entry is one step in the life of a report.
type Entry struct {
	Number uint64    `json:"n"`
	Seq    uint64    `json:"s"`
	At     time.Time `json:"at"`
	By     string    `json:"by,omitempty"` // staff id, "cli", "reporter", "open311", or empty for the bot
	From   Stage     `json:"from,omitempty"`
	To     Stage     `json:"to,omitempty"`
	// Text is what the reporters were told, Note what only staff may read.
	Text string `json:"text,omitempty"`
	Note string `json:"note,omitempty"`
}

// A Place is where a report is, as far as it is known.
type Place struct {
	Point    Point   `json:"point,omitzero"`
	Accuracy float64 `json:"accuracy,omitempty"` // metres
	Street   string  `json:"street,omitempty"`
	Number   string  `json:"number,omitempty"`
	Postcode string  `json:"postcode,omitempty"`
	Wijk     string  `json:"wijk"`
	// Mark is what it is near: a lamp post's number, or a landmark in words.
	Mark string `json:"mark,omitempty"`
	// Source tells how the place was given, see below.
	Source string `json:"source"`
}

// The sources of a place.
const (
	FromPin      = "pin"
	FromStreet   = "street"
	FromPostcode = "postcode"
	FromLamp     = "lamp" // the number of a lamp post
	FromMark     = "landmark"
	FromPhoto    = "photo" // the photo's own position, with the resident's yes
	FromGeocoder = "geocoder"
	FromClient   = "open311"
)

// SameSpot reports whether p and q are surely the same place: pins within
// metres, or else the same lamp post, or the same street and number.
func (p Place) SameSpot(q Place, metres float64) bool {
	if p.Pinned() && q.Pinned() {
		return p.Point.Near(q.Point, metres)
	}
	if a, b := p.LampPost(), q.LampPost(); a != "" && b != "" {
		return a == b
	}
	door := p.Door()
	return door != "" && door == q.Door()
}

// tooCoarse is from what accuracy on, in metres, a point tells no spot.
const tooCoarse = 100

// Pinned reports whether the point of p says where it is. One of a telephone
// that does not know where it is says little.
func (p Place) Pinned() bool { return p.Point.Valid() && !(p.Accuracy > tooCoarse) }

// Door names the street and number, the same however they were typed; it is
// empty when one of them is not known.
func (p Place) Door() string {
	street, number := Slug(p.Street), Slug(p.Number)
	if street == "" || number == "" {
		return ""
	}
	return p.Wijk + "/" + street + "/" + number
}

// LampPost names the lamp post that the place was given by, with its wijk and,
// when its number is short, its street. It is empty when there is none.
func (p Place) LampPost() string {
	post := Slug(p.Mark)
	if p.Source != FromLamp || post == "" {
		return ""
	}
	if len(post) < longPost { // more posts may have so short a number
		return p.Wijk + "/" + Slug(p.Street) + "/" + post
	}
	return p.Wijk + "//" + post
}

// longPost is from how many characters the number of a lamp post is no other's
// in its wijk.
const longPost = 4

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
	// At is when it came, in city time. Filed says that it was found to belong
	// to a report; one that belongs to none goes after two days.
	At    time.Time `json:"at,omitzero"`
	Filed bool      `json:"filed,omitempty"`
	// Taken is where the photo says it was made, until the resident said
	// whether it may be used; the picture itself no longer holds it.
	Taken Point `json:"taken,omitzero"`
}

// The states of a photo.
const (
	PhotoWanted = "wanted"
	PhotoKept   = "kept"
	PhotoFailed = "failed"
)
