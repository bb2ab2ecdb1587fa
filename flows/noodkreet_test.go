package flows_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// An opening is a way to a question that waits for an answer: the lines of a
// transcript, said by whoever the row is played for. The last one is said when
// the question is to come after another.
type opening struct {
	// at is the question: the flow and the key, or what waits outside a flow.
	at    string
	lines string // separated by " | "
	// only is the channel on which there is such a question; empty is both.
	only wijk.Channel
	none string // who is not asked, because the answer is known or they have no check-ins
	// known is set for what only somebody is asked whom the city knows.
	known bool
}

const before = "made 13 | makes zwerfvuil Dorpsstraat 12"

// openings reach every question that a resident can be asked.
var openings = []opening{
	{at: "melding/tekst", lines: "> ik wil iets melden"},
	{at: "melding/goed", lines: "> er ligt een losse tegel"},
	{at: "melding/soort", lines: "> zwerfvuil en een losse tegel"},
	{at: "melding/plaats", lines: "> zwerfvuil"},
	{at: "melding/dichterbij", lines: "> zwerfvuil | > [plek 52.0570 4.4936 900]", only: wijk.Telegram},
	{at: "melding/bedoelt", lines: "straten | > zwerfvuil | > Voorbeldstraat 8"},
	{at: "melding/huis", lines: "> zwerfvuil | > Dorpsstraat"},
	{at: "melding/wijk", lines: "> zwerfvuil | > Kerkweg 12"},
	{at: "melding/dubbel0", lines: "ander | > zwerfvuil | > Dorpsstraat 12, 2712AB"},
	{at: "melding/dubbel1", lines: "ander | ander | > zwerfvuil | > Dorpsstraat 12, 2712AB | > nee, iets anders"},
	{at: "melding/x0", lines: "> losse stoeptegel | > Dorpsstraat 12, 2712AB"},
	{at: "melding/foto", lines: "> zwerfvuil | > Dorpsstraat 12, 2712AB", only: wijk.Telegram},
	{at: "melding/klopt", lines: "> zwerfvuil | > Dorpsstraat 12, 2712AB", only: wijk.SMS},
	{at: "melding/mis", lines: "> zwerfvuil | > Dorpsstraat 12, 2712AB | > nee", only: wijk.SMS},
	{at: "melding/naam", lines: "> zwerfvuil | > Dorpsstraat 12, 2712AB | > zonder naam", only: wijk.SMS},
	{at: "nog/nog", lines: "> zwerfvuil | > Dorpsstraat 12, 2712AB | > ja", only: wijk.SMS},
	{at: "menu/keuze", lines: "> menu"},
	{at: "volg/wijk", lines: "> volg"},
	{at: "medewerker/vraag", lines: "> medewerker"},
	{at: "erbij/erbij", lines: before + " | > erbij 14"},
	{at: "vraag bij melding/vraag", lines: before + " | > vraag 14"},
	{at: "antwoord bij melding/antwoord", lines: before + " | staff 14 asked Ligt het er nog? | > antwoord 14"},
	{at: "bedoeld/bedoeld", lines: before + " | staff 14 asked Ligt het er nog? | > er ligt zwerfvuil"},
	{at: "intrekken/klopt", lines: before + " | > intrekken 14"},
	{at: "wat is er mis/mis", lines: before + " | staff 14 solved | > nee 14"},
	{at: "niet opgelost/niet", lines: before + " | staff 14 solved | > erbij 14 er ligt weer wat"},
	{at: "kanaal/waar", lines: before + " | > kanaal 14"},
	{at: "kanaal/nummer", lines: before + " | > kanaal 14 sms", only: wijk.Telegram, none: "carla"},
	{at: "kanaal/code", lines: before + " | > kanaal 14 sms 0612345678"},
	{at: "kanaal/adres", lines: before + " | > kanaal 14 brief"},
	{at: "kanaal/klopt", lines: before + " | > kanaal 14 brief | > J. Jansen, Dorpsstraat 12, 2712AB Zoetermeer"},
	{at: "vergeet/zeker", lines: before + " | > verwijder mijn gegevens"},
	{at: "wijkschouw/lopen", lines: "> wijkschouw"},
	{at: "wijkschouw/fotoplek", lines: "> wijkschouw | > [foto] zwerfvuil | photo foto-1 52.0570 4.4936 | > klaar", only: wijk.Telegram},
	{at: "wijkschouw/wat", lines: "> wijkschouw | > [foto] | > klaar", only: wijk.Telegram},
	{at: "wijkschouw/plaats", lines: "> wijkschouw | > zwerfvuil | > klaar"},
	{at: "wijkschouw/dichterbij", lines: "> wijkschouw | > zwerfvuil | > klaar | > [plek 52.0570 4.4936 900]", only: wijk.Telegram},
	{at: "wijkschouw/bedoelt", lines: "straten | > wijkschouw | > zwerfvuil | > klaar | > Voorbeldstraat 8"},
	{at: "wijkschouw/huis", lines: "> wijkschouw | > zwerfvuil | > klaar | > Dorpsstraat"},
	{at: "wijkschouw/wijk", lines: "> wijkschouw | > zwerfvuil Kerkweg 12 | > klaar"},
	{at: "wijkschouw/lijst", lines: "> wijkschouw | > zwerfvuil Dorpsstraat 12, 2712AB | > klaar"},
	{at: "woorden/woorden", lines: "> mijn woorden", none: "vreemde anna"},
	{at: "mijn bericht/keuze", lines: "> mijn bericht", none: "vreemde anna"},
	{at: "mijn bericht/tijd", lines: "> andere tijd", none: "vreemde anna"},
	{at: "mijn bericht/dagen", lines: "> mijn bericht | > de dagen", none: "vreemde anna"},
	{at: "mijn bericht/weg", lines: "> mijn bericht | > sms of bellen", none: "vreemde anna"},
	{at: "mijn bericht/vaak", lines: "> mijn bericht | > hoe vaak", none: "vreemde anna"},
	{at: "pauze/tot", lines: "> ik ga zaterdag op vakantie", none: "vreemde anna"},
	{at: "bezoekwens/wens", lines: "wens"},
	{at: "bezoekwens/support", lines: "wens | > wandelen", known: true},
	{at: "bezoekwens/out", lines: "wens | > wandelen | > sla over", known: true},
	{at: "bezoekwens/help", lines: "wens | > wandelen | > sla over | > soms", known: true},
	{at: "bezoekwens/call", lines: "wens | > wandelen | > sla over | > soms | > sla over", known: true},
	{at: "een uitnodiging", lines: "round wens-70", known: true},
	{at: "nieuw nummer/nummer", lines: "> ik heb een nieuw nummer", none: "vreemde anna"},
	{at: "nieuw nummer/code", lines: "> ik heb een nieuw nummer 0612345678", none: "vreemde anna"},
	{at: "een vraag van de gemeente", lines: before + " | staff 14 asked Ligt het er nog?"},
	{at: "een stem", lines: before + " | staff 14 solved"},
	{at: "over wie/wie", lines: "gevraagd 2 | > 1", only: wijk.SMS},
	{at: "van wie/wie", lines: "samen | > pauze", only: wijk.SMS, none: "vreemde anna"},
	{at: "contactpersoon gevraagd", lines: "gevraagd 1", only: wijk.SMS},
	{at: "contactpersoon van twee", lines: "gevraagd 2", only: wijk.SMS},
	{at: "contactpersoon kijkt", lines: "gevraagd 1 | > 1", only: wijk.SMS},
	{at: "contactpersoon genoemd", lines: "genoemd", only: wijk.SMS},
	{at: "niets", lines: before},
}

// cries are texts that ask for help, whatever was asked.
var cries = []string{
	"ik ben gevallen", "bel mij", "ik voel me niet goed", "nee, ik heb pijn", "help mij", "Ik ben gevallen en kan niet opstaan",
	"[foto] ik ben gevallen", "erbij 14 ik ben gevallen", "nee 14 ik ben gevallen", "vraag 14 kunt u mij bellen, ik ben gevallen", "bezwaar, ik ben gevallen", "imdat", "112",
}

// takes are the questions to which something that may be a cry is an answer, so
// that it is one when nothing was asked after it.
var takes = map[string]map[string]bool{
	"2": set(`goed fotoplek soort bedoelt huis dubbel0 dubbel1 x0 klopt mis naam`, "menu/keuze", "bedoeld/bedoeld", "intrekken/klopt",
		"niet opgelost/niet", "kanaal/waar", "kanaal/klopt", "antwoord bij melding/antwoord", "mijn bericht/keuze", "mijn bericht/weg", "mijn bericht/vaak", "woorden/woorden",
		"bezoekwens/wens", "bezoekwens/support", "bezoekwens/out", "bezoekwens/help", "bezoekwens/call",
		"over wie/wie", "contactpersoon gevraagd", "contactpersoon van twee", "contactpersoon kijkt"),
	"nee": set(`goed fotoplek bedoelt huis dubbel0 dubbel1 x0 foto klopt mis naam dichterbij`, "nog/nog", "bedoeld/bedoeld", "intrekken/klopt",
		"niet opgelost/niet", "kanaal/klopt", "vergeet/zeker", "antwoord bij melding/antwoord", "woorden/woorden",
		"een uitnodiging", "bezoekwens/support", "bezoekwens/out", "bezoekwens/help", "bezoekwens/call",
		"contactpersoon gevraagd", "contactpersoon van twee", "contactpersoon kijkt", "contactpersoon genoemd"),
	"niet goed": set(`goed fotoplek bedoelt dubbel0 dubbel1 x0 klopt naam`, "nog/nog", "bedoeld/bedoeld", "intrekken/klopt",
		"niet opgelost/niet", "kanaal/klopt", "antwoord bij melding/antwoord"),
}

func set(report string, others ...string) map[string]bool {
	all := make(map[string]bool)
	for _, key := range strings.Fields(report) {
		all["melding/"+key], all["wijkschouw/"+key] = true, true
	}
	for _, at := range others {
		all[at] = true
	}
	return all
}

// speakers are for whom the table is played. At what time they are asked how
// it goes; empty is never.
var speakers = []struct{ name, asked string }{
	{"sms mevrouw", "09:00"}, {"telegram carla", "10:00"}, {"sms vreemde", ""}, {"telegram anna", ""}, {"telegram dirk", ""},
}

// TestCryInEveryQuestion: whoever asks for help in the middle of anything gets
// it. Of somebody with check-ins somebody is called; nothing but a good answer
// to the question that was asked last counts as "alles goed".
func TestCryInEveryQuestion(t *testing.T) {
	reached := make(map[string]bool)
	for _, o := range openings {
		reached[o.at] = true
		for _, who := range speakers {
			if !strings.HasPrefix(who.name, string(o.only)) || slices.Contains(strings.Fields(o.none), who.name[strings.Index(who.name, " ")+1:]) ||
				o.known && slices.Contains([]string{"sms vreemde", "telegram anna"}, who.name) || !o.known && who.name == "telegram dirk" {
				continue
			}
			for _, order := range []string{"alleen", "daarvoor", "daarna"} {
				if order != "alleen" && who.asked == "" {
					continue
				}
				t.Run(strings.Join([]string{o.at, who.name, order}, "/"), func(t *testing.T) {
					t.Parallel()
					c := newCrying(t, o, who.name, order, who.asked)
					for _, said := range slices.Concat(answers, cries) {
						c.try(said)
					}
				})
			}
		}
	}
	for _, at := range flows.ResidentQuestions() {
		if !reached[at] {
			t.Errorf("nobody cries for help in %s", at)
		}
	}
}

// answers may be to the check-in or to what else was asked.
var answers = []string{"help", "2", "nee", "niet goed", "1", "ja", "goed", "nee 14", "ja 14", "0", "stop", "[spraak]", ""}

// A crying is a conversation with a question that waits for an answer.
type crying struct {
	*stage
	at, order, asked string
	saved            store.Engine
	said             string
}

func newCrying(t *testing.T, o opening, who, order, asked string) *crying {
	engine := kvtest.Memory()
	c := &crying{stage: newStageOn(t, engine), at: o.at, order: order, asked: asked, saved: engine}
	c.now = time.Date(2026, 11, 24, 8, 0, 0, 0, c.now.Location())
	c.speak(who)
	if c.order == "daarvoor" {
		c.ask()
	}
	for line := range strings.SplitSeq(o.lines, " | ") {
		c.now = c.now.Add(time.Second)
		c.open(line)
	}
	if at := c.where(); strings.Contains(c.at, "/") && at != c.at {
		t.Fatalf("the question is %q, heard %q", at, c.answers())
	}
	if c.order == "daarna" {
		c.ask()
	}
	c.now = c.now.Add(time.Minute)
	return c
}

// try says a text, from the same point each time.
func (c *crying) try(said string) {
	var err error
	if c.db, err = store.Open(context.Background(), kvtest.Twice(kvtest.Copy(c.saved))); err != nil {
		c.t.Fatal(err)
	}
	clear(c.heard)
	c.said = said
	c.say(said)
	if why := c.wrong(); why != "" {
		c.t.Errorf("%q: %s; heard %q", said, why, c.answers())
	}
}

// open plays one line of an opening.
func (c *crying) open(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case ">":
		c.say(rest)
	case "ander": // a report of somebody else, where this one will be
		me := c.who
		c.speak("telegram dirk")
		c.makes("zwerfvuil Dorpsstraat 12")
		c.who = me
	case "wens": // who is invited says yes, anybody else asks for it
		if c.who.To == phones["vreemde"] || c.who.To == phones["anna"] {
			c.say("huisbezoek")
			return
		}
		c.round("wens-70")
		c.now = c.now.Add(time.Second)
		c.say("ja")
	default:
		clear(c.heard)
		c.step(line)
	}
}

// ask brings the question of the day.
func (c *crying) ask() {
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-24 "+c.asked, c.now.Location())
	c.check(err)
	c.advance(at)
	c.round("checkin")
	clear(c.heard)
}

// where is the open question.
func (c *crying) where() (at string) {
	c.update(func(tx *store.Tx) {
		talk, _ := store.Talks.Get(tx, c.who.String())
		at = flows.QuestionAt(talk.Flow, talk.Step)
	})
	return at
}

func (c *crying) answers() (all []string) {
	for _, m := range c.heard[c.who] {
		all = append(all, show(m))
	}
	return all
}

// softly are the good answers that count although something else was asked
// later: nobody has to answer that, and it shows no such answer.
var softly = map[string][]string{"een uitnodiging": {"1"}, "een stem": {"1"}, "nog/nog": {"1"}, "menu/keuze": {"ja", "goed"}, "woorden/woorden": {"1", "goed"}, "pauze/tot": {"1", "ja", "goed"}, "contactpersoon genoemd": {"1"}}

// doubted are the questions after which even a good answer is not taken for one:
// on a telephone of two it is asked whose it is, and
// a keeper who was reminded in the same minutes is asked whom it is about.
var doubted = []string{"contactpersoon kijkt", "van wie/wie"}

// wrong says what should not have happened.
func (c *crying) wrong() string {
	var called, listed, looked, fine, again bool
	c.update(func(tx *store.Tx) {
		called, listed, looked, fine, again = false, false, false, false, false
		for _, cs := range store.Cases.All(tx, "") {
			need := cs.Kind == wijk.CaseHelp || cs.Kind == wijk.CaseUrgent
			listed = listed || need
			called = called || need && !cs.Paged.IsZero()
			looked = looked || !cs.Paged.IsZero()
		}
		for _, ck := range store.CheckIns.All(tx, "") {
			fine = fine || ck.Wellbeing == "ok"
			again = again || ck.Unclear > 0
		}
	})
	enrolled, cry, unwell := c.asked != "", slices.Contains(cries, c.said), takes[c.said] != nil
	last := c.order == "daarna" || c.order == "daarvoor" && c.at == "niets"
	good := slices.Contains([]string{"1", "ja", "goed"}, c.said)
	help := c.said == "help"
	switch {
	case fine && !(last && good) && !(c.order == "daarvoor" && slices.Contains(softly[c.at], c.said)):
		return "counted as alles goed"
	case last && good && !fine && !slices.Contains(doubted, c.at) && !(c.said == "ja" && c.at == "woorden/woorden"): // may be the JA of that
		return "a good answer does not count"
	case enrolled && !called && (cry || help && c.order != "alleen" || unwell && last):
		return "nobody is called"
	case enrolled && !called && unwell && !again && !takes[c.said][c.at]:
		return "nobody is called, and it is no answer"
	case help && enrolled && !looked:
		return "nobody looks"
	case cry && !listed:
		return "nobody hears of it"
	case (cry || help && !enrolled) && !strings.Contains(strings.Join(c.answers(), " "), "112"):
		return "the number to call is not said"
	}
	return ""
}
