package wijk

import "math"

// maxWijken is how many wijken a map may hold; Amsterdam has 110.
const maxWijken = 256

// unsure is how near a border a place may be in another wijk, in metres: a
// telephone's position and the coarse map are each off by some 20 m.
const unsure = 50

// slabHeight is in metres; less means fewer edges to look at and more memory.
const slabHeight = 50

// maxSlabs bounds the memory of a map that spans a province.
const maxSlabs = 2048

// An edge is one side of a ring. Its ends are in the order of their latitude,
// so that two neighbours compute the same of a side they share and a point on
// it has one owner.
type edge struct {
	south, north Point
	up           int8 // +1 when the ring goes from south to north, -1 when not
	wijk         int16
}

// An index finds the edges near a latitude: the map cut in slabs from west to
// east, each with the edges that come within unsure of it.
type index struct {
	box    box
	height float64 // of a slab, in degrees
	metreX float64 // degrees of longitude in a metre
	metreY float64 // degrees of latitude in a metre
	slabs  [][]edge
}

// A box is a rectangle in degrees.
type box struct{ min, max Point }

func emptyBox() box {
	return box{Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}}
}

func (b box) with(p Point) box {
	return box{
		Point{min(b.min.Lat, p.Lat), min(b.min.Lon, p.Lon)},
		Point{max(b.max.Lat, p.Lat), max(b.max.Lon, p.Lon)},
	}
}

func (p polygon) box() box {
	b := emptyBox()
	for _, q := range p[0] {
		b = b.with(q)
	}
	return b
}

// hits is what the index knows of a place: how often each wijk's border goes
// round it (more than 0 is inside), and which borders are within unsure of it.
type hits struct {
	winding [maxWijken]int32
	near    [maxWijken]bool
}

func newIndex(wijken []Wijk) index {
	x := index{box: emptyBox()}
	for _, w := range wijken {
		for _, p := range w.area {
			b := p.box()
			x.box = x.box.with(b.min).with(b.max)
		}
	}
	if x.box.min.Lat > x.box.max.Lat {
		return x
	}
	x.metreY = 1 / MetresPerDegree
	x.metreX = x.metreY / math.Cos((x.box.min.Lat+x.box.max.Lat)/2*math.Pi/180)
	x.box.min = Point{x.box.min.Lat - unsure*x.metreY, x.box.min.Lon - unsure*x.metreX}
	x.box.max = Point{x.box.max.Lat + unsure*x.metreY, x.box.max.Lon + unsure*x.metreX}
	span := x.box.max.Lat - x.box.min.Lat
	x.height = max(slabHeight*x.metreY, span/maxSlabs)
	x.slabs = make([][]edge, int(span/x.height)+1)
	for i, w := range wijken {
		for _, p := range w.area {
			for _, r := range p {
				x.add(r, int16(i))
			}
		}
	}
	return x
}

// add puts the edges of r in every slab they come near.
func (x *index) add(r ring, wijk int16) {
	for i := range len(r) - 1 {
		e := newEdge(r[i], r[i+1])
		e.wijk = wijk
		first, last := x.slab(e.south.Lat-unsure*x.metreY), x.slab(e.north.Lat+unsure*x.metreY)
		for s := first; s <= last; s++ {
			x.slabs[s] = append(x.slabs[s], e)
		}
	}
}

func newEdge(from, to Point) edge {
	if from.Lat < to.Lat || from.Lat == to.Lat && from.Lon <= to.Lon {
		return edge{south: from, north: to, up: 1}
	}
	return edge{south: to, north: from, up: -1}
}

func (x *index) slab(lat float64) int {
	return min(max(int((lat-x.box.min.Lat)/x.height), 0), len(x.slabs)-1)
}

// look fills hit, which must be empty, for the place p.
func (x *index) look(p Point, hit *hits) {
	// Written so that NaN is outside too.
	inside := p.Lat >= x.box.min.Lat && p.Lat <= x.box.max.Lat && p.Lon >= x.box.min.Lon && p.Lon <= x.box.max.Lon
	if !inside || len(x.slabs) == 0 {
		return
	}
	slab := x.slabs[x.slab(p.Lat)]
	for i := range slab {
		e := &slab[i]
		if e.south.Lat <= p.Lat && p.Lat < e.north.Lat && e.eastOf(p) {
			hit.winding[e.wijk] += int32(e.up)
		}
		if !hit.near[e.wijk] && x.metres(p, e, unsure) <= unsure {
			hit.near[e.wijk] = true
		}
	}
}

// eastOf reports whether e passes p, whose latitude it crosses, on the east.
func (e *edge) eastOf(p Point) bool {
	return (e.north.Lon-e.south.Lon)*(p.Lat-e.south.Lat) > (p.Lon-e.south.Lon)*(e.north.Lat-e.south.Lat)
}

// metres returns how far p is from e, or infinity when that is surely over limit.
func (x *index) metres(p Point, e *edge, limit float64) float64 {
	w, h := limit*x.metreX, limit*x.metreY
	if p.Lat < e.south.Lat-h || p.Lat > e.north.Lat+h ||
		p.Lon < min(e.south.Lon, e.north.Lon)-w || p.Lon > max(e.south.Lon, e.north.Lon)+w {
		return math.Inf(1)
	}
	ax, ay := (e.south.Lon-p.Lon)/x.metreX, (e.south.Lat-p.Lat)/x.metreY
	dx, dy := (e.north.Lon-e.south.Lon)/x.metreX, (e.north.Lat-e.south.Lat)/x.metreY
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = min(max(-(ax*dx+ay*dy)/l, 0), 1)
	}
	return math.Hypot(ax+t*dx, ay+t*dy)
}
