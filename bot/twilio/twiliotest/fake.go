package twiliotest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"time"
)

// The account that a Fake has when Options names no other.
const (
	AccountSID = "AC0123456789abcdef0123456789abcdef"
	AuthToken  = "geheim0123456789geheim0123456789"
	From       = "+3197010281234"
)

// Options describe a Fake. The zero value is a hostile one with one number.
type Options struct {
	// AccountSID, AuthToken and From default to the constants of those names.
	// From is the number people text to, also with a messaging service.
	AccountSID, AuthToken, From string
	// MessagingServiceSID, when set, is a service that From is in.
	MessagingServiceSID string
	// SMSURL is where an inbound SMS is posted, as configured on the number.
	// Empty means that no webhook is configured.
	SMSURL string
	// VoiceURL is where a call to our number is posted. Empty means that no
	// webhook is configured.
	VoiceURL string
	// OnCall, when set, is called when a telephone rings that no Phone stands
	// for: it rings until somebody uses TakeUp, Busy or Ignore. Without it
	// nobody takes it up. It must not block.
	OnCall func(Call)
	// Webhooks carries requests to SMSURL and to status callbacks; nil is real
	// HTTP. Direct makes one from a handler.
	Webhooks http.RoundTripper
	// Now is the clock of the log; nil is the real one.
	Now func() time.Time
	// Calm leaves out every fault but those asked for.
	Calm bool
	// Chance is how likely a request fails unasked, if not calm; 0 means 0.05.
	Chance float64
	// Seed makes chance repeatable; 0 takes one and prints it.
	Seed uint64
	// Logf prints the seed; nil prints to standard error.
	Logf func(format string, args ...any)
	// RetryAfter is what a TooMany answer asks for; 0 means one second.
	RetryAfter time.Duration
	// Rate is how many messages a second may be created, with a second's worth
	// at once; what is over gets a TooMany answer. Zero sets no limit.
	Rate float64
	// Delay is how long status callbacks may take; 0 means no time.
	Delay time.Duration
	// NoCallbacks leaves status callbacks out.
	NoCallbacks bool
	// OnSend, when set, is called for every message that Twilio sends to a
	// phone, its own answers to keywords included. It must not block.
	OnSend func(Message)
}

// A Message is one row of the log.
type Message struct {
	SID      string
	To, From string
	Body     string
	// Direction is inbound, outbound-api, or outbound-reply for Twilio's own
	// answers to keywords.
	Direction string
	// Status is Twilio's word, and Code the error code if it failed.
	Status string
	Code   int
	// Created and Sent are by Options.Now. Sent is zero while it is queued.
	Created, Sent time.Time
	// Callback and Validity, in seconds, are as they were asked for.
	Callback string
	Validity int
	// Media is the number of pictures.
	Media int
}

// A Fake is a Twilio account. It is an http.Handler for the REST API; its
// methods may be used at the same time.
type Fake struct {
	o    Options
	hook *http.Client
	page []byte // of an error, as proxies show it

	ctx  context.Context // ends at Close
	stop context.CancelFunc
	busy sync.WaitGroup

	mu      sync.Mutex
	rand    *rand.Rand
	log     []*Message // oldest first
	index   map[string]*Message
	changed chan struct{} // closed and replaced when the log changes
	blocked map[string]bool
	refused map[string]int // number -> code at creation
	failing map[string]int // number -> code at delivery
	always  Fault
	creates []Fault
	lists   []Fault
	calls   []*Call          // oldest first
	lines   map[string]*line // calls under way, by SID
	phones  map[string]Phone
	dials   []Fault
	limited int       // TooMany answers
	credit  float64   // messages that Rate allows now
	counted time.Time // when credit was counted
}

// New returns a Fake. Close it when done.
func New(o Options) *Fake {
	if o.AccountSID == "" {
		o.AccountSID = AccountSID
	}
	if o.AuthToken == "" {
		o.AuthToken = AuthToken
	}
	if o.From == "" {
		o.From = From
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Chance == 0 {
		o.Chance = 0.05
	}
	if o.RetryAfter == 0 {
		o.RetryAfter = time.Second
	}
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	if o.Logf == nil {
		o.Logf = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	}
	if !o.Calm {
		o.Logf("twiliotest: seed %d", o.Seed)
	}
	if o.Webhooks == nil {
		// Enough connections for a broadcast, and no more than a server takes.
		o.Webhooks = &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64, IdleConnTimeout: 30 * time.Second}
	}
	f := &Fake{
		o:       o,
		credit:  o.Rate,
		counted: time.Now(),
		hook:    &http.Client{Transport: o.Webhooks, Timeout: 15 * time.Second, CheckRedirect: stay},
		page:    fmt.Appendf(nil, "<html><h1>502 Bad Gateway</h1><!--%*s--></html>", 200<<10, ""),
		rand:    rand.New(rand.NewPCG(o.Seed, 0)),
		index:   make(map[string]*Message),
		changed: make(chan struct{}),
		blocked: make(map[string]bool),
		refused: make(map[string]int),
		failing: make(map[string]int),
		lines:   make(map[string]*line),
		phones:  make(map[string]Phone),
	}
	f.ctx, f.stop = context.WithCancel(context.Background())
	return f
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Close ends status callbacks under way and answers that hang.
func (f *Fake) Close() {
	f.stop()
	f.Settle()
	f.hook.CloseIdleConnections()
}

// Settle waits until every message sent so far has had its status callbacks.
func (f *Fake) Settle() {
	f.mu.Lock() // a call of later that began before us ends before we wait
	busy := &f.busy
	f.mu.Unlock()
	busy.Wait()
}

// later runs fn beside the answer under way; Settle waits for it.
func (f *Fake) later(fn func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy.Go(fn)
}

// Refuse makes Twilio refuse messages to number with code, such as 21211 for
// one that does not exist. Zero accepts them again.
func (f *Fake) Refuse(number string, code int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refused[number] = code
}

// Fail makes messages to number be accepted and then undelivered with code,
// such as 30003 for a phone that is off. Zero delivers them again.
func (f *Fake) Fail(number string, code int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failing[number] = code
}

// Limited returns how often a client was told that it goes too fast.
func (f *Fake) Limited() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.limited
}

// Blocked reports whether number has opted out with a keyword.
func (f *Fake) Blocked(number string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.blocked[number]
}

// Sent returns the messages created through the API, oldest first, as they
// stand now.
func (f *Fake) Sent() []Message {
	return f.sent(func(m *Message) bool { return m.Direction == "outbound-api" })
}

// Log returns the whole log, oldest first.
func (f *Fake) Log() []Message { return f.sent(func(*Message) bool { return true }) }

func (f *Fake) sent(match func(*Message) bool) []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ms []Message
	for _, m := range f.log {
		if match(m) {
			ms = append(ms, *m)
		}
	}
	return ms
}

// WaitSent returns the oldest message created through the API that match
// accepts, waiting for it until ctx ends.
func (f *Fake) WaitSent(ctx context.Context, match func(Message) bool) (Message, error) {
	for {
		f.mu.Lock()
		changed := f.changed
		f.mu.Unlock()
		for _, m := range f.Sent() {
			if match(m) {
				return m, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Message{}, fmt.Errorf("twiliotest: no such message: %w", ctx.Err())
		}
	}
}

// add puts m in the log under a new SID. The caller holds the lock.
func (f *Fake) add(m Message) *Message {
	m.SID = fmt.Sprintf("SM%016x%016x", f.rand.Uint64(), f.rand.Uint64())
	m.Created = f.o.Now()
	f.log = append(f.log, &m)
	f.index[m.SID] = &m
	f.touch()
	return &m
}

// touch wakes WaitSent. The caller holds the lock.
func (f *Fake) touch() {
	close(f.changed)
	f.changed = make(chan struct{})
}
