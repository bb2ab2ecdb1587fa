package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
)

// The canaries: what must be seen nowhere but in the chats themselves.
const (
	canaryToken  = "7654321:kanarie-Telegram-token"
	canarySecret = "kanarie-webhook-secret"
	canaryAuth   = "kanarieTwilioToken0123456789abcdef"
	canaryPhone  = "+31687654321"
	canaryStaff  = "+31687654322"
	canaryName   = "Mevrouw Kanariepiet"
	canaryStreet = "Kanarielaan"
	canaryBody   = "kanariegeel"
	canaryChat   = 8877665544
	canaryBeat   = "kanarie-heartbeat"
)

var canaries = []string{
	"7654321", "kanarie", "Kanarie", "87654321", "87654322", "8877665544",
	twiliotest.AccountSID, // a secret by half: it is the user name of the token
}

// No token, phone number, name or word of anybody is in what the bot prints,
// its metrics or its error pages, whether all goes well or nothing does.
func TestCanaries(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"poll", "webhook"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			w := canaryWorld(t, mode == "webhook")
			seen := &spy{t: t}
			w.serve()
			w.sing(seen)
			w.elsewhere(seen)
			w.trouble(seen)
			seen.look("metrics", w.body(http.MethodGet, w.admin+"/metrics", ""))
			p := w.bot
			if code, _ := w.terminate(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			seen.look("stdout", p.out.String())
			seen.look("stderr", p.err.String())
			if !strings.Contains(p.err.String(), `"level":"WARN"`) {
				t.Error("nothing went wrong: the faults were not met")
			}
			w.refusals(seen)
		})
	}
}

func canaryWorld(t *testing.T, webhook bool) *world {
	w := newWorld(t, setup{
		clock: "2026-11-23T09:00:00+01:00 1", webhook: webhook,
		telegram: telegramtest.Options{Token: canaryToken},
		twilio:   twiliotest.Options{AuthToken: canaryAuth},
		env: map[string]string{
			"TELEGRAM_BOT_TOKEN": canaryToken, "TWILIO_AUTH_TOKEN": canaryAuth, "SEND_TIMEOUT": "1s",
			"TELEGRAM_WEBHOOK_SECRET": canarySecret, "WIJKBOT_HEARTBEAT_URL": "http://127.0.0.1:9/" + canaryBeat,
			"TWILIO_RECONCILE_EVERY": "1s",
		},
	})
	p := elder("r-1", canaryPhone, "09:00", "standard")
	p.Name = canaryName
	w.importing([]member{{ID: "adviseur", Name: "Kanarie Staf", Role: "ouderenadviseur", Phone: canaryStaff, Telegram: canaryChat + 1, Duty: true}}, []resident{p})
	return w
}

// A spy looks for canaries, and for keys that were made meanwhile.
type spy struct {
	t    *testing.T
	keys []string
}

func (s *spy) look(where, text string) {
	s.t.Helper()
	for _, canary := range append(s.keys, canaries...) {
		if i := strings.Index(text, canary); i >= 0 {
			s.t.Errorf("%s holds %q: ...%s...", where, canary, text[max(0, i-200):min(len(text), i+100)])
		}
	}
}

// body asks the bot something and returns what it answered.
func (w *world) body(method, address, form string) string {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, address, strings.NewReader(form))
	must(w.t, err)
	r.Header.Set("Content-Type", formType)
	resp, err := plainClient.Do(r)
	must(w.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	must(w.t, err)
	return fmt.Sprint(resp.Status, resp.Header, string(b))
}

// sing has every conversation, with canaries in all of them.
func (w *world) sing(seen *spy) {
	w.t.Helper()
	chat := w.tg.Chat(canaryChat, "Kanarie Piet")
	w.tg.Chat(canaryChat+1, "Kanarie Staf")
	w.gotSMS(canaryPhone, 1)
	w.text(canaryPhone, "hulp, ik zie alles "+canaryBody)
	w.text(canaryPhone, "zwerfvuil "+canaryStreet+" 12, 2712AB")
	w.text(canaryPhone, "ja")
	var picture bytes.Buffer
	must(w.t, jpeg.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil))
	chat.SendPhoto(picture.Bytes(), "onkruid "+canaryStreet+" 14, 2712AB "+canaryBody)
	w.told(chat, 1)
	chat.Say("ja")
	w.told(chat, 2)
	chat.Say("/koppel " + canaryBody)
	chat.Forge(1, "t1."+canaryBody)
	chat.SendContact(canaryPhone, canaryChat)
	chat.SendVoice()
	chat.Forward(canaryBody)
	w.told(chat, 5)
	w.gotSMS(canaryStaff, 1)
	w.do("close", "1")
	if !strings.Contains(w.do("outbox", "--json"), canaryPhone) {
		w.t.Error("the canary did not pass")
	}
	// Lists and tables tell who, to the operator who asks; nothing else does.
	for _, command := range [][]string{{"check"}, {"healthcheck"}, {"version"}, {"help"}} {
		out, errs, _ := w.wijkbot(command...)
		seen.look(command[0], out+errs)
	}
}

// elsewhere has other systems post and read: what they say of people is not for
// the world, and their keys are in nothing that is printed later.
func (w *world) elsewhere(seen *spy) {
	w.t.Helper()
	key := strings.TrimSpace(w.do("key", "add", "app"))
	seen.keys = append(seen.keys, key, key+"x")
	seen.look("the list of keys", w.do("key", "list", "--json"))
	about := "&service_code=zwerfvuil&lat=52.0571&long=4.4931&first_name=Kanarie&last_name=Piet&email=kanarie%40example.nl&phone=0687654321&description=" +
		canaryBody + "&address_string=" + canaryStreet + "+12%2C+2712AB"
	posts := w.public + "/open311/v2/requests.json"
	made := w.body(http.MethodPost, posts, "api_key="+key+about)
	if !strings.Contains(made, "service_request_id") {
		w.t.Fatalf("no report was made: %s", made)
	}
	seen.look("the receipt", made)
	seen.look("a refused key", w.body(http.MethodPost, posts, "api_key="+key+"x"+about))
	seen.look("a refused post", w.body(http.MethodPost, posts, "api_key="+key+"&service_code="+canaryBody+"&lat="+canaryBody+"&description="+canaryBody))
	seen.look("an update", w.body(http.MethodPost, w.public+"/open311/v2/servicerequestupdates.xml", "api_key="+key+"&service_request_id=1&description="+canaryBody))
	for _, path := range []string{
		"/open311/v2/requests.xml", "/open311/v2/requests.json", "/open311/v2/requests/1.json", "/open311/v2/servicerequestupdates.json",
		"/open311/v2/requests.json?service_code=" + canaryBody + "&api_key=" + key, "/open311/v2/" + canaryBody + ".xml", "/open311/photos/1-" + canaryBody + ".jpg",
		"/export/reports.csv", "/export/reports.geojson", "/export/reports.csv?wijk=" + canaryBody,
		"/feeds/dorp.atom", "/feeds/dorp.rss", "/feeds/" + canaryBody + ".rss",
	} {
		seen.look("a public page", w.body(http.MethodGet, w.public+path, ""))
	}
}

// trouble has the providers fail in every way they know while people write.
func (w *world) trouble(seen *spy) {
	w.t.Helper()
	chat := w.tg.Chat(canaryChat, "Kanarie Piet")
	before := len(w.told(chat, 1))
	for _, trouble := range []telegramtest.Trouble{telegramtest.Page, telegramtest.Garbage} {
		w.tg.Fail(telegramtest.Fault{Trouble: trouble, Method: "getUpdates", Times: 1})
	}
	for i, trouble := range []telegramtest.Trouble{telegramtest.Drop, telegramtest.AcceptDrop, telegramtest.Internal} {
		w.tg.Fail(telegramtest.Fault{Trouble: trouble, Method: "sendMessage", Times: 1})
		chat.Say(fmt.Sprintf("menu %s %d", canaryBody, i))
	}
	w.tg.Fail(telegramtest.Fault{Trouble: telegramtest.Refuse, Method: "sendMessage", Chat: canaryChat + 1, Code: 400, Text: "Bad Request: " + canaryBody})
	w.tw.NextList(twiliotest.ErrorPage, twiliotest.Drop, twiliotest.Half)
	w.tw.Next(twiliotest.ErrorPage, twiliotest.Drop, twiliotest.LateDrop, twiliotest.Half)
	for i := range 5 {
		w.text(fmt.Sprintf("+316876543%d1", i), "menu "+canaryBody)
	}
	w.tw.Refuse(canaryPhone, 21211)
	w.text(canaryPhone, "mijn meldingen")
	w.text(canaryPhone, "ik ben gevallen "+canaryBody)
	w.told(chat, before+3)
	w.until("the faults were met", func() bool {
		return strings.Count(w.bot.err.String(), `"level":"WARN"`) >= 2
	})
	// What strangers get to read.
	for _, path := range []string{"/" + canaryBody, "/twilio/sms?x=" + canaryBody, "/twilio/status?o=" + canaryBody, "/telegram?" + canaryBody} {
		seen.look("the page at "+path[:8], w.body(http.MethodPost, w.public+path, "Body="+canaryBody+"&From=%2B31687654321"))
	}
}

// refusals are what is wrong with files and settings.
func (w *world) refusals(seen *spy) {
	w.t.Helper()
	bad, err := json.Marshal(map[string]any{"residents": []map[string]any{
		{"id": "r-2", "name": canaryName, "phone": canaryPhone + "x", "wijk": canaryStreet},
		{"id": "r-3", "name": canaryName, "phone": canaryPhone, "landline": canaryPhone, "telegram": "8877665544"},
	}})
	must(w.t, err)
	path := filepath.Join(w.dir, "bad.json")
	must(w.t, os.WriteFile(path, bad, 0o600))
	_, errs, code := w.wijkbot("import", path)
	if code != 64 {
		w.t.Errorf("a bad import: exit code %d, want 64", code)
	}
	seen.look("the refusal of an import", errs)
	w.env["TELEGRAM_BOT_TOKEN"] = canaryToken + " and more"
	w.env["TWILIO_AUTH_TOKEN"] = canaryAuth + "!"
	w.env["TWILIO_ACCOUNT_SID"] = twiliotest.AccountSID + "0"
	w.env["TWILIO_FROM"] = canaryPhone + "x"
	w.env["TELEGRAM_WEBHOOK_SECRET"] = canarySecret + "!"
	w.env["WIJKBOT_HEARTBEAT_URL"] = "htp://127.0.0.1/" + canaryBeat
	_, errs, code = w.wijkbot("check")
	if code != 64 {
		w.t.Errorf("bad settings: exit code %d, want 64", code)
	}
	seen.look("the refusal of settings", errs)
}
