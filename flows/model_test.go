package flows_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkbot/flows"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// TestModel lets residents answer anything, or nothing, over providers that do
// anything, for a few days, and demands what may never fail: a cry for help
// stays on the list until staff closes it, and silence ends with somebody who
// looks.
func TestModel(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	starts := []time.Time{
		time.Date(2026, 10, 24, 7, 0, 0, 0, zone), // winter time begins on the second day
		time.Date(2027, 3, 27, 7, 0, 0, 0, zone),  // summer time
		time.Date(2026, 11, 23, 7, 0, 0, 0, zone),
	}
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.SampledFrom(starts).Draw(rt, "start")
		w := newWorld(rt, start)
		steps := rapid.IntRange(3, 12).Draw(rt, "steps")
		for range steps {
			w.act()
			wait := rapid.SampledFrom([]int{0, 1, 2, 5, 20, 60, 240}).Draw(rt, "minutes")
			w.run(time.Duration(wait) * time.Minute)
		}
		w.calm = true
		w.run(40 * time.Hour)
		w.atTheEnd()
	})
}

// A world is a city, its people and its providers.
type world struct {
	rt     *rapid.T
	db     *store.DB
	city   *flows.City
	now    time.Time
	from   time.Time // of the next check-in round
	dice   *rand.Rand
	calm   bool // the providers behave
	n      int
	people []wijk.Person
	down   map[wijk.Channel]time.Time // until when a provider takes nothing
	worst  map[string]string          // well-being of check-ins that was help or urgent
	asked  map[string]int             // how often a text reached an address for a check-in
	left   map[string]bool            // who stopped or paused some time
	alarms map[string]int             // calls that arrived, by case
	// pending are messages of which more will be heard.
	pending []uint64
}

func newWorld(rt *rapid.T, start time.Time) *world {
	w := &world{
		rt: rt, city: flows.New(start.Location()), now: start, from: start,
		dice: rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)),
		down: make(map[wijk.Channel]time.Time), worst: make(map[string]string), asked: make(map[string]int),
		left: make(map[string]bool), alarms: make(map[string]int),
	}
	w.city.RealTime = true
	var err error
	if w.db, err = store.Open(context.Background(), kvtest.Memory()); err != nil {
		rt.Fatal(err)
	}
	w.people = make([]wijk.Person, rapid.IntRange(1, 12).Draw(rt, "people"))
	slots := rapid.SampledFrom([][]string{{"09:00"}, {"08:00", "09:00", "10:30"}, {"02:30", "20:30"}}).Draw(rt, "slots")
	for i := range w.people {
		w.people[i] = w.person(i, slots)
	}
	w.update(func(tx *store.Tx) {
		for _, p := range w.people {
			store.People.Put(tx, p.ID, p)
			for _, a := range p.Addresses() {
				store.Holders.Put(tx, a.String(), wijk.Holder{Person: p.ID})
				store.Follows.Put(tx, store.FollowKey("dorp", a), a)
			}
		}
		w.report(tx)
		staff := wijk.Staff{ID: "kim", Name: "Kim", Role: wijk.Ouderenadviseur, Telegram: 99, Duty: true}
		store.Staff.Put(tx, staff.ID, staff)
		store.Holders.Put(tx, staff.Addresses()[0].String(), wijk.Holder{Staff: staff.ID})
	})
	return w
}

func (w *world) person(i int, slots []string) wijk.Person {
	p := wijk.Person{
		ID: fmt.Sprintf("p-%02d", i), Name: "Bewoner", Wijk: "dorp", Over70: "2026-01-01",
		CheckIn: &wijk.Plan{
			Time: slots[w.dice.IntN(len(slots))], Days: []string{"ma", "di", "wo", "do", "vr", "za", "zo"},
			Profile: []string{"standard", "standard", "fragile", "light"}[w.dice.IntN(4)],
		},
	}
	has := w.dice.IntN(8)
	if has > 0 {
		p.Phone = fmt.Sprintf("+316100000%02d", i)
	}
	if has > 4 || has == 1 {
		p.Telegram = int64(1000 + i)
	}
	return p
}

func (w *world) update(fn func(tx *store.Tx)) {
	if err := w.db.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		w.rt.Fatal(err)
	}
}

var (
	kindWords  = []string{"1", "ja", "alles goed", "goed hoor", "ja het gaat goed"}
	vagueWords = []string{"mwah", "gaat wel", "wie is dit?", "Dorpsstraat 12", "ik ben weer thuis", ""}
	helpWords  = []string{"2", "nee", "ik ben maandag gevallen", "het gaat niet goed", "kunt u mij bellen?", "hulp", "ik heb pijn"}
	direWords  = []string{"ik kan niet opstaan", "help mij", "pijn op de borst", "112", "9"}
	awayWords  = []string{"pauze", "pauze tot morgen", "ik lig in het ziekenhuis", "terug", "stop", "ik wil geen berichten meer", "stop updates"}
	// ownWords are about the report of the first of the people, see report.
	ownWords = []string{
		"ja 14", "nee 14", "weet niet 14", "nee 14 er ligt nog glas", "nee 14 ik heb pijn", "melding 14", "erbij 14 er ligt glas",
		"erbij 14 ik heb pijn", "vraag 14 wanneer komt u", "vraag 14 kunt u mij bellen?", "antwoord 14 nee hoor", "antwoord 14 ik kan niet opstaan",
		"ontvolg 14", "volg 14", "intrekken 14", "kanaal 14", "kanaal 14 sms 0612345678", "246810", "mijn meldingen", "wijkschouw", "klaar",
		"losse stoeptegel Dorpsstraat 3, 2712AB", "alles melden", "1 weglaten", "verwijder mijn gegevens", "ja verwijder",
	}
	flowWords = []string{"menu", "zwerfvuil", "melding", "0", "3", "5", "volg dorp", "mijn meldingen", "antwoord", "help",
		"er ligt een losse tegel bij Dorpsstraat 12", "de lantaarnpaal brandt niet", "bankje", "nog", "ook 1", "zonder naam"}
)

// act lets something happen: somebody writes, a round, an outage.
func (w *world) act() {
	if rapid.IntRange(0, 5).Draw(w.rt, "byPhone") == 0 {
		w.byPhone()
		return
	}
	switch what := rapid.IntRange(0, 22).Draw(w.rt, "act"); {
	case what < 14:
		lists := [][]string{kindWords, vagueWords, helpWords, direWords, awayWords, flowWords, ownWords}
		words := lists[rapid.SampledFrom([]int{0, 0, 1, 2, 2, 3, 4, 5, 5, 6, 6, 6}).Draw(w.rt, "list")]
		w.write(rapid.IntRange(0, len(w.people)-1).Draw(w.rt, "who"), rapid.SampledFrom(words).Draw(w.rt, "words"))
	case what == 14:
		w.update(func(tx *store.Tx) {
			w.city.Outreach(tx, wijk.Round{ID: "o", Wijken: []string{"dorp"}, Text: "Wilt u praten?"}, w.now)
		})
	case what == 15:
		w.update(func(tx *store.Tx) {
			w.city.UpdateRound(tx, wijk.Round{ID: "u", By: "kim", Wijken: []string{"dorp"}, Text: "Nieuws."}, w.now)
		})
	case what == 16:
		w.down[rapid.SampledFrom([]wijk.Channel{wijk.SMS, wijk.Telegram}).Draw(w.rt, "channel")] = w.now.Add(2 * time.Hour)
	case what == 17:
		w.now = w.now.Add(time.Duration(rapid.IntRange(10, 300).Draw(w.rt, "asleep")) * time.Minute) // we were down
	case what == 18:
		w.stranger()
	case what == 19:
		w.desk()
	case what == 20:
		w.mend()
	default:
		w.staff()
	}
}

// stranger has somebody whom the city does not know write.
func (w *world) stranger() {
	words := rapid.SampledFrom(slices.Concat(helpWords[2:], direWords, flowWords, kindWords)).Draw(w.rt, "words")
	m := wijk.Message{From: wijk.Address{Channel: wijk.SMS, To: "+31620000000"}, Kind: wijk.Text, Text: words}
	if w.dice.IntN(2) == 0 {
		m.From = wijk.Address{Channel: wijk.Telegram, To: "500"}
		m.Forwarded, m.Edited = w.dice.IntN(4) == 0, w.dice.IntN(4) == 0
	}
	w.hand(m)
	said := reply.Classify(words)
	if (said.Label == reply.Help || said.Label == reply.Urgent) && words != "hulp" && words != "help" {
		w.wantCase(m.From.String(), m, wijk.CaseHelp, wijk.CaseUrgent)
	}
}

// report has the first of the people report something, under number 14, so that
// what is said of it is no answer to how somebody is.
func (w *world) report(tx *store.Tx) {
	in := flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Street: "Dorpsstraat", Number: "1", Wijk: "dorp"}}
	for range 13 {
		w.city.NewReport(tx, in, w.now)
	}
	if all := w.people[0].Addresses(); len(all) > 0 {
		in.From = all[0]
	}
	w.city.NewReport(tx, in, w.now)
}

// mend brings that report to another stage, if it may go there.
func (w *world) mend() {
	m := rapid.SampledFrom([]flows.Move{
		{To: wijk.Asked, Question: "Ligt het er nog?"}, {To: wijk.InProgress}, {To: wijk.Reopened},
		{To: wijk.Done, Outcome: wijk.Solved, Reason: "weg"}, {To: wijk.Done, Outcome: wijk.Unsolved, Reason: "van de buren"},
	}).Draw(w.rt, "move")
	w.update(func(tx *store.Tx) { _, _ = w.city.Move(tx, 14, m, w.now) })
}

// desk changes when and how somebody is asked, as an import does.
func (w *world) desk() {
	who := w.dice.IntN(len(w.people))
	w.update(func(tx *store.Tx) {
		p, _ := store.People.Get(tx, w.people[who].ID)
		plan := *p.CheckIn
		plan.Profile = []string{"standard", "fragile", "light"}[w.dice.IntN(3)]
		plan.Time = []string{"08:30", "11:00", plan.Time}[w.dice.IntN(3)]
		p.CheckIn = &plan
		store.People.Put(tx, p.ID, p)
	})
	w.left[w.people[who].ID] = true // may fall between two times
}

// staff takes or closes a case.
func (w *world) staff() {
	var ids []uint64
	w.update(func(tx *store.Tx) {
		ids = nil
		for _, c := range store.Cases.All(tx, "") {
			if c.State != wijk.CaseClosed {
				ids = append(ids, c.ID)
			}
		}
	})
	if len(ids) > 0 {
		verb := rapid.SampledFrom([]string{"neem", "klaar"}).Draw(w.rt, "verb")
		w.hand(wijk.Message{
			From: wijk.Address{Channel: wijk.Telegram, To: "99"}, Kind: wijk.Text, Text: fmt.Sprint(verb, " ", ids[w.dice.IntN(len(ids))]),
		})
	}
}

// write hands in a message of a person, in one of the ways people do that.
func (w *world) write(who int, words string) {
	all := w.people[who].Addresses()
	if len(all) == 0 {
		return
	}
	m := wijk.Message{From: all[w.dice.IntN(len(all))], Kind: wijk.Text, Text: words}
	how := rapid.IntRange(0, 9).Draw(w.rt, "how")
	if m.From.Channel == wijk.Telegram {
		switch how {
		case 0:
			m.Edited = true
		case 1:
			m.Forwarded = true
		case 2:
			m.Chat = "-5"
		case 3:
			m.Kind, m.Album = wijk.Picture, rapid.SampledFrom([]string{"", "a", "b"}).Draw(w.rt, "album")
		case 4:
			m.Kind, m.Text, m.Option = wijk.Button, "", "c"+string(wijk.DateOf(w.now))+"."+words
		}
	}
	var before wijk.Talk
	var p wijk.Person
	w.update(func(tx *store.Tx) {
		before, _ = store.Talks.Get(tx, m.From.String())
		p, _ = store.People.Get(tx, w.people[who].ID)
	})
	w.hand(m)
	said := reply.Classify(words)
	if _, rest, ok := strings.Cut(words, " 14"); ok && m.Kind != wijk.Button && !m.Forwarded && m.Chat == "" {
		said = reply.Classify(strings.TrimSpace(rest)) // "nee" is of the report
		if strings.HasPrefix(rest, " nee") {
			said.Label = reply.Unclear
		}
	}
	bare := slices.Contains([]string{"2", "nee"}, words)
	if said.Label == reply.Stop || said.Label == reply.Pause {
		w.left[p.ID] = true
	}
	switch {
	case said.Label != reply.Help && said.Label != reply.Urgent,
		bare && (before.Flow != "" || p.Invitation != "" || m.Chat != ""):
		return
	case slices.Contains([]string{"hulp", "help"}, words) && m.Kind != wijk.Button:
		w.wantCase(p.ID, m, wijk.CaseHelp, wijk.CaseUrgent, wijk.CaseQuestion)
	default:
		w.wantCase(p.ID, m, wijk.CaseHelp, wijk.CaseUrgent)
	}
}

func (w *world) wantCase(person string, m wijk.Message, kinds ...string) {
	found := false
	w.update(func(tx *store.Tx) {
		for _, c := range store.Cases.Find(tx, "open", person) {
			found = found || slices.Contains(kinds, c.Kind)
		}
	})
	if !found {
		w.rt.Fatalf("%s: %+v of %s opened no case", w.now, m, person)
	}
}

// hand gives a message to the city.
func (w *world) hand(m wijk.Message) {
	w.n++
	m.ID, m.At = fmt.Sprint("m", w.n), w.now
	w.update(func(tx *store.Tx) { w.city.Handle(tx, m, w.now) })
	w.watch()
}

// run lets time pass.
func (w *world) run(d time.Duration) {
	for end := w.now.Add(d); ; {
		var next time.Time
		w.update(func(tx *store.Tx) {
			w.city.AskCheckIns(tx, w.from, w.now, w.now)
			for _, timer := range store.DueTimers(tx, w.now, 1000) {
				if store.TakeTimer(tx, timer) {
					w.city.Fire(tx, timer, w.now)
				}
			}
			w.deliver(tx)
			next = w.next(tx)
		})
		if w.now.After(w.from) { // a clock that was put back repeats no round
			w.from = w.now
		}
		if !w.now.Before(end) {
			w.watch()
			return
		}
		if next.After(end) {
			next = end
		}
		w.now = next
	}
}

// next is when something is due again.
func (w *world) next(tx *store.Tx) time.Time {
	next := w.now.Add(30 * time.Minute)
	if len(w.pending) > 0 {
		next = w.now.Add(10 * time.Minute)
	}
	if due, ok := store.NextTimer(tx); ok && due.Before(next) && due.After(w.now) {
		next = due
	}
	return next
}

// deliver does with what is due what providers do.
func (w *world) deliver(tx *store.Tx) {
	pending := w.pending
	w.pending = nil
	for _, id := range pending {
		m, _ := store.Outbox.Get(tx, store.Num(id))
		if w.dice.IntN(3) > 0 {
			w.pending = append(w.pending, id)
			continue
		}
		switch {
		case m.State == wijk.Unknown:
			m.State = []wijk.State{wijk.Queued, wijk.Sent, wijk.Failed}[w.dice.IntN(3)]
			m.Accepted = w.now
		case m.State == wijk.Sent && !w.calm && w.dice.IntN(8) == 0:
			m.State, m.Error = wijk.Failed, "30003"
		case m.State == wijk.Sent:
			m.State = wijk.Delivered
		default:
			continue
		}
		store.Outbox.Put(tx, store.Num(id), m)
		w.city.Settled(tx, m, w.now)
	}
	for c := wijk.Alarm; c <= wijk.Broadcast; c++ {
		for _, ch := range []wijk.Channel{wijk.Telegram, wijk.SMS, wijk.Voice} {
			for key, m := range store.Ready(tx, ch, c, w.now) {
				if !w.attempt(tx, &m) {
					continue
				}
				store.Outbox.Put(tx, key, m)
				w.city.Settled(tx, m, w.now)
				if m.State == wijk.Unknown || m.State == wijk.Sent && ch == wijk.SMS && c == wijk.Check {
					w.pending = append(w.pending, m.ID)
				}
			}
		}
	}
}

// attempt sends m. It reports whether that changed anything.
func (w *world) attempt(tx *store.Tx, m *wijk.Outgoing) bool {
	quiet := w.now.Hour() < 8 || w.now.Hour() >= 21
	trouble := w.dice.IntN(12)
	switch {
	case !m.NotAfter.IsZero() && m.NotAfter.Before(w.now):
		m.State = wijk.Expired
	case m.Quiet && quiet:
		return false
	case m.Class != wijk.Alarm && w.now.Before(w.down[m.To.Channel]):
		m.Attempts++
	case !w.calm && m.Class != wijk.Alarm && trouble == 0:
		m.State, m.Error = wijk.Failed, "30003"
	case !w.calm && m.Class != wijk.Alarm && trouble == 1:
		m.State, m.Claimed = wijk.Unknown, w.now
	case m.To.Channel == wijk.Voice && trouble < 6:
		m.State, m.Error = wijk.Failed, wijk.CallNoAnswer
	case !w.calm && m.Class == wijk.Check && trouble == 2 && w.dice.IntN(4) == 0:
		m.State, m.Error, m.Gone = wijk.Failed, "403", true
	default:
		m.State, m.Claimed, m.Accepted, m.ProviderID = wijk.Sent, w.now, w.now, fmt.Sprint(m.ID)
		w.accepted(tx, m, quiet)
	}
	return true
}

// accepted checks what leaves the city.
func (w *world) accepted(tx *store.Tx, m *wijk.Outgoing, quiet bool) {
	own := m.Class == wijk.Check || m.Class == wijk.Broadcast
	if h, _ := store.Holders.Get(tx, m.To.String()); own && !h.Stopped.IsZero() {
		w.rt.Fatalf("%s: sent after STOP: %q", w.now, m.Text)
	}
	if own && quiet {
		w.rt.Fatalf("%s: sent in quiet hours: %q", w.now, m.Text)
	}
	if m.Class == wijk.Alarm {
		id, _, _ := strings.Cut(m.About.Ref, "/")
		w.alarms[id]++
	}
	w.disturbed(tx, m)
	if m.About.Kind != "checkin" || m.To.Channel == wijk.Voice {
		return
	}
	ck, _ := store.CheckIns.Get(tx, m.About.Ref)
	if wave, _ := store.Waves.Get(tx, store.WaveKey(&ck)); wave.Incident != 0 {
		return // asks again when it is over
	}
	key := m.About.Ref + m.To.String() + m.Text[:20]
	w.asked[key]++
	most := 1
	if w.left[ck.Person] || w.light(tx, ck.Person) {
		most = 2
	}
	if w.asked[key] > most {
		w.rt.Fatalf("%s: asked %d times: %q for %s", w.now, w.asked[key], m.Text, m.About.Ref)
	}
}

func (w *world) light(tx *store.Tx, person string) bool {
	p, _ := store.People.Get(tx, person)
	return p.CheckIn.Profile == "light"
}

// watch checks what must hold at every moment.
func (w *world) watch() {
	w.update(func(tx *store.Tx) {
		for _, c := range store.Cases.All(tx, "") {
			need := c.Kind == wijk.CaseHelp || c.Kind == wijk.CaseUrgent
			if need && c.State == wijk.CaseClosed && c.Notes[len(c.Notes)-1].By == "" {
				w.rt.Fatalf("%s: nobody closed case %d, and it is closed", w.now, c.ID)
			}
		}
		for key, ck := range store.CheckIns.All(tx, "") {
			if was := w.worst[key]; was != "" && ck.Wellbeing != was && ck.Wellbeing != "urgent" {
				w.rt.Fatalf("%s: %s was %s and is %s", w.now, key, was, ck.Wellbeing)
			}
			if ck.Wellbeing == "help" || ck.Wellbeing == "urgent" {
				w.worst[key] = ck.Wellbeing
			}
		}
	})
}

// atTheEnd checks that no silence was left alone.
func (w *world) atTheEnd() {
	w.update(func(tx *store.Tx) {
		cases := make(map[string][]wijk.Case)
		incident := false
		for _, c := range store.Cases.All(tx, "") {
			cases[c.Person] = append(cases[c.Person], c)
			incident = incident || c.Kind == wijk.CaseIncident
			if (c.Kind == wijk.CaseHelp || c.Kind == wijk.CaseUrgent) && c.Calls > 0 && w.alarms[fmt.Sprint(c.ID)] == 0 {
				w.rt.Fatalf("nobody was called for case %d %s", c.ID, c.Kind)
			}
		}
		days := make(map[string]int)
		for key, ck := range store.CheckIns.All(tx, "") {
			days[ck.Person]++
			if w.now.Sub(ck.Due) < 34*time.Hour {
				continue // its ladder may still run
			}
			w.accounted(tx, key, &ck, cases[ck.Person], incident)
		}
		for _, p := range w.people {
			if days[p.ID] == 0 && !w.left[p.ID] {
				w.rt.Fatalf("%s was never asked", p.ID)
			}
		}
	})
}

func (w *world) accounted(tx *store.Tx, key string, ck *wijk.CheckIn, cases []wijk.Case, incident bool) {
	has := func(kinds ...string) bool {
		return slices.ContainsFunc(cases, func(c wijk.Case) bool { return slices.Contains(kinds, c.Kind) })
	}
	ok := false
	switch ck.State {
	case wijk.CheckInAnswered:
		ok = ck.Wellbeing == "ok" || has(wijk.CaseHelp, wijk.CaseUrgent)
	case wijk.CheckInUnclear:
		ok = has(wijk.CaseUnclear, wijk.CaseCalled) || ck.Rule == "nummer" && has(wijk.CaseQuestion)
	case wijk.CheckInUnreached:
		ok = has(wijk.CaseUnreached)
	case wijk.CheckInMissed:
		ok = incident
	case wijk.CheckInEnded:
		ok = w.left[ck.Person] || !ck.LifeSign.IsZero() || w.answeredLater(tx, ck)
	case wijk.CheckInOpen:
		wave, _ := store.Waves.Get(tx, store.WaveKey(ck))
		stands, _ := store.Cases.Get(tx, store.Num(wave.Incident))
		ok = wave.Braked && stands.State != wijk.CaseClosed
	}
	if !ok {
		w.rt.Fatalf("%s: %s ended as %+v, with cases %+v", w.now, key, *ck, cases)
	}
}

// answeredLater reports whether a later question was answered.
func (w *world) answeredLater(tx *store.Tx, ck *wijk.CheckIn) bool {
	for i := 1; i < 8; i++ {
		if next, _ := store.CheckIns.Get(tx, ck.Person+"/"+string(ck.Date.Add(i))); next.State == wijk.CheckInAnswered {
			return true
		}
	}
	return false
}
