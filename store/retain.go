package store

import (
	"time"

	"wijkbot/store/wijk"
)

// Keep is how long messages are kept: longer than a provider may deliver one
// again (35 days), and than anybody asks what was sent.
const Keep = 90 * 24 * time.Hour

// Prune removes up to limit events, and as many sent messages, from before a
// time. It reports whether there may be more.
func Prune(tx *Tx, before time.Time, limit int) (more bool) {
	n := 0
	for key, e := range Events.Range(tx, "", "") {
		if n == limit || !e.Time.Before(before) {
			more = n == limit
			break
		}
		n++
		seen := e.Unique
		if seen == "" {
			seen = e.ProviderID
		}
		Seen.Delete(tx, seen)
		Events.Delete(tx, key)
	}
	n = 0
	for key, m := range Outbox.Range(tx, "", "") {
		if n == limit || !m.Due.Before(before) {
			more = more || n == limit
			break
		}
		switch m.State {
		case wijk.Queued, wijk.Sending, wijk.Unknown:
			continue // not finished: stays until it is
		}
		n++
		Outbox.Delete(tx, key)
	}
	return more
}
