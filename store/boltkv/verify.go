package boltkv

import (
	"errors"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"

	"wijkbot/store"
)

// Verify reads every page and every value of the database at path, which must
// not be in use.
func Verify(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	if err := usable(path); err != nil {
		return err
	}
	lock, err := acquire(path + ".lock")
	if err != nil {
		return err
	}
	defer lock.Close()
	return verify(path)
}

// Verify reads every page and every value of the open database, as it is now.
// Writers go on meanwhile.
func (db *DB) Verify() error {
	return db.read(func(tx *bolt.Tx) error {
		// The pages of this transaction stay as they are until it ends, but
		// its root does not: that one bbolt only shows to those who copy.
		var root firstPage
		if _, err := tx.WriteTo(&root); len(root) < headSize+metaSize {
			return asStoreError(err)
		}
		m, err := parseMeta(root[headSize:])
		if err != nil {
			return err
		}
		_, err = check(db.file, m)
		return err
	})
}

// firstPage takes the first write and refuses the next.
type firstPage []byte

var errEnough = errors.New("first page read")

func (p *firstPage) Write(b []byte) (int, error) {
	if *p != nil {
		return 0, errEnough
	}
	*p = append(*p, b...)
	return len(b), nil
}

// verify reads the file itself, before bbolt maps it: bbolt trusts what it
// finds there, and what it maps counts as this process's memory.
func verify(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	defer f.Close()
	m, err := readMeta(f)
	if err != nil {
		return err
	}
	st, err := f.Stat()
	if err != nil {
		return asStoreError(err)
	}
	// Files grow by whole pages.
	if page := uint64(max(m.pageSize, 1)); uint64(st.Size())/page < m.high || uint64(st.Size())%page != 0 {
		return broken("the file was cut off")
	}
	_, err = check(f, m)
	return err
}
