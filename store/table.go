package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"
)

// A Table is a named set of values of one type, in key order. Its name and the
// names of its indexes are written to disk and never change.
type Table[T any] struct {
	Name    string
	Indexes []Index[T]
}

// An Index finds values of a table by something other than their key.
type Index[T any] struct {
	Name string
	// Keys returns what v is to be found by; nil leaves it out of the index.
	// Those of one index have no zero byte, or all end in as many bytes of Num.
	Keys func(v *T) []string
}

// codec is the first byte of each stored value: 1 is JSON.
const codec = 1

// buffers are for values on their way to the engine, which copies them.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func encode(v any) (*bytes.Buffer, error) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	b.WriteByte(codec)
	err := json.NewEncoder(b).Encode(v)
	return b, err
}

// Get returns the value of key and whether it is there.
func (t *Table[T]) Get(tx *Tx, key string) (v T, ok bool) {
	b := tx.get(t.key(key))
	if b == nil {
		return v, false
	}
	return v, t.decode(tx, b, &v)
}

// Has reports whether key is there.
func (t *Table[T]) Has(tx *Tx, key string) bool { return tx.get(t.key(key)) != nil }

// Put stores v under key and keeps the indexes right.
func (t *Table[T]) Put(tx *Tx, key string, v T) {
	if len(t.Indexes) > 0 {
		t.reindex(tx, key, &v)
	}
	t.write(tx, key, &v)
}

func (t *Table[T]) write(tx *Tx, key string, v *T) {
	b, err := encode(v)
	if err != nil {
		tx.Fail(fmt.Errorf("encode %s: %T", t.Name, err)) // its text may quote v
		return
	}
	tx.put(t.key(key), b.Bytes())
	if b.Cap() <= 1<<16 { // not the pictures
		buffers.Put(b)
	}
}

// Add is Put of a key that no row ever had, such as a new number of Next.
func (t *Table[T]) Add(tx *Tx, key string, v T) {
	for _, ix := range t.Indexes {
		for _, k := range ix.Keys(&v) {
			tx.put(t.entry(ix.Name, k, key), []byte(key))
		}
	}
	t.write(tx, key, &v)
}

// Delete removes key and its index entries.
func (t *Table[T]) Delete(tx *Tx, key string) {
	if len(t.Indexes) > 0 {
		t.reindex(tx, key, nil)
	}
	tx.delete(t.key(key))
}

// All yields the values whose key starts with prefix, in key order. The table
// may be changed inside the loop, which yields each row as it is by then: one
// deleted before its turn is left out, one added ahead may be seen or not.
func (t *Table[T]) All(tx *Tx, prefix string) iter.Seq2[string, T] {
	return t.from(tx, t.key(prefix), after(t.key(prefix)))
}

// Range yields the values with first <= key < end. An empty end means to the
// end of the table.
func (t *Table[T]) Range(tx *Tx, first, end string) iter.Seq2[string, T] {
	last := after(t.key(""))
	if end != "" {
		last = t.key(end)
	}
	return t.from(tx, t.key(first), last)
}

// A loop reads ahead, so that it may change the table: few rows at first, as
// most loops want one, and then more.
const firstPage, lastPage = 4, 256

func (t *Table[T]) from(tx *Tx, first, end []byte) iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		type row struct {
			key string
			v   T
		}
		first, skip := first, len(t.Name)+1
		var rows []row
		page := firstPage
		for more := true; more && tx.err == nil; page = min(4*page, lastPage) {
			more, rows = false, rows[:0]
			tx.scan(first, end, func(k, b []byte) bool {
				if len(rows) == page {
					first, more = slices.Clone(k), true
					return false
				}
				r := row{key: string(k[skip:])}
				if !t.decode(tx, b, &r.v) {
					return false
				}
				rows = append(rows, r)
				return true
			})
			read := tx.writes
			for _, r := range rows {
				if tx.writes != read {
					var ok bool
					if r.v, ok = t.Get(tx, r.key); !ok {
						continue
					}
				}
				if tx.err != nil || !yield(r.key, r.v) {
					return
				}
			}
		}
	}
}

// Find yields the values that have exactly this index key, in key order. The
// table may be changed inside the loop, as with All.
func (t *Table[T]) Find(tx *Tx, index, key string) iter.Seq2[string, T] {
	first := append(t.indexKey(index, key), 0)
	return t.find(tx, index, first, after(first))
}

// FindRange yields the values with first <= index key < end, in index order.
// An empty end means to the end of the index. No index key may be the
// beginning of another one.
func (t *Table[T]) FindRange(tx *Tx, index, first, end string) iter.Seq2[string, T] {
	last := after(t.indexKey(index, ""))
	if end != "" {
		last = t.indexKey(index, end)
	}
	return t.find(tx, index, t.indexKey(index, first), last)
}

func (t *Table[T]) find(tx *Tx, index string, first, end []byte) iter.Seq2[string, T] {
	at := slices.IndexFunc(t.Indexes, func(ix Index[T]) bool { return ix.Name == index })
	if at < 0 {
		tx.Fail(fmt.Errorf("%s has no index %s", t.Name, index))
	}
	return func(yield func(string, T) bool) {
		type entry struct{ by, key string }
		first, skip := first, len(t.indexKey(index, ""))
		var entries []entry
		page := firstPage
		for more := true; more && tx.err == nil; page = min(4*page, lastPage) {
			more, entries = false, entries[:0]
			tx.scan(first, end, func(k, b []byte) bool {
				if len(entries) == page {
					first, more = slices.Clone(k), true
					return false
				}
				entries = append(entries, entry{string(k[skip : len(k)-1-len(b)]), string(b)})
				return true
			})
			read := tx.writes
			for _, e := range entries {
				v, ok := t.Get(tx, e.key)
				if !ok && tx.err == nil || tx.writes != read && !slices.Contains(t.Indexes[at].Keys(&v), e.by) {
					continue // deleted or changed inside the loop
				}
				if tx.err != nil || !yield(e.key, v) {
					return
				}
			}
		}
	}
}

func (t *Table[T]) decode(tx *Tx, b []byte, v *T) bool {
	if len(b) == 0 || b[0] != codec {
		tx.Fail(fmt.Errorf("%w: %s: unknown encoding", ErrCorrupt, t.Name))
		return false
	}
	if err := json.Unmarshal(b[1:], v); err != nil {
		tx.Fail(fmt.Errorf("%w: %s: %T", ErrCorrupt, t.Name, err)) // its text may quote the row
		return false
	}
	return true
}

func (t *Table[T]) reindex(tx *Tx, key string, v *T) {
	var old T
	had := false
	if b := tx.get(t.key(key)); b != nil {
		if had = t.decode(tx, b, &old); !had {
			return
		}
	}
	for _, ix := range t.Indexes {
		var was, is []string
		if had {
			was = ix.Keys(&old)
		}
		if v != nil {
			is = ix.Keys(v)
		}
		for _, k := range was {
			if !slices.Contains(is, k) {
				tx.delete(t.entry(ix.Name, k, key))
			}
		}
		for _, k := range is {
			if !slices.Contains(was, k) {
				tx.put(t.entry(ix.Name, k, key), []byte(key))
			}
		}
	}
}

func (t *Table[T]) key(key string) []byte {
	b := make([]byte, 0, len(t.Name)+1+len(key))
	b = append(b, t.Name...)
	b = append(b, 0)
	return append(b, key...)
}

func (t *Table[T]) indexKey(index, key string) []byte {
	b := make([]byte, 0, len(t.Name)+len(index)+2+len(key))
	b = append(b, t.Name...)
	b = append(b, '.')
	b = append(b, index...)
	b = append(b, 0)
	return append(b, key...)
}

func (t *Table[T]) entry(index, indexKey, key string) []byte {
	b := t.indexKey(index, indexKey)
	b = append(b, 0)
	return append(b, key...)
}

// after returns the first key behind all keys that start with prefix.
func after(prefix []byte) []byte {
	end := slices.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] != 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}

// Num returns n as a key that sorts by number.
func Num(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }

// ParseNum is the inverse of Num.
func ParseNum(key string) uint64 {
	if len(key) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64([]byte(key))
}

// When returns t as a key that sorts by time, to the nanosecond, from 1970 to
// 2262. Times before sort as the zero time does.
func When(t time.Time) string {
	if t.Unix() < 0 {
		return Num(0)
	}
	return Num(uint64(t.UnixNano()))
}
