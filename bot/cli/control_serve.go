package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// A control is the listening end of the control channel.
type control struct {
	city   *city
	config *config
	path   string
	note   note
	l      net.Listener
	work   sync.WaitGroup
	mu     sync.Mutex
	conns  map[net.Conn]bool
}

// listenControl opens the control channel of the process that has c.
func listenControl(c *city, cfg *config) (*control, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	s := &control{
		city: c, config: cfg, path: cfg.db + controlSuffix, l: l,
		note:  note{Address: l.Addr().String(), Secret: make([]byte, 32)},
		conns: make(map[net.Conn]bool),
	}
	rand.Read(s.note.Secret) // never fails
	if err := writeNote(s.path, s.note); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return s, nil
}

// writeNote puts the note in place at once, so that nobody reads half of it.
func writeNote(path string, n note) error {
	b, err := json.Marshal(n)
	if err != nil {
		return err
	}
	tmp := path + ".new"
	if err := os.Remove(tmp); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("control: %w", err)
	}
	if err := os.WriteFile(tmp, b, 0o600); err != nil {
		return fmt.Errorf("control: %w", err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("control: %w", err)
	}
	return nil
}

// serve answers commands until ctx ends and those in hand are done or cut off.
func (s *control) serve(ctx context.Context) {
	stop := context.AfterFunc(ctx, s.cutOff)
	defer stop()
	for {
		conn, err := s.l.Accept()
		if err != nil {
			break
		}
		s.mu.Lock()
		s.conns[conn] = true
		s.mu.Unlock()
		s.work.Go(func() { s.answer(ctx, conn) })
	}
	s.work.Wait()
}

func (s *control) cutOff() {
	_ = os.Remove(s.path)
	_ = s.l.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		_ = conn.Close()
	}
}

func (s *control) answer(ctx context.Context, conn net.Conn) {
	defer func() {
		s.mu.Lock()
		delete(s.conns, conn)
		s.mu.Unlock()
		_ = conn.Close()
	}()
	_ = conn.SetDeadline(time.Now().Add(greetTime))
	d := json.NewDecoder(io.LimitReader(conn, maxRequest))
	if err := greet(conn, d, s.note.Secret, serverName, clientName); err != nil {
		return // not one of ours
	}
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	var r request
	if err := d.Decode(&r); err != nil {
		return
	}
	// From here on the client may take its time: nothing waits for it.
	_ = conn.SetDeadline(time.Time{})
	f := &framer{e: json.NewEncoder(conn)}
	code := s.do(ctx, r, f)
	_ = f.send(frame{Code: &code})
}

// do runs the command and returns its exit code.
func (s *control) do(ctx context.Context, r request, f *framer) int {
	k := &call{
		config: s.config, args: r.Args, json: r.JSON, since: r.Since, until: r.Until, wijk: r.Wijk, quarter: r.Quarter, body: r.Body,
		out: stream(func(b []byte) error { return f.send(frame{Out: b}) }),
		err: stream(func(b []byte) error { return f.send(frame{Err: b}) }),
	}
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == r.Command && c.ask != nil })
	if i < 0 || !all[i].takes(len(r.Args)) {
		complain(k.err, badUsage("the running bot does not know this command; is it of another version?"))
		return exitConfig
	}
	err := attempt(func() error { return all[i].ask(ctx, s.city, k) })
	if err != nil {
		complain(k.err, err)
	}
	return exitCode(err)
}

// attempt runs fn and returns a panic as an error, by its type: what panicked
// may hold a resident's words.
func attempt(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error: %T\n%s", p, debug.Stack())
		}
	}()
	return fn()
}

// A framer sends frames, one at a time.
type framer struct {
	mu sync.Mutex
	e  *json.Encoder
}

func (f *framer) send(x frame) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.e.Encode(x)
}

// A stream is a writer that hands on what is written.
type stream func([]byte) error

func (s stream) Write(b []byte) (int, error) { return len(b), s(b) }
