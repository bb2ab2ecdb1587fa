// Package telegram is the door to Telegram: it receives by long poll or by
// webhook, and sends.
//
// The one rule it keeps: an update is confirmed to Telegram only after
// Receiver.Receive returned nil. Telegram forgets an update the moment a poll
// asks for a higher offset, or a webhook answers 200, so until then it is the
// only copy. The library's own update channel confirms too early, which is why
// the loop here is ours and the library serves for requests and types.
//
// What Telegram knows and we must too (its error codes, limits and quirks) has
// its home here, both directions. To understand a new kind of update, add it to
// allowed and give it a case in update.go; to give a new error a meaning, add a
// row to meanings in fault.go.
package telegram

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The modes of receiving.
const (
	ModePoll    = "poll"
	ModeWebhook = "webhook"
)

// apiBase is where Telegram itself lives.
const apiBase = "https://api.telegram.org"

// A Config says how to reach Telegram. Only Token is required.
type Config struct {
	// Token is the secret BotFather gave; it reaches no error and no log.
	Token string
	// APIBase is the root of the Bot API, https://api.telegram.org if empty.
	APIBase string
	// Mode is ModePoll, also when empty, or ModeWebhook.
	Mode string
	// WebhookSecret is what Telegram must repeat in each delivery.
	WebhookSecret string
	// PublicURL is the root under which the world reaches us, without /telegram.
	PublicURL string
	// Timeout is how long one call may take, 10 s if zero. The long poll gets
	// its 50 s on top of it.
	Timeout time.Duration
	// Now is city time, time.Now if nil. It dates button presses, to which
	// Telegram gives no date; waits and time-outs follow the real clock.
	Now func() time.Time
	// Stamp turns a date of Telegram's into city time; nil leaves it alone.
	Stamp func(time.Time) time.Time
	// Transport makes the connections, a pool of our own if nil.
	Transport http.RoundTripper
	// Photo returns a stored photo for Outgoing.PhotoID. If it is nil or fails
	// the text goes without the photo.
	Photo func(ctx context.Context, id string) ([]byte, error)
	// Report, if not nil, hears each failure of receiving (errors.Is finds
	// ErrSecondPoller, which deserves an alarm) and nil when it works again.
	// It is called from the goroutine that runs Poll.
	Report func(error)
	// Heard, when set, is called each time Telegram has answered a poll.
	Heard func()
}

// Check returns all that is wrong with c, without its secrets, or nothing.
func (c Config) Check() []error {
	var errs []error
	fault := func(format string, a ...any) { errs = append(errs, fmt.Errorf("telegram: "+format, a...)) }
	if c.Token == "" || strings.ContainsFunc(c.Token, unfitForPath) {
		fault("the token is empty or holds a character that no token has")
	}
	if u, err := url.Parse(c.base()); err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		fault("the API base must be a plain http or https URL")
	}
	if c.Timeout < 0 {
		fault("the time-out is negative")
	}
	switch c.Mode {
	case "", ModePoll:
	case ModeWebhook:
		errs = append(errs, c.checkWebhook()...)
	default:
		fault("mode %q is neither %s nor %s", c.Mode, ModePoll, ModeWebhook)
	}
	return errs
}

// checkWebhook returns what is wrong with the settings of webhook mode.
func (c Config) checkWebhook() []error {
	var errs []error
	if !validSecret(c.WebhookSecret) {
		errs = append(errs, errors.New("telegram: the webhook secret must be 1 to 256 of A-Z a-z 0-9 _ -"))
	}
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname()))) {
		errs = append(errs, errors.New("telegram: webhook mode needs a public https URL"))
	}
	return errs
}

// base returns the root of the API without a slash at its end.
func (c Config) base() string {
	if c.APIBase == "" {
		return apiBase
	}
	return strings.TrimRight(c.APIBase, "/")
}

// unfitForPath reports whether r would change the meaning of a URL it is put in.
func unfitForPath(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune(`/\?#%`, r)
}

// validSecret reports whether Telegram accepts s as a secret_token.
func validSecret(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-') {
			return false
		}
	}
	return len(s) >= 1 && len(s) <= 256
}

// loopback reports whether host is this very machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
