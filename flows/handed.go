package flows

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// stuckTime is how long the back office may do nothing with a report, or until
// the day after the promise if that is later.
const stuckTime = 14 * 24 * time.Hour

// ErrorDoubt is the error of a row of which nobody can find out whether the
// back office took it. It is never sent again: what is there twice is done
// twice, and a person can look.
const ErrorDoubt = "doubt"

// handoverSettled hears what became of something for the back office.
func (c *City) handoverSettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	number, _ := strconv.ParseUint(m.About.Ref, 10, 64)
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok || m.About.Kind != aboutHandover {
		return
	}
	over := m.State == wijk.Failed || m.State == wijk.Expired
	switch {
	case m.PhotoID != "" && over && r.Stage == wijk.HandedOver && slices.Contains(r.Photos, m.PhotoID):
		c.askHanded(tx, &r, fmt.Sprintf("Een foto bij melding %d ging niet mee naar %s (%s). Zet hem daar erbij: %s.",
			number, c.backOffice(), r.Handed.ID, m.PhotoID), now)
	case m.PhotoID != "":
	case m.State == wijk.Sent || m.State == wijk.Delivered:
		c.handed(tx, &r, m.ProviderID, now)
	case over && r.Stage == wijk.ToSend:
		c.takeBack(tx, &r, c.whyBack(&m, number), now)
	}
}

// whyBack is what staff read of a hand-over that failed.
func (c *City) whyBack(m *wijk.Outgoing, number uint64) string {
	name := c.backOffice()
	switch {
	case m.Error == ErrorDoubt:
		return fmt.Sprintf("Het is niet zeker of melding %d in %s staat. Zoek daar op %s. Wel? Stuur DOORZETTEN %d. Niet? Stuur GEEF DOOR %d.",
			number, name, markThere(number), number, number)
	case m.State == wijk.Expired:
		return fmt.Sprintf("Melding %d ging niet naar %s: het lukte een dag lang niet. Pak hem zelf op.", number, name)
	case m.Gone:
		return fmt.Sprintf("Melding %d ging niet naar %s: de koppeling staat uit. Pak hem zelf op.", number, name)
	}
	return fmt.Sprintf("%s weigert melding %d (%s). Pak hem zelf op.", name, number, m.Error)
}

// handed notes that the back office has a report. Its Sender returns the key
// of its interface, a slash, and what people there call it.
func (c *City) handed(tx *store.Tx, r *wijk.Report, sid string, now time.Time) {
	key, id, _ := strings.Cut(sid, "/")
	if r.Handed != nil && r.Handed.Key == key {
		return
	}
	r.Handed = &wijk.Handed{ID: id, Key: key, Polled: now, Changed: now}
	store.Reports.Put(tx, store.Num(r.Number), *r)
	moved, err := c.Move(tx, r.Number, Move{To: wijk.HandedOver, By: byBot, Note: c.backOffice() + ": " + id}, now)
	if err != nil { // withdrawn or taken back while it was on its way
		rule, _ := r.Stage.Rule()
		c.askHanded(tx, r, fmt.Sprintf("Melding %d is bij ons \"%s\", maar staat nu ook in %s als %s. Kies waar hij verder gaat.",
			r.Number, rule.Name, c.backOffice(), id), now)
		return
	}
	*r = moved
	c.watchHanded(tx, r, now)
	c.queuePhotos(tx, r, now)
}

// watchHanded sets until when the back office may do nothing with a report.
func (c *City) watchHanded(tx *store.Tx, r *wijk.Report, now time.Time) {
	due := now.Add(stuckTime)
	if late := r.Promised.Add(1).At(9, 0, c.Zone); late.After(due) {
		due = late
	}
	store.SetTimer(tx, wijk.Timer{Kind: timerHandover, Scope: strconv.FormatUint(r.Number, 10), Due: due})
}

// handoverStuck takes a report back with which nothing happens.
func (c *City) handoverStuck(tx *store.Tx, ref string, now time.Time) {
	number, _ := strconv.ParseUint(ref, 10, 64)
	r, ok := store.Reports.Get(tx, store.Num(number))
	switch {
	case ok && r.Stage == wijk.ToSend:
		c.takeBack(tx, &r, c.whyBack(&wijk.Outgoing{State: wijk.Expired}, number), now)
	case ok && r.Stage == wijk.HandedOver:
		since := c.day(wijk.DateOf(r.Handed.Changed.In(c.Zone)))
		c.takeBack(tx, &r, fmt.Sprintf("Melding %d ligt in %s (%s), maar daar gebeurt sinds %s niets. Hij staat weer op uw lijst. Vraag het daar na.",
			number, c.backOffice(), r.Handed.ID, since), now)
	}
}

// takeBack returns a report to our own list, and tells a person why. For the
// reporters nothing changes.
func (c *City) takeBack(tx *store.Tx, r *wijk.Report, why string, now time.Time) {
	note := why
	for _, to := range []wijk.Stage{wijk.SendFailed, wijk.Reported} {
		moved, err := c.Move(tx, r.Number, Move{To: to, By: byBot, Silent: true, Note: note}, now)
		if err != nil {
			tx.Fail(fmt.Errorf("take back a report: %w", err))
			return
		}
		*r, note = moved, ""
	}
	c.askHanded(tx, r, why, now)
}

// A shift is what a state of the back office means for the reporters.
type shift int

const (
	same      shift = iota // nothing that they should hear
	working                // they are at work on it
	planned                // they will be
	closed                 // they say that it is done, or only that it is closed
	cancelled              // they closed it without doing it
)

// shifts are the states that Signalen's public interface tells. Since 2019 it
// only says OPEN or CLOSED, for privacy; older ones tell the state itself.
// CLOSED may also be cancelled or split: that is why the reporters are asked.
var shifts = map[string]shift{
	"CLOSED":                closed,
	string(wijk.Done):       closed,
	string(wijk.Withdrawn):  cancelled,
	string(wijk.InProgress): working,
	string(wijk.Planned):    planned,
}

// Polled notes what the back office tells of a report that has a key there.
// The report may have gone elsewhere since it was asked: then it does nothing.
func (c *City) Polled(tx *store.Tx, number uint64, key string, there wijk.There, now time.Time) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok || r.Stage != wijk.HandedOver || r.Handed == nil || r.Handed.Key != key {
		return
	}
	h := r.Handed
	h.Polled = now
	if there.Gone {
		c.goneThere(tx, &r, now)
		return
	}
	was := h.Status
	h.Status, h.Missing = there.State, false
	// That a new report is open is no news.
	news := was != there.State && (was != "" || shifts[there.State] != same)
	moved := news || there.Changed.After(h.Changed)
	if moved {
		h.Changed = now
	}
	c.queuePhotos(tx, &r, now) // stores it, and sends what was added without a word
	if moved {
		c.watchHanded(tx, &r, now)
	}
	if news {
		c.shifted(tx, &r, shifts[there.State], now)
	}
}

// NotPolled notes that a report was asked for without an answer.
func (c *City) NotPolled(tx *store.Tx, number uint64, now time.Time) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if ok && r.Handed != nil {
		r.Handed.Polled = now
		store.Reports.Put(tx, store.Num(number), r)
	}
}

// goneThere takes back a report that the back office says it does not have: not
// the first time, since whoever stands between us may be wrong.
func (c *City) goneThere(tx *store.Tx, r *wijk.Report, now time.Time) {
	again := r.Handed.Missing
	r.Handed.Missing = true
	store.Reports.Put(tx, store.Num(r.Number), *r)
	if again {
		c.takeBack(tx, r, fmt.Sprintf("Melding %d (%s) staat niet meer in %s. Hij staat weer op uw lijst.", r.Number, r.Handed.ID, c.backOffice()), now)
	}
}

// shifted does what a new state of the back office means for the reporters.
func (c *City) shifted(tx *store.Tx, r *wijk.Report, to shift, now time.Time) {
	note := c.backOffice() + ": " + r.Handed.Status
	what := fmt.Sprintf("uw melding %d (%s)", r.Number, strings.ToLower(category.Of(r.Kind).Name))
	switch to {
	case closed:
		c.closedThere(tx, r, Move{
			To: wijk.Done, By: byBackOffice, Outcome: wijk.Solved, Note: note, Reason: "Volgens de behandelaar is het klaar.",
			Text: "Volgens de behandelaar is " + what + " klaar. Gemeente Zoetermeer",
		}, now)
	case cancelled:
		c.closedThere(tx, r, Move{
			To: wijk.Done, By: byBackOffice, Outcome: wijk.Unsolved, Note: note,
			Reason: "De behandelaar gaf geen reden. Vragen? Bel " + c.Tel + ".",
		}, now)
	case working:
		c.tellHanded(tx, r, "Er wordt gewerkt aan "+what+". Gemeente Zoetermeer", note, now)
	case planned:
		c.tellHanded(tx, r, "Het werk aan "+what+" is ingepland. Gemeente Zoetermeer", note, now)
	default:
		c.tellHanded(tx, r, "", note, now)
	}
}

// closedThere closes a report as the back office closed it. When the city still
// has work of its own on it, a person closes it.
func (c *City) closedThere(tx *store.Tx, r *wijk.Report, end Move, now time.Time) {
	for _, m := range []Move{{To: wijk.DoneThere, By: byBackOffice, Note: end.Note}, end} {
		moved, err := c.Move(tx, r.Number, m, now)
		var no *Refused
		if errors.As(err, &no) && m.To == end.To {
			c.askHanded(tx, r, fmt.Sprintf("%s zegt dat melding %d klaar is, maar %s. Sluit hem daarna zelf.", c.backOffice(), r.Number, no.Why), now)
			return
		}
		if err != nil {
			tx.Fail(fmt.Errorf("close a report as the back office did: %w", err))
			return
		}
		*r = moved
	}
}

// tellHanded notes a step of the back office, and tells the reporters when it
// means something to them.
func (c *City) tellHanded(tx *store.Tx, r *wijk.Report, text, note string, now time.Time) {
	if r.Parent != 0 {
		text = "" // only the whole speaks to the reporters
	}
	if text != "" {
		for _, x := range store.Reporters.All(tx, store.Num(r.Number)) {
			c.tell(tx, r, x, wijk.Outgoing{Text: text}, now)
		}
	}
	store.Log(tx, wijk.Entry{Number: r.Number, At: now, By: byBackOffice, From: r.Stage, To: r.Stage, Text: text, Note: note})
}

// askHanded leaves a person something to do about a report in the other
// system, and tells the wijkmanager.
func (c *City) askHanded(tx *store.Tx, r *wijk.Report, text string, now time.Time) {
	c.leave(tx, r, text, now)
	c.tellManagers(tx, r, text, now)
}

// leave puts work about a report on the list of cases: one case for a report,
// with a note for each matter. Nobody is called for it.
func (c *City) leave(tx *store.Tx, r *wijk.Report, text string, now time.Time) {
	number := strconv.FormatUint(r.Number, 10)
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseQuestion, Severity: wijk.Amber, Wijk: r.Place.Wijk, Ref: "report/" + number,
		Address: wijk.Address{Channel: wijk.BackOffice, To: number},
		Notes:   []wijk.Note{{At: now, Text: text}},
	}, "", now)
}

// tellManagers tells the wijkmanagers of the wijk of a report, or else the
// beheerder, and reports whether there was anybody to tell.
func (c *City) tellManagers(tx *store.Tx, r *wijk.Report, text string, now time.Time) (told bool) {
	for _, role := range []wijk.Role{wijk.Wijkmanager, wijk.Beheerder} {
		for _, s := range store.Staff.All(tx, "") {
			if s.Role != role || !s.Covers(r.Place.Wijk) || len(s.Addresses()) == 0 {
				continue
			}
			store.Send(tx, wijk.Outgoing{
				Class: wijk.Reply, To: s.Addresses()[0], Person: s.ID, Text: text, Quiet: true, Due: now, NotAfter: now.AddDate(0, 0, 7),
			})
			told = true
		}
		if told {
			break
		}
	}
	return told
}
