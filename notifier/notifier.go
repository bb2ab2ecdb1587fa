package notifier

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Sender hands one message to a provider and returns the provider's id of
// it. Its error is a *wijk.Refusal if the provider certainly did not accept the
// message; after any other error nobody knows.
type Sender interface {
	Send(ctx context.Context, m wijk.Outgoing) (providerID string, err error)
}

// A Finder is a Sender that can look up whether a message of unknown outcome
// arrived at the provider. since is when, in real time, the first attempt in
// doubt began; known tells whether a provider's id belongs to another row. It
// returns false if the provider has no trace of m. Messages of one channel are
// looked up one after the other.
type Finder interface {
	Find(ctx context.Context, m wijk.Outgoing, since time.Time, known func(sid string) bool) (wijk.Status, bool, error)
}

// Limits is how fast a provider lets us send. The zero value sets no pace.
type Limits struct {
	// Rate is messages per second over all addresses, 0 for no limit.
	Rate float64
	// PerChat is messages per second to one address, 0 for no limit. Short
	// bursts of up to Burst messages may go faster; 0 means 3.
	PerChat float64
	Burst   int
	// PerGroup replaces PerChat for a group, an address that begins with "-".
	PerGroup float64
	// Workers is how many messages may be under way at once; 0 means 32.
	Workers int
}

// A Channel is a way out of the city and the pace it allows.
type Channel struct {
	Name   wijk.Channel
	Sender Sender // may also be a Finder
	// Timeout replaces that of the Notifier, for a provider that takes longer.
	Timeout time.Duration
	Limits
}

// A Notifier sends what is in the outbox, fires timers and runs rounds. Fill
// in the fields, then Run it, once.
type Notifier struct {
	DB    *store.DB
	Clock *clock.Clock
	// Channels are the ones that can send. What is queued for any other fails
	// with Gone set, so that its flow chooses the next address.
	Channels []Channel
	// Timeout bounds each call of a Sender or Finder; 0 means 20 s.
	Timeout time.Duration
	// SMSPrefixes are the beginnings of numbers that may be sent to. Nil allows
	// Dutch mobile numbers only, since each text costs money.
	SMSPrefixes []string
	// VoicePrefixes are those that may be called. Nil allows Dutch mobile and
	// fixed numbers, none of which costs more than a usual call.
	VoicePrefixes []string
	// SMSDaySegments is how many segments of SMS a day may cost, 0 for no
	// limit. Alarms and check-ins are counted and never stopped.
	SMSDaySegments int

	// Settled, Fire and Warn act on the city's records and may be nil. They run
	// inside an Update, possibly more than once, so they may change nothing
	// but tx. now is city time.

	// Settled hears of each change of fate of a message, see the package text.
	Settled func(tx *store.Tx, m wijk.Outgoing, now time.Time)
	// Moved hears that a provider gave an address a new name.
	Moved func(tx *store.Tx, from, to wijk.Address)
	// Fire does what a timer was set for. The timer is removed already.
	Fire func(tx *store.Tx, t wijk.Timer, now time.Time)
	// Warn tells staff that the machine needs a person. ref names what it is
	// about and is the same for the same trouble; text is Dutch.
	Warn func(tx *store.Tx, ref, text string, now time.Time)

	// Rounds are run by their schedules. Extra adds those that live in the
	// store; it may be nil.
	Rounds []Round
	Extra  func(tx *store.Tx) []Round

	Log *slog.Logger // nil for none

	once   sync.Once
	lines  []*line
	leases chan struct{} // rung when a row began to wait on real time
	pulse  pulse
	rounds roundRunner
	parked map[string]bool // timers that staff was warned of
}

// Defaults of Notifier and Limits.
const (
	defaultTimeout = 20 * time.Second
	defaultWorkers = 32
	defaultBurst   = 3
)

// grace is how long sends under way may take after Run was told to end.
const grace = 7 * time.Second

// setup makes what Run, Status and Stats share.
func (n *Notifier) setup() {
	n.once.Do(func() {
		if n.Timeout == 0 {
			n.Timeout = defaultTimeout
		}
		if n.SMSPrefixes == nil {
			n.SMSPrefixes = []string{"+316"}
		}
		if n.VoicePrefixes == nil {
			n.VoicePrefixes = []string{"+311", "+312", "+313", "+314", "+315", "+316", "+317", "+3185", "+3188"}
		}
		if n.Log == nil {
			n.Log = slog.New(slog.DiscardHandler)
		}
		n.leases = make(chan struct{}, 1)
		n.parked = map[string]bool{}
		n.rounds.setup(n)
		for _, name := range []wijk.Channel{wijk.Telegram, wijk.SMS, wijk.Voice, wijk.Letter, wijk.BackOffice} {
			n.lines = append(n.lines, newLine(n, name))
		}
	})
}

// Run sends, fires and runs rounds until ctx ends, and then returns nil once
// the sends under way are settled. It returns an error if the store failed:
// the process must then end.
func (n *Notifier) Run(ctx context.Context) error {
	n.setup()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	// Sends under way outlive ctx for a while.
	sends, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cut) })()

	if err := n.recoverClaims(ctx); err != nil {
		return stopped(ctx, err)
	}
	var wg sync.WaitGroup
	start := func(bell <-chan struct{}, own <-chan struct{}, step func(context.Context) (wake, error)) {
		busy := n.pulse.add()
		wg.Go(func() {
			if err := n.loop(ctx, busy, bell, own, step); err != nil {
				fail(err)
			}
		})
	}
	for _, l := range n.lines {
		l.sends, l.fail = sends, fail
		start(n.DB.Listen(store.Mail), l.freed, l.step)
		if l.finder != nil {
			start(l.doubts, nil, l.seek)
		}
	}
	start(n.leases, nil, n.releaseStep)
	start(n.DB.Listen(store.Mail), nil, n.expireStep)
	start(n.DB.Listen(store.Clocks), nil, n.timerStep)
	start(n.DB.Listen(store.Clocks), nil, n.roundStep)
	wg.Wait()
	for _, l := range n.lines {
		l.under.Wait()
	}
	return stopped(ctx, nil)
}

// stopped tells an end that was asked for from a failure.
func stopped(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// line returns the line of a channel, nil if there is no such channel.
func (n *Notifier) line(name wijk.Channel) *line {
	for _, l := range n.lines {
		if l.name == name {
			return l
		}
	}
	return nil
}
