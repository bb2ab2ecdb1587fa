package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// byBackOffice moved a report in its own system.
const byBackOffice = "backoffice"

const (
	// queueTime is how long a hand-over may wait to leave. After that the report
	// is ours again.
	queueTime = 24 * time.Hour
	// photoTime is how long a photo may come after its report: its own door
	// tries to fetch it for about a day.
	photoTime = 48 * time.Hour
)

// handOver gives a new report to the back office, when there is one. What
// cannot go there stays on our own list, and the wijkmanager hears why.
func (c *City) handOver(tx *store.Tx, r *wijk.Report, now time.Time) {
	if c.BackOffice == "" {
		return
	}
	if why := c.staysHere(r); why != "" {
		store.Log(tx, wijk.Entry{
			Number: r.Number, At: now, From: r.Stage, To: r.Stage, Note: "Niet doorgegeven aan " + c.BackOffice + ": " + why + ".",
		})
		text := fmt.Sprintf("Melding %d gaat niet naar %s: %s. Pak hem zelf op.", r.Number, c.BackOffice, why)
		if !c.tellManagers(tx, r, text, now) {
			c.leave(tx, r, text, now)
		}
		return
	}
	moved, err := c.Move(tx, r.Number, Move{To: wijk.ToSend, By: byBot}, now)
	if err != nil {
		tx.Fail(fmt.Errorf("hand over a new report: %w", err))
		return
	}
	*r = moved
}

// staysHere returns why a report cannot go to the back office, "" if it can.
// Signalen takes no report without coordinates, and we make none up.
func (c *City) staysHere(r *wijk.Report) string {
	switch {
	case c.BackOffice == "":
		return "er is geen ander systeem gekoppeld"
	case !r.Place.Point.Valid():
		return "er is geen punt op de kaart"
	case category.Of(r.Kind).Slug == "":
		return "deze soort is daar niet bekend"
	}
	return ""
}

// backOffice is what staff call it, also after it was switched off.
func (c *City) backOffice() string {
	if c.BackOffice == "" {
		return "het andere systeem"
	}
	return c.BackOffice
}

// aboutHanded is what all rows of the outbox about a hand-over have.
func aboutHanded(number uint64) wijk.Subject {
	return wijk.Subject{Kind: aboutHandover, Ref: strconv.FormatUint(number, 10)}
}

// handedMoved does what a move of a report asks for at the back office.
func (c *City) handedMoved(tx *store.Tx, r *wijk.Report, from wijk.Stage, now time.Time) {
	about := aboutHanded(r.Number)
	switch {
	case r.Stage == wijk.ToSend:
		c.queueHandover(tx, r, now)
	case from == wijk.ToSend && r.Stage != wijk.HandedOver:
		store.CancelAbout(tx, about)
		store.StopTimer(tx, "", timerHandover, about.Ref)
	case from == wijk.HandedOver:
		store.CancelAbout(tx, about) // photos that did not leave
		store.StopTimer(tx, "", timerHandover, about.Ref)
		if r.Stage == wijk.Withdrawn {
			c.askHanded(tx, r, fmt.Sprintf("Melding %d is ingetrokken. In %s staat hij nog als %s. Sluit hem daar.",
				r.Number, c.backOffice(), r.Handed.ID), now)
		}
	}
}

// wantsHandOver hands a report over by hand: "geef door 12".
func (t *Turn) wantsHandOver(r *wijk.Report, _ string) {
	moved, err := t.City.Move(t.Tx, r.Number, Move{To: wijk.ToSend, By: t.Staff.ID, Note: "Doorgegeven door " + t.Staff.Name + "."}, t.Now)
	if err != nil {
		t.sayOf(r, sayError(err))
		return
	}
	t.sayOf(&moved, fmt.Sprintf("Melding %d gaat naar %s. Lukt dat niet, dan hoort u het.", r.Number, t.City.backOffice()))
}

// queueHandover puts a report in the outbox. What is in it is written when it
// leaves, see Dossier. Nobody here has it in hand any more.
func (c *City) queueHandover(tx *store.Tx, r *wijk.Report, now time.Time) {
	if r.Owner != "" {
		r.Owner, r.Taken = "", time.Time{}
		store.Reports.Put(tx, store.Num(r.Number), *r)
	}
	about := aboutHanded(r.Number)
	m := wijk.Outgoing{
		Class: wijk.Reply, To: wijk.Address{Channel: wijk.BackOffice, To: about.Ref}, Text: "Melding " + about.Ref,
		Due: now, NotAfter: now.Add(queueTime), About: about,
	}
	if r.Urgent {
		m.Class = wijk.Alarm // before all others that wait for their turn
	}
	store.Send(tx, m)
	// The outbox tells how it ends. This is for what would go wrong with that.
	store.SetTimer(tx, wijk.Timer{Kind: timerHandover, Scope: about.Ref, Due: now.Add(queueTime + time.Hour)})
}

// queuePhotos sends after a report the photos that the back office does not
// have yet, each in a row of its own.
func (c *City) queuePhotos(tx *store.Tx, r *wijk.Report, now time.Time) {
	about := aboutHanded(r.Number)
	have := make(map[string]bool)
	for _, id := range r.Handed.Photos {
		have[id] = true
	}
	for _, id := range r.Photos {
		if have[id] {
			continue
		}
		r.Handed.Photos = append(r.Handed.Photos, id)
		store.Send(tx, wijk.Outgoing{
			Class: wijk.Broadcast, To: wijk.Address{Channel: wijk.BackOffice, To: about.Ref}, Text: "Foto bij melding " + about.Ref,
			PhotoID: id, Due: now, NotAfter: now.Add(photoTime), About: about,
		})
	}
	store.Reports.Put(tx, store.Num(r.Number), *r)
}

// Added passes on what a reporter added to a report after it was made: call it
// once the report is stored with its new photos, with the text that was added,
// if any. It may change what the report says of the hand-over, and stores that.
// A report that the back office does not have is left alone.
func (c *City) Added(tx *store.Tx, r *wijk.Report, text string, now time.Time) {
	switch r.Stage {
	case wijk.HandedOver:
		c.queuePhotos(tx, r, now)
	case wijk.ToSend:
		if c.waits(tx, r.Number) {
			return // it leaves with all that is added
		}
	default:
		return
	}
	if text == "" {
		return
	}
	// Its public interface takes no text afterwards.
	id := "die onderweg is"
	if r.Handed != nil {
		id = r.Handed.ID
	}
	c.askHanded(tx, r, fmt.Sprintf("De melder schreef iets bij melding %d (%s: %s). Zet het daar erbij: \"%s\"",
		r.Number, c.backOffice(), id, short(text, maxNote/2)), now)
}

// waits reports whether a hand-over is still to leave.
func (c *City) waits(tx *store.Tx, number uint64) bool {
	about := aboutHanded(number)
	for range store.Outbox.Find(tx, "about", about.Kind+"/"+about.Ref) {
		return true
	}
	return false
}

// Dossier returns a report that is to be handed over, as it is now. It returns
// false when it is not to be handed over (any more).
func (c *City) Dossier(tx *store.Tx, number uint64) (wijk.Handover, bool) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok || r.Stage != wijk.ToSend || c.staysHere(&r) != "" {
		return wijk.Handover{}, false
	}
	kind := category.Of(r.Kind)
	h := wijk.Handover{
		Number: r.Number, Category: kind.Slug, Text: r.Text, Mark: markThere(r.Number), Place: r.Place, Since: r.Created,
	}
	if strings.TrimSpace(h.Text) == "" {
		h.Text = r.Phrase
	}
	if strings.TrimSpace(h.Text) == "" {
		h.Text = kind.Name
	}
	h.Extra = dossierExtra(&r, kind)
	for _, a := range r.Answers {
		h.Answers = append(h.Answers, answered(kind, a))
	}
	return h, true
}

// markThere is how a report is found again in another system: one word, since
// Signalen searches the words of a text one by one, and nothing but the text.
func markThere(number uint64) string { return "wijkbot" + strconv.FormatUint(number, 10) }

// dossierExtra is what the workers must know besides the words of the resident.
// Who that is stays with us.
func dossierExtra(r *wijk.Report, kind category.Category) string {
	var lines []string
	if r.Urgent {
		lines = append(lines, "SPOED: volgens de melder is het gevaarlijk.")
	}
	what := kind.Name
	if r.Phrase != "" && r.Phrase != kind.Name {
		what += " (" + r.Phrase + ")"
	}
	lines = append(lines, "Soort: "+what+".")
	p := &r.Place
	var place []string
	for _, part := range []string{strings.TrimSpace(p.Street + " " + p.Number), p.Postcode, p.Mark} {
		if part != "" {
			place = append(place, part)
		}
	}
	if len(place) > 0 {
		lines = append(lines, "Plek volgens de melder: "+strings.Join(place, ", ")+".")
	}
	if p.Accuracy >= rough {
		lines = append(lines, fmt.Sprintf("Het punt op de kaart is bij benadering: tot %.0f meter ernaast.", p.Accuracy))
	}
	if r.Anonymous {
		return strings.Join(append(lines, "De melder is anoniem."), "\n")
	}
	return strings.Join(append(lines, "De wijkbot houdt de melder op de hoogte."), "\n")
}

// rough is from how many metres the workers are told that a point is not exact.
const rough = 50

// answered writes out the answer to an extra question, for who does not have
// our list of them.
func answered(kind category.Category, a wijk.Answer) wijk.Told {
	t := wijk.Told{Key: a.Key, Question: a.Key, Answer: a.Value}
	for _, q := range kind.Ask {
		if q.Key != a.Key {
			continue
		}
		t.Question = q.Text
		for _, ch := range q.Choices {
			if ch.Key == a.Value {
				t.Choice, t.Answer = ch.Key, ch.Label
			}
		}
	}
	return t
}
