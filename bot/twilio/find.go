package twilio

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"wijkbot/store/wijk"
)

// The log is asked for one person's messages in pages of findPage; skew is how
// far our clock and Twilio's may differ.
const (
	findPage = 50
	skew     = time.Minute
)

// Find looks in Twilio's log for m, of which a Send that began at since, in
// real time, ended in doubt. It returns what the log says of it, and false if
// it is not there. Twilio's log lags: absence counts only after a while.
//
// The log does not hold our outbox id, so that m is recognised by address, text
// and time. Known, which may be nil, tells of an id whether it belongs to
// another message in the outbox; without it an equal text sent to the same
// person within the minute would be taken for m.
func (a *Account) Find(ctx context.Context, m wijk.Outgoing, since time.Time, known func(sid string) bool) (wijk.Status, bool, error) {
	// No filter on the date: a message still in Twilio's queue has none.
	p := new(openapi.ListMessageParams).SetTo(m.To.To).SetPageSize(findPage)
	since = since.Add(-skew)
	var found *row
	old := 0
	for r, err := range a.rows(ctx, "find", p) {
		if err != nil {
			return wijk.Status{}, false, err
		}
		created := moment(r.DateCreated)
		if !created.IsZero() && created.Before(since) {
			// Most recent first, so that older ones follow; but Twilio does not
			// say where it puts those still in the queue.
			if old++; old == findPage {
				break
			}
			continue
		}
		if text(r.Direction) != "outbound-api" || text(r.To) != m.To.To || !sameText(text(r.Body), m.Text) {
			continue
		}
		if sid := text(r.Sid); sid == "" || known != nil && known(sid) {
			continue
		}
		found = &r // the oldest that fits: the first attempt
	}
	if found == nil {
		return wijk.Status{}, false, nil
	}
	s, ok := status(text(found.Status), codeOf(found))
	if !ok {
		s.State = wijk.Sent // whatever it is called, Twilio has it
	}
	s.Outgoing, s.ProviderID = m.ID, text(found.Sid)
	return s, true, nil
}

func codeOf(r *row) string {
	if r.ErrorCode == nil || *r.ErrorCode == 0 {
		return ""
	}
	return strconv.Itoa(*r.ErrorCode)
}

// sameText reports whether the log's text is what we sent. A messaging service
// may have replaced typographic signs by plain ones, so that only letters and
// digits are compared, unless there are none.
func sameText(logged, sent string) bool {
	if logged == sent {
		return true
	}
	words := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	w := words(sent)
	return w != "" && words(logged) == w
}
