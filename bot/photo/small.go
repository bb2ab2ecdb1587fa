package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"
)

const (
	thumbSide    = 320
	thumbQuality = 75
	// line is the white between two photos, in points.
	line = 8
)

// Thumb returns a small copy of a photo that Clean made, at most 320 points a
// side. Its error is ErrNotPhoto for anything else.
func Thumb(clean []byte) ([]byte, error) {
	m, err := kept(clean)
	if err != nil {
		return nil, err
	}
	w, h := within(m.Bounds().Dx(), m.Bounds().Dy(), thumbSide)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), m, m.Bounds(), draw.Src, nil)
	return write(small, thumbQuality)
}

// Beside returns two photos that Clean made as one, a on the left and b on the
// right, equally high with a line between, at most 1600 points a side. Its
// error is ErrNotPhoto for anything else.
func Beside(a, b []byte) ([]byte, error) {
	left, err := kept(a)
	if err != nil {
		return nil, err
	}
	right, err := kept(b)
	if err != nil {
		return nil, err
	}
	slim := func(m image.Image) float64 { return float64(m.Bounds().Dx()) / float64(m.Bounds().Dy()) }
	high := float64(max(left.Bounds().Dy(), right.Bounds().Dy()))
	high = min(high, (maxSide-line)/(slim(left)+slim(right)))
	h := max(1, int(high))
	w1, w2 := max(1, int(slim(left)*high)), max(1, int(slim(right)*high))
	both := image.NewRGBA(image.Rect(0, 0, w1+line+w2, h))
	draw.Draw(both, both.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(both, image.Rect(0, 0, w1, h), left, left.Bounds(), draw.Src, nil)
	draw.ApproxBiLinear.Scale(both, image.Rect(w1+line, 0, w1+line+w2, h), right, right.Bounds(), draw.Src, nil)
	return write(both, quality)
}

// kept unpacks a photo that Clean made. It looks at the size first, because
// nobody can be sure where bytes came from.
func kept(clean []byte) (image.Image, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(clean))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPhoto, err)
	}
	if c.Width < 1 || c.Width > maxSide || c.Height < 1 || c.Height > maxSide {
		return nil, fmt.Errorf("%w: %d by %d points was not made here", ErrNotPhoto, c.Width, c.Height)
	}
	m, err := jpeg.Decode(bytes.NewReader(clean))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPhoto, err)
	}
	return m, nil
}

// within returns w by h made to fit in a square.
func within(w, h, side int) (int, int) {
	long := max(w, h)
	if long <= side {
		return w, h
	}
	return max(1, w*side/long), max(1, h*side/long)
}

// write returns m as a JPEG. The encoder writes no metadata.
func write(m *image.RGBA, quality int) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode photo: %w", err)
	}
	return out.Bytes(), nil
}
