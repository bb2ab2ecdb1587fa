package flows

import (
	"encoding/hex"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// wordsAge is how long the words of somebody with check-ins are kept who did
	// not consent to more.
	wordsAge = 24 * time.Hour
	// wordsKept is how long words are kept after their case was closed, of whom
	// consented: GW2 says so.
	wordsKept = 183 * 24 * time.Hour
	// draftAge is how long an unfinished report is kept. After wordsAge its maker
	// is told that it lapsed.
	draftAge = 48 * time.Hour
	// wordsAtOnce bounds how many rows of a table one run looks at.
	wordsAtOnce = 1000
)

// What begins a note with words of the resident.
const (
	wordsNote = "Vraag: "
	criedNote = "Schreef: "
	careNote  = "Zorg in een melding: "
)

// wordless returns what stays of a note when the words in it go. It is not ok
// for a note without words.
func wordless(n *wijk.Note) (text string, ok bool) {
	switch {
	case n.By != "":
		return "", false
	case strings.HasPrefix(n.Text, wordsNote):
		return "Had een vraag. De woorden zijn gewist.", true
	case strings.HasPrefix(n.Text, criedNote):
		return "De woorden zijn gewist.", true
	case strings.HasPrefix(n.Text, careNote):
		return "Noemde zorg in een melding. De woorden zijn gewist.", true
	}
	return "", false
}

// quotes reports whether a case holds words of the resident.
func quotes(cs *wijk.Case) bool {
	for i := range cs.Notes {
		if _, ok := wordless(&cs.Notes[i]); ok {
			return true
		}
	}
	return false
}

// keepForADay has the words that were just noted dropped in a day, unless the
// sender let the city keep them.
func (t *Turn) keepForADay() {
	if t.Person != nil && t.Person.CheckIn != nil && !keepsWords(t.Person) {
		store.SetTimer(t.Tx, wijk.Timer{Person: t.Person.ID, Kind: timerWords, Scope: t.M.ID, Due: t.Now.Add(wordsAge)})
	}
}

// quoteCry notes on a case what somebody with check-ins wrote, for whoever goes
// to help. A number or a button says nothing that the rule does not.
func (t *Turn) quoteCry(id uint64) {
	if t.Person == nil || t.Person.CheckIn == nil || t.M.Kind != wijk.Text || t.M.Forwarded || t.M.From.Channel == wijk.Voice || t.bare() {
		return
	}
	t.City.addNote(t.Tx, id, criedNote+short(strings.Join(strings.Fields(t.M.Text), " "), maxNote), t.Now)
	t.keepForADay()
}

// withdrawWords keeps the promise of GW3: words of more than a day ago go now,
// the others a day after they were written.
func (c *City) withdrawWords(tx *store.Tx, person string, now time.Time) {
	c.dropWords(tx, person, now)
	store.SetTimer(tx, wijk.Timer{Person: person, Kind: timerWords, Scope: "weg", Due: now.Add(wordsAge)})
}

// dropWords takes the words of a person out of their cases, unless they may be
// kept. That there was a question, and what the rules made of it, stays.
func (c *City) dropWords(tx *store.Tx, person string, now time.Time) {
	for key, cs := range store.Cases.Find(tx, "person", person) {
		c.dropCaseWords(tx, key, &cs, now)
	}
}

// dropCaseWords takes words out of a case that may not be kept any longer.
func (c *City) dropCaseWords(tx *store.Tx, key string, cs *wijk.Case, now time.Time) {
	if !quotes(cs) {
		return
	}
	over := cs.State == wijk.CaseClosed && !cs.Closed.After(now.Add(-wordsKept))
	p, ok := store.People.Get(tx, cs.Person)
	day := ok && p.CheckIn != nil && !keepsWords(&p)
	changed := false
	for i := range cs.Notes {
		text, ok := wordless(&cs.Notes[i])
		if ok && (over || day && !cs.Notes[i].At.After(now.Add(-wordsAge))) {
			cs.Notes[i].Text, changed = text, true
		}
	}
	if changed {
		store.Cases.Put(tx, key, *cs)
	}
}

// DropWords is the hourly round that takes away the words of residents which may
// not be kept any longer, wherever they are: in cases, in messages that no flow
// could digest, in conversations that were left, and in what staff was sent.
// Each run looks at the next rows of each table. It may be run at any time.
func (c *City) DropWords(tx *store.Tx, now time.Time) {
	nextRows(tx, store.Cases, func(key string, cs *wijk.Case) { c.dropCaseWords(tx, key, cs, now) })
	nextRows(tx, store.Parked, func(key string, m *wijk.Message) {
		if m.Text == "" || m.At.After(now.Add(-wordsAge)) {
			return
		}
		p, ok := store.People.Get(tx, store.HolderOf(tx, m.From).Person)
		if ok && p.CheckIn != nil && !keepsWords(&p) || !m.At.After(now.Add(-wordsKept)) {
			m.Text, m.Found = "", nil
			store.Parked.Put(tx, key, *m)
		}
	})
	nextRows(tx, store.Talks, func(key string, talk *wijk.Talk) {
		age := wordsAge
		if talk.Flow == flowMelding {
			age = draftAge
		}
		if len(talk.Answers) == 0 || talk.AskedAt.After(now.Add(-age)) {
			return
		}
		talk.Flow, talk.Step, talk.Misses, talk.Answers, talk.Place = "", 0, 0, nil, nil
		store.Talks.Put(tx, key, *talk)
	})
	n := 0
	for key, m := range store.Outbox.FindRange(tx, "words", "", store.When(now.Add(1-wordsAge))) {
		if n++; n > wordsAtOnce {
			return
		}
		if m.State != wijk.Queued && m.State != wijk.Sending && m.State != wijk.Unknown {
			m.Text, m.Options, m.Words = erased, nil, false
			store.Outbox.Put(tx, key, m)
		}
	}
}

// nextRows calls fn with the next rows of a table, and begins anew at its end.
func nextRows[T any](tx *store.Tx, table *store.Table[T], fn func(key string, row *T)) {
	place := "words/" + table.Name
	first, _ := store.Done.Get(tx, place)
	start, _ := hex.DecodeString(first) // a key is no text
	n, last := 0, ""
	for key, row := range table.Range(tx, string(start), "") {
		if n++; n > wordsAtOnce {
			last = hex.EncodeToString([]byte(key))
			break
		}
		fn(key, &row)
	}
	if last != first {
		store.Done.Put(tx, place, last)
	}
}
