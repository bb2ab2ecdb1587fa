package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"wijkbot/bot/pdok/pdoktest"
	"wijkbot/bot/signalen/signalentest"
	"wijkbot/bot/telegram/telegramtest"
)

// withSignalen is a world of which the reports go to a Signalen.
func withSignalen(t *testing.T, o signalentest.Options) (*world, *signalentest.Fake) {
	t.Helper()
	o.Calm, o.Logf = true, t.Logf
	fake := signalentest.New(o)
	server := quietServer(fake)
	t.Cleanup(func() { // after the bot, see newWorld
		fake.Close()
		server.Close()
	})
	w := newWorld(t, setup{env: map[string]string{
		"SIGNALEN_API_BASE": server.URL, "SIGNALEN_POLL_EVERY": "200ms", "SIGNALEN_HOURLY": "100000",
	}})
	return w, fake
}

// reportLitter has a chat report litter with a location and a photo.
func (w *world) reportLitter(anna *telegramtest.Chat) {
	w.t.Helper()
	var photo bytes.Buffer
	must(w.t, jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil))
	for i, say := range []func(){
		func() { anna.Say("zwerfvuil") },
		func() { anna.SendLocation(52.0567, 4.4690) },
		func() { anna.SendPhoto(photo.Bytes(), "") },
		func() { anna.Say("ja") },
	} {
		say()
		w.told(anna, i+1)
	}
}

// A report with a point goes to the back office with its photo; when that says
// it is done, the resident hears it. One without a point stays with us.
func TestHandOver(t *testing.T) {
	t.Parallel()
	w, fake := withSignalen(t, signalentest.Options{Hourly: -1})
	w.importing([]member{duty, {ID: "manager", Name: "Noor", Role: "wijkmanager", Phone: phone(9)}}, nil)
	w.serve()
	anna := w.tg.Chat(1, "anna")
	w.reportLitter(anna)
	ctx, cancel := w.soon()
	defer cancel()
	s, err := fake.Wait(ctx, func(s signalentest.Signal) bool { return len(s.Files) == 1 })
	must(t, err)
	if s.Category != "schoon/veegzwerfvuil" || !strings.HasSuffix(s.Text, "(wijkbot1)") || s.Lat != 52.0567 {
		t.Errorf("arrived: %+v", s)
	}
	w.text(phone(1), "onkruid Dorpsstraat 12, 2712AB")
	w.text(phone(1), "ja")
	if got := w.gotSMS(phone(9), 1)[0]; !strings.Contains(got, "Melding 2 gaat niet naar Signalen") {
		t.Errorf("the manager read %q", got)
	}
	w.text(phone(2), "OOK 1")
	w.gotSMS(phone(2), 1)
	fake.Set(s.ID, "o")
	if got := w.gotSMS(phone(2), 2)[1]; !strings.Contains(got, "Volgens de behandelaar") || !strings.Contains(got, "JA 1") {
		t.Errorf("who joined by SMS read %q", got)
	}
	w.until("the resident hears that it is done", func() bool {
		return slices.ContainsFunc(w.told(anna, 4), func(text string) bool { return strings.Contains(text, "Volgens de behandelaar") })
	})
	if got := tally(w.reports(), func(r reportRow) string { return r.State }); got["closed"] != 1 || got["open"] != 1 {
		t.Errorf("reports: %v", got)
	}
	if c := fake.Complaints(); len(c) > 0 || len(fake.Signals()) != 1 {
		t.Errorf("complaints: %v, %d signals", c, len(fake.Signals()))
	}
}

// A report by SMS has only words for its place. Where the geocoder knows the
// address there is a point, so that it goes to the back office as well.
func TestHandOverBySMS(t *testing.T) {
	t.Parallel()
	w, fake := withSignalen(t, signalentest.Options{Hourly: -1})
	places := new(pdoktest.Fake)
	places.Add(pdoktest.Address{
		Street: "Voorbeeldstraat", House: "12", Postcode: "2715AB", Municipality: "Zoetermeer", Wijk: "Meerzicht", Centre: "POINT(4.4681 52.0571)",
	})
	server := quietServer(places)
	t.Cleanup(server.Close)
	w.env["PDOK_API_BASE"] = server.URL + "/search/v3_1"
	w.importing([]member{duty}, nil)
	w.serve()
	for i, text := range []string{"zwerfvuil", "Voorbeeldstraat 12", "ja"} {
		w.text(phone(1), text)
		w.gotSMS(phone(1), i+1)
	}
	ctx, cancel := w.soon()
	defer cancel()
	s, err := fake.Wait(ctx, func(signalentest.Signal) bool { return true })
	must(t, err)
	if s.Lon != 4.4681 || s.Lat != 52.0571 || s.Address["openbare_ruimte"] != "Voorbeeldstraat" || s.Address["huisnummer"] != "12" {
		t.Errorf("arrived: %+v", s)
	}
	fake.Set(s.ID, "o")
	w.until("the resident hears and is asked", func() bool {
		return slices.ContainsFunc(w.sentTo(phone(1)), func(text string) bool {
			return strings.Contains(text, "Volgens de behandelaar") && strings.Contains(text, "JA 1, NEE 1")
		})
	})
}

// The bot dies after Signalen made the signal and before it said so. The signal
// is not made again, and a person hears of it.
func TestHandOverIsNotRepeatedAfterACrash(t *testing.T) {
	t.Parallel()
	w, fake := withSignalen(t, signalentest.Options{})
	w.importing([]member{duty, {ID: "manager", Name: "Noor", Role: "wijkmanager", Phone: phone(9)}}, nil)
	w.serve()
	fake.Next(signalentest.LateHang)
	w.reportLitter(w.tg.Chat(1, "anna"))
	ctx, cancel := w.soon()
	defer cancel()
	_, err := fake.Wait(ctx, func(signalentest.Signal) bool { return true })
	must(t, err)
	w.restart()
	if got := w.gotSMS(phone(9), 1)[0]; !strings.Contains(got, "Zoek daar op wijkbot1.") {
		t.Errorf("the manager read %q", got)
	}
	w.idle()
	w.restart()
	w.idle()
	if n := len(fake.Signals()); n != 1 {
		t.Errorf("%d signals", n)
	}
	if got := tally(w.cases(), func(c caseRow) string { return c.Kind }); got["question"] != 1 {
		t.Errorf("cases: %v", got)
	}
}

// What is wrong with the settings is told before anything is sent.
func TestSignalenSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	for name, value := range map[string]string{
		"SIGNALEN_API_BASE": "https://api.example.nl", "SIGNALEN_HOURLY": "0", "SIGNALEN_POLL_EVERY": "soon", "SIGNALEN_SOURCE": "",
	} {
		w.env[name] = value
		if _, errs, code := w.wijkbot("check"); code != 64 || !strings.Contains(errs, name) {
			t.Errorf("%s=%q: exit code %d\n%s", name, value, code, errs)
		}
		delete(w.env, name)
	}
	w.env["SIGNALEN_API_BASE"] = "http://127.0.0.1:9999"
	w.do("check")
}
