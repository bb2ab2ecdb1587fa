package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"
)

// maxAnswer bounds what one call may make us hold: a hundred updates of the
// longest text with the message they reply to stay well below it.
const maxAnswer = 32 << 20

// drained is how much of an answer nobody wants is read so that its connection
// can be used again.
const drained = 64 << 10

var (
	errTooLong = errors.New("the answer is too long")
	errNotAPI  = errors.New("the answer does not come from the Bot API")
)

// A call is the library's HTTP client for one request. It binds the context
// the library does not know, bounds the answer, and remembers what the library
// forgets: the status, whether the Bot API itself answered, and whether the
// request ever got a connection.
type call struct {
	client *http.Client
	ctx    context.Context

	status int
	after  time.Duration // the Retry-After header
	api    bool          // the answer has the Bot API's own shape
	link   atomic.Int32  // how far the connection came
}

// The states of a call's connection. A transport that does not trace leaves it
// at linkUnknown, and then nobody can say whether the request left.
const (
	linkUnknown = iota
	linkWanted
	linkMade
)

// Do performs r and returns an answer that is held in memory.
func (c *call) Do(r *http.Request) (*http.Response, error) {
	ctx := httptrace.WithClientTrace(c.ctx, &httptrace.ClientTrace{
		// asked again only if the connection before took nothing of a POST
		GetConn: func(string) { c.link.Store(linkWanted) },
		GotConn: func(httptrace.GotConnInfo) { c.link.Store(linkMade) },
	})
	resp, err := c.client.Do(r.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	c.status = resp.StatusCode
	c.after = seconds(resp.Header.Get("Retry-After"))
	body, err := read(resp.Body, maxAnswer)
	if err != nil {
		return nil, err
	}
	if c.api = isAnswer(body); !c.api {
		return nil, errNotAPI
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// unsent reports whether the request certainly never left.
func (c *call) unsent() bool { return c.link.Load() == linkWanted }

// read returns all of body, or errTooLong if that is more than limit bytes.
func read(body io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		_, _ = io.CopyN(io.Discard, body, drained)
		return nil, errTooLong
	}
	return b, nil
}

// isAnswer reports whether body is an answer of the Bot API, and not the page
// of a proxy in front of it. The API begins every success the same way, so
// that long ones need not be parsed twice.
func isAnswer(body []byte) bool {
	if bytes.HasPrefix(body, []byte(`{"ok":true`)) {
		return true
	}
	var head struct {
		OK *bool `json:"ok"`
	}
	return json.Unmarshal(body, &head) == nil && head.OK != nil
}

// seconds reads a Retry-After header in its form of a number.
func seconds(s string) time.Duration {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, maxAfter)) * time.Second
}

// maxAfter bounds how many seconds we let ourselves be sent away for.
const maxAfter = 3600
