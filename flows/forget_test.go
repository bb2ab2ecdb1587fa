package flows_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// TestForgetting lets somebody be forgotten whose rows stand between many of
// others, one of them still on its way, and looks in the whole store.
func TestForgetting(t *testing.T) {
	s := newStage(t)
	s.who = wijk.Address{Channel: wijk.SMS, To: "+31600000009"}
	other := wijk.Address{Channel: wijk.SMS, To: "+31600000008"}
	s.makes("zwerfvuil Voorbeeldstraat 12 foto")
	s.say("erbij 1 een blauwe zak met witte stippen")
	s.advance(s.now.Add(time.Hour)) // staff heard of it
	const many = 1300               // more than one step looks at
	var unsure uint64
	s.update(func(tx *store.Tx) {
		for i := range many {
			m := wijk.Outgoing{Class: wijk.Reply, To: other, Text: "van een ander", Due: s.now}
			if i%100 == 0 {
				m.To, m.Text = s.who, fmt.Sprintf("bericht %d voor wie vergeten wordt", i)
			}
			id := store.Send(tx, m)
			m, _ = store.Outbox.Get(tx, store.Num(id))
			if m.State = wijk.Sent; i == 100 {
				m.State, unsure = wijk.Unknown, id
			}
			store.Outbox.Put(tx, store.Num(id), m)
		}
		store.Cases.Put(tx, store.Num(tx.Next("case")), wijk.Case{
			ID: 1, Kind: wijk.CaseQuestion, Severity: wijk.Amber, State: wijk.CaseOpen, Address: s.who,
			Notes: []wijk.Note{{Text: "Vraag: een blauwe zak met witte stippen"}},
		})
		store.Parked.Put(tx, "test:parked", wijk.Message{ID: "test:parked", From: s.who, Text: "een bericht dat niemand kon lezen"})
	})
	s.staff("1 solved")
	s.say("verwijder mijn gegevens")
	s.say("ja verwijder")
	s.advance(s.now.Add(time.Hour))
	s.finds("+31600000009", "cases cases.open forgettings outbox") // what a person or a provider is not done with
	s.finds("witte stippen", "cases forgettings")
	s.finds("niemand kon lezen", "")
	s.finds("picture", "")

	s.update(func(tx *store.Tx) {
		m, _ := store.Outbox.Get(tx, store.Num(unsure))
		m.State = wijk.Delivered
		store.Outbox.Put(tx, store.Num(unsure), m)
		cs, _ := store.Cases.Get(tx, store.Num(1))
		cs.State = wijk.CaseClosed
		store.Cases.Put(tx, store.Num(1), cs)
	})
	s.advance(s.now.Add(7 * time.Hour))
	s.finds("+31600000009", "")
	s.finds("witte stippen", "")
	s.finds("voor wie vergeten wordt", "")
	s.update(func(tx *store.Tx) {
		for _, f := range store.Forgettings.All(tx, "") {
			if f.Ended.IsZero() || f.Rows == 0 {
				t.Errorf("not done: %+v", f)
			}
		}
		n := 0
		for _, m := range store.Outbox.All(tx, "") {
			if m.To == other && m.Text == "van een ander" {
				n++
			}
		}
		if n != many-many/100 {
			t.Errorf("%d messages of others are left, want %d", n, many-many/100)
		}
	})
}

// finds demands which tables hold a text.
func (s *stage) finds(text, tables string) {
	s.t.Helper()
	if got := strings.Join(s.search(text), " "); got != tables {
		s.t.Errorf("%q is in %q, want %q", text, got, tables)
	}
}
