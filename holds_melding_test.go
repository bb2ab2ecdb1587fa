package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"wijkbot/bot/telegram/telegramtest"
)

// The life of one report: somebody tells it in their own words by SMS, another
// follows it in Telegram, the crew mends it with a photo, both judge it, and
// other systems see no more than anybody may.
func TestReportFromChatToRepair(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-12-23T16:00:00+01:00 0"})
	anna, crew, boss := w.tg.Chat(1, "anna"), w.tg.Chat(2, "crew"), w.tg.Chat(3, "boss")
	w.serve()
	w.importing([]member{
		{ID: "ploeg", Name: "Bo Mulder", Role: "onderhoud", Wijken: []string{"dorp"}, Telegram: 2},
		{ID: "manager", Name: "Noor Bakker", Role: "wijkmanager", Wijken: []string{"dorp"}, Telegram: 3},
	}, nil)
	w.text(phone(1), "er ligt een hoop zwerfvuil bij Dorpsstraat 12, 2712AB. Bel mij: 06-12345678")
	last := w.agreesBySMS(phone(1))
	if !strings.Contains(last, "heeft nummer 1") || !strings.Contains(last, "dinsdag 29 december") {
		t.Fatalf("the promise is %q, want 3 working days over Christmas", last)
	}
	anna.Say("Zwerfvuil Dorpsstraat 12, 2712 AB")
	w.press(anna, w.lastWith(anna, "Is dit dezelfde?").ID, "Ook last van")
	w.lastWith(anna, "Het nummer is 1")

	crew.Say("/werk")
	if got := w.lastWith(crew, "Zwerfvuil"); !strings.Contains(got.Text, "Dorpsstraat 12") {
		t.Errorf("the list of work is %q", got.Text)
	}
	crew.Say("neem 1")
	w.lastWith(crew, "Melding 1 is van u")
	crew.SendPhoto(tracked(t), "klaar 1")
	w.press(crew, w.lastWith(crew, "Dit lezen de melders").ID, "Versturen")
	w.press(anna, w.lastWith(anna, "echt opgelost").ID, "Nee")
	w.lastWith(anna, "nog mis")
	w.until("the SMS about the repair", func() bool { return strings.Contains(strings.Join(w.sentTo(phone(1)), "\n"), "NEE 1") })
	w.text(phone(1), "nee 1")
	anna.SendPhoto(tracked(t), "")
	w.lastWith(anna, "Wij kijken opnieuw")
	// Two say no: "solved" needs a reason now.
	boss.Say("neem over 1") // from the crew
	w.lastWith(boss, "Melding 1 is van u")
	boss.Say("sluit 1")
	if got := w.lastWith(boss, "Dat lukt niet"); !strings.Contains(got.Text, "waarom") {
		t.Errorf("closing against two followers got %q", got.Text)
	}
	if r := w.reports(); len(r) != 1 || r[0].State != "open" || r[0].Reporters != 2 {
		t.Errorf("reports %+v", r)
	}

	w.publicView(t)
	w.idle()
	w.terminate()
	b, err := os.ReadFile(w.db)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte(secretOfPhoto)) || bytes.Contains(b, []byte("Exif\x00")) {
		t.Error("what was hidden in a photo is in the database")
	}
}

// publicView asks as another system does, before anybody looked at the report.
func (w *world) publicView(t *testing.T) {
	t.Helper()
	for _, path := range []string{"/open311/v2/requests.json", "/open311/v2/requests.xml", "/open311/v2/requests/1.xml", "/open311/v2/servicerequestupdates.xml", "/feeds/dorp.atom"} {
		status, body := w.get(w.public + path)
		if status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		for _, secret := range []string{"12345678", "Dorpsstraat 12", phone(1), "hoop zwerfvuil"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s tells %q", path, secret)
			}
		}
		if strings.HasSuffix(path, ".json") {
			var list []map[string]any
			if err := json.Unmarshal([]byte(body), &list); err != nil || len(list) != 1 {
				t.Errorf("%s is no bare list of one: %v\n%s", path, err, body)
			}
			continue
		}
		d := xml.NewDecoder(strings.NewReader(body))
		d.Strict = true
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: %v", path, err)
				break
			}
		}
	}
	key := strings.Split(w.do("key", "add", "buurman"), "\n")[0]
	form := url.Values{"api_key": {key}, "service_code": {"onkruid"}, "lat": {"52.0526"}, "long": {"4.4969"}, "description": {"Onkruid <script>"}}
	status := w.post(t, "/open311/v2/requests.json", "application/x-www-form-urlencoded", form.Encode(), http.Header{})
	form.Set("api_key", key+"x")
	if refused := w.post(t, "/open311/v2/requests.json", "application/x-www-form-urlencoded", form.Encode(), http.Header{}); status != http.StatusOK || refused != http.StatusForbidden {
		t.Errorf("with the key %d, want 200; with another %d, want 403", status, refused)
	}
	if r := w.reports(); len(r) != 2 || r[1].Kind != "onkruid" || r[1].Wijk != "dorp" {
		t.Errorf("reports %+v", r)
	}
}

// agreesBySMS answers yes until the report is made, and returns the last text.
func (w *world) agreesBySMS(number string) string {
	w.t.Helper()
	const most = 8
	for n := 1; n < most; n++ {
		texts := w.gotSMS(number, n)
		if last := texts[len(texts)-1]; strings.Contains(last, "heeft nummer") {
			return last
		}
		w.text(number, "ja")
	}
	w.t.Fatalf("%s is still asked: %q", number, w.sentTo(number))
	return ""
}

// lastWith waits until the latest message to a chat has words in it.
func (w *world) lastWith(c *telegramtest.Chat, words string) (last telegramtest.Message) {
	w.t.Helper()
	w.until("a message with "+words+" to "+c.Name, func() bool {
		for _, m := range c.Messages() {
			if m.From == 0 {
				last = m
			}
		}
		return strings.Contains(last.Text, words)
	})
	return last
}

// secretOfPhoto is hidden in what tracked returns.
const secretOfPhoto = "gemaakt-bij-mij-thuis"

// tracked returns a photo with something in it that is nobody's business.
func tracked(t *testing.T) []byte {
	t.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	b := picture.Bytes()
	exif := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"), secretOfPhoto...)
	segment := append([]byte{0xff, 0xe1, byte((len(exif) + 2) >> 8), byte(len(exif) + 2)}, exif...)
	return bytes.Join([][]byte{b[:2], segment, b[2:]}, nil)
}
