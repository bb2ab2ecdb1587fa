package store

import (
	"context"
	"errors"
)

// A KV is what an engine offers inside a transaction: keys in byte order.
type KV interface {
	// Get returns the value of key, or nil if there is none. The bytes are
	// valid until the transaction ends and must not be changed.
	Get(key []byte) ([]byte, error)
	// Put sets key to value. Both may be reused by the caller afterwards.
	Put(key, value []byte) error
	// Delete removes key, if it is there.
	Delete(key []byte) error
	// Scan calls fn for each key from first up to but not including end, in
	// order, until fn returns false. fn must not change the store.
	Scan(first, end []byte, fn func(key, value []byte) bool) error
}

// An Engine runs serializable transactions. Both methods may run fn more than
// once. Update returns nil only when the change is durable.
type Engine interface {
	View(ctx context.Context, fn func(KV) error) error
	Update(ctx context.Context, fn func(KV) error) error
}

// Errors of engines, to be told apart with errors.Is.
var (
	// ErrFull says that the disk has no room. Nothing was written, and the
	// same call may succeed once there is.
	ErrFull = errors.New("no room to write")
	// ErrCorrupt says that stored bytes are not what was written. The process
	// must stop: nothing read afterwards can be trusted.
	ErrCorrupt = errors.New("stored data is damaged")
	// ErrFault says that the disk failed. The process must stop: whether the
	// last commit is durable is unknown.
	ErrFault = errors.New("storage failed")
	// ErrLocked says that another process has the database.
	ErrLocked = errors.New("database is in use by another process")
	// ErrNewer says that a newer version of this program wrote the database.
	ErrNewer = errors.New("database was written by a newer version")
	// ErrNotUsable says that the path cannot hold a database: a directory, no
	// permission, a missing folder.
	ErrNotUsable = errors.New("path cannot hold a database")
	// ErrClosed says that the database was closed.
	ErrClosed = errors.New("database is closed")
)
