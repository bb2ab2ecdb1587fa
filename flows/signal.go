package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// noteSpot counts a new report with those at the same spot.
func (c *City) noteSpot(tx *store.Tx, r *wijk.Report, now time.Time) {}
