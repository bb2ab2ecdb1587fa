package open311_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// A photo is there from when somebody looked until it is taken back, under a
// name that nobody can think of.
func TestPhotos(t *testing.T) {
	w := newWorld(t)
	w.is("post", w.parts(requestsPath+".xml", w.form(), map[string][]byte{"a": picture(t)}), 200, receiptsShape)
	if w.list("")[0].Media != "" {
		t.Error("a photo is shown before anybody looked")
	}
	w.change(1, func(r *wijk.Report) { r.Public = true })
	url, ok := strings.CutPrefix(w.list("")[0].Media, "https://bot.example.nl")
	if !ok {
		t.Fatalf("it is at %q", w.list("")[0].Media)
	}
	got := w.get(url)
	if got.status != 200 || got.header.Get("Content-Type") != "image/jpeg" || !bytes.HasPrefix([]byte(got.body), []byte("\xff\xd8")) ||
		got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("ETag") == "" {
		t.Errorf("%d %v", got.status, got.header)
	}
	r := w.request(http.MethodGet, url, nil)
	r.Header.Set("If-None-Match", got.header.Get("ETag"))
	if again := w.do(r); again.status != 304 {
		t.Errorf("known already: %d", again.status)
	}
	for _, other := range []string{
		"/open311/photos/", "/open311/photos", "/open311/photos/1.jpg", "/open311/photos/foto-1.jpg", strings.Replace(url, ".jpg", "", 1),
		strings.Replace(url, "/1-", "/2-", 1), strings.Replace(url, ".jpg", "x.jpg", 1), "/open311/photos/1-.jpg", "/open311/photos/-.jpg",
		"/open311/photos/..%2f..%2fcity.db", "/open311/photos/1-" + strings.Repeat("A", 22) + ".jpg",
	} {
		if got := w.get(other); got.status != 404 || strings.Contains(got.body, "foto") {
			t.Errorf("%s: %d %s", other, got.status, got.body)
		}
	}
	if got := w.do(w.request(http.MethodPost, url, nil)); got.status != 405 {
		t.Errorf("POST: %d", got.status)
	}
	for name, hide := range map[string]func(*wijk.Report){
		"unpublished": func(r *wijk.Report) { r.Public = false }, "withdrawn": func(r *wijk.Report) { r.Stage = wijk.Withdrawn },
		"removed": func(r *wijk.Report) { r.Photos = nil },
	} {
		before := w.report(1)
		w.change(1, hide)
		if got := w.get(url); got.status != 404 {
			t.Errorf("%s: %d", name, got.status)
		}
		w.change(1, func(r *wijk.Report) { *r = before })
	}
	w.change(1, func(r *wijk.Report) { r.Repairs = r.Photos })
	w.wait(time.Minute)
	w.move(1, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Solved})
	if u := w.changes("")[0]; !strings.HasSuffix(u.Media, url) {
		t.Errorf("the repair is shown at %q", u.Media)
	}
}

// While the disk is full, nothing half is kept and the client may retry.
func TestFullDisk(t *testing.T) {
	faulty := &kvtest.Faulty{Engine: kvtest.OpenEngine(t)}
	db, err := store.Open(t.Context(), kvtest.Twice(faulty))
	if err != nil {
		t.Fatal(err)
	}
	w := openWorld(t, db, newWorld(t).now)
	faulty.Break(store.ErrFull)
	got := w.post(requestsPath+".xml", w.form())
	w.is("full", got, 503, errorsShape)
	if got.header.Get("Retry-After") == "" {
		t.Error("without Retry-After")
	}
	w.is("an update", w.post(updatesPath+".json", w.updateForm()), 503, errorsShape)
	w.is("discovery", w.get("/open311/discovery.xml"), 503, errorsShape)
	w.is("reading", w.get("/open311/v2/requests.xml"), 200, requestsShape)
	faulty.Break(errors.New("geheim"))
	if got = w.post(requestsPath+".xml", w.form()); got.status != 503 || strings.Contains(got.body, "geheim") {
		t.Errorf("%d %s", got.status, got.body)
	}
	faulty.Break(nil)
	w.is("room again", w.post(requestsPath+".xml", w.form()), 200, receiptsShape)
	if n := len(w.list("")); n != 1 {
		t.Errorf("%d reports", n)
	}
}
