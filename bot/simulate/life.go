package simulate

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"wijkbot/bot"
	"wijkbot/bot/telegram"
	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/flows"
	"wijkbot/notifier"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A life is the program between a start and a crash.
type life struct {
	dead     atomic.Bool
	ctx      context.Context
	stop     context.CancelFunc
	running  sync.WaitGroup
	bot      *bot.Bot
	notifier *notifier.Notifier
	sms      *twilio.Account
	chat     *telegram.Bot
	webhooks http.Handler
	in       receiver
}

// The wiring that a city gets from its settings, with their defaults.
const (
	publicURL   = "https://wijkbot.example"
	sendTimeout = 10 * time.Second
	rateSMS     = 10
	rateVoice   = 1
	rateChat    = 30
	reconcile   = 5 * time.Minute
	firstPoll   = time.Second
)

var errKilled = errors.New("the process was killed")

// start begins a life on what the last one left behind.
func (w *world) start() error {
	l := new(life)
	l.ctx, l.stop = context.WithCancel(w.ctx)
	db, err := store.Open(l.ctx, mortal{w.engine, l})
	if err != nil {
		return err
	}
	t := clock.Real(w.zone)
	city := flows.New(w.zone)
	city.RealTime = true
	log := slog.New(slog.DiscardHandler)
	l.bot = &bot.Bot{DB: db, City: city, Now: t.Now, Log: log}
	l.in = receiver{l.bot, w.o.hear}
	l.sms = twilio.New(twilio.Config{
		AccountSID: twiliotest.AccountSID, AuthToken: twiliotest.AuthToken, From: twiliotest.From,
		PublicURL: publicURL, Timeout: sendTimeout, Now: t.Now, Stamp: t.Stamp,
		VoiceFrom: twiliotest.From, Row: rowIn(db), Phrases: twilio.Phrases(city.Spoken()),
		Transport: cord{twiliotest.Direct(w.sms), l},
	})
	l.chat = telegram.New(telegram.Config{
		Token: w.chat.Token(), Timeout: sendTimeout, Now: t.Now, Stamp: t.Stamp, Transport: cord{w.chat, l},
	})
	l.notifier = &notifier.Notifier{
		DB: db, Clock: t, Timeout: sendTimeout, SMSDaySegments: 60_000,
		Settled: city.Settled, Warn: city.Warn, Fire: w.fires(city),
		Rounds: notifier.Rounds(city), Extra: notifier.Imported(city), Log: log,
		Channels: []notifier.Channel{
			{Name: wijk.Telegram, Sender: w.spoils(l.chat), Limits: notifier.Limits{Rate: rateChat, PerChat: 1}},
			{Name: wijk.SMS, Sender: w.spoils(l.sms), Limits: notifier.Limits{Rate: rateSMS}},
			{Name: wijk.Voice, Sender: l.sms.Voice(), Limits: notifier.Limits{Rate: rateVoice}},
		},
	}
	l.webhooks = l.sms.Handler(l.in, l.notifier)
	w.mu.Lock()
	w.life, w.lost = l, true
	w.mu.Unlock()
	l.running.Go(func() { w.reads(l) })
	l.running.Go(func() { _ = l.chat.Poll(l.ctx, l.in) })
	l.running.Go(func() { w.notify(l, db, city) })
	return nil
}

// notify sends and fires, once the doors have looked what came meanwhile.
func (w *world) notify(l *life, db *store.DB, city *flows.City) {
	if !clock.Sleep(l.ctx, firstPoll) {
		return
	}
	err := db.Update(l.ctx, func(tx *store.Tx) error {
		city.CatchUp(tx, time.Now().In(w.zone))
		return nil
	})
	if err == nil {
		err = l.notifier.Run(l.ctx)
	}
	if err != nil && !l.dead.Load() {
		w.fail(err)
	}
}

// reads looks in Twilio's log for what no webhook brought. That changes
// nothing when no webhook failed, and is left out then: it would be most of
// the work of a year.
func (w *world) reads(l *life) {
	for first := true; first || clock.Sleep(l.ctx, reconcile); first = false {
		w.mu.Lock()
		lost := w.lost
		w.lost = false
		w.mu.Unlock()
		if !lost {
			continue
		}
		err := l.readLog(twilio.Door, l.sms.Reconcile)
		if err = errors.Join(err, l.readLog(twilio.VoiceDoor, l.sms.Voice().Reconcile)); err != nil {
			w.mu.Lock()
			w.lost = true
			w.mu.Unlock()
		}
	}
}

// readLog reads one log from where it was read last.
func (l *life) readLog(door string, read func(context.Context, twilio.Receiver, string) (string, error)) error {
	cursor, err := l.bot.Cursor(l.ctx, door)
	if err != nil {
		return err
	}
	next, err := read(l.ctx, l.in, cursor)
	if next == cursor {
		return err
	}
	return errors.Join(err, l.bot.DB.Update(l.ctx, func(tx *store.Tx) error {
		store.Cursors.Put(tx, door, next)
		return nil
	}))
}

// rowIn returns a row of the outbox, for what is to be said in a call.
func rowIn(db *store.DB) func(context.Context, uint64) (wijk.Outgoing, bool, error) {
	return func(ctx context.Context, id uint64) (m wijk.Outgoing, ok bool, err error) {
		err = db.View(ctx, func(tx *store.Tx) error {
			m, ok = store.Outbox.Get(tx, store.Num(id))
			return nil
		})
		return m, ok, err
	}
}

// crash ends the life as kill -9 does: what was committed is there, and nobody
// hears of it; what was on its way to a provider may have arrived.
func (w *world) crash() {
	w.mu.Lock()
	l := w.life
	w.life = nil
	w.mu.Unlock()
	if l == nil {
		return
	}
	l.dead.Store(true)
	l.stop()
	l.running.Wait()
}

// mortal is the engine as one life sees it.
type mortal struct {
	store.Engine
	l *life
}

// View runs fn, unless the process is dead.
func (m mortal) View(ctx context.Context, fn func(store.KV) error) error {
	if m.l.dead.Load() {
		return store.ErrClosed
	}
	return m.Engine.View(ctx, fn)
}

// Update runs fn. Who dies after the commit hears nothing of it.
func (m mortal) Update(ctx context.Context, fn func(store.KV) error) error {
	err := m.Engine.Update(ctx, func(kv store.KV) error {
		if m.l.dead.Load() {
			return store.ErrClosed
		}
		return fn(kv)
	})
	if m.l.dead.Load() {
		return store.ErrClosed
	}
	return err
}

// A cord carries the calls of one life to a provider.
type cord struct {
	next http.RoundTripper
	l    *life
}

// RoundTrip carries a call. Its answer does not reach the dead.
func (c cord) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.l.dead.Load() {
		return nil, errKilled
	}
	resp, err := c.next.RoundTrip(r)
	if err == nil && c.l.dead.Load() {
		resp.Body.Close()
		return nil, errKilled
	}
	return resp, err
}

// deliver carries Twilio's webhooks to the life there is.
type deliver struct{ w *world }

// RoundTrip delivers one webhook. Some find nobody at home.
func (d deliver) RoundTrip(r *http.Request) (*http.Response, error) {
	d.w.mu.Lock()
	l := d.w.life
	d.w.mu.Unlock()
	if l == nil {
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	}
	resp, err := twiliotest.Direct(l.webhooks).RoundTrip(r)
	if err == nil && l.dead.Load() {
		resp.Body.Close()
		return nil, errKilled
	}
	return resp, err
}

// A receiver takes messages in, after the test that spoils them, if any.
type receiver struct {
	*bot.Bot
	hear func(wijk.Message) wijk.Message
}

// Receive takes messages in.
func (r receiver) Receive(ctx context.Context, ms ...wijk.Message) error {
	if r.hear != nil {
		for i := range ms {
			ms[i] = r.hear(ms[i])
		}
	}
	return r.Bot.Receive(ctx, ms...)
}

func (w *world) fires(city *flows.City) func(*store.Tx, wijk.Timer, time.Time) {
	if w.o.fire == nil {
		return city.Fire
	}
	return func(tx *store.Tx, t wijk.Timer, now time.Time) {
		if w.o.fire(t) {
			city.Fire(tx, t, now)
		}
	}
}

// spoils returns the sender, or one that sends as often as the test says.
func (w *world) spoils(s notifier.Sender) notifier.Sender {
	if w.o.send == nil {
		return s
	}
	return repeater{s, w.o.send}
}

type repeater struct {
	notifier.Sender
	times func(wijk.Outgoing) int
}

// Send sends as often as it is told.
func (r repeater) Send(ctx context.Context, m wijk.Outgoing) (id string, err error) {
	for range r.times(m) {
		id, err = r.Sender.Send(ctx, m)
	}
	return id, err
}
