package twiliotest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot/twilio/twiliotest"
)

const anna = "+31612345678"

// An answer is what the API said, in the fields that matter.
type answer struct {
	status   int
	header   http.Header
	Code     int
	SID      string
	Status   any
	Messages []struct{ SID, Body string }
	Next     string `json:"next_page_uri"`
}

// call makes a request as a client would that knows nothing of the fake.
func call(t *testing.T, f *twiliotest.Fake, method, query string, form url.Values, change ...func(*http.Request)) (answer, error) {
	t.Helper()
	address := "https://api.twilio.com/2010-04-01/Accounts/" + twiliotest.AccountSID + "/Messages.json"
	if strings.HasPrefix(query, "/") {
		address = "https://api.twilio.com" + query
	} else if query != "" {
		address += "?" + query
	}
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(twiliotest.AccountSID, twiliotest.AuthToken)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range change {
		c(r)
	}
	resp, err := f.Client().Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	a := answer{status: resp.StatusCode, header: resp.Header}
	if json.Unmarshal(body, &a) != nil && err == nil {
		err = fmt.Errorf("no JSON: %.20s", body)
	}
	return a, err
}

func form(pairs ...string) url.Values {
	v := url.Values{"To": {anna}, "From": {twiliotest.From}, "Body": {"Hallo"}}
	for i := 0; i < len(pairs); i += 2 {
		if v.Set(pairs[i], pairs[i+1]); pairs[i+1] == "-" {
			v.Del(pairs[i])
		}
	}
	return v
}

func calm(t *testing.T, o twiliotest.Options) *twiliotest.Fake {
	o.Calm = true
	f := twiliotest.New(o)
	t.Cleanup(f.Close)
	return f
}

func TestCreateIsStrict(t *testing.T) {
	tests := map[string]struct {
		form   url.Values
		change func(*http.Request)
		status int
		code   int
	}{
		"good":              {form("ValidityPeriod", "36000", "StatusCallback", "http://127.0.0.1:1/s?o=1"), nil, 201, 0},
		"1600 characters":   {form("Body", strings.Repeat("é", 1600)), nil, 201, 0},
		"1601 characters":   {form("Body", strings.Repeat("é", 1601)), nil, 400, 21617},
		"no text":           {form("Body", "-"), nil, 400, 21602},
		"no receiver":       {form("To", "-"), nil, 400, 21604},
		"not E.164":         {form("To", "0612345678"), nil, 400, 21211},
		"landline":          {form("To", "+31793461234"), nil, 400, 21614},
		"to itself":         {form("To", twiliotest.From), nil, 400, 21266},
		"no sender":         {form("From", "-"), nil, 400, 21603},
		"other sender":      {form("From", "+3197000000000"), nil, 400, 21606},
		"other service":     {form("MessagingServiceSid", "MG1"), nil, 400, 21701},
		"validity 0":        {form("ValidityPeriod", "0"), nil, 400, 21624},
		"validity too long": {form("ValidityPeriod", "36001"), nil, 400, 21624},
		"odd callback":      {form("StatusCallback", "/twilio/status"), nil, 400, 21609},
		"unknown parameter": {form("Boddy", "x"), nil, 400, 20001},
		"repeated":          {url.Values{"To": {anna, anna}}, nil, 400, 20001},
		"wrong token":       {form(), func(r *http.Request) { r.SetBasicAuth(twiliotest.AccountSID, "x") }, 401, 20003},
		"no token":          {form(), func(r *http.Request) { r.Header.Del("Authorization") }, 401, 20003},
		"other account":     {form(), func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "AC", "AD", 1) }, 404, 20404},
		"JSON":              {form(), func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, 415, 20415},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := calm(t, twiliotest.Options{NoCallbacks: true})
			if test.change == nil {
				test.change = func(*http.Request) {}
			}
			a, err := call(t, f, http.MethodPost, "", test.form, test.change)
			if err != nil || a.status != test.status || a.Code != test.code {
				t.Fatalf("answer %+v, error %v", a, err)
			}
			if created := len(f.Sent()) == 1; created != (test.status == 201) || created && a.SID != f.Sent()[0].SID {
				t.Errorf("answer %+v, log %+v", a, f.Sent())
			}
		})
	}
}

func TestFaults(t *testing.T) {
	tests := map[string]struct {
		fault   twiliotest.Fault
		status  int // 0: an error before the answer was read
		created bool
	}{
		"too many":    {twiliotest.TooMany, 429, false},
		"unavailable": {twiliotest.Unavailable, 503, false},
		"page":        {twiliotest.ErrorPage, 502, false},
		"drop":        {twiliotest.Drop, 0, false},
		"late page":   {twiliotest.LatePage, 502, true},
		"late drop":   {twiliotest.LateDrop, 0, true},
		"empty":       {twiliotest.Empty, 201, true},
		"half":        {twiliotest.Half, 201, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := calm(t, twiliotest.Options{RetryAfter: 3 * time.Second})
			f.Next(test.fault)
			a, err := call(t, f, http.MethodPost, "", form())
			if a.status != test.status || a.SID != "" {
				t.Errorf("answer %+v, error %v", a, err)
			}
			if test.fault == twiliotest.TooMany && (a.header.Get("Retry-After") != "3" || f.Limited() != 1) {
				t.Errorf("Retry-After %q, counted %d", a.header.Get("Retry-After"), f.Limited())
			}
			if created := len(f.Sent()) == 1; created != test.created {
				t.Errorf("created %v", created)
			}
			if a, err := call(t, f, http.MethodPost, "", form()); err != nil || a.SID == "" {
				t.Errorf("the next one: %+v, error %v", a, err)
			}
		})
	}
}

// TestHang shows that a request hangs until its context ends, in virtual time,
// and that Always lasts until it is taken back.
func TestHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(t, twiliotest.Options{})
		f.Always(twiliotest.LateHang)
		start := time.Now()
		for range 2 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			_, err := call(t, f, http.MethodPost, "", form(), func(r *http.Request) { *r = *r.WithContext(ctx) })
			if cancel(); err == nil {
				t.Error("answered")
			}
		}
		if took := time.Since(start); took != 2*time.Minute {
			t.Errorf("took %v", took)
		}
		f.Always(twiliotest.OK)
		if a, err := call(t, f, http.MethodPost, "", form()); err != nil || a.SID == "" {
			t.Errorf("answer %+v, error %v", a, err)
		}
	})
}

func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(t, twiliotest.Options{Rate: 10})
		for range 15 {
			_, _ = call(t, f, http.MethodPost, "", form())
		}
		if len(f.Sent()) != 10 || f.Limited() != 5 {
			t.Errorf("%d sent, %d limited at once", len(f.Sent()), f.Limited())
		}
		for range 50 {
			<-time.After(100 * time.Millisecond) // virtual
			_, _ = call(t, f, http.MethodPost, "", form())
		}
		if len(f.Sent()) < 59 {
			t.Errorf("%d sent at the rate allowed", len(f.Sent()))
		}
	})
}

// TestHostile shows that the zero options are hostile, that the seed is printed
// and that it repeats what happened.
func TestHostile(t *testing.T) {
	run := func(seed uint64) (printed, got string) {
		synctest.Test(t, func(t *testing.T) {
			f := twiliotest.New(twiliotest.Options{
				Seed: seed, Chance: 0.4,
				Logf: func(format string, args ...any) { printed += fmt.Sprintf(format, args...) },
			})
			defer f.Close()
			for range 60 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				a, err := call(t, f, http.MethodPost, "", form(), func(r *http.Request) { *r = *r.WithContext(ctx) })
				got += fmt.Sprintln(a.status, a.Code, a.SID, err != nil)
				cancel()
			}
		})
		return printed, got
	}
	printed, first := run(7)
	if printed != "twiliotest: seed 7" {
		t.Errorf("printed %q", printed)
	}
	for _, want := range []string{"201 0 SM", "429 20429", "502 0  true", "0 0  true"} {
		if !strings.Contains(first, want) {
			t.Errorf("no answer %q in\n%s", want, first)
		}
	}
	if _, second := run(7); second != first {
		t.Errorf("the same seed gave\n%s\nand then\n%s", first, second)
	}
	if printed, other := run(0); printed == "" || printed == "twiliotest: seed 0" || other == first {
		t.Errorf("printed %q", printed)
	}
}

func TestKeywords(t *testing.T) {
	var mu sync.Mutex
	var shown []string
	f := calm(t, twiliotest.Options{OnSend: func(m twiliotest.Message) {
		mu.Lock()
		defer mu.Unlock()
		shown = append(shown, m.Direction)
	}})
	steps := []struct {
		text    string
		blocked bool
		answers int // of Twilio itself, in all
	}{
		{"stop ermee", false, 0}, {" Stop ", true, 1}, {"STOP", true, 1}, {"help", true, 1},
		{"start", false, 2}, {"yes", false, 2}, {"HELP", false, 3}, {"optout", true, 4}, {"ja", true, 4},
	}
	for _, step := range steps {
		if _, err := f.Text(t.Context(), anna, step.text); err != nil {
			t.Fatal(err)
		}
		a, err := call(t, f, http.MethodPost, "", form())
		if err != nil || f.Blocked(anna) != step.blocked || (a.Code == 21610) != step.blocked {
			t.Errorf("after %q: blocked %v, answer %+v, error %v", step.text, f.Blocked(anna), a, err)
		}
		if n := strings.Count(strings.Join(shown, " "), "outbound-reply"); n != step.answers {
			t.Errorf("after %q: %d answers, want %d", step.text, n, step.answers)
		}
	}
	if n := strings.Count(strings.Join(shown, " "), "outbound-api"); n != len(f.Sent()) {
		t.Errorf("%d shown of %d sent", n, len(f.Sent()))
	}
}

func TestLog(t *testing.T) {
	now := time.Date(2027, 3, 28, 1, 0, 0, 0, time.UTC)
	f := calm(t, twiliotest.Options{Now: func() time.Time { return now }, NoCallbacks: true})
	for i := range 25 {
		f.TextQuietly(anna, fmt.Sprint(i))
		now = now.Add(time.Minute)
	}
	_, _ = call(t, f, http.MethodPost, "", form()) // queued: no date
	read := func(query string) (bodies []string) {
		t.Helper()
		for query != "" {
			a, err := call(t, f, http.MethodGet, query, nil)
			if err != nil || a.status != 200 {
				t.Fatalf("%s: %+v, %v", query, a, err)
			}
			for _, m := range a.Messages {
				bodies = append(bodies, m.Body)
			}
			query = a.Next
		}
		return bodies
	}
	if got := read("PageSize=10"); len(got) != 26 || got[0] != "Hallo" || got[25] != "0" {
		t.Errorf("the whole log: %q", got)
	}
	to := url.QueryEscape(twiliotest.From)
	if got := read("PageSize=7&To=" + to); len(got) != 25 {
		t.Errorf("to us: %q", got)
	}
	got := read("PageSize=2&DateSent%3E=2027-03-28T01:10:00Z&DateSent%3C=2027-03-28T01:13:00Z")
	if !slices.Equal(got, []string{"13", "12", "11", "10"}) {
		t.Errorf("between two times: %q", got)
	}
	if got := read("DateSent=2027-03-28"); len(got) != 25 {
		t.Errorf("of a day: %q", got)
	}
	for _, query := range []string{"PageSize=1001", "PageSize=0", "Too=x", "DateSent%3E=yesterday", "To=a&To=b", "Page=1"} {
		if a, _ := call(t, f, http.MethodGet, query, nil); a.status != 400 {
			t.Errorf("%s: answer %d", query, a.status)
		}
	}
}
