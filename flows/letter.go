package flows

import (
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// letterSettled makes work for the servicebalie of a message to somebody who
// chose paper: nobody prints it for us, so its row ends as failed, and a person
// does the rest. Each message has one case of its own.
func (c *City) letterSettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	done := "letter/" + strconv.FormatUint(m.ID, 10)
	if m.State != wijk.Failed && m.State != wijk.Expired || store.Done.Has(tx, done) {
		return
	}
	store.Done.Put(tx, done, now.Format(time.RFC3339))
	if m.About.Kind == aboutOutreach {
		c.letterBatch(tx, &m, now)
		return
	}
	to, slug := addressee(tx, &m)
	if n, err := strconv.ParseUint(m.About.Ref, 10, 64); err == nil && slug == "" && m.About.Kind == aboutReport {
		r, _ := store.Reports.Get(tx, store.Num(n))
		slug = r.Place.Wijk
	}
	cs := wijk.Case{
		ID: tx.Next("case"), Kind: wijk.CaseQuestion, Severity: wijk.Amber, State: wijk.CaseOpen, Opened: now,
		Address: m.To, Wijk: slug, Ref: m.About.Kind + "/" + m.About.Ref,
		Notes: []wijk.Note{{At: now, Text: "Brief versturen aan " + to}},
	}
	for _, part := range pieces(m.Text, maxNote) {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, Text: part})
	}
	store.Cases.Put(tx, store.Num(cs.ID), cs)
}

// empty takes the letter and where it went out of a case that is closed: it is
// on paper now.
func empty(cs *wijk.Case) {
	cs.Address.To = ""
	cs.Notes = []wijk.Note{{At: cs.Opened, Text: "Brief versturen"}}
}

// addressee says whom a letter is for and where that is, and in which wijk.
func addressee(tx *store.Tx, m *wijk.Outgoing) (to, slug string) {
	p, ok := store.People.Get(tx, m.Person)
	if !ok {
		p, ok = store.People.Get(tx, m.To.To)
	}
	if !ok {
		return m.To.To, ""
	}
	var lines []string
	for _, line := range []string{p.Name, p.Address, p.Postcode} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if p.Address == "" && m.To.To != p.ID {
		lines = append(lines, m.To.To)
	}
	return strings.Join(lines, ", "), p.Wijk
}

// pieces cuts a text into parts of at most so many characters, between words
// where there are any.
func pieces(text string, most int) (all []string) {
	left := []rune(strings.TrimSpace(text))
	for len(left) > most {
		cut := most
		for i := most; i > most/2; i-- {
			if left[i] == ' ' || left[i] == '\n' {
				cut = i
				break
			}
		}
		all = append(all, strings.TrimSpace(string(left[:cut])))
		left = []rune(strings.TrimSpace(string(left[cut:])))
	}
	if len(left) > 0 {
		all = append(all, string(left))
	}
	return all
}
