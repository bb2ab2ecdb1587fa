package notifier

import (
	"context"
	"fmt"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// mute is how long the notifier may do nothing about what is due before that
// counts as silence. Whoever looks each half minute, and wants to see it twice,
// knows within five minutes.
const mute = 4 * time.Minute

// Silent returns why nothing happens although no loop is stuck (see Alive), or
// nil: rounds are not looked at, a timer is long due, or an alarm or a check
// waits while its channel has tried nothing for minutes. It reads no text and its
// error holds no personal data. It is nil before Run.
func (n *Notifier) Silent(ctx context.Context) error {
	n.setup()
	looked := n.rounds.looked.Load()
	if looked == nil {
		return nil
	}
	now := n.Clock.Now()
	// By both clocks: a city that stands still has nothing to look at.
	if since := time.Since(looked.real); since > mute && now.Sub(looked.city) > mute {
		return fmt.Errorf("the scheduler has looked at no round for %s", since.Round(time.Second))
	}
	var fault error
	err := n.DB.View(ctx, func(tx *store.Tx) error {
		fault = nil
		if due, ok := store.NextTimer(tx); ok && now.Sub(due) > mute {
			fault = fmt.Errorf("a timer has been due for %s", now.Sub(due).Round(time.Second))
			return nil
		}
		for _, l := range n.lines {
			if fault = l.silent(tx, now); fault != nil {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return fault
}

// silent reports as an error that what must not wait does, and nothing is tried.
// A long wave is no silence: it moves. Neither is a channel that cannot send.
func (l *line) silent(tx *store.Tx, now time.Time) error {
	if l.sender == nil || time.Since(time.Unix(0, l.tried.Load())) < mute {
		return nil
	}
	for _, class := range []wijk.Class{wijk.Alarm, wijk.Check} {
		for _, m := range store.Ready(tx, l.name, class, now) {
			if wait := now.Sub(m.Due); wait > mute {
				return fmt.Errorf("nothing leaves by %s, and something has waited for %s", l.name, wait.Round(time.Second))
			}
			break // the first has waited longest
		}
	}
	return nil
}
