package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// letterRow is a letter to be printed. Its keys are a promise to scripts.
type letterRow struct {
	ID       uint64 `json:"id"`
	Round    string `json:"round"`
	Wijk     string `json:"wijk"`
	Person   string `json:"person"`
	Kind     string `json:"kind"`
	Made     string `json:"made"`
	Name     string `json:"name"`
	Address  string `json:"address"`
	Postcode string `json:"postcode"`
	Text     string `json:"text"`
}

// listLetters lists the letters of a round as CSV, or as JSON: for a mail merge.
func listLetters(ctx context.Context, c *city, k *call) error {
	since, err := k.sinceTime(c)
	if err != nil {
		return err
	}
	if _, ok := c.flows.Map().Wijk(k.wijk); !ok && k.wijk != "" {
		return refuse("--wijk: there is no wijk %q", k.wijk)
	}
	var rows []letterRow
	err = c.db.View(ctx, func(tx *store.Tx) error {
		rows = rows[:0]
		if err := hasLetters(tx, k.args[0]); err != nil {
			return err
		}
		c.flows.Letters(tx, k.args[0], k.wijk, since, func(l flows.LetterOut) bool {
			rows = append(rows, letterRow{l.Posting.ID, l.Row.Round, l.Row.Wijk, l.Row.Person, l.Posting.Text,
				stamp(l.Posting.At, c.zone), l.Name, l.Address, l.Postcode, l.Letter})
			return true
		})
		return nil
	})
	if err != nil {
		return err
	}
	if k.json {
		e := json.NewEncoder(k.out)
		e.SetEscapeHTML(false)
		for _, r := range rows {
			if err := e.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	w := csv.NewWriter(k.out)
	_ = w.Write([]string{"id", "round", "wijk", "person", "kind", "made", "name", "address", "postcode", "text"}) // Flush tells
	for _, r := range rows {
		_ = w.Write([]string{strconv.FormatUint(r.ID, 10), r.Round, r.Wijk, r.Person, r.Kind, r.Made, plainCell(r.Name), plainCell(r.Address), r.Postcode, plainCell(r.Text)})
	}
	w.Flush()
	return w.Error()
}

// hasLetters refuses the name of what is no round of outreach: an empty list of
// a round that was mistyped looks as if there is nothing to print.
func hasLetters(tx *store.Tx, round string) error {
	for range store.Outreaches.Find(tx, "round", round) {
		return nil // also of a round that was taken out of the import since
	}
	var names []string
	for id, r := range store.Rounds.All(tx, "") {
		if r.Kind == wijk.RoundOutreach {
			names = append(names, id)
		}
	}
	switch {
	case slices.Contains(names, round):
		return nil
	case len(names) == 0:
		return refuse("letters: there is no round %q: there are no rounds of outreach yet", round)
	}
	return refuse("letters: there is no round of outreach %q; there are: %s", round, strings.Join(names, ", "))
}

// plainCell keeps a spreadsheet from running what somebody is called.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// picture70 writes the picture of residents over 70 in a quarter as a table, or
// as JSON with null for what is not shown.
func picture70(ctx context.Context, c *city, k *call) error {
	q, err := c.quarter(ctx, k.quarter)
	if err != nil {
		return err
	}
	if k.json {
		return json.NewEncoder(k.out).Encode(pictureJSON(&q, c.zone))
	}
	w := tabwriter.NewWriter(k.out, 0, 0, 2, ' ', 0)
	for _, line := range pictureTable(&q, "-") {
		fmt.Fprintln(w, strings.Join(line, "\t"))
	}
	return w.Flush()
}

// picture70CSV writes it for a spreadsheet: a cell that is not shown is empty.
func picture70CSV(ctx context.Context, c *city, k *call) error {
	q, err := c.quarter(ctx, k.quarter)
	if err != nil {
		return err
	}
	w := csv.NewWriter(k.out)
	_ = w.WriteAll(pictureTable(&q, "")) // Error tells
	return w.Error()
}

func (c *city) quarter(ctx context.Context, name string) (q wijk.Quarter, err error) {
	now := c.now()
	if name == "" {
		name = c.flows.LastQuarter(now)
	}
	err = c.db.Update(ctx, func(tx *store.Tx) error {
		q, err = c.flows.Picture(tx, name, now)
		return err
	})
	if err != nil {
		return q, refuse("%w", err)
	}
	return q, nil
}

// pictureTable is a heading and a line for each wijk, the city last.
func pictureTable(q *wijk.Quarter, hidden string) [][]string {
	lines := [][]string{append([]string{"quarter", "wijk"}, flows.Columns70()...)}
	for _, r := range q.Rows {
		line := []string{q.Quarter, r.Wijk}
		for _, column := range flows.Columns70() {
			cell := hidden
			if n, ok := r.Counts[column]; ok {
				cell = strconv.Itoa(n)
			}
			line = append(line, cell)
		}
		lines = append(lines, line)
	}
	return lines
}

type pictureOut struct {
	Quarter string           `json:"quarter"`
	Made    string           `json:"made"`
	Rows    []map[string]any `json:"rows"`
}

func pictureJSON(q *wijk.Quarter, zone *time.Location) pictureOut {
	out := pictureOut{Quarter: q.Quarter, Made: stamp(q.Made, zone)}
	for _, r := range q.Rows {
		row := map[string]any{"wijk": r.Wijk}
		for _, column := range flows.Columns70() {
			row[column] = nil
			if n, ok := r.Counts[column]; ok {
				row[column] = n
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
