package telegram_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
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

func TestPollOutlivesTrouble(t *testing.T) {
	for name, x := range map[string]telegramtest.Fault{
		"429":              {Trouble: telegramtest.TooMany, RetryAfter: 3, Times: 3},
		"502 page":         {Trouble: telegramtest.Page, Times: 3},
		"404 page":         {Trouble: telegramtest.Page, Code: 404, Times: 3},
		"500":              {Trouble: telegramtest.Internal, Times: 3},
		"hang":             {Trouble: telegramtest.Hang, Times: 3},
		"cut":              {Trouble: telegramtest.Drop, Times: 3},
		"answer lost":      {Trouble: telegramtest.AcceptDrop, Times: 3},
		"half an answer":   {Trouble: telegramtest.Garbage, Times: 3},
		"odd refusal":      {Trouble: telegramtest.Refuse, Code: 418, Text: "teapot", Times: 3},
		"second poller":    {Trouble: telegramtest.Refuse, Code: 409, Text: "Conflict: x", Times: 3},
		"a code of 200 ok": {Trouble: telegramtest.Page, Code: 200, Times: 3},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, in, d := calm(t), newInbox(), &diary{}
				x.Method = "getUpdates"
				f.Fail(x)
				f.Chat(42, "Anna").Say("help")
				stop := polling(bot(f, func(c *telegram.Config) { c.Report = d.report }), in)
				defer stop()
				in.wait(t, 1)
				synctest.Wait()
				errs := d.all()
				if len(errs) != 4 || errs[0] == nil || errs[3] != nil {
					t.Errorf("reported %v, want three failures and the recovery", errs)
				}
				ps := polls(f)
				for i := 1; i < 4; i++ {
					if gap := ps[i].At.Sub(ps[i-1].At); gap < time.Second {
						t.Errorf("asked again after %v", gap)
					}
				}
			})
		})
	}
}

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

// This is F4 and R-33.
func TestSecondPollerIsNoHotLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in, d := calm(t), newInbox(), &diary{}
		one := polling(bot(f, func(c *telegram.Config) { c.Report = d.report }), in)
		two := polling(bot(f, func(c *telegram.Config) { c.Report = d.report }), in)
		time.Sleep(10 * time.Minute) // virtual
		if !d.has(telegram.ErrSecondPoller) {
			t.Errorf("reported %v", d.all())
		}
		f.Chat(42, "Anna").Say("1")
		in.wait(t, 1)
		one()
		two()
		if n := len(polls(f)); n > 2*600/5 {
			t.Errorf("%d polls by two in ten minutes, more than one each 5 s", n)
		}
	})
}

func TestPollRemovesAWebhookAndKeepsWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("down") })
		f := calm(t, func(o *telegramtest.Options) { o.Deliver = down })
		in, d := newInbox(), &diary{}
		hook := bot(f, func(c *telegram.Config) { c.PublicURL, c.WebhookSecret = "https://oud.example", "s" })
		if err := hook.SetWebhook(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.Chat(42, "Anna").Say("1")
		stop := polling(bot(f, func(c *telegram.Config) { c.Report = d.report }), in)
		defer stop()
		in.wait(t, 1)
		if !d.has(telegram.ErrWebhook) || d.has(telegram.ErrSecondPoller) {
			t.Errorf("reported %v", d.all())
		}
	})
}

func TestPollHonours429(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), newInbox()
		f.Fail(telegramtest.Fault{Method: "getUpdates", Trouble: telegramtest.TooMany, RetryAfter: 20, Times: 1})
		f.Chat(42, "Anna").Say("1")
		stop := polling(bot(f), in)
		defer stop()
		in.wait(t, 1)
		if ps := polls(f); ps[1].At.Sub(ps[0].At) < 20*time.Second || ps[1].At.Sub(ps[0].At) > 22*time.Second {
			t.Errorf("asked again after %v", ps[1].At.Sub(ps[0].At))
		}
	})
}

func TestPollStopsOnAWrongToken(t *testing.T) {
	for _, token := range []string{"1:wrong", "wrong"} {
		f := calm(t)
		b := bot(f, func(c *telegram.Config) { c.Token = token })
		if err := b.Poll(t.Context(), newInbox()); !errors.Is(err, telegram.ErrToken) {
			t.Errorf("Poll returned %v", err)
		}
	}
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

// A server that does not hold a poll, or does not listen to offsets, must not
// be asked without end.
func TestHurriedServerIsNoHotLoop(t *testing.T) {
	for name, result := range map[string]string{
		"empty":       `[]`,
		"the same":    `[{"update_id":7,"message":{"message_id":1,"date":1,"from":{"id":42},"chat":{"id":42},"text":"x"}}]`,
		"without ids": `[{"message":{"text":"x"}}]`,
		"no list":     `{}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var n atomic.Int64
				h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if n.Add(1) > 1000 {
						<-r.Context().Done() // a hot loop would stop the virtual clock
					}
					fmt.Fprintf(w, `{"ok":true,"result":%s}`, result)
				})
				b := telegram.New(telegram.Config{Token: "1:x", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					return telegramtest.RoundTrip(h, r)
				})})
				stop := polling(b, newInbox())
				time.Sleep(time.Minute) // virtual
				stop()
				if n.Load() > 63 {
					t.Errorf("%d polls in a minute", n.Load())
				}
			})
		})
	}
}

func TestReceiveFailureKeepsTheOffset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in, d := calm(t), newInbox(), &diary{}
		in.failing = 4
		anna := f.Chat(42, "Anna")
		anna.Say("1")
		anna.Say("2")
		began := time.Now()
		stop := polling(bot(f, func(c *telegram.Config) { c.Report = d.report }), in)
		defer stop()
		in.wait(t, 1)
		if d := time.Since(began); d < 15*time.Second {
			t.Errorf("four failures took %v, which is no back-off", d)
		}
		in.wait(t, 2)
		synctest.Wait()
		if !slices.Equal(in.batches, []int{2, 1, 1, 1, 1, 1}) {
			t.Errorf("calls of %v messages, want the batch and then one by one", in.batches)
		}
		if !d.has(errDisk) || d.all()[len(d.all())-1] != nil {
			t.Errorf("reported %v", d.all())
		}
		if len(f.Waiting()) > 0 {
			t.Error("not confirmed in the end")
		}
	})
}

// A message that the store refuses for ever holds up what comes after it, but
// not what came before.
func TestPoisonLetsEarlierMessagesThrough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), newInbox()
		in.before = func(ms []wijk.Message) error {
			if slices.ContainsFunc(ms, func(m wijk.Message) bool { return m.Text == "gif" }) {
				return errDisk
			}
			return nil
		}
		for _, s := range []string{"1", "2", "gif", "3"} {
			f.Chat(42, "Anna").Say(s)
		}
		stop := polling(bot(f), in)
		in.wait(t, 2)
		stop()
		if len(f.Waiting()) != 4 {
			t.Errorf("%d wait, want the batch unconfirmed", len(f.Waiting()))
		}
	})
}

func TestPollWaitsForACursor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, in := calm(t), &slowCursor{inbox: newInbox(), failing: 3}
		f.Chat(42, "Anna").Say("1")
		stop := polling(bot(f), in)
		defer stop()
		in.wait(t, 1)
		if n := len(polls(f)); n > 2 {
			t.Errorf("%d polls", n)
		}
	})
}

// A slowCursor cannot read its cursor at first.
type slowCursor struct {
	*inbox
	failing int
}

func (s *slowCursor) Cursor(ctx context.Context, door string) (string, error) {
	if s.failing--; s.failing >= 0 {
		return "", errDisk
	}
	return s.inbox.Cursor(ctx, door)
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
