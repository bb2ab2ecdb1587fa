package boltkv

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"wijkbot/store"
)

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
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return asStoreError(err)
	}
	if err := verify(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return asStoreError(err)
	}
	return syncDir(filepath.Dir(path))
}

func (db *DB) copyTo(f *os.File) error {
	// Not through read: that this copy failed says nothing of the database.
	tx, err := db.begin(false)
	if err != nil {
		return err
	}
	defer db.end(tx)
	_, err = tx.WriteTo(f)
	return err
}

// Restore puts a verified copy of the backup in place of the database at path,
// which must not be in use; what was there is kept under aside, which must not
// exist. At no moment is there no database at path.
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
	if err := verify(tmp); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	if err := os.Link(path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fmt.Errorf("%w: %w", store.ErrNotUsable, err), os.Remove(tmp))
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
