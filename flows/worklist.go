package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// How much of the work is shown at once, and looked at to choose from. Whoever
// has ten thousand open reports walks past the most pressing ones first.
const (
	perPage, perSMS = 8, 4
	mostUrgent      = 100
	mostPlanned     = 100
	mostOpen        = 200 // of a wijk, those that are promised first
)

// pinAge is how long a place that somebody of the crew sent is where they are.
const pinAge = 4 * time.Hour

// Why a report is on the list, in the order of the list.
const (
	urgentWork = "Spoed"
	lateWork   = "Te laat"
	todayWork  = "Vandaag gepland"
	routeWork  = "Op de route"
	othersWork = "Wacht op een ander"
)

// A workItem is a line of the list of work. In is the wijk that the lines around
// it are of, empty when they are of several.
type workItem struct {
	report wijk.Report
	why    string
	in     string
}

// A worklist is what somebody asks to see.
type worklist struct {
	staff *wijk.Staff
	mine  bool // only what they have taken
	waits bool // what waits for somebody else
	wijk  string
	from  wijk.Point
	today wijk.Date
}

// wantsList handles "werk", "werk mijn", "werk wacht", "werk dorp" and "werk 2"
// for the second page, and the place of somebody of the crew: the list begins
// there.
func (t *Turn) wantsList() bool {
	if t.Staff == nil || !t.Staff.Role.Mends() {
		return false
	}
	if t.M.Kind == wijk.Location && !t.busy() && t.M.Point.Valid() {
		t.Talk.Here, t.Talk.HereAt = t.M.Point, t.Now
		t.list(worklist{staff: t.Staff}, 1)
		return true
	}
	rest, ok := t.starts("werk", "werklijst")
	if !ok || t.M.Kind != wijk.Text {
		return false
	}
	l, page, ok := t.readList(rest)
	if !ok && (t.busy() || len(strings.Fields(rest)) > 2) {
		return false // "werk aan de weg" is an answer, or a report
	}
	if !ok {
		t.Say("Stuur WERK, WERK MIJN of WERK WACHT. Of WERK en de naam van uw wijk.")
		return true
	}
	t.list(l, page)
	return true
}

// readList reads what comes behind "werk".
func (t *Turn) readList(rest string) (l worklist, page int, ok bool) {
	l.staff, page = t.Staff, 1
	words := strings.Fields(rest)
	if n := len(words); n > 0 {
		if p, err := strconv.Atoi(words[n-1]); err == nil && p > 0 && p < 1000 {
			page, words = p, words[:n-1]
		}
	}
	switch said := strings.Join(words, " "); {
	case said == "":
	case strings.EqualFold(said, "mijn"):
		l.mine = true
	case strings.EqualFold(said, "wacht"):
		l.waits = true
	default:
		slug, found := t.City.Map().Named(said)
		if !found || !t.Staff.Role.Directs() && !t.Staff.Covers(slug) {
			return l, 0, false
		}
		l.wijk = slug
	}
	return l, page, true
}

// The kinds of list, as the buttons of a list have them.
const (
	listAll, listMine, listWaits = "lijst", "lijstmijn", "lijstwacht"
)

// pressedList handles the buttons under a list: the next page.
func (t *Turn) pressedList(number uint64, name, page string) bool {
	if number != 0 {
		return false
	}
	name, slug, _ := strings.Cut(name, "-")
	p, err := strconv.ParseUint(page, 36, 16)
	known := name == listAll || name == listMine || name == listWaits
	if err != nil || p == 0 || !known || slug != "" && !t.Staff.Role.Directs() && !t.Staff.Covers(slug) {
		t.expired()
		return true
	}
	t.list(worklist{staff: t.Staff, mine: name == listMine, waits: name == listWaits, wijk: slug}, int(p))
	return true
}

func (l *worklist) name() string {
	name := listAll
	switch {
	case l.mine:
		name = listMine
	case l.waits:
		name = listWaits
	}
	if l.wijk != "" {
		name += "-" + l.wijk
	}
	return name
}

// list shows a page of the work.
func (t *Turn) list(l worklist, page int) {
	if t.Now.Sub(t.Talk.HereAt) > pinAge { // nobody needs to know where they were
		t.Talk.Here, t.Talk.HereAt = wijk.Point{}, time.Time{}
	}
	l.from = t.Talk.Here
	l.today = wijk.DateOf(t.Now)
	size := perPage
	if t.M.From.Channel == wijk.SMS {
		size = perSMS
	}
	first := (page - 1) * size
	items := t.City.work(t.Tx, &l, first+size+1)
	if len(items) <= first {
		t.Say(l.nothing(page))
		return
	}
	more := len(items) > first+size
	items = items[first:min(len(items), first+size)]
	t.sayList(&l, items, page, more)
}

func (l *worklist) nothing(page int) string {
	switch {
	case page > 1:
		return "Dat was alles. Stuur WERK voor het begin."
	case l.mine:
		return "U heeft niets in handen. Stuur WERK voor de lijst."
	case l.waits:
		return "Er wacht niets op een ander."
	}
	return "Er is geen werk op de lijst."
}

func (t *Turn) sayList(l *worklist, items []workItem, page int, more bool) {
	if t.mute {
		return
	}
	var b strings.Builder
	var m wijk.Outgoing
	title := ""
	for i, it := range items {
		if now := t.City.workTitle(&it); now != title {
			title = now
			if i > 0 {
				b.WriteString("\n")
			}
			b.WriteString(title)
		}
		b.WriteString("\n" + t.City.workLine(t.Tx, &it, t.Now))
		if t.M.From.Channel == wijk.Telegram {
			m.Options = append(m.Options, wijk.Option{
				Label: fmt.Sprintf("%d %s", it.report.Number, short(spot(&it.report.Place), 30)), Data: workData(it.report.Number, "kaart", 0),
			})
		}
	}
	switch {
	case t.M.From.Channel == wijk.Telegram:
		if more {
			m.Options = append(m.Options, wijk.Option{Label: "Meer", Data: workData(0, l.name(), uint64(page+1))})
		}
		if !l.from.Valid() && !l.waits && page == 1 {
			b.WriteString("\nStuur uw locatie, dan begint de lijst bij u.")
		}
	case more:
		fmt.Fprintf(&b, "\nVerder: %s", l.words(t.City, page+1))
	default:
		fmt.Fprintf(&b, "\nMeer weten: MELDING %d", items[0].report.Number)
	}
	m.Text = b.String()
	t.send(m)
}

// words is how a page of the list is asked for by SMS.
func (l *worklist) words(c *City, page int) string {
	words := []string{"WERK"}
	switch {
	case l.mine:
		words = append(words, "MIJN")
	case l.waits:
		words = append(words, "WACHT")
	}
	if w, ok := c.Map().Wijk(l.wijk); ok {
		words = append(words, strings.ToUpper(w.Name))
	}
	return strings.Join(append(words, strconv.Itoa(page)), " ")
}

// workTitle stands above lines that are on the list for one reason.
func (c *City) workTitle(it *workItem) string {
	if w, ok := c.Map().Wijk(it.in); ok {
		return it.why + " in " + w.Name + ":"
	}
	return it.why + ":"
}

// workLine is a report in the list: number, what, where, until when.
func (c *City) workLine(tx *store.Tx, it *workItem, now time.Time) string {
	r := &it.report
	text := fmt.Sprintf("%d %s", r.Number, headline(r))
	if w, ok := c.Map().Wijk(r.Place.Wijk); ok && it.in == "" {
		text += " (" + w.Name + ")"
	}
	text += ", voor " + dutch.ShortDay(r.Promised.At(12, 0, c.Zone)) + c.lateBy(r, now)
	if r.Parent != 0 {
		text += fmt.Sprintf(", deel van %d", r.Parent)
	}
	if !workable(r, wijk.DateOf(now.In(c.Zone))) {
		rule, _ := r.Stage.Rule()
		text += ", " + strings.ToLower(rule.Name)
	}
	if s := owner(tx, r); s != nil {
		text += ", bij " + s.Name
	}
	return text
}

// work returns the first items of a list, at most most of them.
func (c *City) work(tx *store.Tx, l *worklist, most int) (all []workItem) {
	if l.mine {
		return c.arrange(c.ownWork(tx, l), l, "", most)
	}
	wijken := l.wijken(c)
	var urgent []wijk.Report
	for _, slug := range wijken {
		urgent = append(urgent, l.pick(tx, "urgent", slug, "", mostUrgent)...)
	}
	seen := make(map[uint64]bool)
	for _, it := range c.arrange(urgent, l, "", most) {
		seen[it.report.Number] = true
		all = append(all, it)
	}
	for _, slug := range wijken {
		if len(all) >= most {
			break
		}
		here := l.pick(tx, "planned", slug, string(l.today.Add(1)), mostPlanned)
		here = append(here, l.pick(tx, "open", slug, "", mostOpen)...)
		here = slices.DeleteFunc(here, func(r wijk.Report) bool {
			double := seen[r.Number]
			seen[r.Number] = true
			return double
		})
		all = append(all, c.arrange(here, l, slug, most-len(all))...)
	}
	return all
}

// ownWork is what somebody has taken, whatever it waits for.
func (c *City) ownWork(tx *store.Tx, l *worklist) (all []wijk.Report) {
	for _, r := range store.Reports.Find(tx, "owner", l.staff.ID) {
		if all = append(all, r); len(all) == mostOpen {
			break
		}
	}
	return slices.DeleteFunc(all, func(r wijk.Report) bool { return !mends(l.staff, &r) })
}

// wijken are those of the list, the one where the reader stands first. A report
// of which nobody knows the wijk is everybody's, and comes last.
func (l *worklist) wijken(c *City) (all []string) {
	if l.wijk != "" {
		return []string{l.wijk}
	}
	if len(l.staff.Wijken) > 0 && !l.staff.Role.Directs() {
		all = slices.Clone(l.staff.Wijken)
	} else {
		for _, w := range c.Map().Wijken() {
			all = append(all, w.Slug)
		}
	}
	here, _ := c.Map().At(l.from)
	if i := slices.Index(all, here); i > 0 && l.from.Valid() {
		all = append([]string{here}, slices.Delete(all, i, i+1)...)
	}
	return append(all, "")
}

// pick returns reports of a wijk by an index, at most most that belong on the
// list, and looks at no more than a few times as many.
func (l *worklist) pick(tx *store.Tx, index, slug, before string, most int) (all []wijk.Report) {
	end := slug + "0" // behind "slug/"
	if before != "" {
		end = slug + "/" + before
	}
	looked := 0
	for _, r := range store.Reports.FindRange(tx, index, slug+"/", end) {
		if looked++; l.shows(tx, &r) {
			all = append(all, r)
		}
		if len(all) == most || looked == 3*most {
			break
		}
	}
	return all
}

// shows reports whether a report belongs on the list.
func (l *worklist) shows(tx *store.Tx, r *wijk.Report) bool {
	if l.waits {
		return !workable(r, l.today)
	}
	if !workable(r, l.today) {
		return false
	}
	o := owner(tx, r)
	return l.staff.Role != wijk.Onderhoud || o == nil || o.ID == l.staff.ID
}

// workable reports whether somebody of the city can do something about an open
// report today.
func workable(r *wijk.Report, today wijk.Date) bool {
	switch r.Stage {
	case wijk.Asked, wijk.Outside, wijk.ToSend, wijk.HandedOver:
		return false
	case wijk.Planned:
		return r.Planned <= today
	}
	return true
}

// arrange puts reports in the order of the list: by why they are on it, and
// then as somebody walks.
func (c *City) arrange(reports []wijk.Report, l *worklist, in string, most int) (all []workItem) {
	groups := make(map[string][]wijk.Report)
	for _, r := range reports {
		why := l.why(&r)
		groups[why] = append(groups[why], r)
	}
	from := l.from
	for _, why := range []string{urgentWork, lateWork, todayWork, routeWork, othersWork} {
		if len(groups[why]) == 0 {
			continue
		}
		from = walk(groups[why], from)
		for _, r := range groups[why] {
			if len(all) < most {
				all = append(all, workItem{r, why, in})
			}
		}
	}
	return all
}

func (l *worklist) why(r *wijk.Report) string {
	switch {
	case l.waits:
		return othersWork
	case r.Urgent:
		return urgentWork
	case r.Promised < l.today:
		return lateWork
	case r.Planned != "" && cmp.Compare(r.Planned, l.today) <= 0:
		return todayWork
	}
	return routeWork
}
