package boltkv

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"wijkbot/store"
)

// TestBackup copies a database that is being written, again and again.
func TestBackup(t *testing.T) {
	path := temp(t)
	sample(t, path, 1200)
	db := opened(t, usual, path)
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for ctx.Err() == nil {
				err := update(db, func(kv store.KV) error {
					v, err := kv.Get([]byte("n"))
					n, _ := strconv.Atoi(string(v))
					return errors.Join(err, put("n", fmt.Sprint(n+1))(kv), put("same", fmt.Sprint(n+1))(kv),
						put(fmt.Sprint("row/", n%100), strings.Repeat("x", n%5000))(kv))
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 5 {
		before, err := contents(db)
		copied := fmt.Sprint(path, ".copy", i)
		if err := errors.Join(err, db.Backup(copied), db.Verify()); err != nil {
			t.Fatal(err)
		}
		c := opened(t, usual, copied)
		got, err := contents(c)
		if err := errors.Join(err, c.Verify(), c.Close(), Verify(copied)); err != nil {
			t.Fatal(err)
		}
		least, _ := strconv.Atoi(before["n"])
		if n, _ := strconv.Atoi(got["n"]); n < least || got["same"] != got["n"] {
			t.Errorf("the copy holds %s and %s, %d was confirmed before", got["n"], got["same"], least)
		}
	}
	cancel()
	all.Wait()
	if err := db.Backup(path + ".copy0"); !errors.Is(err, store.ErrNotUsable) {
		t.Errorf("Backup over a file returned %v", err)
	}
	if err := db.Backup(path + ".no/folder"); !errors.Is(err, store.ErrNotUsable) || db.Err() != nil {
		t.Errorf("Backup to nowhere returned %v, the database %v", err, db.Err())
	}
	if _, err := os.Stat(path + ".copy0.new"); err == nil {
		t.Error("half a copy is left")
	}
}

func TestRestore(t *testing.T) {
	path := temp(t)
	want := sample(t, path, 400)
	backup := path + ".backup"
	db := opened(t, usual, path)
	if err := errors.Join(db.Backup(backup), update(db, put("later", "1")), db.Close()); err != nil {
		t.Fatal(err)
	}
	holds := func(path string, want map[string]string) {
		t.Helper()
		db := opened(t, usual, path)
		if got, err := contents(db); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s holds %d values, want %d: %v", path, len(got), len(want), err)
		}
		db.Close()
	}
	file, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	for at := 8192; at < len(file); at += 4096 {
		file[at] ^= 1
	}
	if err := os.WriteFile(path+".bad", file, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(path+".bad", path, path+".old"); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("Restore of a damaged copy returned %v", err)
	}
	if err := Restore(path+".none", path, path+".old"); !errors.Is(err, store.ErrNotUsable) {
		t.Errorf("Restore of nothing returned %v", err)
	}
	if err := Restore(backup, path, backup); !errors.Is(err, store.ErrNotUsable) {
		t.Errorf("Restore that would lose what was there returned %v", err)
	}
	later := maps.Clone(want)
	later["later"] = "1"
	holds(path, later) // untouched by all that was refused

	if err := Restore(backup, path, path+".old"); err != nil {
		t.Fatal(err)
	}
	holds(path, want)
	holds(path+".old", later)
	fresh := temp(t)
	if err := Restore(backup, fresh, fresh+".old"); err != nil {
		t.Fatal(err)
	}
	holds(fresh, want)
	if _, err := os.Stat(fresh + ".new"); err == nil {
		t.Error("half a copy is left")
	}
}
