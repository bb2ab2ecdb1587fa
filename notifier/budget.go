package notifier

import (
	"context"
	"fmt"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// What share of the day's segments each class may use, in percent. Alarms and
// check-ins are never stopped: no budget is worth a person.
const (
	broadcastShare = 80
	replyShare     = 100
)

// charge counts what m costs against today's budget, and returns false if its
// class may spend no more.
func (n *Notifier) charge(tx *store.Tx, m *wijk.Outgoing, now time.Time) bool {
	day := string(wijk.DateOf(now))
	spent, _ := store.Spent.Get(tx, day)
	spent += cost(m)
	share := 0
	switch m.Class {
	case wijk.Broadcast:
		share = broadcastShare
	case wijk.Reply:
		share = replyShare
	}
	if n.SMSDaySegments > 0 && share > 0 && spent*100 > n.SMSDaySegments*share {
		return false
	}
	store.Spent.Put(tx, day, spent)
	return true
}

// refund takes back the cost of an attempt that certainly was not accepted.
func refund(tx *store.Tx, m *wijk.Outgoing, zone *time.Location) {
	day := string(wijk.DateOf(m.Claimed.In(zone)))
	spent, _ := store.Spent.Get(tx, day)
	store.Spent.Put(tx, day, max(0, spent-cost(m)))
}

func cost(m *wijk.Outgoing) int { return max(1, gsm7.Segments(m.Text)) }

// tomorrow is when a row goes that today's budget stopped.
func tomorrow(now time.Time) time.Time {
	return wijk.DateOf(now).Add(1).At(quietTill, 0, now.Location())
}

// warnBudget tells staff once a day that half of the budget is used, and once
// that broadcasts have stopped.
func (l *line) warnBudget(ctx context.Context, now time.Time) error {
	limit, day := l.n.SMSDaySegments, string(wijk.DateOf(now))
	if limit <= 0 || l.warned[day+"/80"] {
		return nil
	}
	var spent int
	if err := l.n.DB.View(ctx, func(tx *store.Tx) error {
		spent, _ = store.Spent.Get(tx, day)
		return nil
	}); err != nil {
		return err
	}
	for _, x := range []struct {
		share int
		text  string
	}{
		{50, "Vandaag is de helft van het sms-budget gebruikt (%d van %d)."},
		{80, "Vandaag is 80%% van het sms-budget gebruikt (%d van %d). Wijkberichten per sms wachten tot morgen."},
	} {
		mark := fmt.Sprintf("%s/%d", day, x.share)
		if l.warned[mark] || spent*100 < limit*x.share {
			continue
		}
		if err := l.warnOnce(ctx, "budget/sms/"+mark, fmt.Sprintf(x.text, spent, limit), now); err != nil {
			return err
		}
		l.warned[mark] = true
	}
	return nil
}

// warnOnce warns staff unless that was done before, in whatever process.
func (l *line) warnOnce(ctx context.Context, ref, text string, now time.Time) error {
	err := l.n.update(ctx, func(tx *store.Tx) error {
		if store.Done.Has(tx, ref) {
			return nil
		}
		store.Done.Put(tx, ref, now.Format(time.RFC3339))
		if l.n.Warn != nil {
			l.n.Warn(tx, ref, text, now)
		}
		return nil
	})
	if err != nil && !fatal(err) {
		l.n.Log.Error("staff could not be warned", "about", ref, "error", err)
		return nil
	}
	return err
}
