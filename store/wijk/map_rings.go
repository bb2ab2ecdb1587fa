package wijk

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// askWGS84 tells what to do about Dutch national coordinates.
const askWGS84 = "coordinates are in metres (RD, EPSG:28992): ask PDOK for WGS84 (EPSG:4326 or CRS84)"

// The Netherlands lie between these, in degrees, with a little sea.
var netherlands = box{Point{50.5, 3.0}, Point{53.8, 7.4}}

// polygons returns the area of the feature. It adds its points to points.
func (f *fileFeature) polygons(points *int) ([]polygon, error) {
	var raw [][][][2]float64
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		var one [][][2]float64
		err = json.Unmarshal(f.Geometry.Coordinates, &one)
		raw = append(raw, one)
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &raw)
	default:
		return nil, fmt.Errorf("geometry is a %.20q, not a Polygon or MultiPolygon", f.Geometry.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("coordinates: %w", err)
	}
	if len(raw) == 0 {
		return nil, errors.New("has no area")
	}
	var area []polygon
	for _, rings := range raw {
		var p polygon
		if len(rings) == 0 {
			return nil, errors.New("has a polygon without a border")
		}
		for i, positions := range rings {
			if *points += len(positions); *points > maxPoints {
				return nil, fmt.Errorf("the file has over %d points", maxPoints)
			}
			r, err := newRing(positions, i > 0)
			if err != nil {
				return nil, err
			}
			p = append(p, r)
		}
		area = append(area, p)
	}
	return area, nil
}

// newRing returns the ring through positions (longitude, latitude), clockwise
// when it is a hole.
func newRing(positions [][2]float64, hole bool) (ring, error) {
	if len(positions) < 4 {
		return nil, fmt.Errorf("has a ring of %d points, 4 is the least", len(positions))
	}
	r := make(ring, len(positions))
	for i, c := range positions {
		r[i] = Point{Lat: c[1], Lon: c[0]}
		if err := inNetherlands(r[i]); err != nil {
			return nil, err
		}
	}
	if r[0] != r[len(r)-1] {
		return nil, errors.New("has a ring that is not closed")
	}
	twice := r.twiceArea()
	if math.Abs(twice) < 1e-12 { // less than a square metre
		return nil, errors.New("has a ring without area")
	}
	if (twice > 0) == hole {
		slices.Reverse(r)
	}
	return r, nil
}

func inNetherlands(p Point) error {
	n := netherlands
	switch {
	case p.Lat >= n.min.Lat && p.Lat <= n.max.Lat && p.Lon >= n.min.Lon && p.Lon <= n.max.Lon:
		return nil
	case math.Abs(p.Lat) > 90 || math.Abs(p.Lon) > 180:
		return errors.New(askWGS84)
	case p.Lon >= n.min.Lat && p.Lon <= n.max.Lat && p.Lat >= n.min.Lon && p.Lat <= n.max.Lon:
		return errors.New("coordinates have latitude first: GeoJSON has longitude first")
	}
	return fmt.Errorf("point %g, %g is not in the Netherlands", p.Lon, p.Lat)
}

// twiceArea is in square degrees, positive when r runs counter-clockwise.
func (r ring) twiceArea() float64 {
	sum := 0.0
	for i := range len(r) - 1 {
		// From the first point, to keep the precision of the small numbers.
		ax, ay := r[i].Lon-r[0].Lon, r[i].Lat-r[0].Lat
		bx, by := r[i+1].Lon-r[0].Lon, r[i+1].Lat-r[0].Lat
		sum += ax*by - bx*ay
	}
	return sum
}

// inside reports whether q is within r, holes of others left aside.
func (r ring) inside(q Point) bool {
	in := false
	for i := range len(r) - 1 {
		e := newEdge(r[i], r[i+1])
		if e.south.Lat <= q.Lat && q.Lat < e.north.Lat && e.eastOf(q) {
			in = !in
		}
	}
	return in
}

// inside reports whether q is within p and in none of its holes.
func (p polygon) inside(q Point) bool {
	in := p[0].inside(q)
	for _, hole := range p[1:] {
		in = in && !hole.inside(q)
	}
	return in
}

// sample returns points spread over area: some hundreds, at least one.
func sample(area []polygon) []Point {
	b := emptyBox()
	for _, p := range area {
		pb := p.box()
		b = b.with(pb.min).with(pb.max)
	}
	for n := 24; n <= 96; n *= 2 {
		var points []Point
		for i := range n * n {
			q := b.at((float64(i%n)+0.5)/float64(n), (float64(i/n)+0.5)/float64(n))
			if slices.ContainsFunc(area, func(p polygon) bool { return p.inside(q) }) {
				points = append(points, q)
			}
		}
		if len(points) >= 50 {
			return points
		}
	}
	// A sliver: its border says enough.
	return slices.Clone(area[0][0])
}

// at returns the point at these fractions of the box, from the south-west.
func (b box) at(x, y float64) Point {
	return Point{b.min.Lat + y*(b.max.Lat-b.min.Lat), b.min.Lon + x*(b.max.Lon-b.min.Lon)}
}
