package flows

import (
	"fmt"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// NoteCall notes that a member of staff tried to call somebody, and what came
// of it. A case that nobody had is theirs from then on. Its error is *Unknown
// or *Refused.
func (c *City) NoteCall(tx *store.Tx, id uint64, s *wijk.Staff, text string, now time.Time) (wijk.Case, error) {
	cs, err := openCaseOf(tx, id)
	switch {
	case err != nil:
		return cs, err
	case !c.MayHandle(tx, s, &cs, now):
		return cs, refused("deze zaak is niet voor u")
	case len(cs.Notes) >= maxNotes:
		return cs, refused("zaak %d heeft al %d notities", id, maxNotes)
	}
	if cs.Owner == "" || cs.Owner == s.ID && cs.Rings {
		if cs, err = c.TakeCase(tx, id, s, now); err != nil {
			return cs, err
		}
	}
	cs.Notes = append(cs.Notes, wijk.Note{At: now, By: s.ID, Text: "Gebeld: " + sentence(short(text, maxNote)), Call: true})
	store.Cases.Put(tx, store.Num(id), cs)
	return cs, nil
}

// noteCall handles "gebeld 12 geen gehoor", and asks what came of it when that
// is not told.
func (t *Turn) noteCall(rest string) {
	cs, text, ok := t.openNamed(rest)
	switch {
	case !ok:
	case text == "":
		t.startCase(flowCalled, cs.ID)
	default:
		t.called(cs.ID, text)
	}
}

func (t *Turn) called(id uint64, text string) {
	cs, err := t.City.NoteCall(t.Tx, id, t.Staff, text, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	said := fmt.Sprintf("Genoteerd bij zaak %d: gebeld om %s uur.", id, t.City.clock(t.Now))
	if _, ok := wijk.ReadOutcome(text); ok && cs.Owner == t.Staff.ID {
		said += fmt.Sprintf(" Klaar? Stuur KLAAR %d.", id)
	}
	t.Say(said)
}

func (c *City) clock(at time.Time) string { return dutch.Clock(at.In(c.Zone)) }

// zaakGebeld asks what came of a call.
var zaakGebeld = &Flow{
	Name: flowCalled, Holds: carer,
	Ask: []Question{{
		Key: "uitkomst", Text: "U belde voor zaak {zaak}. Hoe ging dat?", Free: true,
		Choices: func(*Turn) []Choice {
			return []Choice{
				{Label: "Goed gesproken", Value: "goed gesproken"}, {Label: "Geen gehoor", Value: "geen gehoor"},
				{Label: "Voicemail", Value: "voicemail"}, {Label: "In gesprek", Value: "in gesprek"},
			}
		},
		Take: func(t *Turn, q *Question) (string, bool) {
			if value, ok := choose(t, q); ok {
				return value, true
			}
			return words(t, q)
		},
		Again: "Kies een nummer, of typ hoe het ging.",
	}},
	Done: func(t *Turn) {
		cs, ok := t.caseInTalk()
		text := t.get("uitkomst")
		t.leave()
		if ok {
			t.called(cs.ID, text)
		}
	},
}
