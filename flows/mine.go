package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// mijnMeldingen lists what the sender reported or joined, the open ones first.
var mijnMeldingen = &Flow{
	Name:  "mijn meldingen",
	Words: []string{"mijn meldingen", "mijn melding", "meldingen"},
	Done:  func(t *Turn) { t.listReports(1) },
}

// How many reports a list has, so that an SMS stays one that people read.
const (
	listTelegram = 8
	listSMS      = 4
)

// listReports shows a page of the sender's reports, from 1.
func (t *Turn) listReports(page int) {
	all := t.reports()
	if len(all) == 0 {
		t.Say("U heeft nog niets gemeld. Iets melden? Stuur bijvoorbeeld ZWERFVUIL.")
		return
	}
	size := listTelegram
	if t.M.From.Channel == wijk.SMS {
		size = listSMS
	}
	pages := (len(all) + size - 1) / size
	page = min(max(1, page), pages)
	shown := all[(page-1)*size : min(page*size, len(all))]
	m := wijk.Outgoing{Text: "Uw meldingen:"}
	for _, r := range shown {
		m.Text += "\n" + t.reportLine(&r)
		if t.M.From.Channel == wijk.Telegram {
			m.Options = append(m.Options, reportOption(r.Number, "toon", fmt.Sprintf("%d %s", r.Number, reportName(&r))))
		}
	}
	if page < pages {
		m.Text += fmt.Sprintf("\nMeer? Stuur MIJN MELDINGEN %d.", page+1)
	}
	if t.M.From.Channel == wijk.SMS {
		m.Text += fmt.Sprintf("\nMeer weten? Stuur MELDING %d.", shown[0].Number)
	}
	t.reply(m)
}

// reply answers with a message that has more than text.
func (t *Turn) reply(m wijk.Outgoing) {
	if !t.mute {
		t.send(m)
	}
}

// reportOption is a button that does something with a report.
func reportOption(number uint64, act, label string) wijk.Option {
	return wijk.Option{Label: label, Data: fmt.Sprintf("r%d.%s", number, act)}
}

// addresses are where the sender writes from: this address, and the others
// that the desk knows to be of the same person.
func (t *Turn) addresses() []wijk.Address {
	all := []wijk.Address{t.M.From}
	if t.Person == nil || len(t.both) > 0 {
		return all
	}
	for _, a := range t.Person.Addresses() {
		if h, _ := store.Holders.Get(t.Tx, a.String()); h.Person == t.Person.ID && len(h.Also) == 0 && a != t.M.From {
			all = append(all, a)
		}
	}
	return all
}

// reports returns what the sender made or joined: open ones first, then the
// latest.
func (t *Turn) reports() (all []wijk.Report) {
	seen := make(map[uint64]bool)
	for _, a := range t.addresses() {
		for _, x := range store.Reporters.Find(t.Tx, "address", a.String()) {
			if r, ok := store.Reports.Get(t.Tx, store.Num(x.Number)); ok && !seen[r.Number] {
				seen[r.Number] = true
				all = append(all, r)
			}
		}
	}
	slices.SortFunc(all, func(a, b wijk.Report) int {
		if a.Stage.Open() != b.Stage.Open() {
			if a.Stage.Open() {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Number, a.Number)
	})
	return all
}

// mine returns a report and what the sender has to do with it; of one that was
// merged into another, that other. It is the one gate to what people may do: ok
// is false for a report of others, whatever number they type and whatever
// button they forge.
func (t *Turn) mine(number uint64) (r wijk.Report, x wijk.Reporter, ok bool) {
	const hops = 3
	for range hops {
		if r, ok = store.Reports.Get(t.Tx, store.Num(number)); !ok {
			return r, x, false
		}
		if x, ok = t.reporterOf(number); !ok || r.Into == 0 {
			break
		}
		number = r.Into
	}
	return r, x, ok
}

// reporterOf returns the row of the sender at a report.
func (t *Turn) reporterOf(number uint64) (x wijk.Reporter, ok bool) {
	for _, a := range t.addresses() {
		if x, ok = store.Reporters.Get(t.Tx, store.ReporterKey(number, a)); ok {
			return x, true
		}
	}
	for _, a := range t.addresses() { // chosen for this report, see switch.go
		for _, x = range store.Reporters.Find(t.Tx, "address", a.String()) {
			if x.Number == number {
				return x, true
			}
		}
	}
	return wijk.Reporter{}, false
}

// saveReporter stores what the turn changed about a reporter.
func (t *Turn) saveReporter(x wijk.Reporter) {
	store.Reporters.Put(t.Tx, store.ReporterKey(x.Number, x.Address), x)
}

// notMine answers somebody who wants to do something with a report of others,
// or with one that does not exist: both alike, so that nobody learns which. A
// cry for help in the words behind the number is heard.
func (t *Turn) notMine(number uint64, words string) bool {
	if t.Staff != nil && t.Staff.Role.Mends() || t.busy() {
		return false // as staff, or as an answer, it may mean something else
	}
	t.heeds(words)
	t.answerWith(fmt.Sprintf("Dit is geen melding van u. Ook last van? Stuur OOK %d. Uw meldingen? Stuur MIJN MELDINGEN.", number))
	return true
}

// A reportWord is a word that does something with a report: "erbij 12 ...". do
// returns false when the message means something else after all.
type reportWord struct {
	words []string
	do    func(t *Turn, number uint64, rest string) bool
}

// reportWords is every word of residents about a report that is there.
var reportWords = []reportWord{
	{[]string{"melding"}, (*Turn).wantsDetails},
	{[]string{"erbij", "toevoegen"}, (*Turn).wantsToAdd},
	{[]string{"intrekken", "intrek"}, (*Turn).wantsToWithdraw},
	{[]string{"ontvolg", "ontvolgen"}, (*Turn).wantsToUnfollow},
	{[]string{"volg"}, (*Turn).wantsToFollowAgain},
	{[]string{"vraag"}, (*Turn).wantsToAsk},
	{[]string{"antwoord"}, (*Turn).wantsToAnswer},
	{[]string{"kanaal"}, (*Turn).wantsToSwitch},
}

// residentCommand handles the words by which somebody does something with a
// report that is there already.
func (t *Turn) residentCommand() bool {
	if t.M.Kind != wijk.Text && t.M.Kind != wijk.Picture {
		return false
	}
	if t.Talk.Flow == flowWalk && t.is("klaar") {
		t.answer() // of a member of staff it is no order here
		return true
	}
	if len(t.Words) == 3 && t.Words[0] == "mijn" && t.Words[1] == "meldingen" {
		if page, err := strconv.Atoi(t.Words[2]); err == nil {
			t.listReports(page)
			return true
		}
	}
	for _, w := range reportWords {
		if number, rest, ok := t.numbered(w.words...); ok {
			return w.do(t, number, rest)
		}
	}
	return t.votesByNumber() || t.captionsReport() || t.repliesToReport() || t.votesInWords() || t.answersNo()
}

// numbered reports whether the message begins with one of the words and the
// number of a report, and returns the text behind them as it was typed.
func (t *Turn) numbered(words ...string) (number uint64, rest string, ok bool) {
	text, ok := t.starts(words...)
	if !ok {
		return 0, "", false
	}
	return cutNumber(text)
}

// cutNumber takes the number of a report off the front of a text.
func cutNumber(text string) (number uint64, rest string, ok bool) {
	text = strings.TrimLeft(text, " #")
	end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(text)
	}
	if end == 0 || end > maxDigits {
		return 0, "", false
	}
	rest = text[end:]
	if rest != "" && !strings.ContainsRune(" .,:;!?\n\r\t", rune(rest[0])) {
		return 0, "", false // "12a" is a house
	}
	number, err := strconv.ParseUint(text[:end], 10, 64)
	return number, strings.TrimSpace(strings.TrimLeft(rest, " .,:;!?\n\r\t")), err == nil && number > 0
}

// maxDigits is how long the number of a report can be.
const maxDigits = 12

// reportName is what a report is called: what the resident agreed it is.
func reportName(r *wijk.Report) string { return cmp.Or(r.Phrase, category.Of(r.Kind).Name) }

func (t *Turn) reportLine(r *wijk.Report) string {
	x, _ := t.reporterOf(r.Number)
	return fmt.Sprintf("%d %s%s: %s", r.Number, reportName(r), t.whereFor(r, &x, false), t.City.howFar(r, t.Now))
}
