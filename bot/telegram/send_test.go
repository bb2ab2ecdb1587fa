package telegram_test

import (
	"context"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"
)

// to is an outgoing text.
func to(chat int64, text string) wijk.Outgoing {
	return wijk.Outgoing{ID: 1, Class: wijk.Reply, To: wijk.Address{Channel: wijk.Telegram, To: strconv.FormatInt(chat, 10)}, Text: text}
}

// last returns the bot's last message.
func last(t *testing.T, f *telegramtest.Fake) telegramtest.Sent {
	t.Helper()
	all := f.Sent()
	if len(all) == 0 {
		t.Fatal("nothing was sent")
	}
	return all[len(all)-1]
}

func TestSendReturnsTheID(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	id, err := bot(f).Send(t.Context(), to(42, "Dag _*[Anna]<b>&\\"))
	if err != nil {
		t.Fatal(err)
	}
	s := last(t, f)
	if id != strconv.FormatInt(s.ID, 10) || s.Text != `Dag _*[Anna]<b>&\` {
		t.Errorf("id %s, sent %+v", id, s)
	}
}

func TestKeyboards(t *testing.T) {
	f := calm(t)
	f.Chat(42, "Anna")
	f.Chat(-5, "Groep")
	b := bot(f)
	options := []wijk.Option{{Label: "Ja", Data: "ja"}, {Label: "Nee", Data: "nee"}}
	many := []wijk.Option{{Label: "1", Data: "1"}, {Label: "2", Data: "2"}, {Label: "3", Data: "3"}, {Label: "4", Data: "4"}, {Label: " ", Data: "5"}}
	for name, x := range map[string]struct {
		change func(*wijk.Outgoing)
		want   string
	}{
		"plain reply":     {func(m *wijk.Outgoing) {}, "remove"},
		"broadcast":       {func(m *wijk.Outgoing) { m.Class = wijk.Broadcast }, ""},
		"options":         {func(m *wijk.Outgoing) { m.Options = options }, "inline: Ja=ja | Nee=nee"},
		"many options":    {func(m *wijk.Outgoing) { m.Options = many }, "inline: 1=1 2=2 | 3=3 4=4 | ·=5"},
		"place":           {func(m *wijk.Outgoing) { m.AskPlace = true }, "keys: 📍 Deel mijn locatie=(place)"},
		"place, options":  {func(m *wijk.Outgoing) { m.AskPlace, m.Options = true, options }, "keys: 📍 Deel mijn locatie=(place) | Ja= | Nee="},
		"place in groups": {func(m *wijk.Outgoing) { m.AskPlace, m.Options, m.To.To = true, options, "-5" }, "inline: Ja=ja | Nee=nee"},
	} {
		m := to(42, "Vraag")
		x.change(&m)
		if _, err := b.Send(t.Context(), m); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := draw(last(t, f)); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
	for _, data := range []string{"", strings.Repeat("x", 65)} {
		m := to(42, "Vraag")
		m.Options = []wijk.Option{{Label: "x", Data: data}}
		if _, err := b.Send(t.Context(), m); refusal(err) == nil || !refusal(err).Bad {
			t.Errorf("data of %d bytes: %v", len(data), err)
		}
	}
}

// draw returns the keyboard of s as text.
func draw(s telegramtest.Sent) string {
	if s.RemoveKeys {
		return "remove"
	}
	var rows []string
	for _, row := range s.Buttons {
		var line []string
		for _, b := range row {
			if b.AskPlace {
				b.Data = "(place)"
			}
			line = append(line, b.Label+"="+b.Data)
		}
		rows = append(rows, strings.Join(line, " "))
	}
	switch {
	case len(rows) == 0:
		return ""
	case s.Inline:
		return "inline: " + strings.Join(rows, " | ")
	}
	return "keys: " + strings.Join(rows, " | ")
}

// This is R-34.
func TestPressIsAcknowledgedAndNeverInTheWay(t *testing.T) {
	for name, x := range map[string]struct {
		fault telegramtest.Fault
		sent  int
		fail  bool
	}{
		"answered":  {telegramtest.Fault{Method: "none"}, 1, false},
		"cut":       {telegramtest.Fault{Trouble: telegramtest.Drop}, 1, false},
		"hang":      {telegramtest.Fault{Trouble: telegramtest.Hang}, 1, false},
		"page":      {telegramtest.Fault{Trouble: telegramtest.Page}, 1, false},
		"too many":  {telegramtest.Fault{Trouble: telegramtest.TooMany}, 0, true},
		"bad token": {telegramtest.Fault{Trouble: telegramtest.Refuse, Code: 401}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := calm(t)
				anna := f.Chat(42, "Anna")
				if x.fault.Method == "" {
					x.fault.Method = "answerCallbackQuery"
				}
				f.Fail(x.fault)
				m := to(42, "Dank u.")
				m.Press = anna.Forge(1, "ja")
				_, err := bot(f).Send(t.Context(), m)
				if (err != nil) != x.fail || len(f.Sent()) != x.sent {
					t.Errorf("%d sent, error %v", len(f.Sent()), err)
				}
				m.Text = "" // nothing but the press
				f.Mend()
				if id, err := bot(f).Send(t.Context(), m); err != nil || id != "" {
					t.Errorf("id %q, error %v", id, err)
				}
				time.Sleep(time.Minute) // virtual: too old now
				m.Text = "Dank u."
				if _, err := bot(f).Send(t.Context(), m); err != nil {
					t.Errorf("an old press: %v", err)
				}
				calls := f.Calls()
				if c := calls[len(calls)-2]; c.Method != "answerCallbackQuery" || c.Status != 400 {
					t.Errorf("the old press was answered with %+v", c)
				}
			})
		})
	}
}

// BenchmarkSend is one message over a real connection to a fake that answers
// at once, from 64 goroutines.
func BenchmarkSend(b *testing.B) {
	f := telegramtest.New(telegramtest.Options{Calm: true, NoLimits: true})
	defer f.Close()
	f.Chat(42, "Anna")
	s := httptest.NewServer(f)
	defer s.Close()
	tg := telegram.New(telegram.Config{Token: f.Token(), APIBase: s.URL})
	m := to(42, "Goedemorgen! Gaat het goed met u? Antwoord 1 voor ja, 2 voor nee.")
	m.Options = []wijk.Option{{Label: "1 Ja", Data: "c/1"}, {Label: "2 Nee", Data: "c/2"}}
	b.SetParallelism(32) // times GOMAXPROCS
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := tg.Send(context.Background(), m); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}
