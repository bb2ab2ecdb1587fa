package cli

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/notifier/clock"
	"wijkbot/store"
)

// A disk is an engine of which the writes do as they are told.
type disk struct {
	full, hangs atomic.Bool
}

func (d *disk) View(context.Context, func(store.KV) error) error { return nil }

func (d *disk) Update(ctx context.Context, _ func(store.KV) error) error {
	if d.hangs.Load() {
		<-ctx.Done()
		return ctx.Err()
	}
	if d.full.Load() {
		return store.ErrFull
	}
	return nil
}

// A bedside is a pulse whose disk and notifier can be made ill.
type bedside struct {
	*pulse
	disk    disk
	moves   atomic.Bool // the notifier goes round
	dump    bytes.Buffer
	verdict chan error
	end     func()
}

func newBedside(t *testing.T) *bedside {
	t.Helper()
	p := &bedside{verdict: make(chan error, 1)}
	p.moves.Store(true)
	db, err := store.Open(t.Context(), &p.disk)
	if err != nil {
		t.Fatal(err)
	}
	last := time.Now()
	p.pulse = &pulse{
		db: db, failed: func() error { return nil }, log: slog.New(slog.DiscardHandler),
		alive: func() time.Time {
			// Like the notifier's, this stands still while nothing can be written.
			if p.moves.Load() && !p.disk.full.Load() {
				last = time.Now()
			}
			return last
		},
	}
	p.begin()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{}, 2)
	go func() { _ = p.probe(ctx); done <- struct{}{} }()
	go func() { p.verdict <- p.watch(ctx, &p.dump); done <- struct{}{} }()
	p.end = func() { cancel(); <-done; <-done }
	return p
}

// judged returns what the watchdog says within d, nil if nothing.
func (p *bedside) judged(d time.Duration) error {
	select {
	case err := <-p.verdict:
		return err
	case <-time.After(d):
		return nil
	}
}

func TestWatchdog(t *testing.T) {
	for _, tc := range []struct {
		name  string
		ill   func(*bedside)
		stuck bool
	}{
		{"all is well", func(*bedside) {}, false},
		{"a commit does not come back", func(p *bedside) { p.disk.hangs.Store(true) }, true},
		{"the notifier stands still", func(p *bedside) { p.moves.Store(false) }, true},
		{"the disk is full", func(p *bedside) { p.disk.full.Store(true) }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newBedside(t)
				defer p.end()
				if err := p.judged(10 * time.Minute); err != nil {
					t.Fatal(err)
				}
				tc.ill(p)
				err := p.judged(100 * time.Second)
				if (err != nil) != tc.stuck {
					t.Fatalf("after 100 s: %v", err)
				}
				if tc.stuck && (exitCode(err) != exitInternal || !strings.Contains(p.dump.String(), "goroutine profile")) {
					t.Errorf("exit code %d, dump %q", exitCode(err), p.dump.String())
				}
			})
		})
	}
}

// When there is room again, the notifier gets time to go on.
func TestFullDiskIsSurvived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newBedside(t)
		defer p.end()
		p.disk.full.Store(true)
		if err := p.judged(time.Hour); err != nil {
			t.Fatal(err)
		}
		if p.ready() == nil {
			t.Error("ready with a full disk")
		}
		if err := p.healthy(); err != nil {
			t.Errorf("a full disk is no reason to start anew: %v", err)
		}
		p.disk.full.Store(false)
		if err := p.judged(10 * time.Minute); err != nil {
			t.Fatal(err)
		}
		if err := p.ready(); err != nil {
			t.Error(err)
		}
	})
}

// The heart beats only while all is well, and its errors do not tell where.
func TestHeartbeat(t *testing.T) {
	var beats, bad atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		beats.Add(1)
		if r.URL.Path != "/canary" {
			bad.Add(1)
		}
	}))
	defer s.Close()
	client := s.Client()
	if err := knock(t.Context(), client, s.URL+"/canary"); err != nil || beats.Load() != 1 || bad.Load() != 0 {
		t.Fatalf("%v after %d beats", err, beats.Load())
	}
	s.Close()
	err := knock(t.Context(), client, s.URL+"/canary")
	if err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("the error is %v", err)
	}
	synctest.Test(t, func(t *testing.T) {
		p := newBedside(t)
		defer p.end()
		var logged bytes.Buffer
		p.log = slog.New(slog.NewTextHandler(&logged, nil))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); _ = p.beat(ctx, "http://\x00canary") }()
		p.disk.full.Store(true)
		p.judged(90 * time.Second)
		cancel()
		<-ended
		if !strings.Contains(logged.String(), "no heartbeat") || strings.Contains(logged.String(), "canary") {
			t.Errorf("logged %s", logged.String())
		}
	})
}

// Whatever says nothing ends the heartbeat within five minutes, is no reason to
// start anew, and the heart beats again when it speaks.
func TestSilence(t *testing.T) {
	const reads = 2 * time.Minute // how often the log of SMS is read, by default
	for name, tc := range map[string]struct{ telegram, sms, notifier bool }{
		"telegram": {telegram: true}, "the log of sms": {sms: true}, "the scheduler or sender": {notifier: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newBedside(t)
				defer p.end()
				var ill atomic.Bool
				s := newSilence(func(context.Context) error {
					if tc.notifier && ill.Load() {
						return errors.New("a timer has been due for a while")
					}
					return nil
				}, slog.New(slog.DiscardHandler))
				p.silent = s.why
				s.expect("telegram", longPoll)
				s.expect("sms", reads)
				ctx, cancel := context.WithCancel(t.Context())
				var all sync.WaitGroup
				defer all.Wait()
				defer cancel()
				all.Go(func() { _ = s.listen(ctx) })
				speaks := func(door string, every time.Duration, silenced bool) {
					all.Go(func() {
						for clock.Sleep(ctx, every) {
							if !silenced || !ill.Load() {
								s.heard(door)
							}
						}
					})
				}
				speaks("telegram", 50*time.Second, tc.telegram)
				speaks("sms", reads, tc.sms)
				p.judged(time.Hour)
				if err := p.well(); err != nil {
					t.Fatalf("all speak: %v", err)
				}
				ill.Store(true)
				p.judged(5 * time.Minute)
				if p.well() == nil {
					t.Error("five minutes of silence, and the heart beats")
				}
				if err := p.healthy(); err != nil {
					t.Errorf("to start anew mends nothing: %v", err)
				}
				ill.Store(false)
				p.judged(2 * time.Minute)
				if err := p.well(); err != nil {
					t.Errorf("after the silence: %v", err)
				}
			})
		})
	}
}

func TestExitCodes(t *testing.T) {
	for _, tc := range []struct {
		err  error
		code int
	}{
		{nil, 0}, {context.Canceled, 0}, {errors.New("anything"), 70}, {refuse("no"), 64}, {badUsage("no"), 64},
		{store.ErrNotUsable, 64}, {store.ErrNewer, 64}, {store.ErrCorrupt, 65}, {store.ErrLocked, 66},
		{store.ErrFault, 67}, {store.ErrFull, 67}, {remoteCode(65), 65}, {&stuck{errors.New("x")}, 70},
		// What is wrong with the data weighs more than what is wrong with the command.
		{errors.Join(refuse("no"), store.ErrCorrupt), 65},
	} {
		if got := exitCode(tc.err); got != tc.code {
			t.Errorf("%v: exit code %d, want %d", tc.err, got, tc.code)
		}
	}
}

func TestPanicIsInternal(t *testing.T) {
	err := attempt(func() error { panic("the words of a resident") })
	if exitCode(err) != exitInternal || strings.Contains(err.Error(), "resident") || !strings.Contains(err.Error(), "string") {
		t.Errorf("got %v", err)
	}
}
