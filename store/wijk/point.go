package wijk

import "math"

// A Point is a place on earth, WGS84 degrees.
type Point struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// MetresPerDegree of latitude, from the mean earth radius of 6,371,009 m.
const MetresPerDegree = math.Pi / 180 * 6371009

// Metres returns the distance from p to q. It is exact to a few per mille
// within a city, where the earth is flat enough.
func (p Point) Metres(q Point) float64 {
	y := (q.Lat - p.Lat) * MetresPerDegree
	x := (q.Lon - p.Lon) * MetresPerDegree * math.Cos((p.Lat+q.Lat)/2*math.Pi/180)
	return math.Hypot(x, y)
}

// Near reports whether p and q are at most metres apart.
func (p Point) Near(q Point, metres float64) bool { return p.Metres(q) <= metres }

// Valid reports whether p can be a place at all: no NaN, within the globe.
func (p Point) Valid() bool {
	return math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 && (p.Lat != 0 || p.Lon != 0)
}
