package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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

func subjectOf(k wijk.ReportKind) subject {
	for _, s := range subjects {
		if s.kind == k {
			return s
		}
	}
	return subjects[len(subjects)-1]
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
		Name:  string(s.kind),
		Words: s.words,
		Open:  firstWords,
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
	r := wijk.Report{
		Number: t.Tx.Next("report"), Kind: s.kind, Text: t.get("tekst"), Place: *t.Talk.Place,
		State: wijk.ReportOpen, Created: t.Now, Promised: wijk.DateOf(dutch.AddWorkdays(t.Now, s.term)),
	}
	if id := t.get("foto"); id != "-" {
		r.PhotoID = id
	}
	store.Join(t.Tx, &r, t.M.From, t.Now)
	t.Say(fmt.Sprintf("Dank u. Uw melding heeft nummer %d. Wij lossen dit op voor het einde van %s. U hoort van ons. "+
		"Alles zien? Stuur MIJN MELDINGEN.", r.Number, dutch.Day(r.Promised.At(12, 0, t.City.Zone))))
}

func (t *Turn) join(r wijk.Report) {
	until := dutch.Day(r.Promised.At(12, 0, t.City.Zone))
	if id := t.get("foto"); r.PhotoID == "" && id != "-" {
		r.PhotoID = id
		store.Reports.Put(t.Tx, store.Num(r.Number), r)
	}
	if !store.Join(t.Tx, &r, t.M.From, t.Now) {
		t.Say(fmt.Sprintf("U heeft dit al gemeld. Het nummer is %d. Wij lossen het op voor het einde van %s.", r.Number, until))
		return
	}
	t.Say(fmt.Sprintf("Dank u. Iemand anders heeft dit ook gemeld. Het nummer is %d. Wij lossen het op voor het einde van %s. U hoort van ons.",
		r.Number, until))
}

// mijnMeldingen lists what the sender reported, the latest first.
var mijnMeldingen = &Flow{
	Name:  "mijn meldingen",
	Words: []string{"mijn meldingen", "mijn melding", "meldingen"},
	Done:  (*Turn).listReports,
}

func (t *Turn) listReports() {
	var numbers []uint64
	for _, x := range store.Reporters.Find(t.Tx, "address", t.M.From.String()) {
		numbers = append(numbers, x.Number)
	}
	if len(numbers) == 0 {
		t.Say("U heeft nog niets gemeld. Iets melden? Stuur bijvoorbeeld ZWERFVUIL.")
		return
	}
	const most = 8
	text := "Uw meldingen:"
	for i := len(numbers) - 1; i >= max(0, len(numbers)-most); i-- {
		if r, ok := store.Reports.Get(t.Tx, store.Num(numbers[i])); ok {
			text += "\n" + t.reportLine(&r)
		}
	}
	t.Say(text)
}

func (t *Turn) reportLine(r *wijk.Report) string {
	state := "klaar op " + dutch.Day(r.Promised.At(12, 0, t.City.Zone)) + " of eerder"
	switch {
	case r.State == wijk.ReportClosed:
		state = "opgelost op " + dutch.Day(r.Closed.In(t.City.Zone))
	case r.Promised < wijk.DateOf(t.Now):
		state = "nog niet opgelost"
	}
	return fmt.Sprintf("%d %s %s: %s", r.Number, subjectOf(r.Kind).name, describePlace(&r.Place), state)
}

// An Unknown error says that there is no such report, or that it is closed.
type Unknown struct{ What string }

// Error says what was not found.
func (u *Unknown) Error() string { return u.What }

// CloseReport closes a report and tells everybody who made or joined it. by is
// a staff id, or "cli". Its error is an *Unknown.
func (c *City) CloseReport(tx *store.Tx, number uint64, by string, now time.Time) error {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok {
		return &Unknown{"geen melding met nummer " + strconv.FormatUint(number, 10)}
	}
	if r.State == wijk.ReportClosed {
		return &Unknown{"melding " + strconv.FormatUint(number, 10) + " is al gesloten"}
	}
	r.State, r.Closed, r.ClosedBy = wijk.ReportClosed, now, by
	store.Reports.Put(tx, store.Num(number), r)
	for _, x := range store.Reporters.All(tx, store.Num(number)) {
		c.tellReporter(tx, &r, x, now)
	}
	return nil
}

func (c *City) tellReporter(tx *store.Tx, r *wijk.Report, x wijk.Reporter, now time.Time) {
	h, _ := store.Holders.Get(tx, x.Address.String())
	if h.Stopped.After(x.At) {
		return // asked for silence since
	}
	store.Send(tx, wijk.Outgoing{
		Class: wijk.Reply, To: x.Address, Person: h.Person, Quiet: true, Due: now, NotAfter: now.AddDate(0, 0, 7),
		About: wijk.Subject{Kind: aboutReport, Ref: strconv.FormatUint(r.Number, 10)},
		Text: fmt.Sprintf("Goed nieuws. Uw melding %d (%s) is opgelost. Klopt dat niet? Meld het dan opnieuw. Gemeente Zoetermeer",
			r.Number, strings.ToLower(subjectOf(r.Kind).name)),
	})
}
