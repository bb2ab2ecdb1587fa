package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/notifier"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// connections is how many post at the same time.
const connections = 64

// steps are what a resident says in the middle of a report, the last of which
// begins the next one. Each message gets an answer.
var steps = [4]string{"", "dorp", "ja", "zwerfvuil"}

// step is the kth thing that somebody says; n makes the place another one.
func step(k, n int) string {
	if k%len(steps) == 0 {
		return fmt.Sprintf("Dorpsstraat %d", n%80_000+2000) // 112 is a cry for help
	}
	return steps[k%len(steps)]
}

// perResident is how much one resident says: the same text more often would be
// two machines talking.
const perResident = 8

// BenchmarkInbound64 posts signed webhooks over 64 connections that are kept
// alive, of residents in the middle of a report. Each is answered when it is
// deduplicated, the conversation moved on, the answer queued, and all of it on
// disk. In "serving" the notifier sends the answers meanwhile at the pace of
// SMS. "of-bare" is the rate as a part of what as many callers reach in the same
// run who only put the very rows that these messages wrote, each message's in
// one Update, into a copy of the database; "of-bare-1row" is the same with all
// bytes of a message in one row. "cpu-of-bare" compares their processor time, the
// senders' included, which a busy machine disturbs less.
func BenchmarkInbound64(b *testing.B) {
	b.Run("door", func(b *testing.B) { inbound64(b, false) })
	b.Run("serving", func(b *testing.B) { inbound64(b, true) })
}

func inbound64(b *testing.B, sending bool) {
	fake := calmTwilio(b, nil)
	t := newTown(b, twiliotest.Direct(fake), nil)
	residents := max(connections, (b.N/perResident/connections+1)*connections)
	t.enrol(residents, wijk.SMS)
	t.midway(residents)
	posts := newPosts(b, b.N, residents)
	before := t.copyFile()
	address := t.serveDoor()
	if sending {
		defer t.notify(paceTelegram, paceSMS)()
	}
	collect()
	used := processor()
	b.ResetTimer()
	took := posts.send(b, address)
	b.StopTimer()
	used = processor() - used
	rate := float64(b.N) / b.Elapsed().Seconds()
	t.answered(residents + b.N)
	b.ReportMetric(rate, "msg/s")
	b.ReportMetric(took.at(0.5), "ms-p50")
	b.ReportMetric(took.at(0.99), "ms-p99")
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/msg")
	b.ReportMetric(load(), "load")
	written := record(b, before, b.N, residents)
	rows, bytes := written.size()
	b.ReportMetric(float64(bytes)/float64(b.N), "B-written/msg")
	b.ReportMetric(float64(rows)/float64(b.N), "rows/msg")
	bare, cpu := written.put(b, before)
	b.ReportMetric(rate/bare, "of-bare")
	b.ReportMetric(cpu.Seconds()/used.Seconds(), "cpu-of-bare")
	bare, _ = written.together().put(b, before)
	b.ReportMetric(rate/bare, "of-bare-1row")
}

// copyFile returns a copy of the database as it is now.
func (t *town) copyFile() (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "before.db")
	t.must(t.engine.Backup(path))
	return path
}

// calmTwilio is a Twilio without faults and without callbacks.
func calmTwilio(b testing.TB, heard func(twiliotest.Message)) *twiliotest.Fake {
	f := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true, OnSend: heard})
	b.Cleanup(f.Close)
	return f
}

// midway has residents begin a report.
func (t *town) midway(residents int) {
	t.Helper()
	now := t.clock.Now()
	for from := 0; from < residents; from += 1000 {
		t.update(func(tx *store.Tx) {
			for i := from; i < min(residents, from+1000); i++ {
				t.city.Handle(tx, wijk.Message{
					ID: sid(1<<40 + i), From: wijk.Address{Channel: wijk.SMS, To: phone(i)}, Kind: wijk.Text, Text: "zwerfvuil", At: now,
				}, now)
			}
		})
	}
}

// answered checks that there is an answer to each message.
func (t *town) answered(messages int) {
	t.Helper()
	t.update(func(tx *store.Tx) {
		if n := tx.Next("outbox") - 1; n != uint64(messages) {
			t.Errorf("%d answers to %d messages", n, messages)
		}
		if n := tx.Next("event") - 1; n != uint64(messages) {
			t.Errorf("%d events of %d messages", n, messages)
		}
	})
}

// sid returns the nth id of a message.
func sid(n int) string { return fmt.Sprintf("SM%016x%016x", uint64(n)*0x9E3779B97F4A7C15, n) }

// serveDoor serves the SMS webhook as "wijkbot serve" does.
func (t *town) serveDoor() (address string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	t.must(err)
	s := &http.Server{
		Handler:           t.sms.Handler(t.bot, nil),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 9 * time.Second, WriteTimeout: 20 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		_ = s.Close()
		<-done
	})
	return l.Addr().String()
}

// posts are requests that only have to be sent. They are kept outside the
// heap, so that the collector runs as often as it does without them.
type posts struct {
	b    []byte
	ends []int
}

// newPosts signs n messages of residents, each of whom speaks over one
// connection.
func newPosts(b testing.TB, n, residents int) *posts {
	b.Helper()
	const most = 1400
	mem, err := syscall.Mmap(-1, 0, max(1, n)*most, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = syscall.Munmap(mem) })
	p := &posts{b: mem[:0], ends: make([]int, 0, n)}
	form := twiliotest.New(twiliotest.Options{Calm: true})
	defer form.Close()
	for i := range n {
		f := form.SMSForm(twiliotest.Message{SID: sid(i), From: phone(i % residents), To: twiliotest.From, Body: step(i/residents, i)})
		p.b = appendPost(p.b, f)
		p.ends = append(p.ends, len(p.b))
	}
	return p
}

// appendPost appends a signed webhook as it goes over the line.
func appendPost(b []byte, form url.Values) []byte {
	body := form.Encode()
	return fmt.Appendf(b, "POST /twilio/sms HTTP/1.1\r\nHost: bot.example\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"+
		"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: %d\r\n"+
		"I-Twilio-Idempotency-Token: 0f3c2d6e-88aa-4b1c-a111-5e2d7f9a0c42\r\nX-Twilio-Signature: %s\r\n\r\n%s",
		len(body), twiliotest.Sign(twiliotest.AuthToken, benchPublic+"/twilio/sms", form), body)
}

func (p *posts) at(i int) []byte {
	if i == 0 {
		return p.b[:p.ends[0]]
	}
	return p.b[p.ends[i-1]:p.ends[i]]
}

// send posts all of them over as many connections as there are, and returns how
// long each waited for its answer.
func (p *posts) send(b testing.TB, address string) (all spread) {
	took := make([]spread, connections)
	var work sync.WaitGroup
	for c := range took {
		took[c] = make(spread, 0, len(p.ends)/connections+1)
		work.Go(func() {
			conn, err := newCaller(address)
			for i := c; err == nil && i < len(p.ends); i += connections {
				began := time.Now()
				err = conn.post(p.at(i))
				took[c] = append(took[c], time.Since(began))
			}
			if err != nil {
				b.Error(err)
				return
			}
			_ = conn.Close()
		})
	}
	work.Wait()
	for _, s := range took {
		all = append(all, s...)
	}
	return all
}

// A caller is one connection to the door. It takes little time itself, since
// the real one is on another machine.
type caller struct {
	net.Conn
	in *bufio.Reader
}

func newCaller(address string) (*caller, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &caller{conn, bufio.NewReader(conn)}, nil
}

// post sends a request and reads the answer, which must be 200.
func (c *caller) post(request []byte) error {
	if _, err := c.Write(request); err != nil {
		return err
	}
	length := 0
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		switch {
		case first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")):
			return fmt.Errorf("answered %q", line)
		case len(line) <= 2:
			_, err := c.in.Discard(length)
			return err
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(strings.TrimSpace(string(v))); err != nil {
				return err
			}
		}
	}
}

// inParallel calls fn for each of n from as many goroutines as there are
// connections. Each keeps the order of its own.
func inParallel(b testing.TB, n int, fn func(i int) error) {
	var work sync.WaitGroup
	for c := range connections {
		work.Go(func() {
			for i := c; i < n; i += connections {
				if err := fn(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	work.Wait()
}

// hear takes n messages in without the door, from the first on, and returns how
// long that took, of the clock and of the processor.
func (t *town) hear(first, n int, said func(i int) (resident int, text string)) (wall, cpu time.Duration) {
	t.Helper()
	began, used := time.Now(), processor()
	inParallel(t, n, func(i int) error {
		i += first
		resident, text := said(i)
		return t.bot.Receive(context.Background(), wijk.Message{
			ID: sid(i), From: wijk.Address{Channel: wijk.SMS, To: phone(resident)}, Kind: wijk.Text, Text: text, At: t.clock.Now(),
		})
	})
	return time.Since(began), processor() - used
}

// BenchmarkSingle posts one message at a time while nothing else happens. It
// reports how long the webhook waits for its answer, which is when the message
// is on disk, how long until the answer is at the provider, at the pace that
// SMS has, and what this disk needs for one page by itself.
func BenchmarkSingle(b *testing.B) {
	heard := make(chan time.Time, 1)
	fake := calmTwilio(b, func(twiliotest.Message) { heard <- time.Now() })
	t := newTown(b, twiliotest.Direct(fake), nil)
	t.enrol(connections, wijk.SMS)
	t.midway(connections)
	before := connections // answers to zwerfvuil
	stop := t.notify(notifier.Limits{}, notifier.Limits{})
	for range before {
		<-heard
	}
	stop()
	defer t.notify(paceTelegram, paceSMS)()
	const most = connections * perResident
	posts := newPosts(b, most, connections)
	conn, err := newCaller(t.serveDoor())
	t.must(err)
	defer conn.Close()
	rest := time.NewTicker(3 * time.Second / 20) // more than the pace asks for
	defer rest.Stop()
	var durable, handed spread
	runtime.GC()
	for i := range min(most, 200) {
		<-rest.C
		began := time.Now()
		t.must(conn.post(posts.at(i)))
		durable = append(durable, time.Since(began))
		handed = append(handed, (<-heard).Sub(began))
	}
	for b.Loop() { // the messages are counted above, whatever b.N
	}
	b.ReportMetric(durable.at(0.1), "ms-durable-p10") // when nobody else was at work
	b.ReportMetric(durable.at(0.5), "ms-durable-p50")
	b.ReportMetric(durable.at(0.99), "ms-durable-p99")
	b.ReportMetric(handed.at(0.5), "ms-handed-p50")
	b.ReportMetric(handed.at(0.99), "ms-handed-p99")
	b.ReportMetric(syncTime(b), "ms-bare-sync")
	b.ReportMetric(load(), "load")
}
