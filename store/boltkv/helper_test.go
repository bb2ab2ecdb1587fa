package boltkv

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wijkbot/store"
)

// TestMain runs the test binary as another process when a test started it so.
func TestMain(m *testing.M) {
	if path := os.Getenv("WIJKBOT_WRITE_TO"); path != "" {
		writeUntilKilled(path)
	}
	os.Exit(m.Run())
}

func opened(t testing.TB, s settings, path string) *DB {
	t.Helper()
	db, err := s.open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func update(db *DB, fn func(store.KV) error) error { return db.Update(context.Background(), fn) }

func put(key, value string) func(store.KV) error {
	return func(kv store.KV) error { return kv.Put([]byte(key), []byte(value)) }
}

// contents returns everything in the database.
func contents(db *DB) (all map[string]string, err error) {
	err = db.View(context.Background(), func(kv store.KV) error {
		all = map[string]string{}
		return kv.Scan(nil, nil, func(k, v []byte) bool { all[string(k)] = string(v); return true })
	})
	return all, err
}

// sample writes a closed database that has every kind of page, and returns
// what is in it.
func sample(t testing.TB, path string, rows int) map[string]string {
	t.Helper()
	db := opened(t, usual, path)
	rnd := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < rows; from += rows / 4 {
		err := update(db, func(kv store.KV) error {
			var errs []error
			for i := from; i < from+rows/4; i++ {
				key := fmt.Sprintf("%08d", rnd.IntN(1<<26))
				errs = append(errs, kv.Put([]byte(key), []byte(strings.Repeat(key, 1+rnd.IntN(12)))))
			}
			big := fmt.Sprintf("big/%d", from)
			return errors.Join(append(errs, kv.Put([]byte(big), []byte(strings.Repeat(big, 1500))))...)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	// Deleting leaves free pages, and a last small commit two roots that differ.
	err := update(db, func(kv store.KV) error {
		var gone [][]byte
		err := kv.Scan([]byte("0"), []byte("1"), func(k, _ []byte) bool { gone = append(gone, append([]byte(nil), k...)); return true })
		for _, k := range gone {
			err = errors.Join(err, kv.Delete(k))
		}
		return err
	})
	if err := errors.Join(err, update(db, put("last", "commit"))); err != nil {
		t.Fatal(err)
	}
	all, err := contents(db)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

func temp(t testing.TB) string { return filepath.Join(t.TempDir(), "test.db") }
