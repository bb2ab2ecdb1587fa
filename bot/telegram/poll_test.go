package telegram_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wijkbot/bot/telegram"
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/store/wijk"

	"github.com/google/go-cmp/cmp"
)

func TestPollHandsOverABatchAndThenConfirmsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), newInbox()
		anna := f.Chat(42, "Anna")
		for _, s := range numbered(5) {
			anna.Say(s)
		}
		stop := polling(bot(f), in)
		in.wait(t, 5)
		synctest.Wait()
		if in.calls != 1 {
			t.Errorf("five updates came in %d calls, want one transaction", in.calls)
		}
		if diff := cmp.Diff(numbered(5), in.texts()); diff != "" {
			t.Error(diff)
		}
		if got := f.Waiting(); len(got) > 0 {
			t.Errorf("not confirmed: %v", got)
		}
		if err := stop(); err != nil {
			t.Errorf("Poll returned %v at the end of its context", err)
		}
		if offsets := f.Offsets(); in.cursor != fmt.Sprint(offsets[len(offsets)-1]) {
			t.Errorf("cursor %s was stored, offsets asked: %v", in.cursor, offsets)
		}
		// a new process goes on where this one was
		anna.Say("6")
		stop = polling(bot(f), in)
		defer stop()
		in.wait(t, 6)
		if diff := cmp.Diff(numbered(6), in.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

// This is R-04: Telegram forgets what an offset confirms, so no offset may be
// higher than what is stored at that moment.
func TestOffsetNeverRunsAheadOfTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := telegramtest.New(telegramtest.Options{NoLimits: true, Log: t.Logf})
		defer f.Close()
		in := newInbox()
		var ahead atomic.Int64
		watched := roundTrip(func(r *http.Request) (*http.Response, error) {
			resp, err := f.RoundTrip(r)
			if o := f.Offsets(); len(o) > 0 && o[len(o)-1] > in.highest()+1 {
				ahead.Add(1)
			}
			return resp, err
		})
		in.before = func([]wijk.Message) error {
			if in.calls%3 == 0 {
				return errDisk
			}
			return nil
		}
		b := bot(f, func(c *telegram.Config) { c.Transport = watched })
		stop := polling(b, in)
		for i, s := range numbered(300) {
			f.Chat(int64(1+i%7), "x").Say(s)
			if i%20 == 0 {
				time.Sleep(3 * time.Second) // virtual
			}
		}
		in.wait(t, 300)
		stop()
		if n := ahead.Load(); n > 0 {
			t.Errorf("%d polls confirmed what was not stored", n)
		}
		if diff := cmp.Diff(numbered(300), in.texts()); diff != "" {
			t.Errorf("lost, doubled or out of order:\n%s", diff)
		}
	})
}

// A roundTrip is an http.RoundTripper.
type roundTrip func(*http.Request) (*http.Response, error)

func (fn roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return fn(r) }

// This is F3 and R-09.
func TestRestartedNumbering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), newInbox()
		anna := f.Chat(42, "Anna")
		stop := polling(bot(f), in)
		defer stop()
		anna.Say("1")
		in.wait(t, 1)
		synctest.Wait()

		f.Renumber(77)
		before := len(polls(f))
		anna.Say("2")
		in.wait(t, 2)
		time.Sleep(10 * time.Second) // virtual
		anna.Say("3")
		in.wait(t, 3)
		time.Sleep(10 * time.Second) // virtual
		if n := len(polls(f)) - before; n > 6 {
			t.Errorf("%d polls for two messages", n)
		}
		if diff := cmp.Diff(numbered(3), in.texts()); diff != "" {
			t.Error(diff)
		}
		if in.calls != 3 {
			t.Errorf("%d calls for three messages", in.calls)
		}
		if in.cursor != "79" {
			t.Errorf("the cursor is %s, want 79", in.cursor)
		}
	})
}

// An id may come to name a second message; Unique must not.
func TestSameUpdateIDForAnotherMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), newInbox()
		anna := f.Chat(42, "Anna")
		stop := polling(bot(f), in)
		defer stop()
		f.Renumber(500)
		anna.Say("1")
		in.wait(t, 1)
		synctest.Wait()
		f.Renumber(5000)
		anna.Say("2")
		in.wait(t, 2)
		synctest.Wait()
		f.Renumber(500)
		anna.Say("3")
		ms := in.wait(t, 3)
		if ms[0].ID != "telegram:500" || ms[2].ID != ms[0].ID || ms[2].Unique == ms[0].Unique {
			t.Errorf("ids %s %s, unique %s %s", ms[0].ID, ms[2].ID, ms[0].Unique, ms[2].Unique)
		}
	})
}

func TestCancelEndsTheLongPollAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), newInbox()
		stop := polling(bot(f), in)
		time.Sleep(20 * time.Second) // virtual, in the middle of a held poll
		began := time.Now()
		if err := stop(); err != nil {
			t.Error(err)
		}
		if d := time.Since(began); d > 0 {
			t.Errorf("it took %v", d)
		}
		// and while it waits for the store
		in.failing = 1000
		f.Chat(42, "Anna").Say("1")
		stop = polling(bot(f), in)
		time.Sleep(20 * time.Second) // virtual
		began = time.Now()
		if err := stop(); err != nil || time.Since(began) > 0 {
			t.Errorf("it took %v and returned %v", time.Since(began), err)
		}
		if len(f.Waiting()) != 1 {
			t.Error("a message that was not stored is confirmed")
		}
	})
}

// This is the table of what Telegram forgets (F1): the bot must not count on
// a button alone.
func TestFakeForgetsPressesBeforeMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(t, func(o *telegramtest.Options) { o.Expire = true })
		anna := f.Chat(42, "Anna")
		anna.Forge(1, "x")
		anna.Say("1")
		time.Sleep(3 * time.Minute) // virtual: the bot is down
		in := newInbox()
		stop := polling(bot(f), in)
		in.wait(t, 1)
		synctest.Wait()
		stop()
		if diff := cmp.Diff([]string{"1"}, in.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestUpdatesAskedFor(t *testing.T) {
	kinds := make(chan string, 10)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kinds <- r.FormValue("allowed_updates")
		<-r.Context().Done()
	})
	b := telegram.New(telegram.Config{Token: "1:x", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		return telegramtest.RoundTrip(h, r)
	})})
	stop := polling(b, newInbox())
	var got []string
	if err := json.Unmarshal([]byte(<-kinds), &got); err != nil {
		t.Fatal(err)
	}
	stop()
	if diff := cmp.Diff([]string{"message", "edited_message", "callback_query", "my_chat_member"}, got); diff != "" {
		t.Error(diff)
	}
}
