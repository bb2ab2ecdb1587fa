// Package boltkv keeps a store in one bbolt file.
//
// The one rule it keeps: what Update confirmed is on disk and comes back as it
// was, or the process stops. bbolt pages carry no checksum, so every value
// carries one over its key and itself, and a running total over all of them
// shows entries that went missing; Open verifies both, and that the two roots of
// the file are of its last two commits and each in its own place. Callers that
// wait together share one fsync.
//
// What no file can show of itself is that all of it is of an earlier moment: a
// backup put back by hand, or a disk that said it wrote the last root and kept
// what was there before. Such a file is whole, and a commit or more behind.
//
// One process has the file at a time, by a lock file beside it that also holds
// when the database itself is renamed or restored.
package boltkv

import (
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
	mapSize = 1 << 30
	// The file grows by a quarter, within these bounds, so that half of one is
	// always seen to be half. bbolt's own step, 16 MB, would leave a small city
	// whole at the beginning of an empty file.
	leastGrowth = 4 // pages
	mostGrowth  = 16 << 20
)

// settings are what tests need otherwise.
type settings struct {
	watch   time.Duration // how often the file is looked at
	maxSize int           // of the file, 0 for no limit
}

var usual = settings{watch: 5 * time.Second}

// A DB is an open database file. It implements store.Engine.
type DB struct {
	path  string
	file  *os.File // bbolt's own
	self  os.FileInfo
	bolt  *bolt.DB
	lock  *os.File
	queue chan *request
	stop  chan struct{} // closed by Close
	gone  chan struct{} // closed when the last commit is done
	watch sync.WaitGroup
	once  sync.Once

	gate  sync.Mutex    // held to begin a transaction
	stuck chan struct{} // closed when bbolt panicked holding its locks

	mu   sync.Mutex
	err  error
	down chan struct{}
}

var _ store.Engine = (*DB)(nil)

// Open opens the database at path, or makes one, after verifying every value.
// Its errors are store.ErrLocked, ErrNotUsable, ErrCorrupt, ErrFull and
// ErrFault.
func Open(path string) (*DB, error) { return usual.open(path) }

func (s settings) open(path string) (*DB, error) {
	if err := usable(path); err != nil {
		return nil, err
	}
	lock, err := acquire(path + ".lock")
	if err != nil {
		return nil, err
	}
	db, err := s.openLocked(path)
	if err != nil {
		lock.Close()
		return nil, err
	}
	db.lock = lock
	db.self, err = db.file.Stat()
	if err != nil {
		return nil, errors.Join(asStoreError(err), db.bolt.Close(), lock.Close())
	}
	db.watch.Add(1)
	go db.commits()
	go db.look(db.self, s.watch)
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

func (s settings) openLocked(path string) (*DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return nil, err
		}
	}
	if err := verify(path); err != nil {
		return nil, err
	}
	b, f, err := s.openBolt(path)
	if err != nil {
		return nil, err
	}
	return &DB{
		path: path, file: f, bolt: b,
		queue: make(chan *request, maxGroup),
		stop:  make(chan struct{}), gone: make(chan struct{}),
		stuck: make(chan struct{}), down: make(chan struct{}),
	}, nil
}

func (s settings) openBolt(path string) (b *bolt.DB, f *os.File, err error) {
	defer func() {
		if err != nil && f != nil {
			f.Close() // again, unless bbolt panicked
		}
	}()
	defer guard(&err)()
	b, err = bolt.Open(path, 0o600, &bolt.Options{
		// Each commit writes the list of free pages: an array is in order
		// already, the other type sorts them all each time.
		FreelistType: bolt.FreelistArrayType,
		Timeout:      lockWait, NoStatistics: true,
		InitialMmapSize: mapSize, MaxSize: s.maxSize,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			var err error
			f, err = os.OpenFile(name, flag, mode)
			return f, err
		},
	})
	switch {
	case err == nil:
		b.AllocSize = growth(0, b.Info().PageSize)
		return b, f, nil
	case errors.Is(err, berrors.ErrTimeout):
		err = store.ErrLocked
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrChecksum):
		err = fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	default:
		err = asStoreError(err)
	}
	return nil, f, err
}

// create makes an empty database under another name first, so that a crash
// half way leaves nothing that looks like a damaged one.
func create(path string) error {
	tmp := path + ".new"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	b, f, err := usual.openBolt(tmp)
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
	err = commitError(f, err)
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
