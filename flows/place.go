package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// placeQuestions ask where something is, until its wijk is known; where begins
// the question, such as "Waar is de losse stoeptegel?". Their answers are under
// "plaats" and "wijk", the place itself is Talk.Place. Those in between are
// asked only when what was said leaves them open: see Talk.Answers[keyUnsure].
func placeQuestions(where func(*Turn) string) []Question {
	return []Question{
		{
			Key: keyPlace, Place: true,
			Say:  func(t *Turn) string { return where(t) + " " + howToPlace(t.M.From.Channel) },
			Skip: func(t *Turn) bool { return t.get(keyPlace) != "" },
			Take: func(t *Turn, _ *Question) (string, bool) { return t.readPlace() },
		},
		nearerQuestion,
		meantQuestion,
		houseQuestion,
		{
			Key:     keyWijk,
			Say:     (*Turn).askWijk,
			Skip:    func(t *Turn) bool { return t.Talk.Place.Wijk != "" },
			Choices: (*Turn).wijkChoices,
			Take:    whichWijk,
		},
	}
}

// The answers of the questions for a place.
const (
	keyPlace  = "plaats"
	keyNearer = "dichterbij"
	keyMeant  = "bedoelt" // the places to choose from, while that is asked
	keyHouse  = "huis"
	keyWijk   = "wijk"
	// keyUnsure holds which of nearerQuestion and houseQuestion are to be asked,
	// keyWijken the wijken that it can be, keyArea the one that was named before
	// anything else was.
	keyUnsure = "onzeker"
	keyWijken = "wijken"
	keyArea   = "gebied"
)

// placeKeys are those of questions that take a place in words.
var placeKeys = []string{keyPlace, keyNearer, keyMeant, keyHouse, keyWijk}

// howToPlace: only Telegram can send a place.
func howToPlace(ch wijk.Channel) string {
	if ch == wijk.SMS {
		return "Typ straat en nummer, of de postcode."
	}
	return "Typ straat en nummer, of stuur uw locatie."
}

// maxPlaceText is how many characters anybody needs to tell a place.
const maxPlaceText = 300

// readPlace takes a place from the message: a location, an address, a postcode,
// a lamp post or a landmark. It returns false after telling what to do instead.
func (t *Turn) readPlace() (string, bool) {
	text := strings.TrimSpace(t.M.Text)
	switch {
	case t.M.Kind == wijk.Location:
		return t.placeAt(t.M.Point)
	case t.M.Kind != wijk.Text || text == "":
		return t.noPlace("Dat begrijp ik niet.")
	case len([]rune(text)) > maxPlaceText:
		return t.noPlace("Dat is te lang voor een plek.")
	case !dutch.OurLetters(text):
		return t.noPlace("Deze letters kunnen wij niet lezen.")
	}
	if v, done := t.readVague(text); done {
		return v, v != ""
	}
	if t.placeInWords(text) {
		return "ja", true
	}
	if a, ok := dutch.Place(text); ok && a.Postcode != "" && !t.inCity(a.Postcode) {
		t.Say("Postcode " + a.Postcode + " ligt niet in Zoetermeer. Meld het bij de gemeente van die plek, of typ een andere plek.")
		return "", false
	}
	if city, ok := dutch.Elsewhere(text); ok {
		t.Say("Dat is niet in Zoetermeer. Meld het bij de gemeente " + city + ", of typ een andere plek.")
		return "", false
	}
	if slug, ok := t.City.Map().Named(text); ok {
		t.set(keyArea, slug)
		w, _ := t.City.Map().Wijk(slug)
		return t.noPlace("Waar in " + w.Name + " is het?")
	}
	if len(t.M.Found) > 0 {
		t.suggest(t.M.Found, wijk.Place{Source: wijk.FromStreet})
		return "ja", true
	}
	if dutch.Landmark(text) {
		t.settlePlace(wijk.Place{Mark: landmark(text), Source: wijk.FromMark})
		return "ja", true
	}
	return t.noPlace("Dat begrijp ik niet.")
}

// noPlace tells why there is no place in a message, and how to give one.
func (t *Turn) noPlace(why string) (string, bool) {
	t.Say(why + " " + strings.Replace(howToPlace(t.M.From.Channel), "straat en nummer", "een straat en een huisnummer", 1))
	return "", false
}

// readVague answers "hier" and "thuis". done says that nothing else is to be
// read; then an empty value means that the sender was told so.
func (t *Turn) readVague(text string) (value string, done bool) {
	switch dutch.VaguePlace(text) {
	case dutch.Here:
		if t.M.From.Channel == wijk.SMS {
			t.Say("Wij zien niet waar u bent. Typ straat en nummer, of de postcode.")
		} else {
			t.Say("Wij zien niet waar u bent. Tik op Deel mijn locatie, of typ straat en nummer.")
		}
		return "", true
	case dutch.Home:
		if t.Person != nil {
			if a, ok := dutch.Place(t.Person.Address + ", " + t.Person.Postcode); ok && a.Street != "" && a.Number != "" {
				home := placeOf(a)
				home.Wijk = t.Person.Wijk
				t.suggest([]wijk.Place{home}, wijk.Place{})
				return "ja", true
			}
		}
		t.Say("Wij weten niet waar u woont. Typ straat en nummer.")
		return "", true
	}
	return "", false
}

// placeInWords notes the place that words tell: a lamp post by its number, or
// an address in the city.
func (t *Turn) placeInWords(text string) bool {
	post, rest, lamp := dutch.LampPost(text)
	a, ok := dutch.Place(rest)
	if !ok || a.Street == "" && a.Postcode == "" {
		a, ok = t.listed(rest)
	}
	if ok && a.Postcode != "" && !t.inCity(a.Postcode) {
		return false
	}
	if ok && a.Street != "" && a.Postcode == "" {
		if _, known := t.streetNamed(a.Street); !known {
			if _, away := dutch.Elsewhere(text); away {
				return false
			}
		}
	}
	p := placeOf(a)
	switch {
	case lamp:
		p.Mark, p.Source = post, wijk.FromLamp
	case !ok:
		return false
	case p.Number == "" && p.Postcode == "" && dutch.Landmark(text):
		p.Mark = landmark(text)
	}
	t.settlePlace(p)
	return true
}

// listed finds a street that is known by a name that no other street ends in,
// with or without a number: "Het Lange Land 12".
func (t *Turn) listed(text string) (dutch.Address, bool) {
	words := strings.Fields(strings.Trim(text, " .,!"))
	const most = 6
	for n := min(most, len(words)); n > 0 && len(words) <= most; n-- {
		number, numbered := dutch.HouseNumber(strings.Join(words[n:], " "))
		if n < len(words) && !numbered {
			continue
		}
		if s, ok := t.streetNamed(strings.Join(words[:n], " ")); ok {
			return dutch.Address{Street: s.Name, Number: number}, true
		}
	}
	return dutch.Address{}, false
}

func placeOf(a dutch.Address) wijk.Place {
	p := wijk.Place{Street: a.Street, Number: a.House(), Postcode: a.Postcode, Source: wijk.FromStreet}
	if a.Street == "" {
		p.Source = wijk.FromPostcode
	}
	return p
}

// landmark is what a resident called a landmark, as far as it can be said back.
func landmark(text string) string { return quotable(text, wijk.Telegram) }

// placeAt notes a pin. What was told of the place before stays.
func (t *Turn) placeAt(p wijk.Point) (string, bool) {
	slug, sure := t.City.Map().At(p)
	near := t.wijkenAround(p, t.M.Accuracy)
	if !p.Valid() || slug == "" && len(near) == 0 {
		t.Say("Deze plek ligt niet in Zoetermeer. Meld het bij de gemeente van die plek, of stuur een andere plek.")
		return "", false
	}
	at := wijk.Place{Point: p, Accuracy: t.M.Accuracy, Source: wijk.FromPin}
	if sure && slug != "" && len(near) <= 1 {
		at.Wijk = slug
	}
	t.clearDoubt()
	t.Talk.Place = &at
	t.set(keyPlace, "ja")
	if coarse(&at) {
		t.doubt(keyNearer)
	}
	if at.Wijk == "" {
		t.set(keyWijken, strings.Join(near, ","))
	}
	return "ja", true
}

// wijkenAround are the wijken that a pin may be in, the likeliest first.
func (t *Turn) wijkenAround(p wijk.Point, accuracy float64) (slugs []string) {
	const border = 50 // metres; so near a border Map.At is not sure either
	m := t.City.Map()
	far := min(max(accuracy, border), 1000) / wijk.MetresPerDegree
	for _, d := range [][2]float64{{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}, {.7, .7}, {.7, -.7}, {-.7, .7}, {-.7, -.7}} {
		q := wijk.Point{Lat: p.Lat + d[0]*far, Lon: p.Lon + d[1]*far*1.6} // a degree of longitude is shorter
		if slug, _ := m.At(q); slug != "" && !slices.Contains(slugs, slug) {
			slugs = append(slugs, slug)
		}
	}
	return slugs
}

func (t *Turn) inCity(postcode string) bool { return len(t.City.Map().ByPostcode(postcode)) > 0 }

// doubt has a question asked that is left out otherwise.
func (t *Turn) doubt(key string) { t.set(keyUnsure, t.get(keyUnsure)+" "+key) }

func (t *Turn) doubts(key string) bool {
	return slices.Contains(strings.Fields(t.get(keyUnsure)), key)
}

// clearDoubt forgets what was left open of an earlier place.
func (t *Turn) clearDoubt() {
	for _, key := range []string{keyUnsure, keyMeant, keyWijken, keyWijk, keyHouse, keyNearer, keyArea} {
		delete(t.Talk.Answers, key)
	}
}

// again goes back to the first question for a place that the new place leaves
// open.
func (t *Turn) again() {
	f, _ := t.open()
	t.Talk.Misses = 0
	t.Talk.Step = slices.IndexFunc(f.Ask, func(q Question) bool { return q.Key == keyPlace })
	t.proceed(f)
}

// placeName says where it is, always with the wijk.
func (t *Turn) placeName() string {
	p := t.Talk.Place
	w, _ := t.City.Map().Wijk(p.Wijk)
	where := describePlace(p)
	if p.Source == wijk.FromMark {
		where = cmp.Or(quotable(p.Mark, t.M.From.Channel), "op de plek die u noemt")
	}
	return where + " (" + w.Name + ")"
}

// describePlace says where something is. It leaves out a landmark, which is in
// somebody's own words.
func describePlace(p *wijk.Place) string {
	switch {
	case p.Source == wijk.FromLamp && p.Street != "":
		return fmt.Sprintf("bij lantaarnpaal %s in de %s", p.Mark, p.Street)
	case p.Source == wijk.FromLamp:
		return "bij lantaarnpaal " + p.Mark
	case p.Street != "" && p.Number != "":
		return "bij " + p.Street + " " + p.Number
	case p.Street != "":
		return "in de " + p.Street
	case p.Postcode != "":
		return "bij " + strings.TrimSpace(p.Postcode+" "+p.Number)
	case p.Source == wijk.FromPhoto:
		return "op de plek van uw foto"
	case p.Source == wijk.FromMark:
		return "op de plek die u noemt"
	}
	return "bij uw locatie"
}
