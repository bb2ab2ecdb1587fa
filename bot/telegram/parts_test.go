package telegram_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

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
	for range 2_000 {
		m := to(42, "Gemeld door:")
		for range 5 { // ten thousand names in all
			name := make([]rune, rng.IntN(40))
			for i := range name {
				name[i] = alphabet[rng.IntN(len(alphabet))]
			}
			m.Text += " " + string(name) + ","
			m.Options = append(m.Options, wijk.Option{Label: string(name), Data: "x"})
		}
		if m.Point = (wijk.Point{}); rng.IntN(2) == 0 { // under a pin as well
			m.Point = wijk.Point{Lat: 52.06, Lon: 4.49}
			m.Text = m.Text[len("Gemeld door:"):]
		}
		if _, err := b.Send(t.Context(), m); err != nil {
			t.Fatalf("%q: %v", m.Text, err)
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
