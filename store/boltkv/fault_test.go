package boltkv

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"wijkbot/store"
)

// fill puts values until there is no room, and returns how many were confirmed.
func fill(t *testing.T, db *DB, from int) int {
	t.Helper()
	for i := from; ; i++ {
		err := update(db, put(fmt.Sprintf("%06d", i), strings.Repeat("0123456789abcdef", 1<<12)))
		if errors.Is(err, store.ErrFull) {
			return i
		}
		if err != nil {
			t.Fatal(err)
		}
		if i > 10000 {
			t.Fatal("the disk is never full")
		}
	}
}

// full fills the disk, makes room and goes on, without opening anew.
func full(t *testing.T, db *DB, room func() error) {
	t.Helper()
	stored := func(want int) {
		t.Helper()
		all, err := contents(db)
		if err := errors.Join(err, db.Err(), db.Verify()); err != nil || len(all) != want {
			t.Fatalf("%d stored, %d confirmed: %v", len(all), want, err)
		}
	}
	n := fill(t, db, 0)
	stored(n)
	if again := fill(t, db, n); again > n+1 {
		t.Errorf("%d more fitted on a full disk", again-n)
	} else {
		n = again
	}
	if err := room(); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if err := update(db, put(fmt.Sprintf("%06d", n), strings.Repeat("x", 1<<14))); err != nil {
			t.Fatal(err)
		}
		n++
	}
	stored(n)
	if err := errors.Join(db.Close(), Verify(db.path)); err != nil {
		t.Error(err)
	}
}

func TestFull(t *testing.T) {
	t.Run("limit", func(t *testing.T) {
		db := opened(t, settings{watch: time.Hour, maxSize: 4 << 20}, temp(t))
		full(t, db, func() error { db.bolt.MaxSize = 0; return nil })
	})
	t.Run("disk", func(t *testing.T) {
		dir := t.TempDir()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=3m"); err != nil {
			t.Skipf("only root can mount a small disk (%v); the limit above is tested always", err)
		}
		defer syscall.Unmount(dir, syscall.MNT_DETACH)
		db := opened(t, usual, filepath.Join(dir, "test.db"))
		full(t, db, func() error { return syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=64m") })
		if _, err := Open(filepath.Join(dir, "test.db")); err != nil {
			t.Error(err)
		}
	})
	t.Run("no room to begin", func(t *testing.T) {
		dir := t.TempDir()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8k"); err != nil {
			t.Skipf("only root can mount a small disk: %v", err)
		}
		defer syscall.Unmount(dir, syscall.MNT_DETACH)
		if _, err := Open(filepath.Join(dir, "test.db")); !errors.Is(err, store.ErrFull) {
			t.Errorf("Open returned %v, want ErrFull", err)
		}
	})
}

// TestFault takes the file away under bbolt: every write fails from then on.
// (The error is EBADF and not the EIO of a failing disk, which no test can
// make without one; both are told from a full disk in the same place.)
func TestFault(t *testing.T) {
	path := temp(t)
	db := opened(t, usual, path)
	for i := range 50 {
		if err := update(db, put(fmt.Sprint(i), "x")); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := syscall.Dup3(int(f.Fd()), int(db.file.Fd()), syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	if err := update(db, put("50", "x")); !errors.Is(err, store.ErrFault) {
		t.Errorf("Update returned %v, want ErrFault", err)
	}
	<-db.Down()
	if err := update(db, put("51", "x")); !errors.Is(err, store.ErrFault) || !errors.Is(db.Err(), store.ErrFault) {
		t.Errorf("Update returned %v afterwards, Err %v", err, db.Err())
	}
	db.Close()
	db = opened(t, usual, path)
	if all, err := contents(db); err != nil || len(all) != 50 {
		t.Errorf("%d of 50 came back: %v", len(all), err)
	}
}

func TestErrors(t *testing.T) {
	db := opened(t, usual, temp(t))
	for _, c := range []struct{ err, want error }{
		{&os.PathError{Op: "write", Err: syscall.ENOSPC}, store.ErrFull},
		{syscall.EDQUOT, store.ErrFull},
		{&os.PathError{Op: "truncate", Err: syscall.EFBIG}, store.ErrFull},
		{syscall.EIO, store.ErrFault},
		{&os.PathError{Op: "write", Err: syscall.EIO}, store.ErrFault},
		{&os.PathError{Op: "write", Err: syscall.EROFS}, store.ErrFault},
		{&os.PathError{Op: "write", Err: syscall.EPERM}, store.ErrFault},
		{errors.New("file resize error: who knows"), store.ErrFault},
		{store.ErrCorrupt, store.ErrCorrupt},
	} {
		if got := commitError(db.file, c.err); !errors.Is(got, c.want) || fatal(got) != fatal(c.want) {
			t.Errorf("%v is taken for %v, want %v", c.err, got, c.want)
		}
	}
	if commitError(db.file, nil) != nil {
		t.Error("no error is one")
	}
}

// writeUntilKilled is the other process: it prints each number that Update
// confirmed.
func writeUntilKilled(path string) {
	db, err := Open(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for i := range 8 {
		go func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("%d/%d/%d", os.Getpid(), i, n)
				if err := update(db, put(key, strings.Repeat(key, 1+n%40))); err != nil {
					fmt.Println(err)
					os.Exit(1)
				}
				fmt.Println(key)
			}
		}()
	}
	select {}
}

// TestKill kills another process while it writes, ten times on one file:
// everything it printed must be there.
func TestKill(t *testing.T) {
	path := temp(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	var confirmed []string
	for round := range 10 {
		confirmed = append(confirmed, killed(t, path, 1+rnd.IntN(500))...)
		db, err := Open(path)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		all, err := contents(db)
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		for _, key := range confirmed {
			if all[key] == "" || strings.ReplaceAll(all[key], key, "") != "" {
				t.Fatalf("round %d: %s was confirmed and holds %q", round, key, all[key])
			}
		}
	}
	t.Logf("%d confirmed over 10 kills", len(confirmed))
}

// killed runs the other process until it printed n lines, and returns all it
// printed.
func killed(t *testing.T, path string, n int) (lines []string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "WIJKBOT_WRITE_TO="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadString('\n')
		if err == io.EOF { // half a line was not confirmed to anybody
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if lines = append(lines, strings.TrimSpace(line)); len(lines) == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(lines) < n || strings.Contains(lines[0], " ") {
		t.Fatalf("the other process ended by itself: %.200q", lines)
	}
	return lines
}
