package notifier

import (
	"context"
	"strings"
	"testing"
	"time"

	"wijkbot/notifier/clock"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// What is due and does not happen is told, and what moves is not.
func TestSilent(t *testing.T) {
	minutely := []Round{{ID: "look", Cron: "* * * * *", Run: func(*store.Tx, time.Time, time.Time, time.Time) {}}}
	for name, tc := range map[string]struct {
		queue wijk.Outgoing
		timer bool
		stop  bool // the notifier stops after its start
		sent  bool // something was tried just now
		want  string
	}{
		"nothing to do":       {},
		"the scheduler stops": {stop: true, want: "scheduler"},
		"a timer stays due":   {timer: true, want: "a timer"},
		"an alarm waits":      {queue: wijk.Outgoing{Class: wijk.Alarm, To: phone(mobile), Text: "x"}, want: "nothing leaves by sms"},
		"a check waits":       {queue: text(mobile, "x"), want: "nothing leaves by sms"},
		"a long wave moves":   {queue: text(mobile, "x"), sent: true},
		"a reply may wait":    {queue: wijk.Outgoing{Class: wijk.Reply, To: phone(mobile), Text: "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			inMorning(t, func(t *testing.T, c *clock.Clock) {
				w := newWorld(t, c, onSMS(&provider{}))
				w.Rounds = minutely
				if err := w.Silent(context.Background()); err != nil {
					t.Fatalf("before Run: %v", err)
				}
				w.start()
				pass(10 * time.Minute)
				if err := w.Silent(context.Background()); err != nil {
					t.Fatalf("all runs: %v", err)
				}
				w.stop()
				w.stop = nil
				if tc.queue.Text != "" {
					w.queue(tc.queue)
				}
				if tc.timer {
					w.update(func(tx *store.Tx) {
						store.SetTimer(tx, wijk.Timer{Person: "r-1", Kind: "x", Due: w.Clock.Now()})
					})
				}
				pass(mute + time.Second)
				if !tc.stop { // as if it still looked at rounds
					w.rounds.looked.Store(&moment{real: time.Now(), city: w.Clock.Now()})
				}
				if tc.sent {
					w.line(wijk.SMS).tried.Store(time.Now().UnixNano())
				}
				switch err := w.Silent(context.Background()); {
				case tc.want == "" && err != nil:
					t.Errorf("told %v", err)
				case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
					t.Errorf("told %v, want %s", err, tc.want)
				}
			})
		})
	}
}
