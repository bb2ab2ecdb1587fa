package flows

import (
	"fmt"
	"strconv"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// HeardElsewhere looks for a cry for help in words that came with a report by
// another system, where nobody can be asked back, and reports whether it heard
// one. Then those on duty are called, as for a cry in a chat.
func (c *City) HeardElsewhere(tx *store.Tx, number uint64, text string, now time.Time) bool {
	said := reply.Classify(text)
	if said.Label != reply.Urgent {
		return false
	}
	id := strconv.FormatUint(number, 10)
	r, _ := store.Reports.Get(tx, store.Num(number))
	note := fmt.Sprintf("Melding %d kwam via een ander systeem. De tekst klinkt als nood. Lees de melding. Regel: %s%s", number, said.Rule, flagNote(said))
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseUrgent, Severity: wijk.Red, Wijk: r.Place.Wijk, Ref: aboutReport + "/" + id,
		// Each report has a case of its own; nobody has this address.
		Address: wijk.Address{Channel: "open311", To: id},
		Notes:   []wijk.Note{{At: now, Text: note}},
	}, fmt.Sprintf("%s: melding %d via een ander systeem klinkt als nood.", caseName(wijk.CaseUrgent), number), now)
	return true
}
