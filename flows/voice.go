package flows

import (
	"slices"
	"strings"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The rules by which a telephone answers: a key in a call of ours, and
// somebody who calls us and is not answered ("bel en hang op").
const (
	ruleFine  = "toets-1"
	ruleHelp  = "toets-2"
	ruleKey   = "toets"
	ruleCall  = "bel-en-hang-op"
	ruleCalls = "belde-vaker"
)

const (
	// sinceAsked is how long after the question was accepted somebody can have
	// heard it: whatever comes sooner was not meant as an answer.
	sinceAsked = 5 * time.Second
	// callsWithin is within which two calls are not a habit but a question.
	callsWithin = 10 * time.Minute
	// sharedAge is how long it is of use to ask who called.
	sharedAge = time.Hour
)

// keyMeans says what a telephone told. A call in itself says nothing of how
// somebody is.
func keyMeans(m wijk.Message) reply.Result {
	switch {
	case m.Kind == wijk.Keys && m.Text == "1":
		return reply.Result{Label: reply.OK, Rule: ruleFine}
	case m.Kind == wijk.Keys && m.Text == "2":
		return reply.Result{Label: reply.Help, Rule: ruleHelp}
	}
	return reply.Result{Label: reply.Unclear, Rule: ruleKey}
}

// byVoice handles what comes by telephone. Nothing of it is answered by the
// outbox: the door speaks during the call, and who calls us hears that the line
// is busy.
func (t *Turn) byVoice(said reply.Result) {
	switch t.M.Kind {
	case wijk.Keys:
		t.forgotten = true // there is no conversation to keep
		t.keyed(said)
	case wijk.Call:
		t.calledUs()
	}
}

// keyed takes a key as the answer to the call it was pressed in. 2 is a cry for
// help whatever became of the question; 1 is about today alone.
func (t *Turn) keyed(said reply.Result) {
	ck := t.askedByCall()
	today := ck != nil && ck.Date == t.dateOf(0)
	switch {
	case said.Label == reply.Help && today:
		t.cry(ck, said)
	case said.Label == reply.Help:
		t.cry(t.today(), said)
		t.noteSharers()
	case said.Label == reply.OK && today && t.awaits(ck) && !t.doubted():
		t.alive(ck, said)
		t.fine(ck, said)
		store.CheckIns.Put(t.Tx, ck.Key(), *ck)
	}
}

// askedByCall returns the check-in of the call that a key was pressed in, and
// makes whoever was called the one who speaks: a telephone may be of two. It
// returns nil when the row is gone or went to another telephone.
func (t *Turn) askedByCall() *wijk.CheckIn {
	m, ok := store.Outbox.Get(t.Tx, store.Num(t.M.Answers))
	if !ok || m.To != t.M.From {
		return nil
	}
	p, ok := store.People.Get(t.Tx, m.Person)
	if !ok {
		return nil
	}
	t.Person, t.Holder.Also = &p, nil
	ck, ok := store.CheckIns.Get(t.Tx, m.About.Ref)
	if !ok || m.About.Kind != aboutCheckIn || ck.Person != p.ID {
		return nil
	}
	return &ck
}

// awaits reports whether a clear answer may still close ck.
func (t *Turn) awaits(ck *wijk.CheckIn) bool {
	return ck.State == wijk.CheckInOpen || ck.State == wijk.CheckInUnreached || ck.State == wijk.CheckInUnclear
}

// noteSharers notes who else may have pressed a key, when nobody knows whom
// the call was for.
func (t *Turn) noteSharers() {
	if t.Person == nil || len(t.Holder.Also) == 0 {
		return
	}
	for _, cs := range store.Cases.Find(t.Tx, "open", t.Person.ID) {
		if cs.Kind == wijk.CaseHelp {
			t.City.addNote(t.Tx, cs.ID, "De telefoon is ook van "+strings.Join(t.sharers(), " en ")+".", t.Now)
		}
	}
}

// sharers names the others who have this telephone.
func (t *Turn) sharers() (names []string) {
	for _, id := range t.Holder.Also {
		if p, ok := store.People.Get(t.Tx, id); ok {
			names = append(names, p.Name)
		}
	}
	return names
}

// calledUs takes a call to us as what it can be: an answer, a sign of life, or
// a reason to call back. Of somebody who asked for no check-ins it is nothing.
func (t *Turn) calledUs() {
	people := t.callers()
	if len(people) == 0 || t.Staff != nil {
		t.forgotten = true
		return
	}
	again := !t.Talk.Called.IsZero() && t.M.At.Sub(t.Talk.Called).Abs() <= callsWithin
	if t.M.At.After(t.Talk.Called) {
		t.Talk.Called = t.M.At
	}
	shared := len(t.Holder.Also) > 0
	switch {
	case again:
		t.calledAgain(people, shared)
	case shared:
		t.whoCalled(people)
	default:
		t.calledOnce()
	}
}

// callers returns those with check-ins whose telephone this is, unless it may be
// somebody else's by now.
func (t *Turn) callers() (people []wijk.Person) {
	for _, id := range append([]string{t.Holder.Person}, t.Holder.Also...) {
		if p, ok := store.People.Get(t.Tx, id); ok && p.Enrolled() && !p.Suspects(t.M.From) {
			people = append(people, p)
		}
	}
	return people
}

// calledOnce is "bel en hang op": it answers the question that waits, as a 1 in
// an SMS would, and is a sign of life otherwise.
func (t *Turn) calledOnce() {
	ck, asked := t.openCheckIn()
	if asked && t.callCounts(ck) {
		said := reply.Result{Label: reply.OK, Rule: ruleCall}
		t.alive(ck, said)
		t.fine(ck, said)
		store.CheckIns.Put(t.Tx, ck.Key(), *ck)
		return
	}
	for _, cs := range store.Cases.Find(t.Tx, "open", t.Person.ID) {
		t.City.addNote(t.Tx, cs.ID, "Belde ons, en hing op.", t.Now)
	}
	if ck, ok := t.checkInOf(0); ok && !asked && !t.Person.CheckIn.HighRisk {
		t.alive(&ck, reply.Result{Label: reply.Unclear, Rule: ruleCall})
	}
}

// callCounts reports whether a call may say that all is well. Anybody can show
// her number, so that it never does for somebody at high risk, nor while a cry
// for help is open or her own words were not clear.
func (t *Turn) callCounts(ck *wijk.CheckIn) bool {
	if t.Person.CheckIn.HighRisk || ck.Unclear > 0 || ck.State == wijk.CheckInUnclear {
		return false
	}
	for _, cs := range store.Cases.Find(t.Tx, "open", t.Person.ID) {
		if cs.Kind == wijk.CaseHelp || cs.Kind == wijk.CaseUrgent || cs.Kind == wijk.CaseCalled {
			return false
		}
	}
	return t.M.At.Sub(t.askedAt(ck)) >= sinceAsked
}

// calledAgain has a person call back: who calls twice within minutes may be in
// need. A call that was counted as "goed" is in doubt from now on.
func (t *Turn) calledAgain(people []wijk.Person, shared bool) {
	p := people[0]
	why := "Belde ons meer dan eens binnen tien minuten. Bel terug."
	if shared {
		why += " De telefoon is ook van een ander: " + strings.Join(t.sharers(), " en ") + "."
	}
	cs := wijk.Case{
		Kind: wijk.CaseCalled, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk, Address: t.M.From,
		Notes: []wijk.Note{{At: t.Now, Text: why}},
	}
	for _, p := range people {
		t.Person = &p
		for _, ck := range slices.Backward(t.recentCheckIns()) {
			if ck.Rule != ruleCall || ck.State != wijk.CheckInAnswered || t.M.At.Sub(ck.LifeSign).Abs() > callsWithin {
				continue
			}
			cs.Ref = ck.Key()
			note(&ck, reply.Result{Label: reply.Unclear, Rule: ruleCalls})
			ck.State = wijk.CheckInUnclear
			store.CheckIns.Put(t.Tx, ck.Key(), ck)
		}
	}
	t.City.openCase(t.Tx, cs, caseName(cs.Kind)+": "+describe(&p)+".", t.Now)
}

// whoCalled asks each of those who share a telephone how they are: a call from
// it says nothing of one of them. Who cannot be asked by text is for a person
// to look at.
func (t *Turn) whoCalled(people []wijk.Person) {
	var asked []wijk.Address
	for _, p := range people {
		t.Person = &p
		ck, open := t.openCheckIn()
		if !open || ck.State == wijk.CheckInUnclear || slices.ContainsFunc(ck.Attempts, func(a wijk.Attempt) bool { return a.Step == textShared }) {
			continue
		}
		all := p.Addresses()
		if len(all) == 0 {
			ck.Attempts = append(ck.Attempts, wijk.Attempt{At: t.Now, Step: textShared, Channel: wijk.Voice})
			t.City.openCase(t.Tx, wijk.Case{
				Kind: wijk.CaseUnclear, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk, Ref: ck.Key(),
				Notes: []wijk.Note{{At: t.Now, Text: "Er belde iemand met de gedeelde telefoon. Vraag hoe het gaat."}},
			}, "", t.Now)
		} else if !slices.Contains(asked, all[0]) {
			asked = append(asked, all[0])
			ck.Attempts = append(ck.Attempts, wijk.Attempt{At: t.Now, Step: textShared, Channel: all[0].Channel})
			store.Send(t.Tx, wijk.Outgoing{
				Class: wijk.Check, To: all[0], Text: fill(textShared), Person: p.ID,
				About: wijk.Subject{Kind: aboutCheckIn, Ref: ck.Key()},
				Due:   t.Now, NotAfter: t.Now.Add(sharedAge), Quiet: true,
			})
		}
		store.CheckIns.Put(t.Tx, ck.Key(), *ck)
	}
}

// textShared asks who called with a telephone of two.
const textShared = "D2s"
