package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"wijkbot/store/wijk"
)

// A reportOfOne is a report as version 1 wrote it, with what changed since.
type reportOfOne struct {
	wijk.Report
	PhotoID string `json:"photo"`
	State   string `json:"state"`
}

// How many index entries and rows one transaction takes: some 10 MB of memory.
const (
	entriesAtOnce = 20_000
	rowsAtOnce    = 2_000
)

// reportsOfTwo gives reports a stage instead of "open" and "closed", a list of
// photos, a beginning of their history, and their new indexes. All old index
// entries go first: "spot" is no more, and the others are made again.
func reportsOfTwo(tx *Tx, from string) (to string, more bool) {
	const entries, rows = "", "row "
	done, isRow := strings.CutPrefix(from, rows)
	if !isRow {
		if deleteSome(tx, []byte(Reports.Name+"."), entriesAtOnce) {
			return entries, true
		}
		return rows, true
	}
	type row struct {
		key string
		old reportOfOne
	}
	var page []row
	skip := len(Reports.key(""))
	tx.scan(append(Reports.key(done), 0), after(Reports.key("")), func(k, b []byte) bool {
		r := row{key: string(k[skip:])}
		if len(b) == 0 || b[0] != codec || json.Unmarshal(b[1:], &r.old) != nil {
			tx.Fail(fmt.Errorf("%w: %s of version 1", ErrCorrupt, Reports.Name))
			return false
		}
		page = append(page, r)
		return len(page) < rowsAtOnce
	})
	for _, r := range page {
		tx.delete(Reports.key(r.key)) // so that Put makes all index entries
		Reports.Put(tx, r.key, r.old.convert(tx))
	}
	if len(page) < rowsAtOnce {
		return "", false
	}
	return rows + page[len(page)-1].key, true
}

// convert returns the report as version 2 has it.
func (o *reportOfOne) convert(tx *Tx) wijk.Report {
	r := o.Report
	if r.Stage != "" { // of a program between the two
		return r
	}
	if o.PhotoID != "" {
		r.Photos = []string{o.PhotoID}
	}
	r.Stage, r.Changed = wijk.Reported, r.Created
	first, known := firstReporter(tx, r.Number)
	if known {
		r.Source = string(first.Address.Channel)
		first.Made = true
		Reporters.Put(tx, ReporterKey(r.Number, first.Address), first)
	}
	r.Anonymous = !known
	Log(tx, wijk.Entry{Number: r.Number, At: r.Created, By: "reporter", To: r.Stage})
	if o.State == wijk.ReportClosed {
		r.Stage, r.Outcome, r.Changed = wijk.Done, wijk.Solved, r.Closed
		Log(tx, wijk.Entry{Number: r.Number, At: r.Closed, By: r.ClosedBy, From: wijk.Reported, To: r.Stage})
	}
	return r
}

// firstReporter returns who was first to report, as version 1 did not note.
func firstReporter(tx *Tx, number uint64) (first wijk.Reporter, ok bool) {
	for _, x := range Reporters.All(tx, Num(number)) {
		if !ok || x.At.Before(first.At) {
			first, ok = x, true
		}
	}
	return first, ok
}

// deleteSome deletes up to most keys that begin with prefix, and reports
// whether there may be more.
func deleteSome(tx *Tx, prefix []byte, most int) (more bool) {
	var keys [][]byte
	tx.scan(prefix, after(prefix), func(k, _ []byte) bool {
		keys = append(keys, slices.Clone(k))
		return len(keys) < most
	})
	for _, k := range keys {
		tx.delete(k)
	}
	return len(keys) == most
}
