package twilio_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

// TestMissedCall: a call to us is never taken up, whoever calls and whatever
// becomes of it here.
func TestMissedCall(t *testing.T) {
	for _, from := range []string{anna, piet, "+266696687", "+7378742833", "anonymous", "Anonymous", "", "sip:a@b.example", "1234", twiliotest.From} {
		for _, fail := range []func(wijk.Message) error{nil, failing} {
			_, fake, c := wired(t, twiliotest.Options{Calm: true})
			c.fail = fail
			call, err := fake.Ring(t.Context(), from)
			if err != nil || call.Status != "busy" || len(call.Said) != 0 {
				t.Errorf("%q: call %+v, error %v", from, call, err)
			}
			var want []wijk.Message
			if fail == nil && (from == anna || from == piet) {
				want = []wijk.Message{{ID: call.SID, From: wijk.Address{Channel: wijk.Voice, To: from}, Kind: wijk.Call}}
			}
			for i := range c.messages {
				c.messages[i].At = time.Time{}
			}
			if diff := cmp.Diff(want, c.messages); diff != "" {
				t.Errorf("%q (-want +got):\n%s", from, diff)
			}
		}
	}
}

// TestMissedCallOfOther: a call to a number that is not ours is refused, and
// is nobody's sign of life.
func TestMissedCallOfOther(t *testing.T) {
	h, fake, c := doorstep(t, nil)
	form := fake.CallForm(twiliotest.Call{SID: callSID, From: anna, To: "+3197019999999", Direction: "inbound", Status: "ringing"})
	w := post(h, signed(t, fake, "/twilio/voice", form))
	if w.Code != 200 || len(c.messages) != 0 {
		t.Errorf("answer %d, %v", w.Code, c.messages)
	}
}

// TestMissedWhileDown: calls that no webhook brought are found in the log, once
// and with their own time, a refusal by the store included.
func TestMissedWhileDown(t *testing.T) {
	now := time.Date(2027, 3, 28, 9, 0, 0, 0, time.UTC)
	a, fake, c := wired(t, twiliotest.Options{Calm: true, Now: func() time.Time { return now }})
	first := fake.RingQuietly(anna)
	now = now.Add(time.Minute)
	fake.RingQuietly("+266696687")
	now = now.Add(time.Minute)
	second := fake.RingQuietly(piet)
	c.fail = func(m wijk.Message) error {
		if m.ID == second {
			return errDisk
		}
		return nil
	}
	cursor, err := a.Voice().Reconcile(t.Context(), c, "2027-03-28T08:00:00Z")
	if err == nil {
		t.Error("the refusal was not told")
	}
	if got := c.keys(); len(got) != 1 {
		t.Fatalf("received %v", got)
	}
	c.fail = nil
	if cursor, err = a.Voice().Reconcile(t.Context(), c, cursor); err != nil {
		t.Fatal(err)
	}
	if _, err = a.Voice().Reconcile(t.Context(), c, cursor); err != nil {
		t.Fatal(err)
	}
	want := []wijk.Message{
		{ID: first, From: wijk.Address{Channel: wijk.Voice, To: anna}, Kind: wijk.Call, At: now.Add(-2 * time.Minute)},
		{ID: second, From: wijk.Address{Channel: wijk.Voice, To: piet}, Kind: wijk.Call, At: now},
	}
	for i := range c.messages {
		if c.messages[i].Cursor.Door == "twilio" {
			t.Error("moved the cursor of the SMS log")
		}
		c.messages[i].Cursor = wijk.Cursor{}
	}
	if diff := cmp.Diff(want, c.messages); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	_, _, calls := c.counts()
	if calls != 3 {
		t.Errorf("%d transactions, want one for each call and one that failed", calls)
	}
}

// TestManyMissed: the log is read page by page to its end.
func TestManyMissed(t *testing.T) {
	a, fake, c := wired(t, twiliotest.Options{Calm: true})
	const n = 2300
	for range n {
		fake.RingQuietly(anna)
	}
	fake.NextList(twiliotest.OK, twiliotest.ErrorPage)
	if _, err := a.Voice().Reconcile(t.Context(), c, ""); err == nil || len(c.messages) != 0 {
		t.Errorf("half a log was taken for all of it: %d, %v", len(c.messages), err)
	}
	if _, err := a.Voice().Reconcile(t.Context(), c, ""); err != nil || len(c.messages) != n {
		t.Errorf("%d of %d, %v", len(c.messages), n, err)
	}
}

// TestHostileCalls: with faults by chance every call that was made is found, is
// answered once and ends.
func TestHostileCalls(t *testing.T) {
	a, fake, c := wiredFor(t, twiliotest.Options{Chance: 0.3, Seed: 7}, 100*time.Millisecond)
	fake.SetPhone(piet, twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"1"}})
	made := 0
	for id := range uint64(40) {
		began := time.Now()
		m := c.voiceRow(id + 1)
		if _, err := a.Voice().Send(t.Context(), m); err == nil {
			made++
			continue
		}
		fake.Settle()
		for {
			if _, _, err := a.Voice().Find(t.Context(), m, began, nil); err == nil {
				break
			}
		}
	}
	fake.Settle()
	calls := fake.Calls()
	if made == 0 || len(calls) < made || len(c.keys()) != len(calls) {
		t.Errorf("%d made, %d calls, %d keys", made, len(calls), len(c.keys()))
	}
	for _, call := range calls {
		if !call.Over() {
			t.Errorf("call %s is %s", call.SID, call.Status)
		}
	}
}
