package flows_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// TestTooManyPhotos: nobody can fill the disk with photos, and who tries is
// told. Staff may send more, and the night makes room again.
func TestTooManyPhotos(t *testing.T) {
	db, city := kvtest.Open(t), flows.New(time.UTC)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	update := func(fn func(tx *store.Tx)) {
		if err := db.Update(t.Context(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	send := func(from string, m wijk.Message) {
		n++
		m.ID, m.From, m.At = fmt.Sprint("test:", n), wijk.Address{Channel: wijk.Telegram, To: from}, now
		update(func(tx *store.Tx) { city.Handle(tx, m, now) })
	}
	kept := func(from string) (count int) {
		update(func(tx *store.Tx) {
			count = 0
			for range store.Photos.Find(tx, "owner", "telegram:"+from) {
				count++
			}
		})
		return count
	}
	update(func(tx *store.Tx) {
		store.Staff.Put(tx, "ploeg", wijk.Staff{ID: "ploeg", Role: wijk.Onderhoud})
		store.Holders.Put(tx, "telegram:2", wijk.Holder{Staff: "ploeg"})
	})
	for i := range 100 {
		for _, from := range []string{"1", "2"} {
			send(from, wijk.Message{Kind: wijk.Text, Text: fmt.Sprint("menu ", i)})
			send(from, wijk.Message{Kind: wijk.Text, Text: "onkruid"})
			send(from, wijk.Message{Kind: wijk.Picture, File: wijk.File{ID: "file"}})
		}
	}
	if a, b := kept("1"), kept("2"); a != 60 || b != 100 {
		t.Errorf("kept %d of a resident and %d of staff", a, b)
	}
	told := false
	update(func(tx *store.Tx) {
		told = false
		for _, m := range store.Outbox.All(tx, "") {
			told = told || m.To.To == "1" && strings.Contains(m.Text, "heel veel foto's")
		}
	})
	if !told {
		t.Error("nobody was told")
	}
	now = now.Add(store.KeepLoose + time.Hour)
	update(func(tx *store.Tx) { store.PruneLoose(tx, now.Add(-store.KeepLoose), 1000) })
	send("1", wijk.Message{Kind: wijk.Text, Text: "onkruid"})
	send("1", wijk.Message{Kind: wijk.Picture, File: wijk.File{ID: "file"}})
	if got := kept("1"); got != 1 {
		t.Errorf("the day after %d are kept", got)
	}
}
