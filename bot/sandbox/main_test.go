package sandbox_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain runs more towns at once than there are processors: what they do most
// is wait, for a text to be sent at the rate that the provider permits.
func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	flag.Parse()
	os.Exit(m.Run())
}
