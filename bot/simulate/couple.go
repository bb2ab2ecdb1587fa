package simulate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"wijkbot/store/wijk"
)

// How two people live with one telephone. The shares are ours.
const (
	coupleShare = 0.05 // of pairs of residents
	tellsWho    = 0.9  // answers when asked who of them it was
	bothShare   = 0.2  // for both, when both are well
)

// A couple shares one mobile telephone.
type couple struct {
	two  [2]*resident
	last *resident // who sent something last
}

// mate is the other one.
func (c *couple) mate(r *resident) *resident {
	if c.two[0] == r {
		return c.two[1]
	}
	return c.two[0]
}

// couples makes pairs of some who were made up, before anybody has a telephone.
func (w *world) couples() {
	for n := 0; n+1 < len(w.people); n += 2 {
		if w.dice("couple", n, 0).Float64() >= coupleShare*max(1, w.o.couples) {
			continue
		}
		c := &couple{two: [2]*resident{w.people[n], w.people[n+1]}}
		for _, r := range c.two {
			r.home, r.rings = c, false
			r.to = []wijk.Address{{Channel: wijk.SMS, To: fmt.Sprintf("+3161%07d", n)}}
		}
		c.last = c.two[0]
	}
}

// speaks notes who of two had the telephone in hand last.
func (r *resident) speaks() {
	if r.home != nil {
		r.home.last = r
	}
}

// household is what the city knows of where somebody lives.
func (r *resident) household() (n int, address, postcode string) {
	if r.home == nil {
		return r.n, "", ""
	}
	n = r.home.two[0].n
	return n, fmt.Sprintf("Voorbeeldstraat %d", n+1), "2715AB"
}

// picks returns whom a text on a telephone is for: who is named in it, or else
// who sent something last.
func (p phone) picks(text string) *resident {
	if p.who == nil || p.who.home == nil {
		return p.who
	}
	if named := namesIn(text); len(named) == 1 {
		for _, r := range p.who.home.two {
			if r.n == named[0] {
				return r
			}
		}
	}
	return p.who.home.last
}

// saysWho answers which of the two it was, by the letters in the question.
// w.mu is held.
func (c *couple) saysWho(w *world, m message, dice *rand.Rand) {
	r := c.last
	mate := c.mate(r)
	letter := "A"
	if names := namesIn(m.text); len(names) == 2 && names[1] == r.n {
		letter = "B"
	}
	if dice.Float64() >= tellsWho || r.need != nil {
		return
	}
	if dice.Float64() < bothShare && mate.fine(w) && mate.today.mood == fine {
		letter = []string{"AB", "allebei", "ab"}[dice.IntN(3)]
		mate.today.answered = true
		mate.said = append(mate.said, saying{time.Now(), fine, m.from.Channel})
	}
	w.at(m.at.Add(around(dice, 2*time.Minute, 0.6)), func() { w.says(m.from, letter) })
}

// fine reports whether somebody is there and all is well.
func (r *resident) fine(w *world) bool { return r.need == nil && !r.stopped && r.tripTo < w.today() }

// takers are who may take up the telephone of somebody.
func (r *resident) takers() []*resident {
	if r.home == nil {
		return []*resident{r}
	}
	return r.home.two[:]
}

// speaks returns who answers a question that was spoken, nil for nobody: who
// hears the name of another gives the telephone to them, if they are there.
func (w *world) speaks(sid string, here []*resident) *resident {
	if here[0].home == nil {
		return here[0]
	}
	for _, c := range w.sms.Calls() {
		for _, n := range namesIn(strings.Join(c.Said, " ")) {
			if c.SID == sid {
				i := slices.IndexFunc(here, func(r *resident) bool { return r.n == n })
				if i < 0 {
					return nil
				}
				return here[i]
			}
		}
	}
	return here[0]
}
