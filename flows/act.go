package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// ordered returns what the sender asks for, when it is an order of somebody who
// mends. Words that are in any sentence are no order in the middle of a text.
func (t *Turn) ordered() (order, bool) {
	if t.Staff == nil || !t.Staff.Role.Mends() || t.M.Kind != wijk.Text && t.M.Kind != wijk.Picture {
		return order{}, false
	}
	text := t.M.Text
	if t.is("klaar", "neem") && !t.busy() && !t.Staff.Role.Cares() {
		text = "/" + text // who has no cases can only mean a report
	}
	o, ok := readOrder(text)
	if !ok {
		return o, false
	}
	f, q := t.open()
	if t.Talk.Flow == flowWhich && o.job.name == "kaart" {
		return o, false // the answer
	}
	telling := f != nil && !f.Soft && (q.Free || f == update)
	return o, !telling || !o.job.plain || o.slash
}

// isOrder reports whether the message is an order about a report: what its text
// would mean elsewhere does not count then.
func (t *Turn) isOrder() bool {
	_, ok := t.ordered()
	return ok
}

// workCommand handles the words of those who mend things outside.
func (t *Turn) workCommand() bool {
	if t.wantsList() || t.photoOfWork() {
		return true
	}
	o, ok := t.ordered()
	if !ok {
		return false
	}
	if o.number == 0 {
		t.whichOwn(o)
		return true
	}
	named := fmt.Sprintf("melding %d", o.number)
	if o.number == noNumber {
		named = "melding met dat nummer"
	}
	r, ok := store.Reports.Get(t.Tx, store.Num(o.number))
	if t.meansCase(o, &r, ok) {
		return true
	}
	switch {
	case o.job.name == "kaart" && (!ok || !t.mends(&r)) && t.reported(fmt.Sprint(o.number)):
		return false // their own, as a resident
	case !ok:
		t.Say("Er is geen " + named + ". Stuur WERK voor de lijst.")
	case !t.mends(&r):
		t.Say(t.notTheirs(&r))
	default:
		t.obey(o.job, &r, o.rest)
	}
	return true
}

func (t *Turn) notTheirs(r *wijk.Report) string {
	w, ok := t.City.Map().Wijk(r.Place.Wijk)
	if !ok {
		return fmt.Sprintf("Melding %d is niet voor u.", r.Number)
	}
	return fmt.Sprintf("Melding %d ligt in %s. Daar werkt u niet.", r.Number, w.Name)
}

// whichOwn handles an order without a number: it is clear when the sender has
// one report in hand.
func (t *Turn) whichOwn(o order) {
	if own := t.ownReports(); len(own) == 1 {
		t.obey(o.job, &own[0], o.rest)
		return
	}
	t.Say(fmt.Sprintf("Welke melding? Stuur bijvoorbeeld: %s 12. De lijst: WERK.", strings.ToUpper(o.job.words[0])))
}

// ownReports returns what the sender has in hand, at most fewOwn.
func (t *Turn) ownReports() (own []wijk.Report) {
	for _, r := range store.Reports.Find(t.Tx, "owner", t.Staff.ID) {
		if t.mends(&r) {
			own = append(own, r)
		}
		if len(own) == fewOwn {
			break
		}
	}
	return own
}

// fewOwn is from how many reports a choice helps nobody.
const fewOwn = 5

// obey does a job, or says why that is not possible now.
func (t *Turn) obey(j *job, r *wijk.Report, rest string) {
	if o := owner(t.Tx, r); o != nil && o.ID != t.Staff.ID && !j.free && r.Stage.Open() {
		t.sayOf(r, t.has(o, r))
		return
	}
	if j.possible(t.Tx, t.Staff, r) {
		j.do(t, r, rest)
		return
	}
	switch {
	case j.name == "neem" || j.name == "over":
		t.takeReport(r, rest) // says who has it
	case j.to != "" && !r.Stage.May(j.to):
		from, _ := r.Stage.Rule()
		t.sayOf(r, fmt.Sprintf("Dat kan nu niet. Melding %d is: %s.", r.Number, strings.ToLower(from.Name)))
	case j.to == wijk.Asked:
		t.sayOf(r, fmt.Sprintf("Melding %d is anoniem: er is niemand om het te vragen.", r.Number))
	default:
		t.sayOf(r, fmt.Sprintf("Dat kan nu niet met melding %d.", r.Number))
	}
}

// has says which colleague has a report, and since when.
func (t *Turn) has(o *wijk.Staff, r *wijk.Report) string {
	text := fmt.Sprintf("%s heeft melding %d sinds %s.", o.Name, r.Number, t.City.since(r.Taken, t.Now))
	if t.Staff.Role != wijk.Onderhoud {
		text += fmt.Sprintf(" Toch u? Stuur NEEM OVER %d.", r.Number)
	}
	return text
}

// pressedWork handles a button on a card of somebody who works on reports. What
// it says is about the report as it was when the card was shown.
func (t *Turn) pressedWork(ref, act string) {
	n, err := strconv.ParseUint(ref, 10, 64)
	name, step, _ := strings.Cut(act, ".")
	if err != nil || t.Staff == nil || !t.Staff.Role.Mends() {
		t.expired()
		return
	}
	if t.pressedList(n, name, step) {
		return
	}
	r, ok := store.Reports.Get(t.Tx, store.Num(n))
	seen, err := strconv.ParseUint(step, 36, 64)
	if !ok || err != nil || !t.mends(&r) {
		t.expired()
		return
	}
	if name != "kaart" {
		if e, ok := stepSince(t.Tx, n, seen, t.Staff.ID); ok {
			t.lead = fmt.Sprintf("Deze knop is verlopen. %s deed iets met melding %d: %s.\n\n", who(t.Tx, e.By), n, did(&e))
			t.sayCard(&r)
			return
		}
	}
	if name == actMore {
		t.sayMore(&r)
		return
	}
	for _, j := range jobs() {
		if j.name == name {
			t.obey(&j, &r, "")
			return
		}
	}
	t.expired()
}

func (t *Turn) sayMore(r *wijk.Report) {
	if !t.mute {
		t.send(wijk.Outgoing{
			Text:    fmt.Sprintf("Wat wilt u doen met melding %d (%s)?", r.Number, headline(r)),
			Options: t.City.buttons(t.Tx, t.Staff, r, true),
		})
	}
}

// lastStep returns the number of the latest step in the life of a report.
func lastStep(tx *store.Tx, number uint64) (seq uint64) {
	for _, e := range store.History.All(tx, store.Num(number)) {
		seq = e.Seq
	}
	return seq
}

// stepSince returns the latest step after seen that somebody else made. Notes,
// and what the city notes by itself, change nothing about what a button means.
func stepSince(tx *store.Tx, number, seen uint64, staff string) (last wijk.Entry, ok bool) {
	for _, e := range store.History.Range(tx, store.Num(number)+store.Num(seen+1), store.Num(number+1)) {
		if e.To != "" && e.By != staff && (e.By != byBot || e.From != e.To) {
			last, ok = e, true
		}
	}
	return last, ok
}

// did says what a step was.
func did(e *wijk.Entry) string {
	rule, _ := e.To.Rule()
	if e.From == e.To && e.Note != "" {
		return strings.TrimSuffix(short(e.Note, cardNote), ".")
	}
	return strings.ToLower(rule.Name)
}

// takeReport makes the sender the owner: "neem 12".
func (t *Turn) takeReport(r *wijk.Report, rest string) {
	over := strings.EqualFold(strings.Trim(rest, " .!"), "over") && t.Staff.Role != wijk.Onderhoud
	o := owner(t.Tx, r)
	switch {
	case !r.Stage.Open():
		t.sayOf(r, fmt.Sprintf("Melding %d is al gesloten.", r.Number))
		return
	case atBackOffice(r):
		t.sayOf(r, fmt.Sprintf("Melding %d ligt bij de backoffice. U kunt hem niet nemen.", r.Number))
		return
	case o != nil && o.ID == t.Staff.ID:
		t.sayOf(r, fmt.Sprintf("Melding %d is al van u, sinds %s.", r.Number, t.City.since(r.Taken, t.Now)))
		return
	case o != nil && !over:
		t.sayOf(r, t.has(o, r))
		return
	}
	taken, err := t.City.takeOn(t.Tx, r.Number, t.Staff, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	if o != nil {
		t.City.tellWorker(t.Tx, o, r, fmt.Sprintf("%s heeft melding %d (%s) van u overgenomen.", t.Staff.Name, r.Number, headline(r)), t.Now)
	}
	how := "een foto met KLAAR " + strconv.FormatUint(r.Number, 10)
	if t.M.From.Channel == wijk.SMS {
		how = fmt.Sprintf("KLAAR %d en wat u deed", r.Number)
	}
	t.sayOf(&taken, fmt.Sprintf("Melding %d is van u: %s. Klaar? Stuur %s.", r.Number, headline(r), how))
}

// takeOn makes a member of staff the owner of a report and brings it into
// progress, unless it waits for its day or for somebody else.
func (c *City) takeOn(tx *store.Tx, number uint64, s *wijk.Staff, now time.Time) (wijk.Report, error) {
	r, _ := store.Reports.Get(tx, store.Num(number))
	note := "Genomen."
	if o := owner(tx, &r); o != nil {
		note = "Overgenomen van " + o.Name + "."
	}
	r.Owner, r.Taken = s.ID, now
	store.Reports.Put(tx, store.Num(number), r)
	later := r.Stage == wijk.Planned && r.Planned > wijk.DateOf(now.In(c.Zone))
	if later || r.Stage == wijk.Asked || r.Stage == wijk.Outside || !r.Stage.May(wijk.InProgress) {
		store.Log(tx, wijk.Entry{Number: number, At: now, By: s.ID, From: r.Stage, To: r.Stage, Note: note})
		return r, nil
	}
	return c.Move(tx, number, Move{To: wijk.InProgress, By: s.ID, Note: note}, now)
}

// releaseReport gives a report back to the list: "laat los 12".
func (t *Turn) releaseReport(r *wijk.Report) {
	o := owner(t.Tx, r)
	free, err := t.City.letGo(t.Tx, r.Number, t.Staff.ID, "Losgelaten.", t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	if o != nil && o.ID != t.Staff.ID {
		t.City.tellWorker(t.Tx, o, r, fmt.Sprintf("%s heeft melding %d (%s) van uw lijst gehaald.", t.Staff.Name, r.Number, headline(r)), t.Now)
	}
	t.sayOf(&free, fmt.Sprintf("Melding %d staat weer op de lijst. Hij is van niemand.", r.Number))
}

// letGo takes a report from its owner. What was in progress is so no more.
func (c *City) letGo(tx *store.Tx, number uint64, by, note string, now time.Time) (wijk.Report, error) {
	r, _ := store.Reports.Get(tx, store.Num(number))
	r.Owner, r.Taken = "", time.Time{}
	store.Reports.Put(tx, store.Num(number), r)
	if r.Stage == wijk.InProgress {
		return c.Move(tx, number, Move{To: wijk.Reported, By: by, Silent: true, Note: note}, now)
	}
	store.Log(tx, wijk.Entry{Number: number, At: now, By: by, From: r.Stage, To: r.Stage, Note: note})
	return r, nil
}

// fetchBack takes a report back from whoever has it outside the city.
func (t *Turn) fetchBack(r *wijk.Report, _ string) {
	back, err := t.City.Move(t.Tx, r.Number, Move{To: wijk.Reported, By: t.Staff.ID, Silent: true, Note: "Teruggehaald."}, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	t.sayOf(&back, fmt.Sprintf("Melding %d is weer bij de gemeente en staat op de lijst.", r.Number))
}

// showPhotos sends every photo of a report, those of the repair last.
func (t *Turn) showPhotos(r *wijk.Report) {
	if t.M.From.Channel != wijk.Telegram {
		t.Say("Foto's ziet u alleen in Telegram.")
		return
	}
	all := append(append([]string{}, r.Photos...), r.Repairs...)
	for i, id := range all {
		name := "Foto"
		if i >= len(r.Photos) {
			name = "Foto na het werk"
		}
		if !t.mute {
			t.send(wijk.Outgoing{Text: fmt.Sprintf("%s bij melding %d (%d van %d)", name, r.Number, i+1, len(all)), PhotoID: id})
		}
	}
}

// wantsNote leaves a note for colleagues: "notitie 12 sleutel bij de school".
func (t *Turn) wantsNote(r *wijk.Report, rest string) {
	if rest == "" {
		t.startWork("werk-notitie", r)
		return
	}
	t.note(r, rest)
}

func (t *Turn) note(r *wijk.Report, text string) {
	store.Log(t.Tx, wijk.Entry{Number: r.Number, At: t.Now, By: t.Staff.ID, Note: short(text, maxText)})
	t.sayOf(r, fmt.Sprintf("De notitie staat bij melding %d. Alleen collega's lezen die.", r.Number))
}
