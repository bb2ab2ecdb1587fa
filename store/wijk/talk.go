package wijk

import "time"

// A Talk is where the conversation with one address stands.
type Talk struct {
	// Flow and Step name the open question; an empty Flow means none.
	Flow    string            `json:"flow,omitempty"`
	Step    int               `json:"step,omitempty"`
	Answers map[string]string `json:"answers,omitempty"`
	// Turn numbers the questions of this address, so that a button of an old
	// one is known as such.
	Turn    uint64    `json:"turn,omitempty"`
	AskedAt time.Time `json:"asked,omitzero"`
	Place   *Place    `json:"place,omitempty"`
	// Heard holds the recent texts, to cut a loop of two machines.
	Heard []Heard `json:"heard,omitempty"`
	// Recent holds what somebody with check-ins wrote in the last two minutes, to
	// read the texts together. It goes after those.
	Recent []Recent `json:"recent,omitempty"`
	// Called is when this telephone last called us.
	Called time.Time `json:"called,omitzero"`
	// Misses counts answers in a row that the flow did not understand.
	Misses int `json:"misses,omitempty"`
	// Wrong counts link codes that were not right, since WrongAt.
	Wrong   int       `json:"wrong,omitempty"`
	WrongAt time.Time `json:"wrong_at,omitzero"`
	// Codes counts the codes that were sent to other numbers from here, on the
	// day CodesOn.
	Codes   int  `json:"codes,omitempty"`
	CodesOn Date `json:"codes_on,omitempty"`
	// Also counts reports followed by their number, since AlsoAt.
	Also   int       `json:"also,omitempty"`
	AlsoAt time.Time `json:"also_at,omitzero"`
	// Made counts the reports made on the day MadeOn, anonymous ones too.
	Made   int  `json:"made,omitempty"`
	MadeOn Date `json:"made_on,omitempty"`
	// LastUpdate is the latest update sent here, for answers to it.
	LastUpdate   uint64    `json:"update,omitempty"`
	LastUpdateAt time.Time `json:"update_at,omitzero"`
	// Here is where somebody of the crew said they were, at HereAt: the list of
	// work begins there. It goes after a few hours.
	Here   Point     `json:"here,omitzero"`
	HereAt time.Time `json:"here_at,omitzero"`
	// Cases is the page of the list of cases that was shown last, when there was
	// more, and CasesIn the wijk it was of.
	Cases   int    `json:"cases,omitempty"`
	CasesIn string `json:"cases_in,omitempty"`
	// Album is what became of the pictures that were last sent together.
	Album Album `json:"album,omitzero"`
	// PhotoTold is why a photo was last refused here, at PhotoToldAt.
	PhotoTold   string    `json:"photo_told,omitempty"`
	PhotoToldAt time.Time `json:"photo_told_at,omitzero"`
}

// An Album is some pictures sent together, of which the first was answered.
type Album struct {
	ID string `json:"id"` // as Message.Album
	// Photo is the first that was kept: what has it gets the others too.
	Photo string `json:"photo,omitempty"`
	// Full says that the sender was told that there were too many.
	Full bool `json:"full,omitempty"`
}

// Heard is one recent text, by its hash. At is in seconds of Unix: with each
// message all of them are read and written, and with a time.Time in each that
// took a tenth of the whole message.
type Heard struct {
	Hash uint64 `json:"h"`
	At   int64  `json:"s"`
}

// Recent is one recent text, and how grave it was taken. At is in seconds of
// Unix, as in Heard.
type Recent struct {
	Words string `json:"w"`
	At    int64  `json:"s"`
	Grave int    `json:"g,omitempty"` // 0 is good, 3 urgent
}

// An Update is a message of a wijkagent to the followers of wijken.
type Update struct {
	ID      uint64    `json:"id"`
	By      string    `json:"by"` // staff id
	Wijken  []string  `json:"wijken"`
	Text    string    `json:"text"`
	Made    time.Time `json:"made"`
	Due     time.Time `json:"due"`
	State   string    `json:"state"`
	Sent    int       `json:"sent,omitempty"` // recipients
	Replies int       `json:"replies,omitempty"`
}

// The states of an update.
const (
	UpdatePlanned  = "planned"  // confirmed; can be recalled until Due
	UpdateSent     = "sent"     // in the outbox
	UpdateRecalled = "recalled" // withdrawn; nothing of it went
)

// A Round is a scheduled message from the import file: an update or an
// outreach, on a cron schedule in city time.
type Round struct {
	ID     string   `json:"id"`
	Cron   string   `json:"cron"`
	Kind   string   `json:"kind"` // RoundUpdate or RoundOutreach
	Wijken []string `json:"wijken,omitempty"`
	By     string   `json:"by,omitempty"`
	Text   string   `json:"text,omitempty"`
	// Cohorts are the first and last year of birth that an outreach invites, by
	// letter first. Selecting by age needs Authorisation, the reference of the
	// decision that allows it. Without cohorts a round sends its text at once.
	Cohorts       []int  `json:"cohorts,omitempty"`
	Authorisation string `json:"authorisation,omitempty"`
	// Enrolled also invites those with check-ins, who are known already.
	Enrolled bool `json:"enrolled,omitempty"`
	// WaitDays is how long after the letter a message follows, RemindDays how
	// long after that the reminder, DeadlineDays within how many working days a
	// wish is met; 0 takes the defaults of package flows.
	WaitDays     int `json:"wait_days,omitempty"`
	RemindDays   int `json:"remind_days,omitempty"`
	DeadlineDays int `json:"deadline_days,omitempty"`
}

// Selects reports whether a round invites by year of birth, and by letter.
func (r *Round) Selects() bool { return len(r.Cohorts) == 2 }

// Invites reports whether p is of the cohorts of the round.
func (r *Round) Invites(p *Person) bool {
	return !r.Selects() || p.Cohort >= r.Cohorts[0] && p.Cohort <= r.Cohorts[1]
}

// The kinds of imported rounds.
const (
	RoundUpdate   = "update"
	RoundOutreach = "outreach"
)

// A Timer calls a flow at a time. It is unique by person, kind and scope:
// setting it again replaces it, and the old one does nothing any more.
type Timer struct {
	Person string    `json:"p,omitempty"`
	Kind   string    `json:"k"`
	Scope  string    `json:"s,omitempty"`
	Gen    uint64    `json:"g"`
	Due    time.Time `json:"due"`
}

// TimerMoved is the kind of timer for somebody whose set time was moved, on
// the day itself, to an hour that is past. Its scope is the day.
const TimerMoved = "moved"

// An Event records that a message came in. It holds no text and no address.
type Event struct {
	Seq        uint64    `json:"s"`
	Time       time.Time `json:"t"`
	Channel    Channel   `json:"c"`
	ProviderID string    `json:"p"`
	Kind       Kind      `json:"k,omitempty"`
	Unique     string    `json:"u,omitempty"` // as in Message
}

// A Link is a one-time code that ties a chat to a resident or staff member, or
// to a report of somebody who writes from elsewhere.
type Link struct {
	Person  string    `json:"p,omitempty"`
	Staff   string    `json:"s,omitempty"`
	Report  uint64    `json:"r,omitempty"`
	From    Address   `json:"f,omitzero"` // of the reporter; it goes with the code, within a day
	Expires time.Time `json:"x"`
}

// A Proof counts the codes that were sent to an address on a day, so that
// nobody is bothered with more. It goes the next day.
type Proof struct {
	On   Date `json:"d"`
	Sent int  `json:"n"`
}
