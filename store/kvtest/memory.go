package kvtest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"wijkbot/store"
)

// Memory returns an engine that keeps everything in memory, one transaction at
// a time: for tests that need many stores, and to show that the suite does not
// lean on boltkv. It survives nothing.
func Memory() store.Engine { return &memory{} }

// Copy returns another engine with what an engine of Memory holds now: for tests
// that try many things from one point.
func Copy(e store.Engine) store.Engine { return &memory{now: e.(*memory).snapshot()} }

type pair struct{ key, value string }

// memory holds pairs in order. A writer copies them before its first change, so
// that readers keep theirs.
type memory struct {
	write sync.Mutex
	mu    sync.Mutex
	now   []pair
}

func (m *memory) snapshot() []pair {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *memory) View(ctx context.Context, fn func(store.KV) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return try(fn, &memoryTx{pairs: m.snapshot(), only: true})
}

func (m *memory) Update(ctx context.Context, fn func(store.KV) error) error {
	m.write.Lock()
	defer m.write.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	tx := &memoryTx{pairs: m.snapshot(), shared: true}
	if err := try(fn, tx); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = tx.pairs
	return nil
}

var (
	errPanic = errors.New("panic in transaction")
	errView  = errors.New("this transaction only reads")
)

func try(fn func(store.KV) error, tx *memoryTx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errPanic
		}
	}()
	return fn(tx)
}

type memoryTx struct {
	pairs  []pair
	only   bool
	shared bool // pairs are of readers too, until the first change
}

// own makes the pairs those of this transaction alone.
func (tx *memoryTx) own() {
	if tx.shared {
		tx.pairs, tx.shared = slices.Clone(tx.pairs), false
	}
}

func (tx *memoryTx) find(key []byte) (int, bool) {
	return slices.BinarySearchFunc(tx.pairs, string(key), func(p pair, k string) int { return strings.Compare(p.key, k) })
}

func (tx *memoryTx) Get(key []byte) ([]byte, error) {
	i, ok := tx.find(key)
	if !ok {
		return nil, nil
	}
	return []byte(tx.pairs[i].value), nil
}

func (tx *memoryTx) Put(key, value []byte) error {
	if tx.only {
		return errView
	}
	tx.own()
	p := pair{string(key), string(value)}
	i, ok := tx.find(key)
	if ok {
		tx.pairs[i] = p
		return nil
	}
	tx.pairs = slices.Insert(tx.pairs, i, p)
	return nil
}

func (tx *memoryTx) Delete(key []byte) error {
	if tx.only {
		return errView
	}
	if i, ok := tx.find(key); ok {
		tx.own()
		tx.pairs = slices.Delete(tx.pairs, i, i+1)
	}
	return nil
}

func (tx *memoryTx) Scan(first, end []byte, fn func(key, value []byte) bool) error {
	for i, _ := tx.find(first); i < len(tx.pairs); i++ {
		p := tx.pairs[i]
		if end != nil && p.key >= string(end) || !fn([]byte(p.key), []byte(p.value)) {
			return nil
		}
	}
	return nil
}
