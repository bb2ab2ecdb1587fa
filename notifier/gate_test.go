package notifier

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/notifier/clock"
	"wijkbot/store/wijk"
)

func broadcast(n int) (ms []wijk.Outgoing) {
	for i := range n {
		ms = append(ms, wijk.Outgoing{Class: wijk.Broadcast, To: chat(fmt.Sprint(1000 + i)), Text: "update"})
	}
	return ms
}

// A 429 stops every call on the channel for as long as it says, loses nothing
// and leaves other channels alone.
func TestTooManyRequestsPausesTheChannel(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		var paused time.Time
		p, sms := &provider{}, &provider{}
		p.answer = func(_ context.Context, _ wijk.Outgoing, n int) (string, error) {
			if n == 20 {
				paused = time.Now()
				return "", no("429", wijk.Refusal{After: 3 * time.Second, Pause: true})
			}
			return "sid", nil
		}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Rate: 30}}, onSMS(sms))
		ids := w.queue(broadcast(100)...)
		w.start()
		pass(2 * time.Second)
		w.queue(text("+31612345678", "sms"))
		pass(8 * time.Second)
		var resumed time.Time
		for _, x := range p.all()[21:] {
			if wait := x.at.Sub(paused); wait < 3*time.Second {
				t.Errorf("a call %v after the 429", wait)
			}
			if resumed.IsZero() {
				resumed = x.at
			}
		}
		if wait := resumed.Sub(paused); wait > 4*time.Second {
			t.Errorf("resumed after %v", wait)
		}
		if got := sms.all(); len(got) != 1 || got[0].at.Sub(paused) > 2*time.Second {
			t.Error("the other channel waited as well")
		}
		for _, id := range ids {
			w.want(id, wijk.Sent)
		}
	})
}

// When nobody answers, one message probes now and then: 1, 2, 4 up to 15 s.
func TestProviderDown(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		down := true
		p := &provider{}
		p.answer = func(context.Context, wijk.Outgoing, int) (string, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			if down {
				return "", &wijk.Refusal{Err: errLost, Pause: true}
			}
			return "sid", nil
		}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Workers: 1}})
		ids := w.queue(broadcast(60)...)
		w.start()
		pass(6 * time.Minute)
		calls := p.all()
		for i, want := range []time.Duration{1, 2, 4, 8, 15, 15} {
			if got := calls[i+1].at.Sub(calls[i].at); got < want*time.Second || got > want*time.Second+200*time.Millisecond {
				t.Errorf("probe %d came after %v, want %d s", i+1, got, want)
			}
		}
		if diff := cmp.Diff([]string{"channel/telegram"}, w.warnings()); diff != "" {
			t.Errorf("staff heard (-want +got):\n%s", diff)
		}
		p.mu.Lock()
		down = false
		p.mu.Unlock()
		pass(20 * time.Second)
		for _, id := range ids {
			w.want(id, wijk.Sent)
		}
		if n := len(p.all()); n > len(ids)+30 {
			t.Errorf("%d calls for %d messages", n, len(ids))
		}
	})
}

// A refused account keeps everything, probes once a minute and warns once.
func TestBrokenAccountOpensTheCircuit(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		broken := true
		p := &provider{}
		p.answer = func(context.Context, wijk.Outgoing, int) (string, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			if broken {
				return "", no("401", wijk.Refusal{Broken: true})
			}
			return "sid", nil
		}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Workers: 4}})
		ids := w.queue(broadcast(50)...)
		w.start()
		pass(10*time.Minute - 5*time.Second)
		if n := len(p.all()); n > 4+9 {
			t.Errorf("%d calls in ten minutes", n)
		}
		stats, err := w.Stats(context.Background())
		if err != nil || !stats[0].Broken || !stats[0].Down || stats[0].Ready[wijk.Broadcast] != 50 {
			t.Errorf("stats %+v, %v", stats[0], err)
		}
		if diff := cmp.Diff([]string{"channel/telegram"}, w.warnings()); diff != "" {
			t.Errorf("staff heard (-want +got):\n%s", diff)
		}
		p.mu.Lock()
		broken = false
		p.mu.Unlock()
		pass(70 * time.Second)
		for _, id := range ids {
			w.want(id, wijk.Sent)
		}
		if stats, _ = w.Stats(context.Background()); stats[0].Broken || stats[0].Down || stats[0].Sent != 50 {
			t.Errorf("afterwards %+v", stats[0])
		}
	})
}

// While nothing can leave, what has an end must end on time: somebody must
// hear that an old person was not asked.
func TestExpiresWhileTheChannelIsDown(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(context.Context, wijk.Outgoing, int) (string, error) {
			return "", no("401", wijk.Refusal{Broken: true})
		}}
		w := newWorld(t, c, onSMS(p))
		m := text("+31612345678", "Gaat het goed met u?")
		m.NotAfter = c.Now().Add(2 * time.Hour)
		other := text("+31612345679", "Gaat het goed met u?")
		other.NotAfter = c.Now().Add(3 * time.Hour)
		ids := w.queue(m, other)
		w.start()
		pass(time.Second)
		c.Advance(2*time.Hour + time.Second)
		pass(100 * time.Millisecond)
		w.want(ids[0], wijk.Expired)
		w.want(ids[1], wijk.Queued)
	})
}

// One message that hangs until the time limit does not hold up others.
func TestProviderHangs(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(ctx context.Context, m wijk.Outgoing, _ int) (string, error) {
			if m.Class == wijk.Broadcast {
				<-ctx.Done()
				return "", ctx.Err()
			}
			return "sid", nil
		}}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Workers: 8}})
		w.queue(broadcast(20)...)
		w.start()
		pass(time.Second)
		queued := time.Now()
		id := w.queue(reply("1", "hallo"))[0]
		pass(time.Second)
		w.want(id, wijk.Sent)
		t.Logf("the reply left after %v", p.all()[len(p.all())-1].at.Sub(queued))
	})
}

func TestPaceIsExact(t *testing.T) {
	for _, rate := range []float64{0.5, 1, 7, 30, 100} {
		p := newPace(rate)
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		start := now
		var at []time.Time
		for now.Sub(start) < 20*time.Second {
			n, _ := p.slots(now, 1000)
			for range n {
				s := p.take(now)
				if s.at.Sub(now) > ahead {
					t.Fatalf("rate %v: claimed %v early", rate, s.at.Sub(now))
				}
				s.end = s.at.Add(3 * time.Millisecond)
				at = append(at, s.at)
			}
			n, next := p.slots(now, 1000)
			if n > 0 {
				t.Fatalf("rate %v: slots are left over", rate)
			}
			if n, at := p.slots(now, 0); n != 0 || !at.IsZero() {
				t.Fatalf("rate %v: without workers, %d slots and a wake at %v", rate, n, at)
			}
			// We wake a little late, as after a commit.
			now = next.Add(2 * time.Millisecond)
		}
		window := time.Duration(max(1, int(rate)))
		most := int(window)
		for i := most; i < len(at); i++ {
			if d := at[i].Sub(at[i-most]); float64(d) < float64(most)/rate*float64(time.Second) {
				t.Fatalf("rate %v: %d sends in %v", rate, most+1, d)
			}
		}
		if got, want := float64(len(at)), 20*rate*0.99; got < want {
			t.Errorf("rate %v: %v sends in 20 s, want %v", rate, got, want)
		}
	}
}

func TestPacePerChat(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Rate: 30, PerChat: 1, PerGroup: 0.25}})
		var ms []wijk.Outgoing
		for i := range 60 {
			ms = append(ms, reply("1", fmt.Sprint(i)))
		}
		for i := range 8 {
			ms = append(ms, reply("-5", fmt.Sprint("groep ", i)))
		}
		w.queue(ms...)
		w.start()
		pass(10 * time.Second)
		id := w.queue(reply("2", "ander"))[0]
		pass(time.Second)
		w.want(id, wijk.Sent) // behind a crowd for somebody else
		pass(50 * time.Second)
		to := map[string][]call{}
		for _, x := range p.all() {
			to[x.To.To] = append(to[x.To.To], x)
		}
		for who, gap := range map[string]time.Duration{"1": time.Second, "-5": 4 * time.Second} {
			for i, x := range to[who] {
				if i >= 3 && x.at.Sub(to[who][i-3].at) < gap {
					t.Errorf("four to %s within %v", who, x.at.Sub(to[who][i-3].at))
				}
				if want := fmt.Sprint(i); who == "1" && x.Text != want {
					t.Fatalf("message %s came in place %d", x.Text, i)
				}
			}
		}
		if n := len(to["1"]); n != 60 {
			t.Errorf("%d of 60 went in a minute", n)
		}
		if n := len(to["-5"]); n != 8 {
			t.Errorf("%d of 8 went to the group", n)
		}
	})
}
