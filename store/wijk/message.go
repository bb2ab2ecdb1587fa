package wijk

import (
	"strings"
	"time"
)

// A Channel is a way by which someone speaks to the city.
type Channel string

// The channels. Voice is a telephone that we call, or that calls us. For Letter
// no sender exists yet: what must go there becomes work for a person.
const (
	Telegram Channel = "telegram"
	SMS      Channel = "sms"
	Voice    Channel = "voice"
	Letter   Channel = "letter"
	// BackOffice is the system of the city's own workers; its address is the
	// number of a report, its messages are reports handed over.
	BackOffice Channel = "backoffice"
)

// An Address is one end of a conversation: a channel and the provider's name
// for the person there (a Telegram chat id, a phone number in E.164 form).
type Address struct {
	Channel Channel `json:"c"`
	To      string  `json:"t"`
}

// String returns the address as a key, such as "sms:+31612345678". It is
// personal data: it belongs in the store, never in a log or an error.
func (a Address) String() string { return string(a.Channel) + ":" + a.To }

// ParseAddress is the inverse of Address.String.
func ParseAddress(s string) Address {
	c, to, _ := strings.Cut(s, ":")
	return Address{Channel(c), to}
}

// A Kind of message tells what it carries besides, or instead of, text.
type Kind string

// The kinds of inbound message.
const (
	Text     Kind = "text"     // Text, possibly empty
	Button   Kind = "button"   // a pressed option: Option is its data
	Location Kind = "location" // Point is set
	Picture  Kind = "photo"    // File is set; Text is the caption
	Contact  Kind = "contact"  // a phone number of the sender's own, in Text
	Other    Kind = "other"    // voice note, sticker, anything we cannot read
	Keys     Kind = "keys"     // Text is what was pressed in a call of ours, Answers the row of that call
	Call     Kind = "call"     // somebody called us; nobody answered, so that it is free
)

// A Message is what somebody sent us, as a door understood it.
type Message struct {
	// ID is the provider's own and names the message for ever:
	// "telegram:<update_id>" or a MessageSid. Receiving it again does nothing.
	ID string
	// Unique, when set, tells messages apart that share an ID: Telegram may
	// begin its numbering anew. Deduplicate on it instead of on ID.
	Unique string
	From   Address
	// Chat is where replies go when that is not From.To (a Telegram group).
	// Authority always follows From.
	Chat string
	Kind Kind
	Text string // as received; normalise before matching
	// Option is the data of a pressed button: what Outgoing.Options held.
	Option string
	// Press is the provider's handle of a pressed button, to be acknowledged.
	Press string
	Point Point
	// Accuracy of Point in metres, 0 if unknown.
	Accuracy float64
	File     File
	// Album, when set, is the same for pictures that were sent together. Each
	// is a message of its own, in no order, and at most one has the caption.
	Album string
	// Edited marks a changed earlier message: only a change for the worse counts.
	Edited bool
	// Forwarded marks somebody else's words: never an answer, never a proof.
	Forwarded bool
	// Answers is our outbox id of what this answers, when the door knows it.
	Answers uint64
	// ReplyTo is the provider's id of the message this one answers, if told.
	ReplyTo string
	// At is when it was sent, in city time, as far as the provider tells.
	At time.Time
	// Found are places that a geocoder found in Text, the likeliest first; nil
	// when none was asked or it did not answer in time.
	Found []Place
	// Cursor, when its Door is set, is saved in the same transaction.
	Cursor Cursor
}

// A File is a provider's reference to something to fetch.
type File struct {
	ID   string `json:"id,omitempty"`
	Size int64  `json:"size,omitempty"` // bytes, 0 if unknown
}

// A Cursor is how far a door has read its provider's queue.
type Cursor struct {
	Door  string
	Value string
}

// A Class orders the outbox: a lower class leaves first.
type Class int

// The classes, most pressing first.
const (
	Alarm Class = iota
	Check
	Reply
	Broadcast
)

var classNames = [...]string{"alarm", "check-in", "reply", "broadcast"}

// String returns the name of the class as operators read it.
func (c Class) String() string {
	if c < 0 || int(c) >= len(classNames) {
		return "unknown"
	}
	return classNames[c]
}

// A State is how far an outgoing message has come.
type State string

// The states of an outgoing message. Queued, Sending, Unknown, Sent and
// Delivered only ever move forward; the rest are ends.
const (
	Queued    State = "queued"
	Sending   State = "sending" // claimed: the provider may hear of it any moment
	Unknown   State = "unknown" // the provider may have accepted it: look before sending again
	Sent      State = "sent"    // the provider accepted it
	Delivered State = "delivered"
	Failed    State = "failed"
	Expired   State = "expired" // its NotAfter passed
	Cancelled State = "cancelled"
)

// An Option is one thing to tap or to type the number of. Telegram shows
// Label on a button and sends Data back; SMS has the numbers in the text.
type Option struct {
	Label string `json:"l"`
	Data  string `json:"d"` // at most 64 bytes, Telegram's limit
}

// An Outgoing is one row of the outbox: a message to one address.
type Outgoing struct {
	ID    uint64  `json:"id"`
	Class Class   `json:"class"`
	To    Address `json:"to"`
	// Text is what is sent, complete: for SMS the options are already in it.
	Text    string   `json:"text"`
	Options []Option `json:"opts,omitempty"` // Telegram only
	// AskPlace adds Telegram's own "share location" key.
	AskPlace bool `json:"place,omitempty"`
	// Press, when set, is the button press this answers (answerCallbackQuery).
	Press string `json:"press,omitempty"`
	// PhotoID is a stored photo to send along, Telegram only. Two ids with a
	// plus between are shown as one picture, side by side.
	PhotoID string `json:"photo,omitempty"`
	// Point, when valid, is sent as a pin on the map with Text as its name,
	// Telegram only.
	Point Point `json:"point,omitzero"`
	// Person is the id of the resident or staff member, empty for strangers.
	Person string `json:"person,omitempty"`
	// About says what hangs on the fate of this message; see package flows.
	About Subject `json:"about,omitzero"`
	// Due and NotAfter are city time; a zero NotAfter never expires.
	Due      time.Time `json:"due"`
	NotAfter time.Time `json:"not_after,omitzero"`
	// Words is set while Text quotes what a resident wrote to us: it goes a day
	// after it was sent.
	Words bool `json:"words,omitempty"`
	// Quiet rows wait for the end of the quiet hours.
	Quiet bool `json:"quiet,omitempty"`

	State      State  `json:"state"`
	ProviderID string `json:"sid,omitempty"`
	Attempts   int    `json:"tries,omitempty"`
	Error      string `json:"error,omitempty"` // a cause without personal data
	Gone       bool   `json:"gone,omitempty"`  // it failed because the address is dead
	// Claimed is when the last attempt began, Accepted when the provider took
	// it, both in city time.
	Claimed  time.Time `json:"claimed,omitzero"`
	Accepted time.Time `json:"accepted,omitzero"`
	// Until is in real time: of a row being sent the end of the lease, of one in
	// doubt the next look-up, of a queued one when it may be tried again.
	Until time.Time `json:"until,omitzero"`
	// Began is when the last attempt began in real time, Doubt when the first
	// one did of which nobody knew the outcome. Doubts counts those.
	Began  time.Time `json:"began,omitzero"`
	Doubt  time.Time `json:"doubt,omitzero"`
	Doubts int       `json:"doubts,omitempty"`
}

// What Outgoing.Error says of a call that rang and that nobody took.
const (
	CallBusy     = "busy"
	CallNoAnswer = "no-answer"
	CallCanceled = "canceled"
)

// Unanswered reports whether m is a call that reached the telephone, and that
// nobody took. That is no answer; it is not "not delivered".
func (m *Outgoing) Unanswered() bool {
	return m.To.Channel == Voice && m.State == Failed && (m.Error == CallBusy || m.Error == CallNoAnswer || m.Error == CallCanceled)
}

// A Subject names the thing a message is about, such as {"checkin", "r-1/2026-03-29"}.
type Subject struct {
	Kind string `json:"k,omitempty"`
	Ref  string `json:"r,omitempty"`
}

// A Status is what a provider tells later of a message it accepted.
type Status struct {
	// Outgoing is our own id, 0 when the provider did not return it.
	Outgoing   uint64
	ProviderID string
	State      State // Sent, Delivered or Failed
	Code       string
	// Gone, when Failed, says that the address will never work.
	Gone bool
}

// A Refusal is a provider's no, translated: what to do next with the message
// and with the channel. An error that is no Refusal means that nobody knows
// whether the provider accepted the message.
type Refusal struct {
	Err error
	// Code is the provider's own, such as "21610" or "429".
	Code string
	// After is how long to wait before trying again; 0 leaves it to the notifier.
	After time.Duration
	// Pause says that After holds for the whole channel, not this message alone.
	Pause bool
	// Gone says that this address will never work: try the person's next one.
	Gone bool
	// Stopped says that the person opted out at the provider; it implies Gone.
	Stopped bool
	// Bad says that this very message can never be accepted, whoever it is for.
	Bad bool
	// Broken says that our own account is refused (wrong token, filtered): no
	// message will pass until an operator mends it. Nothing is lost meanwhile.
	Broken bool
	// MovedTo is the address to use from now on (a migrated Telegram group).
	MovedTo string
}

// Error returns the cause, which holds no secrets and no personal data.
func (r *Refusal) Error() string { return r.Err.Error() }

// Unwrap returns the provider's error.
func (r *Refusal) Unwrap() error { return r.Err }
