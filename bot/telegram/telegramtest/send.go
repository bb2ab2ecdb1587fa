package telegramtest

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // sendPhoto reads sizes
	_ "image/png"  // sendPhoto reads sizes
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Telegram's limits, in UTF-16 code units, bytes and pixels.
const (
	maxText    = 4096
	maxCaption = 1024
	maxPhoto   = 10 << 20
	maxSides   = 10000
	maxRatio   = 20
	mostPoints = 25_000_000       // of a picture that is unpacked here
	pressTime  = 15 * time.Second // within which a press must be answered
)

// units returns the length of s as Telegram counts it.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

// target returns the chat a call is for. f.mu is held.
func (f *Fake) target(p params) (*room, *answer) {
	refused := func(a answer) (*room, *answer) { return nil, &a }
	if p.text("chat_id") == "" {
		return refused(refuse(400, "Bad Request: chat_id is empty"))
	}
	id, err := strconv.ParseInt(p.text("chat_id"), 10, 64)
	r := f.rooms[id]
	switch {
	case err != nil || r == nil:
		return refused(refuse(400, "Bad Request: chat not found"))
	case r.movedTo != 0:
		a := refuse(400, "Bad Request: group chat was upgraded to a supergroup chat")
		a.extra = object{"migrate_to_chat_id": r.movedTo}
		return refused(a)
	case r.deactivated:
		return refused(refuse(403, "Forbidden: user is deactivated"))
	case r.blocked && r.group():
		return refused(refuse(403, "Forbidden: bot was kicked from the group chat"))
	case r.blocked:
		return refused(refuse(403, "Forbidden: bot was blocked by the user"))
	}
	return r, nil
}

// sendMessage sends a text.
func (f *Fake) sendMessage(_ context.Context, p params) answer {
	return f.send("sendMessage", p, func(m *Message) *answer {
		text := p.text("text")
		if !utf8.ValidString(text) {
			return refused("strings must be encoded in UTF-8")
		}
		plain, a := plainText(text, p.text("parse_mode"))
		if a != nil {
			return a
		}
		m.Text = strings.TrimSpace(plain)
		if m.Text == "" {
			return refused("message text is empty")
		}
		if units(m.Text) > maxText {
			return refused("message is too long")
		}
		return checkEntities(p, "entities", m.Text)
	})
}

// sendPhoto sends a picture: an upload or the id of a file that we have.
func (f *Fake) sendPhoto(_ context.Context, p params) answer {
	return f.send("sendPhoto", p, func(m *Message) *answer {
		caption, a := plainText(p.text("caption"), p.text("parse_mode"))
		if a != nil {
			return a
		}
		if !utf8.ValidString(caption) {
			return refused("strings must be encoded in UTF-8")
		}
		m.Text = strings.TrimSpace(caption)
		if units(m.Text) > maxCaption {
			return refused("message caption is too long")
		}
		var ok bool
		if m.Photo, ok = p.files["photo"]; !ok {
			if m.Photo, ok = f.files[p.text("photo")]; !ok {
				return refused("wrong file identifier/HTTP URL specified")
			}
		}
		if a := checkPhoto(m.Photo); a != nil {
			return a
		}
		return checkEntities(p, "caption_entities", m.Text)
	})
}

// refused is a 400 with Telegram's usual beginning.
func refused(text string) *answer {
	a := refuse(400, "Bad Request: "+text)
	return &a
}

// checkPhoto refuses what Telegram would not show as a photo.
func checkPhoto(data []byte) *answer {
	if len(data) == 0 {
		return refused("file must be non-empty")
	}
	if len(data) > maxPhoto {
		a := refuse(413, "Request Entity Too Large")
		return &a
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err == nil && c.Width*c.Height <= mostPoints {
		_, _, err = image.Decode(bytes.NewReader(data)) // one that was cut off
	}
	if err != nil {
		return refused("IMAGE_PROCESS_FAILED")
	}
	if c.Width+c.Height > maxSides || c.Width > maxRatio*c.Height || c.Height > maxRatio*c.Width {
		return refused("PHOTO_INVALID_DIMENSIONS")
	}
	return nil
}

// send sends a message whose content fill takes from the parameters.
func (f *Fake) send(name string, p params, fill func(*Message) *answer) answer {
	f.mu.Lock()
	r, a := f.target(p)
	if a != nil {
		f.mu.Unlock()
		return *a
	}
	m := Message{Chat: r.id, Date: f.opts.Now()}
	if a = fill(&m); a == nil {
		a = checkReply(p, r)
	}
	if a == nil {
		a = markup(p, r, &m)
	}
	if a == nil {
		a = f.limits.check(r.id, time.Now())
	}
	if a != nil {
		f.mu.Unlock()
		return *a
	}
	f.message++
	m.ID = f.message
	r.messages = append(r.messages, m)
	s := Sent{Message: m, Method: name, At: time.Now()}
	f.sent = append(f.sent, s)
	f.notify()
	result := f.asSent(r, m)
	f.mu.Unlock()
	if f.opts.OnSend != nil {
		f.opts.OnSend(s)
	}
	return done(result)
}

// asSent is m as the answer to the call that sent it.
func (f *Fake) asSent(r *room, m Message) object {
	o := object{"message_id": m.ID, "from": f.self(), "chat": r.json(), "date": m.Date.Unix()}
	switch {
	case m.Place != nil:
		at := object{"latitude": m.Place.Lat, "longitude": m.Place.Lon}
		title, address, _ := strings.Cut(m.Text, "\n")
		o["location"], o["venue"] = at, object{"location": at, "title": title, "address": address}
	case m.Photo != nil:
		o["photo"] = []object{{"file_id": "sent-" + strconv.FormatInt(m.ID, 10), "file_unique_id": "s", "width": 1, "height": 1}}
		o["caption"] = m.Text
	default:
		o["text"] = m.Text
	}
	return o
}

// checkReply refuses an answer to a message that is not there.
func checkReply(p params, r *room) *answer {
	id, _ := strconv.ParseInt(p.text("reply_to_message_id"), 10, 64)
	if id == 0 || p.text("allow_sending_without_reply") == "true" {
		return nil
	}
	for _, m := range r.messages {
		if m.ID == id {
			return nil
		}
	}
	return refused("message to be replied not found")
}

// answerCallbackQuery stops the clock on a pressed button.
func (f *Fake) answerCallbackQuery(_ context.Context, p params) answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	pressed, ok := f.presses[p.text("callback_query_id")]
	if !ok || time.Since(pressed) > pressTime {
		return *refused("query is too old and response timeout expired or query ID is invalid")
	}
	if units(p.text("text")) > 200 {
		return *refused("MESSAGE_TOO_LONG")
	}
	return done(true)
}
