package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/flows/mask"
	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// How much of what was written fits on a card, in characters: a screen in
// Telegram, about three parts of an SMS.
const (
	cardText, cardNote   = 600, 200
	smsText              = 120
	cardNotes, cardParts = 3, 10
)

// card is all that somebody who works on a report has to know, for a phone that
// shows buttons and pictures, or for one that does not.
func (c *City) card(tx *store.Tx, r *wijk.Report, ch wijk.Channel, now time.Time) string {
	if ch == wijk.SMS {
		return c.smsCard(tx, r, now)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Melding %d: %s%s", r.Number, headline(r), danger(r))
	w, _ := c.Map().Wijk(r.Place.Wijk)
	line(&b, "Waar", inOne(spot(&r.Place), w.Name, r.Place.Postcode, mark(&r.Place)))
	line(&b, "Voor het einde van", c.day(r.Promised)+c.lateBy(r, now))
	line(&b, "Stand", c.stand(tx, r, now))
	line(&b, "Reden", r.Reason)
	if r.Planned != "" {
		line(&b, "Gepland", c.day(r.Planned))
	}
	if p := r.Party; p != nil {
		line(&b, "Ligt bij", inOne(p.Name, p.Phone, "tot en met "+c.day(wijk.DateOf(p.Until.In(c.Zone)).Add(-1))))
	}
	line(&b, "Melders", melders(r))
	if r.Text != "" {
		fmt.Fprintf(&b, "\nDe melder schreef: \"%s\"", short(mask.Clean(r.Text), cardText))
	}
	for _, a := range answersOf(r) {
		b.WriteString("\n- " + a)
	}
	line(&b, "Vraag aan de melder", r.Question)
	c.family(tx, r, &b)
	if len(r.Photos) > 1 {
		fmt.Fprintf(&b, "\nFoto's: %d", len(r.Photos))
	}
	for _, n := range lastNotes(tx, r.Number) {
		fmt.Fprintf(&b, "\n- %s %s: %s", n.At.In(c.Zone).Format("02-01 15.04"), who(tx, n.By), short(n.Note, cardNote))
	}
	return b.String()
}

// smsCard leaves out what costs more than it helps somebody outside.
func (c *City) smsCard(tx *store.Tx, r *wijk.Report, now time.Time) string {
	var b strings.Builder
	w, _ := c.Map().Wijk(r.Place.Wijk)
	fmt.Fprintf(&b, "%d %s%s", r.Number, inOne(headline(r), w.Name, mark(&r.Place)), danger(r))
	fmt.Fprintf(&b, ". Voor %s%s. %s.", dutch.ShortDay(r.Promised.At(12, 0, c.Zone)), c.lateBy(r, now), c.stand(tx, r, now))
	if r.Planned != "" {
		b.WriteString(" Gepland: " + dutch.ShortDay(r.Planned.At(12, 0, c.Zone)) + ".")
	}
	b.WriteString(" Melders: " + melders(r) + ".")
	if r.Text != "" {
		fmt.Fprintf(&b, " \"%s\"", short(oneLine(r.Text), smsText))
	}
	for _, a := range answersOf(r) {
		b.WriteString(" " + short(a, smsText) + ".")
	}
	return gsm7.Plain(b.String())
}

func line(b *strings.Builder, name, text string) {
	if text != "" {
		b.WriteString("\n" + name + ": " + text)
	}
}

// inOne puts what is not empty behind each other.
func inOne(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// oneLine is what somebody wrote, without what cannot be seen, on one line.
func oneLine(text string) string { return strings.Join(strings.Fields(mask.Clean(text)), " ") }

func danger(r *wijk.Report) string {
	if r.Urgent {
		return " - SPOED"
	}
	return ""
}

// mark is what a place is near, when that is not its name already.
func mark(p *wijk.Place) string {
	if p.Mark == "" || strings.Contains(spot(p), p.Mark) {
		return ""
	}
	if p.Source == wijk.FromLamp {
		return "lantaarnpaal " + p.Mark
	}
	return p.Mark
}

// lateBy says how many days ago the promise was broken.
func (c *City) lateBy(r *wijk.Report, now time.Time) string {
	late := r.Promised.Until(wijk.DateOf(now.In(c.Zone)))
	switch {
	case !r.Stage.Open() || late <= 0:
		return ""
	case late == 1:
		return " (1 dag te laat)"
	}
	return fmt.Sprintf(" (%d dagen te laat)", late)
}

// stand is the stage of a report, and who has it.
func (c *City) stand(tx *store.Tx, r *wijk.Report, now time.Time) string {
	rule, _ := r.Stage.Rule()
	text := rule.Name
	switch {
	case r.Outcome == wijk.Solved:
		text += ", opgelost"
	case r.Outcome == wijk.Unsolved:
		text += ", niet opgelost"
	case r.Into != 0:
		text += fmt.Sprintf(", hoort bij %d", r.Into)
	}
	if s := owner(tx, r); s != nil && r.Stage.Open() {
		text += ", bij " + s.Name + " sinds " + c.since(r.Taken, now)
	}
	return text
}

// since says when something began: the hour today, else the day.
func (c *City) since(at, now time.Time) string {
	at = at.In(c.Zone)
	if wijk.DateOf(at) == wijk.DateOf(now.In(c.Zone)) {
		return dutch.Clock(at) + " uur"
	}
	return dutch.Day(at)
}

// melders counts those who hear of a report, and how they voted.
func melders(r *wijk.Report) string {
	switch {
	case r.Parent != 0:
		return ""
	case r.Reporters == 0:
		return "niemand, anoniem"
	case r.Yes+r.No == 0:
		return fmt.Sprint(r.Reporters)
	}
	return fmt.Sprintf("%d (opgelost volgens %d, niet volgens %d)", r.Reporters, r.Yes, r.No)
}

// answersOf returns the extra questions with their answers, as people read them.
func answersOf(r *wijk.Report) (all []string) {
	kind := category.Of(r.Kind)
	for _, a := range r.Answers {
		question, value := a.Key, a.Value
		if i := slices.IndexFunc(kind.Ask, func(q category.Question) bool { return q.Key == a.Key }); i >= 0 {
			question = kind.Ask[i].Text
			for _, choice := range kind.Ask[i].Choices {
				if choice.Key == a.Value {
					value = choice.Label
				}
			}
		}
		all = append(all, question+" "+short(oneLine(value), cardNote))
	}
	return all
}

// family tells of which report this is a part, and what parts it has.
func (c *City) family(tx *store.Tx, r *wijk.Report, b *strings.Builder) {
	if r.Parent != 0 {
		fmt.Fprintf(b, "\nDeel van melding %d", r.Parent)
	}
	n := 0
	for _, p := range store.Reports.Find(tx, "parent", store.Num(r.Number)) {
		if n++; n > cardParts {
			b.WriteString("\n...")
			return
		}
		rule, _ := p.Stage.Rule()
		fmt.Fprintf(b, "\nDeel %d: %s, %s", p.Number, category.Of(p.Kind).Name, strings.ToLower(rule.Name))
	}
}

// lastNotes returns the latest notes that staff left, oldest first.
func lastNotes(tx *store.Tx, number uint64) (all []wijk.Entry) {
	for _, e := range store.History.All(tx, store.Num(number)) {
		if e.Note == "" {
			continue
		}
		if all = append(all, e); len(all) > cardNotes {
			all = all[1:]
		}
	}
	return all
}

// who names whoever made a step in the life of a report.
func who(tx *store.Tx, by string) string {
	switch by {
	case byBot:
		return "Het systeem"
	case byReporter:
		return "De melder"
	case byParty:
		return "De andere partij"
	case "cli":
		return "De beheerder"
	case "open311":
		return "Een ander systeem"
	}
	if s, ok := store.Staff.Get(tx, by); ok {
		return s.Name
	}
	return "Een collega"
}

// firstPhoto returns a photo of a report that is there to be shown.
func firstPhoto(tx *store.Tx, r *wijk.Report) string {
	for _, id := range r.Photos {
		if p, ok := store.Photos.Get(tx, id); ok && p.State != wijk.PhotoFailed {
			return id
		}
	}
	return ""
}

// pinName is what a pin on the map says. Nothing in it is the resident's.
func pinName(r *wijk.Report) string {
	return fmt.Sprintf("Melding %d: %s", r.Number, headline(r))
}

// sayCard shows the sender a report: where on the map, what, and what can be
// done with it.
func (t *Turn) sayCard(r *wijk.Report) {
	if t.mute {
		return
	}
	m := wijk.Outgoing{Text: t.lead + t.City.card(t.Tx, r, t.M.From.Channel, t.Now)}
	t.lead = ""
	if t.M.From.Channel == wijk.SMS {
		m.Text += t.City.wordsFor(t.Tx, t.Staff, r)
		t.send(m)
		return
	}
	if r.Place.Point.Valid() {
		t.send(wijk.Outgoing{Text: pinName(r), Point: r.Place.Point})
	}
	m.PhotoID, m.Options = firstPhoto(t.Tx, r), t.City.buttons(t.Tx, t.Staff, r, false)
	t.send(m)
}

// sayOf says something about a report, with what can be done next.
func (t *Turn) sayOf(r *wijk.Report, text string) {
	if t.mute {
		return
	}
	m := wijk.Outgoing{Text: t.lead + text}
	t.lead = ""
	if t.M.From.Channel == wijk.Telegram {
		m.Options = t.City.buttons(t.Tx, t.Staff, r, false)
	}
	t.send(m)
}
