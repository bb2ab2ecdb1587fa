package kvtest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"testing"

	"wijkbot/store"
)

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
