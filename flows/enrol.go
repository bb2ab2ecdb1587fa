package flows

import (
	"slices"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// offerAgain is after how long the question whether somebody wants check-ins
	// is put once more, and after how long again it becomes a name on a list.
	offerAgain = 3 * 24 * time.Hour
	// aboutOffer is a message with that question.
	aboutOffer = "offer"
)

// offer asks a resident in chat whether they want to be asked how it goes, and
// keeps the plan that starts after JA. by is the member of staff to whom they
// said so, empty for the yearly round. It returns why that cannot be, empty
// when it was asked.
func (c *City) offer(tx *store.Tx, p *wijk.Person, plan wijk.Plan, by string, now time.Time) string {
	all := p.Addresses()
	switch {
	case p.Enrolled():
		return "heeft al een dagelijks bericht"
	case !p.Refused.IsZero():
		return "zei nee op " + dutch.ShortDay(p.Refused.In(c.Zone)) + ": vraag het niet opnieuw"
	case !p.Stopped.IsZero():
		return "heeft alle berichten gestopt"
	case len(all) == 0:
		return "heeft geen mobiel nummer en geen Telegram: gebruik een strookje"
	}
	for _, a := range all {
		switch h, _ := store.Holders.Get(tx, a.String()); {
		case !h.Stopped.IsZero():
			return "heeft alle berichten gestopt"
		case len(h.Also) > 0:
			return "deelt een telefoon: gebruik een strookje"
		}
	}
	p.Offer = &wijk.Offer{At: now, By: by, Plan: plan}
	c.sendOffer(tx, p, all[0], now)
	return ""
}

// sendOffer puts the question in the outbox, and stores the person.
func (c *City) sendOffer(tx *store.Tx, p *wijk.Person, to wijk.Address, now time.Time) {
	m := wijk.Outgoing{
		Class: wijk.Broadcast, To: to, Text: fill(offerText(&p.Offer.Plan), "tel", c.Tel), Person: p.ID,
		About: wijk.Subject{Kind: aboutOffer, Ref: p.ID}, Due: now, NotAfter: c.awake(now).Add(inviteAge), Quiet: true,
	}
	if to.Channel == wijk.Telegram {
		ref := offerRef(p.Offer)
		m.Options = []wijk.Option{{Label: "Ja", Data: "e" + ref + ".ja"}, {Label: "Nee", Data: "e" + ref + ".nee"}}
	}
	store.Send(tx, m)
	store.People.Put(tx, p.ID, *p)
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerOffer, Due: now.Add(offerAgain)})
}

// offerText is the id of the text that asks for a plan.
func offerText(p *wijk.Plan) string {
	if p.Profile == "light" {
		return "U1w"
	}
	return "U1"
}

// offerRef names an offer in the data of a button.
func offerRef(o *wijk.Offer) string { return o.At.UTC().Format("20060102T150405") }

// offerWaits asks once more, and then leaves it to a person.
func (c *City) offerWaits(tx *store.Tx, person string, now time.Time) {
	p, ok := store.People.Get(tx, person)
	if !ok || p.Offer == nil || !p.Stopped.IsZero() {
		return
	}
	if all := p.Addresses(); p.Offer.Reminded.IsZero() && len(all) > 0 {
		p.Offer.Reminded = now
		c.sendOffer(tx, &p, all[0], now)
		return
	}
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseOutreach, Severity: wijk.Amber, Person: p.ID, Wijk: p.Wijk, Ref: aboutOffer + "/" + p.ID,
		Notes: []wijk.Note{{At: now, Text: "Geen antwoord op de vraag of het dagelijkse bericht gewenst is. Bel een keer, zonder aandringen."}},
	}, "", now)
}

// offered takes yes or no to an open offer, unless something else was asked
// later: then the answer is to that.
func (t *Turn) offered() bool {
	p := t.Person
	if p == nil || p.Offer == nil {
		return false
	}
	asked := p.Offer.Last()
	f, _ := t.open()
	switch {
	case t.M.At.Before(p.Offer.At.Truncate(time.Second)),
		f != nil && t.Talk.AskedAt.After(asked), p.Invitation != "" && p.Invited.After(asked), t.lastAsked().After(asked):
		return false
	case t.M.At.Sub(asked) > invitationOpen:
		if !dutch.Yes(t.Words) || f != nil || t.is("goed", "ok", "oke", "1") {
			return false
		}
		t.offerOver()
	case dutch.Yes(t.Words) && !t.is("goed", "ok", "oke", "1") || t.is("graag", "ja graag"):
		t.acceptOffer() // "goed" may be how somebody is
	case dutch.No(t.Words) || t.is("nee dank u", "nee bedankt"):
		t.declineOffer()
	default:
		return false
	}
	return true
}

func (t *Turn) pressedOffer(ref, act string) {
	switch {
	case t.Person == nil || t.Person.Offer == nil || offerRef(t.Person.Offer) != ref:
		t.expired()
	case act == "ja" && t.M.At.Sub(t.Person.Offer.Last()) > invitationOpen:
		t.offerOver()
	case act == "ja":
		t.acceptOffer()
	default:
		t.declineOffer()
	}
}

// offerOver answers a yes to a question of long ago, which is no consent any
// more. A no is one whenever it comes.
func (t *Turn) offerOver() { t.Say(fill("U4", "tel", t.City.Tel)) }

// acceptOffer is the second half of a double opt-in: the plan starts with the
// person's own JA, from the person's own address.
func (t *Turn) acceptOffer() {
	p, o := t.Person, t.Person.Offer
	plan := o.Plan
	plan.Requested = wijk.Request{
		By: "self", On: wijk.DateOf(t.Now), Via: string(t.M.From.Channel), Staff: o.By, Text: offerText(&plan), At: t.M.At,
	}
	plan.Changed = t.Now
	p.CheckIn, p.Offer = &plan, nil
	t.savePerson()
	store.HoldKeepers(t.Tx, p, t.Now) // of a file from before
	store.StopTimer(t.Tx, p.ID, timerOffer, "")
	t.City.endOffered(t.Tx, p.ID, "Zei alsnog ja.", t.Now)
	t.Say(t.City.welcome(p.CheckIn))
	t.begins(woorden)
}

func (t *Turn) declineOffer() {
	p := t.Person
	p.Offer, p.Refused = nil, t.Now
	t.savePerson()
	store.StopTimer(t.Tx, p.ID, timerOffer, "")
	t.City.endOffered(t.Tx, p.ID, "Zei alsnog nee.", t.Now)
	t.Say(fill("U3", "tel", t.City.Tel))
}

// endOffered ends the case of somebody who had not answered an offer.
func (c *City) endOffered(tx *store.Tx, person, why string, now time.Time) {
	for _, cs := range store.Cases.Find(tx, "open", person) {
		if cs.Ref == aboutOffer+"/"+person {
			c.endCase(tx, cs.ID, "", why, now)
		}
	}
}

// welcome tells when the messages come, as the person chose.
func (c *City) welcome(p *wijk.Plan) string {
	if len(p.Days) == len(wijk.Weekdays()) {
		return fill("U2", "tijd", c.sayTime(p))
	}
	return fill("U2d", "dagen", sayDays(p.Days), "tijd", c.sayTime(p))
}

// woorden asks, apart from the messages, whether the city may keep what
// somebody writes about their health. No answer is no consent.
var woorden = &Flow{
	Name: "woorden",
	Soft: true,
	// Two words: one alone is in "antwoorden" too.
	Words: []string{"mijn woorden"},
	For:   mayChange,
	Ask: []Question{{
		Key: "woorden",
		Say: func(*Turn) string { return fill("GW1") },
		// No numbers in SMS: there "2" is "bel mij".
		Choices: func(t *Turn) []Choice {
			if t.M.From.Channel == wijk.SMS {
				return nil
			}
			return yesNo(t)
		},
		Take: takeConsent,
	}},
	Done: func(t *Turn) { t.mayKeepWords(t.get("woorden") == "ja") },
}

// takeConsent takes ja or nee. "Goed" and "niet goed" are how somebody is.
func takeConsent(t *Turn, q *Question) (string, bool) {
	if v, ok := choose(t, q); ok {
		return v, true
	}
	if slices.ContainsFunc(t.Words, func(w string) bool { return slices.Contains([]string{"goed", "ok", "oke", "niet", "fout", "prima"}, w) }) {
		return "", false
	}
	return confirm(t, q)
}

const (
	// toRead is how long somebody takes to get and read a question: a JA that
	// comes sooner is the second of two, to the question before.
	toRead = 20 * time.Second
	// mixedUp is how soon after it another question makes a JA be of either.
	mixedUp = time.Hour
)

// consentsUnread asks the question of woorden once more, when a typed JA comes
// before anybody can have read it: consent is never the echo of another JA.
func (t *Turn) consentsUnread() bool {
	f, q := t.open()
	if f != woorden || t.M.Kind != wijk.Text || !t.M.At.Before(t.Talk.AskedAt.Add(toRead)) || !t.Talk.AskedAt.After(t.lastAsked()) {
		return false
	}
	if v, ok := takeConsent(t, q); !ok || v != "ja" {
		return false
	}
	t.ask(q)
	return true
}

// mayConsent reports whether a typed JA may be meant for the question of
// woorden, though "gaat het goed?" came after it.
func (t *Turn) mayConsent(f *Flow, said reply.Result) bool {
	return f == woorden && said.Label == reply.OK && t.M.Kind == wijk.Text && dutch.Yes(t.Words) &&
		!t.is("goed", "ok", "oke", "1") && t.lastAsked().Sub(t.Talk.AskedAt) < mixedUp
}

// mayKeepWords notes the consent for words about health, or its withdrawal.
func (t *Turn) mayKeepWords(yes bool) {
	if t.Person == nil || t.Person.CheckIn == nil {
		t.begins(menu)
		return
	}
	if !yes {
		t.Person.CheckIn.Words = wijk.Request{}
		t.savePerson()
		t.City.withdrawWords(t.Tx, t.Person.ID, t.Now)
		t.Say(fill("GW3"))
		return
	}
	t.Person.CheckIn.Words = wijk.Request{
		By: "self", On: wijk.DateOf(t.Now), Via: string(t.M.From.Channel), Text: "GW1", At: t.M.At,
	}
	t.savePerson()
	t.Say(fill("GW2"))
}

// aboutWords reports whether the message is one of the phrases by which somebody
// gives or withdraws that consent, and which of the two.
func (t *Turn) aboutWords() (yes, ok bool) {
	switch {
	case t.is("woorden weg", "bewaar mijn woorden niet", "mijn woorden niet bewaren", "woorden niet bewaren", "bewaar niets"):
		return false, true
	case t.is("woorden bewaren", "bewaar mijn woorden", "mijn woorden bewaren"):
		return true, true
	}
	return false, false
}

// consents takes such a phrase.
func (t *Turn) consents() bool {
	yes, ok := t.aboutWords()
	switch {
	case ok && len(t.both) > 0 && yes && t.unproven():
		t.asksByPhone("het bewaren van woorden") // whose consent it is, nobody can tell
		return true
	case !ok || !mayChange(t) && (len(t.both) == 0 || yes):
		return false
	}
	t.leave()
	t.each(func() {
		if len(t.both) == 0 || t.Person.CheckIn != nil {
			t.mayKeepWords(yes)
		}
	})
	return true
}

// keepsWords reports whether what a person writes about their health may be
// kept longer than a day.
func keepsWords(p *wijk.Person) bool { return p.CheckIn != nil && p.CheckIn.Words.By != "" }
