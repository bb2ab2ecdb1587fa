package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// akin are the kinds that people mix up: a report of one is perhaps of the
// same thing as a report of another in its row.
var akin = [][]wijk.ReportKind{
	{"zwerfvuil", "grofvuil", "container", "prullenbak", "dumping"},
	{"stoeptegel", "fietspad", "straatmeubilair"},
	{"onkruid", "onkruid-groen"},
	{"groen", "boom"},
}

// alsoWords are other ways to say "ook last van", which would otherwise be heard
// as a complaint about one's health.
var alsoWords = []string{
	"ook", "dezelfde", "ja ook last van", "ik ook", "wij ook", "hier ook last van", "ik heb ook last", "ik heb ook last hiervan",
	"ik heb er ook last van", "ja ik heb er ook last van", "wij hebben er ook last van", "ik heb hier ook last van", "heb er ook last van",
	"daar heb ik ook last van", "daar heb ik ook last van gehad", "er ook last van",
}

// mostAlike is how many reports are shown before another is made.
const mostAlike = 2

// duplicateQuestions show the reports that may be the same, the nearest first.
var duplicateQuestions = [mostAlike]Question{duplicateQuestion(0), duplicateQuestion(1)}

// duplicateQuestion shows the ith open report that may be the same, and asks.
func duplicateQuestion(i int) Question {
	key := "dubbel" + strconv.Itoa(i)
	return Question{
		Key: key,
		Skip: func(t *Turn) bool {
			if t.get(key) != "" || i > 0 && t.get("dubbel"+strconv.Itoa(i-1)) == "" {
				return true
			}
			r, ok := t.alike()
			t.set("toont", strconv.FormatUint(r.Number, 10))
			return !ok
		},
		Say:   (*Turn).showAlike,
		Shows: (*Turn).shownPhoto,
		Choices: func(t *Turn) []Choice {
			same := Choice{Label: "Ook last van", Value: "ook", Words: alsoWords}
			if t.reported(t.get("toont")) {
				same.Label = "Ja, dezelfde"
			}
			return []Choice{same, {Label: "Nee, iets anders", Value: "nee"}}
		},
		Take: func(t *Turn, q *Question) (string, bool) {
			v, ok := confirm(t, q)
			if !ok {
				return "", false
			}
			r, open := t.shown()
			switch {
			case v == "nee":
			case !open:
				t.lead = "Die melding is net gesloten. Wij maken een nieuwe. "
			default:
				t.joins(&r)
				return "", false
			}
			return t.get("toont"), true
		},
		Again: "Is het dezelfde? Kies een antwoord.",
	}
}

// reported reports whether the sender made or joined a report.
func (t *Turn) reported(number string) bool {
	n, _ := strconv.ParseUint(number, 10, 64)
	return store.Reporters.Has(t.Tx, store.ReporterKey(n, t.M.From))
}

// shown is the report that was shown, and whether it is still open.
func (t *Turn) shown() (wijk.Report, bool) {
	n, _ := strconv.ParseUint(t.get("toont"), 10, 64)
	r, ok := store.Reports.Get(t.Tx, store.Num(n))
	return r, ok && r.Stage.Open()
}

// alike returns the nearest open report that may be the same thing and was not
// refused.
func (t *Turn) alike() (wijk.Report, bool) {
	kind := category.Of(t.kind())
	if kind.Radius == 0 { // two other things at one spot are not the same thing
		return wijk.Report{}, false
	}
	kinds := []wijk.ReportKind{kind.Code}
	for _, row := range akin {
		if slices.Contains(row, kind.Code) {
			kinds = row
		}
	}
	near := store.Near{Kinds: kinds, Metres: kind.Radius, Since: t.Now.Add(-kind.Age), Open: true, Most: mostAlike + 1}
	for _, n := range store.NearReports(t.Tx, *t.Talk.Place, near) {
		number := strconv.FormatUint(n.Report.Number, 10)
		if t.get("dubbel0") != number && t.get("dubbel1") != number {
			return n.Report, true
		}
	}
	return wijk.Report{}, false
}

// shownPhoto is a photo of the report that was shown: one that a person looked
// at, or the sender's own.
func (t *Turn) shownPhoto() string {
	r, _ := t.shown()
	for _, id := range r.Photos {
		if p, ok := store.Photos.Get(t.Tx, id); ok && p.State == wijk.PhotoKept && (r.Public || p.Owner == t.M.From) {
			return id
		}
	}
	return ""
}

// showAlike says what is known to anybody of a report: what, where, since when
// and what was promised. The words of who made it are not.
func (t *Turn) showAlike() string {
	r, _ := t.shown()
	what := category.Of(r.Kind).Name
	where := what + t.whereIs(&r)
	since := ", gemeld op " + t.shortDay(wijk.DateOf(r.Created.In(t.City.Zone)))
	ask := "Is dit dezelfde? "
	if t.reported(t.get("toont")) {
		ask = "U heeft dit al gemeld. Is dit dezelfde? "
	}
	until := t.expected(&r)
	return t.fitting(ask+where+since+". "+until, ask+where+". "+until, ask+where+since+".", ask+where+".", ask+what+".")
}

// whereIs says where a report is: as the sender told their own place, or else
// what anybody may know of it.
func (t *Turn) whereIs(r *wijk.Report) string {
	p, at := r.Place, t.Talk.Place
	people := slices.Contains(aboutPeople, r.Kind) // whose door it is at says who complained
	switch {
	case at == nil:
	case at.Street != "" && at.Street == p.Street && at.Wijk == p.Wijk:
		if people || p.Number != at.Number {
			p.Number = ""
		}
		return " " + describePlace(&p)
	case at.Point.Valid() && p.Point.Valid() && !people:
		if m := at.Point.Metres(p.Point); m > sameSpot {
			return fmt.Sprintf(" op %.0f meter van uw plek", m)
		}
		return " op uw plek"
	}
	address := t.City.Public(t.Tx, r).Address
	return ", " + strings.TrimSuffix(address, ", Zoetermeer")
}

// sameSpot is how far apart, in metres, two pins of one place may be.
const sameSpot = 5

// expected says until when the city has for a report.
func (t *Turn) expected(r *wijk.Report) string {
	switch {
	case r.Urgent:
		return "Wij kijken zo snel mogelijk."
	case r.Promised < wijk.DateOf(t.Now):
		return "Nog niet opgelost."
	case category.Of(r.Kind).Promise == category.Tells:
		return "Bericht voor het einde van " + t.shortDay(r.Promised) + "."
	}
	return "Klaar voor het einde van " + t.shortDay(r.Promised) + "."
}

// shortDay is a date, by SMS without the day of the week.
func (t *Turn) shortDay(d wijk.Date) string {
	day := t.City.day(d)
	if _, rest, ok := strings.Cut(day, " "); ok && t.M.From.Channel == wijk.SMS {
		return rest
	}
	return day
}

// joins makes the sender a follower of the report that was shown instead of
// making another, and ends the conversation.
func (t *Turn) joins(r *wijk.Report) {
	photos, words, danger := t.photos(), t.get("tekst"), t.dangerous() && !r.Urgent
	t.leave()
	if danger {
		r.Urgent = true
	}
	savedPhotos(r, photos)
	added := store.Join(t.Tx, r, t.M.From, t.Now)
	if danger || len(photos) > 0 {
		r.Changed = t.Now
	}
	store.Reports.Put(t.Tx, store.Num(r.Number), *r)
	promise := t.stillPromised(r)
	if danger {
		promise = "Het is gevaarlijk, dus wij kijken zo snel mogelijk."
		t.City.tellUrgent(t.Tx, r, t.Now)
	}
	if added || len(photos) > 0 {
		t.City.Added(t.Tx, r, words, t.Now)
	}
	if note := alsoNote(words, danger); added && note != "" {
		if _, x, ok := t.mine(r.Number); ok {
			t.wrote(r, &x, note)
		}
	}
	if !added {
		t.Say(fmt.Sprintf("U heeft dit al gemeld. Het nummer is %d. %s", r.Number, promise))
		return
	}
	t.Say(fmt.Sprintf("Dank u. Iemand anders heeft dit ook gemeld. Het nummer is %d. %s U hoort van ons.", r.Number, promise))
}

// alsoNote is what staff read of somebody who joined.
func alsoNote(words string, danger bool) string {
	note := ""
	if danger {
		note = "Een melder noemt gevaar. "
	}
	if words != "" {
		note += "Ook gemeld: " + words
	}
	return strings.TrimSpace(note)
}

// stillPromised is the promise of a report, unless its day is past.
func (t *Turn) stillPromised(r *wijk.Report) string {
	if !r.Urgent && r.Promised < wijk.DateOf(t.Now) {
		return "Het is nog niet opgelost."
	}
	return r.Promise
}

const (
	alsoTries  = 10 // how often somebody may follow by number
	alsoWindow = time.Hour
)

// also handles "OOK 1234": somebody who saw the number of a report wants to
// hear of it too. Any other "ook" is no command.
func (t *Turn) also() bool {
	rest, ok := t.starts("ook")
	rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(rest), "melding"), "nummer"), " #")
	n, err := strconv.ParseUint(strings.TrimRight(rest, ".! "), 10, 64)
	if !ok || err != nil {
		return false
	}
	if t.Now.Sub(t.Talk.AlsoAt) > alsoWindow {
		t.Talk.Also, t.Talk.AlsoAt = 0, t.Now
	}
	if t.Talk.Also++; t.Talk.Also > alsoTries {
		t.Say("Dat was vaak achter elkaar. Probeer het over een uur weer, of bel " + t.City.Tel + ".")
		return true
	}
	t.follows(n)
	if t.busy() { // what was going on goes on
		_, q := t.open()
		t.ask(q)
	}
	return true
}

// follows makes the sender hear of the report with a number.
func (t *Turn) follows(n uint64) {
	r, ok := t.spoken(n)
	switch {
	case !ok:
		t.Say(fmt.Sprintf("Wij kennen geen open melding met nummer %d.", n))
	case !store.Join(t.Tx, &r, t.M.From, t.Now):
		t.Say(fmt.Sprintf("U hoort al van melding %d. %s", r.Number, t.stillPromised(&r)))
	default:
		t.Say(fmt.Sprintf("U hoort nu ook van melding %d: %s%s. %s", r.Number, category.Of(r.Kind).Name, t.whereIs(&r), t.stillPromised(&r)))
	}
}

// spoken returns the open report that speaks to reporters for one of a number:
// that one, the one it is a part of, or the one it was merged into.
func (t *Turn) spoken(n uint64) (wijk.Report, bool) {
	r, ok := store.Reports.Get(t.Tx, store.Num(n))
	for range 3 {
		next := max(r.Parent, r.Into)
		if !ok || next == 0 {
			break
		}
		r, ok = store.Reports.Get(t.Tx, store.Num(next))
	}
	return r, ok && r.Stage.Open()
}
