package simulate

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wijkbot/store"
	"wijkbot/store/kvtest"
)

// TestMemory holds the engine against the one that passes the suite of all
// engines: the same changes, kept or taken back, leave the same rows.
func TestMemory(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	ours, theirs := store.Engine(newMemory()), kvtest.Memory()
	no := errors.New("no")
	for range 4000 {
		type change struct{ key, value string }
		var all []change
		for range dice.IntN(12) {
			all = append(all, change{fmt.Sprintf("k%03d", dice.IntN(900)), fmt.Sprint(dice.IntN(3))})
		}
		var fails error
		if dice.IntN(3) == 0 {
			fails = no
		}
		for _, e := range []store.Engine{ours, theirs} {
			err := e.Update(context.Background(), func(kv store.KV) error {
				for _, c := range all {
					err := kv.Put([]byte(c.key), []byte(c.value))
					if c.value == "0" {
						err = kv.Delete([]byte(c.key))
					}
					if err != nil {
						return err
					}
				}
				return fails
			})
			if !errors.Is(err, fails) {
				t.Fatal(err)
			}
		}
	}
	for _, first := range []string{"", "k1", "k4500", "k899x", "z"} {
		if diff := cmp.Diff(rows(t, theirs, first), rows(t, ours, first)); diff != "" {
			t.Fatalf("from %q: %s", first, diff)
		}
	}
	if len(rows(t, ours, "")) < 2*mostRows {
		t.Fatal("too few rows to show anything")
	}
}

func rows(t *testing.T, e store.Engine, first string) (all []string) {
	t.Helper()
	err := e.View(context.Background(), func(kv store.KV) error {
		return kv.Scan([]byte(first), []byte("k8"), func(k, v []byte) bool {
			if got, err := kv.Get(k); err != nil || string(got) != string(v) {
				t.Fatalf("%s: %q, scanned as %q, %v", k, got, v, err)
			}
			all = append(all, string(k)+"="+string(v))
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
