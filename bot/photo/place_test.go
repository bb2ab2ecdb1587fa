package photo

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
)

// A rational is a number as EXIF has it.
type rational [2]uint32

// A fix is what a camera writes of its place.
type fix struct {
	latSide, lonSide string
	lat, lon         [3]rational
}

// degrees returns v in degrees, minutes and hundredths of seconds.
func degrees(v float64) [3]rational {
	d := math.Floor(v)
	m := math.Floor((v - d) * 60)
	s := math.Round((v - d - m/60) * 3600 * 100)
	return [3]rational{{uint32(d), 1}, {uint32(m), 1}, {uint32(s), 100}}
}

// block returns a TIFF block with nothing but the place.
func (g fix) block(order binary.AppendByteOrder) []byte {
	start := "MM\x00*"
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		start = "II*\x00"
	}
	b := order.AppendUint32([]byte(start), 8)
	entry := func(tag, typ uint16, n uint32) {
		b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tag), typ), n)
	}
	const directory, values = 26, 26 + 2 + 4*12 + 4
	b = order.AppendUint16(b, 1)
	entry(0x8825, 4, 1)
	b = order.AppendUint32(order.AppendUint32(b, directory), 0)
	b = order.AppendUint16(b, 4)
	side := func(tag uint16, v string) {
		entry(tag, 2, 2)
		b = append(append(b, v...), make([]byte, 4-len(v))...)
	}
	side(1, g.latSide)
	entry(2, 5, 3)
	b = order.AppendUint32(b, values)
	side(3, g.lonSide)
	entry(4, 5, 3)
	b = order.AppendUint32(order.AppendUint32(b, values+24), 0)
	for _, v := range append(g.lat[:], g.lon[:]...) {
		b = order.AppendUint32(order.AppendUint32(b, v[0]), v[1])
	}
	return b
}

// withPlace returns a JPEG that was made at a place to the north and east.
func withPlace(lat, lon float64) []byte {
	block := fix{"N", "E", degrees(lat), degrees(lon)}.block(binary.BigEndian)
	return segment(asJPEG(quarters(64, 32)), 0xe1, append([]byte("Exif\x00\x00"), block...))
}

func TestPlace(t *testing.T) {
	good := fix{"N", "E", degrees(52.0577), degrees(4.4936)}
	with := func(change func(*fix)) fix {
		g := good
		change(&g)
		return g
	}
	for _, c := range []struct {
		name     string
		g        fix
		lat, lon float64 // 0 for none
	}{
		{"Zoetermeer", good, 52.0577, 4.4936},
		{"south and west", with(func(g *fix) { g.latSide, g.lonSide = "S", "W" }), -52.0577, -4.4936},
		{"no fix", fix{"N", "E", [3]rational{{0, 1}, {0, 1}, {0, 1}}, [3]rational{{0, 1}, {0, 1}, {0, 1}}}, 0, 0},
		{"parts of nothing", fix{"N", "E", [3]rational{{0, 0}, {0, 0}, {0, 0}}, [3]rational{{0, 0}, {0, 0}, {0, 0}}}, 0, 0},
		{"off the globe", with(func(g *fix) { g.lat[0] = rational{91, 1} }), 0, 0},
		{"round the globe", with(func(g *fix) { g.lon[0] = rational{181, 1} }), 0, 0},
		{"far off", with(func(g *fix) { g.lat[0] = rational{4_000_000_000, 1} }), 0, 0},
		{"no side", with(func(g *fix) { g.latSide = "" }), 0, 0},
		{"another side", with(func(g *fix) { g.lonSide = "Q" }), 0, 0},
		{"sides exchanged", with(func(g *fix) { g.latSide, g.lonSide = "E", "N" }), 0, 0},
	} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			block := c.g.block(order)
			for kind, data := range map[string][]byte{
				"jpeg": segment(asJPEG(quarters(64, 32)), 0xe1, append([]byte("Exif\x00\x00"), block...)),
				"png":  chunk(asPNG(quarters(64, 32)), "eXIf", block),
				"webp": riff("VP8X", "\x08\x00\x00\x00\x1f\x00\x00\x0f\x00\x00", "EXIF", string(block)),
			} {
				p, ok := Place(data)
				if ok != (c.lat != 0) || math.Abs(p.Lat-c.lat) > 1e-5 || math.Abs(p.Lon-c.lon) > 1e-5 {
					t.Errorf("%s, %s, %v: %v, %t", c.name, kind, order, p, ok)
				}
			}
		}
	}
}

func TestNoPlace(t *testing.T) {
	block := fix{"N", "E", degrees(52), degrees(4)}.block(binary.BigEndian)
	data := withPlace(52.06, 4.49)
	for name, data := range map[string][]byte{
		"nothing":        nil,
		"no metadata":    asJPEG(quarters(8, 8)),
		"only a camera":  withEXIF(asJPEG(quarters(8, 8)), 1),
		"block cut off":  segment(asJPEG(quarters(8, 8)), 0xe1, append([]byte("Exif\x00\x00"), block[:len(block)-20]...)),
		"file cut off":   data[:60],
		"no photo":       append([]byte("<html>"), data...),
		"too big":        append(bytes.Clone(data), make([]byte, MaxBytes)...),
		"after cleaning": clean(t, data),
	} {
		if p, ok := Place(data); ok {
			t.Errorf("%s: %v", name, p)
		}
	}
}
