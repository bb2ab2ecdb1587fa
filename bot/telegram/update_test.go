package telegram_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"wijkbot/bot/telegram"
	"wijkbot/store/wijk"

	"github.com/google/go-cmp/cmp"
)

// anna is who speaks in most updates here.
const annaJSON = `"from":{"id":42,"is_bot":false,"first_name":"Anna"},"chat":{"id":42,"type":"private"},"date":1700000000`

// receive sends one raw update in through the webhook.
func receive(t testing.TB, raw string) (wijk.Message, int) {
	t.Helper()
	in := newInbox()
	b := telegram.New(telegram.Config{Token: "1:x", WebhookSecret: "geheim", Now: func() time.Time { return time.Unix(1_800_000_000, 0) },
		Stamp: func(at time.Time) time.Time { return at.Add(time.Hour) }})
	w := httptest.NewRecorder()
	b.Handler(in).ServeHTTP(w, delivery(raw))
	if len(in.got) == 0 {
		return wijk.Message{}, w.Code
	}
	return in.got[0], w.Code
}

// delivery is a request as Telegram makes it.
func delivery(raw string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader(raw))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", "geheim")
	return r
}

func TestUpdatesBecomeMessages(t *testing.T) {
	anna := wijk.Address{Channel: wijk.Telegram, To: "42"}
	sent, now := time.Unix(1_700_003_600, 0), time.Unix(1_800_000_000, 0)
	for name, x := range map[string]struct {
		update string // without update_id
		want   wijk.Message
	}{
		"text":            {`"message":{"message_id":5,` + annaJSON + `,"text":"Er ligt troep"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "Er ligt troep", At: sent}},
		"start":           {`"message":{"message_id":5,` + annaJSON + `,"text":"/start abc"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "/start abc", At: sent}},
		"reply":           {`"message":{"message_id":5,` + annaJSON + `,"text":"ok","reply_to_message":{"message_id":3}}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "ok", ReplyTo: "3", At: sent}},
		"edit":            {`"edited_message":{"message_id":5,` + annaJSON + `,"edit_date":1700000060,"text":"niet goed"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "niet goed", Edited: true, At: sent.Add(time.Minute)}},
		"group":           {`"message":{"message_id":5,"from":{"id":42},"chat":{"id":-100,"type":"group"},"date":1700000000,"text":"x"}`, wijk.Message{From: anna, Chat: "-100", Kind: wijk.Text, Text: "x", At: sent}},
		"place":           {`"message":{"message_id":5,` + annaJSON + `,"location":{"latitude":52.06,"longitude":4.49,"horizontal_accuracy":20}}`, wijk.Message{From: anna, Kind: wijk.Location, Point: wijk.Point{Lat: 52.06, Lon: 4.49}, Accuracy: 20, At: sent}},
		"photo":           {`"message":{"message_id":5,` + annaJSON + `,"caption":"hier","photo":[{"file_id":"s","width":90,"height":60,"file_size":9},{"file_id":"l","width":1280,"height":960,"file_size":99},{"file_id":"m","width":320,"height":240}]}`, wijk.Message{From: anna, Kind: wijk.Picture, Text: "hier", File: wijk.File{ID: "l", Size: 99}, At: sent}},
		"picture file":    {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","mime_type":"image/png","file_size":7}}`, wijk.Message{From: anna, Kind: wijk.Picture, File: wijk.File{ID: "d", Size: 7}, At: sent}},
		"heic file":       {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","file_name":"IMG_1.HEIC","mime_type":"image/heic","file_size":7}}`, wijk.Message{From: anna, Kind: wijk.Picture, File: wijk.File{ID: "d", Size: 7}, At: sent}},
		"heic, no type":   {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","file_name":"IMG_1.HEIC","file_size":7}}`, wijk.Message{From: anna, Kind: wijk.Picture, File: wijk.File{ID: "d", Size: 7}, At: sent}},
		"heif, any type":  {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","file_name":"a.b.heif","mime_type":"application/octet-stream","file_size":7}}`, wijk.Message{From: anna, Kind: wijk.Picture, File: wijk.File{ID: "d", Size: 7}, At: sent}},
		"lying name":      {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","file_name":"foto.exe","mime_type":"IMAGE/JPEG","file_size":7}}`, wijk.Message{From: anna, Kind: wijk.Picture, File: wijk.File{ID: "d", Size: 7}, At: sent}},
		"lying type":      {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","file_name":"foto.jpg","mime_type":"application/zip","file_size":7}}`, wijk.Message{From: anna, Kind: wijk.Other, At: sent}},
		"no name at all":  {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","file_size":7}}`, wijk.Message{From: anna, Kind: wijk.Other, At: sent}},
		"a big file":      {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","mime_type":"image/png","file_size":21000000}}`, wijk.Message{From: anna, Kind: wijk.Picture, File: wijk.File{ID: "d", Size: 21_000_000}, At: sent}},
		"album":           {`"message":{"message_id":5,` + annaJSON + `,"media_group_id":"13","photo":[{"file_id":"l","width":9,"height":9}]}`, wijk.Message{From: anna, Kind: wijk.Picture, Album: "13", File: wijk.File{ID: "l"}, At: sent}},
		"album of files":  {`"message":{"message_id":5,` + annaJSON + `,"media_group_id":"13","document":{"file_id":"d","mime_type":"image/png"}}`, wijk.Message{From: anna, Kind: wijk.Picture, Album: "13", File: wijk.File{ID: "d"}, At: sent}},
		"album of videos": {`"message":{"message_id":5,` + annaJSON + `,"media_group_id":"13","video":{"file_id":"v"}}`, wijk.Message{From: anna, Kind: wijk.Other, At: sent}},
		"other file":      {`"message":{"message_id":5,` + annaJSON + `,"document":{"file_id":"d","mime_type":"application/pdf"}}`, wijk.Message{From: anna, Kind: wijk.Other, At: sent}},
		"video with cry":  {`"message":{"message_id":5,` + annaJSON + `,"video":{"file_id":"v"},"caption":"help"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "help", At: sent}},
		"voice":           {`"message":{"message_id":5,` + annaJSON + `,"voice":{"file_id":"v"}}`, wijk.Message{From: anna, Kind: wijk.Other, At: sent}},
		"newer kind":      {`"message":{"message_id":5,` + annaJSON + `,"hologram":{}}`, wijk.Message{From: anna, Kind: wijk.Other, At: sent}},
		"group sticker":   {`"message":{"message_id":5,"from":{"id":42},"chat":{"id":-100},"date":1700000000,"sticker":{}}`, wijk.Message{From: anna, Chat: "-100", At: sent}},
		"pinned":          {`"message":{"message_id":5,` + annaJSON + `,"pinned_message":{"message_id":1,"date":1,"text":"x"}}`, wijk.Message{From: anna, At: sent}},
		"own number":      {`"message":{"message_id":5,` + annaJSON + `,"contact":{"phone_number":"31612345678","user_id":42}}`, wijk.Message{From: anna, Kind: wijk.Contact, Text: "+31612345678", At: sent}},
		"other's number":  {`"message":{"message_id":5,` + annaJSON + `,"contact":{"phone_number":"+31612345678","user_id":43}}`, wijk.Message{From: anna, Kind: wijk.Other, At: sent}},
		"nobody's":        {`"message":{"message_id":5,` + annaJSON + `,"contact":{"phone_number":"+31612345678"}}`, wijk.Message{From: anna, Kind: wijk.Other, At: sent}},
		"forward":         {`"message":{"message_id":5,` + annaJSON + `,"forward_date":1,"text":"goed"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "goed", Forwarded: true, At: sent}},
		"new forward":     {`"message":{"message_id":5,` + annaJSON + `,"forward_origin":{"type":"hidden_user"},"text":"goed"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "goed", Forwarded: true, At: sent}},
		"via bot":         {`"message":{"message_id":5,` + annaJSON + `,"via_bot":{"id":7,"is_bot":true},"text":"goed"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "goed", Forwarded: true, At: sent}},
		"as channel":      {`"message":{"message_id":5,` + annaJSON + `,"sender_chat":{"id":-1},"text":"goed"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "goed", Forwarded: true, At: sent}},
		"a bot":           {`"message":{"message_id":5,"from":{"id":7,"is_bot":true},"chat":{"id":7},"date":1700000000,"text":"x"}`, wijk.Message{Chat: "7", At: sent}},
		"button":          {`"callback_query":{"id":"q1","from":{"id":42},"data":"ja","message":{"message_id":9,"date":0,"chat":{"id":42}}}`, wijk.Message{From: anna, Kind: wijk.Button, Option: "ja", Press: "q1", ReplyTo: "9", At: now}},
		"group button":    {`"callback_query":{"id":"q1","from":{"id":42},"data":"ja","message":{"message_id":9,"date":5,"chat":{"id":-100}}}`, wijk.Message{From: anna, Chat: "-100", Kind: wijk.Button, Option: "ja", Press: "q1", ReplyTo: "9", At: now}},
		"lost button":     {`"callback_query":{"id":"q1","from":{"id":42},"data":"ja"}`, wijk.Message{From: anna, Kind: wijk.Button, Option: "ja", Press: "q1", At: now}},
		"channel post":    {`"channel_post":{"message_id":5,"chat":{"id":-1},"date":1700000000,"text":"x"}`, wijk.Message{At: now}},
		"blocked":         {`"my_chat_member":{"chat":{"id":42},"from":{"id":42},"date":1700000000}`, wijk.Message{At: now}},
		"unknown":         {`"message_reaction":{"chat":{"id":42}}`, wijk.Message{At: now}},
		"surrogate, NUL":  {`"message":{"message_id":5,` + annaJSON + `,"text":"a\ud83db\u0000c"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "a\uFFFDbc", At: sent}},
		"odd types":       {`"message":{"message_id":5,` + annaJSON + `,"entities":"new form","media_group_id":7,"text":"help"}`, wijk.Message{From: anna, Kind: wijk.Text, Text: "help", At: sent}},
	} {
		t.Run(name, func(t *testing.T) {
			m, code := receive(t, `{"update_id":11,`+x.update+`}`)
			if code != http.StatusOK {
				t.Fatalf("answered %d", code)
			}
			if m.ID != "telegram:11" || !strings.HasPrefix(m.Unique, "telegram:11/") {
				t.Errorf("ID %q, Unique %q", m.ID, m.Unique)
			}
			m.ID, m.Unique = "", ""
			if diff := cmp.Diff(x.want, m); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUniqueTellsEditsAndPressesApart(t *testing.T) {
	seen := map[string]string{}
	for _, raw := range []string{
		`{"update_id":11,"message":{"message_id":5,` + annaJSON + `,"text":"x"}}`,
		`{"update_id":11,"message":{"message_id":6,` + annaJSON + `,"text":"x"}}`,
		`{"update_id":11,"message":{"message_id":5,"from":{"id":43},"chat":{"id":43},"date":1700000000,"text":"x"}}`,
		`{"update_id":11,"edited_message":{"message_id":5,` + annaJSON + `,"edit_date":1700000001,"text":"y"}}`,
		`{"update_id":11,"callback_query":{"id":"q1","from":{"id":42},"data":"ja"}}`,
		`{"update_id":11,"callback_query":{"id":"q2","from":{"id":42},"data":"ja"}}`,
		`{"update_id":12,"callback_query":{"id":"q2","from":{"id":42},"data":"ja"}}`,
	} {
		m, _ := receive(t, raw)
		if other, ok := seen[m.Unique]; ok || m.Unique == "" {
			t.Errorf("%s\nand\n%s\nare both %q", other, raw, m.Unique)
		}
		seen[m.Unique] = raw
	}
}

// The people of the fake speak the same wire as the table above.
func TestPeopleThroughAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), newInbox()
		anna := f.Chat(42, "Anna")
		f.Push(`{"channel_post":{"message_id":1}}`) // from before we said what we want
		stop := polling(bot(f), in)
		defer stop()
		id := anna.Say("goed")
		if err := anna.Edit(id, "niet goed"); err != nil {
			t.Fatal(err)
		}
		anna.Forward("alles goed")
		anna.SendLocation(52.06, 4.49)
		anna.SendContact("31612345678", anna.ID)
		anna.SendVoice()
		anna.In(-100, "Meerzicht").Say("hoi")
		anna.Reply(id, "toch goed")
		anna.Block()
		var got []string
		for _, m := range in.wait(t, 10) {
			s := fmt.Sprintf("%s %s", m.Kind, m.Text)
			for flag, on := range map[string]bool{" edited": m.Edited, " forwarded": m.Forwarded, " in " + m.Chat: m.Chat != "", " at a place": m.Point.Valid(), " answer": m.ReplyTo != ""} {
				if on {
					s += flag
				}
			}
			got = append(got, s)
		}
		want := []string{" ", "text goed", "text niet goed edited", "text alles goed forwarded", "location  at a place", "contact +31612345678",
			"other ", "text hoi in -100", "text toch goed answer", " "}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPressThroughAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), newInbox()
		anna, b := f.Chat(42, "Anna"), bot(f)
		stop := polling(b, in)
		defer stop()
		id, err := b.Send(t.Context(), wijk.Outgoing{To: wijk.Address{To: "42"}, Text: "Klopt dat?", Options: []wijk.Option{{Label: "Ja", Data: "q/ja"}, {Label: "Nee", Data: "q/nee"}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := anna.Press(0, "Ja"); err != nil {
			t.Fatal(err)
		}
		m := in.wait(t, 1)[0]
		if m.Kind != wijk.Button || m.Option != "q/ja" || m.ReplyTo != id || m.Press == "" {
			t.Errorf("%+v", m)
		}
		if err := anna.Press(0, "Misschien"); err == nil {
			t.Error("pressed a button that is not there")
		}
	})
}

// whole is a Receiver that checks what every message must be.
type whole struct{ t *testing.T }

func (whole) Cursor(context.Context, string) (string, error) { return "", nil }

func (w whole) Receive(_ context.Context, ms ...wijk.Message) error {
	for _, m := range ms {
		for _, s := range []string{m.ID, m.Unique, m.Text, m.Option, m.Press, m.File.ID, m.Chat, m.From.To, m.ReplyTo} {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
				w.t.Errorf("%q is no text", s)
			}
		}
		if !strings.HasPrefix(m.ID, "telegram:") || !strings.HasPrefix(m.Unique, m.ID+"/") {
			w.t.Errorf("ID %q, Unique %q", m.ID, m.Unique)
		}
		if m.From.To == "" && (m.Kind != "" || m.Text != "") {
			w.t.Errorf("nobody says %q (%s)", m.Text, m.Kind)
		}
		if m.From.To != "" && m.Text != "" && m.Kind == "" {
			w.t.Errorf("words without a kind: %q", m.Text)
		}
		if m.At.IsZero() {
			w.t.Error("no date")
		}
	}
	return nil
}

func FuzzUpdate(f *testing.F) {
	for _, s := range []string{
		`"message":{"message_id":5,` + annaJSON + `,"text":"a\ud83db\u0000c"}`,
		`"edited_message":{"message_id":5,` + annaJSON + `,"edit_date":1,"location":{"latitude":1e300,"longitude":-1}}`,
		`"callback_query":{"id":"q","from":{"id":42},"data":"x","message":{"message_id":-9,"chat":{"id":-1}}}`,
		`"message":{"photo":[{"width":9223372036854775807,"height":2}],"from":{"id":-1},"chat":null}`,
		`"message":{"from":{"id":42},"forward_origin":null,"document":{"mime_type":"image/x"}}`,
	} {
		f.Add(`{"update_id":11,` + s + `}`)
	}
	b := telegram.New(telegram.Config{Token: "1:x", WebhookSecret: "geheim"})
	f.Fuzz(func(t *testing.T, raw string) {
		w := httptest.NewRecorder()
		b.Handler(whole{t}).ServeHTTP(w, delivery(raw))
		ok := json.Valid([]byte(raw))
		if w.Code == http.StatusOK && !ok {
			t.Errorf("took what is no JSON")
		}
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest && w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("answered %d", w.Code)
		}
	})
}

// BenchmarkReceive is the door alone: a delivery checked and converted.
func BenchmarkReceive(b *testing.B) {
	in := nothing{}
	h := telegram.New(telegram.Config{Token: "1:x", WebhookSecret: "geheim"}).Handler(in)
	raw := `{"update_id":11,"message":{"message_id":5,` + annaJSON + `,"text":"Er ligt een berg troep bij de speeltuin"}}`
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(httptest.NewRecorder(), delivery(raw))
	}
}

// nothing is a Receiver that takes everything.
type nothing struct{}

func (nothing) Receive(context.Context, ...wijk.Message) error { return nil }
func (nothing) Cursor(context.Context, string) (string, error) { return "", nil }
