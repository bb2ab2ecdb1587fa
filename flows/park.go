package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Park keeps a message that no flow could digest, and has a person look: it
// may have been a cry for help.
func (c *City) Park(tx *store.Tx, m wijk.Message, now time.Time) {
	if m.Cursor.Door != "" {
		store.Cursors.Put(tx, m.Cursor.Door, m.Cursor.Value)
	}
	if !record(tx, m) {
		return
	}
	store.Parked.Put(tx, m.ID, m)
	who := "iemand die wij niet kennen"
	cs := wijk.Case{Kind: wijk.CaseUnclear, Severity: wijk.Red, Address: m.From, Ref: "parked/" + m.ID}
	h, _ := store.Holders.Get(tx, m.From.String())
	if p, ok := store.People.Get(tx, h.Person); ok {
		cs.Person, cs.Wijk = p.ID, p.Wijk
		who = describe(&p)
	}
	text := "Een bericht van " + who + " kon niet worden gelezen. Neem contact op."
	cs.Notes = []wijk.Note{{At: now, Text: text}}
	c.openCase(tx, cs, text, now)
}
