package flows

import (
	"slices"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// wishOpen is how long a typed JA or NEE answers an invitation that began with
// a letter: the reminder is part of it.
const wishOpen = 90 * 24 * time.Hour

// invited takes yes or no to an open invitation, unless a check-in was asked
// later. With an earlier check-in still open a no could be about either, so
// that is asked again.
func (t *Turn) invited(ck *wijk.CheckIn, asked bool) bool {
	p := t.Person
	if p == nil || p.Invitation == "" {
		return false
	}
	since, until := t.invitedFrom()
	if t.M.At.Before(since.Truncate(time.Second)) || t.M.At.After(until) || t.lastAsked().After(since) {
		return false
	}
	switch {
	case asked && t.refuses():
		t.dropInvitation()
		t.inDoubt(ck, "nee op een uitnodiging of op de vraag")
	case dutch.Yes(t.Words) || t.is("graag", "ja graag"):
		t.acceptInvitation()
	case t.refuses():
		t.declineInvitation()
	default:
		return false
	}
	return true
}

// invitedFrom returns since when, and until when, an answer is to the open
// invitation of the sender.
func (t *Turn) invitedFrom() (since, until time.Time) {
	p := t.Person
	if o, ok := store.Outreaches.Get(t.Tx, p.ID+"/"+p.Invitation); ok && o.Full {
		since = slices.MaxFunc([]time.Time{o.At, o.Asked, o.Reminded}, time.Time.Compare)
		return since, since.Add(wishOpen)
	}
	return p.Invited, p.Invited.Add(invitationOpen)
}

// refuses reports whether the words are a no to an invitation. "Niet goed" of
// somebody who is asked each day how it goes is none.
func (t *Turn) refuses() bool {
	if t.Person.Enrolled() && !t.plainNo() {
		return false
	}
	return dutch.No(t.Words) || t.is("nee dank u", "nee bedankt")
}

// dropInvitation forgets an invitation to which the answer is not known.
func (t *Turn) dropInvitation() {
	o := t.outreach()
	t.City.endOutreach(t.Tx, t.Person, &o)
	t.Person.Invitation = ""
	t.savePerson()
	o.Ended = t.Now
	store.Outreaches.Put(t.Tx, o.Key(), o)
}

func (t *Turn) acceptInvitation() {
	o := t.outreach()
	t.wished(&o, wijk.WishTalk)
	if o.Full {
		t.begins(bezoekwens)
		return
	}
	t.Say("Fijn. Een ouderenadviseur belt u om een afspraak te maken. Gemeente Zoetermeer")
}

func (t *Turn) declineInvitation() {
	o := t.outreach()
	t.wished(&o, wijk.WishNone)
	t.Say("Goed. Bedankt voor uw antwoord. Later toch een gesprek? Bel " + t.City.Tel + ". Gemeente Zoetermeer")
}

func (t *Turn) pressedInvitation(ref, act string) {
	switch {
	case t.Person == nil || t.Person.Invitation != ref:
		t.expired()
	case act == "ja":
		if _, until := t.invitedFrom(); t.M.At.After(until) {
			t.Say(fill("O7", "tel", t.City.Tel))
			return
		}
		t.acceptInvitation()
	default:
		t.declineInvitation()
	}
}

// outreach returns the last invitation of the sender, or a new row for somebody
// who comes without one.
func (t *Turn) outreach() wijk.Outreach {
	return t.City.outreachOf(t.Tx, t.Person, t.Now)
}

func (c *City) outreachOf(tx *store.Tx, p *wijk.Person, now time.Time) wijk.Outreach {
	o, ok := latestOutreach(tx, p.ID)
	if last := slices.MaxFunc([]time.Time{o.At, o.Heard}, time.Time.Compare); ok && now.Sub(last) < askAgainAfter {
		return o
	}
	ref := p.Invitation
	if ref == "" {
		ref = now.UTC().Format("20060102T150405")
	}
	return wijk.Outreach{Person: p.ID, Ref: ref, Wijk: p.Wijk, Deadline: wishDays}
}

// wished notes what the sender wants.
func (t *Turn) wished(o *wijk.Outreach, w wijk.Wish) {
	t.City.wished(t.Tx, t.Person, o, w, said{via: string(t.M.From.Channel), on: t.dateOf(0), from: t.M.From}, t.Now)
}

// said is how an answer came.
type said struct {
	via  string
	on   wijk.Date
	from wijk.Address
}

// wished notes what a resident wants, however that was said. A wish becomes a
// task with a deadline; of what somebody wants nothing follows.
func (c *City) wished(tx *store.Tx, p *wijk.Person, o *wijk.Outreach, w wijk.Wish, how said, now time.Time) {
	if o.Heard.IsZero() {
		o.Heard = now
	}
	o.Wish, o.Via, o.On = w, how.via, how.on
	c.endOutreach(tx, p, o)
	switch {
	case w.Wants():
		o.Outcome = ""
		c.wishTask(tx, p, o, wishNotes[w], how.from, now)
	case w == wijk.WishNone && o.Needs.IsZero():
		o.Outcome = wijk.NoVisitWanted
		if o.Case != 0 {
			c.endCase(tx, o.Case, "", "Wil toch niets.", now)
		}
	}
	store.Outreaches.Put(tx, o.Key(), *o)
}

// wishNotes are what the task of a wish says. There are no other words in it.
var wishNotes = map[wijk.Wish]string{
	wijk.WishTalk: "Wil graag een gesprek.", wijk.WishVisit: "Wens: bezoek thuis.", wijk.WishWalk: "Wens: samen wandelen.",
	wijk.WishCall: "Wens: gebeld worden.", wijk.WishDesk: "Wens: naar de servicebalie.",
}

// wishTask opens the task of a resident, or adds to the one that is open. o is
// not stored.
func (c *City) wishTask(tx *store.Tx, p *wijk.Person, o *wijk.Outreach, note string, from wijk.Address, now time.Time) {
	o.Case = c.openCase(tx, wijk.Case{
		Kind: wijk.CaseOutreach, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk, Address: from,
		Notes: []wijk.Note{{At: now, Text: note}},
	}, "", now)
	c.dueIn(tx, o.Case, or(o.Deadline, wishDays), now)
}

// dueIn gives a task its last day, unless it has one.
func (c *City) dueIn(tx *store.Tx, number uint64, days int, now time.Time) {
	cs, ok := store.Cases.Get(tx, store.Num(number))
	if !ok || cs.Due.After(now) {
		return
	}
	cs.Due = wijk.DateOf(c.Calendar.AddWorkdays(now.In(c.Zone), days)).At(officeUntil, 0, c.Zone)
	store.Cases.Put(tx, store.Num(number), cs)
	store.SetTimer(tx, wijk.Timer{Kind: timerWish, Scope: caseScope(number), Due: cs.Due})
}

// answered70 notes the answer to one of the four questions. Whoever needs help
// gets a task.
func (c *City) answered70(tx *store.Tx, p *wijk.Person, o *wijk.Outreach, key, answer string, how said, now time.Time) {
	if answer == "" {
		return // skipped
	}
	answers := make(map[string]string, len(o.Answers)+1)
	for k, v := range o.Answers {
		answers[k] = v
	}
	answers[key] = answer
	o.Answers = answers
	if o.Heard.IsZero() { // a strip without a wish
		o.Heard, o.Via, o.On = now, how.via, how.on
		c.endOutreach(tx, p, o)
	}
	switch {
	case key == wijk.AskHelp && answer != wijk.SaidNo:
		if o.Needs.IsZero() {
			o.Needs = now
		}
		c.wishTask(tx, p, o, "Heeft hulp nodig: "+saidNames[answer]+".", how.from, now)
	case key == wijk.AskCall && answer == wijk.SaidNo && o.Case != 0:
		c.addNote(tx, o.Case, "Wil niet gebeld worden.", now)
	}
	store.Outreaches.Put(tx, o.Key(), *o)
}

var saidNames = map[string]string{wijk.SaidYes: "ja", wijk.SaidNo: "nee", wijk.SaidSometimes: "soms"}

// OutreachOutcome notes what came of the task of a wish, and closes it. A task
// of somebody who turns out to want help stays open with a new last day. It
// reports whether it closed.
func (c *City) OutreachOutcome(tx *store.Tx, number uint64, code wijk.OutreachCode, by string, now time.Time) (closed bool) {
	cs, ok := store.Cases.Get(tx, store.Num(number))
	if !ok || cs.State == wijk.CaseClosed {
		return false
	}
	if o, ok := latestOutreach(tx, cs.Person); ok && cs.Person != "" {
		c.came(tx, &o, code, now)
	}
	if code != wijk.HelpWanted {
		c.endCase(tx, number, by, codeNames[code]+".", now)
		return true
	}
	cs.Notes = append(cs.Notes, wijk.Note{At: now, By: by, Text: codeNames[code] + "."})
	cs.Due = time.Time{}
	store.Cases.Put(tx, store.Num(number), cs)
	c.dueIn(tx, number, wishDays, now)
	return false
}

// came notes a code on an invitation.
func (c *City) came(tx *store.Tx, o *wijk.Outreach, code wijk.OutreachCode, now time.Time) {
	o.Outcome = code
	if code != wijk.NotReached && o.Heard.IsZero() {
		o.Heard, o.Via, o.On = now, "staff", wijk.DateOf(now.In(c.Zone))
		if p, ok := store.People.Get(tx, o.Person); ok {
			c.endOutreach(tx, &p, o)
		}
	}
	if code == wijk.HelpWanted && o.Needs.IsZero() {
		o.Needs = now
	}
	if (code == wijk.VisitDone || code == wijk.HelpStarted) && o.Offered.IsZero() {
		o.Offered = now
	}
	if code == wijk.HelpStarted && o.TakenUp.IsZero() {
		o.TakenUp = now
	}
	store.Outreaches.Put(tx, o.Key(), *o)
}

// codeNames are the codes as staff read and type them.
var codeNames = map[wijk.OutreachCode]string{
	wijk.NoVisitWanted: "geen bezoek", wijk.VisitDone: "bezocht", wijk.HelpWanted: "hulp nodig",
	wijk.HelpStarted: "hulp gestart", wijk.NotReached: "niet bereikt",
}
