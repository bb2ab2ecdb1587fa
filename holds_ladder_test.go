package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wijkbot/bot/twilio/twiliotest"
)

// The ladder: reminders after 45 and 90 minutes, a person's list after 120,
// and a call to who is on duty after 180. The bot dies at each step, and each
// step comes exactly once. An answer at any point stops the rest.
func TestLadder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 0"})
	people := []resident{elder("silent", phone(0), "09:00", "standard")}
	const answers = 5 // p-1 answers after the first step, p-2 after the second
	for i := 1; i <= answers; i++ {
		people = append(people, elder(fmt.Sprintf("p-%d", i), phone(i), "09:00", "standard"))
	}
	w.importing([]member{duty}, people)
	w.serve()
	for i := range people {
		w.gotSMS(phone(i), 1)
	}
	steps := []struct {
		at   string
		done func() bool // by then, for who is silent
	}{
		{"09:00", func() bool { return len(w.sentTo(phone(0))) == 1 }},
		{"09:45", func() bool { return len(w.sentTo(phone(0))) == 2 }},
		{"10:30", func() bool { return len(w.sentTo(phone(0))) == 3 }},
		{"11:00", func() bool { return w.caseOf("silent") == "unreached/amber/open" }},
		{"12:00", func() bool { return w.caseOf("silent") == "unreached/red/open" && len(w.sentTo(dutyPhone)) > 0 }},
	}
	for i, s := range steps {
		if s.at == "12:00" { // who is called again gets that call on time
			w.setClock("2026-11-23T11:10:00+01:00 0")
			w.until("the second call", func() bool { return w.rang(phone(0)) == 2 })
		}
		w.setClock("2026-11-23T" + s.at + ":00+01:00 0")
		w.until("the step of "+s.at, s.done)
		w.idle()
		w.restart()
		w.idle()
		if !s.done() {
			t.Fatalf("after the restart the step of %s is otherwise", s.at)
		}
		w.setClock("2026-11-23T" + s.at + ":10+01:00 0") // nobody reads and answers in no time
		w.ran()
		w.text(phone(i+1), "1")
		w.until("the answer counts", func() bool { return w.wellbeing(fmt.Sprintf("p-%d", i+1))["2026-11-23"] == "ok" })
	}
	w.setClock("2026-11-23T17:00:00+01:00 0")
	w.restart()
	w.idle()
	// Who answered after so many steps got so many messages.
	for i, want := range []int{3, 1, 2, 3, 3, 3} {
		if got := w.sentTo(phone(i)); len(got) != want {
			t.Errorf("%s got %d messages, want %d: %q", people[i].ID, len(got), want, got)
		}
	}
	for id, want := range map[string]string{
		"silent": "unreached/red/open", "p-1": "", "p-2": "", "p-3": "",
		"p-4": "unreached/amber/closed", // answered before anybody was called
		"p-5": "unreached/red/open",     // somebody was called, and closes it
	} {
		if got := w.caseOf(id); got != want {
			t.Errorf("case of %s: %q, want %q", id, got, want)
		}
	}
	// Called for the two that reached red, and told that one answered yet.
	called := slices.DeleteFunc(w.calledDuty(), func(text string) bool { return !strings.Contains(text, "Niet bereikt") })
	if len(called) != 2 {
		t.Errorf("duty was called for %q, want the two that were not reached", called)
	}
	if got := w.sentTo(phone(0)); !strings.Contains(got[2], "11.00") {
		t.Errorf("the last reminder does not tell when we call: %q", got[2])
	}
}

// rang returns how often somebody was to be called.
func (w *world) rang(number string) int {
	w.t.Helper()
	return tally(w.outbox(), func(m outboxRow) string { return m.Channel + m.To })["voice"+number]
}

// caseOf returns the cases of a person, as "kind/severity/state".
func (w *world) caseOf(id string) string {
	w.t.Helper()
	var all []string
	for _, c := range w.cases() {
		if c.Person == id {
			all = append(all, c.Kind+"/"+c.Severity+"/"+c.State)
		}
	}
	return strings.Join(all, " ")
}

// A person who answers with something unclear is asked once more, and then
// looked at by a person, exactly once.
func TestUnclearAnswer(t *testing.T) {
	t.Parallel()
	w := twoAsked(t, "0")
	w.setClock("2026-11-23T09:00:10+01:00 0") // sooner nobody has read it
	w.ran()
	for _, n := range []string{phone(1), phone(2)} {
		w.text(n, "de kat zit op tafel")
		w.gotSMS(n, 2)
	}
	w.text(phone(2), "nou dat weet ik zo net nog niet")
	w.until("a case at once", func() bool { return w.caseOf("r-2") == "unclear/amber/open" })
	if got := w.caseOf("r-1"); got != "" {
		t.Errorf("case of r-1 before the half hour: %s", got)
	}
	w.restart()
	w.setClock("2026-11-23T09:31:00+01:00 0")
	w.until("a case after half an hour", func() bool { return w.caseOf("r-1") == "unclear/amber/open" })
	w.setClock("2026-11-23T13:00:00+01:00 0")
	w.restart()
	w.idle()
	for _, id := range []string{"r-1", "r-2"} {
		if got := w.caseOf(id); got != "unclear/amber/open" {
			t.Errorf("cases of %s: %s", id, got)
		}
	}
}

// When more than a fifth of a wave is not delivered, the cause is ours: no
// cases of single people, and one incident a quarter of an hour later.
func TestFailingWave(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T08:54:00+01:00 0"})
	// Who is asked before is the sign that all timers up to then have fired.
	people := []resident{elder("witness", phone(0), "08:54", "fragile")}
	for i := 1; i <= 10; i++ {
		people = append(people, elder(fmt.Sprintf("p-%02d", i), phone(i), "09:00", "standard"))
	}
	for _, i := range []int{2, 5, 9} {
		w.tw.Fail(phone(i), 30003)
		w.tw.SetPhone(phone(i), twiliotest.Phone{Does: twiliotest.Fails}) // nor does it ring
	}
	w.importing([]member{duty}, people)
	w.serve()
	w.gotSMS(phone(0), 1)
	w.idle()
	w.setClock("2026-11-23T09:00:00+01:00 0")
	for i := 1; i <= 10; i++ {
		w.gotSMS(phone(i), 1)
	}
	w.until("three are known to be undelivered", func() bool {
		states := tally(w.outbox(), func(m outboxRow) string { return m.Channel + " " + m.State })
		return states["sms failed"] == 3 && states["sms delivered"] == 8
	})
	w.setClock("2026-11-23T09:14:30+01:00 0")
	w.gotSMS(phone(0), 2) // the witness is reminded, due at 09:14
	if c := w.cases(); len(c) != 0 {
		t.Fatalf("cases %+v before the wave was judged, want none", c)
	}
	w.restart()
	w.setClock("2026-11-23T09:15:30+01:00 0")
	w.gotSMS(dutyPhone, 1)
	w.restart()
	// The rest of the morning is silent: no reminders, no cases of people.
	for at, want := range map[string]int{"09:35:00": 3} {
		w.setClock("2026-11-23T" + at + "+01:00 0")
		w.gotSMS(phone(0), want)
	}
	w.text(phone(0), "1")
	w.setClock("2026-11-23T13:00:00+01:00 0")
	w.restart()
	w.idle()
	c := slices.DeleteFunc(w.cases(), func(c caseRow) bool { return c.Person == "witness" })
	if len(c) != 1 || c[0].Kind != "incident" || c[0].Person != "" || c[0].State != "open" {
		t.Errorf("cases %+v, want one incident", c)
	}
	if got := w.calledDuty(); len(got) != 1 {
		t.Errorf("duty was called with %q, want once", got)
	}
	for i := 1; i <= 10; i++ {
		if got := w.sentTo(phone(i)); len(got) != 1 {
			t.Errorf("%s got %d messages, want the question alone", people[i].ID, len(got))
		}
	}
}
