package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
)

// The tests of what holds run the program as it is shipped, beside both fake
// providers, and look at it through its own commands. They mostly wait, so that
// more of them run at the same time than there are processors.

// long runs the long form of tests that have one: more seeds, more messages,
// and waits of a minute and more.
var long = flag.Bool("long", os.Getenv("WIJKBOT_LONG") == "1", "run the long form of the crash test and others")

// atOnce is how many tests run at the same time.
const atOnce = "16"

// built is where the program is.
var built = filepath.Join(os.TempDir(), fmt.Sprintf("wijkbot-test-%d", os.Getpid()))

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		_ = f.Value.Set(atOnce)
	}
	code := m.Run()
	_ = os.RemoveAll(built)
	os.Exit(code)
}

// program builds the bot, once, and returns its path.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(built, "wijkbot")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, err
})

// A world is one city under test: its bot, its files and both providers.
type world struct {
	t   *testing.T
	dir string
	db  string
	env map[string]string
	tg  *telegramtest.Fake
	tw  *twiliotest.Fake
	bot *process // the one that serves now

	public, admin string // where it serves
	clockFile     string
	logs          []*process
}

// A setup is what is special in a world. The zero value is a calm city on a
// Monday morning, without limits on the rate.
type setup struct {
	clock    string // what the clock file says first
	telegram telegramtest.Options
	twilio   twiliotest.Options
	hostile  bool // the fakes throw in faults of their own
	webhook  bool // Telegram delivers instead of being polled
	env      map[string]string
	wrap     func(http.Handler) http.Handler // between the bot and both fakes
	dir      string                          // for the database
}

const monday = "2026-11-23T10:00:00+01:00"

func newWorld(t *testing.T, s setup) *world {
	t.Helper()
	if _, err := program(); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, dir: t.TempDir()}
	w.db = filepath.Join(w.dir, "city.db")
	if s.dir != "" {
		w.db = filepath.Join(s.dir, "city.db")
	}
	public, admin := freeAddress(t), freeAddress(t)
	w.public, w.admin = "http://"+public, "http://"+admin
	w.clockFile = filepath.Join(w.dir, "clock")
	if s.clock == "" {
		s.clock = monday + " 1"
	}
	w.setClock(s.clock)

	s.telegram.Calm, s.twilio.Calm = !s.hostile, !s.hostile
	s.telegram.NoLimits = true
	s.telegram.Log, s.twilio.Logf = t.Logf, t.Logf
	s.twilio.SMSURL, s.twilio.VoiceURL = w.public+"/twilio/sms", w.public+"/twilio/voice"
	w.tg, w.tw = telegramtest.New(s.telegram), twiliotest.New(s.twilio)
	if s.wrap == nil {
		s.wrap = func(h http.Handler) http.Handler { return h }
	}
	tg, tw := quietServer(s.wrap(w.tg)), quietServer(s.wrap(w.tw))
	t.Cleanup(func() { // after the bot, see below
		w.tg.Close()
		w.tw.Close()
		tg.Close()
		tw.Close()
	})
	t.Cleanup(w.end)
	w.env = map[string]string{
		"PATH": os.Getenv("PATH"), "TMPDIR": w.dir, "HOME": w.dir,
		"WIJKBOT_TEST": "1", "WIJKBOT_DB": w.db, "WIJKBOT_CLOCK_FILE": w.clockFile,
		"WIJKBOT_LISTEN": public, "WIJKBOT_ADMIN_LISTEN": admin,
		"TELEGRAM_API_BASE": tg.URL, "TELEGRAM_BOT_TOKEN": w.tg.Token(),
		"TWILIO_API_BASE": tw.URL, "TWILIO_ACCOUNT_SID": twiliotest.AccountSID,
		"TWILIO_AUTH_TOKEN": twiliotest.AuthToken, "TWILIO_FROM": twiliotest.From,
		"RATE_TELEGRAM": "10000", "RATE_TELEGRAM_CHAT": "10000", "RATE_SMS": "10000", "RATE_VOICE": "10000",
	}
	if s.webhook {
		w.env["TELEGRAM_MODE"], w.env["TELEGRAM_WEBHOOK_SECRET"] = "webhook", "s3cret-of-telegram"
	}
	maps.Copy(w.env, s.env)
	return w
}

// quietServer serves h without logging the connections that are cut.
func quietServer(h http.Handler) *httptest.Server {
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = nil
	s.Start()
	return s
}

// hosts counts the loopback addresses that were given out.
var hosts atomic.Int64

// freeAddress returns an address with a port that nobody listens on. Each has
// an address of its own on this machine, where that is possible, so that
// nobody takes it while the bot is down.
func freeAddress(t *testing.T) string {
	t.Helper()
	n := hosts.Add(1)
	l, err := net.Listen("tcp", fmt.Sprintf("127.%d.%d.%d:0", 1+os.Getpid()%200, n/250, 1+n%250))
	if err != nil {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// setClock writes the clock file: a time, and how fast it runs. A clock that
// stands still (0) is for tests that say what happens at which minute.
func (w *world) setClock(text string) {
	w.t.Helper()
	next := w.clockFile + ".next"
	if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(next, w.clockFile); err != nil {
		w.t.Fatal(err)
	}
}

// end kills the bot, and shows what it said if the test failed.
func (w *world) end() {
	if w.bot != nil {
		w.kill()
	}
	if !w.t.Failed() {
		return
	}
	for i, p := range w.logs {
		text := p.err.String()
		w.t.Logf("bot %d said:\n%s", i+1, text[max(0, len(text)-4000):])
	}
}

// wijkbot runs a command and returns what it printed and its exit code.
func (w *world) wijkbot(args ...string) (stdout, stderr string, code int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := w.command(ctx, args...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited || ctx.Err() != nil {
		w.t.Fatalf("wijkbot %s: %v\n%s", args, err, errs.String())
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func (w *world) command(ctx context.Context, args ...string) *exec.Cmd {
	path, err := program()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = w.dir
	for _, k := range slices.Sorted(maps.Keys(w.env)) {
		cmd.Env = append(cmd.Env, k+"="+w.env[k])
	}
	return cmd
}

// do runs a command that must go well.
func (w *world) do(args ...string) string {
	w.t.Helper()
	out, errs, code := w.wijkbot(args...)
	if code != 0 {
		w.t.Fatalf("wijkbot %s: exit code %d\n%s", strings.Join(args, " "), code, errs)
	}
	return out
}

// importing takes in an import file with these residents and staff, both
// values of intake's form.
func (w *world) importing(staff []member, residents []resident) {
	w.t.Helper()
	b, err := json.Marshal(map[string]any{"staff": append([]member{}, staff...), "residents": append([]resident{}, residents...)})
	if err != nil {
		w.t.Fatal(err)
	}
	path := filepath.Join(w.dir, fmt.Sprintf("import-%d.json", hosts.Add(1)))
	if err := os.WriteFile(path, b, 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.do("import", path)
}

// get asks an address of the bot.
func (w *world) get(address string) (status int, body string) {
	w.t.Helper()
	resp, err := plainClient.Get(address)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// plainClient keeps no connections to bots that are killed.
var plainClient = &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
