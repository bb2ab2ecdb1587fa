package clock

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// poll is how old our reading of a clock file may be.
const poll = 20 * time.Millisecond

// errText says what a clock file must look like.
var errText = errors.New(`want an RFC 3339 time and perhaps a rate, such as "2027-03-28T01:59:00+01:00 60"`)

// A file is a clock file as it was last understood.
type file struct {
	path string

	mu   sync.Mutex
	seen time.Time // when it was read
	base time.Time // the time in it
	mod  time.Time // when it was written
	rate float64
	err  error // why it is not understood at present
}

// Follow returns a clock that shows what the file at path says: a time, and
// how fast the clock runs from the moment the file was written (1 if absent,
// 0 for a clock that stands still). It is read again and again; while it cannot
// be understood the clock runs on as it did, and Err says why.
func Follow(path string, zone *time.Location) (*Clock, error) {
	c := &Clock{zone: zone, step: poll, alarms: map[*alarm]struct{}{}}
	c.file.path = path
	c.read = c.file.now
	c.file.now()
	if err := c.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// Err returns why the clock file cannot be understood at present, nil if it
// can or if the clock has no file.
func (c *Clock) Err() error {
	c.file.mu.Lock()
	defer c.file.mu.Unlock()
	return c.file.err
}

// now returns the time by the file, reading it if the last time is too long
// ago.
func (f *file) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	real := time.Now()
	if age := real.Sub(f.seen); age >= poll || age < 0 {
		f.seen = real
		f.note(f.load())
	}
	elapsed := max(0, real.Round(0).Sub(f.mod))
	return f.base.Add(time.Duration(float64(elapsed) * f.rate))
}

// note reports a change from good to bad and back, once.
func (f *file) note(err error) {
	switch {
	case err != nil && f.err == nil && !f.base.IsZero():
		slog.Warn("clock file not understood, the clock runs on", "error", err)
	case err == nil && f.err != nil:
		slog.Info("clock file understood again")
	}
	f.err = err
}

func (f *file) load() error {
	st, err := os.Stat(f.path)
	if err != nil {
		return fmt.Errorf("clock file: %w", err)
	}
	text, err := os.ReadFile(f.path)
	if err != nil {
		return fmt.Errorf("clock file: %w", err)
	}
	base, rate, err := parse(string(text))
	if err != nil {
		return fmt.Errorf("clock file: %w", err)
	}
	f.base, f.rate, f.mod = base, rate, st.ModTime()
	return nil
}

func parse(text string) (base time.Time, rate float64, err error) {
	words := strings.Fields(text)
	if len(words) < 1 || len(words) > 2 {
		return base, 0, errText
	}
	if base, err = time.Parse(time.RFC3339, words[0]); err != nil {
		return base, 0, errText
	}
	if len(words) == 1 {
		return base, 1, nil
	}
	rate, err = strconv.ParseFloat(words[1], 64)
	if err != nil || !(rate >= 0 && rate <= 1e6) {
		return base, 0, errText
	}
	return base, rate, nil
}
