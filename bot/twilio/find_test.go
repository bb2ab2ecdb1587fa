package twilio_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

// TestFindAfterDoubt shows for every way in which a send may end in doubt that
// Find knows whether the message went.
func TestFindAfterDoubt(t *testing.T) {
	faults := map[string]struct {
		fault twiliotest.Fault
		went  bool
	}{
		"dropped":             {twiliotest.Drop, false},
		"error page":          {twiliotest.ErrorPage, false},
		"hung":                {twiliotest.Hang, false},
		"accepted, dropped":   {twiliotest.LateDrop, true},
		"accepted, page":      {twiliotest.LatePage, true},
		"accepted, hung":      {twiliotest.LateHang, true},
		"accepted, {}":        {twiliotest.Empty, true},
		"accepted, cut short": {twiliotest.Half, true},
	}
	for name, test := range faults {
		t.Run(name, func(t *testing.T) {
			fake := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true})
			defer fake.Close()
			c := config("")
			c.Transport = twiliotest.Direct(fake)
			c.Timeout = 50 * time.Millisecond
			a := twilio.New(c)
			since := time.Now()
			fake.Next(test.fault)
			m := sms(7, "Gaat het goed met u?")
			_, err := a.Send(t.Context(), m)
			var r *wijk.Refusal
			if err == nil || errors.As(err, &r) {
				t.Fatalf("not in doubt: %v", err)
			}
			s, found, err := a.Find(t.Context(), m, since, nil)
			if err != nil || found != test.went {
				t.Fatalf("found %v, error %v", found, err)
			}
			if found && (s.Outgoing != 7 || s.ProviderID != fake.Sent()[0].SID || s.State != wijk.Sent) {
				t.Errorf("status %+v", s)
			}
		})
	}
}

func TestFind(t *testing.T) {
	now := time.Date(2027, 3, 28, 0, 0, 0, 0, time.UTC)
	fake := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true, Now: func() time.Time { return now }})
	defer fake.Close()
	c := config("")
	c.Transport = twiliotest.Direct(fake)
	a := twilio.New(c)
	send := func(text string) string {
		t.Helper()
		id, err := a.Send(t.Context(), sms(1, text))
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	yesterday := send("Gaat het goed?")
	for i := range 60 {
		send(fmt.Sprint("bericht ", i))
	}
	now = now.Add(9 * time.Hour)
	since := now
	first := send("Gaat het goed?")
	second := send("Gaat het goed?")
	fake.TextQuietly(anna, "Gaat het goed?") // theirs, not ours
	for i := range 120 {                     // ours is on the third page
		send(fmt.Sprint("later ", i))
	}
	find := func(text string, since time.Time, known ...string) string {
		t.Helper()
		s, found, err := a.Find(t.Context(), sms(1, text), since, func(id string) bool { return slices.Contains(known, id) })
		if err != nil || found != (s.ProviderID != "") {
			t.Fatalf("found %v %+v, error %v", found, s, err)
		}
		return s.ProviderID
	}
	if got := find("Gaat het goed?", since); got != first {
		t.Errorf("found %q, want the first", got)
	}
	if got := find("Gaat het goed?", since, first); got != second {
		t.Errorf("found %q, want the second, since the first is known", got)
	}
	if got := find("Gaat het goed?", since, first, second); got != "" {
		t.Errorf("found %q, but both are known and yesterday's does not count", got)
	}
	if got := find("Gaat het goed?", since.Add(-24*time.Hour)); got != yesterday {
		t.Errorf("found %q, want yesterday's", got)
	}
	if got := find("Gaat het slecht?", since); got != "" {
		t.Errorf("found %q by another text", got)
	}
	fake.NextList(twiliotest.OK, twiliotest.ErrorPage)
	if _, found, err := a.Find(t.Context(), sms(1, "nooit"), since, nil); err == nil || found {
		t.Error("a missing page passed for an answer")
	} else {
		checkSilent(t, err)
	}
}

// TestFindReplacedSigns shows that a message is recognised after a messaging
// service replaced its typographic signs, and tells how it fared.
func TestFindReplacedSigns(t *testing.T) {
	const body = `{"messages":[{"sid":"SM1","to":"%s","body":"Foto's - 'ja'...","direction":"outbound-api","status":"undelivered","error_code":30005,"date_created":"%s"}]}`
	c := config("")
	c.Transport = twiliotest.Direct(answer(200, http.Header{"Content-Type": {"application/json"}},
		fmt.Sprintf(body, anna, time.Now().UTC().Format(time.RFC1123Z))))
	s, found, err := twilio.New(c).Find(t.Context(), sms(3, "Foto’s – ‘ja’…"), time.Now(), nil)
	want := wijk.Status{Outgoing: 3, ProviderID: "SM1", State: wijk.Failed, Code: "30005", Gone: true}
	if err != nil || !found || s != want {
		t.Errorf("found %v %+v, error %v", found, s, err)
	}
}

// TestFindRow shows which row of the log is taken for ours, in a log whose order
// Twilio does not promise.
func TestFindRow(t *testing.T) {
	now := time.Now()
	row := func(sid, direction, to string, age time.Duration) string {
		return fmt.Sprintf(`{"sid":%q,"direction":%q,"to":%q,"body":"Ja?","status":"queued","date_created":%q}`,
			sid, direction, to, now.Add(-age).UTC().Format(time.RFC1123Z))
	}
	tests := map[string]struct {
		rows []string
		want string
	}{
		"after an older one":  {[]string{row("SM1", "outbound-api", anna, time.Hour), row("SM2", "outbound-api", anna, 0)}, "SM2"},
		"older":               {[]string{row("SM1", "outbound-api", anna, 2*time.Minute)}, ""},
		"their clock behind":  {[]string{row("SM1", "outbound-api", anna, 50*time.Second)}, "SM1"},
		"an automatic answer": {[]string{row("SM1", "outbound-reply", anna, 0)}, ""},
		"to another":          {[]string{row("SM1", "outbound-api", "+31687654321", 0)}, ""},
		"without an id":       {[]string{row("", "outbound-api", anna, 0)}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := config("")
			c.Transport = twiliotest.Direct(answer(200, nil, `{"messages":[`+strings.Join(test.rows, ",")+`]}`))
			s, _, err := twilio.New(c).Find(t.Context(), sms(3, "Ja?"), now, nil)
			if err != nil || s.ProviderID != test.want {
				t.Errorf("found %q, want %q; error %v", s.ProviderID, test.want, err)
			}
		})
	}
}

// TestFindEndless shows that a log that leads back to itself ends in an error.
func TestFindEndless(t *testing.T) {
	c := config("")
	c.Transport = twiliotest.Direct(answer(200, nil, `{"messages":[],"next_page_uri":"/2010-04-01/Messages.json?Page=1&PageToken=PA1"}`))
	_, found, err := twilio.New(c).Find(t.Context(), sms(3, "x"), time.Now(), nil)
	if err == nil || found || !strings.Contains(err.Error(), "does not end") {
		t.Errorf("found %v, error %v", found, err)
	}
}
