package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"wijkbot/bot/twilio/twiliotest"
)

// The public address has the routes of the providers and nothing else.
func TestRoutes(t *testing.T) {
	t.Parallel()
	poll, hook := newWorld(t, setup{}), newWorld(t, setup{webhook: true})
	for _, w := range []*world{poll, hook} {
		w.serve()
		for _, path := range []string{"/", "/healthz", "/readyz", "/metrics", "/twilio", "/twilio/", "/telegram/", "/sandbox", "/../metrics"} {
			if status, _ := w.get(w.public + path); status != http.StatusNotFound {
				t.Errorf("GET %s: %d, want 404", path, status)
			}
		}
		for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
			if status, _ := w.get(w.admin + path); status != http.StatusOK {
				t.Errorf("GET %s of admin: %d, want 200", path, status)
			}
		}
		for _, path := range []string{"/twilio/sms", "/twilio/status", "/twilio/voice", "/twilio/voice/answer", "/twilio/voice/status", "/telegram"} {
			if status, _ := w.get(w.public + path); status < 400 || status > 499 {
				t.Errorf("GET %s: %d, want 4xx", path, status)
			}
		}
	}
	update := `{"update_id":7,"message":{"message_id":1,"date":1795000000,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"x"},"text":"menu"}}`
	for _, x := range []struct {
		w      *world
		secret string
		kind   string
		body   string
		want   int // 4 stands for any 4xx
	}{
		{poll, "s3cret-of-telegram", "application/json", update, http.StatusNotFound},
		{hook, "", "application/json", update, 4},
		{hook, "s3cret-of-telegrax", "application/json", update, 4},
		{hook, "s3cret-of-telegram", "application/json", update[:len(update)-1], 4},
		{hook, "s3cret-of-telegram", "text/plain", update, 4},
	} {
		got := x.w.post(t, "/telegram", x.kind, x.body, http.Header{"X-Telegram-Bot-Api-Secret-Token": {x.secret}})
		if got != x.want && got/100 != x.want {
			t.Errorf("POST /telegram with secret %q: %d, want %d", x.secret, got, x.want)
		}
	}
	for _, w := range []*world{poll, hook} {
		if n := len(w.events()); n != 0 {
			t.Errorf("%d events of refused requests, want none", n)
		}
	}
	// The real thing, five times at once, has one effect.
	hook.tg.Chat(5, "x")
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			header := http.Header{"X-Telegram-Bot-Api-Secret-Token": {"s3cret-of-telegram"}}
			if got := hook.post(t, "/telegram", "application/json", update, header); got != http.StatusOK {
				t.Errorf("POST /telegram: %d, want 200", got)
			}
		})
	}
	all.Wait()
	hook.idle()
	if events, sent := hook.events(), hook.tg.Sent(); len(events) != 1 || events[0].ProviderID != "telegram:7" || len(sent) != 1 {
		t.Errorf("five deliveries made %v and %d answers, want one of each", events, len(sent))
	}
	hook.tg.Chat(6, "y").Say("menu") // as the provider delivers
	hook.told(hook.tg.Chat(6, "y"), 1)
}

// post sends a request to the public address and returns the status. It may be
// called from many goroutines.
func (w *world) post(t *testing.T, path, kind, body string, header http.Header) int {
	t.Helper()
	ctx, cancel := w.soon()
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.public+path, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0
	}
	r.Header = header.Clone()
	r.Header.Set("Content-Type", kind)
	resp, err := plainClient.Do(r)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

const formType = "application/x-www-form-urlencoded"

// Whoever is not Twilio, or says something Twilio never says, gets 403 and
// nothing is stored.
func TestWebhooksRefuse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	w.serve()
	good := url.Values{
		"MessageSid": {"SM" + strings.Repeat("a", 32)}, "AccountSid": {twiliotest.AccountSID},
		"From": {phone(1)}, "To": {twiliotest.From}, "Body": {"hallo"}, "NumMedia": {"0"},
	}
	with := func(key string, values ...string) url.Values {
		v := url.Values{}
		for k := range good {
			v[k] = good[k]
		}
		v[key] = values
		return v
	}
	status := with("MessageStatus", "delivered")
	sign := func(address string, v url.Values) string { return twiliotest.Sign(twiliotest.AuthToken, address, v) }
	for _, x := range []struct {
		name, path, kind, body, signature string
		want                              int
	}{
		{"no signature", "/twilio/sms", formType, good.Encode(), "", 403},
		{"another token", "/twilio/sms", formType, good.Encode(), twiliotest.Sign("x", w.public+"/twilio/sms", good), 403},
		{"the signature of another address", "/twilio/sms", formType, good.Encode(), sign(w.public+"/twilio/status", good), 403},
		{"a changed body", "/twilio/sms", formType, with("Body", "help").Encode(), sign(w.public+"/twilio/sms", good), 403},
		{"another account", "/twilio/sms", formType, with("AccountSid", "AC"+strings.Repeat("9", 32)).Encode(),
			sign(w.public+"/twilio/sms", with("AccountSid", "AC"+strings.Repeat("9", 32))), 403},
		{"another receiver", "/twilio/sms", formType, with("To", phone(9)).Encode(), sign(w.public+"/twilio/sms", with("To", phone(9))), 403},
		{"a bad message id", "/twilio/sms", formType, with("MessageSid", "SM1").Encode(), sign(w.public+"/twilio/sms", with("MessageSid", "SM1")), 403},
		{"a repeated key", "/twilio/sms", formType, good.Encode() + "&Body=help", sign(w.public+"/twilio/sms", good), 403},
		{"a query", "/twilio/sms?a=b", formType, good.Encode(), sign(w.public+"/twilio/sms?a=b", good), 403},
		{"a query for the status", "/twilio/status?o=1&x=1", formType, status.Encode(), sign(w.public+"/twilio/status?o=1&x=1", status), 403},
		{"an unsigned status", "/twilio/status?o=1", formType, status.Encode(), "", 403},
		{"JSON", "/twilio/sms", "application/json", "{}", sign(w.public+"/twilio/sms", url.Values{}), 415},
		{"too much", "/twilio/sms", formType, "Body=" + strings.Repeat("x", 70<<10), "", 413},
	} {
		header := http.Header{}
		if x.signature != "" {
			header.Set("X-Twilio-Signature", x.signature)
		}
		if got := w.post(t, x.path, x.kind, x.body, header); got != x.want {
			t.Errorf("%s: %d, want %d", x.name, got, x.want)
		}
	}
	if n := len(w.events()); n != 0 {
		t.Errorf("%d events of refused requests, want none", n)
	}
	header := http.Header{"X-Twilio-Signature": {sign(w.public+"/twilio/sms", good)}}
	if got := w.post(t, "/twilio/sms", formType, good.Encode(), header); got != http.StatusOK {
		t.Errorf("a good request: %d, want 200", got)
	}
	if n := len(w.events()); n != 1 {
		t.Errorf("%d events, want 1", n)
	}
}

// A heartbeat comes soon after the start, and then each minute while all is
// well (the minutes are tested in bot/cli, in virtual time).
func TestHeartbeat(t *testing.T) {
	t.Parallel()
	beats := make(chan struct{}, 10)
	monitor := quietServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { beats <- struct{}{} }))
	defer monitor.Close()
	w := newWorld(t, setup{env: map[string]string{"WIJKBOT_HEARTBEAT_URL": monitor.URL + "/beat"}})
	w.serve()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	select {
	case <-beats:
	case <-ctx.Done():
		t.Error("no heartbeat after the start")
	}
}

// The check of the configuration and of the database, and of health.
func TestCheckAndHealth(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	w.do("check")
	if _, _, code := w.wijkbot("healthcheck"); code == 0 {
		t.Error("healthy while nothing runs")
	}
	w.serve()
	w.do("check")
	w.do("healthcheck")
	w.text(phone(1), "menu")
	if _, metrics := w.get(w.admin + "/metrics"); !strings.Contains(metrics, `wijkbot_received_total{channel="sms"} 1`) {
		t.Error("the metrics do not count the message")
	}
	w.gotSMS(phone(1), 1)
	w.until("the metrics tell of the channel", func() bool {
		_, metrics := w.get(w.admin + "/metrics")
		return strings.Contains(metrics, `wijkbot_sends_total{channel="sms",outcome="sent"} 1`) && strings.Contains(metrics, `wijkbot_waiting{channel="sms",class="alarm"} 0`)
	})
	w.env["TELEGRAM_API_BASE"] = "http://192.0.2.1"
	w.env["WIJKBOT_TZ"] = "Mars"
	_, errs, code := w.wijkbot("check")
	if code != 64 || !strings.Contains(errs, "TELEGRAM_API_BASE") || !strings.Contains(errs, "WIJKBOT_TZ") {
		t.Errorf("check: exit code %d, want 64 with both faults; got\n%s", code, errs)
	}
	if n := fmt.Sprint(w.wijkbotCode("serve"), w.wijkbotCode("dance")); n != "64 64" {
		t.Errorf("exit codes %s, want 64 64", n)
	}
}

func (w *world) wijkbotCode(args ...string) int {
	w.t.Helper()
	_, _, code := w.wijkbot(args...)
	return code
}
