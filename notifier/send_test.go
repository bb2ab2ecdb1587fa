package notifier

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

func TestSendsWhatIsQueued(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, onTelegram(p))
		w.start()
		ids := w.queue(reply("1", "hallo"), wijk.Outgoing{Class: wijk.Reply, To: chat("2"), Text: "straks", Due: c.Now().Add(time.Hour)})
		pass(time.Second)
		m := w.want(ids[0], wijk.Sent)
		if m.ProviderID != "sid" || m.Accepted.IsZero() || m.Attempts != 1 || !m.Until.IsZero() {
			t.Errorf("sent row is %+v", m)
		}
		w.want(ids[1], wijk.Queued)
		c.Advance(time.Hour)
		pass(100 * time.Millisecond)
		w.want(ids[1], wijk.Sent)
		if diff := cmp.Diff([]wijk.State{wijk.Sent}, w.fates(ids[0])); diff != "" {
			t.Errorf("Settled heard (-want +got):\n%s", diff)
		}
	})
}

func TestPressingClassesLeaveFirst(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Rate: 10}})
		var ms []wijk.Outgoing
		for i := range 100 {
			ms = append(ms, wijk.Outgoing{Class: wijk.Broadcast, To: chat(fmt.Sprint(100 + i)), Text: "update"})
		}
		w.queue(ms...)
		w.start()
		pass(2 * time.Second)
		queued := time.Now()
		w.queue(reply("1", "reply"), wijk.Outgoing{Class: wijk.Alarm, To: chat("2"), Text: "alarm"}, wijk.Outgoing{Class: wijk.Check, To: chat("3"), Text: "check"})
		pass(time.Second)
		var after []string
		for _, x := range p.all() {
			if !x.at.Before(queued) {
				after = append(after, x.Text)
			}
		}
		if len(after) < 4 {
			t.Fatalf("in a second went %v", after)
		}
		if i := slices.Index(after, "alarm"); i > 1 {
			t.Errorf("alarm waited for %d others", i)
		}
		after = slices.DeleteFunc(after, func(s string) bool { return s == "update" })
		if diff := cmp.Diff([]string{"alarm", "check", "reply"}, after); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
	})
}

// Who answers while a wave of questions leaves hears what to do, and a flood of
// answers holds no question up.
func TestQuestionsAndAnswersTakeTurns(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Rate: 1}})
		var ms []wijk.Outgoing
		for i := range 60 {
			ms = append(ms, wijk.Outgoing{Class: wijk.Check, To: chat(fmt.Sprint(100 + i)), Text: "check"})
		}
		w.queue(ms...)
		w.start()
		pass(10 * time.Second)
		queued := time.Now()
		w.queue(reply("1", "reply"), reply("2", "reply"), reply("3", "reply"))
		pass(6 * time.Second)
		got := make(map[string]int)
		for _, x := range p.all() {
			if x.at.After(queued) {
				got[x.Text]++
			}
		}
		if got["reply"] != 3 || got["check"] < 3 {
			t.Errorf("in six seconds went %v, want three of each", got)
		}
	})
}

// A message that is refused for now must not be overtaken by the next to the
// same person, while others go on.
func TestOrderPerAddressSurvivesARefusal(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(_ context.Context, m wijk.Outgoing, n int) (string, error) {
			if m.Text == "1/3" && n < 3 {
				return "", no("500", wijk.Refusal{After: 2 * time.Second})
			}
			return "sid", nil
		}}
		w := newWorld(t, c, onTelegram(p))
		w.queue(reply("1", "1/3"), reply("1", "2/3"), reply("1", "3/3"), reply("2", "ander"))
		w.start()
		pass(time.Second)
		if diff := cmp.Diff([]string{"1/3", "ander"}, sorted(p.texts())); diff != "" {
			t.Errorf("at first (-want +got):\n%s", diff)
		}
		pass(30 * time.Second)
		var one []string
		for _, x := range p.all() {
			if x.To == chat("1") {
				one = append(one, x.Text)
			}
		}
		if diff := cmp.Diff([]string{"1/3", "1/3", "1/3", "2/3", "3/3"}, one); diff != "" {
			t.Errorf("to one person (-want +got):\n%s", diff)
		}
	})
}

func sorted(s []string) []string { slices.Sort(s); return s }

func TestOneMessageToAnAddressAtATime(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		under := map[string]int{}
		p := &provider{}
		p.answer = func(_ context.Context, m wijk.Outgoing, _ int) (string, error) {
			p.mu.Lock()
			if under[m.To.To]++; under[m.To.To] > 1 {
				t.Errorf("two messages to one address at once")
			}
			p.mu.Unlock()
			<-time.After(3 * time.Second)
			p.mu.Lock()
			under[m.To.To]--
			p.mu.Unlock()
			return "sid", nil
		}
		w := newWorld(t, c, onTelegram(p))
		var ms []wijk.Outgoing
		for i := range 30 {
			ms = append(ms, wijk.Outgoing{Class: wijk.Class(i % 4), To: chat(fmt.Sprint(i % 3)), Text: fmt.Sprint(i)})
		}
		ids := w.queue(ms...)
		w.start()
		pass(2 * time.Minute)
		for _, id := range ids {
			w.want(id, wijk.Sent)
		}
	})
}

// Each provider error leads to what it asks for.
func TestRefusals(t *testing.T) {
	for _, x := range []struct {
		name  string
		err   error
		state wijk.State // after a second
		gone  bool
		cause string
		fates []wijk.State
	}{
		{"blocked", no("403", wijk.Refusal{Gone: true}), wijk.Failed, true, "403", []wijk.State{wijk.Failed}},
		{"opted out", no("21610", wijk.Refusal{Stopped: true}), wijk.Failed, true, "21610", []wijk.State{wijk.Failed}},
		{"unfit", no("400", wijk.Refusal{Bad: true}), wijk.Failed, false, "400", []wijk.State{wijk.Failed}},
		{"for now", no("503", wijk.Refusal{After: 3 * time.Second}), wijk.Queued, false, "503", []wijk.State{wijk.Queued}},
		{"our token", no("401", wijk.Refusal{Broken: true}), wijk.Queued, false, "401", []wijk.State{wijk.Queued}},
		{"nobody there", &wijk.Refusal{Err: errLost, Pause: true, After: 2 * time.Second}, wijk.Queued, false, "down", []wijk.State{wijk.Queued}},
	} {
		t.Run(x.name, func(t *testing.T) {
			inMorning(t, func(t *testing.T, c *clock.Clock) {
				w := newWorld(t, c, onTelegram(&provider{answer: func(context.Context, wijk.Outgoing, int) (string, error) { return "", x.err }}))
				id := w.queue(reply("1", "hallo"))[0]
				w.start()
				pass(900 * time.Millisecond)
				m := w.want(id, x.state)
				if m.Gone != x.gone || m.Error != x.cause {
					t.Errorf("gone %v, error %q; want %v, %q", m.Gone, m.Error, x.gone, x.cause)
				}
				if diff := cmp.Diff(x.fates, w.fates(id)); diff != "" {
					t.Errorf("Settled heard (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestBackoffGrowsAndEndsWithTheMessage(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(context.Context, wijk.Outgoing, int) (string, error) {
			return "", no("500", wijk.Refusal{})
		}}
		w := newWorld(t, c, onTelegram(p))
		m := reply("1", "hallo")
		m.NotAfter = c.Now().Add(time.Hour)
		id := w.queue(m)[0]
		w.start()
		pass(59 * time.Minute)
		w.want(id, wijk.Queued)
		calls := p.all()
		for i := 1; i < len(calls); i++ {
			wait := calls[i].at.Sub(calls[i-1].at)
			least := min(lastBackoff, firstBackoff<<(i-1))
			if wait < least || wait > min(lastBackoff, least+least/2)+time.Second {
				t.Errorf("attempt %d came after %v, want %v and up to half more", i+1, wait, least)
			}
		}
		if n := len(calls); n < 15 || n > 22 {
			t.Errorf("%d attempts in an hour", n)
		}
		pass(2 * time.Minute)
		w.want(id, wijk.Expired)
		if fates := w.fates(id); fates[len(fates)-1] != wijk.Expired {
			t.Errorf("Settled heard %v, want expired at last", fates)
		}
	})
}

func TestMovedAddressIsFollowedOnce(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(_ context.Context, m wijk.Outgoing, _ int) (string, error) {
			switch m.To.To {
			case "-1":
				return "", no("400", wijk.Refusal{MovedTo: "-100"})
			case "-2":
				return "", no("400", wijk.Refusal{MovedTo: "-3"})
			case "-3":
				return "", no("400", wijk.Refusal{MovedTo: "-2"})
			}
			return "sid", nil
		}}
		w := newWorld(t, c, onTelegram(p))
		var moved = &store.Table[string]{Name: "test.moved"}
		w.Moved = func(tx *store.Tx, from, to wijk.Address) { moved.Put(tx, from.To, to.To) }
		ids := w.queue(reply("-1", "groep"), reply("-2", "kring"))
		w.start()
		pass(10 * time.Second)
		if m := w.want(ids[0], wijk.Sent); m.To.To != "-100" {
			t.Errorf("sent to %s", m.To.To)
		}
		w.want(ids[1], wijk.Failed)
		w.view(func(tx *store.Tx) {
			if to, _ := moved.Get(tx, "-1"); to != "-100" {
				t.Errorf("Moved heard of %q", to)
			}
		})
	})
}

func TestChannelWithoutSender(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		w := newWorld(t, c, onTelegram(&provider{}))
		ids := w.queue(text("+31612345678", "hallo"), wijk.Outgoing{Class: wijk.Check, To: wijk.Address{Channel: wijk.Letter, To: "r-1"}, Text: "brief"})
		w.start()
		pass(time.Second)
		for _, id := range ids {
			if m := w.want(id, wijk.Failed); !m.Gone {
				t.Error("its flow will not choose another address")
			}
		}
	})
}

// A sender that panics has perhaps sent; nobody is left without the message.
func TestSenderPanics(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(_ context.Context, m wijk.Outgoing, n int) (string, error) {
			if n == 0 {
				panic("a bug")
			}
			return "sid", nil
		}}
		w := newWorld(t, c, onTelegram(p))
		id := w.queue(reply("1", "hallo"))[0]
		w.start()
		pass(10 * time.Second)
		w.want(id, wijk.Sent)
	})
}

// When the flows cannot digest what became of a message, that is recorded all
// the same: sending it again would not help.
func TestSettledPanics(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, onTelegram(p))
		w.Settled = func(tx *store.Tx, m wijk.Outgoing, _ time.Time) {
			if m.Text == "gif" {
				panic("a bug")
			}
			told.Put(tx, store.Num(tx.Next("told")), m)
		}
		ids := w.queue(reply("1", "gif"), reply("2", "goed"))
		w.start()
		pass(time.Minute)
		w.want(ids[0], wijk.Sent)
		w.want(ids[1], wijk.Sent)
		if n := len(p.all()); n != 2 {
			t.Errorf("%d calls, want 2", n)
		}
		if diff := cmp.Diff([]string{"settled"}, w.warnings()); diff != "" {
			t.Errorf("staff heard (-want +got):\n%s", diff)
		}
	})
}

func TestShutdownFinishesWhatIsUnderWay(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(ctx context.Context, m wijk.Outgoing, _ int) (string, error) {
			wait := 4 * time.Second
			if m.Text == "traag" {
				wait = time.Minute
			}
			select {
			case <-time.After(wait):
				return "sid", nil
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}}
		w := newWorld(t, c, Channel{Name: wijk.Telegram, Sender: p, Limits: Limits{Workers: 2}})
		ids := w.queue(reply("1", "snel"), reply("2", "traag"), reply("3", "later"))
		w.start()
		pass(time.Second)
		began := time.Now()
		w.restart()
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("took %v to end", took)
		}
		w.want(ids[0], wijk.Sent)
		w.want(ids[1], wijk.Queued)
		w.want(ids[2], wijk.Queued)
	})
}
