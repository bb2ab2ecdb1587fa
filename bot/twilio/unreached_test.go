package twilio_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

// TestSendUnreached holds the line between "it never left" and "nobody knows".
func TestSendUnreached(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	definite := func(t *testing.T, err error) {
		t.Helper()
		checkSilent(t, err)
		var r *wijk.Refusal
		if !errors.As(err, &r) || r.After == 0 || !r.Pause {
			t.Errorf("want a refusal with a pause, got %v", err)
		}
	}
	t.Run("nobody listens", func(t *testing.T) {
		_, err := twilio.New(config("http://"+closed.Addr().String())).Send(t.Context(), sms(1, "x"))
		definite(t, err)
		if !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("the cause is lost: %v", err)
		}
	})
	t.Run("no such host", func(t *testing.T) {
		c := config("")
		c.Transport = transport(func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "api"}}
		})
		_, err := twilio.New(c).Send(t.Context(), sms(1, "x"))
		definite(t, err)
	})
	t.Run("not trusted", func(t *testing.T) {
		srv := httptest.NewUnstartedServer(http.NotFoundHandler())
		srv.Config.ErrorLog = discard
		srv.StartTLS()
		defer srv.Close()
		_, err := twilio.New(config(srv.URL)).Send(t.Context(), sms(1, "x"))
		definite(t, err)
	})
	t.Run("stopped before it began", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		c := config("")
		c.Transport = transport(func(*http.Request) (*http.Response, error) { panic("called") })
		_, err := twilio.New(c).Send(ctx, sms(1, "x"))
		definite(t, err)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the cause is lost: %v", err)
		}
	})
	t.Run("stopped while under way", func(t *testing.T) {
		a, fake, _ := wired(t, twiliotest.Options{Calm: true})
		fake.Always(twiliotest.LateHang)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			_, _ = fake.WaitSent(ctx, func(twiliotest.Message) bool { return true })
			cancel()
		}()
		_, err := a.Send(ctx, sms(1, "x"))
		var r *wijk.Refusal
		if err == nil || errors.As(err, &r) || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestSendTimesOut shows that the time-out holds, for a fake that never answers,
// and that the account and its fake live in a bubble of virtual time.
func TestSendTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := twiliotest.New(twiliotest.Options{Calm: true})
		defer fake.Close()
		fake.Next(twiliotest.Hang)
		c := config("")
		c.Transport = twiliotest.Direct(fake)
		c.Timeout = 60 * time.Second
		start := time.Now()
		_, err := twilio.New(c).Send(t.Context(), sms(1, "x"))
		var r *wijk.Refusal
		if errors.As(err, &r) || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took != 60*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// TestSendStays shows that a redirect is not followed, even one that looks like
// an answer: it would carry the message and the token elsewhere.
func TestSendStays(t *testing.T) {
	requests := 0
	c := config("")
	c.Transport = twiliotest.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		answer(307, http.Header{"Location": {"https://evil.example/"}}, `{"sid":"SM1"}`)(w, r)
	}))
	id, err := twilio.New(c).Send(t.Context(), sms(1, "x"))
	var r *wijk.Refusal
	if id != "" || !errors.As(err, &r) || requests != 1 {
		t.Errorf("id %q, error %v, %d requests", id, err, requests)
	}
}

// TestSendIgnoresEnvironment shows that variables of the library cannot send
// the token to another host.
func TestSendIgnoresEnvironment(t *testing.T) {
	t.Setenv("TWILIO_EDGE", "dublin")
	t.Setenv("TWILIO_REGION", "ie1")
	c := config("")
	c.Transport = transport(func(r *http.Request) (*http.Response, error) {
		if r.URL.Host != "api.twilio.com" || r.URL.Scheme != "https" {
			t.Errorf("request to %s", r.URL.Host)
		}
		return nil, io.ErrUnexpectedEOF
	})
	_, _ = twilio.New(c).Send(t.Context(), sms(1, "x"))
}

// TestSendUnderPath shows that the API may live below a path, as behind a gateway.
func TestSendUnderPath(t *testing.T) {
	fake := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true})
	defer fake.Close()
	c := config("http://gateway.example/twilio/")
	c.Transport = twiliotest.Direct(http.StripPrefix("/twilio", fake))
	if _, err := twilio.New(c).Send(t.Context(), sms(1, "x")); err != nil {
		t.Error(err)
	}
}

// TestSendLeaks shows that a thousand failures of every kind leave neither
// descriptors nor goroutines behind.
func TestSendLeaks(t *testing.T) {
	fake := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true})
	srv := httptest.NewServer(fake)
	c := config(srv.URL)
	c.Timeout = 50 * time.Millisecond
	a := twilio.New(c)
	kinds := []twiliotest.Fault{
		twiliotest.TooMany, twiliotest.ErrorPage, twiliotest.Drop, twiliotest.LateDrop,
		twiliotest.Half, twiliotest.Empty, twiliotest.LatePage, twiliotest.Unavailable,
	}
	send := func(n int) {
		for i := range n {
			fault := kinds[i%len(kinds)]
			if i%100 == 99 {
				fault = twiliotest.Hang
			}
			fake.Next(fault)
			if _, err := a.Send(context.Background(), sms(uint64(i), "x")); err == nil {
				t.Fatalf("fault %d was not felt", fault)
			}
		}
	}
	send(100)
	fds, routines := descriptors(t), runtime.NumGoroutine()
	send(1000)
	if n := descriptors(t); n > fds+10 {
		t.Errorf("%d descriptors, %d before", n, fds)
	}
	if n := runtime.NumGoroutine(); n > routines+10 {
		t.Errorf("%d goroutines, %d before", n, routines)
	}
	a.Close()
	fake.Close()
	srv.Close()
}

func descriptors(t *testing.T) int {
	t.Helper()
	fs, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc here")
	}
	return len(fs)
}

// TestSendReusesConnections shows that answers are read to their end, error
// pages too.
func TestSendReusesConnections(t *testing.T) {
	fake := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true})
	defer fake.Close()
	srv := httptest.NewUnstartedServer(fake)
	conns := 0
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns++
		}
	}
	srv.Start()
	a := twilio.New(config(srv.URL))
	for i := range 30 {
		fake.Next([]twiliotest.Fault{twiliotest.OK, twiliotest.ErrorPage, twiliotest.TooMany}[i%3])
		_, _ = a.Send(t.Context(), sms(1, "x"))
	}
	a.Close()
	srv.Close() // waits for the server, so that conns is ours
	if conns > 2 {
		t.Errorf("%d connections for 30 requests, one after another", conns)
	}
}
