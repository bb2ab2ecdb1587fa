package twilio_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

func TestSend(t *testing.T) {
	a, fake, city := wired(t, twiliotest.Options{Calm: true})
	m := sms(17, "Gaat het goed met u? Antwoord 1 voor ja. Übung €")
	m.NotAfter = time.Now().Add(90*time.Minute + time.Second)
	sid, err := a.Send(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	fake.Settle()
	got := fake.Sent()[0]
	if got.SID != sid || got.To != anna || got.From != twiliotest.From || got.Body != m.Text {
		t.Errorf("sent %+v", got)
	}
	if got.Validity != 5400 {
		t.Errorf("validity %d s, want 90 minutes", got.Validity)
	}
	want := []wijk.Status{
		{Outgoing: 17, ProviderID: sid, State: wijk.Sent},
		{Outgoing: 17, ProviderID: sid, State: wijk.Delivered},
	}
	if diff := cmp.Diff(want, city.statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestSendValidity(t *testing.T) {
	now := time.Date(2027, 3, 28, 9, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		notAfter time.Time
		want     int
	}{
		"for ever":         {time.Time{}, 0},
		"past":             {now.Add(-time.Hour), 1},
		"half a second":    {now.Add(time.Second / 2), 1},
		"rounded down":     {now.Add(59*time.Second + 999*time.Millisecond), 59},
		"longer than they": {now.Add(72 * time.Hour), 36000},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fake := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true})
			defer fake.Close()
			c := config("")
			c.Transport = twiliotest.Direct(fake)
			c.Now = func() time.Time { return now }
			m := sms(1, "Hallo")
			m.NotAfter = test.notAfter
			if _, err := twilio.New(c).Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			if got := fake.Sent()[0].Validity; got != test.want {
				t.Errorf("validity %d, want %d", got, test.want)
			}
		})
	}
}

func TestSendThroughService(t *testing.T) {
	const service = "MG0123456789abcdef0123456789abcdef"
	fake := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true, MessagingServiceSID: service})
	defer fake.Close()
	c := config("")
	c.From, c.MessagingServiceSID, c.Transport = "", service, twiliotest.Direct(fake)
	if _, err := twilio.New(c).Send(t.Context(), sms(1, "Hallo")); err != nil {
		t.Fatal(err)
	}
	if got := fake.Sent()[0]; got.Status != "accepted" {
		t.Errorf("status %q: not sent through the service", got.Status)
	}
}

// answer is a server that answers one thing.
func answer(status int, header http.Header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for k, v := range header {
			w.Header()[k] = v
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func twilioError(status, code int) http.HandlerFunc {
	return answer(status, nil, fmt.Sprintf(`{"code":%d,"message":"To %s: no","status":%d}`, code, anna, status))
}

func TestSendVerdicts(t *testing.T) {
	gone := &wijk.Refusal{Gone: true}
	broken := &wijk.Refusal{Broken: true}
	bad := &wijk.Refusal{Bad: true}
	pause := func(d time.Duration) *wijk.Refusal { return &wijk.Refusal{After: d, Pause: true} }
	after := func(s string) http.Header { return http.Header{"Retry-After": {s}} }
	page := "<html>" + strings.Repeat("x", 200<<10)
	tests := map[string]struct {
		serve http.HandlerFunc
		want  *wijk.Refusal // nil: nobody knows
		code  string
	}{
		"opted out":             {twilioError(400, 21610), &wijk.Refusal{Gone: true, Stopped: true}, "21610"},
		"no number":             {twilioError(400, 21211), gone, "21211"},
		"not mobile":            {twilioError(400, 21614), gone, "21614"},
		"landline":              {twilioError(400, 21635), gone, "21635"},
		"region not allowed":    {twilioError(400, 21408), gone, "21408"},
		"no route":              {twilioError(400, 21612), gone, "21612"},
		"unknown handset":       {twilioError(400, 30005), gone, "30005"},
		"landline carrier":      {twilioError(400, 30006), gone, "30006"},
		"too long":              {twilioError(400, 21617), bad, "21617"},
		"validity":              {twilioError(400, 21624), bad, "21624"},
		"wrong token":           {twilioError(401, 20003), broken, "20003"},
		"no such account":       {twilioError(404, 20404), broken, "20404"},
		"suspended":             {twilioError(400, 30002), broken, "30002"},
		"filtered":              {twilioError(400, 30007), broken, "30007"},
		"not our sender":        {twilioError(400, 21606), broken, "21606"},
		"our callback":          {twilioError(400, 21609), broken, "21609"},
		"401 page":              {answer(401, nil, "<html>"), broken, "401"},
		"403 of a firewall":     {answer(403, nil, page), broken, "403"},
		"new code":              {twilioError(400, 29999), &wijk.Refusal{}, "29999"},
		"new code, wait":        {answer(400, after("7"), `{"code":29999}`), &wijk.Refusal{After: 7 * time.Second}, "29999"},
		"too many":              {answer(429, after("3"), `{"code":20429,"status":429}`), pause(3 * time.Second), "20429"},
		"too many, no header":   {twilioError(429, 20429), pause(time.Second), "20429"},
		"too many, no JSON":     {answer(429, after("9"), "slow down"), pause(9 * time.Second), "429"},
		"too many, absurd wait": {answer(429, after("99999999"), ""), pause(time.Hour), "429"},
		"queue full":            {twilioError(400, 21611), pause(30 * time.Second), "21611"},
		"declined to begin":     {answer(503, after("5"), `{"code":20503,"status":503}`), pause(5 * time.Second), "20503"},
		"redirect":              {answer(307, http.Header{"Location": {"/elsewhere"}}, ""), pause(2 * time.Second), "307"},

		"500 of theirs":       {twilioError(500, 20500), nil, ""},
		"503 of a proxy":      {answer(503, nil, "<html>"), nil, ""},
		"502 page":            {answer(502, nil, page), nil, ""},
		"504 without a body":  {answer(504, nil, ""), nil, ""},
		"400 page":            {answer(400, nil, "<html>Bad Request"), nil, ""},
		"408":                 {answer(408, nil, ""), nil, ""},
		"created, no id":      {answer(201, nil, "{}"), nil, ""},
		"created, empty id":   {answer(201, nil, `{"sid":""}`), nil, ""},
		"created, no JSON":    {answer(201, nil, "<html>"), nil, ""},
		"created, cut off":    {answer(201, http.Header{"Content-Length": {"100"}}, `{"sid":`), nil, ""},
		"created, endless":    {answer(201, nil, `{"sid":"`+strings.Repeat("S", 1<<20)), nil, ""},
		"created, wrong type": {answer(201, nil, `{"sid":7}`), nil, ""},
		"lost":                {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, ""},
		"garbage":             {garbage, nil, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(test.serve)
			defer srv.Close()
			a := twilio.New(config(srv.URL))
			defer a.Close()
			sid, err := a.Send(t.Context(), sms(1, "geheime tekst"))
			if err == nil || sid != "" {
				t.Fatalf("sid %q, error %v", sid, err)
			}
			checkSilent(t, err)
			var got *wijk.Refusal
			if errors.As(err, &got); (got == nil) != (test.want == nil) {
				t.Fatalf("refusal %+v, want %+v (%v)", got, test.want, err)
			}
			if got == nil {
				return
			}
			if got.Code != test.code {
				t.Errorf("code %q, want %q", got.Code, test.code)
			}
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(wijk.Refusal{}, "Err", "Code")); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
		})
	}
}

// garbage answers with something that is no HTTP but repeats the request.
func garbage(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_, _ = conn.Write(append([]byte(r.Header.Get("Authorization")+anna), body...))
		conn.Close()
	}
}

// checkSilent fails if err tells a number, a text or a secret, in any encoding
// the request had.
func checkSilent(t *testing.T, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, s := range []string{fmt.Sprint(e), fmt.Sprintf("%+v", e), fmt.Sprintf("%#v", e)} {
			for _, secret := range []string{"612345678", "970102", "geheim", twiliotest.AuthToken, "Basic", "AC0123"} {
				if strings.Contains(s, secret) {
					t.Errorf("error holds %q: %s", secret, s)
				}
			}
		}
	}
}

func TestSendRefusedByTheFake(t *testing.T) {
	a, fake, _ := wired(t, twiliotest.Options{Calm: true})
	fake.Refuse("+31600000001", 21211)
	for to, code := range map[string]string{
		"+31600000001":  "21211",
		"+31793461234":  "21614",
		"0612345678":    "21211",
		twiliotest.From: "21266",
	} {
		m := sms(1, "Hallo")
		m.To.To = to
		_, err := a.Send(t.Context(), m)
		var r *wijk.Refusal
		if !errors.As(err, &r) || r.Code != code || !r.Gone {
			t.Errorf("code %s: got %+v", code, err)
		}
	}
	if _, err := fake.Text(t.Context(), anna, "stop"); err != nil {
		t.Fatal(err)
	}
	_, err := a.Send(t.Context(), sms(1, "Hallo"))
	var r *wijk.Refusal
	if !errors.As(err, &r) || !r.Stopped {
		t.Errorf("after STOP: %v", err)
	}
	if len(fake.Sent()) != 0 {
		t.Errorf("created: %v", fake.Sent())
	}
	c := config("")
	c.Transport = twiliotest.Direct(fake)
	c.AuthToken = "wrong"
	if _, err = twilio.New(c).Send(t.Context(), sms(1, "x")); !errors.As(err, &r) || !r.Broken {
		t.Errorf("wrong token: %v", err)
	}
	c.AuthToken = "not/alphanumeric"
	if _, err = twilio.New(c).Send(t.Context(), sms(1, "x")); !errors.As(err, &r) || !r.Broken || r.Code != "21224" {
		t.Errorf("token the library refuses: %v", err)
	}
}
