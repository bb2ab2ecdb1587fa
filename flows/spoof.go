package flows

import (
	"time"

	"wijkbot/store/wijk"
)

// Anybody can send an SMS that shows somebody else's number. One that comes
// sooner after our question than anybody reads it is a guess at the time of it:
// a sign of life at most. It never closes an alarm either: that a person does
// (calmed). Whoever is at high risk confirms "goed" with a key in a call of
// ours, or says it in Telegram. A cry for help counts from anywhere.

// tooSoon reports whether the message cannot be an answer to a question that a
// provider accepted at a time. Telegram tells whole seconds of its own, and
// nobody forges its sender.
func (t *Turn) tooSoon(accepted time.Time) bool {
	if t.M.From.Channel == wijk.Telegram {
		return t.M.At.Before(accepted.Truncate(time.Second))
	}
	return t.M.At.Before(accepted.Add(sinceAsked))
}

// justAsked returns today's check-in when its question left too short ago for
// the message to be an answer to it.
func (t *Turn) justAsked() *wijk.CheckIn {
	ck, ok := t.checkInOf(0)
	if !ok || ck.State != wijk.CheckInOpen {
		return nil
	}
	if asked := t.askedAt(&ck); asked.IsZero() || t.M.At.Before(asked) || !t.tooSoon(asked) {
		return nil
	}
	return &ck
}
