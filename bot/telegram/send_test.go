package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf16"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// to is an outgoing text.
func to(chat int64, text string) wijk.Outgoing {
	return wijk.Outgoing{ID: 1, Class: wijk.Reply, To: wijk.Address{Channel: wijk.Telegram, To: strconv.FormatInt(chat, 10)}, Text: text}
}

// last returns the bot's last message.
func last(t *testing.T, f *telegramtest.Fake) telegramtest.Sent {
	t.Helper()
	all := f.Sent()
	if len(all) == 0 {
		t.Fatal("nothing was sent")
	}
	return all[len(all)-1]
}

// refusal returns err as a Refusal, or nil if the outcome is unknown.
func refusal(err error) *wijk.Refusal {
	var r *wijk.Refusal
	errors.As(err, &r)
	return r
}

func TestSendReturnsTheID(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	id, err := bot(f).Send(t.Context(), to(42, "Dag _*[Anna]<b>&\\"))
	if err != nil {
		t.Fatal(err)
	}
	s := last(t, f)
	if id != strconv.FormatInt(s.ID, 10) || s.Text != `Dag _*[Anna]<b>&\` {
		t.Errorf("id %s, sent %+v", id, s)
	}
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

func TestKeyboards(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	f.Chat(-5, "Groep")
	b := bot(f)
	options := []wijk.Option{{Label: "Ja", Data: "ja"}, {Label: "Nee", Data: "nee"}}
	many := []wijk.Option{{Label: "1", Data: "1"}, {Label: "2", Data: "2"}, {Label: "3", Data: "3"}, {Label: "4", Data: "4"}, {Label: " ", Data: "5"}}
	for name, x := range map[string]struct {
		change func(*wijk.Outgoing)
		want   string
	}{
		"plain reply":     {func(m *wijk.Outgoing) {}, "remove"},
		"broadcast":       {func(m *wijk.Outgoing) { m.Class = wijk.Broadcast }, ""},
		"options":         {func(m *wijk.Outgoing) { m.Options = options }, "inline: Ja=ja | Nee=nee"},
		"many options":    {func(m *wijk.Outgoing) { m.Options = many }, "inline: 1=1 2=2 | 3=3 4=4 | ·=5"},
		"place":           {func(m *wijk.Outgoing) { m.AskPlace = true }, "keys: 📍 Deel mijn locatie=(place)"},
		"place, options":  {func(m *wijk.Outgoing) { m.AskPlace, m.Options = true, options }, "keys: 📍 Deel mijn locatie=(place) | Ja= | Nee="},
		"place in groups": {func(m *wijk.Outgoing) { m.AskPlace, m.Options, m.To.To = true, options, "-5" }, "inline: Ja=ja | Nee=nee"},
	} {
		m := to(42, "Vraag")
		x.change(&m)
		if _, err := b.Send(t.Context(), m); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := draw(last(t, f)); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
	for _, data := range []string{"", strings.Repeat("x", 65)} {
		m := to(42, "Vraag")
		m.Options = []wijk.Option{{Label: "x", Data: data}}
		if _, err := b.Send(t.Context(), m); refusal(err) == nil || !refusal(err).Bad {
			t.Errorf("data of %d bytes: %v", len(data), err)
		}
	}
}

// draw returns the keyboard of s as text.
func draw(s telegramtest.Sent) string {
	if s.RemoveKeys {
		return "remove"
	}
	var rows []string
	for _, row := range s.Buttons {
		var line []string
		for _, b := range row {
			if b.AskPlace {
				b.Data = "(place)"
			}
			line = append(line, b.Label+"="+b.Data)
		}
		rows = append(rows, strings.Join(line, " "))
	}
	switch {
	case len(rows) == 0:
		return ""
	case s.Inline:
		return "inline: " + strings.Join(rows, " | ")
	}
	return "keys: " + strings.Join(rows, " | ")
}

// This is R-34.
func TestPressIsAcknowledgedAndNeverInTheWay(t *testing.T) {
	for name, x := range map[string]struct {
		fault telegramtest.Fault
		sent  int
		fail  bool
	}{
		"answered":  {telegramtest.Fault{Method: "none"}, 1, false},
		"cut":       {telegramtest.Fault{Trouble: telegramtest.Drop}, 1, false},
		"hang":      {telegramtest.Fault{Trouble: telegramtest.Hang}, 1, false},
		"page":      {telegramtest.Fault{Trouble: telegramtest.Page}, 1, false},
		"too many":  {telegramtest.Fault{Trouble: telegramtest.TooMany}, 0, true},
		"bad token": {telegramtest.Fault{Trouble: telegramtest.Refuse, Code: 401}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := calm(t)
				anna := f.Chat(42, "Anna")
				if x.fault.Method == "" {
					x.fault.Method = "answerCallbackQuery"
				}
				f.Fail(x.fault)
				m := to(42, "Dank u.")
				m.Press = anna.Forge(1, "ja")
				_, err := bot(f).Send(t.Context(), m)
				if (err != nil) != x.fail || len(f.Sent()) != x.sent {
					t.Errorf("%d sent, error %v", len(f.Sent()), err)
				}
				m.Text = "" // nothing but the press
				f.Mend()
				if id, err := bot(f).Send(t.Context(), m); err != nil || id != "" {
					t.Errorf("id %q, error %v", id, err)
				}
				time.Sleep(time.Minute) // virtual: too old now
				m.Text = "Dank u."
				if _, err := bot(f).Send(t.Context(), m); err != nil {
					t.Errorf("an old press: %v", err)
				}
				calls := f.Calls()
				if c := calls[len(calls)-2]; c.Method != "answerCallbackQuery" || c.Status != 400 {
					t.Errorf("the old press was answered with %+v", c)
				}
			})
		})
	}
}

func TestLongTexts(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	b := bot(f)
	words := strings.Repeat("Buurthuis 👵🏽 ", 700) // 14 units each
	m := to(42, words)
	m.Options = []wijk.Option{{Label: "Ja", Data: "ja"}}
	id, err := b.Send(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	all := f.Sent()
	var joined []string
	for i, s := range all {
		if len(s.Buttons) > 0 != (i == len(all)-1) {
			t.Errorf("part %d has %d rows of buttons", i, len(s.Buttons))
		}
		joined = append(joined, s.Text)
	}
	if len(all) < 3 || strings.Join(joined, " ") != strings.TrimSpace(words) {
		t.Errorf("%d parts do not make the text again", len(all))
	}
	if id != strconv.FormatInt(all[len(all)-1].ID, 10) {
		t.Errorf("id %s is not that of the last part", id)
	}
	for _, text := range []string{"", " \n", "\x00"} {
		if _, err := b.Send(t.Context(), to(42, text)); refusal(err) == nil || !refusal(err).Bad {
			t.Errorf("text %q: %v", text, err)
		}
	}
}

// A part that went does not go again when the next one was refused.
func TestLongTextGoesOnWhereItStopped(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	m := to(42, strings.Repeat("a", 4096)+strings.Repeat("b", 4096)+"c")
	hold := roundTripAfter(f, 1)
	b := bot(f, func(c *telegram.Config) { c.Transport = hold })
	if _, err := b.Send(t.Context(), m); refusal(err) == nil {
		t.Fatalf("the second part: %v", err)
	}
	if _, err := b.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	var starts []string
	for _, s := range f.Sent() {
		starts = append(starts, s.Text[:1])
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, starts); diff != "" {
		t.Error(diff)
	}
	if _, err := b.Send(t.Context(), m); err != nil || len(f.Sent()) != 6 {
		t.Errorf("another row with that id sent %d parts in all, error %v", len(f.Sent()), err)
	}
}

// roundTripAfter lets n calls through and then one meets a 429.
func roundTripAfter(f *telegramtest.Fake, n int) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		if n--; n == -1 {
			f.Fail(telegramtest.Fault{Trouble: telegramtest.TooMany, RetryAfter: 1, Times: 1})
		}
		return f.RoundTrip(r)
	})
}

func TestSplitProperties(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	b := bot(f)
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{"a", "é", "👵", " ", "\n", "woord ", "\x00", "\xff", "_*["})
		text := strings.Join(rapid.SliceOfN(unit, 1, 200).Draw(t, "text"), "")
		text = strings.Repeat(text, rapid.IntRange(1, 60).Draw(t, "times"))
		before := len(f.Sent())
		_, err := b.Send(context.Background(), to(42, text))
		if r := refusal(err); err != nil && (r == nil || !r.Bad || strings.TrimSpace(strings.Trim(text, "\x00")) != "" && strings.Trim(text, " \n\x00") != "") {
			t.Fatalf("%v", err)
		}
		var got string
		for _, s := range f.Sent()[before:] {
			if n := len(utf16.Encode([]rune(s.Text))); n > 4096 {
				t.Fatalf("a part of %d units", n)
			}
			got += s.Text
		}
		bare := func(s string) string {
			s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
			return strings.Join(strings.Fields(s), "")
		}
		if bare(got) != bare(text) {
			t.Fatalf("%d bytes became %d", len(bare(text)), len(bare(got)))
		}
	})
}

// This is R-30: what residents call themselves breaks no message.
func TestResidentTextBreaksNoSend(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	b := bot(f)
	rng := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("abc _*[]()~`>#+-=|{}.!<>&\\\"'\x00\x1b\r\n\t\u200b\u202e\ud7ff\ufffd👵🏽é\u0301")
	for range 10_000 { // R-30 counts them
		name := make([]rune, rng.IntN(40))
		for i := range name {
			name[i] = alphabet[rng.IntN(len(alphabet))]
		}
		m := to(42, "Melding van "+string(name)+" ontvangen.")
		m.Options = []wijk.Option{{Label: string(name), Data: "x"}}
		if _, err := b.Send(t.Context(), m); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
	}
}

func TestPhotos(t *testing.T) {
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	photos := map[string][]byte{"p1": buf.Bytes(), "broken": []byte("no picture")}
	for name, x := range map[string]struct {
		photo, text string
		want        []string
	}{
		"with caption":   {"p1", "Kapotte tegel", []string{"sendPhoto Kapotte tegel"}},
		"long caption":   {"p1", strings.Repeat("é", 1025), []string{"sendPhoto ", "sendMessage " + strings.Repeat("é", 1025)}},
		"no text":        {"p1", "", []string{"sendPhoto "}},
		"unreadable":     {"broken", "Kapotte tegel", []string{"sendMessage Kapotte tegel"}},
		"gone":           {"p2", "Kapotte tegel", []string{"sendMessage Kapotte tegel"}},
		"gone, no text":  {"p2", "", nil},
		"unreadable too": {"broken", "", nil},
	} {
		f := calm(t)
		f.Chat(42, "Anna")
		b := bot(f, func(c *telegram.Config) {
			c.Photo = func(_ context.Context, id string) ([]byte, error) {
				if p, ok := photos[id]; ok {
					return p, nil
				}
				return nil, errDisk
			}
		})
		m := to(42, x.text)
		m.PhotoID = x.photo
		_, err := b.Send(t.Context(), m)
		if (err != nil) != (x.want == nil) || err != nil && !refusal(err).Bad {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, s := range f.Sent() {
			got = append(got, s.Method+" "+s.Text)
			if s.Method == "sendPhoto" && !bytes.Equal(s.Photo, photos["p1"]) {
				t.Errorf("%s: another photo came", name)
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: %q", name, got)
		}
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

// BenchmarkSend is one message over a real connection to a fake that answers
// at once, from 64 goroutines.
func BenchmarkSend(b *testing.B) {
	f := telegramtest.New(telegramtest.Options{Calm: true, NoLimits: true})
	defer f.Close()
	f.Chat(42, "Anna")
	s := httptest.NewServer(f)
	defer s.Close()
	tg := telegram.New(telegram.Config{Token: f.Token(), APIBase: s.URL})
	m := to(42, "Goedemorgen! Gaat het goed met u? Antwoord 1 voor ja, 2 voor nee.")
	m.Options = []wijk.Option{{Label: "1 Ja", Data: "c/1"}, {Label: "2 Nee", Data: "c/2"}}
	b.SetParallelism(32) // times GOMAXPROCS
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := tg.Send(context.Background(), m); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}
