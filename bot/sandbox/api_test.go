package sandbox_test

import (
	"fmt"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReport(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.shows(w.use("anna", `{"text": "Zwerfvuil"}`), "Waar ligt het zwerfvuil?")
	w.shows(w.use("anna", `{"lat": 52.057, "lon": 4.468}`), "Heeft u een foto?")
	w.shows(w.use("anna", `{"photo": true}`), "Zwerfvuil", "Meerzicht", "Klopt dat?")
	w.shows(w.use("anna", `{"option": "Ja"}`), "nummer 1", "voor het einde van")

	// What a phone sent is on its screen as well.
	var photo, pressed bool
	for _, m := range w.look("anna").Messages {
		photo = photo || m.Photo != "" && m.From == "me"
		pressed = pressed || m.Pressed != ""
	}
	if !photo || !pressed {
		t.Errorf("photo on the screen: %v, pressed button: %v", photo, pressed)
	}

	// Another resident sees the same rubbish, types, is shown it and joins.
	w.use("bram", `{"text": "zwerfafval"}`)
	w.shows(w.use("bram", `{"lat": 52.05705, "lon": 4.46805}`), "Is dit dezelfde?")
	w.shows(w.use("bram", `{"option": "Ook last van"}`), "Iemand anders heeft dit ook gemeld", "nummer is 1")
	if got := fmt.Sprint(w.rows("reports")[0]["reporters"]); got != "2" {
		t.Errorf("reporters: %s", got)
	}

	// Both hear that it was mended. Not in the night: that waits until eight.
	w.shows(w.use("wijkmanager", `{"text": "sluit 1"}`), "Melding 1 is gesloten")
	w.move(`{"next": "09:00"}`)
	for _, name := range []string{"anna", "bram"} {
		found := false
		for _, text := range w.look(name).texts() {
			found = found || strings.Contains(text, "Uw melding 1 (zwerfvuil) is opgelost")
		}
		if !found {
			t.Errorf("%s does not hear that it is mended", name)
		}
	}
}

// card has the wijkmanager look at report 1 until its photo is in, which is
// fetched on the side, and returns where the photo is.
func (w *town) card() (photo string) {
	w.t.Helper()
	pin := false
	for range 100 {
		for _, m := range w.use("wijkmanager", `{"text": "melding 1"}`).Messages {
			if m.From == "city" && m.Photo != "" {
				photo = m.Photo
			}
			pin = pin || m.From == "city" && m.Place != nil && strings.HasPrefix(m.Text, "Melding 1")
		}
		if photo != "" {
			break
		}
	}
	if !pin || photo == "" {
		w.t.Errorf("pin on the screen: %t, photo: %q", pin, photo)
	}
	return photo
}

// What the city sends besides text is on the screen as well: a pin on the map,
// and a photo that can be fetched.
func TestPictureAndPin(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.use("anna", `{"text": "Zwerfvuil"}`)
	w.use("anna", `{"lat": 52.057, "lon": 4.468}`)
	w.use("anna", `{"photo": true}`)
	w.shows(w.use("anna", `{"option": "Ja"}`), "nummer 1")
	resp, err := http.Get(w.url + w.card())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if m, err := jpeg.DecodeConfig(resp.Body); err != nil || m.Width != 480 || resp.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("the photo is %v, %v", m, err)
	}
}

// The buttons of a question for a place share where the phone is.
func TestPlaceKey(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := w.use("bram", `{"text": "onkruid"}`)
	last := s.Messages[len(s.Messages)-1]
	if len(last.Options) != 1 || last.Options[0].Ask != "place" {
		t.Fatalf("options: %+v", last.Options)
	}
	w.shows(w.use("bram", fmt.Sprintf(`{"option": %q}`, last.Options[0].Label)), "foto")
}

// ladder is what mevrouw De Wit gets when she does not answer.
var ladder = []struct {
	after string
	text  string
}{
	{"09:00", "Goedemorgen"},
	{"09:45", "nog geen antwoord"},
	{"10:30", "Wij missen uw antwoord"},
	{"11:00", "Gemiste oproep"},
	{"11:10", "Gemiste oproep"},
}

func TestLadder(t *testing.T) {
	t.Parallel()
	w := start(t)
	nine := w.move(`{"next": "09:00"}`)
	w.move(`{"advance": "3h5m"}`) // all of it in one leap
	s := w.look("mevrouw-de-wit")
	if len(s.Messages) != len(ladder) {
		t.Fatalf("%d messages: %q", len(s.Messages), s.texts())
	}
	for i, step := range ladder {
		m := s.Messages[i]
		if !strings.Contains(m.Text, step.text) || m.At.Format("15:04") != step.after {
			t.Errorf("at %s: %q", m.At.Format("15:04"), m.Text)
		}
	}
	cases := w.rows("cases")
	if len(cases) != 1 || cases[0]["kind"] != "unreached" || cases[0]["severity"] != "red" {
		t.Fatalf("cases: %v", cases)
	}
	opened, err := time.Parse(time.RFC3339, fmt.Sprint(cases[0]["opened"]))
	if wait := opened.Sub(nine).Round(time.Minute); err != nil || wait != 2*time.Hour {
		t.Errorf("the case is of %v after the question", wait)
	}
	page := w.look("ouderenadviseur")
	w.shows(page, "Niet bereikt", "De Wit")
	if m := page.Messages[len(page.Messages)-1]; m.At.Format("15:04") != "12:00" {
		t.Errorf("paged at %s, want 12:00", m.At.Format("15:04"))
	}
	check := w.rows("checkins")[0]
	if check["delivered"] != true || check["life_sign"] != false || check["state"] != "unreached" {
		t.Errorf("check-in: %v", check)
	}
}

func TestAnswers(t *testing.T) {
	for _, x := range []struct {
		say, wellbeing, kind string
		answer               []string
	}{
		{say: `{"text": "1"}`, wellbeing: "ok"},
		{say: `{"option": "ja"}`, wellbeing: "ok"},
		{say: `{"text": "2"}`, wellbeing: "help", kind: "help", answer: []string{"112"}},
		{say: `{"text": "help"}`, wellbeing: "urgent", kind: "urgent", answer: []string{"112"}},
		{say: `{"text": "ik ben gevallen en kan niet opstaan"}`, wellbeing: "urgent", kind: "urgent", answer: []string{"Bel nu 112"}},
	} {
		t.Run(x.say, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.move(`{"next": "09:00"}`)
			w.move(`{"advance": "10s"}`) // nobody reads and answers in no time
			s := w.use("mevrouw-de-wit", x.say)
			w.shows(s, x.answer...)
			if got := w.rows("checkins")[0]["wellbeing"]; got != x.wellbeing {
				t.Errorf("wellbeing %q, want %q", got, x.wellbeing)
			}
			var kinds []string
			for _, c := range w.rows("cases") {
				kinds = append(kinds, fmt.Sprint(c["kind"]))
			}
			if got := strings.Join(kinds, " "); got != x.kind {
				t.Errorf("cases %q, want %q", got, x.kind)
			}
			w.move(`{"advance": "50m"}`) // an answer ends the reminders
			if got := w.look("mevrouw-de-wit").Messages; len(got) != len(s.Messages) {
				t.Errorf("after the answer came %q", got[len(got)-1].Text)
			}
		})
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.move(`{"next": "09:00"}`)
	w.shows(w.use("wijkagent", `{"text": "/update"}`), "welke wijk")
	w.use("wijkagent", `{"option": "Meerzicht"}`)
	w.shows(w.use("wijkagent", `{"text": "Vandaag controle op fietslampen."}`), "2 via Telegram", "0 via sms", "Klopt dat?")
	w.shows(w.use("wijkagent", `{"text": "ja"}`), "over twee minuten", "HERROEP")
	// On a Monday the way to nine o'clock leads past a round of the import file.
	if got := w.look("anna").last(); strings.Contains(got, "fietslampen") {
		t.Errorf("anna already has %q", got)
	}
	w.move(`{"advance": "2m"}`)
	w.shows(w.look("anna"), "Sam Visser", "controle op fietslampen")
	w.shows(w.look("bram"), "controle op fietslampen")

	// An answer to it reaches the wijkagent.
	w.use("anna", `{"option": "Antwoord"}`)
	w.use("anna", `{"text": "Goed plan!"}`)
	w.shows(w.look("wijkagent"), "Goed plan!")

	// Recalled in time, nothing goes.
	w.use("wijkagent", `{"text": "/update"}`)
	w.use("wijkagent", `{"option": "Meerzicht"}`)
	w.use("wijkagent", `{"text": "Dit was een vergissing."}`)
	w.use("wijkagent", `{"option": "Ja"}`)
	w.shows(w.use("wijkagent", `{"option": "Herroep"}`), "herroepen")
	w.move(`{"advance": "10m"}`)
	for _, text := range append(w.look("anna").texts(), w.look("bram").texts()...) {
		if strings.Contains(text, "vergissing") {
			t.Errorf("a recalled update arrived: %q", text)
		}
	}
}

// A provider that fails holds up what the city says, and nothing is lost.
func TestFaults(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.move(`{"next": "09:00"}`)
	for _, fault := range []string{"429", "down"} {
		var f map[string]string
		if status := w.call("POST", "/sandbox/faults", fmt.Sprintf(`{"sms": %q}`, fault), &f); status != 200 || f["sms"] != fault || f["telegram"] != "ok" {
			t.Fatalf("faults: %d %v", status, f)
		}
	}
	before := len(w.look("mevrouw-de-wit").Messages)
	w.use("mevrouw-de-wit", `{"text": "2"}`) // still heard
	if got := len(w.look("mevrouw-de-wit").Messages); got != before+1 {
		t.Fatalf("%d messages on the phone, want %d: the provider is down", got, before+1)
	}
	w.shows(w.look("ouderenadviseur"), "De Wit")
	var waiting int
	for _, m := range w.rows("outbox") {
		if m["channel"] == "sms" && m["state"] == "queued" {
			waiting++
		}
	}
	if waiting != 1 {
		t.Errorf("%d texts wait, want 1", waiting)
	}
	w.move(`{"next": "09:00"}`) // the city goes on as well as it can
	if n := len(w.rows("checkins")); n != 2 || w.rows("checkins")[1]["state"] != "open" {
		t.Errorf("check-ins: %v", w.rows("checkins"))
	}
	var f map[string]string
	w.call("POST", "/sandbox/faults", `{"sms": "ok", "telegram": "ok"}`, &f)
	w.move(`{"advance": "1m"}`) // waits for what can go again
	asked := 0
	for _, text := range w.look("mevrouw-de-wit").texts() {
		if strings.Contains(text, "Goedemorgen") {
			asked++
		}
	}
	if asked != 2 {
		t.Errorf("asked on %d days, want 2: %q", asked, w.look("mevrouw-de-wit").texts())
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	w := start(t)
	past := time.Now().Add(-time.Hour).Format(time.RFC3339)
	for _, x := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/sandbox/phones/niemand", "", http.StatusNotFound},
		{"POST", "/sandbox/phones/niemand", `{"text":"hallo"}`, http.StatusNotFound},
		{"POST", "/sandbox/phones/anna", ``, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"text":""}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"text":"a","option":"b"}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"text":"a"} {"text":"b"}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"sms":"a"}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"lat":52}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"lat":520,"lon":4}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"option":"Bestaat niet"}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"text":"` + strings.Repeat("a", 5000) + `"}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/anna", `{"text":"` + strings.Repeat("a", 70<<10) + `"}`, http.StatusRequestEntityTooLarge},
		{"POST", "/sandbox/phones/mevrouw-de-wit", `{"photo":true}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/mevrouw-de-wit", `{"lat":52,"lon":4}`, http.StatusBadRequest},
		{"POST", "/sandbox/phones/mevrouw-de-wit", `{"option":"ja"}`, http.StatusBadRequest},
		{"GET", "/sandbox/phones/anna/photos/1", "", http.StatusNotFound},
		{"POST", "/sandbox/clock", `{}`, http.StatusBadRequest},
		{"POST", "/sandbox/clock", `{"advance":"straks"}`, http.StatusBadRequest},
		{"POST", "/sandbox/clock", `{"advance":"-1h"}`, http.StatusBadRequest},
		{"POST", "/sandbox/clock", `{"advance":"10000h"}`, http.StatusBadRequest},
		{"POST", "/sandbox/clock", `{"next":"25:00"}`, http.StatusBadRequest},
		{"POST", "/sandbox/clock", `{"advance":"1h","next":"09:00"}`, http.StatusBadRequest},
		{"POST", "/sandbox/clock", `{"to":"` + past + `"}`, http.StatusBadRequest},
		{"POST", "/sandbox/faults", `{"telegram":"stuk"}`, http.StatusBadRequest},
		{"GET", "/sandbox/niets", "", http.StatusNotFound},
	} {
		var e struct{ Error string }
		if status := w.call(x.method, x.path, x.body, &e); status != x.status || e.Error == "" {
			t.Errorf("%s %s %.40s: %d %q, want %d and why", x.method, x.path, x.body, status, e.Error, x.status)
		}
	}
	if got := w.look("anna").Messages; len(got) != 0 {
		t.Errorf("a refused request reached the phone: %v", got)
	}
}

// A page of somebody else must not play with the phones, and the browser must
// trust nothing but us.
func TestGuard(t *testing.T) {
	t.Parallel()
	w := start(t)
	r, err := http.NewRequestWithContext(t.Context(), "POST", w.url+"/sandbox/phones/anna", strings.NewReader(`{"text":"hallo"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign page: %s", resp.Status)
	}
	got := map[string]string{}
	for _, key := range []string{"Cache-Control", "X-Content-Type-Options"} {
		got[key] = resp.Header.Get(key)
	}
	if diff := cmp.Diff(map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}, got); diff != "" {
		t.Error(diff)
	}
	if csp := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy: %q", csp)
	}
}

// The database of an operator's choice is kept: the phones are new, the city
// remembers.
func TestKeepsDatabase(t *testing.T) {
	t.Parallel()
	file := "WIJKBOT_DB=" + t.TempDir() + "/stad.db"
	t.Run("first", func(t *testing.T) {
		w := start(t, file)
		w.use("anna", `{"text": "onkruid"}`)
		w.use("anna", `{"lat": 52.057, "lon": 4.468}`)
		w.use("anna", `{"option": "Overslaan"}`)
		w.shows(w.use("anna", `{"option": "Ja"}`), "nummer 1")
		w.use("bram", `{"text": "stop updates"}`)
	})
	t.Run("second", func(t *testing.T) {
		w := start(t, file)
		w.shows(w.use("anna", `{"text": "mijn meldingen"}`), "1 Onkruid")
		w.move(`{"next": "09:00"}`)
		w.use("wijkagent", `{"text": "/update"}`)
		w.use("wijkagent", `{"option": "Meerzicht"}`)
		w.shows(w.use("wijkagent", `{"text": "Straatfeest op zaterdag."}`), "1 via Telegram") // bram stopped
	})
}
