package twilio

import (
	"context"
	"strconv"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"wijkbot/store/wijk"
)

// Twilio's bounds for the time a message may wait in its queue.
const (
	shortestValidity = 1
	longestValidity  = 36000
)

// Send hands m to Twilio and returns the id Twilio gave it. A *wijk.Refusal is
// a definite no; after any other error nobody knows whether m went, and Find or
// a status callback must tell before it is sent again.
//
// Twilio reports the fate of m to /twilio/status with m.ID in the query, and
// drops m instead of delivering it after m.NotAfter.
func (a *Account) Send(ctx context.Context, m wijk.Outgoing) (id string, err error) {
	x, done := a.begin(ctx, "send", errorLimit)
	defer done()
	msg, err := x.api().CreateMessage(a.params(m))
	if err != nil || x.status >= 300 {
		return "", x.verdict(err)
	}
	if msg.Sid == nil || *msg.Sid == "" {
		return "", &Error{Doing: x.doing, Status: x.status, Cause: errNoID}
	}
	return *msg.Sid, nil
}

func (a *Account) params(m wijk.Outgoing) *openapi.CreateMessageParams {
	p := new(openapi.CreateMessageParams).SetTo(m.To.To).SetBody(m.Text)
	if a.c.MessagingServiceSID != "" {
		p.SetMessagingServiceSid(a.c.MessagingServiceSID)
	} else {
		p.SetFrom(a.c.From)
	}
	p.SetStatusCallback(a.public + statusPath + "?" + outboxKey + "=" + strconv.FormatUint(m.ID, 10))
	if !m.NotAfter.IsZero() {
		left := int(m.NotAfter.Sub(a.c.now()) / time.Second)
		p.SetValidityPeriod(min(max(left, shortestValidity), longestValidity))
	}
	return p
}
