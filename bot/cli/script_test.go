package cli

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wijkbot/flows/category"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"wijkbot": func() {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
		defer stop()
		os.Exit(Run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
	}})
}

// TestScripts runs the command line as an operator would; see testdata/script.
// In them both providers are on a port where nobody answers.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", "atexit_sleep_ms=0") // else each command takes a second under -race
			env.Setenv("WIJKBOT_TEST", "1")
			env.Setenv("WIJKBOT_DB", env.WorkDir+"/city.db")
			env.Setenv("WIJKBOT_LISTEN", freePort(t))
			env.Setenv("WIJKBOT_ADMIN_LISTEN", freePort(t))
			env.Setenv("TELEGRAM_BOT_TOKEN", "1:canarytoken")
			env.Setenv("TELEGRAM_API_BASE", "http://127.0.0.1:9")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code, "fill": fill, "cut": cut, "damage": damage, "ready": ready, "terminate": terminate,
			"doubts": doubts, "visit": visit, "unpack": unpack(t),
		},
	})
}

// freePort returns an address that nobody listens on at this moment.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// code runs wijkbot and checks its exit code: "code 64 check".
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND [ARG]...")
	}
	err := ts.Exec("wijkbot", args[1:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// fill puts one row of each kind in the database.
func fill(ts *testscript.TestScript, neg bool, _ []string) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	ts.Check(err)
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, zone)
	ctx := context.Background()
	c, err := openCity(ctx, &config{db: ts.Getenv("WIJKBOT_DB"), zone: zone}, clock.Real(zone))
	ts.Check(err)
	defer func() { ts.Check(c.close()) }()
	ts.Check(c.db.Update(ctx, func(tx *store.Tx) error {
		store.Events.Put(tx, store.Num(1), wijk.Event{Seq: 1, Time: at, Channel: wijk.Telegram, ProviderID: "telegram:7", Kind: wijk.Text})
		store.Events.Put(tx, store.Num(2), wijk.Event{Seq: 2, Time: at.Add(time.Hour), Channel: wijk.SMS, ProviderID: "SM1", Kind: wijk.Text})
		store.Send(tx, wijk.Outgoing{Class: wijk.Check, To: wijk.Address{Channel: wijk.SMS, To: "+31600000000"}, Text: "Gaat het?",
			Due: at, NotAfter: at.Add(time.Hour)})
		id := store.Send(tx, wijk.Outgoing{Class: wijk.Reply, To: wijk.Address{Channel: wijk.Telegram, To: "42"}, Text: "Dag", Due: at})
		m, _ := store.Outbox.Get(tx, store.Num(id))
		m.State, m.ProviderID, m.Attempts, m.Error = wijk.Sent, "99", 2, "429"
		store.Outbox.Put(tx, store.Num(id), m)
		store.Cases.Put(tx, store.Num(1), wijk.Case{ID: 1, Kind: wijk.CaseHelp, Severity: wijk.Red, Person: "r-1", Wijk: "meerzicht",
			Opened: at, State: wijk.CaseTaken, Owner: "a", Second: &wijk.Second{By: "a", At: at, Code: wijk.OutcomeSpoke}})
		store.Cases.Put(tx, store.Num(2), wijk.Case{ID: 2, Kind: wijk.CaseOutreach, Severity: wijk.Amber, Person: "r-2",
			Opened: at, State: wijk.CaseOpen, Due: at.AddDate(0, 0, 14)})
		store.Cases.Put(tx, store.Num(3), wijk.Case{ID: 3, Kind: wijk.CaseUnreached, Severity: wijk.Red, Person: "r-1", Wijk: "meerzicht",
			Opened: at, Owner: "a", State: wijk.CaseClosed, Outcome: wijk.OutcomeForgot})
		store.CheckIns.Put(tx, "r-1/2026-11-23", wijk.CheckIn{Person: "r-1", Date: "2026-11-23", Slot: "09:00", Due: at,
			Delivered: at, Wellbeing: "help", State: wijk.CheckInAnswered})
		store.Reports.Put(tx, store.Num(tx.Next("report")), wijk.Report{Number: 1, Kind: wijk.Litter, Stage: wijk.Reported, Created: at,
			Place: wijk.Place{Wijk: "meerzicht"}, Promised: "2026-11-26",
			Reporters: 1})
		store.Log(tx, wijk.Entry{Number: 1, At: at, By: "reporter", To: wijk.Reported})
		store.Costs.Put(tx, store.Num(1), wijk.Cost{ID: 1, Report: 1, Wijk: "meerzicht", Cents: 8550, By: "ploeg-1", At: at, State: wijk.CostBooked})
		store.Signals.Put(tx, store.Num(1), wijk.Signal{ID: 1, Kind: wijk.Litter, Place: wijk.Place{Wijk: "meerzicht"},
			Reports: []uint64{1, 2, 3, 4, 5}, At: at, State: wijk.SignalOpen})
		for i, l := range []wijk.Label{
			{Guess: "zwerfvuil", Score: .9, Chosen: "zwerfvuil", Version: category.Version},
			{Guess: "zwerfvuil", Score: .9, Chosen: "grofvuil", Version: category.Version},
			{Guess: "grofvuil", Score: .4, Chosen: "grofvuil", Version: category.Version},
			{Chosen: "overig", Version: category.Version},
			{Guess: "boom", Score: .8, Chosen: "groen", Version: category.Version, Staff: true},
			{Guess: "put", Score: 1, Chosen: "put", Version: 1},
		} {
			l.At = at.Add(time.Duration(i) * time.Hour)
			store.Labels.Put(tx, store.Num(uint64(i+1)), l)
		}
		return nil
	}))
}

// doubts checks how many messages are in doubt since a restore, and that an
// SMS among them will be looked up.
func doubts(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	c, err := openCity(ctx, &config{db: ts.Getenv("WIJKBOT_DB"), zone: time.UTC}, clock.Real(time.UTC))
	ts.Check(err)
	defer func() { ts.Check(c.close()) }()
	n := 0
	ts.Check(c.db.View(ctx, func(tx *store.Tx) error {
		n = 0
		for _, m := range store.Leased(tx, time.Now(), time.Now().Add(time.Hour)) {
			if m.State != wijk.Unknown || m.Error != restored || m.Doubt.IsZero() || m.Began.IsZero() {
				return fmt.Errorf("outgoing %d is %s (%s), in doubt since %v", m.ID, m.State, m.Error, m.Doubt)
			}
			n++
		}
		return nil
	}))
	if strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d messages in doubt, want %s", n, args[0])
	}
}

// unpack returns a command that writes a packed file, named from this folder,
// where the script runs: "unpack old.db.gz city.db".
func unpack(t *testing.T) func(*testscript.TestScript, bool, []string) {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return func(ts *testscript.TestScript, _ bool, args []string) {
		packed, err := os.Open(filepath.Join(dir, args[0]))
		ts.Check(err)
		defer packed.Close()
		z, err := gzip.NewReader(packed)
		ts.Check(err)
		b, err := io.ReadAll(z)
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o600))
	}
}

// cut shortens a file to so many bytes.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

// damage turns one bit of the first place where a text stands in a file.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	i := strings.Index(string(b), args[1])
	if i < 0 {
		ts.Fatalf("%s is not in %s", args[1], args[0])
	}
	b[i] ^= 1
	ts.Check(os.WriteFile(path, b, 0o600))
}

// ready waits until the bot that was started says it is.
func ready(ts *testscript.TestScript, _ bool, _ []string) {
	address := "http://" + ts.Getenv("WIJKBOT_ADMIN_LISTEN") + "/readyz"
	limit := time.NewTimer(10 * time.Second)
	defer limit.Stop()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		if resp, err := http.Get(address); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-again.C:
		case <-limit.C:
			ts.Fatalf("the bot is not ready after ten seconds")
		}
	}
}

// visit fetches a page of the running bot into a file, or posts a form that is
// in one: "visit 200 answer /open311/v2/requests.xml [FORM]".
func visit(ts *testscript.TestScript, _ bool, args []string) {
	method, body := http.MethodGet, ""
	if len(args) == 4 {
		method, body = http.MethodPost, strings.TrimSpace(strings.ReplaceAll(ts.ReadFile(args[3]), "\n", ""))
	}
	r, err := http.NewRequest(method, "http://"+ts.Getenv("WIJKBOT_LISTEN")+args[2], strings.NewReader(body))
	ts.Check(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o600))
	if fmt.Sprint(resp.StatusCode) != args[0] {
		ts.Fatalf("%s %s: %s: %s", method, args[2], resp.Status, b)
	}
}

// terminate asks the bot in the background to stop, as a service manager does.
func terminate(ts *testscript.TestScript, _ bool, _ []string) {
	cmds := ts.BackgroundCmds()
	if len(cmds) == 0 {
		ts.Fatalf("nothing runs in the background")
	}
	ts.Check(cmds[len(cmds)-1].Process.Signal(syscall.SIGTERM))
}
