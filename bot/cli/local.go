package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/reply"
)

// classify labels each line of its input as a reply to a check-in. Asked to
// explain it also prints, between tabs, the rule, the version of the rules, the
// flags, the words as the rules see them and the words that decided; what is not
// there is a hyphen.
func classify(_ context.Context, k *call) error {
	in, out := bufio.NewReader(k.in), bufio.NewWriter(k.out)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			line = strings.TrimRight(line, "\r\n")
			if k.explain {
				fmt.Fprintln(out, explained(line))
			} else {
				fmt.Fprintln(out, reply.Classify(line).Label)
			}
		}
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return errors.Join(err, out.Flush())
		}
		if in.Buffered() == 0 {
			// Whoever types, or waits at the other end of a pipe, sees it now.
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

// explained is what classify prints of one line when asked to explain.
func explained(line string) string {
	e := reply.Explain(line)
	flags := make([]string, len(e.Flags))
	for i, f := range e.Flags {
		flags[i] = string(f)
	}
	columns := []string{string(e.Label), e.Rule, strconv.Itoa(e.Version), strings.Join(flags, ","), strings.Join(e.Words, " "), strings.Join(e.Decided, " ")}
	for i := range columns {
		columns[i] = cmp.Or(columns[i], "-")
	}
	return strings.Join(columns, "\t")
}

// version prints which program this is.
func version(_ context.Context, k *call) error {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("built without information about itself")
	}
	v := b.Main.Version
	for _, s := range b.Settings {
		if s.Key == "vcs.revision" {
			v += " " + s.Value
		}
	}
	_, err := fmt.Fprintf(k.out, "wijkbot %s (%s)\n", v, b.GoVersion)
	return err
}

const healthTimeout = 5 * time.Second

// healthcheck asks the admin address of the bot on this machine how it is.
func healthcheck(ctx context.Context, k *call) error {
	host, port, err := net.SplitHostPort(k.config.admin)
	if err != nil || port == "0" {
		return refuse("WIJKBOT_ADMIN_LISTEN: names no port to ask")
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	resp, err := (&http.Client{Transport: &http.Transport{}}).Do(r)
	if err != nil {
		return fmt.Errorf("not healthy: %w", err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if err != nil {
		return fmt.Errorf("not healthy: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not healthy: %s: %s", resp.Status, strings.TrimSpace(string(text)))
	}
	_, err = fmt.Fprintln(k.out, strings.TrimSpace(string(text)))
	return err
}
