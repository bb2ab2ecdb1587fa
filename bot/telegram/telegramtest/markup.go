package telegramtest

import "encoding/json"

// A Button is under a message (Data is set) or above the phone's keyboard.
type Button struct {
	Label    string
	Data     string
	AskPlace bool // it shares where the phone is
	AskPhone bool // it shares the phone's number
}

// Telegram's limits of a keyboard.
const (
	maxButtons = 100
	maxData    = 64 // bytes
)

// markup reads reply_markup into m, or refuses it. f.mu is held.
func markup(p params, r *room, m *Message) *answer {
	var o map[string]json.RawMessage
	given, err := p.json("reply_markup", &o)
	if err != nil {
		return refused("object expected as reply markup")
	}
	if !given {
		return nil
	}
	if raw, ok := o["inline_keyboard"]; ok {
		m.Inline = true
		return inline(raw, m)
	}
	if raw, ok := o["keyboard"]; ok {
		return keys(raw, r, m)
	}
	if _, ok := o["remove_keyboard"]; ok {
		m.RemoveKeys = true
		return nil
	}
	if _, ok := o["force_reply"]; ok {
		return nil
	}
	return refused("can't parse reply keyboard markup JSON object")
}

// inline reads buttons under the message.
func inline(raw json.RawMessage, m *Message) *answer {
	var rows [][]struct {
		Text   string  `json:"text"`
		Data   *string `json:"callback_data"`
		URL    *string `json:"url"`
		Switch *string `json:"switch_inline_query"`
	}
	if string(raw) == "null" || json.Unmarshal(raw, &rows) != nil {
		return refused(`field "inline_keyboard" must be of type Array`)
	}
	n := 0
	for _, row := range rows {
		var line []Button
		for _, b := range row {
			if n++; n > maxButtons {
				return refused("reply markup is too long")
			}
			if b.Text == "" {
				return refused("inline keyboard button text must be non-empty")
			}
			if b.Data == nil && b.URL == nil && b.Switch == nil {
				return refused("text buttons are unallowed in the inline keyboard")
			}
			if b.Data == nil {
				line = append(line, Button{Label: b.Text})
				continue
			}
			if len(*b.Data) == 0 || len(*b.Data) > maxData {
				return refused("BUTTON_DATA_INVALID")
			}
			line = append(line, Button{Label: b.Text, Data: *b.Data})
		}
		m.Buttons = append(m.Buttons, line)
	}
	return nil
}

// A key is an object, or its text alone.
type key struct {
	Text  string `json:"text"`
	Place bool   `json:"request_location"`
	Phone bool   `json:"request_contact"`
}

// UnmarshalJSON accepts both forms.
func (k *key) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &k.Text) == nil {
		return nil
	}
	type object key
	return json.Unmarshal(raw, (*object)(k))
}

// keys reads the keys above the keyboard.
func keys(raw json.RawMessage, r *room, m *Message) *answer {
	var rows [][]key
	if string(raw) == "null" || json.Unmarshal(raw, &rows) != nil {
		return refused(`field "keyboard" must be of type Array`)
	}
	for _, row := range rows {
		var line []Button
		for _, k := range row {
			switch {
			case k.Text == "":
				return refused("keyboard button text must be non-empty")
			case k.Place && r.group():
				return refused("location can be requested in private chats only")
			case k.Phone && r.group():
				return refused("phone number can be requested in private chats only")
			}
			line = append(line, Button{Label: k.Text, AskPlace: k.Place, AskPhone: k.Phone})
		}
		m.Buttons = append(m.Buttons, line)
	}
	if len(m.Buttons) == 0 {
		return refused("reply keyboard is empty")
	}
	return nil
}
