package telegramtest

import (
	"slices"
	"time"
)

// Forget drops what was sent, said and pressed before a moment, in real time:
// for who lets the fake live for a year.
func (f *Fake) Forget(before time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent = slices.DeleteFunc(f.sent, func(s Sent) bool { return s.At.Before(before) })
	for len(f.calls) > 0 && f.calls[0].At.Before(before) {
		f.calls = f.calls[1:]
		f.forgotten++
	}
	f.updates.offsets = nil
	for id, at := range f.presses {
		if at.Before(before) {
			delete(f.presses, id)
		}
	}
	for _, r := range f.rooms {
		r.messages = slices.DeleteFunc(r.messages, func(m Message) bool { return m.Date.Before(before) })
	}
}
