package flows

import (
	"slices"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// lives notes that whoever has an open question wrote or pressed anything at
// all. That is a sign of life and no answer: the question stays open and a
// person will look, but no keeper is asked and nobody is called for silence.
func (t *Turn) lives() {
	if t.probe || t.Person == nil || t.Person.CheckIn == nil || !t.speaksForHerself() || t.M.From.Channel == wijk.Voice {
		return // a call says what it is in voice.go
	}
	if ck, asked := t.openCheckIn(); asked && ck.LifeSign.IsZero() && ck.Date == t.dateOf(0) {
		t.alive(ck, t.said)
	}
}

// speaksForHerself reports whether the message can only be of the sender, now.
func (t *Turn) speaksForHerself() bool {
	return !t.M.Edited && !t.M.Forwarded && t.M.Chat == "" && len(t.Holder.Also) == 0 && !t.said.Has(reply.AutoReply) && !t.said.Has(reply.ThirdParty)
}

// goodAlready takes "alles goed" of the morning, before the question of that
// day, for the answer to it. Only in Telegram, where nobody can send in her
// name, only in words (a bare "ja" may be of anything), and not while help is
// on its way: an SMS or a call is a sign of life, and the question is asked.
func (t *Turn) goodAlready(said reply.Result) bool {
	if said.Label != reply.OK || t.bare() || t.M.From.Channel != wijk.Telegram || t.M.Kind != wijk.Text || !t.speaksForHerself() {
		return false
	}
	d, plan := t.dateOf(0), t.Person.CheckIn
	ck := wijk.CheckIn{Person: t.Person.ID, Date: d, Slot: plan.Time, Wijk: t.Person.Wijk, Due: t.City.slotTime(d, plan.Time), Profile: plan.Profile}
	if d != wijk.DateOf(t.Now) || !slices.Contains(plan.Days, d.Weekday()) || !t.Now.Before(ck.Due) || t.Person.Away(d) || store.CheckIns.Has(t.Tx, ck.Key()) {
		return false
	}
	for _, cs := range store.Cases.Find(t.Tx, "open", t.Person.ID) {
		if cs.Kind != wijk.CaseUnreached {
			return false // somebody still has to speak to her
		}
	}
	ck.LifeSign = t.M.At
	t.fine(&ck, said)
	store.CheckIns.Put(t.Tx, ck.Key(), ck)
	return true
}
