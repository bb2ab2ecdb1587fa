package flows

import (
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Anybody can send an SMS that shows somebody else's number. One that comes
// sooner after our question than anybody reads it is a guess at the time of it:
// not even a sign of life. It never closes an alarm either: that a person does
// (calmed). Whoever is at high risk confirms "goed" with a key in a call of
// ours, or says it in Telegram; until then the text is no sign of life, it
// changes nothing of how she is asked, and a person is called. A cry for help counts from anywhere.

// tooSoon reports whether the message cannot be an answer to a question that a
// provider accepted at a time. Telegram tells whole seconds of its own, and
// nobody forges its sender.
func (t *Turn) tooSoon(accepted time.Time) bool {
	if t.M.From.Channel != wijk.SMS { // of calls callCounts decides
		return t.M.At.Before(accepted.Truncate(time.Second))
	}
	return t.M.At.Before(accepted.Add(sinceAsked))
}

// justAsked returns today's check-in when its question left too short ago for
// the message to be an answer to it.
func (t *Turn) justAsked() *wijk.CheckIn {
	ck, ok := t.checkInOf(0)
	if !ok || ck.State != wijk.CheckInOpen || t.doubted() {
		return nil
	}
	if asked := t.askedAt(&ck); asked.IsZero() || t.M.At.Before(asked) || !t.tooSoon(asked) {
		return nil
	}
	return &ck
}

// forgeable reports whether good news of the sender has to be confirmed.
func (t *Turn) forgeable() bool {
	return t.Person.CheckIn.HighRisk && t.M.From.Channel != wijk.Telegram && t.M.Kind != wijk.Keys
}

// unproven reports whether the sender is at high risk and writes from where
// anybody can, or from a telephone of two: a pause, another number or another contact is then asked first.
func (t *Turn) unproven() bool {
	return t.Person != nil && t.Person.Enrolled() && (t.Person.CheckIn.HighRisk || len(t.both) > 0) && t.M.From.Channel == wijk.SMS
}

// asksByPhone has a person call about what somebody at high risk wants changed.
// Until then she is asked as before, and the question of today stays open.
func (t *Turn) asksByPhone(what string) {
	t.leave()
	t.openCase(wijk.CaseQuestion, wijk.Amber, "Vraagt per sms om "+what+". Bel, en vraag of dit klopt. Tot dan verandert er niets.", true)
	t.Say(textByPhone)
}

const textByPhone = "Dank u. Een medewerker belt u hierover. Tot dan verandert er niets. In nood? Bel 112. Gemeente Zoetermeer"

const (
	// stepKey is a call at once to have "goed" confirmed with a key.
	stepKey = "sleutel"
	// keyAgain is after how long that call is made once more, and after how long
	// again a person looks.
	keyAgain = 10 * time.Minute
)

// verify calls somebody at high risk who said that all is well by SMS. The
// check-in stays open; the ladder is not needed, since after two calls without
// a key, or without a number to call, a person looks.
func (c *City) verify(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	if _, waits := store.Timer(tx, p.ID, timerKey, string(ck.Date)); waits || ck.State != wijk.CheckInOpen && ck.State != wijk.CheckInUnreached {
		return
	}
	rest(tx, ck)
	c.callForKey(tx, ck, p, now)
}

func (c *City) callForKey(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	numbers := p.Calls()
	calls := 0
	for _, a := range ck.Attempts {
		if a.Step == stepKey {
			calls++
		}
	}
	if len(numbers) == 0 || calls >= 2 {
		ck.Rule = "sms zonder toets"
		c.unclearCase(tx, ck, p, now)
		return
	}
	to := numbers[calls%len(numbers)]
	store.Send(tx, wijk.Outgoing{ // not the question: no other address is tried for it
		Class: wijk.Check, To: to, Text: c.toOneOfTwo(tx, p, to, fill("T1")), Person: p.ID,
		About: wijk.Subject{Kind: aboutCheckIn, Ref: ck.Key()}, Due: now, NotAfter: now.Add(keyAgain), Quiet: true,
	})
	tried(ck, stepKey, wijk.Voice, now)
	store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: timerKey, Scope: string(ck.Date), Due: now.Add(keyAgain)})
}

// noKey follows a call that brought no key.
func (c *City) noKey(tx *store.Tx, person string, d wijk.Date, now time.Time) {
	ck, p, ok := load(tx, person, d)
	if !ok || ck.State != wijk.CheckInOpen && ck.State != wijk.CheckInUnreached {
		return
	}
	c.callForKey(tx, &ck, &p, now)
	store.CheckIns.Put(tx, ck.Key(), ck)
}
