package telegram_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"

	"github.com/google/go-cmp/cmp"
)

func TestWebhookRefusesStrangers(t *testing.T) {
	const secretField = "X-Telegram-Bot-Api-Secret-Token"
	good := `{"update_id":11,"message":{"message_id":5,` + annaJSON + `,"text":"x"}}`
	for name, x := range map[string]struct {
		change func(*http.Request)
		body   string
		want   int
	}{
		"good":            {func(*http.Request) {}, good, 200},
		"charset":         {func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") }, good, 200},
		"no secret":       {func(r *http.Request) { r.Header.Del(secretField) }, good, 403},
		"empty secret":    {func(r *http.Request) { r.Header.Set(secretField, "") }, good, 403},
		"wrong secret":    {func(r *http.Request) { r.Header.Set(secretField, "geheim1") }, good, 403},
		"two secrets":     {func(r *http.Request) { r.Header.Add(secretField, "geheim") }, good, 403},
		"a query":         {func(r *http.Request) { r.URL.RawQuery = "x=1" }, good, 403},
		"get":             {func(r *http.Request) { r.Method = http.MethodGet }, good, 405},
		"form":            {func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, good, 415},
		"no type":         {func(r *http.Request) { r.Header.Del("Content-Type") }, good, 415},
		"type, no secret": {func(r *http.Request) { r.Header.Del("Content-Type"); r.Header.Del(secretField) }, good, 403},
		"large":           {func(*http.Request) {}, `{"update_id":1,"x":"` + strings.Repeat("x", 1<<20) + `"}`, 413},
		"large, unsaid":   {func(r *http.Request) { r.ContentLength = -1 }, `{"update_id":1,"x":"` + strings.Repeat("x", 1<<20) + `"}`, 413},
		"no json":         {func(*http.Request) {}, `{"update_id":`, 400},
		"no id":           {func(*http.Request) {}, `{"message":{}}`, 400},
		"no object":       {func(*http.Request) {}, `[]`, 400},
	} {
		in := newInbox()
		b := telegram.New(telegram.Config{Token: "1:x", WebhookSecret: "geheim"})
		r := delivery(x.body)
		x.change(r)
		w := httptest.NewRecorder()
		b.Handler(in).ServeHTTP(w, r)
		if w.Code != x.want {
			t.Errorf("%s: %d, want %d", name, w.Code, x.want)
		}
		if (in.calls > 0) != (x.want == 200) {
			t.Errorf("%s: %d calls of Receive", name, in.calls)
		}
		if strings.Contains(w.Body.String(), "geheim") {
			t.Errorf("%s: tells the secret", name)
		}
	}
}

func TestWebhookWithoutSecretIsShut(t *testing.T) {
	in := newInbox()
	r := delivery(`{"update_id":11}`)
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", "")
	w := httptest.NewRecorder()
	telegram.New(telegram.Config{Token: "1:x"}).Handler(in).ServeHTTP(w, r)
	if w.Code != http.StatusForbidden || in.calls > 0 {
		t.Errorf("answered %d", w.Code)
	}
}

func TestWebhookAsksAgainWhenTheStoreFails(t *testing.T) {
	in := newInbox()
	in.failing = 1
	h := telegram.New(telegram.Config{Token: "1:x", WebhookSecret: "geheim"}).Handler(in)
	for _, want := range []int{503, 200} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, delivery(`{"update_id":11,"message":{"message_id":5,`+annaJSON+`,"text":"x"}}`))
		if w.Code != want || (w.Header().Get("Retry-After") != "") != (want == 503) {
			t.Errorf("answered %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
		}
		if want == 503 && strings.Contains(w.Body.String(), errDisk.Error()) {
			t.Error("tells the cause")
		}
	}
	if in.cursor != "" {
		t.Errorf("cursor %q in webhook mode", in.cursor)
	}
}

// hooked returns a hostile server that delivers to a bot, both in one bubble.
func hooked(t *testing.T, in telegram.Receiver) *telegramtest.Fake {
	var h http.Handler
	f := telegramtest.New(telegramtest.Options{NoLimits: true, Log: t.Logf, Deliver: roundTrip(func(r *http.Request) (*http.Response, error) {
		return telegramtest.RoundTrip(h, r)
	})})
	b := bot(f, func(c *telegram.Config) {
		c.Mode, c.PublicURL, c.WebhookSecret = telegram.ModeWebhook, "https://wijk.example/", "geheim"
	})
	h = b.Handler(in)
	for b.SetWebhook(t.Context()) != nil { // it is hostile
		time.Sleep(time.Second) // virtual
	}
	return f
}

func TestWebhookEndToEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInbox()
		in.before = func([]wijk.Message) error {
			if in.calls%4 == 0 {
				return errDisk
			}
			return nil
		}
		f := hooked(t, in)
		defer f.Close()
		want := map[string][]string{}
		for i, s := range numbered(100) {
			c := f.Chat(int64(1+i%5), "x")
			c.Say(s)
			want[in.name(c.ID)] = append(want[in.name(c.ID)], s)
		}
		got := map[string][]string{}
		for _, m := range in.wait(t, 100) {
			got[m.From.To] = append(got[m.From.To], m.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("lost, doubled or out of order in a chat:\n%s", diff)
		}
	})
}

// name is the address of a chat.
func (*inbox) name(id int64) string { return to(id, "").To.To }

func TestSetWebhookErrors(t *testing.T) {
	f := calm(t)
	b := bot(f, func(c *telegram.Config) { c.Token, c.WebhookSecret = "1:wrong", "geheim" })
	if err := b.SetWebhook(context.Background()); err == nil || !strings.Contains(err.Error(), telegram.ErrToken.Error()) {
		t.Errorf("a wrong token: %v", err)
	}
	b = bot(f, func(c *telegram.Config) { c.PublicURL, c.WebhookSecret = "http://wijk.example", "geheim" })
	if err := b.SetWebhook(context.Background()); err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("plain http: %v", err)
	}
}

// Updates that wait from one look to the next, while none is taken, do not get
// through; a webhook that somebody removed is no webhook.
func TestDelivers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInbox()
		var shut atomic.Bool
		in.before = func([]wijk.Message) error {
			if shut.Load() {
				return errDisk
			}
			return nil
		}
		var h http.Handler
		f := telegramtest.New(telegramtest.Options{Calm: true, NoLimits: true, Log: t.Logf, Deliver: roundTrip(func(r *http.Request) (*http.Response, error) {
			return telegramtest.RoundTrip(h, r)
		})})
		defer f.Close()
		b := bot(f, func(c *telegram.Config) {
			c.Mode, c.PublicURL, c.WebhookSecret = telegram.ModeWebhook, "https://wijk.example/", "geheim"
		})
		h = b.Handler(in)
		look := func(what string, want error) {
			t.Helper()
			time.Sleep(time.Minute) // virtual
			if err := b.Delivers(t.Context()); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", what, err, want)
			}
		}
		look("before it is set", telegram.ErrNoWebhook)
		if err := b.SetWebhook(t.Context()); err != nil {
			t.Fatal(err)
		}
		look("nothing to deliver", nil)
		shut.Store(true)
		f.Chat(1, "x").Say("een")
		look("waits for the first time", nil)
		look("still waits", telegram.ErrUndelivered)
		look("still waits", telegram.ErrUndelivered)
		shut.Store(false)
		time.Sleep(2 * time.Minute) // virtual
		look("delivered", nil)
		f.Chat(1, "x").Say("twee")
		look("delivered again", nil)
	})
}
