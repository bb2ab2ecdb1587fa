package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/mask"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A part is one of the jobs that a report turns out to be.
type part struct {
	kind wijk.ReportKind
	text string
}

// mostParts is into how many parts a report can be split, longestPart how many
// characters each is described in.
const (
	mostParts   = 10
	longestPart = 200
)

// werkSplits makes parts of a report, each with its own kind of work.
var werkSplits = &Flow{
	Name: flowSplit, Holds: mender, Left: leaveWork,
	Ask: []Question{
		{
			Key: "delen", Free: true,
			Text: "Welke delen zijn er? Zet een puntkomma tussen de delen. Bijvoorbeeld: stoeptegel: drie tegels los; boom: wortels zagen",
			Skip: func(t *Turn) bool { return t.get("delen") != "" },
			Take: func(t *Turn, q *Question) (string, bool) {
				text, ok := told(t, q)
				if _, why := readParts(text); ok && why != "" {
					t.Say(why)
					return "", false
				}
				return text, ok
			},
		},
		{
			Key: "klopt", Choices: yesNo, Take: confirm, Again: "Kies Ja of Nee.",
			Say: func(t *Turn) string {
				parts, _ := readParts(t.get("delen"))
				text := fmt.Sprintf("Melding %s wordt gesplitst in %d:", t.get(workNumber), len(parts))
				for i, p := range parts {
					text += fmt.Sprintf("\n%d. %s: %s", i+1, category.Of(p.kind).Name, p.text)
				}
				return text + "\nDe melder hoort alleen van melding " + t.get(workNumber) + ". Klopt dat?"
			},
		},
	},
	Done: func(t *Turn) {
		r, _ := t.workReport()
		parts, _ := readParts(t.get("delen"))
		if t.get("klopt") != "ja" {
			t.sayOf(&r, "Goed. Er is niets veranderd.")
			return
		}
		if !t.mayChange(&r) {
			return
		}
		made, err := t.City.Split(t.Tx, r.Number, parts, t.Staff.ID, t.Now)
		if err != nil {
			t.sayOf(&r, sayError(err))
			return
		}
		t.sayOf(&r, fmt.Sprintf("Melding %d heeft nu delen: %s. Als die klaar zijn, sluit u melding %d.", r.Number, numbers(made), r.Number))
	},
}

// wantsSplit handles "splits 12 stoeptegel: tegels los; boom: wortels zagen".
func (t *Turn) wantsSplit(r *wijk.Report, rest string) {
	if rest != "" {
		if _, why := readParts(rest); why != "" {
			t.lead, rest = why+" ", ""
		}
	}
	t.startWork(flowSplit, r, "delen", rest)
}

// readParts reads parts with a semicolon or a new line between them, or says
// why that cannot be.
func readParts(text string) (all []part, why string) {
	for _, s := range strings.FieldsFunc(mask.Clean(text), func(r rune) bool { return r == ';' || r == '\n' }) {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		name, about, ok := strings.Cut(s, ":")
		kind, known := kindIn(name)
		if !ok || !known { // the words say what it is
			if kind, known = kindIn(s); !known {
				return nil, fmt.Sprintf("Ik weet niet welke soort dit is: \"%s\". Zet de soort ervoor, zoals: boom: tak zagen.", short(s, 60))
			}
			about = s
		}
		if about = strings.TrimSpace(about); about == "" {
			about = s
		}
		all = append(all, part{kind, short(about, longestPart)})
	}
	switch {
	case len(all) == 0:
		return nil, "Schrijf van elk deel de soort en wat er moet gebeuren."
	case len(all) > mostParts:
		return nil, fmt.Sprintf("Dat zijn te veel delen. Het kunnen er %d zijn.", mostParts)
	}
	return all, ""
}

// Split makes parts of an open report, each a report of its own that tells its
// reporters nothing. Its error is *Unknown or *Refused.
func (c *City) Split(tx *store.Tx, number uint64, parts []part, by string, now time.Time) (made []uint64, err error) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	switch {
	case !ok:
		return nil, &Unknown{fmt.Sprintf("geen melding met nummer %d", number)}
	case !r.Stage.Open():
		return nil, &Unknown{fmt.Sprintf("melding %d is al gesloten", number)}
	case atBackOffice(&r):
		return nil, refused("melding %d ligt bij een andere dienst", number)
	case r.Parent != 0:
		return nil, refused("melding %d is zelf een deel van melding %d", number, r.Parent)
	case len(openParts(tx, number))+len(parts) > mostParts:
		return nil, refused("melding %d heeft al delen, en het kunnen er %d zijn", number, mostParts)
	}
	for _, p := range parts {
		made = append(made, c.newPart(tx, &r, p, by, now))
	}
	r.Changed = now
	store.Reports.Put(tx, store.Num(number), r)
	store.Log(tx, wijk.Entry{Number: number, At: now, By: by, From: r.Stage, To: r.Stage, Note: "Gesplitst in " + numbers(made) + "."})
	return made, nil
}

// newPart makes a part: at the same spot, with the same photos, promised from
// the same beginning.
func (c *City) newPart(tx *store.Tx, r *wijk.Report, p part, by string, now time.Time) uint64 {
	of := category.Of(p.kind)
	n := wijk.Report{
		Number: reportNumber(tx), Kind: of.Code, Text: p.text, Place: r.Place, Photos: r.Photos, Urgent: r.Urgent,
		Source: sourceSplit, Stage: wijk.Reported, Created: r.Created, Began: r.Began, Changed: now, Parent: r.Number,
	}
	c.promise(&n, of)
	if n.Promised > r.Promised && of.Code == r.Kind {
		n.Promised = r.Promised
	}
	store.Reports.Put(tx, store.Num(n.Number), n)
	store.Log(tx, wijk.Entry{Number: n.Number, At: now, By: by, To: n.Stage, Note: fmt.Sprintf("Deel van melding %d.", r.Number)})
	return n.Number
}

// sourceSplit is where a part came from.
const sourceSplit = "split"

// openParts returns the numbers of the parts of a report that are not closed.
func openParts(tx *store.Tx, number uint64) (open []uint64) {
	for _, p := range store.Reports.Find(tx, "parent", store.Num(number)) {
		if p.Stage.Open() {
			open = append(open, p.Number)
		}
	}
	return open
}

// partsAllow refuses what a report with parts, or a part, cannot do: be solved
// while work is left, and speak to reporters it does not have.
func (c *City) partsAllow(tx *store.Tx, r *wijk.Report, m *Move) error {
	if r.Parent != 0 && m.To == wijk.Asked {
		return refused("melding %d is een deel. Vraag het bij melding %d", r.Number, r.Parent)
	}
	if whole, ok := store.Reports.Get(tx, store.Num(r.Parent)); r.Parent != 0 && m.To.Open() && ok && !whole.Stage.Open() {
		return refused("melding %d is gesloten. Heropen die eerst", r.Parent)
	}
	if r.Into != 0 && m.To.Open() {
		return refused("melding %d hoort bij melding %d", r.Number, r.Into)
	}
	if m.To != wijk.Done || m.Outcome != wijk.Solved {
		return nil
	}
	if open := openParts(tx, r.Number); len(open) > 0 {
		return refused("eerst moet %s klaar zijn", partNumbers(open))
	}
	return nil
}

// endParts cancels the parts of a report that is closed, and tells who had one
// of them. When the last part is closed, it tells who has the whole.
func (c *City) endParts(tx *store.Tx, r *wijk.Report, by string, now time.Time) {
	if r.Stage.Open() {
		return
	}
	if r.Parent != 0 {
		whole, ok := store.Reports.Get(tx, store.Num(r.Parent))
		if ok && whole.Stage.Open() && len(openParts(tx, r.Parent)) == 0 {
			c.tellStaff(tx, &whole, fmt.Sprintf("Alle delen zijn klaar. Kijk, en sluit melding %d.", whole.Number), now)
		}
		return
	}
	for _, n := range openParts(tx, r.Number) {
		note := fmt.Sprintf("Melding %d is gesloten.", r.Number)
		p, err := c.Move(tx, n, Move{To: wijk.Withdrawn, By: by, Silent: true, Note: note}, now)
		if err != nil {
			tx.Fail(err)
			return
		}
		if s := owner(tx, &p); s != nil && s.ID != by {
			c.tellWorker(tx, s, &p, fmt.Sprintf("Melding %d (%s) hoeft niet meer: %s", n, headline(&p), strings.ToLower(note[:1])+note[1:]), now)
		}
	}
}

// partNumbers names parts as in "deel 13 en deel 14".
func partNumbers(all []uint64) string {
	return "deel " + strings.ReplaceAll(numbers(all), " en ", " en deel ")
}

// numbers names reports as in "13, 14 en 15".
func numbers(all []uint64) string {
	words := make([]string, len(all))
	for i, n := range slices.Sorted(slices.Values(all)) {
		words[i] = fmt.Sprint(n)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " en " + words[n-1]
	}
	return strings.Join(words, "")
}
