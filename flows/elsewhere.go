package flows

import (
	"fmt"
	"strconv"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// HeardElsewhere looks for a cry for help, and for care that somebody needs, in
// words that came with a report by another system, where nobody can be asked
// back. Then those who care for people are told as they are of such words in a
// chat: called for a cry, and given a case for the rest.
func (c *City) HeardElsewhere(tx *store.Tx, number uint64, text string, now time.Time) {
	id := strconv.FormatUint(number, 10)
	r, _ := store.Reports.Get(tx, store.Num(number))
	cs := wijk.Case{
		Wijk: r.Place.Wijk, Ref: aboutReport + "/" + id,
		// Each report has a case of its own; nobody has this address.
		Address: wijk.Address{Channel: "open311", To: id},
	}
	said := reply.Classify(text)
	switch {
	case said.Label == reply.Urgent:
		cs.Kind, cs.Severity = wijk.CaseUrgent, wijk.Red
		cs.Notes = []wijk.Note{{At: now, Text: fmt.Sprintf(
			"Melding %d kwam via een ander systeem. De tekst klinkt als nood. Lees de melding. Regel: %s%s", number, said.Rule, flagNote(said))}}
		c.openCase(tx, cs, fmt.Sprintf("%s: melding %d via een ander systeem klinkt als nood.", caseName(cs.Kind), number), now)
	case category.StopIn(text) == category.Care:
		cs.Kind, cs.Severity = wijk.CaseQuestion, wijk.Amber
		cs.Notes = []wijk.Note{{At: now, Text: fmt.Sprintf("Zorg in melding %d, via een ander systeem: %s", number, short(text, maxExtra))}}
		c.openCase(tx, cs, "", now)
	}
}
