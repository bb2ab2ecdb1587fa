package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A silence fails the run when the library logs, because what it logs holds
// the token and what people wrote.
type silence struct {
	mu    sync.Mutex
	lines int
}

func (s *silence) add() { s.mu.Lock(); s.lines++; s.mu.Unlock() }

func (s *silence) Println(...any)        { s.add() }
func (s *silence) Printf(string, ...any) { s.add() }

func TestMain(m *testing.M) {
	s := &silence{}
	if err := tgbotapi.SetLogger(s); err != nil {
		panic(err)
	}
	code := m.Run()
	if s.lines > 0 {
		fmt.Fprintf(os.Stderr, "the library logged %d lines\n", s.lines)
		code = 1
	}
	os.Exit(code)
}

var errDisk = errors.New("disk full")

// An inbox is a Receiver in memory: it keeps what it took, each message once,
// with the cursor, as package bot does in a transaction.
type inbox struct {
	mu      sync.Mutex
	seen    map[string]bool
	got     []wijk.Message // without duplicates
	calls   int
	batches []int // the size of each call
	failing int   // how many calls still fail
	cursor  string
	before  func(ms []wijk.Message) error // may refuse
	more    chan struct{}
}

func newInbox() *inbox {
	return &inbox{seen: map[string]bool{}, more: make(chan struct{}, 1)}
}

func (in *inbox) Receive(ctx context.Context, ms ...wijk.Message) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.calls++
	in.batches = append(in.batches, len(ms))
	if in.before != nil {
		if err := in.before(ms); err != nil {
			return err
		}
	}
	if in.failing > 0 {
		in.failing--
		return errDisk
	}
	for _, m := range ms {
		if !in.seen[m.Unique] {
			in.seen[m.Unique] = true
			in.got = append(in.got, m)
		}
		if m.Cursor.Door != "" {
			in.cursor = m.Cursor.Value
		}
	}
	select {
	case in.more <- struct{}{}:
	default:
	}
	return nil
}

func (in *inbox) Cursor(_ context.Context, door string) (string, error) {
	if door != telegram.Door {
		return "", fmt.Errorf("the cursor of %q", door)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.cursor, nil
}

// messages returns what came so far.
func (in *inbox) messages() []wijk.Message {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.got)
}

// texts returns the texts that came so far.
func (in *inbox) texts() []string {
	var all []string
	for _, m := range in.messages() {
		all = append(all, m.Text)
	}
	return all
}

// wait waits until n different messages came.
func (in *inbox) wait(t *testing.T, n int) []wijk.Message {
	t.Helper()
	end := time.After(10 * time.Minute) // virtual in a bubble
	for {
		if ms := in.messages(); len(ms) >= n {
			return ms
		}
		select {
		case <-in.more:
		case <-end:
			t.Fatalf("%d of %d messages came", len(in.messages()), n)
		}
	}
}

// highest returns the highest update id that was stored.
func (in *inbox) highest() int64 {
	in.mu.Lock()
	defer in.mu.Unlock()
	var top int64
	for u := range maps.Keys(in.seen) {
		var id int64
		_, _ = fmt.Sscanf(u, "telegram:%d/", &id)
		top = max(top, id)
	}
	return top
}

// A diary is a Config.Report that remembers.
type diary struct {
	mu   sync.Mutex
	errs []error
}

func (d *diary) report(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.errs = append(d.errs, err)
}

func (d *diary) all() []error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.errs)
}

// has reports whether target was reported.
func (d *diary) has(target error) bool {
	return slices.ContainsFunc(d.all(), func(err error) bool { return errors.Is(err, target) })
}

// bot returns a Bot on f without a socket.
func bot(f *telegramtest.Fake, change ...func(*telegram.Config)) *telegram.Bot {
	c := telegram.Config{Token: f.Token(), APIBase: "http://telegram.test", Transport: f}
	for _, fn := range change {
		fn(&c)
	}
	return telegram.New(c)
}

// calm returns a Fake without faults or limits of its own.
func calm(t *testing.T, change ...func(*telegramtest.Options)) *telegramtest.Fake {
	o := telegramtest.Options{Calm: true, NoLimits: true, Log: t.Logf}
	for _, fn := range change {
		fn(&o)
	}
	f := telegramtest.New(o)
	t.Cleanup(f.Close)
	return f
}

// polling runs Poll until the function it returns is called, which returns
// what Poll did.
func polling(b *telegram.Bot, in telegram.Receiver) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Poll(ctx, in) }()
	return func() error {
		cancel()
		return <-done
	}
}

// polls returns the getUpdates calls so far.
func polls(f *telegramtest.Fake) []telegramtest.Call {
	return slices.DeleteFunc(f.Calls(), func(c telegramtest.Call) bool { return c.Method != "getUpdates" })
}

// numbered returns the texts "1" to "n".
func numbered(n int) []string {
	var all []string
	for i := range n {
		all = append(all, strconv.Itoa(i+1))
	}
	return all
}
