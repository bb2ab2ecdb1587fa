package telegramtest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// RoundTrip serves r without a socket, so that a Fake can be the transport of
// a client inside a synctest bubble, where real sockets are not allowed.
func (f *Fake) RoundTrip(r *http.Request) (*http.Response, error) {
	return RoundTrip(f, r)
}

// RoundTrip serves r with h and without a socket. The end of r's context cuts
// the connection, as does http.ErrAbortHandler.
func RoundTrip(h http.Handler, r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := &recorder{header: http.Header{}}
	served := make(chan any, 1)
	go func() {
		defer in.Body.Close()
		defer func() { served <- recover() }()
		h.ServeHTTP(w, in)
	}()
	select {
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case p := <-served:
		if p == http.ErrAbortHandler {
			return nil, io.ErrUnexpectedEOF
		}
		if p != nil {
			panic(fmt.Sprintf("telegramtest: %v", p))
		}
	}
	return w.response(r), nil
}

// A recorder is the answer while it is written.
type recorder struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

// Header returns the header to be sent.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader sets the status, once.
func (w *recorder) WriteHeader(code int) {
	if w.code == 0 {
		w.code = code
	}
}

// Write adds to the body.
func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// response returns what was written.
func (w *recorder) response(r *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", w.code, http.StatusText(w.code)),
		StatusCode:    w.code,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        w.header,
		Body:          io.NopCloser(&w.body),
		ContentLength: int64(w.body.Len()),
		Request:       r,
	}
}
