// Package guard keeps strangers who knock at the public doors from taking more
// than their share.
//
// The one rule it keeps: whatever strangers do, it remembers no more than a
// fixed number of them, and those that it does not remember share one measure.
// To guard a new door, ask Wait before doing any work for a request.
package guard

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// A Guard measures who comes how often. Each name may come Burst times at
// once, and Rate times a second in the long run. Set its fields before first
// use; it must not be copied.
type Guard struct {
	Rate  float64
	Burst int
	// Forwarded says that a proxy of ours stands before us and writes whom it
	// speaks for at the end of X-Forwarded-For. Anybody else can write there
	// what they like.
	Forwarded bool

	mu    sync.Mutex
	left  map[string]bucket
	swept time.Time // when it last let go of names
}

// A bucket is how often a name may come, counted at a moment.
type bucket struct {
	tokens float64
	at     time.Time
}

// most is how many names are remembered, some 1 MB of them.
const most = 10_000

// crowd is the name of all who are one too many to remember.
const crowd = ""

// Wait notes that name comes now, in real time, and returns 0, or else how
// long it must wait before it may. Waiting in vain costs nothing.
func (g *Guard) Wait(name string, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.left == nil {
		g.left = make(map[string]bucket)
	}
	b, known := g.left[name]
	if !known && len(g.left) >= most && !g.forget(now) {
		name = crowd
		b, known = g.left[name]
	}
	if !known {
		b = bucket{float64(g.Burst), now}
	}
	b.tokens, b.at = g.filled(b, now), now
	if b.tokens < 1 {
		g.left[name] = b
		return time.Duration((1 - b.tokens) / g.Rate * float64(time.Second))
	}
	b.tokens--
	g.left[name] = b
	return 0
}

// Charge counts what name asked for as n times more, since it is heavy work. It
// is not refused any more, but what it asks for next comes later: after no more
// than as long as it takes to fill twice what may come at once.
func (g *Guard) Charge(name string, n float64, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, known := g.left[name]; !known {
		name = crowd
	}
	if b, ok := g.left[name]; ok {
		b.tokens, b.at = max(-float64(g.Burst), g.filled(b, now)-n), now
		g.left[name] = b
	}
}

// filled returns what is in b by now. The clock may have been put back.
func (g *Guard) filled(b bucket, now time.Time) float64 {
	return min(float64(g.Burst), b.tokens+max(0, now.Sub(b.at).Seconds())*g.Rate)
}

// sweepEvery keeps a flood of names from being looked through for each of them.
const sweepEvery = time.Second

// forget lets go of those who may come as often as a new one, now and then, and
// reports whether there is room.
func (g *Guard) forget(now time.Time) bool {
	if now.Sub(g.swept).Abs() < sweepEvery {
		return false
	}
	g.swept = now
	for name, b := range g.left {
		if g.filled(b, now) >= float64(g.Burst) {
			delete(g.left, name)
		}
	}
	return len(g.left) < most
}

// Name returns whom a request is to be counted for: the address it came from,
// and of IPv6 the network of 64 bits, which is one household's.
func (g *Guard) Name(r *http.Request) string {
	address := r.RemoteAddr
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	if lines := r.Header.Values("X-Forwarded-For"); g.Forwarded && len(lines) > 0 {
		all := strings.Split(lines[len(lines)-1], ",")
		address = strings.TrimSpace(all[len(all)-1])
	}
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "?"
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		if net64, err := ip.Prefix(64); err == nil {
			return net64.String()
		}
	}
	return ip.String()
}
