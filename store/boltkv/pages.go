package boltkv

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
)

// The layout of a bbolt file, which bbolt itself hardly checks: a wrong page
// number makes it panic, read another page or go round for ever.
const (
	headSize   = 16 // of a page: number, kind, count, how many pages follow
	elemSize   = 16
	bucketHead = 16 // root page and a sequence, before an inline page

	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10

	maxDepth = 40 // a tree of two keys a page would be this deep at 10^12 keys
)

var order = binary.NativeEndian

// A walk reads every page of a file once and accounts for all of them.
type walk struct {
	f    io.ReaderAt
	m    meta
	used []uint64 // a bit for each page
	bufs [maxDepth][]byte
}

// check reads everything that m leads to and returns the total of the values,
// which is that stored with them.
func check(f io.ReaderAt, m meta) (sum total, err error) {
	if m.pageSize < 512 || m.pageSize > 1<<16 || m.high < 3 || m.high > 1<<40/uint64(m.pageSize) {
		return sum, broken("root out of range")
	}
	w := &walk{f: f, m: m, used: make([]uint64, (m.high+63)/64)}
	w.used[0] = 3 // the two roots
	if err := w.freelist(); err != nil {
		return sum, err
	}
	buckets := map[string][]byte{}
	err = w.tree(m.root, 0, span{}, func(flags uint32, k, v []byte) error {
		if flags != 1 {
			return broken("a value outside the buckets")
		}
		buckets[string(k)] = bytes.Clone(v)
		return nil
	})
	if err != nil {
		return sum, err
	}
	want, err := w.total(buckets[string(metaBucket)])
	if err != nil {
		return sum, err
	}
	err = w.bucket(buckets[string(dataBucket)], func(flags uint32, k, v []byte) error {
		_, crc, err := unseal(k, v)
		if err == nil && flags != 0 {
			err = broken("a bucket among the values")
		}
		sum.add(crc)
		return err
	})
	if err != nil {
		return sum, err
	}
	if sum != want {
		return sum, broken(fmt.Sprintf("%d values, %d expected, or one differs", sum.count, want.count))
	}
	return sum, w.accounted()
}

func (w *walk) total(bucket []byte) (want total, err error) {
	found := false
	err = w.bucket(bucket, func(_ uint32, k, v []byte) error {
		if bytes.Equal(k, totalKey) {
			want, found = decodeTotal(v)
		}
		return nil
	})
	if err == nil && !found {
		err = broken("no total")
	}
	return want, err
}

// accounted reports an error unless each page is in the tree or free.
func (w *walk) accounted() error {
	var n uint64
	for _, word := range w.used {
		n += uint64(bits.OnesCount64(word))
	}
	if n != w.m.high {
		return broken("pages that nothing leads to")
	}
	return nil
}

// claim notes n pages from id as used, each of them for the first time.
func (w *walk) claim(id, n uint64) error {
	if id < 2 || id >= w.m.high || n > w.m.high-id {
		return broken("a page number out of range")
	}
	for ; n > 0; id, n = id+1, n-1 {
		if w.used[id/64]&(1<<(id%64)) != 0 {
			return broken("a page used twice")
		}
		w.used[id/64] |= 1 << (id % 64)
	}
	return nil
}

// page reads a page and those that follow it. It is valid until the next page
// of the same depth is read.
func (w *walk) page(id uint64, depth int) (p []byte, kind uint16, err error) {
	if id < 2 || id >= w.m.high || depth >= maxDepth {
		return nil, 0, broken("a page number out of range")
	}
	size := uint64(w.m.pageSize)
	p = w.grow(depth, size)
	if err := readAt(w.f, p, int64(id*size)); err != nil {
		return nil, 0, err
	}
	if order.Uint64(p) != id {
		return nil, 0, broken("a page in the place of another")
	}
	n := uint64(order.Uint32(p[12:])) + 1
	if err := w.claim(id, n); err != nil {
		return nil, 0, err
	}
	if n > 1 {
		p = w.grow(depth, n*size)
		err = readAt(w.f, p, int64(id*size))
	}
	return p, order.Uint16(p[8:]), err
}

func (w *walk) grow(depth int, size uint64) []byte {
	if uint64(cap(w.bufs[depth])) < size {
		w.bufs[depth] = make([]byte, size)
	}
	return w.bufs[depth][:size]
}

func (w *walk) freelist() error {
	p, kind, err := w.page(w.m.free, 0)
	if err != nil {
		return err
	}
	if kind != freelistPage {
		return broken("no list of free pages")
	}
	n, ids := uint64(order.Uint16(p[10:])), p[headSize:]
	if n == 0xFFFF { // too many for the field: the first word tells
		n, ids = order.Uint64(ids), ids[8:]
	}
	if n > uint64(len(ids)/8) {
		return broken("the list of free pages is too long")
	}
	for ; n > 0; n, ids = n-1, ids[8:] {
		if err := w.claim(order.Uint64(ids), 1); err != nil {
			return err
		}
	}
	return nil
}

// A span is what the keys of a page may be: the first is first, unless nil,
// and all are under end, unless nil. (bbolt puts a page in the place of another
// by its first key: were that not the key of its branch, both would stay.)
type span struct{ first, end []byte }

type visit func(flags uint32, key, value []byte) error

func (w *walk) bucket(head []byte, fn visit) error {
	if len(head) < bucketHead {
		return broken("no bucket")
	}
	if root := order.Uint64(head); root != 0 {
		return w.tree(root, 0, span{}, fn)
	}
	p := head[bucketHead:]
	if len(p) < headSize || order.Uint16(p[8:]) != leafPage {
		return broken("no page in its bucket")
	}
	return leaf(p, span{}, fn)
}

func (w *walk) tree(id uint64, depth int, keys span, fn visit) error {
	p, kind, err := w.page(id, depth)
	if err != nil {
		return err
	}
	switch kind {
	case leafPage:
		return leaf(p, keys, fn)
	case branchPage:
		return w.branch(p, depth, keys, fn)
	}
	return broken("a page of another kind")
}

func (w *walk) branch(p []byte, depth int, keys span, fn visit) error {
	n := int(order.Uint16(p[10:]))
	if n == 0 || headSize+n*elemSize > len(p) {
		return broken("a branch page of impossible size")
	}
	key := func(i int) ([]byte, error) {
		e := headSize + i*elemSize
		return cut(p, uint64(e)+uint64(order.Uint32(p[e:])), uint64(order.Uint32(p[e+4:])))
	}
	k, err := key(0)
	if err != nil {
		return err
	}
	var last []byte
	for i := range n {
		below := span{first: k, end: keys.end}
		if i+1 < n {
			if below.end, err = key(i + 1); err != nil {
				return err
			}
		}
		if err := keys.holds(last, k); err != nil {
			return err
		}
		if err := w.tree(order.Uint64(p[headSize+i*elemSize+8:]), depth+1, below, fn); err != nil {
			return err
		}
		last, k = k, below.end
	}
	return nil
}

func leaf(p []byte, keys span, fn visit) error {
	n := int(order.Uint16(p[10:]))
	if headSize+n*elemSize > len(p) || n == 0 && keys.first != nil {
		return broken("a leaf page of impossible size")
	}
	var last []byte
	for i := range n {
		e := headSize + i*elemSize
		at := uint64(e) + uint64(order.Uint32(p[e+4:]))
		klen, vlen := uint64(order.Uint32(p[e+8:])), uint64(order.Uint32(p[e+12:]))
		k, err := cut(p, at, klen)
		if err != nil {
			return err
		}
		v, err := cut(p, at+klen, vlen)
		if err != nil {
			return err
		}
		if err := keys.holds(last, k); err != nil {
			return err
		}
		last = k
		if err := fn(order.Uint32(p[e:]), k, v); err != nil {
			return err
		}
	}
	return nil
}

// holds reports an error unless k may come after last, which is nil before the
// first key of a page.
func (s span) holds(last, k []byte) error {
	switch {
	case len(k) == 0, s.end != nil && bytes.Compare(k, s.end) >= 0,
		last == nil && s.first != nil && !bytes.Equal(k, s.first),
		last != nil && bytes.Compare(last, k) >= 0:
		return broken("a key in the wrong place")
	}
	return nil
}

func cut(p []byte, at, n uint64) ([]byte, error) {
	if at > uint64(len(p)) || n > uint64(len(p))-at {
		return nil, broken("a value outside its page")
	}
	return p[at : at+n : at+n], nil
}
