package cli

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// The time that a stranger may take. A request whose headers or body do not
// come is cut off within ten seconds: many of them at once must not keep the
// providers out.
const (
	headerTime = 5 * time.Second
	readTime   = 9 * time.Second
	writeTime  = 20 * time.Second
	idleTime   = time.Minute
	mostHeader = 16 << 10
)

// newHTTP returns a server that a stranger cannot keep busy.
func newHTTP(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: mostHeader,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// serveHTTP serves until ctx ends, and then finishes the requests in hand for
// as long as they may still read and write.
func serveHTTP(ctx context.Context, s *http.Server, l net.Listener) error {
	finished := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(finished)
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), doorGrace)
		defer cancel()
		if s.Shutdown(grace) != nil {
			_ = s.Close()
		}
	})
	err := s.Serve(l)
	if stop() {
		return err // nobody asked it to stop
	}
	<-finished
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// ownDeadlines hides from a handler that it could allow itself more time to
// read than the server does.
func ownDeadlines(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(struct{ http.ResponseWriter }{w}, r)
	})
}
