package flows_test

import (
	"flag"
	"os"
	"runtime/debug"
	"testing"
)

// TestMain keeps the model test short, so that people run it. For more, say
// how many: go test ./flows -run Model -rapid.checks 2000.
func TestMain(m *testing.M) {
	const checks = "rapid.checks"
	if err := flag.Set(checks, "30"); err != nil {
		panic(err)
	}
	flag.Parse()
	debug.SetGCPercent(400) // hundreds of small cities, each soon gone
	os.Exit(m.Run())
}
