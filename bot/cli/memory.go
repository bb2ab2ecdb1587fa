package cli

import (
	"math"
	"runtime/debug"
)

// The city's own memory is some ten MB, so garbage may lie until there is four
// times as much of it. Should the city ever need much more, the limit has the
// collector run more often instead.
const (
	collectAt   = 400 // percent
	memoryLimit = 150 << 20
)

// Roomy has garbage collected as rarely as serve does, unless the operator set
// GOGC or GOMEMLIMIT, and returns what puts that back. Otherwise an eighth
// of the time of a message goes to the collector.
func Roomy() (undo func()) {
	percent, limit := debug.SetGCPercent(collectAt), debug.SetMemoryLimit(-1)
	if percent != 100 {
		debug.SetGCPercent(percent)
	}
	if limit == math.MaxInt64 {
		debug.SetMemoryLimit(memoryLimit)
	}
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
