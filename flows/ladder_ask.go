package flows

import (
	"slices"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// route returns where a question about how p is may go, in the order in which
// that is tried: her own ways, then what else there is, by text before by
// telephone. Addresses that died are left out.
func route(p *wijk.Person) []wijk.Address {
	all := p.Ways()
	for _, a := range append(p.Addresses(), p.Calls()...) {
		if !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}

// wayAfter is the address to try after one that failed, dead by now or not.
func wayAfter(p *wijk.Person, failed wijk.Address) (wijk.Address, bool) {
	alive := *p
	alive.Dead = nil
	rest := route(&alive)
	rest = rest[slices.Index(rest, failed)+1:]
	for _, a := range rest {
		if !slices.Contains(p.Dead, a) {
			return a, true
		}
	}
	return wijk.Address{}, false
}

// ask puts a step of the ladder that asks in the outbox.
func (c *City) ask(tx *store.Tx, step string, ck *wijk.CheckIn, p *wijk.Person, to wijk.Address, notAfter, now time.Time) {
	text := c.question(step, ck, p, to.Channel)
	if step != stepFirst || to.Channel == wijk.Voice { // the first text greets by name
		text = c.toOneOfTwo(tx, p, to, text)
	}
	m := wijk.Outgoing{
		Class: wijk.Check, To: to, Text: text, Person: p.ID,
		About: wijk.Subject{Kind: aboutCheckIn, Ref: ck.Key()},
		Due:   now, NotAfter: notAfter, Quiet: true,
	}
	if to.Channel == wijk.Telegram {
		m.Options = checkInButtons(ck.Date)
	}
	if step == stepFirst {
		ck.Called = to.Channel == wijk.Voice
	}
	ck.Question = store.Send(tx, m)
	tried(ck, step, to.Channel, now)
}

// checkInButtons are the buttons under the question of a day.
func checkInButtons(d wijk.Date) []wijk.Option {
	return []wijk.Option{
		{Label: "1 Ja, het gaat goed", Data: "c" + string(d) + ".1"},
		{Label: "2 Nee, bel mij", Data: "c" + string(d) + ".2"},
	}
}

// stepFirst is the question itself, before any step of the ladder.
const stepFirst = "D1"

// mostAttempts bounds what is kept of one day, whatever happens.
const mostAttempts = 40

// tried notes a step towards the person.
func tried(ck *wijk.CheckIn, step string, ch wijk.Channel, now time.Time) {
	if len(ck.Attempts) < mostAttempts {
		ck.Attempts = append(ck.Attempts, wijk.Attempt{At: now, Step: step, Channel: ch})
	}
}

// stepAsked is the step of the latest question.
func stepAsked(ck *wijk.CheckIn) string {
	for _, a := range slices.Backward(ck.Attempts) {
		switch a.Step {
		case "D2", "D3", stepVoice, stepAgain:
			return a.Step
		}
	}
	return stepFirst
}

// remind asks again. A reminder goes where the question arrived, the second one
// to another address if there is one, and is of no use once the next step is
// due.
func (c *City) remind(tx *store.Tx, r rung, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	to, ok := lastAddress(tx, ck, p)
	if !ok {
		return
	}
	if r.step == "D3" {
		to = otherThan(p, to)
	}
	c.ask(tx, r.step, ck, p, to, ck.Since.Add(ladder(ck, p).beyond(r.after)), now)
}

// otherThan returns the first address of p's own ways that is not the given,
// by text if there is one; the given if there is no other.
func otherThan(p *wijk.Person, to wijk.Address) wijk.Address {
	ways := slices.DeleteFunc(p.Ways(), func(a wijk.Address) bool { return a == to })
	for _, a := range ways {
		if a.Channel != wijk.Voice {
			return a
		}
	}
	if len(ways) > 0 && to.Channel == wijk.Voice {
		return ways[0]
	}
	return to
}

// call calls her, each time on the number after the one that was called last.
func (c *City) call(tx *store.Tx, r rung, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	numbers := p.Calls()
	if len(numbers) == 0 {
		return
	}
	m, _ := store.Outbox.Get(tx, store.Num(ck.Question))
	next := (slices.Index(numbers, m.To) + 1) % len(numbers)
	c.ask(tx, r.step, ck, p, numbers[next], ck.Since.Add(ladder(ck, p).beyond(r.after)), now)
}

// lastAddress is where the latest question went, unless that address died.
func lastAddress(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person) (wijk.Address, bool) {
	all := route(p)
	if m, ok := store.Outbox.Get(tx, store.Num(ck.Question)); ok && slices.Contains(all, m.To) {
		return m.To, true
	}
	if len(all) == 0 {
		return wijk.Address{}, false
	}
	return all[0], true
}

// question words a step of the ladder for one person.
func (c *City) question(step string, ck *wijk.CheckIn, p *wijk.Person, ch wijk.Channel) string {
	switch {
	case ch == wijk.Voice && step == "D3":
		return fill("T3", "dl", c.clockAfter(ck, ladder(ck, p).amberAfter()))
	case ch == wijk.Voice && step == stepFirst:
		return fill("T1")
	case ch == wijk.Voice:
		return fill("T2")
	case step == stepFirst:
		return fillName(stepFirst, p.Name, ch)
	case step == "D3":
		return c.lastReminder(ck, p, ch)
	}
	return fill("D2")
}

// lastReminder says what follows when there is no answer, and when: first we
// call, then somebody she chose.
func (c *City) lastReminder(ck *wijk.CheckIn, p *wijk.Person, ch wijk.Channel) string {
	l := ladder(ck, p)
	dl := c.clockAfter(ck, l.amberAfter())
	voice, calls := l.when(stepVoice)
	calls = calls && len(p.Calls()) > 0
	if calls {
		dl = c.clockAfter(ck, voice)
	}
	keeper, after := l.keeperAsked(p, ch), l.keeperAfter()
	if !ck.LifeSign.IsZero() {
		keeper = ""
	}
	switch {
	case keeper != "" && calls:
		return fill("D3c1", "dl", dl, "dlc", c.clockAfter(ck, after), "contact", keeper)
	case keeper != "":
		return fill("D3", "dl", c.clockAfter(ck, after), "contact", keeper)
	case p.Phone+p.Landline != "":
		return fill("D3b", "dl", dl)
	}
	return fill("D3e", "dl", dl)
}

// keeperAsked returns the name of who is asked when p does not answer, empty if
// that is nobody, or has a name that the channel cannot carry.
func (l rungs) keeperAsked(p *wijk.Person, ch wijk.Channel) string {
	if l.keeperAfter() == 0 {
		return ""
	}
	for _, k := range p.Contacts {
		if name := nameFor(k.Name, ch); name != "" && k.Willing() && k.TakesSMS() && k.Phone != p.Phone {
			return name
		}
	}
	return ""
}

// keeperAfter is when a keeper is asked first, 0 if that never is.
func (l rungs) keeperAfter() time.Duration {
	after, _ := l.when(stepKeeper1)
	return after
}

// clockAfter is a time of the ladder as she reads it.
func (c *City) clockAfter(ck *wijk.CheckIn, after time.Duration) string {
	return dutch.Clock(ck.Since.In(c.Zone).Add(after))
}
