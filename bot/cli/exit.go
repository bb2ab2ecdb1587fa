package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"wijkbot/store"
)

// The exit codes. Scripts and service managers know them.
const (
	exitOK       = 0
	exitConfig   = 64 // configuration, or a refused import or command
	exitCorrupt  = 65
	exitLocked   = 66
	exitStorage  = 67
	exitInternal = 70
)

// A refusal says what the operator must change: each fault on a line.
type refusal struct {
	faults []error
	usage  bool // the command itself was not understood
}

// refuse returns a refusal for one reason.
func refuse(format string, a ...any) error {
	return &refusal{faults: []error{fmt.Errorf(format, a...)}}
}

func badUsage(format string, a ...any) error {
	return &refusal{faults: []error{fmt.Errorf(format, a...)}, usage: true}
}

// Error returns all faults.
func (r *refusal) Error() string { return errors.Join(r.faults...).Error() }

// Unwrap returns all faults.
func (r *refusal) Unwrap() []error { return r.faults }

// exitCode says by an error what a process manager should know. What is wrong
// with the data goes before what is wrong with the command.
func exitCode(err error) int {
	var no *refusal
	var remote remoteCode
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &remote):
		return int(remote)
	case errors.Is(err, store.ErrCorrupt):
		return exitCorrupt
	case errors.Is(err, store.ErrLocked):
		return exitLocked
	case errors.Is(err, store.ErrFault), errors.Is(err, store.ErrFull):
		return exitStorage
	case errors.As(err, &no), errors.Is(err, store.ErrNotUsable), errors.Is(err, store.ErrNewer):
		return exitConfig
	case errors.Is(err, context.Canceled):
		return exitOK // we were asked to stop
	}
	return exitInternal
}

// complain prints every fault in err on a line of its own.
func complain(w io.Writer, err error) {
	var no *refusal
	var remote remoteCode
	if errors.As(err, &remote) {
		return // the other process told why
	}
	if !errors.As(err, &no) {
		fmt.Fprintln(w, "wijkbot:", oneLine(err))
		return
	}
	for _, fault := range no.faults {
		fmt.Fprintln(w, "wijkbot:", oneLine(fault))
	}
	if no.usage {
		fmt.Fprintln(w, `wijkbot: "wijkbot help" lists the commands`)
	}
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
