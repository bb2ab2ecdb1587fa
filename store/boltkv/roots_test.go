package boltkv

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"wijkbot/store"
)

// TestRootsInTheirPlaces puts roots where they do not belong. Only a root as it
// was one turn earlier is not seen: the file is then as it was one commit before,
// which is what the package says of it.
func TestRootsInTheirPlaces(t *testing.T) {
	path := temp(t)
	db := opened(t, usual, path)
	var files [][]byte // after each commit
	for i := range 6 {
		if err := update(db, put(fmt.Sprint("key ", i), "value")); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	size := int(rootOf(t, path).pageSize)
	last := files[5]
	late := 0 // the page of the last root
	if order.Uint64(last[size+headSize+48:]) > order.Uint64(last[headSize+48:]) {
		late = 1
	}
	root := func(file []byte, page int) []byte { return file[page*size : (page+1)*size] }
	renamed := func(file []byte, page int) []byte {
		p := append([]byte(nil), root(file, page)...)
		order.PutUint64(p, uint64(1-page))
		return p
	}
	for name, c := range map[string]struct {
		page  int
		image []byte
		seen  bool
	}{
		"the earlier root over the last":               {late, root(last, 1-late), true},
		"the same with the number of its page mended":  {late, renamed(last, 1-late), true},
		"the last root over the earlier":               {1 - late, root(last, late), true},
		"the last over the earlier, number mended":     {1 - late, renamed(last, late), true},
		"the earlier root as it was a turn before":     {1 - late, root(files[3-1], 1-late), true},
		"the last root as it was three turns before":   {late, root(files[0], 1-late), true},
		"the last root lost, what was there came back": {late, root(files[3], late), false},
	} {
		bad := append([]byte(nil), last...)
		copy(root(bad, c.page), c.image)
		damaged := temp(t)
		if err := os.WriteFile(damaged, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Verify(damaged); errors.Is(err, store.ErrCorrupt) != c.seen {
			t.Errorf("%s: Verify returned %v, want damage seen: %v", name, err, c.seen)
		}
		if c.seen {
			continue
		}
		all, err := contents(opened(t, usual, damaged))
		if err != nil || len(all) != 5 {
			t.Errorf("%s: %d values, want those of one commit before: %v", name, len(all), err)
		}
	}
}

// TestRootsOfACopy writes on in copies made after an even and an odd commit: their
// roots are numbered otherwise, and are as whole.
func TestRootsOfACopy(t *testing.T) {
	path := temp(t)
	db := opened(t, usual, path)
	for i := range 4 {
		copied := fmt.Sprint(path, ".copy", i)
		if err := errors.Join(update(db, put("n", fmt.Sprint(i))), db.Backup(copied), Verify(copied)); err != nil {
			t.Fatal(err)
		}
		for n := range 3 {
			c := opened(t, usual, copied)
			if err := errors.Join(update(c, put("n", fmt.Sprint("copy ", n))), c.Close(), Verify(copied)); err != nil {
				t.Errorf("copy %d after %d commits: %v", i, n+1, err)
			}
		}
	}
}
