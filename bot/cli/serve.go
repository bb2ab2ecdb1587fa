package cli

import (
	"cmp"
	"context"
	"errors"
	"log/slog"

	"wijkbot/notifier"
)

// serve is the bot that real people speak to.
func serve(ctx context.Context, k *call) error {
	if faults := k.config.check(); len(faults) > 0 {
		return &refusal{faults: faults}
	}
	t, err := openClock(k.config)
	if err != nil {
		return err
	}
	c, err := openCity(ctx, k.config, t)
	if err != nil {
		return err
	}
	if made, err := c.madeUp(ctx); made || err != nil {
		no := refuse("%s is a sandbox's: its people do not exist, and their numbers may be somebody's", k.config.db)
		return errors.Join(cmp.Or(err, no), c.close())
	}
	if k.config.signalenOn() { // not in a sandbox: what is made up stays here
		c.flows.BackOffice = "Signalen"
	}
	public, err := listenPublic(k.config)
	if err != nil {
		return errors.Join(err, c.close())
	}
	log := newLog(k.err)
	slog.SetDefault(log) // for the few who log without being given one
	defer Roomy()()
	return c.finish(newService(k, c, log).run(ctx, public))
}

// finish closes the city after what ended the service, unless closing would
// wait for what hangs.
func (c *city) finish(err error) error {
	var hangs *stuck
	if errors.As(err, &hangs) || c.engine.Err() != nil {
		return err
	}
	return errors.Join(err, c.close())
}

// newNotifier returns the notifier without its channels.
func newNotifier(c *config, x *city, log *slog.Logger) *notifier.Notifier {
	return &notifier.Notifier{
		DB: x.db, Clock: x.clock, Timeout: c.sendTimeout,
		SMSPrefixes: c.prefixes, VoicePrefixes: c.callPrefixes, SMSDaySegments: c.daySegments,
		Settled: x.flows.Settled, Fire: x.flows.Fire, Warn: x.flows.Warn,
		Rounds: notifier.Rounds(x.flows), Extra: notifier.Imported(x.flows),
		Log: log,
	}
}

func telegramLimits(c *config) notifier.Limits {
	return notifier.Limits{Rate: c.rateTelegram, PerChat: c.rateChat, PerGroup: groupRate}
}

// groupRate is Telegram's 20 messages a minute to one group.
const groupRate = 20.0 / 60

func smsLimits(c *config) notifier.Limits { return notifier.Limits{Rate: c.rateSMS} }

func voiceLimits(c *config) notifier.Limits { return notifier.Limits{Rate: c.rateVoice} }
