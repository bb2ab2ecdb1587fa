package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"wijkbot/store/wijk"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

var (
	errNoChat  = errors.New("telegram: the address is no chat id")
	errNothing = errors.New("telegram: the message is empty")
	errData    = errors.New("telegram: an option is longer than 64 bytes or empty")
)

// Send sends m and returns Telegram's id of the message. It keeps no pace:
// that is the notifier's.
//
// The error is a *wijk.Refusal when Telegram certainly did not accept the
// message; any other error means that nobody knows. A Refusal with Pause holds
// for every chat.
//
// The press that m answers is acknowledged first. That only stops a clock on
// the resident's screen, so a press that is too old is no error, and neither is
// a failure to acknowledge when there is something to say as well.
//
// A text over 4,096 units goes in parts, split at words. The id is then that
// of the last part, which carries the buttons. When a part is refused for now,
// the next Send of the same row goes on from there; after a restart it begins
// anew. A message of nothing but a press has no id.
func (b *Bot) Send(ctx context.Context, m wijk.Outgoing) (id string, err error) {
	chat, err := strconv.ParseInt(m.To.To, 10, 64)
	if err != nil || chat == 0 {
		return "", &wijk.Refusal{Err: errNoChat, Gone: true}
	}
	for _, o := range m.Options {
		if o.Data == "" || len(o.Data) > maxData {
			return "", &wijk.Refusal{Err: errData, Bad: true}
		}
	}
	if m.Press != "" {
		if err := b.acknowledge(ctx, m.Press); err != nil {
			return "", err
		}
	}
	pieces := b.pieces(ctx, m, chat)
	if len(pieces) == 0 && m.Press == "" {
		return "", &wijk.Refusal{Err: errNothing, Bad: true}
	}
	for n := b.begin(m.ID, len(pieces)); n < len(pieces); n++ {
		if id, err = b.sendPiece(ctx, pieces[n]); err != nil {
			b.interrupted(m.ID, n, err)
			return "", err
		}
	}
	return id, nil
}

// acknowledgeTime is short because a text may be waiting behind it.
const acknowledgeTime = 3 * time.Second

// acknowledge tells Telegram that a press was seen. It returns an error only
// if the call was refused in a way that the message itself would be as well;
// it may be repeated without harm, so its outcome is never unknown.
func (b *Bot) acknowledge(ctx context.Context, press string) error {
	_, err := b.ask(ctx, "answerCallbackQuery", min(acknowledgeTime, b.config.Timeout), of(tgbotapi.NewCallback(press, "")))
	if err == nil {
		return nil
	}
	var r *wijk.Refusal
	if errors.As(verdict(err), &r) && (r.Pause || r.Broken && r.Code != "404") {
		return r
	}
	return nil
}

// A piece is one message of Telegram's.
type piece struct {
	chat   int64
	photo  []byte
	venue  *venue
	text   string // of a photo: its caption; of a venue: what it says
	markup any    // nil for none
}

// pieces returns what m becomes: a pin on the map if it has a place, with the
// text as its name if that fits; a photo if there is one, with the text as its
// caption; and the text in as many parts as it needs.
func (b *Bot) pieces(ctx context.Context, m wijk.Outgoing, chat int64) []piece {
	text := sendable(m.Text)
	var all []piece
	if m.Point.Valid() {
		v, whole := under(m.Point, text)
		all = append(all, piece{chat: chat, venue: &v})
		if whole && m.PhotoID == "" {
			all[0].text, text = text, ""
		}
	}
	if photo := b.photo(ctx, m.PhotoID); photo != nil {
		p := piece{chat: chat, photo: photo}
		if caption := split(text, maxCaption); len(caption) == 1 {
			p.text, text = caption[0], ""
		}
		all = append(all, p)
	}
	for _, part := range split(text, maxText) {
		all = append(all, piece{chat: chat, text: part})
	}
	if len(all) > 0 {
		all[len(all)-1].markup = keyboard(m, chat)
	}
	return all
}

// photo returns a stored photo, nil if there is none to be had: a message is
// worth more than its picture.
func (b *Bot) photo(ctx context.Context, id string) []byte {
	if id == "" || b.config.Photo == nil {
		return nil
	}
	data, err := b.config.Photo(ctx, id)
	if err != nil || len(data) == 0 {
		return nil
	}
	return data
}

// sendPiece sends p. A photo that Telegram cannot read is left out, and so is a
// place that it does not know: the text is what matters.
func (b *Bot) sendPiece(ctx context.Context, p piece) (id string, err error) {
	switch {
	case p.venue != nil:
		id, err = b.deliverPiece(ctx, "sendVenue", p.venue.config(p.chat, p.markup))
	case p.photo != nil:
		photo := tgbotapi.NewPhoto(p.chat, tgbotapi.FileBytes{Name: "foto.jpg", Bytes: p.photo})
		photo.Caption, photo.ReplyMarkup = p.text, p.markup
		id, err = b.deliverPiece(ctx, "sendPhoto", photo)
	default:
		return b.deliverPiece(ctx, "sendMessage", tgbotapi.MessageConfig{
			BaseChat:              tgbotapi.BaseChat{ChatID: p.chat, ReplyMarkup: p.markup},
			Text:                  p.text,
			DisableWebPagePreview: true,
		})
	}
	var r *wijk.Refusal
	if errors.As(err, &r) && r.Bad && p.text != "" {
		return b.sendPiece(ctx, piece{chat: p.chat, text: p.text, markup: p.markup})
	}
	return id, err
}

// deliverPiece makes one call and reads the message's id. Once Telegram said
// yes nothing can turn that into an error, so the id may be empty.
func (b *Bot) deliverPiece(ctx context.Context, method string, c tgbotapi.Chattable) (string, error) {
	result, err := b.ask(ctx, method, b.config.Timeout, of(c))
	if err != nil {
		return "", verdict(err)
	}
	var sent struct {
		ID int64 `json:"message_id"`
	}
	if json.Unmarshal(result, &sent) != nil || sent.ID == 0 {
		return "", nil
	}
	return strconv.FormatInt(sent.ID, 10), nil
}

// maxParts bounds how many half-sent rows we remember.
const maxParts = 1000

// begin returns the part of a row to begin with.
func (b *Bot) begin(row uint64, parts int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := b.parts[row]
	delete(b.parts, row)
	if n >= parts {
		return 0
	}
	return n
}

// interrupted remembers that the first n parts of row have gone, if it makes
// sense to come back for the rest.
func (b *Bot) interrupted(row uint64, n int, err error) {
	var r *wijk.Refusal
	if n == 0 || row == 0 || errors.As(err, &r) && (r.Gone || r.Bad || r.MovedTo != "") {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.parts) >= maxParts {
		clear(b.parts) // a part twice is better than memory without end
	}
	b.parts[row] = n
}

// SetWebhook tells Telegram to deliver to PublicURL. What waits at Telegram is
// kept. The library knows no secret_token, hence the bare parameters.
func (b *Bot) SetWebhook(ctx context.Context) error {
	kinds, err := json.Marshal(allowed())
	if err != nil {
		return err
	}
	_, err = b.ask(ctx, "setWebhook", b.config.Timeout, with("setWebhook", tgbotapi.Params{
		"url":             b.webhookURL(),
		"secret_token":    b.config.WebhookSecret,
		"allowed_updates": string(kinds),
		"max_connections": "40",
	}))
	var f *Fault
	if errors.As(err, &f) && f.API && (f.Code == http.StatusUnauthorized || f.Code == http.StatusNotFound) {
		return errors.Join(ErrToken, f)
	}
	return err
}
