package kvtest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wijkbot/store"
)

// Run tests that an engine keeps what store.Engine promises. open returns a
// new empty engine, and reopen closes one and opens it again on the same data;
// both leave the last closing to t.Cleanup.
func Run(t *testing.T, open func(*testing.T) store.Engine, reopen func(*testing.T, store.Engine) store.Engine) {
	for _, c := range []struct {
		name string
		test func(*testing.T, store.Engine)
	}{
		{"Values", testValues},
		{"OwnWrites", testOwnWrites},
		{"BuffersAreTheCallers", testBuffers},
		{"Scan", testScan},
		{"LargeAndBinary", testLarge},
		{"AllOrNothing", testAllOrNothing},
		{"Panic", testPanic},
		{"Cancelled", testCancelled},
		{"ViewCannotWrite", testViewCannotWrite},
		{"Snapshot", testSnapshot},
		{"Counter", testCounter},
		{"Transfers", testTransfers},
		{"OneFailsOthersDoNot", testOneFails},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
		t.Run(c.name+"/twice", func(t *testing.T) { c.test(t, Twice(open(t))) })
	}
	t.Run("Reopen", func(t *testing.T) { testReopen(t, open(t), reopen) })
	t.Run("Model", func(t *testing.T) { testModel(t, open(t), reopen) })
}

// put stores pairs of key and value in one transaction.
func put(t testing.TB, e store.Engine, pairs ...string) {
	t.Helper()
	err := e.Update(context.Background(), func(kv store.KV) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := kv.Put([]byte(pairs[i]), []byte(pairs[i+1])); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// get returns the value of key, or "<none>".
func get(kv store.KV, key string) string {
	v, err := kv.Get([]byte(key))
	switch {
	case err != nil:
		return "<" + err.Error() + ">"
	case v == nil:
		return "<none>"
	}
	return string(v)
}

func look(t testing.TB, e store.Engine, key string) (v string) {
	t.Helper()
	if err := e.View(context.Background(), func(kv store.KV) error { v = get(kv, key); return nil }); err != nil {
		t.Fatal(err)
	}
	return v
}

func expect(t testing.TB, e store.Engine, key, want string) {
	t.Helper()
	if got := look(t, e, key); got != want {
		t.Errorf("%q holds %.40q, want %.40q", key, got, want)
	}
}

// all returns every pair from first to end, as "key=value".
func all(kv store.KV, first, end []byte) (pairs []string, err error) {
	err = kv.Scan(first, end, func(k, v []byte) bool {
		pairs = append(pairs, string(k)+"="+string(v))
		return true
	})
	return pairs, err
}

func testValues(t *testing.T, e store.Engine) {
	put(t, e, "a", "1", "empty", "", "z", "26")
	expect(t, e, "a", "1")
	expect(t, e, "empty", "")
	expect(t, e, "none", "<none>")
	put(t, e, "a", "2", "a", "3")
	expect(t, e, "a", "3")
	err := e.Update(context.Background(), func(kv store.KV) error {
		return errors.Join(kv.Delete([]byte("a")), kv.Delete([]byte("never there")))
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, e, "a", "<none>")
	expect(t, e, "z", "26")
}

func testOwnWrites(t *testing.T, e store.Engine) {
	put(t, e, "a", "old", "b", "old", "d", "old")
	err := e.Update(context.Background(), func(kv store.KV) error {
		err := errors.Join(kv.Put([]byte("a"), []byte("new")), kv.Delete([]byte("b")), kv.Put([]byte("c"), []byte("new")))
		got, scan := all(kv, nil, nil)
		if diff := cmp.Diff([]string{"a=new", "c=new", "d=old"}, got); diff != "" {
			return errors.New(diff)
		}
		if get(kv, "b") != "<none>" || get(kv, "a") != "new" {
			return errors.New("a transaction does not see its own writes")
		}
		return errors.Join(err, scan)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func testBuffers(t *testing.T, e store.Engine) {
	key, value := []byte("key-1"), []byte("value-1")
	err := e.Update(context.Background(), func(kv store.KV) error {
		copy(key, "key-1")
		copy(value, "value-1")
		err := kv.Put(key, value)
		first, getErr := kv.Get([]byte("key-1"))
		copy(key, "key-2")
		copy(value, "value-2")
		err = errors.Join(err, getErr, kv.Put(key, value))
		copy(key, "xxxxx")
		copy(value, "xxxxxxx")
		if string(first) != "value-1" {
			return fmt.Errorf("a value changed while its transaction ran: %q", first)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, e, "key-1", "value-1")
	expect(t, e, "key-2", "value-2")
	expect(t, e, "xxxxx", "<none>")
}

func testScan(t *testing.T, e store.Engine) {
	put(t, e, "b", "2", "a", "1", "a\x00", "1a", "a\xff", "1z", "c", "3", "\xff", "last", "B", "capital")
	for _, c := range []struct {
		name       string
		first, end []byte
		want       []string
	}{
		{"everything in byte order", nil, nil, []string{"B=capital", "a=1", "a\x00=1a", "a\xff=1z", "b=2", "c=3", "\xff=last"}},
		{"the end is not included", []byte("a"), []byte("b"), []string{"a=1", "a\x00=1a", "a\xff=1z"}},
		{"between keys", []byte("a\x01"), []byte("bb"), []string{"a\xff=1z", "b=2"}},
		{"to the end", []byte("c"), nil, []string{"c=3", "\xff=last"}},
		{"empty", []byte("d"), []byte("e"), nil},
		{"nothing between a key and itself", []byte("a"), []byte("a"), nil},
		{"backwards", []byte("c"), []byte("a"), nil},
		{"behind everything", []byte("\xff\x00"), nil, nil},
	} {
		err := e.View(context.Background(), func(kv store.KV) error {
			got, err := all(kv, c.first, c.end)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s:\n%s", c.name, diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	err := e.View(context.Background(), func(kv store.KV) error {
		n = 0
		return kv.Scan(nil, nil, func(k, v []byte) bool { n++; return n < 3 })
	})
	if err != nil || n != 3 {
		t.Errorf("a scan told to stop at 3 went to %d: %v", n, err)
	}
}

func testLarge(t *testing.T, e store.Engine) {
	binaryKey := make([]byte, 0, 256)
	for i := range 256 {
		binaryKey = append(binaryKey, byte(255-i))
	}
	long := string(bytes.Repeat([]byte("k"), 1000))
	large := string(bytes.Repeat([]byte("0123456789abcdef"), 300_000)) // 4.8 MB
	put(t, e, string(binaryKey), string(binaryKey), long, large, long+"x", "next")
	expect(t, e, string(binaryKey), string(binaryKey))
	expect(t, e, long, large)
	expect(t, e, long+"x", "next")
	put(t, e, long, "small again")
	expect(t, e, long, "small again")
}

func testAllOrNothing(t *testing.T, e store.Engine) {
	put(t, e, "kept", "yes")
	mine := errors.New("mine")
	err := e.Update(context.Background(), func(kv store.KV) error {
		return errors.Join(kv.Put([]byte("new"), nil), kv.Put([]byte("kept"), []byte("no")), kv.Delete([]byte("kept")), mine)
	})
	if !errors.Is(err, mine) {
		t.Errorf("Update returned %v, want the function's own error", err)
	}
	expect(t, e, "kept", "yes")
	expect(t, e, "new", "<none>")
}

func testPanic(t *testing.T, e store.Engine) {
	ctx := context.Background()
	if err := e.Update(ctx, func(kv store.KV) error {
		if err := kv.Put([]byte("half"), nil); err != nil {
			return err
		}
		panic("secret")
	}); err == nil || bytes.Contains([]byte(err.Error()), []byte("secret")) {
		t.Errorf("a panic in Update gave %v, want an error that does not quote it", err)
	}
	put(t, e, "a", "1")
	for name, fn := range map[string]func(store.KV) error{
		"in View": func(store.KV) error { panic("secret") },
		"in Scan": func(kv store.KV) error { return kv.Scan(nil, nil, func(k, v []byte) bool { panic("secret") }) },
		"out of range": func(kv store.KV) error {
			v, err := kv.Get([]byte("a"))
			_ = v[len(v)+1]
			return err
		},
		"nil pointer": func(kv store.KV) error {
			var p *struct{ n int }
			p.n++
			return nil
		},
	} {
		err := e.View(ctx, fn)
		if err == nil || errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrFault) {
			t.Errorf("a panic %s gave %v, want an error that blames the function", name, err)
		}
	}
	expect(t, e, "half", "<none>")
	put(t, e, "after", "works")
	expect(t, e, "after", "works")
}

func testCancelled(t *testing.T, e store.Engine) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	fn := func(kv store.KV) error { return kv.Put([]byte("a"), nil) }
	if err := e.Update(ctx, fn); !errors.Is(err, context.Canceled) {
		t.Errorf("Update of a cancelled context returned %v", err)
	}
	if err := e.View(ctx, func(store.KV) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("View of a cancelled context returned %v", err)
	}
	expect(t, e, "a", "<none>")
}

func testViewCannotWrite(t *testing.T, e store.Engine) {
	put(t, e, "a", "1")
	ctx := context.Background()
	if err := e.View(ctx, func(kv store.KV) error { return kv.Put([]byte("b"), nil) }); err == nil {
		t.Error("View let its function put")
	}
	if err := e.View(ctx, func(kv store.KV) error { return kv.Delete([]byte("a")) }); err == nil {
		t.Error("View let its function delete")
	}
	expect(t, e, "a", "1")
	expect(t, e, "b", "<none>")
}

func testSnapshot(t *testing.T, e store.Engine) {
	put(t, e, "a", "old", "b", "old")
	err := e.View(context.Background(), func(kv store.KV) error {
		before := get(kv, "a")
		done := make(chan struct{})
		go func() { // a writer must not wait for a reader
			defer close(done)
			put(t, e, "a", "new", "b", "new", "c", "new")
		}()
		<-done
		if a, b, c := get(kv, "a"), get(kv, "b"), get(kv, "c"); a != before || b != "old" || c != "<none>" {
			t.Errorf("a View saw a later commit: %s %s %s", a, b, c)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, e, "a", "new")
}

func number(b []byte) uint64 {
	if len(b) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

// add adds n to the number under key.
func add(kv store.KV, key string, n uint64) error {
	v, err := kv.Get([]byte(key))
	if err != nil {
		return err
	}
	return kv.Put([]byte(key), binary.BigEndian.AppendUint64(nil, number(v)+n))
}

// parallel runs fn in so many goroutines at once.
func parallel(n int, fn func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { fn(i) })
	}
	all.Wait()
}

func testCounter(t *testing.T, e store.Engine) {
	parallel(16, func(i int) {
		for j := range 10 {
			err := e.Update(context.Background(), func(kv store.KV) error {
				return errors.Join(add(kv, "counter", 1), kv.Put(fmt.Appendf(nil, "by/%d/%d", i, j), nil))
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
	if n := number([]byte(look(t, e, "counter"))); n != 160 {
		t.Errorf("160 additions of one made %d", n)
	}
}

func testTransfers(t *testing.T, e store.Engine) {
	const accounts, each = 5, 1000
	for i := range accounts {
		put(t, e, fmt.Sprint("account", i), string(binary.BigEndian.AppendUint64(nil, each)))
	}
	sum := func(kv store.KV) (n uint64) {
		for i := range accounts {
			n += number([]byte(get(kv, fmt.Sprint("account", i))))
		}
		return n
	}
	ctx := context.Background()
	parallel(8, func(i int) {
		for j := range 10 {
			err := e.Update(ctx, func(kv store.KV) error {
				from, to := (i+j)%accounts, (i*3+j*2+1)%accounts
				return errors.Join(add(kv, fmt.Sprint("account", from), ^uint64(0)), add(kv, fmt.Sprint("account", to), 1))
			})
			if err != nil {
				t.Error(err)
			}
			err = e.View(ctx, func(kv store.KV) error {
				if n := sum(kv); n != accounts*each {
					return fmt.Errorf("a View saw %d in all, want %d", n, accounts*each)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}

func testOneFails(t *testing.T, e store.Engine) {
	put(t, e, "shared", "")
	mine := errors.New("mine")
	parallel(32, func(i int) {
		err := e.Update(context.Background(), func(kv store.KV) error {
			err := errors.Join(kv.Put(fmt.Appendf(nil, "key/%d", i), []byte("x")), add(kv, "shared", 1))
			switch i % 4 {
			case 1:
				return errors.Join(mine, kv.Delete([]byte("shared")))
			case 3:
				panic(i)
			}
			return err
		})
		if failed := i%2 == 1; failed != (err != nil) || i%4 == 1 && !errors.Is(err, mine) {
			t.Errorf("function %d got %v", i, err)
		}
	})
	for i := range 32 {
		want := "x"
		if i%2 == 1 {
			want = "<none>"
		}
		expect(t, e, fmt.Sprintf("key/%d", i), want)
	}
	if n := number([]byte(look(t, e, "shared"))); n != 16 {
		t.Errorf("16 functions that succeeded counted to %d", n)
	}
}
