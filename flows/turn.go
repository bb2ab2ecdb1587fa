package flows

import (
	"fmt"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Turn is one message being handled: who sent it, where their conversation
// stands, and what they hear back.
type Turn struct {
	City *City
	Tx   *store.Tx
	M    wijk.Message
	// Words is the text of M as words to match on.
	Words []string
	Now   time.Time

	Holder wijk.Holder
	Person *wijk.Person // nil for somebody the city does not know
	// both are those who share the telephone of an SMS, nil when it is of one.
	both []*wijk.Person
	// askedWho says that the last question was which of them it is: to that
	// "1" may well mean the first.
	askedWho bool
	Staff    *wijk.Staff // nil for residents
	Talk     wijk.Talk

	acked  bool   // the pressed button was acknowledged
	lapsed bool   // a report was begun so long ago that it is forgotten
	mute   bool   // this is a loop: say nothing
	lead   string // goes in front of the next question
	probe  bool   // a canary answered: no words of anybody
	need   bool   // the sender may be in need: the next answer says whom to call
	// forgotten says that nothing of the conversation is to be kept.
	forgotten bool

	said      reply.Result     // what the words would mean as an answer to "gaat het goed?"
	raised    bool             // said is a cry only together with the texts before it
	spoilt    bool             // an earlier good answer is none together with this
	guessed   []category.Guess // of guessedOf
	guessedOf string
	naming    naming
	streets   map[string]*wijk.Street // looked up in this turn; nil for no street
}

// begin loads what is known of the sender of m.
func (c *City) begin(tx *store.Tx, m wijk.Message, now time.Time) *Turn {
	t := &Turn{City: c, Tx: tx, M: m, Now: now.In(c.Zone)}
	key := m.From.String()
	t.Holder = store.HolderOf(tx, m.From)
	t.Talk, _ = store.Talks.Get(tx, key)
	if t.Holder.Person != "" {
		if p, ok := store.People.Get(tx, t.Holder.Person); ok {
			t.Person = &p
		}
	}
	if t.Holder.Staff != "" {
		if s, ok := store.Staff.Get(tx, t.Holder.Staff); ok {
			t.Staff = &s
		}
	}
	if m.Text != "" {
		t.Words = reply.Words(m.Text)
	}
	if len(t.Holder.Also) > 0 && m.From.Channel == wijk.SMS {
		t.meetsBoth()
	}
	if t.Talk.Flow != "" && m.At.Sub(t.Talk.AskedAt) > talkAge {
		t.lapsed = t.Talk.Flow == flowMelding
		t.leave() // nobody remembers the question
	}
	t.adopt()
	if f := c.flow(t.Talk.Flow); f != nil && f.Holds != nil && !f.Holds(t) {
		t.leave()
	}
	return t
}

// talkAge is how long a question stays open.
const talkAge = 24 * time.Hour

// end saves the conversation.
func (t *Turn) end() {
	if t.M.Press != "" && !t.acked {
		t.send(wijk.Outgoing{}) // only the acknowledgement
	}
	if t.forgotten {
		store.Talks.Delete(t.Tx, t.M.From.String())
		return
	}
	store.Talks.Put(t.Tx, t.M.From.String(), t.Talk)
}

// replyAge is how long an answer is still worth sending.
const replyAge = 24 * time.Hour

// Say answers the sender, with things to tap or to type the number of.
func (t *Turn) Say(text string, choices ...Choice) {
	if t.mute {
		return
	}
	m := wijk.Outgoing{Text: text}
	if len(choices) > 0 {
		t.Talk.Turn++
		m.Text, m.Options = render(t.M.From.Channel, text, t.Talk.Turn, choices)
	}
	t.send(m)
}

func (t *Turn) send(m wijk.Outgoing) {
	if t.need && m.Text != "" {
		t.need = false
		if !strings.Contains(m.Text, emergency) {
			m.Text = "In nood? Bel 112. " + m.Text
		}
	}
	if !t.acked {
		m.Press, t.acked = t.M.Press, true
	}
	m.Class, m.To, m.Due, m.NotAfter = wijk.Reply, t.M.From, t.Now, t.Now.Add(replyAge)
	if t.Person != nil {
		m.Person = t.Person.ID
	}
	t.sent(store.Send(t.Tx, m))
}

// A Choice is one possible answer to a question.
type Choice struct {
	Label string
	Value string
	// Words also count as this choice when typed; nil means the label only.
	Words []string
}

// render lays choices out for a channel: buttons in Telegram, numbers in SMS.
func render(ch wijk.Channel, text string, turn uint64, choices []Choice) (string, []wijk.Option) {
	if ch == wijk.SMS {
		var b strings.Builder
		b.WriteString(text)
		for i, c := range choices {
			fmt.Fprintf(&b, "\n%d = %s", i+1, c.Label)
		}
		return b.String(), nil
	}
	options := make([]wijk.Option, len(choices))
	for i, c := range choices {
		options[i] = wijk.Option{Label: c.Label, Data: fmt.Sprintf("t%d.%d", turn, i)}
	}
	return text, options
}

// savePerson stores what the turn changed about the sender.
func (t *Turn) savePerson() { store.People.Put(t.Tx, t.Person.ID, *t.Person) }

// is reports whether the message is exactly these words, a leading slash or
// not.
func (t *Turn) is(phrases ...string) bool {
	said := strings.TrimPrefix(strings.Join(t.Words, " "), "/")
	for _, p := range phrases {
		if said == p {
			return true
		}
	}
	return false
}

// opensWith reports whether the first word is one of the given.
func (t *Turn) opensWith(words ...string) bool {
	_, ok := t.starts(words...)
	return ok
}

// starts reports whether the first word is one of the given, and returns the
// text behind it as it was typed.
func (t *Turn) starts(words ...string) (rest string, ok bool) {
	first, rest, _ := strings.Cut(strings.TrimSpace(t.M.Text), " ")
	first = strings.Trim(strings.ToLower(first), "/.,:!")
	for _, w := range words {
		if first == w {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

// streetNamed is store.StreetNamed, once for each name.
func (t *Turn) streetNamed(name string) (wijk.Street, bool) {
	s, looked := t.streets[name]
	if !looked {
		if found, ok := store.StreetNamed(t.Tx, name); ok {
			s = &found
		}
		if t.streets == nil {
			t.streets = make(map[string]*wijk.Street)
		}
		t.streets[name] = s
	}
	if s == nil {
		return wijk.Street{}, false
	}
	return *s, true
}
