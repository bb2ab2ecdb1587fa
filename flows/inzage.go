package flows

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A KeptRow is something that is kept of a resident, as that resident may read
// it. Data is the row itself, without secrets and what is of others.
type KeptRow struct {
	Table, Title, Ground string
	At                   time.Time // zero when it has none
	Text                 string
	Data                 any
}

// An Inzage is how far the reading of all that is kept of one resident has come.
type Inzage struct {
	subject
	step int
	last string // key in the table of step
}

// A subject is the resident whose data is looked for.
type subject struct {
	Person wijk.Person
	// own are the addresses that are this resident's alone: what came from the
	// telephone of a couple may be the other's.
	own []wijk.Address
}

// Inzage begins to read all that is kept of a resident: the right of access of
// article 15 of the GDPR. Its error is *Unknown.
func (c *City) Inzage(tx *store.Tx, id string) (*Inzage, error) {
	p, ok := store.People.Get(tx, id)
	if !ok {
		return nil, &Unknown{"geen bewoner met nummer " + id}
	}
	d := &Inzage{subject: subject{Person: p}}
	for _, a := range []wijk.Address{{Channel: wijk.SMS, To: p.Phone}, {Channel: wijk.Voice, To: p.Phone}, {Channel: wijk.Voice, To: p.Landline}, telegramOf(&p)} {
		if a.To == "" {
			continue
		}
		if h := store.HolderOf(tx, a); h.Person == p.ID && len(h.Also) == 0 {
			d.own = append(d.own, a)
		}
	}
	return d, nil
}

func telegramOf(p *wijk.Person) (a wijk.Address) {
	for _, x := range (&wijk.Person{Telegram: p.Telegram}).Addresses() {
		a = x
	}
	return a
}

// ReadOn returns the next rows, some at a time so that nobody waits
// for it, and where to go on from; nil at the end. It changes nothing, so that
// a transaction that runs twice reads the same twice.
func (d *Inzage) ReadOn(tx *store.Tx) (rows []KeptRow, next *Inzage) {
	after := *d
	rule := &tableRules[d.step]
	if rule.kept != nil {
		rows, after.last = rule.kept(tx, &d.subject, d.last)
	}
	for i := range rows {
		rows[i].Table, rows[i].Title, rows[i].Ground = rule.name, rule.title, rule.why
		rows[i].Text = d.withoutOthers(rows[i].Text)
	}
	if after.last == "" {
		after.step++
	}
	if after.step == len(tableRules) {
		return rows, nil
	}
	return rows, &after
}

// owns reports whether an address is this resident's alone.
func (s *subject) owns(a wijk.Address) bool { return a.To != "" && slices.Contains(s.own, a) }

// numberText is a telephone number as people write it, and dateText what looks
// like one.
var (
	numberText = regexp.MustCompile(`(?:\+|00)[1-9](?:[ ()./-]{0,2}[0-9]){7,13}|0[1-9](?:[ ()./-]{0,2}[0-9]){8}`)
	dateText   = regexp.MustCompile(`^[0-9]{2}[-/.][0-9]{2}[-/.][0-9]{4}`)
)

// withoutOthers takes the numbers of others out of a text: of keepers, the new
// one of a keeper, of a neighbour who wrote.
func (s *subject) withoutOthers(text string) string {
	return numberText.ReplaceAllStringFunc(text, func(number string) string {
		end := lastDigits(number)
		if dateText.MatchString(number) || end == lastDigits(s.Person.Phone) || end == lastDigits(s.Person.Landline) {
			return number
		}
		return hidden(end)
	})
}

// lastDigits are those that a number has with and without its country.
func lastDigits(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	return digits[max(0, len(digits)-9):]
}

// hidden is a number of somebody else, of which its owner's friends know the
// rest.
func hidden(phone string) string {
	const shown = 3
	if len(phone) <= shown {
		return "..."
	}
	return "..." + phone[len(phone)-shown:]
}

// someone stands for a member of staff: who of them did something is not the
// resident's data.
const someone = "medewerker"

func anonymous(by string) string {
	if by == "" || by == "cli" || by == "reporter" || by == "open311" {
		return by
	}
	return someone
}

// keptAtOnce bounds how many rows one reading looks at.
const keptAtOnce = 2000

// keptIn looks at a bounded number of rows of a table, and returns those that
// show makes something of, and the key it came to, empty at the end.
func keptIn[T any](tx *store.Tx, table *store.Table[T], first, end, after string, show func(key string, row *T) (KeptRow, bool)) (rows []KeptRow, last string) {
	n := 0
	for key, row := range table.Range(tx, max(first, after), end) {
		if n == keptAtOnce {
			return rows, key
		}
		n++
		if r, ok := show(key, &row); ok {
			rows = append(rows, r)
		}
	}
	return rows, ""
}

// under is the range of the keys that begin with a person.
func (s *subject) under() (first, end string) { return s.Person.ID + "/", s.Person.ID + "0" }
