package telegramtest

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxVenue is how long a title or an address may be. Telegram names no limit:
// this is where its phones have long stopped showing it.
const maxVenue = 256

// sendVenue sends a pin on the map with a name.
func (f *Fake) sendVenue(_ context.Context, p params) answer {
	return f.send("sendVenue", p, func(m *Message) *answer {
		lat, a := degrees(p, "latitude", 90)
		if a != nil {
			return a
		}
		lon, a := degrees(p, "longitude", 180)
		if a != nil {
			return a
		}
		for _, key := range []string{"title", "address"} {
			text := strings.TrimSpace(p.text(key))
			switch {
			case !utf8.ValidString(text):
				return refused("strings must be encoded in UTF-8")
			case text == "":
				return refused(key + " is empty")
			case units(text) > maxVenue:
				return refused(key + " is too long")
			case strings.Contains(text, "\n"):
				return refused(key + " has more than one line")
			}
		}
		m.Text = strings.TrimSpace(p.text("title")) + "\n" + strings.TrimSpace(p.text("address"))
		m.Place, m.Attached = &Place{lat, lon}, fmt.Sprintf("locatie %.5f, %.5f", lat, lon)
		return nil
	})
}

// degrees reads a number of degrees of at most limit either way.
func degrees(p params, key string, limit float64) (float64, *answer) {
	text := p.text(key)
	if text == "" {
		return 0, refused(key + " is empty")
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > limit {
		return 0, refused("wrong " + key + " specified")
	}
	return v, nil
}
