package kvtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkbot/store"
)

func testReopen(t *testing.T, e store.Engine, reopen func(*testing.T, store.Engine) store.Engine) {
	for i := range 20 {
		key := fmt.Sprint("confirmed", i%7)
		put(t, e, key, fmt.Sprint(i))
		e = reopen(t, e)
		expect(t, e, key, fmt.Sprint(i))
	}
	err := e.Update(context.Background(), func(kv store.KV) error {
		return errors.Join(kv.Delete([]byte("confirmed6")), kv.Put([]byte("confirmed0"), nil))
	})
	if err != nil {
		t.Fatal(err)
	}
	e = reopen(t, e)
	expect(t, e, "confirmed0", "")
	expect(t, e, "confirmed6", "<none>")
}

// A step is one call in a random transaction.
type step struct {
	delete     bool
	key, value string
}

var errRefused = errors.New("refused")

// testModel compares the engine with a map over random transactions, some of
// which fail, in groups that commit together.
func testModel(t *testing.T, e store.Engine, reopen func(*testing.T, store.Engine) store.Engine) {
	model := map[string]string{}
	keys := rapid.StringOfN(rapid.RuneFrom([]rune("ab\x00\u00ff")), 1, 5, -1)
	values := rapid.StringN(0, 40, -1)
	steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		return step{rapid.IntRange(0, 3).Draw(t, "delete") == 0, keys.Draw(t, "key"), values.Draw(t, "value")}
	}), 0, 12)
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(rt, "transactions") {
			todo, refuse := steps.Draw(rt, "steps"), rapid.IntRange(0, 4).Draw(rt, "refuse") == 0
			next := maps.Clone(model)
			err := e.Update(context.Background(), func(kv store.KV) error {
				next = maps.Clone(model)
				return apply(kv, next, todo, refuse)
			})
			if refuse != errors.Is(err, errRefused) || !refuse && err != nil {
				rt.Fatal(err)
			}
			if !refuse {
				model = next
			}
		}
		if rapid.IntRange(0, 19).Draw(rt, "reopen") == 0 {
			e = reopen(t, e)
		}
		compare(rt, e, model, keys.Draw(rt, "first"), keys.Draw(rt, "end"))
	})
}

func apply(kv store.KV, model map[string]string, todo []step, refuse bool) error {
	for _, s := range todo {
		if s.delete {
			delete(model, s.key)
			if err := kv.Delete([]byte(s.key)); err != nil {
				return err
			}
			continue
		}
		model[s.key] = s.value
		if err := kv.Put([]byte(s.key), []byte(s.value)); err != nil {
			return err
		}
	}
	if refuse {
		return errRefused
	}
	return nil
}

func compare(t *rapid.T, e store.Engine, model map[string]string, first, end string) {
	var want, wantPart []string
	for _, k := range slices.Sorted(maps.Keys(model)) {
		want = append(want, k+"="+model[k])
		if k >= first && k < end {
			wantPart = append(wantPart, k+"="+model[k])
		}
	}
	err := e.View(context.Background(), func(kv store.KV) error {
		got, err := all(kv, nil, nil)
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("the engine differs from a map:\n%s", diff)
		}
		part, partErr := all(kv, []byte(first), []byte(end))
		if diff := cmp.Diff(wantPart, part); diff != "" {
			return fmt.Errorf("from %q to %q:\n%s", first, end, diff)
		}
		if got, want := get(kv, first), model[first]; got != want && (got != "<none>" || want != "") {
			return fmt.Errorf("%q holds %q, want %q", first, got, want)
		}
		return errors.Join(err, partErr)
	})
	if err != nil {
		t.Fatal(err)
	}
}
