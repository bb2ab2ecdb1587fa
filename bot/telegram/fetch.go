package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"wijkbot/store/wijk"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// The limits of Fetch.
const (
	maxFile   = 10 << 20
	fetchTime = 30 * time.Second
)

var (
	errBigFile = errors.New("telegram: the file is over 10 MB")
	errPath    = errors.New("telegram: the path of the file leaves its folder")
)

// Fetch returns the content of f, at most 10 MB. The error is a *wijk.Refusal:
// Bad means that this file will never come, else it is worth another try.
func (b *Bot) Fetch(ctx context.Context, f wijk.File) ([]byte, error) {
	if f.Size > maxFile {
		return nil, tooBig()
	}
	result, err := b.ask(ctx, "getFile", b.config.Timeout, of(tgbotapi.FileConfig{FileID: f.ID}))
	if f := (*Fault)(nil); errors.As(err, &f) && f.meaning.text == meansBigFile {
		return nil, tooBig()
	}
	if err != nil {
		return nil, repeatable(err)
	}
	var file struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}
	if err := json.Unmarshal(result, &file); err != nil {
		return nil, repeatable(&Fault{Method: "getFile", Code: http.StatusOK, err: errNotAPI})
	}
	if file.Size > maxFile {
		return nil, tooBig()
	}
	if !inside(file.Path) {
		return nil, &wijk.Refusal{Err: errPath, Bad: true}
	}
	data, err := b.download(ctx, file.Path)
	if errors.Is(err, errTooLong) {
		return nil, tooBig()
	}
	if err != nil {
		return nil, repeatable(err)
	}
	return data, nil
}

// tooBig is the refusal of a file for its size, with the code that HTTP has for
// that. Telegram itself hands bots files of up to 20 MB, and says 400 of others.
func tooBig() *wijk.Refusal {
	return &wijk.Refusal{Err: errBigFile, Code: strconv.Itoa(http.StatusRequestEntityTooLarge), Bad: true}
}

// repeatable is verdict for calls that have no effect, which may be made again
// whatever became of the first.
func repeatable(err error) error {
	err = verdict(err)
	if r := (*wijk.Refusal)(nil); errors.As(err, &r) {
		return r
	}
	return &wijk.Refusal{Err: err, After: pause}
}

// inside reports whether p stays below the folder it is joined to, also for a
// server that reads escapes or backslashes.
func inside(p string) bool {
	return p != "" && !strings.ContainsAny(p, "\\%?#\x00") && !strings.HasPrefix(p, "/") &&
		path.Clean(p) == p && p != "." && p != ".." && !strings.HasPrefix(p, "../")
}

// download gets a file from our own base: the library's File.Link ignores the
// base. Its error is a *Fault.
func (b *Bot) download(ctx context.Context, p string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, max(fetchTime, b.config.Timeout))
	defer cancel()
	address := b.config.base() + "/file/bot" + b.config.Token + "/" + (&url.URL{Path: p}).EscapedPath()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, &Fault{Method: "download", err: b.scrub(err)}
	}
	resp, err := b.client.Do(req)
	if err != nil {
		return nil, &Fault{Method: "download", err: b.scrub(err)}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		_, _ = io.CopyN(io.Discard, resp.Body, drained)
		return nil, &Fault{Method: "download", Code: resp.StatusCode, After: seconds(resp.Header.Get("Retry-After"))}
	}
	data, err := read(resp.Body, maxFile)
	if err != nil {
		return nil, &Fault{Method: "download", Code: resp.StatusCode, err: b.scrub(err)}
	}
	return data, nil
}
