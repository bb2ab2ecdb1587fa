package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// handOver gives a new report to the back office, when there is one.
func (c *City) handOver(tx *store.Tx, r *wijk.Report, now time.Time) {}
