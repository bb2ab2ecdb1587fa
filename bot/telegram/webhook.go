package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// The webhook's limits. An update is a few kB; nothing of Telegram's is near
// a megabyte.
const (
	maxUpdate   = 1 << 20
	readTime    = 10 * time.Second
	secretField = "X-Telegram-Bot-Api-Secret-Token"
	retryAfter  = 5 // seconds
)

// webhookURL returns where Telegram must deliver.
func (b *Bot) webhookURL() string {
	return strings.TrimRight(b.config.PublicURL, "/") + "/telegram"
}

// Handler returns the webhook, to be mounted at POST /telegram. It answers 200
// only after in took the update, and 503 if in did not: Telegram then keeps
// the update and tries again. It sets no cursor; Telegram keeps its own.
func (b *Bot) Handler(in Receiver) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status := b.refuse(r); status != 0 {
			if status == http.StatusMethodNotAllowed {
				w.Header().Set("Allow", http.MethodPost)
			}
			http.Error(w, http.StatusText(status), status)
			return
		}
		// without support for deadlines the server's own must do
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(readTime))
		raw, err := read(http.MaxBytesReader(w, r.Body, maxUpdate), maxUpdate)
		if err != nil {
			status := http.StatusBadRequest
			if big := (*http.MaxBytesError)(nil); errors.As(err, &big) {
				status = http.StatusRequestEntityTooLarge
			}
			http.Error(w, http.StatusText(status), status)
			return
		}
		m, _, err := b.parse(raw)
		if err != nil {
			http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
			return
		}
		if err := in.Receive(r.Context(), m); err != nil {
			w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		b.taken.Add(1)
	})
}

// Delivers returns why Telegram's updates do not reach the webhook, or nil. It
// is to be called now and again, by one goroutine: updates that wait both times,
// while none came in between, do not get through. Telegram tells a time of its
// last failure, but by its own clock, and keeps it when all is well again.
func (b *Bot) Delivers(ctx context.Context) error {
	result, err := b.ask(ctx, "getWebhookInfo", b.config.Timeout, with("getWebhookInfo", nil))
	if err != nil {
		return err
	}
	var hook tgbotapi.WebhookInfo
	if json.Unmarshal(result, &hook) != nil {
		return &Fault{Method: "getWebhookInfo", Code: http.StatusOK, err: errNotAPI}
	}
	if hook.URL != b.webhookURL() {
		return ErrNoWebhook
	}
	taken, waited := b.taken.Load(), b.waited
	b.waited = waiting{is: hook.PendingUpdateCount > 0, taken: taken}
	if waited.is && b.waited.is && waited.taken == taken {
		return ErrUndelivered
	}
	return nil
}

// A waiting is whether updates waited at Telegram at some moment, and how many
// had been taken by then.
type waiting struct {
	is    bool
	taken uint64
}

// refuse returns the status for a request that is not Telegram's, else 0. The
// secret comes before everything that would tell a stranger more.
func (b *Bot) refuse(r *http.Request) int {
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed
	}
	secrets := r.Header[secretField]
	if len(secrets) != 1 || b.config.WebhookSecret == "" || !same(secrets[0], b.config.WebhookSecret) || r.URL.RawQuery != "" {
		return http.StatusForbidden
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return http.StatusUnsupportedMediaType
	}
	if r.ContentLength > maxUpdate {
		return http.StatusRequestEntityTooLarge
	}
	return 0
}

// same compares in a time that tells nothing, of the length neither.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
