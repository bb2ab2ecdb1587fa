package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"net"
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

// refusal returns err as a Refusal, or nil if the outcome is unknown.
func refusal(err error) *wijk.Refusal {
	var r *wijk.Refusal
	errors.As(err, &r)
	return r
}

func TestVerdicts(t *testing.T) {
	type verdict struct {
		Refused                  bool
		After                    time.Duration
		Pause, Gone, Bad, Broken bool
		MovedTo, Code            string
		Delivered                int
	}
	refuse := func(code int, text string) telegramtest.Fault {
		return telegramtest.Fault{Trouble: telegramtest.Refuse, Code: code, Text: text}
	}
	for name, x := range map[string]struct {
		fault telegramtest.Fault
		want  verdict
	}{
		"too many":       {telegramtest.Fault{Trouble: telegramtest.TooMany, RetryAfter: 7}, verdict{Refused: true, After: 7 * time.Second, Pause: true, Code: "429"}},
		"429, no time":   {refuse(429, "Too Many Requests"), verdict{Refused: true, After: 3 * time.Second, Pause: true, Code: "429"}},
		"429 page":       {telegramtest.Fault{Trouble: telegramtest.Page, Code: 429}, verdict{Refused: true, After: 3 * time.Second, Pause: true, Code: "429"}},
		"blocked":        {refuse(403, "Forbidden: bot was blocked by the user"), verdict{Refused: true, Gone: true, Code: "403"}},
		"deactivated":    {refuse(403, "Forbidden: user is deactivated"), verdict{Refused: true, Gone: true, Code: "403"}},
		"newer 403":      {refuse(403, "Forbidden: something new"), verdict{Refused: true, Gone: true, Code: "403"}},
		"proxy says 403": {telegramtest.Fault{Trouble: telegramtest.Page, Code: 403}, verdict{Refused: true, After: 3 * time.Second, Pause: true, Code: "403"}},
		"no such chat":   {refuse(400, "Bad Request: chat not found"), verdict{Refused: true, Gone: true, Code: "400"}},
		"muted":          {refuse(400, "Bad Request: not enough rights to send text messages to the chat"), verdict{Refused: true, Gone: true, Code: "400"}},
		"bad entities":   {refuse(400, "Bad Request: can't parse entities: unsupported start tag \"Jan\""), verdict{Refused: true, Bad: true, Code: "400"}},
		"too large":      {refuse(413, "Request Entity Too Large"), verdict{Refused: true, Bad: true, Code: "413"}},
		"unauthorized":   {refuse(401, "Unauthorized"), verdict{Refused: true, Broken: true, Code: "401"}},
		"token shape":    {refuse(404, "Not Found"), verdict{Refused: true, Broken: true, Code: "404"}},
		"proxy says 404": {telegramtest.Fault{Trouble: telegramtest.Page, Code: 404}, verdict{Refused: true, After: 3 * time.Second, Pause: true, Code: "404"}},
		"api error":      {telegramtest.Fault{Trouble: telegramtest.Internal}, verdict{Refused: true, After: 3 * time.Second, Code: "500"}},
		"502 page":       {telegramtest.Fault{Trouble: telegramtest.Page}, verdict{}},
		"504 page":       {telegramtest.Fault{Trouble: telegramtest.Page, Code: 504}, verdict{}},
		"200 page":       {telegramtest.Fault{Trouble: telegramtest.Page, Code: 200}, verdict{}},
		"cut":            {telegramtest.Fault{Trouble: telegramtest.Drop}, verdict{}},
		"answer lost":    {telegramtest.Fault{Trouble: telegramtest.AcceptDrop}, verdict{Delivered: 1}},
		"half an answer": {telegramtest.Fault{Trouble: telegramtest.Garbage}, verdict{Delivered: 1}},
		"hang":           {telegramtest.Fault{Trouble: telegramtest.Hang}, verdict{}},
		"nothing":        {telegramtest.Fault{Method: "other", Trouble: telegramtest.Hang}, verdict{Delivered: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := calm(t)
				f.Chat(42, "Anna")
				f.Fail(x.fault)
				began := time.Now()
				_, err := bot(f).Send(t.Context(), to(42, "x"))
				if time.Since(began) > 10*time.Second {
					t.Errorf("it took %v", time.Since(began))
				}
				got := verdict{Delivered: len(f.Sent())}
				if r := refusal(err); r != nil {
					got = verdict{true, r.After, r.Pause, r.Gone, r.Bad, r.Broken, r.MovedTo, r.Code, len(f.Sent())}
				} else if name != "nothing" && err == nil {
					t.Error("no error at all")
				}
				if diff := cmp.Diff(x.want, got); diff != "" {
					t.Errorf("%v\n%s", err, diff)
				}
			})
		})
	}
}

func TestChatsThatTakeNoMessage(t *testing.T) {
	f := calm(t)
	b := bot(f)
	f.Chat(1, "Weg").Deactivate()
	f.Chat(2, "Boos").Block()
	g := f.Chat(-3, "Groep")
	g.MoveTo(-1003)
	for chat, want := range map[string]wijk.Refusal{
		"1": {Gone: true}, "2": {Gone: true}, "99": {Gone: true}, "": {Gone: true}, "abc": {Gone: true}, "0": {Gone: true},
		"-3": {MovedTo: "-1003"},
	} {
		m := to(0, "x")
		m.To.To = chat
		_, err := b.Send(t.Context(), m)
		if r := refusal(err); r == nil || r.Gone != want.Gone || r.MovedTo != want.MovedTo || r.Bad || r.Pause {
			t.Errorf("chat %q: %+v", chat, r)
		}
	}
	if _, err := b.Send(t.Context(), to(-1003, "x")); err != nil {
		t.Errorf("the moved group: %v", err)
	}
}

// A connection that was never made is a certain no, one that was cut is not.
func TestUnsentOverARealSocket(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + l.Addr().String()
	l.Close()
	b := telegram.New(telegram.Config{Token: "1:x", APIBase: address})
	_, err = b.Send(t.Context(), to(42, "x"))
	if r := refusal(err); r == nil || r.After <= 0 || !r.Pause || r.Gone {
		t.Errorf("connection refused gave %#v", err)
	}
	b = telegram.New(telegram.Config{Token: "1:x", APIBase: "http://bestaat-niet.invalid"})
	if _, err = b.Send(t.Context(), to(42, "x")); refusal(err) == nil {
		t.Errorf("an unknown host gave %#v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = b.Send(ctx, to(42, "x")); refusal(err) == nil || refusal(err).Pause || !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gave %#v", err)
	}

	f := calm(t)
	f.Chat(42, "Anna")
	s := httptest.NewServer(f)
	defer s.Close()
	b = telegram.New(telegram.Config{Token: f.Token(), APIBase: s.URL, Timeout: 200 * time.Millisecond})
	for _, trouble := range []telegramtest.Trouble{telegramtest.Drop, telegramtest.AcceptDrop, telegramtest.Hang} {
		f.Fail(telegramtest.Fault{Trouble: trouble, Times: 1})
		if _, err = b.Send(t.Context(), to(42, "x")); err == nil || refusal(err) != nil {
			t.Errorf("trouble %d gave %#v", trouble, err)
		}
	}
	if _, err = b.Send(t.Context(), to(42, "x")); err != nil {
		t.Error(err)
	}
}

// An upload loses its code in the library; the verdict may not.
func TestVerdictsOfUploads(t *testing.T) {
	f := calm(t)
	anna := f.Chat(42, "Anna")
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	b := bot(f, func(c *telegram.Config) {
		c.Photo = func(context.Context, string) ([]byte, error) { return buf.Bytes(), nil }
	})
	m := to(42, "x")
	m.PhotoID = "p"
	f.Fail(telegramtest.Fault{Trouble: telegramtest.TooMany, RetryAfter: 9, Times: 1})
	_, err := b.Send(t.Context(), m)
	if r := refusal(err); r == nil || r.After != 9*time.Second || !r.Pause || r.Code != "429" {
		t.Errorf("429: %#v", r)
	}
	f.Fail(telegramtest.Fault{Trouble: telegramtest.Refuse, Code: 401, Times: 1})
	_, err = b.Send(t.Context(), m)
	if r := refusal(err); r == nil || !r.Broken {
		t.Errorf("401: %#v", r)
	}
	anna.Block()
	_, err = b.Send(t.Context(), m)
	if r := refusal(err); r == nil || !r.Gone {
		t.Errorf("blocked: %#v", r)
	}
}

// This is R-32: an error leaves no connection behind. A goroutine left behind
// would deadlock the bubbles of the other tests.
func TestFailingSendsKeepTheirConnection(t *testing.T) {
	page := strings.Repeat("<p>Bad Gateway</p>", 10_000)
	var made atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, page)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			made.Add(1)
		}
	}
	s.Start()
	defer s.Close()
	b := telegram.New(telegram.Config{Token: "1:x", APIBase: s.URL})
	for range 200 {
		if _, err := b.Send(t.Context(), to(42, "x")); err == nil || refusal(err) != nil {
			t.Fatalf("a 502 page gave %#v", err)
		}
	}
	if n := made.Load(); n > 3 {
		t.Errorf("%d connections for 200 calls, one after the other", n)
	}
}
