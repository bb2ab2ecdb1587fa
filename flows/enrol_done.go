package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// sayEnrolment shows all that is about to be stored. What the desk did not type
// is what most people get.
func (t *Turn) sayEnrolment() string {
	p, problem := t.enrolling()
	if t.get("nee") != "" {
		return fmt.Sprintf("%s wil geen bericht. Wij vragen het niet opnieuw. Klopt dat? Stuur JA of TERUG.", p.Name)
	}
	if problem != "" {
		problem += "\n"
	}
	plan := p.CheckIn
	ways := sayWays(&p)
	if ways == "" {
		ways = "geen nummer"
	}
	words, keeper := "nee", "geen"
	if keepsWords(&p) {
		words = "ja"
	}
	if n := len(p.Contacts); n > 0 {
		keeper = p.Contacts[n-1].Name + ", " + p.Contacts[n-1].Phone
	}
	return fmt.Sprintf("%sInschrijven: %s.\nVerzoek: %s, %s.\nTijd: %s. Dagen: %s. Profiel: %s. Via: %s.\nWoorden bewaren: %s. Contact: %s.\nKlopt dit? Stuur JA. Anders? Typ wat anders is, zoals: 9.30 ma wo vr, kwetsbaar, bellen, woorden ja, contact Els 0612345678.",
		problem, strings.TrimSuffix(p.Name+", "+p.Address, ", "), requestName(plan.Requested.Via), dutch.ShortDay(plan.Requested.On.At(12, 0, t.City.Zone)),
		t.City.sayTime(plan), sayDays(plan.Days), sayProfile(plan.Profile), ways, words, keeper)
}

func requestName(via string) string {
	for _, c := range requestWays(nil) {
		if c.Value == via {
			return strings.ToLower(c.Label)
		}
	}
	return via
}

// takeEnrolment takes ja, or what is to be different.
func takeEnrolment(t *Turn, q *Question) (string, bool) {
	p, problem := t.enrolling()
	switch {
	case dutch.Yes(t.Words) && t.get("nee") != "":
		return "ja", true
	case dutch.Yes(t.Words) && problem == "" && len(p.Ways()) == 0:
		t.Say("Er is geen nummer waarop dit kan. Voeg eerst een nummer toe.")
		t.leave()
	case dutch.Yes(t.Words) && problem == "":
		return "ja", true
	case dutch.No(t.Words):
		t.Say("Goed. Er is niemand ingeschreven.")
		t.leave()
	case dutch.Yes(t.Words):
		t.set("wensen", "")
		t.ask(q)
	default:
		w := readWishes(t.M.Text)
		before := t.get("wensen")
		t.set("wensen", strings.TrimSpace(before+" "+t.M.Text))
		if _, wrong := t.enrolling(); wrong != "" || w.none() {
			t.set("wensen", before)
			if wrong == "" {
				wrong = "Dit begrijp ik niet."
			}
			t.Say(wrong + " Stuur JA, of typ wat anders is.")
			break
		}
		t.ask(q)
	}
	return "", false
}

// enrolled stores what was entered, and tells the resident.
func (t *Turn) enrolled() {
	p, problem := t.enrolling()
	if no := t.noEnrolment(); no != "" {
		problem = no
	}
	if t.get("nee") != "" {
		p, _ = store.People.Get(t.Tx, t.get("wie"))
		p.Refused, p.Offer = t.Now, nil
		store.People.Put(t.Tx, p.ID, p)
		t.City.endOffered(t.Tx, p.ID, "Zei nee.", t.Now)
		t.Say(fmt.Sprintf("%s krijgt geen bericht. Wij vragen het niet opnieuw.", p.Name))
		return
	}
	if problem != "" {
		t.Say(problem)
		return
	}
	if p.ID == "" {
		p.ID = t.City.newPersonID(t.Tx)
	}
	p.Stopped, p.Refused, p.Offer = time.Time{}, time.Time{}, nil
	p.Dead = nil // a number that is given anew may work now
	t.City.claim(t.Tx, &p)
	store.People.Put(t.Tx, p.ID, p)
	store.HoldKeepers(t.Tx, &p, t.Now)
	store.StopTimer(t.Tx, p.ID, timerOffer, "")
	t.City.endOffered(t.Tx, p.ID, "Ingeschreven.", t.Now)
	t.City.tellOf(t.Tx, &p, t.City.welcome(p.CheckIn), t.Now)
	if all := p.Addresses(); len(all) > 0 && !keepsWords(&p) && t.get("hoe") != "letter" && !shares(t.Tx, all[0]) {
		t.City.asksWords(t.Tx, &p, all[0], t.Now)
	}
	t.Say(fmt.Sprintf("%s is ingeschreven als %s: %s om %s. Het eerste bericht komt %s.%s",
		p.Name, p.ID, sayDays(p.CheckIn.Days), t.City.sayTime(p.CheckIn), t.City.sayDay(t.City.nextAsk(t.Tx, &p, t.Now), t.Now), keepersFor(&p)))
}

// asksWords puts the question of woorden to somebody who is not the sender,
// unless a conversation goes on there.
func (c *City) asksWords(tx *store.Tx, p *wijk.Person, to wijk.Address, now time.Time) {
	talk, _ := store.Talks.Get(tx, to.String())
	if f := c.flow(talk.Flow); f != nil && !f.Soft && now.Sub(talk.AskedAt) < flowAge {
		return
	}
	talk.Flow, talk.Step, talk.AskedAt, talk.Answers, talk.Place, talk.Misses = woorden.Name, 0, now, nil, nil, 0
	talk.Turn++
	m := wijk.Outgoing{Class: wijk.Broadcast, To: to, Person: p.ID, Due: now, NotAfter: c.awake(now).Add(10 * time.Hour), Quiet: true}
	var choices []Choice
	if to.Channel != wijk.SMS {
		choices = yesNo(nil)
	}
	m.Text, m.Options = render(to.Channel, fill("GW1"), talk.Turn, choices)
	store.Send(tx, m)
	store.Talks.Put(tx, to.String(), talk)
}

// newPersonID is a number for somebody whom no import knows yet.
func (c *City) newPersonID(tx *store.Tx) string {
	for {
		id := "b-" + strconv.FormatUint(tx.Next("person"), 10)
		if !store.People.Has(tx, id) && !store.Staff.Has(tx, id) {
			return id
		}
	}
}

// addressesOf returns all addresses of p, those that died or are in doubt too.
func addressesOf(p *wijk.Person) []wijk.Address {
	s := wijk.Staff{Telegram: p.Telegram, Phone: p.Phone}
	all := s.Addresses()
	if p.Landline != "" {
		all = append(all, wijk.Address{Channel: wijk.Voice, To: p.Landline})
	}
	return all
}

// claim makes the addresses of p known as theirs, and open for messages again.
// Whoever shares a telephone with somebody is noted beside them.
func (c *City) claim(tx *store.Tx, p *wijk.Person) {
	for _, a := range addressesOf(p) {
		h, _ := store.Holders.Get(tx, a.String())
		switch {
		case h.Person == "" || h.Person == p.ID:
			h.Person = p.ID
		case !slices.Contains(h.Also, p.ID):
			h.Also = append(h.Also, p.ID)
		}
		h.Stopped = time.Time{} // who shares it and stopped is asked nothing: that is theirs
		store.Holders.Put(tx, a.String(), h)
	}
}

// tellOf tells a resident of what others did for them: where they read it, or
// else by letter.
func (c *City) tellOf(tx *store.Tx, p *wijk.Person, text string, now time.Time) {
	c.tellAs(tx, wijk.Broadcast, p, text, now)
}

func (c *City) tellAs(tx *store.Tx, class wijk.Class, p *wijk.Person, text string, now time.Time) {
	m := wijk.Outgoing{
		Class: class, Text: text, Person: p.ID, About: wijk.Subject{Kind: aboutOwn, Ref: p.ID},
		Due: now, NotAfter: c.awake(now).Add(inviteAge), Quiet: true, To: wijk.Address{Channel: wijk.Letter, To: p.ID},
	}
	if all := p.Addresses(); len(all) > 0 {
		m.To = all[0]
	}
	store.Send(tx, m)
}

// aboutOwn is a message about somebody's own plan.
const aboutOwn = "own"

// nextAsk is the first day on which p is asked again.
func (c *City) nextAsk(tx *store.Tx, p *wijk.Person, now time.Time) wijk.Date {
	today := wijk.DateOf(now.In(c.Zone))
	for d := today; d < today.Add(maxPause+8); d = d.Add(1) {
		switch {
		case !slices.Contains(p.CheckIn.Days, d.Weekday()) || p.PausedTo >= d:
		case d == today && (!now.Before(c.slotTime(d, p.CheckIn.Time)) || store.CheckIns.Has(tx, p.ID+"/"+string(d))):
		default:
			return d
		}
	}
	return today.Add(1)
}

// sayDay names a day as in "morgen" and "donderdag 26 november".
func (c *City) sayDay(d wijk.Date, now time.Time) string {
	switch today := wijk.DateOf(now.In(c.Zone)); d {
	case today:
		return "vandaag"
	case today.Add(1):
		return "morgen"
	}
	return dutch.Day(d.At(12, 0, c.Zone))
}
