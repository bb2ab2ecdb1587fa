package twilio

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// An Account sends and receives SMS. Its methods may be used at the same time.
type Account struct {
	c      Config
	base   *url.URL
	public string // PublicURL without a slash at its end
	next   http.RoundTripper
	traced bool // next tells of connections through httptrace
	signed client.RequestValidator
	stored stored
}

// New returns the account that c describes, which Check has found in order.
// It touches no network.
func New(c Config) *Account {
	if c.APIBase == "" {
		c.APIBase = realBase
	}
	if c.VoiceFrom == "" {
		c.VoiceFrom = c.From
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	a := &Account{
		c:      c,
		public: strings.TrimRight(c.PublicURL, "/"),
		next:   c.Transport,
		signed: client.NewRequestValidator(c.AuthToken),
	}
	if base, err := url.Parse(c.APIBase); err == nil {
		a.base = base
	} else {
		a.base = &url.URL{} // Check told of it; every call now fails to dial
	}
	if a.next == nil {
		a.next, a.traced = pool(), true
	}
	return a
}

// pool returns connections enough for a broadcast at full speed. It speaks
// HTTP/1.1 only, so that a lost connection puts one message in doubt, not all.
func pool() *http.Transport {
	t := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:    5 * time.Second,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    64,
		MaxConnsPerHost:        128,
		IdleConnTimeout:        30 * time.Second, // well before Twilio closes them
		MaxResponseHeaderBytes: 64 << 10,
		Protocols:              new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	return t
}

// Close closes connections that are not in use.
func (a *Account) Close() {
	if t, ok := a.next.(*http.Transport); ok && a.traced {
		t.CloseIdleConnections()
	}
}

// begin starts an exchange of which the answer may have limit bytes. The caller
// calls done when it has read the answer.
func (a *Account) begin(ctx context.Context, doing string, limit int64) (x *exchange, done context.CancelFunc) {
	ctx, done = context.WithTimeout(ctx, a.c.Timeout)
	x = &exchange{ctx: ctx, a: a, doing: doing, limit: limit}
	return x, done
}

// api returns Twilio's own client, bound to x. It is cheap: one for each call.
func (x *exchange) api() *openapi.ApiService {
	c := &client.Client{
		Credentials: client.NewCredentials(x.a.c.AccountSID, x.a.c.AuthToken),
		HTTPClient:  &http.Client{Transport: x, CheckRedirect: stay},
	}
	c.SetAccountSid(x.a.c.AccountSID)
	// Not through its constructor, which lets TWILIO_EDGE and TWILIO_REGION
	// choose the host that gets the token.
	return openapi.NewApiService(&client.RequestHandler{Client: c})
}

// stay follows no redirect: it would carry the message, or the token, elsewhere.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
