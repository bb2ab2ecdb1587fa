package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// tellClosed tells a reporter that a report is closed, and asks whether it is
// really solved.
func (c *City) tellClosed(tx *store.Tx, r *wijk.Report, x wijk.Reporter, text string, now time.Time) {
	c.tell(tx, r, x, wijk.Outgoing{Text: text}, now)
}

// pressedReport handles a button about a report, of somebody who made or
// joined it.
func (t *Turn) pressedReport(ref, act string) { t.expired() }
