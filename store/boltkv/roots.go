package boltkv

import (
	"errors"
	"hash/fnv"
	"io"
)

const (
	metaSize   = 64
	metaSum    = 56 // where the checksum of a root is
	metaMagic  = 0xED0CDAED
	metaLayout = 2
)

// A meta is one of the two roots of a file.
type meta struct {
	pageSize              uint32
	root, free, high, txn uint64 // high is the first page never used
}

func parseMeta(b []byte) (m meta, err error) {
	if len(b) < metaSize || order.Uint32(b) != metaMagic || order.Uint32(b[4:]) != metaLayout {
		return m, broken("not a database")
	}
	sum := fnv.New64a()
	sum.Write(b[:metaSum])
	if sum.Sum64() != order.Uint64(b[metaSum:]) {
		return m, broken("a root differs from its checksum")
	}
	return meta{
		pageSize: order.Uint32(b[8:]), root: order.Uint64(b[16:]), free: order.Uint64(b[32:]),
		high: order.Uint64(b[40:]), txn: order.Uint64(b[48:]),
	}, nil
}

// readMeta returns the latest root. Both must be whole and in their own place:
// bbolt would go back to the older one, and with it lose the last commit
// without a word. A crash does not damage a root, which is within one sector of
// the disk.
func readMeta(f io.ReaderAt) (meta, error) {
	first, err := readRoot(f, 0, 0)
	if err != nil {
		return first, err
	}
	second, err := readRoot(f, 1, int64(first.pageSize))
	if err != nil {
		return second, err
	}
	late, early := first, second
	if second.txn > first.txn {
		late, early = second, first
	}
	// Commits go to the roots in turn. A copy has its number and the one before;
	// the next commit goes by its own number, and may leave two between them.
	if n := late.txn - early.txn; n == 0 || n > 2 || late.pageSize != early.pageSize {
		return late, broken("the roots are not of two commits in a row")
	}
	return late, nil
}

// readRoot reads root number id, on the page at. bbolt itself does not look at
// the number in the page's head.
func readRoot(f io.ReaderAt, id uint64, at int64) (meta, error) {
	var b [headSize + metaSize]byte
	if err := readAt(f, b[:], at); err != nil {
		return meta{}, err
	}
	m, err := parseMeta(b[headSize:])
	if err == nil && (order.Uint64(b[:]) != id || order.Uint16(b[8:]) != metaPage) {
		err = broken("a root in the place of another page")
	}
	return m, err
}

func readAt(f io.ReaderAt, b []byte, at int64) error {
	_, err := f.ReadAt(b, at)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return broken("the file was cut off")
	}
	if err != nil {
		return asStoreError(err)
	}
	return nil
}
