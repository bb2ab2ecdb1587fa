package boltkv_test

import (
	"path/filepath"
	"testing"

	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/kvtest"
)

func TestEngine(t *testing.T) {
	paths := map[store.Engine]string{}
	at := func(t *testing.T, path string) store.Engine {
		e, err := boltkv.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		paths[e] = path
		t.Cleanup(func() {
			if err := e.Close(); err != nil {
				t.Error(err)
			}
			if err := boltkv.Verify(path); err != nil {
				t.Errorf("after the test: %v", err)
			}
		})
		return e
	}
	kvtest.Run(t, func(t *testing.T) store.Engine {
		return at(t, filepath.Join(t.TempDir(), "test.db"))
	}, func(t *testing.T, e store.Engine) store.Engine {
		if err := e.(*boltkv.DB).Close(); err != nil {
			t.Fatal(err)
		}
		return at(t, paths[e])
	})
}
