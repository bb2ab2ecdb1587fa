package twilio

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// The routes of the door. The query of the status route holds our outbox id
// under outboxKey: the signature covers it.
const (
	smsPath    = "/twilio/sms"
	statusPath = "/twilio/status"
	outboxKey  = "o"
)

// Bounds on what a stranger can make us read. Twilio's requests have some
// twenty fields, at most sixty with media and add-ons. The signature check is
// quadratic in their number.
const (
	mostBytes  = 64 << 10
	mostFields = 200
)

// Handler serves POST /twilio/sms and POST /twilio/status, and the routes of
// calls below /twilio/voice when there is a number to call from. Messages go to
// in and what becomes of our own to st. Of an SMS or a status Twilio gets 200
// only after they said yes, and 503 otherwise; a caller always hears something.
func (a *Account) Handler(in Receiver, st Statuses) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+smsPath, func(w http.ResponseWriter, r *http.Request) { a.serveSMS(w, r, in) })
	mux.HandleFunc("POST "+statusPath, func(w http.ResponseWriter, r *http.Request) { a.serveStatus(w, r, st) })
	if a.Voice() != nil {
		mux.HandleFunc("POST "+voicePath, func(w http.ResponseWriter, r *http.Request) { a.serveVoice(w, r, in) })
		mux.HandleFunc("POST "+answerPath, func(w http.ResponseWriter, r *http.Request) { a.serveAnswer(w, r, in) })
		mux.HandleFunc("POST "+callStatusPath, func(w http.ResponseWriter, r *http.Request) { a.serveCallStatus(w, r, st) })
	}
	return mux
}

// A form is what Twilio posted: one value for each key.
type form map[string]string

// open reads and checks a request about a message, answering it and returning
// false if it is not surely Twilio's. Query is the query allowed, as it came.
func (a *Account) open(w http.ResponseWriter, r *http.Request, path, query string) (form, bool) {
	f, ok := a.unseal(w, r, path, query)
	if ok && !isMessageSID(f["MessageSid"]) {
		a.refuse(w, http.StatusForbidden, "message id")
		return nil, false
	}
	return f, ok
}

// openCall does so for a request about a call.
func (a *Account) openCall(w http.ResponseWriter, r *http.Request, path, query string) (form, bool) {
	f, ok := a.unseal(w, r, path, query)
	if ok && !isCallSID(f["CallSid"]) {
		a.refuse(w, http.StatusForbidden, "call id")
		return nil, false
	}
	return f, ok
}

// unseal reads the form, whatever it is about.
func (a *Account) unseal(w http.ResponseWriter, r *http.Request, path, query string) (form, bool) {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/x-www-form-urlencoded" {
		a.refuse(w, http.StatusUnsupportedMediaType, "type")
		return nil, false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBytes))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		a.refuse(w, http.StatusRequestEntityTooLarge, "size")
		return nil, false
	case err != nil:
		a.refuse(w, http.StatusBadRequest, "broken off")
		return nil, false
	}
	f, ok := parseForm(body)
	if !ok {
		a.refuse(w, http.StatusForbidden, "form")
		return nil, false
	}
	address := a.public + path
	if query != "" {
		address += "?" + query
	}
	if !a.isSigned(r.Header["X-Twilio-Signature"], address, f) {
		a.refuse(w, http.StatusForbidden, "signature")
		return nil, false
	}
	if f["AccountSid"] != a.c.AccountSID {
		a.refuse(w, http.StatusForbidden, "account")
		return nil, false
	}
	return f, true
}

// parseForm decodes body. It refuses a repeated key: the signature check looks
// at the first value alone, so that a copied request with one more Body at its
// end would pass.
func parseForm(body []byte) (form, bool) {
	if bytes.Count(body, []byte("&")) >= mostFields {
		return nil, false
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, false
	}
	f := make(form, len(values))
	for k, v := range values {
		if len(v) != 1 {
			return nil, false
		}
		f[k] = v[0]
	}
	return f, true
}

// isSigned reports whether signatures is one signature, and the one with our
// token for address and f. The library compares in constant time; it would
// accept anything under an empty token.
func (a *Account) isSigned(signatures []string, address string, f form) bool {
	return len(signatures) == 1 && a.c.AuthToken != "" && a.signed.Validate(address, f, signatures[0])
}

// refuse answers without telling a stranger why.
func (a *Account) refuse(w http.ResponseWriter, status int, reason string) {
	if a.c.Refused != nil {
		a.c.Refused(reason)
	}
	http.Error(w, http.StatusText(status), status)
}

// later asks Twilio, or the log reader after it, to come again.
func later(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
}
