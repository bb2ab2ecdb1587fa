// Package telegramtest is a Bot API server of our own: strict in what it takes
// and hostile in how it answers, for tests and for the sandbox.
//
// The one rule it keeps: it refuses what Telegram refuses and forgets what
// Telegram forgets, so that code which passes here can be let loose on people.
// Unless it is told to be calm it also throws in, from a printed seed, what a
// bad day brings: 429, pages of a proxy, cut connections, answers lost after
// the deed, updates twice.
//
// A Fake is an http.Handler for a real socket and an http.RoundTripper for
// synctest bubbles. To add a method, give it a row in methods; to add a fault,
// a Trouble.
package telegramtest

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Token is the token of a Fake whose Options name no other.
const Token = "123456:test-token-of-a-fake"

// Options say how a Fake behaves. The zero value is hostile.
type Options struct {
	// Token is what callers must know, the constant Token if empty.
	Token string
	// Calm leaves out every fault that was not asked for with Fail.
	Calm bool
	// NoLimits leaves out the limits on the rate of sending.
	NoLimits bool
	// Overall and PerChat are the messages a second that Telegram lets through,
	// 30 and 1 if zero. Burst is how many a chat takes at once, 3 if zero.
	Overall, PerChat float64
	Burst            int
	// Seed makes the faults repeatable; 0 takes a random one.
	Seed uint64
	// Log, such as t.Logf, hears the seed.
	Log func(format string, args ...any)
	// Now dates messages and makes them expire, time.Now if nil. Limits, held
	// polls and retries follow the real clock (or that of a synctest bubble).
	Now func() time.Time
	// Expire forgets button presses after 150 s and messages after 24 h, which
	// is what Telegram does with updates that nobody fetched.
	Expire bool
	// OnSend hears each message the bot sent, after the fact.
	OnSend func(Sent)
	// Deliver carries webhook deliveries, http.DefaultTransport if nil.
	Deliver http.RoundTripper
	// Retry is the wait before a failed delivery is tried again, doubling up to
	// a minute; 1 s if zero.
	Retry time.Duration
}

// A Fake is a Bot API server with the phones of everybody who talks to it.
type Fake struct {
	opts    Options
	methods map[string]method

	mu      sync.Mutex
	rng     *mathrand.Rand
	changed chan struct{} // closed and replaced when anything happens
	updates queue
	hook    *webhook
	rooms   map[int64]*room
	files   map[string][]byte
	presses map[string]time.Time // real time of each callback query
	sent    []Sent
	calls   []Call
	// forgotten is how many calls were before these, see Forget.
	forgotten int
	limits    limits
	faults    []*fault
	message   int64 // the last message id
	named     int64 // the last id of anything else
	pollHeld  chan struct{}

	ctx   context.Context // ends with Close
	close context.CancelFunc
	work  sync.WaitGroup // webhook lanes
}

// New returns a Fake that serves at once. Close it.
func New(o Options) *Fake {
	if o.Token == "" {
		o.Token = Token
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Seed == 0 {
		var b [8]byte
		_, _ = rand.Read(b[:]) // never fails
		o.Seed = binary.LittleEndian.Uint64(b[:])
	}
	if o.Log != nil && !o.Calm {
		o.Log("telegramtest: seed %d", o.Seed)
	}
	if o.Deliver == nil {
		o.Deliver = http.DefaultTransport
	}
	if o.Retry == 0 {
		o.Retry = time.Second
	}
	f := &Fake{
		opts:    o,
		rng:     mathrand.New(mathrand.NewPCG(o.Seed, 0)),
		changed: make(chan struct{}),
		rooms:   make(map[int64]*room),
		files:   make(map[string][]byte),
		presses: make(map[string]time.Time),
		limits:  newLimits(o),
		message: 1000,
	}
	f.updates = queue{next: 700_000_001, expire: o.Expire}
	f.methods = f.table()
	f.ctx, f.close = context.WithCancel(context.Background())
	return f
}

// Token returns the token that callers must know.
func (f *Fake) Token() string { return f.opts.Token }

// Close lets go of held polls and ends webhook deliveries. It waits for them.
func (f *Fake) Close() {
	f.mu.Lock()
	f.close()
	f.mu.Unlock()
	f.work.Wait()
}

// notify wakes everyone who waits for something to happen. f.mu is held.
func (f *Fake) notify() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// A method answers one call of the Bot API. It is called without f.mu.
type method func(ctx context.Context, p params) answer

// table returns the methods this server has.
func (f *Fake) table() map[string]method {
	m := map[string]method{
		"getMe":               f.getMe,
		"getUpdates":          f.getUpdates,
		"sendMessage":         f.sendMessage,
		"sendPhoto":           f.sendPhoto,
		"sendVenue":           f.sendVenue,
		"answerCallbackQuery": f.answerCallbackQuery,
		"setWebhook":          f.setWebhook,
		"deleteWebhook":       f.deleteWebhook,
		"getWebhookInfo":      f.getWebhookInfo,
		"getFile":             f.getFile,
	}
	lower := make(map[string]method, len(m))
	for name, fn := range m {
		lower[strings.ToLower(name)] = fn // Telegram does not mind the case
	}
	return lower
}

// getMe says who the bot is.
func (f *Fake) getMe(context.Context, params) answer {
	return done(f.self())
}

// self is the bot as a user.
func (f *Fake) self() object {
	return object{"id": 123456, "is_bot": true, "first_name": "Wijkbot", "username": "wijk_test_bot"}
}
