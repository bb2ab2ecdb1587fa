package twiliotest

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

// number is a phone number in E.164 form, landline a Dutch one that takes no SMS.
var (
	number   = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	landline = regexp.MustCompile(`^\+31[1-57]`)
)

// ServeHTTP serves the Messages and Calls resources of the account: POST creates
// a message or a call, and GET reads the log.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if subtle.ConstantTimeCompare([]byte(user+":"+password), []byte(f.o.AccountSID+":"+f.o.AuthToken)) != 1 {
		refuse(w, http.StatusUnauthorized, 20003, "Authenticate")
		return
	}
	if r.URL.Path == f.callsPath() {
		f.serveCalls(w, r)
		return
	}
	if r.URL.Path != f.path() {
		refuse(w, http.StatusNotFound, 20404, "The requested resource "+r.URL.Path+" was not found")
		return
	}
	switch r.Method {
	case http.MethodPost:
		f.create(w, r)
	case http.MethodGet:
		f.list(w, r)
	default:
		refuse(w, http.StatusMethodNotAllowed, 20004, "Method not allowed")
	}
}

func (f *Fake) path() string { return "/2010-04-01/Accounts/" + f.o.AccountSID + "/Messages.json" }

// create makes a message, or refuses to as Twilio would.
func (f *Fake) create(w http.ResponseWriter, r *http.Request) {
	f.created(w, r, &f.creates, func(form url.Values) (any, func(), int, string) {
		m, code, reason := f.accept(form)
		if code != 0 {
			return nil, nil, code, reason
		}
		return f.resource(&m), func() {
			if f.o.OnSend != nil {
				f.o.OnSend(m)
			}
			if m.Callback != "" && !f.o.NoCallbacks {
				f.later(func() { f.report(m.SID) })
			}
		}, 0, ""
	})
}

// created reads a form, calls do with it unless the next of faults strikes first,
// and answers with the resource that do made as well as the fault lets it. What
// do returns as then runs before the answer leaves.
func (f *Fake) created(w http.ResponseWriter, r *http.Request, faults *[]Fault, do func(url.Values) (resource any, then func(), code int, reason string)) {
	if t, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); t != "application/x-www-form-urlencoded" {
		refuse(w, http.StatusUnsupportedMediaType, 20415, "Unsupported media type")
		return
	}
	if r.ParseForm() != nil || r.URL.RawQuery != "" {
		refuse(w, http.StatusBadRequest, 20001, "Bad request")
		return
	}
	fault := f.fault(faults)
	if f.tooFast() {
		fault = TooMany
	}
	if !fault.accepts() {
		f.fail(w, r, fault, 0, nil)
		return
	}
	resource, then, code, reason := do(r.PostForm)
	if code != 0 {
		refuse(w, http.StatusBadRequest, code, reason)
		return
	}
	answer, err := json.Marshal(resource)
	if err != nil {
		panic(err) // a struct of strings
	}
	then()
	f.fail(w, r, fault, http.StatusCreated, answer)
}

// accept checks what was asked for and puts it in the log. The reasons repeat
// the values, as Twilio's do: they are not for our log.
func (f *Fake) accept(form url.Values) (m Message, code int, reason string) {
	for key, values := range form {
		switch key {
		case "To", "From", "MessagingServiceSid", "Body", "StatusCallback", "ValidityPeriod", "SmartEncoded":
		default:
			return m, 20001, "Unknown parameter " + key
		}
		if len(values) != 1 {
			return m, 20001, "Repeated parameter " + key
		}
	}
	m = Message{
		To:        form.Get("To"),
		From:      form.Get("From"),
		Body:      form.Get("Body"),
		Direction: "outbound-api",
		Status:    "queued",
		Callback:  form.Get("StatusCallback"),
	}
	if form.Has("MessagingServiceSid") {
		m.Status = "accepted"
	}
	if code, reason = f.checkSender(form); code != 0 {
		return m, code, reason
	}
	if m.From == "" {
		m.From = f.o.From
	}
	if v := form.Get("ValidityPeriod"); form.Has("ValidityPeriod") {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 36000 {
			return m, 21624, "Invalid validity period " + v
		}
		m.Validity = n
	}
	if u, err := url.Parse(m.Callback); m.Callback != "" && (err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https") {
		return m, 21609, "The StatusCallback URL " + m.Callback + " is not a valid URL."
	}
	switch {
	case m.Body == "":
		return m, 21602, "Message body is required."
	case utf8.RuneCountInString(m.Body) > 1600:
		return m, 21617, "The concatenated message body exceeds the 1600 character limit: " + m.Body
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if code, reason = f.checkReceiver(m.To); code != 0 {
		return m, code, reason
	}
	return *f.add(m), 0, ""
}

func (f *Fake) checkSender(form url.Values) (code int, reason string) {
	from, service := form.Get("From"), form.Get("MessagingServiceSid")
	switch {
	case from == "" && service == "":
		return 21603, "A 'From' phone number is required."
	case service != "" && service != f.o.MessagingServiceSID:
		return 21701, "The Messaging Service does not exist: " + service
	case from != "" && from != f.o.From:
		return 21606, "The 'From' phone number " + from + " is not a valid, message-capable Twilio phone number."
	}
	return 0, ""
}

// checkReceiver tells whether to can be texted. The caller holds the lock.
func (f *Fake) checkReceiver(to string) (code int, reason string) {
	switch {
	case to == "":
		return 21604, "A 'To' phone number is required."
	case !number.MatchString(to):
		return 21211, fmt.Sprintf("The 'To' number %s is not a valid phone number.", to)
	case f.refused[to] != 0:
		return f.refused[to], fmt.Sprintf("The number %s is refused.", to)
	case landline.MatchString(to):
		return 21614, fmt.Sprintf("'To' number %s is not a valid mobile number", to)
	case to == f.o.From:
		return 21266, "'To' and 'From' number cannot be the same: " + to
	case f.blocked[to]:
		return 21610, fmt.Sprintf("Attempt to send to unsubscribed recipient %s", to)
	}
	return 0, ""
}

// A resource is a message as the API shows it.
type resource struct {
	AccountSID   string            `json:"account_sid"`
	APIVersion   string            `json:"api_version"`
	Body         string            `json:"body"`
	DateCreated  string            `json:"date_created"`
	DateSent     *string           `json:"date_sent"`
	DateUpdated  string            `json:"date_updated"`
	Direction    string            `json:"direction"`
	ErrorCode    *int              `json:"error_code"`
	ErrorMessage *string           `json:"error_message"`
	From         string            `json:"from"`
	Service      *string           `json:"messaging_service_sid"`
	NumMedia     string            `json:"num_media"`
	NumSegments  string            `json:"num_segments"`
	Price        *string           `json:"price"`
	PriceUnit    string            `json:"price_unit"`
	SID          string            `json:"sid"`
	Status       string            `json:"status"`
	Subresources map[string]string `json:"subresource_uris"`
	To           string            `json:"to"`
	URI          string            `json:"uri"`
}

func (f *Fake) resource(m *Message) resource {
	uri := "/2010-04-01/Accounts/" + f.o.AccountSID + "/Messages/" + m.SID
	date := func(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }
	r := resource{
		AccountSID: f.o.AccountSID, APIVersion: "2010-04-01", Body: m.Body, Direction: m.Direction,
		DateCreated: date(m.Created), DateUpdated: date(m.Created),
		From: m.From, To: m.To, SID: m.SID, Status: m.Status, PriceUnit: "EUR", URI: uri + ".json",
		NumMedia: strconv.Itoa(m.Media), NumSegments: strconv.Itoa(segments(m.Body)),
		Subresources: map[string]string{"media": uri + "/Media.json"},
	}
	if !m.Sent.IsZero() {
		sent := date(m.Sent)
		r.DateSent = &sent
	}
	if m.Code != 0 {
		code := m.Code
		r.ErrorCode = &code
	}
	if f.o.MessagingServiceSID != "" {
		r.Service = &f.o.MessagingServiceSID
	}
	return r
}
