package boltkv

import (
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"wijkbot/store"
)

// maxGroup is how many callers may share one commit. More would make the first
// of them wait long for the last.
const maxGroup = 256

// A request is one caller of Update who waits for its commit.
type request struct {
	ctx context.Context
	fn  func(store.KV) error
	err error
	// settled says that err stands whatever becomes of the commit: fn failed
	// on what was on disk already.
	settled bool
	done    chan struct{}
}

// Update runs fn and returns when what it changed is on disk. Functions of
// callers that wait at the same time run one after the other and share one
// commit; what one of them changed before it failed is put back. fn runs in
// another goroutine, and never after Update returned.
func (db *DB) Update(ctx context.Context, fn func(store.KV) error) error {
	r := &request{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case db.queue <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-db.gone:
		return db.ended()
	}
	select {
	case <-r.done:
		return r.err
	case <-db.gone:
	case <-db.stuck:
	}
	select {
	case <-r.done: // it was decided just before
		return r.err
	default:
		return db.ended()
	}
}

func (db *DB) ended() error {
	if err := db.Err(); err != nil {
		return err
	}
	return store.ErrClosed
}

// commits is the one goroutine that writes. It never waits for company: those
// who arrive during a commit share the next.
func (db *DB) commits() {
	returns := false
	defer func() {
		if returns {
			close(db.gone)
			return
		}
		go db.commits() // a function ended this goroutine
	}()
	group := make([]*request, 0, maxGroup)
	for {
		group = group[:0]
		select {
		case r := <-db.queue:
			group = append(group, r)
		case <-db.stop:
			if len(db.queue) == 0 {
				returns = true
				return
			}
		}
		for len(group) < maxGroup && len(db.queue) > 0 {
			group = append(group, <-db.queue)
		}
		db.commit(group)
	}
}

// commit answers every request of the group.
func (db *DB) commit(group []*request) {
	live := make([]*request, 0, len(group))
	for _, r := range group {
		if r.err = r.ctx.Err(); r.err == nil { // else it gave up: nothing happened
			live = append(live, r)
		}
	}
	err := errEnded // unless try returns
	defer func() {
		for _, r := range live {
			if err != nil && !r.settled {
				r.err = err
			}
		}
		for _, r := range group {
			close(r.done)
		}
	}()
	if len(live) > 0 {
		err = db.try(live)
		db.judge(err)
	}
}

// try runs the functions of live, sets their errors, and commits what those
// without error changed. Its own error is of all of them, but the settled.
func (db *DB) try(live []*request) (err error) {
	defer guard(&err)()
	tx, err := db.begin(true)
	if err != nil {
		return err
	}
	open := true
	defer func() {
		if open {
			err = errors.Join(err, rollback(tx))
		}
	}()
	// Read each time: after a commit that failed nobody knows which it is.
	sum, ok := decodeTotal(tx.Bucket(metaBucket).Get(totalKey))
	if !ok {
		return broken("no total")
	}
	writes, err := run(tx.Bucket(dataBucket), live)
	if err != nil || writes.Len() == 0 {
		return err // what was read is on disk already
	}
	if err := writes.apply(tx.Bucket(dataBucket), &sum); err != nil {
		return asStoreError(err)
	}
	if err := tx.Bucket(metaBucket).Put(totalKey, sum.encode()); err != nil {
		return asStoreError(err)
	}
	open = false
	return db.confirm(tx)
}

// run runs the functions of live one after the other and returns what they
// want to write. A function that failed after another changed something has
// seen what may never be on disk, so its error waits for the commit.
func run(b *bolt.Bucket, live []*request) (*layer, error) {
	l := newLayer()
	var changes []change
	at := b.Cursor()
	for _, r := range live {
		t := &kv{b: b, at: at, layer: l, changes: changes[:0]}
		r.err = call(r.fn, t)
		changes = t.changes
		if r.err == nil {
			continue
		}
		if fatal(r.err) {
			return l, r.err
		}
		t.undo()
		r.settled = l.Len() == 0
	}
	return l, nil
}

// confirm commits. On ErrFull nothing was written: a commit that may be on
// disk all the same, because only its last step failed, is a fault.
func (db *DB) confirm(tx *bolt.Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = db.wedge(p)
		}
	}()
	id := tx.ID()
	db.bolt.AllocSize = growth(tx.Size(), db.bolt.Info().PageSize)
	err = commitError(db.file, tx.Commit())
	if err == nil {
		// Nobody will find what is in a file without a name.
		_, err = db.named()
		return err
	}
	if errors.Is(err, store.ErrFull) && db.latest() >= id {
		return fmt.Errorf("%w: %v", store.ErrFault, err)
	}
	return err
}

// growth is by how much a file of that size grows, in whole pages.
func growth(size int64, page int) int {
	return min(max(int(size/4), leastGrowth*page), mostGrowth) / page * page
}

// latest returns the number of the last transaction in the file.
func (db *DB) latest() (id int) {
	tx, err := db.begin(false)
	if err == nil {
		id = tx.ID()
		db.end(tx)
	}
	return id
}

func rollback(tx *bolt.Tx) (err error) {
	defer guardCall(&err)
	return tx.Rollback()
}
