package twiliotest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// A Call is one row of the log of calls.
type Call struct {
	SID      string
	To, From string
	// Direction is inbound or outbound-api.
	Direction string
	// Status is Twilio's word, and SIP what the telephone company answered if
	// the call failed.
	Status string
	SIP    int
	// Created, Started and Ended are by Options.Now. Started is zero until it
	// rings.
	Created, Started, Ended time.Time
	// URL, Callback, Events and Timeout, in seconds, are as they were asked for.
	URL, Callback string
	Events        []string
	Timeout       int
	// Said is what was spoken in it so far, and Waits says that a key may be
	// pressed now.
	Said  []string
	Waits bool
}

// Over reports whether the call has ended.
func (c *Call) Over() bool {
	return slices.Contains([]string{"completed", "busy", "no-answer", "canceled", "failed"}, c.Status)
}

func (f *Fake) callsPath() string { return "/2010-04-01/Accounts/" + f.o.AccountSID + "/Calls.json" }

func (f *Fake) serveCalls(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodPost:
		f.createCall(w, r)
	case http.MethodGet:
		f.listCalls(w, r)
	default:
		refuse(w, http.StatusMethodNotAllowed, 20004, "Method not allowed")
	}
}

// createCall makes a call, or refuses to as Twilio would.
func (f *Fake) createCall(w http.ResponseWriter, r *http.Request) {
	f.created(w, r, &f.dials, func(form url.Values) (any, func(), int, string) {
		c, code, reason := f.dial(form)
		if code != 0 {
			return nil, nil, code, reason
		}
		return f.callResource(&c), func() { f.later(func() { f.ring(c.SID) }) }, 0, ""
	})
}

// dial checks what was asked for and puts it in the log.
func (f *Fake) dial(form url.Values) (c Call, code int, reason string) {
	for key, values := range form {
		switch key {
		case "StatusCallbackEvent":
		case "To", "From", "Url", "Method", "StatusCallback", "StatusCallbackMethod", "Timeout", "TimeLimit":
			if len(values) != 1 {
				return c, 20001, "Repeated parameter " + key
			}
		default:
			return c, 20001, "Unknown parameter " + key
		}
	}
	c = Call{
		To: form.Get("To"), From: form.Get("From"), Direction: "outbound-api", Status: "queued",
		URL: form.Get("Url"), Callback: form.Get("StatusCallback"), Events: form["StatusCallbackEvent"], Timeout: 60,
	}
	if v := form.Get("Timeout"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 600 {
			return c, 20001, "Invalid timeout " + v
		}
		c.Timeout = n
	}
	for _, u := range []string{c.URL, c.Callback} {
		if at, err := url.Parse(u); err != nil || at.Hostname() == "" || at.Scheme != "http" && at.Scheme != "https" {
			return c, 21205, "Url is not a valid URL: " + u
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case c.From != f.o.From:
		return c, 21210, fmt.Sprintf("The source phone number provided, %s, is not yet verified for your account.", c.From)
	case c.To == "":
		return c, 21201, "No 'To' number is specified"
	case !number.MatchString(c.To):
		return c, 21211, fmt.Sprintf("The phone number you are attempting to call, %s, is not valid.", c.To)
	case f.refused[c.To] != 0:
		return c, f.refused[c.To], fmt.Sprintf("The number %s is refused.", c.To)
	}
	return *f.addCall(c), 0, ""
}

// addCall puts c in the log. The caller holds the lock.
func (f *Fake) addCall(c Call) *Call {
	c.SID = fmt.Sprintf("CA%016x%016x", f.rand.Uint64(), f.rand.Uint64())
	c.Created = f.o.Now()
	f.calls = append(f.calls, &c)
	f.lines[c.SID] = &line{call: &c}
	f.touch()
	return &c
}

// Calls returns the log of calls, oldest first, as they stand now.
func (f *Fake) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]Call, len(f.calls))
	for i, c := range f.calls {
		all[i] = *c
		all[i].Said = slices.Clone(c.Said)
	}
	return all
}

// A callResource is a call as the API shows it.
type callResource struct {
	AccountSID   string            `json:"account_sid"`
	APIVersion   string            `json:"api_version"`
	AnsweredBy   *string           `json:"answered_by"`
	DateCreated  *string           `json:"date_created"`
	DateUpdated  *string           `json:"date_updated"`
	Direction    string            `json:"direction"`
	Duration     *string           `json:"duration"`
	EndTime      *string           `json:"end_time"`
	From         string            `json:"from"`
	SID          string            `json:"sid"`
	StartTime    *string           `json:"start_time"`
	Status       string            `json:"status"`
	Subresources map[string]string `json:"subresource_uris"`
	To           string            `json:"to"`
	URI          string            `json:"uri"`
}

func (f *Fake) callResource(c *Call) callResource {
	date := func(t time.Time) *string {
		if t.IsZero() {
			return nil
		}
		s := t.UTC().Format(time.RFC1123Z)
		return &s
	}
	uri := "/2010-04-01/Accounts/" + f.o.AccountSID + "/Calls/" + c.SID
	return callResource{
		AccountSID: f.o.AccountSID, APIVersion: "2010-04-01", Direction: c.Direction,
		DateCreated: date(c.Created), DateUpdated: date(c.Created), StartTime: date(c.Started), EndTime: date(c.Ended),
		From: c.From, To: c.To, SID: c.SID, Status: c.Status,
		Subresources: map[string]string{"recordings": uri + "/Recordings.json"}, URI: uri + ".json",
	}
}

// A callPage is an answer of the log of calls.
type callPage struct {
	Calls []callResource `json:"calls"`
	Next  *string        `json:"next_page_uri"`
	Page  int            `json:"page"`
	Size  int            `json:"page_size"`
	URI   string         `json:"uri"`
}

// listCalls answers with one page, most recent first. As Twilio's, a filter on
// the time of a call knows days alone.
func (f *Fake) listCalls(w http.ResponseWriter, r *http.Request) {
	want := filter{size: 50, last: -1}
	for key, values := range r.URL.Query() {
		v, err := values[0], error(nil)
		switch key {
		case "To":
			want.to = v
		case "From":
			want.from = v
		case "StartTime>":
			want.after, err = parseDate(v)
			want.after = want.after.UTC().Truncate(24 * time.Hour)
		case "PageSize":
			want.size, err = strconv.Atoi(v)
			if want.size < 1 || want.size > 1000 {
				err = fmt.Errorf("page size %s", v)
			}
		case "Page":
			want.page, err = strconv.Atoi(v)
		case "PageToken":
			want.last, err = strconv.Atoi(v)
		default:
			err = fmt.Errorf("unknown parameter %s", key)
		}
		if err != nil || len(values) != 1 {
			refuse(w, http.StatusBadRequest, 20001, "Bad request")
			return
		}
	}
	fault := f.fault(&f.lists)
	if fault == Empty { // a page says more than {}
		fault = Half
	}
	answer, err := json.Marshal(f.readCalls(want, r.URL.Query()))
	if err != nil {
		panic(err) // a struct of strings
	}
	f.fail(w, r, fault, http.StatusOK, answer)
}

func (f *Fake) readCalls(want filter, q url.Values) callPage {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := callPage{Page: want.page, Size: want.size, Calls: []callResource{}}
	i := len(f.calls) - 1
	if want.last >= 0 {
		i = min(i, want.last-1)
	}
	for ; i >= 0; i-- {
		c := f.calls[i]
		if want.to != "" && c.To != want.to || want.from != "" && c.From != want.from ||
			!want.after.IsZero() && c.Started.Before(want.after) {
			continue
		}
		if len(p.Calls) == want.size {
			q.Set("Page", strconv.Itoa(want.page+1))
			q.Set("PageToken", strconv.Itoa(i+1))
			next := f.callsPath() + "?" + q.Encode()
			p.Next = &next
			break
		}
		p.Calls = append(p.Calls, f.callResource(c))
	}
	return p
}
