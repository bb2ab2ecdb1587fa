package signalen

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"wijkbot/store/wijk"
)

const publicSignals = "/signals/v1/public/signals/"

// Send hands over the report whose number is the address of m, or, when m has a
// photo, that photo of it. For a report it returns the key that Signalen's API
// has for it, a slash, and what people there call it. A *wijk.Refusal is a
// definite no; after any other error nobody knows.
func (x *Client) Send(ctx context.Context, m wijk.Outgoing) (id string, err error) {
	number, err := strconv.ParseUint(m.To.To, 10, 64)
	if err != nil {
		return "", bad("create", 0, []string{"number"}, errReport)
	}
	if m.PhotoID != "" {
		return "", x.attach(ctx, number, m.PhotoID)
	}
	h, err := x.c.Report(ctx, number)
	if err != nil {
		return "", err
	}
	p, ok := x.payload(h)
	if !ok {
		return "", bad("create", 0, []string{"report"}, errReport)
	}
	press := ordinary
	if m.Class == wijk.Alarm {
		press = urgent
	}
	return x.create(ctx, p, press)
}

// create makes a signal, and a second time without the address if that is what
// Signalen did not like: the words of the resident still hold it.
func (x *Client) create(ctx context.Context, p payload, how press) (string, error) {
	a, err := x.postSignal(ctx, p, how)
	if err == nil && a.status == http.StatusBadRequest && p.Location.Address != nil && about(fields(a), "location") {
		p.Location.Address = nil
		a, err = x.postSignal(ctx, p, how)
	}
	switch {
	case err != nil:
		return "", err
	case a.status == http.StatusCreated:
		return made(a)
	case a.status == http.StatusNotFound: // nothing of the kind there
		return "", broken("create", a.status)
	}
	if no := refusal("create", a); no != nil {
		return "", no
	}
	return "", x.lost(&Error{Doing: "create", Status: a.status, Cause: errUnreadable})
}

func (x *Client) postSignal(ctx context.Context, p payload, how press) (answer, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return answer{}, bad("create", 0, []string{"report"}, errReport)
	}
	r := request{doing: "create", method: http.MethodPost, path: publicSignals, kind: "application/json", body: body, press: how}
	return x.post(ctx, r, p.Category.Sub)
}

// about reports whether names are all of one field, or below it.
func about(names []string, field string) bool {
	return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return n != field && !strings.HasPrefix(n, field+".") })
}

// lost notes that nobody knows what became of a call.
func (x *Client) lost(err error) error {
	x.silent.Store(true)
	return err
}

// post makes a call that is to change something. After one of which nobody
// knows the outcome, something harmless has to be answered first; and when one
// is forbidden, that tells whether we are, or only this one is.
func (x *Client) post(ctx context.Context, r request, harmless string) (answer, error) {
	if x.silent.Load() {
		if err := x.ask(ctx, harmless); err != nil {
			return answer{}, err
		}
		x.silent.Store(false)
	}
	a, err := x.do(ctx, r)
	if _, unknown := err.(*Error); unknown {
		return a, x.lost(err)
	}
	if err == nil && a.status == http.StatusForbidden && x.ask(ctx, harmless) != nil {
		return a, broken(r.doing, a.status)
	}
	return a, err
}

// ask asks for something that changes nothing. It returns a refusal unless
// Signalen gave an answer of its own.
func (x *Client) ask(ctx context.Context, path string) error {
	a, err := x.do(ctx, request{doing: "ask", method: http.MethodGet, path: path, press: ordinary})
	if no, ok := err.(*wijk.Refusal); ok {
		return no
	}
	if err == nil && a.json && (a.status == http.StatusOK || a.status == http.StatusNotFound) {
		return nil
	}
	return &wijk.Refusal{Err: &Error{Doing: "ask", Status: a.status, Cause: errUnreadable}, After: silence, Pause: true}
}

// uuid is the shape of the key of a signal.
var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// made reads what Signalen calls the signal that it made.
func made(a answer) (string, error) {
	var s struct {
		Key string `json:"signal_id"`
		ID  string `json:"id_display"` // since 2021; before, only a number
		Num int64  `json:"id"`
	}
	if json.Unmarshal(a.body, &s) != nil || !uuid.MatchString(strings.ToLower(s.Key)) {
		return "", &Error{Doing: "create", Status: a.status, Cause: errUnreadable}
	}
	id := fieldName(s.ID)
	switch {
	case id == "" && s.Num > 0:
		id = fmt.Sprintf("SIA-%d", s.Num)
	case id == "":
		id = s.Key[:8]
	}
	return strings.ToLower(s.Key) + "/" + id, nil
}

// attach sends a photo after its report. A photo that went twice does no harm.
func (x *Client) attach(ctx context.Context, number uint64, id string) error {
	key, picture, err := x.c.Photo(ctx, number, id)
	if err != nil {
		return err
	}
	body, kind, ok := form(picture)
	if !ok || !uuid.MatchString(key) {
		return bad("attach", 0, []string{"photo"}, errPicture)
	}
	path := publicSignals + key
	a, err := x.post(ctx, request{doing: "attach", method: http.MethodPost, path: path + "/attachments", kind: kind, body: body, press: extra}, path)
	switch {
	case err != nil:
		return err
	case a.status == http.StatusCreated, a.status == http.StatusOK:
		return nil
	}
	if no := refusal("attach", a); no != nil {
		return no
	}
	return x.lost(&Error{Doing: "attach", Status: a.status, Cause: errUnreadable})
}

// maxPicture is what Signalen takes at most, in bytes (API_MAX_UPLOAD_SIZE).
const maxPicture = 20 << 20

// form returns a picture as the file of a form. It returns false for what
// Signalen does not take, and for what still tells where it was made.
func form(picture []byte) (body []byte, kind string, ok bool) {
	name := map[string]string{"image/jpeg": "foto.jpg", "image/png": "foto.png", "image/gif": "foto.gif"}
	what := http.DetectContentType(picture)
	if name[what] == "" || len(picture) > maxPicture || bytes.Contains(picture, []byte("Exif\x00\x00")) {
		return nil, "", false
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{
		// The name must fit the content: Signalen compares them.
		"Content-Disposition": {`form-data; name="file"; filename="` + name[what] + `"`},
		"Content-Type":        {what},
	})
	if err == nil {
		_, err = part.Write(picture)
	}
	if err == nil {
		err = w.Close()
	}
	return b.Bytes(), w.FormDataContentType(), err == nil
}
