package flows

import (
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// settlePlace notes a place and finds out what is still to be asked of it. It
// never guesses: a wijk that is not sure is asked, and so is a street that the
// city does not know.
func (t *Turn) settlePlace(p wijk.Place) {
	area := t.get(keyArea)
	t.clearDoubt()
	t.set(keyPlace, "ja")
	if old := t.Talk.Place; old != nil && old.Source == wijk.FromPin && coarse(old) {
		p.Point, p.Accuracy = old.Point, old.Accuracy
	}
	t.fillStreet(&p)
	if found, ok := t.found(p); ok {
		found.Mark = p.Mark
		p = found
	}
	t.Talk.Place = &p
	sure, maybe := t.wijkenOf(&p)
	if p.Wijk == "" && len(sure) == 1 {
		p.Wijk = sure[0]
	}
	if p.Wijk != "" && len(maybe) > 0 && !slices.Contains(maybe, p.Wijk) { // the geocoder contradicts the list
		maybe, p.Wijk = append(maybe, p.Wijk), ""
	}
	if p.Wijk == "" && (len(maybe) == 0 || slices.Contains(maybe, area)) {
		p.Wijk = area
	}
	if p.Wijk == "" {
		t.set(keyWijken, strings.Join(maybe, ","))
	}
	if t.strange(&p) && t.suggest(t.like(&p), p) {
		return
	}
	t.askHouse()
}

// fillStreet writes the street as the city does, or finds it by the postcode.
func (t *Turn) fillStreet(p *wijk.Place) {
	if p.Street == "" {
		if at := store.StreetsAt(t.Tx, p.Postcode); p.Postcode != "" && len(at) == 1 {
			p.Street = at[0].Name
		}
		return
	}
	if first, second, ok := corner(p.Street); ok {
		a, knowsA := t.streetNamed(first)
		b, knowsB := t.streetNamed(second)
		if knowsA && knowsB {
			p.Street = "hoek " + a.Name + " / " + b.Name
		}
	} else if s, ok := t.streetNamed(p.Street); ok {
		p.Street = s.Name
	}
}

// corner returns the streets of "hoek Dorpsstraat / Delftsewallen".
func corner(street string) (first, second string, ok bool) {
	rest, ok := strings.CutPrefix(street, "hoek ")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, " / ")
}

// found returns the address among those of the geocoder that is exactly the
// one that was typed.
func (t *Turn) found(p wijk.Place) (wijk.Place, bool) {
	for _, f := range t.M.Found {
		if p.Street != "" && wijk.Slug(f.Street) == wijk.Slug(p.Street) && strings.EqualFold(f.Number, p.Number) && p.Number != "" &&
			(p.Postcode == "" || p.Postcode == f.Postcode) {
			return f, true
		}
	}
	return wijk.Place{}, false
}

// wijkenOf returns the wijken where a place surely is, if that is known, and
// those where it may be.
func (t *Turn) wijkenOf(p *wijk.Place) (sure, maybe []string) {
	code := t.City.Map().ByPostcode(p.Postcode)
	street, known, learnt := t.wijkenOfStreet(p.Street)
	both := common(code, street)
	switch {
	case known && len(code) > 0 && len(both) == 0: // they contradict each other
		return nil, append(slices.Clone(street), code...)
	case known && len(both) > 0:
		sure = both
	case known && !learnt:
		sure = street
	case known:
		maybe = street
	case len(code) > 0:
		sure = code
	case t.ownStreet(p.Street):
		sure = []string{t.Person.Wijk}
	}
	if len(sure) != 1 {
		return nil, append(maybe, sure...)
	}
	return sure, sure
}

// wijkenOfStreet returns the wijken of a street, or of a corner. learnt says
// that they are from reports only: it may lie in more.
func (t *Turn) wijkenOfStreet(name string) (slugs []string, known, learnt bool) {
	if first, second, ok := corner(name); ok {
		a, knowsA, learntA := t.wijkenOfStreet(first)
		b, knowsB, learntB := t.wijkenOfStreet(second)
		both := common(a, b)
		return both, knowsA && knowsB && len(both) > 0, learntA || learntB
	}
	s, ok := t.streetNamed(name)
	for _, slug := range s.Wijken {
		if _, exists := t.City.Map().Wijk(slug); exists { // the map may be newer than the list
			slugs = append(slugs, slug)
		}
	}
	return slugs, ok && len(slugs) > 0, s.Reported
}

func common(a, b []string) (both []string) {
	for _, x := range a {
		if slices.Contains(b, x) {
			both = append(both, x)
		}
	}
	return both
}

// ownStreet reports whether the sender lives in a street.
func (t *Turn) ownStreet(street string) bool {
	if t.Person == nil || t.Person.Wijk == "" || street == "" {
		return false
	}
	own, ok := dutch.Place(t.Person.Address)
	return ok && strings.EqualFold(own.Street, street)
}

// strange reports whether a street is one that the city does not know, and the
// place is not known by a postcode.
func (t *Turn) strange(p *wijk.Place) bool {
	if p.Street == "" || p.Source == wijk.FromGeocoder || p.Postcode != "" && p.Wijk != "" || t.ownStreet(p.Street) {
		return false
	}
	if _, _, ok := corner(p.Street); ok {
		return false
	}
	_, ok := t.streetNamed(p.Street)
	return !ok
}

// mostMeant is how many places are shown to choose from.
const mostMeant = 3

// like returns what somebody may have meant by a street that is not known.
func (t *Turn) like(p *wijk.Place) []wijk.Place {
	all := slices.Clone(t.M.Found)
	for _, s := range store.StreetsLike(t.Tx, p.Street, mostMeant) {
		q := *p
		q.Street, q.Wijk = s.Name, ""
		if !slices.ContainsFunc(all, func(x wijk.Place) bool { return wijk.Slug(x.Street) == wijk.Slug(q.Street) }) {
			all = append(all, q)
		}
	}
	return all
}

// askHouse has the house number asked of a street without one.
func (t *Turn) askHouse() {
	p := t.Talk.Place
	_, _, isCorner := corner(p.Street)
	if p.Street != "" && p.Number == "" && p.Postcode == "" && p.Mark == "" && !isCorner {
		t.doubt(keyHouse)
	}
}

// houseQuestion asks where in a street it is.
var houseQuestion = Question{
	Key:   keyHouse,
	Text:  "Welk huisnummer is er in de buurt? Typ straat en nummer. Weet u het niet? Stuur OVERSLAAN.",
	Place: true,
	Skip: func(t *Turn) bool {
		return !t.doubts(keyHouse) || t.get(keyHouse) != "" || t.Talk.Place.Source == wijk.FromPhoto
	},
	Bare: func(t *Turn) bool {
		_, number := dutch.HouseNumber(t.M.Text)
		return number || t.is("nee")
	},
	Take: func(t *Turn, _ *Question) (string, bool) {
		p := t.Talk.Place
		if n, ok := dutch.HouseNumber(t.M.Text); ok && t.M.Kind == wijk.Text {
			p.Number = n
			return n, true
		}
		if t.is(none, "nee", "overslaan", "weet ik niet", "weet niet", "geen idee", "geen nummer") {
			return skipped, true
		}
		if t.M.Kind == wijk.Text && dutch.Landmark(t.M.Text) {
			if a, ok := dutch.Place(t.M.Text); !ok || a.Number == "" {
				p.Mark = landmark(t.M.Text)
				return p.Mark, true
			}
		}
		street, source := p.Street, p.Source
		if a, ok := dutch.Place(t.M.Text); ok && t.M.Kind == wijk.Text && a.Street == "" && t.inCity(a.Postcode) {
			a.Street = street
			t.settlePlace(placeOf(a))
			t.again()
			return "", false
		}
		if _, ok := t.readPlace(); ok {
			in, known, _ := t.wijkenOfStreet(street)
			q := t.Talk.Place
			if elsewhere := known && q.Wijk != "" && !slices.Contains(in, q.Wijk); q.Source == wijk.FromPin && q.Street == "" && !elsewhere {
				q.Street, q.Source = street, source
			}
			t.again()
		}
		return "", false
	},
}

// nearerQuestion asks more of somebody whose telephone does not know where it
// is.
var nearerQuestion = Question{
	Key: keyNearer, Place: true,
	Skip: func(t *Turn) bool {
		return !t.doubts(keyNearer) || t.get(keyNearer) != "" || t.Talk.Place.Pinned()
	},
	Say: func(t *Turn) string {
		return fmt.Sprintf("Uw locatie is niet precies: het kan %.0f meter schelen. Typ straat en nummer, of stuur uw locatie nog een keer.", t.Talk.Place.Accuracy)
	},
	Choices: func(*Turn) []Choice {
		return []Choice{{Label: "Overslaan", Value: skipped, Words: []string{"nee", none}}}
	},
	Take: func(t *Turn, q *Question) (string, bool) {
		if v, ok := choose(t, q); ok {
			return v, true
		}
		before := *t.Talk.Place
		if _, ok := t.readPlace(); !ok {
			return "", false
		}
		if now := t.Talk.Place; now.Source == wijk.FromPin && coarse(now) { // no better: it is asked once
			if now.Accuracy > before.Accuracy {
				*now = before
			}
			t.set(keyNearer, skipped)
		}
		t.again()
		return "", false
	},
}
