package sandbox

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"
)

// A message is one line on a phone.
type message struct {
	ID   string `json:"id"`
	From string `json:"from"` // fromMe or fromCity
	Text string `json:"text"`
	// Options are what can be tapped. Keys says that they are above the
	// keyboard instead of under the message, and are gone once one is used.
	Options []option    `json:"options"`
	Keys    bool        `json:"keys,omitempty"`
	Pressed string      `json:"pressed,omitempty"` // the data of the option that was tapped
	Place   *wijk.Point `json:"place,omitempty"`
	Photo   string      `json:"photo,omitempty"` // where the picture is
	At      time.Time   `json:"at"`
}

const (
	fromMe   = "me"
	fromCity = "city"
)

// An option is a button. Ask is "place" for one that shares where the phone is.
type option struct {
	Label string `json:"label"`
	Data  string `json:"data,omitempty"`
	Ask   string `json:"ask,omitempty"`
}

// mostShown is how many messages a phone shows.
const mostShown = 200

// A wrong is a request that a phone cannot carry out, told to whoever made it.
type wrong struct{ text string }

// Error says in Dutch what is wrong.
func (w *wrong) Error() string { return w.text }

func wrongf(format string, a ...any) error { return &wrong{fmt.Sprintf(format, a...)} }

// messages returns what is on the screen of p, oldest first.
func (s *Sandbox) messages(p *phone) []message {
	if p.Channel == wijk.SMS {
		return s.texts(p)
	}
	all := s.chat(p).Messages()
	all = all[max(0, len(all)-mostShown):]
	s.mu.Lock()
	defer s.mu.Unlock()
	ms := make([]message, 0, len(all))
	for i, m := range all {
		x := message{ID: strconv.FormatInt(m.ID, 10), From: fromCity, Text: m.Text, Options: []option{}, At: m.Date, Pressed: s.pressed[m.ID]}
		if m.From != 0 {
			x.From = fromMe
		}
		if m.Inline || !answered(all[i+1:]) {
			x.Options, x.Keys = options(m), !m.Inline && len(m.Buttons) > 0
		}
		if at, ok := s.places[m.ID]; ok {
			x.Place = &at
		}
		if m.Place != nil {
			x.Place = &wijk.Point{Lat: m.Place.Lat, Lon: m.Place.Lon}
		}
		if m.Photo != nil {
			x.Photo = "/sandbox/phones/" + p.Name + "/photos/" + x.ID
		}
		ms = append(ms, x)
	}
	return ms
}

// answered reports whether keys above the keyboard are gone: they were for one
// answer, or the city took them away or put others in their place.
func answered(later []telegramtest.Message) bool {
	return slices.ContainsFunc(later, func(m telegramtest.Message) bool {
		return m.From != 0 || m.RemoveKeys || len(m.Buttons) > 0 && !m.Inline
	})
}

func options(m telegramtest.Message) []option {
	all := []option{}
	for _, b := range slices.Concat(m.Buttons...) {
		o := option{Label: b.Label, Data: b.Data}
		if b.AskPlace {
			o.Ask = "place"
		}
		all = append(all, o)
	}
	return all
}

func (s *Sandbox) chat(p *phone) *telegramtest.Chat { return s.telegram.Chat(p.Chat, p.Owner) }

// texts returns the SMS to and from p.
func (s *Sandbox) texts(p *phone) []message {
	ms := []message{}
	for _, m := range s.sms.Log() {
		x := message{ID: m.SID, From: fromCity, Text: m.Body, Options: []option{}, At: m.Created}
		switch {
		case m.From == p.Number:
			x.From = fromMe
		case m.To != p.Number, m.Status == "undelivered":
			continue
		}
		ms = append(ms, x)
	}
	ms = append(ms, s.callsOn(p)...)
	slices.SortStableFunc(ms, func(a, b message) int { return a.At.Compare(b.At) })
	return ms[max(0, len(ms)-mostShown):]
}

// An act is one thing that somebody does with a phone.
type act struct {
	Text   *string  `json:"text"`
	Option *string  `json:"option"` // a label, or the data of a button
	Lat    *float64 `json:"lat"`
	Lon    *float64 `json:"lon"`
	Photo  bool     `json:"photo"` // Text is its caption
	Call   bool     `json:"call"`  // call the city, and hang up
	// Message is the message that Option is on, for a label that is on several;
	// empty is the latest that has it.
	Message string `json:"message"`
}

// do has p send what a says and hands it to the provider. Its error is a
// *wrong, or tells that the bot did not take the message.
func (s *Sandbox) do(ctx context.Context, p *phone, a act) error {
	kinds := 0
	for _, given := range []bool{a.Text != nil && !a.Photo, a.Option != nil, a.Lat != nil || a.Lon != nil, a.Photo, a.Call} {
		if given {
			kinds++
		}
	}
	if kinds != 1 {
		return wrongf("Stuur precies een van deze: text, option, lat en lon, photo of call.")
	}
	if p.Channel == wijk.SMS {
		return s.doSMS(ctx, p, a)
	}
	c := s.chat(p)
	switch {
	case a.Call:
		return wrongf("Deze telefoon belt niet.")
	case a.Option != nil:
		return s.press(p, *a.Option, a.Message)
	case a.Photo:
		caption := ""
		if a.Text != nil {
			caption = *a.Text
		}
		c.SendPhoto(s.picture, caption)
	case a.Text != nil:
		if err := checkText(*a.Text, 4096); err != nil {
			return err
		}
		c.Say(*a.Text)
	case a.Lat == nil || a.Lon == nil:
		return wrongf("Een plek heeft lat en lon nodig.")
	default:
		at := wijk.Point{Lat: *a.Lat, Lon: *a.Lon}
		if !at.Valid() {
			return wrongf("Deze plek bestaat niet.")
		}
		s.sendPlace(c, at)
	}
	return nil
}

func (s *Sandbox) sendPlace(c *telegramtest.Chat, at wijk.Point) {
	// The page may look before we noted the place; it will look again.
	id := c.SendLocation(at.Lat, at.Lon)
	s.mu.Lock()
	s.places[id] = at
	s.mu.Unlock()
}

// checkText refuses what a phone would not send.
func checkText(text string, most int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return wrongf("Het bericht is leeg.")
	case !utf8.ValidString(text):
		return wrongf("Het bericht is geen geldige tekst.")
	case utf8.RuneCountInString(text) > most:
		return wrongf("Het bericht is te lang. Meer dan %d tekens kan niet.", most)
	}
	return nil
}

// press taps the option with that label or data.
func (s *Sandbox) press(p *phone, name, on string) error {
	ms := s.messages(p)
	for _, m := range slices.Backward(ms) {
		i := slices.IndexFunc(m.Options, func(o option) bool { return o.Label == name || o.Data == name && name != "" })
		if i < 0 || on != "" && on != m.ID {
			continue
		}
		if m.Options[i].Ask != "" {
			s.sendPlace(s.chat(p), p.Home)
			return nil
		}
		id, err := strconv.ParseInt(m.ID, 10, 64)
		if err != nil {
			return fmt.Errorf("message id: %w", err)
		}
		s.mu.Lock()
		if !m.Keys {
			s.pressed[id] = m.Options[i].Data
		}
		s.mu.Unlock()
		return s.chat(p).Press(id, name)
	}
	return wrongf("Deze knop staat niet op het scherm.")
}

// doSMS sends a text. An option is the number in front of it.
func (s *Sandbox) doSMS(ctx context.Context, p *phone, a act) error {
	if a.Call {
		_, err := s.sms.Ring(ctx, p.Number)
		return err
	}
	if a.Option != nil {
		if sid := s.lineOf(p, a.Message); sid != "" {
			return s.onCall(ctx, sid, *a.Option)
		}
	}
	text := ""
	switch {
	case a.Text != nil && !a.Photo:
		text = *a.Text
	case a.Option != nil:
		if text = s.numberOf(p, *a.Option); text == "" {
			return wrongf("Deze keuze staat niet op het scherm.")
		}
	default:
		return wrongf("Deze telefoon kan alleen sms: stuur text.")
	}
	if err := checkText(text, 1600); err != nil {
		return err
	}
	_, err := s.sms.Text(ctx, p.Number, text)
	return err
}

// choices are how an SMS offers what Telegram has buttons for: "1 = ja".
var choices = regexp.MustCompile(`(\d+) = ([^.,\n]+)`)

// numberOf finds a choice in the latest message of the city, by its number or
// by what stands behind it.
func (s *Sandbox) numberOf(p *phone, choice string) string {
	for _, m := range slices.Backward(s.texts(p)) {
		if m.From != fromCity {
			continue
		}
		for _, c := range choices.FindAllStringSubmatch(m.Text, -1) {
			if choice == c[1] || strings.EqualFold(choice, strings.TrimSpace(c[2])) {
				return c[1]
			}
		}
		return ""
	}
	return ""
}

// answerTime is how long a request waits for what the bot makes of it.
const answerTime = 5 * time.Second

// finish waits until the bot has dealt with what was sent: its answer is there.
func (s *Sandbox) finish(ctx context.Context, c City) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	if err := s.telegram.WaitConfirmed(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return
	}
	s.settle(ctx, c, nil)
}

// photo returns the picture of a message on p.
func (s *Sandbox) photo(p *phone, id string) ([]byte, bool) {
	if p.Channel == wijk.SMS {
		return nil, false
	}
	for _, m := range s.chat(p).Messages() {
		if m.Photo != nil && strconv.FormatInt(m.ID, 10) == id {
			return m.Photo, true
		}
	}
	return nil, false
}
