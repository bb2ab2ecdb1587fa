package twilio_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

const sid = "SM00112233445566778899aabbccddeeff"

var noon = time.Date(2027, 3, 28, 12, 0, 0, 0, time.UTC)

// doorstep is a handler without a network, and the fake to sign for it.
func doorstep(t testing.TB, change func(*twilio.Config)) (http.Handler, *twiliotest.Fake, *city) {
	t.Helper()
	fake := twiliotest.New(twiliotest.Options{Calm: true})
	t.Cleanup(fake.Close)
	c := config("")
	c.Now = func() time.Time { return noon }
	if change != nil {
		change(&c)
	}
	city := new(city)
	return twilio.New(c).Handler(city, city), fake, city
}

// post hands r to h as a server would.
func post(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	in := httptest.NewRequest(r.Method, r.URL.RequestURI(), r.Body)
	in.URL.Path = strings.TrimPrefix(in.URL.Path, "/bot") // as the proxy does
	in.Header = r.Header
	w := httptest.NewRecorder()
	h.ServeHTTP(w, in)
	return w
}

// signed returns the webhook with form, signed for the public address and path.
func signed(t testing.TB, fake *twiliotest.Fake, path string, form url.Values) *http.Request {
	t.Helper()
	r, err := fake.Request(t.Context(), public+path, form)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func inboundForm(fake *twiliotest.Fake) url.Values {
	return fake.SMSForm(twiliotest.Message{SID: sid, From: anna, To: twiliotest.From, Body: "Er ligt zwerfvuil & glas + meer; 100% €"})
}

func statusForm(fake *twiliotest.Fake, word string, code int) url.Values {
	return fake.StatusForm(twiliotest.Message{SID: sid, From: twiliotest.From, To: anna, Code: code}, word)
}

func TestSMS(t *testing.T) {
	h, fake, city := doorstep(t, nil)
	w := post(h, signed(t, fake, "/twilio/sms", inboundForm(fake)))
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/xml" || !strings.HasSuffix(w.Body.String(), "<Response/>") {
		t.Errorf("answer %d %q %q", w.Code, w.Header(), w.Body)
	}
	want := []wijk.Message{{
		ID: sid, From: wijk.Address{Channel: wijk.SMS, To: anna}, Kind: wijk.Text,
		Text: "Er ligt zwerfvuil & glas + meer; 100% €", At: noon,
	}}
	if diff := cmp.Diff(want, city.messages); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

func TestSMSContents(t *testing.T) {
	long := strings.Repeat("é€", 800)
	tests := map[string]struct {
		change url.Values
		want   wijk.Message
		none   bool
	}{
		"long":             {url.Values{"Body": {long}}, wijk.Message{Kind: wijk.Text, Text: long}, false},
		"empty":            {url.Values{"Body": {""}}, wijk.Message{Kind: wijk.Text}, false},
		"broken UTF-8":     {url.Values{"Body": {"help\xff\xfe me"}}, wijk.Message{Kind: wijk.Text, Text: "help\uFFFD me"}, false},
		"picture":          {url.Values{"Body": {""}, "NumMedia": {"1"}}, wijk.Message{Kind: wijk.Other}, false},
		"picture and text": {url.Values{"NumMedia": {"2"}, "Body": {"kapot"}}, wijk.Message{Kind: wijk.Text, Text: "kapot"}, false},
		"new field":        {url.Values{"Novelty": {"x"}, "Body": {"ja"}}, wijk.Message{Kind: wijk.Text, Text: "ja"}, false},
		"an MMS id":        {url.Values{"MessageSid": {"MM" + sid[2:]}, "Body": {"ja"}}, wijk.Message{ID: "MM" + sid[2:], Kind: wijk.Text, Text: "ja"}, false},
		"a name":           {url.Values{"From": {"PostNL"}}, wijk.Message{}, true},
		"a short code":     {url.Values{"From": {"3669"}}, wijk.Message{}, true},
		"ourselves":        {url.Values{"From": {twiliotest.From}}, wijk.Message{}, true},
		"another channel":  {url.Values{"From": {"whatsapp:" + anna}}, wijk.Message{}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, fake, city := doorstep(t, nil)
			form := inboundForm(fake)
			maps.Copy(form, test.change)
			if w := post(h, signed(t, fake, "/twilio/sms", form)); w.Code != 200 {
				t.Fatalf("answer %d", w.Code)
			}
			if test.none {
				if len(city.messages) != 0 {
					t.Errorf("received %+v", city.messages)
				}
				return
			}
			test.want.From = wijk.Address{Channel: wijk.SMS, To: anna}
			test.want.At = noon
			if test.want.ID == "" {
				test.want.ID = sid
			}
			if diff := cmp.Diff([]wijk.Message{test.want}, city.messages); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRefused holds every way in which a request is not surely Twilio's.
func TestRefused(t *testing.T) {
	const sms, status = "/twilio/sms", "/twilio/status?o=17"
	set := func(k, v string) func(url.Values) { return func(f url.Values) { f.Set(k, v) } }
	header := func(k, v string) func(*http.Request) { return func(r *http.Request) { r.Header.Set(k, v) } }
	target := func(s string) func(*http.Request) {
		return func(r *http.Request) { r.URL, _ = url.Parse(public + s) }
	}
	tests := map[string]struct {
		path   string
		form   func(url.Values)    // before signing
		change func(*http.Request) // after signing
		want   int
	}{
		"no signature":          {sms, nil, func(r *http.Request) { r.Header.Del("X-Twilio-Signature") }, 403},
		"empty signature":       {sms, nil, header("X-Twilio-Signature", ""), 403},
		"wrong signature":       {sms, nil, header("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="), 403},
		"two signatures":        {sms, nil, func(r *http.Request) { r.Header.Add("X-Twilio-Signature", "x") }, 403},
		"signed for status":     {"/twilio/status", nil, target(sms), 403},
		"other account":         {sms, set("AccountSid", "AC"+strings.Repeat("0", 32)), nil, 403},
		"no account":            {sms, func(f url.Values) { f.Del("AccountSid") }, nil, 403},
		"other number":          {sms, set("To", "+3197000000000"), nil, 403},
		"no number":             {sms, func(f url.Values) { f.Del("To") }, nil, 403},
		"no id":                 {sms, func(f url.Values) { f.Del("MessageSid") }, nil, 403},
		"short id":              {sms, set("MessageSid", "SM1"), nil, 403},
		"upper-case id":         {sms, set("MessageSid", strings.ToUpper(sid)), nil, 403},
		"id of a call":          {sms, set("MessageSid", "CA"+sid[2:]), nil, 403},
		"id with a tail":        {sms, set("MessageSid", sid+"\n"), nil, 403},
		"second body":           {sms, nil, appended("&Body=alles+goed"), 403},
		"second sid":            {sms, nil, appended("&MessageSid=" + sid), 403},
		"changed body":          {sms, nil, appended("x"), 403},
		"not a form":            {sms, nil, appended("&%zz"), 403},
		"semicolon":             {sms, nil, appended(";a=b"), 403},
		"too many fields":       {sms, nil, appended(strings.Repeat("&a", 250)), 403},
		"query":                 {sms, nil, target(sms + "?a=b"), 403},
		"query that is signed":  {sms + "?a=b", nil, nil, 403},
		"body hash in query":    {sms + "?bodySHA256=00", nil, nil, 403},
		"key in query and body": {status, set("o", "17"), nil, 403},
		"other outbox id":       {status, nil, target("/twilio/status?o=18"), 403},
		"two outbox ids":        {"/twilio/status?o=17&o=18", nil, nil, 403},
		"outbox id and more":    {"/twilio/status?o=17&a=b", nil, nil, 403},
		"no outbox id":          {"/twilio/status?o=", nil, nil, 403},
		"negative outbox id":    {"/twilio/status?o=-1", nil, nil, 403},
		"huge outbox id":        {"/twilio/status?o=99999999999999999999", nil, nil, 403},
		"status of another":     {status, set("From", "+3197000000000"), nil, 403},
		"status, other account": {status, set("AccountSid", "AC"), nil, 403},
		"status without id":     {status, func(f url.Values) { f.Del("MessageSid") }, nil, 403},
		"status unsigned":       {status, nil, func(r *http.Request) { r.Header.Del("X-Twilio-Signature") }, 403},
		"get":                   {sms, nil, func(r *http.Request) { r.Method = "GET" }, 405},
		"put":                   {status, nil, func(r *http.Request) { r.Method = "PUT" }, 405},
		"JSON":                  {sms, nil, header("Content-Type", "application/json"), 415},
		"no type":               {sms, nil, func(r *http.Request) { r.Header.Del("Content-Type") }, 415},
		"multipart":             {status, nil, header("Content-Type", "multipart/form-data; boundary=x"), 415},
		"too large":             {sms, nil, appended("&a=" + strings.Repeat("a", 64<<10)), 413},
		"other path":            {sms, nil, target("/twilio/sms/"), 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var reasons []string
			h, fake, city := doorstep(t, func(c *twilio.Config) {
				c.Refused = func(reason string) { reasons = append(reasons, reason) }
			})
			form := inboundForm(fake)
			if strings.HasPrefix(test.path, "/twilio/status") {
				form = statusForm(fake, "delivered", 0)
			}
			if test.form != nil {
				test.form(form)
			}
			r := signed(t, fake, test.path, form)
			if test.change != nil {
				test.change(r)
			}
			w := post(h, r)
			if w.Code != test.want {
				t.Errorf("answer %d, want %d", w.Code, test.want)
			}
			if w.Code == 403 && w.Body.String() != "Forbidden\n" {
				t.Errorf("the answer gives a hint: %q", w.Body)
			}
			if w.Code != 405 && w.Code != 404 && len(reasons) != 1 {
				t.Errorf("reasons %v, want one", reasons)
			}
			if m, s, _ := city.counts(); m+s != 0 {
				t.Errorf("stored %d messages, %d statuses", m, s)
			}
		})
	}
}

// appended adds to the body, after it was signed.
func appended(tail string) func(*http.Request) {
	return func(r *http.Request) {
		var b strings.Builder
		body, _ := r.GetBody()
		_, _ = io.Copy(&b, body)
		fresh, _ := http.NewRequest(r.Method, r.URL.String(), strings.NewReader(b.String()+tail))
		fresh.Header = r.Header
		*r = *fresh
	}
}

// TestEmptyToken shows that an account without a token takes nothing, even
// signed with that token.
func TestEmptyToken(t *testing.T) {
	h, fake, city := doorstep(t, func(c *twilio.Config) { c.AuthToken = "" })
	form := inboundForm(fake)
	r := signed(t, fake, "/twilio/sms", form)
	r.Header.Set("X-Twilio-Signature", twiliotest.Sign("", public+"/twilio/sms", form))
	if w := post(h, r); w.Code != 403 || len(city.messages) != 0 {
		t.Errorf("answer %d, %d messages", w.Code, len(city.messages))
	}
}

// TestPublicAddress shows that only the configured address matters, whatever
// the request says of its own.
func TestPublicAddress(t *testing.T) {
	h, fake, city := doorstep(t, func(c *twilio.Config) { c.PublicURL = public + "/" })
	r := signed(t, fake, "/twilio/sms", inboundForm(fake))
	r.Host = "10.0.0.1:8080"
	r.Header.Set("X-Forwarded-Host", "evil.example")
	r.Header.Set("X-Forwarded-Proto", "http")
	if w := post(h, r); w.Code != 200 || len(city.messages) != 1 {
		t.Errorf("behind a proxy: answer %d", w.Code)
	}
	form := inboundForm(fake)
	r = signed(t, fake, "/twilio/sms", form)
	r.Host = "evil.example"
	r.Header.Set("X-Forwarded-Host", "evil.example")
	r.Header.Set("X-Twilio-Signature", twiliotest.Sign(twiliotest.AuthToken, "https://evil.example/bot/twilio/sms", form))
	if w := post(h, r); w.Code != 403 {
		t.Errorf("signed for another address: answer %d", w.Code)
	}
}

func TestMessagingService(t *testing.T) {
	const service = "MG0123456789abcdef0123456789abcdef"
	h, fake, city := doorstep(t, func(c *twilio.Config) { c.From, c.MessagingServiceSID = "", service })
	for given, want := range map[string]int{service: 200, "MG" + strings.Repeat("0", 32): 403, "": 403} {
		form := inboundForm(fake)
		form.Set("To", "+3197019999999") // any number of the service
		form.Set("MessagingServiceSid", given)
		if w := post(h, signed(t, fake, "/twilio/sms", form)); w.Code != want {
			t.Errorf("service %q: answer %d, want %d", given, w.Code, want)
		}
	}
	if len(city.messages) != 1 {
		t.Errorf("%d messages", len(city.messages))
	}
}

func TestNotStored(t *testing.T) {
	h, fake, city := doorstep(t, nil)
	city.fail = failing
	for path, form := range map[string]url.Values{
		"/twilio/sms": inboundForm(fake), "/twilio/status?o=1": statusForm(fake, "sent", 0),
	} {
		w := post(h, signed(t, fake, path, form))
		if w.Code != 503 || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: answer %d, Retry-After %q", path, w.Code, w.Header().Get("Retry-After"))
		}
		if strings.Contains(w.Body.String(), "disk") {
			t.Errorf("the answer tells why: %s", w.Body)
		}
	}
}

func TestStatus(t *testing.T) {
	tests := []struct {
		word string
		code int
		want wijk.Status
	}{
		{"accepted", 0, wijk.Status{State: wijk.Sent}},
		{"queued", 0, wijk.Status{State: wijk.Sent}},
		{"sending", 0, wijk.Status{State: wijk.Sent}},
		{"sent", 0, wijk.Status{State: wijk.Sent}},
		{"delivered", 0, wijk.Status{State: wijk.Delivered}},
		{"undelivered", 30003, wijk.Status{State: wijk.Failed, Code: "30003"}},
		{"undelivered", 30005, wijk.Status{State: wijk.Failed, Code: "30005", Gone: true}},
		{"undelivered", 30006, wijk.Status{State: wijk.Failed, Code: "30006", Gone: true}},
		{"undelivered", 30007, wijk.Status{State: wijk.Failed, Code: "30007"}},
		{"undelivered", 30008, wijk.Status{State: wijk.Failed, Code: "30008"}},
		{"failed", 21610, wijk.Status{State: wijk.Failed, Code: "21610", Gone: true}},
		{"failed", 21614, wijk.Status{State: wijk.Failed, Code: "21614", Gone: true}},
		{"failed", 21211, wijk.Status{State: wijk.Failed, Code: "21211", Gone: true}},
		{"failed", 0, wijk.Status{State: wijk.Failed}},
		{"canceled", 0, wijk.Status{State: wijk.Failed}},
	}
	for _, test := range tests {
		h, fake, city := doorstep(t, nil)
		if w := post(h, signed(t, fake, "/twilio/status?o=42", statusForm(fake, test.word, test.code))); w.Code != 204 {
			t.Errorf("%s: answer %d", test.word, w.Code)
		}
		test.want.Outgoing, test.want.ProviderID = 42, sid
		if diff := cmp.Diff([]wijk.Status{test.want}, city.statuses); diff != "" {
			t.Errorf("%s %d (-want +got):\n%s", test.word, test.code, diff)
		}
	}
	h, fake, city := doorstep(t, nil)
	post(h, signed(t, fake, "/twilio/status", statusForm(fake, "delivered", 0)))
	if diff := cmp.Diff([]wijk.Status{{ProviderID: sid, State: wijk.Delivered}}, city.statuses); diff != "" {
		t.Errorf("without an outbox id (-want +got):\n%s", diff)
	}
	if w := post(h, signed(t, fake, "/twilio/status?o=1", statusForm(fake, "teleported", 0))); w.Code != 204 || len(city.statuses) != 1 {
		t.Errorf("a new word: answer %d, statuses %v", w.Code, city.statuses)
	}
}

// TestDuplicates shows that copies all reach the receiver, whose business they
// are, and all get an answer that Twilio takes for a yes.
func TestDuplicates(t *testing.T) {
	_, fake, city := wired(t, twiliotest.Options{Calm: true})
	id := fake.TextQuietly(anna, "Er ligt vuil")
	for _, err := range fake.Deliver(t.Context(), id, 5) {
		if err != nil {
			t.Error(err)
		}
	}
	if messages, _, calls := city.counts(); messages != 1 || calls != 5 {
		t.Errorf("%d messages in %d calls", messages, calls)
	}
}
