package notifier

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Statuses in any order lead to the same end.
func TestStatusOnlyMovesForward(t *testing.T) {
	all := map[wijk.State]wijk.Status{}
	for _, s := range []wijk.State{wijk.Sent, wijk.Delivered, wijk.Failed} {
		all[s] = wijk.Status{ProviderID: "SM1", State: s, Code: "30003"}
	}
	for _, x := range []struct {
		from wijk.State
		come []wijk.State
		want wijk.State
		told []wijk.State
	}{
		{wijk.Sent, []wijk.State{wijk.Sent, wijk.Delivered, wijk.Sent}, wijk.Delivered, []wijk.State{wijk.Delivered}},
		{wijk.Sent, []wijk.State{wijk.Delivered, wijk.Failed}, wijk.Delivered, []wijk.State{wijk.Delivered}},
		{wijk.Sent, []wijk.State{wijk.Failed, wijk.Failed, wijk.Sent}, wijk.Failed, []wijk.State{wijk.Failed}},
		{wijk.Sending, []wijk.State{wijk.Delivered, wijk.Sent}, wijk.Delivered, []wijk.State{wijk.Delivered}},
		{wijk.Unknown, []wijk.State{wijk.Sent, wijk.Delivered}, wijk.Delivered, []wijk.State{wijk.Sent, wijk.Delivered}},
		{wijk.Queued, []wijk.State{wijk.Delivered}, wijk.Queued, nil}, // it never left
		{wijk.Cancelled, []wijk.State{wijk.Sent}, wijk.Cancelled, nil},
		{wijk.Expired, []wijk.State{wijk.Failed}, wijk.Expired, nil},
	} {
		inMorning(t, func(t *testing.T, c *clock.Clock) {
			w := newWorld(t, c, onSMS(&provider{}))
			id := w.queue(text(mobile, "hallo"))[0]
			w.update(func(tx *store.Tx) {
				m, _ := store.Outbox.Get(tx, store.Num(id))
				if m.State = x.from; x.from == wijk.Sent {
					m.ProviderID = "SM1"
				}
				store.Outbox.Put(tx, store.Num(id), m)
			})
			for _, s := range x.come {
				status := all[s]
				status.Outgoing = id
				if err := w.Status(context.Background(), status); err != nil {
					t.Fatal(err)
				}
			}
			w.want(id, x.want)
			if diff := cmp.Diff(x.told, w.fates(id)); diff != "" {
				t.Errorf("%s, then %v: Settled heard (-want +got):\n%s", x.from, x.come, diff)
			}
		})
	}
}

func TestStatusIsForItsOwnMessage(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{answer: func(_ context.Context, m wijk.Outgoing, _ int) (string, error) { return "SM-" + m.Text, nil }}
		w := newWorld(t, c, onSMS(p))
		ids := w.queue(text(mobile, "een"), text("+31687654321", "twee"))
		w.start()
		pass(time.Second)
		for _, s := range []wijk.Status{
			{Outgoing: ids[0], ProviderID: "SM-ander", State: wijk.Delivered}, // our id, another message's sid
			{Outgoing: ids[0], ProviderID: "SM-twee", State: wijk.Failed},     // the provider's id decides
			{ProviderID: "SM-niemand", State: wijk.Failed},
			{Outgoing: 999, State: wijk.Failed},
			{},
		} {
			if err := w.Status(context.Background(), s); err != nil {
				t.Errorf("%+v: %v", s, err)
			}
		}
		w.want(ids[0], wijk.Sent)
		w.want(ids[1], wijk.Failed)
		if err := w.Status(context.Background(), wijk.Status{ProviderID: "SM-een", State: wijk.Delivered}); err != nil {
			t.Fatal(err)
		}
		w.want(ids[0], wijk.Delivered)
	})
}

// The callback may be faster than the answer to the call that made it.
func TestStatusBeforeTheAnswer(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &provider{}
		w := newWorld(t, c, onSMS(p))
		p.answer = func(ctx context.Context, m wijk.Outgoing, n int) (string, error) {
			sid := fmt.Sprint("SM", m.ID)
			if err := w.Status(ctx, wijk.Status{Outgoing: m.ID, ProviderID: sid, State: wijk.Delivered}); err != nil {
				t.Error(err)
			}
			if m.Text == "verloren" {
				return "", errLost
			}
			return sid, nil
		}
		ids := w.queue(text(mobile, "hallo"), text("+31687654321", "verloren"))
		w.start()
		pass(2 * time.Minute)
		for _, id := range ids {
			w.want(id, wijk.Delivered)
			if diff := cmp.Diff([]wijk.State{wijk.Delivered}, w.fates(id)); diff != "" {
				t.Errorf("Settled heard (-want +got):\n%s", diff)
			}
		}
		if n := len(p.all()); n != 2 {
			t.Errorf("%d calls", n)
		}
	})
}

// A late callback settles what the log did not show, and stops the next try.
func TestStatusAfterGivingUpTheSearch(t *testing.T) {
	inMorning(t, func(t *testing.T, c *clock.Clock) {
		p := &log{provider: provider{answer: lose}, find: func(context.Context, wijk.Outgoing, time.Time, func(string) bool) (wijk.Status, bool, error) {
			return wijk.Status{}, false, nil
		}}
		w := newWorld(t, c, onSMS(p))
		id := w.queue(text(mobile, "hallo"))[0]
		w.start()
		pass(30 * time.Second)
		w.want(id, wijk.Unknown)
		if err := w.Status(context.Background(), wijk.Status{Outgoing: id, ProviderID: "SM1", State: wijk.Sent}); err != nil {
			t.Fatal(err)
		}
		pass(5 * time.Minute)
		w.want(id, wijk.Sent)
		if n := len(p.all()); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}
