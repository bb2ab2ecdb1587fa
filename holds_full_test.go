package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"wijkbot/bot/telegram/telegramtest"
)

// With a full disk the webhook says 503 and when to come again, and nothing is
// confirmed to anybody. Once there is room the bot goes on by itself, and all
// that was accepted is stored.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{dir: smallDisk(t)})
	w.serve()
	sids := map[string]string{phone(0): w.text(phone(0), "menu")}
	w.gotSMS(phone(0), 1)
	w.idle()
	filler := filepath.Join(filepath.Dir(w.db), "filler")
	fill(t, filler)

	// The file has some free pages left, and small things still fit in them:
	// it is full when nothing does for a while.
	var accepted, refused []string // by sender
	var answer *http.Response
	for row := 0; row < 40; {
		from := phone(1 + len(accepted) + len(refused))
		sids[from] = w.tw.TextQuietly(from, "menu")
		resp := w.postSMS(sids[from], from)
		switch resp.StatusCode {
		case http.StatusOK:
			accepted, row = append(accepted, from), 0
		case http.StatusServiceUnavailable:
			refused, answer, row = append(refused, from), resp, row+1
		default:
			t.Fatalf("a full disk gives %s", resp.Status)
		}
		if len(accepted) > 5000 {
			t.Fatal("5000 messages fit on a full disk")
		}
	}
	t.Logf("%d more messages were accepted and %d refused", len(accepted), len(refused))
	if after := answer.Header.Get("Retry-After"); after == "" {
		t.Error("503 without Retry-After")
	}
	var chats []*telegramtest.Chat
	for i := range 40 {
		chats = append(chats, w.tg.Chat(int64(i+1), "chat"))
		chats[i].Say("menu")
	}
	w.observe(inFlight * 10)
	if waiting := w.tg.Waiting(); len(waiting) == 0 {
		t.Error("all updates were confirmed to Telegram, with a full disk")
	}
	if status, _ := w.get(w.admin + "/healthz"); status != http.StatusOK {
		t.Errorf("healthz %d: a restart would not help against a full disk", status)
	}
	must(t, os.Remove(filler))
	for _, from := range refused {
		w.until("there is room again", func() bool { return w.postSMS(sids[from], from).StatusCode == http.StatusOK })
	}
	for _, c := range chats {
		w.told(c, 1)
	}
	w.until("readyz is well", func() bool {
		status, _ := w.get(w.admin + "/readyz")
		return status == http.StatusOK
	})
	w.idle()
	events := tally(w.events(), func(e eventRow) string { return e.ProviderID })
	if want := 1 + len(accepted) + len(refused) + len(chats); len(events) != want {
		t.Errorf("%d messages are stored, want %d", len(events), want)
	}
	for from, sid := range sids {
		if events[sid] != 1 {
			t.Errorf("the message of %s is stored %d times, want once", from, events[sid])
		}
		if got := w.sentTo(from); len(got) != 1 {
			t.Errorf("%s got %d answers, want 1", from, len(got))
		}
	}
	w.do("check")
}

// postSMS posts an SMS and returns the answer, without its body.
func (w *world) postSMS(sid, from string) *http.Response {
	w.t.Helper()
	ctx, cancel := w.soon()
	defer cancel()
	for _, m := range w.tw.Log() {
		if m.SID != sid {
			continue
		}
		r, err := w.tw.Request(ctx, w.public+"/twilio/sms", w.tw.SMSForm(m))
		must(w.t, err)
		resp, err := plainClient.Do(r)
		must(w.t, err)
		must(w.t, resp.Body.Close())
		return resp
	}
	w.t.Fatalf("no SMS %s", sid)
	return nil
}

// smallDisk mounts a disk of a few megabytes. That takes root, which the tests
// have where it matters: with CI=true it is no reason to skip.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", dir).CombinedOutput()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("mount: %v: %s", err, out)
		}
		t.Skipf("no small disk: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

// fill writes a file until nothing fits any more.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	must(t, err)
	defer f.Close()
	for block := 64 << 10; block > 0; {
		if _, err := f.WriteString(strings.Repeat("x", block)); errors.Is(err, syscall.ENOSPC) {
			block /= 2
		} else if err != nil {
			t.Fatal(fmt.Errorf("fill: %w", err))
		}
	}
}
