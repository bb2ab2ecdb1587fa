package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// CareList returns the open cases that a member of staff may handle, of one
// wijk or of all when slug is empty: red first, then since when.
func (c *City) CareList(tx *store.Tx, s *wijk.Staff, slug string, now time.Time) (all []wijk.Case) {
	for _, cs := range store.Cases.FindRange(tx, "open", "", "") {
		if (slug == "" || cs.Wijk == slug || cs.Wijk == "") && c.MayHandle(tx, s, &cs, now) {
			all = append(all, cs)
		}
	}
	slices.SortStableFunc(all, func(a, b wijk.Case) int {
		if (a.Severity == wijk.Red) != (b.Severity == wijk.Red) {
			if a.Severity == wijk.Red {
				return -1
			}
			return 1
		}
		if n := a.Opened.Compare(b.Opened); n != 0 {
			return n
		}
		return strings.Compare(store.Num(a.ID), store.Num(b.ID))
	})
	return all
}

const (
	// As many lines as fit in a message that somebody reads on the way.
	casesPerPage = 12
	casesPerSMS  = 3
)

// listFits reports whether behind "zorg" comes what a list can be of.
func (t *Turn) listFits(rest string) bool {
	_, _, ok := t.readCases(rest)
	return ok
}

// readCases reads "meerzicht 2".
func (t *Turn) readCases(rest string) (slug string, page int, ok bool) {
	page = 1
	words := strings.Fields(rest)
	if n := len(words); n > 0 {
		if p, err := strconv.Atoi(words[n-1]); err == nil && p > 0 && p < 1000 {
			page, words = p, words[:n-1]
		}
	}
	if len(words) == 0 {
		return "", page, true
	}
	slug, ok = t.City.Map().Named(strings.Join(words, " "))
	return slug, page, ok
}

// moreCases shows the next page of the list that was shown last.
func (t *Turn) moreCases(string) { t.sayCases(t.Talk.CasesIn, t.Talk.Cases+1) }

// listCases shows what waits, the most pressing first: "zaken", "zaken 2",
// "zaken meerzicht".
func (t *Turn) listCases(rest string) {
	slug, page, ok := t.readCases(rest)
	if !ok {
		t.Say("Stuur ZAKEN, of ZAKEN en de naam van een wijk.")
		return
	}
	t.sayCases(slug, page)
}

func (t *Turn) sayCases(slug string, page int) {
	all := t.City.CareList(t.Tx, t.Staff, slug, t.Now)
	size := casesPerPage
	if t.M.From.Channel == wijk.SMS {
		size = casesPerSMS
	}
	first := (page - 1) * size
	t.Talk.Cases, t.Talk.CasesIn = 0, ""
	switch {
	case len(all) == 0:
		t.Say("Er zijn geen open zaken.")
		return
	case first >= len(all):
		t.Say("Dat was alles. Stuur ZAKEN voor het begin.")
		return
	}
	red := 0
	for _, cs := range all {
		if cs.Severity == wijk.Red {
			red++
		}
	}
	text := fmt.Sprintf("Open zaken: %d, waarvan %d met spoed.", len(all), red)
	for _, cs := range all[first:min(first+size, len(all))] {
		text += "\n" + t.City.caseLine(t.Tx, &cs, t.Now)
	}
	m := wijk.Outgoing{Text: text + "\nNemen: NEEM en het nummer. Sluiten: KLAAR en het nummer."}
	if first+size < len(all) {
		t.Talk.Cases, t.Talk.CasesIn = page, slug
		m.Text = text + "\nVerder: MEER. Nemen: NEEM en het nummer."
		if t.M.From.Channel == wijk.Telegram {
			m.Options = []wijk.Option{{Label: "Meer", Data: strings.TrimRight(fmt.Sprintf("z0.lijst%s %d", slug, page+1), " ")}}
		}
	}
	if !t.mute {
		t.send(m)
	}
}

// caseLine is a case in the list: number, what, who, since when, what was
// tried, and who has it.
func (c *City) caseLine(tx *store.Tx, cs *wijk.Case, now time.Time) string {
	text := fmt.Sprintf("%d %s", cs.ID, caseTitle(cs))
	if cs.Severity == wijk.Red && cs.Kind != wijk.CaseUrgent {
		text += " (rood)"
	}
	if who := c.whoShort(tx, cs); who != "" {
		text += ", " + who
	}
	text += ", sinds " + cs.Opened.In(c.Zone).Format("02-01 15.04")
	if tried := c.tried(tx, cs); tried != "" {
		text += ", " + tried
	}
	return text + ownerNote(tx, cs) + caseState(tx, cs)
}

// caseState tells what a case waits for besides its owner.
func caseState(tx *store.Tx, cs *wijk.Case) (text string) {
	if cs.Second != nil {
		text += ", wacht op tweede"
	}
	if cs.Hand != nil {
		text += ", gaat naar " + staffName(tx, cs.Hand.To)
	}
	if cs.Wmo != nil && cs.Wmo.Done == "" {
		text += ", Wmo voor " + dutch.ShortDay(cs.Wmo.Due.At(12, 0, time.UTC))
	}
	if !cs.Due.IsZero() {
		text += ", voor " + dutch.ShortDay(cs.Due.In(time.UTC))
	}
	return text
}

// whoShort names who a case is about, in a list.
func (c *City) whoShort(tx *store.Tx, cs *wijk.Case) string {
	p, ok := store.People.Get(tx, cs.Person)
	switch {
	case ok && cs.Address.Channel != wijk.Letter:
		if w, ok := c.Map().Wijk(p.Wijk); ok {
			return p.Name + " (" + w.Name + ")"
		}
		return p.Name
	case isCare(cs) && cs.Address.Channel == wijk.SMS:
		return cs.Address.To
	case isCare(cs):
		return "onbekend"
	}
	return ""
}

// tried is what was done so far to reach somebody: "2x sms, 1x gebeld 11.00".
func (c *City) tried(tx *store.Tx, cs *wijk.Case) string {
	var names []string
	count, last := make(map[string]int), make(map[string]time.Time)
	add := func(name string, at time.Time) {
		if count[name] == 0 {
			names = append(names, name)
		}
		count[name]++
		if at.After(last[name]) {
			last[name] = at
		}
	}
	ck, _ := store.CheckIns.Get(tx, cs.Ref)
	for _, a := range ck.Attempts {
		add(attemptName(&a), a.At)
	}
	for _, n := range cs.Notes {
		if n.Call {
			add("door ons gebeld", n.At)
		}
	}
	var parts []string
	for _, name := range names {
		part := fmt.Sprintf("%dx %s", count[name], name)
		if name != "sms" && name != "Telegram" {
			part += " " + dutch.Clock(last[name].In(c.Zone))
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func attemptName(a *wijk.Attempt) string {
	switch {
	case strings.HasPrefix(a.Step, "contact"):
		return "contact gevraagd"
	case a.Step == "voice" || a.Channel == wijk.Voice:
		return "gebeld"
	}
	return channelName(a.Channel)
}
