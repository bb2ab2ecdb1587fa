package flows

import (
	"wijkbot/store/wijk"
)

// menu shows what the bot can do. Nobody has to answer it.
var menu = &Flow{
	Name: "menu",
	Soft: true,
	Ask: []Question{{
		Key:  "keuze",
		Text: "Wat wilt u doen? In nood? Bel 112.",
		Choices: func(*Turn) []Choice {
			return []Choice{
				{Label: "Iets melden", Value: flowMelding},
				{Label: "Mijn meldingen", Value: "mijn meldingen"},
				{Label: "Nieuws uit mijn wijk", Value: "volg"},
				{Label: "Een medewerker spreken", Value: "medewerker"},
			}
		},
		Take: choose,
	}},
}

// The menu names flows that have the menu as their way back, so its end is
// tied here instead of in the literal above.
func (t *Turn) endMenu() {
	switch f := t.City.flow(t.get("keuze")); {
	case f == nil:
	case f.Name == flowMelding:
		t.startReport(draft{}) // the choice is no word of the report
	default:
		t.begins(f)
	}
}

// medewerker brings a resident to a person.
var medewerker = &Flow{
	Name:  "medewerker",
	Words: []string{"medewerker", "servicebalie", "mens"},
	Ask: []Question{{
		Key:  "vraag",
		Text: "Wat is uw vraag? Een medewerker leest uw bericht en neemt contact met u op. In nood? Bel 112.",
		Take: words, Free: true,
		Again: "Typ uw vraag in een bericht.",
	}},
	Done: func(t *Turn) {
		t.openCase(wijk.CaseQuestion, wijk.Amber, wordsNote+t.get("vraag"), false)
		t.keepForADay()
		t.Say("Dank u. Een medewerker neemt contact met u op. Sneller? Bel " + t.City.Tel + ".")
	},
}
