package twilio

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wijkbot/store/wijk"
)

// Config says which account to use and where the outside world is.
type Config struct {
	// AccountSID and AuthToken are both needed: the token also signs webhooks,
	// so an API key cannot take its place.
	AccountSID, AuthToken string
	// From is our number in E.164 form, MessagingServiceSID a pool of them.
	// Exactly one of the two is set.
	From, MessagingServiceSID string
	// VoiceFrom is the number that we call from and that residents call; empty
	// is From. With a messaging service and no VoiceFrom there are no calls.
	VoiceFrom string
	// Row returns a row of the outbox: Twilio asks what to say in a call when
	// somebody takes it up. It must answer within seconds.
	Row func(ctx context.Context, id uint64) (m wijk.Outgoing, ok bool, err error)
	// Phrases is what is said in calls besides the text of the row.
	Phrases Phrases
	// APIBase replaces https://api.twilio.com; empty is the real one.
	APIBase string
	// PublicURL is where Twilio reaches us, without /twilio. Signatures are
	// checked against it, whatever Host or X-Forwarded headers say.
	PublicURL string
	// Timeout bounds each call; zero means ten seconds.
	Timeout time.Duration
	// Now is the city's clock; nil is the real one.
	Now func() time.Time
	// Stamp turns a time of Twilio's clock into city time; nil leaves it as is.
	Stamp func(time.Time) time.Time
	// Transport carries the calls; nil is a pool of HTTP/1.1 connections.
	Transport http.RoundTripper
	// Refused, when set, hears why a webhook was turned away, in a fixed word
	// such as "signature". It may be called from many goroutines.
	Refused func(reason string)
}

const (
	realBase       = "https://api.twilio.com"
	defaultTimeout = 10 * time.Second
)

// Check returns every fault in c at once, or nil. No fault repeats a value.
func (c Config) Check() []error {
	var faults []error
	fault := func(bad bool, text string) {
		if bad {
			faults = append(faults, errors.New("twilio: "+text))
		}
	}
	fault(!isSID("AC", c.AccountSID), "the account SID is not AC and 32 hexadecimal digits")
	fault(c.AuthToken == "", "the auth token is empty, so that anyone could sign webhooks")
	// The client library refuses other characters, at the first call.
	fault(!isAlphanumeric(c.AuthToken), "the auth token holds more than letters and digits")
	fault(c.From == "" && c.MessagingServiceSID == "", "neither a from number nor a messaging service is set")
	fault(c.From != "" && c.MessagingServiceSID != "", "both a from number and a messaging service are set")
	// Nobody can answer a name, and a check-in asks for an answer.
	fault(c.From != "" && !isNumber(c.From), "the from number is not a phone number such as +3197012345678")
	fault(c.MessagingServiceSID != "" && !isSID("MG", c.MessagingServiceSID),
		"the messaging service SID is not MG and 32 hexadecimal digits")
	fault(c.VoiceFrom != "" && !isNumber(c.VoiceFrom), "the number for calls is not a phone number such as +3197012345678")
	fault(c.APIBase != "" && !isBase(c.APIBase), "the API base is not an http(s) address")
	fault(!isBase(c.PublicURL), "the public URL is not an http(s) address, without a query")
	fault(c.Timeout < 0, "the time-out is negative")
	return faults
}

func (c Config) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

func (c Config) stamp(t time.Time) time.Time {
	if c.Stamp == nil {
		return t
	}
	return c.Stamp(t)
}

// isBase reports whether s is an absolute http(s) address to append a path to.
func isBase(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		u.User == nil && !strings.ContainsAny(s, "?#")
}

// isSID reports whether s is prefix and 32 lower-case hexadecimal digits.
func isSID(prefix, s string) bool {
	hex, ok := strings.CutPrefix(s, prefix)
	return ok && len(hex) == 32 && strings.Trim(hex, "0123456789abcdef") == ""
}

// isMessageSID reports whether s can name a message: an SMS or an MMS.
func isMessageSID(s string) bool { return isSID("SM", s) || isSID("MM", s) }

// isCallSID reports whether s can name a call.
func isCallSID(s string) bool { return isSID("CA", s) }

// isNumber reports whether s is a phone number in E.164 form. Seven digits is
// the shortest number with its country code; short codes have no plus.
func isNumber(s string) bool {
	digits, ok := strings.CutPrefix(s, "+")
	return ok && len(digits) >= 7 && len(digits) <= 15 && digits[0] != '0' &&
		strings.Trim(digits, "0123456789") == ""
}

func isAlphanumeric(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
