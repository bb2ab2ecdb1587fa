package photo

import (
	"encoding/binary"
	"image"
	"image/color"
)

// jpegPerPoint returns the bytes a point takes in Go's decoder: one for each
// component, four more when the file is progressive (its coefficients are kept
// as int32), and a whole second picture when its colours need turning round.
// Components that are sampled less densely count less. A file cut off before
// its picture begins takes none.
func jpegPerPoint(data []byte) int {
	var frame []byte
	progressive, adobe := false, -1
	for i := 2; i+4 <= len(data); {
		marker := data[i+1]
		switch {
		case data[i] != 0xff || marker == 0xff:
			i++
			continue
		case marker <= 1, marker >= 0xd0 && marker <= 0xd9: // without content
			i += 2
			continue
		}
		size := int(binary.BigEndian.Uint16(data[i+2:]))
		if size < 2 || i+2+size > len(data) {
			return 0
		}
		body := data[i+4 : i+2+size]
		switch {
		case marker == 0xee && len(body) >= 12 && string(body[:5]) == "Adobe":
			adobe = int(body[11])
		case marker >= 0xc0 && marker <= 0xc2:
			frame, progressive = body, marker == 0xc2
		case marker == 0xda: // the picture itself
			return framePerPoint(frame, progressive, adobe)
		}
		i += 2 + size
	}
	return 0
}

// framePerPoint reads a start of frame: precision, height, width, and for each
// component its name, sampling and table. One that cannot be read counts as
// the worst.
func framePerPoint(body []byte, progressive bool, adobe int) int {
	const worst = 4 * (1 + 4 + 4)
	if len(body) < 6 || len(body) < 6+3*int(body[5]) {
		return worst
	}
	n := int(body[5])
	densest, samples := 1, 0
	for c := range n {
		hv := int(body[7+3*c]>>4) * int(body[7+3*c]&15)
		densest = max(densest, hv)
		samples += hv
	}
	each := 1
	if progressive {
		each += 4
	}
	per := (samples*each + densest - 1) / densest
	rgb := n == 3 && body[6] == 'R' && body[9] == 'G' && body[12] == 'B'
	if n == 4 || rgb || adobe == 0 {
		per += 4
	}
	return per
}

// pngPerPoint counts four bytes even for grey, which becomes colour when a
// transparent shade is named, and twice that when the passes of an interlaced
// file are unpacked beside it.
func pngPerPoint(data []byte, c image.Config) int {
	per := 4
	switch c.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model, color.Gray16Model:
		per = 8
	}
	const interlace = 28 // place of the flag in the header, which is always first
	if len(data) > interlace && data[interlace] != 0 {
		per *= 2
	}
	return per
}

// webpPerPoint counts a lossy picture without transparency as what it is, and
// everything else as a lossless one: two copies of four bytes.
func webpPerPoint(data []byte, _ image.Config) int {
	if string(data[12:16]) == "VP8 " {
		return 2
	}
	return 8
}
