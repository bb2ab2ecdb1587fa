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

// mends reports whether the sender may work on a report: the crew and the
// wijkmanager in their own wijken, those above them everywhere.
func (t *Turn) mends(r *wijk.Report) bool { return t.Staff != nil && mends(t.Staff, r) }

func mends(s *wijk.Staff, r *wijk.Report) bool {
	return s.Role.Mends() && (s.Role.Directs() || s.Covers(r.Place.Wijk))
}

// owner returns who has a report, nil when nobody does: somebody who left, or
// works elsewhere now, has nothing any more.
func owner(tx *store.Tx, r *wijk.Report) *wijk.Staff {
	if r.Owner == "" {
		return nil
	}
	s, ok := store.Staff.Get(tx, r.Owner)
	if !ok || !mends(&s, r) {
		return nil
	}
	return &s
}

// answersFor returns who is told what happens to a report: whoever has it, else
// the wijkmanagers of its wijk, else those who answer for all of them. All can
// be reached.
func answersFor(tx *store.Tx, r *wijk.Report) (all []wijk.Staff) {
	if s := owner(tx, r); s != nil && len(s.Addresses()) > 0 {
		return []wijk.Staff{*s}
	}
	return nearestOf(tx, r, wijk.Wijkmanager, wijk.Beheerder, wijk.Wijkregisseur)
}

// nearestOf returns those of the first role that somebody who can be reached
// has for a report.
func nearestOf(tx *store.Tx, r *wijk.Report, roles ...wijk.Role) (all []wijk.Staff) {
	for _, role := range roles {
		for _, s := range store.Staff.All(tx, "") {
			if s.Role == role && mends(&s, r) && len(s.Addresses()) > 0 {
				all = append(all, s)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// tellStaff tells whoever answers for a report what happened to it. It waits
// for the end of the quiet hours, unless the report is urgent. The text is one
// or more sentences; what it is about is put in front.
func (c *City) tellStaff(tx *store.Tx, r *wijk.Report, text string, now time.Time) {
	text = fmt.Sprintf("Melding %d (%s): %s", r.Number, headline(r), text)
	for _, s := range answersFor(tx, r) {
		c.tellWorker(tx, &s, r, text, now)
	}
}

// tellWorker sends a colleague something about a report: at their first
// address, or when it is urgent at all of them and at once.
func (c *City) tellWorker(tx *store.Tx, s *wijk.Staff, r *wijk.Report, text string, now time.Time) {
	to := s.Addresses()
	if !r.Urgent {
		to = to[:min(1, len(to))]
	}
	for _, a := range to {
		m := wijk.Outgoing{
			Class: wijk.Reply, To: a, Text: text, Due: now, NotAfter: now.AddDate(0, 0, 7), Quiet: true,
			About: wijk.Subject{Kind: aboutWork, Ref: strconv.FormatUint(r.Number, 10) + "/" + s.ID},
		}
		if r.Urgent {
			m.Class, m.Quiet = wijk.Alarm, false
		}
		if a.Channel == wijk.Telegram {
			m.Options = []wijk.Option{{Label: "Bekijk", Data: workData(r.Number, "kaart", 0)}}
		} else {
			m.Text += fmt.Sprintf(" Meer: MELDING %d", r.Number)
		}
		store.Send(tx, m)
	}
}

// tellUrgent tells the crew and the wijkmanager of the wijk at once that there
// is a dangerous report. When nobody there can be reached, those above them are
// told, and when there is nobody at all, who is on duty.
func (c *City) tellUrgent(tx *store.Tx, r *wijk.Report, now time.Time) {
	if !r.Urgent {
		return
	}
	all := nearestOf(tx, r, wijk.Onderhoud)
	all = append(all, nearestOf(tx, r, wijk.Wijkmanager)...)
	if len(all) == 0 {
		all = nearestOf(tx, r, wijk.Wijkregisseur, wijk.Beheerder)
	}
	if len(all) == 0 {
		c.Warn(tx, "spoed/"+r.Place.Wijk, fmt.Sprintf("Melding %d is gevaarlijk en niemand van het onderhoud is te bereiken.", r.Number), now)
		return
	}
	for _, s := range all {
		for _, a := range s.Addresses() {
			c.sendUrgent(tx, &s, a, r, now)
		}
	}
}

func (c *City) sendUrgent(tx *store.Tx, s *wijk.Staff, to wijk.Address, r *wijk.Report, now time.Time) {
	m := wijk.Outgoing{
		Class: wijk.Alarm, To: to, Due: now, NotAfter: now.Add(replyAge), Text: c.card(tx, r, to.Channel, now),
		About: wijk.Subject{Kind: aboutWork, Ref: strconv.FormatUint(r.Number, 10) + "/" + s.ID},
	}
	if to.Channel == wijk.Telegram {
		if r.Place.Point.Valid() {
			pin := m
			pin.Text, pin.Point = pinName(r), r.Place.Point
			store.Send(tx, pin)
		}
		m.Options, m.PhotoID = c.buttons(tx, s, r, false), firstPhoto(tx, r)
	} else {
		m.Text += c.wordsFor(tx, s, r)
	}
	store.Send(tx, m)
}

// workSettled sends what a dead address refused to the next address of the
// colleague.
func (c *City) workSettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	_, id, _ := strings.Cut(m.About.Ref, "/")
	s, ok := store.Staff.Get(tx, id)
	if !ok || m.Class == wijk.Alarm || m.State != wijk.Failed || !m.Gone {
		return // an alarm went to each address
	}
	for i, a := range s.Addresses() {
		if i == 0 || a == m.To || s.Addresses()[i-1] != m.To {
			continue
		}
		store.Send(tx, wijk.Outgoing{
			Class: m.Class, To: a, Text: m.Text, Due: now, NotAfter: m.NotAfter, Quiet: m.Quiet, About: m.About,
		})
	}
}

// headline is what a report is and where, as those who work on it call it.
func headline(r *wijk.Report) string {
	what := category.Of(r.Kind).Name
	if r.Phrase != "" {
		what = r.Phrase
	}
	return what + ", " + spot(&r.Place)
}

// spot names a place without a word before it: "Dorpsstraat 12".
func spot(p *wijk.Place) string {
	switch {
	case p.Street != "":
		return strings.TrimSpace(p.Street + " " + p.Number)
	case p.Source == wijk.FromLamp && p.Mark != "":
		return "lantaarnpaal " + p.Mark
	case p.Postcode != "":
		return strings.TrimSpace(p.Postcode + " " + p.Number)
	case p.Mark != "":
		return p.Mark
	case p.Point.Valid():
		return "plek op de kaart"
	}
	return "plek onbekend"
}

// workData is what a button about a report holds: which report, what to do, and
// up to which step of its history the presser had seen.
func workData(number uint64, act string, seen uint64) string {
	return fmt.Sprintf("w%d.%s.%s", number, act, strconv.FormatUint(seen, 36))
}
