package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
)

// An SMS that came while the bot was down is answered within ten seconds of
// its start, the first time ever and after a power failure.
func TestSMSThatCameWhileDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	for i, from := range []string{phone(1), phone(2)} {
		sid := w.tw.TextQuietly(from, "zwerfvuil")
		p := w.serve()
		w.gotSMS(from, 1)
		took := time.Since(p.started)
		t.Logf("start %d: answered after %v", i+1, took)
		if took > 10*time.Second {
			t.Errorf("start %d: answered after %v, more than 10 s", i+1, took)
		}
		if n := tally(w.events(), func(e eventRow) string { return e.ProviderID })[sid]; n != 1 {
			t.Errorf("start %d: %d events of the message, want 1", i+1, n)
		}
		w.kill()
	}
	// What was answered is not answered again.
	w.serve()
	w.idle()
	for _, from := range []string{phone(1), phone(2)} {
		if got := w.sentTo(from); len(got) != 1 {
			t.Errorf("%s got %d answers, want 1", from, len(got))
		}
	}
}

// After a quiet week Telegram may number its updates from anywhere.
func TestUpdateIDsThatRestartLower(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	anna := w.tg.Chat(1001, "anna")
	w.serve()
	anna.Say("hallo")
	w.told(anna, 1)
	began, before := time.Now(), w.polls()
	w.tg.Renumber(41)
	anna.Say("zwerfvuil")
	w.told(anna, 2)
	w.observe(2 * time.Second)
	if rate := float64(w.polls()-before) / time.Since(began).Seconds(); rate >= 10 {
		t.Errorf("%.0f polls a second after the numbers began anew", rate)
	} else {
		t.Logf("%.1f polls a second", rate)
	}
	w.restart()
	anna.Say("Dorpsstraat 12, 2712AB")
	w.told(anna, 3)
	ids := tally(w.events(), func(e eventRow) string { return e.ProviderID })
	for _, id := range []string{"telegram:700000001", "telegram:41", "telegram:42"} {
		if ids[id] != 1 {
			t.Errorf("%d events %s, want 1", ids[id], id)
		}
	}
	// The number of an earlier update comes again, for another message.
	w.tg.Renumber(700_000_001)
	anna.Say("overslaan")
	if got := w.told(anna, 4)[3]; !strings.Contains(got, "Klopt dat") {
		t.Errorf("the message with an old number got %q", got)
	}
}

// polls returns how often updates were asked for.
func (w *world) polls() int { return len(w.calls("getUpdates")) }

// "429, come back in 3 seconds" pauses everything on that channel, and loses
// nothing.
func TestTooManyRequests(t *testing.T) {
	t.Parallel()
	var sms calls
	w := newWorld(t, setup{twilio: twiliotest.Options{RetryAfter: 3 * time.Second}, wrap: sms.listen})
	chats := []*telegramtest.Chat{w.tg.Chat(1, "a"), w.tg.Chat(2, "b"), w.tg.Chat(3, "c")}
	w.tg.Fail(telegramtest.Fault{Trouble: telegramtest.TooMany, Method: "getUpdates", Times: 1, RetryAfter: 3})
	w.tg.Fail(telegramtest.Fault{Trouble: telegramtest.TooMany, Method: "sendMessage", Times: 1, RetryAfter: 3})
	w.tw.Next(twiliotest.TooMany)
	w.serve()
	for i, c := range chats {
		c.Say("menu")
		w.text(phone(i), "menu")
	}
	for i, c := range chats {
		w.told(c, 1)
		w.gotSMS(phone(i), 1)
	}
	w.idle()
	for i, c := range chats {
		if n := len(w.told(c, 1)); n != 1 {
			t.Errorf("%s got %d answers, want 1", c.Name, n)
		}
		if n := len(w.sentTo(phone(i))); n != 1 {
			t.Errorf("%s got %d answers, want 1", phone(i), n)
		}
	}
	checkPause(t, "an SMS", sms.all(), 3*time.Second)
	for _, method := range []string{"getUpdates", "sendMessage"} {
		checkPause(t, method, w.calls(method), 3*time.Second)
	}
	if n := len(w.events()); n != 6 {
		t.Errorf("%d events, want 6", n)
	}
}

// inFlight is for how long after a 429 calls may still begin that were under
// way already.
const inFlight = 100 * time.Millisecond

// checkPause checks that no call came within d of one that was answered with
// 429.
func checkPause(t *testing.T, what string, calls []telegramtest.Call, d time.Duration) {
	t.Helper()
	var limited time.Time
	for _, c := range calls {
		if wait := c.At.Sub(limited); !limited.IsZero() && wait > inFlight && wait < d-50*time.Millisecond {
			t.Errorf("%s came back after %v, want %v", what, wait, d)
		}
		if c.Status == http.StatusTooManyRequests {
			limited = c.At
		}
	}
	if limited.IsZero() {
		t.Errorf("%s was never told to wait", what)
	}
}

// calls returns the calls of one method of Telegram.
func (w *world) calls(method string) []telegramtest.Call {
	return slices.DeleteFunc(w.tg.Calls(), func(c telegramtest.Call) bool { return !strings.EqualFold(c.Method, method) })
}

// calls notes how Twilio answers the making of messages.
type calls struct {
	mu   sync.Mutex
	made []telegramtest.Call
}

func (c *calls) all() []telegramtest.Call {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.made)
}

func (c *calls) listen(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/Messages.json") {
			h.ServeHTTP(w, r)
			return
		}
		s := &status{ResponseWriter: w}
		began := time.Now()
		h.ServeHTTP(s, r)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.made = append(c.made, telegramtest.Call{At: began, Status: s.code})
	})
}

// A status is a response that remembers its code.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// Five deliveries of one message at the same moment have one effect.
func TestFiveDeliveriesAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	w.serve()
	for round := range 20 {
		from := phone(round)
		sid := w.tw.TextQuietly(from, "zwerfvuil")
		ctx, cancel := w.soon()
		for _, err := range w.tw.Deliver(ctx, sid, 5) {
			if err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		}
		cancel()
	}
	w.idle()
	events := tally(w.events(), func(e eventRow) string { return e.ProviderID })
	if len(events) != 20 {
		t.Errorf("%d messages, want 20", len(events))
	}
	for sid, n := range events {
		if n != 1 {
			t.Errorf("%d events of %s, want 1", n, sid)
		}
	}
	for round := range 20 {
		if got := w.sentTo(phone(round)); len(got) != 1 {
			t.Errorf("round %d: %d answers, want 1", round, len(got))
		}
	}
}
