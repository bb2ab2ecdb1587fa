package flows

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// werkVoeg lets one report go into another that is about the same thing.
var werkVoeg = &Flow{
	Name: flowMerge, Holds: mender, Left: leaveWork,
	Ask: []Question{
		{
			Key: "bij", Skip: func(t *Turn) bool { return t.get("bij") != "" },
			Say: func(t *Turn) string {
				return "Bij welke melding hoort melding " + t.get(workNumber) + "? Typ het nummer."
			},
			Take: func(t *Turn, _ *Question) (string, bool) {
				from, _ := t.workReport()
				_, why := t.mergeTarget(&from, t.M.Text)
				if why != "" {
					t.Say(why)
				}
				return t.M.Text, why == ""
			},
		},
		{
			Key: "klopt", Choices: yesNo, Take: confirm, Again: "Kies Ja of Nee.",
			Say: func(t *Turn) string {
				from, _ := t.workReport()
				into, _ := t.mergeTarget(&from, t.get("bij"))
				said := fmt.Sprintf("Melding %d (%s, %s) gaat op in melding %d (%s, %s)%s.",
					from.Number, headline(&from), people(from.Reporters), into.Number, headline(&into), people(into.Reporters), apart(&from, &into))
				if text := t.City.mergeText(&from, &into); hears(&from) {
					said += " " + asRead(&from, text)
				}
				return said + " Klopt dat?"
			},
		},
	},
	Done: func(t *Turn) {
		from, _ := t.workReport()
		into, why := t.mergeTarget(&from, t.get("bij"))
		switch {
		case t.get("klopt") != "ja":
			t.sayOf(&from, "Goed. Er is niets veranderd.")
			return
		case why != "":
			t.Say(why)
			return
		case !t.mayChange(&from):
			return
		}
		if err := t.City.Merge(t.Tx, from.Number, into.Number, t.Staff.ID, t.Now); err != nil {
			t.sayOf(&from, sayError(err))
			return
		}
		into, _ = store.Reports.Get(t.Tx, store.Num(into.Number))
		t.sayOf(&into, fmt.Sprintf("Melding %d hoort nu bij melding %d. Die heeft %s.", from.Number, into.Number, people(into.Reporters)))
	},
}

// wantsMerge handles "voeg 13 bij 12" and "samenvoegen 13 12".
func (t *Turn) wantsMerge(r *wijk.Report, rest string) {
	if rest != "" {
		if _, why := t.mergeTarget(r, rest); why != "" {
			t.sayOf(r, why)
			return
		}
	}
	t.startWork(flowMerge, r, "bij", rest)
}

// mergeTarget finds the report that the sender means to put another one into,
// or says why that cannot be.
func (t *Turn) mergeTarget(from *wijk.Report, text string) (into wijk.Report, why string) {
	n := uint64(0)
	if i := strings.IndexFunc(text, func(r rune) bool { return r >= '0' && r <= '9' }); i >= 0 {
		number := text[i:]
		if end := strings.IndexFunc(number, func(r rune) bool { return !unicode.IsDigit(r) }); end > 0 {
			number = number[:end]
		}
		fmt.Sscan(number, &n)
	}
	into, ok := store.Reports.Get(t.Tx, store.Num(n))
	switch {
	case n == 0:
		return into, fmt.Sprintf("Bij welke melding hoort melding %d? Stuur bijvoorbeeld: VOEG %d BIJ 12.", from.Number, from.Number)
	case !ok:
		return into, fmt.Sprintf("Er is geen melding %d.", n)
	case !t.mends(&into):
		return into, t.notTheirs(&into)
	}
	if err := mergeable(t.Tx, from, &into); err != nil {
		return into, sayError(err)
	}
	if o := owner(t.Tx, &into); o != nil && o.ID != t.Staff.ID && t.Staff.Role == wijk.Onderhoud {
		return into, t.has(o, &into)
	}
	return into, ""
}

// apart says how far two reports are from each other, when that is known.
func apart(a, b *wijk.Report) string {
	if !a.Place.Point.Valid() || !b.Place.Point.Valid() {
		return ""
	}
	return fmt.Sprintf(", %.0f meter verder", math.Round(a.Place.Point.Metres(b.Place.Point)))
}

// mergeable says why a report cannot go into another one.
func mergeable(tx *store.Tx, from, into *wijk.Report) error {
	switch {
	case from.Number == into.Number:
		return refused("dat is dezelfde melding")
	case !from.Stage.Open():
		return refused("melding %d is al gesloten", from.Number)
	case !into.Stage.Open():
		return refused("melding %d is al gesloten", into.Number)
	case from.Place.Wijk != into.Place.Wijk:
		return refused("de meldingen liggen in verschillende wijken")
	case atBackOffice(from) || atBackOffice(into):
		return refused("een van de twee ligt bij een andere dienst")
	case from.Parent != 0 || into.Parent != 0:
		return refused("een van de twee is een deel van een andere melding")
	case len(openParts(tx, from.Number)) > 0:
		return refused("melding %d is gesplitst. Sluit eerst de delen", from.Number)
	}
	return nil
}

func (c *City) mergeText(from, into *wijk.Report) string {
	promised := min(from.Promised, into.Promised)
	return fmt.Sprintf("Uw melding %d hoort bij melding %d, want het gaat om hetzelfde. U hoort daarvan voor het einde van %s. Gemeente Zoetermeer",
		from.Number, into.Number, c.day(promised))
}

// Merge puts a report into another one about the same thing: its reporters,
// photos and notes go along, each once, and the earliest promise holds for
// both. Its error is *Unknown or *Refused.
func (c *City) Merge(tx *store.Tx, number, other uint64, by string, now time.Time) error {
	from, ok := store.Reports.Get(tx, store.Num(number))
	into, ok2 := store.Reports.Get(tx, store.Num(other))
	if !ok || !ok2 {
		return &Unknown{"een van de twee meldingen bestaat niet"}
	}
	if err := mergeable(tx, &from, &into); err != nil {
		return err
	}
	text := c.mergeText(&from, &into)
	c.moveReporters(tx, &from, &into, copyNotes(tx, &from, &into), text, now)
	for _, id := range from.Photos {
		if !slices.Contains(into.Photos, id) {
			into.Photos, into.Public = append(into.Photos, id), false
		}
	}
	if from.Promised < into.Promised {
		into.Promised, into.Promise = from.Promised, from.Promise
	}
	into.Urgent = into.Urgent || from.Urgent
	into.Anonymous = into.Anonymous && from.Anonymous
	into.Changed = now
	store.Reports.Put(tx, store.Num(other), into)
	store.Log(tx, wijk.Entry{Number: other, At: now, By: by, From: into.Stage, To: into.Stage, Note: fmt.Sprintf("Melding %d hoort er nu bij.", number)})
	from.Into = other
	store.Reports.Put(tx, store.Num(number), from)
	_, err := c.Move(tx, number, Move{To: wijk.Withdrawn, By: by, Silent: true, Note: fmt.Sprintf("Hoort bij melding %d.", other)}, now)
	return err
}

// copyNotes copies what was noted of one report to another, and returns the new
// step for each: what a reporter wrote goes with them, and must go when they do.
func copyNotes(tx *store.Tx, from, into *wijk.Report) map[uint64]uint64 {
	copied := make(map[uint64]uint64)
	for _, e := range store.History.All(tx, store.Num(from.Number)) {
		if e.Note != "" {
			copied[e.Seq] = store.Log(tx, wijk.Entry{Number: into.Number, At: e.At, By: e.By, Note: fmt.Sprintf("(van %d) %s", from.Number, e.Note)})
		}
	}
	return copied
}

// moveReporters makes those of one report reporters of another as well, with
// the notes they wrote, and tells them.
func (c *City) moveReporters(tx *store.Tx, from, into *wijk.Report, copied map[uint64]uint64, text string, now time.Time) {
	for _, x := range store.Reporters.All(tx, store.Num(from.Number)) {
		key := store.ReporterKey(into.Number, x.Address)
		there, ok := store.Reporters.Get(tx, key)
		if !ok {
			there = wijk.Reporter{Number: into.Number, Address: x.Address, At: x.At, Tell: x.Tell, Muted: x.Muted}
			into.Reporters++
		}
		for _, seq := range x.Wrote {
			if seq, ok := copied[seq]; ok {
				there.Wrote = append(there.Wrote, seq)
			}
		}
		store.Reporters.Put(tx, key, there)
		c.tell(tx, from, x, wijk.Outgoing{Text: text}, now)
	}
}
