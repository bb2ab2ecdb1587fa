package cli

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"wijkbot/notifier"
	"wijkbot/store/wijk"
)

// channelStats tells a monitor how each channel does, when it is asked: what went
// out, what waits and for how long, and whether it stands still.
type channelStats struct {
	stats func(context.Context) ([]notifier.ChannelStats, error)

	tried, waiting, oldest, under, down, broken *prometheus.Desc
}

// statsTime bounds one look.
const statsTime = 5 * time.Second

func newChannelStats(stats func(context.Context) ([]notifier.ChannelStats, error)) *channelStats {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("wijkbot_"+name, help, append([]string{"channel"}, labels...), nil)
	}
	return &channelStats{
		stats:   stats,
		tried:   desc("sends_total", "Attempts since the start, by what came of them: sent, refused or unknown.", "outcome"),
		waiting: desc("waiting", "Messages that wait to leave.", "class"),
		oldest:  desc("waiting_seconds", "How long the first of them has been due."),
		under:   desc("under_way", "Messages that a provider was given and did not answer yet."),
		down:    desc("channel_down", "1 while nothing leaves because the provider fails."),
		broken:  desc("channel_broken", "1 while the provider refuses our account: an operator must mend it."),
	}
}

// Describe tells what there is.
func (s *channelStats) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{s.tried, s.waiting, s.oldest, s.under, s.down, s.broken} {
		ch <- d
	}
}

// Collect looks at the channels that are on. While the database cannot be read
// it tells nothing: wijkbot_ready does.
func (s *channelStats) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), statsTime)
	defer cancel()
	all, err := s.stats(ctx)
	if err != nil {
		return
	}
	for _, x := range all {
		if !x.On {
			continue
		}
		name := string(x.Channel)
		gauge := func(d *prometheus.Desc, v float64, labels ...string) {
			ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, append([]string{name}, labels...)...)
		}
		for outcome, n := range map[string]uint64{"sent": x.Sent, "refused": x.Refused, "unknown": x.Unknown} {
			ch <- prometheus.MustNewConstMetric(s.tried, prometheus.CounterValue, float64(n), name, outcome)
		}
		for class, n := range x.Ready {
			gauge(s.waiting, float64(n), wijk.Class(class).String())
		}
		gauge(s.oldest, x.Oldest.Seconds())
		gauge(s.under, float64(x.Under))
		gauge(s.down, oneIf(x.Down))
		gauge(s.broken, oneIf(x.Broken))
	}
}
