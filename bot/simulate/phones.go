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
		VoiceURL: publicURL + "/twilio/voice", Delay: callbacks, Logf: func(string, ...any) {}, OnCall: w.called,
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
	case p.near != nil:
		w.judge.kept(w, p.near, m)
		p.near.reads(w, m)
	case p.who != nil:
		r := p.picks(m.text)
		w.judge.asked(w, r, m)
		if !r.dead(w) {
			r.reads(w, m)
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

// rings has somebody call the city and hang up.
func (w *world) rings(number string) {
	w.busy.Go(func() {
		if _, err := w.sms.Ring(context.WithoutCancel(w.ctx), number); err != nil {
			w.mu.Lock()
			w.lost = true
			w.mu.Unlock()
		}
	})
}

// How a telephone is answered: by whom it is for, by a machine that says
// something, or not; and how long that takes.
const (
	takesUp  = 0.6
	machines = 0.15
	ringing  = 12 * time.Second
	listens  = 8 * time.Second
)

// called is called when a telephone of a resident rings.
func (w *world) called(c twiliotest.Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r := w.phones[wijk.Address{Channel: wijk.SMS, To: c.To}.String()].who
	if r == nil {
		r = w.phones[wijk.Address{Channel: wijk.Voice, To: c.To}.String()].who
	}
	if r == nil {
		w.busy.Go(func() { w.sms.Ignore(c.SID) })
		return
	}
	m := message{at: time.Now(), from: wijk.Address{Channel: wijk.Voice, To: c.To}, text: "Goedemorgen. Gaat het goed?"}
	if r.home == nil {
		w.judge.asked(w, r, m)
	} else {
		w.judge.rings++ // for one of two, who were asked by text
	}
	dice := w.dice("call", r.n, int(m.at.Unix()))
	p := dice.Float64()
	var here []*resident
	for _, x := range r.takers() {
		if !x.silent() && !x.stopped && x.tripTo < w.today() && !x.dead(w) && p < takesUp {
			here = append(here, x)
		}
	}
	w.busy.Go(func() {
		time.Sleep(ringing)
		switch {
		case len(here) > 0:
			w.answersCall(here, c.SID)
		case p < takesUp+machines:
			if w.sms.TakeUp(w.ctx, c.SID) == nil {
				time.Sleep(listens)
				w.sms.HangUp(c.SID)
			}
		case dice.IntN(5) == 0:
			w.sms.Busy(c.SID)
		default:
			w.sms.Ignore(c.SID)
		}
	})
}

// answersCall: somebody took the telephone up and presses what is true.
func (w *world) answersCall(here []*resident, sid string) {
	if w.sms.TakeUp(w.ctx, sid) != nil {
		return
	}
	time.Sleep(listens)
	r := w.speaks(sid, here)
	if r == nil {
		w.sms.HangUp(sid)
		return
	}
	w.mu.Lock()
	key, what := "1", fine
	if r.need != nil {
		key, what = "2", help
		r.need.cried(w, "(toets 2)")
	}
	r.today.answered = true
	r.said = append(r.said, saying{time.Now(), what, wijk.Voice})
	w.mu.Unlock()
	if err := w.sms.Press(w.ctx, sid, key); err == nil {
		w.sms.HangUp(sid)
	}
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
