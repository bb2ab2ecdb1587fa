package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"
)

func TestCheck(t *testing.T) {
	hook := telegram.Config{Token: "123:abc-DEF_1", Mode: telegram.ModeWebhook, WebhookSecret: "s_-9", PublicURL: "https://wijk.example"}
	for name, x := range map[string]struct {
		change func(*telegram.Config)
		faults int
	}{
		"good":            {func(*telegram.Config) {}, 0},
		"poll":            {func(c *telegram.Config) { *c = telegram.Config{Token: "test"} }, 0},
		"own server":      {func(c *telegram.Config) { c.APIBase = "http://telegram-bot-api:8081/" }, 0},
		"loopback":        {func(c *telegram.Config) { c.PublicURL = "http://127.0.0.1:8080" }, 0},
		"nothing":         {func(c *telegram.Config) { *c = telegram.Config{} }, 1},
		"slash in token":  {func(c *telegram.Config) { c.Token = "a/b" }, 1},
		"space in token":  {func(c *telegram.Config) { c.Token = "a b" }, 1},
		"line in token":   {func(c *telegram.Config) { c.Token = "ab\n" }, 1},
		"odd mode":        {func(c *telegram.Config) { c.Mode = "push" }, 1},
		"no secret":       {func(c *telegram.Config) { c.WebhookSecret = "" }, 1},
		"odd secret":      {func(c *telegram.Config) { c.WebhookSecret = "geheim!" }, 1},
		"long secret":     {func(c *telegram.Config) { c.WebhookSecret = strings.Repeat("s", 257) }, 1},
		"plain http":      {func(c *telegram.Config) { c.PublicURL = "http://wijk.example" }, 1},
		"no url":          {func(c *telegram.Config) { c.PublicURL = "" }, 1},
		"odd base":        {func(c *telegram.Config) { c.APIBase = "ftp://x" }, 1},
		"negative time":   {func(c *telegram.Config) { c.Timeout = -1 }, 1},
		"all of it wrong": {func(c *telegram.Config) { *c = telegram.Config{Mode: "webhook", APIBase: "::", Timeout: -1} }, 5},
	} {
		c := hook
		x.change(&c)
		errs := c.Check()
		if len(errs) != x.faults {
			t.Errorf("%s: %v", name, errs)
		}
		for _, s := range []string{c.Token, c.WebhookSecret} {
			if s != "" && strings.Contains(fmt.Sprint(errs), s) {
				t.Errorf("%s: tells %q", name, s)
			}
		}
	}
}

// New must work while Telegram is away.
func TestNewTouchesNoNetwork(t *testing.T) {
	telegram.New(telegram.Config{Token: "1:x", Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		t.Error("a call")
		return nil, errDisk
	})})
}

// A canary dies when a secret or a resident's words reach an error.
func TestErrorsHoldNoSecretsAndNobodysWords(t *testing.T) {
	const token, secret = "777:KANARIE-token_2", "KANARIE-geheim"
	const person, words = "4270001", "KANARIE mevrouw Jansen"
	var photo bytes.Buffer
	if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	check := func(what string, err error) {
		t.Helper()
		for e := err; e != nil; e = errors.Unwrap(e) {
			for _, s := range []string{"KANARIE", "777:", person, "Jansen"} {
				if strings.Contains(fmt.Sprintf("%v %+v %#v", e, e, e.Error()), s) {
					t.Errorf("%s: %v", what, e)
				}
			}
		}
	}
	use := func(what string, b *telegram.Bot) {
		m := to(0, words)
		m.To.To, m.Press = person, "q"
		_, err := b.Send(context.Background(), m)
		check(what+": send", err)
		m.PhotoID = "p"
		_, err = b.Send(context.Background(), m)
		check(what+": photo", err)
		_, err = b.Fetch(context.Background(), wijk.File{ID: "f"})
		check(what+": fetch", err)
		check(what+": webhook", b.SetWebhook(context.Background()))
	}
	config := func(change func(*telegram.Config)) telegram.Config {
		c := telegram.Config{Token: token, WebhookSecret: secret, PublicURL: "https://wijk.example", Timeout: 200 * time.Millisecond,
			Photo: func(context.Context, string) ([]byte, error) { return photo.Bytes(), nil }}
		change(&c)
		return c
	}
	// what the network says
	closed := httptest.NewServer(nil)
	closed.Close()
	use("refused", telegram.New(config(func(c *telegram.Config) { c.APIBase = closed.URL })))
	use("bad base", telegram.New(config(func(c *telegram.Config) { c.APIBase = "http://bad host" })))
	use("talkative", telegram.New(config(func(c *telegram.Config) {
		c.Transport = roundTrip(func(r *http.Request) (*http.Response, error) { return nil, fmt.Errorf("no way to %s", r.URL) })
	})))
	// what the server says
	synctest.Test(t, func(t *testing.T) {
		for _, x := range []telegramtest.Fault{
			{Trouble: telegramtest.Refuse, Code: 400, Text: "Bad Request: can't parse entities: " + words + " at " + token},
			{Trouble: telegramtest.Refuse, Code: 400, Text: words}, {Trouble: telegramtest.Refuse, Code: 403, Text: words + person},
			{Trouble: telegramtest.Refuse, Code: 500, Text: words}, {Trouble: telegramtest.Refuse, Code: 401, Text: token},
			{Trouble: telegramtest.Page}, {Trouble: telegramtest.Hang}, {Trouble: telegramtest.Drop}, {Trouble: telegramtest.Garbage},
		} {
			f := calm(t, func(o *telegramtest.Options) { o.Token = token })
			f.Fail(x)
			d := &diary{}
			b := telegram.New(config(func(c *telegram.Config) { c.Transport, c.Report = f, d.report }))
			use(fmt.Sprint("trouble ", x.Trouble), b)
			stop := polling(b, newInbox())
			time.Sleep(5 * time.Second) // virtual
			check("poll", stop())
			for _, err := range d.all() {
				check("poll reports", err)
			}
		}
	})
}
