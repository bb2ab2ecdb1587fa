package simulate

import (
	"math"
	"math/rand/v2"
	"time"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

// A span is a time in which something was out of order.
type span struct {
	from, to time.Time
	what     trouble
}

// A trouble is a kind of bad luck.
type trouble int

const (
	crashed trouble = iota
	down
	smsOut
	chatOut
	lostAnswer // in Telegram
)

// How often things go wrong, a day, and how long a provider or we can be away.
const (
	crashShare    = 0.5
	downShare     = 0.05
	outageShare   = 0.06 // each provider
	hiccups       = 3    // calls of Telegram that fail once
	lostShare     = 0.3
	shortestBreak = 3 * time.Minute
	longestBreak  = 6 * time.Hour
	// recovery is how long after a trouble things may still come late.
	recovery = 30 * time.Minute
)

// badLuck decides what goes wrong on a day. w.mu is held.
func (w *world) badLuck(d wijk.Date) {
	dice := w.dice("luck", 0, w.number(d))
	if dice.Float64() < crashShare {
		w.at(w.moment(d, dice), func() { w.dies(0) })
	}
	if dice.Float64() < downShare {
		long := length(dice)
		w.at(w.moment(d, dice), func() { w.dies(long) })
	}
	if change := d.Add(1).At(0, 0, w.zone).Sub(d.At(0, 0, w.zone)); change != 24*time.Hour && dice.IntN(2) == 0 {
		w.at(d.At(1, 50, w.zone), func() { w.dies(2 * time.Hour) }) // away while the clock changes
	}
	if dice.Float64() < outageShare {
		w.breakSMS(w.moment(d, dice), length(dice), dice)
	}
	if dice.Float64() < outageShare {
		w.breakChat(w.moment(d, dice), length(dice), dice)
	}
	for range hiccups {
		kind := []telegramtest.Trouble{telegramtest.TooMany, telegramtest.Page, telegramtest.Drop, telegramtest.Internal}[dice.IntN(4)]
		w.at(w.moment(d, dice), func() { w.chat.Fail(telegramtest.Fault{Trouble: kind, Times: 1}) })
	}
	if dice.Float64() < lostShare {
		w.at(w.moment(d, dice), func() {
			w.notes(lostAnswer, 24*time.Hour)
			w.chat.Fail(telegramtest.Fault{Trouble: telegramtest.AcceptDrop, Method: "sendMessage", Times: 1})
		})
	}
}

// moment draws a time of a day: mostly in the hours of the check-ins, and half
// of those just when many of them leave.
func (w *world) moment(d wijk.Date, dice *rand.Rand) time.Time {
	switch dice.IntN(4) {
	case 0:
		return d.At(0, 10, w.zone).Add(time.Duration(dice.Int64N(int64(23 * time.Hour))))
	case 1:
		return d.At(8, 0, w.zone).Add(time.Duration(dice.Int64N(int64(3 * time.Hour))))
	}
	at := firstSlot + slotLength*dice.IntN(slots)
	return d.At(at/60, at%60, w.zone).Add(time.Duration(dice.Int64N(int64(20 * time.Second))))
}

// length draws how long a break lasts: many are short and a few very long.
func length(dice *rand.Rand) time.Duration {
	lo, hi := math.Log(float64(shortestBreak)), math.Log(float64(longestBreak))
	return time.Duration(math.Exp(lo + dice.Float64()*(hi-lo)))
}

// notes remembers a trouble that begins now.
func (w *world) notes(what trouble, long time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	w.trouble = append(w.trouble, span{now, now.Add(long), what})
	w.judge.troubles[what]++
}

// dies kills the bot, and starts it again a while later.
func (w *world) dies(long time.Duration) {
	w.mu.Lock()
	alive := w.life != nil
	w.mu.Unlock()
	if !alive {
		return
	}
	what := crashed
	if long > 0 {
		what = down
	}
	w.notes(what, long)
	w.crash()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at(time.Now().Add(long+time.Second), func() {
		if err := w.start(); err != nil {
			w.fail(err)
		}
	})
}

// breakSMS has Twilio fail for a while. w.mu is held.
func (w *world) breakSMS(at time.Time, long time.Duration, dice *rand.Rand) {
	kind := []twiliotest.Fault{
		twiliotest.Unavailable, twiliotest.ErrorPage, twiliotest.Drop, twiliotest.Hang, twiliotest.LateDrop,
	}[dice.IntN(5)]
	w.at(at, func() {
		w.notes(smsOut, long)
		w.sms.Always(kind)
	})
	w.at(at.Add(long), func() { w.sms.Always(twiliotest.OK) })
}

// breakChat has Telegram fail for a while. w.mu is held.
func (w *world) breakChat(at time.Time, long time.Duration, dice *rand.Rand) {
	kind := []telegramtest.Trouble{telegramtest.Page, telegramtest.Internal, telegramtest.Drop, telegramtest.Hang}[dice.IntN(4)]
	w.at(at, func() {
		w.notes(chatOut, long)
		w.chat.Fail(telegramtest.Fault{Trouble: kind})
	})
	w.at(at.Add(long), w.chat.Mend)
}

// unplug takes the telephone of somebody off the network, or puts it back. By
// SMS the provider tells; in Telegram a message just waits. w.mu is held.
func (w *world) unplug(r *resident, off bool) {
	const unreachable = 30003
	for _, a := range r.to {
		if a.Channel != wijk.SMS {
			continue
		}
		code := 0
		if off {
			code = unreachable
		}
		w.sms.Fail(a.To, code)
	}
}

// excused reports whether something was out of order between two moments, or
// shortly before. w.mu is held.
func (w *world) excused(from, to time.Time) bool {
	for _, s := range w.trouble {
		if s.what != lostAnswer && s.from.Before(to) && s.to.Add(recovery).After(from) {
			return true
		}
	}
	return false
}

// mended is when the troubles of a moment are over. w.mu is held.
func (w *world) mended(at time.Time) (end time.Time) {
	for _, s := range w.trouble {
		if !s.from.After(at) && s.to.After(end) {
			end = s.to
		}
	}
	return end
}

// sentTwice reports whether Telegram may have been given a message twice for a
// lost answer or a crash between two moments, which the bot promises no better.
// w.mu is held.
func (w *world) sentTwice(from, to time.Time) bool {
	for _, s := range w.trouble {
		if s.what != smsOut && s.from.Before(to) && s.to.Add(recovery).After(from) {
			return true
		}
	}
	return false
}
