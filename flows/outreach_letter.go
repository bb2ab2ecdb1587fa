package flows

import (
	"embed"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The letters of the outreach, in B1. They are files, since whoever writes them
// writes no Go.
const (
	letterInvites = "uitnodiging"
	letterReminds = "herinnering"
	letterVisit   = "afspraak"
)

//go:embed brieven/*.txt
var letterFiles embed.FS

// letterText returns a letter with its {places} filled in.
func letterText(name string, pairs ...string) string {
	text, err := letterFiles.ReadFile("brieven/" + name + ".txt")
	if err != nil {
		panic("no letter " + name)
	}
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(strings.TrimSpace(string(text)))
}

// post puts a letter in the outbox. Nobody prints for us yet: see letterBatch.
func (c *City) post(tx *store.Tx, p *wijk.Person, o *wijk.Outreach, name, text string, now time.Time) {
	id := store.Send(tx, wijk.Outgoing{
		Class: wijk.Broadcast, To: wijk.Address{Channel: wijk.Letter, To: p.ID}, Person: p.ID,
		Text:  letterText(name, "naam", p.Name, "tekst", text, "tel", c.Tel, "nummer", p.ID),
		About: wijk.Subject{Kind: aboutOutreach, Ref: o.Key()}, Due: now,
	})
	o.Posted = append(o.Posted, wijk.Posting{ID: id, Text: name, At: now})
}

// letterBatch makes one task for the servicebalie of all letters of a round to
// a wijk: twenty thousand tasks would be none.
func (c *City) letterBatch(tx *store.Tx, m *wijk.Outgoing, now time.Time) {
	o, ok := store.Outreaches.Get(tx, m.About.Ref)
	if !ok {
		return
	}
	name := "letters/" + o.Round + "/" + o.Wijk
	list := "wijkbot letters " + o.Round
	if o.Wijk != "" {
		list += " --wijk " + o.Wijk
	}
	c.batch(tx, name, wijk.Case{Kind: wijk.CaseQuestion, Wijk: o.Wijk, Address: wijk.Address{Channel: wijk.Letter, To: name}},
		"Brieven van ronde "+o.Round+" printen en posten. De lijst: "+list+".", now)
}

// A LetterOut is a letter of a round that is to be printed.
type LetterOut struct {
	Row                             wijk.Outreach
	Posting                         wijk.Posting
	Name, Address, Postcode, Letter string
}

// Letters calls fn for the letters of a round that were made from a time on and
// are still to be sent: not to somebody who answered, objected, stopped or died
// since. An empty slug is every wijk.
func (c *City) Letters(tx *store.Tx, round, slug string, from time.Time, fn func(LetterOut) bool) {
	for _, o := range store.Outreaches.Find(tx, "round", round) {
		if slug != "" && o.Wijk != slug || !o.Open() {
			continue
		}
		p, ok := store.People.Get(tx, o.Person)
		if !ok || !p.Stopped.IsZero() || !p.Objected.IsZero() || p.Died != "" {
			continue
		}
		for _, l := range o.Posted {
			if m, ok := store.Outbox.Get(tx, store.Num(l.ID)); ok && !l.At.Before(from) && m.State != wijk.Cancelled &&
				!fn(LetterOut{o, l, p.Name, p.Address, p.Postcode, m.Text}) {
				return
			}
		}
	}
}
