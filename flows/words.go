package flows

import (
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// wordsAge is how long the words of somebody with check-ins are kept who did
// not consent to more.
const wordsAge = 24 * time.Hour

// wordsNote begins a note with words of the resident.
const wordsNote = "Vraag: "

// keepForADay has the words that were just noted dropped in a day, unless the
// sender let the city keep them.
func (t *Turn) keepForADay() {
	if t.Person != nil && t.Person.CheckIn != nil && !keepsWords(t.Person) {
		store.SetTimer(t.Tx, wijk.Timer{Person: t.Person.ID, Kind: timerWords, Scope: t.M.ID, Due: t.Now.Add(wordsAge)})
	}
}

// dropWords takes the words of a person out of their cases, unless they may be
// kept. That there was a question stays.
func (c *City) dropWords(tx *store.Tx, person string, _ time.Time) {
	if p, ok := store.People.Get(tx, person); ok && keepsWords(&p) {
		return
	}
	for key, cs := range store.Cases.Find(tx, "person", person) {
		changed := false
		for i, n := range cs.Notes {
			if n.By == "" && strings.HasPrefix(n.Text, wordsNote) {
				cs.Notes[i].Text, changed = "Had een vraag. De woorden zijn gewist.", true
			}
		}
		if changed {
			store.Cases.Put(tx, key, cs)
		}
	}
}
