package sandbox_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the city's zone, whatever the machine has

	"wijkbot/bot/cli"
)

// A town is the sandbox as "wijkbot sandbox" runs it, seen from outside.
type town struct {
	t   *testing.T
	url string
}

// start runs the command until the test ends, and sees to it that it ends well.
func start(t *testing.T, environ ...string) *town {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	read, write := io.Pipe()
	var log bytes.Buffer
	code := make(chan int, 1)
	go func() {
		environ = append(environ, "WIJKBOT_LISTEN=127.0.0.1:0", "WIJKBOT_ADMIN_LISTEN=127.0.0.1:0")
		code <- cli.Run(ctx, []string{"sandbox"}, environ, strings.NewReader(""), write, &log)
		_ = write.Close()
	}()
	t.Cleanup(func() {
		stop()
		if c := <-code; c != 0 {
			t.Errorf("the sandbox ended with %d:\n%s", c, log.String())
		}
		if t.Failed() {
			t.Logf("log:\n%s", log.String())
		}
	})
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "http://"); ok {
			go func() { _, _ = io.Copy(io.Discard, read) }()
			return &town{t, "http://" + address}
		}
	}
	t.Fatal("the sandbox printed no address")
	return nil
}

// A screen is what GET /sandbox/phones/{name} answers.
type screen struct {
	Name, Channel string
	Messages      []struct {
		ID, From, Text, Photo, Pressed string
		Options                        []struct{ Label, Data, Ask string }
		Place                          *struct{ Lat, Lon float64 }
		At                             time.Time
	}
	Error string
}

// call makes a request and decodes the answer into v.
func (w *town) call(method, path, body string, v any) (status int) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(v); err != nil {
		w.t.Fatalf("%s %s: %s, no JSON: %v", method, path, resp.Status, err)
	}
	return resp.StatusCode
}

// use does something with a phone and returns what is on it then.
func (w *town) use(name, body string) screen {
	w.t.Helper()
	var s screen
	if status := w.call("POST", "/sandbox/phones/"+name, body, &s); status != http.StatusOK {
		w.t.Fatalf("%s: %s: %d %s", name, body, status, s.Error)
	}
	return s
}

func (w *town) look(name string) screen {
	w.t.Helper()
	var s screen
	w.call("GET", "/sandbox/phones/"+name, "", &s)
	return s
}

// move moves the clock and returns what it shows then.
func (w *town) move(body string) time.Time {
	w.t.Helper()
	var m struct {
		Now   time.Time
		Error string
	}
	if status := w.call("POST", "/sandbox/clock", body, &m); status != http.StatusOK {
		w.t.Fatalf("%s: %d %s", body, status, m.Error)
	}
	return m.Now
}

// rows returns one of the lists of what the city knows.
func (w *town) rows(list string) []map[string]any {
	w.t.Helper()
	city := make(map[string][]map[string]any)
	if status := w.call("GET", "/sandbox/city", "", &city); status != http.StatusOK {
		w.t.Fatalf("the city: %d", status)
	}
	return city[list]
}

// texts returns what the city sent, oldest first.
func (s screen) texts() (all []string) {
	for _, m := range s.Messages {
		if m.From == "city" {
			all = append(all, m.Text)
		}
	}
	return all
}

// last returns the last thing the city sent.
func (s screen) last() string {
	all := s.texts()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// shows fails unless the last thing the city sent holds each of the parts.
func (w *town) shows(s screen, parts ...string) {
	w.t.Helper()
	for _, part := range parts {
		if !strings.Contains(s.last(), part) {
			w.t.Errorf("%s shows %q, which does not hold %q", s.Name, s.last(), part)
		}
	}
}
