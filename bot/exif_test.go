package bot_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot"
	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

// gpsBytes is how a camera in The Hague writes where it is: 52 degrees 4'
// 34.69" and 4 degrees 18' 46.13".
var gpsBytes = rationals(52, 1, 4, 1, 3469, 100, 4, 1, 18, 1, 4613, 100)

// hidden is what must be in the input, and nowhere else.
var hidden = []string{
	"Exif", "http://ns.adobe.com/xap", "GPSLatitude", "8BIM", "ICC_PROFILE", "SecretCamera", "SecretComment", "SecretTail", string(gpsBytes),
}

func rationals(v ...uint32) (b []byte) {
	for _, n := range v {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return b
}

// exifBlock is a TIFF block with a camera and a place.
func exifBlock() []byte {
	const directory, camera, gps, values = 8, 50, 62, 62 + 2 + 4*12 + 4
	b := append([]byte("MM\x00*"), rationals(directory)...)
	entry := func(tag, kind uint16, n uint32, v ...byte) {
		b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, tag), kind)
		b = append(binary.BigEndian.AppendUint32(b, n), v...)
	}
	b = binary.BigEndian.AppendUint16(b, 3)
	entry(0x010f, 2, 12, rationals(camera)...)
	entry(0x0112, 3, 1, 0, 6, 0, 0)
	entry(0x8825, 4, 1, rationals(gps)...)
	b = append(append(b, 0, 0, 0, 0), "SecretCamera"...)
	b = binary.BigEndian.AppendUint16(b, 4)
	entry(1, 2, 2, 'N', 0, 0, 0)
	entry(2, 5, 3, rationals(values)...)
	entry(3, 2, 2, 'E', 0, 0, 0)
	entry(4, 5, 3, rationals(values+24)...)
	return append(append(b, 0, 0, 0, 0), gpsBytes...)
}

func drawn() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for i := range m.Pix {
		m.Pix[i] = byte(i / 97)
	}
	return m
}

// ladenJPEG has something in every segment, and a file behind its end.
func ladenJPEG() []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, drawn(), nil)
	data := b.Bytes()
	head := bytes.Clone(data[:2])
	for _, s := range []struct {
		marker byte
		body   string
	}{
		{0xe1, "Exif\x00\x00" + string(exifBlock())}, {0xe1, "http://ns.adobe.com/xap/1.0/\x00<exif:GPSLatitude>52,4.578N</exif:GPSLatitude>"},
		{0xe2, "ICC_PROFILE\x00\x01\x01x"}, {0xed, "Photoshop 3.0\x008BIMx"}, {0xfe, "SecretComment"},
	} {
		head = append(binary.BigEndian.AppendUint16(append(head, 0xff, s.marker), uint16(len(s.body)+2)), s.body...)
	}
	return append(append(head, data[2:]...), "PK\x03\x04SecretTail"...)
}

// ladenPNG has the same, as far as its form knows it.
func ladenPNG() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, drawn())
	data := b.Bytes()
	const header = 8 + 25
	out := bytes.Clone(data[:header])
	for _, c := range []string{"eXIf" + string(exifBlock()), "tEXtComment\x00SecretComment http://ns.adobe.com/xap GPSLatitude Exif 8BIM ICC_PROFILE"} {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(c)-4)), c...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(c)))
	}
	return append(append(out, data[header:]...), "SecretTail"...)
}

// A wire carries calls to the provider and remembers all that went along.
type wire struct {
	to http.RoundTripper

	mu   sync.Mutex
	sent bytes.Buffer
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		w.mu.Lock()
		w.sent.Write(body)
		w.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return w.to.RoundTrip(r)
}

// look fails if data holds anything hidden, as it is or in the form that JSON
// has for bytes.
func look(t *testing.T, where string, data []byte) (found int) {
	t.Helper()
	for _, secret := range hidden {
		for _, form := range forms(secret) {
			if bytes.Contains(data, []byte(form)) {
				found++
				t.Logf("%s holds %.20q", where, secret)
				break
			}
		}
	}
	return found
}

// forms are the ways in which s can stand in base64, wherever it begins, and s.
func forms(s string) []string {
	all := []string{s}
	for before := range 3 {
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + s))
		// What shares a letter with a neighbour can be anything.
		all = append(all, text[(before*8+5)/6:(before+len(s))*8/6])
	}
	return all
}

// TestLookSees: the search itself finds what is there.
func TestLookSees(t *testing.T) {
	for name, data := range map[string][]byte{"jpeg": ladenJPEG(), "png": ladenPNG()} {
		for shift := range 4 {
			shifted := append(make([]byte, shift), data...)
			if n := look(t, name, shifted); n != len(hidden) {
				t.Errorf("%s: %d of %d", name, n, len(hidden))
			}
			if n := look(t, name+" in base64", []byte(base64.StdEncoding.EncodeToString(shifted))); n != len(hidden) {
				t.Errorf("%s in base64: %d of %d", name, n, len(hidden))
			}
		}
	}
}

// TestNoMetadataStays: of photos full of it, sent in every way, nothing is in
// the database file, and nothing leaves with the photos that the city sends.
func TestNoMetadataStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "city.db")
	var out *wire
	synctest.Test(t, func(t *testing.T) { out = residents(t, path) })
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if look(t, "the database", file) > 0 || look(t, "what was sent", out.sent.Bytes()) > 0 {
		t.Error("metadata stayed")
	}
	if !bytes.Contains(out.sent.Bytes(), []byte("\xff\xd8\xff")) || !bytes.Contains(file, []byte(base64.StdEncoding.EncodeToString([]byte("\xff\xd8\xff")))) {
		t.Error("no photo was kept or sent: this shows nothing")
	}
}

// residents has people send laden photos and the city send them on.
func residents(t *testing.T, path string) *wire {
	engine, err := boltkv.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	db, err := store.Open(t.Context(), engine)
	if err != nil {
		t.Fatal(err)
	}
	fake := telegramtest.New(telegramtest.Options{Calm: true, NoLimits: true})
	defer fake.Close()
	out := &wire{to: fake}
	door := telegram.New(telegram.Config{
		Token: fake.Token(), APIBase: "http://telegram.test", Transport: out,
		Photo: func(ctx context.Context, id string) ([]byte, error) { return bot.Picture(ctx, db, id) },
	})
	city := flows.New(time.UTC)
	in := &bot.Bot{DB: db, City: city, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	worker := &bot.Photos{DB: db, City: city, From: map[wijk.Channel]bot.Fetcher{wijk.Telegram: door}, Now: time.Now, Log: in.Log}

	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = door.Poll(ctx, in) })
	running.Go(func() { _ = worker.Run(ctx) })
	defer running.Wait()
	defer stop()

	anna := fake.Chat(42, "Anna")
	anna.SendPhoto(ladenJPEG(), "onkruid Dorpsstraat 12, 2712 AB")
	time.Sleep(time.Minute) // virtual
	anna.SendFile(ladenPNG(), "IMG_1.JPG", "image/jpeg", "")
	anna.SendAlbum("", ladenJPEG(), ladenPNG())
	anna.SendFile([]byte("%PDF-1.7 Exif "+string(exifBlock())), "foto.jpg", "image/jpeg", "")
	time.Sleep(time.Hour) // virtual
	kept := 0
	update(t, db, func(tx *store.Tx) {
		kept = 0
		for _, ph := range store.Photos.All(tx, "") {
			if ph.State == wijk.PhotoKept {
				kept++
			}
		}
	})
	if kept != 3 { // one report has no more
		t.Errorf("%d photos were kept", kept)
	}
	for _, id := range []string{"foto-1", "foto-2", "foto-3", "foto-1+foto-2"} {
		m := wijk.Outgoing{ID: 1, Class: wijk.Reply, To: wijk.Address{Channel: wijk.Telegram, To: "42"}, Text: fmt.Sprint("De foto ", id), PhotoID: id}
		if _, err := door.Send(ctx, m); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if n := len(fake.Sent()); n != 4 {
		t.Errorf("%d were sent", n)
	}
	return out
}
