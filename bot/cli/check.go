package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"wijkbot/store"
	"wijkbot/store/boltkv"
)

// check tells everything that is wrong with the settings and the database.
func check(ctx context.Context, k *call) error {
	faults := append(k.configFaults, k.config.check()...)
	if len(faults) == 0 {
		fmt.Fprintln(k.out, "ok settings")
		if k.config.smsOn() && !k.config.voiceOn() {
			fmt.Fprintln(k.out, "calls off: neither TWILIO_VOICE_FROM nor TWILIO_FROM is set")
		}
	}
	err := k.checkDatabase(ctx)
	var no *refusal
	if errors.As(err, &no) {
		faults, err = append(faults, no.faults...), nil
	}
	if len(faults) == 0 {
		return err
	}
	if err != nil {
		complain(k.err, &refusal{faults: faults})
		return err
	}
	return &refusal{faults: faults}
}

// checkDatabase reads every value and checks every page, through the process
// that has the database if there is one.
func (k *call) checkDatabase(ctx context.Context) error {
	if k.config.db == "" {
		return nil // the settings told so
	}
	verify := command{name: verifyName}
	if done, err := k.throughControl(ctx, verify); done {
		return err
	}
	err := boltkv.Verify(k.config.db)
	if errors.Is(err, store.ErrLocked) {
		if done, err := k.throughControl(ctx, verify); done {
			return err
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if !exists(filepath.Dir(k.config.db)) {
			return err
		}
		fmt.Fprintf(k.out, "ok database: there is none at %s yet\n", k.config.db)
		return nil
	case err != nil:
		return err
	}
	fmt.Fprintf(k.out, "ok database %s\n", k.config.db)
	return nil
}

// verifyName is what check asks of the process that has the database.
const verifyName = "verify"

func verifyCity(_ context.Context, c *city, k *call) error {
	if err := c.engine.Verify(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(k.out, "ok database, in use by the running bot")
	return err
}
