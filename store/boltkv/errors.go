package boltkv

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"

	"wijkbot/store"
)

// A Panic is what a function given to View or Update panicked with. Nothing
// of its transaction was kept.
type Panic struct {
	Value any
	Stack []byte
}

// Error names the type of the value only: the value may quote a message.
func (p *Panic) Error() string { return fmt.Sprintf("panic in transaction: %T", p.Value) }

// errEnded is the error of a function that ended its goroutine instead of
// returning, as t.Fatal does.
var errEnded = errors.New("transaction ended its goroutine")

func broken(how string) error { return fmt.Errorf("%w: %s", store.ErrCorrupt, how) }

func damaged(p any) error { return fmt.Errorf("%w: %v", store.ErrCorrupt, p) }

// guard makes reading past the end of a truncated file a panic instead of the
// end of the process, and turns panics of bbolt's transaction code into errors.
// Functions of callers run inside call, so their panics do not come here.
func guard(err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if p := recover(); p != nil {
			*err = damaged(p)
		}
	}
}

// guardCall is guard inside another one.
func guardCall(err *error) {
	if p := recover(); p != nil {
		*err = damaged(p)
	}
}

// fatal reports whether nothing can be trusted after err.
func fatal(err error) bool {
	return errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrFault)
}

// asStoreError tells a full disk from a failing one.
func asStoreError(err error) error {
	switch {
	case err == nil, isOurs(err):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG),
		errors.Is(err, berrors.ErrMaxSizeReached):
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	return fmt.Errorf("%w: %w", store.ErrFault, err)
}

func isOurs(err error) bool {
	for _, ours := range []error{store.ErrCorrupt, store.ErrFault, store.ErrFull, store.ErrClosed, store.ErrLocked, store.ErrNotUsable} {
		if errors.Is(err, ours) {
			return true
		}
	}
	return false
}

// commitError is asStoreError for commits. A path that can no longer be
// written is a fault there: the disk was mounted read-only under us. And while
// growing the file bbolt drops the type of an error, so the step is taken once
// more to learn it.
func commitError(f *os.File, err error) error {
	err = asStoreError(err)
	if errors.Is(err, store.ErrNotUsable) {
		return fmt.Errorf("%w: %w", store.ErrFault, err)
	}
	if !errors.Is(err, store.ErrFault) || errors.As(err, new(syscall.Errno)) {
		return err
	}
	if errors.Is(growFile(f), store.ErrFull) {
		return fmt.Errorf("%w: %v", store.ErrFull, err) // no longer a fault
	}
	return err
}

// leastRoom is what bbolt asks for when it grows the file, in bytes.
const leastRoom = 16 << 20

func growFile(f *os.File) error {
	var disk syscall.Statfs_t
	if err := syscall.Fstatfs(int(f.Fd()), &disk); err == nil && disk.Bavail*uint64(disk.Bsize) < leastRoom {
		return store.ErrFull
	}
	st, err := f.Stat()
	if err == nil {
		err = f.Truncate(st.Size() + leastRoom)
	}
	return asStoreError(err)
}
