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

// The terms of the Wmo 2015, article 2.3.2: the enquiry ends within six weeks of
// the melding (paragraph 1), and a personal plan can be handed in for seven days
// after it (paragraph 2). The receipt also tells of free support (paragraph 3).
const (
	wmoDays     = 42
	wmoPlanDays = 7
	// wmoWarnDays is how many days before the last one its reader is reminded.
	wmoWarnDays = 7
	aboutWmo    = "wmo"
)

// MarkWmo makes a case a "melding" in the sense of the Wmo 2015: she gets a
// receipt, and the last day of the enquiry is watched until MarkWmoDone. Its
// error is *Unknown or *Refused.
func (c *City) MarkWmo(tx *store.Tx, id uint64, s *wijk.Staff, now time.Time) (wijk.Wmo, error) {
	cs, err := openCaseOf(tx, id)
	p, known := store.People.Get(tx, cs.Person)
	switch {
	case err != nil:
		return wijk.Wmo{}, err
	case !c.MayHandle(tx, s, &cs, now):
		return wijk.Wmo{}, refused("deze zaak is niet voor u")
	case !known:
		return wijk.Wmo{}, refused("van deze zaak is geen bewoner bekend")
	case cs.Wmo != nil:
		return *cs.Wmo, nil
	}
	today := wijk.DateOf(now.In(c.Zone))
	cs.Wmo = &wijk.Wmo{On: today, By: s.ID, Plan: today.Add(wmoPlanDays), Due: today.Add(wmoDays)}
	if len(cs.Notes) < maxNotes {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, By: s.ID, Text: "Wmo-melding. Onderzoek klaar voor " + c.day(cs.Wmo.Due) + "."})
	}
	store.Cases.Put(tx, store.Num(id), cs)
	to, paper := wijk.Address{Channel: wijk.Letter, To: p.ID}, true
	if all := p.Addresses(); len(all) > 0 && p.Stopped.IsZero() && p.Prefers != wijk.Letter {
		to, paper = all[0], false
	}
	c.sendReceipt(tx, &cs, to, paper, now)
	return *cs.Wmo, nil
}

// sendReceipt confirms a melding, in two messages that fit an SMS each, or in
// one letter.
func (c *City) sendReceipt(tx *store.Tx, cs *wijk.Case, to wijk.Address, paper bool, now time.Time) {
	texts := []string{
		fill("M1", "dag", c.day(cs.Wmo.On), "tel", c.Tel),
		fill("M2", "dag", c.day(cs.Wmo.Plan), "tel", c.Tel),
	}
	if paper {
		texts = []string{strings.Join(texts, " ")}
	}
	for _, text := range texts {
		store.Send(tx, wijk.Outgoing{
			Class: wijk.Reply, To: to, Person: cs.Person, Text: text, Due: now, NotAfter: now.AddDate(0, 0, 7), Quiet: true,
			About: wijk.Subject{Kind: aboutWmo, Ref: strconv.FormatUint(cs.ID, 10)},
		})
	}
}

// wmoSettled sends the receipt by letter when it did not arrive.
func (c *City) wmoSettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	n, _ := strconv.ParseUint(m.About.Ref, 10, 64)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	done := "wmo/" + m.About.Ref + "/brief"
	if m.State != wijk.Failed && m.State != wijk.Expired || !ok || cs.Wmo == nil || store.Done.Has(tx, done) {
		return
	}
	store.Done.Put(tx, done, now.Format(time.RFC3339))
	c.sendReceipt(tx, &cs, wijk.Address{Channel: wijk.Letter, To: cs.Person}, true, now)
}

// MarkWmoDone ends the watch over the term of a melding. Its error is *Unknown
// or *Refused.
func (c *City) MarkWmoDone(tx *store.Tx, id uint64, s *wijk.Staff, now time.Time) error {
	cs, ok := store.Cases.Get(tx, store.Num(id))
	switch {
	case !ok || cs.Wmo == nil || cs.Wmo.Done != "":
		return &Unknown{fmt.Sprintf("zaak %d is geen open Wmo-melding", id)}
	case !c.MayHandle(tx, s, &cs, now):
		return refused("deze zaak is niet voor u")
	}
	w := *cs.Wmo
	w.Done = wijk.DateOf(now.In(c.Zone))
	cs.Wmo = &w
	if len(cs.Notes) < maxNotes {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, By: s.ID, Text: "Wmo-onderzoek klaar."})
	}
	store.Cases.Put(tx, store.Num(id), cs)
	return nil
}

// WmoList returns the meldingen of which the enquiry is not done, also of cases
// that are closed, the first last day first.
func (c *City) WmoList(tx *store.Tx, s *wijk.Staff, now time.Time) (all []wijk.Case) {
	for _, cs := range store.Cases.FindRange(tx, "wmo", "", "") {
		if c.MayHandle(tx, s, &cs, now) {
			all = append(all, cs)
		}
	}
	return all
}

// RemindWmo tells who has a melding that its last day is a week off, and on the
// day itself, or as soon after as it runs. Nobody is told twice.
func (c *City) RemindWmo(tx *store.Tx, now time.Time) {
	today := wijk.DateOf(now.In(c.Zone))
	for _, cs := range store.Cases.FindRange(tx, "wmo", "", string(today.Add(wmoWarnDays+1))) {
		scope := fmt.Sprintf("wmo/%d/", cs.ID)
		when := "week"
		if cs.Wmo.Due <= today {
			when = "dag"
		}
		if store.Done.Has(tx, scope+when) {
			continue
		}
		store.Done.Put(tx, scope+when, string(today))
		text := fmt.Sprintf("Wmo-melding bij zaak %d (%s): onderzoek klaar voor %s. Klaar? Stuur WMO %[1]d KLAAR.", cs.ID, c.whoShort(tx, &cs), c.day(cs.Wmo.Due))
		told := false
		for _, s := range store.Staff.All(tx, "") {
			if s.ID == cs.Owner && c.MayHandle(tx, &s, &cs, now) && len(s.Addresses()) > 0 {
				c.tellColleague(tx, &s, text, nil, now)
				told = true
			}
		}
		if told && when == "week" {
			continue
		}
		for _, s := range c.DutyLeads(tx, cs.Wijk, now) {
			if s.ID != cs.Owner {
				c.tellColleague(tx, &s, text, nil, now)
			}
		}
	}
}

func wmoFits(_ *Turn, rest string) bool { return rest == "" || isNumbered(rest) }

// wmo handles "wmo 12", "wmo 12 klaar" and, for the list, "wmo".
func (t *Turn) wmo(rest string) {
	if rest == "" {
		t.listWmo()
		return
	}
	cs, word, ok := t.caseNamed(rest)
	switch {
	case !ok:
	case strings.EqualFold(word, "klaar"):
		if err := t.City.MarkWmoDone(t.Tx, cs.ID, t.Staff, t.Now); err != nil {
			t.Say(sayError(err))
			return
		}
		t.Say(fmt.Sprintf("Genoteerd: het Wmo-onderzoek van zaak %d is klaar.", cs.ID))
	default:
		w, err := t.City.MarkWmo(t.Tx, cs.ID, t.Staff, t.Now)
		if err != nil {
			t.Say(sayError(err))
			return
		}
		t.Say(fmt.Sprintf("Zaak %d is een Wmo-melding van %s. Zij krijgt een bevestiging. Persoonlijk plan: tot en met %s. Onderzoek klaar voor: %s.",
			cs.ID, t.City.day(w.On), t.City.day(w.Plan), t.City.day(w.Due)))
	}
}

func (t *Turn) listWmo() {
	all := t.City.WmoList(t.Tx, t.Staff, t.Now)
	if len(all) == 0 {
		t.Say("Er zijn geen open Wmo-meldingen.")
		return
	}
	text := fmt.Sprintf("Open Wmo-meldingen: %d.", len(all))
	for _, cs := range all[:min(len(all), linesShown)] {
		text += fmt.Sprintf("\n%d %s, klaar voor %s%s", cs.ID, t.City.whoShort(t.Tx, &cs), dutch.ShortDay(cs.Wmo.Due.At(12, 0, t.City.Zone)), ownerNote(t.Tx, &cs))
	}
	t.Say(text + "\nKlaar? Stuur WMO, het nummer en KLAAR.")
}
