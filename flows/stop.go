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
	return len(t.Words) <= 6 && slices.ContainsFunc(t.Words, func(w string) bool { return slices.Contains(words, w) })
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
	t.silence(t.M.From)
	if t.Person == nil {
		return
	}
	for _, a := range t.Person.Addresses() {
		t.silence(a)
	}
	if t.Person.Invitation != "" {
		t.City.Object(t.Tx, t.Person.ID, t.Now) // whoever comes back for check-ins gets no invitation
		t.Person.Objected = t.Now
	}
	t.Person.Stopped, t.Person.Invitation = t.Now, ""
	t.savePerson()
	t.endCheckIn()
	t.City.partKeepers(t.Tx, t.Person, t.Now)
	t.openCase(wijk.CaseStop, wijk.Amber, "Heeft gestopt. Bel een keer, zonder aandringen.", false)
}

// silence cancels what waits for an address, and what it follows.
func (t *Turn) silence(a wijk.Address) {
	h, _ := store.Holders.Get(t.Tx, a.String())
	h.Stopped = t.Now
	store.Holders.Put(t.Tx, a.String(), h)
	t.City.unfollow(t.Tx, a)
	store.CancelTo(t.Tx, a)
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
func (t *Turn) endCheckIn() {
	day := wijk.DateOf(t.M.At.In(t.City.Zone))
	for _, d := range []wijk.Date{day, day.Add(-1), wijk.DateOf(t.Now)} {
		ck, ok := store.CheckIns.Get(t.Tx, t.Person.ID+"/"+string(d))
		if !ok || ck.State == wijk.CheckInAnswered || ck.State == wijk.CheckInMissed || ck.State == wijk.CheckInEnded {
			continue
		}
		if ck.LifeSign.IsZero() {
			ck.LifeSign = t.M.At
			t.wasReached()
		}
		ck.State = wijk.CheckInEnded
		rest(t.Tx, &ck)
		t.City.good(t.Tx, &ck, t.Now)
		store.CheckIns.Put(t.Tx, ck.Key(), ck)
	}
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
