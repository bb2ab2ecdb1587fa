package main

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/notifier"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A countdown is closed when as many messages arrived as it was made for.
type countdown struct {
	mu   sync.Mutex
	left int
	at   []time.Time
	done chan struct{}
}

func newCountdown(n int) *countdown { return &countdown{left: n, done: make(chan struct{})} }

func (c *countdown) hear() {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = append(c.at, now)
	if c.left--; c.left == 0 {
		close(c.done)
	}
}

// BenchmarkOutbound claims, sends and settles what is queued, through the real
// senders, at providers that take no time and set no pace. What the providers
// cost is included.
func BenchmarkOutbound(b *testing.B) {
	b.Run("sms", func(b *testing.B) {
		c := newCountdown(b.N)
		fake := calmTwilio(b, func(twiliotest.Message) { c.hear() })
		outbound(b, newTown(b, twiliotest.Direct(fake), nil), c, wijk.SMS)
	})
	b.Run("telegram", func(b *testing.B) {
		c := newCountdown(b.N)
		fake := telegramtest.New(telegramtest.Options{
			Calm: true, NoLimits: true, OnSend: func(telegramtest.Sent) { c.hear() },
		})
		b.Cleanup(fake.Close)
		for i := range b.N {
			fake.Chat(int64(100+i), "bewoner")
		}
		outbound(b, newTown(b, nil, fake), c, wijk.Telegram)
	})
}

func outbound(b *testing.B, t *town, c *countdown, channel wijk.Channel) {
	t.queue(b.N, channel, wijk.Check)
	collect()
	used := processor()
	b.ResetTimer()
	stop := t.notify(notifier.Limits{}, notifier.Limits{})
	<-c.done
	stop() // with the last settlements
	b.StopTimer()
	used = processor() - used
	t.update(func(tx *store.Tx) {
		for _, m := range store.Outbox.All(tx, "") {
			if m.State != wijk.Sent {
				t.Errorf("a message is %s (%s)", m.State, m.Error)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/msg")
	b.ReportMetric(load(), "load")
}

// queue puts a message for each of so many people in the outbox.
func (t *town) queue(people int, channel wijk.Channel, class wijk.Class) {
	t.Helper()
	now := t.clock.Now()
	for from := 0; from < people; from += 10_000 {
		t.update(func(tx *store.Tx) {
			for i := from; i < min(people, from+10_000); i++ {
				to := wijk.Address{Channel: channel, To: phone(i)}
				if channel == wijk.Telegram {
					to.To = strconv.Itoa(100 + i)
				}
				store.Send(tx, wijk.Outgoing{
					Class: class, To: to, Due: now, NotAfter: now.Add(24 * time.Hour),
					Text: "Gaat het goed met u? 1 = Ja, 2 = Nee, ik heb hulp nodig. Gemeente Zoetermeer",
				})
			}
		})
	}
}

// pacedFor is for how long the paced sends are watched.
const pacedFor = 20

// BenchmarkPaced sends at the pace of "wijkbot serve" at providers that keep
// their own limits, and reports which part of the permitted rate it reached and
// how often a provider refused: never, or the pace is wrong. One chat in ten
// gets three messages, as many as one may have at once.
func BenchmarkPaced(b *testing.B) {
	b.Run("telegram", func(b *testing.B) {
		n := int(paceTelegram.Rate) * pacedFor
		c := newCountdown(n)
		fake := telegramtest.New(telegramtest.Options{Calm: true, OnSend: func(telegramtest.Sent) { c.hear() }})
		defer fake.Close()
		for i := range n {
			fake.Chat(int64(100+i), "bewoner")
		}
		paced(b, newTown(b, nil, fake), c, wijk.Telegram, paceTelegram.Rate)
		refused := 0
		for _, call := range fake.Calls() {
			if call.Status == http.StatusTooManyRequests {
				refused++
			}
		}
		b.ReportMetric(float64(refused), "429s")
	})
	b.Run("sms", func(b *testing.B) {
		c := newCountdown(int(paceSMS.Rate) * pacedFor)
		fake := twiliotest.New(twiliotest.Options{
			Calm: true, NoCallbacks: true, Rate: paceSMS.Rate, OnSend: func(twiliotest.Message) { c.hear() },
		})
		defer fake.Close()
		paced(b, newTown(b, twiliotest.Direct(fake), nil), c, wijk.SMS, paceSMS.Rate)
		b.ReportMetric(float64(fake.Limited()), "429s")
	})
}

func paced(b *testing.B, t *town, c *countdown, channel wijk.Channel, rate float64) {
	n := c.left
	few := n / 10
	t.queue(n-2*few, channel, wijk.Broadcast)
	t.queue(few, channel, wijk.Broadcast)
	t.queue(few, channel, wijk.Broadcast)
	stop := t.notify(paceTelegram, paceSMS)
	<-c.done
	stop()
	for b.Loop() { // the sends are counted above, whatever b.N
	}
	took := c.at[n-1].Sub(c.at[0]).Seconds()
	b.ReportMetric(float64(n-1)/took/rate*100, "%-of-rate")
	b.ReportMetric(load(), "load")
}

// BenchmarkReplyInBroadcast sends an update to 18,000 at the pace of "wijkbot
// serve" to a Telegram that keeps its limits, while residents write who are not
// among them: at one in three seconds, and five at the same time now and then.
// It reports from when a message was in until its answer was at Telegram.
func BenchmarkReplyInBroadcast(b *testing.B) { replyDuring(b, wijk.Broadcast) }

// BenchmarkReplyInWave is the same while 18,000 are asked how they are.
func BenchmarkReplyInWave(b *testing.B) { replyDuring(b, wijk.Check) }

func replyDuring(b *testing.B, class wijk.Class) {
	const people, askers, atOnce = 18_000, 60, 5
	var mu sync.Mutex
	said := make(map[int64]time.Time)
	var took spread
	heard := make(chan struct{}, askers*atOnce)
	fake := telegramtest.New(telegramtest.Options{Calm: true, OnSend: func(m telegramtest.Sent) {
		mu.Lock()
		defer mu.Unlock()
		if at, asked := said[m.Chat]; asked {
			took = append(took, m.At.Sub(at))
			heard <- struct{}{}
		}
	}})
	defer fake.Close()
	for i := range people + askers*atOnce {
		fake.Chat(int64(100+i), "bewoner")
	}
	t := newTown(b, nil, fake)
	t.queue(people, wijk.Telegram, class)
	stop := t.notify(paceTelegram, paceSMS)
	if _, err := fake.WaitSent(b.Context(), func(telegramtest.Sent) bool { return true }); err != nil {
		b.Fatal(err)
	}
	tick := time.NewTicker(time.Second / 3)
	defer tick.Stop()
	for i, next := 0, people; i < askers; i++ {
		n := 1
		if i%10 == 9 {
			n = atOnce
		}
		for ; n > 0; n-- {
			mu.Lock()
			said[int64(100+next)] = time.Now()
			mu.Unlock()
			t.must(t.bot.Receive(b.Context(), wijk.Message{
				ID: fmt.Sprintf("telegram:%d", next), From: wijk.Address{Channel: wijk.Telegram, To: strconv.Itoa(100 + next)},
				Kind: wijk.Text, Text: "zwerfvuil", At: t.clock.Now(),
			}))
			next++
		}
		<-tick.C
	}
	mu.Lock()
	waits := len(said)
	mu.Unlock()
	for range waits {
		<-heard
	}
	stop()
	refused := 0
	for _, call := range fake.Calls() {
		if call.Status == http.StatusTooManyRequests {
			refused++
		}
	}
	for b.Loop() { // the answers are counted above, whatever b.N
	}
	b.ReportMetric(took.at(0.5), "ms-p50")
	b.ReportMetric(took.at(0.99), "ms-p99")
	b.ReportMetric(took.at(1), "ms-max")
	b.ReportMetric(float64(refused), "429s")
	b.ReportMetric(load(), "load")
}
