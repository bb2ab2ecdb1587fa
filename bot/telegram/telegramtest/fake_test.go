package telegramtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

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

func TestRefusesWhatTelegramRefuses(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	f.Chat(43, "Bram").Block()
	f.Chat(44, "Cor").Deactivate()
	f.Chat(-5, "Groep")
	f.Chat(-6, "Oud").MoveTo(-1006)
	buttons := func(s string) []string { return []string{"chat_id", "42", "text", "x", "reply_markup", s} }
	text := func(s string, more ...string) []string { return append(more, "chat_id", "42", "text", s) }
	for _, x := range []struct {
		params []string
		want   string // empty is a success
	}{
		{text("x"), ""},
		{text(strings.Repeat("👵", 2048)), ""},
		{text(strings.Repeat("👵", 2048) + "a"), "400 Bad Request: message is too long"},
		{text(" \n "), "400 Bad Request: message text is empty"},
		{text("\xff"), "400 Bad Request: strings must be encoded in UTF-8"},
		{[]string{"text", "x"}, "400 Bad Request: chat_id is empty"},
		{[]string{"chat_id", "99", "text", "x"}, "400 Bad Request: chat not found"},
		{[]string{"chat_id", "abc", "text", "x"}, "400 Bad Request: chat not found"},
		{[]string{"chat_id", "43", "text", "x"}, "403 Forbidden: bot was blocked by the user"},
		{[]string{"chat_id", "44", "text", "x"}, "403 Forbidden: user is deactivated"},
		{[]string{"chat_id", "-6", "text", "x"}, "400 Bad Request: group chat was upgraded to a supergroup chat"},
		{text("<b>Jan</b>", "parse_mode", "HTML"), ""},
		{text("Jan <3", "parse_mode", "HTML"), "400 Bad Request: can't parse entities: unclosed start tag at byte offset 4"},
		{text("<Jan>", "parse_mode", "HTML"), `400 Bad Request: can't parse entities: unsupported start tag "Jan" at byte offset 0`},
		{text("<b>Jan", "parse_mode", "HTML"), `400 Bad Request: can't parse entities: can't find end tag corresponding to start tag "b"`},
		{text("*Jan*", "parse_mode", "Markdown"), ""},
		{text("J_an", "parse_mode", "Markdown"), "400 Bad Request: can't parse entities: can't find end of the entity starting at byte offset 1"},
		{text("Jan.", "parse_mode", "MarkdownV2"), `400 Bad Request: can't parse entities: character '.' is reserved and must be escaped with the preceding '\'`},
		{text("x", "parse_mode", "LaTeX"), "400 Bad Request: unsupported parse_mode"},
		{text("x", "entities", `[{"type":"bold","offset":0,"length":1}]`), ""},
		{text("x", "entities", `[{"type":"bold","offset":0,"length":2}]`), "400 Bad Request: can't parse MessageEntity: entity is out of bounds"},
		{text("x", "reply_to_message_id", "7"), "400 Bad Request: message to be replied not found"},
		{buttons(`{"inline_keyboard":[[{"text":"Ja","callback_data":"ja"}]]}`), ""},
		{buttons(`{"inline_keyboard":null}`), `400 Bad Request: field "inline_keyboard" must be of type Array`},
		{buttons(`{"inline_keyboard":[[{"text":"","callback_data":"ja"}]]}`), "400 Bad Request: inline keyboard button text must be non-empty"},
		{buttons(`{"inline_keyboard":[[{"text":"Ja"}]]}`), "400 Bad Request: text buttons are unallowed in the inline keyboard"},
		{buttons(`{"inline_keyboard":[[{"text":"Ja","callback_data":"` + strings.Repeat("é", 33) + `"}]]}`), "400 Bad Request: BUTTON_DATA_INVALID"},
		{buttons(`{"inline_keyboard":[[` + strings.Repeat(`{"text":"Ja","callback_data":"x"},`, 100) + `{"text":"Ja","callback_data":"x"}]]}`), "400 Bad Request: reply markup is too long"},
		{buttons(`{"keyboard":[["Ja",{"text":"Hier","request_location":true}]]}`), ""},
		{buttons(`{"keyboard":[]}`), "400 Bad Request: reply keyboard is empty"},
		{buttons(`{"remove_keyboard":true}`), ""},
		{buttons(`{}`), "400 Bad Request: can't parse reply keyboard markup JSON object"},
		{buttons(`[`), "400 Bad Request: object expected as reply markup"},
		{[]string{"chat_id", "-5", "text", "x", "reply_markup", `{"keyboard":[[{"text":"Hier","request_location":true}]]}`}, "400 Bad Request: location can be requested in private chats only"},
	} {
		a := call(t, f, "sendMessage", x.params...)
		got := ""
		if !a.OK {
			got = fmt.Sprintf("%d %s", a.Code, a.Description)
		}
		if got != x.want {
			t.Errorf("%.120q: %s, want %s", x.params, got, x.want)
		}
	}
	if a := call(t, f, "sendMessage", "chat_id", "-6", "text", "x"); a.Parameters.MovedTo != -1006 {
		t.Errorf("%+v", a)
	}
	if a := call(t, f, "answerCallbackQuery", "callback_query_id", "1"); a.Code != 400 || !strings.Contains(a.Description, "query is too old") {
		t.Errorf("an unknown press: %+v", a)
	}
	if a := call(t, f, "SENDmessage", "chat_id", "42", "text", "x"); !a.OK {
		t.Errorf("the case of a method: %+v", a)
	}
}

func TestPathsAndTokens(t *testing.T) {
	f := calm(t)
	for path, want := range map[string]int{
		"/bot" + f.Token() + "/getMe": 0, "/bot1:other/getMe": 401, "/bot" + f.Token() + "/flyAway": 404, "/bot" + f.Token(): 404, "/": 404,
		"/file/bot1:other/photos/file_1.jpg": 401, "/file/bot" + f.Token() + "/photos/file_1.jpg": 404,
	} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://fake"+path, nil)
		if a := do(t, f, r); a.Code != want {
			t.Errorf("%s: %+v", path, a)
		}
	}
}

func TestBodies(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	_ = m.WriteField("chat_id", "42")
	_ = m.WriteField("text", "multipart")
	m.Close()
	for kind, body := range map[string]string{
		"application/json": `{"chat_id":42,"text":"json","reply_markup":{"remove_keyboard":true}}`,
		"application/x-www-form-urlencoded; charset=utf-8": "chat_id=42&text=form",
		m.FormDataContentType():                            form.String(),
	} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://fake/bot"+f.Token()+"/sendMessage", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		if a := do(t, f, r); !a.OK {
			t.Errorf("%s: %+v", kind, a)
		}
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://fake/bot"+f.Token()+"/sendMessage?chat_id=42&text=query", nil)
	do(t, f, r)
	var got []string
	for _, s := range f.Sent() {
		got = append(got, s.Text)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"form", "json", "multipart", "query"}, got); diff != "" {
		t.Error(diff)
	}
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

func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(t, func(o *telegramtest.Options) { o.NoLimits = false })
		send := func(chat int64) reply {
			return call(t, f, "sendMessage", "chat_id", fmt.Sprint(chat), "text", "x")
		}
		for i := range int64(50) {
			f.Chat(1+i, "x")
		}
		f.Chat(-1, "Groep")
		// one chat: a burst of three, then one a second
		for i := range 3 {
			if a := send(1); !a.OK {
				t.Errorf("message %d of a burst: %+v", i, a)
			}
		}
		if a := send(1); a.Code != 429 || a.Parameters.RetryAfter != 1 {
			t.Errorf("the fourth: %+v", a)
		}
		time.Sleep(time.Second) // virtual
		if a := send(1); !a.OK {
			t.Errorf("after the wait: %+v", a)
		}
		// all chats: thirty in any second
		time.Sleep(10 * time.Second) // virtual
		var codes []int
		for i := range int64(31) {
			codes = append(codes, send(1+i).Code)
		}
		if slices.ContainsFunc(codes[:30], func(c int) bool { return c != 0 }) || codes[30] != 429 {
			t.Errorf("thirty-one at once: %v", codes)
		}
		time.Sleep(2 * time.Second) // virtual
		if a := send(50); a.Code != 429 || a.Parameters.RetryAfter != 1 {
			t.Errorf("too early: %+v", a)
		}
		time.Sleep(time.Second) // virtual
		if a := send(50); !a.OK {
			t.Errorf("in time: %+v", a)
		}
		// a group: twenty a minute
		refused := 0
		for range 30 {
			time.Sleep(1500 * time.Millisecond) // virtual
			if !send(-1).OK {
				refused++
			}
		}
		if refused != 10 {
			t.Errorf("%d of 30 messages in 45 s were refused in a group", refused)
		}
	})
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
	want := "anna> zwerfvuil\nanna< Waar? / Typ het. [Terug] [Hier]\nanna> Terug\n"
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
