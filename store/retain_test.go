package store_test

import (
	"fmt"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// TestPruneLoose: what belongs to no report goes with its bytes, in portions,
// and what a report has stays for ever.
func TestPruneLoose(t *testing.T) {
	db := kvtest.Open(t)
	now := time.Date(2026, 11, 23, 3, 30, 0, 0, time.UTC)
	put := func(tx *store.Tx, id string, at time.Time) {
		store.Photos.Put(tx, id, wijk.Photo{ID: id, State: wijk.PhotoKept, At: at})
		store.Pictures.Put(tx, id, []byte("picture "+id))
		store.Thumbs.Put(tx, id, []byte("thumb "+id))
	}
	update(t, db, func(tx *store.Tx) {
		old := now.Add(-store.KeepLoose - time.Hour)
		for i := range 5 {
			put(tx, fmt.Sprintf("loose-%d", i), old)
		}
		put(tx, "fault", old)
		put(tx, "repair", old)
		put(tx, "of a closed one", old)
		put(tx, "fresh", now.Add(-store.KeepLoose+time.Hour))
		put(tx, "from before", time.Time{}) // by a program that did not note when
		store.Reports.Put(tx, store.Num(1), wijk.Report{Number: 1, Stage: wijk.Reported, Photos: []string{"x", "fault"}, Repairs: []string{"repair"}})
		store.Reports.Put(tx, store.Num(2), wijk.Report{Number: 2, Stage: wijk.Done, Photos: []string{"of a closed one"}})
	})
	nights := 0
	for more := true; more; nights++ {
		update(t, db, func(tx *store.Tx) { more = store.PruneLoose(tx, now.Add(-store.KeepLoose), 3) })
	}
	if nights != 3 { // eight of them, three a night
		t.Errorf("took %d nights", nights)
	}
	update(t, db, func(tx *store.Tx) {
		for _, id := range []string{"fault", "repair", "of a closed one", "fresh", "from before"} {
			p, ok := store.Photos.Get(tx, id)
			if !ok || !store.Pictures.Has(tx, id) || !store.Thumbs.Has(tx, id) {
				t.Errorf("%s is gone", id)
			}
			if filed := id != "fresh" && id != "from before"; p.Filed != filed {
				t.Errorf("%s: filed %t", id, p.Filed)
			}
		}
		left := 0
		for range store.Photos.All(tx, "") {
			left++
		}
		for id := range store.Pictures.All(tx, "loose") {
			t.Errorf("the bytes of %s are still there", id)
		}
		for id := range store.Thumbs.All(tx, "loose") {
			t.Errorf("the small bytes of %s are still there", id)
		}
		if left != 5 {
			t.Errorf("%d rows are left", left)
		}
	})
}
