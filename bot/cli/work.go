package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strconv"
	"strings"

	"wijkbot/notifier"
	"wijkbot/store"
	"wijkbot/store/intake"
	"wijkbot/store/wijk"
)

// importFile takes in an import file, whole or not at all.
func importFile(ctx context.Context, c *city, k *call) error {
	now := c.now()
	file, faults := intake.Parse(bytes.NewReader(k.body), intake.Rules{
		Today: wijk.DateOf(now), Map: c.flows.Map(), Cron: notifier.Parse,
	})
	var sum intake.Summary
	var no error
	guarded := true
	err := c.db.Update(ctx, func(tx *store.Tx) error {
		no = nil
		if all := append(faults[:len(faults):len(faults)], intake.Conflicts(tx, file)...); len(all) > 0 {
			no = &refusal{faults: all}
			return no
		}
		sum = intake.Apply(tx, file, now)
		guarded = c.flows.Guarded(tx, now)
		return nil
	})
	if err != nil {
		return err
	}
	if !guarded {
		warn(k, "nobody who can be called is on duty (\"duty\":true): a cry for help may reach nobody in time")
	}
	if err := c.warnOf(ctx, k, file, guarded, now); err != nil {
		return err
	}
	_, err = fmt.Fprintln(k.out, sum)
	return err
}

// importMap replaces the map, for what is said from now on.
func importMap(ctx context.Context, c *city, k *call) error {
	m, err := wijk.ParseMap(bytes.NewReader(k.body))
	if err != nil {
		return &refusal{faults: lines(err)}
	}
	err = c.db.Update(ctx, func(tx *store.Tx) error {
		store.Settings.Put(tx, mapSetting, m.Encode())
		return nil
	})
	if err != nil {
		return err
	}
	c.flows.SetMap(m)
	_, err = fmt.Fprintf(k.out, "imported %d wijken\n", len(m.Wijken()))
	return err
}

// importStreets replaces the list of streets, whole or not at all.
func importStreets(ctx context.Context, c *city, k *call) error {
	all, faults := intake.ParseStreets(k.body, c.flows.Map())
	if len(faults) > 0 {
		return &refusal{faults: faults}
	}
	err := c.db.Update(ctx, func(tx *store.Tx) error {
		store.ReplaceStreets(tx, all)
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.out, "imported %d streets\n", len(all))
	return err
}

// lines returns the errors that were joined into err.
func lines(err error) []error {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		return many.Unwrap()
	}
	return []error{err}
}

// codeLetters cannot be taken for each other; codeLength of them are 49 bits.
const (
	codeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	codeLength  = 10
)

func newCode() (string, error) {
	var b strings.Builder
	for range codeLength {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(codeLetters))))
		if err != nil {
			return "", err
		}
		b.WriteByte(codeLetters[n.Int64()])
	}
	return b.String(), nil
}

// link makes a code with which a chat proves whose it is.
func link(ctx context.Context, c *city, k *call) error {
	code, err := newCode()
	if err != nil {
		return err
	}
	id, now := k.args[0], c.now()
	err = c.refusable(ctx, func(tx *store.Tx) error { return c.flows.NewLink(tx, id, code, now) })
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.out, "%s\nLaat %s dit binnen 15 minuten naar de bot sturen: /koppel %s\n", code, id, code)
	return err
}

// closeReport closes a report; who made or joined it hears of it.
func closeReport(ctx context.Context, c *city, k *call) error {
	number, err := strconv.ParseUint(k.args[0], 10, 64)
	if err != nil {
		return badUsage("close: %q is no report number", k.args[0])
	}
	now := c.now()
	err = c.refusable(ctx, func(tx *store.Tx) error { return c.flows.CloseReport(tx, number, "cli", now) })
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.out, "report %d is closed\n", number)
	return err
}

// refusable runs fn in a transaction. What fn itself refuses is the operator's
// to mend; what the store fails at is not.
func (c *city) refusable(ctx context.Context, fn func(*store.Tx) error) error {
	err := c.db.Update(ctx, func(tx *store.Tx) error {
		if err := fn(tx); err != nil && tx.Err() == nil {
			return &refusal{faults: []error{err}}
		}
		return tx.Err()
	})
	return err
}

// backup copies the database to a new file while it is in use.
func backup(_ context.Context, c *city, k *call) error {
	if err := c.engine.Backup(k.args[0]); err != nil {
		return err
	}
	st, err := os.Stat(k.args[0])
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.out, "backup of %d bytes in %s\n", st.Size(), k.args[0])
	return err
}
