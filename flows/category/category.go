package category

import (
	"slices"
	"strings"
	"time"

	"wijkbot/store/wijk"
)

// A Category is one kind of report and all that differs between kinds.
type Category struct {
	Code wijk.ReportKind
	// Name is what it is called in a list ("Zwerfvuil"), Where asks for the
	// place, About says in a sentence what belongs to it.
	Name  string
	Where string
	About string
	Group Group
	// Slug is the main and sub category in Signalen.
	Slug string
	// Term is how long the city promises to need at most.
	Term Term
	// Promise is the kind of promise; see Promises in the texts of flows.
	Promise Promise
	// Radius is how near, in metres, another report of this kind is probably
	// the same thing, and Age how long after it was made that is likely.
	Radius float64
	Age    time.Duration
	// Ask are the extra questions.
	Ask []Question
}

// A Group is what categories are listed under, in Dutch.
type Group string

// The groups.
const (
	Waste    Group = "Afval"
	Road     Group = "Wegen, verlichting en straatmeubilair"
	Green    Group = "Groen en water"
	Nuisance Group = "Overlast"
	Animals  Group = "Dieren"
	Other    Group = "Overig"
)

// A Term is a number of days, all of them or only working days.
type Term struct {
	Days    int
	Workday bool
}

// A Promise is what the city promises within the term.
type Promise string

// The promises.
const (
	Fixes Promise = "fixes" // it is solved within the term
	Tells Promise = "tells" // within the term we tell what we did or will do
)

// A Question is asked beside place and photo.
type Question struct {
	Key  string // stable
	Text string
	// Choices are the answers; without any, all words are taken.
	Choices []Choice
	// Optional questions get a choice to skip them.
	Optional bool
}

// A Choice is an answer to a Question.
type Choice struct {
	Key   string
	Label string
	// Said names what a resident says who need not be asked any more: concepts
	// of the vocabulary, see Question.Told.
	Said string
	// Stop is what this answer says about safety.
	Stop Stop
}

// Told returns the key of the one choice that the words of a report already
// give, so that "lantaarnpaal knippert" is not asked what is wrong with it. It
// is no answer when none or more than one is given, and never an answer that
// stops for safety: that one is asked.
func (q Question) Told(text string) (key string, ok bool) {
	l := words()
	var buf [mostSaid + 2]mention
	said := l.read(text, buf[:0])
	for _, c := range q.Choices {
		for name := range strings.FieldsSeq(c.Said) {
			if !slices.ContainsFunc(said, func(m mention) bool { return m.what == l.concept(name) && m.factor == 1 }) {
				continue
			}
			if ok && key != c.Key || c.Stop != None {
				return "", false
			}
			key, ok = c.Key, true
		}
	}
	return key, ok
}

// A Stop is a reason to point somewhere else before all other questions.
type Stop string

// The stops, most pressing first.
const (
	None   Stop = ""
	Danger Stop = "gevaar" // the phone number at once, and the report is urgent
	Crime  Stop = "misdrijf"
	Care   Stop = "zorg"
)

// All returns the categories in the order in which people read them; the last
// is for everything else.
func All() []Category { return slices.Clone(categories) }

// Of returns the category of a code, or the last one for a code that no longer
// exists.
func Of(code wijk.ReportKind) Category {
	for _, c := range categories {
		if c.Code == code {
			return c
		}
	}
	return categories[len(categories)-1]
}

// Known reports whether code is a category.
func Known(code wijk.ReportKind) bool {
	return slices.ContainsFunc(categories, func(c Category) bool { return c.Code == code })
}
