package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	linkAge    = 15 * time.Minute
	wrongCodes = 5
	wrongWait  = time.Hour
)

// ErrNobody says that an id is neither a resident's nor a member of staff's.
var ErrNobody = errors.New("no resident or member of staff has this id")

// NewLink lets whoever sends the code within 15 minutes speak as the resident
// or staff member with the id. Only a hash of the code is kept. A new code
// makes the earlier ones of the same id useless.
func (c *City) NewLink(tx *store.Tx, id, code string, now time.Time) error {
	l := wijk.Link{Expires: now.Add(linkAge)}
	if store.Staff.Has(tx, id) {
		l.Staff = id
	} else if store.People.Has(tx, id) {
		l.Person = id
	} else {
		return ErrNobody
	}
	for key, old := range store.Links.All(tx, "") {
		if old.Person == l.Person && old.Staff == l.Staff || now.After(old.Expires) {
			store.Links.Delete(tx, key)
		}
	}
	store.Links.Put(tx, linkKey(code), l)
	return nil
}

func linkKey(code string) string {
	code = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// link ties this chat to whoever the code was made for. A wrong code and one
// that came too often are answered alike.
func (t *Turn) link(code string) {
	if t.Talk.Wrong > 0 && t.Now.Sub(t.Talk.WrongAt) > wrongWait {
		t.Talk.Wrong = 0
	}
	l, ok := store.Links.Get(t.Tx, linkKey(code))
	if !ok || t.Talk.Wrong >= wrongCodes || t.Now.After(l.Expires) {
		t.Talk.Wrong++
		t.Talk.WrongAt = t.Now
		t.Say("Die code klopt niet of is verlopen. Vraag een nieuwe code.")
		return
	}
	store.Links.Delete(t.Tx, linkKey(code))
	if l.Staff != "" {
		t.linkStaff(l.Staff)
	} else {
		t.linkPerson(l.Person)
	}
}

func (t *Turn) linkStaff(id string) {
	s, ok := store.Staff.Get(t.Tx, id)
	if !ok {
		return
	}
	t.leaveStaff(id)
	t.takeAddress(&s.Telegram, &s.Phone, func(h *wijk.Holder) { h.Staff = "" })
	store.Staff.Put(t.Tx, id, s)
	t.Holder.Staff = id
	store.Holders.Put(t.Tx, t.M.From.String(), t.Holder)
	t.Say("Welkom, " + s.Name + ". U bent gekoppeld als " + string(s.Role) + ".")
}

func (t *Turn) linkPerson(id string) {
	p, ok := store.People.Get(t.Tx, id)
	if !ok {
		return
	}
	t.leavePerson(id)
	t.takeAddress(&p.Telegram, &p.Phone, func(h *wijk.Holder) { h.Person = "" })
	store.People.Put(t.Tx, id, p)
	t.Holder.Person, t.Person = id, &p
	store.Holders.Put(t.Tx, t.M.From.String(), t.Holder)
	text := "Welkom. U bent nu gekoppeld."
	if t.M.From.Channel == wijk.Telegram {
		text += " Telegram is geen kanaal van de gemeente zelf. Stuur ons daar geen medische gegevens."
	}
	t.Say(text)
}

// leaveStaff takes the address of the sender from the member of staff who had
// it, so that no alarm for one rings at another.
func (t *Turn) leaveStaff(next string) {
	if t.Staff == nil || t.Staff.ID == next {
		return
	}
	t.dropAddress(&t.Staff.Telegram, &t.Staff.Phone)
	store.Staff.Put(t.Tx, t.Staff.ID, *t.Staff)
}

// leavePerson takes the address of the sender from the resident who had it:
// questions to one must not be answered by another. Somebody who can be
// reached no more becomes a case when the next question is due.
func (t *Turn) leavePerson(next string) {
	if t.Person == nil || t.Person.ID == next {
		return
	}
	t.dropAddress(&t.Person.Telegram, &t.Person.Phone)
	t.savePerson()
}

// takeAddress makes the address of the sender the one on this channel; the one
// before it is nobody's any more.
func (t *Turn) takeAddress(telegram *int64, phone *string, release func(*wijk.Holder)) {
	old := wijk.Address{Channel: wijk.SMS, To: *phone}
	if t.M.From.Channel == wijk.Telegram {
		old = wijk.Address{Channel: wijk.Telegram, To: strconv.FormatInt(*telegram, 10)}
		*telegram, _ = strconv.ParseInt(t.M.From.To, 10, 64)
	} else {
		*phone = t.M.From.To
	}
	h, ok := store.Holders.Get(t.Tx, old.String())
	if !ok || old == t.M.From {
		return
	}
	release(&h)
	store.Holders.Put(t.Tx, old.String(), h)
}

// dropAddress forgets the address on the channel of the sender.
func (t *Turn) dropAddress(telegram *int64, phone *string) {
	if t.M.From.Channel == wijk.Telegram {
		*telegram = 0
	} else {
		*phone = ""
	}
}
