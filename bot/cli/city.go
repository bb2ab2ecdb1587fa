package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"wijkbot/flows"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

// A city is the open database, and the conversations that may change it.
type city struct {
	engine *boltkv.DB
	db     *store.DB
	flows  *flows.City
	clock  *clock.Clock
	zone   *time.Location
}

// mapSetting is where an imported map is kept, in its own encoding.
const mapSetting = "map"

// openClock returns the clock that the configuration asks for.
func openClock(c *config) (*clock.Clock, error) {
	if c.clockFile == "" {
		return clock.Real(c.zone), nil
	}
	follow, err := clock.Follow(c.clockFile, c.zone)
	if err != nil {
		return nil, refuse("WIJKBOT_CLOCK_FILE: %w", err)
	}
	return follow, nil
}

// openCity opens the database, making it if need be. The caller closes it.
func openCity(ctx context.Context, c *config, t *clock.Clock) (*city, error) {
	engine, err := boltkv.Open(c.db)
	if err != nil {
		return nil, err
	}
	x, err := newCity(ctx, engine, t, c.zone)
	if err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	if c.tel != "" {
		x.flows.Tel = c.tel
	}
	x.flows.HAP, x.flows.RealTime = c.hap, c.clockFile == ""
	x.flows.Canaries = c.canaries
	x.flows.Calendar.Liberation, x.flows.Mandates = c.liberation, c.mandates
	return x, nil
}

func newCity(ctx context.Context, engine *boltkv.DB, t *clock.Clock, zone *time.Location) (*city, error) {
	db, err := store.Open(ctx, engine)
	if err != nil {
		return nil, err
	}
	c := &city{engine: engine, db: db, flows: flows.New(zone), clock: t, zone: zone}
	var saved []byte
	err = db.View(ctx, func(tx *store.Tx) error {
		saved, _ = store.Settings.Get(tx, mapSetting)
		return nil
	})
	if err != nil || saved == nil {
		return c, err
	}
	m, err := wijk.ParseMap(bytes.NewReader(saved))
	if err != nil {
		return nil, fmt.Errorf("the imported map is not understood any more; import it again: %w", err)
	}
	c.flows.SetMap(m)
	return c, nil
}

func (c *city) now() time.Time { return c.clock.Now() }

func (c *city) close() error { return c.engine.Close() }

// exists reports whether there is something at path.
func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
