package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// secondWithin is how long a second person has to agree that an urgent case is
// closed before those on duty are called.
const secondWithin = 2 * time.Hour

// timerSecond runs while a case waits for a second person.
const timerSecond = "second"

// needsSecond reports whether one person cannot close a case.
func needsSecond(cs *wijk.Case) bool {
	return cs.Kind == wijk.CaseUrgent || cs.Kind == wijk.CaseHelp && cs.Severity == wijk.Red
}

// CloseCase closes a case of care with an outcome. One that is urgent waits for
// a second person: it stays open until somebody else calls ConfirmCase. Its
// error is *Unknown or *Refused, and then nothing changed.
func (c *City) CloseCase(tx *store.Tx, id uint64, s *wijk.Staff, code, note string, now time.Time) (waits bool, err error) {
	cs, err := openCaseOf(tx, id)
	o, known := wijk.CaseOutcomeOf(code)
	switch {
	case err != nil:
		return false, err
	case !known:
		return false, refused("kies hoe de zaak afliep")
	case !c.MayHandle(tx, s, &cs, now):
		return false, refused("deze zaak is niet voor u")
	case cs.Second != nil && cs.Second.By != s.ID:
		return false, refused("zaak %d wacht op een tweede. Stuur BEVESTIG %[1]d of AFWIJZEN %[1]d", id)
	case moreUnread(tx, id):
		return false, unread(&cs, s.ID)
	}
	if cs.Owner == "" {
		cs.Owner = s.ID
	}
	if !needsSecond(&cs) {
		cs.Outcome = code
		store.Cases.Put(tx, store.Num(id), cs)
		c.endCase(tx, id, s.ID, closeNote(&o, note), now)
		return false, nil
	}
	first := cs.Second == nil
	again := !first && cs.Second.Code == code // nobody needs to hear it twice
	cs.State, cs.Rings = wijk.CaseTaken, false
	cs.Second = &wijk.Second{By: s.ID, At: now, Code: code, Note: note}
	if len(cs.Notes) < maxNotes {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, By: s.ID, Text: "Wil sluiten. " + closeNote(&o, note)})
	}
	store.StopTimer(tx, "", timerPage, strconv.FormatUint(id, 10))
	store.Cases.Put(tx, store.Num(id), cs)
	if first {
		store.SetTimer(tx, wijk.Timer{Kind: timerSecond, Scope: strconv.FormatUint(id, 10), Due: now.Add(secondWithin)})
	}
	if !again {
		c.askToConfirm(tx, &cs, now)
	}
	return true, nil
}

// closeNote is what a case is closed with, as its notes tell it.
func closeNote(o *wijk.CaseOutcome, note string) string {
	if note == "" || strings.EqualFold(note, o.Name) {
		return o.Name + "."
	}
	return o.Name + ": " + sentence(note)
}

// askToConfirm asks those who may: on duty in the wijk, else on duty anywhere,
// else who answers for the care, else all who care.
func (c *City) askToConfirm(tx *store.Tx, cs *wijk.Case, now time.Time) {
	text := secondText(tx, c, cs)
	text = fmt.Sprintf("Zaak %d. %s Klopt dat? Stuur BEVESTIG %[1]d. Klopt het niet? Stuur AFWIJZEN %[1]d.", cs.ID, text)
	g := c.guard(tx, now)
	for _, circle := range circles {
		asked := false
		for _, s := range store.Staff.All(tx, "") {
			if s.ID != cs.Second.By && circle(&g, &s, cs.Wijk) && len(s.Addresses()) > 0 {
				c.tellColleague(tx, &s, text, caseButtons(cs.ID, "bevestig", "afwijzen", "kaart"), now)
				asked = true
			}
		}
		if asked {
			return
		}
	}
}

func secondText(tx *store.Tx, c *City, cs *wijk.Case) string {
	o, _ := wijk.CaseOutcomeOf(cs.Second.Code)
	return fmt.Sprintf("%s wil deze zaak sluiten (%s, %s): %s.",
		staffName(tx, cs.Second.By), caseTitle(cs), c.whoShort(tx, cs), strings.ToLower(o.Name[:1])+o.Name[1:])
}

// secondLate calls those on duty for a case that nobody agreed to close.
func (c *City) secondLate(tx *store.Tx, id string, now time.Time) {
	n, _ := strconv.ParseUint(id, 10, 64)
	cs, ok := store.Cases.Get(tx, store.Num(n))
	if !ok || cs.State == wijk.CaseClosed || cs.Second == nil {
		return
	}
	cs.Calls, cs.Circle = 0, 0
	c.page(tx, &cs, "Wacht op een tweede. "+secondText(tx, c, &cs), now)
	store.Cases.Put(tx, store.Num(n), cs)
}

// ConfirmCase closes an urgent case that somebody else wants to close. Its
// error is *Unknown or *Refused.
func (c *City) ConfirmCase(tx *store.Tx, id uint64, s *wijk.Staff, now time.Time) error {
	cs, err := c.seconded(tx, id, s, now)
	if err != nil {
		return err
	}
	o, _ := wijk.CaseOutcomeOf(cs.Second.Code)
	by, note := cs.Second.By, cs.Second.Note
	cs.Outcome, cs.Second = cs.Second.Code, nil
	store.Cases.Put(tx, store.Num(id), cs)
	store.StopTimer(tx, "", timerSecond, strconv.FormatUint(id, 10))
	store.StopTimer(tx, "", timerPage, strconv.FormatUint(id, 10))
	c.endCase(tx, id, s.ID, "Bevestigd. "+closeNote(&o, note), now)
	c.tellBy(tx, by, fmt.Sprintf("%s bevestigde zaak %d. Die is nu gesloten.", s.Name, id), now)
	return nil
}

// RefuseClose leaves an urgent case open that somebody else wants to close: its
// owner goes on, and those on duty are called again as long as nobody answers.
// Its error is *Unknown or *Refused.
func (c *City) RefuseClose(tx *store.Tx, id uint64, s *wijk.Staff, why string, now time.Time) error {
	cs, err := c.seconded(tx, id, s, now)
	if err != nil {
		return err
	}
	by := cs.Second.By
	cs.Second, cs.Calls, cs.Circle = nil, 0, 0
	if len(cs.Notes) < maxNotes {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, By: s.ID, Text: strings.TrimSpace("Niet akkoord met sluiten. " + why)})
	}
	store.StopTimer(tx, "", timerSecond, strconv.FormatUint(id, 10))
	c.page(tx, &cs, caseName(cs.Kind)+": "+c.whoShort(tx, &cs)+". Een collega wil deze zaak niet sluiten.", now)
	store.Cases.Put(tx, store.Num(id), cs)
	c.tellBy(tx, by, fmt.Sprintf("%s vindt dat zaak %d nog niet klaar is. %s", s.Name, id, why), now)
	return nil
}

// seconded returns a case that waits for s as its second person.
func (c *City) seconded(tx *store.Tx, id uint64, s *wijk.Staff, now time.Time) (wijk.Case, error) {
	cs, err := openCaseOf(tx, id)
	switch {
	case err != nil:
		return cs, err
	case cs.Second == nil:
		return cs, &Unknown{fmt.Sprintf("zaak %d wacht niet op een tweede", id)}
	case cs.Second.By == s.ID:
		return cs, refused("een ander moet zaak %d bevestigen", id)
	case !c.MayHandle(tx, s, &cs, now):
		return cs, refused("deze zaak is niet voor u")
	}
	return cs, nil
}

func (c *City) tellBy(tx *store.Tx, staff, text string, now time.Time) {
	if s, ok := store.Staff.Get(tx, staff); ok {
		c.tellColleague(tx, &s, strings.TrimSpace(text), nil, now)
	}
}

// confirmClose handles "bevestig 12".
func (t *Turn) confirmClose(rest string) {
	cs, _, ok := t.openNamed(rest)
	if !ok {
		return
	}
	if err := t.City.ConfirmCase(t.Tx, cs.ID, t.Staff, t.Now); err != nil {
		t.Say(sayError(err))
		return
	}
	t.sayClosed(&cs)
}

// refuseClose handles "afwijzen 12 zij neemt niet op".
func (t *Turn) refuseClose(rest string) {
	cs, why, ok := t.openNamed(rest)
	if !ok {
		return
	}
	if err := t.City.RefuseClose(t.Tx, cs.ID, t.Staff, short(why, maxNote), t.Now); err != nil {
		t.Say(sayError(err))
		return
	}
	t.Say(fmt.Sprintf("Goed. Zaak %d blijft open.", cs.ID))
}

// meansSecond answers "akkoord 12" of somebody who may mean the closing of a
// case, unless that number is of costs that wait for them. It decides nothing:
// one word for two things closes no urgent case.
func (t *Turn) meansSecond(id uint64) bool {
	cs, err := t.City.seconded(t.Tx, id, t.Staff, t.Now)
	own := cs.Second != nil && cs.Second.By == t.Staff.ID && t.mayHandle(&cs)
	if err != nil && !own {
		return false
	}
	if x, ok := store.Costs.Get(t.Tx, store.Num(id)); ok && x.State == wijk.CostAsked && t.City.maySecond(t.Tx, &x, t.Staff) {
		return false
	}
	if own {
		t.Say(fmt.Sprintf("Zaak %d wacht op een collega: een ander moet dit bevestigen.", id))
		return true
	}
	t.Say(fmt.Sprintf("Bedoelt u zaak %d? %s Sluiten? Stuur BEVESTIG %[1]d. Open houden? Stuur AFWIJZEN %[1]d.", id, secondText(t.Tx, t.City, &cs)))
	return true
}

// finishCase closes a case: "klaar 12 goed, dochter is er". Of a case of care
// the outcome must be one of the list, and is asked when the words name none.
func (t *Turn) finishCase(rest string) {
	cs, text, ok := t.openNamed(rest)
	if !ok {
		return
	}
	code, named := wijk.ReadOutcome(text)
	switch {
	case moreUnread(t.Tx, cs.ID):
		t.Say(sayError(unread(&cs, t.Staff.ID)))
	case isCare(&cs) && named:
		t.closes(cs.ID, code, text)
	case isCare(&cs):
		t.startCase(flowClose, cs.ID, "notitie", text)
	case cs.Kind == wijk.CaseOutreach && cs.Person != "":
		t.finishWish(&cs, text)
	default:
		if text == "" {
			text = "Gesloten."
		}
		if cs.Owner == "" {
			cs.Owner = t.Staff.ID
		}
		cs.Outcome = code
		store.Cases.Put(t.Tx, store.Num(cs.ID), cs)
		t.City.endCase(t.Tx, cs.ID, t.Staff.ID, text, t.Now)
		t.sayClosed(&cs)
	}
}

// closes closes a case of care and tells what came of it.
func (t *Turn) closes(id uint64, code, note string) {
	waits, err := t.City.CloseCase(t.Tx, id, t.Staff, code, short(note, maxNote), t.Now)
	switch {
	case err != nil:
		t.Say(sayError(err))
	case waits:
		t.Say(fmt.Sprintf("Zaak %d wacht op een tweede. Een collega moet het bevestigen voor %s uur.", id, t.City.clock(t.Now.Add(secondWithin))))
	default:
		cs, _ := store.Cases.Get(t.Tx, store.Num(id))
		t.sayClosed(&cs)
	}
}

// sayClosed tells that a case is closed, and what still waits for a person.
func (t *Turn) sayClosed(cs *wijk.Case) {
	p, _ := store.People.Get(t.Tx, cs.Person)
	t.Say(strings.TrimSpace(fmt.Sprintf("Zaak %d is gesloten. ", cs.ID) + numberWaits(&p)))
}

// The names of the conversations about a case.
const (
	flowClose  = "zaak-klaar"
	flowCalled = "zaak-gebeld"
	flowHand   = "zaak-geef"
)

// caseNumber is the answer that holds the case of a conversation.
const caseNumber = "zaak"

// startCase begins a conversation about a case, pairs being key and value.
func (t *Turn) startCase(name string, id uint64, pairs ...string) {
	if t.mute {
		return
	}
	f := t.City.flow(name)
	t.Talk.Flow, t.Talk.Step, t.Talk.Misses, t.Talk.Answers, t.Talk.Place = f.Name, 0, 0, nil, nil
	t.set(caseNumber, strconv.FormatUint(id, 10))
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			t.set(pairs[i], pairs[i+1])
		}
	}
	t.proceed(f)
}

// carer limits a conversation about a case to those who may handle it.
func carer(t *Turn) bool {
	cs, ok := t.caseInTalk()
	return ok && cs.State != wijk.CaseClosed && t.Staff != nil && t.mayHandle(&cs)
}

func (t *Turn) caseInTalk() (wijk.Case, bool) {
	n, _ := strconv.ParseUint(t.get(caseNumber), 10, 64)
	return store.Cases.Get(t.Tx, store.Num(n))
}

// zaakKlaar asks how a case ended.
var zaakKlaar = &Flow{
	Name: flowClose, Holds: carer,
	Ask: []Question{{
		Key: "code", Text: "Hoe liep zaak {zaak} af?",
		Choices: func(*Turn) (all []Choice) {
			for _, o := range wijk.CaseOutcomes() {
				all = append(all, Choice{Label: o.Name, Value: o.Code})
			}
			return all
		},
		Take: func(t *Turn, q *Question) (string, bool) {
			if code, ok := choose(t, q); ok {
				return code, true
			}
			code, ok := wijk.ReadOutcome(t.M.Text)
			if ok {
				t.set("notitie", strings.TrimSpace(t.get("notitie")+" "+t.M.Text))
			}
			return code, ok
		},
		Again: "Kies een nummer uit de lijst.",
	}},
	Done: func(t *Turn) {
		cs, ok := t.caseInTalk()
		code, note := t.get("code"), t.get("notitie")
		t.leave()
		if ok {
			t.closes(cs.ID, code, note)
		}
	},
}
