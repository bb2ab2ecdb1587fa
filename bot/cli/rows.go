package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"text/tabwriter"
	"time"

	"wijkbot/bot/export"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// rowsPerView is how many rows are read at once: printing happens between
// transactions, never in one, since a slow reader would hold up all writers.
const rowsPerView = 512

// list prints the rows of a table that are not older than --since.
func list[T, R any](ctx context.Context, c *city, k *call, t *store.Table[T], at func(*T) time.Time, show func(*T) R) error {
	since, err := k.sinceTime(c)
	if err != nil {
		return err
	}
	p := newPrinter[R](k)
	return pages(ctx, c, t, func(rows []T) error {
		for i := range rows {
			if at(&rows[i]).Before(since) {
				continue
			}
			if err := p.print(show(&rows[i])); err != nil {
				return err
			}
		}
		return p.flush()
	})
}

// pages calls fn with the rows of a table, some at a time and outside of any
// transaction.
func pages[T any](ctx context.Context, c *city, t *store.Table[T], fn func(rows []T) error) error {
	for first := ""; ; {
		rows, last := make([]T, 0, rowsPerView), ""
		err := c.db.View(ctx, func(tx *store.Tx) error {
			rows = rows[:0]
			for key, v := range t.Range(tx, first, "") {
				rows, last = append(rows, v), key
				if len(rows) == rowsPerView {
					break
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := fn(rows); err != nil || len(rows) < rowsPerView {
			return err
		}
		first = last + "\x00"
	}
}

// sinceTime understands --since: a moment, a day, or how long ago.
func (k *call) sinceTime(c *city) (time.Time, error) { return c.moment(flagSince, k.since) }

// untilTime understands --until as --since; of a day it is the end.
func (k *call) untilTime(c *city) (time.Time, error) {
	if _, err := time.Parse(time.DateOnly, k.until); err == nil {
		return export.EndOf(wijk.Date(k.until), c.zone), nil
	}
	return c.moment(flagUntil, k.until)
}

func (c *city) moment(flag, v string) (time.Time, error) {
	if v == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return t, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, v, c.zone); err == nil {
		return t, nil
	}
	ago, err := time.ParseDuration(v)
	if err != nil || ago < 0 {
		return time.Time{}, badUsage("--%s: must be a time such as 2026-11-23T09:00:00+01:00, or how long ago, such as 24h", flag)
	}
	return c.now().Add(-ago), nil
}

// A printer writes rows as JSON, one a line, or as a table. The fields of R are
// texts, numbers and yes-or-no, with the names that both show.
type printer[R any] struct {
	json  *json.Encoder
	table *tabwriter.Writer
	begun bool
}

func newPrinter[R any](k *call) *printer[R] {
	if k.json {
		e := json.NewEncoder(k.out)
		e.SetEscapeHTML(false)
		return &printer[R]{json: e}
	}
	return &printer[R]{table: tabwriter.NewWriter(k.out, 0, 0, 2, ' ', 0)}
}

func (p *printer[R]) print(r R) error {
	if p.json != nil {
		return p.json.Encode(r)
	}
	v := reflect.ValueOf(r)
	if !p.begun {
		p.begun = true
		for i := range v.NumField() {
			fmt.Fprint(p.table, strings.ToUpper(v.Type().Field(i).Tag.Get("json")), "\t")
		}
		fmt.Fprintln(p.table)
	}
	for i := range v.NumField() {
		cell := v.Field(i).Interface()
		if cell == "" || cell == false {
			cell = "-"
		}
		fmt.Fprint(p.table, cell, "\t")
	}
	_, err := fmt.Fprintln(p.table)
	return err
}

func (p *printer[R]) flush() error {
	if p.table == nil {
		return nil
	}
	return p.table.Flush()
}

// stamp returns t as scripts read it, empty for none.
func stamp(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.RFC3339)
}
