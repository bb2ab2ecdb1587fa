package flows

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// A meant is what is kept while somebody is asked what they meant.
type meant struct {
	Said   wijk.Place   `json:"said"`
	Choose []wijk.Place `json:"choose"`
}

// suggest has the sender asked which of some places they meant. said is what
// holds when it is none of them. It returns false when there is none to show.
func (t *Turn) suggest(all []wijk.Place, said wijk.Place) bool {
	if len(all) == 0 {
		return false
	}
	for i := range all {
		if f := all[i].Accuracy; math.IsNaN(f) || math.IsInf(f, 0) {
			all[i].Accuracy = 0
		}
	}
	b, err := json.Marshal(meant{Said: said, Choose: all[:min(len(all), mostMeant)]})
	if err != nil {
		t.Tx.Fail(fmt.Errorf("encode places: %T", err)) // its text may quote them
		return false
	}
	t.set(keyPlace, "ja")
	t.set(keyMeant, string(b))
	t.Talk.Place = &said
	return true
}

func (t *Turn) meantPlaces() (m meant) {
	if text := t.get(keyMeant); text != "" && json.Unmarshal([]byte(text), &m) != nil {
		return meant{} // of another version of the program
	}
	return m
}

// none is the choice that is not among those shown.
const none = "geen"

// meantQuestion asks what was meant by a street that is not known.
var meantQuestion = Question{
	Key:  keyMeant,
	Skip: func(t *Turn) bool { return len(t.meantPlaces().Choose) == 0 },
	Say: func(t *Turn) string {
		all := t.meantPlaces().Choose
		if len(all) == 1 {
			return "Bedoelt u " + t.nameMeant(&all[0]) + "?"
		}
		return "Bedoelt u een van deze?"
	},
	Choices: func(t *Turn) []Choice {
		all := t.meantPlaces().Choose
		if len(all) == 1 {
			return []Choice{{Label: "Ja", Value: "0"}, {Label: "Nee", Value: none}}
		}
		var choices []Choice
		for i := range all {
			choices = append(choices, Choice{Label: t.nameMeant(&all[i]), Value: fmt.Sprint(i), Words: []string{wijk.Fold(all[i].Street)}})
		}
		return append(choices, Choice{Label: "Geen van deze", Value: none, Words: []string{none, "nee"}})
	},
	Take: func(t *Turn, q *Question) (string, bool) {
		v, ok := choose(t, q)
		m := t.meantPlaces()
		switch {
		case ok:
		case dutch.Yes(t.Words) && len(m.Choose) == 1:
			v = "0"
		case dutch.No(t.Words):
			v = none
		case !t.soundsLikePlace():
			t.pose(q, "Kies een van deze, of typ een andere straat en nummer.")
			return "", false
		default:
			if _, read := t.readPlace(); read {
				t.again()
			}
			return "", false
		}
		t.chose(m, v)
		return "", false
	},
}

// soundsLikePlace reports whether the message is worth reading as another
// place than those that were shown.
func (t *Turn) soundsLikePlace() bool {
	if t.M.Kind != wijk.Text {
		return t.M.Kind == wijk.Location
	}
	if len([]rune(t.M.Text)) > maxPlaceText {
		return false
	}
	_, address := dutch.Place(t.M.Text)
	_, listed := t.listed(t.M.Text)
	_, _, lamp := dutch.LampPost(t.M.Text)
	_, away := dutch.Elsewhere(t.M.Text)
	return address || listed || lamp || away || dutch.Landmark(t.M.Text) || dutch.VaguePlace(t.M.Text) != dutch.NotVague
}

// nameMeant is how a place is shown to choose from.
func (t *Turn) nameMeant(p *wijk.Place) string {
	name := strings.TrimSpace(p.Street + " " + p.Number)
	if w, ok := t.City.Map().Wijk(p.Wijk); ok && p.Source == wijk.FromGeocoder {
		name += " (" + w.Name + ")"
	}
	return name
}

// chose goes on with the place that was chosen, or with what was said when it
// is none of those.
func (t *Turn) chose(m meant, v string) {
	delete(t.Talk.Answers, keyMeant)
	for i, p := range m.Choose {
		if v == fmt.Sprint(i) {
			now := t.Talk.Place // a photo may have told more meanwhile
			t.Talk.Place = nil
			if p.Source == wijk.FromGeocoder {
				t.clearDoubt()
				t.set(keyPlace, "ja")
				t.Talk.Place = &p
			} else {
				if now != nil && now.Point.Valid() {
					p.Point, p.Accuracy = now.Point, now.Accuracy
				}
				t.settlePlace(p)
			}
			t.again()
			return
		}
	}
	if m.Said.Street == "" && m.Said.Mark == "" && !m.Said.Point.Valid() { // nothing is left
		delete(t.Talk.Answers, keyPlace)
		t.Talk.Place = nil
	} else {
		t.askHouse()
	}
	t.again()
}
