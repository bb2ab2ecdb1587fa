package telegramtest_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot/telegram/telegramtest"

	"github.com/google/go-cmp/cmp"
)

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
