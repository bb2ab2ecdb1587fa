package sandbox

import (
	_ "embed"
	"strconv"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Population is the import file of the sandbox's people and rounds. They do
// not exist.
//
//go:embed stad.json
var Population []byte

// A phone is one telephone on the page.
type phone struct {
	Name    string // in addresses and in data-phone
	Owner   string // as the page shows
	Role    string
	Channel wijk.Channel
	Chat    int64      // on Telegram
	Number  string     // on SMS
	Home    wijk.Point // what it shares as its location
	Jobs    []string   // the scenes of the page it plays in
	// Hints are things to send with one tap, for who stands on a stage.
	Hints []string
}

// The scenes of the page.
const (
	sceneReport = "melding"
	sceneCheck  = "goed"
	sceneNews   = "nieuws"
)

// phones returns the telephones in the order of the page.
func phones() []phone {
	return []phone{
		{Name: "anna", Owner: "Anna Jansen", Role: "Inwoner, Meerzicht", Channel: wijk.Telegram, Chat: 1001,
			Home: wijk.Point{Lat: 52.0570, Lon: 4.4680}, Jobs: []string{sceneReport, sceneNews}, Hints: []string{"Zwerfvuil", "Menu"}},
		{Name: "bram", Owner: "Bram de Boer", Role: "Inwoner, Dorp", Channel: wijk.Telegram, Chat: 1002,
			Home: wijk.Point{Lat: 52.0520, Lon: 4.4970}, Jobs: []string{sceneReport, sceneNews}, Hints: []string{"Losse stoeptegel", "Menu"}},
		{Name: "mevrouw-de-wit", Owner: "Mevrouw De Wit", Role: "Inwoner, boven de 70", Channel: wijk.SMS, Number: "+31600000001",
			Jobs: []string{sceneCheck}, Hints: []string{"1", "2", "help"}},
		{Name: "wijkagent", Owner: "Sam Visser", Role: "Wijkagent", Channel: wijk.Telegram, Chat: 2001,
			Home: wijk.Point{Lat: 52.0570, Lon: 4.4680}, Jobs: []string{sceneNews}, Hints: []string{"/update", "ja", "herroep"}},
		{Name: "ouderenadviseur", Owner: "Kim Smit", Role: "Ouderenadviseur, heeft dienst", Channel: wijk.Telegram, Chat: 2003,
			Home: wijk.Point{Lat: 52.0570, Lon: 4.4680}, Jobs: []string{sceneCheck}, Hints: []string{"zaken", "neem 1", "klaar 1"}},
		{Name: "wijkmanager", Owner: "Noor Bakker", Role: "Wijkmanager", Channel: wijk.Telegram, Chat: 2002,
			Home: wijk.Point{Lat: 52.0520, Lon: 4.4970}, Jobs: []string{sceneReport}, Hints: []string{"/werk", "signalen"}},
		{Name: "ploeg", Owner: "Bo Mulder", Role: "Ploeg onderhoud", Channel: wijk.Telegram, Chat: 2010,
			Home: wijk.Point{Lat: 52.0565, Lon: 4.4690}, Jobs: []string{sceneReport}, Hints: []string{"/werk", "neem 1", "klaar 1"}},
	}
}

// followed is the wijk whose news the residents on Telegram begin with.
const followed = "meerzicht"

// MoveIn lets the residents on Telegram follow the news of their wijk, as if
// they had asked for it, the first time. The import file, which goes before,
// cannot: to follow is a resident's own choice.
func MoveIn(tx *store.Tx) {
	const done = "sandbox"
	if store.Done.Has(tx, done) {
		return
	}
	store.Done.Put(tx, done, followed)
	for _, p := range phones() {
		if p.Channel != wijk.Telegram || store.Staff.Has(tx, p.Name) {
			continue
		}
		store.Follows.Put(tx, store.FollowKey(followed, p.address()), p.address())
	}
}

// address is where messages to the phone go.
func (p *phone) address() wijk.Address {
	if p.Channel == wijk.SMS {
		return wijk.Address{Channel: wijk.SMS, To: p.Number}
	}
	return wijk.Address{Channel: wijk.Telegram, To: strconv.FormatInt(p.Chat, 10)}
}
