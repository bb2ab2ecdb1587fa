// Package boltkv keeps a store in one bbolt file.
//
// The one rule it keeps: what Update confirmed is on disk and comes back as it
// was, or the process stops. bbolt pages carry no checksum, so every value
// carries one over its key and itself, and a running total over all of them
// shows entries that went missing; Open verifies both. Callers that wait
// together share one fsync.
//
// One process has the file at a time, by a lock file beside it that also holds
// when the database itself is renamed or restored.
package boltkv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"wijkbot/store"
)

var (
	dataBucket = []byte("data")
	metaBucket = []byte("meta")
	totalKey   = []byte("total")
)

const (
	lockWait = 2 * time.Second // a command that just ends is waited for
	// mapSize is address space, not memory: with room to grow, a long reader
	// cannot stop the writers (bbolt remaps under an exclusive lock).
	mapSize   = 1 << 30
	watchFile = 5 * time.Second
)

// A DB is an open database file. It implements store.Engine.
type DB struct {
	path  string
	bolt  *bolt.DB
	lock  *os.File
	total total
	queue chan *request
	stop  chan struct{}
	done  sync.WaitGroup
	once  sync.Once

	mu   sync.Mutex
	err  error
	down chan struct{}
}

var _ store.Engine = (*DB)(nil)

// Open opens the database at path, or makes one, after verifying every value.
// Its errors are store.ErrLocked, ErrNotUsable, ErrCorrupt and ErrFault.
func Open(path string) (*DB, error) {
	if err := usable(path); err != nil {
		return nil, err
	}
	lock, err := acquire(path + ".lock")
	if err != nil {
		return nil, err
	}
	db, err := open(path)
	if err != nil {
		lock.Close()
		return nil, err
	}
	db.lock = lock
	db.done.Add(2)
	go db.commits()
	go db.watch()
	return db, nil
}

func usable(path string) error {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if d, err := os.Stat(filepath.Dir(path)); err != nil || !d.IsDir() {
			return fmt.Errorf("%w: %s: no such folder", store.ErrNotUsable, filepath.Dir(path))
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	if !st.Mode().IsRegular() {
		return fmt.Errorf("%w: %s is not a file", store.ErrNotUsable, path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	return f.Close()
}

// acquire takes the lock file, waiting a little for a holder that is leaving.
func acquire(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	for end := time.Now().Add(lockWait); ; time.Sleep(20 * time.Millisecond) {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(end) {
			break
		}
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, store.ErrLocked
	}
	return nil, fmt.Errorf("%w: lock: %w", store.ErrNotUsable, err)
}

func open(path string) (*DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return nil, err
		}
	}
	// Verified in a mapping of its own, which is given back afterwards:
	// otherwise the whole file would count as this process's memory.
	sum, err := verify(path, false)
	if err != nil {
		return nil, err
	}
	b, err := openBolt(path, false)
	if err != nil {
		return nil, err
	}
	return &DB{
		path: path, bolt: b, total: sum,
		queue: make(chan *request, maxGroup),
		stop:  make(chan struct{}), down: make(chan struct{}),
	}, nil
}

func openBolt(path string, readOnly bool) (b *bolt.DB, err error) {
	defer guard(&err)()
	b, err = bolt.Open(path, 0o600, &bolt.Options{
		Timeout: lockWait, FreelistType: bolt.FreelistMapType,
		InitialMmapSize: mapSize, ReadOnly: readOnly, NoStatistics: true,
	})
	switch {
	case err == nil:
		return b, nil
	case errors.Is(err, berrors.ErrTimeout):
		return nil, store.ErrLocked
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrChecksum):
		return nil, fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	case errors.Is(err, store.ErrCorrupt):
		return nil, err
	}
	var sys *os.PathError
	if errors.As(err, &sys) {
		return nil, asStoreError(err)
	}
	return nil, fmt.Errorf("%w: %w", store.ErrCorrupt, err)
}

// create makes an empty database under another name first, so that a crash
// half way leaves nothing that looks like a damaged one.
func create(path string) error {
	tmp := path + ".new"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	b, err := openBolt(tmp, false)
	if err != nil {
		return err
	}
	err = b.Update(func(tx *bolt.Tx) error {
		if _, err := tx.CreateBucket(dataBucket); err != nil {
			return err
		}
		meta, err := tx.CreateBucket(metaBucket)
		if err != nil {
			return err
		}
		return meta.Put(totalKey, total{}.encode())
	})
	if err := errors.Join(err, b.Close()); err != nil {
		return asStoreError(err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return asStoreError(err)
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return asStoreError(err)
	}
	defer d.Close()
	return asStoreError(d.Sync())
}

// Down is closed when the database can no longer be trusted; Err tells why.
func (db *DB) Down() <-chan struct{} { return db.down }

// Err returns what ended the database, or nil.
func (db *DB) Err() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.err
}

// fail ends the database: no call succeeds from here on.
func (db *DB) fail(err error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.err == nil {
		db.err = err
		close(db.down)
	}
}

// Close ends the database after the commits in hand. It may be called twice.
func (db *DB) Close() error {
	var err error
	db.once.Do(func() {
		close(db.stop)
		db.done.Wait()
		db.fail(store.ErrClosed)
		err = errors.Join(db.bolt.Close(), db.lock.Close())
	})
	return err
}

// watch ends the database when its file is replaced under it: two processes
// could then write, each to a file of its own.
func (db *DB) watch() {
	defer db.done.Done()
	was, err := os.Stat(db.path)
	if err != nil {
		db.fail(asStoreError(err))
		return
	}
	tick := time.NewTicker(watchFile)
	defer tick.Stop()
	for {
		select {
		case <-db.stop:
			return
		case <-tick.C:
		}
		now, err := os.Stat(db.path)
		if err != nil || !os.SameFile(was, now) {
			db.fail(fmt.Errorf("%w: the database file was replaced", store.ErrFault))
			return
		}
	}
}

// Size returns how large the file is, in bytes.
func (db *DB) Size() (n int64) {
	_ = db.bolt.View(func(tx *bolt.Tx) error { n = tx.Size(); return nil })
	return n
}

// View runs fn in a transaction that only reads.
func (db *DB) View(ctx context.Context, fn func(store.KV) error) (err error) {
	if err := errors.Join(ctx.Err(), db.Err()); err != nil {
		return err
	}
	defer func() { db.judge(err) }()
	defer guard(&err)()
	return db.bolt.View(func(tx *bolt.Tx) error {
		return call(fn, &kv{b: tx.Bucket(dataBucket)})
	})
}

// judge ends the database on an error after which nothing can be trusted.
func (db *DB) judge(err error) {
	if errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrFault) {
		db.fail(err)
	}
}
