package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
)

// latest returns the latest line on a telephone, and what can be tapped there.
func (s screen) latest() (text, options string) {
	m := s.Messages[len(s.Messages)-1]
	var all []string
	for _, o := range m.Options {
		all = append(all, o.Label)
	}
	return m.Text, strings.Join(all, ",")
}

// Nobody answers the texts, so that the telephone rings; it is let ring once,
// and the second call is taken up and answered with a key.
func TestTakeUp(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.move(`{"next": "09:00"}`)
	w.move(`{"advance": "2h1m"}`)
	const name = "mevrouw-de-wit"
	if text, options := w.look(name).latest(); text != "De gemeente belt u." || options != "Opnemen,Niet opnemen" {
		t.Fatalf("rings: %q [%s]", text, options)
	}
	w.use(name, `{"option": "Niet opnemen"}`)
	if text, _ := w.look(name).latest(); text != "Gemiste oproep van de gemeente." {
		t.Errorf("let ring: %q", text)
	}
	w.move(`{"advance": "10m"}`)
	s := w.use(name, `{"option": "Opnemen"}`)
	if text, options := s.latest(); !strings.Contains(text, "Toets een 1") || options != "1,2,Ophangen" {
		t.Fatalf("taken up: %q [%s]", text, options)
	}
	if text, _ := w.use(name, `{"option": "1"}`).latest(); !strings.Contains(text, "Fijn dat het goed gaat") {
		t.Errorf("after 1: %q", text)
	}
	if got := fmt.Sprint(w.rows("checkins")[0]["wellbeing"]); got != "ok" {
		t.Errorf("well-being %s", got)
	}
	// Not well after all.
	if text, options := w.use(name, `{"option": "2"}`).latest(); !strings.Contains(text, "Een medewerker belt u") || options != "" {
		t.Errorf("after 2: %q [%s]", text, options)
	}
	if got := fmt.Sprint(w.rows("checkins")[0]["wellbeing"]); got != "help" {
		t.Errorf("well-being %s", got)
	}
}

// A call to the city answers the question of the day.
func TestCallTheCity(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.move(`{"next": "09:00"}`)
	w.move(`{"advance": "10m"}`)
	if text, _ := w.use("mevrouw-de-wit", `{"call": true}`).latest(); text != "U belde en hing op." {
		t.Errorf("the phone shows %q", text)
	}
	if got := fmt.Sprint(w.rows("checkins")[0]["wellbeing"]); got != "ok" {
		t.Errorf("well-being %s", got)
	}
	var s screen
	for _, body := range []string{`{"call": true, "text": "1"}`, `{"option": "Opnemen"}`} {
		if status := w.call("POST", "/sandbox/phones/mevrouw-de-wit", body, &s); status != 400 {
			t.Errorf("%s: %d", body, status)
		}
	}
	if status := w.call("POST", "/sandbox/phones/anna", `{"call": true}`, &s); status != 400 {
		t.Errorf("a telephone without a number called: %d", status)
	}
}
