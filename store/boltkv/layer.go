package boltkv

import (
	"bytes"
	"encoding/binary"

	"github.com/tidwall/btree"
	bolt "go.etcd.io/bbolt"
)

// A layer holds what a group wrote until its commit, in key order. bbolt keeps
// all keys that are put into one page in one slice until the commit, so putting
// 18,000 rows of several tables in any other order than that of their keys
// takes a time that grows with the square. A row that many of a group write,
// such as a sequence, is put once.
type layer struct{ btree.BTreeG[write] }

// A write is what a key is to hold: value, or nothing when it is nil. stored
// is value behind its checksum.
type write struct {
	key, value, stored []byte
}

// A change is what the layer held for a key before, if it had anything.
type change struct {
	write
	had bool
}

func newLayer() *layer {
	return &layer{*btree.NewBTreeGOptions(func(a, b write) bool { return bytes.Compare(a.key, b.key) < 0 },
		btree.Options{NoLocks: true})}
}

// newWrite copies key and value, with room for the checksum, into one piece
// of memory.
func newWrite(key, value []byte) write {
	n := sealSize + len(value)
	b := make([]byte, n+len(key))
	copy(b[sealSize:], value)
	copy(b[n:], key)
	return write{key: b[n:], value: b[sealSize:n:n], stored: b[:n:n]}
}

// apply puts the layer into the bucket, in key order, and keeps the total.
func (l *layer) apply(b *bolt.Bucket, sum *total) (err error) {
	defer guardCall(&err)
	at := b.Cursor()
	l.Scan(func(w write) bool {
		err = w.apply(b, at, sum)
		return err == nil
	})
	return err
}

func (w write) apply(b *bolt.Bucket, at *bolt.Cursor, sum *total) error {
	if old := find(at, w.key); old != nil {
		_, crc, err := unseal(w.key, old)
		if err != nil {
			return err
		}
		sum.remove(crc)
		if w.value == nil {
			return b.Delete(w.key)
		}
	}
	if w.value == nil {
		return nil
	}
	crc := checksum(w.key, w.value)
	binary.BigEndian.PutUint32(w.stored, crc)
	sum.add(crc)
	return b.Put(w.key, w.stored)
}

// A merged is a walk over a bucket as the layer changes it.
type merged struct {
	end  []byte
	tree *bolt.Cursor
	k, v []byte // where tree is
	iter *btree.IterG[write]
	ok   bool // iter has an item
}

// merge starts at first. The walk must be closed.
func merge(b *bolt.Bucket, l *layer, first, end []byte) *merged {
	m := &merged{end: end, tree: b.Cursor()}
	m.k, m.v = m.tree.Seek(first)
	if l != nil {
		it := l.Iter()
		m.iter, m.ok = &it, it.Seek(write{key: first})
	}
	return m
}

func (m *merged) close() {
	if m.iter != nil {
		m.iter.Release()
	}
}

// next returns the next key that is there and its value; a nil key is the end.
func (m *merged) next() (key, value []byte, err error) {
	for {
		if m.ok && m.past(m.iter.Item().key) {
			m.ok = false
		}
		if m.k != nil && m.past(m.k) {
			m.k = nil
		}
		if !m.ok {
			return m.stored()
		}
		w := m.iter.Item()
		order := -1
		if m.k != nil {
			order = bytes.Compare(w.key, m.k)
		}
		if order > 0 {
			return m.stored()
		}
		if order == 0 {
			m.k, m.v = m.tree.Next()
		}
		m.ok = m.iter.Next()
		if w.value != nil {
			return w.key, w.value, nil
		}
	}
}

func (m *merged) past(key []byte) bool { return m.end != nil && bytes.Compare(key, m.end) >= 0 }

// stored returns the present entry of the bucket and goes on to the next.
func (m *merged) stored() (key, value []byte, err error) {
	if m.k == nil {
		return nil, nil, nil
	}
	key = m.k
	value, _, err = unseal(key, m.v)
	m.k, m.v = m.tree.Next()
	return key, value, err
}
