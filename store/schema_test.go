package store_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// unpack writes a database that an earlier version left to a new file.
func unpack(t *testing.T, name string) *boltkv.DB {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := boltkv.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// TestSchemaOne opens a file of the program before stages: four reports made
// in Telegram and by SMS, one with a photo, two joined, one closed.
func TestSchemaOne(t *testing.T) {
	e := unpack(t, "schema1.db.gz")
	db, err := store.Open(t.Context(), kvtest.Twice(e))
	if err != nil {
		t.Fatal(err)
	}
	var reports []wijk.Report
	view(t, db, func(tx *store.Tx) {
		for key, r := range store.Reports.All(tx, "") {
			if store.Num(r.Number) != key {
				t.Errorf("report %d is under another key", r.Number)
			}
			reports = append(reports, r)
		}
	})
	if len(reports) != 4 {
		t.Fatalf("%d reports, want 4", len(reports))
	}
	for i, want := range []struct {
		stage     wijk.Stage
		photos    string
		reporters int
		source    string
		outcome   wijk.Outcome
	}{
		{wijk.Reported, "foto-1", 1, "telegram", ""},
		{wijk.Done, "", 2, "sms", wijk.Solved},
		{wijk.Reported, "", 2, "sms", ""},
		{wijk.Reported, "", 1, "sms", ""},
	} {
		r := reports[i]
		if r.Stage != want.stage || strings.Join(r.Photos, " ") != want.photos || r.Reporters != want.reporters ||
			r.Source != want.source || r.Outcome != want.outcome || r.Anonymous || r.Promised == "" {
			t.Errorf("report %d: %+v", r.Number, r)
		}
		changed := r.Created
		if r.Stage == wijk.Done {
			changed = r.Closed
		}
		if !r.Changed.Equal(changed) || changed.IsZero() || (r.ClosedBy == "cli") != (r.Stage == wijk.Done) {
			t.Errorf("report %d changed %v, want %v; closed by %q", r.Number, r.Changed, changed, r.ClosedBy)
		}
		view(t, db, func(tx *store.Tx) {
			var made []string
			for _, x := range store.Reporters.All(tx, store.Num(r.Number)) {
				if x.Made {
					made = append(made, string(x.Address.Channel))
				}
			}
			if strings.Join(made, " ") != want.source {
				t.Errorf("report %d was made by %q, want one by %s", r.Number, made, want.source)
			}
			var stages []wijk.Stage
			for _, h := range store.History.All(tx, store.Num(r.Number)) {
				stages = append(stages, h.To)
			}
			if stages[0] != wijk.Reported || stages[len(stages)-1] != r.Stage {
				t.Errorf("report %d went through %q", r.Number, stages)
			}
		})
	}
	indexed(t, e, reports)
	update(t, db, func(tx *store.Tx) { // a row that was converted can be changed
		r := reports[0]
		r.Stage = wijk.Done
		store.Reports.Put(tx, store.Num(r.Number), r)
		reports[0] = r
	})
	indexed(t, e, reports)
}

// indexed checks that the index entries of reports are those of the given
// rows, and no others.
func indexed(t *testing.T, e store.Engine, reports []wijk.Report) {
	t.Helper()
	want, got := make(map[string]bool), make(map[string]bool)
	for _, r := range reports {
		for _, ix := range store.Reports.Indexes {
			for _, k := range ix.Keys(&r) {
				want["reports."+ix.Name+"\x00"+k+"\x00"+store.Num(r.Number)] = true
			}
		}
	}
	err := e.View(context.Background(), func(kv store.KV) error {
		return kv.Scan([]byte("reports."), []byte("reports/"), func(k, _ []byte) bool {
			got[string(k)] = true
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "index entries", slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got)))
}

// oldRows writes n reports as version 1 did, with an index that is no more.
func oldRows(t testing.TB, e store.Engine, n int) {
	t.Helper()
	const page = 20_000
	for from := 1; from <= n; from += page {
		err := e.Update(context.Background(), func(kv store.KV) error {
			var err error
			put := func(key string, v any) {
				b, fault := json.Marshal(v)
				err = errors.Join(err, fault, kv.Put([]byte(key), append([]byte{1}, b...)))
			}
			for i := from; i < min(from+page, n+1); i++ {
				num, state := store.Num(uint64(i)), "open"
				if i%3 == 0 {
					state = "closed"
				}
				put("reports\x00"+num, map[string]any{
					"number": i, "kind": "zwerfvuil", "text": "er ligt een zak bij de bank", "state": state, "photo": fmt.Sprint("foto-", i),
					"created": "2026-11-23T09:00:00+01:00", "closed": "2026-11-24T09:00:00+01:00", "promised": "2026-11-26", "reporters": 1,
					"place": map[string]any{"street": "Dorpsstraat", "number": fmt.Sprint(i), "wijk": "dorp", "source": "street"},
				})
				put("reporters\x00"+num+"sms:+31600000001", wijk.Reporter{Number: uint64(i), Address: wijk.Address{Channel: wijk.SMS, To: "+31600000001"}, At: noon})
				err = errors.Join(err, kv.Put(fmt.Appendf(nil, "reports.spot\x00zwerfvuil/dorp/Dorpsstraat/%d\x00%s", i, num), []byte(num)))
			}
			return errors.Join(err, kv.Put([]byte("schema"), []byte("1")))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestMigrationGoesOn breaks the migration off at each of its transactions.
func TestMigrationGoesOn(t *testing.T) {
	const n = 5_000
	e := &brittle{Engine: kvtest.Memory()}
	oldRows(t, e.Engine, n)
	opens := 0
	for e.left = 1; ; e.left = 1 {
		opens++
		db, err := store.Open(t.Context(), e)
		if errors.Is(err, store.ErrFull) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var reports []wijk.Report
		view(t, db, func(tx *store.Tx) {
			for _, r := range store.Reports.All(tx, "") {
				reports = append(reports, r)
				if (r.Stage == wijk.Done) != (r.Number%3 == 0) || len(r.Photos) != 1 {
					t.Fatalf("report %d: %+v", r.Number, r)
				}
			}
			if got := len(keys(store.History.All(tx, ""))); got != n+n/3 {
				t.Errorf("%d steps in the histories, want %d", got, n+n/3)
			}
		})
		if len(reports) != n {
			t.Fatalf("%d reports, want %d", len(reports), n)
		}
		indexed(t, e, reports)
		break
	}
	if opens < 3 {
		t.Errorf("it took %d transactions: too few to show anything", opens)
	}
}

// A brittle engine is full after so many updates.
type brittle struct {
	store.Engine
	left int
}

func (b *brittle) Update(ctx context.Context, fn func(store.KV) error) error {
	if b.left--; b.left < 0 {
		b.left = 0
		return store.ErrFull
	}
	return b.Engine.Update(ctx, fn)
}

// BenchmarkMigrate opens a file of version 1 with 100,000 reports, and reports
// the most memory the process had meanwhile.
func BenchmarkMigrate(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		e := kvtest.OpenEngine(b)
		oldRows(b, e, 100_000)
		debug.FreeOSMemory()
		stop, peak := make(chan struct{}), make(chan uint64)
		go func() {
			var most uint64
			for {
				select {
				case <-stop:
					peak <- most
					return
				case <-time.After(10 * time.Millisecond):
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					most = max(most, m.HeapInuse)
				}
			}
		}()
		b.StartTimer()
		if _, err := store.Open(context.Background(), e); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		close(stop)
		b.ReportMetric(float64(<-peak)/(1<<20), "MB/heap")
		b.StartTimer()
	}
}
