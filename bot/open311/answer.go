package open311

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A format is what an answer is written in: the suffix of the path.
type format string

const (
	inXML  format = "xml"
	inJSON format = "json"
)

func (f format) contentType() string {
	if f == inJSON {
		return "application/json; charset=utf-8"
	}
	return "text/xml; charset=utf-8"
}

// A list is a container in XML, <services><service/>…</services>, and a bare
// array in JSON, as the Spark convention wants it.
type list[T any] struct {
	each  string
	items []T
}

// MarshalJSON writes the array, empty but never null.
func (l list[T]) MarshalJSON() ([]byte, error) {
	if l.items == nil {
		return []byte("[]"), nil
	}
	return json.Marshal(l.items)
}

// MarshalXML writes the container.
func (l list[T]) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	for _, item := range l.items {
		if err := e.EncodeElement(item, xml.StartElement{Name: xml.Name{Local: l.each}}); err != nil {
			return err
		}
	}
	return e.EncodeToken(start.End())
}

// A stamp is a time as clients read it: to the second, with its zone, and
// empty when there is none. Strict readers refuse fractions.
type stamp struct{ at time.Time }

// MarshalText writes the stamp.
func (s stamp) MarshalText() ([]byte, error) {
	if s.at.IsZero() {
		return nil, nil
	}
	return s.at.AppendFormat(nil, time.RFC3339), nil
}

// A fault is one reason why a request was refused.
type fault struct {
	Code        int    `xml:"code" json:"code"`
	Description string `xml:"description" json:"description"`
}

// An answer is what a request gets.
type answer struct {
	root string // of the XML
	body any
	// faults, when there are any, go instead of body.
	faults []fault
	// fresh is how long a cache may keep it; it asks again after that.
	fresh time.Duration
	// private answers are for one client and are never kept.
	private bool
	// again is when a client that came too often, or found us busy, may come
	// again; allow the methods that a resource has.
	again time.Duration
	allow string
	// next is where a list goes on.
	next string
}

func refused(code int, description string) answer {
	return answer{faults: []fault{{code, description}}}
}

// status is the HTTP status of the answer: of several faults, the one that
// must be mended first.
func (a *answer) status() int {
	order := []int{
		http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusMethodNotAllowed,
		http.StatusForbidden, http.StatusNotFound, http.StatusBadRequest,
	}
	for _, code := range order {
		for _, f := range a.faults {
			if f.Code == code {
				return code
			}
		}
	}
	return http.StatusOK
}

// encode writes the answer in a format.
func (a *answer) encode(f format) ([]byte, error) {
	root, body := a.root, a.body
	if len(a.faults) > 0 {
		root, body = "errors", list[fault]{"error", a.faults}
	}
	var b bytes.Buffer
	if f == inJSON {
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(true) // a browser may guess what it is
		err := e.Encode(body)
		return b.Bytes(), err
	}
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	if err := e.EncodeElement(body, xml.StartElement{Name: xml.Name{Local: root}}); err != nil {
		return nil, err
	}
	err := e.Close()
	b.WriteByte('\n')
	return b.Bytes(), err
}

// write sends the answer. To HEAD, net/http sends all but the body.
func (a *answer) write(w http.ResponseWriter, r *http.Request, f format) error {
	body, err := a.encode(f)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return err
	}
	h := w.Header()
	h.Set("Content-Type", f.contentType())
	h.Set("X-Content-Type-Options", "nosniff")
	status := a.status()
	if a.allow != "" {
		h.Set("Allow", a.allow)
	}
	if a.next != "" {
		h.Set("Link", "<"+a.next+`>; rel="next"`)
	}
	if a.again > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(a.again.Seconds()))))
	}
	if a.private || status != http.StatusOK {
		h.Set("Cache-Control", "no-store")
	} else {
		h.Set("Access-Control-Allow-Origin", "*") // it is for everybody
		if Cached(w, r, body, a.fresh) {
			return nil
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}

// Cached says in the headers of a public answer how long it may be kept, and
// reports whether the client has it already; then 304 was the answer.
func Cached(w http.ResponseWriter, r *http.Request, body []byte, fresh time.Duration) bool {
	sum := sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	if fresh > 0 {
		h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(fresh.Seconds())))
	}
	for known := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if known = strings.TrimSpace(known); known == "*" || strings.TrimPrefix(known, "W/") == tag {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}
