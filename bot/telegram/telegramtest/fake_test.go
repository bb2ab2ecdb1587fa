package telegramtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"wijkbot/bot/telegram/telegramtest"

	"github.com/google/go-cmp/cmp"
)

// A reply is what the Bot API answers.
type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MovedTo    int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// call makes one call with a form.
func call(t testing.TB, f *telegramtest.Fake, method string, params ...string) reply {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(params); i += 2 {
		form.Set(params[i], params[i+1])
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://fake/bot"+f.Token()+"/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return do(t, f, r)
}

// do makes one call. A cut connection is a reply without a code.
func do(t testing.TB, f *telegramtest.Fake, r *http.Request) reply {
	t.Helper()
	resp, err := f.RoundTrip(r)
	if err != nil {
		return reply{}
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var a reply
	if err := json.Unmarshal(raw, &a); err != nil {
		return reply{Code: resp.StatusCode, Description: string(raw)}
	}
	if a.Code != 0 && a.Code != resp.StatusCode {
		t.Errorf("code %d in a response %d", a.Code, resp.StatusCode)
	}
	return a
}

// calm returns a Fake without faults or limits of its own.
func calm(t testing.TB, change ...func(*telegramtest.Options)) *telegramtest.Fake {
	o := telegramtest.Options{Calm: true, NoLimits: true}
	for _, fn := range change {
		fn(&o)
	}
	f := telegramtest.New(o)
	t.Cleanup(f.Close)
	return f
}

// The same seed meets the same trouble, another seed other trouble, and a
// hostile server does all it can.
func TestHostilityIsRepeatable(t *testing.T) {
	outcome := func(seed uint64) (codes []int) {
		said := ""
		f := telegramtest.New(telegramtest.Options{NoLimits: true, Seed: seed, Log: func(format string, a ...any) { said = fmt.Sprintf(format, a...) }})
		defer f.Close()
		if !strings.Contains(said, fmt.Sprint(seed)) {
			t.Errorf("printed %q", said)
		}
		f.Chat(42, "Anna")
		for range 500 {
			codes = append(codes, call(t, f, "sendMessage", "chat_id", "42", "text", "x").Code)
		}
		return codes
	}
	one := outcome(1)
	if !slices.Equal(one, outcome(1)) {
		t.Error("seed 1 differs from itself")
	}
	if slices.Equal(one, outcome(2)) {
		t.Error("seed 2 is seed 1")
	}
	kinds := map[int]int{}
	for _, c := range one {
		kinds[c]++
	}
	if got := slices.Sorted(maps.Keys(kinds)); !slices.Equal(got, []int{0, 200, 429, 500, 502}) {
		t.Errorf("outcomes %v", kinds)
	}
}

func TestHostilePollsBringUpdatesTwice(t *testing.T) {
	f := telegramtest.New(telegramtest.Options{Seed: 1})
	defer f.Close()
	anna := f.Chat(42, "Anna")
	times := map[int64]int{}
	var next int64
	for range 500 {
		anna.Say("x")
		a := call(t, f, "getUpdates", "offset", fmt.Sprint(next))
		var all []struct {
			ID int64 `json:"update_id"`
		}
		if !a.OK || json.Unmarshal(a.Result, &all) != nil {
			continue
		}
		for _, u := range all {
			times[u.ID]++
			next = max(next, u.ID+1)
		}
	}
	twice := 0
	for _, n := range times {
		if n > 1 {
			twice++
		}
	}
	if twice == 0 || twice > 50 {
		t.Errorf("%d of %d updates came twice", twice, len(times))
	}
}

func TestTranscriptAndWaiting(t *testing.T) {
	var heard []string
	f := calm(t, func(o *telegramtest.Options) { o.OnSend = func(s telegramtest.Sent) { heard = append(heard, s.Text) } })
	anna := f.Chat(42, "anna")
	anna.Say("zwerfvuil")
	done := make(chan telegramtest.Sent)
	go func() {
		s, err := f.WaitSent(t.Context(), func(s telegramtest.Sent) bool { return strings.HasPrefix(s.Text, "Waar") })
		if err != nil {
			t.Error(err)
		}
		done <- s
	}()
	call(t, f, "sendMessage", "chat_id", "42", "text", "Waar?\nTyp het.", "reply_markup", `{"keyboard":[["Terug",{"text":"Hier","request_location":true}]]}`)
	if s := <-done; s.Chat != 42 || s.Method != "sendMessage" || s.At.IsZero() {
		t.Errorf("%+v", s)
	}
	if err := anna.Press(0, "Hier"); err == nil {
		t.Error("a key that shares a place typed something")
	}
	if err := anna.Press(0, "Terug"); err != nil {
		t.Error(err)
	}
	anna.SendLocation(52.06, 4.49)
	anna.SendVoice()
	want := "anna> zwerfvuil\nanna< Waar? / Typ het. [Terug] [Hier]\nanna> Terug\nanna> (locatie 52.06000, 4.49000)\nanna> (spraakbericht)\n"
	if diff := cmp.Diff(want, f.Transcript()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Waar?\nTyp het."}, heard); diff != "" {
		t.Error(diff)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.WaitSent(ctx, func(telegramtest.Sent) bool { return false }); err == nil {
		t.Error("waited for nothing without an error")
	}
}

// Over a real socket a lost answer must look like one.
func TestFaultsOverASocket(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	s := httptest.NewServer(f)
	defer s.Close()
	for trouble, sent := range map[telegramtest.Trouble]int{telegramtest.Drop: 0, telegramtest.AcceptDrop: 1} {
		before := len(f.Sent())
		f.Fail(telegramtest.Fault{Trouble: trouble, Times: 1})
		resp, err := http.PostForm(s.URL+"/bot"+f.Token()+"/sendMessage", url.Values{"chat_id": {"42"}, "text": {"x"}})
		if err == nil {
			resp.Body.Close()
			t.Errorf("trouble %d: answered %s", trouble, resp.Status)
		}
		if n := len(f.Sent()) - before; n != sent {
			t.Errorf("trouble %d: %d sent", trouble, n)
		}
	}
}
