package cli

import (
	"context"
	"maps"
	"slices"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A categoryRow is a category and what people made of our guesses at it, under
// one version of the classifier. Right and Sure are of what residents chose;
// Guessed also counts what turned out to be another category.
type categoryRow struct {
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	Group     string  `json:"group"`
	Term      int     `json:"term"`
	Unit      string  `json:"unit"`
	Radius    float64 `json:"radius"`
	Version   int     `json:"version"`
	Labels    int     `json:"labels"`
	Right     int     `json:"right"`
	Guessed   int     `json:"guessed"`
	Sure      int     `json:"sure"`
	SureRight int     `json:"sure_right"`
	Staff     int     `json:"staff"` // reports that staff moved to it
}

// The units of a term, and the code of the row that adds up.
const (
	workdays = "workdays"
	days     = "days"
	total    = "*"
)

// listCategories prints every category with the figures of each version that
// has any, the present one first, each followed by a row of their sum.
func listCategories(ctx context.Context, c *city, k *call) error {
	since, err := k.sinceTime(c)
	if err != nil {
		return err
	}
	figures := map[int]map[wijk.ReportKind]*categoryRow{category.Version: {}}
	err = pages(ctx, c, store.Labels, func(labels []wijk.Label) error {
		for i := range labels {
			if l := &labels[i]; !l.At.Before(since) {
				if figures[l.Version] == nil {
					figures[l.Version] = map[wijk.ReportKind]*categoryRow{}
				}
				tally(figures[l.Version], l)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	p := newPrinter[categoryRow](k)
	for _, version := range slices.Backward(slices.Sorted(maps.Keys(figures))) {
		for _, row := range rowsOf(figures[version], version) {
			if err := p.print(row); err != nil {
				return err
			}
		}
	}
	return p.flush()
}

// tally adds a label to the figures of its version.
func tally(figures map[wijk.ReportKind]*categoryRow, l *wijk.Label) {
	of := func(code wijk.ReportKind) *categoryRow {
		code = category.Of(code).Code // one that no longer exists is the last
		if figures[code] == nil {
			figures[code] = &categoryRow{}
		}
		return figures[code]
	}
	if l.Staff {
		of(l.Chosen).Staff++
		return
	}
	row := of(l.Chosen)
	row.Labels++
	if l.Guess != "" {
		of(l.Guess).Guessed++
	}
	right, sure := l.Guess == l.Chosen, l.Guess != "" && l.Score >= category.Sure
	if right {
		row.Right++
	}
	if sure {
		row.Sure++
	}
	if right && sure {
		row.SureRight++
	}
}

// rowsOf returns the rows of one version: a category each, and their sum.
func rowsOf(figures map[wijk.ReportKind]*categoryRow, version int) []categoryRow {
	sum := categoryRow{Code: total, Name: "Totaal", Version: version}
	var rows []categoryRow
	for _, cat := range category.All() {
		row := categoryRow{}
		if f := figures[cat.Code]; f != nil {
			row = *f
		}
		row.Code, row.Name, row.Group, row.Version = string(cat.Code), cat.Name, string(cat.Group), version
		row.Term, row.Unit, row.Radius = cat.Term.Days, days, cat.Radius
		if cat.Term.Workday {
			row.Unit = workdays
		}
		rows = append(rows, row)
		sum.Labels += row.Labels
		sum.Right += row.Right
		sum.Guessed += row.Guessed
		sum.Sure += row.Sure
		sum.SureRight += row.SureRight
		sum.Staff += row.Staff
	}
	return append(rows, sum)
}
