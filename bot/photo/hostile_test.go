package photo

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"image/jpeg"
	"strings"
	"testing"
)

// foreign are the beginnings of what a photo of ours never holds: metadata of
// every kind, and files of another kind.
var foreign = []string{
	"Exif", "http://ns.adobe.com/xap", "xpacket", "Photoshop 3.0", "8BIM", "ICC_PROFILE", "JFIF", "Adobe", "MM\x00*", "II*\x00",
	"PK\x03\x04", "%PDF", "<script", "<svg", "<html", "ftyp", "RIFF", "\x89PNG", "GIF8", "Secret",
}

// hold fails if out holds anything of those, or a segment that is not needed to
// see the picture.
func hold(t *testing.T, name string, out []byte) {
	t.Helper()
	for _, bad := range foreign {
		if bytes.Contains(out, []byte(bad)) {
			t.Errorf("%s: %q is still there", name, bad)
		}
	}
	needed := map[byte]bool{0xdb: true, 0xc0: true, 0xc4: true}
	i := 2
	for ; i+4 < len(out) && out[i] == 0xff && out[i+1] != 0xda; i += 2 + int(binary.BigEndian.Uint16(out[i+2:])) {
		if !needed[out[i+1]] {
			t.Errorf("%s: segment %x", name, out[i+1])
		}
	}
	if n := bytes.Count(out, []byte("\xff\xd8\xff")); n != 1 || !bytes.HasSuffix(out, []byte("\xff\xd9")) {
		t.Errorf("%s: %d starts, ends in %x", name, n, out[len(out)-2:])
	}
}

// laden returns a JPEG with every segment in which senders are known to leave
// something, and one behind its end.
func laden() []byte {
	data := withEXIF(asJPEG(quarters(64, 64)), 1)
	for _, s := range []struct {
		marker byte
		body   string
	}{
		{0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x02\x02SecretThumb!"},
		{0xe1, "http://ns.adobe.com/xap/1.0/\x00<?xpacket?><exif:GPSLatitude>Secret</exif:GPSLatitude>"},
		{0xe1, "Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00SecretMakerNote"},
		{0xe2, "ICC_PROFILE\x00\x01\x01SecretProfile"},
		{0xe2, "MPF\x00MM\x00*SecretSecondPicture"},
		{0xeb, "JP\x00\x01SecretC2PA"},
		{0xed, "Photoshop 3.0\x008BIM\x04\x04SecretIPTC"},
		{0xef, "SecretApp15"},
		{0xfe, "SecretComment"},
	} {
		data = segment(data, s.marker, []byte(s.body))
	}
	return data
}

// TestNothingComesAlong: whatever is put in or behind a photo, nothing but the
// picture comes out.
func TestNothingComesAlong(t *testing.T) {
	webpPlain, webpTurned := webpFiles()
	animatedPNG := chunk(chunk(asPNG(quarters(64, 64)), "acTL", []byte{0, 0, 0, 1, 0, 0, 0, 0}), "fcTL", make([]byte, 26))
	tail := func(data []byte, behind string) []byte { return append(bytes.Clone(data), behind...) }
	for name, data := range map[string][]byte{
		"every segment":     laden(),
		"zip behind":        tail(laden(), "PK\x03\x04Secret.exe"),
		"html behind":       tail(laden(), "<html><script>Secret()</script>"),
		"pdf behind":        tail(laden(), "%PDF-1.7 Secret"),
		"video behind":      tail(laden(), "\x00\x00\x00\x18ftypmp42Secret"),
		"zip in a comment":  segment(laden(), 0xfe, []byte("PK\x03\x04Secret")),
		"html in a comment": segment(laden(), 0xfe, []byte("--><html><script>Secret</script>")),
		"animated png":      chunk(animatedPNG, "tEXt", []byte("Author\x00Secret")),
		"png profile":       chunk(asPNG(quarters(64, 64)), "iCCP", []byte("Secret\x00\x00x")),
		"png xmp":           chunk(asPNG(quarters(64, 64)), "iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00<?xpacket?>Secret")),
		"png and zip":       tail(asPNG(quarters(64, 64)), "PK\x03\x04Secret"),
		"webp lossy":        tail(webpPlain["VP8 "], "PK\x03\x04Secret"),
		"webp turned":       webpTurned["VP8L"],
		"webp xmp":          tail(webpTurned["VP8 "], "XMP \x06\x00\x00\x00Secret"),
	} {
		hold(t, name, clean(t, data))
	}
}

// Files of other programs, made with ImageMagick 6.9 for this test: a red
// rectangle in four inks, and two frames of a WebP that moves.
const (
	fourInks = "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/9sAQwEODg4T" +
		"ERMmFRUmTzUtNU9PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P/8AAFAgAEAAYBAEiAAIRAQMRAQQiAP/EABYAAQEBAAAAAAAAAAAA" +
		"AAAAAAAFB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAWAQEBAQAAAAAAAAAAAAAAAAAABQf/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADgQBAAIRAxEEAAA/AL4CyzZpwAAA" +
		"A//Z"
	moving = "UklGRsAAAABXRUJQVlA4WAoAAAACAAAADwAABwAAQU5JTQYAAAD/////AABBTk1GSAAAAAAAAAAAAA8AAAcAAGQAAAJWUDggMAAAANABAJ0BKhAACAACADQloAJ0ugH4AAOw" +
		"AP7wxAv/ILlhdcjX/yA/5Af8gP/48gAAAEFOTUZEAAAAAAAAAAAADwAABwAAZAAAAFZQOCAsAAAAlAEAnQEqEAAIAAAANCWgAnS6AAOYAP75k2//kB//kB//kB//ID/iF3sg" +
		"MABSSUZGPAAAAFdFQlBWUDggMAAAANABAJ0BKhAACAACADQloAJ0ugH4AAOwAP7wxAv/ILlhdcjX/yA/5Af8gP/48gAAAA=="
)

func decoded(t *testing.T, text string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFourInks(t *testing.T) {
	out := clean(t, decoded(t, fourInks))
	if got := corners(t, out); got != "rrrr" {
		t.Errorf("corners %s", got)
	}
	hold(t, "four inks", out)
}

// What moves is refused, rather than guessing which frame was meant.
func TestMovingWebP(t *testing.T) {
	if out, err := Clean(t.Context(), decoded(t, moving)); !errors.Is(err, ErrNotPhoto) {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

// redHEIC is a red square as libheif 1.15 writes it: a grid of one tile, as
// telephones make them.
const redHEIC = "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAABAAEAAA" +
	"ADhpbG9jAQAAAERAAAIAAQAAAAAAAAHQAAEAAAAAAAAAWQACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAA" +
	"Z3JpZAAAAADXaXBycAAAALVpcGNvAAAAdWh2Y0MBBAgAAAAAAAAAAAAe8AD8/fr6AAAPAyAAAQAXQAEMAf//BAgAAAMAnbgAAAMAAB66AkAhAAEAKkIBAQQIAAADAJ24AAADAAAeoCCB" +
	"BNluqumubgQEDAgAAAMACAAAAwAIQCIAAQAGRAHBc8GJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAAAQAAAAEAAAABBwaXhpAAAAAAMKCgoAAAAaaXBtYQAAAAAAAAAC" +
	"AAECgQIAAgIDhAAAABppcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAAYW1kYXQAAABVKAGvGSGpXFj3lna/SGxXiK2YReeFiiwNQA3OI1XxX43Jc5UchJ7Um5l1xPhvlhxzjID3Yt7PcMsu" +
	"3GmoDBL/Nnbb/MNcw+P7NpSwvTqsTV2qMWrH4A=="

func TestHEICIsKnown(t *testing.T) {
	file := func(brands ...string) []byte {
		body := []byte("ftyp" + brands[0] + "\x00\x00\x00\x00" + strings.Join(brands[1:], ""))
		return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+4)), body...), "\x00\x00\x00\x08mdat"...)
	}
	for _, c := range []struct {
		name string
		data []byte
		heic bool
	}{
		{"of libheif", decoded(t, redHEIC), true},
		{"iphone", file("heic", "mif1", "MiHB", "MiHE", "MiPr", "miaf", "heic", "tmap"), true},
		{"general, with hevc", file("mif1", "mif1", "heic"), true},
		{"series", file("msf1", "msf1", "hevc"), true},
		{"ten bits", file("heix", "mif1"), true},
		{"avif", file("avif", "mif1", "miaf"), false},
		{"general, with av1", file("mif1", "mif1", "avif"), false},
		{"video", file("isom", "isom", "mp42"), false},
		{"the minor version says so", []byte("\x00\x00\x00\x14ftypmp42heicisom"), false},
		{"behind the box", append([]byte("\x00\x00\x00\x10ftypmp42\x00\x00\x00\x00"), "heic"...), false},
		{"no end", []byte("\xff\xff\xff\xffftypheic\x00\x00\x00\x00"), true},
		{"size of nothing", []byte("\x00\x00\x00\x00ftypheic\x00\x00\x00\x00"), false},
		{"cut off", []byte("\x00\x00\x00\x18ftyphei"), false},
	} {
		_, err := Clean(t.Context(), c.data)
		if errors.Is(err, ErrHEIC) != c.heic || !errors.Is(err, ErrNotPhoto) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// FuzzAround gives what a stranger sent to everything that reads it before it is
// clean, and what came of it to everything after.
func FuzzAround(f *testing.F) {
	f.Add(laden())
	f.Add(withPlace(52.06, 4.49))
	f.Add(chunk(asPNG(quarters(8, 8)), "eXIf", exif(3)))
	f.Add([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"))
	_, turned := webpFiles()
	f.Add(turned["VP8L"])
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, ok := Place(data); ok && !p.Valid() {
			t.Fatalf("place %v", p)
		}
		if small, err := Thumb(data); err == nil {
			if c, err := jpeg.DecodeConfig(bytes.NewReader(small)); err != nil || max(c.Width, c.Height) > thumbSide {
				t.Fatalf("thumb of %d by %d, %v", c.Width, c.Height, err)
			}
		}
		out, err := Clean(t.Context(), data)
		if err != nil {
			return
		}
		hold(t, "clean", out)
		both, err := Beside(out, out)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := jpeg.DecodeConfig(bytes.NewReader(both)); err != nil || max(c.Width, c.Height) > maxSide {
			t.Fatalf("beside is %d by %d, %v", c.Width, c.Height, err)
		}
	})
}
