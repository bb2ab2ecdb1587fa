package flows

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// in runs fn in a transaction that must commit.
func in(t testing.TB, db *store.DB, fn func(tx *store.Tx)) {
	t.Helper()
	if err := db.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

func reportOf(tx *store.Tx, c *City, kind wijk.ReportKind, from string, now time.Time) wijk.Report {
	return c.NewReport(tx, Intake{
		Kind: kind, Text: "er ligt afval", Source: "sms", From: wijk.Address{Channel: wijk.SMS, To: from},
		Place: wijk.Place{Wijk: "meerzicht", Street: "Parklaan", Number: "3", Source: wijk.FromStreet},
	}, now)
}

// TestMergeKeepsEverythingOnce: reporters of both hear of one, each once, with
// what they wrote, the photos and the earliest promise.
func TestMergeKeepsEverythingOnce(t *testing.T) {
	c, db := testCity(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, c.Zone)
	in(t, db, func(tx *store.Tx) {
		into, from := reportOf(tx, c, "boom", "+31600000001", now), reportOf(tx, c, wijk.Litter, "+31600000002", now)
		store.Join(tx, &from, wijk.Address{Channel: wijk.SMS, To: "+31600000001"}, now) // of both
		from.Photos, from.Urgent = []string{"foto-1", "foto-2"}, true
		into.Photos, into.Public = []string{"foto-2"}, true
		store.Reports.Put(tx, store.Num(from.Number), from)
		store.Reports.Put(tx, store.Num(into.Number), into)
		key := store.ReporterKey(from.Number, wijk.Address{Channel: wijk.SMS, To: "+31600000002"})
		x, _ := store.Reporters.Get(tx, key)
		x.Tell = wijk.Address{Channel: wijk.Letter, To: "r-9"}
		x.Wrote = []uint64{store.Log(tx, wijk.Entry{Number: from.Number, At: now, By: byReporter, Note: "mijn eigen woorden"})}
		store.Reporters.Put(tx, key, x)

		if err := c.Merge(tx, from.Number, into.Number, "ploeg", now); err != nil {
			t.Fatal(err)
		}
		got, _ := store.Reports.Get(tx, store.Num(into.Number))
		if got.Reporters != 2 || !slices.Equal(got.Photos, []string{"foto-2", "foto-1"}) || !got.Urgent || got.Public || got.Promised != from.Promised {
			t.Errorf("the report they went into: %+v", got)
		}
		moved, _ := store.Reporters.Get(tx, store.ReporterKey(into.Number, x.Address))
		if moved.Tell != x.Tell || moved.Made || len(moved.Wrote) != 1 {
			t.Errorf("the reporter who came along: %+v", moved)
		}
		if e, ok := store.History.Get(tx, store.EntryKey(into.Number, moved.Wrote[0])); !ok || e.Note != fmt.Sprintf("(van %d) mijn eigen woorden", from.Number) {
			t.Errorf("what they wrote: %+v", e)
		}
		gone, _ := store.Reports.Get(tx, store.Num(from.Number))
		if gone.Stage != wijk.Withdrawn || gone.Into != into.Number {
			t.Errorf("the report that went into it: %+v", gone)
		}
		for _, m := range store.Outbox.All(tx, "") {
			if m.Text == c.stageText(&gone) {
				t.Errorf("somebody reads that it is cancelled: %s", m.Text)
			}
		}
		// Not again, not back, not on its own any more.
		var refusal *Refused
		for _, pair := range [][2]uint64{{from.Number, into.Number}, {into.Number, from.Number}, {into.Number, into.Number}} {
			if err := c.Merge(tx, pair[0], pair[1], "ploeg", now); !errors.As(err, &refusal) {
				t.Errorf("merge %v: %v", pair, err)
			}
		}
		if _, err := c.Move(tx, from.Number, Move{To: wijk.Reopened, By: "ploeg"}, now); !errors.As(err, &refusal) {
			t.Errorf("opened again by itself: %v", err)
		}
	})
}

// TestRecategorise: the promise counts from when the report was made, or opened
// again, and a date that was promised since is not taken back.
func TestRecategorise(t *testing.T) {
	c, db := testCity(t)
	made := time.Date(2026, 12, 23, 16, 0, 0, 0, c.Zone)
	now := made.AddDate(0, 0, 7)
	in(t, db, func(tx *store.Tx) {
		for _, x := range []struct {
			name   string
			change func(r *wijk.Report)
			want   wijk.Date
			first  wijk.Date
		}{
			{"as made", func(*wijk.Report) {}, "2026-12-31", ""},
			{"moved to later", func(r *wijk.Report) { r.First, r.Promised = r.Promised, "2027-01-15" }, "2027-01-15", "2026-12-31"},
			{"moved, but not that late", func(r *wijk.Report) { r.First, r.Promised = r.Promised, "2026-12-30" }, "2026-12-31", "2026-12-31"},
			{"opened again", func(r *wijk.Report) { r.Began, r.Promised = now, "2027-01-05" }, "2027-01-05", ""},
		} {
			r := reportOf(tx, c, wijk.Litter, "+31600000001", made)
			if r.Promised != "2026-12-29" {
				t.Fatalf("three working days are %s", r.Promised)
			}
			x.change(&r)
			store.Reports.Put(tx, store.Num(r.Number), r)
			got, err := c.Recategorise(tx, r.Number, "boom", "ploeg", now)
			if err != nil {
				t.Fatal(err)
			}
			if got.Promised != x.want || got.First != x.first || !got.Created.Equal(made) || got.Kind != "boom" || got.Promise == r.Promise && r.Began.IsZero() {
				t.Errorf("%s: promised %s (first %s), made %s, %q", x.name, got.Promised, got.First, got.Created, got.Promise)
			}
		}
		n := 0
		for _, l := range store.Labels.All(tx, "") {
			if l.Staff && l.Chosen == "boom" && l.Version == category.Version {
				n++
			}
		}
		if n != 4 {
			t.Errorf("%d labels of staff", n)
		}
		var refusal *Refused
		for _, kind := range []wijk.ReportKind{"", "ijsje", "boom"} {
			if _, err := c.Recategorise(tx, 1, kind, "ploeg", now); !errors.As(err, &refusal) {
				t.Errorf("to %q: %v", kind, err)
			}
		}
	})
}

// TestOneHasIt: of many who take a report in the same moment one has it, and each
// of the others hears who.
func TestOneHasIt(t *testing.T) {
	c, db := testCity(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, c.Zone)
	const crew = 8
	in(t, db, func(tx *store.Tx) {
		reportOf(tx, c, wijk.Litter, "+31600000001", now)
		for i := range crew {
			s := wijk.Staff{ID: fmt.Sprint("ploeg-", i), Name: fmt.Sprint("Ploeg ", i), Role: wijk.Onderhoud, Telegram: int64(100 + i)}
			store.Staff.Put(tx, s.ID, s)
			store.Holders.Put(tx, s.Addresses()[0].String(), wijk.Holder{Staff: s.ID})
		}
	})
	var wait sync.WaitGroup
	for i := range crew {
		wait.Go(func() {
			m := wijk.Message{
				ID: fmt.Sprint("press:", i), From: wijk.Address{Channel: wijk.Telegram, To: fmt.Sprint(100 + i)}, Kind: wijk.Button, Option: "w1.neem.1", At: now,
			}
			if err := db.Update(context.Background(), func(tx *store.Tx) error { c.Handle(tx, m, now); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	in(t, db, func(tx *store.Tx) {
		r, _ := store.Reports.Get(tx, store.Num(1))
		yours, stale := 0, 0
		for _, m := range store.Outbox.All(tx, "") {
			switch {
			case m.Text == "Melding 1 is van u: Zwerfvuil, Parklaan 3. Klaar? Stuur een foto met KLAAR 1.":
				yours++
			case len(m.Text) > 24 && m.Text[:24] == "Deze knop is verlopen. P":
				stale++
			}
		}
		if r.Owner == "" || yours != 1 || stale != crew-1 {
			t.Errorf("%q has it: %d have it, %d hear who does", r.Owner, yours, stale)
		}
	})
}

// FuzzWorkButton: whatever a button holds, somebody of another wijk changes
// nothing and reads nothing of a report.
func FuzzWorkButton(f *testing.F) {
	for _, s := range []string{"1.neem.1", "1.kaart.0", "0.lijst.1", "0.lijst-dorp.1", "1.openbaar", ".", "1.klaar.zz", "18446744073709551615.neem.0", "0.neem.1"} {
		f.Add(s)
	}
	c, db := testCity(f)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, c.Zone)
	in(f, db, func(tx *store.Tx) {
		reportOf(tx, c, wijk.Litter, "+31600000001", now)
		s := wijk.Staff{ID: "dorp-1", Role: wijk.Onderhoud, Wijken: []string{"dorp"}, Telegram: 100}
		store.Staff.Put(tx, s.ID, s)
		store.Holders.Put(tx, s.Addresses()[0].String(), wijk.Holder{Staff: s.ID})
	})
	n := 0
	f.Fuzz(func(t *testing.T, data string) {
		n++
		m := wijk.Message{ID: fmt.Sprint("press:", n), From: wijk.Address{Channel: wijk.Telegram, To: "100"}, Kind: wijk.Button, Option: "w" + data, At: now}
		in(t, db, func(tx *store.Tx) {
			before, _ := store.Reports.Get(tx, store.Num(1))
			c.Handle(tx, m, now)
			after, _ := store.Reports.Get(tx, store.Num(1))
			if fmt.Sprint(before) != fmt.Sprint(after) || lastStep(tx, 1) != 1 {
				t.Errorf("%q changed the report", data)
			}
			for key, out := range store.Outbox.All(tx, "") {
				if strings.Contains(out.Text, "Parklaan") || strings.Contains(out.Text, "er ligt afval") {
					t.Errorf("%q shows %q", data, out.Text)
				}
				store.Outbox.Delete(tx, key)
			}
		})
	})
}
