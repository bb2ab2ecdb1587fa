package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"wijkbot/bot/sandbox"
	"wijkbot/bot/signalen"
	"wijkbot/bot/telegram"
	"wijkbot/notifier/clock"
	"wijkbot/store"
)

// sandboxMark is the row of store.Done that sandbox.MoveIn leaves in a database.
const sandboxMark = "sandbox"

// sandboxed is the bot between phones and providers of our own. Without a
// database of the operator's choice it begins anew each time.
func sandboxed(ctx context.Context, k *call) error {
	remove, err := k.ownDatabase()
	if err != nil {
		return err
	}
	defer remove()
	t := clock.Movable(time.Now(), k.config.zone)
	c, err := openCity(ctx, k.config, t)
	if err != nil {
		return err
	}
	c.flows.RealTime = false // whoever watches moves the clock
	if err := c.populate(ctx, k); err != nil {
		return errors.Join(err, c.close())
	}
	public, err := listenPublic(k.config)
	if err != nil {
		return errors.Join(err, c.close())
	}
	log := newLog(k.err)
	slog.SetDefault(log)
	address := "http://" + public.Addr().String()
	world, err := sandbox.New(t, address, log)
	if err != nil {
		return errors.Join(err, public.Close(), c.close())
	}
	defer world.Close()
	s := newService(&call{config: k.config.inside(world, address), out: k.out, err: k.err}, c, log)
	s.page = world.Handler(sandbox.City{DB: c.db, Map: c.flows.Map(), List: c.listJSON})
	s.closing = world.Leave
	fmt.Fprintf(k.out, "sandbox at %s\n", address)
	return c.finish(s.run(ctx, public))
}

// ownDatabase makes a database that is thrown away, unless the operator named
// one.
func (k *call) ownDatabase() (remove func(), err error) {
	if k.config.ownDB {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", "wijkbot-")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrNotUsable, err)
	}
	k.config = k.config.at(filepath.Join(dir, "wijkbot.db"))
	return func() { _ = os.RemoveAll(dir) }, nil
}

// populate moves the made-up people in, but never among real ones.
func (c *city) populate(ctx context.Context, k *call) error {
	made, err := c.madeUp(ctx)
	if err != nil {
		return err
	}
	inhabited := false
	err = c.db.View(ctx, func(tx *store.Tx) error {
		for range store.People.All(tx, "") {
			inhabited = true
			break
		}
		return nil
	})
	if err != nil {
		return err
	}
	if inhabited && !made {
		return refuse("%s holds real people; name another database for the sandbox", k.config.db)
	}
	people := &call{config: k.config, body: sandbox.Population, out: io.Discard, err: io.Discard} // made to surprise
	if err := importFile(ctx, c, people); err != nil {
		return fmt.Errorf("the people of the sandbox: %w", err)
	}
	return c.db.Update(ctx, func(tx *store.Tx) error {
		sandbox.MoveIn(tx)
		return nil
	})
}

// madeUp reports whether the database is a sandbox's.
func (c *city) madeUp(ctx context.Context) (yes bool, err error) {
	err = c.db.View(ctx, func(tx *store.Tx) error {
		yes = store.Done.Has(tx, sandboxMark)
		return nil
	})
	return yes, err
}

// inside returns the configuration with the providers of the sandbox: whatever
// accounts are in the environment, they are not used.
func (c *config) inside(world *sandbox.Sandbox, public string) *config {
	in := *c
	in.telegram, in.telegramMode = telegram.Config{}, telegram.ModePoll
	in.twilio.MessagingServiceSID, in.twilio.VoiceFrom = "", ""
	in.heartbeat = ""
	in.signalen = signalen.Config{}
	if !in.ownAdmin { // a sandbox may stand beside a bot, or another sandbox
		in.admin = "127.0.0.1:0"
	}
	in.rateVoice = 100
	in.rateChat = 100 // our Telegram sets no pace, and who watches should not wait
	in.prefixes, in.publicURL = []string{"+316"}, public
	in.telegram.Token, in.telegramAPI = world.Telegram()
	in.twilio.AccountSID, in.twilio.AuthToken, in.twilio.From, in.twilioAPI = world.SMS()
	in.complete()
	return &in
}

// listJSON writes a list as its command does with --json.
func (c *city) listJSON(ctx context.Context, list string, w io.Writer) error {
	all := commands()
	i := slices.IndexFunc(all, func(cmd command) bool { return cmd.name == list && slices.Contains(cmd.own, flagJSON) })
	if i < 0 {
		return fmt.Errorf("no list %q", list)
	}
	var b bytes.Buffer
	if err := all[i].ask(ctx, c, &call{json: true, out: &b, err: io.Discard}); err != nil {
		return err
	}
	_, err := b.WriteTo(w)
	return err
}
