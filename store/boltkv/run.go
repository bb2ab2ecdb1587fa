package boltkv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"

	"wijkbot/store"
)

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

// judge ends the database on an error after which nothing can be trusted.
func (db *DB) judge(err error) {
	if fatal(err) {
		db.fail(err)
	}
}

// wedge ends the database after a panic of bbolt that left its locks taken:
// nobody may wait for them.
func (db *DB) wedge(p any) error {
	err := damaged(p)
	db.fail(err)
	db.mu.Lock()
	defer db.mu.Unlock()
	if !db.isStuck() {
		close(db.stuck)
	}
	return err
}

func (db *DB) isStuck() bool {
	select {
	case <-db.stuck:
		return true
	default:
		return false
	}
}

// Close ends the database after the commits in hand. It may be called twice.
func (db *DB) Close() (err error) {
	db.once.Do(func() {
		close(db.stop)
		select {
		case <-db.gone:
		case <-db.stuck:
		}
		db.watch.Wait()
		db.fail(store.ErrClosed)
		if db.isStuck() {
			err = db.file.Close() // bbolt's Close would wait for ever
		} else {
			err = db.bolt.Close()
		}
		err = errors.Join(err, db.lock.Close())
	})
	return err
}

// look ends the database when its file is replaced under it: two processes
// could then write, each to a file of its own.
func (db *DB) look(was os.FileInfo, every time.Duration) {
	defer db.watch.Done()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-db.stop:
			return
		case <-tick.C:
		}
		now, err := db.named()
		if err != nil {
			db.fail(err)
			return
		}
		if now.Size() < was.Size() {
			db.fail(broken("the file was cut off"))
			return
		}
		was = now
	}
}

// named returns what is at our path, or a fault if that is not our file.
func (db *DB) named() (os.FileInfo, error) {
	now, err := os.Stat(db.path)
	if err != nil || !os.SameFile(db.self, now) {
		return nil, fmt.Errorf("%w: the database file was replaced", store.ErrFault)
	}
	return now, nil
}

// Size returns how large the file is, in bytes; 0 when it cannot be read.
func (db *DB) Size() (n int64) {
	_ = db.read(func(tx *bolt.Tx) error { n = tx.Size(); return nil })
	return n
}

// View runs fn in a transaction that only reads.
func (db *DB) View(ctx context.Context, fn func(store.KV) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return db.read(func(tx *bolt.Tx) error {
		b := tx.Bucket(dataBucket)
		return call(fn, &kv{b: b, at: b.Cursor()})
	})
}

func (db *DB) read(fn func(*bolt.Tx) error) (err error) {
	defer func() { db.judge(err) }()
	defer guard(&err)()
	tx, err := db.begin(false)
	if err != nil {
		return err
	}
	defer db.end(tx)
	return fn(tx)
}

// begin starts a transaction. bbolt begins one holding locks that a panic,
// such as on a truncated file, would leave taken for whoever comes next.
func (db *DB) begin(write bool) (tx *bolt.Tx, err error) {
	db.gate.Lock()
	defer db.gate.Unlock()
	if err := db.Err(); err != nil {
		return nil, err
	}
	defer func() {
		if p := recover(); p != nil {
			err = db.wedge(p)
		}
	}()
	tx, err = db.bolt.Begin(write)
	return tx, asStoreError(err)
}

// end ends a transaction that only read.
func (db *DB) end(tx *bolt.Tx) {
	if !db.isStuck() {
		_ = tx.Rollback() // its only error is that it ended already
	}
}
