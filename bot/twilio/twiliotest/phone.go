package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
)

// A Phone is how the telephone behind a number behaves when it is called.
type Phone struct {
	// Does says what happens when it rings; the zero value is that nobody comes.
	Does Pickup
	// Keys are pressed one by one, each when the call waits for a key. An empty
	// one waits until the call goes on by itself.
	Keys []string
	// HangsUp ends the call after the keys; otherwise it is heard to its end.
	HangsUp bool
}

// A Pickup is what happens when a telephone rings.
type Pickup int

// The ways of a telephone.
const (
	NobodyComes Pickup = iota
	TakesUp            // somebody, or a machine that presses no key
	IsBusy
	Fails // the telephone company has no such number: SIP 404
)

// SetPhone has the telephone with the number behave like p from now on.
func (f *Fake) SetPhone(number string, p Phone) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.phones[number] = p
}

// A line is a call under way.
type line struct {
	call   *Call
	gather *verb  // what waits for a key; nil if nothing does
	rest   []verb // what follows when no key comes
}

var errOver = errors.New("twiliotest: the call is over")

// ring reports that the telephone rings and has its Phone act.
func (f *Fake) ring(sid string) {
	f.callReport(sid, "initiated")
	f.begin(sid)
	f.callReport(sid, "ringing")
	f.mu.Lock()
	l, ok := f.lines[sid]
	if !ok { // ended before it rang
		f.mu.Unlock()
		return
	}
	c := *l.call
	p, scripted := f.phones[c.To]
	f.mu.Unlock()
	if !scripted && f.o.OnCall != nil {
		f.o.OnCall(c)
		return
	}
	switch p.Does {
	case NobodyComes:
		f.finish(sid, "no-answer")
	case IsBusy:
		f.finish(sid, "busy")
	case Fails:
		f.mu.Lock()
		l.call.SIP = 404
		f.mu.Unlock()
		f.finish(sid, "failed")
	case TakesUp:
		f.script(sid, p)
	}
}

// script takes the call up and presses the keys of p.
func (f *Fake) script(sid string, p Phone) {
	if f.TakeUp(f.ctx, sid) != nil {
		return
	}
	for _, k := range p.Keys {
		err := error(nil)
		if k == "" {
			err = f.Wait(f.ctx, sid)
		} else {
			err = f.Press(f.ctx, sid, k)
		}
		if err != nil {
			return
		}
	}
	if p.HangsUp {
		f.HangUp(sid)
		return
	}
	for f.Wait(f.ctx, sid) == nil {
	}
}

// TakeUp answers the call and returns when it waits for a key or is over.
func (f *Fake) TakeUp(ctx context.Context, sid string) error {
	f.mu.Lock()
	l, ok := f.lines[sid]
	if !ok || l.call.Status != "ringing" {
		f.mu.Unlock()
		return errOver
	}
	l.call.Status = "in-progress"
	c := *l.call
	f.mu.Unlock()
	f.callReport(sid, "in-progress")
	return f.follow(ctx, sid, c.URL, f.CallForm(c))
}

// Press presses keys and returns when the call waits for more or is over. Keys
// that come too late are heard by nobody.
func (f *Fake) Press(ctx context.Context, sid, keys string) error {
	f.mu.Lock()
	l, ok := f.lines[sid]
	if !ok || l.gather == nil {
		f.mu.Unlock()
		return errOver
	}
	if n, _ := strconv.Atoi(l.gather.attr("numDigits")); n > 0 && len(keys) > n {
		keys = keys[:n]
	}
	action := l.gather.attr("action")
	form := f.CallForm(*l.call)
	l.gather, l.call.Waits = nil, false
	f.mu.Unlock()
	form.Set("Digits", keys)
	form.Set("FinishedOnKey", "")
	form.Set("msg", "Gather End")
	return f.follow(ctx, sid, action, form)
}

// Wait presses nothing, until the call goes on without a key.
func (f *Fake) Wait(ctx context.Context, sid string) error {
	f.mu.Lock()
	l, ok := f.lines[sid]
	if !ok || l.gather == nil {
		f.mu.Unlock()
		return errOver
	}
	rest := l.rest
	l.gather, l.rest, l.call.Waits = nil, nil, false
	f.mu.Unlock()
	return f.play(sid, rest)
}

// HangUp ends a call that was taken up.
func (f *Fake) HangUp(sid string) { f.finish(sid, "completed") }

// Ignore lets a telephone ring until it stops, and Busy refuses the call.
func (f *Fake) Ignore(sid string) { f.finish(sid, "no-answer") }

// Busy refuses a call that rings.
func (f *Fake) Busy(sid string) { f.finish(sid, "busy") }

// follow asks address what to do next and does it. A webhook that fails ends
// the call, as Twilio's "an application error has occurred" does.
func (f *Fake) follow(ctx context.Context, sid, address string, form url.Values) error {
	kind, body, err := f.ask(ctx, address, form)
	var verbs []verb
	if err == nil {
		verbs, err = parseVerbs(kind, body)
	}
	if err != nil {
		f.hear(sid, "We are sorry, an application error has occurred. Goodbye.")
		f.finish(sid, "completed")
		return err
	}
	return f.play(sid, verbs)
}

// play does verbs until one waits for a key or the call is over.
func (f *Fake) play(sid string, verbs []verb) error {
	for i, v := range verbs {
		switch v.XMLName.Local {
		case "Say":
			f.hear(sid, v.Text)
		case "Pause":
		case "Gather":
			for _, in := range v.Inner {
				if in.XMLName.Local == "Say" {
					f.hear(sid, in.Text)
				}
			}
			f.mu.Lock()
			if l, ok := f.lines[sid]; ok {
				l.gather, l.rest, l.call.Waits = &v, verbs[i+1:], true
			}
			f.touch()
			f.mu.Unlock()
			return nil
		case "Hangup":
			f.finish(sid, "completed")
			return nil
		case "Reject":
			f.finish(sid, "busy")
			return nil
		}
	}
	f.finish(sid, "completed")
	return nil
}

func (f *Fake) hear(sid, words string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l, ok := f.lines[sid]; ok {
		l.call.Said = append(l.call.Said, words)
		f.touch()
	}
}

// begin notes that it rings.
func (f *Fake) begin(sid string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l, ok := f.lines[sid]; ok {
		l.call.Status, l.call.Started = "ringing", f.o.Now()
		f.touch()
	}
}

// finish ends the call with a status, once, and reports it.
func (f *Fake) finish(sid, status string) {
	f.mu.Lock()
	l, ok := f.lines[sid]
	if ok {
		delete(f.lines, sid)
		l.call.Status, l.call.Ended, l.call.Waits = status, f.o.Now(), false
		f.touch()
	}
	f.mu.Unlock()
	if ok {
		f.callReport(sid, status)
	}
}

// callReport posts a status that was asked for. Unless calm it may come twice,
// late, or not at all before the next.
func (f *Fake) callReport(sid, status string) {
	event := status
	switch status {
	case "in-progress":
		event = "answered"
	case "completed", "busy", "no-answer", "canceled", "failed":
		event = "completed"
	}
	f.mu.Lock()
	i := slices.IndexFunc(f.calls, func(c *Call) bool { return c.SID == sid })
	c := *f.calls[i]
	copies := 1
	if f.luck() {
		copies = f.rand.IntN(3)
		if event == "completed" {
			copies++
		}
	}
	f.mu.Unlock()
	if c.Callback == "" || !slices.Contains(c.Events, event) || f.o.NoCallbacks {
		return
	}
	c.Status = status
	for range copies {
		_ = f.post(f.ctx, c.Callback, f.CallForm(c), false) // Twilio shrugs too
	}
}

// CallForm returns what Twilio posts about the call c.
func (f *Fake) CallForm(c Call) url.Values {
	v := url.Values{
		"CallSid": {c.SID}, "AccountSid": {f.o.AccountSID}, "ApiVersion": {"2010-04-01"},
		"From": {c.From}, "To": {c.To}, "Caller": {c.From}, "Called": {c.To},
		"CallStatus": {c.Status}, "Direction": {c.Direction},
	}
	if c.SIP != 0 {
		v.Set("SipResponseCode", strconv.Itoa(c.SIP))
	}
	return v
}

// Ring has the telephone from call our number, and returns what came of it:
// "busy" when we rejected it. Unless calm the webhook may come more than once.
func (f *Fake) Ring(ctx context.Context, from string) (Call, error) {
	sid := f.RingQuietly(from)
	f.mu.Lock()
	l := f.lines[sid]
	l.call.Status = "ringing"
	c := *l.call
	copies := 1
	for f.luck() && copies < 3 {
		copies++
	}
	f.mu.Unlock()
	if f.o.VoiceURL == "" {
		f.finish(sid, "failed")
		return c, errors.New("twiliotest: no webhook for calls")
	}
	var first error
	for i := range copies {
		kind, body, err := f.ask(ctx, f.o.VoiceURL, f.CallForm(c))
		var verbs []verb
		if err == nil {
			verbs, err = parseVerbs(kind, body)
		}
		if i > 0 {
			continue
		}
		if first = err; err == nil {
			first = f.play(sid, verbs)
		}
	}
	if first != nil {
		f.finish(sid, "completed") // taken up by Twilio, which tells of an error
	}
	all := f.Calls()
	i := slices.IndexFunc(all, func(x Call) bool { return x.SID == sid })
	return all[i], first
}

// RingQuietly puts a call to our number in the log alone, as when the webhook
// was down, and returns its SID.
func (f *Fake) RingQuietly(from string) (sid string) {
	f.mu.Lock()
	c := f.addCall(Call{To: f.o.From, From: from, Direction: "inbound", Status: "completed"})
	c.Started = c.Created
	f.mu.Unlock()
	return c.SID
}

// WaitCall returns the oldest call that match accepts, waiting for it until ctx
// ends.
func (f *Fake) WaitCall(ctx context.Context, match func(Call) bool) (Call, error) {
	for {
		f.mu.Lock()
		changed := f.changed
		f.mu.Unlock()
		for _, c := range f.Calls() {
			if match(c) {
				return c, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Call{}, fmt.Errorf("twiliotest: no such call: %w", ctx.Err())
		}
	}
}
