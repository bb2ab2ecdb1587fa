package boltkv

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/store"
)

// held runs queue while the writer is busy, and then lets it go on: all that
// queue started in goroutines commits as one group.
func held(t *testing.T, db *DB, queue func(all *sync.WaitGroup)) {
	t.Helper()
	var all sync.WaitGroup
	busy, free := make(chan struct{}), make(chan struct{})
	all.Go(func() {
		if err := update(db, func(store.KV) error { close(busy); <-free; return nil }); err != nil {
			t.Error(err)
		}
	})
	<-busy
	queue(&all)
	synctest.Wait()
	close(free)
	all.Wait()
}

func TestGroupSharesCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := opened(t, usual, temp(t))
		before := db.latest()
		held(t, db, func(all *sync.WaitGroup) {
			for i := range 100 {
				all.Go(func() {
					if err := update(db, put(fmt.Sprint(i), "x")); err != nil {
						t.Error(err)
					}
				})
			}
		})
		if n := db.latest() - before; n != 1 {
			t.Errorf("100 callers that waited together took %d commits, want 1", n)
		}
		if all, err := contents(db); len(all) != 100 {
			t.Errorf("%d of 100 kept: %v", len(all), err)
		}
		before = db.latest()
		if err := update(db, func(kv store.KV) error {
			_, err := kv.Get([]byte("1"))
			return errors.Join(err, kv.Delete([]byte("none")))
		}); err != nil || db.latest() != before {
			t.Errorf("an Update that changed nothing made a commit: %v", err)
		}
		db.Close()
	})
}

func TestCancelledBeforeItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := opened(t, usual, temp(t))
		ctx, cancel := context.WithCancel(t.Context())
		held(t, db, func(all *sync.WaitGroup) {
			all.Go(func() {
				ran := false
				err := db.Update(ctx, func(kv store.KV) error { ran = true; return kv.Put([]byte("a"), nil) })
				if !errors.Is(err, context.Canceled) || ran {
					t.Errorf("Update returned %v, ran %v", err, ran)
				}
			})
			synctest.Wait()
			cancel()
		})
		if all, err := contents(db); len(all) != 0 {
			t.Errorf("%v %v", all, err)
		}
		db.Close()
	})
}

// TestErrorWaitsForCommit has a function fail because of what another one of
// its group wrote. When that does not get to disk, neither may the failure be
// believed: a duplicate of a lost message is none.
func TestErrorWaitsForCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := opened(t, settings{watch: time.Hour, maxSize: 2 << 20}, temp(t))
		before := errors.New("there was nothing")
		duplicate := errors.New("seen already")
		held(t, db, func(all *sync.WaitGroup) {
			all.Go(func() {
				if err := update(db, func(store.KV) error { return before }); !errors.Is(err, before) {
					t.Errorf("a function that failed on what is on disk got %v", err)
				}
			})
			synctest.Wait()
			all.Go(func() {
				if err := update(db, put("seen", strings.Repeat("x", 4<<20))); !errors.Is(err, store.ErrFull) {
					t.Errorf("a value larger than the disk got %v", err)
				}
			})
			synctest.Wait()
			all.Go(func() {
				err := update(db, func(kv store.KV) error {
					if v, _ := kv.Get([]byte("seen")); v != nil {
						return duplicate
					}
					return nil
				})
				if !errors.Is(err, store.ErrFull) {
					t.Errorf("a function that saw what was not kept got %v, want ErrFull", err)
				}
			})
		})
		if err := update(db, put("still", "works")); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestEndedGoroutine(t *testing.T) {
	db := opened(t, usual, temp(t))
	if err := update(db, func(kv store.KV) error { _ = put("a", "1")(kv); runtime.Goexit(); return nil }); !errors.Is(err, errEnded) {
		t.Errorf("Update returned %v", err)
	}
	if err := update(db, put("b", "2")); err != nil {
		t.Error(err)
	}
	if all, err := contents(db); len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
}

// TestIgnoredError has functions that go on after the engine refused a call.
func TestIgnoredError(t *testing.T) {
	db := opened(t, usual, temp(t))
	long := strings.Repeat("k", 1<<16)
	if err := errors.Join(update(db, put("a", "1")), update(db, put("b", "2"))); err != nil {
		t.Fatal(err)
	}
	if err := update(db, func(kv store.KV) error { _ = put("a", "2")(kv); _ = put(long, "x")(kv); return nil }); err == nil {
		t.Error("a transaction committed without one of its values")
	}
	if db.Err() != nil {
		t.Errorf("a key that is too long ended the database: %v", db.Err())
	}
	if err := db.Verify(); err != nil {
		t.Error(err)
	}
}

func TestClose(t *testing.T) {
	path := temp(t)
	db := opened(t, usual, path)
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			for n := 0; ; n++ {
				err := update(db, put(fmt.Sprintf("%d/%d", i, n), "x"))
				if errors.Is(err, store.ErrClosed) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				if i == 0 && n == 5 {
					go db.Close()
				}
			}
		})
	}
	all.Wait()
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if err := update(db, put("a", "1")); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Update returned %v after Close", err)
	}
	if _, err := contents(db); !errors.Is(err, store.ErrClosed) {
		t.Errorf("View returned %v after Close", err)
	}
	if err := db.Backup(path + ".copy"); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Backup returned %v after Close", err)
	}
	if err := Verify(path); err != nil {
		t.Error(err)
	}
}

func TestLocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := temp(t)
		db := opened(t, usual, path)
		began := time.Now()
		for name, fn := range map[string]func() error{
			"Open":    func() error { _, err := Open(path); return err },
			"Verify":  func() error { return Verify(path) },
			"Restore": func() error { return Restore(path, path, path+".old") },
		} {
			if err := fn(); !errors.Is(err, store.ErrLocked) || time.Since(began) > 3*time.Second {
				t.Errorf("%s returned %v after %v, want ErrLocked", name, err, time.Since(began))
			}
			began = time.Now()
		}
		all := sync.WaitGroup{}
		all.Go(func() { // waits for one that is about to end
			db, err := Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			db.Close()
		})
		time.Sleep(time.Second)
		db.Close()
		all.Wait()
	})
}
