package flows

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A canary is a telephone or account of the operator's own that answers by
// itself. It is asked the way people are asked whether all is well, and while no
// canary of a channel answers, nobody can trust silence on that channel.
// canaryState is how far that is on one channel.
type canaryState struct {
	Number   int       `json:"n"` // of the last question
	Asked    time.Time `json:"asked"`
	Answered time.Time `json:"answered,omitzero"`
}

const (
	// canaryWait is how long the answer may take.
	canaryWait = 5 * time.Minute
	// canaryMissed is how late a round may be asked; the next one follows.
	canaryMissed = 15 * time.Minute
	// canaryOld is when a question says nothing any more: longer than from the
	// last of a day to the first of the next, in the night in which the clock is
	// set back, so that the city was out of service, or had no canaries.
	canaryOld = 14 * time.Hour
	// The numbers of questions, in a circle: three figures, of which none is by
	// itself a cry for help (112, 911, 999).
	canaryFirst, canaryLast = 201, 899
)

func canaryKey(ch wijk.Channel) string { return "canary/" + string(ch) }

func canaryOf(tx *store.Tx, ch wijk.Channel) (k canaryState, ok bool) {
	text, ok := store.Done.Get(tx, canaryKey(ch))
	return k, ok && json.Unmarshal([]byte(text), &k) == nil
}

func (k canaryState) save(tx *store.Tx, ch wijk.Channel) {
	b, err := json.Marshal(k)
	if err != nil {
		tx.Fail(fmt.Errorf("canary: %w", err))
		return
	}
	store.Done.Put(tx, canaryKey(ch), string(b))
}

// late reports whether no canary has answered, although one should have.
func (k canaryState) late(now time.Time) bool {
	since := now.Sub(k.Asked)
	return k.Answered.IsZero() && since >= canaryWait && since < canaryOld
}

// canaryChannels returns the channels that have canaries, each once.
func (c *City) canaryChannels() (all []wijk.Channel) {
	for _, a := range c.Canaries {
		if !slices.Contains(all, a.Channel) {
			all = append(all, a.Channel)
		}
	}
	return all
}

// AskCanaries is the round of at: it asks the canaries of each channel for a
// sign. A round that was missed is not made up for.
func (c *City) AskCanaries(tx *store.Tx, at, now time.Time) {
	if now.Sub(at) > canaryMissed || !c.awake(now).Equal(now) {
		return
	}
	for _, ch := range c.canaryChannels() {
		k, _ := canaryOf(tx, ch)
		k = canaryState{Number: k.Number + 1, Asked: now}
		if k.Number < canaryFirst || k.Number > canaryLast {
			k.Number = canaryFirst
		}
		text := fill("PROEF", "nummer", strconv.Itoa(k.Number))
		for _, a := range c.Canaries {
			if a.Channel != ch {
				continue
			}
			if h, _ := store.Holders.Get(tx, a.String()); !h.Stopped.IsZero() {
				c.Warn(tx, canaryKey(ch)+"/gone", "Het proefadres voor "+channelName(ch)+" heeft STOP gestuurd. Stuur er PROEF mee, of kies een ander.", now)
				continue
			}
			store.Send(tx, wijk.Outgoing{
				Class: wijk.Check, To: a, Text: text, Due: now, NotAfter: now.Add(canaryMissed),
				About: wijk.Subject{Kind: aboutCanary, Ref: string(ch)},
			})
		}
		k.save(tx, ch)
		store.SetTimer(tx, wijk.Timer{Kind: timerCanary, Scope: string(ch), Due: now.Add(canaryWait)})
	}
}

// CanarySilent returns which channel has canaries of which none answers, or
// nil. Its error holds no personal data.
func (c *City) CanarySilent(tx *store.Tx, now time.Time) error {
	for _, ch := range c.canaryChannels() {
		if k, ok := canaryOf(tx, ch); ok && k.late(now) {
			return fmt.Errorf("no canary of %s has answered for %s", ch, now.Sub(k.Asked).Round(time.Second))
		}
	}
	return nil
}

// canaryLate tells staff that no canary answered. When the timer itself comes
// late we were away, and what was answered meanwhile is still being read.
func (c *City) canaryLate(tx *store.Tx, ch wijk.Channel, now time.Time, late time.Duration) {
	k, ok := canaryOf(tx, ch)
	switch {
	case !ok || !k.Answered.IsZero() || !slices.Contains(c.canaryChannels(), ch):
	case late >= canaryWait && now.Sub(k.Asked) < canaryOld:
		store.SetTimer(tx, wijk.Timer{Kind: timerCanary, Scope: string(ch), Due: now.Add(canaryWait)})
	case k.late(now):
		c.Warn(tx, canaryKey(ch), "De proef via "+channelName(ch)+" kreeg geen antwoord. "+
			"Misschien komen berichten niet aan of niet binnen. Waarschuw de beheerder.", now)
	}
}

// canarySettled tells staff of a canary that cannot be reached.
func (c *City) canarySettled(tx *store.Tx, m wijk.Outgoing, now time.Time) {
	if m.State == wijk.Failed {
		c.Warn(tx, canaryKey(m.To.Channel)+"/gone", "Een proef via "+channelName(m.To.Channel)+" kwam niet aan. "+
			"Kijk of het proefadres nog klopt. Waarschuw de beheerder.", now)
	}
}

// answersCanary takes the answer of a canary, and nothing else it may say. An
// answer to an earlier question came too late to count.
func (t *Turn) answersCanary() bool {
	if t.M.Kind != wijk.Text || t.M.Edited || !slices.Contains(t.City.Canaries, t.M.From) {
		return false
	}
	k, ok := canaryOf(t.Tx, t.M.From.Channel)
	n, said := canaryWord(t.M.Text)
	if !ok || !said {
		return false
	}
	t.probe = true
	if h := t.Holder; !h.Stopped.IsZero() {
		h.Stopped = time.Time{} // who sends it by hand wants to be asked again
		t.Holder = h
		store.Holders.Put(t.Tx, t.M.From.String(), h)
	}
	// Providers tell the second, no more.
	if n != k.Number && (n != 0 || t.M.At.Before(k.Asked.Truncate(time.Second))) || !k.Answered.IsZero() {
		return true
	}
	ch := t.M.From.Channel
	k.Answered = t.Now
	k.save(t.Tx, ch)
	store.StopTimer(t.Tx, "", timerCanary, string(ch))
	for _, cs := range store.Cases.Find(t.Tx, "open", store.CaseOwner("", wijk.Address{})) {
		if cs.Ref == canaryKey(ch) {
			t.City.endCase(t.Tx, cs.ID, "", "De proef kreeg weer antwoord.", t.Now)
		}
	}
	return true
}

// canaryWord reads exactly "proef" or "proef N", with a number that we could
// have sent; n is 0 without one.
func canaryWord(text string) (n int, ok bool) {
	word, number, more := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " ")
	if word != "proef" {
		return 0, false
	}
	if !more {
		return 0, true
	}
	n, err := strconv.Atoi(number)
	return n, err == nil && len(number) == 3 && n >= canaryFirst && n <= canaryLast
}
