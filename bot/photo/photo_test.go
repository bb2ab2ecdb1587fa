package photo

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// quarters is a picture whose corners differ: red, green, blue and white from
// the top left, by row.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			switch {
			case x < w/2 && y < h/2:
				c = color.RGBA{255, 0, 0, 255}
			case y < h/2:
				c = color.RGBA{0, 255, 0, 255}
			case x < w/2:
				c = color.RGBA{0, 0, 255, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// corners names the colours of the four corners of a JPEG, by row.
func corners(t *testing.T, data []byte) string {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := m.Bounds()
	name := func(fx, fy int) byte {
		r, g, bl, _ := m.At(b.Min.X+b.Dx()*fx/8, b.Min.Y+b.Dy()*fy/8).RGBA()
		const half = 0x8000
		switch {
		case r > half && g > half && bl > half:
			return 'w'
		case r > half && g < half && bl < half:
			return 'r'
		case g > half && r < half && bl < half:
			return 'g'
		case bl > half && r < half && g < half:
			return 'b'
		}
		return '?'
	}
	return string([]byte{name(1, 1), name(7, 1), name(1, 7), name(7, 7)})
}

func asJPEG(m image.Image) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, m, &jpeg.Options{Quality: 95})
	return b.Bytes()
}

func asPNG(m image.Image) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, m)
	return b.Bytes()
}

// exif returns a TIFF block with this orientation, a camera and a place.
func exif(orientation uint16) []byte {
	var b bytes.Buffer
	w := func(v any) { _ = binary.Write(&b, binary.BigEndian, v) }
	entry := func(tag, typ uint16, n, v uint32) { w(tag); w(typ); w(n); w(v) }
	b.WriteString("MM\x00*")
	w(uint32(8))
	w(uint16(3))
	entry(0x010f, 2, 12, 50) // Make, below
	entry(0x0112, 3, 1, uint32(orientation)<<16)
	entry(0x8825, 4, 1, 62) // GPS directory, below
	w(uint32(0))
	b.WriteString("SecretCam1\x00\x00")
	w(uint16(2))
	entry(1, 2, 2, 'N'<<24)
	entry(2, 5, 3, 62+2+2*12+4)
	w(uint32(0))
	for _, v := range []uint32{52, 1, 3, 1, 9, 1} {
		w(v)
	}
	return b.Bytes()
}

// segment puts an APP1 (or other) segment after the start of a JPEG.
func segment(photo []byte, marker byte, body []byte) []byte {
	out := append([]byte{}, photo[:2]...)
	out = append(out, 0xff, marker, byte((len(body)+2)>>8), byte(len(body)+2))
	out = append(out, body...)
	return append(out, photo[2:]...)
}

func withEXIF(photo []byte, orientation uint16) []byte {
	return segment(photo, 0xe1, append([]byte("Exif\x00\x00"), exif(orientation)...))
}

// chunk puts a chunk after the header of a PNG.
func chunk(photo []byte, name string, body []byte) []byte {
	const header = 8 + 25
	c := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	c = append(append(c, name...), body...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
	return append(append(append([]byte{}, photo[:header]...), c...), photo[header:]...)
}

func clean(t *testing.T, data []byte) []byte {
	t.Helper()
	out, err := Clean(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOrientation(t *testing.T) {
	// What the camera stored has red at the top left; the tag says how it was held.
	want := map[uint16]string{0: "rgbw", 1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", 5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb", 9: "rgbw"}
	for orientation, colours := range want {
		for name, data := range map[string][]byte{
			"jpeg": withEXIF(asJPEG(quarters(64, 32)), orientation),
			"png":  chunk(asPNG(quarters(64, 32)), "eXIf", exif(orientation)),
		} {
			out := clean(t, data)
			if got := corners(t, out); got != colours {
				t.Errorf("%s, orientation %d: corners %s, want %s", name, orientation, got, colours)
			}
			c, _ := jpeg.DecodeConfig(bytes.NewReader(out))
			if turned := orientation >= 5 && orientation <= 8; turned != (c.Width == 32) {
				t.Errorf("%s, orientation %d: %d by %d", name, orientation, c.Width, c.Height)
			}
		}
	}
}

// A picture with an odd number of points a side is turned without losing a row.
func TestOrientationEveryPoint(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 5, 3))
	for i := range m.Pix {
		m.Pix[i] = byte(i)
	}
	for o := 1; o <= 8; o++ {
		seen := map[[4]byte]bool{}
		out := upright(m, o)
		for i := 0; i < len(out.Pix); i += 4 {
			seen[[4]byte(out.Pix[i:i+4])] = true
		}
		if len(seen) != 15 {
			t.Errorf("orientation %d keeps %d of 15 points", o, len(seen))
		}
	}
}

func TestMetadataGone(t *testing.T) {
	photo := withEXIF(asJPEG(quarters(64, 64)), 6)
	photo = segment(photo, 0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>SecretName</x:xmpmeta>"))
	photo = segment(photo, 0xed, []byte("Photoshop 3.0\x008BIM SecretIPTC"))
	photo = segment(photo, 0xfe, []byte("SecretComment"))
	pngPhoto := chunk(chunk(asPNG(quarters(64, 64)), "eXIf", exif(1)), "tEXt", []byte("Author\x00SecretAuthor"))
	for name, data := range map[string][]byte{
		"jpeg":              photo,
		"png":               pngPhoto,
		"jpeg and zip":      append(bytes.Clone(photo), "PK\x03\x04Secret.exe"...),
		"jpeg and html":     append(bytes.Clone(photo), "<script>Secret()</script>"...),
		"jpeg and a second": append(bytes.Clone(photo), photo...),
		"png and html":      append(bytes.Clone(pngPhoto), "<svg onload=Secret()>"...),
	} {
		if name != "jpeg and a second" && !bytes.Contains(data, []byte("Secret")) {
			t.Fatalf("%s: the test has nothing to hide", name)
		}
		out := clean(t, data)
		for _, bad := range []string{"Secret", "Exif", "MM\x00*", "xap", "8BIM", "PK\x03\x04", "<s", "JFIF\x00\x01\x02"} {
			if bytes.Contains(out, []byte(bad)) {
				t.Errorf("%s: %q is still there", name, bad)
			}
		}
		if n := bytes.Count(out, []byte("\xff\xd8\xff")); n != 1 || !bytes.HasSuffix(out, []byte("\xff\xd9")) {
			t.Errorf("%s: %d starts, ends in %x", name, n, out[len(out)-2:])
		}
		for i := 0; i+1 < len(out); i++ {
			if out[i] == 0xff && (out[i+1] >= 0xe0 && out[i+1] <= 0xef || out[i+1] == 0xfe) {
				t.Errorf("%s: segment %x is still there", name, out[i+1])
			}
		}
	}
}

func TestSize(t *testing.T) {
	for _, c := range []struct{ w, h, wantW, wantH int }{
		{100, 50, 100, 50}, {1600, 1200, 1600, 1200}, {2000, 1000, 1600, 800}, {500, 2000, 400, 1600}, {1, 1, 1, 1}, {8000, 2, 1600, 1},
	} {
		for _, data := range [][]byte{asJPEG(image.NewGray(image.Rect(0, 0, c.w, c.h))), asPNG(image.NewGray(image.Rect(0, 0, c.w, c.h)))} {
			got, err := jpeg.DecodeConfig(bytes.NewReader(clean(t, data)))
			if err != nil || got.Width != c.wantW || got.Height != c.wantH {
				t.Errorf("%d by %d becomes %d by %d (%v), want %d by %d", c.w, c.h, got.Width, got.Height, err, c.wantW, c.wantH)
			}
		}
	}
}

func TestTransparentIsWhite(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	if got := corners(t, clean(t, asPNG(m))); got != "wwww" {
		t.Errorf("corners %s", got)
	}
}

// webpPictures are quarters(32, 16), drawn on a canvas in a browser: the
// content of the one chunk that holds the picture.
var webpPictures = map[string]string{
	"VP8 ": "cAIAnQEqIAAQAALATCWgAnS8CeQfhL+KoEMeAAD+8Mc3//EDL9RCvUX623/20DvWhK/8oJf//PurHD7GiOAAAA==",
	"VP8L": "Lx/AAwAfIBBI3h86jfkXEBT8H938R2QPgCDbZpKTvOQALhDR/9g21R9A1S0=",
}

// riff returns a WebP file of these chunks, each a name and its content.
func riff(chunks ...string) []byte {
	body := []byte("WEBP")
	for i := 0; i < len(chunks); i += 2 {
		body = binary.LittleEndian.AppendUint32(append(body, chunks[i]...), uint32(len(chunks[i+1])))
		body = append(body, chunks[i+1]...)
		if len(chunks[i+1])%2 == 1 {
			body = append(body, 0)
		}
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// webpFiles returns pictures as plain files and as extended ones, turned.
func webpFiles() (plain, turned map[string][]byte) {
	plain, turned = map[string][]byte{}, map[string][]byte{}
	for name, text := range webpPictures {
		content, _ := base64.StdEncoding.DecodeString(text)
		plain[name] = riff(name, string(content))
		turned[name] = riff("VP8X", "\x08\x00\x00\x00\x1f\x00\x00\x0f\x00\x00", name, string(content), "EXIF", string(exif(6)))
	}
	return plain, turned
}

func TestWebP(t *testing.T) {
	plain, turned := webpFiles()
	for name := range webpPictures {
		if got := corners(t, clean(t, plain[name])); got != "rgbw" {
			t.Errorf("%s: corners %s", name, got)
		}
		out := clean(t, turned[name])
		if got := corners(t, out); got != "brwg" {
			t.Errorf("%s turned: corners %s", name, got)
		}
		if bytes.Contains(out, []byte("SecretCam")) {
			t.Errorf("%s: the camera is still there", name)
		}
		if _, err := Clean(t.Context(), plain[name][:len(plain[name])-12]); !errors.Is(err, ErrNotPhoto) {
			t.Errorf("%s cut off: %v", name, err)
		}
	}
}

// bigHeader returns a PNG that claims to be w by h points.
func bigHeader(w, h uint32) []byte {
	data := asPNG(image.NewRGBA(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// bigFrame returns a JPEG that claims to be w by h points.
func bigFrame(w, h uint16, progressive bool) []byte {
	data := asJPEG(quarters(16, 16))
	i := bytes.Index(data, []byte{0xff, 0xc0})
	if progressive {
		data[i+1] = 0xc2
	}
	binary.BigEndian.PutUint16(data[i+5:], h)
	binary.BigEndian.PutUint16(data[i+7:], w)
	return data
}

func TestRefused(t *testing.T) {
	good := asJPEG(quarters(640, 480))
	var animated bytes.Buffer
	_ = gif.Encode(&animated, quarters(8, 8), nil)
	webpBomb := riff("VP8X", "\x00\x00\x00\x00\xff\x3f\x00\xff\x3f\x00")
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, ErrNotPhoto},
		{"text", []byte("geen foto"), ErrNotPhoto},
		{"gif", animated.Bytes(), ErrNotPhoto},
		{"svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>`), ErrNotPhoto},
		{"heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), ErrNotPhoto},
		{"pdf", []byte("%PDF-1.7"), ErrNotPhoto},
		{"html before a jpeg", append([]byte("<html>"), good...), ErrNotPhoto},
		{"first bytes only", good[:3], ErrNotPhoto},
		{"header only", good[:200], ErrNotPhoto},
		{"cut off", good[:len(good)/2], ErrNotPhoto},
		{"png cut off", asPNG(quarters(64, 64))[:60], ErrNotPhoto},
		{"png without size", bigHeader(0, 5), ErrNotPhoto},
		{"riff of another kind", []byte("RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00"), ErrNotPhoto},
		{"webp header only", webpBomb[:20], ErrNotPhoto},
		{"11 MB", append(bytes.Clone(good), make([]byte, 11<<20)...), ErrTooBig},
		{"12000 by 12000 png", bigHeader(12000, 12000), ErrTooBig},
		{"2^31 by 2 png", bigHeader(1<<31-1, 2), ErrTooBig},
		{"2^31 by 2^31 png", bigHeader(1<<31-1, 1<<31-1), ErrNotPhoto},
		{"35 million points in colour, png", bigHeader(7000, 5000), ErrTooBig},
		{"65535 by 65535 jpeg", bigFrame(65535, 65535, false), ErrTooBig},
		{"39 million points, progressive", bigFrame(6500, 6000, true), ErrTooBig},
		{"webp bomb", webpBomb, ErrTooBig},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		out, err := Clean(t.Context(), c.data)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, c.want) || out != nil {
			t.Errorf("%s: %d bytes, error %v, want %v", c.name, len(out), err, c.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 10<<20 {
			t.Errorf("%s: took %d bytes of memory to refuse", c.name, used)
		}
	}
}

func TestJPEGMemory(t *testing.T) {
	frame := func(progressive bool, sampling ...byte) []byte {
		body := []byte{8, 0, 1, 0, 1, byte(len(sampling))}
		for i, s := range sampling {
			body = append(body, byte(i+1), s, 0)
		}
		if progressive {
			return append([]byte{1}, body...)
		}
		return append([]byte{0}, body...)
	}
	for _, c := range []struct {
		name  string
		frame []byte
		adobe int
		want  int
	}{
		{"grey", frame(false, 0x11), -1, 1},
		{"4:2:0", frame(false, 0x22, 0x11, 0x11), -1, 2},
		{"4:4:4", frame(false, 0x11, 0x11, 0x11), -1, 3},
		{"4:4:4 progressive", frame(true, 0x11, 0x11, 0x11), -1, 15},
		{"4:2:0 progressive", frame(true, 0x22, 0x11, 0x11), -1, 8},
		{"4:4:4 rgb of Adobe", frame(false, 0x11, 0x11, 0x11), 0, 7},
		{"4:4:4 ycc of Adobe", frame(false, 0x11, 0x11, 0x11), 1, 3},
		{"four inks", frame(false, 0x11, 0x11, 0x11, 0x11), 2, 8},
		{"nothing", []byte{0}, -1, 36},
		{"more components than bytes", []byte{0, 8, 0, 1, 0, 1, 200}, -1, 36},
	} {
		if got := framePerPoint(c.frame[1:], c.frame[0] == 1, c.adobe); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.name, got, c.want)
		}
	}
	// An Adobe segment counts wherever it stands.
	data := asJPEG(quarters(16, 16))
	if got := jpegPerPoint(segment(data, 0xee, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00"))); got != 2+4 {
		t.Errorf("Adobe: %d", got)
	}
}

func TestContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Clean(ctx, asJPEG(quarters(16, 16))); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	// While another holds the turn, the wait ends with ctx and not before.
	turn <- struct{}{}
	waiting, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := Clean(waiting, asJPEG(quarters(16, 16)))
		done <- err
	}()
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	<-turn
	clean(t, asJPEG(quarters(16, 16)))
}

func TestManyAtOnce(t *testing.T) {
	data := asJPEG(quarters(400, 300))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := Clean(t.Context(), data); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// Errors reach the log, so they hold nothing of the file.
func TestErrorsHoldNoContent(t *testing.T) {
	_, err := Clean(t.Context(), []byte("mevrouw De Wit"))
	if err == nil || strings.Contains(err.Error(), "Wit") {
		t.Errorf("error %v", err)
	}
}

func FuzzClean(f *testing.F) {
	f.Add(withEXIF(asJPEG(quarters(8, 8)), 6))
	f.Add(chunk(asPNG(quarters(8, 8)), "eXIf", exif(3)))
	f.Add(bigFrame(64, 64, true))
	plain, turned := webpFiles()
	for name := range webpPictures {
		f.Add(plain[name])
		f.Add(turned[name])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := Clean(t.Context(), data)
		if err != nil {
			if !errors.Is(err, ErrNotPhoto) && !errors.Is(err, ErrTooBig) && t.Context().Err() == nil {
				t.Fatal(err)
			}
			return
		}
		c, err := jpeg.DecodeConfig(bytes.NewReader(out))
		if err != nil || c.Width > maxSide || c.Height > maxSide {
			t.Fatalf("%d by %d, %v", c.Width, c.Height, err)
		}
		if _, err := Clean(t.Context(), out); err != nil && t.Context().Err() == nil {
			t.Fatalf("does not read what it wrote: %v", err)
		}
	})
}

// BenchmarkClean is a photo of 12 million points, as telephones make them.
func BenchmarkClean(b *testing.B) {
	data := withEXIF(asJPEG(quarters(4000, 3000)), 6)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Clean(b.Context(), data); err != nil {
			b.Fatal(err)
		}
	}
}
