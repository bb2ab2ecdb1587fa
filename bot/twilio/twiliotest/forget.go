package twiliotest

import (
	"slices"
	"time"
)

// Forget drops what is older than a moment from the log: for who lets the fake
// live for a year.
func (f *Fake) Forget(before time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.log = slices.DeleteFunc(f.log, func(m *Message) bool {
		old := m.Created.Before(before)
		if old {
			delete(f.index, m.SID)
		}
		return old
	})
}
