package twiliotest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// Client returns an HTTP client of which every request ends at the fake, without
// a network, whatever its host. It can live in a synctest bubble.
func (f *Fake) Client() *http.Client { return &http.Client{Transport: Direct(f)} }

// Direct returns a transport that calls h, without a network. A handler that
// panics with http.ErrAbortHandler is a lost connection.
func Direct(h http.Handler) http.RoundTripper { return direct{h} }

type direct struct{ h http.Handler }

var errLost = errors.New("twiliotest: connection lost")

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer in.Body.Close()
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "192.0.2.1:1"
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	w := &recorder{header: make(http.Header)}
	lost := w.serve(d.h, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if lost && w.status == 0 {
		return nil, errLost
	}
	if w.status == 0 {
		w.status = http.StatusOK
	}
	resp := &http.Response{
		Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
		StatusCode: w.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        w.sent,
		ContentLength: int64(w.body.Len()),
		Request:       r,
		Body:          io.NopCloser(&w.body),
	}
	if resp.Header == nil {
		resp.Header = w.header
	}
	if lost {
		resp.ContentLength = -1
		resp.Body = io.NopCloser(io.MultiReader(&w.body, broken{}))
	}
	return resp, nil
}

// A recorder keeps what a handler answers.
type recorder struct {
	header, sent http.Header
	status       int
	body         bytes.Buffer
}

// serve runs h and reports whether it broke the connection.
func (w *recorder) serve(h http.Handler, r *http.Request) (lost bool) {
	defer func() {
		if v := recover(); v == http.ErrAbortHandler {
			lost = true
		} else if v != nil {
			panic(v)
		}
	}()
	h.ServeHTTP(w, r)
	return false
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// broken is the end of an answer that was cut off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
