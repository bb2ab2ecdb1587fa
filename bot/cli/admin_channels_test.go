package cli

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"wijkbot/notifier"
	"wijkbot/store/wijk"
)

// TestChannelStats: a monitor reads what waits on the channels that are on, and
// nothing while the database cannot be read.
func TestChannelStats(t *testing.T) {
	var fails error
	x := notifier.ChannelStats{Channel: wijk.SMS, On: true, Sent: 7, Refused: 2, Unknown: 1, Oldest: 90 * time.Second, Under: 3, Broken: true}
	x.Ready[wijk.Check] = 18_000
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(newChannelStats(func(context.Context) ([]notifier.ChannelStats, error) {
		return []notifier.ChannelStats{x, {Channel: wijk.Letter}}, fails
	}))
	read := func() (lines []string) {
		families, err := registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range families {
			for _, m := range f.GetMetric() {
				lines = append(lines, f.GetName()+" "+m.String())
			}
		}
		return lines
	}
	lines := read()
	if got := strings.Join(lines, "\n"); len(lines) != 3+len(x.Ready)+4 || !strings.Contains(got, "18000") || strings.Contains(got, string(wijk.Letter)) {
		t.Errorf("read %d lines:\n%s", len(lines), got)
	}
	for _, want := range []string{"wijkbot_sends_total", "wijkbot_waiting ", "wijkbot_waiting_seconds", "wijkbot_under_way", "wijkbot_channel_down", "wijkbot_channel_broken"} {
		if !strings.Contains(strings.Join(lines, "\n"), want) {
			t.Errorf("no %s", want)
		}
	}
	if fails = errors.New("no"); len(read()) != 0 {
		t.Error("figures of a database that cannot be read")
	}
}
