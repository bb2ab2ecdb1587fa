package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A fate is what became of one person's check-in of a day.
type fate string

// The fates by which a person is accounted for. fateOpen is the other one.
const (
	fateFine    fate = "goed"
	fateHelp    fate = "hulp"
	fatePaused  fate = "pauze"
	fateStopped fate = "gestopt"
	fateUnclear fate = "onduidelijk"
	fateSilent  fate = "niet bereikt"
	fateRuns    fate = "loopt nog" // asked late or once a week: tomorrow's count looks again
	fateOpen    fate = ""
)

// fates are those that count, in the order in which they are told.
var fates = []fate{fateFine, fateHelp, fatePaused, fateStopped, fateUnclear, fateSilent, fateRuns}

// ProveDays is the round at the end of the day: for each day that ends after
// from and up to at, as many people are accounted for as were due. The result
// is kept, told to who leads those on duty, and an alarm when it is not so.
func (c *City) ProveDays(tx *store.Tx, from, at, now time.Time) {
	last := wijk.DateOf(at.In(c.Zone))
	first := max(wijk.DateOf(from.In(c.Zone)), last.Add(-farthestBack))
	for d := first; d <= last; d = d.Add(1) {
		if !store.DayProofs.Has(tx, string(d)) {
			c.proveDay(tx, d, now)
		}
	}
}

// proveDay counts one day. Who was due is counted from the people, not from
// the check-ins: somebody whom the round forgot has none.
func (c *City) proveDay(tx *store.Tx, d wijk.Date, now time.Time) {
	proof := wijk.DayProof{Date: d, At: now, Wijken: make(map[string]wijk.DayCount), Fates: make(map[string]int)}
	count := func(slug string, f fate) {
		n := proof.Wijken[slug]
		n.Due++
		if f != fateOpen {
			n.Accounted++
			proof.Fates[string(f)]++
		}
		proof.Wijken[slug] = n
	}
	for id, p := range store.People.All(tx, "") {
		if !c.wasDue(&p, d) && !store.CheckIns.Has(tx, id+"/"+string(d)) {
			continue // who was asked is counted, whatever the plan became since
		}
		f := c.fateOf(tx, &p, d, now)
		count(p.Wijk, f)
		switch f {
		case fateOpen:
			proof.Open = append(proof.Open, id)
		case fateRuns:
			proof.Runs = append(proof.Runs, id)
		}
	}
	// What still ran yesterday must have ended today.
	before, _ := store.DayProofs.Get(tx, string(d.Add(-1)))
	for _, id := range before.Runs {
		p, ok := store.People.Get(tx, id)
		if f := c.fateOf(tx, &p, d.Add(-1), now); ok && (f == fateOpen || f == fateRuns) && !slices.Contains(proof.Open, id) {
			proof.Open = append(proof.Open, id)
		}
	}
	store.DayProofs.Put(tx, string(d), proof)
	c.tellProof(tx, &proof, now)
}

// wasDue reports whether p was to be asked on day d.
func (c *City) wasDue(p *wijk.Person, d wijk.Date) bool {
	if p.CheckIn == nil || !slices.Contains(p.CheckIn.Days, d.Weekday()) {
		return false
	}
	slot, plan := c.slotTime(d, p.CheckIn.Time), p.CheckIn
	switch {
	case !p.Stopped.IsZero() && wijk.DateOf(p.Stopped.In(c.Zone)) < d:
		return false
	case plan.Requested.On > d, plan.Requested.At.After(slot), plan.Changed.After(slot), plan.Known.After(slot):
		return false // asked for it, or for another time, or told of it, only later
	case c.backAfter(p, d, slot):
		return false
	}
	return plan.Requested.On < d || !plan.Requested.At.IsZero()
}

// backAfter reports whether p ended a pause on day d after a time: the question
// of that day was over then, and the next one comes on another day.
func (c *City) backAfter(p *wijk.Person, d wijk.Date, at time.Time) bool {
	return c.today(p.Back) == d && p.Back.After(at)
}

// fateOf tells what became of p on day d. A case counts when it is closed, or
// when somebody has taken it on; a cry that nobody took counts against a pause,
// a STOP and a good answer too.
func (c *City) fateOf(tx *store.Tx, p *wijk.Person, d wijk.Date, now time.Time) fate {
	ck, asked := store.CheckIns.Get(tx, p.ID+"/"+string(d))
	switch {
	case waitsForHelp(tx, p):
		return fateOpen
	case p.Away(d):
		return fatePaused
	case !p.Stopped.IsZero():
		return fateStopped
	case !asked && p.CheckIn != nil && now.Before(c.awake(c.slotTime(d, p.CheckIn.Time)).Add(proofWait)):
		return fateRuns // asked in the evening, or about to be
	case !asked:
		return fateOpen
	}
	switch ck.State {
	case wijk.CheckInAnswered:
		if ck.Wellbeing == "ok" {
			return fateFine
		}
		return handled(tx, &ck, fateHelp, wijk.CaseHelp, wijk.CaseUrgent)
	case wijk.CheckInUnclear:
		if ck.Rule == ruleNumber {
			return handled(tx, &ck, fateUnclear, wijk.CaseQuestion, wijk.CaseHelp)
		}
		return handled(tx, &ck, fateUnclear, wijk.CaseUnclear, wijk.CaseCalled, wijk.CaseHelp, wijk.CaseUrgent)
	case wijk.CheckInUnreached:
		return handled(tx, &ck, fateSilent, wijk.CaseUnreached)
	case wijk.CheckInEnded:
		if !ck.LifeSign.IsZero() || c.backAfter(p, d, ck.Due) || reachedLater(tx, &ck) {
			return fatePaused // was away, and is back
		}
	case wijk.CheckInMissed:
		return incidentHandled(tx, refMissed)
	case wijk.CheckInOpen:
		l := ladder(&ck, p)
		switch end := ck.Since.Add(l.amberAfter()); {
		case waveOf(tx, &ck).Braked:
			return incidentHandled(tx, refWave+store.WaveKey(&ck))
		case !ck.Since.IsZero() && now.Before(end):
			return fateRuns
		}
	}
	return fateOpen
}

// proofWait is how long after the set time a question may take to be there.
const proofWait = 15 * time.Minute

const profileLight = "light"

// handled returns f when somebody has seen to the case of ck, of one of the
// kinds: it is closed, or taken. A case that was never opened is not.
func handled(tx *store.Tx, ck *wijk.CheckIn, f fate, kinds ...string) fate {
	day := ck.Due.Add(-12 * time.Hour)
	found := false
	for _, cs := range store.Cases.Find(tx, "person", ck.Person) {
		if !slices.Contains(kinds, cs.Kind) || cs.State == wijk.CaseClosed && cs.Closed.Before(day) {
			continue
		}
		if found = true; cs.State != wijk.CaseClosed && cs.Owner == "" {
			return fateOpen
		}
	}
	if !found {
		return fateOpen
	}
	return f
}

// waitsForHelp reports whether p cried for help and nobody has taken that on.
func waitsForHelp(tx *store.Tx, p *wijk.Person) bool {
	for _, cs := range store.Cases.Find(tx, "person", p.ID) {
		if (cs.Kind == wijk.CaseHelp || cs.Kind == wijk.CaseUrgent) && cs.State != wijk.CaseClosed && cs.Owner == "" {
			return true
		}
	}
	return false
}

// incidentHandled is the fate of those for whom one incident stands.
func incidentHandled(tx *store.Tx, ref string) fate {
	for _, cs := range store.Cases.Find(tx, "open", store.CaseOwner("", wijk.Address{})) {
		if strings.HasPrefix(cs.Ref, ref) && cs.Owner == "" {
			return fateOpen
		}
	}
	return fateSilent
}

// reachedLater reports whether a later question was answered.
func reachedLater(tx *store.Tx, ck *wijk.CheckIn) bool {
	for i := 1; i <= daysBack; i++ {
		if next, ok := store.CheckIns.Get(tx, ck.Person+"/"+string(ck.Date.Add(i))); ok && !next.LifeSign.IsZero() {
			return true
		}
	}
	return false
}

// tellProof tells the result, and raises the alarm when somebody is not
// accounted for.
func (c *City) tellProof(tx *store.Tx, proof *wijk.DayProof, now time.Time) {
	day := dutch.ShortDay(proof.Date.At(12, 0, c.Zone))
	if len(proof.Open) > 0 {
		var names []string
		for _, id := range proof.Open {
			if p, ok := store.People.Get(tx, id); ok {
				names = append(names, describe(&p))
			}
		}
		text := fmt.Sprintf("Controle van %s: %d van de %d zijn nog niet afgehandeld. Bel hen vandaag.", day, len(proof.Open), max(proof.Due(), len(proof.Open)))
		c.openCase(tx, wijk.Case{
			Kind: wijk.CaseIncident, Severity: wijk.Red, Ref: refProof + string(proof.Date),
			Notes: []wijk.Note{{At: now, Text: text}, {At: now, Text: listed(names)}},
		}, text, now)
	}
	if proof.Due() == 0 {
		return
	}
	told := make(map[string]bool)
	for _, s := range c.DutyLeads(tx, "", now) {
		for _, a := range s.Addresses()[:min(1, len(s.Addresses()))] {
			if told[a.String()] {
				continue
			}
			told[a.String()] = true
			store.Send(tx, wijk.Outgoing{
				Class: wijk.Reply, To: a, Person: s.ID, Text: c.proofText(proof, day, a.Channel), Due: now, NotAfter: now.Add(replyAge),
			})
		}
	}
}

// refProof marks the incident of a day that does not add up.
const refProof = "proof/"

// proofText is the proof as who leads those on duty reads it; by SMS without
// the wijken.
func (c *City) proofText(proof *wijk.DayProof, day string, ch wijk.Channel) string {
	var parts []string
	for _, f := range fates {
		if n := proof.Fates[string(f)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, f))
		}
	}
	text := fmt.Sprintf("Controle %s: %d van %d afgehandeld.", day, proof.Accounted(), proof.Due())
	if len(parts) > 0 {
		text = strings.TrimSuffix(text, ".") + " (" + strings.Join(parts, ", ") + ")."
	}
	if ch == wijk.SMS {
		return text
	}
	for _, w := range c.Map().Wijken() {
		if n, ok := proof.Wijken[w.Slug]; ok {
			text += fmt.Sprintf("\n%s: %d van %d", w.Name, n.Accounted, n.Due)
		}
	}
	return text
}
