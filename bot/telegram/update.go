package telegram

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"wijkbot/store/wijk"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Door is the name under which the offset is kept (wijk.Cursor.Door).
const Door = "telegram"

// allowed are the kinds of update we ask for.
func allowed() []string {
	return []string{"message", "edited_message", "callback_query", "my_chat_member"}
}

// An update is Telegram's Update with the messages as we read them. The
// library stops at Bot API 5.5 and drops newer fields in silence.
type update struct {
	tgbotapi.Update
	Message       *message `json:"message"`
	EditedMessage *message `json:"edited_message"`
}

// A message is Telegram's Message plus the fields newer than the library that
// change what a message means.
type message struct {
	tgbotapi.Message
	// ForwardOrigin replaced the forward_* fields in Bot API 7.0.
	ForwardOrigin      json.RawMessage `json:"forward_origin"`
	WriteAccessAllowed json.RawMessage `json:"write_access_allowed"`
	ChatBackgroundSet  json.RawMessage `json:"chat_background_set"`
}

// errNoID says that an update has no id, so that it can be neither told apart
// nor confirmed.
var errNoID = errors.New("telegram: an update without an id")

// parse reads one raw update. What nobody can act on (channel posts, other
// bots, kinds we did not ask for) becomes a Message with no From and no Kind,
// so that it is recorded and confirmed and has no other effect.
func (b *Bot) parse(raw []byte) (m wijk.Message, id int, err error) {
	var u update
	err = json.Unmarshal(raw, &u)
	if bad := (*json.UnmarshalTypeError)(nil); errors.As(err, &bad) {
		err = nil // one field of another type than we know; the rest was read
	}
	if err != nil {
		return wijk.Message{}, 0, fmt.Errorf("telegram: an update that is no JSON object: %w", err)
	}
	if u.UpdateID <= 0 {
		return wijk.Message{}, 0, errNoID
	}
	var part, date any = "-", 0
	switch {
	case u.CallbackQuery != nil:
		m = b.press(u.CallbackQuery)
		part = u.CallbackQuery.ID
	case u.EditedMessage != nil:
		m = b.message(u.EditedMessage)
		m.Edited = true
		part, date = u.EditedMessage.MessageID, u.EditedMessage.EditDate
	case u.Message != nil:
		m = b.message(u.Message)
		part, date = u.Message.MessageID, u.Message.Date
	}
	chat := m.Chat
	if chat == "" {
		chat = m.From.To
	}
	m.ID = "telegram:" + strconv.Itoa(u.UpdateID)
	m.Unique = unique(m.ID, chat, part, date)
	if m.At.IsZero() {
		m.At = b.config.Now()
	}
	return m, u.UpdateID, nil
}

// unique tells messages apart that share an update id, when Telegram begins its
// numbering anew. It is kept for long, so it does not tell whose chat it was.
func unique(id, chat string, part, date any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%v/%v", id, chat, part, date))
	return id + "/" + hex.EncodeToString(sum[:8])
}

// person returns the address of u, or none if u is not a person.
func person(u *tgbotapi.User) wijk.Address {
	if u == nil || u.IsBot || u.ID <= 0 {
		return wijk.Address{}
	}
	return wijk.Address{Channel: wijk.Telegram, To: strconv.FormatInt(u.ID, 10)}
}

// chat returns where to reply to from when that is not from itself.
func chat(c *tgbotapi.Chat, from wijk.Address) string {
	if c == nil {
		return ""
	}
	if id := strconv.FormatInt(c.ID, 10); id != from.To {
		return id
	}
	return ""
}

// press converts a pressed button. Its data may be anything a custom client
// cares to send.
func (b *Bot) press(q *tgbotapi.CallbackQuery) wijk.Message {
	m := wijk.Message{From: person(q.From)}
	if m.From.To == "" {
		return m
	}
	m.Kind, m.Option, m.Press = wijk.Button, clean(q.Data), clean(q.ID)
	if q.Message != nil {
		m.Chat = chat(q.Message.Chat, m.From)
		m.ReplyTo = strconv.Itoa(q.Message.MessageID)
	}
	return m
}

// message converts a message, new or edited.
func (b *Bot) message(t *message) wijk.Message {
	m := wijk.Message{From: person(t.From)}
	if date := max(t.Date, t.EditDate); date > 0 {
		m.At = b.config.Stamp(time.Unix(int64(date), 0))
	}
	m.Chat = chat(t.Chat, m.From)
	if m.From.To == "" {
		return m
	}
	if t.ReplyToMessage != nil {
		m.ReplyTo = strconv.Itoa(t.ReplyToMessage.MessageID)
	}
	m.Forwarded = forwarded(t)
	m.Text = clean(t.Text)
	if m.Text == "" {
		m.Text = clean(t.Caption)
	}
	content(&m, t)
	return m
}

// content sets the Kind of m and what belongs to it.
func content(m *wijk.Message, t *message) {
	file, isPicture := picture(t)
	switch {
	case t.Location != nil:
		m.Kind = wijk.Location
		m.Point = wijk.Point{Lat: t.Location.Latitude, Lon: t.Location.Longitude}
		m.Accuracy = t.Location.HorizontalAccuracy
	case t.Contact != nil && strconv.FormatInt(t.Contact.UserID, 10) == m.From.To:
		m.Kind, m.Text = wijk.Contact, phone(t.Contact.PhoneNumber)
	case isPicture:
		m.Kind, m.File, m.Album = wijk.Picture, file, clean(t.MediaGroupID)
	case m.Text != "":
		m.Kind = wijk.Text // also what was written under a video or a voice note
	case m.Chat == "" && !service(t):
		m.Kind = wijk.Other // in a group nobody spoke to us with their sticker
	}
}

// forwarded reports whether t holds words of somebody else than its sender.
func forwarded(t *message) bool {
	return t.ForwardDate != 0 || t.ForwardFrom != nil || t.ForwardFromChat != nil ||
		t.ForwardSenderName != "" || t.IsAutomaticForward ||
		len(t.ForwardOrigin) > 0 && string(t.ForwardOrigin) != "null" ||
		t.ViaBot != nil || t.SenderChat != nil
}

// service reports whether t tells of the chat itself and nobody wrote it.
func service(t *message) bool {
	return t.PinnedMessage != nil || t.MessageAutoDeleteTimerChanged != nil ||
		t.WriteAccessAllowed != nil || t.ChatBackgroundSet != nil ||
		t.ConnectedWebsite != ""
}

// picture returns the best version of the picture in t, if there is one.
func picture(t *message) (wijk.File, bool) {
	if d := t.Document; d != nil && isImage(d) {
		return wijk.File{ID: clean(d.FileID), Size: int64(d.FileSize)}, true
	}
	if len(t.Photo) == 0 {
		return wijk.File{}, false
	}
	best := t.Photo[0]
	for _, p := range t.Photo[1:] {
		if p.Width*p.Height > best.Width*best.Height {
			best = p
		}
	}
	return wijk.File{ID: clean(best.FileID), Size: int64(best.FileSize)}, true
}

// isImage reports whether d was sent as a picture: by its type, or by its name
// for phones that know no type for it, as of HEIC. What it really is shows when
// it is opened.
func isImage(d *tgbotapi.Document) bool {
	if strings.HasPrefix(strings.ToLower(d.MimeType), "image/") {
		return true
	}
	if d.MimeType != "" && d.MimeType != "application/octet-stream" {
		return false
	}
	switch strings.ToLower(path.Ext(d.FileName)) {
	case ".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".hif":
		return true
	}
	return false
}

// phone gives a number of Telegram's, which has no plus on some clients, the
// form of wijk.Address.
func phone(s string) string {
	s = clean(s)
	if s != "" && s[0] >= '1' && s[0] <= '9' {
		return "+" + s
	}
	return s
}

// clean returns s without what is no text: NUL and broken UTF-8. Lone
// surrogates are already U+FFFD when they come out of the JSON.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
