package flows

import (
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// openCase opens a case about the sender.
func (t *Turn) openCase(kind, severity, text string, page bool) uint64 {
	cs := wijk.Case{
		Kind: kind, Severity: severity, Address: t.M.From,
		Notes: []wijk.Note{{At: t.Now, Text: text}},
	}
	who := "iemand die wij niet kennen, via " + channelName(t.M.From.Channel)
	if kept := t.keeperHere(); kept != "" {
		who = kept
	}
	if t.M.From.Channel == wijk.SMS || t.M.From.Channel == wijk.Voice {
		who += " (" + t.M.From.To + ")"
	}
	if t.Staff != nil {
		who = strings.TrimSuffix("collega "+t.Staff.Name+", "+t.Staff.Phone, ", ")
	}
	if both := t.bothNames(); both != "" {
		cs.Notes[0].Text += " " + both
	}
	if t.Person != nil {
		cs.Person, cs.Wijk = t.Person.ID, t.Person.Wijk
		who = describe(t.Person)
		if ck := t.today(); ck != nil {
			cs.Ref = ck.Key()
		}
	}
	call := ""
	if page {
		call = caseName(kind) + ": " + who + "."
	}
	return t.City.openCase(t.Tx, cs, call, t.Now)
}

// openCase opens a case, or adds to the one that is open: one person, one
// item on the list. page, when not empty, is what those on duty hear. It
// returns the number of the case.
func (c *City) openCase(tx *store.Tx, cs wijk.Case, page string, now time.Time) uint64 {
	if cs.Kind != wijk.CaseIncident {
		for key, old := range store.Cases.Find(tx, "open", store.CaseOwner(cs.Person, cs.Address)) {
			if joined(old.Kind, cs.Kind) {
				return c.addTo(tx, key, old, cs, page, now)
			}
		}
	}
	cs.ID, cs.Opened, cs.State = tx.Next("case"), now, wijk.CaseOpen
	if page != "" {
		c.page(tx, &cs, page, now)
	}
	store.Cases.Put(tx, store.Num(cs.ID), cs)
	return cs.ID
}

// joined reports whether a new matter belongs to an open case: of the same
// kind, or both about somebody in need.
func joined(old, add string) bool {
	need := func(k string) bool { return k == wijk.CaseHelp || k == wijk.CaseUrgent }
	return old == add || need(old) && need(add)
}

// pageAgain is after how long a new cry in an open case calls again.
const pageAgain = 10 * time.Minute

// addTo adds to an open case. It can become worse, never better.
func (c *City) addTo(tx *store.Tx, key string, old, add wijk.Case, page string, now time.Time) uint64 {
	worse := add.Severity == wijk.Red && old.Severity == wijk.Amber
	if worse {
		old.Severity = wijk.Red
	}
	if add.Kind == wijk.CaseUrgent {
		old.Kind = wijk.CaseUrgent
	}
	quiet := now.Sub(lastHeard(&old)) >= pageAgain
	if len(old.Notes) < maxNotes {
		old.Notes = append(old.Notes, add.Notes...)
	}
	again := worse || now.Sub(old.Paged) >= pageAgain
	if old.Second != nil { // what was to be closed has come back
		old.Second, again, quiet = nil, true, true
		store.StopTimer(tx, "", timerSecond, strconv.FormatUint(old.ID, 10))
		c.told(&old, "Er kwam een nieuw bericht. De zaak wordt niet gesloten.", now)
	}
	switch {
	case page != "" && again:
		c.pageAnew(tx, &old, page, now)
	case page != "":
		c.cryAgain(tx, &old, now)
	case old.State == wijk.CaseTaken && quiet:
		c.tellMore(tx, &old, wijk.Reply, now)
	}
	store.Cases.Put(tx, key, old)
	return old.ID
}

// maxNotes keeps a case readable whatever somebody sends.
const maxNotes = 100

func (c *City) addNote(tx *store.Tx, id uint64, text string, now time.Time) {
	cs, ok := store.Cases.Get(tx, store.Num(id))
	if !ok || len(cs.Notes) >= maxNotes {
		return
	}
	cs.Notes = append(cs.Notes, wijk.Note{At: now, Text: text})
	store.Cases.Put(tx, store.Num(id), cs)
}

// told adds a note of the bot to a case that the caller stores.
func (c *City) told(cs *wijk.Case, text string, now time.Time) {
	if len(cs.Notes) < maxNotes {
		cs.Notes = append(cs.Notes, wijk.Note{At: now, Text: text})
	}
}

// endCase closes a case. The bot never does that with one of help or urgent.
func (c *City) endCase(tx *store.Tx, id uint64, by, why string, now time.Time) {
	cs, ok := store.Cases.Get(tx, store.Num(id))
	if !ok || cs.State == wijk.CaseClosed {
		return
	}
	if by == "" && (cs.Kind == wijk.CaseHelp || cs.Kind == wijk.CaseUrgent) {
		c.addNote(tx, id, why, now)
		return
	}
	if cs.Visit != nil && !settled(cs.Visit) {
		c.dropVisit(tx, &cs, now)
	}
	cs.State, cs.Closed, cs.Rings, cs.Second, cs.Hand = wijk.CaseClosed, now, false, nil, nil
	if cs.Address.Channel == wijk.Letter {
		empty(&cs)
	}
	cs.Notes = append(cs.Notes, wijk.Note{At: now, By: by, Text: why})
	store.Cases.Put(tx, store.Num(id), cs)
	if by != "" && cs.Kind == wijk.CaseUnreached {
		c.looked(tx, &cs, now)
	}
	if by != "" {
		c.tellKeepers(tx, &cs, now)
	}
	if key, ok := strings.CutPrefix(cs.Ref, refWave); ok {
		c.lift(tx, key, by, why, now)
	}
}

// looked ends what still runs for somebody who was not reached, now that a
// member of staff has looked: no call an hour later for what is settled.
func (c *City) looked(tx *store.Tx, cs *wijk.Case, now time.Time) {
	today := wijk.DateOf(now.In(c.Zone))
	for _, key := range []string{cs.Ref, cs.Person + "/" + string(today), cs.Person + "/" + string(today.Add(-1))} {
		if ck, ok := store.CheckIns.Get(tx, key); ok && ck.State == wijk.CheckInUnreached {
			rest(tx, &ck)
		}
	}
}

// tellOwner tells who took a case, or else whoever is on duty.
func (c *City) tellOwner(tx *store.Tx, cs wijk.Case, text string, now time.Time) {
	g := c.guard(tx, now)
	for _, s := range store.Staff.All(tx, "") {
		if cs.Owner != "" && s.ID != cs.Owner || cs.Owner == "" && !(s.Role.Cares() && g.covers(&s, cs.Wijk)) {
			continue
		}
		for _, a := range s.Addresses() {
			store.Send(tx, wijk.Outgoing{Class: wijk.Reply, To: a, Text: text, Due: now, NotAfter: now.Add(replyAge)})
		}
	}
}

// Warn opens one incident about the service itself and calls those on duty;
// while it is open, the same ref is told no second time. For the back office
// nobody is called: what waits for it comes back by itself.
func (c *City) Warn(tx *store.Tx, ref, text string, now time.Time) {
	for _, cs := range store.Cases.Find(tx, "open", store.CaseOwner("", wijk.Address{})) {
		if cs.Ref == ref {
			return
		}
	}
	call := text
	if ref == "channel/"+string(wijk.BackOffice) {
		call = ""
	}
	c.openCase(tx, wijk.Case{
		Kind: wijk.CaseIncident, Severity: wijk.Amber, Ref: ref,
		Notes: []wijk.Note{{At: now, Text: text}},
	}, call, now)
}

// caseTitle is what a case is called in a list.
func caseTitle(cs *wijk.Case) string {
	switch cs.Address.Channel {
	case wijk.Letter:
		return "Brief versturen"
	case wijk.BackOffice:
		return "Melding " + cs.Address.To
	}
	if isGap(cs) {
		return "Niemand van dienst"
	}
	return caseName(cs.Kind)
}

// caseName is how staff read a kind.
func caseName(kind string) string {
	names := map[string]string{
		wijk.CaseHelp: "Hulp gevraagd", wijk.CaseUrgent: "SPOED", wijk.CaseUnclear: "Onduidelijk antwoord",
		wijk.CaseUnreached: "Niet bereikt", wijk.CaseStop: "Gestopt", wijk.CaseHospital: "Ziekenhuis",
		wijk.CaseOutreach: "Wil een gesprek", wijk.CaseQuestion: "Vraag", wijk.CaseIncident: "Storing",
		wijk.CaseCalled: "Belde meer dan eens",
	}
	return names[kind]
}

func channelName(ch wijk.Channel) string {
	switch ch {
	case wijk.SMS:
		return "sms"
	case wijk.Voice:
		return "de telefoon"
	}
	return "Telegram"
}
