package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// staffWord reports whether the sender is staff and the message begins as one
// of the commands of staff does.
func (t *Turn) staffWord() bool {
	return t.Staff != nil && t.opensWith("sluit", "zaken", "zaak", "neem", "klaar", "update", "herroep")
}

// staffCommand handles the words that only staff have. In the text of an
// update, "sluit uw ramen" is no command.
func (t *Turn) staffCommand() bool {
	if t.busy() && len(t.Words) > 1 && !strings.ContainsAny(t.Words[1][:1], "0123456789") {
		return false
	}
	for _, c := range []struct {
		words []string
		do    func(*Turn, string)
	}{
		{[]string{"sluit"}, (*Turn).closeReport},
		{[]string{"zaken", "zaak"}, (*Turn).listCases},
		{[]string{"neem"}, (*Turn).takeCase},
		{[]string{"klaar"}, (*Turn).finishCase},
	} {
		if rest, ok := t.starts(c.words...); ok {
			c.do(t, rest)
			return true
		}
	}
	return false
}

// closeReport closes a report: "sluit 12".
func (t *Turn) closeReport(rest string) {
	n, err := strconv.ParseUint(strings.TrimSpace(rest), 10, 64)
	if err != nil {
		t.Say("Welke melding? Stuur bijvoorbeeld: sluit 12.")
		return
	}
	r, ok := store.Reports.Get(t.Tx, store.Num(n))
	if ok && !(t.Staff.Role == wijk.Beheerder || t.Staff.Role == wijk.Wijkmanager && t.Staff.Covers(r.Place.Wijk)) {
		t.Say("U mag deze melding niet sluiten.")
		return
	}
	if err := t.City.CloseReport(t.Tx, n, t.Staff.ID, t.Now); err != nil {
		t.Say("Dat lukt niet: " + err.Error() + ".")
		return
	}
	t.Say(fmt.Sprintf("Melding %d is gesloten. Iedereen die dit meldde, hoort het (%d).", n, r.Reporters))
}

// mayHandle reports whether the sender may see and close a case.
func (t *Turn) mayHandle(cs *wijk.Case) bool {
	return t.Staff.Role.Cares() && (t.Staff.Covers(cs.Wijk) || t.Staff.Duty || t.Staff.Role == wijk.Beheerder)
}

// listCases shows what waits, the most pressing first.
func (t *Turn) listCases(string) {
	var red, rest []string
	for _, cs := range store.Cases.FindRange(t.Tx, "open", "", "") {
		if !t.mayHandle(&cs) {
			continue
		}
		line := fmt.Sprintf("%d %s, sinds %s%s", cs.ID, caseName(cs.Kind), cs.Opened.In(t.City.Zone).Format("02-01 15.04"), t.ownerNote(&cs))
		if cs.Severity == wijk.Red {
			red = append(red, line)
		} else {
			rest = append(rest, line)
		}
	}
	lines := append(red, rest...)
	if len(lines) == 0 {
		t.Say("Er zijn geen open zaken.")
		return
	}
	const most = 20
	text := fmt.Sprintf("Open zaken: %d, waarvan %d met spoed.", len(lines), len(red))
	for _, l := range lines[:min(most, len(lines))] {
		text += "\n" + l
	}
	t.Say(text + "\nNemen: NEEM en het nummer. Sluiten: KLAAR en het nummer.")
}

func (t *Turn) ownerNote(cs *wijk.Case) string {
	if cs.Owner == "" {
		return ""
	}
	if s, ok := store.Staff.Get(t.Tx, cs.Owner); ok {
		return ", bij " + s.Name
	}
	return ", bij " + cs.Owner
}

// caseNamed finds the case a command is about, and checks that the sender may
// handle it.
func (t *Turn) caseNamed(rest string) (wijk.Case, string, bool) {
	number, text, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.ParseUint(number, 10, 64)
	cs, ok := store.Cases.Get(t.Tx, store.Num(n))
	if err != nil || !ok || !t.mayHandle(&cs) {
		t.Say("Welke zaak? Stuur ZAKEN voor de lijst, en dan bijvoorbeeld NEEM 12.")
		return cs, "", false
	}
	return cs, strings.TrimSpace(text), true
}

// takeCase makes the sender the owner: "neem 12". The second one is told who
// has it.
func (t *Turn) takeCase(rest string) {
	cs, _, ok := t.caseNamed(rest)
	switch {
	case !ok:
		return
	case cs.State == wijk.CaseClosed:
		t.Say(fmt.Sprintf("Zaak %d is al gesloten.", cs.ID))
		return
	case cs.State == wijk.CaseTaken && cs.Owner != t.Staff.ID:
		t.Say(fmt.Sprintf("Zaak %d is al genomen%s.", cs.ID, t.ownerNote(&cs)))
		return
	}
	cs.State, cs.Owner = wijk.CaseTaken, t.Staff.ID
	store.Cases.Put(t.Tx, store.Num(cs.ID), cs)
	text := fmt.Sprintf("Zaak %d is van u: %s.", cs.ID, caseName(cs.Kind))
	if p, ok := store.People.Get(t.Tx, cs.Person); ok {
		text += " " + describe(&p) + "."
		if p.Address != "" {
			text += " Adres: " + p.Address + "."
		}
	} else if cs.Address.Channel == wijk.SMS {
		text += " Nummer: " + cs.Address.To + "."
	}
	notes := cs.Notes
	if len(notes) > 4 { // why it was opened, and the latest
		notes = append(notes[:1:1], notes[len(notes)-3:]...)
	}
	for _, n := range notes {
		text += "\n- " + short(n.Text, maxNote)
	}
	t.Say(text + fmt.Sprintf("\nKlaar? Stuur KLAAR %d en wat u deed.", cs.ID))
}

// finishCase closes a case: "klaar 12 gebeld, het gaat goed". Only a person
// does this for help and urgent.
func (t *Turn) finishCase(rest string) {
	cs, text, ok := t.caseNamed(rest)
	if !ok {
		return
	}
	if cs.State == wijk.CaseClosed {
		t.Say(fmt.Sprintf("Zaak %d is al gesloten.", cs.ID))
		return
	}
	if text == "" {
		text = "Gesloten."
	}
	if cs.Owner == "" {
		cs.Owner = t.Staff.ID
		store.Cases.Put(t.Tx, store.Num(cs.ID), cs)
	}
	t.City.endCase(t.Tx, cs.ID, t.Staff.ID, text, t.Now)
	t.Say(fmt.Sprintf("Zaak %d is gesloten.", cs.ID))
}

// maxNote is how much of a note fits in a message beside others: a list of
// people can be long.
const maxNote = 600

func (t *Turn) pressedCase(ref, act string) {
	if t.Staff == nil || act != "neem" {
		t.expired()
		return
	}
	t.takeCase(ref)
}

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
	if t.M.From.Channel == wijk.Telegram {
		t.release(wijk.Address{Channel: wijk.Telegram, To: strconv.FormatInt(s.Telegram, 10)}, true)
		s.Telegram, _ = strconv.ParseInt(t.M.From.To, 10, 64)
	} else {
		t.release(wijk.Address{Channel: wijk.SMS, To: s.Phone}, true)
		s.Phone = t.M.From.To
	}
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
	if t.M.From.Channel == wijk.Telegram {
		t.release(wijk.Address{Channel: wijk.Telegram, To: strconv.FormatInt(p.Telegram, 10)}, false)
		p.Telegram, _ = strconv.ParseInt(t.M.From.To, 10, 64)
	} else {
		t.release(wijk.Address{Channel: wijk.SMS, To: p.Phone}, false)
		p.Phone = t.M.From.To
	}
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
	if t.M.From.Channel == wijk.Telegram {
		t.Staff.Telegram = 0
	} else {
		t.Staff.Phone = ""
	}
	store.Staff.Put(t.Tx, t.Staff.ID, *t.Staff)
}

// leavePerson takes the address of the sender from the resident who had it:
// questions to one must not be answered by another. Somebody who can be
// reached no more becomes a case when the next question is due.
func (t *Turn) leavePerson(next string) {
	if t.Person == nil || t.Person.ID == next {
		return
	}
	if t.M.From.Channel == wijk.Telegram {
		t.Person.Telegram = 0
	} else {
		t.Person.Phone = ""
	}
	t.savePerson()
}

// release makes an address that somebody had before nobody's.
func (t *Turn) release(a wijk.Address, staff bool) {
	h, ok := store.Holders.Get(t.Tx, a.String())
	if !ok || a == t.M.From {
		return
	}
	if staff {
		h.Staff = ""
	} else {
		h.Person = ""
	}
	store.Holders.Put(t.Tx, a.String(), h)
}
