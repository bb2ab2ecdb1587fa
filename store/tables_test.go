package store_test

import (
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

func TestReportIndexes(t *testing.T) {
	db := kvtest.Open(t)
	anna, bram := wijk.Address{Channel: wijk.Telegram, To: "1"}, wijk.Address{Channel: wijk.SMS, To: "+31600000001"}
	place := wijk.Place{Street: "Dorpsstraat", Number: "12", Wijk: "dorp"}
	open := func() (ok bool) {
		view(t, db, func(tx *store.Tx) {
			ok = len(store.NearReports(tx, place, store.Near{Kinds: []wijk.ReportKind{wijk.Weeds}, Metres: 25, Open: true})) > 0
		})
		return ok
	}
	of := func(a wijk.Address) (n int) {
		view(t, db, func(tx *store.Tx) { n = len(keys(store.Reporters.Find(tx, "address", a.String()))) })
		return n
	}
	update(t, db, func(tx *store.Tx) {
		r := wijk.Report{Number: 1, Kind: wijk.Weeds, Stage: wijk.Reported, Place: place}
		if !store.Join(tx, &r, anna, noon) || store.Join(tx, &r, anna, noon) || r.Reporters != 1 {
			t.Errorf("who reports twice is counted %d times", r.Reporters)
		}
	})
	if !open() || of(anna) != 1 || of(bram) != 0 {
		t.Error("a new report is not found by its street and its reporter")
	}
	update(t, db, func(tx *store.Tx) {
		r, _ := store.Reports.Get(tx, store.Num(1))
		store.Join(tx, &r, bram, noon)
	})
	if !open() || of(anna) != 1 || of(bram) != 1 {
		t.Error("a report that was joined is not found by both reporters")
	}
	update(t, db, func(tx *store.Tx) {
		r, _ := store.Reports.Get(tx, store.Num(1))
		if r.Reporters != 2 {
			t.Errorf("%d reporters, want 2", r.Reporters)
		}
		r.Stage = wijk.Done
		store.Reports.Put(tx, store.Num(1), r)
	})
	if open() || of(anna) != 1 || of(bram) != 1 {
		t.Error("a closed report must only be found by its reporters")
	}
}

func TestPeopleIndexes(t *testing.T) {
	db := kvtest.Open(t)
	p := wijk.Person{ID: "r-1", Wijk: "meerzicht", Over70: "2026-11-01", CheckIn: &wijk.Plan{Time: "09:00"}}
	count := func(index, key string) (n int) {
		view(t, db, func(tx *store.Tx) { n = len(keys(store.People.Find(tx, index, key))) })
		return n
	}
	for _, c := range []struct {
		what               string
		change             func()
		at9, at10, invited int
	}{
		{"enrolled", func() {}, 1, 0, 1},
		{"another time", func() { p.CheckIn.Time = "10:00" }, 0, 1, 1},
		{"moved", func() { p.Wijk = "rokkeveen" }, 0, 1, 0},
		{"stopped", func() { p.Wijk, p.Stopped = "meerzicht", time.Unix(1, 0) }, 0, 0, 0},
		{"began again", func() { p.Stopped = time.Time{} }, 0, 1, 1},
		{"no check-ins", func() { p.CheckIn = nil }, 0, 0, 1},
	} {
		c.change()
		update(t, db, func(tx *store.Tx) { store.People.Put(tx, p.ID, p) })
		if a, b, d := count("slot", "09:00"), count("slot", "10:00"), count("over70", "meerzicht"); a != c.at9 || b != c.at10 || d != c.invited {
			t.Errorf("%s: %d at nine, %d at ten, %d to invite; want %d, %d, %d", c.what, a, b, d, c.at9, c.at10, c.invited)
		}
	}
	stranger := wijk.Address{Channel: wijk.SMS, To: "+31600000001"}
	update(t, db, func(tx *store.Tx) {
		store.Cases.Put(tx, store.Num(1), wijk.Case{State: wijk.CaseOpen, Person: "r-1"})
		store.Cases.Put(tx, store.Num(2), wijk.Case{State: wijk.CaseTaken, Address: stranger})
		store.Cases.Put(tx, store.Num(3), wijk.Case{State: wijk.CaseClosed, Address: stranger})
		store.Cases.Put(tx, store.Num(4), wijk.Case{State: wijk.CaseClosed, Person: "r-1"})
	})
	view(t, db, func(tx *store.Tx) {
		same(t, "a person's cases", []string{store.Num(1)}, keys(store.Cases.Find(tx, "open", store.CaseOwner("r-1", stranger))))
		same(t, "a stranger's cases", []string{store.Num(2)}, keys(store.Cases.Find(tx, "open", store.CaseOwner("", stranger))))
	})
}
