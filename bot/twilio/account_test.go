package twilio_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

const (
	public = "https://wijk.example/bot"
	anna   = "+31612345678"
)

// city is what stands behind the door: it keeps messages and statuses, each
// once, and fails when told to.
type city struct {
	mu       sync.Mutex
	messages []wijk.Message
	seen     map[string]bool
	statuses []wijk.Status
	calls    int
	rows     map[uint64]wijk.Outgoing
	fail     func(wijk.Message) error
}

func (c *city) Receive(_ context.Context, ms ...wijk.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	for _, m := range ms {
		if c.fail != nil {
			if err := c.fail(m); err != nil {
				return err
			}
		}
	}
	for _, m := range ms {
		if c.seen == nil {
			c.seen = make(map[string]bool)
		}
		if !c.seen[m.ID] {
			c.seen[m.ID] = true
			c.messages = append(c.messages, m)
		}
	}
	return nil
}

func (c *city) Status(_ context.Context, s wijk.Status) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		if err := c.fail(wijk.Message{}); err != nil {
			return err
		}
	}
	c.statuses = append(c.statuses, s)
	return nil
}

func (c *city) texts() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ts []string
	for _, m := range c.messages {
		ts = append(ts, m.Text)
	}
	return ts
}

func (c *city) counts() (messages, statuses, calls int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.messages), len(c.statuses), c.calls
}

var errDisk = errors.New("disk full")

func failing(wijk.Message) error { return errDisk }

// config is an account at the fake behind base.
func config(base string) twilio.Config {
	return twilio.Config{
		AccountSID: twiliotest.AccountSID,
		AuthToken:  twiliotest.AuthToken,
		From:       twiliotest.From,
		APIBase:    base,
		PublicURL:  public,
		Timeout:    5 * time.Second,
	}
}

// wired returns a fake and an account that talk over real connections, both
// ways, with the city behind the door.
func wired(t testing.TB, o twiliotest.Options) (*twilio.Account, *twiliotest.Fake, *city) {
	t.Helper()
	return wiredFor(t, o, 5*time.Second)
}

// wiredFor does so for calls that may take no longer than timeout.
func wiredFor(t testing.TB, o twiliotest.Options, timeout time.Duration) (*twilio.Account, *twiliotest.Fake, *city) {
	t.Helper()
	c := new(city)
	var a *twilio.Account
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.Handler(c, c).ServeHTTP(w, r)
	}))
	t.Cleanup(door.Close)
	o.Logf = t.Logf
	o.SMSURL, o.VoiceURL = door.URL+"/twilio/sms", door.URL+"/twilio/voice"
	fake := twiliotest.New(o)
	t.Cleanup(fake.Close)
	api := httptest.NewServer(fake)
	t.Cleanup(api.Close)
	cfg := config(api.URL)
	cfg.Timeout = timeout
	cfg.PublicURL, cfg.Row, cfg.Phrases = door.URL, c.row, phrases
	a = twilio.New(cfg)
	t.Cleanup(a.Close)
	return a, fake, c
}

// sms is an outgoing message to anna.
func sms(id uint64, text string) wijk.Outgoing {
	return wijk.Outgoing{ID: id, To: wijk.Address{Channel: wijk.SMS, To: anna}, Text: text}
}

// discard is a log that nobody reads.
var discard = log.New(io.Discard, "", 0)
