package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// sameTime is within what time two questions may be taken for each other: a
	// keeper with check-ins of his own is then asked which one he answers.
	sameTime = 20 * time.Minute
	// settledFor is how long after it was asked a keeper still hears that the
	// matter is settled.
	settledFor = 2 * 24 * time.Hour
)

// keeps reports whether the sender is a keeper of somebody.
func (t *Turn) keeps() bool { return len(t.Holder.Keeps) > 0 && t.M.From.Channel == wijk.SMS }

// kept are those whom the sender is a keeper of, or was of late.
func (t *Turn) kept() (all []wijk.Person) {
	for _, id := range t.Holder.Keeps {
		if p, ok := store.People.Get(t.Tx, id); ok && p.Keeper(t.M.From.To) != nil {
			all = append(all, p)
		}
	}
	return all
}

// keeperHere names the sender as the keeper that staff knows, empty when the
// sender is none.
func (t *Turn) keeperHere() string {
	if all := t.kept(); t.keeps() && len(all) > 0 {
		return all[0].Keeper(t.M.From.To).Name + ", contactpersoon van " + all[0].Name
	}
	return ""
}

// appeals are what the sender was asked before this message, the latest last.
func (t *Turn) appeals() (all []wijk.Appeal) {
	if !t.keeps() {
		return nil
	}
	for _, a := range store.Appeals.Find(t.Tx, "keeper", t.M.From.To) {
		if a.Date > t.dateOf(daysBack) && !t.M.At.Before(a.Asked.Truncate(time.Second)) {
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b wijk.Appeal) int { return a.Last.Compare(b.Last) })
	return all
}

func openAppeals(all []wijk.Appeal) (open []wijk.Appeal) {
	for _, a := range all {
		if a.Open() {
			open = append(open, a)
		}
	}
	return open
}

// keeperAnswers gives the message to what the sender was asked as a keeper, if
// that may be what it answers.
func (t *Turn) keeperAnswers(said reply.Result) bool {
	if !t.keeps() {
		return false
	}
	if t.is("mijn gegevens", "welke gegevens", "inzage") {
		t.whatWeKeep()
		return true
	}
	return t.answersInvitation(said) || t.answersAppeal(said)
}

// answersAppeal takes an answer to what a keeper was asked. Somebody who has an
// own check-in open as well is never counted as well by it, and "2" is then
// heard as both.
func (t *Turn) answersAppeal(said reply.Result) bool {
	all := t.appeals()
	if len(all) == 0 {
		return false
	}
	open, latest, word := openAppeals(all), all[len(all)-1].Last, t.keeperWord(said)
	if cries(said) && word == "" {
		if len(open) == 0 {
			return false
		}
		t.danger(said)
		return true
	}
	if f, _ := t.open(); f != nil && !t.Talk.AskedAt.Before(latest) {
		return false
	}
	ck, own := t.openCheckIn()
	switch {
	case len(open) == 0:
		return t.lateForAppeal(all[len(all)-1], word, own)
	case word == "":
		return t.unclearOfAppeal(open, said, own && t.lastAsked().After(latest))
	case !own || word == "4" || t.M.Text == "3":
		t.takesAppeal(open, word)
	case word == "2":
		t.cry(ck, said) // "bel mij", or "ik kan niet": nobody can tell
		t.takesAppeal(open, word)
	case t.lastAsked().After(latest) && ck.Unclear > 0:
		return false // asked again, for this very reason
	case t.lastAsked().Sub(latest).Abs() < sameTime, !expected(open, word):
		t.alive(ck, said)
		t.asksWho(open, word, true)
	case t.lastAsked().After(latest):
		return false
	default:
		t.alive(ck, said)
		t.takesAppeal(open, word)
	}
	return true
}

// fitting returns those of some appeals to which a number is an answer.
func answeredBy(open []wijk.Appeal, word string) (some []wijk.Appeal) {
	for _, a := range open {
		if (word == "1" || word == "2") == (a.State != wijk.AppealAccepted) {
			some = append(some, a)
		}
	}
	return some
}

func expected(open []wijk.Appeal, word string) bool { return len(answeredBy(open, word)) > 0 }

// takesAppeal does what a number says, of the one it can be about. That help is
// needed is never kept waiting for the question of whom.
func (t *Turn) takesAppeal(open []wijk.Appeal, word string) {
	some := answeredBy(open, word)
	if len(some) == 0 {
		some = open
	}
	if word == "4" && len(some) > 1 {
		for _, a := range some {
			t.City.keeperRaises(t.Tx, &a, "vraagt om hulp, en is het van meer mensen.", t.Now)
		}
		t.Say(fill("E7"))
	}
	if len(some) > 1 {
		t.asksWho(some, word, false)
		return
	}
	t.keeperSays(some[0], word)
}

// unclearOfAppeal asks a keeper once more what was meant.
func (t *Turn) unclearOfAppeal(open []wijk.Appeal, said reply.Result, ownLast bool) bool {
	if ownLast || t.Staff != nil || said.Has(reply.AutoReply) || t.M.Kind == wijk.Text && (t.wouldStart() || t.wantsReport() || len(t.Words) == 0) {
		return false
	}
	a := open[len(open)-1]
	p, ok := store.People.Get(t.Tx, a.Person)
	if !ok {
		return false
	}
	if said.Label == reply.Pause { // where she may be is for a person to ask
		t.City.noteUnreached(t.Tx, p.ID, keeperOf(&p, a.Phone)+" noemt weg zijn of ziekenhuis. Bel zelf. Regel: "+said.Rule+flagNote(said), t.Now)
	}
	if a.State == wijk.AppealAccepted {
		t.Say(keeperText("E8", &p))
		return true
	}
	t.Say(keeperText("E10", &p))
	return true
}

// lateForAppeal answers a keeper when nothing is asked any more. That help is
// needed is heard all the same.
func (t *Turn) lateForAppeal(a wijk.Appeal, word string, own bool) bool {
	switch {
	case word == "4":
		t.keeperSays(a, word)
	case word == "" || own || word == "2" && t.knowsTheNumbers() || t.Now.Sub(a.Last) > settledFor:
		return false
	case word == "3" && (a.State == wijk.AppealRefused || a.State == wijk.AppealHelp):
		t.keeperSays(a, word)
	default:
		if p, ok := store.People.Get(t.Tx, a.Person); ok {
			t.Say(keeperText("E9", &p))
		}
	}
	return true
}

// keeperSays notes what a keeper says of somebody.
func (t *Turn) keeperSays(a wijk.Appeal, word string) {
	p, ok := store.People.Get(t.Tx, a.Person)
	if !ok {
		return
	}
	switch word {
	case "1":
		t.City.noteUnreached(t.Tx, p.ID, keeperOf(&p, a.Phone)+" neemt contact op.", t.Now)
		if a.State != wijk.AppealAccepted {
			a.State, a.Accepted, a.Reminded = wijk.AppealAccepted, t.Now, time.Time{}
			setAppeal(t.Tx, &a, t.Now.Add(outcomeWait))
		}
		a.Last = t.Now
		store.Appeals.Put(t.Tx, a.Key(), a)
		t.Say(fill("E2"))
	case "2":
		t.Say(fill("E3"))
		t.City.refused(t.Tx, a, &p, "E3", "kan nu niet", t.Now)
	case "3":
		t.City.keeperFine(t.Tx, &a, &p, t.Now)
		t.Say(fill("E5"))
	case "4":
		t.City.keeperRaises(t.Tx, &a, "meldt: er is hulp nodig.", t.Now)
		t.Say(fill("E7"))
	}
}

// refused goes on to the next keeper after one who cannot.
func (c *City) refused(tx *store.Tx, a wijk.Appeal, p *wijk.Person, told, why string, now time.Time) {
	a.State, a.Told = wijk.AppealRefused, told
	store.Appeals.Put(tx, a.Key(), a)
	store.CancelAbout(tx, wijk.Subject{Kind: aboutKeeper, Ref: a.Key()})
	stopAppeal(tx, &a)
	c.noteUnreached(tx, p.ID, keeperOf(p, a.Phone)+" "+why+".", now)
	c.nextKeeper(tx, &a, now)
}

// keeperFine: a keeper's word is not the person's own. The case stays open until
// somebody has heard the person, and how the person is stays unknown.
func (c *City) keeperFine(tx *store.Tx, a *wijk.Appeal, p *wijk.Person, now time.Time) {
	if a.State != wijk.AppealHelp { // help that was asked stays asked
		a.State = wijk.AppealFine
	}
	a.Told = "E5"
	store.Appeals.Put(tx, a.Key(), *a)
	stopAppeal(tx, a)
	c.tellLookers(tx, p, keeperOf(p, a.Phone)+" meldt: alles goed. Controleer dit zelf.", now)
	if ck, ok := store.CheckIns.Get(tx, p.ID+"/"+string(a.Date)); ok {
		c.callHeld(tx, &ck, p, now)
	}
}

// keeperRaises opens a case for the person whom a keeper says needs help, and
// calls those on duty.
func (c *City) keeperRaises(tx *store.Tx, a *wijk.Appeal, why string, now time.Time) {
	p, ok := store.People.Get(tx, a.Person)
	if !ok {
		return
	}
	a.State, a.Told = wijk.AppealHelp, "E7"
	store.Appeals.Put(tx, a.Key(), *a)
	stopAppeal(tx, a)
	store.CancelAbout(tx, wijk.Subject{Kind: aboutKeeper, Ref: a.Key()})
	c.raise(tx, &p, wijk.CaseHelp, keeperOf(&p, a.Phone)+" "+why, now)
}

func (c *City) raise(tx *store.Tx, p *wijk.Person, kind, why string, now time.Time) {
	c.openCase(tx, wijk.Case{
		Kind: kind, Severity: wijk.Red, Person: p.ID, Wijk: p.Wijk, Ref: p.ID + "/" + string(c.today(now)),
		Notes: []wijk.Note{{At: now, Text: why}},
	}, caseName(kind)+" door contactpersoon, voor "+describe(p)+". "+why, now)
}

// overWie asks a keeper of several, or one who is asked how he is as well, whom
// an answer is about.
var overWie = &Flow{
	Name:  "over wie",
	Holds: func(t *Turn) bool { return t.keeps() },
	Ask: []Question{{
		Key: "wie", Text: "Over wie gaat uw antwoord?",
		Choices: (*Turn).whoItIsAbout,
		Take:    choose,
		Again:   "Stuur het nummer dat ervoor staat. In nood? Bel 112.",
	}},
	Done: func(t *Turn) {
		word := t.get("woord")
		if t.get("wie") == aboutSelf {
			if ck, asked := t.openCheckIn(); asked {
				// The number of this choice may be one of the check-in.
				t.leave()
				t.inDoubt(ck, "antwoord over een ander of over zichzelf")
				return
			}
			t.Say(textNothingAsked)
			return
		}
		a, ok := store.Appeals.Get(t.Tx, t.get("wie"))
		switch {
		case !ok:
			t.expired()
		case word == "4":
			t.saysWhom(a)
		case a.Open():
			t.keeperSays(a, word)
		default:
			t.lateForAppeal(a, word, false)
		}
	},
}

// saysWhom tells those who were called for several people which of them a
// keeper meant. Nobody is taken off the list by that.
func (t *Turn) saysWhom(meant wijk.Appeal) {
	for key := range strings.SplitSeq(t.get("over"), " ") {
		id, _, _ := strings.Cut(key, "/")
		p, ok := store.People.Get(t.Tx, id)
		text := " bedoelde iemand anders. Controleer dit zelf."
		if key == meant.Key() {
			text = " bedoelde deze persoon."
		}
		if ok {
			t.City.tellLookers(t.Tx, &p, keeperOf(&p, t.M.From.To)+text, t.Now)
		}
	}
	t.Say(fill("E7"))
}

// aboutSelf is the choice of somebody who answers for himself.
const aboutSelf = "zelf"

func (t *Turn) whoItIsAbout() (all []Choice) {
	for key := range strings.SplitSeq(t.get("over"), " ") {
		if key == aboutSelf {
			all = append(all, Choice{Label: "uzelf", Value: key})
			continue
		}
		id, _, _ := strings.Cut(key, "/")
		p, _ := store.People.Get(t.Tx, id)
		name := nameFor(p.Name, wijk.SMS)
		if name == "" {
			name = fmt.Sprintf("uw naaste (%d)", len(all)+1)
		}
		all = append(all, Choice{Label: name, Value: key})
	}
	return all
}

// asksWho asks whom an answer is about.
func (t *Turn) asksWho(open []wijk.Appeal, word string, self bool) {
	var keys []string
	for _, a := range open {
		keys = append(keys, a.Key())
	}
	if self {
		keys = append(keys, aboutSelf) // last: a second "1" is no "alles goed"
	}
	t.leave()
	t.Talk.Flow = overWie.Name
	t.set("over", strings.Join(keys, " "))
	t.set("woord", word)
	t.proceed(overWie)
}
