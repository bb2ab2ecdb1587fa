package notifier

import (
	"errors"
	"time"

	"wijkbot/store/wijk"
)

// A gate closes a channel while its provider wants no calls or gives no
// answers. After each pause single messages probe, one a second, until one of
// them is answered. Not safe for concurrent use.
type gate struct {
	until   time.Time // closed until then
	closed  time.Time // when it was last closed; zero when fully open
	probed  time.Time // when the last probe began
	downs   int       // pauses in a row without any answer
	doubts  int       // sends in a row of unknown outcome
	broken  bool      // our account is refused, and staff knows
	silent  time.Time // since when nobody answers
	alarmed bool      // staff knows that nobody answers
}

const (
	probeEvery = time.Second
	// brokenWait is the time between probes of a provider that refuses us.
	brokenWait = time.Minute
	// longestDown bounds the wait for a provider that does not answer.
	longestDown = 15 * time.Second
	// doubtful is how many unknown outcomes in a row close the gate: each may
	// be a message that went and must be looked up.
	doubtful = 3
	// silence is after how long without any answer staff hears of it.
	silence = 5 * time.Minute
	// defaultPause is for a refusal that pauses but does not say for how long.
	defaultPause = time.Second
)

// allows returns how many of most sends may begin, and when to ask again.
func (g *gate) allows(now time.Time, most int) (int, time.Time) {
	switch {
	case g.closed.IsZero():
		return most, time.Time{}
	case now.Before(g.until):
		return 0, g.until
	case now.Before(g.probed.Add(probeEvery)):
		return 0, g.probed.Add(probeEvery)
	}
	return min(most, 1), time.Time{}
}

// shut reports whether no call may be made at all.
func (g *gate) shut(now time.Time) bool { return now.Before(g.until) }

// An alert is what staff must hear about a channel.
type alert int

const (
	noAlert alert = iota
	brokenAlert
	silentAlert
)

// result takes in what came of a send that began at began.
func (g *gate) result(err error, began, now time.Time) alert {
	var r *wijk.Refusal
	refused := errors.As(err, &r)
	switch {
	case refused && r.Broken:
		first := !g.broken
		g.broken, g.doubts = true, 0
		g.close(now, brokenWait)
		if first {
			return brokenAlert
		}
		return noAlert
	case refused && r.Pause && r.Code != "":
		g.answered()
		g.close(now, pauseOf(r))
		return noAlert
	case refused && r.Pause:
		return g.down(began, now, r.After)
	case err != nil && !refused:
		if g.doubts++; g.doubts >= doubtful || !g.closed.IsZero() {
			return g.down(began, now, 0)
		}
		return noAlert
	}
	g.answered()
	if !began.Before(g.closed) {
		*g = gate{}
	}
	return noAlert
}

func (g *gate) answered() { g.downs, g.doubts, g.silent, g.alarmed = 0, 0, time.Time{}, false }

func pauseOf(r *wijk.Refusal) time.Duration {
	if r.After <= 0 {
		return defaultPause
	}
	return r.After
}

func (g *gate) close(now time.Time, d time.Duration) {
	g.closed = now
	g.until = latest(g.until, now.Add(d))
}

// down closes the gate for longer each time. Sends that began before it was
// last closed tell nothing new.
func (g *gate) down(began, now time.Time, least time.Duration) alert {
	if !g.closed.IsZero() && began.Before(g.closed) && g.downs > 0 {
		return noAlert
	}
	if g.silent.IsZero() {
		g.silent = began
	}
	g.close(now, max(least, min(longestDown, time.Second<<min(g.downs, 10))))
	g.downs++
	if !g.alarmed && now.Sub(g.silent) >= silence {
		g.alarmed = true
		return silentAlert
	}
	return noAlert
}
