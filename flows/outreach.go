package flows

import (
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// askAgainAfter is how long nobody is invited twice: "once a year".
const askAgainAfter = 365 * 24 * time.Hour

// inviteAge is how long an invitation may wait to leave.
const inviteAge = 3 * 24 * time.Hour

// invitationOpen is how long a typed JA or NEE answers an invitation.
const invitationOpen = 30 * 24 * time.Hour

// Outreach invites residents over 70 of the wijken who were not asked in the
// last 365 days. Whoever has no address is for the letter, which is not here
// yet, and stays to be invited.
func (c *City) Outreach(tx *store.Tx, r wijk.Round, now time.Time) (invited int) {
	for _, slug := range c.roundWijken(r) {
		for id, p := range store.People.Find(tx, "over70", slug) {
			all := p.Addresses()
			if len(all) == 0 || !p.Invited.IsZero() && now.Sub(p.Invited) < askAgainAfter {
				continue
			}
			c.invite(tx, &p, all[0], r, now)
			store.People.Put(tx, id, p)
			invited++
		}
	}
	return invited
}

func (c *City) roundWijken(r wijk.Round) []string {
	if len(r.Wijken) > 0 {
		return r.Wijken
	}
	var all []string
	for _, w := range c.Map().Wijken() {
		all = append(all, w.Slug)
	}
	return append(all, "") // and those whose wijk is not known
}

func (c *City) invite(tx *store.Tx, p *wijk.Person, to wijk.Address, r wijk.Round, now time.Time) {
	p.Invited, p.Invitation = now, now.UTC().Format("20060102T150405")
	m := wijk.Outgoing{
		Class: wijk.Broadcast, To: to, Text: invitation(r.Text, to.Channel), Person: p.ID,
		About: wijk.Subject{Kind: aboutOutreach, Ref: r.ID}, Due: now, NotAfter: c.awake(now).Add(inviteAge), Quiet: true,
	}
	if to.Channel == wijk.Telegram {
		m.Options = []wijk.Option{
			{Label: "Ja", Data: "o" + p.Invitation + ".ja"},
			{Label: "Nee", Data: "o" + p.Invitation + ".nee"},
		}
	}
	store.Send(tx, m)
}

// invitation completes the text of a round: how to answer, who writes, and how
// to stop, unless it says so itself.
func invitation(text string, ch wijk.Channel) string {
	lower := strings.ToLower(text)
	if ch == wijk.SMS && !(strings.Contains(lower, "ja") && strings.Contains(lower, "nee")) {
		text += " Stuur JA of NEE."
	}
	if !strings.Contains(lower, "stop") {
		text += " Stoppen? Stuur STOP."
	}
	if !strings.Contains(lower, "gemeente") {
		text += " Gemeente Zoetermeer"
	}
	return text
}

// invited takes yes or no to an open invitation, unless a check-in was asked
// later. With an earlier check-in still open a no could be about either, so
// that is asked again.
func (t *Turn) invited(ck *wijk.CheckIn, asked bool) bool {
	p := t.Person
	if p == nil || p.Invitation == "" || t.M.At.Before(p.Invited.Truncate(time.Second)) ||
		t.M.At.Sub(p.Invited) > invitationOpen || t.lastAsked().After(p.Invited) {
		return false
	}
	switch {
	case asked && (dutch.No(t.Words) || t.is("nee dank u", "nee bedankt")):
		p.Invitation = ""
		t.savePerson()
		t.inDoubt(ck, "nee op een uitnodiging of op de vraag")
	case dutch.Yes(t.Words) || t.is("graag", "ja graag"):
		t.acceptInvitation()
	case dutch.No(t.Words) || t.is("nee dank u", "nee bedankt"):
		t.declineInvitation()
	default:
		return false
	}
	return true
}

func (t *Turn) acceptInvitation() {
	t.Person.Invitation = ""
	t.savePerson()
	t.openCase(wijk.CaseOutreach, wijk.Amber, "Wil graag een gesprek.", false)
	t.Say("Fijn. Een ouderenadviseur belt u om een afspraak te maken. Gemeente Zoetermeer")
}

func (t *Turn) declineInvitation() {
	t.Person.Invitation = ""
	t.savePerson()
	t.Say("Goed. Bedankt voor uw antwoord. Later toch een gesprek? Bel " + t.City.Tel + ". Gemeente Zoetermeer")
}

func (t *Turn) pressedInvitation(ref, act string) {
	switch {
	case t.Person == nil || t.Person.Invitation != ref:
		t.expired()
	case act == "ja":
		t.acceptInvitation()
	default:
		t.declineInvitation()
	}
}
