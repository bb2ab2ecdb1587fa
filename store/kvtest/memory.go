package kvtest

import (
	"context"
	"errors"
	"slices"
	"sort"
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

// A leaf is a run of pairs in order, never empty and never changed: a writer
// puts another in its place, so that readers keep theirs.
type leaf []pair

// mostPairs is how long a leaf may be: short, since each change copies one.
const mostPairs = 32

// memory holds the leaves in order.
type memory struct {
	write sync.Mutex
	mu    sync.Mutex
	now   []leaf
}

func (m *memory) snapshot() []leaf {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *memory) View(ctx context.Context, fn func(store.KV) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return try(fn, &memoryTx{leaves: m.snapshot(), only: true})
}

func (m *memory) Update(ctx context.Context, fn func(store.KV) error) error {
	m.write.Lock()
	defer m.write.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	tx := &memoryTx{leaves: m.snapshot(), shared: true}
	if err := try(fn, tx); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = tx.leaves
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
	leaves []leaf
	only   bool
	shared bool // the list of leaves is of readers too, until the first change
}

// put sets the leaf at i to the leaves with, of which there may be none.
func (tx *memoryTx) put(i int, with ...leaf) {
	if tx.shared {
		tx.leaves, tx.shared = slices.Clone(tx.leaves), false
	}
	tx.leaves = slices.Replace(tx.leaves, i, min(i+1, len(tx.leaves)), with...)
}

// find returns in which leaf a key is, or belongs, that leaf, and where in it.
func (tx *memoryTx) find(key []byte) (i int, l leaf, at int, found bool) {
	k := string(key)
	i = sort.Search(len(tx.leaves), func(i int) bool { return tx.leaves[i][0].key > k })
	if i = max(0, i-1); i < len(tx.leaves) {
		l = tx.leaves[i]
	}
	at, found = slices.BinarySearchFunc(l, k, func(p pair, k string) int { return strings.Compare(p.key, k) })
	return i, l, at, found
}

func (tx *memoryTx) Get(key []byte) ([]byte, error) {
	_, l, at, ok := tx.find(key)
	if !ok {
		return nil, nil
	}
	return []byte(l[at].value), nil
}

func (tx *memoryTx) Put(key, value []byte) error {
	if tx.only {
		return errView
	}
	i, l, at, ok := tx.find(key)
	after := l[at:]
	if ok {
		after = l[at+1:]
	}
	l = slices.Concat(l[:at], leaf{{string(key), string(value)}}, after)
	if half := len(l) / 2; len(l) > mostPairs {
		tx.put(i, l[:half], l[half:])
		return nil
	}
	tx.put(i, l)
	return nil
}

func (tx *memoryTx) Delete(key []byte) error {
	if tx.only {
		return errView
	}
	switch i, l, at, ok := tx.find(key); {
	case ok && len(l) == 1:
		tx.put(i)
	case ok:
		tx.put(i, slices.Concat(l[:at], l[at+1:]))
	}
	return nil
}

func (tx *memoryTx) Scan(first, end []byte, fn func(key, value []byte) bool) error {
	i, _, at, _ := tx.find(first)
	for ; i < len(tx.leaves); i, at = i+1, 0 {
		for _, p := range tx.leaves[i][at:] {
			if end != nil && p.key >= string(end) || !fn([]byte(p.key), []byte(p.value)) {
				return nil
			}
		}
	}
	return nil
}
