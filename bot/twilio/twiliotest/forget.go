package twiliotest

import (
	"slices"
	"time"
)

// Forget drops what is older than a moment from both logs: for who lets the fake
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
	f.calls = slices.DeleteFunc(f.calls, func(c *Call) bool {
		old := c.Created.Before(before)
		if old {
			delete(f.lines, c.SID)
		}
		return old
	})
}
