package simulate

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"

	"wijkbot/store"
)

// A memory is an engine without a disk: a year has millions of commits, and
// what a crash does to a file has tests of its own. One writer at a time works
// on the very rows, and a failure takes back what it did.
type memory struct {
	mu     sync.RWMutex
	blocks []block // in order, none empty but the only one
}

type row struct{ key, value []byte }

// A block is some rows in order, of at most mostRows.
type block []row

const mostRows = 128

func newMemory() *memory { return &memory{blocks: []block{nil}} }

// View runs fn on what the last Update left.
func (m *memory) View(ctx context.Context, fn func(store.KV) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return fn(&memoryTx{m: m, only: true})
}

// Update runs fn and keeps all it changed, or nothing.
func (m *memory) Update(ctx context.Context, fn func(store.KV) error) (err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	tx := &memoryTx{m: m}
	done := false
	defer func() {
		if !done { // fn panicked
			tx.undo()
		}
	}()
	if err = fn(tx); err != nil {
		tx.undo()
	}
	done = true
	return err
}

// find returns where a key is, or belongs.
func (m *memory) find(key []byte) (b, i int, ok bool) {
	b, ok = slices.BinarySearchFunc(m.blocks, key, func(x block, k []byte) int {
		if len(x) == 0 {
			return 1
		}
		return bytes.Compare(x[0].key, k)
	})
	if ok {
		return b, 0, true
	}
	b = max(0, b-1)
	i, ok = slices.BinarySearchFunc(m.blocks[b], key, func(x row, k []byte) int { return bytes.Compare(x.key, k) })
	return b, i, ok
}

func (m *memory) put(key, value []byte) {
	b, i, ok := m.find(key)
	if ok {
		m.blocks[b][i].value = value
		return
	}
	x := slices.Insert(m.blocks[b], i, row{key, value})
	if len(x) < mostRows {
		m.blocks[b] = x
		return
	}
	half := len(x) / 2
	m.blocks[b] = slices.Clone(x[:half])
	m.blocks = slices.Insert(m.blocks, b+1, slices.Clone(x[half:]))
}

func (m *memory) drop(key []byte) {
	b, i, ok := m.find(key)
	if !ok {
		return
	}
	m.blocks[b] = slices.Delete(m.blocks[b], i, i+1)
	if len(m.blocks[b]) == 0 && len(m.blocks) > 1 {
		m.blocks = slices.Delete(m.blocks, b, b+1)
	}
}

// A memoryTx is a transaction. was holds what it changed, as it was.
type memoryTx struct {
	m    *memory
	only bool
	was  []before
}

type before struct {
	row
	there bool
}

func (tx *memoryTx) undo() {
	for _, x := range slices.Backward(tx.was) {
		if x.there {
			tx.m.put(x.key, x.value)
		} else {
			tx.m.drop(x.key)
		}
	}
}

// note remembers a row before it changes.
func (tx *memoryTx) note(key []byte) {
	x := before{row: row{key: key}}
	if b, i, ok := tx.m.find(key); ok {
		x.value, x.there = tx.m.blocks[b][i].value, true
	}
	tx.was = append(tx.was, x)
}

// Get returns a value, nil if there is none.
func (tx *memoryTx) Get(key []byte) ([]byte, error) {
	b, i, ok := tx.m.find(key)
	if !ok {
		return nil, nil
	}
	return tx.m.blocks[b][i].value, nil
}

// Put sets a value.
func (tx *memoryTx) Put(key, value []byte) error {
	if tx.only {
		return errOnlyReads
	}
	key = bytes.Clone(key)
	tx.note(key)
	tx.m.put(key, bytes.Clone(value))
	return nil
}

// Delete removes a key.
func (tx *memoryTx) Delete(key []byte) error {
	if tx.only {
		return errOnlyReads
	}
	tx.note(bytes.Clone(key))
	tx.m.drop(key)
	return nil
}

// Scan calls fn for each pair from first up to end, until it returns false.
func (tx *memoryTx) Scan(first, end []byte, fn func(key, value []byte) bool) error {
	b, i, _ := tx.m.find(first)
	for ; b < len(tx.m.blocks); b, i = b+1, 0 {
		for _, x := range tx.m.blocks[b][i:] {
			if end != nil && bytes.Compare(x.key, end) >= 0 || !fn(x.key, x.value) {
				return nil
			}
		}
	}
	return nil
}

var errOnlyReads = errors.New("this transaction only reads")
