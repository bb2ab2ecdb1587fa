package cli

import (
	"context"
	"errors"
	"os"

	"wijkbot/bot/export"
	"wijkbot/flows"
)

func exportCSV(ctx context.Context, c *city, k *call) error {
	q, err := k.exported(c)
	if err != nil {
		return err
	}
	return (&export.Reader{DB: c.db, City: c.flows}).CSV(ctx, k.out, q)
}

func exportGeoJSON(ctx context.Context, c *city, k *call) error {
	q, err := k.exported(c)
	if err != nil {
		return err
	}
	return (&export.Reader{DB: c.db, City: c.flows}).GeoJSON(ctx, k.out, q)
}

// exported reads which reports are to be exported.
func (k *call) exported(c *city) (q flows.PublicQuery, err error) {
	q.Wijk = k.wijk
	if _, ok := c.flows.Map().Wijk(q.Wijk); !ok && q.Wijk != "" {
		return q, refuse("--wijk: there is no wijk %q", q.Wijk)
	}
	if q.From, err = k.sinceTime(c); err != nil {
		return q, err
	}
	if q.Until, err = k.untilTime(c); err != nil {
		return q, err
	}
	if !q.Until.IsZero() && q.Until.Before(q.From) {
		return q, refuse("--until is before --since")
	}
	return q, nil
}

// toFile has the command write to the file that is named, here, since the
// process that has the database may run as another user in another folder. The
// file is there when it is whole, and not before.
func toFile(k *call) error {
	if len(k.args) == 0 {
		return nil
	}
	path := k.args[0]
	k.args = nil
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return refuse("%w", err)
	}
	k.out = f
	k.done = func(err error) error {
		written, _ := f.Seek(0, 1)
		err = errors.Join(err, f.Close())
		if err == nil && written > 0 { // nothing comes of no database
			return os.Rename(part, path)
		}
		return errors.Join(err, os.Remove(part))
	}
	return nil
}
