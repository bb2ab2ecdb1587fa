package wijk

import (
	"cmp"
	"slices"
)

const (
	// tolerance is how far two wijken may overlap along their border, in
	// metres: borders drawn apart never meet to the centimetre.
	tolerance = 10
	// checkGrid by checkGrid points are tried, 30 m apart in Zoetermeer.
	checkGrid = 256
	// maxPairs of sides are held against each other, some seconds' worth.
	maxPairs = 100_000_000
	// maxEntries of sides in slabs, some 100 MB.
	maxEntries = 2_000_000
	// maxLost is the share of an existing wijk that new borders may take away.
	maxLost = 0.10
)

// checkParts finds what is wrong with each ring by itself.
func checkParts(parts []part, l *faults) {
	pairs, entries := 0, 0.0
	for _, p := range parts {
		for _, poly := range p.area {
			for i, r := range poly {
				if i > 0 && !slices.ContainsFunc(r, poly[0].inside) {
					l.addf("%s: has a hole outside its border", p.label)
				}
				if at, crossed := r.crossesItself(&pairs); crossed {
					l.addf("%s: its border crosses itself near %.5f, %.5f", p.label, at.Lat, at.Lon)
				}
				for j := range len(r) - 1 {
					e := newEdge(r[j], r[j+1])
					entries += 4 + (e.north.Lat-e.south.Lat)*MetresPerDegree/slabHeight
				}
			}
		}
	}
	if pairs > maxPairs || entries > maxEntries {
		l.addf("the borders are too intricate to check: simplify them, or keep the features of one municipality")
	}
}

// crossesItself returns a place near which r crosses itself. It adds the
// pairs of sides it compared to pairs and stops at maxPairs.
func (r ring) crossesItself(pairs *int) (Point, bool) {
	edges := make([]edge, 0, len(r)-1)
	for i := range len(r) - 1 {
		edges = append(edges, newEdge(r[i], r[i+1]))
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.south.Lat, b.south.Lat) })
	for i, a := range edges {
		for _, b := range edges[i+1:] {
			if b.south.Lat > a.north.Lat || *pairs > maxPairs {
				break
			}
			*pairs++
			if a.crosses(b) {
				return a.south, true
			}
		}
	}
	return Point{}, false
}

// crosses reports whether a and b cut through each other; sides that only
// touch do not.
func (a edge) crosses(b edge) bool {
	return side(a, b.south)*side(a, b.north) < 0 && side(b, a.south)*side(b, a.north) < 0
}

// side returns on which side of e p is, 0 when on its line.
func side(e edge, p Point) int {
	d := (e.north.Lon-e.south.Lon)*(p.Lat-e.south.Lat) - (p.Lon-e.south.Lon)*(e.north.Lat-e.south.Lat)
	return cmp.Compare(d, 0)
}

// check finds the places that two wijken claim and those that none does though
// wijken lie all around: a grid of places, and every corner.
func (m *Map) check(l *faults) {
	type pair struct{ a, b int }
	told := map[pair]bool{}
	owners := func(p Point) (first int) {
		var hit hits
		m.index.look(p, &hit)
		first = -1
		for i := range m.wijken {
			if hit.winding[i] <= 0 {
				continue
			}
			if first >= 0 && !told[pair{first, i}] && m.deep(p, first) && m.deep(p, i) {
				told[pair{first, i}] = true
				l.addf("wijken %s and %s overlap at %.5f, %.5f", m.wijken[first].Slug, m.wijken[i].Slug, p.Lat, p.Lon)
			}
			first = i
		}
		return first
	}
	for _, w := range m.wijken {
		for _, p := range w.area {
			for _, r := range p {
				for i := range len(r) - 1 {
					owners(r[i])
					owners(Point{(r[i].Lat + r[i+1].Lat) / 2, (r[i].Lon + r[i+1].Lon) / 2})
				}
			}
		}
	}
	free := make([]bool, checkGrid*checkGrid)
	for i := range free {
		free[i] = owners(m.gridPoint(i)) < 0
	}
	if i, found := enclosed(free); found {
		p := m.gridPoint(i)
		l.addf("no wijk owns the place %.5f, %.5f, though wijken lie all around it", p.Lat, p.Lon)
	}
}

func (m *Map) gridPoint(i int) Point {
	return m.index.box.at((float64(i%checkGrid)+0.5)/checkGrid, (float64(i/checkGrid)+0.5)/checkGrid)
}

// deep reports whether p, inside wijk i, is over tolerance from its border.
func (m *Map) deep(p Point, i int) bool {
	slab := m.index.slabs[m.index.slab(p.Lat)]
	return !slices.ContainsFunc(slab, func(e edge) bool {
		return int(e.wijk) == i && m.index.metres(p, &e, tolerance) <= tolerance
	})
}

// enclosed returns a place of the grid that is free but cannot be reached over
// free places from the rim. It clears free.
func enclosed(free []bool) (int, bool) {
	var reach []int
	visit := func(i int) {
		if free[i] {
			free[i] = false
			reach = append(reach, i)
		}
	}
	for i := range checkGrid {
		visit(i)
		visit(i * checkGrid)
		visit(i*checkGrid + checkGrid - 1)
		visit((checkGrid-1)*checkGrid + i)
	}
	for len(reach) > 0 {
		i := reach[len(reach)-1]
		reach = reach[:len(reach)-1]
		if i >= checkGrid && i < len(free)-checkGrid {
			// Neighbours beyond a side of the grid belong to the rim, done already.
			visit(i - 1)
			visit(i + 1)
			visit(i - checkGrid)
			visit(i + checkGrid)
		}
	}
	i := slices.Index(free, true)
	return i, i >= 0
}

// compare finds the wijken of old that would lose people, or their place on
// the map, to the borders of m.
func (m *Map) compare(old *Map, l *faults) {
	for _, w := range old.wijken {
		if _, ok := m.bySlug[w.Slug]; !ok {
			l.addf("wijk %s is not in the file: a file of buurten keeps it apart, one of larger wijken does not", w.Slug)
			continue
		}
		total, none, lost, to := 0, 0, 0, ""
		for _, p := range sample(w.area) {
			slug, _ := m.At(p)
			total++
			switch slug {
			case w.Slug:
			case "":
				none++
			default:
				lost, to = lost+1, slug
			}
		}
		if share := float64(none) / float64(total); share > maxLost {
			l.addf("wijk %s: the file has nothing for %.0f%% of it: is a buurt missing?", w.Slug, share*100)
		}
		// Where nobody lives, borders may move as they like.
		if share := float64(lost) / float64(total); share > maxLost && w.Residents > 0 {
			l.addf("wijk %s: the file gives %.0f%% of it to %s and others; to have it so, give each feature our slug in a property wijk", w.Slug, share*100, to)
		}
	}
}
