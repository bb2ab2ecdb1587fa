package kvtest_test

import (
	"testing"

	"wijkbot/store"
	"wijkbot/store/kvtest"
)

func TestMemory(t *testing.T) {
	kvtest.Run(t, func(*testing.T) store.Engine { return kvtest.Memory() },
		func(_ *testing.T, e store.Engine) store.Engine { return e })
}
