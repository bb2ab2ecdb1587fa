package signalen

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"wijkbot/store/wijk"
)

// An Error says what went wrong in a status and a cause of a fixed set. What
// Signalen put in words is left out: it may repeat what the resident wrote.
type Error struct {
	Doing  string // "create", "attach", "status" or "ask"
	Status int    // HTTP status, 0 if no answer came
	// Fields are the names of what Signalen did not take, at most two deep.
	Fields []string
	Cause  error // nil if the status says it all
}

// Error returns the numbers, the names and the cause.
func (e *Error) Error() string {
	s := "signalen: " + e.Doing
	if e.Status != 0 {
		s += fmt.Sprintf(": status %d", e.Status)
	}
	if len(e.Fields) > 0 {
		s += ": " + strings.Join(e.Fields, ", ")
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap returns the cause: a context error, a syscall.Errno or one of ours.
func (e *Error) Unwrap() error { return e.Cause }

var (
	errPace       = errors.New("the calls of this hour are spent")
	errNoName     = errors.New("host name not found")
	errTLS        = errors.New("no trusted connection")
	errConnection = errors.New("connection failed")
	errUnreadable = errors.New("unreadable answer")
	errPicture    = errors.New("not a picture that may leave")
	errReport     = errors.New("cannot be written as a signal")
)

const (
	// outage is how long to leave Signalen alone that cannot be reached, and
	// silence when it takes calls and does not answer: each costs one of the
	// hour.
	outage  = 10 * time.Second
	silence = 2 * time.Minute
	// soon is when something is tried again that asked for no special wait.
	soon = time.Minute
)

// paced is the refusal of a call that has to wait for its turn. It is of one
// row: a more pressing one may still go.
func paced(doing string, wait time.Duration) *wijk.Refusal {
	return &wijk.Refusal{Err: &Error{Doing: doing, Cause: errPace}, Code: "pace", After: max(wait, time.Second)}
}

// unreachable is the refusal of a call for which there was no connection.
func unreachable(doing string, err error) *wijk.Refusal {
	return &wijk.Refusal{Err: &Error{Doing: doing, Cause: cause(err)}, After: outage, Pause: true}
}

// broken is the refusal that an operator must mend: the address or the account
// is not right.
func broken(doing string, status int) *wijk.Refusal {
	return &wijk.Refusal{Err: &Error{Doing: doing, Status: status}, Code: strconv.Itoa(status), Broken: true}
}

// bad is the refusal of something that will never be taken.
func bad(doing string, status int, fields []string, cause error) *wijk.Refusal {
	code := strings.Join(append([]string{strconv.Itoa(status)}, fields...), " ")
	if status == 0 {
		code = strings.Join(fields, " ")
	}
	return &wijk.Refusal{Err: &Error{Doing: doing, Status: status, Fields: fields, Cause: cause}, Code: code, Bad: true}
}

// refusal translates the answer to a POST that is not the one that was hoped
// for. It returns nil when the request may have had its effect: a 500 may come
// after the signal was made, from what Signalen does next, and a 502 or 504
// from whoever stands in between. A 503 comes before: Signalen gives it during
// maintenance, and a proxy when nobody is behind it.
func refusal(doing string, a answer) *wijk.Refusal {
	switch s := a.status; {
	case s == http.StatusTooManyRequests:
		return &wijk.Refusal{Err: &Error{Doing: doing, Status: s}, Code: "429", After: max(a.after, soon), Pause: true}
	case s == http.StatusServiceUnavailable:
		return &wijk.Refusal{Err: &Error{Doing: doing, Status: s}, Code: "503", After: max(a.after, soon), Pause: true}
	case s == http.StatusRequestTimeout:
		return &wijk.Refusal{Err: &Error{Doing: doing, Status: s}, Code: "408", After: soon}
	case s == http.StatusUnauthorized, s == http.StatusMethodNotAllowed, s == http.StatusProxyAuthRequired, s >= 300 && s < 400:
		return broken(doing, s)
	case s >= 400 && s < 500:
		return bad(doing, s, fields(a), nil)
	}
	return nil
}

const (
	mostFields = 5
	fieldChars = 40
)

// fields returns the names of what an answer says is wrong: "category",
// "location.geometrie". Never what was wrong with it.
func fields(a answer) (names []string) {
	var top map[string]json.RawMessage
	if !a.json || json.Unmarshal(a.body, &top) != nil {
		return nil
	}
	for name, value := range top {
		if name == "detail" {
			continue // not about a field
		}
		var below map[string]json.RawMessage
		if json.Unmarshal(value, &below) != nil || len(below) == 0 {
			names = append(names, fieldName(name))
			continue
		}
		for sub := range below {
			names = append(names, fieldName(name)+"."+fieldName(sub))
		}
	}
	slices.Sort(names)
	return names[:min(len(names), mostFields)]
}

// fieldName makes a name harmless, whatever they sent.
func fieldName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
	return s[:min(len(s), fieldChars)]
}

// isDial reports whether err came before there was a connection.
func isDial(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// cause returns the one of a few known errors that err is.
func cause(err error) error {
	var no syscall.Errno
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return os.ErrDeadlineExceeded
	case errors.As(err, &no):
		return no
	case errors.As(err, &dns):
		return errNoName
	case errors.As(err, &cert), errors.As(err, &plain):
		return errTLS
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return io.ErrUnexpectedEOF
	}
	return errConnection
}
