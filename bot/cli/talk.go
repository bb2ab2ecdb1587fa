package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"time"

	"wijkbot/bot"
	"wijkbot/bot/talk"
	"wijkbot/notifier"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// talked is the bot in a terminal. Without a database of the operator's choice
// it forgets everything afterwards.
func talked(ctx context.Context, k *call) error {
	remove, err := k.ownDatabase()
	if err != nil {
		return err
	}
	defer remove()
	t, err := openClock(k.config)
	if err != nil {
		return err
	}
	c, err := openCity(ctx, k.config, t)
	if err != nil {
		return err
	}
	fmt.Fprintln(k.out, `Typ een bericht en Enter. "/plaats 52.05 4.49" stuurt een plek, Ctrl-D stopt.`)
	return errors.Join(c.talk(ctx, k, t), c.close())
}

func (c *city) talk(ctx context.Context, k *call, t *clock.Clock) error {
	log := slog.New(slog.NewTextHandler(k.err, &slog.HandlerOptions{Level: slog.LevelError}))
	terminal := &talk.Terminal{In: k.in, Out: k.out, Now: t.Now, Session: strconv.FormatInt(time.Now().UnixNano(), 36)}
	n := newNotifier(k.config, c, log)
	n.Channels = []notifier.Channel{{Name: wijk.Telegram, Sender: terminal}}
	notifying, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- n.Run(notifying) }()
	err := terminal.Run(ctx, &answered{&bot.Bot{DB: c.db, City: c.flows, Now: t.Now, Log: log}, c})
	stop()
	if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
		err = nil
	}
	return errors.Join(err, <-ended)
}

// answered is a receiver that returns when what is to be said at once has been
// said, so that the answer stands under the question.
type answered struct {
	*bot.Bot
	city *city
}

const (
	answerTime = 2 * time.Second
	answerLook = 5 * time.Millisecond
)

// Receive takes ms in and waits for the answers.
func (a *answered) Receive(ctx context.Context, ms ...wijk.Message) error {
	if err := a.Bot.Receive(ctx, ms...); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	for clock.Sleep(ctx, answerLook) {
		if waits, err := a.waiting(ctx); err != nil || !waits {
			return err
		}
	}
	return nil
}

// waiting reports whether there is something to say.
func (a *answered) waiting(ctx context.Context) (yes bool, err error) {
	err = a.city.db.View(ctx, func(tx *store.Tx) error {
		yes = false
		now, farAhead := a.city.now(), time.Now().Add(24*time.Hour)
		for class := wijk.Alarm; class <= wijk.Broadcast && !yes; class++ {
			for range store.Ready(tx, wijk.Telegram, class, now) {
				yes = true
				break
			}
		}
		for _, m := range store.Leased(tx, farAhead, farAhead) {
			yes = yes || m.State == wijk.Sending
		}
		return nil
	})
	return yes, err
}
