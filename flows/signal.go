package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// oftenAt is how many reports of one kind at one spot, within a year, are a
	// signal that mending alone does not help.
	oftenAt = 5
	// leastMetres is the size of a spot for categories without a radius.
	leastMetres = 25
	// mostCounted bounds what is read for one spot.
	mostCounted = 50
	// mostNamed is how many of them a message names, the latest.
	mostNamed = 6
)

// noteSpot makes a signal of a spot that is reported again and again, and
// proposes to the wijkmanager to let the neighbourhood think along. A spot
// gives one signal a year.
func (c *City) noteSpot(tx *store.Tx, r *wijk.Report, now time.Time) {
	if r.Kind == wijk.Else || r.Parent != 0 {
		return // other things at one spot have nothing in common
	}
	year := now.AddDate(-1, 0, 0)
	metres := max(leastMetres, category.Of(r.Kind).Radius)
	near := store.NearReports(tx, r.Place, store.Near{
		Kinds: []wijk.ReportKind{r.Kind}, Metres: metres, Since: year, Most: mostCounted, Least: oftenAt,
	})
	if len(near) == 0 {
		return
	}
	for _, s := range store.Signals.Find(tx, "wijk", r.Place.Wijk) {
		if s.Kind == r.Kind && s.At.After(year) && s.Place.SameSpot(r.Place, metres) {
			return
		}
	}
	s := wijk.Signal{ID: tx.Next("signal"), Kind: r.Kind, Place: r.Place, At: now, State: wijk.SignalOpen}
	for _, x := range near {
		s.Reports = append(s.Reports, x.Report.Number)
	}
	slices.Sort(s.Reports)
	store.Signals.Put(tx, store.Num(s.ID), s)
	c.tellSignal(tx, &s, now)
}

// tellSignal tells the wijkmanager of the wijk, or who answers for it.
func (c *City) tellSignal(tx *store.Tx, s *wijk.Signal, now time.Time) {
	var staff []wijk.Staff
	for _, x := range store.Staff.All(tx, "") {
		if len(x.Addresses()) > 0 {
			staff = append(staff, x)
		}
	}
	for _, x := range answering(staff, nearLate, s.Place.Wijk) {
		m := wijk.Outgoing{
			Class: wijk.Reply, To: x.Addresses()[0], Person: x.ID, Quiet: true, Due: now, NotAfter: now.AddDate(0, 0, 7),
			About: wijk.Subject{Kind: aboutDeadlines, Ref: x.ID}, Text: c.signalText(s) + " Wilt u dit met de buurt bespreken?",
		}
		if m.To.Channel == wijk.Telegram {
			m.Options = []wijk.Option{
				{Label: "Ja, voorstel maken", Data: fmt.Sprintf("s%d.voorstel", s.ID)},
				{Label: "Nee", Data: fmt.Sprintf("s%d.weg", s.ID)},
			}
		}
		m.Text += fmt.Sprintf(" Stuur SIGNAAL %d VOORSTEL of SIGNAAL %d WEG.", s.ID, s.ID)
		store.Send(tx, m)
	}
}

func (c *City) signalText(s *wijk.Signal) string {
	return fmt.Sprintf("Signaal %d: %s %s, %d keer in een jaar (melding %s).", s.ID, category.Of(s.Kind).Name, describePlace(&s.Place),
		len(s.Reports), numbers(s.Reports[max(0, len(s.Reports)-mostNamed):]))
}

// signals handles "signalen", the list, and "signaal 3 voorstel" or "signaal 3
// weg", the decision.
func (t *Turn) signals(rest string) {
	if !t.Staff.Role.Mends() || t.Staff.Role == wijk.Onderhoud {
		t.Say("Signalen zijn voor de wijkmanager.")
		return
	}
	number, act, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if number != "" {
		t.decideSignal(number, strings.ToLower(strings.TrimSpace(act)))
		return
	}
	text := ""
	for _, s := range store.Signals.All(t.Tx, "") {
		if s.State == wijk.SignalOpen && t.Staff.Covers(s.Place.Wijk) {
			text += "\n" + t.City.signalText(&s)
		}
	}
	if text == "" {
		t.Say("Er zijn geen open signalen.")
		return
	}
	t.Say("Plekken die vaak gemeld worden:" + text + "\nStuur SIGNAAL, het nummer en VOORSTEL of WEG.")
}

func (t *Turn) decideSignal(number, act string) {
	n, err := strconv.ParseUint(number, 10, 64)
	s, ok := store.Signals.Get(t.Tx, store.Num(n))
	switch {
	case err != nil || !ok || !t.Staff.Covers(s.Place.Wijk):
		t.Say("Welk signaal? Stuur SIGNALEN voor de lijst.")
		return
	case s.State != wijk.SignalOpen:
		t.Say(fmt.Sprintf("Over signaal %d is al besloten.", n))
		return
	case act == "voorstel":
		s.State = wijk.SignalProposed
		t.Say(fmt.Sprintf("Signaal %d is nu een voorstel voor een wijkinitiatief of buurtrecht. Bespreek het met de buurt: wilt u dit plekje samen beheren?", n))
	case act == "weg":
		s.State = wijk.SignalDropped
		t.Say(fmt.Sprintf("Signaal %d is van de lijst. Over een jaar tellen wij opnieuw.", n))
	default:
		t.Say(fmt.Sprintf("Stuur SIGNAAL %d VOORSTEL of SIGNAAL %d WEG.", n, n))
		return
	}
	s.By = t.Staff.ID
	store.Signals.Put(t.Tx, store.Num(n), s)
}

func (t *Turn) pressedSignal(ref, act string) {
	if t.Staff == nil || !t.Staff.Role.Mends() || t.Staff.Role == wijk.Onderhoud {
		t.expired()
		return
	}
	t.decideSignal(ref, act)
}
