package flows

import (
	"time"

	"wijkbot/store"
)

func (t *Turn) wantsToSwitch(number uint64, rest string) bool { return false }

func (c *City) forgetLetters(tx *store.Tx, number uint64, now time.Time) {}
