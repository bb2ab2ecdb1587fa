package flows

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// How each table shows what it holds of a resident.

var (
	viaSaid   = map[string]string{"desk": "bij de servicebalie", "sms": "per sms", "telegram": "met Telegram", "letter": "met een brief"}
	stateSaid = map[string]string{wijk.CaseOpen: "open", wijk.CaseTaken: "bij een medewerker", wijk.CaseClosed: "klaar"}
)

func keptPerson(_ *store.Tx, s *subject, _ string) ([]KeptRow, string) {
	p := s.Person
	p.Contacts = slices.Clone(p.Contacts)
	line := fmt.Sprintf("Naam: %s. Nummer bij de gemeente: %s.", p.Name, p.ID)
	for _, part := range []struct{ what, value string }{
		{"Mobiel", p.Phone}, {"Vaste telefoon", p.Landline}, {"Telegram", telegramOf(&p).To}, {"Adres", strings.TrimSpace(p.Address + " " + p.Postcode)},
		{"Wijk", p.Wijk}, {"Leeftijd boven 70 bekeken op", string(p.Over70)}, {"Pauze tot en met", string(p.PausedTo)},
		{"Pauze vanaf", string(p.PauseFrom)}, {"Overleden", string(p.Died)},
	} {
		if part.value != "" {
			line += fmt.Sprintf(" %s: %s.", part.what, part.value)
		}
	}
	if p.Cohort != 0 {
		line += fmt.Sprintf(" Geboortejaar: %d.", p.Cohort)
	}
	rows := []KeptRow{{Text: line}}
	if plan := p.CheckIn; plan != nil {
		own := *plan
		own.Requested.Staff, own.Words.Staff = anonymous(own.Requested.Staff), anonymous(own.Words.Staff)
		p.CheckIn = &own
		text := fmt.Sprintf("U vroeg op %s om ons bericht, %s: %s om %s uur.", own.Requested.On, viaSaid[own.Requested.Via], sayDays(own.Days), own.Time)
		if own.Words.On != "" {
			text += fmt.Sprintf(" Op %s mochten wij uw woorden over gezondheid bewaren.", own.Words.On)
		}
		rows = append(rows, KeptRow{At: own.Requested.At, Text: text})
	}
	for i, k := range p.Contacts {
		state := "heeft nog geen ja gezegd"
		switch {
		case !k.Ended.IsZero():
			state = "is gestopt"
		case k.Willing():
			state = "zei ja op " + string(k.Agreed)
		}
		rows = append(rows, KeptRow{At: k.Invited, Text: fmt.Sprintf("Uw contactpersoon: %s, %s. Die %s.", k.Name, hidden(k.Phone), state)})
		p.Contacts[i].Phone = hidden(k.Phone)
	}
	if !p.Stopped.IsZero() {
		rows = append(rows, KeptRow{At: p.Stopped, Text: "U wilde geen berichten meer."})
	}
	if !p.Objected.IsZero() {
		rows = append(rows, KeptRow{At: p.Objected, Text: "U wilde geen uitnodigingen meer."})
	}
	if p.Offer != nil {
		offer := *p.Offer
		offer.By = anonymous(offer.By)
		p.Offer = &offer
		rows = append(rows, KeptRow{Text: "Wij vroegen u of u ons bericht wilt. U gaf nog geen antwoord."})
	}
	rows[0].Data = p
	return rows, ""
}

func keptHolders(tx *store.Tx, s *subject, _ string) (rows []KeptRow, _ string) {
	for _, ch := range []wijk.Channel{wijk.SMS, wijk.Telegram, wijk.Voice} {
		for _, to := range slices.Compact([]string{s.Person.Phone, s.Person.Landline, telegramOf(&s.Person).To}) {
			h, ok := store.Holders.Get(tx, wijk.Address{Channel: ch, To: to}.String())
			if to == "" || !ok || h.Person != s.Person.ID && !slices.Contains(h.Also, s.Person.ID) {
				continue
			}
			r := KeptRow{Text: fmt.Sprintf("%s: %s.", channelName(ch), to)}
			if len(h.Also) > 0 {
				r.Text += " Iemand anders gebruikt dit ook."
			}
			if !h.Stopped.IsZero() {
				r.Text += " Hier wilt u geen berichten."
			}
			if !h.Blocked.IsZero() {
				r.Text += " Hiermee kunt u niet melden, na misbruik."
			}
			h.Person, h.Also, h.Keeps, h.Staff = s.Person.ID, nil, nil, "" // who else is on it is theirs
			r.At, r.Data = h.Stopped, h
			rows = append(rows, r)
		}
	}
	return rows, ""
}

func keptFollows(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	return keptIn(tx, store.Follows, "", "", after, func(key string, a *wijk.Address) (KeptRow, bool) {
		slug, _, _ := strings.Cut(key, "/")
		return KeptRow{Text: "U volgt " + slug + ".", Data: map[string]string{"wijk": slug}}, s.owns(*a)
	})
}

func keptTalks(tx *store.Tx, s *subject, _ string) (rows []KeptRow, _ string) {
	for _, a := range s.own {
		t, ok := store.Talks.Get(tx, a.String())
		if !ok {
			continue
		}
		r := KeptRow{At: t.AskedAt, Text: "Er is geen vraag open.", Data: t}
		if t.Flow != "" {
			r.Text = "Er is een vraag open: " + t.Flow + "."
		}
		for _, key := range slices.Sorted(maps.Keys(t.Answers)) {
			r.Text += fmt.Sprintf(" Uw antwoord (%s): %s.", key, t.Answers[key])
		}
		for _, w := range t.Recent {
			r.Text += fmt.Sprintf(" U schreef: %q.", w.Words)
		}
		rows = append(rows, r)
	}
	return rows, ""
}

func keptCheckIns(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	first, end := s.under()
	said := map[string]string{"ok": "goed", "help": "u vroeg hulp", "urgent": "spoed", "unclear": "niet duidelijk"}
	state := map[string]string{
		wijk.CheckInOpen: "wij wachten nog", wijk.CheckInAnswered: "u gaf antwoord", wijk.CheckInUnclear: "een medewerker keek ernaar",
		wijk.CheckInUnreached: "wij bereikten u niet", wijk.CheckInMissed: "wij vroegen het niet op tijd", wijk.CheckInEnded: "gestopt of pauze",
	}
	return keptIn(tx, store.CheckIns, first, end, after, func(_ string, c *wijk.CheckIn) (KeptRow, bool) {
		r := KeptRow{At: c.Due, Text: fmt.Sprintf("Bericht van %s uur: %s.", c.Slot, state[c.State]), Data: *c}
		if w := said[c.Wellbeing]; w != "" {
			r.Text += fmt.Sprintf(" Wij lazen: %s.", w)
		}
		if c.Rule != "" {
			r.Text += fmt.Sprintf(" Dat kwam door regel %s.", c.Rule)
		}
		if n := len(c.Attempts); n > 0 {
			r.Text += fmt.Sprintf(" Wij probeerden het %d keer.", n)
		}
		return r, true
	})
}

func keptAppeals(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	first, end := s.under()
	state := map[string]string{
		wijk.AppealAsked: "wij wachten nog", wijk.AppealPassed: "geen antwoord", wijk.AppealLost: "kwam niet aan", wijk.AppealRefused: "kon niet",
		wijk.AppealAccepted: "ging kijken", wijk.AppealFine: "zei dat het goed is", wijk.AppealHelp: "zei dat er hulp nodig is",
	}
	return keptIn(tx, store.Appeals, first, end, after, func(_ string, a *wijk.Appeal) (KeptRow, bool) {
		a.Phone = hidden(a.Phone)
		return KeptRow{At: a.Asked, Text: fmt.Sprintf("Wij vroegen uw contactpersoon %s: %s.", a.Phone, state[a.State]), Data: *a}, true
	})
}

func keptProofs(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	return keptIn(tx, store.DayProofs, "", "", after, func(_ string, d *wijk.DayProof) (KeptRow, bool) {
		return KeptRow{At: d.At, Text: "Op " + string(d.Date) + " waren wij nog met u bezig.", Data: map[string]string{"date": string(d.Date)}},
			slices.Contains(d.Open, s.Person.ID) || slices.Contains(d.Runs, s.Person.ID)
	})
}

func keptOutreach(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	first, end := s.under()
	wishes := map[wijk.Wish]string{
		wijk.WishTalk: "een gesprek", wijk.WishVisit: "een huisbezoek", wijk.WishWalk: "een wandeling", wijk.WishCall: "een belafspraak",
		wijk.WishDesk: "de servicebalie", wijk.WishNone: "niets",
	}
	asks := map[string]string{wijk.AskSupport: "steun in de buurt", wijk.AskOut: "komt buiten", wijk.AskHelp: "hulp nodig", wijk.AskCall: "wij mogen bellen"}
	said := map[string]string{wijk.SaidYes: "ja", wijk.SaidNo: "nee", wijk.SaidSometimes: "soms"}
	return keptIn(tx, store.Outreaches, first, end, after, func(_ string, o *wijk.Outreach) (KeptRow, bool) {
		r := KeptRow{At: o.At, Text: fmt.Sprintf("Uitgenodigd, ronde %s.", o.Round)}
		if o.Wish != "" {
			r.Text += fmt.Sprintf(" U koos: %s.", wishes[o.Wish])
		}
		for _, key := range slices.Sorted(maps.Keys(o.Answers)) {
			r.Text += fmt.Sprintf(" %s: %s.", asks[key], said[o.Answers[key]])
		}
		if o.Visit != nil {
			v := *o.Visit
			v.By = anonymous(v.By)
			o.Visit = &v
		}
		r.Data = *o
		return r, true
	})
}

func keptOutbox(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	return keptIn(tx, store.Outbox, "", "", after, func(_ string, m *wijk.Outgoing) (KeptRow, bool) {
		switch {
		case m.Person != "" && m.Person != s.Person.ID:
			return KeptRow{}, false // to a colleague, or to who shares the telephone
		case m.Person == "" && !s.owns(m.To):
			return KeptRow{}, false
		}
		if m.About.Kind == aboutCode {
			m.Text = "(een code)"
		}
		m.Press, m.Options = "", nil
		text := fmt.Sprintf("Per %s: %s", channelName(m.To.Channel), m.Text)
		switch m.State {
		case wijk.Failed, wijk.Expired, wijk.Cancelled:
			text += " (Dit bericht kwam niet aan, of ging niet weg.)"
		}
		m.Text = s.withoutOthers(m.Text)
		return KeptRow{At: m.Due, Text: text, Data: *m}, true
	})
}

func keptCases(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	return keptIn(tx, store.Cases, "", "", after, func(_ string, cs *wijk.Case) (KeptRow, bool) {
		if cs.Person != s.Person.ID && !(cs.Person == "" && s.owns(cs.Address)) {
			return KeptRow{}, false
		}
		r := KeptRow{At: cs.Opened, Text: fmt.Sprintf("Zaak %d: %s (%s).", cs.ID, strings.ToLower(caseTitle(cs)), stateSaid[cs.State])}
		cs.Notes = slices.Clone(cs.Notes)
		for i := range cs.Notes {
			n := &cs.Notes[i]
			n.By, n.Text = anonymous(n.By), s.withoutOthers(n.Text)
			r.Text += "\n  " + string(wijk.DateOf(n.At)) + " " + n.Text
		}
		cs.Owner, cs.Rung = anonymous(cs.Owner), nil
		cs.Call = s.withoutOthers(cs.Call)
		if cs.Second != nil {
			cs.Second = &wijk.Second{By: someone, At: cs.Second.At, Code: cs.Second.Code, Note: s.withoutOthers(cs.Second.Note)}
		}
		if cs.Hand != nil {
			cs.Hand = &wijk.Hand{From: someone, To: someone, At: cs.Hand.At}
		}
		if cs.Wmo != nil {
			w := *cs.Wmo
			w.By, cs.Wmo = someone, &w
			r.Text += "\n  Wmo-melding op " + string(w.On) + "."
		}
		if cs.Visit != nil {
			v := *cs.Visit
			v.By, v.Agent, cs.Visit = someone, anonymous(v.Agent), &v
			r.Text += "\n  De wijkagent is gevraagd om te kijken."
		}
		r.Data = *cs
		return r, true
	})
}
