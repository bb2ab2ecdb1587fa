package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The ladder in plain language. What follows when a question is not answered,
// counted from the moment that a provider accepted it:
//
//  1. Standard: asked again after 45 minutes, or after her own usual time to
//     answer (15 minutes to 2 hours, see rhythm.go); after 90 minutes once more,
//     on her second channel if she has one, with what will follow and when.
//     After 120 and 130 minutes we call her, her mobile first, then her landline.
//     After 120 minutes a person sees her on the list (amber). After 150 and 170
//     minutes a keeper is asked. After 180 minutes she is red: those on duty are
//     called until somebody takes her on.
//  2. Fragile: 20 and 40 minutes; calls after 55 and 60; amber after 55; keepers
//     after 70 and 85; red after 90.
//  3. Light, weekly: after 3 hours, and again after 23; amber after 24 hours. No
//     calls and no keepers: a person decides what follows. When the offices are
//     closed by then, those on duty are called.
//  4. Who is asked by telephone is called a second time after 10 minutes, before
//     these times begin to count.
//  5. Not delivered is not "no answer": the same question goes to the next
//     address at once, by text before by telephone. Only when none is left a
//     person looks. A call that nobody picks up is "no answer". A call that was
//     picked up is no sign of life: only a key that is pressed is.
//  6. Any clear answer ends all of it. An unclear one is a sign of life: it is
//     asked once more, and without a clear answer a person looks (amber). Any
//     other message from her is a sign of life and no answer: she is asked on
//     and a person looks, but no keeper is asked and she never becomes red.
//     "Alles goed" in Telegram before the question is the answer of that day; by
//     SMS, of which the sender can be forged, the question is still asked.
//  7. Nobody goes to her door because of a timer: a person decides that.
//  8. A step that is late because of us is taken late, and those after it keep
//     their distance; before anybody is called, answers get ten minutes to come
//     in. Of a wave of which too many are silent, only one incident is told (see
//     outage.go): calls, keepers and red wait until it is over.

// A rung is one step of a ladder: how long after the question it comes and
// what happens then. The id of a text asks once more; a severity puts the
// person on the worklist.
type rung struct {
	after time.Duration
	step  string
}

// The steps that are no text and no severity.
const (
	// stepAgain is the second call to somebody who is asked by telephone.
	stepAgain = "again"
	stepVoice = "voice"
)

// asks reports whether the step only asks her once more, by text.
func (r rung) asks() bool { return r.step == "D2" || r.step == "D3" }

type rungs []rung

// The ladders, by profile, in order of time. To add a kind of step, add a rung
// here and a case in take and, when it is not for everybody, in applies.
var ladders = map[string]rungs{
	"standard": {
		{0, stepAgain},
		{45 * time.Minute, "D2"},
		{90 * time.Minute, "D3"},
		{120 * time.Minute, stepVoice},
		{120 * time.Minute, wijk.Amber},
		{130 * time.Minute, stepVoice},
		{150 * time.Minute, stepKeeper1},
		{170 * time.Minute, stepKeeper2},
		{180 * time.Minute, wijk.Red},
	},
	"fragile": {
		{0, stepAgain},
		{20 * time.Minute, "D2"},
		{40 * time.Minute, "D3"},
		{55 * time.Minute, stepVoice},
		{55 * time.Minute, wijk.Amber},
		{60 * time.Minute, stepVoice},
		{70 * time.Minute, stepKeeper1},
		{85 * time.Minute, stepKeeper2},
		{90 * time.Minute, wijk.Red},
	},
	"light": {
		{0, stepAgain},
		{3 * time.Hour, "D2"},
		{23 * time.Hour, "D2"},
		{24 * time.Hour, wijk.Amber},
	},
}

// take does one step.
func (c *City) take(tx *store.Tx, r rung, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	switch r.step {
	case wijk.Amber:
		c.unreached(tx, ck, p, wijk.Amber, noAnswerNote(ck), now)
	case wijk.Red:
		c.unreached(tx, ck, p, wijk.Red, "Nog steeds geen antwoord.", now)
	case stepVoice, stepAgain:
		c.call(tx, r, ck, p, now)
	case stepKeeper1, stepKeeper2:
		c.askKeeper(tx, ck, p, r.step, now)
	default:
		c.remind(tx, r, ck, p, now)
	}
}

func noAnswerNote(ck *wijk.CheckIn) string {
	if ck.LifeSign.IsZero() {
		return "Geen antwoord op onze berichten."
	}
	return "Gaf een levensteken, maar geen antwoord op onze vraag."
}

// applies reports whether a step is for this person at all.
func applies(r rung, ck *wijk.CheckIn, p *wijk.Person) bool {
	switch r.step {
	case stepAgain:
		return ck.Called
	case stepVoice:
		return len(p.Calls()) > 0
	case wijk.Red:
		return ck.LifeSign.IsZero() // somebody who is there is not silent
	case stepKeeper1, stepKeeper2:
		return ck.LifeSign.IsZero() && len(p.Contacts) > 0
	}
	return true
}

// ladder returns the steps for a check-in: of the profile that the person had
// when it was asked, in her own rhythm.
func ladder(ck *wijk.CheckIn, p *wijk.Person) rungs {
	profile := ck.Profile
	if profile == "" && p.CheckIn != nil { // of before it was noted
		profile = p.CheckIn.Profile
	}
	l, ok := ladders[profile]
	if !ok {
		profile, l = profileStandard, ladders[profileStandard]
	}
	if ck.Rhythm > 0 && profile == profileStandard {
		return l.inRhythm(ck.Rhythm) // the others have times of their own
	}
	return l
}

const profileStandard = "standard"

// when returns how long after the question a step first comes.
func (l rungs) when(step string) (after time.Duration, ok bool) {
	for _, r := range l {
		if r.step == step {
			return r.after, true
		}
	}
	return 0, false
}

// beyond returns when the first step comes that is later than after; of the
// last one, an hour on.
func (l rungs) beyond(after time.Duration) time.Duration {
	for _, r := range l {
		if r.after > after {
			return r.after
		}
	}
	return after + time.Hour
}

// amberAfter is when a person starts to look.
func (l rungs) amberAfter() time.Duration {
	after, _ := l.when(wijk.Amber)
	return after
}

// skipToRed puts a check-in whose question never arrived where the case for it
// is open, and staff is called next: no keeper hears of what is our fault.
func (l rungs) skipToRed(ck *wijk.CheckIn, now time.Time) {
	ck.Step, ck.Since = len(l), now.Add(-l.amberAfter())
	for i, r := range l {
		if r.step == wijk.Red {
			ck.Step = i
		}
	}
}

// arm sets the timer of the next rung that is for this person. The time counts
// from the moment that a provider accepted the question, or from the end of an
// outage.
func arm(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person) {
	l := ladder(ck, p)
	for ck.Step < len(l) && !applies(l[ck.Step], ck, p) {
		ck.Step++
	}
	if ck.Step >= len(l) {
		return
	}
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerLadder, Scope: string(ck.Date), Due: ck.Since.Add(l[ck.Step].after)})
}

const (
	// lateStep is from how late on a step is late because of us: we were down,
	// and an answer that came meanwhile may not have been read yet.
	lateStep = 15 * time.Minute
	// comeIn is how long such answers get to come in before staff is called.
	comeIn = 10 * time.Minute
)

// excuse gives the rest of the ladder its full waits again, for a step that is
// late because of us. It reports whether that step itself is to wait as well.
func (l rungs) excuse(ck *wijk.CheckIn, now time.Time) (wait bool) {
	ck.Since = now.Add(-l[ck.Step].after)
	if l[ck.Step].asks() {
		return false
	}
	ck.Since = ck.Since.Add(comeIn)
	return true
}

// climb takes the next step for a check-in that nobody answered, and what comes
// at the same time. late is how long ago it was due.
func (c *City) climb(tx *store.Tx, person string, d wijk.Date, now time.Time, late time.Duration) {
	ck, p, ok := load(tx, person, d)
	if !ok || ck.State != wijk.CheckInOpen && ck.State != wijk.CheckInUnreached {
		return
	}
	if waveOf(tx, &ck).Braked {
		return // the end of the incident sets the timer again
	}
	if !p.Enrolled() || p.Away(d) {
		ck.State = wijk.CheckInEnded
		store.CheckIns.Put(tx, ck.Key(), ck)
		return
	}
	l := ladder(&ck, &p)
	if ck.Step >= len(l) {
		return
	}
	if c.RealTime && late > lateStep && l.excuse(&ck, now) {
		arm(tx, &ck, &p)
		store.CheckIns.Put(tx, ck.Key(), ck)
		return
	}
	if !l[ck.Step].asks() && l[ck.Step].step != stepAgain && c.silentNow(tx, &ck, now) {
		return // the wave is held, and the end of that sets the timer again
	}
	for at := l[ck.Step].after; ck.Step < len(l) && l[ck.Step].after == at; ck.Step++ {
		if r := l[ck.Step]; applies(r, &ck, &p) {
			c.take(tx, r, &ck, &p, now)
		}
	}
	arm(tx, &ck, &p)
	store.CheckIns.Put(tx, ck.Key(), ck)
}

// unreached puts the person on the worklist of the ouderenadviseur, and calls
// whoever is on duty when it is red.
func (c *City) unreached(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, severity, why string, now time.Time) {
	ck.State = wijk.CheckInUnreached
	page := ""
	if _, calls := ladder(ck, p).when(wijk.Red); !calls && !c.office(now) {
		page = "Niet bereikt: " + describe(p) + "." // nobody reads the list today
	}
	if severity == wijk.Red {
		severity, page = c.heeds(tx, ck, severity, "Niet bereikt: "+describe(p)+".", now)
	}
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseUnreached, Severity: severity, Person: p.ID, Wijk: p.Wijk, Ref: ck.Key(),
		Notes: []wijk.Note{{At: now, Text: why}},
	}, page, now)
}

func load(tx *store.Tx, person string, d wijk.Date) (ck wijk.CheckIn, p wijk.Person, ok bool) {
	ck, ok = store.CheckIns.Get(tx, person+"/"+string(d))
	if !ok {
		return ck, p, false
	}
	p, ok = store.People.Get(tx, person)
	return ck, p, ok
}

// rest stops all that still runs for a check-in: reminders that wait, and
// timers.
func rest(tx *store.Tx, ck *wijk.CheckIn) {
	store.CancelAbout(tx, wijk.Subject{Kind: aboutCheckIn, Ref: ck.Key()})
	for _, kind := range []string{timerLadder, timerUnclear, timerUnsent, timerKey} {
		store.StopTimer(tx, ck.Person, kind, string(ck.Date))
	}
}
