package telegramtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot/telegram/telegramtest"

	"github.com/google/go-cmp/cmp"
)

// updates returns the ids of a poll that does not wait.
func updates(t testing.TB, f *telegramtest.Fake, offset int64, more ...string) []int64 {
	t.Helper()
	a := call(t, f, "getUpdates", append(more, "offset", fmt.Sprint(offset))...)
	var all []struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(a.Result, &all); err != nil {
		t.Fatalf("%+v: %v", a, err)
	}
	var ids []int64
	for _, u := range all {
		ids = append(ids, u.ID)
	}
	return ids
}

func TestOffsets(t *testing.T) {
	f := calm(t)
	anna := f.Chat(42, "Anna")
	for range 5 {
		anna.Say("x")
	}
	first := f.Waiting()[0]
	ids := func(n ...int64) []int64 {
		var all []int64
		for _, i := range n {
			all = append(all, first+i)
		}
		return all
	}
	for _, x := range []struct {
		offset int64
		more   []string
		want   []int64
	}{
		{0, nil, ids(0, 1, 2, 3, 4)},
		{0, []string{"limit", "2"}, ids(0, 1)},
		{first + 1, nil, ids(1, 2, 3, 4)},
		{0, nil, ids(1, 2, 3, 4)},
		{first + 5 + 11, nil, ids(1, 2, 3, 4)}, // far ahead: from the head
		{-2, nil, ids(3, 4)},
		{0, nil, ids(3, 4)},
		{first + 5 + 10, nil, nil},
		{0, nil, nil},
	} {
		if diff := cmp.Diff(x.want, updates(t, f, x.offset, x.more...)); diff != "" {
			t.Errorf("offset %d:\n%s", x.offset-first, diff)
		}
	}
}

func TestRenumbering(t *testing.T) {
	f := calm(t)
	anna := f.Chat(42, "Anna")
	anna.Say("1")
	had := updates(t, f, 0)[0]
	anna.Say("2")
	f.Renumber(77)
	anna.Say("3")
	if diff := cmp.Diff([]int64{had, 77, 78}, updates(t, f, had)); diff != "" {
		t.Errorf("what was not confirmed is there, what nobody saw is numbered anew:\n%s", diff)
	}
	if diff := cmp.Diff([]int64{77, 78}, updates(t, f, had+1)); diff != "" {
		t.Errorf("the old offset confirms the old update alone:\n%s", diff)
	}
	if got := updates(t, f, 79); got != nil {
		t.Errorf("the new offset leaves %v", got)
	}
}

func TestKindsAskedFor(t *testing.T) {
	f := calm(t)
	anna := f.Chat(42, "Anna")
	anna.Say("1")
	updates(t, f, 0, "allowed_updates", `["callback_query"]`)
	anna.Say("2")
	anna.Forge(1, "x")
	if n := len(f.Waiting()); n != 2 {
		t.Errorf("%d wait, want the message from before and the press", n)
	}
}

func TestHeldPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(t)
		anna := f.Chat(42, "Anna")
		answers := make(chan reply, 3)
		poll := func() { answers <- call(t, f, "getUpdates", "timeout", "50") }
		began := time.Now()
		go poll()
		if a := <-answers; string(a.Result) != "[]" || time.Since(began) != 50*time.Second {
			t.Errorf("an empty poll took %v: %+v", time.Since(began), a)
		}
		began = time.Now()
		go poll()
		synctest.Wait()
		anna.Say("x")
		if a := <-answers; len(a.Result) < 9 || time.Since(began) > 0 {
			t.Errorf("a message came after %v: %+v", time.Since(began), a)
		}
		updates(t, f, f.Waiting()[0]+1)
		go poll()
		synctest.Wait()
		go poll()
		if a := <-answers; a.Code != 409 || !strings.Contains(a.Description, "other getUpdates") {
			t.Errorf("the older of two polls: %+v", a)
		}
		f.Close()
		if a := <-answers; a.OK {
			t.Errorf("after Close: %+v", a)
		}
	})
}

func TestWebhookDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		fail := 2
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != "geheim" || r.Header.Get("Content-Type") != "application/json" {
				t.Errorf("headers %v", r.Header)
			}
			if fail--; fail >= 0 {
				w.Header().Set("Retry-After", "7")
				w.WriteHeader(503)
				return
			}
			var u struct{ Message struct{ Text string } }
			_ = json.NewDecoder(r.Body).Decode(&u)
			got = append(got, u.Message.Text)
		})
		f := calm(t, func(o *telegramtest.Options) {
			o.Deliver = handler{h}
		})
		anna := f.Chat(42, "Anna")
		anna.Say("1")
		for secret, ok := range map[string]bool{"geheim!": false, "geheim": true} {
			if a := call(t, f, "setWebhook", "url", "https://wijk.example/telegram", "secret_token", secret); a.OK != ok {
				t.Errorf("secret %q: %+v", secret, a)
			}
		}
		if a := call(t, f, "setWebhook", "url", "http://wijk.example/telegram"); a.OK {
			t.Error("took plain http")
		}
		if a := call(t, f, "getUpdates"); a.Code != 409 || !strings.Contains(a.Description, "webhook is active") {
			t.Errorf("a poll beside a webhook: %+v", a)
		}
		began := time.Now()
		anna.Say("2")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := f.WaitConfirmed(ctx); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(began); d != 14*time.Second {
			t.Errorf("two refusals with Retry-After 7 took %v", d)
		}
		if diff := cmp.Diff([]string{"1", "2"}, got); diff != "" {
			t.Error(diff)
		}
		call(t, f, "deleteWebhook")
		anna.Say("3")
		if n := len(updates(t, f, 0)); n != 1 {
			t.Errorf("%d updates after deleteWebhook", n)
		}
	})
}

// A handler is a transport to h.
type handler struct{ h http.Handler }

func (h handler) RoundTrip(r *http.Request) (*http.Response, error) {
	return telegramtest.RoundTrip(h.h, r)
}

func TestForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(t, func(o *telegramtest.Options) { o.Expire = true })
		anna := f.Chat(42, "Anna")
		anna.Say("x")
		anna.Forge(1, "x")
		for _, x := range []struct {
			after time.Duration
			left  int
		}{{150 * time.Second, 2}, {time.Second, 1}, {24*time.Hour - 151*time.Second, 1}, {time.Second, 0}} {
			time.Sleep(x.after) // virtual
			if got := updates(t, f, 0); len(got) != x.left {
				t.Errorf("%d left %v later, want %d", len(got), x.after, x.left)
			}
		}
	})
}

func TestPressesGrowOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(t)
		id := f.Chat(42, "Anna").Forge(1, "x")
		if a := call(t, f, "answerCallbackQuery", "callback_query_id", id); !a.OK {
			t.Errorf("%+v", a)
		}
		time.Sleep(16 * time.Second) // virtual
		if a := call(t, f, "answerCallbackQuery", "callback_query_id", id); a.Code != 400 {
			t.Errorf("%+v", a)
		}
	})
}
