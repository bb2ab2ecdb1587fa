package signalen

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// A Client speaks with one Signalen. It is the notifier's Sender and Finder for
// the channel wijk.BackOffice; its methods may be used at the same time.
type Client struct {
	c      Config
	base   string
	http   *http.Client
	traced bool
	budget budget
	// silent says that the last call that was to change something got no
	// answer: before the next, a harmless one must.
	silent atomic.Bool
}

// New returns a client. It makes no call; see Config.Check.
func New(c Config) *Client {
	if c.Source == "" {
		c.Source = defaultSource
	}
	if c.Hourly == 0 {
		c.Hourly = defaultHourly
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	x := &Client{c: c, base: strings.TrimRight(c.Base, "/"), http: &http.Client{Transport: c.Transport, CheckRedirect: stay}}
	x.budget.limit = c.Hourly
	if c.Transport == nil {
		x.http.Transport, x.traced = single(), true
	}
	return x
}

// stay follows no redirect: a POST would arrive as a GET, or elsewhere.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// single makes a new connection for each call: at one a minute there is nothing
// to win by keeping it, and one that died meanwhile would leave a call in doubt.
func single() *http.Transport {
	t := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout:    5 * time.Second,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: 64 << 10,
		Protocols:              new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	return t
}

// A request is one call.
type request struct {
	doing  string // what for, as errors tell
	method string
	path   string // below Base
	kind   string // content type of body
	body   []byte
	press  press
}

// An answer is what came back.
type answer struct {
	status int
	json   bool // it says that it is JSON
	body   []byte
	after  time.Duration // what it asks to wait, 0 if it does not
}

const (
	answerLimit = 1 << 20
	longestWait = time.Hour
)

// do makes a call within the budget. Its error is a *wijk.Refusal when the call
// certainly did not reach Signalen, else an *Error.
func (x *Client) do(ctx context.Context, r request) (answer, error) {
	if wait := x.budget.take(r.press, time.Now()); wait > 0 {
		return answer{}, paced(r.doing, wait)
	}
	ctx, cancel := context.WithTimeout(ctx, x.c.Timeout)
	defer cancel()
	var reached atomic.Bool
	if x.traced {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { reached.Store(true) }})
	} else {
		reached.Store(true)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, x.base+r.path, bytes.NewReader(r.body))
	if err != nil {
		x.budget.giveBack()
		return answer{}, broken(r.doing, 0)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "wijkbot")
	if r.kind != "" {
		req.Header.Set("Content-Type", r.kind)
	}
	resp, err := x.http.Do(req)
	if err != nil {
		if !reached.Load() || isDial(err) {
			x.budget.giveBack()
			return answer{}, unreachable(r.doing, err)
		}
		return answer{}, &Error{Doing: r.doing, Cause: cause(err)}
	}
	defer resp.Body.Close()
	return x.read(r, resp)
}

// read takes in the whole answer.
func (x *Client) read(r request, resp *http.Response) (answer, error) {
	a := answer{status: resp.StatusCode, after: retryAfter(resp.Header.Get("Retry-After"))}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	a.json = kind == "application/json" || kind == "application/hal+json"
	var err error
	a.body, err = io.ReadAll(io.LimitReader(resp.Body, answerLimit))
	if a.status == http.StatusTooManyRequests {
		x.budget.close(time.Now(), max(a.after, time.Minute))
	}
	if err != nil && a.status < 300 { // of a no, the status is enough
		return a, &Error{Doing: r.doing, Status: a.status, Cause: cause(err)}
	}
	return a, nil
}

// retryAfter reads the header of that name: seconds, or a date. Zero is none.
func retryAfter(s string) time.Duration {
	var d time.Duration
	if n, err := strconv.Atoi(s); err == nil {
		d = time.Duration(min(max(n, 0), int(longestWait/time.Second))) * time.Second
	} else if t, err := http.ParseTime(s); err == nil {
		d = time.Until(t)
	}
	return min(max(d, 0), longestWait)
}
