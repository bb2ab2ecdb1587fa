package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
)

// Whoever connects and does not finish is sent away within ten seconds.
func TestHalfOpenRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{webhook: true})
	w.serve()
	public := strings.TrimPrefix(w.public, "http://")
	var all sync.WaitGroup
	for name, start := range map[string]string{
		"half a header":          "POST /twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Ty",
		"half a request line":    "POS",
		"half a body":            "POST /twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Type: " + formType + "\r\nContent-Length: 100\r\n\r\nBody=",
		"half a body in chunks":  "POST /twilio/status?o=1 HTTP/1.1\r\nHost: x\r\nContent-Type: " + formType + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBody=\r\n",
		"half a body (telegram)": "POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: s3cret-of-telegram\r\nContent-Length: 100\r\n\r\n{",
	} {
		all.Go(func() {
			took, err := closedAfter(public, start)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if took > 10*time.Second {
				t.Errorf("%s: closed after %v, more than 10 s", name, took)
			}
		})
	}
	all.Wait()
	if n := len(w.events()); n != 0 {
		t.Errorf("%d events, want none", n)
	}
}

// closedAfter sends the start of a request and returns how long the server
// kept the connection.
func closedAfter(address, start string) (time.Duration, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	began := time.Now()
	if _, err := io.WriteString(conn, start); err != nil {
		return 0, err
	}
	if err := conn.SetReadDeadline(began.Add(patience)); err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, conn) // an answer, perhaps, and then the end
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return 0, fmt.Errorf("still open after %v", patience)
	}
	return time.Since(began), nil
}

// SIGTERM ends the bot with 0 within ten seconds, whatever hangs, and nothing
// is lost or sent twice by it.
func TestTerminateWithMessagesInFlight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{twilio: twiliotest.Options{NoCallbacks: true}}) // a callback would tell that the SMS went
	anna, bram := w.tg.Chat(1, "anna"), w.tg.Chat(2, "bram")
	w.serve()
	w.tg.Fail(telegramtest.Fault{Trouble: telegramtest.Hang, Method: "sendMessage"})
	w.tw.Next(twiliotest.LateHang)
	anna.Say("menu")
	bram.Say("menu")
	w.text(phone(1), "menu")
	ctx, cancel := w.soon()
	defer cancel()
	if err := w.tg.WaitCalls(ctx, func(calls []telegramtest.Call) bool {
		n := 0
		for _, c := range calls {
			if c.Method == "sendMessage" {
				n++
			}
		}
		return n == 2
	}); err != nil {
		t.Fatal(err)
	}
	w.gotSMS(phone(1), 1) // Twilio has it, and says nothing
	w.observeWaiting(3)
	code, took := w.terminate()
	t.Logf("ended after %v", took)
	if code != 0 || took > 10*time.Second {
		t.Errorf("exit code %d after %v, want 0 within 10 s", code, took)
	}
	w.tg.Mend()
	w.serve()
	w.told(anna, 1)
	w.told(bram, 1)
	w.idle()
	if got := w.sentTo(phone(1)); len(got) != 1 {
		t.Errorf("the SMS went %d times, want once", len(got))
	}
	if n := len(w.tg.Sent()); n != 2 {
		t.Errorf("%d messages in Telegram, want 2", n)
	}
}

// observeWaiting checks that n messages are being sent.
func (w *world) observeWaiting(n int) {
	w.t.Helper()
	w.until(fmt.Sprintf("%d messages under way", n), func() bool {
		under := 0
		for _, m := range w.outbox() {
			if m.State == "sending" || m.State == "unknown" {
				under++
			}
		}
		return under == n
	})
}

// A backup is made while the bot runs, and restoring it sends nothing again.
func TestRestoreSendsNothingAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	anna := w.tg.Chat(1, "anna")
	w.serve()
	w.text(phone(1), "menu")
	w.gotSMS(phone(1), 1)
	w.idle()
	// Two answers wait when the backup is made, and go after it.
	w.tg.Fail(telegramtest.Fault{Trouble: telegramtest.TooMany, Method: "sendMessage", Times: 1, RetryAfter: 1})
	w.tw.Next(twiliotest.TooMany)
	anna.Say("menu")
	w.text(phone(2), "menu")
	w.until("both answers were refused for now", func() bool { return w.tw.Limited() == 1 && w.refusedOnce() })
	backup := w.dir + "/backup.db"
	w.do("backup", backup)
	queued := 0
	for _, m := range w.in(backup).outbox() {
		if m.State == "queued" || m.State == "sending" {
			queued++
		}
	}
	if queued != 2 {
		t.Fatalf("%d messages wait in the backup, want 2", queued)
	}
	w.told(anna, 1)
	w.gotSMS(phone(2), 1)
	w.idle()
	if code, _ := w.terminate(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	w.do("restore", backup)
	w.serve()
	w.until("the SMS in doubt was looked up", func() bool {
		for _, m := range w.outbox() {
			if m.To == phone(2) && (m.State == "sent" || m.State == "delivered") {
				return true
			}
		}
		return false
	})
	w.text(phone(3), "menu") // what is new goes
	w.gotSMS(phone(3), 1)
	for _, number := range []string{phone(1), phone(2), phone(3)} {
		if n := len(w.sentTo(number)); n != 1 {
			t.Errorf("%s got %d messages, want 1", number, n)
		}
	}
	if n := len(w.told(anna, 1)); n != 1 {
		t.Errorf("anna got %d messages, want 1", n)
	}
}

func (w *world) refusedOnce() bool {
	for _, c := range w.tg.Calls() {
		if c.Status == 429 {
			return true
		}
	}
	return false
}

// in returns the same world with another database, to look at with commands.
func (w *world) in(db string) *world {
	other := *w
	other.env = make(map[string]string)
	for k, v := range w.env {
		other.env[k] = v
	}
	other.env["WIJKBOT_DB"] = db
	return &other
}
