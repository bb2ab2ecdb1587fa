package kvtest

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"

	"wijkbot/store"
	"wijkbot/store/boltkv"
)

// Open returns a store on a new file, whose every Update function runs twice.
// It is closed when the test ends.
func Open(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), Twice(OpenEngine(t)))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// OpenEngine returns an engine on a new file, closed when the test ends.
func OpenEngine(t testing.TB) *boltkv.DB {
	t.Helper()
	e, err := boltkv.Open(filepath.Join(t.TempDir(), "test.db"))
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

// errAgain rolls the first run of a function back.
var errAgain = errors.New("run again")

// Twice returns an engine that runs every Update function twice on e and rolls
// the first run back, as an engine may. A function that changes anything but
// its transaction shows.
func Twice(e store.Engine) store.Engine { return twice{e} }

type twice struct{ store.Engine }

// Update runs fn, forgets what it did, and runs it again.
func (e twice) Update(ctx context.Context, fn func(store.KV) error) error {
	// Whatever becomes of it: the second run is the one that counts.
	_ = e.Engine.Update(ctx, func(kv store.KV) error {
		if err := fn(kv); err != nil {
			return err
		}
		return errAgain
	})
	return e.Engine.Update(ctx, fn)
}

// Faulty is an engine that fails when told to. It must not be copied.
type Faulty struct {
	store.Engine
	fault atomic.Pointer[error]
}

// Break makes every Update fail with err, such as store.ErrFull, after its
// function ran and before anything is kept. A nil err mends the engine.
func (f *Faulty) Break(err error) {
	if err == nil {
		f.fault.Store(nil)
		return
	}
	f.fault.Store(&err)
}

// Update runs fn and keeps what it changed unless the engine is broken.
func (f *Faulty) Update(ctx context.Context, fn func(store.KV) error) error {
	return f.Engine.Update(ctx, func(kv store.KV) error {
		if err := fn(kv); err != nil {
			return err
		}
		if fault := f.fault.Load(); fault != nil {
			return *fault
		}
		return nil
	})
}
