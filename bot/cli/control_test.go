package cli

import (
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pair returns both ends of a connection on this machine.
func pair(t *testing.T) (a, b net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if a, err = net.Dial("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if b, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close(); b.Close() })
	return a, b
}

// greetings has two ends greet each other and returns what each thinks of it.
func greetings(t *testing.T, one, other []byte, we, they string) (error, error) {
	t.Helper()
	a, b := pair(t)
	got := make(chan error, 1)
	go func() { got <- greet(b, json.NewDecoder(b), other, they, we) }()
	return greet(a, json.NewDecoder(a), one, we, they), <-got
}

func TestGreet(t *testing.T) {
	secret, wrong := []byte(strings.Repeat("s", 32)), []byte(strings.Repeat("w", 32))
	if a, b := greetings(t, secret, secret, clientName, serverName); a != nil || b != nil {
		t.Errorf("two that know the secret: %v, %v", a, b)
	}
	if a, b := greetings(t, secret, wrong, clientName, serverName); a == nil || b == nil {
		t.Error("a wrong secret was believed")
	}
}

// Sending back what one hears proves nothing.
func TestGreetRefusesAMirror(t *testing.T) {
	a, b := pair(t)
	echoed := make(chan struct{})
	go func() { defer close(echoed); _, _ = io.Copy(b, b) }()
	err := greet(a, json.NewDecoder(a), []byte("secret"), clientName, serverName)
	if err == nil || !strings.Contains(err.Error(), "does not know the secret") {
		t.Errorf("got %v", err)
	}
	a.Close()
	<-echoed
}

func TestNoteIsForItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "city.db.control")
	if err := writeNote(path, note{Address: "127.0.0.1:1", Secret: []byte("s")}); err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", st.Mode())
	}
}

// A note of a process that is gone, or of somebody else, leads nowhere.
func TestStaleNote(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	heard := make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			heard <- ""
			return
		}
		defer conn.Close()
		b := make([]byte, 4096)
		n, _ := conn.Read(b)
		heard <- string(b[:n])
	}()
	path := filepath.Join(t.TempDir(), "city.db")
	if err := writeNote(path+controlSuffix, note{Address: l.Addr().String(), Secret: []byte("canary")}); err != nil {
		t.Fatal(err)
	}
	if conn, _ := dialControl(t.Context(), path); conn != nil {
		t.Error("a stranger was taken for the bot")
	}
	if said := <-heard; strings.Contains(said, "canary") || strings.Contains(said, "command") {
		t.Errorf("told a stranger %q", said)
	}
}
