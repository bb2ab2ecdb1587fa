package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

// restored is the error that a message has which waited when a backup was made.
const restored = "restored"

// restore puts a backup in place of the database, which must not be in use.
// What waited to be sent then may have been sent since: it is put in doubt, so
// that nobody gets yesterday's message again. That happens in a copy, so that
// a crash on the way leaves the old database.
func restore(ctx context.Context, k *call) error {
	from, to := k.args[0], k.config.db
	if st, err := os.Stat(to); err == nil && !st.Mode().IsRegular() {
		return refuse("%s is not a file", to)
	}
	// To tell it before the work of copying; Restore looks at the lock itself.
	if conn, _ := dialControl(ctx, to); conn != nil {
		_ = conn.Close()
		return store.ErrLocked
	}
	dir, err := os.MkdirTemp(filepath.Dir(to), ".wijkbot-restore-")
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	defer os.RemoveAll(dir)
	work := filepath.Join(dir, "copy.db")
	if err := boltkv.Restore(from, work, ""); err != nil {
		return err
	}
	t, err := openClock(k.config)
	if err != nil {
		return err
	}
	c, err := openCity(ctx, k.config.at(work), t)
	if err != nil {
		return err
	}
	doubted, err := c.doubtWaiting(ctx)
	if err := errors.Join(err, c.close()); err != nil {
		return err
	}
	aside := fmt.Sprintf("%s.%s.aside", to, time.Now().UTC().Format("20060102T150405.000"))
	had := exists(to)
	if err := boltkv.Restore(work, to, aside); err != nil {
		return err
	}
	if had {
		fmt.Fprintf(k.out, "kept what was there as %s\n", aside)
	}
	_, err = fmt.Fprintf(k.out, "restored %s; %d messages that waited are in doubt, see \"wijkbot outbox\"\n", from, doubted)
	return err
}

// at returns the configuration for another database.
func (c *config) at(path string) *config {
	other := *c
	other.db = path
	return &other
}

// doubtWaiting puts in doubt what waits to be sent, and returns how much. An
// SMS is then looked up at Twilio, in the log since the backup was made, and
// sent only if it is not there. Telegram has no log: an alarm or a check-in
// goes again, which may be double, and the rest stays for a person to see.
func (c *city) doubtWaiting(ctx context.Context) (n int, err error) {
	err = c.db.Update(ctx, func(tx *store.Tx) error {
		n = 0
		made := lastProbe(tx)
		for key, m := range store.Outbox.All(tx, "") {
			if m.State != wijk.Queued && m.State != wijk.Sending {
				continue
			}
			if m.To.Channel == wijk.Telegram && m.Class <= wijk.Check {
				continue // better twice than never
			}
			m.State, m.Error, m.Until = wijk.Unknown, restored, time.Now().UTC()
			if m.Doubt.IsZero() {
				m.Doubt = made
			}
			m.Began = made
			store.Outbox.Put(tx, key, m)
			n++
		}
		return nil
	})
	return n, err
}

// longAgo is how far back to look when a backup does not tell when it was made.
const longAgo = 30 * 24 * time.Hour

// lastProbe returns when, in real time, the database was last written to see
// whether that works: shortly before the backup was made.
func lastProbe(tx *store.Tx) time.Time {
	s, _ := store.Done.Get(tx, probeKey)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Now().UTC().Add(-longAgo)
	}
	return t
}
