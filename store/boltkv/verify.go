package boltkv

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"wijkbot/store"
)

// Verify reads every value of the database at path, which must not be in use,
// and, when deep, checks the structure of every page too.
func Verify(path string, deep bool) error {
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
	_, err = verify(path, deep)
	return err
}

// Verify reads every value of the open database, as it is now.
func (db *DB) Verify(deep bool) (err error) {
	defer func() { db.judge(err) }()
	defer guard(&err)()
	return db.bolt.View(func(tx *bolt.Tx) error {
		_, err := verifyTx(tx, deep)
		return err
	})
}

func verify(path string, deep bool) (sum total, err error) {
	b, err := openBolt(path, true)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	defer guard(&err)()
	err = b.View(func(tx *bolt.Tx) error {
		st, err := os.Stat(path)
		if err != nil {
			return asStoreError(err)
		}
		if tx.Size() > st.Size() {
			return fmt.Errorf("%w: the file was cut off", store.ErrCorrupt)
		}
		sum, err = verifyTx(tx, deep)
		return err
	})
	return sum, err
}

func verifyTx(tx *bolt.Tx, deep bool) (total, error) {
	if deep {
		for err := range tx.Check() {
			return total{}, fmt.Errorf("%w: %w", store.ErrCorrupt, err)
		}
	}
	data, meta := tx.Bucket(dataBucket), tx.Bucket(metaBucket)
	if data == nil || meta == nil {
		return total{}, fmt.Errorf("%w: not a database of this program", store.ErrCorrupt)
	}
	want, ok := decodeTotal(meta.Get(totalKey))
	if !ok {
		return total{}, fmt.Errorf("%w: no total", store.ErrCorrupt)
	}
	var sum total
	var last []byte
	c := data.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if last != nil && bytes.Compare(last, k) >= 0 {
			return total{}, fmt.Errorf("%w: keys out of order", store.ErrCorrupt)
		}
		last = k
		_, crc, err := unseal(k, v)
		if err != nil {
			return total{}, err
		}
		sum.add(crc)
	}
	if sum != want {
		return total{}, fmt.Errorf("%w: %d entries, %d expected, or one differs", store.ErrCorrupt, sum.count, want.count)
	}
	return sum, nil
}

// Backup writes a copy of the database, as it is now, to the file at path,
// which appears only when it is complete and verified.
func (db *DB) Backup(path string) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%w: %s exists", store.ErrNotUsable, path)
	}
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	defer os.Remove(tmp)
	err = db.copyTo(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return asStoreError(err)
	}
	if _, err := verify(tmp, true); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return asStoreError(err)
	}
	return syncDir(filepath.Dir(path))
}

func (db *DB) copyTo(f *os.File) (err error) {
	defer guard(&err)()
	return db.bolt.View(func(tx *bolt.Tx) error {
		if _, err := tx.WriteTo(f); err != nil {
			return err
		}
		return f.Sync()
	})
}

// Restore puts a verified copy of the backup in place of the database at path,
// which must not be in use; what was there is kept under aside.
func Restore(backup, path, aside string) error {
	lock, err := acquire(path + ".lock")
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := usable(backup); err != nil {
		return err
	}
	tmp := path + ".new"
	if err := copyFile(backup, tmp); err != nil {
		return err
	}
	if _, err := verify(tmp, true); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	if _, err := os.Stat(path); err == nil {
		if err := os.Rename(path, aside); err != nil {
			return asStoreError(err)
		}
	}
	if err := os.Rename(tmp, path); err != nil {
		return asStoreError(err)
	}
	return syncDir(filepath.Dir(path))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return asStoreError(errors.Join(err, out.Close()))
}
