package cli

import (
	"context"
	"slices"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
)

// outcomeRow is how the reports of a wijk ended. Its keys are a promise to
// scripts; the row of all wijken has an empty wijk.
type outcomeRow struct {
	Wijk      string `json:"wijk"`
	Solved    int    `json:"solved"`
	Unsolved  int    `json:"unsolved"`
	Withdrawn int    `json:"withdrawn"`
	Reopened  int    `json:"reopened"`
	Yes       int    `json:"yes"`
	No        int    `json:"no"`
	Unsure    int    `json:"unsure"`
	Silent    int    `json:"silent"`
}

// listOutcomes counts how reports ended, by wijk and in all.
func listOutcomes(ctx context.Context, c *city, k *call) error {
	q, err := k.exported(c)
	if err != nil {
		return err
	}
	if q.Until.IsZero() {
		q.Until = c.now()
	}
	byWijk, err := c.outcomes(ctx, q.Wijk, q.From, q.Until)
	if err != nil {
		return err
	}
	var slugs []string
	for slug, o := range byWijk {
		if slug != allWijken && o != (flows.Outcomes{}) {
			slugs = append(slugs, slug)
		}
	}
	slices.Sort(slugs)
	p := newPrinter[outcomeRow](k)
	for _, slug := range append(slugs, allWijken) {
		o := byWijk[slug]
		if slug == allWijken {
			slug = ""
		}
		if err := p.print(outcomeRow{slug, o.Solved, o.Unsolved, o.Withdrawn, o.Reopened, o.Yes, o.No, o.Unsure, o.Silent}); err != nil {
			return err
		}
	}
	return p.flush()
}

// allWijken is no slug.
const allWijken = "*"

// outcomes counts in steps, so that nobody waits for it.
func (c *city) outcomes(ctx context.Context, slug string, from, to time.Time) (map[string]flows.Outcomes, error) {
	byWijk := make(map[string]flows.Outcomes)
	for first := ""; ; {
		part := make(map[string]flows.Outcomes)
		read, last := 0, ""
		err := c.db.View(ctx, func(tx *store.Tx) error {
			read = 0
			clear(part)
			for key, r := range store.Reports.Range(tx, first, "") {
				for _, name := range []string{r.Place.Wijk, allWijken} {
					if slug == "" || slug == r.Place.Wijk {
						o := part[name]
						o.Add(tx, &r, from, to)
						part[name] = o
					}
				}
				if read, last = read+1, key; read == rowsPerView {
					break
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for name, o := range part {
			byWijk[name] = byWijk[name].Plus(o)
		}
		if read < rowsPerView {
			return byWijk, nil
		}
		first = last + "\x00"
	}
}
