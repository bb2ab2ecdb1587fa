package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The size of the city that is measured.
const (
	cityPeople = 125_000
	cityEvents = 1_000_000
	fewEvents  = 10_000
)

// fill brings a town to a size: its people, each in the middle of a report, and
// what came in so far, with an answer sent to one message in four.
func (t *town) fill(people, events int) {
	t.Helper()
	t.enrol(people, wijk.SMS)
	t.midway(people)
	const group = 20_000
	at := t.clock.Now().Add(-time.Duration(events) * time.Second)
	for from := 0; from < events; from += group {
		t.update(func(tx *store.Tx) {
			for i := from; i < min(events, from+group); i++ {
				seq := tx.Next("event")
				id := sid(1<<41 + i)
				store.Seen.Put(tx, id, seq)
				store.Events.Put(tx, store.Num(seq), wijk.Event{
					Seq: seq, Time: at.Add(time.Duration(i) * time.Second), Channel: wijk.SMS, ProviderID: id, Kind: wijk.Text,
				})
				if i%4 != 0 {
					continue
				}
				m := wijk.Outgoing{
					ID: tx.Next("outbox"), Class: wijk.Reply, To: wijk.Address{Channel: wijk.SMS, To: phone(i % people)},
					Text: "Dank u. Uw melding heeft nummer 12.", Due: at, State: wijk.Delivered, ProviderID: sid(1<<42 + i),
				}
				store.Outbox.Put(tx, store.Num(m.ID), m)
			}
		})
	}
}

// BenchmarkCity starts "wijkbot serve", as it is shipped, on 125,000 residents
// and 1,000,000 events, and reports how long it took until its doors were open,
// the memory that it then has, of which "MB-own" is not the file that the kernel
// keeps at hand for it, and how long the next due message and timer take to find.
func BenchmarkCity(b *testing.B) {
	t := newTown(b, nil, nil)
	t.fill(cityPeople, cityEvents)
	now := t.clock.Now().Add(-time.Hour) // before what waits
	t.close()
	var ready, due spread
	for range 3 {
		t.open(nil, nil)
		began := time.Now()
		t.must(t.db.View(context.Background(), func(tx *store.Tx) error {
			if _, ok := store.NextDue(tx, wijk.SMS, now); !ok {
				t.Error("nothing is due")
			}
			_, _ = store.NextTimer(tx)
			return nil
		}))
		due = append(due, time.Since(began))
		t.close()
	}
	twilio := quietServer(calmTwilio(b, nil))
	defer twilio.Close()
	var all, own float64
	for range 3 {
		took, pid, end := t.serve(twilio.URL)
		ready = append(ready, took)
		all, own = max(all, memoryMB(b, pid, "VmRSS")), max(own, memoryMB(b, pid, "RssAnon"))
		end()
	}
	for b.Loop() { // the starts are counted above, whatever b.N
	}
	if st, err := os.Stat(t.file); err == nil {
		b.ReportMetric(float64(st.Size())/(1<<20), "MB-file")
	}
	b.ReportMetric(ready.at(0.5)/1000, "s-start")
	b.ReportMetric(due.at(1), "ms-next-due")
	b.ReportMetric(all, "MB-resident")
	b.ReportMetric(own, "MB-own")
	b.ReportMetric(load(), "load")
}

// BenchmarkGrowth compares what a message costs after 1,000,000 events with what
// it costs after 10,000, with 125,000 residents in both: 64 callers, in turns,
// so that a busy machine slows both down. "cpu-ratio" is of processor time.
func BenchmarkGrowth(b *testing.B) {
	small, large := newTown(b, nil, nil), newTown(b, nil, nil)
	small.fill(cityPeople, fewEvents)
	large.fill(cityPeople, cityEvents)
	const rounds, group = 16, 2000
	var took, used [2]time.Duration
	for r := range rounds {
		for i, t := range []*town{small, large} {
			collect()
			wall, cpu := t.hear(r*group, group, func(i int) (resident int, text string) {
				return i * 37 % cityPeople, step(0, i) // from all over the city
			})
			took[i] += wall
			used[i] += cpu
		}
	}
	for b.Loop() { // the messages are counted above, whatever b.N
	}
	const n = rounds * group
	b.ReportMetric(float64(took[0].Microseconds())/n, "µs/msg-small")
	b.ReportMetric(float64(took[1].Microseconds())/n, "µs/msg-large")
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
	b.ReportMetric(used[1].Seconds()/used[0].Seconds(), "cpu-ratio")
	b.ReportMetric(load(), "load")
}

// serve runs the program on the file of t, which must be closed, until its
// doors are open, and returns how long that took.
func (t *town) serve(twilioBase string) (took time.Duration, pid int, end func()) {
	t.Helper()
	path, err := program()
	t.must(err)
	cmd := exec.Command(path, "serve")
	cmd.Env = []string{
		"WIJKBOT_TEST=1", "WIJKBOT_DB=" + t.file, "WIJKBOT_LISTEN=127.0.0.1:0", "WIJKBOT_ADMIN_LISTEN=127.0.0.1:0",
		"WIJKBOT_PUBLIC_URL=" + benchPublic, "TWILIO_API_BASE=" + twilioBase, "TWILIO_ACCOUNT_SID=" + twiliotest.AccountSID,
		"TWILIO_AUTH_TOKEN=" + twiliotest.AuthToken, "TWILIO_FROM=" + twiliotest.From,
	}
	var said output
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	t.must(err)
	began := time.Now()
	t.must(cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "admin on ") {
	}
	took = time.Since(began)
	return took, cmd.Process.Pid, func() {
		t.Helper()
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("serve: %v\n%s", err, said.String())
		}
	}
}

// memoryMB returns one count of the memory of a process, as Linux keeps it.
func memoryMB(b testing.TB, pid int, name string) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("only Linux tells how much memory a process has")
	}
	for line := range strings.Lines(string(status)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, name+": %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	b.Fatalf("no %s", name)
	return 0
}
