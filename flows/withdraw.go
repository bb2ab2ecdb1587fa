package flows

import (
	"fmt"
	"slices"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// wantsToWithdraw handles "intrekken 12", with a reason or not. Only who made a
// report takes it back.
func (t *Turn) wantsToWithdraw(number uint64, reason string) bool {
	r, x, ok := t.mine(number)
	switch {
	case !ok:
		return t.notMine(number, reason)
	case !x.Made:
		t.Say(fmt.Sprintf("Iemand anders deed deze melding. Niet meer volgen? Stuur ONTVOLG %d.", number))
	case !r.Stage.Open():
		t.Say(fmt.Sprintf("Melding %d is al %s.", number, t.City.howFar(&r, t.Now)))
	default:
		t.heeds(reason)
		t.beginsAbout(intrekken, number)
		t.set("reden", short(reason, maxText))
	}
	return true
}

// intrekken asks whether a report is really to be withdrawn.
var intrekken = &Flow{
	Name: "intrekken",
	Ask: []Question{{
		Key: "klopt", Choices: yesNo, Take: confirm,
		Say: func(t *Turn) string {
			r, _, ok := t.reportInTalk()
			if !ok {
				return "Wilt u deze melding intrekken?"
			}
			text := fmt.Sprintf("Wilt u melding %d intrekken? (%s %s)", r.Number, reportName(&r), describePlace(&r.Place))
			if r.Reporters > 1 {
				text += " Anderen volgen deze melding. Voor hen blijft die open."
			}
			return text
		},
		Again: "Kies Ja of Nee.",
	}},
	Done: func(t *Turn) {
		r, x, ok := t.reportInTalk()
		switch {
		case t.get("klopt") != "ja":
			t.Say("Goed. De melding blijft staan.")
		case !ok || !x.Made:
			t.Say("Deze melding is niet meer van u.")
		default:
			t.withdraw(&r, &x, t.get("reden"))
		}
	},
}

// withdraw takes a report back. When others follow it, only this reporter goes.
func (t *Turn) withdraw(r *wijk.Report, x *wijk.Reporter, reason string) {
	note := "De melder trekt de melding in."
	if reason != "" {
		note += " Reden: " + reason
	}
	if r.Reporters > 1 && r.Stage.Open() {
		t.news(r, x, note+" Anderen volgen die nog.")
		t.leaveReport(r, x)
		t.Say(fmt.Sprintf("U bent van melding %d af. Anderen volgen die nog, dus die blijft open.", r.Number))
		return
	}
	t.wrote(r, x, note)
	moved, err := t.City.Move(t.Tx, r.Number, Move{To: wijk.Withdrawn, By: byReporter, Except: x.Address}, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	if r.Owner != "" || r.Party != nil || r.Handed != nil {
		t.City.tellHandlers(t.Tx, &moved, "ingetrokken door de melder.", t.Now)
	}
	t.Say(fmt.Sprintf("Melding %d is ingetrokken. Weer nodig? Meld het dan opnieuw.", r.Number))
}

// leaveReport takes a reporter off a report, with their vote. Their words stay
// until the report is closed, and then go: nobody can find them any more.
func (t *Turn) leaveReport(r *wijk.Report, x *wijk.Reporter) {
	t.hush(r.Number, x.To())
	count(r, x.Vote, -1)
	r.Reporters = max(0, r.Reporters-1)
	t.City.partWith(t.Tx, r, x)
	store.Reporters.Delete(t.Tx, store.ReporterKey(x.Number, x.Address))
}

// hush cancels what still waits to be told about a report to an address.
func (t *Turn) hush(number uint64, to wijk.Address) {
	about := aboutOf(number)
	for key, m := range store.Outbox.Find(t.Tx, "about", about.Kind+"/"+about.Ref) {
		if m.To == to {
			m.State = wijk.Cancelled
			store.Outbox.Put(t.Tx, key, m)
		}
	}
}

// wantsToUnfollow handles "ontvolg 12": nothing more is told of one report.
// STOP is for everything.
func (t *Turn) wantsToUnfollow(number uint64, rest string) bool {
	if rest != "" {
		return false
	}
	r, x, ok := t.mine(number)
	if !ok {
		return t.notMine(number, "")
	}
	t.unfollowReport(&r, &x)
	return true
}

func (t *Turn) unfollowReport(r *wijk.Report, x *wijk.Reporter) {
	if !x.Made {
		t.leaveReport(r, x)
		t.Say(fmt.Sprintf("U volgt melding %d niet meer. Toch weer? Stuur OOK %[1]d. Helemaal geen berichten meer? Stuur STOP.", r.Number))
		return
	}
	t.hush(r.Number, x.To())
	x.Muted = true
	t.saveReporter(*x)
	t.Say(fmt.Sprintf("U hoort niets meer over melding %d. Toch weer? Stuur VOLG %[1]d. Helemaal geen berichten meer? Stuur STOP.", r.Number))
}

// wantsToFollowAgain handles "volg 12". Whoever asks to hear of a report hears
// of it, after STOP too: this one report.
func (t *Turn) wantsToFollowAgain(number uint64, rest string) bool {
	if rest != "" {
		return false
	}
	r, x, ok := t.mine(number)
	if !ok {
		return t.notMine(number, "")
	}
	t.followAgain(&r, &x)
	return true
}

func (t *Turn) followAgain(r *wijk.Report, x *wijk.Reporter) {
	x.Muted = false
	if !t.City.hears(t.Tx, x) {
		x.At = t.Now
	}
	t.saveReporter(*x)
	t.Say(fmt.Sprintf("U hoort weer van ons over melding %d.", r.Number))
}

// partWith marks on a report what belongs to a reporter who goes. A closed report
// loses it now, an open one when it is closed: until then the city needs it.
func (c *City) partWith(tx *store.Tx, r *wijk.Report, x *wijk.Reporter) {
	if r.Erase == nil {
		r.Erase = &wijk.Erasure{}
	}
	r.Erase.Text = r.Erase.Text || x.Made
	r.Erase.Entries = append(slices.Clone(r.Erase.Entries), x.Wrote...)
	for _, id := range append(slices.Clone(r.Photos), r.Repairs...) {
		if p, ok := store.Photos.Get(tx, id); ok && p.Owner == x.Address {
			r.Erase.Photos = append(slices.Clone(r.Erase.Photos), id)
		}
	}
	if !r.Stage.Open() {
		eraseFrom(tx, r)
	}
	store.Reports.Put(tx, store.Num(r.Number), *r)
}

// eraseFrom takes from a report what had to go with a reporter who left.
func eraseFrom(tx *store.Tx, r *wijk.Report) {
	if r.Erase == nil {
		return
	}
	if r.Erase.Text {
		r.Text, r.Phrase, r.Answers = "", "", nil
	}
	for _, seq := range r.Erase.Entries {
		key := store.EntryKey(r.Number, seq)
		if e, ok := store.History.Get(tx, key); ok {
			e.Note = "(verwijderd)"
			store.History.Put(tx, key, e)
		}
	}
	for _, id := range r.Erase.Photos {
		store.DropPhoto(tx, id)
	}
	gone := func(id string) bool { return slices.Contains(r.Erase.Photos, id) }
	r.Photos = slices.DeleteFunc(slices.Clone(r.Photos), gone)
	r.Repairs = slices.DeleteFunc(slices.Clone(r.Repairs), gone)
	r.Erase = nil
}
