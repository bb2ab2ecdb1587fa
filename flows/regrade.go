package flows

import (
	"fmt"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// werkSoort gives a report another category. The reporters hear the date that
// goes with it.
var werkSoort = &Flow{
	Name: flowKind, Holds: mender, Left: leaveWork,
	Ask: []Question{
		{
			Key: "soort", Skip: func(t *Turn) bool { return t.get("soort") != "" },
			Say: func(t *Turn) string { return "Welke soort is het? Typ het in een woord, zoals: boom." },
			Choices: func(t *Turn) (all []Choice) {
				r, _ := t.workReport()
				for _, g := range category.Classify(r.Text) {
					if g.Code != r.Kind {
						all = append(all, Choice{Label: category.Of(g.Code).Name, Value: string(g.Code)})
					}
				}
				return append(all, Choice{Label: category.Of(wijk.Else).Name, Value: string(wijk.Else)})
			},
			Take: takeKind,
		},
		{
			Key: "klopt", Choices: yesNo, Take: confirm, Again: "Kies Ja of Nee.",
			Say: func(t *Turn) string {
				r, _ := t.workReport()
				was, date := category.Of(r.Kind).Name, "De nieuwe datum is"
				before := r.Promised
				text := t.City.regrade(&r, wijk.ReportKind(t.get("soort")), t.Now)
				if r.Promised == before {
					date = "De datum blijft"
				}
				said := fmt.Sprintf("Melding %d wordt %s in plaats van %s. %s %s.", r.Number, category.Of(r.Kind).Name, was, date, t.City.day(r.Promised))
				if hears(&r) {
					said += " " + asRead(&r, text)
				}
				return said + " Klopt dat?"
			},
		},
	},
	Done: func(t *Turn) {
		r, ok := t.workReport()
		if t.get("klopt") != "ja" {
			t.sayOf(&r, "Goed. Er is niets veranderd.")
			return
		}
		if !ok || !t.mayChange(&r) {
			return
		}
		changed, err := t.City.Recategorise(t.Tx, r.Number, wijk.ReportKind(t.get("soort")), t.Staff.ID, t.Now)
		if err != nil {
			t.sayOf(&r, sayError(err))
			return
		}
		t.sayOf(&changed, fmt.Sprintf("Melding %d is nu: %s. De datum is %s.", r.Number, category.Of(changed.Kind).Name, t.City.day(changed.Promised)))
	},
}

// mayChange reports whether the sender may still change a report that a
// conversation was about, and says why not.
func (t *Turn) mayChange(r *wijk.Report) bool {
	said, changed := t.overtaken()
	switch o := owner(t.Tx, r); {
	case !t.mends(r):
		t.Say("Dat lukt niet: u werkt niet meer aan deze melding.")
	case !r.Stage.Open():
		t.sayOf(r, fmt.Sprintf("Melding %d is al gesloten.", r.Number))
	case o != nil && o.ID != t.Staff.ID:
		t.sayOf(r, t.has(o, r))
	case changed:
		t.lead = said + "Er is niets veranderd.\n\n"
		t.sayCard(r)
	default:
		return true
	}
	return false
}

func takeKind(t *Turn, q *Question) (string, bool) {
	if v, ok := choose(t, q); ok {
		return v, true
	}
	r, _ := t.workReport()
	kind, ok := kindIn(t.M.Text)
	switch {
	case !ok:
		t.Say("Die soort ken ik niet. Typ bijvoorbeeld: boom, put, zwerfvuil, verlichting of graffiti.")
	case kind == r.Kind:
		t.Say("Die soort is het al. Typ een andere soort, of stuur TERUG.")
		ok = false
	}
	return string(kind), ok
}

// kindIn returns the category that staff mean: its code, its name, or a word
// for it.
func kindIn(text string) (wijk.ReportKind, bool) {
	said := strings.TrimSpace(wijk.Fold(text))
	if category.Known(wijk.ReportKind(said)) {
		return wijk.ReportKind(said), true
	}
	if kind, ok := category.Named(text); ok {
		return kind, true
	}
	if all := category.Classify(text); len(all) > 0 && all[0].Score >= category.Sure {
		return all[0].Code, true
	}
	return "", false
}

// wantsKind handles "soort 12 boom".
func (t *Turn) wantsKind(r *wijk.Report, rest string) {
	kind, ok := kindIn(rest)
	switch {
	case ok && kind == r.Kind:
		t.sayOf(r, fmt.Sprintf("Melding %d is al: %s.", r.Number, category.Of(r.Kind).Name))
		return
	case !ok && rest != "":
		t.lead = "Die soort ken ik niet. "
	}
	t.startWork(flowKind, r, "soort", string(kind))
}

// Recategorise gives an open report another category, and with it the promise
// of that category from the moment the report was made. The reporters hear the
// date. Its error is *Unknown or *Refused.
func (c *City) Recategorise(tx *store.Tx, number uint64, kind wijk.ReportKind, by string, now time.Time) (wijk.Report, error) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	switch {
	case !ok:
		return r, &Unknown{fmt.Sprintf("geen melding met nummer %d", number)}
	case !r.Stage.Open():
		return r, &Unknown{fmt.Sprintf("melding %d is al gesloten", number)}
	case !category.Known(kind):
		return r, refused("die soort bestaat niet")
	case kind == r.Kind:
		return r, refused("melding %d is al van die soort", number)
	}
	was := r.Kind
	text := c.regrade(&r, kind, now)
	r.Changed = now
	store.Reports.Put(tx, store.Num(number), r)
	if hears(&r) {
		for _, x := range store.Reporters.All(tx, store.Num(number)) {
			c.tell(tx, &r, x, wijk.Outgoing{Text: text}, now)
		}
	} else {
		text = ""
	}
	store.Log(tx, wijk.Entry{
		Number: number, At: now, By: by, From: r.Stage, To: r.Stage, Text: text,
		Note: fmt.Sprintf("Soort: %s in plaats van %s.", category.Of(kind).Name, category.Of(was).Name),
	})
	c.learn(tx, &r, now)
	c.watch(tx, &r, now)
	return r, nil
}

// regrade makes r a report of another category, with the promise that it would
// have had from its beginning, and returns what the reporters are told. A date
// that was promised since, by somebody who knew of the work, is not taken back
// for an earlier one.
func (c *City) regrade(r *wijk.Report, kind wijk.ReportKind, now time.Time) string {
	before := *r
	of := category.Of(kind)
	r.Kind, r.Phrase = of.Code, ""
	c.promise(r, of)
	if !r.Began.IsZero() { // it was opened again: that term counts, not the first
		r.Promised, r.Promise = before.Promised, before.Promise
	}
	if before.First != "" {
		r.First = r.Promised
		r.Promised = max(r.Promised, before.Promised)
	}
	about := fmt.Sprintf("Uw melding %d is nu: %s.", r.Number, kindName(r))
	switch {
	case r.Urgent:
		return about + " Wij kijken zo snel mogelijk. Gemeente Zoetermeer"
	case r.Promised < wijk.DateOf(now.In(c.Zone)):
		return fmt.Sprintf("%s De datum daarvoor, %s, is al voorbij. Het spijt ons. Wij doen het zo snel mogelijk. Gemeente Zoetermeer", about, c.day(r.Promised))
	case r.Promised == before.Promised:
		return fmt.Sprintf("%s De datum blijft %s. Gemeente Zoetermeer", about, c.day(r.Promised))
	case of.Promise == category.Tells:
		return fmt.Sprintf("%s Daarom is er een andere datum: voor het einde van %s hoort u wat wij doen. Gemeente Zoetermeer", about, c.day(r.Promised))
	}
	return fmt.Sprintf("%s Daarom is er een andere datum: wij lossen het op voor het einde van %s. Gemeente Zoetermeer", about, c.day(r.Promised))
}

// learn notes what a member of staff made of the words of a report, for the
// measure of our guesses.
func (c *City) learn(tx *store.Tx, r *wijk.Report, now time.Time) {
	if r.Text == "" {
		return
	}
	l := wijk.Label{At: now, Chosen: r.Kind, Version: category.Version, Staff: true}
	if all := category.Classify(r.Text); len(all) > 0 {
		l.Guess, l.Score = all[0].Code, all[0].Score
	}
	store.Labels.Put(tx, store.Num(tx.Next("label")), l)
}
