package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"wijkbot/bot"
	"wijkbot/bot/cli"
	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/flows"
	"wijkbot/notifier"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

// The benchmarks measure the parts as they are put together in "wijkbot serve":
// a database file on disk, the conversations, both doors and the notifier, with
// only the providers ours. What several of them report besides: "load", how
// many processes wanted a processor, since a figure of a busy machine says
// little by itself.

// benchPublic is where the fake Twilio thinks that we are.
const benchPublic = "http://bot.example"

// The pace of "wijkbot serve" when nobody chose another.
var (
	paceTelegram = notifier.Limits{Rate: 30, PerChat: 1, PerGroup: 20.0 / 60}
	paceSMS      = notifier.Limits{Rate: 10}
)

// A town is one city that is measured.
type town struct {
	testing.TB
	file   string
	engine *boltkv.DB
	db     *store.DB
	city   *flows.City
	clock  *clock.Clock
	bot    *bot.Bot
	sms    *twilio.Account
	chats  *telegram.Bot
}

// newTown makes a city on a Monday morning in a new file. The transports lead
// to the providers; nil is for a provider that is not called.
func newTown(b testing.TB, toTwilio, toTelegram http.RoundTripper) *town {
	b.Helper()
	t := &town{TB: b, file: filepath.Join(b.TempDir(), "city.db")}
	b.Cleanup(cli.Roomy())
	t.open(toTwilio, toTelegram)
	b.Cleanup(func() { t.close() })
	return t
}

func (t *town) open(toTwilio, toTelegram http.RoundTripper) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	t.must(err)
	t.clock = clock.Movable(time.Date(2026, 11, 23, 10, 0, 0, 0, zone), zone)
	t.engine, err = boltkv.Open(t.file)
	t.must(err)
	t.db, err = store.Open(context.Background(), t.engine)
	t.must(err)
	t.city = flows.New(zone)
	t.bot = &bot.Bot{DB: t.db, City: t.city, Now: t.clock.Now, Log: slog.New(slog.DiscardHandler)}
	t.sms = twilio.New(twilio.Config{
		AccountSID: twiliotest.AccountSID, AuthToken: twiliotest.AuthToken, From: twiliotest.From,
		APIBase: "http://twilio.example", PublicURL: benchPublic, Now: t.clock.Now, Transport: toTwilio,
	})
	t.chats = telegram.New(telegram.Config{
		Token: telegramtest.Token, APIBase: "http://telegram.example", Now: t.clock.Now, Transport: toTelegram,
	})
}

func (t *town) close() {
	t.Helper()
	if t.engine != nil {
		t.must(t.engine.Close())
	}
	t.engine = nil
}

func (t *town) must(err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (t *town) update(fn func(tx *store.Tx)) {
	t.Helper()
	t.must(t.db.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }))
}

// notify runs a notifier until the function it returns is called.
func (t *town) notify(telegramPace, smsPace notifier.Limits) (stop func()) {
	n := &notifier.Notifier{
		DB: t.db, Clock: t.clock, Timeout: 10 * time.Second, SMSPrefixes: []string{"+316"}, SMSDaySegments: 1e9,
		Settled: t.city.Settled, Fire: t.city.Fire, Warn: t.city.Warn,
		Rounds: notifier.Rounds(t.city), Extra: notifier.Imported(t.city),
		Channels: []notifier.Channel{
			{Name: wijk.Telegram, Sender: t.chats, Limits: telegramPace},
			{Name: wijk.SMS, Sender: t.sms, Limits: smsPace},
		},
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		t.must(<-done)
	}
}

// enrol makes people the city's, in groups.
func (t *town) enrol(people int, channel wijk.Channel) {
	t.Helper()
	for from := 0; from < people; from += 10_000 {
		t.update(func(tx *store.Tx) {
			for i := from; i < min(people, from+10_000); i++ {
				putPerson(tx, i, channel)
			}
		})
	}
}

// putPerson stores somebody with a check-in on weekdays.
func putPerson(tx *store.Tx, i int, channel wijk.Channel) {
	p := wijk.Person{
		ID: fmt.Sprintf("r-%06d", i), Name: "Mevrouw Voorbeeld", Wijk: "dorp", Address: "Dorpsstraat 12", Postcode: "2712AB",
		CheckIn: &wijk.Plan{Time: "09:00", Days: []string{"ma", "di", "wo", "do", "vr"}, Profile: "standard"},
	}
	address := wijk.Address{Channel: wijk.SMS, To: phone(i)}
	if channel == wijk.Telegram {
		address = wijk.Address{Channel: wijk.Telegram, To: fmt.Sprint(100 + i)}
		p.Telegram = int64(100 + i)
	} else {
		p.Phone = address.To
	}
	store.People.Put(tx, p.ID, p)
	store.Holders.Put(tx, address.String(), wijk.Holder{Person: p.ID})
}

// load returns how many processes wanted a processor in the last minute.
func load() (avg float64) {
	b, err := os.ReadFile("/proc/loadavg")
	if err == nil {
		_, _ = fmt.Sscan(string(b), &avg)
	}
	return avg
}

// processor returns the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A spread is how long something took each time.
type spread []time.Duration

// at returns the qth quantile in ms.
func (s spread) at(q float64) float64 {
	if len(s) == 0 {
		return 0
	}
	slices.Sort(s)
	return float64(s[min(len(s)-1, int(q*float64(len(s))))].Microseconds()) / 1000
}

// syncTime returns how long this disk takes to make one page durable, in ms:
// no commit can be faster.
func syncTime(b testing.TB) float64 {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "sync"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var took spread
	page := make([]byte, 4096)
	for i := range 100 {
		began := time.Now()
		if _, err := f.WriteAt(page, int64(i%16)*4096); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	return took.at(0.5)
}

// collect leaves no garbage of what came before to what is measured next.
func collect() {
	runtime.GC()
	runtime.GC()
}
