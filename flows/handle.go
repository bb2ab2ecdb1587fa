package flows

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Handle does all that one message asks for, once: a second delivery of the
// same message changes nothing. now is city time.
func (c *City) Handle(tx *store.Tx, m wijk.Message, now time.Time) {
	if m.Cursor.Door != "" {
		store.Cursors.Put(tx, m.Cursor.Door, m.Cursor.Value)
	}
	if !record(tx, m) || m.From.To == "" {
		return
	}
	t := c.begin(tx, m, now)
	// In a group nobody gets an answer, and who telephones hears it there.
	t.mute = t.looping() || m.Chat != "" || m.From.Channel == wijk.Voice
	t.revive()
	t.handle()
	t.lives()
	t.end()
}

// record notes that m came in, and reports whether it is new.
func record(tx *store.Tx, m wijk.Message) bool {
	key := m.Unique
	if key == "" {
		key = m.ID
	}
	if store.Seen.Has(tx, key) {
		return false
	}
	seq := tx.Next("event")
	store.Seen.Put(tx, key, seq)
	store.Events.Put(tx, store.Num(seq), wijk.Event{
		Seq: seq, Time: m.At, Channel: m.From.Channel, ProviderID: m.ID, Kind: m.Kind, Unique: m.Unique,
	})
	return true
}

// handle decides what the message is. The order is the safety of it.
func (t *Turn) handle() {
	t.said = t.label()
	t.together()
	said := t.said
	switch {
	case t.M.From.Channel == wijk.Voice:
		t.byVoice(said)
	case t.M.Edited && !cries(said):
		t.changed(said) // only a change for the worse counts
	case t.M.Kind == wijk.Button:
		t.pressed()
	case t.raised:
		t.danger(said)
	case t.bareHelp():
		t.askedForHelp()
	case said.Label == reply.Urgent && !t.atWork():
		t.danger(said)
	case said.Label == reply.Help && !t.atWork() && (t.M.Chat != "" && t.Person != nil || t.M.Chat == "" && t.M.Forwarded):
		t.danger(said)
	case said.Label == reply.Help && !t.atWork() && t.criesForKept(said):
		t.danger(said) // not a report, whatever was being asked
	case t.M.Chat != "":
		return // a group is no place for anything but an alarm
	case t.M.Forwarded:
		t.Say("Dit is een doorgestuurd bericht. Typ het zelf, dan weten wij dat het van u komt.")
	case t.answersCanary():
	case t.wrongNumber(said), t.tellsNewNumber(said):
	case t.wantsForgetting(said), t.editsList(), t.keeperEnds():
	case !t.isOrder() && !t.aboutCase() && (t.objects(said) || t.wantsNoUpdates() || t.wantsStop(said)):
	case said.Has(reply.AutoReply) && !t.busy() && !t.isOrder() && !t.promises():
		return // an answer would be answered, and a machine is no sign of life
	case t.moreOfAlbum(), t.keeperAnswers(said), t.tellsNumber(), t.command():
	case t.answersLatest(said):
	case t.answersQuestion(said):
	case t.startsFlow():
	case t.answersUpdate():
	default:
		t.lost(said)
	}
}

// label says what the words would mean as an answer to "gaat het goed?".
func (t *Turn) label() reply.Result {
	if t.M.From.Channel == wijk.Voice {
		return keyMeans(t.M)
	}
	if t.M.Text == "" || t.M.Kind == wijk.Button || t.M.Kind == wijk.Contact {
		return reply.Result{Label: reply.Unclear, Rule: "kind"}
	}
	if _, ok := t.aboutWords(); ok {
		return reply.Result{Label: reply.Unclear, Rule: "woorden"} // to the classifier "bewaar mijn woorden niet" is a cry
	}
	said := reply.Classify(t.M.Text)
	if said.Label == reply.Urgent && t.housed() {
		said = reply.Classify(strings.Replace(t.M.Text, emergency, "", 1))
	}
	if said.Label == reply.Pause && t.isBack() {
		said.Label = reply.Unclear // "weer thuis" is the end of a pause, never one
	}
	if cries(said) && t.partsAsKeeper() {
		return reply.Result{Label: reply.Unclear, Rule: "contactpersoon"} // "ik wil niet meer ..."
	}
	if cries(said) && t.reportsThings() {
		return reply.Result{Label: reply.Unclear, Rule: "melding"} // "kerstbomen liggen nog op straat"
	}
	return said
}

// reportsThings reports whether the words speak of things only and come from
// somebody who never had a check-in: of those who do, any cry is heard.
func (t *Turn) reportsThings() bool {
	if _, asked := t.openCheckIn(); asked || t.Person != nil && t.Person.CheckIn != nil {
		return false
	}
	return category.OnlyThings(t.M.Text)
}

// emergency is the number to call in need, which is also somebody's house.
const emergency = "112"

// housed reports whether that number is of a house in an address, as in
// "Dorpsstraat 112", from somebody who was not asked how it goes.
func (t *Turn) housed() bool {
	a, ok := dutch.Place(t.M.Text)
	if !ok || a.Street == "" || a.Number != emergency {
		return false
	}
	_, asked := t.openCheckIn()
	return !asked
}

func cries(said reply.Result) bool { return said.Label == reply.Help || said.Label == reply.Urgent }

// atWork reports whether the sender writes as staff: an update about a fire, or
// what was done for somebody who fell, is no cry for help.
func (t *Turn) atWork() bool {
	switch {
	case t.Staff == nil:
		return false
	case t.Person == nil || t.staffWord():
		return true
	}
	f, _ := t.open()
	return f == update && !t.Person.Enrolled()
}

// busy reports whether a question is open that needs an answer.
func (t *Turn) busy() bool {
	f, _ := t.open()
	return f != nil && !f.Soft
}

func (t *Turn) bareHelp() bool { return t.is("hulp", "help") }

// askedForHelp: see the package comment for what HULP means when.
func (t *Turn) askedForHelp() {
	ck, ok := t.openCheckIn()
	if !ok && t.Person != nil {
		ck = t.justAsked()
	}
	if said := reply.Classify(t.M.Text); t.M.Chat == "" && !t.M.Forwarded && len(t.criesAbout(said)) > 0 {
		t.danger(said) // of a keeper who was asked about somebody
		return
	}
	if ck != nil || t.M.Forwarded {
		if t.M.Forwarded {
			ck = nil // somebody else's words are no answer
		}
		t.cry(ck, reply.Classify(t.M.Text))
		return
	}
	if t.Person != nil && t.Person.CheckIn != nil { // after STOP too
		t.asksAfterAnswer(reply.Classify(t.M.Text))
	}
	if t.M.Chat != "" {
		return
	}
	t.begins(menu)
}

// asksAfterAnswer has a person look at a bare HULP of somebody who is asked
// nothing now. Who said before that all was well today did not mean that any
// more: the good answer does not stand, of none of those who share a telephone.
func (t *Turn) asksAfterAnswer(said reply.Result) {
	taken := false
	said.Label = reply.Help // the word alone tells no more
	t.each(func() {
		ck := t.today()
		if ck == nil || ck.Wellbeing != string(reply.OK) {
			return
		}
		note(ck, said)
		store.CheckIns.Put(t.Tx, ck.Key(), *ck)
		t.openCase(wijk.CaseHelp, wijk.Amber, "Zei dat het goed ging, en vroeg daarna om hulp.", true)
		taken = true
	})
	if !taken {
		t.openCase(wijk.CaseQuestion, wijk.Amber, "Vroeg om hulp toen er geen vraag open stond.", true)
	}
}

// looping reports whether the same text came more than five times in five
// minutes: two machines talking. Its danger words still count.
func (t *Turn) looping() bool {
	if t.M.Text == "" {
		return false
	}
	h := fnv.New64a()
	h.Write([]byte(strings.Join(t.Words, " ")))
	sum := h.Sum64()
	from := t.Now.Add(-loopWindow).Unix()
	t.Talk.Heard = slices.DeleteFunc(t.Talk.Heard, func(x wijk.Heard) bool { return x.At < from })
	same := 0
	for _, x := range t.Talk.Heard {
		if x.Hash == sum {
			same++
		}
	}
	if len(t.Talk.Heard) < maxHeard {
		t.Talk.Heard = append(t.Talk.Heard, wijk.Heard{Hash: sum, At: t.Now.Unix()})
	}
	return same >= loopCount
}

// A loop is more than loopCount equal texts within loopWindow. maxHeard keeps
// the row small whatever somebody sends.
const (
	loopCount  = 5
	loopWindow = 5 * time.Minute
	maxHeard   = 12
)

// revive forgets that an address was dead: somebody just wrote from it.
func (t *Turn) revive() {
	if t.Person == nil || !slices.Contains(t.Person.Dead, t.M.From) {
		return
	}
	t.Person.Dead = slices.DeleteFunc(t.Person.Dead, func(a wijk.Address) bool { return a == t.M.From })
	t.savePerson()
}

// command handles words that mean the same at any moment.
func (t *Turn) command() bool {
	switch {
	case t.is("menu", "start", "begin"), strings.HasPrefix(t.M.Text, "/start"):
		t.begins(menu)
	case t.is("terug") || t.M.Text == "0":
		t.back()
	case t.is("mijn meldingen"):
		t.begins(mijnMeldingen)
	case t.paused() && t.isBack():
		t.resume()
	case t.consents():
	case t.Person != nil && t.Person.Enrolled() && t.opensWith("pauze", "pauzeer") && !t.aboutCase() && t.label().Label == reply.Pause:
		return t.wantsPause(t.label())
	default:
		return t.commandWithWords()
	}
	return true
}

func (t *Turn) commandWithWords() bool {
	if t.workCommand() || t.residentCommand() {
		return true
	}
	if rest, ok := t.starts("koppel"); ok {
		if len(t.both) > 0 {
			t.Say("Dit kan niet met een telefoon van twee mensen. Bel " + t.City.Tel + ". Gemeente Zoetermeer")
			return true
		}
		t.link(rest)
		return true
	}
	if rest, ok := t.starts("herroep"); ok {
		t.recall(rest)
		return true
	}
	if rest, ok := t.starts("volg"); ok && (!t.busy() || t.isWijk(rest)) {
		t.wantsFollow(rest)
		return true
	}
	return t.contactCommand() || t.also() || t.partyCommand() || t.Staff != nil && t.staffCommand()
}

// lost answers what nothing else understood.
func (t *Turn) lost(said reply.Result) {
	switch {
	case cries(said) && (!t.bare() || t.knowsTheNumbers()):
		t.danger(said)
	case t.Person != nil && t.Person.Enrolled():
		t.strayAnswer(said)
	case t.keeps() && t.repeatsInvitation():
	case t.mayStart():
		t.begins(t.City.flow(flowMelding))
	case t.asksOnly() && t.tellsWhat():
		t.menuAfter("Een vraag? Kies een medewerker.")
	case t.lapsed:
		t.menuAfter(textLapsed)
	default:
		t.menuAfter("Dat begrijp ik niet.")
	}
}

// knowsTheNumbers reports whether the sender was told that "2" is "bel mij",
// although no answer is expected any more: after STOP, or when the check-ins
// were ended at the desk while a question was open.
func (t *Turn) knowsTheNumbers() bool {
	return t.Person != nil && (t.Person.CheckIn != nil || !t.lastAsked().IsZero())
}
