package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// A channel whose canary does not answer within five minutes ends the heartbeat,
// across a restart, until the canary answers again.
func TestHeartStopsWithoutCanary(t *testing.T) {
	t.Parallel()
	beats := make(chan struct{}, 100)
	monitor := quietServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { beats <- struct{}{} }))
	defer monitor.Close()
	w := newWorld(t, setup{clock: "2026-11-23T08:44:00+01:00 0", env: map[string]string{
		"WIJKBOT_HEARTBEAT_URL": monitor.URL, "CANARY_SMS": phone(1) + ", " + phone(2), "CANARY_TELEGRAM": "77",
	}})
	pet := w.tg.Chat(77, "proef")
	pet.Say("menu") // else a bot may not write to it
	w.importing([]member{duty}, nil)
	well := func(want string) { // whatever it is, messages are taken in
		t.Helper()
		w.until("heartbeat "+want, func() bool {
			_, all := w.get(w.admin + "/metrics")
			return strings.Contains(all, "wijkbot_heartbeat "+want+"\n") && strings.Contains(all, "wijkbot_ready 1\n")
		})
	}
	beat := func(want bool) {
		t.Helper()
		w.kill()
		for len(beats) > 0 {
			<-beats
		}
		w.serve() // a first beat comes three seconds after a start
		select {
		case <-beats:
			if !want {
				t.Error("the heart beats")
			}
		case <-time.After(6 * time.Second):
			if want {
				t.Error("the heart does not beat")
			}
		}
	}
	w.serve()
	w.told(pet, 1)
	w.ran()
	well("1")
	w.setClock("2026-11-23T08:45:00+01:00 0")
	for n := 1; n <= 2; n++ {
		if got := w.gotSMS(phone(n), 1)[0]; !strings.Contains(got, "PROEF 201") {
			t.Fatalf("canary %d got %q", n, got)
		}
	}
	w.told(pet, 2)
	pet.Say("PROEF 201")
	w.idle()
	w.setClock("2026-11-23T08:49:58+01:00 0")
	beat(true)
	w.setClock("2026-11-23T08:50:00+01:00 0")
	well("0")
	beat(false)
	w.until("staff is told", func() bool {
		return slices.ContainsFunc(w.calledDuty(), func(s string) bool { return strings.Contains(s, "De proef via sms kreeg geen antwoord") })
	})
	w.text(phone(2), "wie is dit?")
	w.idle()
	well("0")
	w.text(phone(2), "proef 201")
	well("1")
	beat(true)
	w.setClock("2026-11-23T09:45:00+01:00 0")
	w.gotSMS(phone(1), 2)
	w.text(phone(1), "PROEF 202")
	w.told(pet, 3)
	w.idle()
	w.setClock("2026-11-23T09:50:00+01:00 0")
	well("0") // Telegram this time
	pet.Say("proef")
	well("1")
}
