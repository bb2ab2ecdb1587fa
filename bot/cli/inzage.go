package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
)

// keptRow is something that is kept of a resident. Its keys are a promise to
// scripts; data is as the database has it, which is no promise.
type keptRow struct {
	Table  string `json:"table"`
	Title  string `json:"title"`
	Ground string `json:"ground"`
	At     string `json:"at"`
	Text   string `json:"text"`
	Data   any    `json:"data"`
}

const inzageHead = `Inzage in uw gegevens (AVG artikel 15)
Gemaakt op %s, voor %s.
Hieronder staat alles wat deze dienst van u bewaart, en waarom.
Klopt iets niet, of moet iets weg? Bel %s of kom naar de servicebalie.
Niet eens met ons? Klagen kan bij de Autoriteit Persoonsgegevens.
`

// printInzage prints all that is kept of a resident, for that resident. It reads
// some rows at a time, so that the bot goes on meanwhile.
func printInzage(ctx context.Context, c *city, k *call) error {
	var d *flows.Inzage
	err := c.db.View(ctx, func(tx *store.Tx) (err error) {
		d, err = c.flows.Inzage(tx, k.args[0])
		return err
	})
	var unknown *flows.Unknown
	if errors.As(err, &unknown) {
		return refuse("inzage: no resident has this id")
	}
	if err != nil {
		return err
	}
	warn(k, "notes of staff may name others: read this before it is handed over")
	if !k.json {
		fmt.Fprintf(k.out, inzageHead, c.now().Format(time.DateOnly), d.Person.Name, c.flows.Tel)
	}
	enc := json.NewEncoder(k.out)
	enc.SetEscapeHTML(false)
	title := ""
	for d != nil {
		var rows []flows.KeptRow
		var next *flows.Inzage
		err := c.db.View(ctx, func(tx *store.Tx) error {
			rows, next = d.ReadOn(tx)
			return nil
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if k.json {
				err = enc.Encode(keptRow{r.Table, r.Title, r.Ground, stamp(r.At, c.zone), r.Text, r.Data})
			} else {
				err = c.printKept(k, &r, &title)
			}
			if err != nil {
				return err
			}
		}
		d = next
	}
	return nil
}

// printKept prints a row below the heading of its table.
func (c *city) printKept(k *call, r *flows.KeptRow, title *string) error {
	if r.Title != *title {
		*title = r.Title
		fmt.Fprintf(k.out, "\n%s\n%s\n", r.Title, r.Ground)
	}
	when := ""
	if !r.At.IsZero() {
		when = r.At.In(c.zone).Format("02-01-2006 15.04") + " "
	}
	_, err := fmt.Fprintf(k.out, "- %s%s\n", when, r.Text)
	return err
}
