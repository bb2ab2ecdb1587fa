package boltkv

import (
	"bytes"
	"encoding/binary"
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

// seal returns value behind its checksum, and a copy of key, in one piece of
// memory: bbolt keeps what it is given until the commit.
func seal(key, value []byte) (name, stored []byte, crc uint32) {
	crc = checksum(key, value)
	n := sealSize + len(value)
	b := make([]byte, n+len(key))
	binary.BigEndian.PutUint32(b, crc)
	copy(b[sealSize:], value)
	copy(b[n:], key)
	return b[n:], b[:n:n], crc
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

// kv is the transaction of one function. total is nil in one that only reads.
type kv struct {
	b     *bolt.Bucket
	total *total
	// changes is what to put back when this function fails while others of
	// its group do not.
	changes []change
	// err is the first failure. It fails the function even if it goes on.
	err error
}

// A change is what a key held before; nil is nothing.
type change struct{ key, stored []byte }

func (t *kv) Get(key []byte) (value []byte, err error) {
	defer t.guard(&err)
	stored := t.b.Get(key)
	if stored == nil {
		return nil, nil
	}
	value, _, err = unseal(key, stored)
	return value, err
}

func (t *kv) Put(key, value []byte) (err error) {
	defer t.guard(&err)
	name, stored, crc := seal(key, value)
	if err := t.forget(name); err != nil {
		return err
	}
	if err := t.b.Put(name, stored); err != nil {
		return err
	}
	t.total.add(crc)
	return nil
}

func (t *kv) Delete(key []byte) (err error) {
	defer t.guard(&err)
	if err := t.forget(bytes.Clone(key)); err != nil {
		return err
	}
	if last := len(t.changes) - 1; t.changes[last].stored == nil {
		t.changes = t.changes[:last] // there was nothing
		return nil
	}
	return t.b.Delete(key)
}

// forget takes the present value of key, if any, out of the total, and notes
// it. It keeps key.
func (t *kv) forget(key []byte) error {
	if t.total == nil {
		return berrors.ErrTxNotWritable
	}
	stored := t.b.Get(key)
	t.changes = append(t.changes, change{key, stored})
	if stored == nil {
		return nil
	}
	_, crc, err := unseal(key, stored)
	if err == nil {
		t.total.remove(crc)
	}
	return err
}

// undo puts back what this function changed, all but the total.
func (t *kv) undo() (err error) {
	defer guardCall(&err)
	for i := len(t.changes) - 1; i >= 0; i-- {
		c := t.changes[i]
		if c.stored == nil {
			err = t.b.Delete(c.key)
		} else {
			err = t.b.Put(c.key, c.stored)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
	c := t.b.Cursor()
	for k, stored := c.Seek(first); k != nil && (end == nil || bytes.Compare(k, end) < 0); k, stored = c.Next() {
		value, _, err := unseal(k, stored)
		if err != nil {
			return err
		}
		inside = true
		more := fn(k[:len(k):len(k)], value)
		inside = false
		if !more {
			return nil
		}
	}
	return nil
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
