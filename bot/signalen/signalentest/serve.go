package signalentest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// maxUpload is API_MAX_UPLOAD_SIZE.
const maxUpload = 20 << 20

// errors are what a serializer finds wrong, by field.
type fieldErrors map[string]any

// serveSignals makes a signal.
func (f *Fake) serveSignals(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		detail(w, http.StatusMethodNotAllowed, "Method not allowed.")
		return
	}
	fault := f.fault(&f.posts)
	if !fault.done() {
		f.answer(w, r, fault, 0, nil)
		return
	}
	if f.tooFast(w, r) {
		return
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/json" {
		detail(w, http.StatusUnsupportedMediaType, "Unsupported media type.")
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		return
	}
	var in map[string]json.RawMessage
	if err := json.Unmarshal(body, &in); err != nil {
		detail(w, http.StatusBadRequest, "JSON parse error")
		return
	}
	s, wrong, crash := f.validate(in)
	switch {
	case crash:
		page(w, http.StatusInternalServerError)
		return
	case len(wrong) > 0:
		f.answer(w, r, OK, http.StatusBadRequest, wrong)
		return
	}
	f.mu.Lock()
	s.Number = len(f.signals) + 1
	s.ID = fmt.Sprintf("SIG-%d", s.Number)
	s.Key = fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", f.rand.Uint32(), f.rand.IntN(1<<16), f.rand.IntN(1<<12), f.rand.IntN(1<<12), f.rand.Uint64N(1<<48))
	s.State, s.Created = "m", f.o.Now()
	s.Updated = s.Created
	f.signals = append(f.signals, s)
	shown := f.show(s)
	f.touch()
	f.mu.Unlock()
	f.answer(w, r, fault, http.StatusCreated, shown)
}

// show is a signal as the public may see it. The caller holds the lock.
func (f *Fake) show(s *Signal) map[string]any {
	state, name := "OPEN", "Open"
	if slices.Contains([]string{"o", "a", "s"}, s.State) {
		state, name = "CLOSED", "Gesloten"
	}
	if f.o.Old {
		state, name = s.State, "Zoals bij ons"
	}
	return map[string]any{
		"_display": s.ID, "id": s.Number, "id_display": s.ID, "signal_id": s.Key,
		"status":     map[string]string{"state": state, "state_display": name},
		"created_at": s.Created.Format(time.RFC3339Nano), "updated_at": s.Updated.Format(time.RFC3339Nano),
		"incident_date_start": s.Start, "incident_date_end": nil,
	}
}

// serveSignal tells how far a signal is.
func (f *Fake) serveSignal(w http.ResponseWriter, r *http.Request, key string) {
	if r.Method != http.MethodGet {
		detail(w, http.StatusMethodNotAllowed, "Method not allowed.")
		return
	}
	fault := f.fault(&f.gets)
	if fault == OK && f.tooFast(w, r) {
		return
	}
	f.mu.Lock()
	s := f.find(key)
	var shown map[string]any
	if s != nil {
		shown = f.show(s)
	}
	f.mu.Unlock()
	if s == nil && fault == OK {
		detail(w, http.StatusNotFound, "Not found.")
		return
	}
	f.answer(w, r, fault, http.StatusOK, shown)
}

// serveCategory shows a category.
func (f *Fake) serveCategory(w http.ResponseWriter, r *http.Request, slug string) {
	fault := f.fault(&f.gets)
	switch {
	case fault != OK:
		f.answer(w, r, fault, http.StatusOK, nil)
	case f.tooFast(w, r):
	case !f.known[slug]:
		detail(w, http.StatusNotFound, "Not found.")
	default:
		f.answer(w, r, OK, http.StatusOK, map[string]string{"slug": slug})
	}
}

// serveAttachments takes a photo of a signal.
func (f *Fake) serveAttachments(w http.ResponseWriter, r *http.Request, key string) {
	if r.Method != http.MethodPost {
		detail(w, http.StatusMethodNotAllowed, "Method not allowed.")
		return
	}
	fault := f.fault(&f.posts)
	if !fault.done() {
		f.answer(w, r, fault, 0, nil)
		return
	}
	file, header, err := r.FormFile("file")
	if err != nil {
		f.answer(w, r, OK, http.StatusBadRequest, fieldErrors{"file": []string{"No file was submitted."}})
		return
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxUpload+1))
	if err != nil {
		return
	}
	if status, no := f.attach(key, header.Filename, data); no != nil {
		f.answer(w, r, OK, status, no)
		return
	}
	f.answer(w, r, fault, http.StatusCreated, map[string]any{"_display": "Attachment", "is_image": true, "location": "https://signalen.invalid/media/foto"})
}

// attach keeps a photo, or returns why not.
func (f *Fake) attach(key, name string, data []byte) (status int, no any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if bytes.Contains(data, []byte("Exif")) {
		f.complain("a photo of signal %s tells where it was made", key)
	}
	s := f.find(key)
	switch {
	case s == nil:
		return http.StatusNotFound, map[string]string{"detail": "Not found."}
	case len(data) > maxUpload || !fits(name, data):
		return http.StatusBadRequest, fieldErrors{"file": []string{"Bestandstype niet toegestaan."}}
	case s.State != "m" && s.State != "reaction requested":
		return http.StatusBadRequest, []string{"Public uploads not allowed in current signal state."}
	}
	s.Files = append(s.Files, data)
	s.Updated = f.o.Now()
	f.touch()
	return 0, nil
}

// fits reports whether a file is a picture that Signalen takes, under a name of
// that kind.
func fits(name string, data []byte) bool {
	kinds := map[string][]string{"image/jpeg": {".jpg", ".jpeg"}, "image/png": {".png"}, "image/gif": {".gif"}}
	return slices.Contains(kinds[http.DetectContentType(data)], strings.ToLower(filepath.Ext(name)))
}
