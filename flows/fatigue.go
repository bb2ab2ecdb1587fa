package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// fatigueDays is over how many days false alarms are counted.
	fatigueDays = 90
	// fatigueFrom is from how many false alarms on somebody is in the advice, and
	// fatigueShown how many people are, so that it is read.
	fatigueFrom, fatigueShown = 2, 10
	// lateAnswer is from when on somebody usually answers late.
	lateAnswer = 45 * time.Minute
)

// alarms counts the cases of one person that asked for somebody, and those of
// them that turned out to be false, by outcome.
type alarms struct {
	person     string
	all, false int
	by         map[string]int
}

func (a *alarms) add(cs *wijk.Case) {
	a.all++
	if o, ok := wijk.CaseOutcomeOf(cs.Outcome); ok && o.False {
		a.false++
		a.by[o.Code]++
	}
}

// counts reports whether a case is an alarm of the last days: one is an item,
// whatever number of signals is in it.
func (c *City) counts(cs *wijk.Case, now time.Time) bool {
	return cs.Person != "" && isCare(cs) && cs.Kind != wijk.CaseHospital && cs.State == wijk.CaseClosed &&
		now.Sub(cs.Opened) < fatigueDays*24*time.Hour
}

// FalseAlarms returns how many alarms about a person were closed of those that
// came in the last 90 days, and how many of them were false.
func (c *City) FalseAlarms(tx *store.Tx, person string, now time.Time) (false, all int) {
	a := alarms{by: make(map[string]int)}
	for _, cs := range store.Cases.Find(tx, "person", person) {
		if c.counts(&cs, now) {
			a.add(&cs)
		}
	}
	return a.false, a.all
}

// falseLine is the rate on a card, empty when there was no false alarm.
func (c *City) falseLine(tx *store.Tx, person string, now time.Time) string {
	false, all := c.FalseAlarms(tx, person, now)
	if false == 0 {
		return ""
	}
	return fmt.Sprintf("%d van %d in %d dagen", false, all, fatigueDays)
}

// AdviseFatigue is the weekly round that tells each ouderenadviseur who in their
// wijken costs most false alarms, why, and what may help. It says nothing when
// there is nothing to say. Without an ouderenadviseur it is for the beheerder.
func (c *City) AdviseFatigue(tx *store.Tx, now time.Time) {
	count := make(map[string]*alarms)
	for _, cs := range store.Cases.All(tx, "") {
		if !c.counts(&cs, now) {
			continue
		}
		if count[cs.Person] == nil {
			count[cs.Person] = &alarms{person: cs.Person, by: make(map[string]int)}
		}
		count[cs.Person].add(&cs)
	}
	var worst []*alarms
	for _, a := range count {
		if a.false >= fatigueFrom {
			worst = append(worst, a)
		}
	}
	slices.SortFunc(worst, func(a, b *alarms) int {
		return cmp.Or(b.false-a.false, a.all-b.all, strings.Compare(a.person, b.person))
	})
	for _, s := range advised(tx) {
		var lines []string
		for _, a := range worst {
			p, ok := store.People.Get(tx, a.person)
			if ok && p.Enrolled() && s.Covers(p.Wijk) && len(lines) < fatigueShown {
				lines = append(lines, c.fatigueLine(tx, a, &p, now))
			}
		}
		if len(lines) > 0 {
			text := fmt.Sprintf("Meeste vals alarm in %d dagen:\n%s", fatigueDays, strings.Join(lines, "\n"))
			c.tellColleague(tx, &s, text, nil, now)
		}
	}
}

// advised returns who gets the advice.
func advised(tx *store.Tx) (all []wijk.Staff) {
	for _, role := range []wijk.Role{wijk.Ouderenadviseur, wijk.Beheerder} {
		for _, s := range store.Staff.All(tx, "") {
			if s.Role == role && len(s.Addresses()) > 0 {
				all = append(all, s)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// fatigueLine is one person in the advice: how often, why, and what may help.
func (c *City) fatigueLine(tx *store.Tx, a *alarms, p *wijk.Person, now time.Time) string {
	var why []string
	for _, o := range wijk.CaseOutcomes() {
		if n := a.by[o.Code]; n > 0 {
			_, cause, _ := strings.Cut(o.Name, ": ")
			why = append(why, fmt.Sprintf("%dx %s", n, cause))
		}
	}
	name := p.Name
	if w, ok := c.Map().Wijk(p.Wijk); ok {
		name += " (" + w.Name + ")"
	}
	return fmt.Sprintf("%s: %d van %d (%s). %s", name, a.false, a.all, strings.Join(why, ", "), c.advice(tx, a, p, now))
}

// advice is what may make fewer false alarms, from how the check-ins went.
func (c *City) advice(tx *store.Tx, a *alarms, p *wijk.Person, now time.Time) string {
	today := wijk.DateOf(now.In(c.Zone))
	var days, undelivered, voice int
	var waits []time.Duration
	var clock []int // minutes of the day
	for _, ck := range store.CheckIns.Range(tx, p.ID+"/"+string(today.Add(-fatigueDays)), p.ID+"/"+string(today.Add(1))) {
		days++
		if ck.Bad || ck.Asked.IsZero() {
			undelivered++
		}
		if ck.LifeSign.IsZero() || ck.Asked.IsZero() {
			continue
		}
		at := ck.LifeSign.In(c.Zone)
		waits, clock = append(waits, ck.LifeSign.Sub(ck.Asked)), append(clock, at.Hour()*60+at.Minute())
		if n := len(ck.Attempts); n > 0 && ck.Attempts[n-1].Channel == wijk.Voice {
			voice++
		}
	}
	slices.Sort(waits)
	slices.Sort(clock)
	switch n := len(waits); {
	case undelivered*5 >= days && undelivered > 1:
		return "Berichten komen vaak niet aan. Kies een ander kanaal."
	case voice*2 > n && p.Prefers != wijk.Voice:
		return "Antwoordt vooral als wij bellen. Kies bellen als eerste."
	case n >= 3 && waits[n/2] >= lateAnswer:
		usual := wijk.DateOf(now).At(clock[n/2]/60, clock[n/2]%60, c.Zone)
		return "Antwoordt meestal rond " + dutch.Clock(usual) + ". Kies een latere tijd."
	case p.CheckIn.Profile == "fragile":
		return "Kies het profiel standard: dat wacht langer."
	case a.by[wijk.OutcomePhone] > 0:
		return "Kijk samen naar de telefoon."
	}
	return "Vraag welke tijd beter past."
}
