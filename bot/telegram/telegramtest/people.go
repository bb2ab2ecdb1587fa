package telegramtest

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"slices"
	"strconv"
	"time"
)

// A Message is one line in a chat, as everybody in it sees it.
type Message struct {
	ID         int64
	Chat       int64
	From       int64 // 0 is the bot
	Date       time.Time
	Text       string // or caption
	Photo      []byte
	Attached   string // what else came along, such as "locatie 52.06000, 4.49000"
	Place      *Place // of a message of the bot's
	Buttons    [][]Button
	Inline     bool // Buttons are under the message, not above the keyboard
	RemoveKeys bool
}

// A Place is a pin on the map.
type Place struct{ Lat, Lon float64 }

// A room is a private chat or, with a negative id, a group.
type room struct {
	id          int64
	title       string
	blocked     bool
	deactivated bool
	movedTo     int64
	messages    []Message
}

func (r *room) group() bool { return r.id < 0 }

// json is the room as a Chat object.
func (r *room) json() object {
	if r.group() {
		return object{"id": r.id, "type": "group", "title": r.title}
	}
	return object{"id": r.id, "type": "private", "first_name": r.title}
}

// A Chat is somebody with the bot in front of them.
type Chat struct {
	ID   int64  // of the person
	Name string // of the person
	f    *Fake
	room *room
}

// Chat returns the private chat of the person with that id, who has pressed
// Start if they are new.
func (f *Fake) Chat(id int64, name string) *Chat {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.rooms[id]
	if r == nil {
		r = &room{id: id, title: name}
		f.rooms[id] = r
	}
	return &Chat{ID: id, Name: name, f: f, room: r}
}

// In returns the same person in a group, whose id is negative.
func (c *Chat) In(group int64, title string) *Chat {
	g := c.f.Chat(group, title)
	return &Chat{ID: c.ID, Name: c.Name, f: c.f, room: g.room}
}

// user is the person as a User object.
func (c *Chat) user() object {
	return object{"id": c.ID, "is_bot": false, "first_name": c.Name, "language_code": "nl"}
}

// say sends a message with those extra fields, and returns its id.
func (c *Chat) say(m Message, extra object) int64 {
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	c.f.message++
	m.ID, m.Chat, m.From, m.Date = c.f.message, c.room.id, c.ID, c.f.opts.Now()
	c.room.blocked = false // to speak to a bot is to unblock it
	c.room.messages = append(c.room.messages, m)
	c.f.push("message", c.json(m, extra), c.room.id)
	return m.ID
}

// json is m as a Message object.
func (c *Chat) json(m Message, extra object) object {
	o := object{"message_id": m.ID, "from": c.user(), "chat": c.room.json(), "date": m.Date.Unix()}
	if m.Text != "" && m.Photo == nil {
		o["text"] = m.Text
	} else if m.Text != "" {
		o["caption"] = m.Text
	}
	for k, v := range extra {
		o[k] = v
	}
	return o
}

// Say types a text, and returns the message's id, as do the other ways to send.
func (c *Chat) Say(text string) int64 { return c.say(Message{Text: text}, nil) }

// Reply types a text in answer to a message.
func (c *Chat) Reply(messageID int64, text string) int64 {
	return c.say(Message{Text: text}, object{"reply_to_message": object{"message_id": messageID, "date": c.f.opts.Now().Unix(), "chat": c.room.json()}})
}

// Forward sends somebody else's words.
func (c *Chat) Forward(text string) int64 {
	date := c.f.opts.Now().Add(-time.Hour).Unix()
	who := object{"id": 999, "is_bot": false, "first_name": "Iemand"}
	return c.say(Message{Text: text}, object{
		"forward_from": who, "forward_date": date,
		"forward_origin": object{"type": "user", "sender_user": who, "date": date},
	})
}

// SendLocation shares a place.
func (c *Chat) SendLocation(lat, lon float64) int64 {
	m := Message{Attached: fmt.Sprintf("locatie %.5f, %.5f", lat, lon)}
	return c.say(m, object{"location": object{"latitude": lat, "longitude": lon, "horizontal_accuracy": 12.5}})
}

// SendContact shares a phone number that belongs to the Telegram user owner.
func (c *Chat) SendContact(number string, owner int64) int64 {
	return c.say(Message{Attached: "telefoonnummer"}, object{"contact": object{"phone_number": number, "first_name": "x", "user_id": owner}})
}

// SendVoice sends a voice note, which a bot cannot read.
func (c *Chat) SendVoice() int64 {
	return c.say(Message{Attached: "spraakbericht"}, object{"voice": object{"file_id": "voice", "file_unique_id": "v", "duration": 3}})
}

// SendPhoto sends a picture, with a caption if that is not empty. Telegram
// makes smaller versions of it, of which this one file stands for all.
func (c *Chat) SendPhoto(data []byte, caption string) int64 { return c.sendPhoto(data, caption, "") }

// sendPhoto sends a picture, as one of an album if that has a name.
func (c *Chat) sendPhoto(data []byte, caption, album string) int64 {
	size, _, _ := image.DecodeConfig(bytes.NewReader(data)) // 0 by 0 if it is no picture
	small, big := c.f.Store(data), c.f.Store(data)
	extra := object{"photo": []object{
		{"file_id": small, "file_unique_id": small, "width": 90 * size.Width / max(size.Width, size.Height, 1), "height": 90 * size.Height / max(size.Width, size.Height, 1), "file_size": len(data)},
		{"file_id": big, "file_unique_id": big, "width": max(size.Width, 91), "height": max(size.Height, 91), "file_size": len(data)},
	}}
	if album != "" {
		extra["media_group_id"] = album
	}
	return c.say(Message{Text: caption, Photo: data}, extra)
}

// SendFile sends a picture as a file, under a name and a type that the sender
// chose: Telegram looks at neither.
func (c *Chat) SendFile(data []byte, name, kind, caption string) int64 {
	id := c.f.Store(data)
	return c.say(Message{Text: caption, Photo: data}, object{
		"document": object{"file_id": id, "file_unique_id": id, "file_name": name, "mime_type": kind, "file_size": len(data)},
	})
}

// SendAlbum sends pictures at once, with a caption at one of them. Each is a
// message of its own; a hostile Telegram hands them over in any order.
func (c *Chat) SendAlbum(caption string, pictures ...[]byte) (ids []int64) {
	c.f.mu.Lock()
	c.f.named++
	group := "album_" + strconv.FormatInt(c.f.named, 10)
	order := c.f.rng.Perm(len(pictures))
	c.f.mu.Unlock()
	if c.f.opts.Calm {
		slices.Sort(order)
	}
	for _, i := range order {
		text := ""
		if i == 0 {
			text = caption
		}
		ids = append(ids, c.sendPhoto(pictures[i], text, group))
	}
	return ids
}

// Store puts a file on the server and returns its id, for getFile.
func (f *Fake) Store(data []byte) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.named++
	id := "file_" + strconv.FormatInt(f.named, 10)
	f.files[id] = bytes.Clone(data)
	return id
}

// Edit changes the text of a message of theirs.
func (c *Chat) Edit(messageID int64, text string) error {
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	i := c.room.index(messageID)
	if i < 0 || c.room.messages[i].From != c.ID {
		return errors.New("telegramtest: no such message of theirs")
	}
	m := &c.room.messages[i]
	m.Text = text
	c.f.push("edited_message", c.json(*m, object{"edit_date": c.f.opts.Now().Unix()}), c.room.id)
	return nil
}

// index returns where a message is, -1 if it is not.
func (r *room) index(id int64) int {
	return slices.IndexFunc(r.messages, func(m Message) bool { return m.ID == id })
}

// Press presses the button with that label or data. With messageID 0 it is on
// the bot's last message that has buttons. A key above the keyboard types its
// label; one that shares a place or a number wants SendLocation or SendContact.
func (c *Chat) Press(messageID int64, name string) error {
	c.f.mu.Lock()
	i := c.room.index(messageID)
	if messageID == 0 {
		for i = len(c.room.messages) - 1; i >= 0 && len(c.room.messages[i].Buttons) == 0; i-- {
		}
	}
	if i < 0 {
		c.f.mu.Unlock()
		return errors.New("telegramtest: no message with buttons")
	}
	m := c.room.messages[i]
	c.f.mu.Unlock()
	for _, b := range slices.Concat(m.Buttons...) {
		switch {
		case b.Label != name && (b.Data != name || b.Data == ""):
		case m.Inline:
			c.Forge(m.ID, b.Data)
			return nil
		case b.AskPlace || b.AskPhone:
			return fmt.Errorf("telegramtest: key %q shares something: use SendLocation or SendContact", b.Label)
		default:
			c.Say(b.Label)
			return nil
		}
	}
	return fmt.Errorf("telegramtest: message %d has no button %q", m.ID, name)
}

// Forge sends a press with any data, as a custom client can, and returns the
// id of the callback query.
func (c *Chat) Forge(messageID int64, data string) string {
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	c.f.named++
	id := strconv.FormatInt(c.ID<<20+c.f.named, 10)
	c.f.presses[id] = time.Now()
	m := object{"message_id": messageID, "date": 0, "chat": c.room.json()}
	if i := c.room.index(messageID); i >= 0 {
		m["date"], m["text"], m["from"] = c.room.messages[i].Date.Unix(), c.room.messages[i].Text, c.f.self()
	}
	c.f.push("callback_query", object{"id": id, "from": c.user(), "chat_instance": "1", "data": data, "message": m}, c.room.id)
	return id
}

// Block stops the bot from writing here; in a group it is thrown out.
func (c *Chat) Block() {
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	c.room.blocked = true
	member := func(status string) object { return object{"user": c.f.self(), "status": status} }
	c.f.push("my_chat_member", object{
		"chat": c.room.json(), "from": c.user(), "date": c.f.opts.Now().Unix(),
		"old_chat_member": member("member"), "new_chat_member": member("kicked"),
	}, c.room.id)
}

// Unblock lets the bot write again.
func (c *Chat) Unblock() {
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	c.room.blocked = false
}

// Deactivate removes the person's account.
func (c *Chat) Deactivate() {
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	c.room.deactivated = true
}

// MoveTo upgrades a group: from now on it has another id.
func (c *Chat) MoveTo(id int64) {
	c.f.Chat(id, c.room.title)
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	c.room.movedTo = id
}

// Messages returns what is on the screen, oldest first.
func (c *Chat) Messages() []Message {
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	return slices.Clone(c.room.messages)
}
