package signalentest

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Fault is a way in which Signalen fails a call.
type Fault int

// The faults. The word "done" in a comment means that the call has its effect
// all the same.
const (
	OK          Fault = iota
	Maintenance       // 503, as during maintenance
	ErrorPage         // 502 with an HTML page, of a proxy
	Forbidden         // 403 with an HTML page, of a filter on the way
	Hang              // no answer until the client gives up
	Drop              // the connection closes without an answer
	LateError         // done, then 500 with an HTML page
	LatePage          // done, then ErrorPage
	LateHang          // done, then Hang
	LateDrop          // done, then Drop
	Empty             // done, and answered with {}
	Half              // done, and the answer breaks off halfway
	faults

	Unauthorized Fault = 100 // 401, never by chance
)

// done reports whether the fault comes after the effect.
func (k Fault) done() bool { return k == OK || k >= LateError && k < faults }

// Next has the next calls that change something fail in these ways, OK being
// none, before chance and Always have a say.
func (f *Fake) Next(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.posts = append(f.posts, faults...)
}

// NextGet does so for the next questions.
func (f *Fake) NextGet(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gets = append(f.gets, faults...)
}

// Always has every call fail in this way until it is called with OK.
func (f *Fake) Always(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.always = fault
}

// fault draws what happens to a call, of which queue holds the orders.
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
	if !f.o.Calm && f.rand.Float64() < f.o.Chance {
		return OK + 1 + Fault(f.rand.IntN(int(faults)-1))
	}
	return OK
}

// tooFast counts a call against the throttle, and answers it when it is over.
func (f *Fake) tooFast(w http.ResponseWriter, r *http.Request) bool {
	if f.o.Hourly < 0 || r.Method != http.MethodPost && !f.o.Old {
		return false
	}
	client, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		client = r.RemoteAddr
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now, calls := f.o.Now(), f.calls[client]
	for len(calls) > 0 && now.Sub(calls[0]) >= time.Hour {
		calls = calls[1:]
	}
	if len(calls) < f.o.Hourly {
		f.calls[client] = append(calls, now)
		return false
	}
	f.throttled++
	wait := int(calls[0].Add(time.Hour).Sub(now)/time.Second) + 1
	w.Header().Set("Retry-After", strconv.Itoa(wait))
	detail(w, http.StatusTooManyRequests, fmt.Sprintf("Request was throttled. Expected available in %d seconds.", wait))
	return true
}

// answer gives an answer, unless fault keeps it from arriving.
func (f *Fake) answer(w http.ResponseWriter, r *http.Request, fault Fault, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	switch fault {
	case OK:
		writeJSON(w, status, body)
	case Maintenance:
		page(w, http.StatusServiceUnavailable)
	case ErrorPage, LatePage:
		page(w, http.StatusBadGateway)
	case LateError:
		page(w, http.StatusInternalServerError)
	case Forbidden:
		page(w, http.StatusForbidden)
	case Unauthorized:
		detail(w, http.StatusUnauthorized, "Authentication credentials were not provided.")
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
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		writeJSON(w, status, body[:len(body)/2])
		panic(http.ErrAbortHandler)
	}
}

// detail answers with an error as Django REST framework writes it.
func detail(w http.ResponseWriter, status int, text string) {
	body, _ := json.Marshal(map[string]string{"detail": text})
	writeJSON(w, status, body)
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-API-Version", "2.30.0")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// page answers with an error as proxies show it.
func page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<html><h1>%d %s</h1><!--%s--></html>", status, http.StatusText(status), strings.Repeat(" ", 4<<10))
}
