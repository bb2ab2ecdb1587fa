package flows

import (
	"fmt"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// unsentWait is how long a provider may take to accept one question.
	unsentWait = 15 * time.Minute
	// brakeWait is how long after its last send a failing wave is judged.
	brakeWait = 15 * time.Minute
	// watch is how long a wave is watched that never ends.
	watch = 24 * time.Hour
	// holdWait lets a big wave show whether one failure is one of many.
	holdWait = time.Minute
	// secondCall is how long after the first call somebody is called again who
	// is asked by telephone.
	secondCall = 10 * time.Minute
)

func waveOf(tx *store.Tx, ck *wijk.CheckIn) wijk.Wave {
	w, _ := store.Waves.Get(tx, store.WaveKey(ck))
	return w
}

// expectWave notes that n more check-ins of a wave are about to be asked.
func (c *City) expectWave(tx *store.Tx, key string, n int, now time.Time) {
	w, _ := store.Waves.Get(tx, key)
	w.Key, w.Total = key, w.Total+n
	w.LastSend, w.LastGood = c.awake(now), c.awake(now)
	store.Waves.Put(tx, key, w)
	if w.Total >= wijk.BrakeFrom {
		store.SetTimer(tx, wijk.Timer{Kind: timerBrake, Scope: key, Due: c.awake(now).Add(brakeWait)})
	}
}

// questionSettled follows the fate of a question: accepted starts the time to
// answer, refused for good tries the next address at once.
func (c *City) questionSettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	ck, ok := store.CheckIns.Get(tx, m.About.Ref)
	if !ok {
		return
	}
	p, ok := store.People.Get(tx, ck.Person)
	if !ok {
		return
	}
	switch m.State {
	case wijk.Sent, wijk.Delivered:
		c.accepted(tx, &ck, &p, m, now)
	case wijk.Unknown, wijk.Queued:
		if m.ID == ck.Question && ck.Asked.IsZero() {
			c.bad(tx, &ck, false, now)
		}
	case wijk.Failed, wijk.Expired:
		if m.ID == ck.Question && m.Unanswered() {
			c.accepted(tx, &ck, &p, m, now) // it rang, also when that is the first we hear of it
		}
		c.notDelivered(tx, &ck, &p, m, now)
	}
	store.CheckIns.Put(tx, ck.Key(), ck)
}

func (c *City) accepted(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, m wijk.Outgoing, now time.Time) {
	if ck.Armed != m.ID {
		at := m.Accepted
		if at.IsZero() {
			at = now
		}
		ck.Armed, ck.Last = m.ID, at
		if ck.Asked.IsZero() {
			ck.Asked, ck.Since, ck.Step = at, at, 0
			if ck.Called {
				ck.Since = at.Add(secondCall)
			}
			store.StopTimer(tx, ck.Person, timerUnsent, string(ck.Date))
			if ck.State == wijk.CheckInOpen || ck.State == wijk.CheckInUnreached {
				arm(tx, ck, p)
			}
		}
	}
	// Telegram tells no delivery: accepted is in the chat.
	// A call that was picked up may be a machine's.
	if ck.Delivered.IsZero() && (m.State == wijk.Delivered && m.To.Channel != wijk.Voice || m.To.Channel == wijk.Telegram) {
		ck.Delivered = now
	}
	c.good(tx, ck, now)
}

// notDelivered: not delivered is not "no answer". The next address is tried at
// once; when there is none, a person has to look.
func (c *City) notDelivered(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, m wijk.Outgoing, now time.Time) {
	if m.ID != ck.Question || m.Unanswered() || ck.State != wijk.CheckInOpen && ck.State != wijk.CheckInUnreached {
		return
	}
	if m.State == wijk.Expired && !ck.Asked.IsZero() {
		return // a reminder that was overtaken by the next step
	}
	step := stepAsked(ck)
	calling := step == stepVoice || step == stepAgain
	if to, ok := wayAfter(p, m.To); ok && m.State == wijk.Failed && (!calling || to.Channel == wijk.Voice) {
		if step == stepFirst && to.Channel == wijk.Voice && m.To.Channel != wijk.Voice {
			c.textLost(tx, ck, now)
		}
		c.ask(tx, step, ck, p, to, c.stillOfUse(ck, p, step, now), now)
		return
	}
	if !calling && ck.State == wijk.CheckInOpen {
		c.bad(tx, ck, true, now)
	}
}

// textLost notes that somebody is called because no text arrived: of a wave in
// which that are many, staff has to know although the calls get through.
func (c *City) textLost(tx *store.Tx, ck *wijk.CheckIn, now time.Time) {
	if ck.Lost {
		return
	}
	ck.Lost = true
	w := waveOf(tx, ck)
	w.Key, w.Lost = store.WaveKey(ck), w.Lost+1
	store.Waves.Put(tx, w.Key, w)
	c.judgeSoon(tx, &w, now)
}

// judgeSoon has a wave judged again that was judged before this came back.
func (c *City) judgeSoon(tx *store.Tx, w *wijk.Wave, now time.Time) {
	if _, set := store.Timer(tx, "", timerBrake, w.Key); !set && !w.Braked && w.Total >= wijk.BrakeFrom {
		store.SetTimer(tx, wijk.Timer{Kind: timerBrake, Scope: w.Key, Due: now.Add(holdWait)})
	}
}

// stillOfUse is until when a question is that goes to another address: until
// the next step, as it was at the first.
func (c *City) stillOfUse(ck *wijk.CheckIn, p *wijk.Person, step string, now time.Time) time.Time {
	l := ladder(ck, p)
	if ck.Asked.IsZero() || ck.Step >= len(l) {
		return c.awake(now).Add(latestStart)
	}
	return ck.Since.Add(l[ck.Step].after)
}

// bad notes that a question is not accepted or delivered. Its case waits a
// little: it may be one of many, and then one incident stands for all.
func (c *City) bad(tx *store.Tx, ck *wijk.CheckIn, final bool, now time.Time) {
	w := waveOf(tx, ck)
	if !ck.Tried {
		ck.Tried = true
		w.Tried++
		w.LastSend = now
	}
	if !ck.Bad {
		ck.Bad = true
		w.Bad++
	}
	if ck.Lost {
		ck.Lost = false
		w.Lost--
	}
	w.Key = store.WaveKey(ck)
	store.Waves.Put(tx, w.Key, w)
	c.judgeSoon(tx, &w, now)
	wait := unsentWait
	if final {
		wait = holdWait
	}
	due, set := store.Timer(tx, ck.Person, timerUnsent, string(ck.Date))
	if at := now.Add(wait); !set || at.Before(due) {
		store.SetTimer(tx, wijk.Timer{Person: ck.Person, Kind: timerUnsent, Scope: string(ck.Date), Due: at})
	}
}

// good notes that a question was accepted or delivered. It may end the
// incident of the wave.
func (c *City) good(tx *store.Tx, ck *wijk.CheckIn, now time.Time) {
	if ck.Tried && !ck.Bad {
		return
	}
	w := waveOf(tx, ck)
	w.Key, w.LastGood = store.WaveKey(ck), now
	if !ck.Tried {
		ck.Tried = true
		w.Tried++
		w.LastSend = now
	}
	if ck.Bad {
		ck.Bad = false
		w.Bad--
	}
	store.Waves.Put(tx, w.Key, w)
	if w.Braked && w.Held.IsZero() && !w.Failing(now) {
		store.CheckIns.Put(tx, ck.Key(), *ck)
		c.lift(tx, w.Key, "", "De berichten komen weer aan.", now)
		*ck, _ = store.CheckIns.Get(tx, ck.Key())
	}
}

// stillUnsent opens a case for a question that did not get through, unless so
// many did not that the cause is ours.
func (c *City) stillUnsent(tx *store.Tx, person string, d wijk.Date, now time.Time) {
	ck, p, ok := load(tx, person, d)
	if !ok || ck.State != wijk.CheckInOpen || !ck.Bad && !ck.Asked.IsZero() {
		return
	}
	if w := waveOf(tx, &ck); w.Braked || w.Failing(now) {
		return // judgeWave decides about all of them
	}
	c.unreached(tx, &ck, &p, wijk.Amber, undelivered(&p), now)
	if ck.Asked.IsZero() { // no ladder runs that would call somebody later
		ladder(&ck, &p).skipToRed(&ck, now)
		arm(tx, &ck, &p)
	}
	store.CheckIns.Put(tx, ck.Key(), ck)
}

// judgeWave decides whether a wave failed as a whole: then one incident, and
// no cases and reminders of single people until it is over.
func (c *City) judgeWave(tx *store.Tx, key string, now time.Time) {
	w, ok := store.Waves.Get(tx, key)
	if !ok || w.Braked {
		return
	}
	again := func(at time.Time) {
		store.SetTimer(tx, wijk.Timer{Kind: timerBrake, Scope: key, Due: at})
	}
	if end := w.LastSend.Add(brakeWait); now.Before(end) {
		again(end)
		return
	}
	if !w.Failing(now) {
		for _, ck := range store.CheckIns.Find(tx, "wave", key) {
			if ck.Bad {
				c.stillUnsent(tx, ck.Person, ck.Date, now)
			}
		}
		if w.Tried < w.Total && now.Sub(w.LastSend) < watch {
			again(now.Add(brakeWait)) // a long wave is still leaving
		}
		return
	}
	text := fmt.Sprintf("Storing: %d van de %d berichten van %s zijn niet aangekomen. Er gaan geen herinneringen uit. "+
		"Sluit deze zaak als het weer werkt.", max(w.Bad+w.Lost, w.Total-w.Tried), w.Total, strings.ReplaceAll(key, "/", " om "))
	w.Braked = true
	w.Incident = c.openCase(tx, wijk.Case{
		Kind: wijk.CaseIncident, Severity: wijk.Red, Ref: refWave + key,
		Notes: []wijk.Note{{At: now, Text: text}, {At: now, Text: listed(c.waiting(tx, key))}},
	}, text, now)
	store.Waves.Put(tx, key, w)
}

// waiting names those of a wave who have not answered.
func (c *City) waiting(tx *store.Tx, key string) (names []string) {
	for _, ck := range store.CheckIns.Find(tx, "wave", key) {
		if p, ok := store.People.Get(tx, ck.Person); ok && (ck.State == wijk.CheckInOpen || ck.State == wijk.CheckInUnreached) {
			names = append(names, describe(&p))
		}
	}
	return names
}

// refWave marks a case as the incident of a wave.
const refWave = "wave/"

// lift ends the incident of a wave. Everybody gets the full time to answer
// again; those who never got the question are asked now. by is the staff
// member who ended it, empty when the provider recovered.
func (c *City) lift(tx *store.Tx, key, by, why string, now time.Time) {
	w, ok := store.Waves.Get(tx, key)
	if !ok || !w.Braked {
		return
	}
	w.Braked, w.LastSend, w.LastGood, w.Released = false, now, now, by != "" || !w.Held.IsZero()
	w.Held = time.Time{}
	store.Waves.Put(tx, key, w)
	c.endCase(tx, w.Incident, by, why, now)
	var missed []string
	for id, ck := range store.CheckIns.Find(tx, "wave", key) {
		p, ok := store.People.Get(tx, ck.Person)
		if !ok || !p.Enrolled() || p.Away(ck.Date) {
			continue
		}
		if c.release(tx, &ck, &p, now) {
			missed = append(missed, describe(&p)+", "+string(ck.Date)+" "+ck.Slot)
		}
		store.CheckIns.Put(tx, id, ck)
	}
	if len(missed) > 0 {
		c.listMissed(tx, missed, now)
	}
	store.SetTimer(tx, wijk.Timer{Kind: timerBrake, Scope: key, Due: now.Add(brakeWait)})
}

// release lets a check-in go on after an incident. It reports whether it is too
// late for that: on a later day there is another question.
func (c *City) release(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, now time.Time) (missed bool) {
	l := ladder(ck, p)
	switch {
	case ck.State == wijk.CheckInUnreached && 0 < ck.Step && ck.Step < len(l):
		ck.Since = now.Add(-l[ck.Step-1].after)
		arm(tx, ck, p)
	case ck.State != wijk.CheckInOpen || ck.Unclear > 0:
		// nothing waits for the incident
	case ck.Date != wijk.DateOf(now.In(c.Zone)):
		ck.State = wijk.CheckInMissed
		rest(tx, ck)
		return true
	case !ck.Asked.IsZero() && !ck.Bad:
		ck.Since, ck.Step = now, 0
		arm(tx, ck, p)
	default:
		c.askAgain(tx, ck, p, now)
	}
	return false
}

// askAgain asks somebody whose question did not get through, unless it still
// waits to leave.
func (c *City) askAgain(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	unsent := wijk.Timer{Person: p.ID, Kind: timerUnsent, Scope: string(ck.Date), Due: now.Add(unsentWait)}
	if m, ok := store.Outbox.Get(tx, store.Num(ck.Question)); ok {
		switch m.State {
		case wijk.Queued, wijk.Sending, wijk.Unknown:
			store.SetTimer(tx, unsent)
			return
		}
	}
	all := route(p)
	if len(all) == 0 || c.awake(now) != now.In(c.Zone) {
		c.unreached(tx, ck, p, wijk.Amber, undelivered(p), now)
		return
	}
	ck.Asked, ck.Step = time.Time{}, 0
	c.ask(tx, stepFirst, ck, p, all[0], now.Add(latestStart), now)
	store.SetTimer(tx, unsent)
}

// undelivered tells staff why p was not asked, and how that is mended.
func undelivered(p *wijk.Person) string {
	return strings.TrimSpace("Ons bericht kon niet worden bezorgd. " + numberWaits(p))
}
