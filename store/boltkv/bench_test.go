package boltkv_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// BenchmarkCommit measures what a caller of Update waits for: one small value,
// alone and in company.
func BenchmarkCommit(b *testing.B) {
	value := []byte(strings.Repeat("v", 200))
	var n atomic.Uint64
	bare := func(b *testing.B, e store.Engine) {
		err := e.Update(context.Background(), func(kv store.KV) error {
			return kv.Put([]byte("key/"+store.Num(n.Add(1))), value)
		})
		if err != nil {
			b.Error(err)
		}
	}
	b.Run("alone", func(b *testing.B) {
		e := kvtest.OpenEngine(b)
		for b.Loop() {
			bare(b, e)
		}
	})
	b.Run("64 callers", func(b *testing.B) {
		e := kvtest.OpenEngine(b)
		b.ReportAllocs()
		b.SetParallelism(32) // times GOMAXPROCS
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				bare(b, e)
			}
		})
	})
	b.Run("64 callers, message with report", func(b *testing.B) {
		db, err := store.Open(b.Context(), kvtest.OpenEngine(b))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		b.SetParallelism(32)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := db.Update(context.Background(), message); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

// message is what one message in changes at most: it is noted, moves its
// conversation on, makes a report and is answered.
func message(tx *store.Tx) error {
	seq := tx.Next("events")
	from := wijk.Address{Channel: wijk.SMS, To: "+316" + strconv.Itoa(int(seq%5000))}
	now := time.Unix(int64(1_800_000_000+seq), 0)
	id := fmt.Sprintf("SM%032d", seq)
	if store.Seen.Has(tx, id) {
		return errors.New("seen")
	}
	store.Seen.Put(tx, id, seq)
	store.Events.Put(tx, store.Num(seq), wijk.Event{Seq: seq, Time: now, Channel: from.Channel, ProviderID: id, Kind: wijk.Text})
	talk, _ := store.Talks.Get(tx, from.String())
	talk.Turn, talk.Flow, talk.AskedAt = talk.Turn+1, "zwerfvuil", now
	talk.Answers = map[string]string{"plaats": "Dorpsstraat 12", "foto": ""}
	store.Talks.Put(tx, from.String(), talk)
	place := wijk.Place{Wijk: "dorp", Street: "Dorpsstraat", Number: strconv.Itoa(int(seq)), Source: "street"}
	if near := store.NearReports(tx, place, store.Near{Kinds: []wijk.ReportKind{wijk.Litter}, Metres: 25, Open: true, Most: 1}); len(near) == 0 {
		r := wijk.Report{Number: tx.Next("reports"), Kind: wijk.Litter, Stage: wijk.Reported, Place: place, Created: now, Promised: "2026-11-26"}
		store.Join(tx, &r, from, now)
	}
	store.Send(tx, wijk.Outgoing{Class: wijk.Reply, To: from, Due: now, Text: "Dank u wel. Uw melding heeft nummer 12. Wij ruimen het op voor donderdag."})
	return tx.Err()
}

// BenchmarkTx measures the processor's part of such a message, without disk.
func BenchmarkTx(b *testing.B) {
	db, err := store.Open(b.Context(), kvtest.OpenEngine(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	const group = 1000 // in one transaction, so that the disk hardly counts
	for b.Loop() {
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			for range group {
				if err := message(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/group, "µs/message")
}

// BenchmarkTable measures a row with two indexes and one without.
func BenchmarkTable(b *testing.B) {
	db, err := store.Open(b.Context(), kvtest.Memory())
	if err != nil {
		b.Fatal(err)
	}
	at := time.Unix(1_800_000_000, 0)
	talk := wijk.Talk{Flow: "zwerfvuil", Turn: 3, AskedAt: at, Answers: map[string]string{"plaats": "Dorpsstraat 12"}}
	out := wijk.Outgoing{ID: 1, To: wijk.Address{Channel: wijk.SMS, To: "+31600000001"}, Text: strings.Repeat("tekst ", 20), Due: at, State: wijk.Queued}
	for name, fn := range map[string]func(tx *store.Tx){
		"put talk": func(tx *store.Tx) { store.Talks.Put(tx, "sms:+31600000001", talk) },
		"get talk": func(tx *store.Tx) { store.Talks.Get(tx, "sms:+31600000001") },
		"put sms":  func(tx *store.Tx) { store.Outbox.Put(tx, store.Num(1), out) },
		"get sms":  func(tx *store.Tx) { store.Outbox.Get(tx, store.Num(1)) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			err := db.Update(context.Background(), func(tx *store.Tx) error {
				store.Talks.Put(tx, "sms:+31600000001", talk)
				store.Outbox.Put(tx, store.Num(1), out)
				for b.Loop() {
					fn(tx)
				}
				return tx.Err()
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkStart opens a database with 125,000 people and 1,000,000 events,
// and reports its size, the memory the process then has, and how long the next
// due message takes to find.
func BenchmarkStart(b *testing.B) {
	path := filepath.Join(b.TempDir(), "city.db")
	city(b, path)
	debug.FreeOSMemory()
	var e *boltkv.DB
	for b.Loop() {
		if e != nil {
			e.Close()
		}
		var err error
		if e, err = boltkv.Open(path); err != nil {
			b.Fatal(err)
		}
		db, err := store.Open(context.Background(), e)
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		err = db.View(context.Background(), func(tx *store.Tx) error {
			if _, ok := store.NextDue(tx, wijk.SMS, time.Unix(1_800_000_000, 0)); !ok {
				return errors.New("nothing due")
			}
			if _, ok := store.NextTimer(tx); !ok {
				return errors.New("no timer")
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(began).Microseconds()), "µs/next-due")
	}
	b.ReportMetric(float64(e.Size())/(1<<20), "MB/file")
	b.ReportMetric(resident(b), "MB/resident")
	e.Close()
}

// resident returns the memory of this process in MB, as the kernel counts it.
func resident(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("only Linux tells how much memory a process has")
	}
	for line := range strings.Lines(string(status)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

func city(b *testing.B, path string) {
	e, err := boltkv.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	db, err := store.Open(context.Background(), e)
	if err != nil {
		b.Fatal(err)
	}
	const people, events, batch = 125_000, 1_000_000, 25_000
	at := time.Unix(1_800_000_000, 0)
	for from := 0; from < events; from += batch {
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			for i := from; i < from+batch; i++ {
				id := fmt.Sprintf("SM%032x", i*7919)
				store.Events.Put(tx, store.Num(uint64(i)), wijk.Event{Seq: uint64(i), Time: at.Add(time.Duration(i) * time.Second), Channel: wijk.SMS, ProviderID: id, Kind: wijk.Text})
				store.Seen.Put(tx, id, uint64(i))
				if i%(events/people) != 0 {
					continue
				}
				p := wijk.Person{ID: fmt.Sprint("r-", i), Name: "Mevrouw Voorbeeld", Phone: fmt.Sprintf("+316%08d", i), Wijk: "meerzicht",
					Address: "Dorpsstraat 12", Postcode: "2715AB", Over70: "2026-11-01"}
				if i%(7*events/people) == 0 {
					p.CheckIn = &wijk.Plan{Time: "09:00", Days: []string{"ma", "wo"}, Profile: "standard"}
					store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: "remind", Due: at.Add(time.Hour)})
					store.Send(tx, wijk.Outgoing{Class: wijk.Check, To: wijk.Address{Channel: wijk.SMS, To: p.Phone}, Person: p.ID, Due: at.Add(time.Hour), Text: "Gaat het goed met u?"})
				}
				store.People.Put(tx, p.ID, p)
				store.Holders.Put(tx, "sms:"+p.Phone, wijk.Holder{Person: p.ID})
			}
			return tx.Err()
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
