package flows_test

import (
	"context"
	"fmt"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// cpu returns the processor time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkStep is one step of a conversation with its state read and written:
// residents in the middle of a report, 64 messages a transaction, as under
// load. It reports processor time of the step, and with its share of the
// commit and all garbage collection.
func BenchmarkStep(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as "wijkbot serve" does
	city, db := flows.New(time.UTC), openOnce(b)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	say := func(n int) string { // a place of one's own: nobody joins another
		return [...]string{"zwerfvuil", fmt.Sprint("Dorpsstraat ", n/5%90_000+2000), "dorp", "nee", "ja"}[n%5]
	}
	const group = 64
	n := 0
	var step time.Duration // of Handle alone
	b.ReportAllocs()
	start := cpu()
	for b.Loop() {
		if n++; n%group != 0 {
			continue
		}
		if err := db.Update(context.Background(), func(tx *store.Tx) error {
			begin := cpu()
			for i := n - group; i < n; i++ {
				from := wijk.Address{Channel: wijk.Telegram, To: fmt.Sprint(i % (1000 * group) / 5)}
				city.Handle(tx, wijk.Message{
					ID: fmt.Sprintf("telegram:%d", i), From: from, Kind: wijk.Text, Text: say(i), At: now,
				}, now)
				now = now.Add(time.Second)
			}
			step += cpu() - begin
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(step)/float64(n)/1000, "cpu-µs/step")
	b.ReportMetric(float64(cpu()-start)/float64(n)/1000, "cpu-µs/step+commit")
}

// BenchmarkQueue18000 asks 18,000 people at once: one transaction.
func BenchmarkQueue18000(b *testing.B) {
	city := flows.New(time.UTC)
	for b.Loop() {
		b.StopTimer()
		db := openOnce(b)
		const people = 18_000
		if err := db.Update(context.Background(), func(tx *store.Tx) error {
			for i := range people {
				id := fmt.Sprintf("r-%05d", i)
				store.People.Put(tx, id, wijk.Person{
					ID: id, Name: "Mevrouw De Wit", Phone: fmt.Sprintf("+316%08d", i), Wijk: "dorp",
					CheckIn: &wijk.Plan{Time: "09:00", Days: []string{"ma"}, Profile: "standard"},
				})
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		b.StartTimer()
		if err := db.Update(context.Background(), func(tx *store.Tx) error {
			city.AskCheckIns(tx, now.Add(-time.Minute), now, now)
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := db.View(context.Background(), func(tx *store.Tx) error {
			n := 0
			for range store.Ready(tx, wijk.SMS, wijk.Check, now) {
				n++
			}
			if n != people {
				b.Errorf("%d questions queued, want %d", n, people)
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// openOnce opens a store that does not run every transaction twice.
func openOnce(b *testing.B) *store.DB {
	db, err := store.Open(context.Background(), kvtest.OpenEngine(b))
	if err != nil {
		b.Fatal(err)
	}
	return db
}
