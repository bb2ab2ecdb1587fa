package flows

import (
	"slices"
	"strings"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// wantsNoUpdates handles "stop updates": only the news of the wijken ends.
func (t *Turn) wantsNoUpdates() bool {
	ends := t.about("stop", "stoppen") || t.about("geen") && t.about("meer")
	if !t.is("stop volgen", "volg niets") && !(ends && t.about("update", "updates", "nieuws")) {
		return false
	}
	t.City.unfollow(t.Tx, t.M.From)
	t.leave()
	t.Say("U krijgt geen berichten meer uit de wijk. Toch weer? Stuur VOLG en de naam van uw wijk. Gemeente Zoetermeer")
	return true
}

// about reports whether a short message has one of the words in it.
func (t *Turn) about(words ...string) bool {
	return len(t.Words) <= 6 && t.hasAny(words)
}

// hasAny reports whether the message has one of the words in it.
func (t *Turn) hasAny(words []string) bool {
	return slices.ContainsFunc(t.Words, func(w string) bool { return slices.Contains(words, w) })
}

// wantsStop honours every other way to say stop, in this transaction.
func (t *Turn) wantsStop(said reply.Result) bool {
	if said.Label != reply.Stop {
		return false
	}
	byProvider := t.M.From.Channel == wijk.SMS && reply.TwilioStop(t.M.Text)
	if !byProvider && !t.receives() && len(t.Words) > 2 {
		return false // a stranger who writes about stopping something
	}
	keeper := t.keeps() && t.Person == nil
	t.stop()
	switch { // Twilio has answered a STOP of its own, and refuses what we would send
	case byProvider:
	case keeper:
		t.Say(fill("C8"))
	default:
		t.Say(fill("S1", "tel", t.City.Tel))
	}
	return true
}

// receives reports whether the city sends this person anything by itself.
func (t *Turn) receives() bool {
	if t.keeps() || t.Person != nil && (t.Person.CheckIn != nil || t.Person.Invitation != "") {
		return true
	}
	for _, w := range t.City.Map().Wijken() {
		if store.Follows.Has(t.Tx, store.FollowKey(w.Slug, t.M.From)) {
			return true
		}
	}
	return len(t.reports()) > 0 // news of what they reported
}

// stop ends everything the city sends of its own accord, and asks a person to
// call once, without pressure.
func (t *Turn) stop() {
	t.leave()
	t.endKeeping("C5", "")
	t.City.silence(t.Tx, t.M.From, t.Now)
	if t.Person == nil {
		return
	}
	t.each(func() {
		silent := t.City.stop(t.Tx, t.Person, t.M.At, len(t.both) == 0, t.Now)
		page := silent || t.Person.CheckIn != nil && t.Person.CheckIn.HighRisk
		t.openCase(wijk.CaseStop, wijk.Amber, "Heeft gestopt. Bel een keer, zonder aandringen.", page)
	})
}

// stop ends everything the city sends p of its own accord, in this transaction:
// STOP in chat, at the desk, by telephone and on paper all lead here. at is when
// it was said; alive tells that it was p who then spoke. It reports whether a
// check-in ended without a sign of life. Who calls it opens the case by which a
// person calls once.
func (c *City) stop(tx *store.Tx, p *wijk.Person, at time.Time, alive bool, now time.Time) (silent bool) {
	for _, a := range p.Addresses() {
		if h, _ := store.Holders.Get(tx, a.String()); len(h.Also) == 0 && (h.Person == "" || h.Person == p.ID) {
			c.silence(tx, a, now)
			continue
		}
		for key, m := range store.Outbox.Find(tx, "to", a.String()) { // the other goes on
			if m.Person == p.ID && m.Class != wijk.Alarm {
				m.State = wijk.Cancelled
				store.Outbox.Put(tx, key, m)
			}
		}
	}
	for _, a := range append(p.Calls(), wijk.Address{Channel: wijk.Letter, To: p.ID}) {
		store.CancelTo(tx, a)
	}
	if p.Invitation != "" {
		c.Object(tx, p.ID, now) // whoever comes back for check-ins gets no invitation
		p.Objected = now
	}
	p.Stopped, p.Invitation, p.Offer = now, "", nil
	store.People.Put(tx, p.ID, *p)
	store.StopTimer(tx, p.ID, timerOffer, "")
	silent = c.endCheckIns(tx, p, at, alive, now)
	c.partKeepers(tx, p, now)
	return silent
}

// silence cancels what waits for an address, and what it follows.
func (c *City) silence(tx *store.Tx, a wijk.Address, now time.Time) {
	h, _ := store.Holders.Get(tx, a.String())
	h.Stopped = now
	store.Holders.Put(tx, a.String(), h)
	c.unfollow(tx, a)
	store.CancelTo(tx, a)
}

func (c *City) unfollow(tx *store.Tx, a wijk.Address) {
	for _, w := range c.Map().Wijken() {
		if key := store.FollowKey(w.Slug, a); store.Follows.Has(tx, key) {
			store.Follows.Delete(tx, key)
		}
	}
}

// endCheckIn ends the check-in that is open, because no answer is expected
// any more.
func (t *Turn) endCheckIn() { t.City.endCheckIns(t.Tx, t.Person, t.M.At, true, t.Now) }

// endCheckIns ends what is open of p since the day before at. It reports whether
// one of them ended without a sign of life: a letter is none.
func (c *City) endCheckIns(tx *store.Tx, p *wijk.Person, at time.Time, alive bool, now time.Time) (silent bool) {
	day := wijk.DateOf(at.In(c.Zone))
	for _, d := range []wijk.Date{day, day.Add(-1), c.today(now)} {
		ck, ok := store.CheckIns.Get(tx, p.ID+"/"+string(d))
		if !ok || ck.State == wijk.CheckInAnswered || ck.State == wijk.CheckInMissed || ck.State == wijk.CheckInEnded {
			continue
		}
		switch {
		case !ck.LifeSign.IsZero():
		case alive:
			ck.LifeSign = at
			c.wasReached(tx, p.ID, now)
		default:
			silent = true
		}
		ck.State = wijk.CheckInEnded
		rest(tx, &ck)
		c.good(tx, &ck, now)
		store.CheckIns.Put(tx, ck.Key(), ck)
	}
	return silent
}

// addressDied remembers that a provider refuses an address for good. One that
// the person stopped at the provider counts as STOP.
func (c *City) addressDied(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	if m.Class == wijk.Broadcast {
		c.unfollow(tx, m.To) // whoever wants news again, asks again
	}
	if m.Person == "" {
		return
	}
	p, ok := store.People.Get(tx, m.Person)
	if !ok {
		return
	}
	for _, a := range p.Dead {
		if a == m.To {
			return
		}
	}
	p.Dead = append(p.Dead, m.To)
	store.People.Put(tx, p.ID, p)
	if !strings.Contains(m.Error, codeOptedOut) {
		return
	}
	h, _ := store.Holders.Get(tx, m.To.String())
	h.Stopped = now
	store.Holders.Put(tx, m.To.String(), h)
	if p.CheckIn != nil {
		c.openCase(tx, wijk.Case{
			Kind: wijk.CaseStop, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk,
			Notes: []wijk.Note{{At: now, Text: "Heeft SMS van de gemeente geblokkeerd met STOP. Bel een keer."}},
		}, "", now)
	}
}

// codeOptedOut is Twilio's code for a person who sent STOP.
const codeOptedOut = "21610"

// nextAddress sends a message that could not be delivered to the person's next
// address, if there is one.
func (c *City) nextAddress(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	p, ok := store.People.Get(tx, m.Person)
	if !ok || !p.Stopped.IsZero() {
		return
	}
	alive := p
	alive.Dead = nil
	rest := alive.Addresses()
	rest = slices.DeleteFunc(rest[slices.Index(rest, m.To)+1:], func(a wijk.Address) bool { return slices.Contains(p.Dead, a) })
	if len(rest) == 0 {
		return
	}
	to := rest[0]
	next := m
	next.ID, next.To, next.Options, next.Due = 0, to, nil, now
	next.State, next.Attempts, next.ProviderID, next.Error, next.Gone = "", 0, "", "", false
	store.Send(tx, next)
}
