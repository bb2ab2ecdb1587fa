package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkbot/store"
	"wijkbot/store/kvtest"
)

// A tree grows in a street; the table of them is only for these tests.
type tree struct {
	Kind   string   `json:"kind"`
	Age    uint64   `json:"age"`
	Birds  []string `json:"birds,omitempty"`
	Felled bool     `json:"felled,omitempty"`
}

var trees = &store.Table[tree]{Name: "trees", Indexes: []store.Index[tree]{
	{Name: "kind", Keys: func(t *tree) []string {
		if t.Felled {
			return nil
		}
		return []string{t.Kind}
	}},
	{Name: "age", Keys: func(t *tree) []string { return []string{store.Num(t.Age)} }},
	{Name: "bird", Keys: func(t *tree) []string { return t.Birds }},
}}

// neighbours sort directly before and after trees and must stay out of it.
var neighbours = []*store.Table[tree]{{Name: "tree"}, {Name: "treesx"}, {Name: "tref"}}

func update(t testing.TB, db *store.DB, fn func(tx *store.Tx)) {
	t.Helper()
	err := db.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil })
	if err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, db *store.DB, fn func(tx *store.Tx)) {
	t.Helper()
	err := db.View(context.Background(), func(tx *store.Tx) error { fn(tx); return nil })
	if err != nil {
		t.Fatal(err)
	}
}

// keys returns the keys a loop yields.
func keys[T any](seq func(func(string, T) bool)) (all []string) {
	for k := range seq {
		all = append(all, k)
	}
	return all
}

// A reporter is a test, or rapid's, which then looks for a smaller example.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

func same(t reporter, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (- want, + got):\n%s", what, diff)
	}
}

func TestTable(t *testing.T) {
	db := kvtest.Open(t)
	oak := tree{Kind: "eik", Age: 80, Birds: []string{"mees", "specht"}}
	update(t, db, func(tx *store.Tx) {
		trees.Put(tx, "a", oak)
		trees.Put(tx, "b", tree{Kind: "eik", Age: 3})
		trees.Put(tx, "c", tree{Kind: "eikje", Age: 1, Birds: []string{"mees"}})
		trees.Put(tx, "\xff\xff", tree{Kind: "linde"})
		for _, n := range neighbours {
			n.Put(tx, "a", tree{Kind: "eik"})
		}
	})
	view(t, db, func(tx *store.Tx) {
		got, ok := trees.Get(tx, "a")
		same(t, "Get", oak, got)
		if _, none := trees.Get(tx, "d"); !ok || none || !trees.Has(tx, "c") || trees.Has(tx, "") {
			t.Error("Get or Has is wrong about what is there")
		}
		same(t, "All", []string{"a", "b", "c", "\xff\xff"}, keys(trees.All(tx, "")))
		same(t, "All of a prefix of 0xff", []string{"\xff\xff"}, keys(trees.All(tx, "\xff")))
		same(t, "Range", []string{"b", "c"}, keys(trees.Range(tx, "b", "d")))
		same(t, "Range to the end", []string{"c", "\xff\xff"}, keys(trees.Range(tx, "c", "")))
		same(t, "Find is exact", []string{"a", "b"}, keys(trees.Find(tx, "kind", "eik")))
		same(t, "Find by one of several", []string{"a", "c"}, keys(trees.Find(tx, "bird", "mees")))
		same(t, "Find nothing", []string(nil), keys(trees.Find(tx, "kind", "ei")))
		same(t, "FindRange", []string{"c", "b"}, keys(trees.FindRange(tx, "age", store.Num(1), store.Num(80))))
		same(t, "FindRange of all", []string{"\xff\xff", "c", "b", "a"}, keys(trees.FindRange(tx, "age", "", "")))
	})
	update(t, db, func(tx *store.Tx) {
		oak.Felled, oak.Birds = true, []string{"specht", "uil"}
		trees.Put(tx, "a", oak)
		trees.Delete(tx, "c")
		trees.Delete(tx, "never there")
	})
	view(t, db, func(tx *store.Tx) {
		same(t, "out of the index", []string{"b"}, keys(trees.Find(tx, "kind", "eik")))
		same(t, "no longer", []string(nil), keys(trees.Find(tx, "bird", "mees")))
		same(t, "newly", []string{"a"}, keys(trees.Find(tx, "bird", "uil")))
		same(t, "still", []string{"a"}, keys(trees.Find(tx, "bird", "specht")))
		same(t, "deleted", []string{"a", "b", "\xff\xff"}, keys(trees.All(tx, "")))
	})
}

// TestTableModel compares a table and its indexes with a map.
func TestTableModel(t *testing.T) {
	db := kvtest.Open(t)
	model := map[string]tree{}
	binary := rapid.StringOfN(rapid.RuneFrom([]rune("ab\x00\u00ff")), 0, 3, -1)
	words := rapid.StringOfN(rapid.RuneFrom([]rune("ab\x01\u00ff")), 0, 3, -1)
	rapid.Check(t, func(rt *rapid.T) {
		key := binary.Draw(rt, "key")
		v := tree{
			Kind: words.Draw(rt, "kind"), Age: rapid.Uint64().Draw(rt, "age"), Felled: rapid.Bool().Draw(rt, "felled"),
			Birds: rapid.SliceOfNDistinct(words, 0, 3, rapid.ID).Draw(rt, "birds"),
		}
		if len(v.Birds) == 0 {
			v.Birds = nil
		}
		remove := rapid.Bool().Draw(rt, "remove")
		update(t, db, func(tx *store.Tx) {
			if remove {
				trees.Delete(tx, key)
			} else {
				trees.Put(tx, key, v)
			}
		})
		if delete(model, key); !remove {
			model[key] = v
		}
		kind, bird, prefix := words.Draw(rt, "find kind"), words.Draw(rt, "find bird"), binary.Draw(rt, "prefix")
		low, high := rapid.Uint64().Draw(rt, "low"), rapid.Uint64Min(1).Draw(rt, "high")
		where := func(fn func(key string, v tree) bool) (want []string) {
			for _, k := range slices.Sorted(maps.Keys(model)) {
				if fn(k, model[k]) {
					want = append(want, k)
				}
			}
			return want
		}
		view(t, db, func(tx *store.Tx) {
			same(rt, "All", where(func(k string, _ tree) bool { return strings.HasPrefix(k, prefix) }), keys(trees.All(tx, prefix)))
			same(rt, "kind", where(func(_ string, v tree) bool { return !v.Felled && v.Kind == kind }), keys(trees.Find(tx, "kind", kind)))
			same(rt, "bird", where(func(_ string, v tree) bool { return slices.Contains(v.Birds, bird) }), keys(trees.Find(tx, "bird", bird)))
			got := keys(trees.FindRange(tx, "age", store.Num(low), store.Num(high)))
			slices.Sort(got)
			same(rt, "age", where(func(_ string, v tree) bool { return v.Age >= low && v.Age < high }), got)
			for k, v := range trees.All(tx, "") {
				same(rt, "value", model[k], v)
			}
		})
	})
}

// TestLoopsThatChange changes the table inside loops longer than one page.
func TestLoopsThatChange(t *testing.T) {
	const n = 1000
	fill := func(tx *store.Tx) {
		for i := range n {
			trees.Put(tx, fmt.Sprintf("%04d", i), tree{Kind: "eik", Age: uint64(i)})
		}
	}
	t.Run("Find and take out of the index", func(t *testing.T) {
		db := kvtest.Open(t)
		update(t, db, func(tx *store.Tx) {
			fill(tx)
			var seen []string
			for k, v := range trees.Find(tx, "kind", "eik") {
				seen = append(seen, k)
				v.Felled = true
				trees.Put(tx, k, v)
			}
			if len(seen) != n || !slices.IsSorted(seen) || len(keys(trees.Find(tx, "kind", "eik"))) != 0 {
				t.Errorf("a loop over %d rows saw %d", n, len(seen))
			}
		})
	})
	t.Run("All and delete", func(t *testing.T) {
		db := kvtest.Open(t)
		update(t, db, func(tx *store.Tx) {
			fill(tx)
			seen := 0
			for k := range trees.All(tx, "") {
				seen++
				trees.Delete(tx, k)
			}
			if seen != n || len(keys(trees.All(tx, ""))) != 0 || len(keys(trees.FindRange(tx, "age", "", ""))) != 0 {
				t.Errorf("a loop over %d rows saw %d", n, seen)
			}
		})
	})
	t.Run("rows ahead", func(t *testing.T) {
		for name, loop := range map[string]func(tx *store.Tx) func(func(string, tree) bool){
			"All":       func(tx *store.Tx) func(func(string, tree) bool) { return trees.All(tx, "") },
			"Range":     func(tx *store.Tx) func(func(string, tree) bool) { return trees.Range(tx, "0", "1") },
			"Find":      func(tx *store.Tx) func(func(string, tree) bool) { return trees.Find(tx, "kind", "eik") },
			"FindRange": func(tx *store.Tx) func(func(string, tree) bool) { return trees.FindRange(tx, "kind", "e", "f") },
		} {
			db := kvtest.Open(t)
			update(t, db, func(tx *store.Tx) {
				fill(tx)
				seen := 0
				for k, v := range loop(tx) {
					if seen == 0 {
						for i := 1; i < n; i += 2 { // every second one is gone
							trees.Delete(tx, fmt.Sprintf("%04d", i))
						}
						for i := 2; i < n; i += 4 { // and half of the others differs
							trees.Put(tx, fmt.Sprintf("%04d", i), tree{Kind: "linde", Age: 7})
						}
					}
					seen++
					if now, ok := trees.Get(tx, k); !ok || now.Kind != v.Kind {
						t.Errorf("%s yielded %s as %v, it is %v %v", name, k, v, now, ok)
					}
					if v.Kind == "linde" && strings.HasPrefix(name, "Find") {
						t.Errorf("%s yielded a row that is not in its range any more", name)
					}
				}
				if want := map[bool]int{true: n / 4, false: n / 2}[strings.HasPrefix(name, "Find")]; seen != want {
					t.Errorf("%s saw %d rows, want %d", name, seen, want)
				}
			})
		}
	})
	t.Run("stop early", func(t *testing.T) {
		db := kvtest.Open(t)
		update(t, db, func(tx *store.Tx) {
			fill(tx)
			seen := 0
			for range trees.All(tx, "") {
				if seen++; seen == 300 {
					break
				}
			}
			again := trees.Find(tx, "kind", "eik")
			if a, b := len(keys(again)), len(keys(again)); seen != 300 || a != n || b != n {
				t.Errorf("seen %d; twice over the same loop: %d, %d", seen, a, b)
			}
		})
	})
}

// TestUnreadableRow stores bytes that no version of this program wrote.
func TestUnreadableRow(t *testing.T) {
	for _, bad := range []string{"", "\x02{}", "{}", "\x01", `\x01{"age":"0612345678"}`, "\x01{\"age\":-31612345678}"} {
		for name, use := range map[string]func(tx *store.Tx){
			"Get":    func(tx *store.Tx) { trees.Get(tx, "bad") },
			"All":    func(tx *store.Tx) { keys(trees.All(tx, "")) },
			"Put":    func(tx *store.Tx) { trees.Put(tx, "bad", tree{}) },
			"Delete": func(tx *store.Tx) { trees.Delete(tx, "bad") },
		} {
			e := kvtest.OpenEngine(t)
			db, err := store.Open(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Update(t.Context(), func(kv store.KV) error { return kv.Put([]byte("trees\x00bad"), []byte(bad)) }); err != nil {
				t.Fatal(err)
			}
			err = db.Update(t.Context(), func(tx *store.Tx) error { use(tx); return nil })
			if !errors.Is(err, store.ErrCorrupt) || strings.Contains(err.Error(), "612345678") {
				t.Errorf("%s of %q returned %v", name, bad, err)
			}
			if !errors.Is(e.Err(), store.ErrCorrupt) {
				t.Errorf("the engine goes on after %q: %v", bad, e.Err())
			}
		}
	}
}

func TestKeysSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Uint64().Draw(t, "a"), rapid.Uint64().Draw(t, "b")
		if (a < b) != (store.Num(a) < store.Num(b)) || store.ParseNum(store.Num(a)) != a {
			t.Error("Num does not sort by number")
		}
		x := time.Unix(rapid.Int64Range(0, 9e9).Draw(t, "x"), rapid.Int64Range(0, 999999999).Draw(t, "ns"))
		y := x.Add(time.Duration(rapid.Int64Range(1, 1e18).Draw(t, "later"))).UTC()
		if y.Year() < 2262 && store.When(x) >= store.When(y) {
			t.Errorf("%v does not sort before %v", x, y)
		}
	})
	if zero := store.When(time.Time{}); zero >= store.When(time.Unix(0, 1)) || zero != store.When(time.Unix(-5, 0)) {
		t.Error("the zero time does not sort first")
	}
	if store.ParseNum("short") != 0 {
		t.Error("ParseNum made a number of nothing")
	}
}
