package flows

import (
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// placeQuestions ask where something is, until its wijk is known; where begins
// the question, such as "Waar is de losse stoeptegel?". Their answers are under
// "plaats" and "wijk", the place itself is Talk.Place.
func placeQuestions(where func(*Turn) string) []Question {
	return []Question{
		{
			Key: "plaats", Place: true,
			Say:  func(t *Turn) string { return where(t) + " " + howToPlace(t.M.From.Channel) },
			Skip: func(t *Turn) bool { return t.get("plaats") != "" },
			Take: place,
		},
		{
			Key:  "wijk",
			Text: "In welke wijk is dat? Typ de naam van de wijk of de postcode.",
			Skip: func(t *Turn) bool { return t.Talk.Place.Wijk != "" },
			Take: whichWijk,
		},
	}
}

// howToPlace: only Telegram can send a place.
func howToPlace(ch wijk.Channel) string {
	if ch == wijk.SMS {
		return "Typ straat en nummer, of de postcode."
	}
	return "Typ straat en nummer, of stuur uw locatie."
}

// place takes a location, street and number, or a postcode.
func place(t *Turn, _ *Question) (string, bool) {
	if t.M.Kind == wijk.Location {
		return t.placeAt(t.M.Point)
	}
	a, ok := dutch.Place(t.M.Text)
	if t.M.Kind != wijk.Text || !ok {
		t.Say("Dat begrijp ik niet. " + strings.Replace(howToPlace(t.M.From.Channel), "straat en nummer", "een straat en een huisnummer", 1))
		return "", false
	}
	if a.Street != "" && a.Number == "" && a.Postcode == "" {
		t.Say("Welk huisnummer is er in de buurt? Typ straat en nummer.")
		return "", false
	}
	if !t.placeFrom(a) {
		t.Say("Postcode " + a.Postcode + " ligt niet in Zoetermeer. Meld het bij de gemeente van die plek, of typ een andere plek.")
		return "", false
	}
	return "ja", true
}

func (t *Turn) placeAt(p wijk.Point) (string, bool) {
	slug, sure := t.City.Map().At(p)
	if !p.Valid() || slug == "" {
		t.Say("Deze plek ligt niet in Zoetermeer. Meld het bij de gemeente van die plek, of stuur een andere plek.")
		return "", false
	}
	t.Talk.Place = &wijk.Place{Point: p, Accuracy: t.M.Accuracy, Source: "pin"}
	if sure {
		t.Talk.Place.Wijk = slug
	}
	return "ja", true
}

// placeFrom notes an address. It returns false for a postcode outside the
// city. A street without a known wijk leaves the wijk to be asked.
func (t *Turn) placeFrom(a dutch.Address) bool {
	p := &wijk.Place{Street: a.Street, Number: a.Number + a.Addition, Postcode: a.Postcode, Source: "street"}
	if a.Street == "" {
		p.Source = "postcode"
	}
	if a.Postcode != "" {
		slugs := t.City.Map().ByPostcode(a.Postcode)
		if len(slugs) == 0 {
			return false
		}
		if len(slugs) == 1 {
			p.Wijk = slugs[0]
		}
	} else if t.ownStreet(a.Street) {
		p.Wijk = t.Person.Wijk
	}
	t.Talk.Place = p
	t.set("plaats", "ja")
	return true
}

// ownStreet reports whether the sender lives in a street.
func (t *Turn) ownStreet(street string) bool {
	if t.Person == nil || t.Person.Wijk == "" {
		return false
	}
	own, ok := dutch.Place(t.Person.Address)
	return ok && strings.EqualFold(own.Street, street)
}

// whichWijk takes the name of a wijk or a postcode.
func whichWijk(t *Turn, _ *Question) (string, bool) {
	if slug, ok := t.City.Map().Named(t.M.Text); ok {
		t.Talk.Place.Wijk = slug
		return slug, true
	}
	if a, ok := dutch.Place(t.M.Text); ok && a.Postcode != "" {
		switch slugs := t.City.Map().ByPostcode(a.Postcode); len(slugs) {
		case 1:
			t.Talk.Place.Wijk, t.Talk.Place.Postcode = slugs[0], a.Postcode
			return slugs[0], true
		case 0:
			t.Say("Die postcode ligt niet in Zoetermeer. Typ de naam van de wijk.")
			return "", false
		}
	}
	t.Say("Die wijk ken ik niet. Kies uit: " + strings.Join(t.City.wijkNames(), ", ") + ".")
	return "", false
}

// wijkNames are the names of the wijken where people live or work.
func (c *City) wijkNames() []string {
	var names []string
	for _, w := range c.Map().Wijken() {
		names = append(names, w.Name)
	}
	return names
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
