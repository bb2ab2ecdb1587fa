package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkbot/bot/twilio/twiliotest"
)

// landline returns the n-th fixed number of this test.
func landline(n int) string { return fmt.Sprintf("+3179%07d", 3000000+n) }

// called is a resident whom the city asks by telephone.
func called(id, number string) resident {
	return resident{ID: id, Name: "Mevrouw " + strings.ToUpper(id), Landline: number, Wijk: "meerzicht", Prefers: "voice", CheckIn: asked("09:00", "standard")}
}

// Who is called answers with a key and with nothing else: 1 is well, 2 is a cry
// for help that calls who is on duty, and a machine that takes the call up says
// nothing of anybody.
func TestCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 0"})
	w.tw.SetPhone(landline(1), twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"1"}})
	w.tw.SetPhone(landline(2), twiliotest.Phone{Does: twiliotest.TakesUp, Keys: []string{"9", "2"}})
	w.tw.SetPhone(landline(3), twiliotest.Phone{Does: twiliotest.TakesUp})
	w.tw.SetPhone(landline(4), twiliotest.Phone{Does: twiliotest.IsBusy})
	w.importing([]member{duty}, []resident{
		called("one", landline(1)), called("two", landline(2)), called("machine", landline(3)), called("busy", landline(4)),
	})
	w.serve()
	w.until("the keys count", func() bool {
		return w.wellbeing("one")["2026-11-23"] == "ok" && w.wellbeing("two")["2026-11-23"] == "help"
	})
	w.until("who is on duty hears of 2", func() bool { return len(w.sentTo(dutyPhone)) > 0 })
	w.until("all calls are over", func() bool {
		for _, c := range w.tw.Calls() {
			if !c.Over() {
				return false
			}
		}
		return len(w.tw.Calls()) == 4
	})
	w.idle()
	for _, ck := range w.checkIns() {
		want := map[string]string{"one": "answered/true", "two": "answered/true", "machine": "open/false", "busy": "open/false"}[ck.Person]
		if got := fmt.Sprintf("%s/%t", ck.State, ck.LifeSign); got != want {
			t.Errorf("%s: %s, want %s", ck.Person, got, want)
		}
	}
	if got := w.caseOf("two"); got != "help/amber/open" {
		t.Errorf("cases of who pressed 2: %q", got)
	}
	for _, c := range w.tw.Calls() {
		said := strings.Join(c.Said, " ")
		if c.To != landline(4) && strings.Count(said, "Toets een 1") < 2 {
			t.Errorf("%s heard %q", c.To, said)
		}
		if strings.Contains(said, "Mevrouw") || strings.Contains(said, "error") {
			t.Errorf("%s heard a name, or an error: %q", c.To, said)
		}
	}
	w.noneOf(landline(1), landline(2), landline(3))
}

// noneOf fails if what the bot logged holds one of the words.
func (w *world) noneOf(words ...string) {
	w.t.Helper()
	for _, p := range w.logs {
		for _, word := range words {
			if strings.Contains(p.err.String(), word) {
				w.t.Error("a telephone number is in the log")
			}
		}
	}
}

// Somebody who calls the city and hangs up is well, and pays nothing: the call
// is never taken up. One that came while the bot was down is found in the log.
func TestMissedCalls(t *testing.T) {
	t.Parallel()
	w := twoAsked(t, "1")
	w.observe(5200 * time.Millisecond) // nobody reads faster
	ctx, cancel := w.soon()
	defer cancel()
	for _, from := range []string{phone(1), phone(9), "+266696687", "anonymous"} {
		if call, err := w.tw.Ring(ctx, from); err != nil || call.Status != "busy" {
			t.Errorf("a call was taken up: %s, %v", call.Status, err)
		}
	}
	w.until("the call counts", func() bool { return w.wellbeing("r-1")["2026-11-23"] == "ok" })
	w.kill()
	w.tw.RingQuietly(phone(2))
	w.serve()
	w.until("the call of when we were down counts", func() bool { return w.wellbeing("r-2")["2026-11-23"] == "ok" })
	if got := len(w.cases()); got != 0 {
		t.Errorf("%d cases, want none", got)
	}
	w.noneOf(phone(1), phone(9))
}
