package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait for something that must happen. It is long since
// the machine may be busy; nothing waits this long when all is well.
const patience = 30 * time.Second

// A process is a bot that serves.
type process struct {
	cmd      *exec.Cmd
	out, err output
	started  time.Time
	ready    time.Duration // how long it took to begin
	exited   chan struct{} // closed when code is known
	code     int           // -1 if killed
}

// An output collects what a process prints.
type output struct {
	mu      sync.Mutex
	b       bytes.Buffer
	changed chan struct{}
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.changed != nil {
		close(o.changed)
		o.changed = nil
	}
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// next returns a channel that is closed when more is printed.
func (o *output) next() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.changed == nil {
		o.changed = make(chan struct{})
	}
	return o.changed
}

// launch starts "wijkbot serve" and does not wait for it to serve.
func (w *world) launch() *process {
	w.t.Helper()
	p := &process{cmd: w.command(context.Background(), "serve"), exited: make(chan struct{}), started: time.Now()}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait()
		p.code = p.cmd.ProcessState.ExitCode()
		close(p.exited)
	}()
	w.logs = append(w.logs, p)
	return p
}

// serve starts the bot and waits until its doors are open.
func (w *world) serve() *process {
	w.t.Helper()
	p := w.launch()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for {
		more := p.out.next()
		if strings.Contains(p.out.String(), "admin on http://") {
			break
		}
		select {
		case <-more:
		case <-p.exited:
			w.t.Fatalf("the bot ended with code %d before it served\n%s", p.code, p.err.String())
		case <-limit.C:
			w.t.Fatalf("the bot does not serve\n%s", p.err.String())
		}
	}
	p.ready = time.Since(p.started)
	w.bot = p
	return p
}

// kill ends the bot as a power failure does.
func (w *world) kill() {
	w.t.Helper()
	_ = w.bot.cmd.Process.Kill()
	<-w.bot.exited
	w.bot = nil
}

// terminate asks the bot to stop, and returns its exit code and how long it
// took.
func (w *world) terminate() (code int, took time.Duration) {
	w.t.Helper()
	p, began := w.bot, time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		w.t.Fatal(err)
	}
	code = w.exit(p)
	w.bot = nil
	return code, time.Since(began)
}

// exit waits for a process to end by itself.
func (w *world) exit(p *process) int {
	w.t.Helper()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-p.exited:
		return p.code
	case <-limit.C:
		_ = p.cmd.Process.Kill()
		w.t.Fatal("the bot does not end")
		return 0
	}
}

// restart kills the bot and starts it again.
func (w *world) restart() {
	w.t.Helper()
	w.kill()
	w.serve()
}

// until waits for fn to be true: another process has to do something, and does
// not tell us when.
func (w *world) until(what string, fn func() bool) {
	w.t.Helper()
	wait(w.t, patience, what, fn)
}

func wait(t *testing.T, most time.Duration, what string, fn func() bool) {
	t.Helper()
	limit := time.NewTimer(most)
	defer limit.Stop()
	// Each look starts a process: those that come to nothing become rare.
	pause := 10 * time.Millisecond
	again := time.NewTimer(pause)
	defer again.Stop()
	for !fn() {
		select {
		case <-again.C:
			pause = min(2*pause, 200*time.Millisecond)
			again.Reset(pause)
		case <-limit.C:
			t.Fatalf("waited %v in vain: %s", most, what)
		}
	}
}

// observe lets d pass while the bot runs, for what must not happen in it.
func (w *world) observe(d time.Duration) {
	w.t.Helper()
	limit := time.NewTimer(d)
	defer limit.Stop()
	select {
	case <-limit.C:
	case <-w.bot.exited:
		w.t.Fatalf("the bot ended with code %d\n%s", w.bot.code, w.bot.err.String())
	}
}

// The rows of the lists, as README promises them to scripts.
type (
	eventRow struct {
		Seq        uint64    `json:"seq"`
		Time       time.Time `json:"time"`
		Channel    string    `json:"channel"`
		ProviderID string    `json:"provider_id"`
		Kind       string    `json:"kind"`
	}
	outboxRow struct {
		ID         uint64 `json:"id"`
		Class      string `json:"class"`
		Channel    string `json:"channel"`
		To         string `json:"to"`
		State      string `json:"state"`
		ProviderID string `json:"provider_id"`
		Attempts   int    `json:"attempts"`
		NotAfter   string `json:"not_after"`
		Error      string `json:"error"`
	}
	caseRow struct {
		ID       uint64 `json:"id"`
		Kind     string `json:"kind"`
		Severity string `json:"severity"`
		Person   string `json:"person"`
		Wijk     string `json:"wijk"`
		Opened   string `json:"opened"`
		Owner    string `json:"owner"`
		State    string `json:"state"`
		Outcome  string `json:"outcome"`
		Second   string `json:"second"`
		Due      string `json:"due"`
	}
	checkInRow struct {
		Person    string `json:"person"`
		Date      string `json:"date"`
		Slot      string `json:"slot"`
		Delivered bool   `json:"delivered"`
		LifeSign  bool   `json:"life_sign"`
		Wellbeing string `json:"wellbeing"`
		State     string `json:"state"`
	}
	reportRow struct {
		Number    uint64 `json:"number"`
		Kind      string `json:"kind"`
		Wijk      string `json:"wijk"`
		State     string `json:"state"`
		Promised  string `json:"promised"`
		Reporters int    `json:"reporters"`
	}
)

func (w *world) events() []eventRow     { w.t.Helper(); return rowsOf[eventRow](w, "events") }
func (w *world) outbox() []outboxRow    { w.t.Helper(); return rowsOf[outboxRow](w, "outbox") }
func (w *world) cases() []caseRow       { w.t.Helper(); return rowsOf[caseRow](w, "cases") }
func (w *world) checkIns() []checkInRow { w.t.Helper(); return rowsOf[checkInRow](w, "checkins") }
func (w *world) reports() []reportRow   { w.t.Helper(); return rowsOf[reportRow](w, "reports") }

// rowsOf runs a list command and reads its rows, refusing keys that are not
// promised.
func rowsOf[R any](w *world, command string) []R {
	w.t.Helper()
	var rows []R
	d := json.NewDecoder(strings.NewReader(w.do(command, "--json")))
	d.DisallowUnknownFields()
	for d.More() {
		var r R
		if err := d.Decode(&r); err != nil {
			w.t.Fatalf("wijkbot %s --json: %v", command, err)
		}
		rows = append(rows, r)
	}
	return rows
}

// idle waits until nothing is to be sent at this moment but what waits for
// morning, so that the clock can be moved on.
func (w *world) idle() {
	w.t.Helper()
	w.until("the outbox is empty", func() bool {
		for _, m := range w.outbox() {
			switch m.State {
			case "queued", "sending", "unknown":
				return false
			}
		}
		return true
	})
}
