package boltkv

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"wijkbot/store"
)

// A total is a sum over all entries that does not depend on their order. An
// entry that vanishes with its page changes it, which no checksum of single
// values would notice.
type total struct {
	count, sum uint64
}

func (t total) encode() []byte {
	b := binary.BigEndian.AppendUint64(nil, t.count)
	return binary.BigEndian.AppendUint64(b, t.sum)
}

func decodeTotal(b []byte) (total, bool) {
	if len(b) != 16 {
		return total{}, false
	}
	return total{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}, true
}

func (t *total) add(crc uint32)    { t.count++; t.sum += uint64(crc) }
func (t *total) remove(crc uint32) { t.count--; t.sum -= uint64(crc) }

const sealSize = 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers key and value, so that a value under a wrong key shows.
func checksum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

// unseal checks and strips the checksum in front of a stored value.
func unseal(key, stored []byte) ([]byte, uint32, error) {
	if len(stored) < sealSize {
		return nil, 0, broken("a value is too short")
	}
	crc, value := binary.BigEndian.Uint32(stored), stored[sealSize:len(stored):len(stored)]
	if checksum(key, value) != crc {
		return nil, 0, broken("a value differs from its checksum")
	}
	return value, crc, nil
}

// kv is the transaction of one function. layer is nil in one that only reads.
type kv struct {
	b     *bolt.Bucket
	at    *bolt.Cursor // for single keys; a new one for each would cost more than to find it
	layer *layer
	idle  *merged // a walk that ended, for the next
	// changes is what to put back when this function fails while others of
	// its group do not.
	changes []change
	// err is the first failure. It fails the function even if it goes on.
	err error
}

func (t *kv) Get(key []byte) (value []byte, err error) {
	defer t.guard(&err)
	if t.layer != nil {
		if w, ok := t.layer.Get(write{b: key}); ok {
			return w.value(), nil
		}
	}
	stored := find(t.at, key)
	if stored == nil {
		return nil, nil
	}
	value, _, err = unseal(key, stored)
	return value, err
}

// find returns what is stored under key, nil if there is nothing.
func find(c *bolt.Cursor, key []byte) []byte {
	k, v := c.Seek(key)
	if !bytes.Equal(k, key) {
		return nil
	}
	return v
}

func (t *kv) Put(key, value []byte) (err error) {
	defer t.guard(&err)
	w := newWrite(key, value)
	if len(key) == 0 || len(key) > bolt.MaxKeySize {
		return fmt.Errorf("a key of %d bytes", len(key))
	}
	return t.write(w)
}

func (t *kv) Delete(key []byte) (err error) {
	defer t.guard(&err)
	if v, err := t.Get(key); v == nil || err != nil {
		return err // there is nothing
	}
	return t.write(write{b: bytes.Clone(key)})
}

func (t *kv) write(w write) error {
	if t.layer == nil {
		return berrors.ErrTxNotWritable
	}
	before, had := t.layer.Set(w)
	if !had {
		before = write{b: w.key()}
	}
	t.changes = append(t.changes, change{before, had})
	return nil
}

// undo puts back what this function changed.
func (t *kv) undo() {
	for i := len(t.changes) - 1; i >= 0; i-- {
		if c := t.changes[i]; c.had {
			t.layer.Set(c.write)
		} else {
			t.layer.Delete(c.write)
		}
	}
}

func (t *kv) Scan(first, end []byte, fn func(key, value []byte) bool) (err error) {
	inside := false // a panic of fn is the caller's own
	defer func() {
		if !inside {
			if p := recover(); p != nil {
				err = damaged(p)
			}
		}
		t.keep(err)
	}()
	at := t.idle
	t.idle = nil // fn may scan too
	if at == nil {
		at = new(merged)
	}
	at.start(t.b, t.layer, first, end)
	defer func() { t.idle = at }()
	for {
		k, value, err := at.next()
		if err != nil || k == nil {
			return err
		}
		inside = true
		more := fn(k[:len(k):len(k)], value)
		inside = false
		if !more {
			return nil
		}
	}
}

// guard turns a panic of bbolt, which has no other way to say that a page is
// not what it should be, into ErrCorrupt.
func (t *kv) guard(err *error) {
	if p := recover(); p != nil {
		*err = damaged(p)
	}
	t.keep(*err)
}

func (t *kv) keep(err error) {
	if t.err == nil {
		t.err = err
	}
}

// call runs fn on t and returns its panic as an error.
func call(fn func(store.KV) error, t *kv) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
			if t.err != nil {
				err = t.err
			}
		case interface{ Addr() uintptr }: // a fault of the mapping, not of fn
			err = damaged(p)
		default:
			err = &Panic{Value: p, Stack: debug.Stack()}
		}
	}()
	return fn(t)
}
