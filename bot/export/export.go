// Package export writes reports for others to work with: CSV for a
// spreadsheet, GeoJSON for a map.
//
// The one rule it keeps: it writes flows.Public and nothing else, so that a
// file may be passed on. It reads in parts, each in a transaction of its own,
// and holds no more than one part, however many reports there are. To add a
// column, add it to columns or properties, and to the test.
package export

import (
	"context"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Reader reads what is to be written.
type Reader struct {
	DB   *store.DB
	City *flows.City
}

// rowsPerView is how many reports are looked at in one transaction.
const rowsPerView = 256

// each calls fn for the reports that q wants, the oldest first, and pause
// after each part. No transaction is open meanwhile.
func (x *Reader) each(ctx context.Context, q *flows.PublicQuery, fn func(*flows.Public) error, pause func() error) error {
	page := make([]flows.Public, 0, rowsPerView)
	for from, begun := uint64(0), false; !begun || from > 0; begun = true {
		var next uint64
		err := x.DB.View(ctx, func(tx *store.Tx) error {
			page = page[:0]
			at := from
			if !begun {
				at = q.Oldest(tx)
			}
			next = flows.PublicFrom(tx, q, at, rowsPerView, func(r *wijk.Report) { page = append(page, x.City.Public(tx, r)) })
			return nil
		})
		if err != nil {
			return err
		}
		for i := range page {
			if err := fn(&page[i]); err != nil {
				return err
			}
		}
		if err := pause(); err != nil {
			return err
		}
		from = next
	}
	return nil
}

// state is one of the two words that every reader knows.
func state(p *flows.Public) string {
	if p.Open {
		return wijk.ReportOpen
	}
	return wijk.ReportClosed
}
