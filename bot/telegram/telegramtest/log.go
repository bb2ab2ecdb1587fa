package telegramtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Sent is a message the bot sent.
type Sent struct {
	Message
	Method string
	At     time.Time // real time, where Date is the Fake's
}

// A Call is one call of the Bot API, well or badly ended.
type Call struct {
	Method string
	Chat   int64
	Offset int64
	At     time.Time // real time
	Status int       // what was answered; 0 while it lasts or if it was cut
}

// Sent returns what the bot sent, in the order it was accepted.
func (f *Fake) Sent() []Sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.sent)
}

// Calls returns all calls with a right token, in the order they came.
func (f *Fake) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

// WaitSent waits for a message that fn accepts, which may have been sent
// already. The error is that of ctx.
func (f *Fake) WaitSent(ctx context.Context, fn func(Sent) bool) (s Sent, err error) {
	err = f.wait(ctx, func() bool {
		i := slices.IndexFunc(f.sent, fn)
		if i >= 0 {
			s = f.sent[i]
		}
		return i >= 0
	})
	return s, err
}

// WaitCalls waits until fn accepts the calls there have been.
func (f *Fake) WaitCalls(ctx context.Context, fn func([]Call) bool) error {
	return f.wait(ctx, func() bool { return fn(f.calls) })
}

// WaitConfirmed waits until the bot has confirmed all updates.
func (f *Fake) WaitConfirmed(ctx context.Context) error {
	return f.wait(ctx, func() bool { return len(f.updates.all) == 0 })
}

// wait waits until fn is true, which may change with anything that happens
// here. fn is called with f.mu held.
func (f *Fake) wait(ctx context.Context, fn func() bool) error {
	for {
		f.mu.Lock()
		ok, changed := fn(), f.changed
		f.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Transcript returns all chats as text, one line a message in the order of
// their ids: "anna> text" is theirs, "anna< text [Ja] [Nee]" the bot's.
func (f *Fake) Transcript() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	type line struct {
		id   int64
		text string
	}
	var lines []line
	for _, r := range f.rooms {
		for _, m := range r.messages {
			lines = append(lines, line{m.ID, transcribe(r.title, m)})
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return int(a.id - b.id) })
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text + "\n")
	}
	return b.String()
}

// transcribe returns m as one line of a transcript.
func transcribe(who string, m Message) string {
	arrow := ">"
	if m.From == 0 {
		arrow = "<"
	}
	s := who + arrow
	if m.Photo != nil {
		s += " (foto)"
	}
	if m.Attached != "" {
		s += " (" + m.Attached + ")"
	}
	if m.Text != "" {
		s += " " + strings.ReplaceAll(m.Text, "\n", " / ")
	}
	for _, b := range slices.Concat(m.Buttons...) {
		s += fmt.Sprintf(" [%s]", b.Label)
	}
	return s
}
