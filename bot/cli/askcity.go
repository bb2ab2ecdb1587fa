package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"wijkbot/store"
)

// askCity does a command to the city: through the process that has the
// database, or here when there is none.
func (k *call) askCity(ctx context.Context, cmd command) error {
	done, err := k.throughControl(ctx, cmd)
	if done {
		return err
	}
	if !cmd.makes && !exists(k.config.db) {
		if len(cmd.args) > 0 || !exists(filepath.Dir(k.config.db)) {
			return refuse("there is no database at %s", k.config.db)
		}
		fmt.Fprintf(k.err, "wijkbot: there is no database at %s yet\n", k.config.db)
		return nil
	}
	t, err := openClock(k.config)
	if err != nil {
		return err
	}
	c, err := openCity(ctx, k.config, t)
	if errors.Is(err, store.ErrLocked) {
		// It may have been starting.
		if done, remote := k.throughControl(ctx, cmd); done {
			return remote
		}
	}
	if err != nil {
		return err
	}
	return errors.Join(cmd.ask(ctx, c, k), c.close())
}

// openFile reads the file to import here, since the process that has the
// database may run as another user in another folder.
func openFile(k *call) error {
	f, err := os.Open(k.args[0])
	if err != nil {
		return refuse("%w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxBody+1))
	if err != nil {
		return refuse("%w", err)
	}
	if len(b) > maxBody {
		return refuse("%s is larger than %d MiB", k.args[0], maxBody>>20)
	}
	k.body = b
	return nil
}

// absolute makes the file's name mean the same to every process.
func absolute(k *call) error {
	path, err := filepath.Abs(k.args[0])
	if err != nil {
		return refuse("%w", err)
	}
	k.args = []string{path}
	return nil
}

// throughControl has the process that has the database do the command. It
// reports whether there is one.
func (k *call) throughControl(ctx context.Context, cmd command) (done bool, err error) {
	conn, d := dialControl(ctx, k.config.db)
	if conn == nil {
		return false, nil
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	r := request{Command: cmd.name, Args: k.args, JSON: k.json, Since: k.since, Until: k.until, Wijk: k.wijk, Quarter: k.quarter, Body: k.body}
	if err := json.NewEncoder(conn).Encode(r); err != nil {
		return true, fmt.Errorf("control: %w", err)
	}
	return true, k.copyFrames(d)
}

// dialControl returns a connection to the process that has the database at
// path, after both proved who they are, or nil. A note that a dead process left
// behind leads to nothing, or to somebody else who does not know the secret.
func dialControl(ctx context.Context, path string) (net.Conn, *json.Decoder) {
	b, err := os.ReadFile(path + controlSuffix)
	if err != nil {
		return nil, nil
	}
	var n note
	if json.Unmarshal(b, &n) != nil || !strings.HasPrefix(n.Address, "127.0.0.1:") {
		return nil, nil
	}
	conn, err := (&net.Dialer{Timeout: greetTime}).DialContext(ctx, "tcp", n.Address)
	if err != nil {
		return nil, nil
	}
	_ = conn.SetDeadline(time.Now().Add(greetTime))
	d := json.NewDecoder(conn)
	if err := greet(conn, d, n.Secret, clientName, serverName); err != nil {
		_ = conn.Close()
		return nil, nil
	}
	_ = conn.SetDeadline(time.Time{})
	return conn, d
}

// copyFrames prints the answer.
func (k *call) copyFrames(d *json.Decoder) error {
	for {
		var f frame
		if err := d.Decode(&f); err != nil {
			return fmt.Errorf("control: the running bot broke off: %w", err)
		}
		if _, err := k.out.Write(f.Out); err != nil {
			return err
		}
		if _, err := k.err.Write(f.Err); err != nil {
			return err
		}
		switch {
		case f.Code == nil:
		case *f.Code == exitOK:
			return nil
		default:
			return remoteCode(*f.Code)
		}
	}
}

// remoteCode is the exit code of a command that another process did, and
// complained about.
type remoteCode int

// Error says nothing: the other process did.
func (c remoteCode) Error() string { return "" }
