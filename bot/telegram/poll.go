package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"wijkbot/store/wijk"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Receiver takes messages in; package bot has the real one.
type Receiver interface {
	// Receive makes all effects of ms durable, together, or returns an error.
	// It may be called again with messages it has seen.
	Receive(ctx context.Context, ms ...wijk.Message) error
	// Cursor returns what the last Message.Cursor of that door said, "" if none.
	Cursor(ctx context.Context, door string) (string, error)
}

// The pace of polling.
const (
	holdSeconds = 50              // how long Telegram may hold an empty poll
	idle        = time.Second     // between polls that bring nothing new
	conflict    = 5 * time.Second // the least after another poller threw us out
	firstWait   = time.Second     // after a failure, doubling
	longestWait = 30 * time.Second
)

// Poll receives until ctx ends, and then returns nil, or until Telegram says
// that the token is wrong: ErrToken. Any other failure is reported and tried
// again, for as long as it takes.
//
// A batch goes to in as one call. The offset moves on only when in has taken
// it; a batch that in does not take is offered again, message by message, so
// that one message it cannot digest does not hold up those before it.
func (b *Bot) Poll(ctx context.Context, in Receiver) error {
	offset, err := b.offset(ctx, in)
	if err != nil {
		return nil // only the end of ctx stops it
	}
	for failures := 0; ctx.Err() == nil; {
		began := time.Now()
		raws, err := b.updates(ctx, offset)
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			wait, stop := b.trouble(ctx, err, failures)
			if stop != nil {
				return stop
			}
			failures++
			rest(ctx, wait)
			continue
		}
		if b.config.Heard != nil {
			b.config.Heard()
		}
		if failures > 0 {
			failures = 0
			b.config.Report(nil)
		}
		ms, next := b.batch(raws, offset)
		if b.deliver(ctx, in, ms) != nil {
			break
		}
		// A server that answers at once with nothing, or with what we had,
		// would otherwise be asked thousands of times a second.
		if next == offset {
			rest(ctx, idle-time.Since(began))
		}
		offset = next
	}
	return nil
}

// offset returns where the last run of the bot got, waiting for the store if
// it must. The error is that of ctx.
func (b *Bot) offset(ctx context.Context, in Receiver) (int, error) {
	for n := 0; ; n++ {
		v, err := in.Cursor(ctx, Door)
		if err == nil {
			id, _ := strconv.Atoi(v) // nothing usable: from the head of the queue
			return max(id, 0), nil
		}
		if ctx.Err() == nil {
			b.config.Report(fmt.Errorf("telegram: read the offset: %w", err))
		}
		if err := rest(ctx, backoff(n)); err != nil {
			return 0, err
		}
	}
}

// updates asks for what comes at or after offset, and waits for it.
func (b *Bot) updates(ctx context.Context, offset int) ([]json.RawMessage, error) {
	result, err := b.ask(ctx, "getUpdates", holdSeconds*time.Second+b.config.Timeout, of(tgbotapi.UpdateConfig{
		Offset: offset, Limit: 100, Timeout: holdSeconds, AllowedUpdates: allowed(),
	}))
	if err != nil {
		return nil, err
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(result, &raws); err != nil {
		return nil, &Fault{Method: "getUpdates", Code: http.StatusOK, err: errNotAPI}
	}
	return raws, nil
}

// batch converts raws and returns the offset that confirms all of them. That
// may lie below the offset asked for: after a quiet week Telegram restarts its
// numbering at random, answers a poll that is far ahead from the head of its
// queue, and a bot that insisted on the old offset would poll hot and deaf.
func (b *Bot) batch(raws []json.RawMessage, offset int) ([]wijk.Message, int) {
	ms := make([]wijk.Message, 0, len(raws))
	last := 0
	for _, raw := range raws {
		m, id, err := b.parse(raw)
		if err != nil {
			b.config.Report(err)
			continue
		}
		last = max(last, id)
		m.Cursor = wijk.Cursor{Door: Door, Value: strconv.Itoa(last + 1)}
		ms = append(ms, m)
	}
	if last == 0 {
		return ms, offset
	}
	return ms, last + 1
}

// deliver hands ms to in, for as long as it takes. The error is that of ctx.
func (b *Bot) deliver(ctx context.Context, in Receiver, ms []wijk.Message) error {
	if len(ms) == 0 {
		return nil
	}
	err := in.Receive(ctx, ms...)
	if err == nil {
		return nil
	}
	for n := 0; len(ms) > 0; {
		if err != nil {
			if ctx.Err() == nil {
				b.config.Report(fmt.Errorf("telegram: receive: %w", err))
			}
			if err := rest(ctx, backoff(n)); err != nil {
				return err
			}
			n++
		}
		if err = in.Receive(ctx, ms[0]); err == nil {
			ms, n = ms[1:], 0
		}
	}
	b.config.Report(nil)
	return nil
}

// trouble reports a failed poll, and says how long to wait or that it is no
// use to go on.
func (b *Bot) trouble(ctx context.Context, err error, failures int) (wait time.Duration, stop error) {
	wait = backoff(failures)
	var f *Fault
	if !errors.As(err, &f) {
		b.config.Report(err)
		return wait, nil
	}
	if f.Code == http.StatusTooManyRequests {
		wait = max(wait, f.After+jitter(time.Second))
	}
	if f.API {
		switch f.Code {
		case http.StatusUnauthorized, http.StatusNotFound:
			stop = fmt.Errorf("%w: %w", ErrToken, f)
			b.config.Report(stop)
			return 0, stop
		case http.StatusConflict:
			return b.conflict(ctx, f), nil
		}
	}
	b.config.Report(f)
	return wait, nil
}

// conflict finds out why Telegram lets us not poll, and removes a webhook if
// that is why: the operator chose to poll. What waits at Telegram is kept.
func (b *Bot) conflict(ctx context.Context, f *Fault) time.Duration {
	wait := conflict + jitter(conflict)
	result, err := b.ask(ctx, "getWebhookInfo", b.config.Timeout, with("getWebhookInfo", nil))
	var hook tgbotapi.WebhookInfo
	if err != nil || json.Unmarshal(result, &hook) != nil || hook.URL == "" {
		b.config.Report(fmt.Errorf("%w: %w", ErrSecondPoller, f))
		return wait
	}
	b.config.Report(ErrWebhook)
	if _, err := b.ask(ctx, "deleteWebhook", b.config.Timeout, of(tgbotapi.DeleteWebhookConfig{})); err != nil {
		b.config.Report(err)
		return wait
	}
	return firstWait
}

// backoff returns the wait after the n-th failure in a row, from zero.
func backoff(n int) time.Duration {
	d := min(firstWait<<min(n, 10), longestWait)
	return d + jitter(d/4)
}

// jitter returns up to d, so that two instances do not keep in step.
func jitter(d time.Duration) time.Duration { return rand.N(d) + 1 }

// rest waits for d, or less if ctx ends, whose error it returns.
func rest(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
