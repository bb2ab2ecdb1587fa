package notifier

import (
	"context"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// An effect is what a change did to a row.
type effect int

const (
	nothing effect = iota
	quietly        // the row is to be stored
	fate           // and Settled must hear of it
)

// A change is to be made to one row of the outbox. to may run more than once.
type change struct {
	id uint64
	to func(tx *store.Tx, m *wijk.Outgoing) effect
}

// batch is how many rows are changed in one transaction, at most: more would
// make others wait for the commit.
const batch = 256

// apply makes the changes in one transaction, and tells Settled. If that cannot
// digest one of them, the others are made without it, and then that one is made
// without telling: what happened at the provider happened.
func (n *Notifier) apply(ctx context.Context, now time.Time, changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	err := n.update(ctx, func(tx *store.Tx) error {
		for _, c := range changes {
			n.change(tx, c, now, true)
		}
		return nil
	})
	if err == nil || fatal(err) || isFull(err) {
		return err
	}
	if len(changes) > 1 {
		for i := range changes {
			if err := n.apply(ctx, now, changes[i:i+1]); err != nil {
				return err
			}
		}
		return nil
	}
	n.Log.Error("the fate of a message could not be digested", "outgoing", changes[0].id, "error", err)
	err = n.update(ctx, func(tx *store.Tx) error {
		n.change(tx, changes[0], now, false)
		return nil
	})
	if err != nil {
		return err
	}
	return n.warn(ctx, "settled", "Een verzonden bericht kon niet goed worden verwerkt. "+
		"Kijk of er iemand op een antwoord of een controle wacht, en meld dit aan de beheerder.")
}

func (n *Notifier) change(tx *store.Tx, c change, now time.Time, tell bool) {
	key := store.Num(c.id)
	m, ok := store.Outbox.Get(tx, key)
	if !ok {
		return
	}
	e := c.to(tx, &m)
	if e == nothing {
		return
	}
	store.Outbox.Put(tx, key, m)
	if m.State == wijk.Queued {
		tx.Touch(store.Mail)
	}
	if e == fate && tell && n.Settled != nil {
		n.Settled(tx, m, now)
	}
}
