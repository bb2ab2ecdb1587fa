package flows

import (
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// openCheckIn returns the check-in that this message can be an answer to: one
// whose question a provider accepted before the message was sent, and that
// still waits for a clear answer.
func (t *Turn) openCheckIn() (*wijk.CheckIn, bool) {
	if t.Person == nil || t.Person.CheckIn == nil || t.doubted() {
		return nil, false
	}
	today := t.dateOf(0)
	for _, ck := range slices.Backward(t.recentCheckIns()) {
		asked := t.askedAt(&ck)
		if asked.IsZero() || t.tooSoon(asked) {
			continue
		}
		switch ck.State { // the latest question decides: a second "goed" is not about yesterday
		case wijk.CheckInOpen, wijk.CheckInUnreached:
			return &ck, true
		case wijk.CheckInUnclear: // that answer came; later a person looks at it
			return &ck, ck.Date >= today.Add(-1)
		}
		return nil, false
	}
	return nil, false
}

// daysBack is how many days a late answer still counts: people look at their
// phone when they are home again.
const daysBack = 8

// checkInOf returns the sender's check-in of some days before the message.
func (t *Turn) checkInOf(back int) (wijk.CheckIn, bool) {
	return store.CheckIns.Get(t.Tx, t.Person.ID+"/"+string(t.dateOf(back)))
}

// dateOf is the day of the message, or some days before.
func (t *Turn) dateOf(back int) wijk.Date {
	return wijk.DateOf(t.M.At.In(t.City.Zone)).Add(-back)
}

// recentCheckIns returns those of which an answer still counts, oldest first.
func (t *Turn) recentCheckIns() (all []wijk.CheckIn) {
	key := t.Person.ID + "/"
	for _, ck := range store.CheckIns.Range(t.Tx, key+string(t.dateOf(daysBack-1)), key+string(t.dateOf(-1))) {
		all = append(all, ck)
	}
	return all
}

// lastAsked is when the sender was last asked "gaat het goed?", answered or
// not; zero when that was long ago or never.
func (t *Turn) lastAsked() (last time.Time) {
	if t.Person == nil {
		return last
	}
	for back := range daysBack {
		ck, _ := t.checkInOf(back)
		if last = t.askedAt(&ck); ck.Last.After(last) {
			last = ck.Last
		}
		if !last.IsZero() {
			break
		}
	}
	return last
}

// askedAt is when the provider accepted the question of ck. While the answer
// of the provider is not in yet, that is when we began to send: people may be
// faster than our note of it. Providers tell the second, no more.
func (t *Turn) askedAt(ck *wijk.CheckIn) time.Time {
	if !ck.Asked.IsZero() {
		return ck.Asked
	}
	if ck.Question == 0 {
		return time.Time{}
	}
	m, ok := store.Outbox.Get(t.Tx, store.Num(ck.Question))
	if ok && (m.State == wijk.Sending || m.State == wijk.Unknown) {
		return m.Claimed
	}
	return time.Time{}
}

// today returns the latest check-in of the sender, answered or not.
func (t *Turn) today() *wijk.CheckIn {
	if ck, ok := t.openCheckIn(); ok {
		return ck
	}
	if t.Person == nil {
		return nil
	}
	ck, ok := t.checkInOf(0)
	if !ok || t.askedAt(&ck).IsZero() {
		return nil
	}
	return &ck
}

// answersLatest gives the message to the question that was asked last. Only
// "1", "ja" and the like can belong to either; a text that says that somebody
// is not well is never taken for an answer to something else.
func (t *Turn) answersLatest(said reply.Result) bool {
	if said.Label == reply.Help && !t.bare() && !(t.atWork() && (t.busy() || t.wouldStart())) {
		return t.hearsHelp(said)
	}
	if t.answersWho() || t.consentsUnread() || t.tellsNoDate() {
		return true
	}
	ck, asked := t.openCheckIn()
	if t.offered() {
		return true
	}
	f, q := t.open()
	last := t.lastAsked()
	flowLast := f != nil && (t.Talk.AskedAt.After(last) || !asked && !t.Talk.AskedAt.Before(last))
	if f != nil && f.Soft {
		if flowLast && asked && said.Label == reply.Help {
			// "2" is in the menu, and "bel mij" in the question above it.
			t.leave()
			t.inDoubt(ck, "2 op het menu of op de vraag")
			return true
		}
		if flowLast && t.softAnswer(f, q) {
			return true
		}
		if asked && t.mayConsent(f, said) {
			t.leave()
			t.inDoubt(ck, "ja op woorden of op de vraag")
			return true
		}
		f, flowLast = nil, false
	}
	if !flowLast && t.invited(ck, asked) {
		return true
	}
	enrolled := t.Person != nil && t.Person.Enrolled()
	switch {
	case said.Label == reply.Help && (!flowLast || !t.expects(q)) && t.knowsTheNumbers():
		t.danger(said)
	case !flowLast && asked && said.Label == reply.OK && t.answersOther():
		t.inDoubt(ck, "ja op een melding of op de vraag")
	case flowLast, f != nil && !asked:
		t.answer()
	case f != nil && t.belongsTo(said):
		t.alive(ck, said) // the street of a report, say, that the check-in came between
		t.answer()
	case asked:
		return t.answerCheckIn(ck, said)
	default:
		return enrolled && said.Label == reply.Pause && t.wantsPause(said)
	}
	return true
}

// expects reports whether a message that is only a number, yes or no answers q.
// What does not may well be "2, bel mij".
func (t *Turn) expects(q *Question) bool {
	if q.Bare != nil {
		return q.Bare(t)
	}
	if q.Choices == nil {
		return false
	}
	if _, ok := choose(t, q); ok {
		return true
	}
	return dutch.No(t.Words) && slices.ContainsFunc(q.Choices(t), func(c Choice) bool { return strings.HasPrefix(c.Label, "Nee") })
}

// answersOther reports whether a good answer may be to what the city asked of a
// report after it asked how the sender is: whether that is solved, or anything.
func (t *Turn) answersOther() bool {
	if !t.bare() {
		return false
	}
	last := t.lastAsked()
	for _, number := range t.questions() {
		if r, ok := store.Reports.Get(t.Tx, store.Num(number)); ok && !r.Changed.Before(last) {
			return true
		}
	}
	if !dutch.Yes(t.Words) {
		return false // "1" is shown under no vote
	}
	for _, number := range t.votesOpen() {
		_, x, _ := t.mine(number)
		if again := t.City.voteTime(x.Asked.Add(voteAgain)); !x.Asked.Before(last) || !again.Before(last) && !again.After(t.Now) {
			return true
		}
	}
	return false
}

// inDoubt asks once more how somebody is, after an answer that may have been
// to something else.
func (t *Turn) inDoubt(ck *wijk.CheckIn, rule string) {
	said := reply.Result{Label: reply.Unclear, Rule: rule}
	t.alive(ck, said)
	t.unclear(ck, said)
	store.CheckIns.Put(t.Tx, ck.Key(), *ck)
}

// hearsHelp handles words that ask for help. Somebody with check-ins is always
// called. Words of others that a report or a question is made of go on a list
// as well, because a fall over a paving stone is also a fall.
func (t *Turn) hearsHelp(said reply.Result) bool {
	_, q := t.open()
	telling := t.busy() && q.Free
	if telling && t.harmlessNo() {
		t.answer() // "nee, dat is alles"
		return true
	}
	if t.Person != nil && t.Person.Enrolled() || !telling && (t.busy() || !t.wouldStart()) {
		t.danger(said)
		return true
	}
	t.openCase(wijk.CaseHelp, wijk.Amber, "In een melding of vraag. Regel: "+said.Rule+flagNote(said), false)
	t.need = true
	if telling {
		t.answer()
		return true
	}
	return false // starts a report
}

// flowAge is how long after its question the other words of somebody with an
// open check-in are still meant for a report.
const flowAge = 2 * time.Hour

// belongsTo reports whether a message is more likely about the open flow than
// about how somebody is: a place, a photo, words that say neither good nor bad.
func (t *Turn) belongsTo(said reply.Result) bool {
	if t.M.At.Sub(t.Talk.AskedAt) > flowAge {
		t.leave()
		return false
	}
	return t.M.Kind == wijk.Location || t.M.Kind == wijk.Picture ||
		t.M.Kind == wijk.Text && said.Label == reply.Unclear && !t.bare()
}

// softAnswer takes a choice of a question that nobody needs to answer, such as
// the menu; any other text passes on.
func (t *Turn) softAnswer(f *Flow, q *Question) bool {
	if _, ok := q.Take(t, q); ok {
		t.answer()
		return true
	}
	t.leave()
	return false
}

// bare reports whether the message is only a choice: a number, yes or no, or
// one of the labels on offer.
func (t *Turn) bare() bool {
	if _, ok := dutch.Number(t.M.Text); ok {
		return true
	}
	if _, q := t.open(); q != nil && q.Choices != nil {
		if _, ok := choose(t, q); ok {
			return true
		}
	}
	return dutch.Yes(t.Words) || dutch.No(t.Words)
}

// strayAnswer is a message of somebody with check-ins that answers nothing.
func (t *Turn) strayAnswer(said reply.Result) {
	if t.justAsked() != nil { // a guess at the time of it is no sign of life
		t.Say(fill("B6"))
		return
	}
	if t.takesBack() || t.goodAlready(said) {
		return
	}
	if t.M.Kind == wijk.Text {
		t.Say(t.nothingAsked())
		return
	}
	t.Say(textCannotRead) // a spoken message may well have been a cry
}

const textCannotRead = "Wij kunnen dit bericht niet lezen. Typ uw bericht. Moeten wij u bellen? Stuur 2. In nood? Bel 112. Gemeente Zoetermeer"

// nothingAsked tells somebody whom we are to call that we still will.
func (t *Turn) nothingAsked() string {
	for _, cs := range store.Cases.Find(t.Tx, "open", t.Person.ID) {
		if cs.Kind == wijk.CaseHelp || cs.Kind == wijk.CaseUrgent {
			return textStillCalling
		}
	}
	return textNothingAsked
}

const textStillCalling = "Dank u voor uw bericht. Een medewerker neemt nog contact met u op. In nood? Bel 112. Gemeente Zoetermeer"

const textNothingAsked = "Dank u voor uw bericht. Wij hebben nu geen vraag aan u. Moeten wij u bellen? Stuur 2. In nood? Bel 112. Gemeente Zoetermeer"

// pressedCheckIn handles a button under a question. Yesterday's "bel mij" is
// still a cry for help; yesterday's "ja" says nothing about today.
func (t *Turn) pressedCheckIn(d wijk.Date, act string) {
	said := reply.Classify(act)
	ck, asked := t.openCheckIn()
	switch {
	case cries(said):
		t.danger(said) // even of somebody whom this chat is no longer tied to
	case asked && ck.Date == d:
		t.remember(act, said.Label)
		t.answerCheckIn(ck, said)
	case asked && !t.mute: // she may well think that she answered
		t.send(wijk.Outgoing{Text: fill("B7"), Options: checkInButtons(ck.Date)})
	case t.knowsTheNumbers():
		t.Say(fill("B8"))
	default:
		t.expired()
	}
}
