package main

import (
	"slices"
	"strings"
	"testing"

	"wijkbot/bot/telegram/telegramtest"
)

// twoAsked is a city at nine, with a clock of this speed, that has asked r-1
// and r-2 how they are, on the first two phones.
func twoAsked(t *testing.T, speed string) *world {
	t.Helper()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 " + speed})
	w.importing([]member{duty}, []resident{
		elder("r-1", phone(1), "09:00", "standard"), elder("r-2", phone(2), "09:00", "standard"),
	})
	w.serve()
	w.gotSMS(phone(1), 1)
	w.gotSMS(phone(2), 1)
	w.idle()
	return w
}

// A bare STOP by SMS is answered by Twilio itself: the bot sends nothing, now
// or later, and a person calls once.
func TestStopBySMS(t *testing.T) {
	t.Parallel()
	w := twoAsked(t, "0")
	w.text(phone(1), "STOP")
	w.text(phone(2), "ik wil geen berichten meer") // what Twilio does not see is confirmed
	w.gotSMS(phone(2), 2)
	w.setClock("2026-11-23T13:00:00+01:00 0") // all reminders would be due
	w.ran()
	w.restart()
	w.setClock("2026-11-24T09:01:00+01:00 0")
	w.witness("2026-11-24")
	w.idle()
	for number, want := range map[string]int{phone(1): 1, phone(2): 2} {
		if got := w.sentTo(number); len(got) != want {
			t.Errorf("%s got %q, want %d messages", number, got, want)
		}
	}
	if !w.tw.Blocked(phone(1)) || w.tw.Blocked(phone(2)) {
		t.Error("only the first is to be blocked by Twilio")
	}
	got := tally(w.cases(), func(c caseRow) string { return c.Kind + "/" + c.Severity + "/" + c.Person })
	for _, want := range []string{"stop/amber/r-1", "stop/amber/r-2"} {
		if got[want] != 1 || len(got) != 2 {
			t.Errorf("cases %v, want one %s", got, want)
		}
	}
	for _, ck := range w.checkIns() {
		if strings.HasPrefix(ck.Person, "r-") && ck.State != "ended" {
			t.Errorf("check-in %+v, want it ended", ck)
		}
	}
}

// witness takes in somebody who is asked at this minute of the clock, and waits
// for that: rounds of earlier minutes have run by then.
func (w *world) witness(day string) {
	w.t.Helper()
	id := "w-" + day
	w.importing(nil, []resident{elder(id, phone(900), "09:02", "light")})
	w.setClock(day + "T09:02:00+01:00 0")
	w.until("the witness was asked", func() bool {
		return slices.ContainsFunc(w.checkIns(), func(ck checkInRow) bool { return ck.Person == id && ck.Date == day && ck.Delivered })
	})
}

// HULP is a cry for help while a check-in is open, and the menu otherwise; who
// has check-ins is then looked at as well.
func TestHelpWithAndWithoutAQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 0"})
	w.importing([]member{duty}, []resident{
		elder("r-1", phone(1), "09:00", "standard"), elder("r-2", phone(2), "17:00", "standard"),
	})
	w.serve()
	w.gotSMS(phone(1), 1)
	w.idle()
	w.text(phone(1), "HULP") // asked
	w.text(phone(2), "hulp") // not asked yet
	w.text(phone(3), "help") // a stranger; Twilio answers HELP as well
	if got := w.gotSMS(phone(1), 2)[1]; !strings.Contains(got, "112") || !strings.Contains(got, "bellen u") || strings.Contains(got, "1 =") {
		t.Errorf("a cry for help was answered with %q", got)
	}
	for _, number := range []string{phone(2), phone(3)} {
		if got := w.gotSMS(number, 1)[0]; !strings.Contains(got, "1 = ") {
			t.Errorf("%s got %q, want the menu", number, got)
		}
	}
	w.gotSMS(dutyPhone, 2) // for the cry and for who has check-ins
	// An "all is well" afterwards closes nothing.
	w.text(phone(1), "1")
	w.text(phone(1), "alles goed hoor")
	w.idle()
	got := tally(w.cases(), func(c caseRow) string { return c.Kind + "/" + c.Severity + "/" + c.Person + "/" + c.State })
	if len(got) != 2 || got["help/amber/r-1/open"] != 1 || got["question/amber/r-2/open"] != 1 {
		t.Errorf("cases %v", got)
	}
	for _, ck := range w.checkIns() {
		if ck.Person == "r-1" && (ck.Wellbeing != "help" || !ck.LifeSign || ck.State != "answered") {
			t.Errorf("check-in %+v", ck)
		}
	}
	if n := len(w.sentTo(dutyPhone)); n != 2 {
		t.Errorf("duty was called %d times, want 2", n)
	}
}

// A button of an earlier question does nothing but show the menu, except "bel
// mij", which is a cry for help for ever.
func TestStaleButtons(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 0"})
	elder := resident{ID: "r-1", Name: "Meneer Dam", Telegram: 11, Wijk: "dorp", Prefers: "telegram", CheckIn: asked("09:00", "light")}
	w.importing([]member{duty}, []resident{elder})
	anna, dam := w.tg.Chat(1, "anna"), w.tg.Chat(11, "dam")
	w.serve()
	w.told(dam, 1)
	w.idle()
	anna.Say("zwerfvuil Dorpsstraat 12, 2712AB")
	w.told(anna, 1)
	photo := lastOf(anna)
	w.press(anna, photo.ID, "Overslaan")
	w.told(anna, 2)
	w.press(anna, photo.ID, "Overslaan") // again, late
	if got := w.told(anna, 3)[2]; !strings.Contains(strings.ToLower(got), "deze knop is verlopen") || len(lastOf(anna).Buttons) == 0 {
		t.Errorf("a stale button got %q, want that it is stale, and the menu", got)
	}
	anna.Forge(photo.ID, "x-forged")
	w.told(anna, 4)
	if n := len(w.reports()); n != 0 {
		t.Errorf("%d reports by stale buttons, want none", n)
	}
	// A day later.
	w.setClock("2026-11-24T09:00:00+01:00 0")
	w.waitCheckIn("r-1", "2026-11-24")
	w.idle()
	had := len(w.told(dam, 2))
	first := dam.Messages()[0]
	w.press(dam, first.ID, "1 Ja, het gaat goed")
	w.told(dam, had+1)
	if got := w.wellbeing("r-1"); got["2026-11-24"] != "" {
		t.Errorf("yesterday's yes counted for today: %v", got)
	}
	w.press(dam, first.ID, "2 Nee, bel mij")
	w.told(dam, had+2)
	if got := w.wellbeing("r-1"); got["2026-11-24"] != "help" {
		t.Errorf("yesterday's cry for help did not count: %v", got)
	}
	help := func(c caseRow) bool { return c.Kind == "help" } // that yesterday was silent is another
	if got := w.cases(); len(got) != 3 || !slices.ContainsFunc(got, help) {
		t.Errorf("cases %v, want one of help, of the silence and of the proof of that day", got)
	}
}

func lastOf(c *telegramtest.Chat) telegramtest.Message {
	all := c.Messages()
	return all[len(all)-1]
}

func (w *world) press(c *telegramtest.Chat, message int64, label string) {
	w.t.Helper()
	if err := c.Press(message, label); err != nil {
		w.t.Fatal(err)
	}
}

// wellbeing returns how a person said to be, by day.
func (w *world) wellbeing(id string) map[string]string {
	w.t.Helper()
	by := make(map[string]string)
	for _, ck := range w.checkIns() {
		if ck.Person == id {
			by[ck.Date] = ck.Wellbeing
		}
	}
	return by
}

// Numbers count exactly: 12 is not 1, and not "yes" either.
func TestExactNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 0"})
	w.importing([]member{duty}, []resident{elder("r-1", phone(1), "09:00", "standard")})
	w.serve()
	w.gotSMS(phone(1), 1)
	w.idle()
	w.text(phone(2), "menu")
	menu := w.gotSMS(phone(2), 1)[0]
	for i, typed := range []string{"12", "11", "1 2"} {
		w.text(phone(2), typed)
		if got := w.gotSMS(phone(2), i+2)[i+1]; strings.Contains(got, "Wat wilt u melden") {
			t.Errorf("%q chose the first thing of the menu", typed)
		}
	}
	w.text(phone(2), "menu")
	if got := w.gotSMS(phone(2), 5)[4]; got != menu {
		t.Errorf("the menu became %q", got)
	}
	w.text(phone(2), "1")
	if got := w.gotSMS(phone(2), 6)[5]; !strings.Contains(got, "Wat wilt u melden?") {
		t.Errorf("1 got %q", got)
	}
	w.setClock("2026-11-23T09:00:10+01:00 0") // sooner nobody has read it
	w.ran()
	w.text(phone(1), "12") // no answer to "gaat het goed?"
	w.idle()
	if got := w.wellbeing("r-1")["2026-11-23"]; got != "unclear" {
		t.Errorf(`"12" counted as %q, want unclear`, got)
	}
	w.text(phone(1), "1")
	w.until("the answer counts", func() bool { return w.wellbeing("r-1")["2026-11-23"] == "ok" })
}

// The same text more than five times in five minutes is a machine, to which
// nobody answers; a cry for help in it is heard all the same.
func TestLoopIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 0"})
	w.importing([]member{duty}, nil)
	w.serve()
	for range 12 {
		w.text(phone(1), "Dit is een automatisch antwoord dat ik niet ken")
		w.text(phone(2), "ik ben gevallen en kan niet opstaan")
	}
	w.idle()
	if n := len(w.sentTo(phone(1))); n > 5 {
		t.Errorf("a loop got %d answers, want at most 5", n)
	}
	if n := len(w.events()); n != 24 {
		t.Errorf("%d events, want 24", n)
	}
	if n := tally(w.cases(), func(c caseRow) string { return c.Kind }); n["urgent"]+n["help"] != 1 {
		t.Errorf("cases %v, want one for who fell", n)
	}
	if n := len(w.sentTo(phone(2))); n != 5 {
		t.Errorf("who fell got %d answers, want 5", n)
	}
	w.setClock("2026-11-23T09:06:00+01:00 0")
	w.observeClock()
	before := len(w.sentTo(phone(1)))
	w.text(phone(1), "menu")
	w.gotSMS(phone(1), before+1)
}

// observeClock waits until a command, and with it the bot, sees the clock as it
// was last written.
func (w *world) observeClock() { w.t.Helper(); w.do("events", "--since", "1s") }
