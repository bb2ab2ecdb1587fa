package flows

import (
	"fmt"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// joinWithin is how near a second report of the same kind must be to be the
// same thing, in metres.
const joinWithin = 25

// A subject is what one kind of report differs in from another.
type subject struct {
	kind  wijk.ReportKind
	name  string // as in "Zwerfvuil bij Dorpsstraat 12"
	words []string
	where string // the question for the place
	// term is the promise, in working days: Amsterdam's defaults, which the
	// municipality may change.
	term int
}

var subjects = []subject{
	{wijk.Litter, "Zwerfvuil", []string{"zwerfvuil", "zwerfafval", "afval", "troep", "rommel", "vuilnis", "vuilniszak", "rotzooi"},
		"Waar ligt het zwerfvuil?", 3},
	{wijk.Paving, "Losse stoeptegel", []string{"stoeptegel", "tegel", "stoeptegels", "tegels", "stoep", "bestrating", "trottoir", "klinker"},
		"Waar is de losse stoeptegel?", 3},
	{wijk.Weeds, "Onkruid", []string{"onkruid", "brandnetel", "distel", "overwoekerd"},
		"Waar staat het onkruid?", 5},
	{wijk.Else, "Melding", []string{"melding", "melden", "kapot", "lantaarnpaal", "straatlamp", "prullenbak", "speelplaats", "boom", "bomen", "tak", "fietspad", "put", "verlichting", "graffiti", "hondenpoep"},
		"Waar is het?", 5},
}

// The reports. Each asks where, for a photo, and whether it is right.
var (
	zwerfvuil  = melding(subjects[0])
	stoeptegel = melding(subjects[1])
	onkruid    = melding(subjects[2])
	overig     = melding(subjects[3])
)

func melding(s subject) *Flow {
	return &Flow{
		Name:   string(s.kind),
		Words:  s.words,
		Open:   firstWords,
		Photos: true,
		Ask: []Question{
			{
				Key: "tekst", Text: "Wat wilt u melden? Schrijf het in een of twee zinnen.",
				Skip: func(t *Turn) bool { return s.kind != wijk.Else || t.get("tekst") != "" },
				Take: words, Free: true,
				Again: "Schrijf in een of twee zinnen wat er aan de hand is.",
			},
			{
				Key: "plaats", Place: true,
				Say:  func(t *Turn) string { return s.where + " " + howToPlace(t.M.From.Channel) },
				Skip: func(t *Turn) bool { return t.get("plaats") != "" },
				Take: place,
			},
			{
				Key:  "wijk",
				Text: "In welke wijk is dat? Typ de naam van de wijk of de postcode.",
				Skip: func(t *Turn) bool { return t.Talk.Place.Wijk != "" },
				Take: whichWijk,
			},
			{
				Key: "foto", Text: "Heeft u een foto?",
				Skip: func(t *Turn) bool { return t.M.From.Channel == wijk.SMS || t.get("foto") != "" },
				Choices: func(*Turn) []Choice {
					return []Choice{{Label: "Overslaan", Value: "-", Words: []string{"nee", "geen"}}}
				},
				Take:  photo,
				Again: "Stuur een foto, of kies Overslaan.",
			},
			{
				Key: "klopt", Choices: yesNo, Take: confirm,
				Say:   func(t *Turn) string { return summary(t, s) },
				Again: "Kies Ja of Nee.",
			},
		},
		Done: func(t *Turn) { t.report(s) },
	}
}

// howToPlace: only Telegram can send a place.
func howToPlace(ch wijk.Channel) string {
	if ch == wijk.SMS {
		return "Typ straat en nummer, of de postcode."
	}
	return "Typ straat en nummer, of stuur uw locatie."
}

// firstWords takes what the first message already tells: the words of the
// resident, a place in them, a photo with them.
func firstWords(t *Turn) {
	if t.M.Kind == wijk.Picture {
		t.set("foto", t.keepPhoto())
	}
	if len(t.Words) < 2 || t.M.Kind == wijk.Button {
		return
	}
	t.set("tekst", strings.TrimSpace(t.M.Text))
	if a, ok := dutch.Place(t.M.Text); ok && (a.Number != "" || a.Postcode != "") {
		t.placeFrom(a)
	}
}

func summary(t *Turn, s subject) string {
	name := s.name
	if s.kind == wijk.Else {
		name = "\"" + short(t.get("tekst"), 60) + "\""
	}
	return fmt.Sprintf("%s %s. Klopt dat?", name, t.placeName())
}

// placeName says where it is, always with the wijk.
func (t *Turn) placeName() string {
	p := t.Talk.Place
	w, _ := t.City.Map().Wijk(p.Wijk)
	return describePlace(p) + " (" + w.Name + ")"
}

func describePlace(p *wijk.Place) string {
	switch {
	case p.Street != "" && p.Number != "":
		return "bij " + p.Street + " " + p.Number
	case p.Street != "":
		return "in de " + p.Street
	case p.Postcode != "":
		return "bij " + strings.TrimSpace(p.Postcode+" "+p.Number)
	case p.Source == wijk.FromPhoto:
		return "op de plek van uw foto"
	}
	return "bij uw locatie"
}

func short(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return string(r[:most]) + "..."
}

// report makes the report, or joins the one that is there.
func (t *Turn) report(s subject) {
	if t.get("klopt") != "ja" {
		t.menuAfter("Goed, wij hebben niets gemeld.")
		return
	}
	if s.kind != wijk.Else { // two other things at one spot are not the same thing
		if old, ok := store.OpenReport(t.Tx, s.kind, *t.Talk.Place, joinWithin); ok {
			t.join(old)
			return
		}
	}
	in := Intake{
		Kind: s.kind, Text: t.get("tekst"), Place: *t.Talk.Place, Source: string(t.M.From.Channel), From: t.M.From,
	}
	in.Photos = photoIDs(t.get("foto"))
	r := t.City.NewReport(t.Tx, in, t.Now)
	t.Say(fmt.Sprintf("Dank u. Uw melding heeft nummer %d. %s U hoort van ons. Alles zien? Stuur MIJN MELDINGEN.", r.Number, r.Promise))
}

func (t *Turn) join(r wijk.Report) {
	until := t.City.day(r.Promised)
	if ids := photoIDs(t.get("foto")); len(r.Photos) == 0 && len(ids) > 0 {
		r.Photos = ids
		store.Reports.Put(t.Tx, store.Num(r.Number), r)
	}
	if !store.Join(t.Tx, &r, t.M.From, t.Now) {
		t.Say(fmt.Sprintf("U heeft dit al gemeld. Het nummer is %d. Wij lossen het op voor het einde van %s.", r.Number, until))
		return
	}
	t.Say(fmt.Sprintf("Dank u. Iemand anders heeft dit ook gemeld. Het nummer is %d. Wij lossen het op voor het einde van %s. U hoort van ons.",
		r.Number, until))
}
