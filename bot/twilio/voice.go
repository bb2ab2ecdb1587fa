package twilio

import (
	"context"
	"strconv"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"wijkbot/store/wijk"
)

// Phrases is what a caller of ours hears besides the text of the row, in plain
// Dutch without markup.
type Phrases struct {
	Thanks    string // after 1
	WillCall  string // after 2
	Again     string // after another key, before the question is said again
	NotStored string // the key was pressed, and we could not note it
	Retry     string // asks to press it once more
	Unknown   string // for a call of which we do not know what to say, and as a farewell
}

// A Voice calls people and says the text of a row to them. Its methods may be
// used at the same time.
type Voice struct{ a *Account }

// Voice returns the calls of the account, nil when it has no number for them.
func (a *Account) Voice() *Voice {
	if a.c.VoiceFrom == "" {
		return nil
	}
	return &Voice{a}
}

const (
	// ring is how long a telephone rings: somebody of eighty walks to it.
	// Twilio may add five seconds.
	ring = 30
	// longest bounds a call, in seconds, whatever takes it up.
	longest = 300
)

// Send has Twilio call m.To and returns Twilio's id of the call. What is said
// is asked of Config.Row when somebody takes it up. A *wijk.Refusal is a
// definite no; after any other error nobody knows whether the telephone rings,
// and Find or a status callback must tell before anybody is called again.
func (v *Voice) Send(ctx context.Context, m wijk.Outgoing) (id string, err error) {
	x, done := v.a.begin(ctx, "call", errorLimit)
	defer done()
	call, err := x.api().CreateCall(v.params(m))
	if err != nil || x.status >= 300 {
		return "", x.verdict(err)
	}
	if call.Sid == nil || *call.Sid == "" {
		return "", &Error{Doing: x.doing, Status: x.status, Cause: errNoID}
	}
	return *call.Sid, nil
}

func (v *Voice) params(m wijk.Outgoing) *openapi.CreateCallParams {
	query := "?" + outboxKey + "=" + strconv.FormatUint(m.ID, 10)
	return new(openapi.CreateCallParams).
		SetTo(m.To.To).SetFrom(v.a.c.VoiceFrom).
		SetUrl(v.a.public + voicePath + query).SetMethod("POST").
		SetStatusCallback(v.a.public + callStatusPath + query).SetStatusCallbackMethod("POST").
		SetStatusCallbackEvent([]string{"initiated", "ringing", "answered", "completed"}).
		SetTimeout(ring).SetTimeLimit(longest)
}
