package store

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"time"

	"wijkbot/store/wijk"
)

// A Near says which reports NearReports is to find.
type Near struct {
	// Kinds are the kinds to look for; nil is all.
	Kinds []wijk.ReportKind
	// Metres is how far a pin may be; more than 1,000 counts as 1,000.
	Metres float64
	// Since leaves out what was made before; zero leaves out nothing.
	Since time.Time
	// Open leaves out what is closed.
	Open bool
	// Most is how many to return at most; 0 is 100.
	Most int
	// Least is how many there must be to return any: who only wants to know
	// whether there are many reads none of a few.
	Least int
}

// A Nearby is a report and how far it is: 0 for the same address or lamp post,
// and Near.Metres when only the street is known of both.
type Nearby struct {
	Report wijk.Report
	Metres float64
}

// The work of NearReports is bounded, whoever fills a street with reports: so
// many index entries are looked at in one cell or of one address, the newest,
// and so many in all, the nearest rows of cells first.
const (
	maxInCell  = 512
	maxLooked  = 16_384
	maxNearby  = 100
	maxMetres  = 1_000
	maxTooOld  = 16 // in one cell, before it is cheaper to go to the next
	cellHeight = 0.00045
	// A degree of longitude is shorter here (cos 52 degrees is about 0.6), so
	// cells are wider in degrees to be about as wide in metres: some 50.
	cellWidth = cellHeight / 0.6
)

// NearReports returns the reports at or around a place, nearest first, and
// newest first of those as near. Two pins are compared by distance; without one
// on either side the address must be the same, or the lamp post, or the street
// when neither has a number. Parts of a report, and what was merged into
// another, are left out: their whole is there.
func NearReports(tx *Tx, at wijk.Place, q Near) []Nearby {
	s := nearSearch{tx: tx, at: at, q: q, seen: make(map[string]bool)}
	if !(q.Metres > 0) { // nor NaN
		s.q.Metres = 0
	}
	s.q.Metres = min(s.q.Metres, maxMetres)
	if q.Most <= 0 {
		s.q.Most = maxNearby
	}
	for _, state := range []byte{openSpot, closedSpot} {
		if state == closedSpot && q.Open {
			break
		}
		s.pins(state)
		s.addresses(state)
	}
	if len(s.hits) < q.Least {
		return nil
	}
	slices.SortFunc(s.hits, func(a, b nearHit) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.age, b.age))
	})
	var found []Nearby
	for _, h := range s.hits {
		if len(found) == s.q.Most {
			break
		}
		if r, ok := Reports.Get(tx, h.key); ok && !otherPost(at, r.Place) {
			found = append(found, Nearby{r, h.metres})
		}
	}
	if len(found) < q.Least {
		return nil
	}
	return found
}

// otherPost reports whether two places without pins are lamp posts at one
// address.
func otherPost(p, q wijk.Place) bool {
	return !(p.Pinned() && q.Pinned()) && p.LampPost() != "" && q.LampPost() != "" && p.LampPost() != q.LampPost()
}

// The first letter of the keys by which a report is found at its place.
const (
	openSpot   = 'o'
	closedSpot = 'c'
)

// placed reports whether a report is found at its place at all, and the first
// letter of its keys.
func placed(r *wijk.Report) (state byte, ok bool) {
	if r.Stage.Open() {
		state = openSpot
	} else {
		state = closedSpot
	}
	return state, r.Parent == 0 && r.Into == 0
}

// pinKeys is state, kind, "/" and four numbers: the cell, the age, and the
// place itself, so that a search reads no row it does not return.
func pinKeys(r *wijk.Report) []string {
	p := r.Place.Point
	state, ok := placed(r)
	if !ok || !r.Place.Pinned() {
		return nil
	}
	return []string{pinPrefix(state, r.Kind) + Num(cellOf(p)) + Num(age(r.Created)) +
		Num(math.Float64bits(p.Lat)) + Num(math.Float64bits(p.Lon))}
}

func pinPrefix(state byte, kind wijk.ReportKind) string { return string(state) + string(kind) + "/" }

// age sorts times newest first.
func age(t time.Time) uint64 { return ^ParseNum(When(t)) }

// cellOf is the grid cell of a valid point: rows from the south, and in each
// row from the west.
func cellOf(p wijk.Point) uint64 { return cellAt(rowOf(p.Lat), columnOf(p.Lon)) }

func cellAt(row, column uint32) uint64 { return uint64(row)<<32 | uint64(column) }
func rowOf(lat float64) uint32         { return uint32((min(max(lat, -90), 90) + 90) / cellHeight) }
func columnOf(lon float64) uint32      { return uint32((min(max(lon, -180), 180) + 180) / cellWidth) }

// addressKeys is state, whether there is a pin, the name of the spot, kind, and
// the age.
func addressKeys(r *wijk.Report) []string {
	state, ok := placed(r)
	if !ok {
		return nil
	}
	var keys []string
	for _, spot := range spotsOf(r.Place) {
		keys = append(keys, addressPrefix(state, r.Place.Pinned(), spot)+string(r.Kind)+"/"+Num(age(r.Created)))
	}
	return keys
}

func addressPrefix(state byte, pinned bool, spot string) string {
	pin := "-"
	if pinned {
		pin = "p"
	}
	return string(state) + pin + spot + "/"
}

// onlyStreet begins the name of a spot that is a whole street.
const onlyStreet = "w:"

// spotsOf names a place as SameSpot compares it, and a place of which only the
// street is known by that.
func spotsOf(p wijk.Place) []string {
	var spots []string
	if door := p.Door(); door != "" {
		spots = append(spots, "d:"+door)
	}
	if post := p.LampPost(); post != "" {
		spots = append(spots, "l:"+post)
	}
	if p.Number == "" && p.Mark == "" {
		if street := wijk.Slug(p.Street); street != "" {
			spots = append(spots, onlyStreet+p.Wijk+"/"+street)
		}
	}
	return spots
}

// A nearSearch is one call of NearReports.
type nearSearch struct {
	tx     *Tx
	at     wijk.Place
	q      Near
	looked int
	hits   []nearHit
	seen   map[string]bool
}

type nearHit struct {
	key    string
	age    uint64
	metres float64
}

func (s *nearSearch) pins(state byte) {
	p := s.at.Point
	if !s.at.Pinned() {
		return
	}
	kinds := s.q.Kinds
	if kinds == nil {
		kinds = pinnedKinds(s.tx, state)
	}
	// A little more than Metres on each side: what is too far is seen later.
	const margin = 1.01
	up := s.q.Metres * margin / wijk.MetresPerDegree
	shrink := math.Cos(min(math.Abs(p.Lat)+up, 90) * math.Pi / 180)
	aside := min(up/max(shrink, 1e-9), 360)
	west, east := columnOf(p.Lon-aside), columnOf(p.Lon+aside)
	low, mid, high := int64(rowOf(p.Lat-up)), int64(rowOf(p.Lat)), int64(rowOf(p.Lat+up))
	for d := int64(0); mid-d >= low || mid+d <= high; d++ {
		for _, row := range []int64{mid - d, mid + d} {
			if row < low || row > high {
				continue
			}
			for _, kind := range kinds {
				s.row(pinPrefix(state, kind), cellAt(uint32(row), west), cellAt(uint32(row), east))
			}
			if d == 0 {
				break // it is one row
			}
		}
	}
}

// row looks at the cells of one row.
func (s *nearSearch) row(prefix string, first, last uint64) {
	const numbers = 4
	cell, inCell, tooOld := first, 0, 0
	walk(s.tx, Reports, "pin", prefix+Num(first), prefix+Num(last+1), func(by, key []byte) (jump string, more bool) {
		if len(by) != len(prefix)+numbers*8 {
			return "", true
		}
		n := func(i int) uint64 { return binary.BigEndian.Uint64(by[len(prefix)+i*8:]) }
		if n(0) != cell {
			cell, inCell, tooOld = n(0), 0, 0
		}
		s.looked++
		inCell++
		if old := n(1) > s.oldest(); old {
			tooOld++
		} else if m := s.at.Point.Metres(wijk.Point{Lat: math.Float64frombits(n(2)), Lon: math.Float64frombits(n(3))}); m <= s.q.Metres {
			s.hits = append(s.hits, nearHit{string(key), n(1), m})
		}
		if inCell >= maxInCell || tooOld >= maxTooOld {
			jump = prefix + Num(cell+1)
		}
		return jump, s.looked < maxLooked
	})
}

// oldest is the greatest age that is not too old.
func (s *nearSearch) oldest() uint64 {
	if s.q.Since.IsZero() {
		return math.MaxUint64
	}
	return age(s.q.Since)
}

// addresses looks for what has no pin on one side or the other.
func (s *nearSearch) addresses(state byte) {
	for _, spot := range spotsOf(s.at) {
		metres := 0.0
		if strings.HasPrefix(spot, onlyStreet) {
			metres = s.q.Metres
		}
		s.address(addressPrefix(state, false, spot), metres)
		if !s.at.Pinned() {
			s.address(addressPrefix(state, true, spot), metres)
		}
	}
}

func (s *nearSearch) address(prefix string, metres float64) {
	kind, ofKind := "", 0
	walk(s.tx, Reports, "address", prefix, string(after([]byte(prefix))), func(by, key []byte) (jump string, more bool) {
		if len(by) < len(prefix)+1+8 {
			return "", true
		}
		name, n := string(by[len(prefix):len(by)-8]), binary.BigEndian.Uint64(by[len(by)-8:])
		if name != kind {
			kind, ofKind = name, 0
		}
		s.looked++
		ofKind++
		wanted := s.q.Kinds == nil || slices.Contains(s.q.Kinds, wijk.ReportKind(strings.TrimSuffix(kind, "/")))
		if wanted && n <= s.oldest() {
			if !s.seen[string(key)] {
				s.seen[string(key)] = true
				s.hits = append(s.hits, nearHit{string(key), n, metres})
			}
			if ofKind < maxInCell {
				return "", s.looked < maxLooked
			}
		}
		return string(after([]byte(prefix + kind))), s.looked < maxLooked
	})
}

// pinnedKinds are the kinds that any report with a pin has.
func pinnedKinds(tx *Tx, state byte) (kinds []wijk.ReportKind) {
	walk(tx, Reports, "pin", string(state), string(state+1), func(by, _ []byte) (jump string, more bool) {
		kind, _, _ := strings.Cut(string(by[1:]), "/")
		kinds = append(kinds, wijk.ReportKind(kind))
		return string(after([]byte(pinPrefix(state, wijk.ReportKind(kind))))), true
	})
	return kinds
}

// walk calls fn for the entries of an index with first <= by < end, in order,
// without reading rows. fn may jump ahead, and must change nothing.
func walk[T any](tx *Tx, t *Table[T], index, first, end string, fn func(by, key []byte) (jump string, more bool)) {
	skip, last := len(t.indexKey(index, "")), t.indexKey(index, end)
	for from := t.indexKey(index, first); from != nil; {
		start := from
		from = nil
		tx.scan(start, last, func(k, key []byte) bool {
			jump, more := fn(k[skip:len(k)-1-len(key)], key)
			if jump != "" && more {
				from = t.indexKey(index, jump)
			}
			return more && jump == ""
		})
	}
}
