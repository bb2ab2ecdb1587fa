package wijk

import (
	"slices"
	"time"
)

// A Plan is the check-in that a person asked for.
type Plan struct {
	Time    string   `json:"time"` // "09:00", city time
	Days    []string `json:"days"`
	Profile string   `json:"profile"` // standard, fragile or light: which ladder
	// Requested is the person's own wish, Words the separate consent to keep
	// what she writes about her health. Without Words her text goes after a day.
	Requested Request `json:"requested"`
	Words     Request `json:"words,omitzero"`
	// Channels is the order in which she wants to be asked. Empty means the
	// order of Addresses.
	Channels []Channel `json:"channels,omitempty"`
	// Known is when a file first told of her plan: a question of earlier that day
	// was not due.
	Known time.Time `json:"known,omitzero"`
	// HighRisk is set for somebody of whom an answer counts only when nobody
	// can forge its sender: in Telegram, or a key pressed in a call of ours.
	HighRisk bool `json:"high_risk,omitempty"`
	// Changed is when the person, or the desk for the person, last changed the
	// plan: an import of a request from before that leaves it alone.
	Changed time.Time `json:"changed,omitzero"`
}

// The set times that a person can choose: the whole ladder then
// ends while staff is there. An import may hold others, and is warned.
const (
	EarliestSlot = "08:00"
	LatestSlot   = "10:30"
)

// A Request records the person's own wish, without which no check-in is sent:
// who asked, when, how, and which text was shown.
type Request struct {
	By    string    `json:"by"`
	On    Date      `json:"on"`
	Via   string    `json:"via"` // desk, sms, telegram, letter
	Staff string    `json:"staff,omitempty"`
	Text  string    `json:"text,omitempty"` // id of the text that was shown, such as "U1"
	At    time.Time `json:"at,omitzero"`    // when an answer in chat came; zero for paper
}

// Ways returns where p is asked how she is, in her own order: by text, and by
// telephone if she wants that or has nothing else. Addresses that died are
// left out.
func (p *Person) Ways() []Address {
	if p.CheckIn == nil || len(p.CheckIn.Channels) == 0 {
		if all := p.Addresses(); len(all) > 0 && p.Prefers != Voice {
			return all
		}
		return append(p.Calls(), p.Addresses()...)
	}
	all := append(p.Addresses(), p.Calls()...)
	order := func(a Address) int {
		if i := slices.Index(p.CheckIn.Channels, a.Channel); i >= 0 {
			return i
		}
		return len(p.CheckIn.Channels)
	}
	slices.SortStableFunc(all, func(a, b Address) int { return order(a) - order(b) })
	return slices.DeleteFunc(all, func(a Address) bool { return order(a) == len(p.CheckIn.Channels) })
}

// Calls returns the numbers on which p can be called, mobile first. Numbers
// that died are left out.
func (p *Person) Calls() (all []Address) {
	for _, number := range []string{p.Phone, p.Landline} {
		if a := (Address{Voice, number}); number != "" && !slices.Contains(p.Dead, a) && !p.Suspects(a) {
			all = append(all, a)
		}
	}
	return all
}

// A Keeper is somebody close to a person, who agreed to be asked. ("Contact"
// is a kind of message here.)
type Keeper struct {
	Name   string `json:"name"`
	Phone  string `json:"phone"`
	Agreed Date   `json:"agreed,omitempty"` // empty until the invitation is answered with yes
	// Chat says that the person named this keeper to us, in chat or at the desk:
	// an import that does not know of it leaves it alone.
	Chat bool `json:"chat,omitempty"`
	// Invited is when the city asked, Ended when the keeper refused or stopped.
	Invited time.Time `json:"invited,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
}

// Willing reports whether k agreed, and did not stop since.
func (k *Keeper) Willing() bool { return k.Agreed != "" && k.Ended.IsZero() }
