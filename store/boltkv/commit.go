package boltkv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	bolt "go.etcd.io/bbolt"

	"wijkbot/store"
)

// maxGroup is how many callers may share one commit. More would make the first
// of them wait long for the last.
const maxGroup = 256

// A request is one caller of Update who waits for its commit.
type request struct {
	ctx  context.Context
	fn   func(store.KV) error
	err  error
	done chan struct{}
}

// Update runs fn and returns when what it changed is on disk. Functions of
// callers that wait at the same time run one after the other and share one
// commit; when one of them fails, the others run again without it.
func (db *DB) Update(ctx context.Context, fn func(store.KV) error) error {
	r := &request{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case db.queue <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-db.down:
		return db.Err()
	case <-db.stop:
		return store.ErrClosed
	}
	select {
	case <-r.done:
		return r.err
	case <-db.down:
		select {
		case <-r.done: // it was decided just before
			return r.err
		default:
			return db.Err()
		}
	}
}

// commits is the one goroutine that writes. It never waits for company: those
// who arrive during a commit share the next.
func (db *DB) commits() {
	defer db.done.Done()
	group := make([]*request, 0, maxGroup)
	for {
		group = group[:0]
		select {
		case <-db.down:
			return
		case r := <-db.queue:
			group = append(group, r)
		case <-db.stop:
			if len(db.queue) == 0 {
				return
			}
			continue
		}
		for len(group) < maxGroup && len(db.queue) > 0 {
			group = append(group, <-db.queue)
		}
		db.commit(group)
	}
}

// commit runs the group in one transaction, leaving out those that fail.
func (db *DB) commit(group []*request) {
	live := make([]*request, 0, len(group))
	for _, r := range group {
		if r.err = r.ctx.Err(); r.err != nil {
			close(r.done) // gave up before its turn: nothing happened
			continue
		}
		live = append(live, r)
	}
	for len(live) > 0 {
		sum := db.total
		failed, err := db.try(live, &sum)
		if failed < 0 {
			if err == nil {
				db.total = sum
			}
			db.judge(err)
			finish(live, err)
			return
		}
		db.judge(err)
		finish(live[failed:failed+1], err)
		live = append(live[:failed:failed], live[failed+1:]...)
	}
}

func finish(rs []*request, err error) {
	for _, r := range rs {
		r.err = err
		close(r.done)
	}
}

// try commits all of live, or nothing. failed is the index of the function
// that failed, or -1 when err is that of the commit itself.
func (db *DB) try(live []*request, sum *total) (failed int, err error) {
	if err := db.Err(); err != nil {
		return -1, err
	}
	failed = -1
	defer guard(&err)()
	tx, err := db.bolt.Begin(true)
	if err != nil {
		return -1, asStoreError(err)
	}
	committed := false
	defer func() {
		if !committed {
			err = errors.Join(err, rollback(tx))
		}
	}()
	t := &kv{b: tx.Bucket(dataBucket), total: sum}
	for i, r := range live {
		if err := call(r.fn, t); err != nil {
			return i, err
		}
	}
	if err := tx.Bucket(metaBucket).Put(totalKey, sum.encode()); err != nil {
		return -1, asStoreError(err)
	}
	committed = true // bbolt rolls back by itself when its commit fails
	return -1, db.commitError(tx.Commit())
}

// commitError is asStoreError for commits: there bbolt drops the type of an
// error while growing the file, so the free space has to tell.
func (db *DB) commitError(err error) error {
	err = asStoreError(err)
	if !errors.Is(err, store.ErrFault) || errors.As(err, new(*os.PathError)) {
		return err
	}
	var fs syscall.Statfs_t
	if syscall.Statfs(db.path, &fs) == nil && fs.Bavail*uint64(fs.Bsize) < leastRoom {
		return fmt.Errorf("%w: %v", store.ErrFull, err) // no longer a fault
	}
	return err
}

// leastRoom is what bbolt asks for when it grows the file, in bytes.
const leastRoom = 16 << 20

func rollback(tx *bolt.Tx) (err error) {
	defer guardCall(&err)
	return tx.Rollback()
}
