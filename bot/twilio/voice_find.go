package twilio

import (
	"context"
	"iter"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"wijkbot/store/wijk"
)

// A callRow is one call in Twilio's log.
type callRow = openapi.ApiV2010Call

// Find looks in Twilio's log for the call of m, of which a Send that began at
// since, in real time, ended in doubt: nobody is to be called twice. It returns
// what the log says of it, and false if it is not there.
//
// The log holds neither our outbox id nor what was said, so that the call is
// recognised by its number and its time. Known, which may be nil, tells of an
// id whether it belongs to another row of the outbox.
func (v *Voice) Find(ctx context.Context, m wijk.Outgoing, since time.Time, known func(sid string) bool) (wijk.Status, bool, error) {
	// No filter on the time: a call that does not ring yet has none.
	p := new(openapi.ListCallParams).SetTo(m.To.To).SetPageSize(findPage)
	since = since.Add(-skew)
	var found *callRow
	old := 0
	for r, err := range v.rows(ctx, "find", p) {
		if err != nil {
			return wijk.Status{}, false, err
		}
		if at := calledAt(&r); !at.IsZero() && at.Before(since) {
			if old++; old == findPage {
				break
			}
			continue
		}
		if text(r.Direction) != "outbound-api" || text(r.To) != m.To.To || text(r.From) != v.a.c.VoiceFrom {
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
	s, ok := callStatus(text(found.Status), "")
	if !ok {
		s.State = wijk.Sent // whatever it is called, Twilio has it
	}
	s.Outgoing, s.ProviderID = m.ID, text(found.Sid)
	return s, true, nil
}

// calledAt returns when the call r was made, zero if the log does not tell.
func calledAt(r *callRow) time.Time {
	if t := moment(r.StartTime); !t.IsZero() {
		return t
	}
	return moment(r.DateCreated)
}

// rows yields the calls that p asks for, as Account.rows does for messages.
func (v *Voice) rows(ctx context.Context, doing string, p *openapi.ListCallParams) iter.Seq2[callRow, error] {
	return func(yield func(callRow, error) bool) {
		token, number := "", ""
		for range mostPages {
			page, err := v.page(ctx, doing, p, token, number)
			if err != nil {
				yield(callRow{}, err)
				return
			}
			for _, r := range page.Calls {
				if !yield(r, nil) {
					return
				}
			}
			if token, number = nextPage(page.NextPageUri); token == "" && number == "" {
				return
			}
		}
		yield(callRow{}, &Error{Doing: doing, Cause: errEndless})
	}
}

func (v *Voice) page(ctx context.Context, doing string, p *openapi.ListCallParams, token, number string) (*openapi.ListCallResponse, error) {
	x, done := v.a.begin(ctx, doing, pageLimit)
	defer done()
	page, err := x.api().PageCall(p, token, number)
	if err != nil || x.status >= 300 {
		return nil, x.verdict(err)
	}
	return page, nil
}
