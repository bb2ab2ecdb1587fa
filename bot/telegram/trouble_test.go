package telegram_test

import (
	"context"
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
)

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
