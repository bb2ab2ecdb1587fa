package telegramtest_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wijkbot/bot/telegram/telegramtest"
)

func TestVenue(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	venue := func(change ...string) []string {
		p := map[string]string{"chat_id": "42", "latitude": "52.0577", "longitude": "4.4936", "title": "Melding 12", "address": "Dorpsstraat 12"}
		for i := 0; i < len(change); i += 2 {
			p[change[i]] = change[i+1]
		}
		var all []string
		for k, v := range p {
			all = append(all, k, v)
		}
		return all
	}
	for _, x := range []struct {
		params []string
		want   string
	}{
		{venue(), ""},
		{venue("latitude", ""), "latitude is empty"},
		{venue("longitude", ""), "longitude is empty"},
		{venue("latitude", "noord"), "wrong latitude specified"},
		{venue("latitude", "90.1"), "wrong latitude specified"},
		{venue("longitude", "-180.1"), "wrong longitude specified"},
		{venue("latitude", "NaN"), "wrong latitude specified"},
		{venue("title", " "), "title is empty"},
		{venue("address", ""), "address is empty"},
		{venue("title", strings.Repeat("é", 257)), "title is too long"},
		{venue("address", strings.Repeat("é", 257)), "address is too long"},
		{venue("address", "a\nb"), "address has more than one line"},
		{venue("title", "\xff"), "strings must be encoded in UTF-8"},
		{venue("reply_markup", `{"inline_keyboard":[[{"text":"Ja"}]]}`), "text buttons are unallowed in the inline keyboard"},
		{venue("chat_id", "43"), "chat not found"},
	} {
		a := call(t, f, "sendVenue", x.params...)
		if got := strings.TrimPrefix(a.Description, "Bad Request: "); a.OK != (x.want == "") || got != x.want {
			t.Errorf("%q: %+v, want %q", x.params, a, x.want)
		}
	}
	sent := f.Sent()
	if len(sent) != 1 || sent[0].Text != "Melding 12\nDorpsstraat 12" || *sent[0].Place != (telegramtest.Place{Lat: 52.0577, Lon: 4.4936}) {
		t.Errorf("%+v", sent)
	}
	if got, want := f.Transcript(), "Anna< (locatie 52.05770, 4.49360) Melding 12 / Dorpsstraat 12\n"; got != want {
		t.Errorf("%q", got)
	}
}

// TestPhotoBytes: a photo is looked at, not only at its beginning.
func TestPhotoBytes(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	picture := func(w, h int) []byte {
		var b bytes.Buffer
		_ = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil)
		return b.Bytes()
	}
	good := picture(64, 48)
	for name, x := range map[string]struct {
		data []byte
		want string
	}{
		"good":      {good, ""},
		"empty":     {nil, "file must be non-empty"},
		"text":      {[]byte("foto"), "IMAGE_PROCESS_FAILED"},
		"cut off":   {good[:len(good)/2], "IMAGE_PROCESS_FAILED"},
		"too slim":  {picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"},
		"too large": {picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"},
	} {
		var form bytes.Buffer
		m := multipart.NewWriter(&form)
		_ = m.WriteField("chat_id", "42")
		w, _ := m.CreateFormFile("photo", "foto.jpg")
		_, _ = w.Write(x.data)
		m.Close()
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://fake/bot"+f.Token()+"/sendPhoto", &form)
		r.Header.Set("Content-Type", m.FormDataContentType())
		a := do(t, f, r)
		if got := strings.TrimPrefix(a.Description, "Bad Request: "); a.OK != (x.want == "") || got != x.want {
			t.Errorf("%s: %+v, want %q", name, a, x.want)
		}
	}
}

// TestAlbum: each picture is a message of its own under one name, in any order,
// and one of them has the caption.
func TestAlbum(t *testing.T) {
	orders := map[string]bool{}
	for seed := range uint64(20) {
		f := telegramtest.New(telegramtest.Options{Seed: seed + 1, NoLimits: true})
		anna := f.Chat(42, "Anna")
		ids := anna.SendAlbum("drie", []byte("a"), []byte("b"), []byte("c"))
		order, captions := "", 0
		for _, m := range anna.Messages() {
			order += string(m.Photo)
			if m.Text == "drie" {
				captions++
			}
		}
		sorted := strings.Split(order, "")
		slices.Sort(sorted)
		if fmt.Sprint(sorted) != "[a b c]" || captions != 1 || len(ids) != 3 {
			t.Errorf("seed %d: %q, %d captions, ids %v", seed, order, captions, ids)
		}
		orders[order] = true
		f.Close()
	}
	if len(orders) < 3 {
		t.Errorf("only in the orders %v", orders)
	}
}
