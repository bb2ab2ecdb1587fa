package sandbox

import (
	"context"
	"slices"
	"strings"
	"time"

	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

// What can be done with a call, besides the keys 1 and 2.
const (
	takeUp = "Opnemen"
	ignore = "Niet opnemen"
	hangUp = "Ophangen"
)

// rings has a telephone of the page ring. Those that are not on it are not
// taken up.
func (s *Sandbox) rings(c twiliotest.Call) {
	if !slices.ContainsFunc(s.phones, func(p phone) bool { return p.Channel == wijk.SMS && p.Number == c.To }) {
		s.sms.Ignore(c.SID)
	}
	s.touch()
}

// callsOn returns the calls to and from p, as its screen shows them.
func (s *Sandbox) callsOn(p *phone) (ms []message) {
	for _, c := range s.sms.Calls() {
		x := message{ID: c.SID, From: fromCity, Options: []option{}, At: c.Created}
		switch {
		case c.From == p.Number:
			x.From, x.Text = fromMe, "U belde en hing op."
		case c.To != p.Number:
			continue
		case c.Status == "ringing":
			x.Text, x.Options = "De gemeente belt u.", choicesOf(takeUp, ignore)
		case len(c.Said) > 0:
			x.Text = "Gesprek: " + strings.Join(c.Said, "\n")
			if c.Waits {
				x.Options = choicesOf("1", "2", hangUp)
			}
		default:
			x.Text = "Gemiste oproep van de gemeente."
		}
		ms = append(ms, x)
	}
	return ms
}

func choicesOf(labels ...string) (all []option) {
	for _, l := range labels {
		all = append(all, option{Label: l})
	}
	return all
}

// lineOf returns the call under way on p, empty if there is none. On, when not
// empty, is the message that was tapped.
func (s *Sandbox) lineOf(p *phone, on string) string {
	for _, c := range slices.Backward(s.sms.Calls()) {
		if c.To == p.Number && !c.Over() && (on == "" || on == c.SID) {
			return c.SID
		}
	}
	return ""
}

// onCall does one thing with a call to a phone.
func (s *Sandbox) onCall(ctx context.Context, sid, what string) error {
	switch what {
	case takeUp:
		return s.sms.TakeUp(ctx, sid)
	case ignore:
		s.sms.Ignore(sid)
	case hangUp:
		s.sms.HangUp(sid)
	case "1", "2":
		return s.sms.Press(ctx, sid, what)
	default:
		return wrongf("Kies %s, %s, 1, 2 of %s.", takeUp, ignore, hangUp)
	}
	return nil
}

// longestCall is after how long on the clock a call is over, taken up or not.
const longestCall = 2 * time.Minute

// endCalls ends the calls that do not last until the clock shows at.
func (s *Sandbox) endCalls(at time.Time) {
	for _, c := range s.sms.Calls() {
		switch {
		case c.Over(), at.Sub(c.Created) < longestCall:
		case c.Status == "in-progress":
			s.sms.HangUp(c.SID)
		default:
			s.sms.Ignore(c.SID)
		}
	}
}
