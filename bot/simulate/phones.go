package simulate

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

// callbacks is within how long Twilio tells what became of a message, and luck
// how many of its requests, callbacks and deliveries go wrong by themselves.
const (
	callbacks = 20 * time.Second
	luck      = 0.004
)

// providers makes the worlds behind both doors. Telegram's bad luck comes from
// trouble.go, so that the judge knows which answers were lost.
func (w *world) providers() {
	w.sms = twiliotest.New(twiliotest.Options{
		SMSURL: publicURL + "/twilio/sms", Webhooks: deliver{w}, Calm: w.o.Calm, Chance: luck, Seed: w.o.Seed | 1,
		Delay: callbacks, Logf: func(string, ...any) {},
		OnSend: func(m twiliotest.Message) { w.arrived(wijk.Address{Channel: wijk.SMS, To: m.To}, m.Body, 0, "") },
	})
	w.chat = telegramtest.New(telegramtest.Options{
		Calm: true, Expire: true, Seed: w.o.Seed | 1,
		OnSend: func(m telegramtest.Sent) {
			button := ""
			if len(m.Buttons) > 0 && m.Inline {
				button = m.Buttons[0][0].Label
			}
			w.arrived(wijk.Address{Channel: wijk.Telegram, To: strconv.FormatInt(m.Chat, 10)}, m.Text, m.ID, button)
		},
	})
}

// A message is what somebody reads on a telephone.
type message struct {
	at     time.Time
	from   wijk.Address // the address at which it came
	text   string
	id     int64  // in Telegram
	button string // the first one under it
}

// arrived is called for everything that a provider took for a phone.
func (w *world) arrived(to wijk.Address, text string, id int64, button string) {
	m := message{time.Now(), to, text, id, button}
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.phones[to.String()]
	switch {
	case p.work != nil:
		w.judge.told(w, m)
		p.work.reads(w, m)
	case p.who != nil:
		w.judge.asked(w, p.who, m)
		if !p.who.dead(w) {
			p.who.reads(w, m)
		}
	}
}

// says has somebody send a text from an address. Nobody waits for the answer.
func (w *world) says(from wijk.Address, text string) {
	if from.Channel == wijk.Telegram {
		w.room(from).Say(text)
		return
	}
	w.busy.Go(func() {
		if _, err := w.sms.Text(context.WithoutCancel(w.ctx), from.To, text); err != nil {
			w.mu.Lock()
			w.lost = true
			w.mu.Unlock()
		}
	})
}

// presses has somebody press a button. Who cannot, types.
func (w *world) presses(m message, button string) {
	if w.room(m.from).Press(m.id, button) != nil {
		w.says(m.from, button)
	}
}

func (w *world) room(a wijk.Address) *telegramtest.Chat {
	id, _ := strconv.ParseInt(a.To, 10, 64)
	return w.chat.Chat(id, "Iemand")
}

// name is what the city calls a resident, and namesIn finds all in a text.
func name(n int) string { return fmt.Sprintf("Bewoner %04d", n) }

var named = regexp.MustCompile(`Bewoner (\d{4})`)

func namesIn(text string) (all []int) {
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1])
		all = append(all, n)
	}
	return all
}
