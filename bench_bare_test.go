package main

import (
	"bytes"
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/boltkv"
)

// A row is one that was put, or deleted if it has no value.
type row struct{ key, value []byte }

// written is what each message wrote.
type written [][]row

// A recorder is an engine that notes what is put in it.
type recorder struct {
	store.Engine
	mu  sync.Mutex
	all written
}

func (r *recorder) Update(ctx context.Context, fn func(store.KV) error) error {
	var rows []row
	err := r.Engine.Update(ctx, func(kv store.KV) error {
		rows = rows[:0]
		return fn(recording{kv, &rows})
	})
	if err == nil && len(rows) > 0 {
		r.mu.Lock()
		r.all = append(r.all, rows)
		r.mu.Unlock()
	}
	return err
}

type recording struct {
	store.KV
	rows *[]row
}

func (r recording) Put(key, value []byte) error {
	*r.rows = append(*r.rows, row{bytes.Clone(key), bytes.Clone(value)})
	return r.KV.Put(key, value)
}

func (r recording) Delete(key []byte) error {
	*r.rows = append(*r.rows, row{key: bytes.Clone(key)})
	return r.KV.Delete(key)
}

// record takes the n messages in once more, on another copy of a database, and
// returns what they write.
func record(b testing.TB, before string, n, residents int) written {
	b.Helper()
	e := openCopy(b, before)
	defer e.Close()
	r := &recorder{Engine: e}
	db, err := store.Open(b.Context(), r)
	if err != nil {
		b.Fatal(err)
	}
	t := newTown(b, nil, nil)
	t.bot.DB = db
	t.hear(0, n, func(i int) (resident int, text string) { return i % residents, step(i/residents, i) })
	return r.all
}

// openCopy opens a copy of a database.
func openCopy(b testing.TB, file string) *boltkv.DB {
	b.Helper()
	path := filepath.Join(b.TempDir(), "copy.db")
	if err := boltkv.Restore(file, path, path+".aside"); err != nil {
		b.Fatal(err)
	}
	e, err := boltkv.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	return e
}

func (w written) size() (rows, size int) {
	for _, m := range w {
		rows += len(m)
		for _, r := range m {
			size += len(r.key) + len(r.value)
		}
	}
	return rows, size
}

// together returns the same with the bytes of each message in one row.
func (w written) together() (one written) {
	for i, m := range w {
		var all []byte
		for _, r := range m {
			all = append(append(all, r.key...), r.value...)
		}
		one = append(one, []row{{[]byte("bare" + store.Num(uint64(i))), all[12:]}})
	}
	return one
}

// put puts the rows of each message in one Update, and does nothing else, from
// as many callers as there are connections, and returns how many messages a
// second that makes, and the processor time of all.
func (w written) put(b testing.TB, before string) (rate float64, cpu time.Duration) {
	b.Helper()
	e := openCopy(b, before)
	defer e.Close()
	collect()
	began, used := time.Now(), processor()
	inParallel(b, len(w), func(i int) error {
		return e.Update(context.Background(), func(kv store.KV) error {
			for _, r := range w[i] {
				var err error
				if r.value == nil {
					err = kv.Delete(r.key)
				} else {
					err = kv.Put(r.key, r.value)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
	return float64(len(w)) / time.Since(began).Seconds(), processor() - used
}
