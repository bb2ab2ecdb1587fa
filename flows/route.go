package flows

import (
	"cmp"
	"slices"

	"wijkbot/store/wijk"
)

// walk puts reports in the order in which somebody on foot does them: each time
// the nearest of what is left, beginning at from, or in the west when nobody
// knows where they stand. Those without a point come after, by street. It
// returns where the walk ends. The same reports give the same order.
func walk(all []wijk.Report, from wijk.Point) (end wijk.Point) {
	slices.SortFunc(all, func(a, b wijk.Report) int {
		return cmp.Or(
			-cmp.Compare(pinned(&a), pinned(&b)),
			cmp.Compare(a.Place.Street, b.Place.Street), compareNumbers(a.Place.Number, b.Place.Number),
			cmp.Compare(a.Number, b.Number))
	})
	n := slices.IndexFunc(all, func(r wijk.Report) bool { return pinned(&r) == 0 })
	if n < 0 {
		n = len(all)
	}
	if n > 0 && !from.Valid() {
		from = slices.MinFunc(all[:n], func(a, b wijk.Report) int {
			return cmp.Or(cmp.Compare(a.Place.Point.Lon, b.Place.Point.Lon), cmp.Compare(a.Number, b.Number))
		}).Place.Point
	}
	for i := range n {
		best, metres := i, from.Metres(all[i].Place.Point)
		for j := i + 1; j < n; j++ {
			d := from.Metres(all[j].Place.Point)
			if d < metres || d == metres && all[j].Number < all[best].Number {
				best, metres = j, d
			}
		}
		all[i], all[best] = all[best], all[i]
		from = all[i].Place.Point
	}
	return from
}

func pinned(r *wijk.Report) int {
	if r.Place.Point.Valid() {
		return 1
	}
	return 0
}

// compareNumbers orders house numbers as they stand in a street: 9, 10, 10a.
func compareNumbers(a, b string) int {
	return cmp.Or(cmp.Compare(leadingDigits(a), leadingDigits(b)), cmp.Compare(a, b))
}

// leadingDigits returns the number that a house number begins with.
func leadingDigits(s string) (n int) {
	for _, r := range s {
		if r < '0' || r > '9' || n > 1e6 {
			break
		}
		n = 10*n + int(r-'0')
	}
	return n
}
