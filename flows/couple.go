package flows

import (
	"slices"
	"strings"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A couple may share one mobile telephone: each is asked, and each has an own
// check-in, but a text from it says nothing of who wrote it. A cry for help is
// taken for both. A good answer that may be of either is nobody's until the one
// question "van wie?" is answered; the ladder goes on meanwhile. What either
// wants changed, a person calls about. A key in a call of ours is of whoever
// was called (voice.go).

// sharers returns the residents whose address it is, when it is of more than
// one; nil otherwise.
func (c *City) sharers(tx *store.Tx, h *wijk.Holder) (all []*wijk.Person) {
	for _, id := range append([]string{h.Person}, h.Also...) {
		if p, ok := store.People.Get(tx, id); ok && p.Died == "" {
			all = append(all, &p)
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// noSharing tells why p cannot have a number besides those who have it, empty
// when p can: a couple lives at one address, and a slip of the pen does not.
func (c *City) noSharing(tx *store.Tx, a wijk.Address, p *wijk.Person) string {
	h, _ := store.Holders.Get(tx, a.String())
	others := slices.DeleteFunc(append([]string{h.Person}, h.Also...), func(id string) bool { return id == "" || id == p.ID })
	for _, id := range others {
		if o, ok := store.People.Get(tx, id); ok && !o.LivesWith(p) {
			return textNotHome
		}
	}
	if len(others) >= wijk.MostSharers {
		return "Dit nummer is al van twee bewoners. Meer kan niet."
	}
	return ""
}

const textNotHome = "Dit nummer is van een andere bewoner. Delen kan alleen op een en hetzelfde adres, met postcode."

// meetsBoth loads those who share the telephone, and makes one of them the
// sender: whoever the text names, or else who waits for an answer.
func (t *Turn) meetsBoth() {
	t.both = t.City.sharers(t.Tx, &t.Holder)
	if len(t.both) == 0 {
		return
	}
	t.Person = slices.MinFunc(t.both, func(a, b *wijk.Person) int { return t.nearness(a) - t.nearness(b) })
	if named := t.whom(); len(named) == 1 {
		t.Person = named[0]
	}
}

// nearness orders the sharers by how likely the message is an answer of theirs.
func (t *Turn) nearness(p *wijk.Person) (n int) {
	t.as(p, func() {
		_, asked := t.openCheckIn()
		switch {
		case asked:
		case p.CheckIn != nil && t.justAsked() != nil:
			n = 1
		case p.Enrolled():
			n = 2
		case p.CheckIn != nil:
			n = 3
		default:
			n = 4
		}
	})
	return n
}

// as does something with one of the sharers as the sender.
func (t *Turn) as(p *wijk.Person, do func()) {
	before := t.Person
	t.Person = p
	do()
	t.Person = before
}

// each does something for every sharer, or for the sender when there is one.
// Only what is said for the first is sent.
func (t *Turn) each(do func()) {
	if len(t.both) == 0 {
		do()
		return
	}
	mute := t.mute
	for _, p := range t.both {
		t.as(p, do)
		t.mute = true
	}
	t.mute = mute
}

// bothNames is a sentence for staff, empty when the telephone is of one.
func (t *Turn) bothNames() string {
	if len(t.both) == 0 {
		return ""
	}
	return "Op de telefoon van " + t.both[0].Name + " en " + t.both[1].Name + "; wij weten niet wie."
}

// others are the sharers who are not the sender and are or were asked how it
// goes.
func (t *Turn) others() (all []*wijk.Person) {
	for _, p := range t.both {
		if p.ID != t.Person.ID && p.CheckIn != nil {
			all = append(all, p)
		}
	}
	return all
}

// criesForOther takes a cry for help for the other sharer too: nobody knows
// whose it is.
func (t *Turn) criesForOther(said reply.Result, kind, severity string) {
	for _, p := range t.others() {
		t.as(p, func() {
			if other := t.today(); other != nil && !t.M.Forwarded {
				note(other, said)
				other.State = wijk.CheckInAnswered
				rest(t.Tx, other)
				store.CheckIns.Put(t.Tx, other.Key(), *other)
			}
			t.openCase(kind, severity, "Regel: "+said.Rule+flagNote(said), true)
		})
	}
}

// whom returns the sharers whom the text names. A name that both have, or that
// is an answer by itself, names nobody.
func (t *Turn) whom() (all []*wijk.Person) {
	for _, p := range t.both {
		if slices.ContainsFunc(t.ownNames(p), func(w string) bool { return slices.Contains(t.Words, w) }) {
			all = append(all, p)
		}
	}
	return all
}

// titles are the words of a name that name nobody.
var titles = []string{"mevrouw", "meneer", "mevr", "mw", "dhr", "de", "heer", "van", "den", "der", "het", "ter", "ten", "en", "a", "b", "ab"}

// ownNames are the words of a name that only p has.
func (t *Turn) ownNames(p *wijk.Person) (all []string) {
	for _, w := range reply.Words(p.Name) {
		shared := slices.ContainsFunc(t.both, func(o *wijk.Person) bool { return o.ID != p.ID && slices.Contains(reply.Words(o.Name), w) })
		if !shared && len(w) > 2 && !slices.Contains(titles, w) && reply.Classify(w).Label == reply.Unclear {
			all = append(all, w)
		}
	}
	return all
}

// sameHand is within how long after a good answer of one a second one may be of
// the same: by SMS nobody is thanked, so that some send it again.
const sameHand = 10 * time.Minute

// mayStillWrite reports whether somebody who gave a good answer may write one
// yet: the same again, or an answer to a text that lay there when a key in a
// call was pressed.
func (t *Turn) mayStillWrite(ck *wijk.CheckIn) bool {
	return ck.Wellbeing == string(reply.OK) && (t.M.At.Sub(ck.LifeSign) < sameHand || ck.Rule == ruleFine)
}

// ofTwo takes an answer that may be of either sharer, and reports whether that
// was done; false is an answer of the sender.
func (t *Turn) ofTwo(said reply.Result) bool {
	if len(t.both) == 0 {
		return false
	}
	var open []*wijk.Person
	recent := false
	for _, p := range t.both {
		t.as(p, func() {
			if _, asked := t.openCheckIn(); asked {
				open = append(open, p)
				return
			}
			for back := range 2 { // after midnight hers of yesterday still waits
				ck, _ := t.checkInOf(back)
				recent = recent || t.mayStillWrite(&ck)
			}
		})
	}
	named := t.whom()
	switch said.Label {
	case reply.OK:
		switch {
		case len(named) > 1:
			t.fineFor(open, said)
		case len(named) == 1 || len(open) < 2 && !recent && !t.askedWho:
			return false
		default:
			t.begins(vanWie)
		}
		return true
	case reply.Help, reply.Urgent, reply.Pause:
		return false // of both, or asked
	}
	return !t.wouldStart() && !t.wantsReport() && t.unclearOfTwo(open, len(named), said)
}

// unclearOfTwo asks those whose question is open once more, and reports false
// when that is one of them alone. A good answer of a moment ago, of whomever,
// is none together with this.
func (t *Turn) unclearOfTwo(open []*wijk.Person, named int, said reply.Result) bool {
	taken := t.takesBack()
	if !taken && (len(open) < 2 || named == 1) {
		return false
	}
	mute := t.mute
	t.mute = t.mute || taken
	for _, p := range open {
		t.as(p, func() {
			if ck, asked := t.openCheckIn(); asked {
				t.unclear(ck, said)
				store.CheckIns.Put(t.Tx, ck.Key(), *ck)
			}
		})
		t.mute = true
	}
	t.mute = mute
	return true
}

// fineFor takes a good answer for those who gave it. At high risk it still has
// to be confirmed.
func (t *Turn) fineFor(people []*wijk.Person, said reply.Result) {
	for _, p := range people {
		t.as(p, func() {
			ck, asked := t.openCheckIn()
			switch {
			case !asked:
				return
			case t.forgeable():
				t.City.verify(t.Tx, ck, p, t.Now)
			default:
				t.alive(ck, said)
				t.fine(ck, said)
			}
			store.CheckIns.Put(t.Tx, ck.Key(), *ck)
		})
	}
}

// vanWie asks who of the two it was. What is no answer to it goes its own way.
var vanWie = &Flow{
	Name:  "van wie",
	Soft:  true,
	Holds: func(t *Turn) bool { return len(t.both) > 0 },
	Open: func(t *Turn) {
		t.set("a", t.both[0].ID)
		t.set("b", t.both[1].ID)
	},
	Ask: []Question{{
		Key: "wie",
		Say: func(t *Turn) string {
			a, b := nameFor(t.both[0].Name, t.M.From.Channel), nameFor(t.both[1].Name, t.M.From.Channel)
			if a == "" || b == "" || a == b {
				a, b = t.nameOrPlace(0), t.nameOrPlace(1)
			}
			return fill("D4", "naama", a, "naamb", b)
		},
		Take: func(t *Turn, _ *Question) (string, bool) {
			return "", len(t.whoSaid()) > 0
		},
	}},
	Done: func(t *Turn) { t.saysWho() },
}

// nameOrPlace is what the ith sharer is called when a name does not fit.
func (t *Turn) nameOrPlace(i int) string {
	if own := t.ownNames(t.both[i]); len(own) > 0 && nameFor(own[0], wijk.SMS) != "" {
		return nameFor(own[0], wijk.SMS)
	}
	return [...]string{"de eerste", "de tweede"}[i]
}

// whoSaid returns whom the answer to vanWie names, if it does nothing else.
func (t *Turn) whoSaid() (all []*wijk.Person) {
	said := strings.Join(t.Words, " ")
	switch {
	case cries(t.said) || t.M.Kind != wijk.Text || len(t.Words) > 6:
		return nil
	case t.is("ab", "a b", "a en b", "b en a", "ba", "b a", "allebei", "beide", "beiden", "wij allebei", "van allebei", "van ons allebei", "voor allebei"):
		return t.both
	case said == "a" || said == "van a" || said == "voor a":
		return t.sharer("a")
	case said == "b" || said == "van b" || said == "voor b":
		return t.sharer("b")
	}
	if t.said.Label != reply.Unclear {
		return nil // an answer with a name in it goes the way of all answers
	}
	return t.whom()
}

// sharer returns who a letter stood for when it was asked.
func (t *Turn) sharer(letter string) (all []*wijk.Person) {
	for _, p := range t.both {
		if p.ID == t.get(letter) {
			all = append(all, p)
		}
	}
	return all
}

// answersWho takes the answer to vanWie before anything else that is asked
// softly, and ends that question when it is none.
func (t *Turn) answersWho() bool {
	f, q := t.open()
	if f != vanWie {
		return false
	}
	if _, ok := q.Take(t, q); ok {
		t.answer()
		return true
	}
	t.askedWho = t.Talk.AskedAt.After(t.lastAsked())
	t.leave()
	return false
}

// saysWho does what one of the two, or both, said before it was asked who.
func (t *Turn) saysWho() {
	people, asked := t.whoSaid(), t.Talk.AskedAt
	if what := t.get("pauze"); what != "" {
		t.pausesOf(people, wijk.Date(t.get("tot")), what)
		return
	}
	people = slices.DeleteFunc(slices.Clone(people), func(p *wijk.Person) (later bool) {
		t.as(p, func() { // it said nothing of a question that came after it
			ck, open := t.openCheckIn()
			later = open && t.askedAt(ck).After(asked)
		})
		return later
	})
	t.fineFor(people, reply.Result{Label: reply.OK, Rule: ruleWho})
}

// ruleWho is the rule of a good answer that was asked whose it is.
const ruleWho = "van wie"

// asksWhoIsAway asks whose the pause is, on a telephone of two. Words about a
// hospital are for a person at once. heard is what the keepers hear.
func (t *Turn) asksWhoIsAway(said reply.Result, last wijk.Date) bool {
	if len(t.both) == 0 {
		return false
	}
	heard := "E4"
	if said.Has(reply.Hospital) {
		heard = "E6"
		t.openCase(wijk.CaseHospital, wijk.Amber, textHospital, false)
	}
	if named := t.whom(); len(named) == 1 {
		t.pausesOf(named, last, heard)
		return true
	}
	t.begins(vanWie)
	t.set("pauze", heard)
	t.set("tot", string(last))
	return true
}

// pausesOf pauses some of the sharers, until the last day or as long as a pause
// may be. Of who is at high risk a person asks first.
func (t *Turn) pausesOf(people []*wijk.Person, last wijk.Date, heard string) {
	t.leave()
	mute := t.mute
	for _, p := range people {
		t.as(p, func() {
			switch {
			case !p.Enrolled():
				return
			case p.CheckIn.HighRisk:
				t.asksByPhone("pauze")
			default:
				if last == "" {
					last = wijk.DateOf(t.Now).Add(maxPause)
				}
				t.City.endCheckIns(t.Tx, p, t.M.At, true, t.Now)
				t.City.endAppeals(t.Tx, p, heard, t.Now)
				t.pauseTo(last)
			}
			t.mute = true
		})
	}
	t.mute = mute
}
