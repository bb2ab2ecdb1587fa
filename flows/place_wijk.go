package flows

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// askWijk asks in which wijk a place is.
func (t *Turn) askWijk() string {
	p := t.Talk.Place
	switch {
	case len(t.wijkChoices()) > 1:
		return "In welke wijk is dat?"
	case len(t.wijkChoices()) == 1:
		return "Is dat in " + t.wijkChoices()[0].Label + "? Zo niet, typ dan de naam van de wijk."
	case p.Source == wijk.FromLamp && p.Street == "":
		return "In welke straat of wijk staat lantaarnpaal " + p.Mark + "?"
	case p.Source == wijk.FromMark:
		return "In welke wijk is dat? Typ de naam van de wijk, de straat of de postcode."
	case t.strange(p) && store.KnowsStreets(t.Tx):
		return t.fitting("Wij kennen de "+p.Street+" niet. In welke wijk is dat? Typ de naam van de wijk of de postcode.",
			"Wij kennen die straat niet. In welke wijk is dat? Typ de naam van de wijk of de postcode.")
	}
	return "In welke wijk is dat? Typ de naam van de wijk of de postcode."
}

// wijkChoices are the wijken that a place can be in, when those are few.
func (t *Turn) wijkChoices() (choices []Choice) {
	for slug := range strings.SplitSeq(t.get(keyWijken), ",") {
		if w, ok := t.City.Map().Wijk(slug); ok && len(choices) < mostWijken {
			choices = append(choices, Choice{Label: w.Name, Value: slug})
		}
	}
	return choices
}

// mostWijken is how many wijken are shown to choose from.
const mostWijken = 5

// whichWijk takes the name of a wijk, or what tells it: a postcode, a street, a
// location.
func whichWijk(t *Turn, q *Question) (string, bool) {
	if all := t.wijkChoices(); len(all) > 0 {
		slug, ok := choose(t, q)
		if !ok && len(all) == 1 && dutch.Yes(t.Words) {
			slug, ok = all[0].Value, true
		}
		if ok {
			t.Talk.Place.Wijk = slug
			return slug, true
		}
	}
	if t.M.Kind == wijk.Location {
		return t.wijkOfPin()
	}
	if t.M.Kind != wijk.Text {
		t.Say("Typ de naam van de wijk of de postcode.")
		return "", false
	}
	if slug, ok := t.City.Map().Named(t.M.Text); ok {
		t.Talk.Place.Wijk = slug
		return slug, true
	}
	a, ok := dutch.Place(t.M.Text)
	code := a.Postcode
	if text := strings.TrimSpace(t.M.Text); len(text) == 4 && strings.Trim(text, "0123456789") == "" {
		code = text
	}
	if code != "" {
		return t.wijkOfPostcode(code)
	}
	if slug, done := t.wijkOfStreet(a, ok); done {
		return slug, slug != ""
	}
	if t.is("weet ik niet", "weet niet", "geen idee", "nee", none) {
		t.Say("Zonder wijk of postcode vinden wij de plek niet. Typ de postcode van een huis in de buurt, of bel " + t.City.Tel + ".")
		return "", false
	}
	t.Say("Die wijk ken ik niet. Kies uit: " + strings.Join(t.City.wijkNames(), ", ") + ".")
	return "", false
}

func (t *Turn) wijkOfPostcode(code string) (string, bool) {
	p, slugs := t.Talk.Place, t.City.Map().ByPostcode(code)
	if listed := strings.Split(t.get(keyWijken), ","); len(slugs) > 1 && len(common(slugs, listed)) == 1 {
		slugs = common(slugs, listed)
	}
	switch len(slugs) {
	case 0:
		t.Say("Die postcode ligt niet in Zoetermeer. Typ de naam van de wijk.")
		return "", false
	case 1:
		p.Wijk = slugs[0]
	default:
		t.set(keyWijken, strings.Join(slugs, ","))
	}
	if len(code) > 4 {
		p.Postcode = code
	}
	if p.Wijk == "" {
		t.again()
	}
	return p.Wijk, p.Wijk != ""
}

// wijkOfPin takes a location for a place in words.
func (t *Turn) wijkOfPin() (string, bool) {
	said := *t.Talk.Place
	if _, ok := t.placeAt(t.M.Point); !ok {
		return "", false
	}
	p := t.Talk.Place
	if !said.Point.Valid() {
		p.Street, p.Number, p.Postcode, p.Mark, p.Source = said.Street, said.Number, said.Postcode, said.Mark, said.Source
	}
	t.again()
	return "", false
}

// wijkOfStreet takes a street for the answer: of a lamp post or a landmark that
// is the street it is in, of anything else another place. done says that it was
// one; an empty slug then, that the conversation went on from there.
func (t *Turn) wijkOfStreet(a dutch.Address, isAddress bool) (slug string, done bool) {
	if !isAddress || a.Street == "" {
		a, isAddress = t.listed(t.M.Text)
	}
	if !isAddress || a.Street == "" {
		return "", false
	}
	p := placeOf(a)
	if said := t.Talk.Place; said.Mark != "" {
		p.Mark, p.Source = said.Mark, said.Source
		if said.Street != "" && !slices.Equal(reply.Words(said.Street), reply.Words(p.Street)) {
			return "", false
		}
	} else if t.strange(&p) && len(t.like(&p)) == 0 {
		return "", false
	}
	t.settlePlace(p)
	t.again()
	return "", true
}

// wijkNames are the names of the wijken where people live or work.
func (c *City) wijkNames() []string {
	var names []string
	for _, w := range c.Map().Wijken() {
		names = append(names, w.Name)
	}
	return names
}

// WantsPlace returns the address in a message that answers a question for a
// place, to be looked up before it is handled: street, number and postcode, and
// nothing else of what somebody wrote. It wants none of a cry for help, nor of
// anything that is no address or came before.
func (c *City) WantsPlace(tx *store.Tx, m wijk.Message, now time.Time) (address string, ok bool) {
	if m.Kind != wijk.Text || m.From.To == "" || m.Chat != "" || m.Forwarded || m.Edited || len([]rune(m.Text)) > maxPlaceText {
		return "", false
	}
	a, ok := dutch.Place(m.Text)
	if !ok || a.Street == "" && a.Number == "" {
		return "", false
	}
	if store.Seen.Has(tx, cmp.Or(m.Unique, m.ID)) {
		return "", false
	}
	t := c.begin(tx, m, now)
	_, q := t.open()
	if q == nil || !slices.Contains(placeKeys, q.Key) || cries(t.label()) {
		return "", false
	}
	return a.String(), true
}
