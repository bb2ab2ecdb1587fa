package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"wijkbot/bot"
	"wijkbot/bot/signalen"
	"wijkbot/bot/telegram"
	"wijkbot/bot/twilio"
	"wijkbot/notifier"
	"wijkbot/store/wijk"
)

// A service is the running bot: the city with its doors, its notifier and
// those who watch over it.
type service struct {
	call   *call
	config *config
	city   *city
	log    *slog.Logger
	// page, when set, is served beside the webhooks, and closing is told when
	// the service begins to stop.
	page    http.Handler
	closing func()

	pulse    *pulse
	silence  *silence
	metrics  *metrics
	bot      receiver
	arrival  *arrival
	notifier *notifier.Notifier
	telegram *telegram.Bot    // nil when off
	sms      *twilio.Account  // nil when off
	voice    *twilio.Voice    // nil when off
	signalen *signalen.Client // nil when off

	doors, office group
	failed        chan error
}

// The end of the service: the doors get doorGrace to finish what is in hand,
// then the notifier ends its sends, and in all it takes less than allGrace.
const (
	doorGrace = 2 * time.Second
	allGrace  = 9500 * time.Millisecond
)

// newService puts the parts together. It touches no network.
func newService(k *call, c *city, log *slog.Logger) *service {
	s := &service{call: k, config: k.config, city: c, log: log, failed: make(chan error, 1)}
	s.notifier = newNotifier(k.config, c, log)
	s.pulse = &pulse{db: c.db, alive: s.notifier.Alive, failed: c.engine.Err, log: log}
	s.silence = newSilence(s.notifier.Silent, log)
	s.pulse.silent = func() error { return errors.Join(s.silence.why(), s.canaries()) }
	s.metrics = newMetrics(c, s.pulse)
	s.metrics.registry.MustRegister(newChannelStats(s.notifier.Stats))
	s.bot = counter{&bot.Bot{DB: c.db, City: c.flows, Now: c.now, Log: log, Places: places(k.config, c)}, s.metrics}
	s.arrival = newArrival(s.bot)
	if k.config.telegramOn() {
		s.telegram = telegram.New(s.telegramConfig())
		s.notifier.Channels = append(s.notifier.Channels, notifier.Channel{
			Name: wijk.Telegram, Sender: s.telegram, Limits: telegramLimits(k.config)})
	}
	if k.config.smsOn() {
		s.sms = twilio.New(s.twilioConfig())
		s.notifier.Channels = append(s.notifier.Channels, notifier.Channel{
			Name: wijk.SMS, Sender: s.sms, Limits: smsLimits(k.config)})
	}
	if k.config.voiceOn() {
		s.voice = s.sms.Voice()
		s.notifier.Channels = append(s.notifier.Channels, notifier.Channel{
			Name: wijk.Voice, Sender: s.voice, Limits: voiceLimits(k.config)})
	}
	if k.config.signalenOn() {
		s.signalen = signalen.New(s.signalenConfig())
		s.notifier.Channels = append(s.notifier.Channels, notifier.Channel{
			Name: wijk.BackOffice, Sender: s.signalen, Timeout: signalenTimeout, Limits: notifier.Limits{Workers: signalenWorkers}})
	}
	return s
}

// listenPublic opens the address for webhooks and pages.
func listenPublic(c *config) (net.Listener, error) {
	l, err := net.Listen("tcp", c.listen)
	if err != nil {
		return nil, refuse("WIJKBOT_LISTEN: %w", err)
	}
	return l, nil
}

// run is the bot, until ctx ends, which is no error, or it cannot go on. It
// closes public.
func (s *service) run(ctx context.Context, public net.Listener) error {
	defer public.Close()
	admin, err := net.Listen("tcp", s.config.admin)
	if err != nil {
		return refuse("WIJKBOT_ADMIN_LISTEN: %w", err)
	}
	defer admin.Close()
	control, err := listenControl(s.city, s.config)
	if err != nil {
		return err
	}
	// Both outlive ctx: they end in order.
	base := context.WithoutCancel(ctx)
	s.doors.begin(base, s.failed)
	s.office.begin(base, s.failed)
	s.startOffice(admin, control)
	s.startDoors(public)
	s.announce(public.Addr(), admin.Addr())
	select {
	case <-ctx.Done():
		s.log.Info("stopping")
		return s.stop()
	case <-s.city.engine.Down():
		// At once, whoever still waits for an answer.
		return s.city.engine.Err()
	case err := <-s.failed:
		var hangs *stuck
		if errors.As(err, &hangs) {
			return err // waiting for it would hang as well
		}
		return errors.Join(err, s.stop())
	}
}

// stop ends doors first, so that nothing comes in that is not dealt with.
func (s *service) stop() error {
	if s.closing != nil {
		s.closing()
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.doors.end()
		s.office.end()
	}()
	limit := time.NewTimer(allGrace)
	defer limit.Stop()
	select {
	case <-done:
		return nil
	case <-s.city.engine.Down():
		return s.city.engine.Err()
	case <-limit.C:
		return &stuck{errors.New("the work in hand did not end in time")}
	}
}

// startOffice starts what is not a door: who sends, who watches.
func (s *service) startOffice(admin net.Listener, control *control) {
	s.pulse.begin()
	s.office.start("notifier", s.notify)
	s.office.start("probe", s.pulse.probe)
	s.office.start("watchdog", func(ctx context.Context) error { return s.pulse.watch(ctx, s.call.err) })
	s.office.start("silence", s.silence.listen)
	s.office.start("admin", func(ctx context.Context) error {
		return serveHTTP(ctx, newHTTP(adminHandler(s.pulse, s.metrics), s.log), admin)
	})
	s.doors.start("control", func(ctx context.Context) error { control.serve(ctx); return nil })
	if s.signalen != nil {
		s.office.start("back office", s.followHanded)
	}
	if s.config.heartbeat != "" {
		s.office.start("heartbeat", func(ctx context.Context) error { return s.pulse.beat(ctx, s.config.heartbeat) })
	}
}

// announce prints where the doors are, for the operator.
func (s *service) announce(public, admin net.Addr) {
	say := func(format string, a ...any) { fmt.Fprintf(s.call.out, format+"\n", a...) }
	say("database %s", s.config.db)
	switch {
	case s.telegram == nil:
		say("telegram off")
	case s.config.telegramMode == telegram.ModeWebhook:
		say("telegram webhook at %s/telegram", strings.TrimRight(s.config.publicURL, "/"))
	default:
		say("telegram by long poll")
	}
	if s.sms == nil {
		say("sms off")
	} else {
		say("sms webhook at %s/twilio/sms", strings.TrimRight(s.config.publicURL, "/"))
	}
	if s.voice == nil {
		say("calls off")
	} else {
		say("calls webhook at %s/twilio/voice", strings.TrimRight(s.config.publicURL, "/"))
	}
	if s.config.pdok != "" {
		say("addresses looked up at %s", s.config.pdok)
	}
	if s.signalen != nil {
		say("reports to Signalen at %s", s.config.signalen.Base)
	}
	say("listening on http://%s", public)
	say("admin on http://%s", admin)
	s.log.Info("started")
}

// A group is goroutines that begin and end together.
type group struct {
	ctx    context.Context
	cancel context.CancelFunc
	failed chan<- error
	work   sync.WaitGroup
}

func (g *group) begin(ctx context.Context, failed chan<- error) {
	g.ctx, g.cancel = context.WithCancel(ctx)
	g.failed = failed
}

// start runs fn until the group ends. The first failure of all groups is told.
func (g *group) start(name string, fn func(context.Context) error) {
	g.work.Go(func() {
		err := attempt(func() error { return fn(g.ctx) })
		if err == nil || errors.Is(err, context.Canceled) && g.ctx.Err() != nil {
			return
		}
		select {
		case g.failed <- fmt.Errorf("%s: %w", name, err):
		default: // one is enough
		}
	})
}

// end tells all to end, and waits.
func (g *group) end() {
	g.cancel()
	g.work.Wait()
}
