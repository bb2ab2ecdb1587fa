package twilio_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

const (
	piet    = "+31793461234" // a landline
	callSID = "CA00112233445566778899aabbccddeeff"
	asked   = "Gaat het goed? Toets een 1. Wilt u dat wij bellen? Toets een 2."
)

var phrases = twilio.Phrases{
	Thanks: "Dank u.", WillCall: "Wij bellen u.", Again: "Dat kennen wij niet.",
	NotStored: "Niet bewaard. Bel 14 079.", Retry: "Of toets nog eens.", Unknown: "Dag.",
}

// row is the outbox of the city, for what is to be said in a call.
func (c *city) row(_ context.Context, id uint64) (wijk.Outgoing, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		if err := c.fail(wijk.Message{}); err != nil {
			return wijk.Outgoing{}, false, err
		}
	}
	m, ok := c.rows[id]
	return m, ok, nil
}

// keys returns what was pressed, as the city got it.
func (c *city) keys() (all []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range c.messages {
		all = append(all, string(m.Kind)+" "+m.Text)
	}
	return all
}

// states returns how calls ended, without what came before the end.
func (c *city) states() (all []wijk.Status) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.statuses {
		if s.ProviderID = ""; s.State != wijk.Sent {
			all = append(all, s)
		}
	}
	return all
}

// voiceRow puts a call to piet in the outbox of the city.
func (c *city) voiceRow(id uint64) wijk.Outgoing {
	m := wijk.Outgoing{ID: id, To: wijk.Address{Channel: wijk.Voice, To: piet}, Text: asked}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rows == nil {
		c.rows = make(map[uint64]wijk.Outgoing)
	}
	c.rows[id] = m
	return m
}

// called has the account call piet, whose telephone behaves like p, and returns
// the call when it is over.
func called(t *testing.T, p twiliotest.Phone) (twiliotest.Call, *city) {
	t.Helper()
	a, fake, c := wired(t, twiliotest.Options{Calm: true})
	fake.SetPhone(piet, p)
	sid, err := a.Voice().Send(t.Context(), c.voiceRow(17))
	if err != nil {
		t.Fatal(err)
	}
	fake.Settle()
	call := fake.Calls()[0]
	if call.SID != sid || !call.Over() {
		t.Fatalf("call %+v, id %q", call, sid)
	}
	return call, c
}

func TestCall(t *testing.T) {
	again := []string{asked, asked, phrases.Again, asked, asked}
	tests := map[string]struct {
		phone twiliotest.Phone
		said  []string
		keys  []string
		state wijk.Status
	}{
		"one":             {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"1"}}, []string{asked, asked, phrases.Thanks}, []string{"keys 1"}, wijk.Status{State: wijk.Delivered}},
		"two":             {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"2"}}, []string{asked, asked, phrases.WillCall}, []string{"keys 2"}, wijk.Status{State: wijk.Delivered}},
		"a machine":       {twiliotest.Phone{Does: twiliotest.TakesUp}, []string{asked, asked}, nil, wijk.Status{State: wijk.Delivered}},
		"hangs up":        {twiliotest.Phone{Does: twiliotest.TakesUp, HangsUp: true}, []string{asked, asked}, nil, wijk.Status{State: wijk.Delivered}},
		"one, hangs up":   {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"1"}, HangsUp: true}, []string{asked, asked, phrases.Thanks}, []string{"keys 1"}, wijk.Status{State: wijk.Delivered}},
		"busy":            {twiliotest.Phone{Does: twiliotest.IsBusy}, nil, nil, wijk.Status{State: wijk.Failed, Code: "busy"}},
		"nobody":          {twiliotest.Phone{}, nil, nil, wijk.Status{State: wijk.Failed, Code: "no-answer"}},
		"no such number":  {twiliotest.Phone{Does: twiliotest.Fails}, nil, nil, wijk.Status{State: wijk.Failed, Code: "sip404", Gone: true}},
		"eleven":          {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"11"}}, []string{asked, asked, phrases.Thanks}, []string{"keys 1"}, wijk.Status{State: wijk.Delivered}},
		"star, then one":  {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"*", "1"}}, append(slices.Clone(again), phrases.Thanks), []string{"keys 1"}, wijk.Status{State: wijk.Delivered}},
		"three wrong":     {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"*", "9", "0"}}, append(append(slices.Clone(again), again[2:]...), phrases.Unknown), nil, wijk.Status{State: wijk.Delivered}},
		"one, one, two":   {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"1", "1", "2"}}, []string{asked, asked, phrases.Thanks, phrases.WillCall}, []string{"keys 1", "keys 2"}, wijk.Status{State: wijk.Delivered}},
		"one, later one":  {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"1", "1", "1", "1"}}, []string{asked, asked, phrases.Thanks}, []string{"keys 1"}, wijk.Status{State: wijk.Delivered}},
		"waits, no key":   {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{""}}, []string{asked, asked}, nil, wijk.Status{State: wijk.Delivered}},
		"late second key": {twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"2", "1"}}, []string{asked, asked, phrases.WillCall}, []string{"keys 2"}, wijk.Status{State: wijk.Delivered}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			call, c := called(t, test.phone)
			if diff := cmp.Diff(test.said, call.Said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.keys, c.keys()); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			test.state.Outgoing = 17
			if diff := cmp.Diff([]wijk.Status{test.state}, c.states()); diff != "" {
				t.Errorf("states (-want +got):\n%s", diff)
			}
			for _, m := range c.messages {
				if m.Answers != 17 || m.From != (wijk.Address{Channel: wijk.Voice, To: piet}) || !strings.HasPrefix(m.ID, call.SID+":") {
					t.Errorf("message %+v", m)
				}
			}
		})
	}
}

// TestCallNotStored: who presses a key that we cannot note hears so, is asked
// once more, and never hears thanks.
func TestCallNotStored(t *testing.T) {
	for _, key := range []string{"1", "2"} {
		a, fake, c := wired(t, twiliotest.Options{Calm: true})
		fake.SetPhone(piet, twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{key, key, key, key}})
		m := c.voiceRow(17)
		c.fail = func(m wijk.Message) error {
			if m.Kind == wijk.Keys {
				return errDisk
			}
			return nil
		}
		if _, err := a.Voice().Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		fake.Settle()
		said := fake.Calls()[0].Said
		want := []string{phrases.NotStored, phrases.Retry, phrases.NotStored, phrases.Retry, phrases.NotStored}
		if len(said) < len(want) || cmp.Diff(want, said[len(said)-len(want):]) != "" || len(c.keys()) != 0 {
			t.Errorf("key %s: said %q, stored %v", key, said, c.keys())
		}
	}
}

// TestCallLateStore: a key pressed again after a failure is stored once.
func TestCallLateStore(t *testing.T) {
	a, fake, c := wired(t, twiliotest.Options{Calm: true})
	fake.SetPhone(piet, twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"2", "2"}})
	m := c.voiceRow(17)
	failed := false
	c.fail = func(m wijk.Message) error {
		if m.Kind == wijk.Keys && !failed {
			failed = true
			return errDisk
		}
		return nil
	}
	if _, err := a.Voice().Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	fake.Settle()
	if got := c.keys(); cmp.Diff([]string{"keys 2"}, got) != "" {
		t.Errorf("stored %v after %q", got, fake.Calls()[0].Said)
	}
}

// callForm is what Twilio posts about a call of ours to piet.
func callForm(fake *twiliotest.Fake) url.Values {
	return fake.CallForm(twiliotest.Call{SID: callSID, From: twiliotest.From, To: piet, Direction: "outbound-api", Status: "in-progress"})
}

// TestCallRefused holds every way in which a request about a call is not surely
// Twilio's, or not about that call.
func TestCallRefused(t *testing.T) {
	const voice, answer, status = "/twilio/voice?o=17", "/twilio/voice/answer?o=17&r=0", "/twilio/voice/status?o=17"
	set := func(k, v string) func(url.Values) { return func(f url.Values) { f.Set(k, v) } }
	tests := map[string]struct {
		path string
		form func(url.Values)
		to   string // where it is posted, when not where it was signed for
	}{
		"other account":      {answer, set("AccountSid", "AC"+strings.Repeat("0", 32)), ""},
		"id of a message":    {answer, set("CallSid", sid), ""},
		"no id":              {answer, func(f url.Values) { f.Del("CallSid") }, ""},
		"other caller":       {answer, set("From", "+3197000000000"), ""},
		"row in the form":    {answer, set("o", "17"), ""},
		"round in the form":  {answer, set("r", "0"), ""},
		"other row":          {answer, nil, "/twilio/voice/answer?o=18&r=0"},
		"other round":        {answer, nil, "/twilio/voice/answer?o=17&r=1"},
		"signed for voice":   {voice, nil, answer},
		"signed for status":  {status, nil, voice},
		"no round":           {"/twilio/voice/answer?o=17", nil, ""},
		"no row":             {"/twilio/voice/answer?r=0", nil, ""},
		"neither":            {"/twilio/voice/answer", nil, ""},
		"round too high":     {"/twilio/voice/answer?o=17&r=6", nil, ""},
		"round of letters":   {"/twilio/voice/answer?o=17&r=x", nil, ""},
		"two rounds":         {"/twilio/voice/answer?o=17&r=0&r=0", nil, ""},
		"an empty row":       {"/twilio/voice?o=", nil, ""},
		"more in the query":  {"/twilio/voice?o=17&x=1", nil, ""},
		"status of no row":   {"/twilio/voice/status", nil, ""},
		"status, other from": {status, set("From", "+3197000000000"), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, fake, city := doorstep(t, nil)
			form := callForm(fake)
			form.Set("Digits", "1")
			if test.form != nil {
				test.form(form)
			}
			r := signed(t, fake, test.path, form)
			if test.to != "" {
				r.URL, _ = url.Parse(public + test.to)
			}
			w := post(h, r)
			if m, s, _ := city.counts(); w.Code != 403 || m+s != 0 {
				t.Errorf("answer %d, %d messages, %d statuses", w.Code, m, s)
			}
		})
	}
	h, fake, city := doorstep(t, nil)
	for _, path := range []string{voice, answer, status, "/twilio/voice"} {
		r := signed(t, fake, path, callForm(fake))
		r.Header.Del("X-Twilio-Signature")
		if w := post(h, r); w.Code != 403 {
			t.Errorf("%s unsigned: answer %d", path, w.Code)
		}
	}
	if m, s, _ := city.counts(); m+s != 0 {
		t.Errorf("stored %d messages, %d statuses", m, s)
	}
}

// TestCallOfOther: a call says nothing of a row that is gone, is another's, or
// is over; a key pressed all the same is kept.
func TestCallOfOther(t *testing.T) {
	mine := wijk.Outgoing{ID: 17, To: wijk.Address{Channel: wijk.Voice, To: piet}, Text: asked}
	with := func(change func(*wijk.Outgoing)) map[uint64]wijk.Outgoing {
		m := mine
		change(&m)
		return map[uint64]wijk.Outgoing{17: m}
	}
	tests := map[string]struct {
		rows map[uint64]wijk.Outgoing
		says bool
	}{
		"mine":          {with(func(m *wijk.Outgoing) {}), true},
		"noted already": {with(func(m *wijk.Outgoing) { m.ProviderID = callSID }), true},
		"just in time":  {with(func(m *wijk.Outgoing) { m.NotAfter = noon.Add(-time.Minute) }), true},
		"gone":          {nil, false},
		"another call":  {with(func(m *wijk.Outgoing) { m.ProviderID = "CA" + sid[2:31] + "0" }), false},
		"other number":  {with(func(m *wijk.Outgoing) { m.To.To = anna }), false},
		"an SMS":        {with(func(m *wijk.Outgoing) { m.To.Channel = wijk.SMS }), false},
		"says nothing":  {with(func(m *wijk.Outgoing) { m.Text = "" }), false},
		"too late":      {with(func(m *wijk.Outgoing) { m.NotAfter = noon.Add(-time.Hour) }), false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := &city{rows: test.rows}
			fake := twiliotest.New(twiliotest.Options{Calm: true})
			defer fake.Close()
			cfg := config("")
			cfg.Now, cfg.Row, cfg.Phrases = func() time.Time { return noon }, c.row, phrases
			h := twilio.New(cfg).Handler(c, c)
			w := post(h, signed(t, fake, "/twilio/voice?o=17", callForm(fake)))
			if got := strings.Contains(w.Body.String(), asked); w.Code != 200 || got != test.says || !got && !strings.Contains(w.Body.String(), phrases.Unknown) {
				t.Errorf("answer %d: %s", w.Code, w.Body)
			}
			form := callForm(fake)
			form.Set("Digits", "2")
			w = post(h, signed(t, fake, "/twilio/voice/answer?o=17&r=0", form))
			if !strings.Contains(w.Body.String(), phrases.WillCall) || len(c.messages) != 1 {
				t.Errorf("2 was lost: %s", w.Body)
			}
		})
	}
}

// TestCallAnswerRepeated: the same round twice is one key, and an answer after
// the end of the call still counts.
func TestCallAnswerRepeated(t *testing.T) {
	c := new(city)
	c.voiceRow(17)
	h, fake, c2 := doorstep(t, nil)
	for range 3 {
		form := callForm(fake)
		form.Set("CallStatus", "completed")
		form.Set("Digits", "1")
		if w := post(h, signed(t, fake, "/twilio/voice/answer?o=17&r=0", form)); w.Code != 200 {
			t.Fatal(w.Code)
		}
	}
	if diff := cmp.Diff([]string{"keys 1"}, c2.keys()); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

func TestCallDoubt(t *testing.T) {
	for _, fault := range []twiliotest.Fault{twiliotest.LatePage, twiliotest.LateDrop, twiliotest.Empty, twiliotest.Half} {
		a, fake, c := wired(t, twiliotest.Options{Calm: true})
		fake.NextCall(fault)
		m := c.voiceRow(17)
		began := time.Now()
		_, err := a.Voice().Send(t.Context(), m)
		var no *wijk.Refusal
		if err == nil || errors.As(err, &no) {
			t.Fatalf("fault %d: %v", fault, err)
		}
		checkSilent(t, err)
		fake.Settle()
		s, ok, err := a.Voice().Find(t.Context(), m, began, nil)
		if err != nil || !ok || s.ProviderID != fake.Calls()[0].SID || s.State != wijk.Failed || s.Code != "no-answer" {
			t.Errorf("fault %d: found %+v, %v, %v", fault, s, ok, err)
		}
		if _, ok, err := a.Voice().Find(t.Context(), m, began, func(string) bool { return true }); ok || err != nil {
			t.Errorf("fault %d: took another row's call for ours, %v", fault, err)
		}
		if _, ok, err := a.Voice().Find(t.Context(), m, time.Now().Add(time.Hour), nil); ok || err != nil {
			t.Errorf("fault %d: found an older call, %v", fault, err)
		}
		other := m
		other.To.To = anna
		if _, ok, err := a.Voice().Find(t.Context(), other, began, nil); ok || err != nil {
			t.Errorf("fault %d: found a call to another, %v", fault, err)
		}
	}
}

func TestCallRefusedByTheFake(t *testing.T) {
	a, fake, c := wired(t, twiliotest.Options{Calm: true})
	fake.Refuse("+31600000001", 21216)
	fake.Refuse("+31600000002", 21215)
	for to, want := range map[string]wijk.Refusal{
		"0612345678":   {Code: "21211", Gone: true},
		"+31600000001": {Code: "21216", Gone: true},
		"+31600000002": {Code: "21215", Broken: true},
	} {
		m := c.voiceRow(17)
		m.To.To = to
		_, err := a.Voice().Send(t.Context(), m)
		checkSilent(t, err)
		var no *wijk.Refusal
		if !errors.As(err, &no) || no.Code != want.Code || no.Gone != want.Gone || no.Broken != want.Broken {
			t.Errorf("code %s: got %+v", want.Code, err)
		}
	}
	cfg := config("http://127.0.0.1:1")
	cfg.From, cfg.MessagingServiceSID = "", "MG0123456789abcdef0123456789abcdef"
	if twilio.New(cfg).Voice() != nil {
		t.Error("calls without a number to call from")
	}
	cfg.VoiceFrom = twiliotest.From
	if twilio.New(cfg).Voice() == nil {
		t.Error("no calls with a number of their own")
	}
}
