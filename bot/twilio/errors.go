package twilio

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/twilio/twilio-go/client"

	"wijkbot/store/wijk"
)

// An Error says what went wrong between us and Twilio in numbers and in a
// cause of a fixed set. What Twilio or the network put in words is left out,
// since it repeats phone numbers.
type Error struct {
	Doing  string // "send", "find" or "reconcile"
	Status int    // HTTP status, 0 if no answer came
	Code   int    // Twilio's code, 0 if the answer held none
	Cause  error  // nil if the code or status says it all
}

// Error returns the numbers and the cause.
func (e *Error) Error() string {
	s := "twilio: " + e.Doing
	if e.Status != 0 {
		s += fmt.Sprintf(": status %d", e.Status)
	}
	if e.Code != 0 {
		s += fmt.Sprintf(": code %d", e.Code)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap returns the cause: a context error, a syscall.Errno or one of ours.
func (e *Error) Unwrap() error { return e.Cause }

var (
	errNoID       = errors.New("accepted without an id")
	errNoName     = errors.New("host name not found")
	errTLS        = errors.New("no trusted connection")
	errConnection = errors.New("connection failed")
	errUnreadable = errors.New("unreadable answer")
)

// outage is how long to leave Twilio alone when it cannot be reached at all.
const outage = 2 * time.Second

// verdict translates what the library returned into a *wijk.Refusal after a
// definite no, and into an *Error when the request may have had its effect:
// a time-out or a lost connection after it left, a 5xx (the failure may have
// come after the message was queued), an answer that says nothing. Only a 503
// with an error of Twilio's own counts as definite: they declined to begin.
func (x *exchange) verdict(err error) error {
	e := &Error{Doing: x.doing, Status: x.status}
	var rest *client.TwilioRestError
	if errors.As(err, &rest) {
		e.Code = rest.Code
	}
	switch {
	case x.status == 0 && e.Code != 0: // the library refused our credentials
		return x.refusal(judge(e.Code, 0), e)
	case x.status == 0:
		e.Cause = cause(err)
		if !x.began || isDial(err) || x.a.traced && !x.conn {
			return &wijk.Refusal{Err: e, After: outage, Pause: true}
		}
		return e
	case e.Code == 0 && x.status < 300:
		e.Cause = errUnreadable
		return e
	case e.Code != 0 && x.status < 500, e.Code != 0 && x.status == http.StatusServiceUnavailable:
		return x.refusal(judge(e.Code, x.status), e)
	case x.status < 500:
		if r := judgeStatus(x.status); r != (wijk.Refusal{}) {
			return x.refusal(r, e)
		}
	}
	return e
}

// refusal completes r with its error and with the wait that Twilio asked for.
func (x *exchange) refusal(r wijk.Refusal, e *Error) *wijk.Refusal {
	r.Err = e
	r.Code = strconv.Itoa(e.Code)
	if e.Code == 0 {
		r.Code = strconv.Itoa(e.Status)
	}
	if x.after > 0 && !r.Gone && !r.Bad {
		r.After = x.after
	}
	return &r
}

// judge tells what a code of Twilio's means for the message and the channel.
// A code it does not know is a no to be tried again later: that at most
// delays, and once its time is up a person sees it.
func judge(code, status int) wijk.Refusal {
	switch code {
	case 21610: // they sent STOP
		return wijk.Refusal{Gone: true, Stopped: true}
	case 21211, 21214, 21217, 21401, 21407, 21421, 21604, 21614, 21635, // no number, or none that takes SMS
		21266, 21910, // the number is our own
		21408, 21612, // no way there from our number
		21202, 21216, 13223, 13224, // a number that Twilio does not call
		30005, 30006:
		return wijk.Refusal{Gone: true}
	case 21602, 21617, 21619, 21620, 21624, 30045, 90007: // empty, too long, impossible validity
		return wijk.Refusal{Bad: true}
	case 20429, 14107, 30022: // too fast
		return wijk.Refusal{After: time.Second, Pause: true}
	case 10004, 21611, 30001: // too many calls at once; their queue is full
		return wijk.Refusal{After: 30 * time.Second, Pause: true}
	case 63038: // our day's allowance is used up
		return wijk.Refusal{After: 15 * time.Minute, Pause: true}
	case 20003, 20005, 20006, 20008, 20403, 20404, 30002, 30007, // token, account, filter
		21222, 21224, // the library on our credentials
		10001, 10002, 21205, 21210, 21213, 21215, 21219, // no calls from this account or number, none to this country
		21212, 21603, 21606, 21659, 21660, 21661, 21701, 21703, 21705, 21609: // our sender, our public URL
		return wijk.Refusal{Broken: true}
	}
	return judgeStatus(status)
}

// judgeStatus does so for an answer without a code, as proxies give. The zero
// value leaves it open.
func judgeStatus(status int) wijk.Refusal {
	switch status {
	case http.StatusTooManyRequests:
		return wijk.Refusal{After: time.Second, Pause: true}
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusProxyAuthRequired:
		return wijk.Refusal{Broken: true}
	case http.StatusServiceUnavailable:
		return wijk.Refusal{After: outage, Pause: true}
	}
	if status >= 300 && status < 400 { // not Twilio: something on the way
		return wijk.Refusal{After: outage, Pause: true}
	}
	return wijk.Refusal{}
}

// gone reports whether a code in a status callback says that the address will
// never work. An unreachable phone (30003) or an unknown fault (30008) may be
// better tomorrow; a filtered text (30007) says nothing of the address.
func gone(code string) bool {
	n, err := strconv.Atoi(code)
	return err == nil && judge(n, 0).Gone
}

// isDial reports whether err came before there was a connection.
func isDial(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
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
	case errors.Is(err, errTooLarge):
		return errTooLarge
	}
	return errConnection
}
