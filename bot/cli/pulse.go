package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/pprof"
	"sync"
	"time"

	"wijkbot/notifier/clock"
	"wijkbot/store"
)

// A pulse watches whether the bot does its work: commits come through, and the
// notifier goes round. It is on real time.
type pulse struct {
	db *store.DB
	// alive is when the notifier last went round; down is closed and failed
	// returns why when the database can no longer be trusted.
	alive  func() time.Time
	failed func() error
	log    *slog.Logger
	// silent, when set, returns what says nothing although nothing hangs: to start
	// anew would not mend it, so that it is no reason for that.
	silent func() error

	mu      sync.Mutex
	written time.Time // when the last probe came back, well or badly
	since   time.Time // from when on the notifier could go round
	err     error     // what the last probe came back with
}

const (
	probeEvery = 20 * time.Second
	fullEvery  = 5 * time.Second // with no room, to see soon that there is some
	quiet      = time.Minute     // without progress for so long, something hangs
	beatEvery  = time.Minute
	firstBeat  = 3 * time.Second
	beatTime   = 10 * time.Second
)

// probeKey is the row that is written to see whether writing works.
const probeKey = "probe"

// probe writes now and then, until ctx ends.
func (p *pulse) probe(ctx context.Context) error {
	for {
		err := p.db.Update(ctx, func(tx *store.Tx) error {
			store.Done.Put(tx, probeKey, time.Now().UTC().Format(time.RFC3339))
			return nil
		})
		if ctx.Err() != nil {
			return nil
		}
		p.note(err)
		wait := probeEvery
		if err != nil {
			wait = fullEvery
		}
		if !clock.Sleep(ctx, wait) {
			return nil
		}
	}
}

func (p *pulse) note(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err != nil && p.err == nil:
		p.log.Error("the database cannot be written", "error", err)
	case err == nil && p.err != nil:
		p.log.Info("the database can be written again")
		p.since = time.Now()
	}
	p.written, p.err = time.Now(), err
}

// begin starts the patience of stuck.
func (p *pulse) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.written = time.Now()
	p.since = p.written
}

// ready returns why the bot is not doing its work at present, or nil.
func (p *pulse) ready() error {
	if err := p.failed(); err != nil {
		return err
	}
	return p.moving()
}

// well returns why whoever watches from outside is to be alarmed, or nil: also
// when somebody is silent who should speak. Then we still take in what comes.
func (p *pulse) well() error {
	if err := p.ready(); err != nil || p.silent == nil {
		return err
	}
	return p.silent()
}

func (p *pulse) moving() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return fmt.Errorf("the database cannot be written: %w", p.err)
	}
	return p.late()
}

// late returns what has not moved for too long. The caller holds the lock.
// While nothing can be written the notifier stands still for good reason.
func (p *pulse) late() error {
	if time.Since(p.written) > quiet {
		return errors.New("no commit came back for a minute")
	}
	if p.err == nil && time.Since(p.since) > quiet && time.Since(p.alive()) > quiet {
		return errors.New("the notifier has not gone round for a minute")
	}
	return nil
}

// healthy returns why the process should be started anew, or nil. A full disk
// is no reason: it would be full again.
func (p *pulse) healthy() error {
	if err := p.failed(); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.late()
}

// watch returns an error when nothing moves any more, and nil when ctx ends.
func (p *pulse) watch(ctx context.Context, dump io.Writer) error {
	for clock.Sleep(ctx, quiet/12) {
		p.mu.Lock()
		err := p.late()
		p.mu.Unlock()
		if err == nil {
			continue
		}
		// Functions and lines only: arguments could be somebody's words.
		_ = pprof.Lookup("goroutine").WriteTo(dump, 1)
		return &stuck{err}
	}
	return nil
}

// A stuck error says that the process hangs and must be started anew.
type stuck struct{ err error }

// Error says what hangs.
func (s *stuck) Error() string { return "stuck: " + s.err.Error() }

// beat asks a URL each minute while all is well. Whoever is behind it raises
// the alarm when that stops: the dead cannot tell that they are.
func (p *pulse) beat(ctx context.Context, address string) error {
	client := &http.Client{Timeout: beatTime}
	// The first comes soon: whoever watches sees at once that we are back.
	for wait := firstBeat; clock.Sleep(ctx, wait); wait = beatEvery {
		if err := p.well(); err != nil {
			p.log.Error("no heartbeat", "error", err)
			continue
		}
		if err := knock(ctx, client, address); err != nil && ctx.Err() == nil {
			p.log.Error("heartbeat failed", "error", err)
		}
	}
	return nil
}

// knock asks for address. Its errors do not hold it: it is a secret.
func knock(ctx context.Context, client *http.Client, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return errors.New("the address is no URL")
	}
	resp, err := client.Do(r)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			return u.Err
		}
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)); err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return errors.New(resp.Status)
	}
	return nil
}
