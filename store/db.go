package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"
)

// A DB runs transactions on an engine and tells listeners what they touched.
type DB struct {
	engine Engine
	mu     sync.Mutex
	bells  [topics][]chan struct{}
}

// A Topic is a kind of change that somebody may be waiting for.
type Topic int

// The topics.
const (
	Mail   Topic = iota // the outbox has something new to send
	Clocks              // a timer or a round was set
	Files               // a photo is to be fetched
	topics
)

// Open brings the engine's data up to the present schema, in many small
// transactions: when it is broken off, the next Open goes on where it was. It
// returns ErrNewer when a later version of this program wrote the data.
func Open(ctx context.Context, e Engine) (*DB, error) {
	db := &DB{engine: e}
	for {
		more := false
		err := db.Update(ctx, func(tx *Tx) error {
			more = migrate(tx)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("open store: %w", err)
		}
		if !more {
			return db, nil
		}
	}
}

// View runs fn in a transaction that only reads. Do no slow work in fn: an
// open read transaction can hold up all writers.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	return db.engine.View(ctx, func(kv KV) error {
		tx := &Tx{kv: kv}
		err := fn(tx)
		if tx.err != nil {
			return tx.err
		}
		return err
	})
}

// Update commits what fn changed, or nothing, and returns nil only when it is
// durable. fn may run more than once.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	var touched [topics]bool
	err := db.engine.Update(ctx, func(kv KV) error {
		tx := &Tx{kv: kv}
		err := fn(tx)
		touched = tx.touched
		if tx.err != nil {
			return tx.err
		}
		return err
	})
	if err != nil {
		return err
	}
	for t, yes := range touched {
		if yes {
			db.Ring(Topic(t))
		}
	}
	return nil
}

// Listen returns a channel that holds one token after any number of commits
// that touched the topic. It is never closed.
func (db *DB) Listen(t Topic) <-chan struct{} {
	c := make(chan struct{}, 1)
	db.mu.Lock()
	defer db.mu.Unlock()
	db.bells[t] = append(db.bells[t], c)
	return c
}

// Ring wakes the listeners of a topic.
func (db *DB) Ring(t Topic) {
	db.mu.Lock()
	defer db.mu.Unlock()
	for _, c := range db.bells[t] {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// A Tx is a transaction. Its first failure sticks: later calls do nothing, and
// it will not commit. Callers therefore need not check each call.
type Tx struct {
	kv      KV
	err     error
	touched [topics]bool
	writes  uint64 // how many, so that a loop knows whether its rows are old
}

// Err returns the first failure of the transaction.
func (tx *Tx) Err() error { return tx.err }

// Fail makes the transaction fail with err, unless it has failed already.
func (tx *Tx) Fail(err error) {
	if tx.err == nil {
		tx.err = err
	}
}

// Touch makes the commit of this transaction wake the listeners of a topic.
func (tx *Tx) Touch(t Topic) { tx.touched[t] = true }

func (tx *Tx) get(key []byte) []byte {
	if tx.err != nil {
		return nil
	}
	v, err := tx.kv.Get(key)
	if err != nil {
		tx.Fail(err)
		return nil
	}
	return v
}

func (tx *Tx) put(key, value []byte) {
	tx.writes++
	if tx.err == nil {
		if err := tx.kv.Put(key, value); err != nil {
			tx.Fail(err)
		}
	}
}

func (tx *Tx) delete(key []byte) {
	tx.writes++
	if tx.err == nil {
		if err := tx.kv.Delete(key); err != nil {
			tx.Fail(err)
		}
	}
}

func (tx *Tx) scan(first, end []byte, fn func(k, v []byte) bool) {
	if tx.err == nil {
		if err := tx.kv.Scan(first, end, fn); err != nil {
			tx.Fail(err)
		}
	}
}

// Next returns the next number of a named sequence, from 1.
func (tx *Tx) Next(sequence string) uint64 {
	n := tx.Last(sequence) + 1
	if tx.err == nil {
		tx.put(sequenceKey(sequence), binary.BigEndian.AppendUint64(nil, n))
	}
	return n
}

// Last returns the number that Next of a sequence returned last, 0 if it never
// did.
func (tx *Tx) Last(sequence string) uint64 {
	v := tx.get(sequenceKey(sequence))
	if v == nil {
		return 0
	}
	if len(v) != 8 {
		tx.Fail(fmt.Errorf("%w: sequence %s", ErrCorrupt, sequence))
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

func sequenceKey(sequence string) []byte { return []byte("seq\x00" + sequence) }
