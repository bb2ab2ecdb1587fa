package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A City is the running bot, as far as the page shows it.
type City struct {
	DB  *store.DB
	Map *wijk.Map
	// List writes the rows of reports, checkins, cases or outbox, a JSON
	// object a line, as the command of that name does with --json.
	List func(ctx context.Context, list string, w io.Writer) error
}

// A Sandbox is the world around the bot: both providers, the phones and the
// clock. Close it.
type Sandbox struct {
	clock    *clock.Clock
	telegram *telegramtest.Fake
	sms      *twiliotest.Fake
	servers  [2]*provider
	phones   []phone
	picture  []byte
	log      *slog.Logger

	ctx  context.Context // ends with Leave
	stop context.CancelFunc
	// moving is held while the clock is moved on.
	moving sync.Mutex

	mu      sync.Mutex
	changed chan struct{} // closed and replaced when there is something to show
	faults  faults
	pressed map[int64]string     // by message, the button that was pressed
	places  map[int64]wijk.Point // by message, the place that was sent
}

// New starts the providers. They date messages by t, a clock made by
// clock.Movable; public is the address at which the bot takes webhooks.
func New(t *clock.Clock, public string, log *slog.Logger) (*Sandbox, error) {
	picture, err := drawPicture()
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	s := &Sandbox{
		clock: t, phones: phones(), picture: picture, log: log,
		changed: make(chan struct{}), faults: faults{Telegram: faultNone, SMS: faultNone},
		pressed: make(map[int64]string), places: make(map[int64]wijk.Point),
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.telegram = telegramtest.New(telegramtest.Options{
		Calm: true, NoLimits: true, Now: t.Now, OnSend: func(telegramtest.Sent) { s.touch() },
	})
	// The bot may remember the numbers of an earlier run.
	s.telegram.Renumber(time.Now().UnixMilli())
	s.sms = twiliotest.New(twiliotest.Options{
		Calm: true, Now: t.Now, SMSURL: public + "/twilio/sms", OnSend: func(twiliotest.Message) { s.touch() },
		VoiceURL: public + "/twilio/voice", OnCall: s.rings,
	})
	for _, p := range s.phones {
		if p.Channel == wijk.Telegram {
			s.telegram.Chat(p.Chat, p.Owner)
		}
	}
	for i, h := range []http.Handler{s.telegram, s.sms} {
		if s.servers[i], err = startProvider(h, log); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// Telegram returns the token of the bot and where the Bot API is.
func (s *Sandbox) Telegram() (token, base string) {
	return s.telegram.Token(), s.servers[0].base
}

// SMS returns the account, its token and number, and where its API is.
func (s *Sandbox) SMS() (account, token, from, base string) {
	return twiliotest.AccountSID, twiliotest.AuthToken, twiliotest.From, s.servers[1].base
}

// Leave ends the live connections of the page, so that its server can finish
// what it has in hand. The providers go on, for what the bot has in hand.
func (s *Sandbox) Leave() { s.stop() }

// Close ends the live connections and the providers.
func (s *Sandbox) Close() {
	s.stop()
	s.telegram.Close()
	s.sms.Close()
	for _, p := range s.servers {
		if p != nil {
			p.close()
		}
	}
}

// touch wakes those who show what there is. It does not block.
func (s *Sandbox) touch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}

// news returns a channel that is closed when there is something new to show.
func (s *Sandbox) news() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// A provider is a server on a port of this machine that nobody else reaches.
type provider struct {
	base   string
	server *http.Server
	done   chan struct{}
}

func startProvider(h http.Handler, log *slog.Logger) (*provider, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	p := &provider{
		base: "http://" + l.Addr().String(), done: make(chan struct{}),
		server: &http.Server{
			Handler: h, ReadHeaderTimeout: 5 * time.Second,
			ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		},
	}
	go func() {
		defer close(p.done)
		if err := p.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("sandbox: a provider stopped", "error", err)
		}
	}()
	return p, nil
}

func (p *provider) close() {
	_ = p.server.Close()
	<-p.done
}
