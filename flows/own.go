package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// eigen shows somebody how they are asked how it goes, and lets them change it.
var eigen = &Flow{
	Name:  "mijn bericht",
	Words: []string{"mijn bericht", "mijn berichten", "andere tijd", "ander tijdstip", "andere dagen", "wanneer krijg ik bericht", "wanneer krijg ik een bericht", "instellingen"},
	For:   mayChange,
	Holds: mayChange,
	Open: func(t *Turn) {
		if t.is("andere tijd", "ander tijdstip") {
			t.set("keuze", "tijd")
			return
		}
		for _, text := range t.City.sayPlan(t.Person, t.M.From.Channel, t.Now) {
			t.Say(text)
		}
	},
	Ask: []Question{
		{
			Key: "keuze", Text: "Wat wilt u anders? In nood? Bel 112.", Take: choose,
			Skip: func(t *Turn) bool { return t.get("keuze") != "" },
			Choices: func(*Turn) []Choice {
				return []Choice{
					{Label: "De tijd", Value: "tijd"}, {Label: "De dagen", Value: "dagen"}, {Label: "Sms of bellen", Value: "weg", Words: []string{"sms", "bellen", "telegram"}},
					{Label: "Hoe vaak", Value: "vaak"}, {Label: "Pauze", Value: "pauze"}, {Label: "Niets", Value: "niets"},
				}
			},
			Again: "Kies wat anders moet, of Niets.",
		},
		{
			Key: "tijd", Text: "Hoe laat wilt u ons bericht? Kies een tijd van 8.00 tot 10.30 uur. Typ bijvoorbeeld 9.30.", Take: takeOwn,
			Skip: notChosen("tijd"), Again: "Typ een tijd van 8.00 tot 10.30 uur. Bijvoorbeeld: 9.30.",
		},
		{
			Key: "dagen", Text: "Op welke dagen wilt u ons bericht? Typ bijvoorbeeld: elke dag, of: ma wo vr.", Take: takeOwn,
			Skip: notChosen("dagen"), Again: "Typ de dagen. Bijvoorbeeld: elke dag, werkdagen, of: ma wo vr.",
		},
		{
			Key: "weg", Text: "Hoe wilt u ons bericht?", Choices: ownWays, Take: choose,
			Skip: notChosen("weg"), Again: "Kies een van de manieren.",
		},
		{
			Key: "vaak", Text: "Hoe snel vragen wij het nog een keer, als u niet antwoordt?", Choices: ownProfiles, Take: choose,
			Skip: notChosen("vaak"), Again: "Kies Gewoon, Sneller of Een keer per week.",
		},
	},
	Done: (*Turn).changesOwn,
}

// mayChange reports whether the sender has a plan, and is surely the one whose it is.
func mayChange(t *Turn) bool {
	return t.Person != nil && t.Person.Enrolled() && !t.doubted() && len(t.both) == 0
}

func notChosen(key string) func(t *Turn) bool {
	return func(t *Turn) bool { return t.get("keuze") != key }
}

// ownWays are the channels on which somebody can be asked, each of them first.
func ownWays(t *Turn) []Choice {
	var all []Choice
	for _, ch := range []wijk.Channel{wijk.SMS, wijk.Telegram, wijk.Voice} {
		if can(t.Person, ch) {
			all = append(all, Choice{Label: strings.ToUpper(channelSaid(ch)[:1]) + channelSaid(ch)[1:], Value: string(ch)})
		}
	}
	return all
}

// ownProfiles are the ladders that somebody may choose. More often is their own
// choice too: it costs the city more, and them nothing.
func ownProfiles(*Turn) []Choice {
	return []Choice{
		{Label: "Gewoon", Value: "standard", Words: []string{"standaard"}},
		{Label: "Sneller", Value: "fragile", Words: []string{"vaker"}},
		{Label: "Een keer per week", Value: "light", Words: []string{"wekelijks", "week"}},
	}
}

// takeOwn takes a text that tells a time or days, and nothing else.
func takeOwn(t *Turn, q *Question) (string, bool) {
	w := readWishes(t.M.Text)
	wanted := q.Key == "tijd" && w.time != "" || q.Key == "dagen" && w.days != nil
	if !wanted || len(w.rest) > 0 {
		return "", false
	}
	plan := *t.Person.CheckIn
	return t.M.Text, w.apply(&plan, t.Person) == ""
}

// changesOwn does what was chosen.
func (t *Turn) changesOwn() {
	var w wishes
	switch t.get("keuze") {
	case "niets":
		t.Say("Goed. Er verandert niets. Gemeente Zoetermeer")
		return
	case "pauze":
		t.City.dropLater(t.Tx, t.Person)
		t.Person.PausedTo = wijk.DateOf(t.Now).Add(maxPause)
		t.endCheckIn()
		t.savePerson()
		t.City.remindOfReturn(t.Tx, t.Person, t.Now)
		t.begins(pauze)
		return
	case "weg":
		first := wijk.Channel(t.get("weg"))
		w.channels = []wijk.Channel{first}
		for _, c := range ownWays(t) {
			if ch := wijk.Channel(c.Value); ch != first {
				w.channels = append(w.channels, ch)
			}
		}
	case "vaak":
		w.profile = t.get("vaak")
	default:
		w = readWishes(t.get(t.get("keuze")))
	}
	said, problem := t.City.change(t.Tx, t.Person, w, wijk.Request{By: "self", On: wijk.DateOf(t.Now), Via: string(t.M.From.Channel), At: t.M.At}, t.Now)
	if problem != "" {
		t.Say(problem)
		return
	}
	for _, text := range said {
		t.Say(text)
	}
}

// change changes how p is asked, stores it, and returns what p is to read of
// it: one text for each thing. A set time that is moved to an hour of today that
// is past is asked at once, and never twice.
func (c *City) change(tx *store.Tx, p *wijk.Person, w wishes, by wijk.Request, now time.Time) (said []string, problem string) {
	old, plan := *p.CheckIn, *p.CheckIn
	if problem = w.apply(&plan, p); problem != "" {
		return nil, problem
	}
	plan.Changed = now
	switch w.words {
	case "ja":
		plan.Words, plan.Words.Text = by, "GW1"
		said = append(said, fill("GW2"))
	case "nee":
		plan.Words = wijk.Request{}
		said = append(said, fill("GW3"))
	}
	p.CheckIn = &plan
	if w.keeper.Name != "" && nameKeeper(p, w.keeper) {
		said = append(said, fill("C11", "contact", keeperName(p.Keeper(w.keeper.Phone), wijk.SMS), "tel", c.Tel))
	}
	store.People.Put(tx, p.ID, *p)
	store.HoldKeepers(tx, p, now)
	if w.words == "nee" {
		c.withdrawWords(tx, p.ID, now)
	}
	today, clock := wijk.DateOf(now.In(c.Zone)), now.In(c.Zone).Format("15:04")
	moved := old.Time >= clock && plan.Time <= clock && slices.Contains(plan.Days, today.Weekday())
	if moved {
		store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: wijk.TimerMoved, Scope: string(today), Due: now})
	}
	from := c.sayDay(c.nextAsk(tx, p, now), now)
	if moved && p.PausedTo < today && !store.CheckIns.Has(tx, p.ID+"/"+string(today)) {
		from = "vandaag"
	}
	if old.Time != plan.Time {
		said = append(said, fill("V1", "tijd", c.sayTime(&plan)+", vanaf "+from, "tel", c.Tel))
	}
	var what []string
	switch {
	case old.Profile != plan.Profile && plan.Profile == "light":
		what = append(what, sayPace(plan.Profile)+", "+onDays(plan.Days))
	case old.Profile != plan.Profile:
		what = append(what, sayPace(plan.Profile))
	}
	if !slices.Equal(old.Days, plan.Days) && (old.Profile == plan.Profile || plan.Profile != "light") {
		what = append(what, onDays(plan.Days))
	}
	if w.channels != nil {
		what = append(what, sayWays(p))
	}
	for _, x := range what {
		said = append(said, fill("V2", "wat", x, "dag", from, "tel", c.Tel))
	}
	return said, ""
}

// onDays is the days of a plan inside a sentence.
func onDays(days []string) string {
	if len(days) == len(wijk.Weekdays()) {
		return sayDays(days)
	}
	return "op " + sayDays(days)
}

// sayPace is how a resident reads a profile.
func sayPace(profile string) string {
	return map[string]string{"standard": "gewoon", "fragile": "sneller", "light": "een keer per week"}[profile]
}

// sayPlan tells somebody in plain words how they are asked, and what follows
// when there is no answer.
func (c *City) sayPlan(p *wijk.Person, ch wijk.Channel, now time.Time) []string {
	plan := p.CheckIn
	text := fmt.Sprintf("U krijgt ons bericht %s om %s, via %s.", onDays(plan.Days), c.sayTime(plan), sayWays(p))
	if p.PausedTo >= wijk.DateOf(now.In(c.Zone)) {
		text += " Pauze tot en met " + dutch.ShortDay(p.PausedTo.At(12, 0, c.Zone)) + "."
	}
	if p.PauseFrom != "" {
		text += " Pauze vanaf " + c.dayLong(p.PauseFrom) + "."
	}
	l := ladder(&wijk.CheckIn{Rhythm: ownWait(p.Delays)}, p)
	amber := c.slotTime(wijk.DateOf(now.In(c.Zone)), plan.Time).Add(l.amberAfter())
	after := ""
	if name := l.keeperAsked(p, ch); name != "" {
		after = ", en daarna " + name
	}
	who := "bellen wij u"
	if p.Phone+p.Landline == "" {
		who = "zoekt een medewerker u"
	}
	when := "een dag later"
	if l.amberAfter() < 12*time.Hour {
		when = "om " + dutch.Clock(amber.In(c.Zone)) + " uur" + after
	}
	then := fmt.Sprintf(" Geen antwoord? Dan %s %s.", who, when)
	parts := []string{text}
	for _, more := range []string{then, " Contactpersonen? Stuur CONTACTEN."} {
		if last := len(parts) - 1; ch != wijk.SMS || gsm7.Fits(parts[last]+more) {
			parts[last] += more
			continue
		}
		parts = append(parts, strings.TrimSpace(more))
	}
	return parts
}
