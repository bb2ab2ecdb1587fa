package flows

import (
	"sync/atomic"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A City is what the conversations know about the city they are held in. Set
// its fields before first use; SetMap may be called at any time.
type City struct {
	Zone *time.Location
	// Tel is the number of the municipality, HAP that of the GP out of hours
	// (empty when it is not known), as residents read them.
	Tel string
	// RealTime says that the clock is not one that somebody moves on purpose:
	// a step that comes late then does so because we were not there.
	RealTime bool
	HAP      string
	// Code makes the code of six digits by which somebody proves that a number
	// is theirs; nil takes one that nobody can guess.
	Code func() string
	// Calendar is when the offices work, Mandates what each role may spend on
	// one report, in euro cents; nil takes the defaults.
	Calendar dutch.Calendar
	Mandates map[wijk.Role]int64
	// BackOffice is what staff call the system to which reports are handed
	// over; empty when there is none.
	BackOffice string
	// Canaries are telephones and accounts of the operator's own that answer by
	// themselves; see AskCanaries.
	Canaries []wijk.Address

	wijken atomic.Pointer[wijk.Map]
	flows  []*Flow
}

// New returns the city with its built-in map and numbers.
func New(zone *time.Location) *City {
	c := &City{Zone: zone, Tel: "14 079"}
	c.wijken.Store(wijk.Coarse())
	c.flows = []*Flow{
		menu,
		mijnMeldingen, volg, antwoord, medewerker,
		update, pauze,
		werkKlaar, werkNiet, werkPlan, werkVraag, werkHeropen, werkExtern, werkSoort, werkSplits, werkVoeg, werkOpenbaar, werkNotitie, werkWelke, werkFoto,
		woorden, eigen, nieuwNummer, inschrijven,
		bezoekwens,
		erbij, vraagBij, antwoordBij, bedoeld, intrekken, watMis, nietOpgelost, kanaal, vergeet, wijkschouw, werkAntwoord,
		zaakKlaar, zaakGebeld, zaakGeef, overWie, vanWie,
		melding, nog, // last: words of the others win
	}
	return c
}

// Map returns the map in use.
func (c *City) Map() *wijk.Map { return c.wijken.Load() }

// SetMap replaces the map, for every message from now on.
func (c *City) SetMap(m *wijk.Map) { c.wijken.Store(m) }

// flow returns the flow of a name, nil for one that no longer exists: a
// conversation may be older than the program.
func (c *City) flow(name string) *Flow {
	for _, f := range c.flows {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Fire does what a timer was set for. Unknown kinds are of an older program
// and do nothing.
func (c *City) Fire(tx *store.Tx, t wijk.Timer, now time.Time) {
	switch t.Kind {
	case timerLadder:
		c.climb(tx, t.Person, wijk.Date(t.Scope), now, now.Sub(t.Due))
	case timerUnclear:
		c.stillUnclear(tx, t.Person, wijk.Date(t.Scope), now)
	case timerUnsent:
		c.stillUnsent(tx, t.Person, wijk.Date(t.Scope), now)
	case timerBrake:
		c.judgeWave(tx, t.Scope, now)
	case timerSilence, timerHeld:
		c.fireSilence(tx, t, now)
	case timerUpdate:
		c.sendUpdate(tx, t.Scope, now)
	case timerPage, timerMore:
		c.fireCase(tx, t, now)
	case timerSecond:
		c.secondLate(tx, t.Scope, now)
	case timerLook:
		c.visitLate(tx, t.Scope, now)
	case timerHand:
		c.handLate(tx, t.Scope, now)
	case timerBack, timerAway, timerUndated:
		c.firePause(tx, t, now)
	case timerRecent:
		c.forgetRecent(tx, t.Person, now)
	case timerWords:
		c.dropWords(tx, t.Person, now)
	case timerKey:
		c.noKey(tx, t.Person, wijk.Date(t.Scope), now)
	case timerOffer:
		c.offerWaits(tx, t.Person, now)
	case timerAnswer:
		c.noAnswer(tx, t.Scope, now)
	case timerOutside:
		c.outsideOver(tx, t.Scope, now)
	case timerHandover:
		c.handoverStuck(tx, t.Scope, now)
	case timerPhoto:
		c.forgetTaken(tx, t.Scope)
	case timerWalk:
		c.remindWalk(tx, t.Scope, now)
	case timerSweep:
		c.sweepMore(tx, t.Scope, now)
	case timerOutreach:
		c.outreachStep(tx, t.Person, t.Scope, now)
	case timerVisit:
		c.visitTomorrow(tx, t.Person, t.Scope, now)
	case timerWish:
		c.wishOverdue(tx, t.Scope, now)
	case timerVote, timerNews, timerAsk, timerLetter, timerForget:
		c.fireReport(tx, t, now)
	case timerCanary:
		c.canaryLate(tx, wijk.Channel(t.Scope), now, now.Sub(t.Due))
	case timerKeeper, wijk.TimerKeepers:
		c.fireKeeper(tx, t, now)
	case wijk.TimerMoved:
		c.askMoved(tx, t.Person, wijk.Date(t.Scope), now)
	}
}

// fireCase fires a timer about a case of which those on duty are told.
func (c *City) fireCase(tx *store.Tx, t wijk.Timer, now time.Time) {
	if t.Kind == timerPage {
		c.notTaken(tx, t.Scope, now)
		return
	}
	c.moreWaits(tx, t.Scope, now)
}

// fireKeeper fires a timer about those around somebody.
func (c *City) fireKeeper(tx *store.Tx, t wijk.Timer, now time.Time) {
	if t.Kind == timerKeeper {
		c.keeperDue(tx, t.Person, t.Scope, now, now.Sub(t.Due))
		return
	}
	c.inviteKeepers(tx, t.Person, now)
}

// The kinds of timer.
const (
	timerLadder  = "ladder"  // the next step for a check-in without an answer
	timerUnclear = "unclear" // half an hour after an unclear answer
	timerUnsent  = "unsent"  // a question that no provider has accepted yet
	timerBrake   = "brake"   // is a whole wave failing?
	timerSilence = "silence" // are too many of a wave silent?
	timerHeld    = "held"    // a wave is held for long
	timerUpdate  = "update"  // an update leaves
	timerPage    = "page"    // nobody took a case that was called for
	timerMore    = "more"    // cries in an open case of which nobody was told yet
	timerBack    = "back"    // the day before a pause ends
	timerAway    = "away"    // a pause begins
	timerUndated = "undated" // the end of a pause was asked, and not told
	timerWords   = "words"   // words that may be kept for a day only
	timerRecent  = "recent"  // the words of the last two minutes go
	timerKey     = "key"     // a call that was to bring a key brought none
	timerOffer   = "offer"   // no answer yet whether somebody wants check-ins
	timerAnswer  = "answer"  // the reporter did not answer our question

	timerCanary   = "canary"      // did a canary answer?
	timerKeeper   = "keeper"      // a keeper does not answer, or brings no outcome
	timerOutside  = "outside"     // an outside party was silent too long
	timerHandover = "handover"    // the back office does nothing with a report
	timerPhoto    = "photo"       // nobody said whether the place of a photo may be used
	timerVote     = "vote"        // ask once more whether it is solved
	timerNews     = "news"        // tell who handles a report what reporters added
	timerAsk      = "ask"         // did anybody answer the reporter?
	timerWalk     = "walk"        // what of a wijkschouw was not sent yet
	timerForget   = "forget"      // somebody's data goes, step by step
	timerSweep    = "sweep"       // a round of invitations goes on
	timerOutreach = "outreach"    // the next step of an invitation
	timerWish     = "wish"        // the days for a wish are over
	timerVisit    = "appointment" // the day before an appointment
	timerLetter   = "letter"      // the postal addresses of a closed report go
)

// Settled tells what became of an outgoing message: accepted, delivered,
// failed, expired, in doubt, or refused for now (queued again). It may be told
// the same more than once.
func (c *City) Settled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	switch m.To.Channel {
	case wijk.BackOffice:
		c.handoverSettled(tx, m, now)
		return
	case wijk.Letter:
		c.letterSettled(tx, m, now)
		return
	}
	if m.State == wijk.Failed && m.Gone && (m.To.Channel != wijk.Voice || m.Error != noSender) {
		c.addressDied(tx, m, now)
	}
	if m.State == wijk.Queued && c.unwanted(tx, m) {
		m.State = wijk.Cancelled
		store.Outbox.Put(tx, store.Num(m.ID), m)
		if ck, ok := store.CheckIns.Get(tx, m.About.Ref); ok && m.About.Kind == aboutCheckIn {
			c.good(tx, &ck, now) // its wave waits for it no more
			store.CheckIns.Put(tx, ck.Key(), ck)
		}
		return
	}
	switch m.About.Kind {
	case aboutCheckIn:
		c.questionSettled(tx, m, now)
	case aboutPage:
		c.pageSettled(tx, m, now)
	case aboutVisit:
		c.visitSettled(tx, m, now)
	case aboutWmo:
		c.wmoSettled(tx, m, now)
	case aboutKeeper:
		c.keeperSettled(tx, m, now)
	case aboutCanary:
		c.canarySettled(tx, m, now)
	case aboutWork:
		c.workSettled(tx, m, now)
	case aboutReport, aboutOutreach, aboutOffer:
		if m.State == wijk.Failed && m.Gone && !c.tellBack(tx, m, now) {
			c.nextAddress(tx, m, now)
		}
	}
}

// noSender is the cause of a failure when a channel is off: the telephone of
// somebody does not die of that.
const noSender = "no sender"

// What an outgoing message can be about.
const (
	aboutCheckIn  = "checkin"
	aboutPage     = "page"
	aboutReport   = "report"
	aboutUpdate   = "update"
	aboutOutreach = "outreach"
	// aboutAppointment is for the resident: who comes to visit.
	aboutAppointment = "appointment"
	aboutKeeper      = "keeper"
	aboutCanary      = "canary"
	// aboutDeadlines is for staff: which reports are late.
	aboutDeadlines = "deadlines"
	aboutHandover  = "handover"
	// aboutWork is for staff about a report, aboutParty for an outside party.
	aboutWork  = "work"
	aboutParty = "party"
)

// unwanted reports whether a message that was refused for now must not be tried
// again: its reader stopped, or answered, while it was being sent.
func (c *City) unwanted(tx *store.Tx, m wijk.Outgoing) bool {
	if m.Class != wijk.Check && m.Class != wijk.Broadcast {
		return false
	}
	if h, _ := store.Holders.Get(tx, m.To.String()); !h.Stopped.IsZero() {
		return true
	}
	if m.About.Kind == aboutKeeper {
		a, ok := store.Appeals.Get(tx, m.About.Ref)
		return ok && a.Told != ""
	}
	ck, ok := store.CheckIns.Get(tx, m.About.Ref)
	return m.About.Kind == aboutCheckIn && ok && (ck.State == wijk.CheckInAnswered || ck.State == wijk.CheckInEnded)
}
