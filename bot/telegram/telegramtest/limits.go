package telegramtest

import (
	"math"
	"time"
)

// Telegram's limit for groups.
const (
	perGroup    = 20
	groupWindow = time.Minute
)

// overallWait is for how long the whole bot is sent away.
const overallWait = 3

// limits keep the rates that Telegram keeps, and remember who was sent away.
type limits struct {
	off     bool
	overall float64
	perChat float64
	burst   float64

	window []time.Time // sends of the last second
	until  time.Time   // the whole bot is sent away until then
	chats  map[int64]*chatLimit
}

// A chatLimit is the rate of one chat.
type chatLimit struct {
	tokens float64
	at     time.Time
	until  time.Time
	window []time.Time // sends of the last minute, in a group
}

// newLimits returns the limits o asks for.
func newLimits(o Options) limits {
	or := func(v, d float64) float64 {
		if v == 0 {
			return d
		}
		return v
	}
	return limits{off: o.NoLimits, overall: or(o.Overall, 30), perChat: or(o.PerChat, 1), burst: or(float64(o.Burst), 3), chats: map[int64]*chatLimit{}}
}

// check counts a send to chat, or refuses it with 429.
func (l *limits) check(chat int64, now time.Time) *answer {
	if l.off {
		return nil
	}
	c := l.chats[chat]
	if c == nil {
		c = &chatLimit{tokens: l.burst, at: now}
		l.chats[chat] = c
	}
	if wait := max(l.until.Sub(now), c.until.Sub(now)); wait > 0 {
		return away(wait)
	}
	l.window = since(l.window, now.Add(-time.Second))
	if float64(len(l.window)) >= l.overall {
		l.until = now.Add(overallWait * time.Second)
		return away(overallWait * time.Second)
	}
	if wait := c.take(chat, l, now); wait > 0 {
		c.until = now.Add(wait)
		return away(wait)
	}
	l.window = append(l.window, now)
	return nil
}

// take counts a send in the chat's own rates, or returns how long to wait.
func (c *chatLimit) take(chat int64, l *limits, now time.Time) time.Duration {
	c.tokens = min(l.burst, c.tokens+now.Sub(c.at).Seconds()*l.perChat)
	c.at = now
	if c.tokens < 1 {
		return time.Duration(math.Ceil((1-c.tokens)/l.perChat)) * time.Second
	}
	if chat < 0 {
		c.window = since(c.window, now.Add(-groupWindow))
		if len(c.window) >= perGroup {
			return c.window[0].Add(groupWindow).Sub(now)
		}
		c.window = append(c.window, now)
	}
	c.tokens--
	return 0
}

// since returns the times after t.
func since(all []time.Time, t time.Time) []time.Time {
	for len(all) > 0 && !all[0].After(t) {
		all = all[1:]
	}
	return all
}

// away is the refusal with the wait in whole seconds, as Telegram gives it.
func away(d time.Duration) *answer {
	a := tooMany(int(math.Ceil(d.Seconds())))
	return &a
}
