// Package photo makes of a stranger's photo one that the city can keep: small,
// upright, a plain JPEG, with nothing in it but the picture.
//
// The one rule it keeps: what comes out was drawn anew, point by point, so no
// place, camera, name or hidden file of the sender comes along, and nothing is
// unpacked before its size is known. To accept one more kind of file, add it
// to kinds with its first bytes, its memory and its orientation.
package photo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime/debug"

	"github.com/bep/imagemeta"
	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// ErrTooBig means that the photo has too many bytes or points to unpack: the
// sender can make it smaller, or send it as a photo instead of as a file.
var ErrTooBig = errors.New("photo is too big")

// ErrNotPhoto means that this is no JPEG, PNG or WebP, or a damaged one:
// sending the same again will not help.
var ErrNotPhoto = errors.New("not a photo that can be read")

// ErrHEIC means that this is the kind of file that some telephones make, which
// is not unpacked here. Sent as a photo instead of as a file, the telephone or
// Telegram makes a JPEG of it. It is an ErrNotPhoto as well.
var ErrHEIC = fmt.Errorf("%w: HEIC", ErrNotPhoto)

// MaxBytes is how long a file may be. Telegram hands bots up to 20 MB.
const MaxBytes = 10 << 20

const (
	maxPixels = 40_000_000
	// maxMemory is what one photo may take unpacked, in bytes. It is less than
	// 40 million points at the worst, so that the process grows by 150 MB at most.
	maxMemory = 120_000_000
	// bigMemory is from where the memory is given back at once.
	bigMemory = 32_000_000
	maxSide   = 1600 // of the result: a number plate can be read, a face across the street cannot
	quality   = 82
)

// turn is held by the one photo that is being unpacked.
var turn = make(chan struct{}, 1)

// Clean returns the photo in data as a JPEG of at most 1600 points a side,
// upright and without metadata. What data is follows from its content; its
// first picture counts, on white where it can be seen through. Photos wait for
// each other, as long as ctx lasts. The error is ErrTooBig, ErrNotPhoto or
// that of ctx.
func Clean(ctx context.Context, data []byte) ([]byte, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooBig, len(data))
	}
	k := kindOf(data)
	switch {
	case k == nil && isHEIC(data):
		return nil, ErrHEIC
	case k == nil:
		return nil, fmt.Errorf("%w: no JPEG, PNG or WebP", ErrNotPhoto)
	}
	memory, err := k.measure(data)
	if err != nil {
		return nil, err
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if memory > bigMemory {
		// The next photo must not come on top of this one's garbage.
		defer debug.FreeOSMemory()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	small, err := k.shrunk(data)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return write(upright(small, k.orientation(data)), quality)
}

// A kind is a file format that is accepted.
type kind struct {
	is     func(data []byte) bool
	config func(data []byte) (image.Config, error)
	decode func(data []byte) (image.Image, error)
	// perPoint is how many bytes a point takes while it is being unpacked.
	perPoint func(data []byte, c image.Config) int
	meta     imagemeta.ImageFormat
}

// kinds are told apart by their first bytes.
var kinds = []kind{
	{
		is:       func(d []byte) bool { return bytes.HasPrefix(d, []byte("\xff\xd8\xff")) },
		config:   func(d []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(d)) },
		decode:   func(d []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(d)) },
		perPoint: func(d []byte, _ image.Config) int { return jpegPerPoint(d) },
		meta:     imagemeta.JPEG,
	},
	{
		is:       func(d []byte) bool { return bytes.HasPrefix(d, []byte("\x89PNG\r\n\x1a\n")) },
		config:   func(d []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(d)) },
		decode:   func(d []byte) (image.Image, error) { return png.Decode(bytes.NewReader(d)) },
		perPoint: pngPerPoint,
		meta:     imagemeta.PNG,
	},
	{
		is: func(d []byte) bool {
			return len(d) > 16 && string(d[:4]) == "RIFF" && string(d[8:12]) == "WEBP"
		},
		config:   func(d []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(d)) },
		decode:   func(d []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(d)) },
		perPoint: webpPerPoint,
		meta:     imagemeta.WebP,
	},
}

func kindOf(data []byte) *kind {
	for i := range kinds {
		if kinds[i].is(data) {
			return &kinds[i]
		}
	}
	return nil
}

// measure returns how much memory data takes unpacked, from its header alone.
func (k *kind) measure(data []byte) (memory int, err error) {
	defer recovered(&err)
	c, err := k.config(data)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrNotPhoto, err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return 0, fmt.Errorf("%w: without size", ErrNotPhoto)
	}
	if c.Width > maxPixels || c.Height > maxPixels || c.Width*c.Height > maxPixels {
		return 0, fmt.Errorf("%w: %d by %d points", ErrTooBig, c.Width, c.Height)
	}
	if memory = c.Width * c.Height * k.perPoint(data, c); memory > maxMemory {
		return 0, fmt.Errorf("%w: %d bytes unpacked", ErrTooBig, memory)
	}
	return memory, nil
}

// shrunk returns the picture in data, at most maxSide a side, on white.
func (k *kind) shrunk(data []byte) (small *image.RGBA, err error) {
	defer recovered(&err)
	full, err := k.decode(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPhoto, err)
	}
	from := full.Bounds()
	w, h := within(from.Dx(), from.Dy(), maxSide)
	small = image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Bounds(), full, from, draw.Over, nil)
	return small, nil
}

// recovered makes a refusal of a panic in a decoder: its input is a
// stranger's, and nothing of ours was touched.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: the decoder gave up: %v", ErrNotPhoto, r)
	}
}
