package store

import (
	"fmt"
	"time"

	"wijkbot/store/wijk"
)

// Outbox holds every message that goes out, by Num of its id.
var Outbox = &Table[wijk.Outgoing]{Name: "outbox", Indexes: []Index[wijk.Outgoing]{
	// ready orders what may leave: by channel, then class, then due time.
	{"ready", func(m *wijk.Outgoing) []string {
		if m.State == wijk.Queued && m.Until.IsZero() {
			return []string{readyKey(m.To.Channel, m.Class, m.Due)}
		}
		return nil
	}},
	// leased finds what waits on real time: the end of a lease, the next
	// look-up of what is in doubt, the next try of what was refused for now.
	{"leased", func(m *wijk.Outgoing) []string {
		if m.State == wijk.Sending || m.State == wijk.Unknown || m.State == wijk.Queued && !m.Until.IsZero() {
			return []string{When(m.Until)}
		}
		return nil
	}},
	// ends finds what must not leave any more after a time.
	{"ends", func(m *wijk.Outgoing) []string {
		if m.State == wijk.Queued && !m.NotAfter.IsZero() {
			return []string{When(m.NotAfter)}
		}
		return nil
	}},
	// sid finds an SMS by the provider's id, and what can be replied to in a
	// chat by SentKey.
	{"sid", func(m *wijk.Outgoing) []string {
		switch {
		case m.ProviderID == "":
			return nil
		case m.To.Channel == wijk.SMS:
			return []string{m.ProviderID}
		case m.About.Kind != "":
			return []string{SentKey(m.To, m.ProviderID)}
		}
		return nil
	}},
	// words finds what quotes a resident, by when it was due.
	{"words", func(m *wijk.Outgoing) []string {
		if m.Words {
			return []string{When(m.Due)}
		}
		return nil
	}},
	// to and about find what still waits for somebody, or about something.
	{"to", func(m *wijk.Outgoing) []string {
		if m.State == wijk.Queued && (m.Class != wijk.Reply || m.Quiet) {
			return []string{m.To.String()}
		}
		return nil
	}},
	{"about", func(m *wijk.Outgoing) []string {
		if m.State == wijk.Queued && m.About.Kind != "" {
			return []string{m.About.Kind + "/" + m.About.Ref}
		}
		return nil
	}},
}}

// SentKey is the key in the index "sid" of a message in a chat, where the
// provider's ids are only unique within the chat.
func SentKey(to wijk.Address, providerID string) string { return to.String() + "/" + providerID }

func readyKey(ch wijk.Channel, c wijk.Class, due time.Time) string {
	return string(ch) + "/" + string(rune('0'+int(c))) + "/" + When(due)
}

// Send puts a message in the outbox and returns its id. It leaves after the
// transaction commits, not before m.Due.
func Send(tx *Tx, m wijk.Outgoing) uint64 {
	if m.Due.IsZero() || m.To.To == "" {
		tx.Fail(fmt.Errorf("send: a message needs a due time and an address"))
		return 0
	}
	m.ID = tx.Next("outbox")
	m.State = wijk.Queued
	Outbox.Add(tx, Num(m.ID), m)
	tx.Touch(Mail)
	return m.ID
}

// Ready yields what may leave on a channel in a class by now, oldest first.
func Ready(tx *Tx, ch wijk.Channel, c wijk.Class, now time.Time) func(func(string, wijk.Outgoing) bool) {
	return Outbox.FindRange(tx, "ready", readyKey(ch, c, time.Time{}), readyKey(ch, c, now.Add(1)))
}

// NextDue returns the earliest due time after now of what waits on a channel.
func NextDue(tx *Tx, ch wijk.Channel, now time.Time) (due time.Time, ok bool) {
	for c := wijk.Alarm; c <= wijk.Broadcast; c++ {
		for _, m := range Outbox.FindRange(tx, "ready", readyKey(ch, c, now.Add(1)), readyKey(ch, c+1, time.Time{})) {
			if !ok || m.Due.Before(due) {
				due, ok = m.Due, true
			}
			break
		}
	}
	return due, ok
}

// Leased yields what waits on real time until now or earlier, and then what
// waits until after far: no wait is that long, so the machine's clock was put
// back since.
func Leased(tx *Tx, now, far time.Time) func(func(string, wijk.Outgoing) bool) {
	return func(yield func(string, wijk.Outgoing) bool) {
		for key, m := range Outbox.FindRange(tx, "leased", "", When(now.Add(1))) {
			if !yield(key, m) {
				return
			}
		}
		for key, m := range Outbox.FindRange(tx, "leased", When(far), "") {
			if !yield(key, m) {
				return
			}
		}
	}
}

// NextLeased returns the earliest moment after now, in real time, that
// something in the outbox waits for.
func NextLeased(tx *Tx, now time.Time) (until time.Time, ok bool) {
	for _, m := range Outbox.FindRange(tx, "leased", When(now.Add(1)), "") {
		return m.Until, true
	}
	return until, false
}

// Overdue yields what waits in the outbox although its NotAfter passed.
func Overdue(tx *Tx, now time.Time) func(func(string, wijk.Outgoing) bool) {
	return Outbox.FindRange(tx, "ends", "", When(now))
}

// NextEnd returns the earliest NotAfter of what waits in the outbox.
func NextEnd(tx *Tx) (end time.Time, ok bool) {
	for _, m := range Outbox.FindRange(tx, "ends", "", "") {
		return m.NotAfter, true
	}
	return end, false
}

// Waiting returns how many messages wait on a channel in a class to leave, and
// when the first of them is or was due. It reads no message.
func Waiting(tx *Tx, ch wijk.Channel, c wijk.Class) (n int, first time.Time) {
	prefix := Outbox.indexKey("ready", readyKey(ch, c, time.Time{}))
	end := Outbox.indexKey("ready", readyKey(ch, c+1, time.Time{}))
	tx.scan(prefix, end, func(k, _ []byte) bool {
		if n == 0 {
			first = time.Unix(0, int64(ParseNum(string(k[len(prefix)-8:len(prefix)]))))
		}
		n++
		return true
	})
	return n, first
}

// CancelAbout cancels what still waits about something and returns how many
// messages that were.
func CancelAbout(tx *Tx, about wijk.Subject) (n int) {
	for key, m := range Outbox.Find(tx, "about", about.Kind+"/"+about.Ref) {
		m.State = wijk.Cancelled
		Outbox.Put(tx, key, m)
		n++
	}
	return n
}

// CancelTo cancels what the city wants to tell an address of its own accord.
// Alarms to staff and answers to what somebody just said are kept.
func CancelTo(tx *Tx, a wijk.Address) {
	for key, m := range Outbox.Find(tx, "to", a.String()) {
		if m.Class == wijk.Alarm {
			continue
		}
		m.State = wijk.Cancelled
		Outbox.Put(tx, key, m)
	}
}
