package telegramtest

import (
	"context"
	"net/http"
	"strings"
)

// maxDownload is the largest file a bot may fetch.
const maxDownload = 20 << 20

// getFile tells where a file can be fetched.
func (f *Fake) getFile(_ context.Context, p params) answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := p.text("file_id")
	data, ok := f.files[id]
	if !ok {
		return *refused("wrong file_id or the file is temporarily unavailable")
	}
	if len(data) > maxDownload {
		return *refused("file is too big")
	}
	return done(object{"file_id": id, "file_unique_id": "u-" + id, "file_size": len(data), "file_path": "photos/" + id + ".jpg"})
}

// serveFile serves /file/bot<token>/<path>, of which rest is what follows bot.
func (f *Fake) serveFile(w http.ResponseWriter, rest string) {
	token, p, _ := strings.Cut(rest, "/")
	if token != f.opts.Token {
		refuse(401, "Unauthorized").write(w)
		return
	}
	id := strings.TrimSuffix(strings.TrimPrefix(p, "photos/"), ".jpg")
	f.mu.Lock()
	data, ok := f.files[id]
	f.mu.Unlock()
	if !ok {
		refuse(404, "Not Found").write(w)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(data)
}
