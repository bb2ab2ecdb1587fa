package flows

import (
	"fmt"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Columns70 are the counts of the picture of residents over 70, in the order in
// which they are written: how many are known (to the nearest ten, on the day it
// was made), and of one quarter how many were invited and answered, what they
// want, who needs help, who says that nobody near helps, and to how many help
// was offered and given.
var columns70 = []string{
	"known", "invited", "reached", "visit", "walk", "call", "desk", "none", "help_wanted", "no_support", "help_offered", "taken_up",
}

// Columns70 returns a copy of them.
func Columns70() []string { return append([]string(nil), columns70...) }

// public70 is what may be known of residents over 70: M8 of the requirements
// asks for ten at least.
var public70 = hiding{Least: 10, ZeroFrom: 50, Families: []family{
	{cells: []string{"known"}},
	{cells: []string{"invited"}},
	{cells: []string{"reached"}},
	{cells: []string{"visit", "walk", "call", "desk", "none"}, of: "reached"},
	{cells: []string{"help_wanted"}, of: "reached"},
	{cells: []string{"no_support"}, of: "reached"},
	{cells: []string{"help_offered"}},
	{cells: []string{"taken_up"}},
}}

// QuarterOf names the quarter of a day: "2026Q4".
func QuarterOf(t time.Time) string { return fmt.Sprintf("%dQ%d", t.Year(), (int(t.Month())+2)/3) }

// LastQuarter is the latest quarter that is over.
func (c *City) LastQuarter(now time.Time) string {
	now = now.In(c.Zone)
	return QuarterOf(time.Date(now.Year(), (now.Month()-1)/3*3+1, 1, 0, 0, 0, 0, c.Zone).AddDate(0, 0, -1))
}

// Picture returns the picture of residents over 70 in a quarter. It is made
// once, after the end of the quarter, and kept: of two that differ somebody
// could reckon who was added. Its error is *Unknown or *Refused.
func (c *City) Picture(tx *store.Tx, quarter string, now time.Time) (wijk.Quarter, error) {
	if q, ok := store.Quarters.Get(tx, quarter); ok {
		return q, nil
	}
	var year, n int
	if _, err := fmt.Sscanf(quarter, "%4dQ%1d", &year, &n); err != nil || n < 1 || n > 4 || fmt.Sprintf("%04dQ%d", year, n) != quarter {
		return wijk.Quarter{}, &Unknown{"geen kwartaal zoals 2026Q4"}
	}
	from := time.Date(year, time.Month(3*n-2), 1, 0, 0, 0, 0, c.Zone)
	to := from.AddDate(0, 3, 0)
	switch {
	case now.Before(to):
		return wijk.Quarter{}, refused("het kwartaal %s is nog niet voorbij", quarter)
	case from.Before(now.Add(-wijk.OutreachKeep)):
		return wijk.Quarter{}, &Unknown{"het kwartaal " + quarter + " is niet bewaard"}
	}
	q := wijk.Quarter{Quarter: quarter, Made: now, Rows: public70.hide(c.count70(tx, from, to))}
	for _, r := range q.Rows {
		if n, ok := r.Counts["known"]; ok {
			r.Counts["known"] = (n + 5) / 10 * 10 // it hardly changes: one more next quarter would be somebody
		}
	}
	store.Quarters.Put(tx, quarter, q)
	return q, nil
}

// PublishPicture makes the picture of the last quarter, if it is not there.
func (c *City) PublishPicture(tx *store.Tx, now time.Time) {
	_, _ = c.Picture(tx, c.LastQuarter(now), now) // only a quarter that is over is asked for
}

// count70 counts what happened in a time, by wijk.
func (c *City) count70(tx *store.Tx, from, to time.Time) map[string]counts {
	rows := make(map[string]counts)
	at := func(slug string) counts {
		if slug == "" {
			slug = nowhere
		}
		if rows[slug] == nil {
			rows[slug] = make(counts)
		}
		return rows[slug]
	}
	for _, w := range c.Map().Wijken() {
		at(w.Slug)
	}
	for _, p := range store.People.All(tx, "") { // once in three months
		if p.Over70 != "" && p.Died == "" {
			at(p.Wijk)["known"]++
		}
	}
	for what, cell := range map[string]string{
		store.Invited: "invited", store.Needed: "help_wanted", store.Offered: "help_offered", store.TakenUp: "taken_up",
	} {
		for _, o := range store.Happened(tx, what, from, to) {
			at(o.Wijk)[cell]++
		}
	}
	for _, o := range store.Happened(tx, store.Reached, from, to) {
		row := at(o.Wijk)
		row["reached"]++
		if o.Wish != "" && o.Wish != wijk.WishTalk {
			row[string(o.Wish)]++
		}
		if o.Answers[wijk.AskSupport] == wijk.SaidNo {
			row["no_support"]++
		}
	}
	return rows
}

// nowhere is the row of those whose wijk is not known.
const nowhere = "onbekend"
