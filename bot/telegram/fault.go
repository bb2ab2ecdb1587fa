package telegram

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"wijkbot/store/wijk"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// ErrToken says that Telegram does not know our token: an operator must mend it.
var ErrToken = errors.New("telegram refuses the token")

// ErrSecondPoller says that somebody else polls with our token: a second
// instance, or a thief.
var ErrSecondPoller = errors.New("telegram: another instance polls with this token")

// ErrWebhook says that a webhook stood in the way of polling and was removed.
var ErrWebhook = errors.New("telegram: a webhook was set, removed it to poll")

// ErrNoWebhook says that Telegram delivers nowhere, or elsewhere.
var ErrNoWebhook = errors.New("telegram: our webhook is not set any more")

// ErrUndelivered says that updates wait at Telegram and do not get through.
var ErrUndelivered = errors.New("telegram: updates wait and do not reach the webhook")

// A Fault is a call to the Bot API that did not succeed. Its text names the
// method, the code and a cause in words of our own: never the token, an
// address or a word that somebody wrote.
type Fault struct {
	Method string
	// Code is the API's error code or else the HTTP status; 0 if nothing came.
	Code int
	// API says that the Bot API itself answered, not something in front of it.
	API bool
	// Unsent says that the request certainly never left.
	Unsent bool
	// After is how long Telegram asked us to wait, 0 if it did not.
	After time.Duration

	movedTo int64
	meaning meaning
	err     error // without secrets; nil when meaning says it all
}

// Error returns what happened, fit for a log.
func (f *Fault) Error() string {
	s := "telegram " + f.Method
	if f.Code != 0 {
		s += ": " + strconv.Itoa(f.Code)
	}
	if f.meaning.text != "" {
		s += ": " + f.meaning.text
	}
	if f.err != nil {
		s += ": " + f.err.Error()
	}
	return s
}

// Unwrap returns the cause, for errors.Is(err, context.Canceled) and the like.
func (f *Fault) Unwrap() error { return f.err }

// A meaning is what one of Telegram's descriptions says about the message.
type meaning struct {
	text string // as Telegram writes it, and all of it that we repeat
	gone bool   // this chat will not take a message from us
}

// meansBigFile is what getFile says of a file of more than 20 MB.
const meansBigFile = "file is too big"

// meanings holds the descriptions that matter. Telegram gives everything from
// a typo to a vanished person the code 400, so that its text is the one way to
// tell; a description that is not here may quote a resident and is left out.
func meanings() []meaning {
	return []meaning{
		{"chat not found", true},
		{"user not found", true},
		{"PEER_ID_INVALID", true},
		{"USER_ID_INVALID", true},
		{"not enough rights to send", true},
		{"have no rights to send", true},
		{"CHAT_WRITE_FORBIDDEN", true},
		{"group chat was deactivated", true},
		{"bot was blocked by the user", true},
		{"user is deactivated", true},
		{"bot was kicked", true},
		{"bot is not a member", true},
		{"bot can't initiate conversation", true},
		{"bots can't send messages to bots", true},
		{"group chat was upgraded", false},
		{"message text is empty", false},
		{"message is too long", false},
		{"caption is too long", false},
		{"can't parse", false},
		{"query is too old", false},
		{"BUTTON_DATA_INVALID", false},
		{"reply markup is too long", false},
		{"IMAGE_PROCESS_FAILED", false},
		{"PHOTO_INVALID_DIMENSIONS", false},
		{"wrong file", false},
		{meansBigFile, false},
		{"Too Many Requests", false},
		{"Unauthorized", false},
		{"terminated by other getUpdates request", false},
		{"webhook is active", false},
		{"bad webhook", false},
	}
}

// fault translates the failure of a call through the library. The library
// loses the code of an upload, and the status of what is no JSON; c kept both.
func (b *Bot) fault(method string, c *call, err error) *Fault {
	f := &Fault{Method: method, Code: c.status, Unsent: c.unsent(), After: c.after}
	var api *tgbotapi.Error
	if !errors.As(err, &api) {
		f.err = b.scrub(err)
		return f
	}
	if c.status < 300 && api.Code == 0 {
		f.err = errNotAPI // a refusal that carries no code is nobody's refusal
		return f
	}
	f.API = true
	if api.Code != 0 {
		f.Code = api.Code
	}
	if n := api.RetryAfter; n > 0 {
		f.After = time.Duration(min(n, maxAfter)) * time.Second
	}
	f.movedTo = api.MigrateToChatID
	for _, m := range meanings() {
		if strings.Contains(api.Message, m.text) {
			f.meaning = m
			break
		}
	}
	return f
}

// scrub returns err without the address it was about, which holds the token.
// What is left keeps its type if it names no secret either.
func (b *Bot) scrub(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	text := err.Error()
	clean := text
	for _, s := range []string{b.config.Token, url.PathEscape(b.config.Token), url.QueryEscape(b.config.Token), b.config.WebhookSecret} {
		if s != "" {
			clean = strings.ReplaceAll(clean, s, "<secret>")
		}
	}
	if clean == text {
		return err
	}
	return errors.New(clean)
}

// pause is how long to leave the channel alone when Telegram is out of reach,
// or refuses without saying for how long.
const pause = 3 * time.Second

// verdict says what err, which is a *Fault, means for a message that was being
// sent: a *wijk.Refusal if it certainly was not accepted, else err itself.
//
// A 5xx of the API's own is a refusal: the API says that it failed. A page of
// 502 or 504 from a proxy, a time-out and a cut connection say nothing of what
// happened behind them, and leave the outcome unknown.
func verdict(err error) error {
	var f *Fault
	if !errors.As(err, &f) {
		return err
	}
	r := &wijk.Refusal{Err: f, After: f.After}
	if f.Code != 0 {
		r.Code = strconv.Itoa(f.Code)
	}
	switch {
	case f.Unsent:
		r.After, r.Pause = pause, !errors.Is(f, context.Canceled)
	case f.Code == http.StatusTooManyRequests:
		r.Pause = true
		if r.After == 0 {
			r.After = pause
		}
	case !f.API && f.Code >= 300 && f.Code < 500:
		// a proxy in between refuses: it never reached Telegram
		r.After, r.Pause = max(r.After, pause), true
	case !f.API:
		return f
	case f.movedTo != 0:
		r.MovedTo = strconv.FormatInt(f.movedTo, 10)
	case f.Code == http.StatusUnauthorized, f.Code == http.StatusNotFound:
		r.Broken = true
	case f.Code == http.StatusForbidden, f.meaning.gone:
		r.Gone = true
	case f.Code >= 500, f.Code == http.StatusConflict:
		r.After = max(r.After, pause)
	default:
		r.Bad = true
	}
	return r
}
