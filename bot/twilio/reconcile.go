package twilio

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"wijkbot/store/wijk"
)

// Door is the name under which the cursor of this door is stored.
const Door = "twilio"

// A Receiver takes in messages, all in one durable transaction. An error means
// that none was stored. A message received before has no effect, but its
// Cursor is saved all the same.
type Receiver interface {
	Receive(ctx context.Context, ms ...wijk.Message) error
}

// Reading the log begins overlap before the cursor, since a message may appear
// in it late, and goes in windows of span, so that weeks of downtime need not
// fit in memory nor be read again from the start after a failure.
const (
	overlap = 24 * time.Hour
	span    = 48 * time.Hour
	logPage = 1000 // the most Twilio gives at once
)

// Reconcile hands to in, oldest first, the SMS in Twilio's log that no webhook
// brought us: Twilio does not repeat a webhook that found us down. Cursor is
// the one saved last, empty if none: then it reads one day back. It returns the
// cursor to save for next time, also after an error; until then every message
// carries the cursor up to itself.
//
// A message that in refuses does not hold up the ones after it, but the cursor
// stays before it, and Reconcile returns the first such error.
func (a *Account) Reconcile(ctx context.Context, in Receiver, cursor string) (next string, err error) {
	now := earlier(time.Now(), a.c.now())
	from, err := time.Parse(time.RFC3339, cursor)
	if cursor == "" {
		from, err = now, nil
	}
	if err != nil {
		return cursor, fmt.Errorf("twilio: reconcile: cursor: %w", err)
	}
	run := reading{a: a, in: in, door: Door, cursor: from, next: cursor}
	for at := from.Add(-overlap); ; at = at.Add(span) {
		p := new(openapi.ListMessageParams).SetDateSentAfter(at.UTC()).SetPageSize(logPage)
		if a.c.From != "" {
			p.SetTo(a.c.From)
		}
		// The last window has no end, so that their clock may be ahead of ours.
		last := at.Add(span).After(now)
		if !last {
			p.SetDateSentBefore(at.Add(span).UTC())
		}
		if err := run.window(ctx, p); err != nil {
			return run.next, err
		}
		if last {
			break
		}
	}
	return run.end(now)
}

// cursorAt returns the cursor for having read up to t.
func cursorAt(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// A reading is one run of Reconcile.
type reading struct {
	a        *Account
	in       Receiver
	door     string    // whose cursor it is
	cursor   time.Time // nothing up to here is missing
	next     string    // cursor, once it has moved
	refused  error     // the first, from when on the cursor stays
	refusals int
}

// window receives what p asks for, oldest first.
func (run *reading) window(ctx context.Context, p *openapi.ListMessageParams) error {
	var rs []row
	for r, err := range run.a.rows(ctx, "reconcile", p) {
		if err != nil {
			return err
		}
		if run.a.isInbound(&r) {
			rs = append(rs, r)
		}
	}
	slices.Reverse(rs)
	slices.SortStableFunc(rs, func(r, s row) int { return sentAt(&r).Compare(sentAt(&s)) })
	for i := range rs {
		if err := ctx.Err(); err != nil {
			return &Error{Doing: "reconcile", Cause: err}
		}
		run.receive(ctx, &rs[i])
	}
	return nil
}

// end returns the cursor for next time, and the first refusal.
func (run *reading) end(now time.Time) (next string, err error) {
	if run.refused != nil {
		return run.next, fmt.Errorf("twilio: reconcile: %d refused, first: %w", run.refusals, run.refused)
	}
	if now.After(run.cursor) {
		run.cursor = now // nothing came, and that is known too
	}
	return cursorAt(run.cursor), nil
}

// receive hands r over.
func (run *reading) receive(ctx context.Context, r *row) {
	m, ok := message(inbound{
		sid: text(r.Sid), from: text(r.From), to: text(r.To), body: text(r.Body), media: text(r.NumMedia),
	})
	run.take(ctx, m, ok, sentAt(r))
}

// take hands m over, unless it is known to be stored. It is not ok if it has no
// sender whom we could answer.
func (run *reading) take(ctx context.Context, m wijk.Message, ok bool, sent time.Time) {
	ahead := run.refused == nil && sent.After(run.cursor)
	if ok && !run.a.stored.has(m.ID) {
		m.At = run.a.c.now()
		if !sent.IsZero() {
			m.At = run.a.c.stamp(sent)
		}
		if ahead {
			m.Cursor = wijk.Cursor{Door: run.door, Value: cursorAt(sent)}
		}
		if err := run.in.Receive(ctx, m); err != nil {
			run.refusals++
			if run.refused == nil {
				run.refused = err
			}
			return
		}
		run.a.stored.add(m.ID)
	}
	if ahead {
		run.cursor, run.next = sent, cursorAt(sent)
	}
}

// isInbound reports whether r is an SMS to us, and not to another service on
// the same account.
func (a *Account) isInbound(r *row) bool {
	if text(r.Direction) != "inbound" || !isMessageSID(text(r.Sid)) {
		return false
	}
	if a.c.From != "" {
		return text(r.To) == a.c.From
	}
	service := text(r.MessagingServiceSid)
	return service == "" || service == a.c.MessagingServiceSID
}

// sentAt returns when Twilio received r.
func sentAt(r *row) time.Time {
	if t := moment(r.DateSent); !t.IsZero() {
		return t
	}
	return moment(r.DateCreated)
}

// earlier returns the first of the two: the log may be on the city's clock or
// on the real one, and reading too much is harmless.
func earlier(s, t time.Time) time.Time {
	if s.Before(t) {
		return s
	}
	return t
}

// stored remembers the ids that Receive has taken, so that reading the same
// day of the log every few minutes costs no transactions. It forgets the
// oldest; what it forgot is received again, without effect.
type stored struct {
	mu       sync.Mutex
	new, old map[string]bool
}

const mostStored = 1 << 16 // of each generation: some days of answers

func (s *stored) add(sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.new == nil || len(s.new) >= mostStored {
		s.new, s.old = make(map[string]bool), s.new
	}
	s.new[sid] = true
}

func (s *stored) has(sid string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.new[sid] || s.old[sid]
}
