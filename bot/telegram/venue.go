package telegram

import (
	"fmt"
	"strings"

	"wijkbot/store/wijk"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// What fits under a pin, in UTF-16 code units. Telegram names no limits; phones
// show one line of the title and two of the address.
const (
	maxTitle   = 64
	maxAddress = 160
)

// A venue is a pin on the map with a name.
type venue struct {
	point          wijk.Point
	title, address string
}

// under returns text as the name of a pin, and whether all of it fits there: its
// first line is the title and the rest the address. Telegram demands both.
func under(at wijk.Point, text string) (v venue, whole bool) {
	here := fmt.Sprintf("%.5f, %.5f", at.Lat, at.Lon)
	first, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	lines := append(split(first, maxTitle), "", "") // of one that is too long, the end goes to the address
	title := lines[0]
	rest = strings.Join(strings.Fields(strings.Join(lines[1:], " ")+" "+rest), " ")
	switch {
	case title == "":
		return venue{at, "Locatie", here}, true
	case rest == "":
		return venue{at, title, here}, true
	case units(rest) <= maxAddress:
		return venue{at, title, rest}, true
	}
	return venue{at, title, here}, false
}

// config returns the call that sends v.
func (v *venue) config(chat int64, markup any) tgbotapi.VenueConfig {
	c := tgbotapi.NewVenue(chat, v.title, v.address, v.point.Lat, v.point.Lon)
	c.ReplyMarkup = markup
	return c
}
