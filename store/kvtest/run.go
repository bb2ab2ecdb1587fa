package kvtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
