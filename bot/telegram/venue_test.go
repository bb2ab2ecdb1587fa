package telegram_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"
)

// TestVenue: a place goes as one call with the text under the pin. What does not
// fit there follows as a text, and the buttons are under the last.
func TestVenue(t *testing.T) {
	here := wijk.Point{Lat: 52.0577, Lon: 4.4936}
	long := strings.Repeat("lang ", 60)
	for _, c := range []struct {
		name  string
		text  string
		photo string
		want  []string // method and text of each message
	}{
		{"two lines", "Melding 12: losse stoeptegel\nDorpsstraat 12. Klaar voor 26 november.", "",
			[]string{"sendVenue Melding 12: losse stoeptegel|Dorpsstraat 12. Klaar voor 26 november."}},
		{"three lines", "Melding 12\n\nDorpsstraat 12\n3 melders", "", []string{"sendVenue Melding 12|Dorpsstraat 12 3 melders"}},
		{"one line", "Melding 12", "", []string{"sendVenue Melding 12|52.05770, 4.49360"}},
		{"no text", " \n", "", []string{"sendVenue Locatie|52.05770, 4.49360"}},
		{"a longer line", strings.Repeat("lang ", 20) + "\nen meer", "",
			[]string{"sendVenue " + strings.TrimSpace(strings.Repeat("lang ", 13)) + "|" + strings.Repeat("lang ", 7) + "en meer"}},
		{"a long line", long, "", []string{"sendVenue " + strings.TrimSpace(strings.Repeat("lang ", 13)) + "|52.05770, 4.49360", "sendMessage " + strings.TrimSpace(long)}},
		{"a long second line", "Melding 12\n" + long, "", []string{"sendVenue Melding 12|52.05770, 4.49360", "sendMessage Melding 12|" + strings.TrimSpace(long)}},
		{"no spaces", strings.Repeat("é", 100), "", []string{"sendVenue " + strings.Repeat("é", 64) + "|" + strings.Repeat("é", 36)}},
		{"with a photo", "Melding 12\nDorpsstraat 12", "foto-1", []string{"sendVenue Melding 12|Dorpsstraat 12", "sendPhoto Melding 12|Dorpsstraat 12"}},
		{"with a photo that is gone", "Melding 12\nDorpsstraat 12", "foto-2", []string{"sendVenue Melding 12|Dorpsstraat 12", "sendMessage Melding 12|Dorpsstraat 12"}},
	} {
		f := calm(t)
		f.Chat(42, "Anna")
		m := to(42, c.text)
		m.Point, m.PhotoID, m.Options = here, c.photo, []wijk.Option{{Label: "Neem", Data: "w12.neem"}}
		id, err := album(f).Send(t.Context(), m)
		var got []string
		for i, s := range f.Sent() {
			got = append(got, s.Method+" "+strings.ReplaceAll(s.Text, "\n", "|"))
			if s.Method == "sendVenue" && *s.Place != (telegramtest.Place{Lat: here.Lat, Lon: here.Lon}) {
				t.Errorf("%s: at %v", c.name, s.Place)
			}
			if last := i == len(c.want)-1; (draw(s) == "inline: Neem=w12.neem") != last {
				t.Errorf("%s: message %d has %s", c.name, i, draw(s))
			}
		}
		if !slices.Equal(got, c.want) || err != nil || id == "" {
			t.Errorf("%s: %q, id %q, %v; want %q", c.name, got, id, err, c.want)
		}
	}
}

// album returns a bot that has the photo foto-1.
func album(f *telegramtest.Fake) *telegram.Bot {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil)
	return bot(f, func(c *telegram.Config) {
		c.Photo = func(_ context.Context, id string) ([]byte, error) {
			if id != "foto-1" {
				return nil, errDisk
			}
			return b.Bytes(), nil
		}
	})
}

// A place that Telegram does not take must not keep the text from going.
func TestVenueRefused(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	f.Fail(telegramtest.Fault{Method: "sendVenue", Trouble: telegramtest.Refuse, Code: 400})
	m := to(42, "Melding 12")
	m.Point = wijk.Point{Lat: 52.0577, Lon: 4.4936}
	if _, err := bot(f).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if s := last(t, f); s.Method != "sendMessage" || s.Text != "Melding 12" {
		t.Errorf("%+v", s)
	}
	for _, p := range []wijk.Point{{Lat: 91, Lon: 4}, {}} { // no place at all
		m.Point = p
		if _, err := bot(f).Send(t.Context(), m); err != nil || last(t, f).Method != "sendMessage" {
			t.Errorf("%v: %v", p, err)
		}
	}
}
