package twiliotest

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// A Fault is a way in which Twilio fails a request.
type Fault int

// The faults. The words "accepted" in a comment mean that the message is
// created all the same and will be delivered.
const (
	OK          Fault = iota
	TooMany           // 429 with code 20429 and Retry-After
	Unavailable       // 503 with an error of Twilio's own
	ErrorPage         // 502 with an HTML page of 200 kB
	Hang              // no answer until the client gives up
	Drop              // the connection closes without an answer
	LatePage          // accepted, then ErrorPage
	LateHang          // accepted, then Hang
	LateDrop          // accepted, then Drop
	Empty             // accepted, and answered with 201 and {}
	Half              // accepted, and the answer breaks off halfway
	faults
)

// Next has the next attempts to create a message fail in these ways, OK being
// none, before chance and Always have a say.
func (f *Fake) Next(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.creates = append(f.creates, faults...)
}

// NextCall does so for the next calls.
func (f *Fake) NextCall(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dials = append(f.dials, faults...)
}

// NextList does so for the next pages of the log.
func (f *Fake) NextList(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lists = append(f.lists, faults...)
}

// Always has every request fail in this way until it is called with OK.
func (f *Fake) Always(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.always = fault
}

// fault draws what happens to a request, of which queue holds the orders.
func (f *Fake) fault(queue *[]Fault) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(*queue) > 0 {
		first := (*queue)[0]
		*queue = (*queue)[1:]
		return first
	}
	if f.always != OK {
		return f.always
	}
	if f.luck() {
		return OK + 1 + Fault(f.rand.IntN(int(faults)-1))
	}
	return OK
}

// tooFast counts a message against Rate and reports whether it is over. The
// rate is one of real time, whatever the clock of the log.
func (f *Fake) tooFast() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.o.Rate == 0 {
		return false
	}
	now := time.Now()
	f.credit = min(f.credit+now.Sub(f.counted).Seconds()*f.o.Rate, max(1, f.o.Rate))
	f.counted = now
	if f.credit < 1 {
		return true
	}
	f.credit--
	return false
}

// luck reports, by chance, that something goes wrong. The caller holds the lock.
func (f *Fake) luck() bool { return !f.o.Calm && f.rand.Float64() < f.o.Chance }

// accepts reports whether the fault comes after the message was created.
func (k Fault) accepts() bool { return k == OK || k >= LatePage }

// fail answers w with fault. Answer is what would have been said.
func (f *Fake) fail(w http.ResponseWriter, r *http.Request, fault Fault, status int, answer []byte) {
	switch fault {
	case OK:
		writeJSON(w, status, answer)
	case TooMany:
		f.mu.Lock()
		f.limited++
		f.mu.Unlock()
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int(f.o.RetryAfter/time.Second))))
		refuse(w, http.StatusTooManyRequests, 20429, "Too Many Requests")
	case Unavailable:
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusServiceUnavailable, 20503, "Service Unavailable")
	case ErrorPage, LatePage:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write(f.page)
	case Hang, LateHang:
		select {
		case <-r.Context().Done():
		case <-f.ctx.Done():
		}
		panic(http.ErrAbortHandler)
	case Drop, LateDrop:
		panic(http.ErrAbortHandler)
	case Empty:
		writeJSON(w, status, []byte("{}"))
	case Half:
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		writeJSON(w, status, answer[:len(answer)/2])
		panic(http.ErrAbortHandler)
	}
}

// refuse answers with an error as Twilio writes it.
func refuse(w http.ResponseWriter, status, code int, message string) {
	writeJSON(w, status, fmt.Appendf(nil,
		`{"code": %d, "message": %q, "more_info": "https://www.twilio.com/docs/errors/%d", "status": %d}`,
		code, message, code, status))
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
