package twilio

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"time"
)

// An exchange is one request to Twilio and what came of it. It stands under
// the client library, which knows no context, has no setting for the address,
// and forgets the status and the headers of an answer it cannot read.
type exchange struct {
	ctx   context.Context
	a     *Account
	doing string
	limit int64

	began  bool // the request was handed to the transport
	conn   bool // a connection was there: the request may have left
	status int  // 0 while no answer came
	after  time.Duration
}

// What we read of an answer: an error or one message, and a page of the log,
// of which each row is about a kilobyte. More of an error page, up to drain, is
// thrown away so that the connection lives on.
const (
	errorLimit = 64 << 10
	pageLimit  = 4 << 20
	drain      = 256 << 10
)

var errTooLarge = errors.New("answer too large")

// RoundTrip sends r to the configured address, under the context of x, and
// reads the whole answer, so that the connection can be used again.
func (x *exchange) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := x.ctx
	if x.a.traced {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
			GotConn: func(httptrace.GotConnInfo) { x.conn = true },
		})
	}
	r = r.WithContext(ctx)
	r.URL = x.a.rebase(r.URL)
	r.Host = ""
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	x.began = true
	resp, err := x.a.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if err := x.read(resp); err != nil {
		return nil, err
	}
	x.status = resp.StatusCode
	x.after = retryAfter(resp.Header.Get("Retry-After"))
	return resp, nil
}

// read replaces the body of resp by the bytes in it. Of an error page of any
// size it keeps enough to find Twilio's code.
func (x *exchange) read(resp *http.Response) error {
	defer resp.Body.Close()
	limit := x.limit
	if resp.StatusCode >= 400 {
		limit = errorLimit
	}
	var b bytes.Buffer
	if n := resp.ContentLength; n > 0 && n <= limit {
		b.Grow(int(n) + bytes.MinRead)
	}
	_, err := b.ReadFrom(io.LimitReader(resp.Body, limit+1))
	switch {
	case resp.StatusCode >= 400: // the status and the beginning say enough
		_, _ = io.CopyN(io.Discard, resp.Body, drain)
	case err != nil:
		return err
	case int64(b.Len()) > limit:
		return errTooLarge
	}
	resp.Body = io.NopCloser(&b)
	return nil
}

// rebase returns u at the configured address.
func (a *Account) rebase(u *url.URL) *url.URL {
	v := *u
	v.Scheme, v.Host = a.base.Scheme, a.base.Host
	if a.base.Path != "" && a.base.Path != "/" {
		v.Path = a.base.JoinPath(u.Path).Path
	}
	return &v
}

// retryAfter reads the header of that name: seconds, or a date. Zero is none.
func retryAfter(s string) time.Duration {
	const most = time.Hour // whatever they say, we try again within the hour
	if s == "" {
		return 0
	}
	var d time.Duration
	if n, err := strconv.Atoi(s); err == nil {
		d = time.Duration(min(n, int(most/time.Second))) * time.Second
	} else if t, err := http.ParseTime(s); err == nil {
		d = time.Until(t)
	}
	return min(max(d, 0), most)
}
