package flows

import (
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// askAgainAfter is how long nobody is invited twice: "once a year".
const askAgainAfter = 365 * 24 * time.Hour

const (
	// inviteAge is how long an invitation may wait to leave, roundAge one of a
	// round of letters: its reader waits for nothing, and a city has a budget.
	inviteAge = 3 * 24 * time.Hour
	roundAge  = 14 * 24 * time.Hour
	// invitationOpen is how long a typed JA or NEE answers an invitation.
	invitationOpen = 30 * 24 * time.Hour
)

// One step of a sweep looks at no more residents than lookAtOnce and invites no
// more than inviteAtOnce, since who cries for help waits meanwhile; the next
// follows after sweepWait.
const (
	lookAtOnce   = 2000
	inviteAtOnce = 500
	sweepWait    = time.Minute
)

// Outreach invites residents over 70 of the wijken of a round who were not
// asked in the last 365 days. A round that selects by year of birth sends a
// letter first; of any other, whoever has no address stays to be invited. It
// invites the first of them and goes on each minute until all were. A round
// that is still on its way is not begun again.
func (c *City) Outreach(tx *store.Tx, r wijk.Round, now time.Time) (invited int) {
	if _, goes := store.Sweeps.Get(tx, r.ID); goes {
		return 0
	}
	return c.sweep(tx, wijk.Sweep{Round: r, Began: now, Wijken: c.roundWijken(r)}, now)
}

// sweepMore takes the next step of a round of invitations.
func (c *City) sweepMore(tx *store.Tx, round string, now time.Time) {
	if s, ok := store.Sweeps.Get(tx, round); ok {
		c.sweep(tx, s, now)
	}
}

func (c *City) sweep(tx *store.Tx, s wijk.Sweep, now time.Time) (invited int) {
	looked, full := 0, false
	for len(s.Wijken) > 0 && !full {
		for id, p := range store.Over70(tx, s.Wijken[0], s.After) {
			if full = looked == lookAtOnce || invited == inviteAtOnce; full {
				break
			}
			looked++
			s.After = id
			if c.mayInvite(&p, &s.Round, now) {
				c.invite(tx, &p, &s, now)
				invited++
			}
		}
		if !full {
			s.Wijken, s.After = s.Wijken[1:], ""
		}
	}
	s.Invited += invited
	if len(s.Wijken) == 0 {
		store.Sweeps.Delete(tx, s.Round.ID)
		return invited
	}
	store.Sweeps.Put(tx, s.Round.ID, s)
	store.SetTimer(tx, wijk.Timer{Kind: timerSweep, Scope: s.Round.ID, Due: now.Add(sweepWait)})
	return invited
}

// mayInvite reports whether a round asks p. Whoever stopped, objected or died
// is not in the index that a sweep reads.
func (c *City) mayInvite(p *wijk.Person, r *wijk.Round, now time.Time) bool {
	switch {
	case !p.Invited.IsZero() && now.Sub(p.Invited) < askAgainAfter:
		return false
	case !r.Selects():
		return len(p.Addresses()) > 0
	case p.Enrolled() && !r.Enrolled:
		return false // she is asked each day how she is
	}
	return r.Invites(p)
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

// invite begins an invitation: by letter where the round says so and an address
// is known, else by message, and for who has neither as somebody to visit.
func (c *City) invite(tx *store.Tx, p *wijk.Person, s *wijk.Sweep, now time.Time) {
	r := &s.Round
	p.Invited, p.Invitation = now, now.UTC().Format("20060102T150405")
	o := wijk.Outreach{
		Person: p.ID, Ref: p.Invitation, Round: r.ID, Wijk: p.Wijk, At: now, Full: r.Selects(),
		Remind: or(r.RemindDays, remindDays), Deadline: or(r.DeadlineDays, wishDays),
	}
	chats := p.Addresses()
	switch {
	case !o.Full:
		c.askWish(tx, p, &o, chats[0], invitation(r.Text, chats[0].Channel), now)
	case p.Address != "":
		c.post(tx, p, &o, letterInvites, r.Text, now)
		c.nextStep(tx, &o, or(r.WaitDays, waitDays), now)
	case len(chats) > 0:
		c.askWish(tx, p, &o, chats[0], c.wishText("O1", chats[0].Channel), now)
		c.nextStep(tx, &o, o.Remind, now)
	default:
		c.silent(tx, &o, now)
	}
	store.Outreaches.Put(tx, o.Key(), o)
	store.People.Put(tx, p.ID, *p)
}

// or returns n, or what goes for it when it is not set.
func or(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// askWish sends an invitation to one address.
func (c *City) askWish(tx *store.Tx, p *wijk.Person, o *wijk.Outreach, to wijk.Address, text string, now time.Time) {
	age := inviteAge
	if o.Full {
		age = roundAge
	}
	m := wijk.Outgoing{
		Class: wijk.Broadcast, To: to, Text: text, Person: p.ID,
		About: wijk.Subject{Kind: aboutOutreach, Ref: o.Key()}, Due: now, NotAfter: c.awake(now).Add(age), Quiet: true,
	}
	if to.Channel == wijk.Telegram {
		m.Options = []wijk.Option{
			{Label: "Ja", Data: "o" + o.Ref + ".ja"},
			{Label: "Nee", Data: "o" + o.Ref + ".nee"},
		}
	}
	store.Send(tx, m)
	if o.Asked.IsZero() {
		o.Asked = now
	}
}

// wishText is an approved text of the outreach. Telegram has buttons for what
// an SMS asks to be typed.
func (c *City) wishText(id string, ch wijk.Channel) string {
	text := fill(id)
	if ch == wijk.Telegram {
		text = strings.Replace(text, " Stuur JA of NEE.", "", 1)
	}
	return text
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
