package notifier

import (
	"context"
	"errors"
	"net"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A result is what came of one attempt, and when.
type result struct {
	sid    string
	err    error
	now    time.Time // city
	real   time.Time
	jitter float64 // 0 up to 1
}

const (
	firstBackoff = time.Second
	lastBackoff  = 5 * time.Minute
	// longestAfter bounds what a provider may ask of one message.
	longestAfter = 15 * time.Minute
	// broadcastDoubts is how often a broadcast is tried that may have arrived.
	broadcastDoubts = 5
)

// outcome alters the row by the result of its given attempt. A status callback
// may have been faster: then only the provider's id is filled in.
func (l *line) outcome(tx *store.Tx, row *wijk.Outgoing, attempt int, r result) effect {
	if row.State != wijk.Sending || row.Attempts != attempt {
		if r.err == nil && r.sid != "" && row.ProviderID == "" && row.State != wijk.Queued {
			row.ProviderID = r.sid
			return quietly
		}
		return nothing
	}
	row.Until = time.Time{}
	if r.err == nil {
		accept(row, r.sid, r.now)
		return fate
	}
	var no *wijk.Refusal
	if !errors.As(r.err, &no) {
		l.doubt(row, r)
		return fate
	}
	if l.name == wijk.SMS {
		refund(tx, row, l.n.Clock.Zone())
	}
	l.refusal(tx, row, no, r)
	return fate
}

// accept records that the provider took the message.
func accept(row *wijk.Outgoing, sid string, now time.Time) {
	row.State, row.Error, row.Until = wijk.Sent, "", time.Time{}
	if row.ProviderID == "" {
		row.ProviderID = sid
	}
	if row.Accepted.IsZero() {
		row.Accepted = now
	}
}

// refusal does what a definite no asks for.
func (l *line) refusal(tx *store.Tx, row *wijk.Outgoing, no *wijk.Refusal, r result) {
	moved := row.Error == causeMoved
	row.State, row.Error = wijk.Queued, causeOf(no)
	switch {
	case no.Gone || no.Stopped:
		row.State, row.Gone = wijk.Failed, true
	case no.MovedTo != "" && !moved && no.MovedTo != row.To.To:
		from := row.To
		row.To.To, row.Error = no.MovedTo, causeMoved
		if l.n.Moved != nil {
			l.n.Moved(tx, from, row.To)
		}
	case no.Bad || no.MovedTo != "":
		row.State = wijk.Failed
	case no.Broken:
		// The gate holds it, whatever it is.
	case no.Pause:
		// A little longer than the channel, so that it is not always this row
		// that probes.
		if no.Code != "" {
			late := time.Duration(min(row.Attempts, 8)) * 100 * time.Millisecond
			row.Until = r.real.Add(min(pauseOf(no), longestAfter) + late)
		}
	default:
		row.Until = r.real.Add(max(min(no.After, longestAfter), backoff(row.Attempts, r.jitter)))
	}
}

func causeOf(no *wijk.Refusal) string {
	switch {
	case no.Code != "":
		return no.Code
	case no.Pause:
		return causeDown
	}
	return causeRefused
}

// doubt records that nobody knows whether the provider took the message.
func (l *line) doubt(row *wijk.Outgoing, r result) {
	row.Doubts++
	if row.Doubt.IsZero() {
		row.Doubt = row.Began
	}
	row.Error = causeLost
	if isTimeout(r.err) {
		row.Error = causeTimeout
	}
	switch {
	case l.finder != nil:
		row.State, row.Until = wijk.Unknown, r.real
	case row.Class == wijk.Broadcast && row.Doubts >= broadcastDoubts:
		row.State = wijk.Failed
	default:
		row.State = wijk.Queued
		row.Until = r.real.Add(backoff(row.Doubts, r.jitter))
	}
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &t) && t.Timeout()
}

// backoff is the wait after the nth attempt: doubling, with up to half added
// so that many rows do not come back together.
func backoff(n int, jitter float64) time.Duration {
	d := min(lastBackoff, firstBackoff<<min(max(n-1, 0), 20))
	return min(lastBackoff, d+time.Duration(jitter*float64(d)/2))
}
