// Package talk is the bot in a terminal: a door that reads lines and a sender
// that prints.
//
// The one rule it keeps: it is the same bot. What it answers here, it answers
// in Telegram.
package talk

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"wijkbot/store/wijk"
)

// A Terminal is one resident at a keyboard.
type Terminal struct {
	In  io.Reader
	Out io.Writer
	Now func() time.Time
	// Session makes message ids differ between runs on one database.
	Session string

	mu sync.Mutex
	n  int
}

// User is the Telegram id that the terminal speaks as. Telegram gives nobody
// an id under 10.
const User = "1"

// A Receiver is where messages go.
type Receiver interface {
	Receive(ctx context.Context, ms ...wijk.Message) error
}

// Run reads lines until the input or ctx ends. A line "/plaats 52.05 4.49"
// sends a location.
func (t *Terminal) Run(ctx context.Context, in Receiver) error {
	lines := make(chan string)
	failed := make(chan error, 1)
	go func() { // ends with the input; a terminal cannot be interrupted otherwise
		s := bufio.NewScanner(t.In)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			select {
			case lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
		failed <- s.Err()
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case line := <-lines:
			if err := in.Receive(ctx, t.message(line)); err != nil {
				return err
			}
		}
	}
}

func (t *Terminal) message(line string) wijk.Message {
	t.n++
	m := wijk.Message{
		ID: "talk:" + t.Session + ":" + strconv.Itoa(t.n), From: wijk.Address{Channel: wijk.Telegram, To: User},
		Kind: wijk.Text, Text: line, At: t.Now(),
	}
	if at, ok := strings.CutPrefix(line, "/plaats "); ok {
		if _, err := fmt.Sscan(strings.ReplaceAll(at, ",", " "), &m.Point.Lat, &m.Point.Lon); err == nil {
			m.Kind, m.Text = wijk.Location, ""
		}
	}
	return m
}

// Send prints a message.
func (t *Terminal) Send(_ context.Context, m wijk.Outgoing) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if m.To.To != User {
		fmt.Fprintf(t.Out, "(%s aan iemand anders)\n", m.Class)
	}
	for line := range strings.SplitSeq(m.Text, "\n") {
		fmt.Fprintln(t.Out, "< "+line)
	}
	for i, o := range m.Options {
		fmt.Fprintf(t.Out, "  [%d] %s\n", i+1, o.Label)
	}
	return strconv.FormatUint(m.ID, 10), nil
}
