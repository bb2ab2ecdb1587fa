package notifier

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// deliver sends one claimed row in its slot and settles it.
func (l *line) deliver(m wijk.Outgoing, s *slot) {
	defer l.forget(func() {
		delete(l.busy, m.To)
		delete(l.mine, m.ID)
	})
	if d := time.Until(s.at); d > 0 {
		timer := time.NewTimer(d)
		<-timer.C
	}
	now := time.Now()
	l.mu.Lock()
	shut := l.gate.shut(now)
	s.at = latest(s.at, now) // the claim may have taken longer than it had
	l.mu.Unlock()
	var err error
	if shut {
		err = l.giveBack(m)
	} else {
		err = l.attempt(m, s)
	}
	if err != nil && l.sends.Err() == nil {
		l.fail(fmt.Errorf("settle %s: %w", l.name, err))
	}
}

// attempt sends m and settles it.
func (l *line) attempt(m wijk.Outgoing, s *slot) error {
	began := time.Now()
	sid, cause := l.call(m)
	now := time.Now()
	l.mu.Lock()
	s.end = now
	alarm := l.gate.result(cause, began, now)
	l.mu.Unlock()
	l.count(cause)
	if err := l.settle(m, sid, cause, began); err != nil {
		return err
	}
	return l.alert(alarm)
}

// call calls the sender with a time limit. A panic leaves the outcome unknown,
// as a lost connection does.
func (l *line) call(m wijk.Outgoing) (sid string, err error) {
	defer func() {
		if p := recover(); p != nil {
			l.n.Log.Error("sender panicked", "channel", l.name, "value", fmt.Sprintf("%T", p))
			err = errPanic
		}
	}()
	ctx, cancel := context.WithTimeout(l.sends, l.timeout)
	defer cancel()
	return l.sender.Send(ctx, m)
}

var errPanic = errors.New("sender panicked")

func (l *line) count(err error) {
	l.tried.Store(time.Now().UnixNano())
	var r *wijk.Refusal
	switch {
	case err == nil:
		l.sent.Add(1)
	case errors.As(err, &r):
		l.refused.Add(1)
	default:
		l.unknown.Add(1)
	}
}

// alert tells staff that a channel is in trouble.
func (l *line) alert(a alert) error {
	switch a {
	case brokenAlert:
		return l.n.warn(l.sends, "channel/"+string(l.name), fmt.Sprintf(
			"Berichten via %s worden geweigerd: er is iets mis met ons account of de instellingen. "+
				"Alle berichten blijven bewaard en gaan uit zodra het is hersteld. Waarschuw de beheerder.", l.name))
	case silentAlert:
		return l.n.warn(l.sends, "channel/"+string(l.name), fmt.Sprintf(
			"Berichten via %s komen al vijf minuten niet weg: de dienst antwoordt niet. "+
				"Ze blijven bewaard en gaan uit zodra de dienst er weer is.", l.name))
	}
	return nil
}

// giveBack puts a claimed row back that was not sent after all.
func (l *line) giveBack(m wijk.Outgoing) error {
	return l.n.apply(l.sends, l.n.Clock.Now(), []change{{m.ID, func(tx *store.Tx, row *wijk.Outgoing) effect {
		if row.State != wijk.Sending || row.Attempts != m.Attempts {
			return nothing
		}
		row.State, row.Until = wijk.Queued, time.Time{}
		row.Attempts--
		if l.name == wijk.SMS {
			refund(tx, row, l.n.Clock.Zone())
		}
		return quietly
	}}})
}

// settle records what came of an attempt.
func (l *line) settle(m wijk.Outgoing, sid string, cause error, began time.Time) error {
	r := result{sid, cause, l.n.Clock.Now(), time.Now(), rand.Float64()}
	if cause != nil {
		// Before the commit: after it a look-up may already end the doubt.
		l.mu.Lock()
		l.order.doubt(&m, began)
		l.began[m.ID] = began
		l.mu.Unlock()
	}
	var after wijk.Outgoing
	err := l.n.apply(l.sends, r.now, []change{{m.ID, func(tx *store.Tx, row *wijk.Outgoing) effect {
		e := l.outcome(tx, row, m.Attempts, r)
		after = *row
		return e
	}}})
	if err != nil || cause == nil {
		return err
	}
	if after.State == wijk.Unknown {
		ring(l.doubts)
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.began, m.ID)
	if after.State == wijk.Queued && !after.Until.IsZero() {
		l.order.wait(&after)
		ring(l.n.leases)
		return nil
	}
	l.ended = append(l.ended, func() { l.order.let(&m) })
	return nil
}
