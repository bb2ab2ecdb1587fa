package boltkv

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"wijkbot/store"
)

// TestVerifyNeverCriesWolf grows and shrinks a database in ways that split,
// merge and free pages of every kind, with readers that keep old pages: it must
// always be found whole, open and closed.
func TestVerifyNeverCriesWolf(t *testing.T) {
	path := temp(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	db := opened(t, usual, path)
	for round := range 20 {
		db.bolt.NoSync, db.bolt.NoGrowSync = true, true // the disk is not what is tested here
		release := make(chan struct{})
		reading := make(chan error)
		go func() {
			began := false
			reading <- db.View(context.Background(), func(store.KV) error {
				if !began {
					began = true
					reading <- nil
				}
				<-release
				return nil
			})
		}()
		if err := <-reading; err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := update(db, func(kv store.KV) error { return churn(rnd, kv) }); err != nil {
				t.Fatal(err)
			}
		}
		err := db.Verify()
		close(release)
		if err := errors.Join(err, <-reading, update(db, put("round", "x")), db.Verify()); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if round%5 == 4 {
			if err := errors.Join(db.Close(), Verify(path)); err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
			db = opened(t, usual, path)
		}
	}
	t.Logf("%d pages at the end", rootOf(t, path).high)
}

// churn puts many keys of all lengths, or removes a range.
func churn(rnd *rand.Rand, kv store.KV) error {
	key := func() []byte {
		k := make([]byte, 1+rnd.IntN(1+rnd.IntN(300)))
		for i := range k {
			k[i] = byte(rnd.IntN(256))
		}
		return k
	}
	if rnd.IntN(3) > 0 {
		for range rnd.IntN(500) {
			if err := kv.Put(key(), make([]byte, rnd.IntN(1+rnd.IntN(1+rnd.IntN(20000))))); err != nil {
				return err
			}
		}
		return nil
	}
	var gone [][]byte
	first := key()[:1]
	err := kv.Scan(first, []byte{min(first[0], 254) + byte(1+rnd.IntN(255-int(min(first[0], 254))))}, func(k, _ []byte) bool {
		gone = append(gone, bytes.Clone(k))
		return true
	})
	for _, k := range gone {
		err = errors.Join(err, kv.Delete(k))
	}
	return err
}
