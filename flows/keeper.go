package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// keeperAnswerAge is how long somebody who was named may take to say yes.
const keeperAnswerAge = 14 * 24 * time.Hour

// keeperKept is how long the name and number are kept of one who ended it.
const keeperKept = 30 * 24 * time.Hour

// What the timer of a keeper is for, in front of the number; without, it is of
// an appeal.
const (
	scopeInvited = "C1/"
	scopeDrop    = "drop/"
)

// cannotKeep tells why somebody cannot be named as a keeper of p, empty when
// that can be, or when nobody is named.
func cannotKeep(p *wijk.Person, k wijk.Keeper) string {
	chosen := 0
	for _, o := range p.Contacts {
		if o.Ended.IsZero() {
			chosen++
		}
	}
	old := p.Keeper(k.Phone)
	switch {
	case k.Name == "":
		return ""
	case k.Phone == p.Phone || k.Phone == p.Landline:
		return "Dit contact heeft het nummer van de bewoner zelf. Kies iemand anders."
	case old != nil && !old.Ended.IsZero():
		return k.Name + " deed niet meer mee als contactpersoon. Kies iemand anders."
	case old == nil && chosen >= wijk.MostKeepers:
		return fmt.Sprintf("Er zijn al %d contactpersonen. Haal er eerst een weg.", chosen)
	}
	return ""
}

// nameKeeper adds somebody to the keepers of p, who is invited once p is stored and
// given to store.HoldKeepers. It reports whether that is somebody new: who is
// one already stays as asked and as agreed.
func nameKeeper(p *wijk.Person, k wijk.Keeper) bool {
	if p.Keeper(k.Phone) != nil {
		return false
	}
	k.Name, k.Chat = firstOf(quotable(k.Name, wijk.SMS), maxKeeperName), true
	p.Contacts = append(slices.Clone(p.Contacts), k)
	return true
}

// inviteKeepers asks the keepers of a person who were named and not asked yet.
func (c *City) inviteKeepers(tx *store.Tx, person string, now time.Time) {
	p, ok := store.People.Get(tx, person)
	if !ok || !p.Enrolled() {
		return
	}
	p.Contacts = slices.Clone(p.Contacts)
	for i := range p.Contacts {
		if k := &p.Contacts[i]; k.Agreed == "" && k.Invited.IsZero() && k.Ended.IsZero() {
			c.inviteKeeper(tx, &p, k, now)
		}
	}
	store.People.Put(tx, p.ID, p)
}

// inviteKeeper asks one, whose JA alone makes a keeper. Whoever can get no text
// is for staff to call.
func (c *City) inviteKeeper(tx *store.Tx, p *wijk.Person, k *wijk.Keeper, now time.Time) {
	k.Invited = now
	store.HoldKeeper(tx, k.Phone, p.ID, true)
	if !k.TakesSMS() || silent(tx, k.Phone) {
		c.keeperCase(tx, p, keeperOf(p, k.Phone)+" kan geen sms krijgen. Bel zelf of dit mag.", now)
		return
	}
	store.Send(tx, wijk.Outgoing{
		Class: wijk.Check, To: k.Address(), Text: keeperText("C1", p, "tel", c.Tel), Quiet: true,
		About: wijk.Subject{Kind: aboutKeeper, Ref: scopeInvited + p.ID + "/" + k.Phone},
		Due:   now, NotAfter: c.awake(now).Add(inviteAge),
	})
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerKeeper, Scope: scopeInvited + k.Phone, Due: now.Add(keeperAnswerAge)})
}

// silent reports whether nothing may be asked of a number: it sent STOP, or
// was shut out because of abuse.
func silent(tx *store.Tx, phone string) bool {
	h, _ := store.Holders.Get(tx, wijk.Address{Channel: wijk.SMS, To: phone}.String())
	return !h.Stopped.IsZero() || !h.Blocked.IsZero()
}

// keeperText fills a text for a keeper of p. It holds the name of p and nothing
// else that is known of p.
func keeperText(id string, p *wijk.Person, pairs ...string) string {
	name := nameFor(p.Name, wijk.SMS)
	if name == "" {
		name = "Uw naaste"
		if !strings.HasPrefix(templates[id].text, "{naam") {
			name = "uw naaste"
		}
	}
	return fill(id, append(pairs, "naamc", name, "naam", name)...)
}

// keeperName is what a keeper is called in a text for p.
func keeperName(k *wijk.Keeper, ch wijk.Channel) string {
	return cmp.Or(nameFor(k.Name, ch), "Uw contact")
}

// keeperLine names a keeper to staff.
func keeperLine(k *wijk.Keeper) string { return k.Name + " (" + k.Phone + ")" }

// keeperOf names the keeper of p with a number, removed since or not.
func keeperOf(p *wijk.Person, phone string) string {
	if k := p.Keeper(phone); k != nil {
		return "Contactpersoon " + keeperLine(k)
	}
	return "Contactpersoon " + phone
}

// tellOfKeeper tells p, and nobody else, what became of a keeper. Somebody who can
// get no text hears it from staff.
func (c *City) tellOfKeeper(tx *store.Tx, p *wijk.Person, k *wijk.Keeper, id string, now time.Time) {
	all := p.Addresses()
	if len(all) == 0 || !p.Stopped.IsZero() {
		if p.Stopped.IsZero() {
			c.keeperCase(tx, p, "Vertel dit aan de bewoner over "+keeperLine(k)+": "+templates[id].use+".", now)
		}
		return
	}
	store.Send(tx, wijk.Outgoing{
		Class: wijk.Reply, To: all[0], Text: fill(id, "contact", keeperName(k, all[0].Channel), "tel", c.Tel),
		Person: p.ID, Due: now, NotAfter: c.awake(now).Add(inviteAge), Quiet: true,
	})
}

// keeperCase puts something about the keepers of p on the list of staff.
func (c *City) keeperCase(tx *store.Tx, p *wijk.Person, text string, now time.Time) {
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseQuestion, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk,
		Notes: []wijk.Note{{At: now, Text: text}},
	}, "", now)
}

// endKeeper ends that somebody is asked about p, at once. id is what p hears,
// why what staff reads; both may be empty. Whoever was asked about today is
// followed by the next.
func (c *City) endKeeper(tx *store.Tx, p *wijk.Person, phone, id, why string, now time.Time) {
	p.Contacts = slices.Clone(p.Contacts)
	k := p.Keeper(phone)
	if k == nil || !k.Ended.IsZero() {
		return
	}
	k.Ended = now
	store.StopTimer(tx, p.ID, timerKeeper, scopeInvited+phone)
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerKeeper, Scope: scopeDrop + phone, Due: now.Add(keeperKept)})
	store.CancelAbout(tx, wijk.Subject{Kind: aboutKeeper, Ref: scopeInvited + p.ID + "/" + phone})
	store.People.Put(tx, p.ID, *p)
	if id != "" {
		c.tellOfKeeper(tx, p, k, id, now)
	}
	left := slices.ContainsFunc(p.Contacts, func(k wijk.Keeper) bool { return k.Willing() || k.Waits() })
	switch {
	case why != "":
		c.keeperCase(tx, p, keeperOf(p, phone)+" "+why, now)
	case !left:
		c.keeperCase(tx, p, keeperOf(p, phone)+" is gestopt. Er is nu geen contactpersoon meer.", now)
	}
	for _, a := range appealsOf(tx, p.ID, c.today(now)) {
		if a.Phone == phone && a.Open() {
			c.refused(tx, a, p, wijk.AppealUnheard, "is geen contactpersoon meer", now)
		}
	}
}

// dropKeeper forgets who a keeper was.
func (c *City) dropKeeper(tx *store.Tx, p *wijk.Person, phone string, now time.Time) {
	for _, scope := range []string{scopeInvited, scopeDrop} {
		store.StopTimer(tx, p.ID, timerKeeper, scope+phone)
	}
	p.Part(phone, c.today(now))
	store.People.Put(tx, p.ID, *p)
	store.HoldKeeper(tx, phone, p.ID, false)
}

func (c *City) today(now time.Time) wijk.Date { return wijk.DateOf(now.In(c.Zone)) }

// keeperDue does what the timer of a keeper was set for. late is how long ago
// it was due.
func (c *City) keeperDue(tx *store.Tx, person, scope string, now time.Time, late time.Duration) {
	p, ok := store.People.Get(tx, person)
	if !ok {
		return
	}
	if phone, ok := strings.CutPrefix(scope, scopeInvited); ok {
		if k := p.Keeper(phone); k != nil && k.Waits() {
			c.endKeeper(tx, &p, phone, "C4", "gaf binnen 14 dagen geen antwoord op de uitnodiging.", now)
		}
		return
	}
	if phone, ok := strings.CutPrefix(scope, scopeDrop); ok {
		if k := p.Keeper(phone); k != nil && !k.Ended.IsZero() {
			c.dropKeeper(tx, &p, phone, now)
		}
		return
	}
	c.appealDue(tx, &p, scope, now, late)
}

// keeperSettled follows the fate of an invitation, or of a question about
// somebody: what does not arrive is no answer, and the next one is asked.
func (c *City) keeperSettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	if ref, ok := strings.CutPrefix(m.About.Ref, scopeInvited); ok {
		person, phone, _ := strings.Cut(ref, "/")
		p, ok := store.People.Get(tx, person)
		if k := p.Keeper(phone); ok && k != nil && k.Waits() && (m.State == wijk.Failed || m.State == wijk.Expired) {
			c.endKeeper(tx, &p, phone, "C13", "is niet bereikt: de uitnodiging kwam niet aan. Mag er sms naar dit nummer?", now)
		}
		return
	}
	a, ok := store.Appeals.Get(tx, m.About.Ref)
	if !ok || m.ID != a.Question || a.Told != "" {
		return
	}
	p, ok := store.People.Get(tx, a.Person)
	if !ok {
		return
	}
	switch m.State {
	case wijk.Sent, wijk.Delivered:
		c.appealHeard(tx, &a, &p, m, now)
	case wijk.Failed, wijk.Expired:
		c.appealLost(tx, &a, &p, m, now)
	}
}

// keepersFor tells staff who is to be asked about p, and whether they agreed.
func keepersFor(p *wijk.Person) string {
	var all []string
	for i := range p.Contacts {
		k := &p.Contacts[i]
		state := "nog niet gevraagd"
		switch {
		case !k.Ended.IsZero():
			state = "doet niet meer mee"
		case k.Agreed != "" && !k.TakesSMS():
			state = "vaste telefoon, zelf bellen"
		case k.Agreed != "":
			state = "doet mee"
		case k.Waits():
			state = "heeft nog niet geantwoord"
		}
		all = append(all, k.Name+" "+k.Phone+" ("+state+")")
	}
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf(" Contactpersonen: %s.", strings.Join(all, ", "))
}
