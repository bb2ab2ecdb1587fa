package cli

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"wijkbot/bot/open311"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// keyName is what a key may be called: it stands in the history of reports.
var keyName = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,38}[a-z0-9])?$`)

// addKey makes a key for another system and prints it, this once.
func addKey(ctx context.Context, c *city, k *call) error {
	name := k.args[0]
	if !keyName.MatchString(name) {
		return badUsage("key add: a name is small letters and digits, such as fixmystreet or app-2")
	}
	key, now := open311.NewKey(), c.now()
	err := c.refusable(ctx, func(tx *store.Tx) error {
		for _, old := range store.Keys.All(tx, "") {
			if old.Name == name && old.Revoked.IsZero() {
				return fmt.Errorf("there is a key %s: revoke it first, or take another name", name)
			}
		}
		store.Keys.Put(tx, open311.HashKey(key), wijk.Key{Name: name, Made: now})
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.out, "%s\n", key)
	return err
}

type keyRow struct {
	Name    string `json:"name"`
	Made    string `json:"made"`
	Revoked string `json:"revoked"`
}

func listKeys(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.Keys, func(x *wijk.Key) time.Time { return x.Made }, func(x *wijk.Key) keyRow {
		return keyRow{x.Name, stamp(x.Made, c.zone), stamp(x.Revoked, c.zone)}
	})
}

// revokeKey ends a key, from the next request on.
func revokeKey(ctx context.Context, c *city, k *call) error {
	name, now := k.args[0], c.now()
	err := c.refusable(ctx, func(tx *store.Tx) error {
		for hash, key := range store.Keys.All(tx, "") {
			if key.Name == name && key.Revoked.IsZero() {
				key.Revoked = now
				store.Keys.Put(tx, hash, key)
				return nil
			}
		}
		return fmt.Errorf("there is no key %s that works", name)
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.out, "key %s is revoked\n", name)
	return err
}
