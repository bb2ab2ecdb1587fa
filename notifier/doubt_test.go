package notifier

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const mobile = "+31612345678"

func lose(context.Context, wijk.Outgoing, int) (string, error) { return "", errLost }

// A lost answer: the provider has the message, and its log says so.
func TestDoubtIsLookedUp(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &log{provider: provider{answer: lose}}
		p.find = func(_ context.Context, m wijk.Outgoing, since time.Time, known func(string) bool) (wijk.Status, bool, error) {
			if d := p.calls[0].at.Sub(since); d < 0 || d > time.Second {
				t.Errorf("looked since %v before the attempt", d)
			}
			if known("SM1") {
				t.Error("its own id counts as another's")
			}
			return wijk.Status{Outgoing: m.ID, ProviderID: "SM1", State: wijk.Sent}, true, nil
		}
		w := newWorld(t, c, onSMS(p))
		id := w.queue(text(mobile, "Gaat het goed met u?"))[0]
		w.start()
		pass(time.Second)
		if m := w.want(id, wijk.Sent); m.ProviderID != "SM1" || m.Accepted.IsZero() {
			t.Errorf("found row is %+v", m)
		}
		pass(time.Hour)
		if n := len(p.all()); n != 1 {
			t.Errorf("sent %d times", n)
		}
		if diff := cmp.Diff([]wijk.State{wijk.Unknown, wijk.Sent}, w.fates(id)); diff != "" {
			t.Errorf("Settled heard (-want +got):\n%s", diff)
		}
	})
}

// No trace: it goes again, but not before a minute has passed.
func TestDoubtWithoutTraceIsResent(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &log{find: func(context.Context, wijk.Outgoing, time.Time, func(string) bool) (wijk.Status, bool, error) {
			return wijk.Status{}, false, nil
		}}
		p.answer = func(_ context.Context, m wijk.Outgoing, n int) (string, error) {
			if m.Text == "een" && m.Attempts == 1 {
				return "", errLost
			}
			return "SM" + m.Text, nil
		}
		w := newWorld(t, c, onSMS(p))
		ids := w.queue(text(mobile, "een"), text(mobile, "twee"), text("+31687654321", "ander"))
		w.start()
		pass(59 * time.Second)
		w.want(ids[0], wijk.Unknown)
		w.want(ids[1], wijk.Queued) // behind it
		w.want(ids[2], wijk.Sent)
		pass(5 * time.Second)
		w.want(ids[0], wijk.Sent)
		w.want(ids[1], wijk.Sent)
		if diff := cmp.Diff([]string{"ander", "een", "een", "twee"}, sorted(p.texts())); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
		if calls := p.texts(); calls[3] != "twee" {
			t.Errorf("order %v", calls)
		}
		if n := len(p.asks); n < 4 || n > 10 {
			t.Errorf("%d look-ups in a minute", n)
		}
		if diff := cmp.Diff([]wijk.State{wijk.Unknown, wijk.Queued, wijk.Sent}, w.fates(ids[0])); diff != "" {
			t.Errorf("Settled heard (-want +got):\n%s", diff)
		}
	})
}

// While the log cannot be read, an SMS is not sent again, however long it takes.
func TestDoubtStaysWhileLookUpsFail(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		blind := true
		p := &log{provider: provider{answer: lose}}
		p.find = func(context.Context, wijk.Outgoing, time.Time, func(string) bool) (wijk.Status, bool, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			if blind {
				return wijk.Status{}, false, errors.New("log unreadable")
			}
			return wijk.Status{ProviderID: "SM3", State: wijk.Delivered}, true, nil
		}
		w := newWorld(t, c, onSMS(p))
		id := w.queue(text(mobile, "Gaat het goed met u?"))[0]
		w.start()
		pass(2 * time.Hour)
		w.want(id, wijk.Unknown)
		if n := len(p.asks); n > 60 {
			t.Errorf("%d look-ups in two hours", n)
		}
		p.mu.Lock()
		blind = false
		p.mu.Unlock()
		pass(6 * time.Minute)
		w.want(id, wijk.Delivered)
		if n := len(p.all()); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}

// Two equal texts to one person, both in doubt, of which one arrived: the
// log's one row is not counted for both.
func TestDoubtKnowsWhoseIdItIs(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &log{}
		p.answer = func(_ context.Context, m wijk.Outgoing, n int) (string, error) {
			if n < 2 {
				return "", errLost
			}
			return "SM5", nil
		}
		p.find = func(_ context.Context, m wijk.Outgoing, _ time.Time, known func(string) bool) (wijk.Status, bool, error) {
			if known("SM4") {
				return wijk.Status{}, false, nil
			}
			return wijk.Status{ProviderID: "SM4", State: wijk.Sent}, true, nil
		}
		w := newWorld(t, c, onSMS(p))
		ids := w.queue(text(mobile, "zelfde"), text(mobile, "zelfde"))
		w.start()
		pass(2 * time.Minute)
		if a, b := w.want(ids[0], wijk.Sent), w.want(ids[1], wijk.Sent); a.ProviderID != "SM4" || b.ProviderID != "SM5" {
			t.Errorf("ids %s and %s", a.ProviderID, b.ProviderID)
		}
	})
}

// Two equal alarms to one phone: while the first, which never arrived, is looked
// up, the second is on its way. The log shows that one already, our store does
// not: the first must not be counted as sent by it, or nobody is called for it.
func TestDoubtTakesNoMessageUnderWay(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &log{}
		logged := map[string]bool{} // what the provider accepted
		p.answer = func(_ context.Context, m wijk.Outgoing, n int) (string, error) {
			if n == 0 {
				return "", errLost
			}
			sid := fmt.Sprint("SM", n)
			p.mu.Lock()
			logged[sid] = true
			p.mu.Unlock()
			<-time.After(15 * time.Second) // slow to say so
			return sid, nil
		}
		p.find = func(_ context.Context, m wijk.Outgoing, _ time.Time, known func(string) bool) (wijk.Status, bool, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			for sid := range logged {
				if !known(sid) {
					return wijk.Status{Outgoing: m.ID, ProviderID: sid, State: wijk.Sent}, true, nil
				}
			}
			return wijk.Status{}, false, nil
		}
		w := newWorld(t, c, onSMS(p))
		call := wijk.Outgoing{Class: wijk.Alarm, To: phone(mobile), Text: "Mevrouw De Wit vraagt om hulp."}
		ids := w.queue(call, call)
		w.start()
		pass(3 * time.Minute)
		if a, b := w.want(ids[0], wijk.Sent), w.want(ids[1], wijk.Sent); a.ProviderID == b.ProviderID {
			t.Errorf("both are the message %s", a.ProviderID)
		}
		if n := len(p.all()); n != 3 {
			t.Errorf("%d attempts, want one that was lost and one for each", n)
		}
	})
}

// A channel that cannot look up tries again; a broadcast not for ever.
func TestDoubtWithoutFinder(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		p.answer = func(_ context.Context, m wijk.Outgoing, n int) (string, error) {
			if m.Class == wijk.Broadcast || n < 2 {
				return "", errLost
			}
			return "sid", nil
		}
		w := newWorld(t, c, onTelegram(p))
		ids := w.queue(reply("1", "hallo"), wijk.Outgoing{Class: wijk.Broadcast, To: chat("2"), Text: "update"})
		w.start()
		pass(5 * time.Minute)
		w.want(ids[0], wijk.Sent)
		if m := w.want(ids[1], wijk.Failed); m.Attempts != broadcastDoubts {
			t.Errorf("a broadcast in doubt was tried %d times", m.Attempts)
		}
	})
}

// sending leaves rows behind as a process does that was killed while sending.
func (w *world) sending(claimed time.Time, ids ...uint64) {
	w.t.Helper()
	w.update(func(tx *store.Tx) {
		for _, id := range ids {
			m, _ := store.Outbox.Get(tx, store.Num(id))
			m.State, m.Attempts = wijk.Sending, 1
			m.Began, m.Until = claimed, claimed.Add(time.Minute)
			m.Claimed = w.Clock.Now()
			store.Outbox.Put(tx, store.Num(id), m)
		}
	})
}

// After a kill, what was being sent is due again or looked up at once,
// and an SMS without trace goes again a minute after its claim, not earlier.
func TestRestartWithRowsUnderWay(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		tg, sms := &provider{}, &log{}
		arrived := map[uint64]string{}
		sms.find = func(_ context.Context, m wijk.Outgoing, _ time.Time, _ func(string) bool) (wijk.Status, bool, error) {
			sid, ok := arrived[m.ID]
			return wijk.Status{ProviderID: sid, State: wijk.Sent}, ok, nil
		}
		w := newWorld(t, c, onTelegram(tg), onSMS(sms))
		ids := w.queue(reply("1", "telegram"), text(mobile, "kwam aan"), text("+31687654321", "kwam niet aan"), text("+31687654322", "lang geleden"))
		arrived[ids[1]] = "SM1"
		claimed := time.Now().Add(-20 * time.Second)
		w.sending(claimed, ids[:3]...)
		w.sending(claimed.Add(-time.Hour), ids[3])
		w.restart()
		w.start()
		pass(4 * time.Second)
		w.want(ids[0], wijk.Sent)
		w.want(ids[1], wijk.Sent)
		w.want(ids[2], wijk.Unknown)
		w.want(ids[3], wijk.Sent)
		pass(time.Minute)
		w.want(ids[2], wijk.Sent)
		for _, x := range sms.all() {
			if x.Text == "kwam aan" {
				t.Error("an SMS that arrived was sent again")
			}
			if x.Text == "kwam niet aan" && x.at.Sub(claimed) < absent {
				t.Errorf("sent again %v after the claim", x.at.Sub(claimed))
			}
		}
	})
}

// Refusals that wait survive a restart, also when the machine's clock is then
// far behind.
func TestRestartWithWaitingRows(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, onTelegram(p))
		ids := w.queue(reply("1", "een"), reply("1", "twee"), reply("2", "toekomst"))
		w.update(func(tx *store.Tx) {
			for i, wait := range map[int]time.Duration{0: 30 * time.Second, 2: 26 * time.Hour} {
				m, _ := store.Outbox.Get(tx, store.Num(ids[i]))
				m.Attempts, m.Until = 1, time.Now().Add(wait)
				store.Outbox.Put(tx, store.Num(ids[i]), m)
			}
		})
		w.restart()
		w.start()
		pass(20 * time.Second)
		w.want(ids[0], wijk.Queued)
		w.want(ids[1], wijk.Queued)
		w.want(ids[2], wijk.Sent)
		pass(20 * time.Second)
		if diff := cmp.Diff([]string{"toekomst", "een", "twee"}, p.texts()); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
	})
}
