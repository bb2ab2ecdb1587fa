package telegram_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"
)

func TestFetch(t *testing.T) {
	f := calm(t)
	b := bot(f)
	data := bytes.Repeat([]byte("foto"), 1000)
	got, err := b.Fetch(t.Context(), wijk.File{ID: f.Store(data)})
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, error %v", len(got), err)
	}
	limit := make([]byte, 10<<20)
	if got, err := b.Fetch(t.Context(), wijk.File{ID: f.Store(limit)}); err != nil || len(got) != len(limit) {
		t.Errorf("exactly 10 MB: %d bytes, error %v", len(got), err)
	}
	for name, file := range map[string]wijk.File{
		"unknown":     {ID: "weg"},
		"large":       {ID: f.Store(make([]byte, 10<<20+1))},
		"large, said": {ID: f.Store(data), Size: 10<<20 + 1},
		"over 20 MB":  {ID: f.Store(make([]byte, 20<<20+1))},
	} {
		if _, err := b.Fetch(t.Context(), file); refusal(err) == nil || !refusal(err).Bad {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFetchTriesAgainLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(t)
		id := f.Store([]byte("foto"))
		for _, trouble := range []telegramtest.Trouble{telegramtest.TooMany, telegramtest.Page, telegramtest.Internal,
			telegramtest.Hang, telegramtest.Drop, telegramtest.AcceptDrop, telegramtest.Garbage} {
			f.Fail(telegramtest.Fault{Trouble: trouble, Times: 1})
			if _, err := bot(f).Fetch(t.Context(), wijk.File{ID: id}); refusal(err) == nil || refusal(err).Bad || refusal(err).After <= 0 {
				t.Errorf("trouble %d: %v", trouble, err)
			}
		}
	})
}

// A server that lies about its files must not make us look elsewhere or hold
// more than we said.
func TestFetchFromALiar(t *testing.T) {
	asked := 0
	liar := func(path string, file http.HandlerFunc) *telegram.Bot {
		h := http.NewServeMux()
		h.HandleFunc("/bot1:x/getFile", func(w http.ResponseWriter, r *http.Request) {
			raw, err := json.Marshal(path)
			if err != nil {
				t.Error(err)
			}
			fmt.Fprintf(w, `{"ok":true,"result":{"file_id":"a","file_path":%s}}`, raw)
		})
		h.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { asked++; file(w, r) })
		return telegram.New(telegram.Config{Token: "1:x", APIBase: "http://telegram.test", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Host != "telegram.test" {
				t.Errorf("went to %s", r.URL.Host)
			}
			return telegramtest.RoundTrip(h, r)
		})})
	}
	ok := func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "foto") }
	for _, p := range []string{"", "/etc/passwd", "../x", "a/../../x", "a/..", "..", ".", "a//b", "%2e%2e/x", `..\x`, "a?b", "a#b", "a\x00", "./a"} {
		if _, err := liar(p, ok).Fetch(t.Context(), wijk.File{ID: "a"}); refusal(err) == nil || !refusal(err).Bad {
			t.Errorf("path %q: %v", p, err)
		}
	}
	if asked > 0 {
		t.Errorf("%d of them were asked for", asked)
	}
	if got, err := liar("photos/één foto.jpg", ok).Fetch(t.Context(), wijk.File{ID: "a"}); err != nil || string(got) != "foto" {
		t.Errorf("a name with a space: %q, %v", got, err)
	}
	away := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest", http.StatusFound)
	}
	if got, err := liar("a.jpg", away).Fetch(t.Context(), wijk.File{ID: "a"}); err == nil {
		t.Errorf("followed a redirect to %q", got)
	}
	endless := func(w http.ResponseWriter, r *http.Request) {
		block := make([]byte, 1<<20)
		for range 12 {
			_, _ = w.Write(block)
		}
	}
	if _, err := liar("a.jpg", endless).Fetch(t.Context(), wijk.File{ID: "a"}); refusal(err) == nil || !refusal(err).Bad {
		t.Errorf("12 MB: %v", err)
	}
	if _, err := liar("https://elders.example/x", ok).Fetch(t.Context(), wijk.File{ID: "a"}); refusal(err) == nil || !strings.Contains(err.Error(), "path") {
		t.Errorf("a whole URL for a path: %v", err)
	}
}
