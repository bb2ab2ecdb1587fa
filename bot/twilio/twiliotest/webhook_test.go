package twiliotest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"wijkbot/bot/twilio/twiliotest"
)

// TestWebhooks shows what Twilio posts, and that it is content with an empty
// TwiML answer alone.
func TestWebhooks(t *testing.T) {
	var mu sync.Mutex
	var posted []*http.Request
	reply := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = io.WriteString(w, "<Response/>")
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		mu.Lock()
		posted = append(posted, r)
		mu.Unlock()
		reply(w)
	}))
	defer srv.Close()
	f := calm(t, twiliotest.Options{SMSURL: srv.URL + "/sms"})
	f.Fail("+31600000009", 30003)
	if _, err := f.Picture(t.Context(), anna, "", 1); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{anna, "+31600000009"} {
		if _, err := call(t, f, http.MethodPost, "", form("To", to, "StatusCallback", srv.URL+"/status?o=1")); err != nil {
			t.Fatal(err)
		}
		f.Settle()
	}
	var got []string
	for _, r := range posted {
		got = append(got, strings.TrimSpace(r.URL.Path+" "+r.PostForm.Get("SmsStatus")+" "+r.PostForm.Get("ErrorCode")))
		want := twiliotest.Sign(twiliotest.AuthToken, srv.URL+r.URL.RequestURI(), r.PostForm)
		if r.Header.Get("X-Twilio-Signature") != want || r.Header.Get("I-Twilio-Idempotency-Token") == "" {
			t.Errorf("headers %v", r.Header)
		}
	}
	want := []string{"/sms received", "/status sent", "/status delivered", "/status sent", "/status undelivered 30003"}
	if !slices.Equal(got, want) {
		t.Errorf("posted %q, want %q", got, want)
	}
	if last := f.Sent()[1]; last.Code != 30003 || last.Status != "undelivered" {
		t.Errorf("log %+v", last)
	}
	for _, bad := range []func(http.ResponseWriter){
		func(w http.ResponseWriter) { w.WriteHeader(503) },
		func(w http.ResponseWriter) { w.Header().Set("Content-Type", "text/plain") },
		func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/xml")
			_, _ = io.WriteString(w, "<Response><Message>hoi</Message></Response>")
		},
	} {
		mu.Lock()
		reply = bad
		mu.Unlock()
		if _, err := f.Text(t.Context(), anna, "x"); err == nil {
			t.Error("an answer that Twilio raises an error for passed")
		}
	}
}

// TestDisorder shows that a hostile fake tells of deliveries in any order and
// more than once.
func TestDisorder(t *testing.T) {
	var mu sync.Mutex
	orders := make(map[string]bool)
	told := make(map[string]string)
	hook := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		told[r.FormValue("MessageSid")] += " " + r.FormValue("MessageStatus")
	})
	f := twiliotest.New(twiliotest.Options{Chance: 0.5, Seed: 1, Logf: t.Logf, Webhooks: twiliotest.Direct(hook)})
	defer f.Close()
	f.Next(slices.Repeat([]twiliotest.Fault{twiliotest.OK}, 40)...)
	for range 40 {
		_, _ = call(t, f, http.MethodPost, "", form("StatusCallback", "http://wijk.example/status"))
	}
	f.Settle()
	for _, order := range told {
		orders[order] = true
	}
	for _, want := range []string{" sent delivered", " delivered sent", " sent delivered sent"} {
		if !orders[want] {
			t.Errorf("never%s: %v", want, orders)
		}
	}
}
