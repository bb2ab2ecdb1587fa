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

// freshAppeal is how long after a keeper was asked a cry of his is about the one
// he was asked about.
const freshAppeal = 24 * time.Hour

// keeperCries hears a cry for help from a keeper as one for the person that he
// looks after: when he was asked about her today, or writes of somebody else.
// It reports whether the sender himself is in no need, as far as the words say.
func (t *Turn) keeperCries(said reply.Result) bool {
	if !t.keeps() || t.M.Forwarded || t.M.Chat != "" || t.keeperWord(said) == "2" {
		return false // "2" asks for help for oneself, or says that one cannot
	}
	kind := wijk.CaseHelp
	if said.Label == reply.Urgent {
		kind = wijk.CaseUrgent
	}
	about := t.criesAbout(said)
	for i := range about {
		why := "Bericht. " + keeperOf(&about[i], t.M.From.To) + ". Regel: " + said.Rule + flagNote(said)
		if len(about) > 1 {
			why += " De contactpersoon is het van meer mensen."
		}
		t.City.raise(t.Tx, &about[i], kind, why, t.Now)
	}
	for _, a := range openAppeals(t.appeals()) {
		a.State, a.Told = wijk.AppealHelp, "E7"
		store.Appeals.Put(t.Tx, a.Key(), a)
		stopAppeal(t.Tx, &a)
	}
	if len(about) == 0 || t.hasCheckIns() && !said.Has(reply.ThirdParty) {
		return false
	}
	switch {
	case said.Has(reply.Suicide), said.Has(reply.Violence):
		t.Say(t.City.signpost(said, t.Now))
	default:
		t.Say(fill("E7"))
	}
	if t.busy() {
		_, q := t.open()
		t.ask(q)
	}
	return true
}

// criesForKept reports whether words of a keeper say that somebody else, about
// whom he was asked, needs help.
func (t *Turn) criesForKept(said reply.Result) bool {
	return t.M.Chat == "" && !t.M.Forwarded && said.Has(reply.ThirdParty) && t.keeperWord(said) == "" && len(t.criesAbout(said)) > 0
}

// criesAbout are those whom a cry of the sender may be about.
func (t *Turn) criesAbout(said reply.Result) (about []wijk.Person) {
	for _, a := range t.appeals() {
		if t.Now.Sub(a.Asked) > freshAppeal || slices.ContainsFunc(about, func(p wijk.Person) bool { return p.ID == a.Person }) {
			continue
		}
		if p, ok := store.People.Get(t.Tx, a.Person); ok {
			about = append(about, p)
		}
	}
	if len(about) == 0 && said.Has(reply.ThirdParty) {
		return t.kept()
	}
	return about
}

// partWords are all words of a message by which somebody ends being a keeper.
// It is a closed world: one word more, and the message is heard as any other.
var partWords = strings.Fields("ik wil wou graag kan geen niet langer meer de een contactpersoon zijn blijven worden stop stoppen als " +
	"met haal mij eraf weg dank u hallo goedemorgen goedemiddag beste gemeente van het")

// partsAsKeeper reports whether the words are "ik wil geen contactpersoon meer
// zijn", from somebody who is one.
func (t *Turn) partsAsKeeper() bool {
	no := func(w string) bool {
		return slices.Contains([]string{"geen", "niet", "stop", "stoppen", "weg", "eraf"}, w)
	}
	return t.keeps() && t.M.Kind == wijk.Text && slices.Contains(t.Words, "contactpersoon") && slices.ContainsFunc(t.Words, no) &&
		!slices.ContainsFunc(t.Words, func(w string) bool { return !slices.Contains(partWords, w) })
}

// wrongNumbers are what people say to whom our message makes no sense.
var wrongNumbers = []string{
	"wie is dit", "wie bent u", "wie ben je", "wie ben jij", "van wie is dit", "wie is dat", "verkeerd nummer", "verkeerde nummer", "u heeft het verkeerde nummer",
	"je hebt het verkeerde nummer", "dit is een verkeerd nummer", "ik ken deze persoon niet", "ken ik niet", "die ken ik niet", "ik ken haar niet", "ik ken hem niet",
	"dit nummer is niet van mij", "verkeerd verbonden",
}

// keeperEnds ends that the sender is asked about others: by his own wish, or
// because the number is somebody else's by now.
func (t *Turn) keeperEnds() bool {
	if !t.keeps() || t.M.Kind != wijk.Text || t.M.Edited {
		return false
	}
	switch {
	case t.partsAsKeeper():
		t.endKeeping("C5", "")
		t.Say(fill("C8"))
	case t.is(wrongNumbers...) && (t.Person == nil || t.askedAsKeeper()):
		t.endKeeping("", "zegt: verkeerd nummer. Zoek het goede nummer.")
		t.Say(fill("C9"))
	case t.keeperMoved():
		t.Say(fill("C12"))
	default:
		return false
	}
	t.leave()
	return true
}

// keeperMoved puts the new number of a keeper on the list of staff: only a person
// can tell whose it is. Somebody with check-ins means those, see nieuwNummer.
func (t *Turn) keeperMoved() (moved bool) {
	words := " " + strings.Join(t.Words, " ") + " "
	if t.hasCheckIns() || cries(t.said) || len(t.Words) > 14 || !strings.Contains(words, " nieuw nummer ") && !strings.Contains(words, " nieuwe nummer ") {
		return false
	}
	number := phoneIn(t.M.Text)
	if number == "" {
		number = "nog niet bekend"
	}
	for _, p := range t.kept() {
		if k := p.Keeper(t.M.From.To); k.Ended.IsZero() {
			t.City.keeperCase(t.Tx, &p, keeperOf(&p, k.Phone)+" heeft een nieuw nummer: "+number+". Bel en vraag of dit klopt.", t.Now)
			moved = true
		}
	}
	return moved
}

// askedAsKeeper reports whether an invitation or a question waits for the sender.
func (t *Turn) askedAsKeeper() bool {
	return len(openAppeals(t.appeals())) > 0 ||
		slices.ContainsFunc(t.kept(), func(p wijk.Person) bool { return p.Keeper(t.M.From.To).Waits() })
}

// endKeeping ends it for all whom the sender is a keeper of.
func (t *Turn) endKeeping(id, why string) {
	for _, p := range t.kept() {
		t.City.endKeeper(t.Tx, &p, t.M.From.To, id, why, t.Now)
	}
}

// answersInvitation takes JA or NEE to the question whether somebody wants to be
// a keeper. A check-in or another question that was asked later goes first.
func (t *Turn) answersInvitation(said reply.Result) bool {
	var asked []wijk.Person
	var last time.Time
	for _, p := range t.kept() {
		k := p.Keeper(t.M.From.To)
		fresh := k.Agreed == "" || k.Willing() && t.M.At.Sub(k.Invited) < keeperAnswerAge // told again what a yes did
		if fresh && !k.Invited.IsZero() && !t.M.At.Before(k.Invited.Truncate(time.Second)) {
			asked = append(asked, p)
			if k.Invited.After(last) {
				last = k.Invited
			}
		}
	}
	yes := t.Words != nil && (t.opensWith("ja") && dutch.Yes(t.Words) || t.is("graag", "ja graag", "dat is goed", "vind ik goed", "akkoord"))
	no, good := t.saysNo(), said.Label == reply.OK && !yes && t.keeperWord(said) != "1" || dutch.Yes(t.Words) && !yes
	ck, own := t.openCheckIn()
	if f, _ := t.open(); len(asked) == 0 || !yes && !no && !(good && own) || f != nil && t.Talk.AskedAt.After(last) || t.lastAsked().After(last) {
		return false
	}
	for _, a := range t.appeals() {
		if a.Last.After(last) {
			return false
		}
	}
	switch {
	case own && !yes:
		t.inDoubt(ck, "op een uitnodiging of op de vraag")
		return true
	case own:
		t.alive(ck, said)
	}
	for i := range asked {
		t.decides(&asked[i], yes)
	}
	return true
}

// repeatsInvitation asks again what somebody who was named did not answer.
func (t *Turn) repeatsInvitation() bool {
	for _, p := range t.kept() {
		if p.Keeper(t.M.From.To).Waits() && p.Enrolled() {
			t.Say(keeperText("C1", &p, "tel", t.City.Tel))
			return true
		}
	}
	return false
}

// decides notes the yes or no of somebody who was named by p. A yes after a no
// counts as long as the invitation stands.
func (t *Turn) decides(p *wijk.Person, yes bool) {
	p.Contacts = slices.Clone(p.Contacts)
	k := p.Keeper(t.M.From.To)
	switch {
	case t.M.At.Sub(k.Invited) > keeperAnswerAge || !p.Stopped.IsZero():
		t.Say(fill("C10", "tel", t.City.Tel))
	case yes && k.Willing():
		t.Say(keeperText("C6", p))
	case yes:
		k.Agreed, k.Ended = wijk.DateOf(t.Now), time.Time{}
		for _, scope := range []string{scopeInvited, scopeDrop} {
			store.StopTimer(t.Tx, p.ID, timerKeeper, scope+k.Phone)
		}
		store.People.Put(t.Tx, p.ID, *p)
		t.City.tellOfKeeper(t.Tx, p, k, "C2", t.Now)
		t.Say(keeperText("C6", p))
	default:
		t.City.endKeeper(t.Tx, p, k.Phone, "C3", "wil geen contactpersoon zijn.", t.Now)
		t.Say(fill("C7"))
	}
}
