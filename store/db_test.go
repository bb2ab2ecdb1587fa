package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"wijkbot/store"
	"wijkbot/store/kvtest"
)

func TestOpen(t *testing.T) {
	ctx := context.Background()
	e := kvtest.OpenEngine(t)
	for range 3 { // again and again on the same data
		if _, err := store.Open(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	version := ""
	if err := e.View(ctx, func(kv store.KV) error { v, err := kv.Get([]byte("schema")); version = string(v); return err }); err != nil || version != "3" {
		t.Errorf("the schema is %q: %v", version, err)
	}
	set := func(v string) {
		if err := e.Update(ctx, func(kv store.KV) error { return kv.Put([]byte("schema"), []byte(v)) }); err != nil {
			t.Fatal(err)
		}
	}
	set("4")
	if _, err := store.Open(ctx, e); !errors.Is(err, store.ErrNewer) {
		t.Errorf("Open of a newer schema returned %v", err)
	}
	if e.Err() != nil {
		t.Errorf("that is no reason to stop the engine: %v", e.Err())
	}
	set("-1")
	if _, err := store.Open(ctx, e); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("Open of an impossible schema returned %v", err)
	}
}

func TestFirstFailureSticks(t *testing.T) {
	db := kvtest.Open(t)
	mine := errors.New("mine")
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		trees.Put(tx, "a", tree{Kind: "eik"})
		tx.Fail(mine)
		tx.Fail(errors.New("later"))
		trees.Put(tx, "b", tree{})
		if _, ok := trees.Get(tx, "a"); ok || tx.Err() != mine || tx.Next("n") > 1 {
			t.Error("a failed transaction goes on")
		}
		for range trees.All(tx, "") {
			t.Error("a loop of a failed transaction yields")
		}
		return nil
	})
	if !errors.Is(err, mine) {
		t.Errorf("Update returned %v", err)
	}
	view(t, db, func(tx *store.Tx) {
		if trees.Has(tx, "a") || trees.Has(tx, "b") {
			t.Error("a failed transaction was kept")
		}
	})
	if err := db.View(t.Context(), func(tx *store.Tx) error { tx.Fail(mine); return nil }); !errors.Is(err, mine) {
		t.Errorf("View returned %v", err)
	}
	err = db.View(t.Context(), func(tx *store.Tx) error { keys(trees.Find(tx, "no such index", "")); return nil })
	if err == nil {
		t.Error("a loop over an index that does not exist is empty without a word")
	}
}

func TestNext(t *testing.T) {
	db := kvtest.Open(t)
	for i := range uint64(5) {
		update(t, db, func(tx *store.Tx) {
			if a, b, other := tx.Next("a"), tx.Next("a"), tx.Next(fmt.Sprint("b", i)); a != 2*i+1 || b != 2*i+2 || other != 1 {
				t.Errorf("round %d: %d %d %d", i, a, b, other)
			}
		})
	}
	_ = db.Update(t.Context(), func(tx *store.Tx) error { tx.Next("a"); return errors.New("no") })
	update(t, db, func(tx *store.Tx) {
		if n := tx.Next("a"); n != 11 {
			t.Errorf("after a failed transaction comes %d, want 11", n)
		}
	})
}

// rang reports whether a bell holds a token, and takes it.
func rang(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestListen(t *testing.T) {
	e := &kvtest.Faulty{Engine: kvtest.OpenEngine(t)}
	db, err := store.Open(t.Context(), kvtest.Twice(e))
	if err != nil {
		t.Fatal(err)
	}
	mail, mail2, clocks := db.Listen(store.Mail), db.Listen(store.Mail), db.Listen(store.Clocks)
	touch := func(tx *store.Tx) error { tx.Touch(store.Mail); return nil }
	for range 3 {
		if err := db.Update(t.Context(), touch); err != nil {
			t.Fatal(err)
		}
	}
	if !rang(mail) || rang(mail) || !rang(mail2) || rang(clocks) {
		t.Error("three commits must leave one token for each listener of the topic, and none for others")
	}
	e.Break(store.ErrFull)
	if err := db.Update(t.Context(), touch); !errors.Is(err, store.ErrFull) || rang(mail) {
		t.Errorf("a commit that failed returned %v or rang", err)
	}
	e.Break(nil)
	if err := db.Update(t.Context(), func(*store.Tx) error { return nil }); err != nil || rang(mail) {
		t.Errorf("a commit that touched nothing rang: %v", err)
	}
	db.Ring(store.Clocks)
	if !rang(clocks) {
		t.Error("Ring does not ring")
	}
}
