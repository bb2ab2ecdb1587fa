package signalen

import (
	"sync"
	"time"
)

// A budget spreads the calls of an hour: no more than limit in any hour, of
// which the less pressing ones leave a part to the others. It lives in memory;
// after a restart Signalen's own no (429) tells what was spent before.
type budget struct {
	mu    sync.Mutex
	limit int
	calls []time.Time // the latest, oldest first, at most limit
	shut  time.Time   // Signalen wants no calls before then
}

// window is an hour, and a little for clocks that differ.
const window = time.Hour + 5*time.Second

// A press is how pressing a call is.
type press int

const (
	urgent   press = iota
	ordinary       // a new report
	extra          // a photo of one
	question       // how far is it?
)

// keeps is what part of the hour each leaves to the more pressing ones, as one
// in so many; 0 is nothing.
var keeps = [...]int{urgent: 0, ordinary: 12, extra: 6, question: 2}

// take spends one call, or returns how long to wait for it.
func (b *budget) take(p press, now time.Time) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.Before(b.shut) {
		return b.shut.Sub(now)
	}
	for len(b.calls) > 0 && now.Sub(b.calls[0]) >= window {
		b.calls = b.calls[1:]
	}
	most := b.limit
	if part := keeps[p]; part > 0 {
		most = max(1, b.limit-b.limit/part)
	}
	if over := len(b.calls) - most; over >= 0 {
		return b.calls[over].Add(window).Sub(now)
	}
	b.calls = append(b.calls, now)
	return 0
}

// giveBack returns the call that was taken last: it never reached Signalen.
func (b *budget) giveBack() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.calls); n > 0 {
		b.calls = b.calls[:n-1]
	}
}

// close stops all calls for a while.
func (b *budget) close(now time.Time, d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if until := now.Add(d); until.After(b.shut) {
		b.shut = until
	}
}
