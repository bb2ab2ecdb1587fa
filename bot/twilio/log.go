package twilio

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// A row is one message in Twilio's log.
type row = openapi.ApiV2010Message

// mostPages is a bound on one reading of the log, against a log that leads
// back to itself.
const mostPages = 1000

var errEndless = errors.New("the log does not end")

// rows yields the log that p asks for, most recent first, page by page as it is
// consumed. After an error, which is the last, rows may be missing. The library
// could follow the pages itself, but then from a goroutine that reads on when
// the caller has seen enough, and to any address the answer names.
func (a *Account) rows(ctx context.Context, doing string, p *openapi.ListMessageParams) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		token, number := "", ""
		for range mostPages {
			page, err := a.page(ctx, doing, p, token, number)
			if err != nil {
				yield(row{}, err)
				return
			}
			for _, r := range page.Messages {
				if !yield(r, nil) {
					return
				}
			}
			if token, number = nextPage(page.NextPageUri); token == "" && number == "" {
				return
			}
		}
		yield(row{}, &Error{Doing: doing, Cause: errEndless})
	}
}

func (a *Account) page(ctx context.Context, doing string, p *openapi.ListMessageParams, token, number string) (*openapi.ListMessageResponse, error) {
	x, done := a.begin(ctx, doing, pageLimit)
	defer done()
	page, err := x.api().PageMessage(p, token, number)
	if err != nil || x.status >= 300 {
		return nil, x.verdict(err)
	}
	return page, nil
}

// nextPage returns where in the log the next page begins, both empty if none.
func nextPage(uri *string) (token, number string) {
	if uri == nil {
		return "", ""
	}
	u, err := url.Parse(*uri)
	if err != nil {
		return "", ""
	}
	q := u.Query()
	return q.Get("PageToken"), q.Get("Page")
}

// text returns what s points to, or nothing.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// moment reads a date of the log; the zero time if there is none.
func moment(s *string) time.Time {
	t, err := time.Parse(time.RFC1123Z, text(s))
	if err != nil {
		return time.Time{}
	}
	return t
}
