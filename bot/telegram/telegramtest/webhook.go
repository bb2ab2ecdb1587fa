package telegramtest

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// The pace of deliveries.
const (
	longestRetry = time.Minute
	deliverTime  = 60 * time.Second
)

// A webhook is where updates go instead of into a poll.
type webhook struct {
	url    string
	secret string
	kinds  []string
	slots  chan struct{}  // as many as max_connections
	lanes  map[int64]bool // chats that have a goroutine
	ctx    context.Context
	stop   context.CancelFunc
	failed string // how the last delivery failed
}

// secretShape is what Telegram accepts as a secret_token.
var secretShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// setWebhook starts deliveries.
func (f *Fake) setWebhook(ctx context.Context, p params) answer {
	if p.text("url") == "" {
		return f.deleteWebhook(ctx, p)
	}
	u, err := url.Parse(p.text("url"))
	if err != nil || u.Scheme != "https" && !local(u) {
		return refuse(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
	}
	if p.has("secret_token") && !secretShape.MatchString(p.text("secret_token")) {
		return refuse(400, "Bad Request: secret token contains unallowed characters")
	}
	most, err := strconv.Atoi(p.text("max_connections"))
	if err != nil || most < 1 || most > 100 {
		most = 40
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if given, err := p.json("allowed_updates", &f.updates.allowed); given && err != nil {
		return refuse(400, "Bad Request: can't parse allowed updates")
	}
	f.endHook(p)
	h := &webhook{url: u.String(), secret: p.text("secret_token"), kinds: f.updates.allowed, slots: make(chan struct{}, most), lanes: map[int64]bool{}}
	h.ctx, h.stop = context.WithCancel(f.ctx)
	f.hook = h
	for _, u := range f.updates.all {
		f.startLane(h, u.lane)
	}
	if f.pollHeld != nil {
		close(f.pollHeld)
		f.pollHeld = nil
	}
	return done(true)
}

// local reports whether u is on this machine, for which no https is asked.
func local(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// deleteWebhook ends deliveries; what was not delivered waits for a poll.
func (f *Fake) deleteWebhook(_ context.Context, p params) answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.endHook(p)
	return done(true)
}

// endHook ends deliveries. f.mu is held.
func (f *Fake) endHook(p params) {
	if f.hook != nil {
		f.hook.stop()
		f.hook = nil
	}
	if drop, _ := strconv.ParseBool(p.text("drop_pending_updates")); drop {
		f.updates.all = nil
	}
}

// getWebhookInfo tells how deliveries go.
func (f *Fake) getWebhookInfo(context.Context, params) answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	info := object{"url": "", "has_custom_certificate": false, "pending_update_count": len(f.updates.all)}
	if f.hook != nil {
		info["url"], info["max_connections"], info["allowed_updates"] = f.hook.url, cap(f.hook.slots), f.hook.kinds
		if f.hook.failed != "" {
			info["last_error_message"] = f.hook.failed
		}
	}
	return done(info)
}

// startLane sees that the updates of a chat are delivered, in order. f.mu is
// held.
func (f *Fake) startLane(h *webhook, lane int64) {
	if h.lanes[lane] || h.ctx.Err() != nil {
		return
	}
	h.lanes[lane] = true
	f.work.Go(func() { f.drive(h, lane) })
}

// drive delivers the updates of one chat until there are none.
func (f *Fake) drive(h *webhook, lane int64) {
	for wait := f.opts.Retry; ; {
		f.mu.Lock()
		f.updates.forget(f.opts.Now())
		i := slices.IndexFunc(f.updates.all, func(u *pending) bool { return u.lane == lane })
		if i < 0 || h.ctx.Err() != nil {
			delete(h.lanes, lane)
			f.mu.Unlock()
			return
		}
		u := f.updates.all[i]
		u.given = true
		raw := u.json()
		f.mu.Unlock()

		after, failed := f.deliver(h, raw)
		f.mu.Lock()
		h.failed = failed
		if failed == "" && !f.chance(0.02) { // else it comes twice
			f.updates.all = slices.DeleteFunc(f.updates.all, func(x *pending) bool { return x == u })
		}
		f.notify()
		f.mu.Unlock()
		if failed == "" {
			wait = f.opts.Retry
			continue
		}
		if after == 0 {
			after, wait = wait, min(2*wait, longestRetry)
		}
		select {
		case <-time.After(after):
		case <-h.ctx.Done():
		}
	}
}

// deliver posts one update. It returns why that failed, and for how long the
// bot asked to be left alone.
func (f *Fake) deliver(h *webhook, raw []byte) (after time.Duration, failed string) {
	select {
	case h.slots <- struct{}{}:
	case <-h.ctx.Done():
		return 0, "stopped"
	}
	defer func() { <-h.slots }()
	ctx, cancel := context.WithTimeout(h.ctx, deliverTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(raw))
	if err != nil {
		return 0, err.Error()
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := f.opts.Deliver.RoundTrip(r)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	if resp.StatusCode/100 == 2 {
		return 0, ""
	}
	s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return time.Duration(min(max(s, 0), 3600)) * time.Second, "Wrong response from the webhook: " + resp.Status
}
