package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRequest is the largest upload: photos are 10 MB at most.
const maxRequest = 12 << 20

// ServeHTTP is the Bot API: /bot<token>/<method> and /file/bot<token>/<path>.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	if p, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		f.serveFile(w, p)
		return
	}
	p, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, found := strings.Cut(p, "/")
	fn := f.methods[strings.ToLower(name)]
	switch {
	case !ok || !found:
		refuse(404, "Not Found").write(w)
		return
	case token != f.opts.Token:
		refuse(401, "Unauthorized").write(w)
		return
	case fn == nil:
		refuse(404, "Not Found").write(w)
		return
	}
	ps, err := parse(r)
	if err != nil {
		refuse(400, "Bad Request: "+err.Error()).write(w)
		return
	}
	c := Call{Method: name, At: began}
	c.Chat, _ = strconv.ParseInt(ps.text("chat_id"), 10, 64)
	c.Offset, _ = strconv.ParseInt(ps.text("offset"), 10, 64)
	a := f.perform(r.Context(), c, fn, ps)
	if a.cut {
		panic(http.ErrAbortHandler) // the connection goes without an answer
	}
	a.write(w)
}

// perform makes one call, with whatever trouble it meets, and records it.
func (f *Fake) perform(ctx context.Context, c Call, fn method, ps params) answer {
	f.mu.Lock()
	n := f.forgotten + len(f.calls)
	f.calls = append(f.calls, c)
	trouble := f.trouble(c)
	f.notify()
	f.mu.Unlock()

	a := f.suffer(ctx, trouble, func() answer { return fn(ctx, ps) })

	f.mu.Lock()
	if n >= f.forgotten {
		f.calls[n-f.forgotten].Status = a.code
	}
	f.notify()
	f.mu.Unlock()
	return a
}

// An object is a JSON object.
type object = map[string]any

// An answer is what goes back to the caller.
type answer struct {
	code    int
	result  any
	text    string // the description of a refusal
	extra   object // its parameters
	page    string // instead of all that: the page of a proxy
	garbage bool   // a success cut short
	cut     bool   // no answer at all
}

// done is a success.
func done(result any) answer { return answer{code: 200, result: result} }

// refuse is a refusal.
func refuse(code int, text string) answer { return answer{code: code, text: text} }

// tooMany is a refusal that says when to come back.
func tooMany(seconds int) answer {
	a := refuse(429, "Too Many Requests: retry after "+strconv.Itoa(seconds))
	a.extra = object{"retry_after": seconds}
	return a
}

// write sends a the way Telegram does.
func (a answer) write(w http.ResponseWriter) {
	if a.page != "" {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(a.code)
		_, _ = io.WriteString(w, a.page)
		return
	}
	body := object{"ok": a.code == 200}
	if a.code == 200 {
		body["result"] = a.result
	} else {
		body["error_code"], body["description"] = a.code, a.text
		if a.extra != nil {
			body["parameters"] = a.extra
			if s, ok := a.extra["retry_after"].(int); ok {
				w.Header().Set("Retry-After", strconv.Itoa(s))
			}
		}
	}
	raw := encode(body)
	if a.garbage {
		raw = raw[:len(raw)/2]
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.code)
	_, _ = w.Write(raw)
}

// encode returns v as JSON with ok first, as Telegram has it.
func encode(v object) []byte {
	var b bytes.Buffer
	b.WriteString(`{"ok":`)
	write := func(v any) {
		raw, err := json.Marshal(v)
		if err != nil {
			panic("telegramtest: " + err.Error()) // we made v
		}
		b.Write(raw)
	}
	write(v["ok"])
	for _, k := range []string{"result", "error_code", "description", "parameters"} {
		if x, has := v[k]; has {
			b.WriteString(`,"` + k + `":`)
			write(x)
		}
	}
	b.WriteByte('}')
	return b.Bytes()
}

// params are the parameters of a call, however they came.
type params struct {
	values map[string]string
	files  map[string][]byte
}

func (p params) text(key string) string { return p.values[key] }

// has reports whether key was given at all.
func (p params) has(key string) bool { _, ok := p.values[key]; return ok }

// json decodes a parameter that is JSON. It reports whether it was there.
func (p params) json(key string, v any) (bool, error) {
	if p.values[key] == "" {
		return false, nil
	}
	return true, json.Unmarshal([]byte(p.values[key]), v)
}

var errBody = errors.New("can't parse the request")

// parse reads the query, and a body that is a form, multipart or JSON.
func parse(r *http.Request) (params, error) {
	p := params{values: map[string]string{}, files: map[string][]byte{}}
	for k, v := range r.URL.Query() {
		p.values[k] = v[0]
	}
	if r.Method == http.MethodGet {
		return p, nil
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxRequest)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		return p, p.readJSON(r.Body)
	case "multipart/form-data":
		return p, p.readMultipart(r)
	}
	if err := r.ParseForm(); err != nil {
		return p, errBody
	}
	for k, v := range r.PostForm {
		p.values[k] = v[0]
	}
	return p, nil
}

// readJSON takes an object; what is no string keeps its JSON form.
func (p params) readJSON(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return errBody
	}
	var o map[string]json.RawMessage
	if len(bytes.TrimSpace(raw)) > 0 && json.Unmarshal(raw, &o) != nil {
		return errBody
	}
	for k, v := range o {
		var s string
		if json.Unmarshal(v, &s) != nil {
			s = string(v)
		}
		p.values[k] = s
	}
	return nil
}

// readMultipart takes the fields and the files.
func (p params) readMultipart(r *http.Request) error {
	m, err := r.MultipartReader()
	if err != nil {
		return errBody
	}
	for {
		part, err := m.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errBody
		}
		raw, err := io.ReadAll(part)
		if err != nil {
			return errBody
		}
		if part.FileName() != "" {
			p.files[part.FormName()] = raw
		} else {
			p.values[part.FormName()] = string(raw)
		}
	}
}
