package simulate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"wijkbot/store/wijk"
)

// How people are. The share of silent ones is that of a field test in Iwate
// (checkins: 12.3% did not answer by themselves on a day); the others are ours.
const (
	silentShare  = 0.12
	vagueShare   = 0.04
	needShare    = 0.0015 // a person a day
	awayShare    = 1.0 / 150
	brokenShare  = 1.0 / 400
	stopShare    = 0.0002
	earlyShare   = 0.004 // writes by themselves before the question
	riskShare    = 0.03  // is at high risk: no SMS counts
	repeatShare  = 0.01  // sends the same thing twice
	slowReply    = 0.9   // sigma of the time that somebody takes
	mostSilence  = 3 * 24 * time.Hour
	longestTrip  = 14
	longestFault = 4
)

// A resident is somebody who asked for check-ins, as they really are.
type resident struct {
	n       int
	id      string
	to      []wijk.Address // the preferred first
	profile string
	slot    string
	days    []string
	pace    time.Duration // half of the answers take longer
	rings   bool          // calls and hangs up instead of typing
	keepers []*keeper
	home    *couple // nil for who has a telephone of their own
	// risk is set for somebody whose answer counts only when nobody can forge it.
	risk bool

	// The truth of now.
	stopped  bool
	pausedTo wijk.Date // as she told the bot
	tripTo   wijk.Date // does not look at the telephone
	faultTo  wijk.Date // the telephone is off
	need     *need     // nil when all is well
	today    conduct
	said     []saying
	heard    []hearing
}

// A conduct is what somebody does on one day.
type conduct struct {
	day wijk.Date
	// after is how many reminders it takes, more than there are for who does
	// not answer at all.
	after    int
	delay    time.Duration
	mood     meaning
	answered bool
	asked    int // questions read
	puzzled  int // answers that the bot did not understand
}

// A saying is what somebody sent, and what she meant.
type saying struct {
	at   time.Time
	what meaning
	by   wijk.Channel
}

// A hearing is a question that arrived.
type hearing struct {
	at   time.Time
	day  wijk.Date
	from wijk.Address
	text string
	// first is set for the question that a day begins with.
	first bool
}

// dead reports whether nobody can read what comes.
func (r *resident) dead(w *world) bool { return r.faultTo >= w.today() }

// due reports whether the city owes a question on a day.
func (r *resident) due(d wijk.Date) bool {
	return !r.stopped && r.pausedTo < d && slices.Contains(r.days, d.Weekday())
}

// wakes decides what somebody does on a new day. w.mu is held.
func (r *resident) wakes(w *world, d wijk.Date) {
	dice := w.dice("day", r.n, w.number(d))
	r.today = conduct{day: d, mood: fine, delay: around(dice, r.pace, slowReply)}
	switch p := dice.Float64(); {
	case p < silentShare*0.4:
		r.today.after = 9
	case p < silentShare*0.6:
		r.today.after = 2
	case p < silentShare:
		r.today.after = 1
	case p < silentShare+vagueShare:
		r.today.mood = vague
	}
	r.forgets(d)
	if r.need != nil || r.tripTo >= d || r.stopped {
		return
	}
	noon := d.At(12, 0, w.zone)
	rare := dice.Float64() // what who shares a telephone cannot do alone
	if r.home != nil {
		rare = 1
	}
	switch {
	case dice.Float64() < needShare*max(1, w.o.needs):
		at := d.At(7, 0, w.zone).Add(time.Duration(dice.Float64() * float64(15*time.Hour)))
		w.at(at, func() { r.falls(w, dice) })
	case dice.Float64() < awayShare:
		r.travels(w, d, dice)
	case rare < brokenShare:
		r.faultTo = d.Add(dice.IntN(longestFault))
		w.unplug(r, true)
	case rare < brokenShare+stopShare:
		w.at(noon.Add(-time.Duration(dice.IntN(240))*time.Minute), func() { r.leaves(w, dice) })
	case rare < brokenShare+stopShare+earlyShare && r.to[0].Channel != wijk.Voice:
		w.at(d.At(7, 40, w.zone), func() { r.answers(w, message{from: r.to[0]}, dice) })
	}
	if r.faultTo != "" && r.faultTo < d {
		r.faultTo = ""
		w.unplug(r, false)
	}
}

// forgets drops what the judge looks at no more.
func (r *resident) forgets(d wijk.Date) {
	old := d.Add(-12)
	r.heard = slices.DeleteFunc(r.heard, func(h hearing) bool { return h.day < old })
	r.said = slices.DeleteFunc(r.said, func(s saying) bool { return wijk.DateOf(s.at) < old })
}

// falls: something is wrong from now on.
func (r *resident) falls(w *world, dice *rand.Rand) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.need != nil || r.stopped || r.tripTo >= w.today() || r.dead(w) {
		return
	}
	r.need = &need{who: r, began: time.Now(), silent: dice.Float64() < 0.25}
	n := r.need
	w.judge.needs = append(w.judge.needs, n)
	w.at(time.Now().Add(mostSilence), func() { w.looked(r) }) // somebody finds her
	if n.silent || r.to[0].Channel == wijk.Voice {            // who is called, presses 2
		return
	}
	r.cries(w, r.to[dice.IntN(len(r.to))], dice)
}

// cries asks for help. w.mu is held.
func (r *resident) cries(w *world, from wijk.Address, dice *rand.Rand) {
	what := help
	if dice.IntN(3) == 0 {
		what = urgent
	}
	text := phrase(dice, what)
	if _, asked := r.asked(w.today()); !asked && (text == "2" || text == "nee" || text == "neen") {
		text = "bel mij" // nobody answers what was not asked
	}
	r.need.cried(w, text)
	r.says(w, from, text, what)
}

// asked returns the first question of a day.
func (r *resident) asked(d wijk.Date) (hearing, bool) {
	for _, h := range r.heard {
		if h.day == d {
			return h, true
		}
	}
	return hearing{}, false
}

// askedAfter is when the first question of a later day came, zero if none did:
// what is said from then on is about that day.
func (r *resident) askedAfter(d wijk.Date) time.Time {
	for _, h := range r.heard {
		if h.day > d && h.first {
			return h.at
		}
	}
	return time.Time{}
}

// spokeAfter reports whether somebody sent anything since a moment.
func (r *resident) spokeAfter(at time.Time) bool {
	return len(r.said) > 0 && r.said[len(r.said)-1].at.After(at)
}

// travels: somebody leaves for some days. Most tell, some just go.
func (r *resident) travels(w *world, d wijk.Date, dice *rand.Rand) {
	last := d.Add(1 + dice.IntN(longestTrip))
	tells := dice.Float64() < 0.75
	w.at(d.At(16, dice.IntN(60), w.zone), func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if r.need != nil || r.stopped {
			return
		}
		r.tripTo = last
		if tells && r.to[0].Channel != wijk.Voice && r.home == nil {
			r.pausedTo = last
			r.says(w, r.to[0], "pauze tot en met "+dutchDay(last), away)
		}
	})
}

// leaves: somebody stops.
func (r *resident) leaves(w *world, dice *rand.Rand) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.need != nil || r.stopped {
		return
	}
	r.stopped = true
	for _, a := range r.to {
		if a.Channel == wijk.Voice {
			r.stopped = false // nobody stops by pressing keys
			return
		}
		r.says(w, a, []string{"stop", "STOP", "ik wil stoppen", "ik wil geen berichten meer"}[dice.IntN(4)], leaves)
	}
}

// reads: a message came, and somebody looks at it now or later. w.mu is held.
func (r *resident) reads(w *world, m message) {
	if r.tripTo >= w.today() || r.stopped {
		return
	}
	dice := w.dice("answer", r.n, int(m.at.Unix()))
	switch {
	case strings.Contains(m.text, "Van wie is dit?"):
		if r.home != nil {
			r.home.saysWho(w, m, dice)
		}
	case strings.Contains(m.text, "begrijpen uw antwoord niet"):
		r.today.puzzled++
		if r.today.puzzled > 2 || r.silent() {
			return
		}
		r.today.mood = fine // the second time she takes more care
		if dice.IntN(6) == 0 {
			r.today.mood = vague
		}
		w.at(m.at.Add(around(dice, 4*time.Minute, 0.7)), func() { r.answers(w, m, dice) })
	case strings.Contains(m.text, "Gaat het goed"):
		r.today.asked++
		r.minds(w, m, dice)
	case strings.Contains(m.text, "weer thuis? Stuur een datum"), strings.Contains(m.text, "Op welk nummer"):
		if !r.silent() && strings.Contains(m.text, "nummer") {
			w.at(m.at.Add(time.Minute), func() { r.sends(w, m.from, fmt.Sprintf("06%08d", r.n), other) })
		}
	}
}

// minds decides when a question gets an answer. w.mu is held.
func (r *resident) minds(w *world, m message, dice *rand.Rand) {
	at := m.at.Add(r.today.delay)
	switch {
	case r.silent() || r.today.day != wijk.DateOf(m.at.In(w.zone)) || r.today.asked-1 < r.today.after:
		return
	case r.today.answered:
		at = m.at.Add(3 * time.Minute) // asked again after an answer: sends it again
	case r.today.asked-1 > r.today.after:
		return // is about to
	}
	w.at(at, func() { r.answers(w, m, dice) })
}

// silent reports whether she cannot answer.
func (r *resident) silent() bool { return r.need != nil && r.need.silent }

// answers sends the answer of now.
func (r *resident) answers(w *world, m message, dice *rand.Rand) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.silent() || r.stopped || r.tripTo >= w.today() || r.dead(w) {
		return
	}
	r.today.answered = true
	r.speaks()
	if r.need != nil {
		r.cries(w, m.from, dice)
		return
	}
	mood := r.today.mood
	r.said = append(r.said, saying{time.Now(), mood, m.from.Channel})
	if m.button != "" && mood == fine && dice.IntN(2) == 0 {
		w.at(time.Now(), func() { w.presses(m, m.button) })
		return
	}
	if r.rings && mood == fine && m.from.Channel == wijk.SMS {
		w.at(time.Now(), func() { w.rings(m.from.To) })
		return
	}
	text := phrase(dice, mood)
	w.at(time.Now(), func() { w.says(m.from, text) })
	if dice.Float64() < repeatShare {
		w.at(time.Now().Add(time.Minute), func() { w.says(m.from, text) })
	}
}

// says sends words. w.mu is held.
func (r *resident) says(w *world, from wijk.Address, text string, what meaning) {
	r.said = append(r.said, saying{time.Now(), what, from.Channel})
	r.speaks()
	w.at(time.Now(), func() { w.says(from, text) })
}

// sends is says for who does not hold the lock.
func (r *resident) sends(w *world, from wijk.Address, text string, what meaning) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r.says(w, from, text, what)
}

// dutchDay writes a day as people do.
func dutchDay(d wijk.Date) string {
	months := strings.Fields("januari februari maart april mei juni juli augustus september oktober november december")
	var year, month, day int
	_, _ = fmt.Sscanf(string(d), "%d-%d-%d", &year, &month, &day)
	return fmt.Sprintf("%d %s", day, months[month-1])
}
