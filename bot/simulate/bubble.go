package simulate

import (
	"flag"
	"testing"
	"testing/synctest"
)

// InBubble runs fn with virtual time: when all that fn started waits, time
// jumps to the next moment at which something happens. Only package testing
// can make such a bubble, and only in a test, so that one is started here by
// hand. Call it once in a process: that test never ends, because package
// testing would end the process with it.
func InBubble(fn func()) {
	if !flag.Parsed() { // ours are read elsewhere
		_ = flag.CommandLine.Parse(nil)
	}
	done := make(chan struct{})
	one := testing.InternalTest{Name: "simulate", F: func(t *testing.T) {
		synctest.Test(t, func(*testing.T) { fn() })
		close(done)
		select {}
	}}
	every := func(string, string) (bool, error) { return true, nil }
	testing.Init()
	go testing.Main(every, []testing.InternalTest{one}, nil, nil)
	<-done
}
