package intake

import (
	"io"
	"regexp"
	"strings"
	"time"

	"wijkbot/store/wijk"
)

// A File is the content of an import file that Parse found in order.
type File struct {
	Staff     []wijk.Staff
	Residents []Resident
	Rounds    []wijk.Round
	Duty      []Rule // the roster
	hasDuty   bool   // the file says what the roster is, even if it is empty
	// keepStaffChat holds the ids of staff of whose Telegram the file is silent.
	keepStaffChat map[string]bool
}

// A Resident is one row about a resident.
type Resident struct {
	wijk.Person
	// keepChat is set when the row says nothing of Telegram: the chat that the
	// person linked with a code is kept.
	keepChat bool
	at       string
}

// Rules are what the world outside the file allows.
type Rules struct {
	Today wijk.Date // in the city
	Map   *wijk.Map
	// Cron returns what is wrong with a schedule, or nil.
	Cron func(spec string) error
}

// Parse reads an import file and returns it with everything that is wrong with
// it; no errors means that it may be given to Apply. The file is never nil, so
// that Conflicts may add what is wrong with the rows that could be read.
func Parse(r io.Reader, rules Rules) (*File, []error) {
	file, l := &File{keepStaffChat: make(map[string]bool)}, &faults{}
	v, err := readValue(r)
	if err != nil {
		return file, []error{err}
	}
	if v.kind != isObject {
		l.addf("the file must be %s, not %s", isObject, v.kind)
		return file, l.errs
	}
	top := newForm(l, "", v)
	for _, f := range top.forms("staff") {
		file.staff(f, rules)
	}
	for _, f := range top.forms("residents") {
		file.resident(f, rules)
	}
	for _, f := range top.forms("rounds") {
		file.round(f, rules)
	}
	file.hasDuty = top.has("duty")
	for _, f := range top.forms("duty") {
		file.duty(f, rules)
	}
	top.at = "file"
	top.done()
	file.unique(l)
	return file, l.errs
}

const (
	maxName    = 80
	maxAddress = 120
	// maxText is what an update may hold; more than that nobody reads on a phone.
	maxText = 600
)

var idPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

const idRule = "1 to 64 letters, digits, hyphens, dots or underscores"

// id reads the row's id and puts it in the faults that follow.
func (f *form) id() string {
	if !f.has("id") {
		f.fault("id", "missing")
	}
	id := f.checked("id", idPattern.MatchString, idRule)
	if id != "" {
		f.at += " (" + id + ")"
	}
	return id
}

var (
	mobilePattern = regexp.MustCompile(`^\+316[0-9]{8}$`)
	abroadPattern = regexp.MustCompile(`^\+[1-9][0-9]{7,14}$`)
	fixedPattern  = regexp.MustCompile(`^\+31[1-57-9][0-9]{8}$`)
)

func isMobile(s string) bool { return mobilePattern.MatchString(s) }

// isKeeper takes numbers abroad as well: children move.
func isKeeper(s string) bool {
	return isMobile(s) || fixedPattern.MatchString(s) || abroadPattern.MatchString(s) && !strings.HasPrefix(s, "+31")
}

const (
	mobileRule = "a Dutch mobile number such as +31612345678"
	keeperRule = "a number such as +31612345678 or +32470123456"
	fixedRule  = "a Dutch number such as +31791234567"
)

// wijken reads a list of known wijken.
func (f *form) wijken(rules Rules) []string {
	return f.texts("wijken", rules.known, "a wijk on the map, such as meerzicht")
}

func (r Rules) known(slug string) bool {
	_, ok := r.Map.Wijk(slug)
	return ok
}

func (file *File) staff(f *form, rules Rules) {
	s := wijk.Staff{
		ID:       f.id(),
		Name:     f.need("name", maxName),
		Role:     wijk.Role(f.checked("role", func(s string) bool { return wijk.Role(s).Valid() }, "a known role, such as wijkagent")),
		Wijken:   f.wijken(rules),
		Telegram: f.number("telegram"),
		Phone:    f.checked("phone", isMobile, mobileRule),
		Duty:     f.yes("duty"),
	}
	if !f.has("role") {
		f.fault("role", "missing")
	}
	f.done()
	file.Staff = append(file.Staff, s)
	file.keepStaffChat[s.ID] = !f.has("telegram")
}

func (file *File) round(f *form, rules Rules) {
	r := wijk.Round{
		ID:     f.id(),
		Cron:   f.need("cron", maxName),
		Kind:   f.choice("kind", wijk.RoundUpdate, wijk.RoundOutreach),
		Wijken: f.wijken(rules),
		By:     f.need("by", maxName),
		Text:   f.need("text", maxText),
	}
	if !f.has("kind") {
		f.fault("kind", "missing")
	}
	if r.Cron != "" {
		if err := rules.Cron(r.Cron); err != nil {
			f.fault("cron", "%v", err)
		}
	}
	f.selection(&r, rules)
	if len(r.Wijken) == 0 && r.Kind == wijk.RoundUpdate {
		f.fault("wijken", "missing: an update goes to the followers of a wijk")
	}
	f.done()
	file.Rounds = append(file.Rounds, r)
}

// selection reads whom an outreach invites. To select by year of birth needs a
// decision, and its reference: without one the round is refused.
func (f *form) selection(r *wijk.Round, rules Rules) {
	limit := rules.Today.At(0, 0, time.UTC).Year()
	r.Cohorts = f.numbers("cohorts")
	r.Authorisation = f.text("authorisation", maxName)
	r.Enrolled = f.yes("enrolled")
	r.WaitDays, r.RemindDays, r.DeadlineDays = f.days("wait_days"), f.days("remind_days"), f.days("deadline_days")
	switch {
	case !f.has("cohorts"):
		return
	case r.Kind == wijk.RoundUpdate:
		f.fault("cohorts", "only an outreach selects by year of birth")
	case len(r.Cohorts) != 2 || r.Cohorts[0] > r.Cohorts[1] || r.Cohorts[0] < limit-130 || r.Cohorts[1] > limit:
		f.fault("cohorts", "must be the first and last year of birth, such as [1935, 1940]")
	case r.Authorisation == "":
		f.fault("authorisation", "missing: a selection by age needs the reference of the decision that allows it")
	}
}

// postcode returns a Dutch postcode as it is stored.
func postcode(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }

var postcodePattern = regexp.MustCompile(`^[1-9][0-9]{3}[A-Z]{2}$`)

func isPostcode(s string) bool { return postcodePattern.MatchString(postcode(s)) }
