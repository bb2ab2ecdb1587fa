package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// How long Telegram keeps what nobody fetched.
const (
	pressLife   = 150 * time.Second
	messageLife = 24 * time.Hour
)

// A pending update waits for the bot.
type pending struct {
	id    int64
	kind  string
	body  []byte // the update without its id: {"message":...}
	lane  int64  // the chat it belongs to: these stay in order
	date  time.Time
	given bool // some poll has had it
	old   bool // from before the numbering began anew
}

// json returns the update as it goes over the wire.
func (u *pending) json() json.RawMessage {
	return slices.Concat([]byte(`{"update_id":`), strconv.AppendInt(nil, u.id, 10), []byte{','}, u.body[1:])
}

// A queue holds the updates nobody confirmed.
type queue struct {
	next    int64 // the id of the next update
	all     []*pending
	last    *pending // confirmed last, for delivering it twice
	allowed []string // nil: all kinds
	offsets []int64  // as asked for
	expire  bool
}

// add appends an update, unless the bot did not ask for its kind.
func (q *queue) add(kind string, body []byte, lane int64, date time.Time) *pending {
	if len(q.allowed) > 0 && !slices.Contains(q.allowed, kind) {
		return nil
	}
	u := &pending{id: q.next, kind: kind, body: body, lane: lane, date: date}
	q.next++
	q.all = append(q.all, u)
	return u
}

// renumber makes next the id of the next update. Updates that no poll has had
// are numbered anew too; the others keep their ids until they are confirmed.
func (q *queue) renumber(next int64) {
	for _, u := range q.all {
		if u.given {
			u.old = true
			continue
		}
		u.id = next
		next++
	}
	q.next = next
}

// confirm forgets what offset confirms. A server that is asked for what lies
// far ahead takes the offset for a mistake and answers from the head.
func (q *queue) confirm(offset int64, now time.Time) {
	ahead := offset > q.next+10
	q.all = slices.DeleteFunc(q.all, func(u *pending) bool {
		drop := !ahead && u.id < offset
		if u.old {
			drop = ahead && u.id < offset || !ahead && u.given
		}
		if drop {
			q.last = u
		}
		return drop
	})
	q.forget(now)
}

// forget drops what Telegram keeps no longer.
func (q *queue) forget(now time.Time) {
	if !q.expire {
		return
	}
	q.all = slices.DeleteFunc(q.all, func(u *pending) bool {
		life := messageLife
		if u.kind == "callback_query" {
			life = pressLife
		}
		return now.Sub(u.date) > life
	})
}

// take returns up to limit updates from the head.
func (q *queue) take(limit int) []json.RawMessage {
	batch := []json.RawMessage{}
	for _, u := range q.all[:min(limit, len(q.all))] {
		u.given = true
		batch = append(batch, u.json())
	}
	return batch
}

// getUpdates is the long poll.
func (f *Fake) getUpdates(ctx context.Context, p params) answer {
	offset, _ := strconv.ParseInt(p.text("offset"), 10, 64)
	limit, err := strconv.Atoi(p.text("limit"))
	if err != nil || limit < 1 || limit > 100 {
		limit = 100
	}
	timeout, _ := strconv.Atoi(p.text("timeout"))
	hold := time.NewTimer(time.Duration(min(max(timeout, 0), 50)) * time.Second)
	defer hold.Stop()

	f.mu.Lock()
	defer f.mu.Unlock()
	if f.hook != nil {
		return hookActive()
	}
	var kinds []string
	if given, err := p.json("allowed_updates", &kinds); err != nil {
		return refuse(400, "Bad Request: can't parse allowed updates")
	} else if given {
		f.updates.allowed = kinds
	}
	if f.pollHeld != nil {
		close(f.pollHeld) // it is the older poll that is thrown out
	}
	mine := make(chan struct{})
	f.pollHeld = mine
	defer func() {
		if f.pollHeld == mine {
			f.pollHeld = nil
		}
	}()
	f.updates.offsets = append(f.updates.offsets, offset)
	if offset < 0 {
		keep := min(int(-offset), len(f.updates.all))
		f.updates.all = f.updates.all[len(f.updates.all)-keep:]
	} else {
		f.updates.confirm(offset, f.opts.Now())
	}
	f.notify() // somebody may wait for what was confirmed
	for waited := timeout <= 0; ; {
		batch := f.updates.take(limit)
		if len(batch) > 0 && f.updates.last != nil && f.chance(0.02) {
			batch = append([]json.RawMessage{f.updates.last.json()}, batch...)
		}
		if len(batch) > 0 || waited {
			return done(batch)
		}
		if a := f.hold(ctx, mine, hold.C, &waited); a != nil {
			return *a
		}
		f.updates.forget(f.opts.Now())
	}
}

// hold waits, without f.mu, until something happened or the poll ends.
func (f *Fake) hold(ctx context.Context, mine chan struct{}, end <-chan time.Time, waited *bool) *answer {
	changed := f.changed
	f.mu.Unlock()
	defer f.mu.Lock()
	var a answer
	select {
	case <-changed:
		return nil
	case <-end:
		*waited = true
		return nil
	case <-mine:
		a = refuse(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	case <-ctx.Done():
		a = answer{cut: true}
	case <-f.ctx.Done():
		a = answer{cut: true}
	}
	return &a
}

// hookActive is the answer to a poll while a webhook is set.
func hookActive() answer {
	return refuse(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
}

// push adds an update and sees that it is fetched or delivered. f.mu is held.
func (f *Fake) push(kind string, body any, lane int64) {
	raw, err := json.Marshal(object{kind: body})
	if err != nil {
		panic("telegramtest: " + err.Error()) // we made body
	}
	f.enqueue(kind, raw, lane)
}

// enqueue is push for a body that is JSON already. f.mu is held.
func (f *Fake) enqueue(kind string, raw []byte, lane int64) {
	if u := f.updates.add(kind, raw, lane, f.opts.Now()); u != nil && f.hook != nil {
		f.startLane(f.hook, lane)
	}
	f.notify()
}

// Push adds an update that no person makes: body is its JSON object without
// update_id, such as {"channel_post":{}}. It panics if body is no object of
// one field.
func (f *Fake) Push(body string) {
	var o map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &o); err != nil || len(o) != 1 {
		panic(fmt.Sprintf("telegramtest: Push wants an object of one field (%v)", err))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for kind := range o {
		f.enqueue(kind, bytes.TrimSpace([]byte(body)), 0)
	}
}

// Renumber makes next the id of the next update, as Telegram does at random
// after a week of silence.
func (f *Fake) Renumber(next int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.updates.renumber(next)
	f.notify()
}

// Offsets returns the offset of each poll, in order.
func (f *Fake) Offsets() []int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.updates.offsets)
}

// Waiting returns the ids of the updates that the bot has not confirmed.
func (f *Fake) Waiting() []int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []int64
	for _, u := range f.updates.all {
		ids = append(ids, u.id)
	}
	return ids
}
