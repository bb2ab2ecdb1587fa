package boltkv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/store"
)

// TestDamage damages every page of a closed file in several ways, by seeds that
// are always the same and one that is not. Opening it must be refused, or
// everything be as it was.
func TestDamage(t *testing.T) {
	path := temp(t)
	want := sample(t, path, 800)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// With the first seed the older root came over the later.
	for _, seed := range []uint64{1795427697783007607, 1, uint64(time.Now().UnixNano())} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { damageAtRandom(t, file, rootOf(t, path), want, seed) })
	}
}

func damageAtRandom(t *testing.T, file []byte, m meta, want map[string]string, seed uint64) {
	path := temp(t)
	file = file[:m.high*uint64(m.pageSize)] // bbolt grows it further than needed
	t.Logf("%d pages, %d values", m.high, len(want))
	rnd := rand.New(rand.NewPCG(seed, 0))
	size := int(m.pageSize)
	refused, unharmed := 0, 0
	for page := range int(m.high) {
		for way, damage := range []func(p []byte){
			func(p []byte) { p[rnd.IntN(size)] ^= byte(1 + rnd.IntN(255)) },
			func(p []byte) { p[rnd.IntN(headSize)] ^= 1 << rnd.IntN(8) },
			func(p []byte) { p[headSize+rnd.IntN(8*elemSize)] ^= 1 << rnd.IntN(8) },
			func(p []byte) { at := 512 * rnd.IntN(size/512); clear(p[at : at+512]) },
			func(p []byte) { other := rnd.IntN(int(m.high)); copy(p, file[other*size:(other+1)*size]) },
			func(p []byte) { // one number of the page becomes another page's
				order.PutUint64(p[8*rnd.IntN(64):], uint64(rnd.IntN(int(m.high))))
			},
		} {
			bad := append([]byte(nil), file...)
			damage(bad[page*size : (page+1)*size])
			// A new file each time: writing to one again can wait for the disk.
			path := fmt.Sprintf("%s.%d.%d", path, page, way)
			err := os.WriteFile(path, bad, 0o600)
			if err == nil {
				err = opens(path, want)
			}
			os.Remove(path)
			switch {
			case err == nil:
				unharmed++
			case errors.Is(err, store.ErrCorrupt):
				refused++
			default:
				t.Fatalf("page %d, way %d: %v", page, way, err)
			}
		}
	}
	t.Logf("%d refused, %d without harm", refused, unharmed)
	if refused < int(m.high) || unharmed == 0 {
		t.Errorf("%d refused and %d unharmed: the test does not do what it should", refused, unharmed)
	}
}

// TestDamageWhereItMatters damages what chance seldom hits: each byte of both
// roots, each key of the branches, and the list of free pages.
func TestDamageWhereItMatters(t *testing.T) {
	path := temp(t)
	sample(t, path, 1200)
	m := rootOf(t, path)
	size := int(m.pageSize)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file = file[:int(m.high)*size]
	n := 0
	try := func(what string, at int, damage func(b []byte)) {
		bad := append([]byte(nil), file...)
		damage(bad[at:])
		n++
		path := fmt.Sprint(path, n)
		defer os.Remove(path)
		err := os.WriteFile(path, bad, 0o600)
		if err == nil {
			err = verify(path)
		}
		if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s at %d: %v", what, at, err)
		}
	}
	flip := func(b []byte) { b[0] ^= 0x10 }
	for i := range metaSize {
		try("root 0", headSize+i, flip)
		try("root 1", size+headSize+i, flip)
	}
	list := int(m.free) * size
	if order.Uint16(file[list+10:]) < 2 {
		t.Fatal("the sample has no free pages")
	}
	try("one free page forgotten", list+10, func(b []byte) { order.PutUint16(b, order.Uint16(b)-1) })
	try("a page free twice", list+headSize, func(b []byte) { copy(b[:8], b[8:16]) })
	try("a used page free", list+headSize, func(b []byte) { order.PutUint64(b, m.root) })
	try("the list is longer than it is", list+12, func(b []byte) { order.PutUint32(b, 1) })
	free := map[int]bool{}
	for i := range int(order.Uint16(file[list+10:])) {
		free[int(order.Uint64(file[list+headSize+8*i:]))] = true
	}
	branches := 0
	for page := 2; page < int(m.high); page++ {
		at := page * size
		if free[page] || order.Uint64(file[at:]) != uint64(page) || order.Uint16(file[at+8:]) != branchPage {
			continue
		}
		branches++
		try("round in circles", at+headSize+8, func(b []byte) { order.PutUint64(b, uint64(page)) })
		for i := range int(order.Uint16(file[at+10:])) {
			e := at + headSize + i*elemSize
			key := e + int(order.Uint32(file[e:]))
			for j := range int(order.Uint32(file[e+4:])) {
				try("branch key", key+j, flip)
			}
		}
	}
	if branches == 0 {
		t.Error("the sample is too small to have branches")
	}
	t.Logf("%d cases, %d branches", n, branches)
}

func rootOf(t *testing.T, path string) meta {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := readMeta(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// opens opens the database, compares every value with what it must be, writes
// to it and closes it. ErrCorrupt is only allowed from Open.
func opens(path string, want map[string]string) error {
	db, err := Open(path)
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := contents(db)
	if err != nil {
		return fmt.Errorf("read after Open found nothing: %v", err)
	}
	if !maps.Equal(all, want) {
		return fmt.Errorf("wrong values: %d, want %d", len(all), len(want))
	}
	err = db.View(context.Background(), func(kv store.KV) error {
		for k, v := range want {
			if got, err := kv.Get([]byte(k)); err != nil || string(got) != v {
				return fmt.Errorf("%s is not found as it was: %v", k, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("after Open: %v", err)
	}
	db.bolt.NoSync, db.bolt.NoGrowSync = true, true // the disk itself is not what is tested here
	if err := update(db, put("5", "new")); err != nil {
		return fmt.Errorf("write after Open: %v", err)
	}
	if err := db.Verify(); err != nil {
		return fmt.Errorf("verify after Open: %v", err)
	}
	return nil
}

func TestNoDatabase(t *testing.T) {
	good := temp(t)
	sample(t, good, 400)
	file, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{
		"empty": {}, "one byte": {0}, "text": []byte("Geachte bewoner,\nhierbij ontvangt u ...\n"),
		"zeros": make([]byte, 1<<16), "long text": []byte(fmt.Sprintf("%0100000d", 7)),
	}
	m := rootOf(t, good)
	for _, n := range []int{100, 4096, 8192, 12288, int(m.high)*int(m.pageSize) - 1, int(m.high) * int(m.pageSize) / 2} {
		files[fmt.Sprintf("first %d bytes", n)] = file[:n]
	}
	for name, content := range files {
		path := temp(t)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if db, err := Open(path); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: Open returned %v %v, want ErrCorrupt", name, db, err)
		}
		if err := Verify(path); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: Verify returned %v, want ErrCorrupt", name, err)
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != string(content) {
			t.Errorf("%s: a file that is no database was changed", name)
		}
	}
}

func TestNotUsable(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "no folder", "test.db"), os.DevNull} {
		if db, err := Open(path); !errors.Is(err, store.ErrNotUsable) {
			t.Errorf("%s: Open returned %v %v, want ErrNotUsable", path, db, err)
		}
		if err := Verify(path); !errors.Is(err, store.ErrNotUsable) {
			t.Errorf("%s: Verify returned %v, want ErrNotUsable", path, err)
		}
	}
	if err := Verify(filepath.Join(dir, "none.db")); !errors.Is(err, store.ErrNotUsable) {
		t.Errorf("Verify of no file returned %v", err)
	}
	path := filepath.Join(dir, "test.db")
	sample(t, path, 8)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	asNobody(t, func() {
		if db, err := Open(path); !errors.Is(err, store.ErrNotUsable) {
			t.Errorf("unreadable file: Open returned %v %v, want ErrNotUsable", db, err)
		}
	})
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{path: 0o600, path + ".lock": 0o600} {
		if st, err := os.Stat(name); err != nil || st.Mode() != mode {
			t.Errorf("%s: %v %v, want %v", filepath.Base(name), st.Mode(), err, mode)
		}
	}
}

// asNobody runs fn with the rights of nobody when the tests run as root, who
// may read everything.
func asNobody(t *testing.T, fn func()) {
	t.Helper()
	if os.Geteuid() == 0 {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := syscall.Setfsuid(65534); err != nil {
			t.Fatal(err)
		}
		defer syscall.Setfsuid(0)
	}
	fn()
}

// TestTruncatedWhileOpen cuts the file off under readers and a writer.
func TestTruncatedWhileOpen(t *testing.T) {
	for _, left := range []int64{0, 4096, 8192, 40960} {
		t.Run(fmt.Sprint(left), func(t *testing.T) {
			path := temp(t)
			sample(t, path, 1200)
			db := opened(t, usual, path)
			if err := os.Truncate(path, left); err != nil {
				t.Fatal(err)
			}
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					if _, err := contents(db); !errors.Is(err, store.ErrCorrupt) {
						t.Errorf("View returned %v, want ErrCorrupt", err)
					}
				})
			}
			all.Go(func() {
				if err := update(db, put("a", "1")); left < 40960 && !errors.Is(err, store.ErrCorrupt) {
					t.Errorf("Update returned %v, want ErrCorrupt", err)
				}
			})
			all.Wait()
			<-db.Down()
			if !errors.Is(db.Err(), store.ErrCorrupt) || db.Size() != 0 {
				t.Errorf("it ended with %v, size %d", db.Err(), db.Size())
			}
			if err := update(db, put("a", "1")); err == nil {
				t.Error("an Update succeeded afterwards")
			}
			db.Close()
			if _, err := Open(path); !errors.Is(err, store.ErrCorrupt) {
				t.Errorf("Open returned %v afterwards", err)
			}
		})
	}
}

// TestWatch replaces, removes and cuts off the file of an idle database.
func TestWatch(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(path string) error
		want error
	}{
		"replaced": {func(path string) error {
			b, err := os.ReadFile(path)
			return errors.Join(err, os.WriteFile(path+".2", b, 0o600), os.Rename(path+".2", path))
		}, store.ErrFault},
		"removed": {os.Remove, store.ErrFault},
		"cut off": {func(path string) error { return os.Truncate(path, 8192) }, store.ErrCorrupt},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				path := temp(t)
				db := opened(t, usual, path)
				if err := update(db, put("a", "1")); err != nil {
					t.Fatal(err)
				}
				if err := c.do(path); err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				<-db.Down()
				if !errors.Is(db.Err(), c.want) || time.Since(began) > 10*time.Second {
					t.Errorf("ended after %v with %v", time.Since(began), db.Err())
				}
				if err := update(db, put("b", "2")); !errors.Is(err, c.want) {
					t.Errorf("Update returned %v afterwards", err)
				}
				if err := db.View(t.Context(), func(store.KV) error { return nil }); !errors.Is(err, c.want) {
					t.Errorf("View returned %v afterwards", err)
				}
				db.Close()
			})
		})
	}
}
