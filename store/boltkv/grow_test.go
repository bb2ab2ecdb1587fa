package boltkv

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"wijkbot/store"
)

// A file grows by whole pages and never has much more room than it has data:
// one that does not end with a page, or is cut in half, is seen to be damaged
// at any size.
func TestGrowthShowsWhatIsCutOff(t *testing.T) {
	path := filepath.Join(t.TempDir(), "city.db")
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	copied := path + ".copy"
	for i := range 60 { // the first time there is nothing in it
		err := db.Update(context.Background(), func(kv store.KV) error {
			if i == 0 {
				return nil
			}
			return kv.Put([]byte{byte(i)}, bytes.Repeat([]byte{byte(i)}, 40<<10))
		})
		if err != nil {
			t.Fatal(err)
		}
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole)%os.Getpagesize() != 0 || len(whole) > 8<<20 {
			t.Fatalf("with %d values the file has %d bytes: not whole pages, or mostly empty", i, len(whole))
		}
		page := os.Getpagesize()
		for name, n := range map[string]int{"whole": len(whole), "half": len(whole) / 2 / page * page, "cut": len(whole) - 100} {
			if err := os.WriteFile(copied, whole[:n], 0o600); err != nil {
				t.Fatal(err)
			}
			err := verify(copied)
			if want := name != "whole"; errors.Is(err, store.ErrCorrupt) != want {
				t.Fatalf("with %d values, %s: %v", i, name, err)
			}
		}
	}
}
