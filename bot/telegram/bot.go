package telegram

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Bot speaks to Telegram. It is safe for use by many goroutines, of which at
// most one runs Poll.
type Bot struct {
	config   Config
	endpoint string // the library's form: base/bot%s/%s
	client   *http.Client

	mu    sync.Mutex
	parts map[uint64]int // how much of a row in several parts has gone

	taken  atomic.Uint64 // updates that came by the webhook and were taken
	waited waiting       // what Delivers saw last
}

// New returns a bot for a Config that Check found nothing wrong with. It
// touches no network, so the city can start while Telegram is away.
func New(c Config) *Bot {
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Stamp == nil {
		c.Stamp = func(t time.Time) time.Time { return t }
	}
	if c.Report == nil {
		c.Report = func(error) {}
	}
	if c.Transport == nil {
		c.Transport = pool()
	}
	return &Bot{
		config:   c,
		endpoint: strings.ReplaceAll(c.base(), "%", "%%") + "/bot%s/%s",
		client:   &http.Client{Transport: c.Transport, CheckRedirect: stay},
		parts:    make(map[uint64]int),
	}
}

// pool returns connections for many sends at a time. The pings notice a dead
// HTTP/2 connection, which all calls share, before every call on it times out.
func pool() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns = 128
	t.MaxIdleConnsPerHost = 64
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 10 * time.Second}
	return t
}

// stay refuses to follow a redirect: the token is in the path, so another host
// would learn it.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// A request is one use of the library, such as (*tgbotapi.BotAPI).Request with
// a config type, or MakeRequest for what the library is too old to know.
type request func(*tgbotapi.BotAPI) (*tgbotapi.APIResponse, error)

// of returns the request for one of the library's config types.
func of(c tgbotapi.Chattable) request {
	return func(api *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) { return api.Request(c) }
}

// with returns the request for a method by name.
func with(method string, p tgbotapi.Params) request {
	return func(api *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) { return api.MakeRequest(method, p) }
}

// ask performs one call within limit and returns its result. The error is
// always a *Fault. The library's own constructors call getMe at once and know
// no context, so each call gets a BotAPI of its own around a call that does.
// Nothing here makes the library log: it does so only in debug mode and in the
// update channel and webhook listener that we do not use.
func (b *Bot) ask(ctx context.Context, method string, limit time.Duration, r request) (json.RawMessage, error) {
	if err := ctx.Err(); err != nil {
		return nil, &Fault{Method: method, Unsent: true, err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	c := &call{client: b.client, ctx: ctx}
	api := tgbotapi.BotAPI{Token: b.config.Token, Client: c}
	api.SetAPIEndpoint(b.endpoint)
	resp, err := r(&api)
	if err != nil {
		return nil, b.fault(method, c, err)
	}
	return resp.Result, nil
}
