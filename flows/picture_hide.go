package flows

import (
	"slices"

	"wijkbot/store/wijk"
)

// A hiding is the rule by which counts are left out of a picture, so that
// nobody is known by them.
//
// A count below Least is left out, and so is one of nearly everybody: what is
// left of its group is a small count as well. A zero is shown, but in a group
// of fewer than ZeroFrom people it says too much of each of them. Counts of one
// family are shown together or not at all. Then so many wijken are left out
// that nothing can be reckoned back from the total: two at least, whose sum may
// be known itself, and of which each has Least values that it could have, or any
// below Least for who knows this rule. Where that cannot be, the total is left
// out too.
type hiding struct {
	Least, ZeroFrom int
	Families        []family
}

// A family is counts of one group, each resident in one of them at most.
type family struct {
	cells []string
	of    string // the count that is the group, empty for none
}

// counts are the counts of a wijk by name.
type counts map[string]int

// risky reports whether a count may not be known.
func (h *hiding) risky(c counts, f *family, cell string) bool {
	n := c[cell]
	switch {
	case n > 0 && n < h.Least:
		return true
	case f.of == "":
		return false
	case n == 0:
		return c[f.of] > 0 && c[f.of] < h.ZeroFrom
	}
	return c[f.of]-n < h.Least
}

func (h *hiding) anyRisky(c counts, f *family) bool {
	return slices.ContainsFunc(f.cells, func(cell string) bool { return h.risky(c, f, cell) })
}

// hide returns the rows with the counts that may be shown, and a last row for
// all of them together. It changes nothing in rows.
func (h *hiding) hide(rows map[string]counts) (shown []wijk.QuarterRow) {
	var slugs []string
	for slug := range rows {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	for _, slug := range append(slugs, wholeCity) {
		shown = append(shown, wijk.QuarterRow{Wijk: slug, Counts: make(map[string]int)})
	}
	city := len(slugs)
	whole := sum(rows, slugs)
	for i := range h.Families {
		f := &h.Families[i]
		hidden, total := h.family(f, rows, slugs, shown)
		for j, slug := range slugs {
			for _, cell := range f.cells {
				if !slices.Contains(hidden, slug) {
					shown[j].Counts[cell] = rows[slug][cell]
				}
			}
		}
		for _, cell := range f.cells {
			if total {
				shown[city].Counts[cell] = whole[cell]
			}
		}
	}
	return shown
}

// wholeCity is the row of all wijken; it is no slug.
const wholeCity = "*"

// family decides in which wijken a family is left out, and whether its total
// is shown. What the group of a family is was decided before.
func (h *hiding) family(f *family, rows map[string]counts, slugs []string, shown []wijk.QuarterRow) (hidden []string, total bool) {
	grouped := func(i int) bool {
		_, ok := shown[i].Counts[f.of]
		return f.of == "" || ok
	}
	blind := make(map[string]bool) // the group itself is not shown
	for i, slug := range slugs {
		blind[slug] = !grouped(i)
		if blind[slug] || h.anyRisky(rows[slug], f) {
			hidden = append(hidden, slug)
		}
	}
	if !grouped(len(slugs)) {
		return slugs, false
	}
	for len(hidden) > 0 && !(h.protects(f, rows, hidden, blind) && h.vague(f, rows, hidden, blind, smallest(f, rows, slugs, hidden))) {
		if len(hidden) == len(slugs) {
			return hidden, false
		}
		hidden = append(hidden, smallest(f, rows, slugs, hidden))
	}
	return hidden, true
}

func (f *family) size(c counts) (n int) {
	for _, cell := range f.cells {
		n += c[cell]
	}
	return n
}

// smallest is the wijk that is still shown and has the fewest people, but one
// with none only when there is no other: a zero hides nothing behind it.
func smallest(f *family, rows map[string]counts, slugs, hidden []string) (least string) {
	for _, slug := range slugs {
		if slices.Contains(hidden, slug) {
			continue
		}
		n, few := f.size(rows[slug]), f.size(rows[least])
		if least == "" || n > 0 && (few == 0 || n < few) {
			least = slug
		}
	}
	return least
}

// protects reports whether the counts that are left out cannot be reckoned back
// from those that are shown and their total.
func (h *hiding) protects(f *family, rows map[string]counts, hidden []string, blind map[string]bool) bool {
	together := sum(rows, hidden) // anybody can know this: the total less what is shown
	if len(hidden) < 2 || h.anyRisky(together, f) {
		return false
	}
	unseen := 0
	for _, slug := range hidden {
		if blind[slug] {
			unseen += rows[slug][f.of]
		}
	}
	for _, slug := range hidden {
		for _, cell := range f.cells {
			if together[cell] == 0 || !h.risky(rows[slug], f, cell) {
				continue
			}
			low, high := 0, together[cell]
			switch {
			case f.of == "":
			case blind[slug]:
				high = min(high, unseen)
			default: // the others can have no more than there are people
				high = min(high, rows[slug][f.of])
				low = max(0, together[cell]-(together[f.of]-rows[slug][f.of]))
			}
			if high-low < h.Least {
				return false
			}
		}
	}
	return true
}

// vague reports whether a small count can still be anything that is small for
// somebody who knows this rule too: that a zero would have been shown, and that
// of those left out for the others none is greater than next, the smallest that
// is shown. Ten wijken that are left out and have ten together have one each.
// Of a family of many counts nobody knows which of them was small.
func (h *hiding) vague(f *family, rows map[string]counts, hidden []string, blind map[string]bool, next string) bool {
	if len(f.cells) > 1 {
		return true
	}
	cell, all := f.cells[0], sum(rows, hidden)
	least, most := make(map[string]int), make(map[string]int)
	lowest, highest := 0, 0
	for _, slug := range hidden {
		c := rows[slug]
		switch n := c[cell]; {
		case blind[slug] || f.of != "" && n >= h.Least && h.risky(c, f, cell):
			most[slug] = min(c[f.of], all[cell])
		case h.risky(c, f, cell):
			most[slug] = h.Least - 1
			if f.of == "" || c[f.of] >= h.ZeroFrom {
				least[slug] = 1
			}
		case n == 0:
			most[slug] = all[cell]
		default:
			least[slug], most[slug] = h.Least, all[cell]
			if up := rows[next][cell]; up > 0 {
				most[slug] = up
			}
		}
		lowest, highest = lowest+least[slug], highest+most[slug]
	}
	for _, slug := range hidden {
		if n := rows[slug][cell]; blind[slug] || n == 0 || n >= h.Least {
			continue
		}
		if all[cell]-(highest-most[slug]) > least[slug] || all[cell]-(lowest-least[slug]) < most[slug] {
			return false
		}
	}
	return true
}

// sum adds up some rows.
func sum(rows map[string]counts, slugs []string) counts {
	all := make(counts)
	for _, slug := range slugs {
		for cell, n := range rows[slug] {
			all[cell] += n
		}
	}
	return all
}
