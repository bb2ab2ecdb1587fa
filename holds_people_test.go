package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"wijkbot/bot/telegram/telegramtest"
)

// A member is a row of staff in an import file.
type member struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Role     string   `json:"role"`
	Wijken   []string `json:"wijken,omitempty"`
	Telegram int64    `json:"telegram,omitempty"`
	Phone    string   `json:"phone,omitempty"`
	Duty     bool     `json:"duty,omitempty"`
}

// A resident is one in an import file.
type resident struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Phone    string   `json:"phone,omitempty"`
	Landline string   `json:"landline,omitempty"`
	Telegram int64    `json:"telegram,omitempty"`
	Wijk     string   `json:"wijk,omitempty"`
	Prefers  string   `json:"prefers,omitempty"`
	CheckIn  *checkIn `json:"checkin,omitempty"`
}

// A checkIn is the plan of one.
type checkIn struct {
	Time      string            `json:"time"`
	Days      []string          `json:"days"`
	Profile   string            `json:"profile"`
	Requested map[string]string `json:"requested"`
}

// asked is a plan for every day that the person asked for.
func asked(at, profile string) *checkIn {
	return &checkIn{
		Time: at, Profile: profile, Days: []string{"ma", "di", "wo", "do", "vr", "za", "zo"},
		Requested: map[string]string{"by": "self", "on": "2026-10-01", "via": "desk"},
	}
}

// elder is a resident with an SMS phone and a check-in.
func elder(id, phone, at, profile string) resident {
	return resident{ID: id, Name: "Mevrouw " + strings.ToUpper(id), Phone: phone, Wijk: "meerzicht", Prefers: "sms", CheckIn: asked(at, profile)}
}

// duty is who is paged, by SMS alone.
var duty = member{ID: "adviseur", Name: "Kim Smit", Role: "ouderenadviseur", Phone: dutyPhone, Duty: true}

const dutyPhone = "+31600009999"

// phone returns the n-th number of this test.
func phone(n int) string { return fmt.Sprintf("+316%08d", 10000000+n) }

// sentTo returns the texts that a phone got from the bot.
func (w *world) sentTo(number string) (texts []string) {
	for _, m := range w.tw.Sent() {
		if m.To == number {
			texts = append(texts, m.Body)
		}
	}
	return texts
}

// calledDuty returns what who is on duty was called for, without the reminders
// of cases that nobody took.
func (w *world) calledDuty() []string {
	return slices.DeleteFunc(w.sentTo(dutyPhone), func(text string) bool { return strings.Contains(text, "Nog niet opgepakt") })
}

// gotSMS waits until a phone has n texts from the bot, and returns them.
func (w *world) gotSMS(number string, n int) (texts []string) {
	w.t.Helper()
	w.until(fmt.Sprintf("%d texts to %s", n, number), func() bool {
		texts = w.sentTo(number)
		return len(texts) >= n
	})
	return texts
}

// told waits until a chat has n messages of the bot, and returns their texts.
func (w *world) told(c *telegramtest.Chat, n int) []string {
	w.t.Helper()
	var texts []string
	w.until(fmt.Sprintf("%d messages to %s", n, c.Name), func() bool {
		texts = texts[:0]
		for _, m := range c.Messages() {
			if m.From == 0 {
				texts = append(texts, m.Text)
			}
		}
		return len(texts) >= n
	})
	return texts
}

// text has a phone send an SMS that the webhook must take.
func (w *world) text(number, body string) (sid string) {
	w.t.Helper()
	ctx, cancel := w.soon()
	defer cancel()
	sid, err := w.tw.Text(ctx, number, body)
	if err != nil {
		w.t.Fatal(err)
	}
	return sid
}

// tally counts what key returns for each row, for comparisons without order.
func tally[T any, K cmp.Ordered](rows []T, key func(T) K) map[K]int {
	counts := make(map[K]int)
	for _, r := range rows {
		counts[key(r)]++
	}
	return counts
}

// soon ends with our patience.
func (w *world) soon() (context.Context, context.CancelFunc) {
	return context.WithTimeout(w.t.Context(), patience)
}
