package flows

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/mask"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Public is what anybody may know of a report: the one view that Open311,
// the feeds and the exports have. It never holds who reported or joined it.
//
// Words and photos of people are in it only when a person looked at them
// (Report.Public), and words only masked; until then it says what its category
// says. A place never tells a house: the address has no number, the postcode
// four digits, and the point is rounded (see publicPoint). A street is what
// somebody typed until a person looked or the list of streets knows it.
type Public struct {
	Number uint64
	Kind   category.Category
	Open   bool
	Stage  wijk.Stage
	// Status is the stage in Dutch, with how it ended: "Afgehandeld: opgelost".
	Status string
	// Said is what the reporters were told last, empty when nobody looked at that.
	Said string
	// Text is what it is about. Moderated says that those are the reporter's
	// own words, masked.
	Text      string
	Moderated bool
	// Photos and Repairs are the ids of kept photos, of what is wrong and of
	// what was done.
	Photos, Repairs []string

	Wijk     wijk.Wijk
	Address  string     // from near to far: "Dorpsstraat, Dorp, Zoetermeer"
	Postcode string     // "2712", empty if not known
	Point    wijk.Point // zero if not known

	// Promise is what the reporters read of it, Expected the end of its day.
	Promise  string
	Promised wijk.Date
	Expected time.Time
	Created  time.Time
	Changed  time.Time // never before Created
	Closed   time.Time
	Outcome  wijk.Outcome
	// Reporters counts who made or joined it, Yes and No what they said of the
	// outcome.
	Reporters, Yes, No int
}

// Shown reports whether a report is there at all for the world: its parts are
// the city's own way of working.
func Shown(r *wijk.Report) bool { return r.Parent == 0 }

// Public returns what anybody may know of r.
func (c *City) Public(tx *store.Tx, r *wijk.Report) Public {
	w, _ := c.Map().Wijk(r.Place.Wijk)
	w.Slug = r.Place.Wijk
	p := Public{
		Number: r.Number, Kind: category.Of(r.Kind), Open: r.Stage.Open(), Stage: r.Stage, Status: publicStatus(r),
		Wijk: w, Postcode: r.Place.Postcode[:min(4, len(r.Place.Postcode))], Point: publicPoint(r),
		Promise: r.Promise, Promised: r.Promised, Expected: r.Promised.At(23, 59, c.Zone),
		Created: r.Created, Changed: r.Changed, Closed: r.Closed, Outcome: r.Outcome,
		Reporters: r.Reporters, Yes: r.Yes, No: r.No,
	}
	p.Text = p.Kind.About
	if p.Changed.Before(p.Created) {
		p.Changed = p.Created
	}
	// Who withdrew a report took the words back with it.
	looked := r.Public && r.Stage != wijk.Withdrawn
	if text := strings.TrimSpace(r.Text); looked && text != "" {
		p.Text, p.Moderated = withoutDoor(mask.Text(text), &r.Place), true
	}
	if looked {
		if e := lastTold(tx, r.Number); e.Seq == r.Told {
			p.Said = withoutDoor(mask.Text(e.Text), &r.Place)
		}
		p.Photos, p.Repairs = kept(tx, r.Photos), kept(tx, r.Repairs)
	}
	p.Address = c.publicAddress(tx, r, looked, w.Name)
	return p
}

// publicStatus is the stage as anybody may read it. Where the work is handed
// over within the city is nobody else's business.
func publicStatus(r *wijk.Report) string {
	name := publicStage(r.Stage)
	switch {
	case r.Into != 0:
		return "Samengevoegd met melding " + strconv.FormatUint(r.Into, 10)
	case r.Stage == wijk.Done && r.Outcome == wijk.Solved:
		return name + ": opgelost"
	case r.Stage == wijk.Done && r.Outcome == wijk.Unsolved:
		return name + ": niet opgelost"
	}
	return name
}

// publicStage is the name of a stage outside the city.
func publicStage(s wijk.Stage) string {
	switch s {
	case wijk.ToSend, wijk.HandedOver, wijk.SendFailed, wijk.DoneThere:
		s = wijk.InProgress
	}
	rule, _ := s.Rule()
	return rule.Name
}

// tellsWorld reports whether the world may read what the reporters were told
// of a step. What was asked of them or answered is between them and the city,
// and an outside party may be called by the name of a person.
func tellsWorld(e *wijk.Entry) bool {
	return e.Text != "" && e.To != wijk.Asked && e.To != wijk.Replied && e.To != wijk.Outside
}

// lastTold returns the last step of which the world may read what the reporters
// were told, when somebody looked at that. Without one its number is zero.
func lastTold(tx *store.Tx, number uint64) (last wijk.Entry) {
	for _, e := range store.History.All(tx, store.Num(number)) {
		if tellsWorld(&e) {
			last = e
		}
	}
	return last
}

// withoutDoor takes the number of the house and the letters of the postcode of a
// place out of a text about it.
func withoutDoor(text string, p *wijk.Place) string {
	cut := func(pattern, with string) {
		if re, err := regexp.Compile(pattern); err == nil { // it holds what somebody typed
			text = re.ReplaceAllLiteralString(text, with)
		}
	}
	if p.Street != "" && p.Number != "" && strings.Contains(text, p.Number) {
		cut(`(?i)`+regexp.QuoteMeta(p.Street)+`[\s,]*(?:nr\.?|nummer)?\s*`+regexp.QuoteMeta(p.Number)+`\b`, p.Street)
	}
	if digits := p.Postcode[:min(4, len(p.Postcode))]; digits != "" && strings.Contains(text, digits) {
		cut(digits+`\s?[A-Za-z]{2}(?:\s+`+regexp.QuoteMeta(p.Number)+`)?\b`, digits)
	}
	return text
}

// kept returns those photos that are there.
func kept(tx *store.Tx, ids []string) (there []string) {
	for _, id := range ids {
		if ph, ok := store.Photos.Get(tx, id); ok && ph.State == wijk.PhotoKept {
			there = append(there, id)
		}
	}
	return there
}

// aboutPeople are the kinds of report whose place is where people live or
// meet.
var aboutPeople = []wijk.ReportKind{"overlast"}

// fineStep and coarseStep are those of a public point in degrees: some 10 m,
// enough to find a loose tile, and some 100 m, too much to tell a house.
const (
	fineStep   = 1e-4
	coarseStep = 1e-3
)

// publicPoint rounds the place of a report. A place that came from an address
// may be the reporter's own home, and one of a report about people somebody
// else's. The rule looks at nothing but the report, so that nothing is told by
// a point that moves when the reporter is forgotten.
func publicPoint(r *wijk.Report) wijk.Point {
	p, step := r.Place.Point, coarseStep
	switch r.Place.Source {
	case wijk.FromPin, wijk.FromLamp, wijk.FromPhoto, wijk.FromClient, wijk.FromMark:
		step = fineStep
	}
	if slices.Contains(aboutPeople, r.Kind) {
		step = coarseStep
	}
	if !p.Valid() {
		return wijk.Point{}
	}
	// Dividing by a whole number gives the nearest to the decimal: 52.0571.
	return wijk.Point{Lat: math.Round(p.Lat/step) / math.Round(1/step), Lon: math.Round(p.Lon/step) / math.Round(1/step)}
}

// publicAddress says where a report is without its house number, and of one about
// people only the wijk. Lamp posts have numbers that tell nobody's home.
func (c *City) publicAddress(tx *store.Tx, r *wijk.Report, looked bool, wijkName string) string {
	var parts []string
	if slices.Contains(aboutPeople, r.Kind) { // in a short street they are known by it
		looked, r = false, &wijk.Report{}
	}
	if lamp := r.Place.Mark; r.Place.Source == wijk.FromLamp && lampNumber(lamp) {
		parts = append(parts, "lantaarnpaal "+lamp)
	} else if lamp != "" && looked && r.Place.Street+r.Place.Postcode == "" { // who looked saw one of the three
		parts = append(parts, mask.Text(lamp))
	}
	if street := publicStreet(tx, r.Place.Street, looked); street != "" {
		parts = append(parts, street)
	}
	if wijkName != "" {
		parts = append(parts, wijkName)
	}
	return strings.Join(append(parts, "Zoetermeer"), ", ")
}

// publicStreet returns a street as the list has it, or as somebody typed it when
// a person looked at that.
func publicStreet(tx *store.Tx, typed string, looked bool) string {
	if typed == "" {
		return ""
	}
	if s, ok := store.Streets.Get(tx, wijk.Slug(typed)); ok && !s.Reported {
		return s.Name
	}
	if !looked {
		return ""
	}
	return mask.Text(typed)
}

// lampNumber reports whether a mark is nothing but a number of a lamp post.
func lampNumber(mark string) bool {
	const longest = 12
	return mark != "" && len(mark) <= longest && strings.ContainsAny(mark, "0123456789") &&
		strings.Trim(strings.ToUpper(mark), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-. ") == ""
}

// A PublicStep is a change of a report that the world may know.
type PublicStep struct {
	ID     uint64 // never changes, and no other step has it
	Report uint64
	Open   bool
	Stage  wijk.Stage
	Status string
	Text   string // what the reporters were told, when a person looked at that; else Status
	// At is to the second, and later than the report was made: whoever keeps
	// a copy puts steps in order by it.
	At      time.Time
	Repairs []string
}

// PublicStep returns what anybody may know of a step, and whether that is
// anything at all.
func (c *City) PublicStep(tx *store.Tx, e *wijk.Entry) (PublicStep, bool) {
	r, ok := store.Reports.Get(tx, store.Num(e.Number))
	from, to := publicStage(e.From), publicStage(e.To)
	if !ok || !Shown(&r) || from == "" || to == "" || from == to && e.Text == "" {
		return PublicStep{}, false
	}
	s := PublicStep{
		ID: e.Seq, Report: e.Number, Open: e.To.Open(), Stage: e.To, Status: to, At: e.At.Truncate(time.Second),
	}
	if made := r.Created.Truncate(time.Second); !s.At.After(made) {
		s.At = made.Add(time.Second)
	}
	if e.To == r.Stage && e.At.Equal(r.Closed) { // its last closing: the outcome is known
		s.Status = publicStatus(&r)
	}
	s.Text = s.Status
	if r.Public && r.Stage != wijk.Withdrawn {
		if tellsWorld(e) && e.Seq == r.Told {
			s.Text = withoutDoor(mask.Text(e.Text), &r.Place)
		}
		if e.To == wijk.Done && e.At.Equal(r.Closed) {
			s.Repairs = kept(tx, r.Repairs)
		}
	}
	return s, true
}
