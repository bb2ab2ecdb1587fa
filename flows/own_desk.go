package flows

import (
	"fmt"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// residentNamed finds the resident that a command of the desk is about.
func (t *Turn) residentNamed(rest, example string) (wijk.Person, string, bool) {
	id, text, _ := strings.Cut(strings.TrimSpace(rest), " ")
	p, ok := store.People.Get(t.Tx, id)
	switch {
	case !t.mayEnrol():
		t.Say("Dit kan de servicebalie, de ouderenadviseur, het wijkzorgteam of de wijkverpleegkundige.")
		return p, "", false
	case !ok || !t.Staff.Covers(p.Wijk):
		t.Say("Welke bewoner? Stuur bijvoorbeeld: " + example + ".")
		return p, "", false
	}
	return p, strings.TrimSpace(text), true
}

// wantsEnrolment handles "inschrijven".
func (t *Turn) wantsEnrolment(string) {
	if !t.mayEnrol() {
		t.Say("Inschrijven kan de servicebalie, de ouderenadviseur, het wijkzorgteam of de wijkverpleegkundige.")
		return
	}
	t.begins(inschrijven)
}

// wantsOffer handles "uitnodigen r-12 9.30": a resident said in a conversation
// or on a letter that they want a message, and is asked to confirm it.
func (t *Turn) wantsOffer(rest string) {
	p, text, ok := t.residentNamed(rest, "uitnodigen r-12")
	if !ok {
		return
	}
	plan, w := wijk.NewPlan(), readWishes(text)
	problem := w.apply(&plan, &p)
	if len(w.rest) > 0 || w.words != "" || w.keeper.Name != "" {
		problem = "Dit begrijp ik niet. Stuur bijvoorbeeld: uitnodigen r-12 9.30 ma wo vr."
	}
	if problem != "" {
		t.Say(problem)
		return
	}
	if why := t.City.offer(t.Tx, &p, plan, t.Staff.ID, t.Now); why != "" {
		t.Say(fmt.Sprintf("%s %s.", p.Name, why))
		return
	}
	t.Say(fmt.Sprintf("%s krijgt nu de vraag. Na JA begint het bericht, %s om %s.", p.Name, sayDays(plan.Days), t.City.sayTime(&plan)))
}

// wantsChange handles "wijzig r-12 9.30 ma wo vr". The resident hears of it.
func (t *Turn) wantsChange(rest string) {
	p, text, ok := t.residentNamed(rest, "wijzig r-12 9.30")
	if !ok {
		return
	}
	w := readWishes(text)
	switch {
	case !t.enrolledNamed(&p):
		return
	case w.none() || len(w.rest) > 0:
		t.Say("Wat moet anders? Stuur bijvoorbeeld: wijzig " + p.ID + " 9.30 ma wo vr, kwetsbaar, bellen, woorden ja, contact Els 0612345678.")
		return
	}
	by := wijk.Request{By: "self", On: wijk.DateOf(t.Now), Via: "desk", Staff: t.Staff.ID}
	said, problem := t.City.change(t.Tx, &p, w, by, t.Now)
	if problem != "" {
		t.Say(problem)
		return
	}
	for _, s := range said {
		t.City.tellOf(t.Tx, &p, s, t.Now)
	}
	keepers := ""
	if w.keeper.Name != "" {
		keepers = keepersFor(&p)
	}
	t.Say(fmt.Sprintf("Gewijzigd voor %s: %s om %s, %s, via %s. De bewoner krijgt hier bericht van.%s",
		p.Name, sayDays(p.CheckIn.Days), t.City.sayTime(p.CheckIn), sayProfile(p.CheckIn.Profile), sayWays(&p), keepers))
}
