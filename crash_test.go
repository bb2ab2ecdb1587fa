package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wijkbot/bot/telegram/telegramtest"
)

// oneSeed repeats one run of the crash test.
var oneSeed = flag.Uint64("crash-seed", 0, "run the crash test with this seed alone")

// The crash test kills the bot at random moments while messages flow in by
// both channels and answers out, and then counts: every message that was
// accepted is stored once and was answered, no SMS went twice, and in Telegram
// no more was repeated than was under way when the bot died.
func TestCrash(t *testing.T) {
	seeds, messages, kills := uint64(3), 2000, 4
	if *long {
		seeds, messages, kills = 20, 10_000, 8
	}
	t.Parallel()
	for seed := range seeds {
		seed++
		if *oneSeed != 0 && seed > 1 {
			break
		}
		if *oneSeed != 0 {
			seed = *oneSeed
		}
		t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
			t.Parallel()
			crash(t, seed, messages, kills)
		})
	}
}

// A flood is one run of the crash test.
type flood struct {
	*world
	rand     *rand.Rand
	senders  []sender
	want     int           // messages in all
	accepted atomic.Int64  // SMS that the bot said yes to
	token    chan struct{} // one for each: Telegram keeps step
	work     sync.WaitGroup

	inFlight map[string]int // of Telegram, by chat, at all the kills together
}

// A sender is somebody who writes a few messages, one after the other.
type sender struct {
	number string // by SMS, else in chat
	chat   *telegramtest.Chat
	elder  bool // has a check-in, and asks to be called
	texts  []string
}

func crash(t *testing.T, seed uint64, messages, kills int) {
	r := rand.New(rand.NewPCG(seed, 0))
	f := &flood{rand: r, inFlight: make(map[string]int), token: make(chan struct{}, messages)}
	f.world = newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 1", wrap: lagging(seed)})
	t.Logf("seed %d: %d messages, %d kills", seed, messages, kills)
	f.enrol(messages)
	began := time.Now()
	t.Cleanup(f.work.Wait) // they end with the test's context
	f.flow()
	for _, at := range f.moments(kills) {
		f.killAt(at)
	}
	f.work.Wait()
	if t.Failed() {
		return
	}
	ctx, cancel := f.soon()
	defer cancel()
	if err := f.tg.WaitConfirmed(ctx); err != nil {
		t.Fatalf("%d updates are not confirmed: %v", len(f.tg.Waiting()), err)
	}
	flowed := time.Since(began)
	f.drain()
	t.Logf("seed %d: accepted after %v, answered after %v", seed, flowed.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	f.checkStored()
	f.checkSent()
}

// lagging has the providers take a few milliseconds before and after they take
// a message, so that the bot dies at both moments. What it was saying when it
// died before the first is lost on the way.
func lagging(seed uint64) func(http.Handler) http.Handler {
	var n atomic.Uint64
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sends := r.Method == http.MethodPost && !strings.HasSuffix(strings.ToLower(r.URL.Path), "/getupdates")
			if sends {
				lag := rand.New(rand.NewPCG(seed, n.Add(1)))
				pass(r.Context(), time.Duration(lag.IntN(4))*time.Millisecond)
				if r.Context().Err() != nil {
					panic(http.ErrAbortHandler)
				}
				defer pass(r.Context(), time.Duration(lag.IntN(8))*time.Millisecond)
			}
			h.ServeHTTP(w, r)
		})
	}
}

func pass(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// enrol makes the senders, half of them by SMS. One in ten has a check-in,
// whose question has arrived when enrol returns.
func (f *flood) enrol(messages int) {
	var people []resident
	for i := range messages / 5 {
		s := sender{elder: i%10 < 2}
		address := fmt.Sprintf("Dorpsstraat %d, 2712AB", 3000+i) // 112 would be a cry for help
		p := resident{ID: fmt.Sprintf("r-%d", i), Name: "Bewoner", Wijk: "dorp", CheckIn: asked("09:00", "standard")}
		if i%2 == 0 {
			s.number = phone(i)
			s.texts = []string{"zwerfvuil", address, "ja", "mijn meldingen", "menu"}
			p.Phone, p.Prefers = s.number, "sms"
		} else {
			s.chat = f.tg.Chat(int64(100+i), fmt.Sprintf("chat %d", i))
			s.texts = []string{"zwerfvuil", address, "overslaan", "ja", "menu"}
			p.Telegram, p.Prefers, p.Phone = s.chat.ID, "telegram", phone(i) // else we would ask where to call
		}
		if s.elder {
			s.texts = []string{"2", "menu", "mijn meldingen", "menu", "mijn meldingen"}
			people = append(people, p)
		}
		f.senders = append(f.senders, s)
		f.want += len(s.texts)
	}
	f.importing([]member{duty}, people)
	f.serve()
	f.until("all were asked", func() bool { return len(f.tw.Sent())+len(f.tg.Sent()) >= len(people) })
	f.idle()
	f.setClock("2026-11-23T09:05:00+01:00 1")
}

// flow starts the messages: SMS from many phones at the same time, each until
// it is accepted, and for each of those one more update for Telegram to keep.
func (f *flood) flow() {
	phones := make(chan sender)
	f.work.Go(func() {
		defer close(phones)
		for _, s := range f.senders {
			if s.number == "" {
				continue
			}
			select {
			case phones <- s:
			case <-f.t.Context().Done():
				return
			}
		}
	})
	for range 16 {
		f.work.Go(func() {
			for s := range phones {
				for _, text := range s.texts {
					f.deliver(s.number, text)
				}
			}
		})
	}
	f.work.Go(func() {
		for i := range 5 {
			for _, s := range f.senders {
				if s.chat == nil {
					continue
				}
				select {
				case <-f.token:
					s.chat.Say(s.texts[i])
				case <-f.t.Context().Done():
					return
				}
			}
		}
	})
}

// deliver posts one SMS until the bot has it, as a provider does.
func (f *flood) deliver(number, text string) {
	sid := f.tw.TextQuietly(number, text)
	ctx, cancel := context.WithTimeout(f.t.Context(), 4*patience)
	defer cancel()
	for f.tw.Deliver(ctx, sid, 1)[0] != nil {
		if f.t.Context().Err() != nil {
			return // the test is over
		}
		if ctx.Err() != nil {
			f.t.Errorf("an SMS was never accepted")
			break
		}
		pass(ctx, 10*time.Millisecond)
	}
	f.accepted.Add(1)
	f.token <- struct{}{}
}

// moments are after how many SMS the bot dies.
func (f *flood) moments(kills int) []int64 {
	all := make([]int64, kills)
	half := int64(f.want / 2)
	for i := range all {
		all[i] = half/20 + f.rand.Int64N(half*9/10)
	}
	slices.Sort(all)
	return all
}

// killAt kills the bot some time after so many SMS, notes what was under way
// and starts it again.
func (f *flood) killAt(at int64) {
	f.t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(4 * patience)
	defer limit.Stop()
	for f.accepted.Load() < at {
		select {
		case <-tick.C:
		case <-f.bot.exited:
			f.t.Fatalf("the bot ended by itself: %s", f.bot.err.String())
		case <-limit.C:
			f.t.Fatalf("only %d messages were accepted", f.accepted.Load())
		}
	}
	pass(f.t.Context(), time.Duration(f.rand.IntN(30))*time.Millisecond)
	f.kill()
	for _, m := range f.outbox() { // nobody has the database now
		if m.State == "sending" && m.Channel == "telegram" {
			f.inFlight[m.To]++
		}
	}
	f.serve()
}

// drain waits until all answers have gone. An SMS that was under way when the
// bot died and that Twilio does not have waits a minute, with those behind it:
// the end of a short run does not wait for them.
func (f *flood) drain() {
	f.t.Helper()
	wait(f.t, 8*patience, "all answers have gone", func() bool {
		rows := f.outbox()
		behind := f.behind(rows)
		return !slices.ContainsFunc(rows, func(m outboxRow) bool { return m.waits() && !behind[m.ID] })
	})
}

// waits reports whether m is not at an end.
func (m outboxRow) waits() bool {
	return m.State == "queued" || m.State == "sending" || m.State == "unknown"
}

// behind returns the SMS that a short run need not wait for: in doubt since the
// bot died, or queued behind one that is.
func (f *flood) behind(rows []outboxRow) map[uint64]bool {
	ids, doubtful := make(map[uint64]bool), make(map[string]bool)
	for _, m := range rows {
		if m.Channel == "sms" && m.State == "unknown" && m.Error != "" {
			doubtful[m.To] = !*long
		}
	}
	for _, m := range rows {
		ids[m.ID] = doubtful[m.To] && (m.State == "unknown" || m.State == "queued")
	}
	return ids
}

// checkStored compares what was accepted with what is stored.
func (f *flood) checkStored() {
	f.t.Helper()
	events := tally(f.events(), func(e eventRow) string { return e.ProviderID })
	wanted := 0
	for _, m := range f.tw.Log() {
		if m.Direction == "inbound" {
			wanted++
			if events[m.SID] != 1 {
				f.t.Errorf("SMS %s is stored %d times, want once", m.SID, events[m.SID])
			}
		}
	}
	for i := range f.want - wanted {
		if id := fmt.Sprintf("telegram:%d", 700_000_001+i); events[id] != 1 {
			f.t.Errorf("%s is stored %d times, want once", id, events[id])
		}
	}
	if len(events) != f.want {
		f.t.Errorf("%d messages are stored, want %d", len(events), f.want)
	}
	elders := 0
	for _, s := range f.senders {
		if s.elder {
			elders++
		}
	}
	if n := len(f.reports()); n != len(f.senders)-elders {
		f.t.Errorf("%d reports, want %d", n, len(f.senders)-elders)
	}
	if n := tally(f.cases(), func(c caseRow) string { return c.Kind })["help"]; n != elders {
		f.t.Errorf("%d cries for help are on the list, want %d", n, elders)
	}
}

// checkSent compares what is in the outbox with what the providers got.
func (f *flood) checkSent() {
	f.t.Helper()
	bySID, spare := make(map[string]sentSMS), make(map[string]int)
	for _, m := range f.tw.Sent() {
		u, err := url.Parse(m.Callback)
		if err != nil {
			f.t.Fatal(err)
		}
		id, err := strconv.ParseUint(u.Query().Get("o"), 10, 64)
		if err != nil {
			f.t.Fatal(err)
		}
		bySID[m.SID] = sentSMS{to: m.To, row: id}
		spare[m.To]++
	}
	replies, queued := make(map[string]int), make(map[string]int)
	rows, waiting := f.outbox(), 0
	behind := f.behind(rows)
	for _, m := range rows {
		if m.Class == "reply" {
			replies[m.To]++
		}
		if m.Channel == "telegram" {
			queued[m.To]++
		}
		if m.Channel == "sms" && (behind[m.ID] || m.State == "failed") {
			spare[m.To]-- // it may have gone or not
		}
		if behind[m.ID] {
			waiting++
			continue
		}
		f.checkEnd(m, bySID, spare)
	}
	for to, n := range spare {
		if n > 0 {
			f.t.Errorf("%s got %d SMS too many", to, n)
		}
	}
	for _, s := range f.senders {
		to := s.number
		if s.chat != nil {
			to = strconv.FormatInt(s.chat.ID, 10)
		}
		if replies[to] != len(s.texts) {
			f.t.Errorf("%s has %d answers to %d messages", to, replies[to], len(s.texts))
		}
	}
	got := tally(f.tg.Sent(), func(m telegramtest.Sent) string { return strconv.FormatInt(m.Chat, 10) })
	twice, under := 0, 0
	for to, n := range queued {
		if got[to] < n || got[to] > n+f.inFlight[to] {
			f.t.Errorf("chat %s got %d messages, want %d and at most %d twice", to, got[to], n, f.inFlight[to])
		}
		twice += got[to] - n
		under += f.inFlight[to]
	}
	f.t.Logf("Telegram: %d of %d under way at the kills went twice; SMS: none twice, %d still to be looked up", twice, under, waiting)
}

// A sentSMS is what Twilio has of an SMS: for whom, and for which row it was sent.
type sentSMS struct {
	to  string
	row uint64
}

// checkEnd checks that a row came to an end, in the outbox as at the provider,
// and takes what Twilio has for it out of both tallies: an SMS is of one row. It
// may have been sent for another row with the same text to the same phone, when
// both were in doubt: which of them it is counted for matters to nobody.
func (f *flood) checkEnd(m outboxRow, bySID map[string]sentSMS, spare map[string]int) {
	f.t.Helper()
	switch {
	case m.State == "failed" && m.Error != "", m.State == "expired":
	case m.State != "sent" && m.State != "delivered":
		f.t.Errorf("outgoing %d is %s (%s)", m.ID, m.State, m.Error)
	case m.Channel == "sms":
		got, ok := bySID[m.ProviderID]
		if !ok || got.to != m.To {
			f.t.Errorf("SMS %d is %s, and Twilio has no %q of its own for it", m.ID, m.State, m.ProviderID)
		}
		if got.row != m.ID {
			f.t.Logf("SMS %d is the one that was sent for %d", m.ID, got.row)
		}
		delete(bySID, m.ProviderID)
		spare[m.To]--
	}
}
