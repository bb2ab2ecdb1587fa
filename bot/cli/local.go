package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"wijkbot/flows/reply"
)

// classify labels each line of its input as a reply to a check-in.
func classify(_ context.Context, k *call) error {
	in, out := bufio.NewReader(k.in), bufio.NewWriter(k.out)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			fmt.Fprintln(out, reply.Classify(strings.TrimRight(line, "\r\n")).Label)
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
