package flows

import (
	"fmt"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// answerCheckIn takes the message as the answer to "gaat het goed?". It
// returns false for a message that is about something else.
func (t *Turn) answerCheckIn(ck *wijk.CheckIn, said reply.Result) bool {
	if said.Has(reply.AutoReply) {
		return true // no sign of life: the ladder goes on
	}
	if t.ofTwo(said) {
		return true
	}
	t.alive(ck, said)
	switch said.Label {
	case reply.OK:
		if t.forgeable() {
			t.City.verify(t.Tx, ck, t.Person, t.Now)
			break
		}
		t.fine(ck, said)
	case reply.Help, reply.Urgent:
		t.cry(ck, said)
	case reply.Pause:
		return t.wantsPause(said) // ends every open check-in
	default:
		if t.wouldStart() || t.wantsReport() {
			return false // a report, say; the question stays open
		}
		t.unclear(ck, said)
	}
	store.CheckIns.Put(t.Tx, ck.Key(), *ck)
	return true
}

// alive notes a sign of life, unless somebody else wrote, or may have: of who
// is at high risk a forged text would else keep the ladder from becoming red.
// On a telephone of two only a good answer tells whose it is.
func (t *Turn) alive(ck *wijk.CheckIn, said reply.Result) {
	if len(t.both) > 0 && said.Label != reply.OK {
		return
	}
	if !t.forgeable() && ck.LifeSign.IsZero() && !said.Has(reply.ThirdParty) {
		ck.LifeSign = t.M.At
		t.keepsRhythm(ck)
		store.CheckIns.Put(t.Tx, ck.Key(), *ck)
		t.City.cameBack(t.Tx, ck, t.Now)
		t.wasReached()
	}
}

// wasReached tells who looks for the sender that there was an answer.
func (t *Turn) wasReached() { t.City.wasReached(t.Tx, t.Person.ID, t.Now) }

func (c *City) wasReached(tx *store.Tx, person string, now time.Time) {
	for _, cs := range store.Cases.Find(tx, "open", person) {
		if cs.Kind == wijk.CaseUnreached {
			c.addNote(tx, cs.ID, "Heeft gereageerd.", now)
		}
	}
}

// wouldStart reports whether the words ask for a flow of their own by its name.
func (t *Turn) wouldStart() bool {
	for _, f := range t.City.flows {
		if f != menu && f.named(t) {
			return true
		}
	}
	return false
}

// label notes what the answer said, never for the better once help was asked.
func note(ck *wijk.CheckIn, said reply.Result) {
	worse := map[string]int{"": 0, "ok": 1, "unclear": 2, "help": 3, "urgent": 4}
	if ck.Wellbeing == string(reply.Unclear) && said.Label == reply.OK || worse[string(said.Label)] >= worse[ck.Wellbeing] {
		ck.Wellbeing, ck.Rule, ck.Version = string(said.Label), said.Rule, reply.Version
	}
}

// fine closes the check-in. It closes no case of help or urgent: only a person
// does that.
func (t *Turn) fine(ck *wijk.CheckIn, said reply.Result) {
	note(ck, said)
	ck.State = wijk.CheckInAnswered
	rest(t.Tx, ck)
	t.settleEarlier(ck)
	t.calmed(ck)
	t.City.endAppeals(t.Tx, t.Person, "E4", t.Now)
	t.thank()
	if t.busy() { // so that the next "ja" can only be about one thing
		_, q := t.open()
		t.ask(q)
	}
}

// settleEarlier ends what still runs for check-ins of the days before: the
// person was reached.
func (t *Turn) settleEarlier(ck *wijk.CheckIn) {
	for back := 1; back < daysBack; back++ {
		old, ok := store.CheckIns.Get(t.Tx, ck.Person+"/"+string(ck.Date.Add(-back)))
		if ok && (old.State == wijk.CheckInOpen || old.State == wijk.CheckInUnreached) {
			old.State = wijk.CheckInEnded
			rest(t.Tx, &old)
			store.CheckIns.Put(t.Tx, old.Key(), old)
		}
	}
}

// thank answers a good answer. In SMS a thank-you would cost the city one a
// day.
func (t *Turn) thank() {
	if t.M.From.Channel == wijk.Telegram && t.asksTomorrow() {
		t.Say(fill("B1"))
		return
	}
	if t.M.From.Channel == wijk.Telegram {
		t.Say("Dank u. Fijn dat het goed gaat. Gemeente Zoetermeer")
	}
}

// asksTomorrow reports whether "tot morgen" is true.
func (t *Turn) asksTomorrow() bool {
	tomorrow := wijk.DateOf(t.Now).Add(1)
	for _, d := range t.Person.CheckIn.Days {
		if d == tomorrow.Weekday() {
			return true
		}
	}
	return false
}

// calmed ends what stood open only because there was no clear answer, unless
// somebody has taken it on or was called for it.
func (t *Turn) calmed(ck *wijk.CheckIn) {
	for _, cs := range store.Cases.Find(t.Tx, "open", t.Person.ID) {
		// One case stands for all days that somebody was not reached.
		if cs.Kind != wijk.CaseUnreached && (cs.Kind != wijk.CaseUnclear || cs.Ref != ck.Key()) {
			continue
		}
		why := "Antwoord alsnog binnen: het gaat goed."
		if cs.Severity == wijk.Amber && cs.State == wijk.CaseOpen {
			t.City.endCase(t.Tx, cs.ID, "", why, t.Now)
			continue
		}
		t.City.addNote(t.Tx, cs.ID, why, t.Now)
		t.City.tellOwner(t.Tx, cs, "Zaak "+fmt.Sprint(cs.ID)+": "+describe(t.Person)+" heeft alsnog geantwoord: het gaat goed.", t.Now)
	}
}

// unclear asks once more. A second unclear answer, or none within half an
// hour, is for a person to look at.
func (t *Turn) unclear(ck *wijk.CheckIn, said reply.Result) {
	note(ck, said)
	store.StopTimer(t.Tx, ck.Person, timerLadder, string(ck.Date))
	store.CancelAbout(t.Tx, wijk.Subject{Kind: aboutCheckIn, Ref: ck.Key()})
	ck.Unclear++
	if ck.Unclear == 1 {
		ck.Last = t.Now
		t.Say(t.asksAgain())
		store.SetTimer(t.Tx, wijk.Timer{Person: ck.Person, Kind: timerUnclear, Scope: string(ck.Date), Due: t.Now.Add(unclearWait)})
		return
	}
	first := ck.State != wijk.CheckInUnclear
	t.City.unclearCase(t.Tx, ck, t.Person, t.Now)
	if first {
		t.Say("Dank u. Een medewerker leest uw bericht en neemt contact met u op. In nood? Bel 112. Gemeente Zoetermeer")
	}
}

// asksAgain is the question after an unclear answer, with a name when it is
// for one of two.
func (t *Turn) asksAgain() string {
	for _, p := range t.others() {
		asked := false
		if t.as(p, func() { _, asked = t.openCheckIn() }); !asked {
			return t.City.toOneOfTwo(t.Tx, t.Person, t.M.From, fill("B6"))
		}
	}
	return fill("B6")
}

// changed handles a text that was changed later. "Goed" that became something
// else is for a person to look at.
func (t *Turn) changed(said reply.Result) {
	ck := t.today()
	if ck == nil || ck.Wellbeing != string(reply.OK) || said.Label != reply.Unclear || t.M.Text == "" || t.busy() || t.M.Chat != "" {
		return
	}
	note(ck, said)
	t.City.unclearCase(t.Tx, ck, t.Person, t.Now)
	store.CheckIns.Put(t.Tx, ck.Key(), *ck)
}

// unclearWait is how long somebody has to answer the repeated question.
const unclearWait = 30 * time.Minute

func (c *City) stillUnclear(tx *store.Tx, person string, d wijk.Date, now time.Time) {
	ck, p, ok := load(tx, person, d)
	if !ok || ck.State == wijk.CheckInAnswered || ck.State == wijk.CheckInEnded {
		return
	}
	c.unclearCase(tx, &ck, &p, now)
	store.CheckIns.Put(tx, ck.Key(), ck)
}

func (c *City) unclearCase(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	ck.State = wijk.CheckInUnclear
	store.StopTimer(tx, ck.Person, timerUnclear, string(ck.Date))
	page := ""
	if p.CheckIn != nil && p.CheckIn.HighRisk { // it may have been somebody else, and then nothing is known of her
		page = caseName(wijk.CaseUnclear) + ": " + describe(p) + "."
	}
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseUnclear, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk, Ref: ck.Key(),
		Notes: []wijk.Note{{At: now, Text: "Antwoord niet duidelijk (" + ck.Rule + ")."}},
	}, page, now)
}
