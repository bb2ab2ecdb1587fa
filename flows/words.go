package flows

import (
	"time"

	"wijkbot/store"
)

// dropWords takes away all that is kept of what a person wrote.
func (c *City) dropWords(tx *store.Tx, person string, now time.Time) {}
