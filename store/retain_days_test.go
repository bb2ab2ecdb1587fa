package store_test

import (
	"testing"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// TestPruneDays drops what is kept of old days, some at a time, and nothing of
// the first day that is kept.
func TestPruneDays(t *testing.T) {
	db := kvtest.Open(t)
	days := []wijk.Date{"2025-10-18", "2025-10-19", "2025-10-20", "2026-11-23"}
	update(t, db, func(tx *store.Tx) {
		for _, d := range days {
			for _, id := range []string{"r-1", "r-2"} {
				store.CheckIns.Put(tx, id+"/"+string(d), wijk.CheckIn{Person: id, Date: d, Slot: "09:00"})
			}
			store.Waves.Put(tx, string(d)+"/09:00", wijk.Wave{Key: string(d) + "/09:00"})
			store.DayProofs.Put(tx, string(d), wijk.DayProof{Date: d, Open: []string{"r-1"}})
		}
	})
	update(t, db, func(tx *store.Tx) {
		if !store.PruneDays(tx, days[2], 3) {
			t.Error("there was more, and PruneDays did not say so")
		}
	})
	update(t, db, func(tx *store.Tx) {
		if store.PruneDays(tx, days[2], 3) {
			t.Error("PruneDays said that there is more")
		}
	})
	view(t, db, func(tx *store.Tx) {
		same(t, "check-ins", keys(store.CheckIns.All(tx, "")), []string{"r-1/2025-10-20", "r-1/2026-11-23", "r-2/2025-10-20", "r-2/2026-11-23"})
		same(t, "waves", keys(store.Waves.All(tx, "")), []string{"2025-10-20/09:00", "2026-11-23/09:00"})
		same(t, "proofs", keys(store.DayProofs.All(tx, "")), []string{"2025-10-20", "2026-11-23"})
	})
}
