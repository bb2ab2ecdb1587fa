package telegramtest

import (
	"context"
	"net/http"
	"strings"
)

// A Trouble is what can go wrong with a call.
type Trouble int

// The troubles.
const (
	None       Trouble = iota
	TooMany            // 429 with RetryAfter, for this call
	Page               // a proxy's HTML: Code, 502 if zero
	Internal           // the API's own 500
	Refuse             // a refusal with Code and Text
	Hang               // no answer until the caller goes away
	Drop               // the connection is cut and nothing was done
	AcceptDrop         // it was done, and then the connection is cut
	Garbage            // it was done, and half an answer comes
)

// A Fault makes calls go wrong.
type Fault struct {
	Trouble    Trouble
	Method     string // as called; empty for every method
	Chat       int64  // 0 for every chat
	Times      int    // how many calls; 0 for all until Mend
	RetryAfter int    // seconds, for TooMany; 1 if zero
	Code       int
	Text       string
}

// A fault is a Fault and how often it still applies.
type fault struct {
	Fault
	left int
}

// Fail adds a fault; the first that fits a call applies.
func (f *Fake) Fail(x Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, &fault{x, x.Times})
}

// Mend takes away all faults that were added. A hostile Fake stays hostile.
func (f *Fake) Mend() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = nil
}

// chance is true in a part p of all cases, and never when we are calm. f.mu is
// held.
func (f *Fake) chance(p float64) bool { return !f.opts.Calm && f.rng.Float64() < p }

// trouble returns what c meets. f.mu is held.
func (f *Fake) trouble(c Call) Fault {
	for i, x := range f.faults {
		if x.Method != "" && !strings.EqualFold(x.Method, c.Method) || x.Chat != 0 && x.Chat != c.Chat {
			continue
		}
		if x.Times > 0 {
			if x.left--; x.left == 0 {
				f.faults = append(f.faults[:i:i], f.faults[i+1:]...)
			}
		}
		return x.Fault
	}
	if f.opts.Calm {
		return Fault{}
	}
	roll := f.rng.Float64()
	for _, t := range []Trouble{TooMany, Page, Internal, Drop, AcceptDrop, Garbage} {
		if roll -= 0.01; roll < 0 {
			return Fault{Trouble: t}
		}
	}
	return Fault{}
}

// suffer does the deed, or not, and spoils the answer.
func (f *Fake) suffer(ctx context.Context, x Fault, deed func() answer) answer {
	switch x.Trouble {
	case TooMany:
		return tooMany(max(x.RetryAfter, 1))
	case Page:
		code := x.Code
		if code == 0 {
			code = http.StatusBadGateway
		}
		text := http.StatusText(code)
		return answer{code: code, page: "<html><head><title>" + text + "</title></head><body><h1>" + text + "</h1></body></html>"}
	case Internal:
		return refuse(500, "Internal Server Error")
	case Refuse:
		return refuse(x.Code, x.Text)
	case Hang:
		select {
		case <-ctx.Done():
		case <-f.ctx.Done():
		}
		return answer{cut: true}
	case Drop:
		return answer{cut: true}
	case AcceptDrop:
		a := deed()
		a.cut = true
		return a
	case Garbage:
		a := deed()
		a.garbage = true
		return a
	}
	return deed()
}
