package simulate

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// A colleague works for the city, with a telephone in the pocket.
type colleague struct {
	n    int
	id   string
	to   wijk.Address
	duty bool

	seen map[int]bool // cases that this one took or knows to be taken
}

// How staff work: who has duty hears nine in ten calls by day and two in three
// at night, and everybody is away one week in eight.
const (
	hearsByDay   = 0.9
	hearsAtNight = 0.66
	awayWeeks    = 8
	takesAfter   = 4 * time.Minute
	worksOn      = 20 * time.Minute
)

var (
	calledFor = regexp.MustCompile(`Zaak (\d+)\.`)
	secondFor = regexp.MustCompile(`Stuur BEVESTIG (\d+)`)
	isYours   = regexp.MustCompile(`Zaak (\d+) is van u`)
	taken     = regexp.MustCompile(`Zaak (\d+) is al `)
	listed    = regexp.MustCompile(`(?m)^(\d+) `)
	numberOf  = regexp.MustCompile(`Stuur NUMMER (r-\d+) KLOPT`)
)

// works reports whether a colleague is at work at t: those on duty always, the
// others in office hours, and nobody in a week off.
func (c *colleague) works(w *world, t time.Time) bool {
	t = t.In(w.zone)
	_, week := t.ISOWeek()
	if w.dice("leave", c.n, week).IntN(awayWeeks) == 0 && c.n > 0 {
		return false
	}
	return c.duty || dutch.Calendar{}.Workday(t) && t.Hour() >= 8 && t.Hour() < 17
}

// reads: a message came on the telephone of a colleague. w.mu is held.
func (c *colleague) reads(w *world, m message) {
	if !c.works(w, m.at) {
		return
	}
	if n, ok := found(taken, m.text); ok {
		c.seen[n] = true
		return
	}
	dice := w.dice("work", c.n, int(m.at.Unix()))
	if n, ok := found(isYours, m.text); ok {
		at := m.at.Add(around(dice, worksOn, 0.6))
		if end := w.mended(m.at); end.After(at) && strings.Contains(m.text, "Storing") {
			at = end // not before it works again
		}
		w.at(at, func() { c.finishes(w, n, m) })
		return
	}
	if n, ok := found(secondFor, m.text); ok {
		if dice.Float64() < hearsByDay {
			w.at(m.at.Add(around(dice, takesAfter, 0.8)), func() { w.says(c.to, "bevestig "+strconv.Itoa(n)) })
		}
		return
	}
	if n, ok := found(calledFor, m.text); ok && !c.seen[n] {
		hears := hearsByDay
		if h := m.at.In(w.zone).Hour(); h < 7 || h >= 23 {
			hears = hearsAtNight
		}
		if dice.Float64() < hears {
			c.takes(w, n, m.at.Add(around(dice, takesAfter, 0.8)))
		}
		return
	}
	if strings.HasPrefix(m.text, "Open zaken") {
		at := m.at
		for _, line := range strings.Split(m.text, "\n") {
			if n, ok := found(listed, line); ok && !strings.Contains(line, ", bij ") {
				at = at.Add(time.Minute)
				c.takes(w, n, at)
			}
		}
	}
}

// finishes: a colleague spoke with everybody whom a case is about.
func (c *colleague) finishes(w *world, n int, m message) {
	for _, who := range namesIn(m.text) {
		if who < len(w.people) {
			w.looked(w.people[who])
		}
	}
	outcome := "goed gesproken"
	if strings.Contains(m.text, "SPOED") {
		outcome = "hulp geregeld"
	}
	for _, x := range numberOf.FindAllStringSubmatch(m.text, -1) { // nobody here has another's number
		w.says(c.to, "nummer "+x[1]+" klopt")
	}
	w.says(c.to, "klaar "+strconv.Itoa(n)+" "+outcome)
}

// takes has a colleague take a case. w.mu is held.
func (c *colleague) takes(w *world, n int, at time.Time) {
	c.seen[n] = true
	w.at(at, func() { w.says(c.to, "neem "+strconv.Itoa(n)) })
}

func found(pattern *regexp.Regexp, text string) (int, bool) {
	m := pattern.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// browses has somebody look at the worklist, each half hour of an office day.
func (w *world) browses(d wijk.Date) {
	for half := range 17 {
		at := d.At(8, 30+half*30, w.zone)
		c := w.staff[(w.number(d)+half)%len(w.staff)]
		w.at(at, func() {
			w.mu.Lock()
			here := c.works(w, at)
			w.mu.Unlock()
			if here && (dutch.Calendar{}).Workday(at.In(w.zone)) {
				w.says(c.to, "zaken")
			}
		})
	}
}

// looked: a person spoke with a resident, and what was wrong is taken care of.
func (w *world) looked(r *resident) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.need != nil {
		r.need.ended = time.Now()
	}
	r.need = nil
}
