package flows_test

import (
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// telephone plays what is about calls: "bel mevrouw r-1/2026-11-23" has us call
// with the question of that check-in, "deelt mevrouw r-2" makes a telephone of
// two, "risico r-1" wants an answer that nobody can forge.
func (s *stage) telephone(verb, rest string) {
	who, what, _ := strings.Cut(rest, " ")
	a := wijk.Address{Channel: wijk.Voice, To: phones[who]}
	switch verb {
	case "bel":
		s.update(func(tx *store.Tx) {
			store.Send(tx, wijk.Outgoing{
				Class: wijk.Check, To: a, Text: "(de vraag)", Person: strings.Split(what, "/")[0],
				About: wijk.Subject{Kind: "checkin", Ref: what}, Due: s.now, NotAfter: s.now.Add(time.Hour), Quiet: true,
			})
		})
		s.deliver()
	case "deelt":
		s.update(func(tx *store.Tx) {
			h := store.HolderOf(tx, a)
			h.Also = append(h.Also, what)
			store.Holders.Put(tx, a.String(), h)
		})
	case "risico":
		s.update(func(tx *store.Tx) {
			p, _ := store.People.Get(tx, who)
			p.CheckIn.HighRisk = true
			store.People.Put(tx, who, p)
		})
	case "twijfel": // the number may be somebody else's by now
		s.update(func(tx *store.Tx) {
			p, _ := store.People.Get(tx, who)
			p.Suspect = append(p.Suspect, wijk.Address{Channel: wijk.SMS, To: p.Phone})
			store.People.Put(tx, who, p)
		})
	case "kwijt": // the rows of calls are gone, as after an old backup
		s.update(func(tx *store.Tx) {
			for key, m := range store.Outbox.All(tx, "") {
				if m.To.Channel == wijk.Voice {
					store.Outbox.Delete(tx, key)
				}
			}
		})
	}
}

// called is the row of our latest call to a telephone.
func (s *stage) called(a wijk.Address) (id uint64) {
	for _, m := range s.past {
		if m.To == a {
			id = m.ID
		}
	}
	return id
}
