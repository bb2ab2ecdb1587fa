package boltkv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"runtime/debug"
	"syscall"

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

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers key and value, so that a value under a wrong key shows.
func checksum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

// open strips and checks the checksum in front of a stored value.
func unseal(key, stored []byte) ([]byte, uint32, error) {
	if len(stored) < 4 {
		return nil, 0, fmt.Errorf("%w: value too short", store.ErrCorrupt)
	}
	crc, value := binary.BigEndian.Uint32(stored), stored[4:]
	if checksum(key, value) != crc {
		return nil, 0, fmt.Errorf("%w: checksum differs", store.ErrCorrupt)
	}
	return value, crc, nil
}

// kv is one transaction. total is nil in one that only reads.
type kv struct {
	b     *bolt.Bucket
	total *total
}

func (t *kv) Get(key []byte) (value []byte, err error) {
	defer guardCall(&err)
	stored := t.b.Get(key)
	if stored == nil {
		return nil, nil
	}
	value, _, err = unseal(key, stored)
	return value, err
}

func (t *kv) Put(key, value []byte) (err error) {
	defer guardCall(&err)
	if t.total == nil {
		return berrors.ErrTxNotWritable
	}
	if err := t.forget(key); err != nil {
		return err
	}
	crc := checksum(key, value)
	stored := make([]byte, 4, 4+len(value))
	binary.BigEndian.PutUint32(stored, crc)
	if err := t.b.Put(key, append(stored, value...)); err != nil {
		return err
	}
	t.total.add(crc)
	return nil
}

func (t *kv) Delete(key []byte) (err error) {
	defer guardCall(&err)
	if t.total == nil {
		return berrors.ErrTxNotWritable
	}
	if err := t.forget(key); err != nil {
		return err
	}
	return t.b.Delete(key)
}

// forget takes the present value of key, if any, out of the total.
func (t *kv) forget(key []byte) error {
	stored := t.b.Get(key)
	if stored == nil {
		return nil
	}
	_, crc, err := unseal(key, stored)
	if err == nil {
		t.total.remove(crc)
	}
	return err
}

func (t *kv) Scan(first, end []byte, fn func(key, value []byte) bool) (err error) {
	inside := false // a panic of fn is the caller's own
	defer guardScan(&err, &inside)
	c := t.b.Cursor()
	for k, stored := c.Seek(first); k != nil && (end == nil || bytes.Compare(k, end) < 0); k, stored = c.Next() {
		value, _, err := unseal(k, stored)
		if err != nil {
			return err
		}
		inside = true
		more := fn(k, value)
		inside = false
		if !more {
			return nil
		}
	}
	return nil
}

// guardScan turns a panic of bbolt into ErrCorrupt and passes on one of fn.
func guardScan(err *error, inside *bool) {
	if *inside {
		return // not recovered: it goes on to whoever called Scan
	}
	if p := recover(); p != nil {
		*err = damaged(p)
	}
}

// guardCall turns a panic of bbolt, which has no other way to say that a page
// is not what it should be, into ErrCorrupt.
func guardCall(err *error) {
	if p := recover(); p != nil {
		*err = damaged(p)
	}
}

// guard makes reading past the end of a truncated file a panic instead of the
// end of the process, and turns panics of bbolt's transaction code into errors.
// Functions of callers run inside call, so their panics do not come here.
func guard(err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if p := recover(); p != nil {
			*err = damaged(p)
		}
	}
}

// call runs fn and returns its panic as an error.
func call(fn func(store.KV) error, t *kv) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case interface{ Addr() uintptr }: // a fault of the mapping, not of fn
			err = damaged(p)
		default:
			err = &Panic{Value: p, Stack: debug.Stack()}
		}
	}()
	return fn(t)
}

// A Panic is what a function given to View or Update panicked with. Nothing
// of its transaction was kept.
type Panic struct {
	Value any
	Stack []byte
}

// Error names the type of the value only: the value may quote a message.
func (p *Panic) Error() string { return fmt.Sprintf("panic in transaction: %T", p.Value) }

func damaged(p any) error { return fmt.Errorf("%w: %v", store.ErrCorrupt, p) }

// asStoreError tells a full disk from a failing one.
func asStoreError(err error) error {
	switch {
	case err == nil, errors.Is(err, store.ErrCorrupt):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG),
		errors.Is(err, berrors.ErrMaxSizeReached):
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	return fmt.Errorf("%w: %w", store.ErrFault, err)
}
