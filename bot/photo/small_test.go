package photo

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"testing"
)

func size(t *testing.T, data []byte) image.Point {
	t.Helper()
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return image.Pt(c.Width, c.Height)
}

func TestThumb(t *testing.T) {
	for _, c := range []struct{ w, h, wantW, wantH int }{
		{1600, 1200, 320, 240}, {800, 1600, 160, 320}, {320, 320, 320, 320}, {40, 30, 40, 30}, {1600, 1, 320, 1}, {1, 1, 1, 1},
	} {
		out, err := Thumb(asJPEG(quarters(c.w, c.h)))
		if err != nil {
			t.Fatal(err)
		}
		if got := size(t, out); got != image.Pt(c.wantW, c.wantH) {
			t.Errorf("%d by %d becomes %v", c.w, c.h, got)
		}
		hold(t, "thumb", out)
	}
	out, _ := Thumb(asJPEG(quarters(1600, 1200)))
	if got := corners(t, out); got != "rgbw" || len(out) > 20_000 {
		t.Errorf("corners %s, %d bytes", got, len(out))
	}
}

func TestBeside(t *testing.T) {
	for _, c := range []struct {
		a, b image.Point
		want image.Point
	}{
		{image.Pt(1600, 1200), image.Pt(1600, 1200), image.Pt(1600, 597)},
		{image.Pt(1200, 1600), image.Pt(1200, 1600), image.Pt(1600, 1061)},
		{image.Pt(400, 300), image.Pt(400, 300), image.Pt(808, 300)},
		{image.Pt(400, 300), image.Pt(100, 150), image.Pt(608, 300)}, // the small one grows
		{image.Pt(100, 1600), image.Pt(100, 1600), image.Pt(208, 1600)},
		{image.Pt(1600, 1), image.Pt(1600, 1), image.Pt(1600, 1)},
		{image.Pt(1, 1600), image.Pt(1600, 1), image.Pt(1600, 1)},
		{image.Pt(1, 1), image.Pt(1, 1), image.Pt(10, 1)},
	} {
		out, err := Beside(asJPEG(quarters(c.a.X, c.a.Y)), asJPEG(quarters(c.b.X, c.b.Y)))
		if err != nil {
			t.Fatal(err)
		}
		got := size(t, out)
		if d := got.Sub(c.want); d.X < -2 || d.X > 2 || d.Y < -2 || d.Y > 2 || max(got.X, got.Y) > maxSide {
			t.Errorf("%v beside %v is %v, want about %v", c.a, c.b, got, c.want)
		}
		hold(t, "beside", out)
	}
}

// TestBesideOrder: the first is on the left, and what is between is white.
func TestBesideOrder(t *testing.T) {
	fill := func(r, g, b uint8) []byte {
		m := image.NewRGBA(image.Rect(0, 0, 200, 100))
		for i := 0; i < len(m.Pix); i += 4 {
			copy(m.Pix[i:], []byte{r, g, b, 255})
		}
		return asJPEG(m)
	}
	out, err := Beside(fill(255, 0, 0), fill(0, 0, 255))
	if err != nil {
		t.Fatal(err)
	}
	if got := corners(t, out); got != "rbrb" {
		t.Errorf("corners %s", got)
	}
	m, _ := jpeg.Decode(bytes.NewReader(out))
	if r, g, b, _ := m.At(200+line/2, 50).RGBA(); min(r, g, b) < 0xc000 {
		t.Errorf("between them %x %x %x", r, g, b)
	}
}

// Only what was kept is joined and made small: its size is known.
func TestSmallRefuses(t *testing.T) {
	good := asJPEG(quarters(40, 30))
	for name, data := range map[string][]byte{
		"nothing": nil, "no photo": []byte("<html>"), "png": asPNG(quarters(8, 8)), "cut off": good[:len(good)/2],
		"a bomb": bigFrame(65535, 65535, false), "one point too wide": asJPEG(image.NewGray(image.Rect(0, 0, maxSide+1, 4))),
	} {
		if _, err := Thumb(data); !errors.Is(err, ErrNotPhoto) {
			t.Errorf("thumb of %s: %v", name, err)
		}
		if _, err := Beside(good, data); !errors.Is(err, ErrNotPhoto) {
			t.Errorf("beside %s: %v", name, err)
		}
		if _, err := Beside(data, good); !errors.Is(err, ErrNotPhoto) {
			t.Errorf("%s beside: %v", name, err)
		}
	}
}

func BenchmarkBeside(b *testing.B) {
	data := asJPEG(quarters(1600, 1200))
	for b.Loop() {
		if _, err := Beside(data, data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkThumb(b *testing.B) {
	data := asJPEG(quarters(1600, 1200))
	for b.Loop() {
		if _, err := Thumb(data); err != nil {
			b.Fatal(err)
		}
	}
}
