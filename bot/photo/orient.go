package photo

import (
	"bytes"
	"image"

	"github.com/bep/imagemeta"
)

// orientation returns how the camera was held, 1 to 8 as in EXIF tag 0x0112.
// A photo that does not tell, or tells nonsense, is upright (1).
func (k *kind) orientation(data []byte) int {
	found := 1
	// A broken header is no reason to refuse a picture that can be seen.
	_, _ = imagemeta.Decode(imagemeta.Options{
		R:           bytes.NewReader(data),
		ImageFormat: k.meta,
		Sources:     imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool {
			return tag.Tag == "Orientation" && tag.Namespace == "IFD0"
		},
		HandleTag: func(tag imagemeta.TagInfo) error {
			if v, ok := tag.Value.(uint16); ok && v >= 1 && v <= 8 {
				found = int(v)
			}
			return imagemeta.ErrStopWalking
		},
		Warnf:        func(string, ...any) {},
		LimitNumTags: 500,
	})
	return found
}

// upright returns m turned and mirrored from how the camera was held.
func upright(m *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return m
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			fx, fy := source(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], m.Pix[m.PixOffset(fx, fy):][:4])
		}
	}
	return out
}

// source returns which point of a stored picture of w by h is seen at x, y.
func source(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4: // upside down and mirrored
		return x, h - 1 - y
	case 5: // mirrored, its top on the left
		return y, x
	case 6: // its top on the right
		return y, h - 1 - x
	case 7: // mirrored, its top on the right
		return w - 1 - y, h - 1 - x
	case 8: // its top on the left
		return w - 1 - y, x
	}
	return x, y
}
