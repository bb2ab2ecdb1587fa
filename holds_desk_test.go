package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A chat proves with a one-time code whose it is.
func TestLink(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	agent, thief := w.tg.Chat(1, "agent"), w.tg.Chat(2, "thief")
	w.serve()
	w.importing([]member{{ID: "agent-1", Name: "Sam Visser", Role: "wijkagent", Wijken: []string{"meerzicht"}}}, []resident{{ID: "r-1", Name: "Mevrouw Uil"}})
	lines := strings.Split(w.do("link", "agent-1"), "\n")
	code := lines[0]
	if code == "" || strings.ContainsAny(code, " \t") {
		t.Fatalf("the first line of link is %q, want the code alone", code)
	}
	agent.Say("/update")
	if got := w.told(agent, 1)[0]; strings.Contains(got, "Wat wilt u laten weten") {
		t.Errorf("somebody unknown may write updates: %q", got)
	}
	thief.Say("/koppel " + flip(code))
	thief.Say("/update")
	w.told(thief, 2)
	agent.Say("/koppel " + code)
	if got := w.told(agent, 2)[1]; !strings.Contains(got, "Sam Visser") {
		t.Errorf("the agent was greeted with %q", got)
	}
	thief.Say("/koppel " + code) // once is once
	thief.Say("/update")
	for i, got := range w.told(thief, 4) {
		if strings.Contains(got, "Sam Visser") || strings.Contains(got, "Wat wilt u laten weten") {
			t.Errorf("the thief got answer %d: %q", i, got)
		}
	}
	agent.Say("/update")
	if got := w.told(agent, 3)[2]; !strings.Contains(got, "Wat wilt u laten weten") {
		t.Errorf("/update got %q", got)
	}
	// A resident by SMS, and a newer code that ends the older one.
	old := strings.Split(w.do("link", "r-1"), "\n")[0]
	fresh := strings.Split(w.do("link", "r-1"), "\n")[0]
	w.text(phone(1), "koppel "+old)
	if got := w.gotSMS(phone(1), 1)[0]; strings.Contains(got, "Welkom") {
		t.Error("an older code still works")
	}
	w.text(phone(1), "koppel "+strings.ToLower(fresh))
	if got := w.gotSMS(phone(1), 2)[1]; !strings.Contains(got, "Welkom") {
		t.Errorf("a good code got %q", got)
	}
	if code := w.wijkbotCode("link", "nobody"); code != 64 {
		t.Errorf("link nobody: exit code %d, want 64", code)
	}
}

// flip returns code with another first character.
func flip(code string) string {
	if code[0] == 'A' {
		return "B" + code[1:]
	}
	return "A" + code[1:]
}

// An import goes in while the bot runs, or is refused with all its errors; a
// report that is closed tells everybody who made or joined it.
func TestImportAndCloseWhileRunning(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T09:00:00+01:00 0"})
	anna, bram := w.tg.Chat(1, "anna"), w.tg.Chat(2, "bram")
	w.serve()
	bad := filepath.Join(w.dir, "bad.json")
	if err := os.WriteFile(bad, []byte(`{"residents":[{"id":"r-1","name":"A","age":80},{"id":"r-2","name":"B","wijk":"mordor"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs, code := w.wijkbot("import", bad)
	if code != 64 || !strings.Contains(errs, "age") || !strings.Contains(errs, "wijk") {
		t.Errorf("a bad import: exit code %d\n%s", code, errs)
	}
	w.importing([]member{{ID: "manager", Name: "Noor", Role: "wijkmanager", Wijken: []string{"dorp"}, Telegram: 2}}, []resident{elder("r-1", phone(5), "09:10", "standard")})
	w.setClock("2026-11-23T09:10:00+01:00 0")
	w.gotSMS(phone(5), 1) // who came in while we ran is asked

	anna.SendLocation(52.0575, 4.4931)
	anna.Say("onkruid")
	w.told(anna, 2)
	for i, from := range []string{phone(1), phone(2)} {
		w.text(from, "zwerfvuil Dorpsstraat 12, 2712AB")
		w.text(from, "ja")
		if got := w.gotSMS(from, 2)[1]; !strings.Contains(got, "nummer") {
			t.Errorf("reporter %d got %q", i, got)
		}
	}
	if r := w.reports(); len(r) != 1 || r[0].Reporters != 2 || r[0].State != "open" || r[0].Kind != "zwerfvuil" || r[0].Promised != "2026-11-26" {
		t.Fatalf("reports %+v, want one with two reporters", r)
	}
	w.do("close", "1")
	for _, from := range []string{phone(1), phone(2)} {
		if got := w.gotSMS(from, 3)[2]; !strings.Contains(got, "opgelost") || !strings.Contains(got, "1") {
			t.Errorf("%s heard %q", from, got)
		}
	}
	if code := w.wijkbotCode("close", "1"); code != 64 {
		t.Errorf("closing twice: exit code %d, want 64", code)
	}
	// The wijkmanager closes another in the chat.
	w.text(phone(3), "onkruid Dorpsstraat 14, 2712AB")
	w.text(phone(3), "1")
	w.gotSMS(phone(3), 2)
	bram.Say("sluit 2")
	w.gotSMS(phone(3), 3)
	w.idle()
	for number, want := range map[string]int{phone(1): 3, phone(2): 3, phone(3): 3} {
		if n := len(w.sentTo(number)); n != want {
			t.Errorf("%s got %d messages, want %d", number, n, want)
		}
	}
	for _, r := range w.reports() {
		if r.State != "closed" {
			t.Errorf("report %+v, want it closed", r)
		}
	}
}
