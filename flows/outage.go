package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// When far more people of a wave are silent than on other days, it is not they
// who fell: messages or answers got lost. Then one incident stands for all of
// them, and nobody is called, until a member of staff ends it, the answers come
// in, or nobody took it for two hours: a hold that is forgotten forgets people.

const (
	// usualDays is over how many days the usual silence is counted, and
	// usualSilence what it is taken for without any: one in eight do not answer
	// by themselves (12.3% in a field test in Iwate).
	usualDays    = 14
	usualSilence = 0.125
	// tooMany times the usual is not usual. A smaller share than leastSilent
	// never holds a wave, and fewer than leastCluster people are no cluster.
	tooMany      = 3
	leastSilent  = 0.25
	leastCluster = 3
	// judgeAgain is how soon the silence of a wave is judged again.
	judgeAgain = time.Minute
	// longestHold is how long a wave is held that nobody looks after. What is
	// taken for an outage may be people who need somebody.
	longestHold = 2 * time.Hour
	// askedOtherwise is how long a question on another channel is of use.
	askedOtherwise = 2 * time.Hour
)

// silence is how many were silent when they were to be called, of how many.
type silence struct{ due, silent int }

// silentNow notes that ck is silent at its first step that calls somebody. It
// reports whether its wave is held because too many are.
func (c *City) silentNow(tx *store.Tx, ck *wijk.CheckIn, now time.Time) bool {
	if ck.Silent || !ck.LifeSign.IsZero() {
		return false
	}
	ck.Silent = true
	w := waveOf(tx, ck)
	w.Key = store.WaveKey(ck)
	w.Silent++
	store.Waves.Put(tx, w.Key, w)
	if w.Total < wijk.BrakeFrom || w.Released {
		return false
	}
	if _, soon := store.Timer(tx, "", timerSilence, w.Key); soon {
		return false
	}
	store.SetTimer(tx, wijk.Timer{Kind: timerSilence, Scope: w.Key, Due: now.Add(judgeAgain)})
	store.CheckIns.Put(tx, ck.Key(), *ck)
	if !c.judgeSilence(tx, w.Key, now) {
		return false
	}
	*ck, _ = store.CheckIns.Get(tx, ck.Key())
	return true
}

// fireSilence does what a timer of a wave was set for.
func (c *City) fireSilence(tx *store.Tx, t wijk.Timer, now time.Time) {
	if t.Kind == timerHeld {
		c.heldLong(tx, t.Scope, now)
		return
	}
	c.judgeSilence(tx, t.Scope, now)
}

// judgeSilence looks at all of a wave whose time to be called has come. It
// reports whether the wave is held from now on.
func (c *City) judgeSilence(tx *store.Tx, key string, now time.Time) bool {
	w, ok := store.Waves.Get(tx, key)
	if !ok || w.Braked || w.Released {
		return false
	}
	var all silence
	wijken := make(map[string]*silence)
	var silent []wijk.CheckIn
	for _, ck := range store.CheckIns.Find(tx, "wave", key) {
		waits := ck.State == wijk.CheckInOpen || ck.State == wijk.CheckInUnreached
		if ck.Asked.IsZero() || !waits && ck.LifeSign.IsZero() || ck.Since.Add(ladder(&ck, &wijk.Person{}).amberAfter()).After(now) {
			continue
		}
		n := wijken[ck.Wijk]
		if n == nil {
			n = &silence{}
			wijken[ck.Wijk] = n
		}
		all.due, n.due = all.due+1, n.due+1
		if waits && ck.LifeSign.IsZero() {
			all.silent, n.silent = all.silent+1, n.silent+1
			silent = append(silent, ck)
		}
	}
	usual, known := usualShare(tx, key)
	switch {
	case all.due < wijk.BrakeFrom:
		return false
	case float64(all.silent) > max(tooMany*usual, leastSilent)*float64(all.due):
		c.holdWave(tx, w, all, silent, now)
		return true
	}
	if !known {
		usual = usualSilence
	}
	for slug, n := range wijken {
		if slug != "" && n.silent >= leastCluster && float64(n.silent) >= tooMany*usual*float64(n.due) && !slices.Contains(w.Clusters, slug) {
			w.Clusters = append(w.Clusters, slug)
			c.tellCluster(tx, key, slug, *n, silent, now)
		}
	}
	slices.Sort(w.Clusters)
	store.Waves.Put(tx, key, w)
	return false
}

// usualShare is which share of a slot was silent on the days before, of those
// on which nothing was held; known is false without any.
func usualShare(tx *store.Tx, key string) (share float64, known bool) {
	date, slot, _ := strings.Cut(key, "/")
	silent, total := 0, 0
	for back := 1; back <= usualDays; back++ {
		w, ok := store.Waves.Get(tx, string(wijk.Date(date).Add(-back))+"/"+slot)
		if ok && w.HeldOf == 0 && w.Incident == 0 {
			silent, total = silent+w.Silent, total+w.Total
		}
	}
	if total == 0 {
		return 0, false
	}
	return float64(silent) / float64(total), true
}

// holdWave opens the one incident, and asks those who are silent on their next
// channel.
func (c *City) holdWave(tx *store.Tx, w wijk.Wave, all silence, silent []wijk.CheckIn, now time.Time) {
	text := fmt.Sprintf("Storing? %d van de %d mensen van %s zijn stil. Dat is te veel. Wij vragen het hun anders. "+
		"Alarmen en contactpersonen wachten. Sluit deze zaak als het klopt.", all.silent, all.due, strings.ReplaceAll(w.Key, "/", " om "))
	w.Braked, w.Held, w.HeldOf, w.Back = true, now, all.silent, 0
	store.SetTimer(tx, wijk.Timer{Kind: timerHeld, Scope: w.Key, Due: now.Add(longestHold)})
	w.Incident = c.openCase(tx, wijk.Case{
		Kind: wijk.CaseIncident, Severity: wijk.Red, Ref: refWave + w.Key,
		Notes: []wijk.Note{{At: now, Text: text}, {At: now, Text: listed(c.waiting(tx, w.Key))}},
	}, text, now)
	store.Waves.Put(tx, w.Key, w)
	for _, ck := range silent {
		p, ok := store.People.Get(tx, ck.Person)
		if !ok || !p.Enrolled() || p.Away(ck.Date) {
			continue
		}
		last, ok := lastAddress(tx, &ck, &p)
		if to := nextAfter(&p, last); ok && to != last {
			c.ask(tx, "D2", &ck, &p, to, now.Add(askedOtherwise), now)
			store.CheckIns.Put(tx, ck.Key(), ck)
		}
	}
}

// heldLong ends a hold that nobody took on: then everybody is looked after one
// by one, with the full time to answer. Whoever did take it on is called, with
// those on duty: the hold ends with a decision and not by being forgotten.
func (c *City) heldLong(tx *store.Tx, key string, now time.Time) {
	w, ok := store.Waves.Get(tx, key)
	if !ok || !w.Braked {
		return
	}
	cs, ok := store.Cases.Get(tx, store.Num(w.Incident))
	if !ok || cs.State != wijk.CaseTaken {
		c.lift(tx, key, "", "Niemand nam deze zaak. Iedereen die stil is, wordt weer apart gevolgd.", now)
		return
	}
	store.SetTimer(tx, wijk.Timer{Kind: timerHeld, Scope: key, Due: now.Add(longestHold)})
	cs.Calls, cs.Circle = 0, 0
	c.page(tx, &cs, fmt.Sprintf("Er wachten nog %d mensen op deze storing. Sluit de zaak als het weer werkt.", len(c.waiting(tx, key))), now)
	store.Cases.Put(tx, store.Num(w.Incident), cs)
}

// nextAfter is the address that is tried after one, the first after the last.
func nextAfter(p *wijk.Person, last wijk.Address) wijk.Address {
	all := route(p)
	if len(all) == 0 {
		return last
	}
	return all[(slices.Index(all, last)+1)%len(all)]
}

// tellCluster opens a case about one wijk in which many are silent while the
// city is as usual. Nothing is held: each of them is called as well.
func (c *City) tellCluster(tx *store.Tx, key, slug string, n silence, silent []wijk.CheckIn, now time.Time) {
	name := slug
	if w, ok := c.Map().Wijk(slug); ok {
		name = w.Name
	}
	var names []string
	for _, ck := range silent {
		if p, ok := store.People.Get(tx, ck.Person); ok && ck.Wijk == slug {
			names = append(names, describe(&p))
		}
	}
	text := fmt.Sprintf("Veel stilte in %s: %d van de %d antwoorden niet. Is er iets aan de hand? Denk aan stroom, lift of hitte.", name, n.silent, n.due)
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseIncident, Severity: wijk.Amber, Wijk: slug, Ref: "cluster/" + key + "/" + slug,
		Notes: []wijk.Note{{At: now, Text: text}, {At: now, Text: listed(names)}},
	}, text, now)
}

// cameBack counts an answer of a wave that is held. When half of those who were
// silent are back, the wave goes on. ck is read again then.
func (c *City) cameBack(tx *store.Tx, ck *wijk.CheckIn, now time.Time) {
	w := waveOf(tx, ck)
	if w.Held.IsZero() {
		return
	}
	w.Back++
	store.Waves.Put(tx, w.Key, w)
	if 2*w.Back >= w.HeldOf {
		c.lift(tx, w.Key, "", "De antwoorden komen weer binnen.", now)
		*ck, _ = store.CheckIns.Get(tx, ck.Key())
	}
}
