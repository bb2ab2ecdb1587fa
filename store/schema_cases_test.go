package store_test

import (
	"errors"
	"fmt"
	"testing"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// TestSchemaTwo opens a file of the program before cases were found by their
// resident: one taken and closed of Mevrouw De Wit, others open.
func TestSchemaTwo(t *testing.T) {
	e := unpack(t, "schema2.db.gz")
	db, err := store.Open(t.Context(), kvtest.Twice(e))
	if err != nil {
		t.Fatal(err)
	}
	var cases []wijk.Case
	view(t, db, func(tx *store.Tx) {
		for key, cs := range store.Cases.All(tx, "") {
			if store.Num(cs.ID) != key {
				t.Errorf("case %d is under another key", cs.ID)
			}
			cases = append(cases, cs)
		}
	})
	if len(cases) != 4 || cases[0].State != wijk.CaseOpen || cases[1].State != wijk.CaseClosed {
		t.Fatalf("cases: %+v", cases)
	}
	byResident(t, db, cases)
	view(t, db, func(tx *store.Tx) {
		h, _ := store.Holders.Get(tx, "sms:+31600000030")
		if len(h.Keeps) != 1 || h.Keeps[0] != "r-2" {
			t.Errorf("the number of a keeper is held as %+v", h)
		}
	})
	update(t, db, func(tx *store.Tx) { // a case from then can be closed and deleted
		cases[2].State = wijk.CaseClosed
		store.Cases.Put(tx, store.Num(cases[2].ID), cases[2])
		store.Cases.Delete(tx, store.Num(cases[1].ID))
	})
	byResident(t, db, append(cases[:1:1], cases[2:]...))
}

// byResident checks that each resident has exactly the given cases, and that
// those not closed are found as such.
func byResident(t *testing.T, db *store.DB, cases []wijk.Case) {
	t.Helper()
	person, open := make(map[string]string), make(map[string]string)
	for _, cs := range cases {
		if cs.Person != "" {
			person[cs.Person] += fmt.Sprint(cs.ID, " ")
		}
		if cs.State != wijk.CaseClosed {
			open[store.CaseOwner(cs.Person, cs.Address)] += fmt.Sprint(cs.ID, " ")
		}
	}
	for index, want := range map[string]map[string]string{"person": person, "open": open} {
		n := 0
		view(t, db, func(tx *store.Tx) {
			for range store.Cases.FindRange(tx, index, "", "") {
				n++
			}
			for key, ids := range want {
				got := ""
				for _, cs := range store.Cases.Find(tx, index, key) {
					got += fmt.Sprint(cs.ID, " ")
					n--
				}
				if got != ids {
					t.Errorf("%s: %s has cases %s, want %s", index, key, got, ids)
				}
			}
		})
		if n != 0 {
			t.Errorf("%s: %d entries too many", index, n)
		}
	}
}

// TestCasesOfThreeGoesOn breaks the migration off at each of its transactions.
func TestCasesOfThreeGoesOn(t *testing.T) {
	const n = 5_000
	mem := kvtest.Memory()
	db, err := store.Open(t.Context(), mem)
	if err != nil {
		t.Fatal(err)
	}
	// As version 2 had it: rows, and no entries.
	bare, people := &store.Table[wijk.Case]{Name: "cases"}, &store.Table[wijk.Person]{Name: "people"}
	update(t, db, func(tx *store.Tx) {
		for i := range uint64(n) {
			bare.Put(tx, store.Num(i+1), wijk.Case{ID: i + 1, Person: fmt.Sprint("r-", i), State: wijk.CaseClosed})
			people.Put(tx, fmt.Sprint("r-", i), wijk.Person{ID: fmt.Sprint("r-", i), Contacts: []wijk.Keeper{{Phone: fmt.Sprintf("+316%08d", i), Agreed: "2026-01-01"}}})
		}
	})
	if err := mem.Update(t.Context(), func(kv store.KV) error { return kv.Put([]byte("schema"), []byte("2")) }); err != nil {
		t.Fatal(err)
	}
	e, opens := &brittle{Engine: mem}, 0
	for e.left = 1; ; e.left = 1 {
		opens++
		if db, err = store.Open(t.Context(), e); !errors.Is(err, store.ErrFull) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if opens < 4 {
		t.Errorf("it took %d transactions: too few to show anything", opens)
	}
	view(t, db, func(tx *store.Tx) {
		for i := range uint64(n) {
			id, found := fmt.Sprint("r-", i), 0
			for range store.Cases.Find(tx, "person", id) {
				found++
			}
			if h, _ := store.Holders.Get(tx, fmt.Sprintf("sms:+316%08d", i)); found != 1 || len(h.Keeps) != 1 {
				t.Fatalf("%s has %d cases, and a keeper held as %+v", id, found, h)
			}
		}
	})
}
