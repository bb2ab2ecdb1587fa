package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"wijkbot/bot"
	"wijkbot/bot/telegram"
	"wijkbot/bot/twilio"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// startDoors opens the ways in.
func (s *service) startDoors(public net.Listener) {
	s.doors.start("public", func(ctx context.Context) error {
		return serveHTTP(ctx, newHTTP(s.publicHandler(), s.log), public)
	})
	photos := &bot.Photos{DB: s.city.db, City: s.city.flows, From: make(map[wijk.Channel]bot.Fetcher), Now: s.city.now, Log: s.log}
	if s.telegram != nil {
		photos.From[wijk.Telegram] = s.telegram
		if s.config.telegramMode == telegram.ModeWebhook {
			s.silence.expect("telegram", webhookEvery)
			s.doors.start("webhook", s.keepWebhook)
		} else {
			s.silence.expect("telegram", longPoll)
			s.doors.start("telegram", s.poll)
		}
	}
	if s.sms != nil {
		s.silence.expect("sms", s.config.reconcile)
		s.doors.start("reconcile", s.reconcile)
	}
	if s.voice != nil {
		s.silence.expect("calls", s.config.reconcile)
		s.doors.start("missed calls", s.readCalls)
	}
	s.doors.start("photos", photos.Run)
}

// longPoll is how long Telegram may hold a poll, and a little more.
const longPoll = time.Minute

// publicHandler is what the world may reach. Telegram's route exists only when
// Telegram is to use it.
func (s *service) publicHandler() http.Handler {
	mux := http.NewServeMux()
	if s.telegram != nil && s.config.telegramMode == telegram.ModeWebhook {
		mux.Handle("/telegram", ownDeadlines(s.telegram.Handler(s.bot)))
	}
	if s.sms != nil {
		mux.Handle("/twilio/", s.sms.Handler(s.bot, s.notifier))
	}
	if s.config.open311 {
		s.openTo(mux)
	}
	if s.page != nil {
		mux.Handle("/", patient(s.page))
	}
	return mux
}

// patient lets a page take its time: it follows what happens for as long as it
// is open.
func patient(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // ours can
		h.ServeHTTP(w, r)
	})
}

func (s *service) telegramConfig() telegram.Config {
	c := s.config.telegram
	c.Now, c.Stamp, c.Photo = s.city.now, s.city.clock.Stamp, s.picture
	c.Report = s.telegramTrouble
	c.Heard = func() { s.silence.heard("telegram") }
	return c
}

func (s *service) twilioConfig() twilio.Config {
	c := s.config.twilio
	c.Now, c.Stamp = s.city.now, s.city.clock.Stamp
	c.Row, c.Phrases = s.row, twilio.Phrases(s.city.flows.Spoken())
	c.Refused = func(reason string) { s.metrics.refused.WithLabelValues(reason).Inc() }
	return c
}

// row returns a row of the outbox, for what is to be said in a call.
func (s *service) row(ctx context.Context, id uint64) (m wijk.Outgoing, ok bool, err error) {
	err = s.city.db.View(ctx, func(tx *store.Tx) error {
		m, ok = store.Outbox.Get(tx, store.Num(id))
		return nil
	})
	return m, ok, err
}

// picture returns the bytes of a stored photo, or of two side by side.
func (s *service) picture(ctx context.Context, id string) ([]byte, error) {
	return bot.Picture(ctx, s.city.db, id)
}

// telegramTrouble hears what the Telegram door meets. What only a person can
// mend goes to one, by the channels that work.
func (s *service) telegramTrouble(err error) {
	if err == nil {
		s.log.Info("telegram receives again")
		return
	}
	s.metrics.faults.WithLabelValues("telegram").Inc()
	s.log.Warn("telegram", "error", err)
	switch {
	case errors.Is(err, telegram.ErrToken):
		s.warn("telegram/token", "Telegram weigert het wachtwoord van de bot. Er komen geen berichten via Telegram binnen.")
	case errors.Is(err, telegram.ErrSecondPoller):
		s.warn("telegram/second", "Een tweede bot haalt dezelfde Telegram-berichten op. Berichten kunnen zoekraken.")
	}
}

// warn tells staff. ref is the same for the same trouble, which is told once.
func (s *service) warn(ref, text string) {
	ctx, cancel := context.WithTimeout(s.doors.ctx, headerTime)
	defer cancel()
	now := s.city.now()
	err := s.city.db.Update(ctx, func(tx *store.Tx) error {
		s.city.flows.Warn(tx, ref, text, now)
		return nil
	})
	if err != nil {
		s.log.Error("staff could not be warned", "about", ref, "error", err)
	}
}

// refusedWait is how long a provider that refuses our account is left alone.
const refusedWait = time.Minute

// poll receives from Telegram. A token that is refused is tried again, since
// SMS must go on and an operator may be mending it.
func (s *service) poll(ctx context.Context) error {
	for {
		err := s.telegram.Poll(ctx, s.arrival)
		if err != nil && !errors.Is(err, telegram.ErrToken) {
			return err
		}
		if ctx.Err() != nil || !clock.Sleep(ctx, refusedWait) {
			return nil
		}
	}
}

// webhookEvery is how often Telegram is asked how it delivers.
const webhookEvery = time.Minute

// keepWebhook tells Telegram where to deliver, and then asks again and again
// whether it does: whoever only waits cannot tell silence from a deaf door.
func (s *service) keepWebhook(ctx context.Context) error {
	if err := s.setWebhook(ctx); err != nil {
		return err
	}
	ill := false
	for clock.Sleep(ctx, webhookEvery) {
		err := s.telegram.Delivers(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, telegram.ErrNoWebhook):
			s.telegramTrouble(err)
			if err := s.setWebhook(ctx); err != nil {
				return err
			}
		case err != nil:
			s.telegramTrouble(err)
		default:
			s.silence.heard("telegram")
			if ill {
				s.telegramTrouble(nil)
			}
		}
		ill = err != nil
	}
	return nil
}

// setWebhook tells Telegram where to deliver, until it has taken it.
func (s *service) setWebhook(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, refusedWait) {
		err := s.telegram.SetWebhook(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		s.telegramTrouble(err)
		if !clock.Sleep(ctx, wait) {
			return nil
		}
	}
}

// reconcile looks for SMS that no webhook brought, at once and then now and
// again: Twilio does not repeat a webhook that found us down.
func (s *service) reconcile(ctx context.Context) error {
	return s.readLog(ctx, "sms", twilio.Door, s.sms.Reconcile, s.arrival.logRead)
}

// readCalls does so for calls to us.
func (s *service) readCalls(ctx context.Context) error {
	return s.readLog(ctx, "calls", twilio.VoiceDoor, s.voice.Reconcile, s.arrival.callsRead)
}

// A reader of a log hands on what no webhook brought, and returns a new cursor.
type logReader func(ctx context.Context, in twilio.Receiver, cursor string) (next string, err error)

func (s *service) readLog(ctx context.Context, name, door string, read logReader, done func()) error {
	for {
		err := s.readOnce(ctx, door, read)
		done()
		if err == nil {
			s.silence.heard(name)
		}
		if err != nil && ctx.Err() == nil {
			s.metrics.faults.WithLabelValues(name).Inc()
			s.log.Warn(name+": reading the log", "error", err)
		}
		wait := s.config.reconcile
		if err != nil {
			wait = min(wait, soonAgain)
		}
		if !clock.Sleep(ctx, wait) {
			return nil
		}
	}
}

// soonAgain is when the log is read again after a failure: what waits there
// may be a cry for help.
const soonAgain = 15 * time.Second

func (s *service) readOnce(ctx context.Context, door string, read logReader) error {
	cursor, err := s.bot.Cursor(ctx, door)
	if err != nil {
		return err
	}
	next, err := read(ctx, s.bot, cursor)
	if next == cursor {
		return err
	}
	return errors.Join(err, s.city.db.Update(ctx, func(tx *store.Tx) error {
		store.Cursors.Put(tx, door, next)
		return nil
	}))
}
