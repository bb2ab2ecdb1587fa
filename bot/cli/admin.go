package cli

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wijkbot/store/wijk"
)

// metrics are what a monitor may know of the bot. No label ever holds what a
// person wrote or is called.
type metrics struct {
	registry *prometheus.Registry
	received *prometheus.CounterVec
	failed   prometheus.Counter
	seconds  prometheus.Histogram
	refused  *prometheus.CounterVec
	faults   *prometheus.CounterVec
}

func newMetrics(c *city, p *pulse) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		received: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "wijkbot_received_total", Help: "Messages taken in, by channel; repeated deliveries count too."}, []string{"channel"}),
		failed: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "wijkbot_receive_failures_total", Help: "Deliveries that could not be stored and that the provider repeats."}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "wijkbot_receive_seconds", Help: "Time from delivery to durable commit.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14)}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "wijkbot_webhooks_refused_total", Help: "Webhook requests turned away, by reason."}, []string{"reason"}),
		faults: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "wijkbot_door_faults_total", Help: "Failed attempts to hear from a provider."}, []string{"door"}),
	}
	m.registry.MustRegister(m.received, m.failed, m.seconds, m.refused, m.faults,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "wijkbot_database_bytes", Help: "Size of the database file."},
			func() float64 { return float64(c.engine.Size()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "wijkbot_ready", Help: "1 while messages are taken in and sent."},
			func() float64 { return oneIf(p.ready() == nil) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "wijkbot_heartbeat", Help: "1 while the heartbeat goes out: ready, and nobody is silent who should speak."},
			func() float64 { return oneIf(p.well() == nil) }),
	)
	return m
}

// adminHandler serves what the machine room asks.
func adminHandler(p *pulse, m *metrics) http.Handler {
	tell := func(state func() error) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if err := state(); err != nil {
				http.Error(w, err.Error(), http.StatusServiceUnavailable)
				return
			}
			_, _ = w.Write([]byte("ok\n"))
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", tell(p.healthy))
	mux.HandleFunc("GET /readyz", tell(p.ready))
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

// A receiver is the city's side of the doors; package bot has the real one.
type receiver interface {
	Receive(ctx context.Context, ms ...wijk.Message) error
	Cursor(ctx context.Context, door string) (string, error)
}

// A counter is a receiver that counts what passes.
type counter struct {
	receiver
	m *metrics
}

// Receive hands ms on and counts them.
func (c counter) Receive(ctx context.Context, ms ...wijk.Message) error {
	began := time.Now()
	if err := c.receiver.Receive(ctx, ms...); err != nil {
		c.m.failed.Inc()
		return err
	}
	c.m.seconds.Observe(time.Since(began).Seconds())
	for i := range ms {
		c.m.received.WithLabelValues(string(ms[i].From.Channel)).Inc()
	}
	return nil
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
