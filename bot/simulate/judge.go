package simulate

import (
	"fmt"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A judge compares what happened with the truth. Its fields are guarded by the
// mutex of the world.
type judge struct {
	needs    []*need
	troubles map[trouble]int
	alarms   map[string]bool // person and day that staff were called for somebody who was fine
	mates    map[string]bool // and for the husband or wife of somebody who was not
	again    []repeated

	due, questions, answers     int
	missed, late, falseOK       int
	duplicate, lostTwice, waves int
	sms, calls, cases, rings    int
	// of keepers
	keepers, appeals, worries, keeperSMS int
	unwilling, wondering                 int
	faults                               []string
}

// A need is somebody who needs a person, from when it began until one came.
type need struct {
	who     *resident
	began   time.Time
	silent  bool      // she cannot send anything
	sent    time.Time // the first cry
	words   string
	promise time.Time // by when staff must have been told
	told    time.Time
	excused bool // something was out of order when they were told late
	ended   time.Time
}

// A repeated question is the same one that came to a telephone before that day.
type repeated struct {
	r     *resident
	first hearing
	m     message
}

const (
	// asksWithin is how late a question may come, tellsWithin how late staff
	// may hear of a cry, and looksWithin how long after the last step of a
	// ladder they may hear of a silence.
	asksWithin  = 15 * time.Minute
	tellsWithin = 5 * time.Minute
	looksWithin = 20 * time.Minute
	mostFaults  = 20
)

// lastStep is when the ladder of somebody has called a person, by the promise
// that was given to residents: for who always answers late an hour later, and
// so for a keeper who went to look.
func (r *resident) lastStep() (long time.Duration) {
	switch r.profile {
	case "fragile":
		long = 90 * time.Minute
	case "light":
		return 25 * time.Hour
	default:
		long = 4 * time.Hour
	}
	if len(r.keepers) > 0 {
		long += time.Hour + replies
	}
	return long
}

func (j *judge) begin() {
	j.troubles, j.alarms, j.mates = make(map[trouble]int), make(map[string]bool), make(map[string]bool)
}

// A worklist is the cases there are, by whom they are about, and the incidents.
type worklist struct {
	of        map[string][]wijk.Case
	incidents []wijk.Case
}

// worklist reads the cases that were open in the last days.
func (j *judge) worklist(tx *store.Tx, since time.Time) (l worklist) {
	l.of = make(map[string][]wijk.Case)
	for _, cs := range store.Cases.All(tx, "") {
		switch {
		case cs.State == wijk.CaseClosed && cs.Closed.Before(since):
		case cs.Kind == wijk.CaseIncident:
			l.incidents = append(l.incidents, cs)
		default:
			l.of[cs.Person] = append(l.of[cs.Person], cs)
		}
	}
	return l
}

// fault notes something that must not happen.
func (j *judge) fault(count *int, format string, args ...any) {
	*count++
	if len(j.faults) < mostFaults {
		j.faults = append(j.faults, fmt.Sprintf(format, args...))
	}
}

// cried notes the first words of a need.
func (n *need) cried(_ *world, words string) {
	if n.sent.IsZero() {
		n.sent, n.words = time.Now(), words
		n.promise = n.sent.Add(tellsWithin)
	}
}

// asked hears each message that a provider took for a resident.
func (j *judge) asked(w *world, r *resident, m message) {
	switch m.from.Channel {
	case wijk.SMS:
		j.sms++
	case wijk.Voice:
		j.rings++
	}
	if !strings.Contains(m.text, "Gaat het goed") {
		return
	}
	day := wijk.DateOf(m.at.In(w.zone))
	_, before := r.asked(day)
	first := !before && strings.HasPrefix(m.text, "Goedemorgen")
	if first {
		j.questions++
		due := w.slot(r, day)
		if m.at.Sub(due) > asksWithin && !w.excused(due, m.at) {
			j.fault(&j.late, "%s: %s was asked at %s", day, r.id, m.at.In(w.zone).Format("15:04"))
		}
	}
	for _, h := range r.heard {
		if h.day == day && h.from == m.from && h.text == m.text && m.from.Channel != wijk.Voice { // a call is tried twice
			if strings.Contains(m.text, "begrijpen uw antwoord niet") && r.spokeAfter(h.at) {
				return // is about what she wrote since
			}
			j.again = append(j.again, repeated{r, h, m})
			return
		}
	}
	r.heard = append(r.heard, hearing{m.at, day, m.from, m.text, first})
	if n := r.need; n != nil && (n.silent || r.to[0].Channel == wijk.Voice) && n.promise.IsZero() && !r.dead(w) {
		n.promise = m.at.Add(r.lastStep() + looksWithin)
	}
}

// slot is when somebody is to be asked on a day.
func (w *world) slot(r *resident, d wijk.Date) time.Time {
	var h, m int
	_, _ = fmt.Sscanf(r.slot, "%d:%d", &h, &m)
	return d.At(h, m, w.zone)
}

// told hears each message that a provider took for a member of staff.
func (j *judge) told(w *world, m message) {
	called := calledFor.MatchString(m.text)
	if called {
		j.calls++
	}
	for _, n := range namesIn(m.text) {
		if n >= len(w.people) {
			continue
		}
		r := w.people[n]
		for _, x := range j.needs {
			if x.who == r && x.told.IsZero() && x.ended.IsZero() {
				x.told = m.at
				x.excused = !x.promise.IsZero() && j.excusedNeed(w, x) // now: troubles are forgotten
			}
		}
		if called && r.need == nil && r.home != nil && r.home.mate(r).need != nil {
			j.mates[r.id+string(wijk.DateOf(m.at.In(w.zone)))] = true
			continue
		}
		if called && r.need == nil {
			j.alarms[r.id+string(wijk.DateOf(m.at.In(w.zone)))] = true
		}
	}
}

// closes judges a day in the morning after: everybody who was due was asked,
// or is on a list.
func (j *judge) closes(w *world, d wijk.Date) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if d < w.o.From {
		return
	}
	_ = w.look.View(w.ctx, func(tx *store.Tx) error {
		j.repeats(w, tx)
		l := j.worklist(tx, d.At(0, 0, w.zone))
		for _, r := range w.people {
			if !r.due(d) {
				continue
			}
			j.due++
			if _, ok := r.asked(d); !ok && !l.listed(tx, r, d) {
				j.fault(&j.missed, "%s: %s was not asked and is on no list", d, r.id)
			}
		}
		return nil
	})
}

// listed reports whether the city accounts for somebody whom it did not ask:
// she was heard before, or a person was told to look.
func (l worklist) listed(tx *store.Tx, r *resident, d wijk.Date) bool {
	ck, ok := store.CheckIns.Get(tx, r.id+"/"+string(d))
	if !ok {
		return false
	}
	return ck.State == wijk.CheckInAnswered || l.cased(tx, r, &ck)
}

// cased reports whether a check-in is, or was, work for a person.
func (l worklist) cased(tx *store.Tx, r *resident, ck *wijk.CheckIn) bool {
	for _, cs := range l.of[r.id] {
		if cs.State != wijk.CaseClosed || cs.Ref == ck.Key() || cs.Closed.After(ck.Due) {
			return true
		}
	}
	wave, _ := store.Waves.Get(tx, store.WaveKey(ck))
	for _, cs := range l.incidents {
		if cs.ID == wave.Incident {
			return true
		}
		for _, note := range cs.Notes {
			if strings.Contains(note.Text, name(r.n)) && !cs.Opened.Before(ck.Due) {
				return true
			}
		}
	}
	return false
}

// repeats judges the questions that came twice. Whoever ends an incident asks
// for that: everybody then has the full time to answer again.
func (j *judge) repeats(w *world, tx *store.Tx) {
	for _, x := range j.again {
		ck, _ := store.CheckIns.Get(tx, x.r.id+"/"+string(x.first.day))
		wave, _ := store.Waves.Get(tx, store.WaveKey(&ck))
		switch {
		case wave.Incident != 0 && !strings.HasPrefix(x.m.text, "Goedemorgen"):
			j.waves++
		case x.m.from.Channel == wijk.Telegram && w.sentTwice(x.first.at, x.m.at):
			j.lostTwice++
		default:
			j.fault(&j.duplicate, "%s: %s was asked twice over %s: %.40q", x.first.day, x.r.id, x.m.from.Channel, x.m.text)
		}
	}
	j.again = nil
}

// audits judges what was recorded of a day, two days later, when every ladder
// has ended and the late answers are in. When it is all over that is not so for
// the last days, of which over is false: who is silent may yet be looked for.
func (j *judge) audits(w *world, d wijk.Date, over bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if d < w.o.From {
		return
	}
	_ = w.look.View(w.ctx, func(tx *store.Tx) error {
		l := j.worklist(tx, d.At(0, 0, w.zone))
		for _, r := range w.people {
			if over {
				j.wonders(w, l, r, d)
			}
			if ck, ok := store.CheckIns.Get(tx, r.id+"/"+string(d)); ok {
				j.record(w, tx, l, r, &ck, over)
			}
		}
		return nil
	})
}

// record judges one check-in.
func (j *judge) record(w *world, tx *store.Tx, l worklist, r *resident, ck *wijk.CheckIn, over bool) {
	from := ck.Date.At(0, 0, w.zone)
	asked := ck.Asked
	if asked.IsZero() {
		asked = ck.Due
	}
	until := r.askedAfter(ck.Date)
	fineSaid, cried, anything := false, "", false
	for _, s := range r.said {
		if s.at.Before(from) || !until.IsZero() && s.at.After(until) {
			continue
		}
		fineSaid, anything = fineSaid || s.what == fine && (!r.risk || s.by != wijk.SMS), true
		if s.what.cries() && s.at.After(asked) && s.at.Before(from.Add(23*time.Hour+50*time.Minute)) {
			cried = s.at.In(w.zone).Format("15:04")
		}
	}
	good := ck.Wellbeing == string(fine)
	if good {
		j.answers++
	}
	switch {
	case good && cried != "":
		j.fault(&j.falseOK, "%s: %s cried for help at %s (%q) and is recorded as ok by %s", ck.Date, r.id, cried, j.lastWords(r), ck.Rule)
	case good && !fineSaid:
		j.fault(&j.falseOK, "%s: %s said nothing good and is recorded as ok by %s", ck.Date, r.id, ck.Rule)
	case over && !anything && !l.looked(tx, r, ck):
		j.fault(&j.missed, "%s: %s was silent, ended as %s, and nobody was told to look", ck.Date, r.id, ck.State)
	}
}

func (j *judge) lastWords(r *resident) string {
	words := ""
	for _, n := range j.needs {
		if n.who == r && n.words != "" {
			words = n.words
		}
	}
	return words
}

// looked reports whether somebody who sent nothing is, or was, on the list of
// a person.
func (l worklist) looked(tx *store.Tx, r *resident, ck *wijk.CheckIn) bool {
	return ck.State == wijk.CheckInEnded && (r.stopped || r.pausedTo >= ck.Date) || l.cased(tx, r, ck)
}

// finish judges the needs, when it is all over.
func (j *judge) finish(w *world) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range j.needs {
		over := n.ended
		if over.IsZero() {
			over = w.end
		}
		switch {
		case n.promise.IsZero() || over.Before(n.promise) && n.told.IsZero():
			// she was not asked before somebody found her, or the year ended
		case n.told.IsZero():
			j.fault(&j.missed, "%s: nobody was told of %s (%q)", n.began.In(w.zone).Format("2006-01-02 15:04"), n.who.id, n.words)
		case n.told.After(n.promise) && !n.excused:
			j.fault(&j.late, "%s: staff heard of %s (%q) %s after the promise", n.began.In(w.zone).Format("2006-01-02 15:04"),
				n.who.id, n.words, n.told.Sub(n.promise).Round(time.Second))
		}
	}
}

func (j *judge) excusedNeed(w *world, n *need) bool {
	from := n.sent
	if from.IsZero() {
		from = n.promise.Add(-n.who.lastStep() - looksWithin)
	}
	return w.excused(from, n.told)
}
