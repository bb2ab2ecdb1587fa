package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// stripWishes are what staff type for the wish on a strip; "-" is none.
var stripWishes = map[string]wijk.Wish{
	"bezoek": wijk.WishVisit, "wandelen": wijk.WishWalk, "bellen": wijk.WishCall, "balie": wijk.WishDesk, "niets": wijk.WishNone, "-": "",
}

// stripAsks are the questions in the order of the strip.
var stripAsks = []string{wijk.AskSupport, wijk.AskOut, wijk.AskHelp, wijk.AskCall}

// stripSaid are the boxes of a question; 0 is none ticked.
var stripSaid = map[string]string{"0": "", "1": wijk.SaidYes, "2": wijk.SaidNo, "3": wijk.SaidSometimes}

const howStrip = "Typ bijvoorbeeld: strook r-12 30-11 bezoek 1 2 3 1. De wens is bezoek, wandelen, bellen, balie of niets. Per vraag: 1 ja, 2 nee, 3 soms, 0 leeg."

// deskOver70 finds the resident that a command of the desk begins with.
func (t *Turn) deskOver70(rest string) (p wijk.Person, words []string, ok bool) {
	words = strings.Fields(strings.ToLower(rest))
	role := t.Staff.Role
	if len(words) > 0 && (role == wijk.Servicebalie || role.Cares()) {
		id := strings.Fields(rest)[0]
		if p, ok = store.People.Get(t.Tx, id); ok && p.Over70 != "" && t.Staff.Covers(p.Wijk) {
			return p, words[1:], true
		}
	}
	t.Say("Deze bewoner staat niet op uw lijst. Kijk naar het nummer op de brief.")
	return p, nil, false
}

// enterStrip types in a paper strip: "strook r-12 30-11 bezoek 1 2 3 1". It
// does what the same answers in chat do.
func (t *Turn) enterStrip(rest string) {
	p, words, ok := t.deskOver70(rest)
	if !ok {
		return
	}
	how := said{via: "strip", on: wijk.DateOf(t.Now)}
	if len(words) > 0 {
		if d, is := pastDay(words[0], t.Now); is {
			how.on, words = d, words[1:]
		}
	}
	if len(words) == 0 || len(words) > 1+len(stripAsks) {
		t.Say(howStrip)
		return
	}
	wish, known := stripWishes[words[0]]
	for _, w := range words[1:] {
		_, is := stripSaid[w]
		known = known && is
	}
	if !known {
		t.Say(howStrip)
		return
	}
	o := t.City.outreachOf(t.Tx, &p, t.Now)
	before := o.On
	if wish != "" {
		t.City.wished(t.Tx, &p, &o, wish, how, t.Now)
	}
	for i, w := range words[1:] {
		t.City.answered70(t.Tx, &p, &o, stripAsks[i], stripSaid[w], how, t.Now)
	}
	text := "Het strookje van " + p.Name + " is verwerkt."
	if before != "" {
		text += " Let op: er was al een antwoord, van " + t.City.day(before) + ". Dit is nu de laatste."
	}
	if cs, ok := store.Cases.Get(t.Tx, store.Num(o.Case)); ok && cs.State != wijk.CaseClosed {
		text += fmt.Sprintf(" Zaak %d, voor %s.", cs.ID, t.City.day(wijk.DateOf(cs.Due.In(t.City.Zone))))
	}
	t.Say(text)
}

// pastDay reads a day such as 30-11 or 30-11-2026, which is not in the future.
func pastDay(text string, now time.Time) (wijk.Date, bool) {
	if d, err := time.Parse("2-1-2006", text); err == nil {
		return wijk.DateOf(d), wijk.DateOf(d) <= wijk.DateOf(now)
	}
	d, err := time.Parse("2-1-2006", fmt.Sprintf("%s-%d", text, now.Year()))
	if err == nil && wijk.DateOf(d) > wijk.DateOf(now) {
		d, err = time.Parse("2-1-2006", fmt.Sprintf("%s-%d", text, now.Year()-1))
	}
	return wijk.DateOf(d), err == nil
}

// deskObjects notes an objection that came by letter or telephone.
func (t *Turn) deskObjects(rest string) {
	p, words, ok := t.deskOver70(rest)
	if !ok || len(words) > 0 {
		return
	}
	t.City.Object(t.Tx, p.ID, t.Now)
	t.Say(p.Name + " krijgt geen uitnodiging meer. Een nieuwe import verandert dat niet.")
}

// mostSilent is how many names a list shows at once.
const mostSilent = 20

// silentOnes handles "outreach lijst" and "outreach r-12 niet bereikt": who did
// not answer, and what came of ringing the bell.
func (t *Turn) silentOnes(rest string) {
	if !t.Staff.Role.Cares() {
		t.Say("Deze lijst is voor de ouderenadviseur.")
		return
	}
	if first := strings.Fields(strings.ToLower(rest)); len(first) == 0 || first[0] == "lijst" {
		t.listSilent()
		return
	}
	p, words, ok := t.deskOver70(rest)
	if !ok {
		return
	}
	code, known := codeIn(strings.Join(words, " "))
	o, has := latestOutreach(t.Tx, p.ID)
	if !known || !has {
		t.Say("Typ bijvoorbeeld: outreach " + p.ID + " bezocht. Of: geen bezoek, hulp nodig, hulp gestart, niet bereikt.")
		return
	}
	t.City.came(t.Tx, &o, code, t.Now)
	if code == wijk.HelpWanted {
		t.City.wishTask(t.Tx, &p, &o, "Heeft hulp nodig.", wijk.Address{}, t.Now)
		store.Outreaches.Put(t.Tx, o.Key(), o)
	}
	t.Say(p.Name + ": " + codeNames[code] + ".")
}

func (t *Turn) listSilent() {
	var lines []string
	more := 0
	slugs := t.City.roundWijken(wijk.Round{Wijken: t.Staff.Wijken})
	for _, slug := range slugs {
		for _, o := range store.Outreaches.Find(t.Tx, "silent", slug) {
			p, ok := store.People.Get(t.Tx, o.Person)
			if !ok || !p.Objected.IsZero() || !p.Stopped.IsZero() || p.Died != "" {
				continue
			}
			if len(lines) == mostSilent {
				more++
				continue
			}
			lines = append(lines, p.ID+" "+strings.TrimSuffix(describe(&p)+", "+p.Address, ", "))
		}
	}
	if len(lines) == 0 {
		t.Say("Er staat niemand op de lijst.")
		return
	}
	text := "Zij antwoordden niet. Meedoen is vrij.\n" + strings.Join(lines, "\n")
	if more > 0 {
		text += fmt.Sprintf("\nEn nog %d.", more)
	}
	t.Say(text + "\nGeweest of gebeld? Typ OUTREACH, het nummer en hoe het liep.")
}

const howVisit = "Typ bijvoorbeeld: afspraak 12 vr 4 dec 14.00 Jan de Vries pas 123 vog 1-3-2026."

// makeVisit makes an appointment: who comes, with which card, and since when
// there is a certificate of conduct. The resident can check it by telephone.
func (t *Turn) makeVisit(rest string) {
	cs, text, ok := t.openNamed(rest)
	if !ok {
		return
	}
	p, known := store.People.Get(t.Tx, cs.Person)
	o, has := latestOutreach(t.Tx, cs.Person)
	if cs.Kind != wijk.CaseOutreach || !known || !has {
		t.Say("Een afspraak hoort bij de wens van een bewoner.")
		return
	}
	words := strings.Fields(text)
	pas := slices.IndexFunc(words, func(w string) bool { return strings.EqualFold(w, "pas") })
	if pas < 0 || len(words) != pas+4 || !strings.EqualFold(words[pas+2], "vog") {
		t.Say(howVisit)
		return
	}
	vog, dated := pastDay(words[pas+3], t.Now)
	at, name := momentAndName(words[:pas], t.Now)
	if card := words[pas+1]; dated && name != "" && !at.IsZero() && len(card) <= 12 {
		o.Visit = &wijk.Appointment{At: at, Visitor: name, Card: card, VOG: vog, By: t.Staff.ID}
		t.City.appoint(t.Tx, &p, &o, t.Now)
		t.City.addNote(t.Tx, cs.ID, "Afspraak: "+dutch.DayTime(at)+", "+name+".", t.Now)
		t.Say(fmt.Sprintf("Afspraak bij %s: %s. %s hoort wie er komt.", p.Name, dutch.DayTime(at), p.Name))
		return
	}
	t.Say(howVisit)
}

// momentAndName splits words into the moment at their beginning and a name.
func momentAndName(words []string, now time.Time) (at time.Time, name string) {
	for n := 1; n < len(words); n++ { // the first that will do: a name may hold anything
		if at, ok := dutch.When(strings.Join(words[:n], " "), now); ok {
			return at, strings.TrimPrefix(strings.Join(words[n:], " "), "uur ")
		}
	}
	return time.Time{}, ""
}

// visitEve is at which hour, the day before, a visit is told once more.
const visitEve = 10

// appoint tells the resident of a visit, and sets the reminder.
func (c *City) appoint(tx *store.Tx, p *wijk.Person, o *wijk.Outreach, now time.Time) {
	store.Outreaches.Put(tx, o.Key(), *o)
	c.tellVisit(tx, p, o, "O5", now)
	if eve := wijk.DateOf(o.Visit.At.In(c.Zone)).Add(-1).At(visitEve, 0, c.Zone); eve.After(now) {
		store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerVisit, Scope: o.Ref, Due: eve})
	}
}

// tellVisit sends a text about a visit, or the letter to who has only paper.
func (c *City) tellVisit(tx *store.Tx, p *wijk.Person, o *wijk.Outreach, id string, now time.Time) {
	v, chats := o.Visit, p.Addresses()
	at := v.At.In(c.Zone)
	m := wijk.Outgoing{
		Class: wijk.Reply, Person: p.ID, Quiet: true, Due: now, NotAfter: at,
		About: wijk.Subject{Kind: aboutAppointment, Ref: o.Key()},
	}
	switch {
	case len(chats) > 0:
		name := nameFor(v.Visitor, chats[0].Channel)
		if name == "" {
			name = "Onze collega"
		}
		m.To = chats[0]
		m.Text = fill(id, "bezoeker", name, "dag", dutch.Day(at), "tijd", dutch.Clock(at), "pas", v.Card, "tel", c.Tel)
	case id == "O5":
		m.To, m.Class, m.Quiet, m.NotAfter = wijk.Address{Channel: wijk.Letter, To: p.ID}, wijk.Broadcast, false, time.Time{}
		m.Text = letterText(letterVisit, "naam", p.Name, "dag", dutch.Day(at), "tijd", dutch.Clock(at), "bezoeker", v.Visitor, "pas", v.Card, "tel", c.Tel)
	default:
		return // a letter comes too late the day before
	}
	store.Send(tx, m)
}

// visitTomorrow reminds of a visit.
func (c *City) visitTomorrow(tx *store.Tx, person, ref string, now time.Time) {
	o, ok := store.Outreaches.Get(tx, person+"/"+ref)
	p, known := store.People.Get(tx, person)
	if ok && known && o.Visit != nil && o.Visit.At.After(now) && p.Stopped.IsZero() && p.Died == "" {
		c.tellVisit(tx, &p, &o, "O6", now)
	}
}
