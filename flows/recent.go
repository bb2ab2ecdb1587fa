package flows

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Who writes "ik kan niet" and then "opstaan" says one thing in two texts, so
// that the texts of two minutes are read together as well as alone. Together
// they can only be worse. Only of those with check-ins, and no longer: after
// the two minutes nothing of the words is left.
const (
	recentAge   = 2 * time.Minute
	mostRecent  = 5   // texts
	recentRunes = 500 // of all of them
	// spelledRunes is how long a word can be that came letter by letter.
	spelledRunes = 16
)

// graveness orders what a text can say: what is worse wins.
func graveness(l reply.Label) int {
	switch l {
	case reply.Urgent:
		return 3
	case reply.Help:
		return 2
	case reply.OK:
		return 0
	}
	return 1
}

// together reads the text with those just before it. Words that are no cry
// alone, and are one together, are a cry. Each earlier text counts with what
// was done for it already, so that one cry is not two.
func (t *Turn) together() {
	from := t.M.At.Add(-recentAge).Unix()
	t.Talk.Recent = slices.DeleteFunc(slices.Clone(t.Talk.Recent), func(r wijk.Recent) bool { return r.At < from })
	if !t.mayBePart() {
		return
	}
	worst, text, letters := graveness(t.said.Label), t.M.Text, t.M.Text
	for _, r := range slices.Backward(t.Talk.Recent) {
		text, letters, worst = r.Words+" "+text, r.Words+letters, max(worst, r.Grave)
		said := reply.Classify(text)
		if graveness(said.Label) <= worst && spelled(text, letters) {
			said = reply.Classify(letters)
		}
		if t.said.Label == reply.OK && worst >= graveness(reply.Help) {
			continue // "goed" after a cry makes it no graver
		}
		if cries(said) && graveness(said.Label) > max(worst, graveness(t.said.Label)) {
			t.said, t.raised = said, true
			worst = graveness(said.Label)
		}
		t.spoilt = t.spoilt || r.Grave == 0 && said.Label != reply.OK
	}
	t.remember(t.M.Text, t.said.Label)
}

// spelled reports whether texts can be one word in pieces.
func spelled(text, letters string) bool {
	if utf8.RuneCountInString(letters) > spelledRunes || strings.ContainsAny(letters, " \n") {
		return false
	}
	return strings.Count(text, " ") > 0
}

// mayBePart reports whether the message can be a part of what somebody with
// check-ins says of herself.
func (t *Turn) mayBePart() bool {
	if t.Person == nil || t.Person.CheckIn == nil || t.M.Text == "" || t.M.Kind == wijk.Button || t.M.Kind == wijk.Contact {
		return false
	}
	_, aboutWords := t.aboutWords()
	if f, _ := t.open(); f == vanWie && len(t.whoSaid()) > 0 {
		return false // "A": what we offered
	}
	if f, q := t.open(); f != nil && t.expects(q) && t.Talk.AskedAt.After(t.lastAsked()) {
		return false // "overslaan", say: what we offered
	}
	return !aboutWords && !t.bareHelp() && t.M.From.Channel != wijk.Voice && t.M.Chat == "" && !t.M.Forwarded && !t.M.Edited &&
		!t.said.Has(reply.AutoReply) && !t.atWork() && !t.isOrder()
}

// remember keeps words for two minutes.
func (t *Turn) remember(words string, label reply.Label) {
	if n := utf8.RuneCountInString(words); n > recentRunes {
		words = string([]rune(words)[n-recentRunes:])
	}
	all := append(t.Talk.Recent, wijk.Recent{Words: words, At: t.M.At.Unix(), Grave: graveness(label)})
	slices.SortStableFunc(all, func(a, b wijk.Recent) int { return int(a.At - b.At) })
	size := 0
	for _, r := range all {
		size += utf8.RuneCountInString(r.Words)
	}
	for len(all) > mostRecent || size > recentRunes {
		size -= utf8.RuneCountInString(all[0].Words)
		all = all[1:]
	}
	t.Talk.Recent = all
	if _, waits := store.Timer(t.Tx, t.Person.ID, timerRecent, ""); !waits {
		store.SetTimer(t.Tx, wijk.Timer{Person: t.Person.ID, Kind: timerRecent, Due: t.Now.Add(recentAge)})
	}
}

// forgetRecent drops what a person wrote over two minutes ago, and comes back
// for what is younger.
func (c *City) forgetRecent(tx *store.Tx, person string, now time.Time) {
	p, _ := store.People.Get(tx, person)
	from, next := now.Add(-recentAge).Unix(), time.Time{}
	for _, a := range addressesOf(&p) {
		talk, ok := store.Talks.Get(tx, a.String())
		if !ok || len(talk.Recent) == 0 {
			continue
		}
		talk.Recent = slices.DeleteFunc(slices.Clone(talk.Recent), func(r wijk.Recent) bool { return r.At <= from })
		store.Talks.Put(tx, a.String(), talk)
		if len(talk.Recent) == 0 {
			continue
		}
		if due := time.Unix(talk.Recent[0].At, 0).Add(recentAge); next.IsZero() || due.Before(next) {
			next = due
		}
	}
	if !next.IsZero() {
		store.SetTimer(tx, wijk.Timer{Person: person, Kind: timerRecent, Due: next})
	}
}

// takesBack asks once more how somebody is, whose good answer of a moment ago
// is not one together with what came after it.
func (t *Turn) takesBack() (taken bool) {
	if !t.spoilt || t.said.Label == reply.OK || t.Person == nil {
		return false
	}
	people, mute := t.both, t.mute
	if len(people) == 0 {
		people = []*wijk.Person{t.Person}
	}
	for _, p := range people {
		t.as(p, func() {
			ck := t.today()
			if ck == nil || ck.State != wijk.CheckInAnswered || ck.Wellbeing != string(reply.OK) || len(t.both) > 0 && t.M.At.Sub(ck.LifeSign) > recentAge {
				return
			}
			ck.State = wijk.CheckInOpen
			t.unclear(ck, reply.Result{Label: reply.Unclear, Rule: ruleTogether})
			store.CheckIns.Put(t.Tx, ck.Key(), *ck)
			taken, t.mute = true, true
		})
	}
	t.mute = mute
	return taken
}

// ruleTogether is the rule of a good answer that was taken back.
const ruleTogether = "samen gelezen"
