package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A second bot on the same database ends at once with 66, and the first does
// not notice.
func TestSecondProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	w.serve()
	second := *w
	second.env = map[string]string{}
	for k, v := range w.env {
		second.env[k] = v
	}
	second.env["WIJKBOT_LISTEN"], second.env["WIJKBOT_ADMIN_LISTEN"] = freeAddress(t), freeAddress(t)
	p := second.launch()
	if code, took := w.exit(p), time.Since(p.started); code != 66 || took > 3*time.Second {
		t.Errorf("exit code %d after %v, want 66 within 3 s", code, took)
	} else {
		t.Logf("refused after %v", took)
	}
	w.text(phone(1), "menu")
	w.gotSMS(phone(1), 1)
}

// A database that was replaced under a running bot ends it with 67: what it
// would write would be lost.
func TestReplacedDatabase(t *testing.T) {
	t.Parallel()
	for name, replace := range map[string]func(t *testing.T, w *world){
		"another file": func(t *testing.T, w *world) {
			b, err := os.ReadFile(w.db)
			must(t, err)
			must(t, os.WriteFile(w.db+".new", b, 0o600))
			must(t, os.Rename(w.db+".new", w.db))
		},
		"removed": func(t *testing.T, w *world) { must(t, os.Remove(w.db)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, setup{})
			p := w.serve()
			w.text(phone(1), "menu")
			w.gotSMS(phone(1), 1)
			replace(t, w)
			// A message may find out first; it is not accepted then.
			sid := w.tw.TextQuietly(phone(2), "menu")
			ctx, cancel := w.soon()
			defer cancel()
			accepted := w.tw.Deliver(ctx, sid, 1)[0] == nil
			if code := w.exit(p); code != 67 {
				t.Errorf("exit code %d, want 67\n%s", code, p.err.String())
			}
			if accepted {
				t.Error("a message was accepted into a file that is gone")
			}
			w.bot = nil
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is no database, or half of one, is told apart from what cannot be one.
func TestUnusableDatabases(t *testing.T) {
	t.Parallel()
	good := filledDatabase(t)
	whole, err := os.ReadFile(good.db)
	must(t, err)
	for _, x := range []struct {
		name  string
		want  int
		place func(t *testing.T, path string)
	}{
		{"text", 65, func(t *testing.T, path string) { must(t, os.WriteFile(path, []byte("Dit is geen database.\n"), 0o600)) }},
		{"much text", 65, func(t *testing.T, path string) {
			must(t, os.WriteFile(path, []byte(strings.Repeat("Dit is geen database.\n", 10000)), 0o600))
		}},
		{"nothing", 65, func(t *testing.T, path string) { must(t, os.WriteFile(path, nil, 0o600)) }},
		{"half", 65, func(t *testing.T, path string) { must(t, os.WriteFile(path, whole[:len(whole)/2], 0o600)) }},
		{"two pages", 65, func(t *testing.T, path string) { must(t, os.WriteFile(path, whole[:8192], 0o600)) }},
		{"cut within a page", 65, func(t *testing.T, path string) { must(t, os.WriteFile(path, whole[:len(whole)-100], 0o600)) }},
		{"a folder", 64, func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o700)) }},
		{"below a file", 64, func(t *testing.T, path string) {
			must(t, os.Remove(filepath.Dir(path)))
			must(t, os.WriteFile(filepath.Dir(path), nil, 0o600))
		}},
		{"in no folder", 64, func(t *testing.T, path string) { must(t, os.Remove(filepath.Dir(path))) }},
	} {
		path := filepath.Join(t.TempDir(), "in", "city.db")
		must(t, os.Mkdir(filepath.Dir(path), 0o700))
		x.place(t, path)
		before, _ := os.ReadFile(path)
		w := good.in(path)
		for _, command := range []string{"check", "serve"} {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // it might serve
			p := w.command(ctx, command)
			if err := p.Run(); p.ProcessState == nil || p.ProcessState.ExitCode() != x.want {
				t.Errorf("%s: %s: %v, want exit code %d", x.name, command, err, x.want)
			}
			cancel()
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s: the file was changed", x.name)
		}
	}
}

// filledDatabase returns a world whose database has something in each table,
// and whose bot has stopped.
func filledDatabase(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 0"})
	w.importing([]member{duty}, []resident{elder("r-1", phone(1), "09:00", "standard"), elder("r-2", phone(2), "09:00", "standard")})
	w.serve()
	w.gotSMS(phone(1), 1)
	w.gotSMS(phone(2), 1)
	w.idle()
	w.text(phone(1), "2")
	w.text(phone(2), "1")
	for i := range 30 {
		w.text(phone(10+i), fmt.Sprintf("zwerfvuil Dorpsstraat %d, 2712AB", i+1))
		w.text(phone(10+i), "ja")
	}
	w.idle()
	if code, _ := w.terminate(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	return w
}

// One flipped bit anywhere in the file gives the right answer or exit code 65,
// and never a wrong answer.
func TestDamagedDatabase(t *testing.T) {
	t.Parallel()
	w := filledDatabase(t)
	lists := []string{"events", "outbox", "cases", "checkins", "reports"}
	want := make(map[string]string)
	for _, list := range lists {
		want[list] = w.do(list, "--json")
	}
	whole, err := os.ReadFile(w.db)
	must(t, err)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	found, flips := 0, 24
	if *long {
		flips = 500
	}
	for i := range flips {
		at := r.IntN(len(whole))
		if i%2 == 0 { // half of the file is empty: go where something is
			for whole[at] == 0 {
				at = r.IntN(len(whole))
			}
		}
		bad := bytes.Clone(whole)
		bad[at] ^= 1 << r.IntN(8)
		path := filepath.Join(w.dir, "damaged.db")
		must(t, os.WriteFile(path, bad, 0o600))
		list := lists[i%len(lists)]
		out, errs, code := w.in(path).wijkbot(list, "--json")
		switch {
		case code == 65:
			found++
		case code != 0:
			t.Errorf("a bit of byte %d: %s: exit code %d\n%s", at, list, code, errs)
		case out != want[list]:
			t.Errorf("a bit of byte %d: %s gives another answer", at, list)
		}
		if _, errs, code := w.in(path).wijkbot("check"); code != 0 && code != 65 {
			t.Errorf("a bit of byte %d: check: exit code %d\n%s", at, code, errs)
		}
	}
	t.Logf("%d of %d flips were noticed by a list", found, flips)
	// A value that is surely read.
	i := bytes.Index(whole, []byte("Dorpsstraat"))
	if i < 0 {
		t.Fatal("no report in the file")
	}
	bad := bytes.Clone(whole)
	for ; i >= 0; i = index(bad, "Dorpsstraat") {
		bad[i] ^= 1
	}
	path := filepath.Join(w.dir, "damaged.db")
	must(t, os.WriteFile(path, bad, 0o600))
	for _, command := range []string{"check", "reports"} {
		if code := w.in(path).wijkbotCode(command); code != 65 {
			t.Errorf("%s of damaged values: exit code %d, want 65", command, code)
		}
	}
}

func index(b []byte, s string) int { return bytes.Index(b, []byte(s)) }
