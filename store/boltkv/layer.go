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

// A write is what a key is to hold: a value, or nothing. It is small because
// many are moved about: room for the checksum, the value and the key are one
// piece of memory, in which the key begins at split. Where split is 0 there is
// only the key.
type write struct {
	b     []byte
	split int
}

func (w write) key() []byte { return w.b[w.split:] }

// value is nil when the key is to hold nothing.
func (w write) value() []byte {
	if w.split == 0 {
		return nil
	}
	return w.b[sealSize:w.split:w.split]
}

// A change is what the layer held for a key before, if it had anything.
type change struct {
	write
	had bool
}

func newLayer() *layer {
	return &layer{*btree.NewBTreeGOptions(func(a, b write) bool { return bytes.Compare(a.key(), b.key()) < 0 },
		btree.Options{NoLocks: true})}
}

// newWrite copies key and value, with room for the checksum, into one piece
// of memory.
func newWrite(key, value []byte) write {
	n := sealSize + len(value)
	b := make([]byte, n+len(key))
	copy(b[sealSize:], value)
	copy(b[n:], key)
	return write{b, n}
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
	key, value := w.key(), w.value()
	if old := find(at, key); old != nil {
		_, crc, err := unseal(key, old)
		if err != nil {
			return err
		}
		sum.remove(crc)
		if value == nil {
			return b.Delete(key)
		}
	}
	if value == nil {
		return nil
	}
	crc := checksum(key, value)
	binary.BigEndian.PutUint32(w.b, crc)
	sum.add(crc)
	return b.Put(key, w.b[:w.split:w.split])
}

// A merged is a walk over a bucket as the layer changes it. It may be started
// again.
type merged struct {
	end  []byte
	tree *bolt.Cursor
	k, v []byte // where tree is
	iter *btree.IterG[write]
	ok   bool // iter has an item
}

// start begins a walk at first, with what is written by then.
func (m *merged) start(b *bolt.Bucket, l *layer, first, end []byte) {
	m.end = end
	if m.tree == nil {
		m.tree = b.Cursor()
		if l != nil {
			it := l.Iter() // the layer has no locks to release
			m.iter = &it
		}
	}
	m.k, m.v = m.tree.Seek(first)
	m.ok = m.iter != nil && m.iter.Seek(write{b: first})
}

// next returns the next key that is there and its value; a nil key is the end.
func (m *merged) next() (key, value []byte, err error) {
	for {
		if m.ok && m.past(m.iter.Item().key()) {
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
			order = bytes.Compare(w.key(), m.k)
		}
		if order > 0 {
			return m.stored()
		}
		if order == 0 {
			m.k, m.v = m.tree.Next()
		}
		m.ok = m.iter.Next()
		if value := w.value(); value != nil {
			return w.key(), value, nil
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
