package flows

import (
	"fmt"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// mayEnrol reports whether the sender may enrol residents and change how they
// are asked.
func (t *Turn) mayEnrol() bool {
	return t.Staff != nil && (t.Staff.Role.Cares() || t.Staff.Role == wijk.Servicebalie)
}

const flowEnrol = "werk inschrijven"

// inschrijven enrols a resident who asked for it at the desk, by telephone or on
// a paper strip. "inschrijven r-12 strook 2026-11-20 sms 9.00" leaves one
// question: does all of it hold?
var inschrijven = &Flow{
	Name:  flowEnrol,
	For:   (*Turn).mayEnrol,
	Holds: (*Turn).mayEnrol,
	Open:  (*Turn).readsEnrolment,
	Ask: []Question{
		{
			Key: "wie", Take: takeWhom,
			Text: "Wie wilt u inschrijven? Typ het nummer, de telefoon, postcode en huisnummer, of de naam. Nog niet bekend? Typ NIEUW.",
			Skip: func(t *Turn) bool { return t.get("wie") != "" },
		},
		{Key: "naam", Text: "Wat is de naam? Bijvoorbeeld: Mevrouw De Wit.", Take: takeName, Skip: notNew("naam"), Again: "Typ de naam, in ten hoogste 80 letters."},
		{Key: "telefoon", Text: "Wat is het telefoonnummer? Een mobiel nummer, een vast nummer of allebei.", Take: takePhones, Skip: notNew("telefoon"), Again: "Dit is geen Nederlands nummer. Typ tien cijfers."},
		{Key: "adres", Text: "Wat is het adres? Straat, huisnummer en postcode.", Take: takeHome, Skip: notNew("adres"), Again: "Typ straat, huisnummer en postcode."},
		{Key: "wijk", Text: "In welke wijk is dat?", Take: takeWijk, Skip: notNew("wijk"), Again: "Die wijk ken ik niet. Typ de naam van de wijk."},
		{Key: "leeftijd", Text: "Is vandaag gezien dat de bewoner 70 jaar of ouder is?", Choices: yesNo, Take: confirm, Skip: func(t *Turn) bool { return !t.enrolsUnseen() }, Again: "Kies Ja of Nee."},
		{
			Key: "hoe", Text: "Hoe kwam het verzoek van de bewoner zelf?", Choices: requestWays, Take: choose,
			Skip: func(t *Turn) bool { return t.get("hoe") != "" }, Again: "Kies Balie, Telefoon of Strookje.",
		},
		{
			Key: "datum", Text: "Welke datum staat op het strookje? Bijvoorbeeld: 20-11-2026.", Take: takeSigned,
			Skip:  func(t *Turn) bool { return t.get("hoe") != "letter" || t.get("datum") != "" },
			Again: "Typ de datum op het strookje. Die ligt niet in de toekomst.",
		},
		{Key: "klopt", Say: (*Turn).sayEnrolment, Take: takeEnrolment, Skip: func(t *Turn) bool { return t.noEnrolment() != "" }},
	},
	Done: (*Turn).enrolled,
}

func requestWays(*Turn) []Choice {
	return []Choice{
		{Label: "Balie", Value: "desk", Words: []string{"loket"}},
		{Label: "Telefoon", Value: "phone", Words: []string{"gebeld", "bellen"}},
		{Label: "Strookje", Value: "letter", Words: []string{"strook", "brief", "papier"}},
	}
}

// notNew skips a question about somebody who is known, or that is answered.
func notNew(key string) func(t *Turn) bool {
	return func(t *Turn) bool { return t.get("wie") != newPerson || t.get(key) != "" }
}

// newPerson stands for somebody who is not in the store yet.
const newPerson = "nieuw"

// enrolsUnseen reports whether nobody checked yet that the resident is over 70.
func (t *Turn) enrolsUnseen() bool {
	p, ok := store.People.Get(t.Tx, t.get("wie"))
	return !ok || p.Over70 == ""
}

// readsEnrolment takes what the first line says already: whom, how it was
// asked, the date on the strip, and the wishes.
func (t *Turn) readsEnrolment() {
	rest, _ := t.starts("inschrijven")
	who, line, _ := strings.Cut(rest, " ")
	if p, ok := store.People.Get(t.Tx, who); ok && t.Staff.Covers(p.Wijk) {
		t.set("wie", p.ID)
		if p.Enrolled() {
			t.set("hoe", "desk") // there is nothing more to ask
		}
	} else if strings.EqualFold(who, newPerson) {
		t.set("wie", newPerson)
	} else {
		return
	}
	var wishes []string
	for word := range strings.FieldsSeq(line) {
		lower := strings.ToLower(word)
		switch {
		case lower == "ja": // "ja, ik wil dit": what the strip says
		case lower == "nee":
			t.set("nee", "nee")
		case lower == "strook" || lower == "strookje" || lower == "brief":
			t.set("hoe", "letter")
		case lower == "balie":
			t.set("hoe", "desk")
		case lower == "telefonisch" || lower == "gebeld":
			t.set("hoe", "phone")
		case signedOn(t, word) != "":
			t.set("datum", string(signedOn(t, word)))
		default:
			wishes = append(wishes, word)
		}
	}
	t.set("wensen", strings.Join(wishes, " "))
}

// signedOn reads the date on a strip, today or earlier and at most a year old;
// empty when there is none.
func signedOn(t *Turn, text string) wijk.Date {
	text = strings.NewReplacer("/", "-", ".", "-", " ", "-").Replace(strings.TrimSpace(text))
	for _, layout := range []string{"2006-1-2", "2-1-2006", "2-1-06"} {
		if day, err := time.Parse(layout, text); err == nil {
			d := wijk.DateOf(day)
			if today := wijk.DateOf(t.Now); d <= today && d.Until(today) <= 366 {
				return d
			}
		}
	}
	return ""
}

func takeSigned(t *Turn, _ *Question) (string, bool) {
	switch {
	case t.is("vandaag"):
		return string(wijk.DateOf(t.Now)), true
	case t.is("gisteren"):
		return string(wijk.DateOf(t.Now).Add(-1)), true
	}
	d := signedOn(t, t.M.Text)
	return string(d), d != ""
}

// takeWhom finds a resident; of several the desk chooses by the number.
func takeWhom(t *Turn, _ *Question) (string, bool) {
	if t.is(newPerson) {
		return newPerson, true
	}
	found := t.findPeople(t.M.Text)
	switch len(found) {
	case 0:
		t.Say("Niemand gevonden. Typ iets anders, of NIEUW voor iemand die wij nog niet kennen.")
	case 1:
		t.lead = strings.TrimSuffix(found[0].Name+", "+found[0].Address, ", ") + ". "
		return found[0].ID, true
	default:
		text := "Wie bedoelt u? Typ het nummer."
		for _, p := range found[:min(len(found), mostFound)] {
			text += "\n" + strings.Join([]string{p.ID, p.Name, p.Address}, ", ")
		}
		t.Say(text)
	}
	return "", false
}

// mostFound is how many residents a list shows.
const mostFound = 8

// findPeople returns the residents that a text of the desk can mean: by id,
// telephone, postcode and house number, or a part of the name. It looks only in
// the wijken of the sender.
func (t *Turn) findPeople(text string) (found []wijk.Person) {
	text = strings.TrimSpace(text)
	if p, ok := store.People.Get(t.Tx, text); ok && t.Staff.Covers(p.Wijk) {
		return []wijk.Person{p}
	}
	phone, isPhone := dutchNumber(text)
	place, _ := dutch.Place(text)
	byPlace := place.Postcode != "" && place.Number != ""
	name := wijk.Fold(text)
	if !isPhone && !byPlace && len(name) < 3 {
		return nil
	}
	for _, p := range store.People.All(t.Tx, "") {
		home, _ := dutch.Place(p.Address)
		switch {
		case !t.Staff.Covers(p.Wijk):
		case isPhone && (p.Phone == phone || p.Landline == phone),
			byPlace && p.Postcode == place.Postcode && home.Number == place.Number,
			!isPhone && !byPlace && strings.Contains(wijk.Fold(p.Name), name):
			found = append(found, p)
		}
	}
	return found
}

func takeName(t *Turn, q *Question) (string, bool) {
	name, ok := words(t, q)
	return name, ok && len([]rune(name)) <= 80 && !strings.ContainsFunc(name, func(r rune) bool { return printable(r) != r })
}

// takePhones reads a mobile number, a fixed one, or both.
func takePhones(t *Turn, _ *Question) (string, bool) {
	var numbers []string
	for part := range strings.SplitSeq(strings.ReplaceAll(t.M.Text, " en ", ","), ",") {
		phone, ok := dutchNumber(strings.TrimSpace(part))
		if !ok || len(numbers) == 2 {
			return "", false
		}
		numbers = append(numbers, phone)
	}
	return strings.Join(numbers, " "), len(numbers) > 0
}

func takeHome(t *Turn, _ *Question) (string, bool) {
	a, ok := dutch.Place(t.M.Text)
	if !ok || a.Postcode == "" || a.Number == "" {
		return "", false
	}
	if slugs := t.City.Map().ByPostcode(a.Postcode); len(slugs) == 1 {
		t.set("wijk", slugs[0])
	}
	t.set("postcode", a.Postcode)
	a.Postcode = ""
	if a.Street == "" {
		return a.House(), true
	}
	return a.String(), true
}

func takeWijk(t *Turn, _ *Question) (string, bool) { return t.City.Map().Named(t.M.Text) }

// enrolling returns the resident and the plan as entered so far, and what is
// wrong with it.
func (t *Turn) enrolling() (p wijk.Person, problem string) {
	p, known := store.People.Get(t.Tx, t.get("wie"))
	if !known {
		p = wijk.Person{Name: t.get("naam"), Address: t.get("adres"), Postcode: t.get("postcode"), Wijk: t.get("wijk")}
		for number := range strings.FieldsSeq(t.get("telefoon")) {
			if mobile(number) {
				p.Phone = number
			} else {
				p.Landline = number
			}
		}
	}
	if p.Over70 == "" && t.get("leeftijd") == "ja" {
		p.Over70 = wijk.DateOf(t.Now)
	}
	on := wijk.Date(t.get("datum"))
	if on == "" {
		on = wijk.DateOf(t.Now)
	}
	plan := wijk.NewPlan()
	plan.Requested = wijk.Request{By: "self", On: on, Via: t.get("hoe"), Staff: t.Staff.ID, Text: requestText[t.get("hoe")]}
	plan.Changed = t.Now
	w := readWishes(t.get("wensen"))
	problem = w.apply(&plan, &p)
	if len(w.rest) > 0 {
		problem = "Dit begrijp ik niet: " + short(strings.Join(w.rest, " "), 60) + "."
	}
	if w.words == "ja" {
		plan.Words = plan.Requested
		plan.Words.Text = "GW1"
	}
	p.CheckIn = &plan
	if w.keeper.Name != "" {
		nameKeeper(&p, w.keeper)
	}
	return p, problem
}

// noEnrolment tells why somebody cannot be enrolled on this request, empty when
// they can: they are, or stopped on a later day than a strip was signed.
func (t *Turn) noEnrolment() string {
	p, ok := store.People.Get(t.Tx, t.get("wie"))
	if !ok {
		p.Address, p.Postcode = t.get("adres"), t.get("postcode")
	}
	all := addressesOf(&p)
	for number := range strings.FieldsSeq(t.get("telefoon")) {
		all = append(all, wijk.Address{Channel: wijk.SMS, To: number}, wijk.Address{Channel: wijk.Voice, To: number})
	}
	for _, a := range all {
		if no := t.City.noSharing(t.Tx, a, &p); no != "" && t.get("nee") == "" {
			return no
		}
	}
	switch {
	case !ok || t.get("nee") != "":
		return ""
	case p.Enrolled():
		return fmt.Sprintf("%s heeft al een bericht. Wijzigen? Stuur WIJZIG %s en wat anders moet.", p.Name, p.ID)
	}
	stop := p.Stopped
	for _, a := range addressesOf(&p) {
		if h, _ := store.Holders.Get(t.Tx, a.String()); h.Stopped.After(stop) && h.Person == p.ID {
			stop = h.Stopped
		}
	}
	if !stop.IsZero() && t.get("hoe") == "letter" && wijk.Date(t.get("datum")) <= wijk.DateOf(stop.In(t.City.Zone)) {
		return fmt.Sprintf("%s stuurde STOP op %s. Het strookje is niet van daarna. Vraag het eerst.", p.Name, dutch.ShortDay(stop.In(t.City.Zone)))
	}
	return ""
}

// requestText is what a resident read or heard before the request, by how it
// came: U1 is read out at the desk and on the telephone.
var requestText = map[string]string{"desk": "U1", "phone": "U1", "letter": "brief"}
