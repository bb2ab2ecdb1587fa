package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// answerDays is how long a reporter has to answer a question of the city
// before the work goes on without, in days: as in Signalen.
const answerDays = 5

// watch keeps the timer of a report right after each move.
func (c *City) watch(tx *store.Tx, r *wijk.Report, now time.Time) {
	scope := strconv.FormatUint(r.Number, 10)
	if r.Stage != wijk.Asked {
		store.StopTimer(tx, "", timerAnswer, scope)
		return
	}
	due := wijk.DateOf(now.In(c.Zone)).Add(answerDays).At(12, 0, c.Zone)
	store.SetTimer(tx, wijk.Timer{Kind: timerAnswer, Scope: scope, Due: due})
}

// noAnswer goes on without the answer of the reporter.
func (c *City) noAnswer(tx *store.Tx, number string, now time.Time) {
	n, _ := strconv.ParseUint(number, 10, 64)
	r, ok := store.Reports.Get(tx, store.Num(n))
	if !ok || r.Stage != wijk.Asked {
		return
	}
	text := fmt.Sprintf("Wij kregen geen antwoord op onze vraag over uw melding %d. Wij gaan verder met wat wij weten. Gemeente Zoetermeer", n)
	if _, err := c.Move(tx, n, Move{To: wijk.Replied, By: byBot, Text: text, Note: "Geen antwoord van de melder."}, now); err != nil {
		tx.Fail(err)
	}
}

// WarnReporters tells, before the last promised day is over, everybody whose
// report will not be done by then: once, with a new date and the reason. It tells
// of no more than warnedAtOnce reports, since who cries for help waits meanwhile:
// call it again for the rest.
func (c *City) WarnReporters(tx *store.Tx, now time.Time) (told int) {
	today := wijk.DateOf(now.In(c.Zone))
	slugs := []string{""}
	for _, w := range c.Map().Wijken() {
		slugs = append(slugs, w.Slug)
	}
	for _, slug := range slugs {
		for _, r := range store.Reports.FindRange(tx, "open", slug+"/", slug+"/"+string(today.Add(1))) {
			if r.Late != "" || r.Parent != 0 {
				continue
			}
			if told == warnedAtOnce {
				return told
			}
			day, reason := c.excuse(&r, now)
			c.postpone(tx, &r, day, reason, byBot, now)
			told++
		}
	}
	return told
}

// warnedAtOnce is some 0.3 s of work.
const warnedAtOnce = 500

// excuse is the new date of a report that will be late, and the reason as far
// as its stage tells: nothing is made up.
func (c *City) excuse(r *wijk.Report, now time.Time) (wijk.Date, string) {
	today := wijk.DateOf(now.In(c.Zone))
	kind := category.Of(r.Kind)
	day := c.deadline(now, category.Term{Days: max(2, kind.Term.Days/2), Workday: kind.Term.Workday})
	switch {
	case r.Stage == wijk.Planned && r.Planned > today:
		return r.Planned, "Het werk is ingepland."
	case r.Stage == wijk.Outside && r.Party != nil:
		if until := wijk.DateOf(r.Party.Until.In(c.Zone)); until > today {
			day = until
		}
		return day, "Het werk ligt bij " + r.Party.Name + "."
	case r.Stage == wijk.HandedOver || r.Stage == wijk.ToSend:
		return day, "Het werk ligt bij een andere dienst."
	case r.Stage == wijk.Asked:
		return day, "Wij wachten nog op een antwoord."
	case r.Stage == wijk.ReopenAsked || r.Stage == wijk.Reopened:
		return day, "Wij hebben nog niet opnieuw kunnen kijken."
	case r.Owner != "":
		return day, "Wij zijn ermee bezig, maar het kost meer tijd."
	}
	return day, "Wij hebben er nog geen tijd voor gehad."
}

// Postpone promises another day for a report and tells the reporters why. Its
// error is *Unknown or *Refused, and then nothing changed.
func (c *City) Postpone(tx *store.Tx, number uint64, day wijk.Date, reason, by string, now time.Time) error {
	r, ok := store.Reports.Get(tx, store.Num(number))
	switch {
	case !ok:
		return &Unknown{"geen melding met nummer " + strconv.FormatUint(number, 10)}
	case !r.Stage.Open():
		return &Unknown{fmt.Sprintf("melding %d is al gesloten", number)}
	case day <= r.Promised:
		return refused("kies een dag na %s, want die is al beloofd", c.day(r.Promised))
	case day > wijk.DateOf(now.In(c.Zone)).Add(farthest):
		return refused("kies een dag binnen een jaar")
	case strings.TrimSpace(reason) == "":
		return refused("schrijf de reden erbij, want de melder leest die")
	case len([]rune(reason)) > maxLetter:
		return refused("de reden is te lang. Gebruik niet meer dan %d tekens", maxLetter)
	}
	c.postpone(tx, &r, day, reason, by, now)
	return nil
}

// farthest is how many days ahead a new date may be.
const farthest = 366

func (c *City) postpone(tx *store.Tx, r *wijk.Report, day wijk.Date, reason, by string, now time.Time) {
	if r.First == "" {
		r.First = r.Promised
	}
	r.Promised, r.Late, r.Changed = day, reason, now
	store.Reports.Put(tx, store.Num(r.Number), *r)
	text := fmt.Sprintf("Uw melding %d is niet op tijd klaar. Het spijt ons. %s De nieuwe datum is %s. Gemeente Zoetermeer",
		r.Number, sentence(upper(reason)), c.day(day))
	for _, x := range store.Reporters.All(tx, store.Num(r.Number)) {
		c.tell(tx, r, x, wijk.Outgoing{Text: text}, now)
	}
	store.Log(tx, wijk.Entry{Number: r.Number, At: now, By: by, From: r.Stage, To: r.Stage, Text: text})
}

// upper makes the first letter of a text a capital.
func upper(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// sentence ends a text with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

// wantsPostpone handles "uitstel 12 vrijdag de onderdelen zijn er niet".
func (t *Turn) wantsPostpone(rest string) {
	number, words, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseUint(number, 10, 64)
	r, ok := store.Reports.Get(t.Tx, store.Num(n))
	if err != nil || ok && !t.mends(&r) {
		t.Say("Welke melding? Stuur bijvoorbeeld: uitstel 12 vrijdag, de tegels zijn er nog niet.")
		return
	}
	o := owner(t.Tx, &r)
	others := o != nil && o.ID != t.Staff.ID
	if others && r.Stage.Open() && t.Staff.Role == wijk.Onderhoud {
		t.Say(t.has(o, &r))
		return
	}
	day, reason, ok := dayAndReason(words, t.Now)
	if !ok {
		t.Say(fmt.Sprintf("Tot welke dag, en waarom? Stuur bijvoorbeeld: uitstel %d vrijdag, de tegels zijn er nog niet.", n))
		return
	}
	if err := t.City.Postpone(t.Tx, n, day, reason, t.Staff.ID, t.Now); err != nil {
		t.Say(sayError(err))
		return
	}
	if others {
		t.City.tellWorker(t.Tx, o, &r, fmt.Sprintf("%s gaf melding %d (%s) een nieuwe datum: %s.", t.Staff.Name, n, headline(&r), t.City.day(day)), t.Now)
	}
	t.Say(fmt.Sprintf("Melding %d heeft een nieuwe datum: %s. De melders hebben dit gehoord (%d).", n, t.City.day(day), r.Reporters))
}

// reasonWords begin a reason and never end a date.
var reasonWords = strings.Fields("de het een er we wij ze ik omdat want wegens door doordat dat die geen onze")

// dayAndReason splits a text into the day at its beginning and the rest.
func dayAndReason(text string, now time.Time) (day wijk.Date, reason string, ok bool) {
	words := strings.Fields(text)
	const longest = 4 // "vrijdag 4 december 2026"
	for n := min(longest, len(words)); n > 0; n-- {
		said := strings.Trim(strings.Join(words[:n], " "), ",.:;")
		if slices.Contains(reasonWords, strings.ToLower(words[n-1])) || slices.ContainsFunc(words[:n], func(w string) bool { return !ofDate(w, now) }) {
			continue // the day ends before it
		}
		if d, _, is := dutch.Date(said, now); is {
			return wijk.DateOf(d), strings.Join(words[n:], " "), true
		}
	}
	return "", "", false
}

// ofDate reports whether a word may be in a date: "over een week", "4 december".
func ofDate(word string, now time.Time) bool {
	word = strings.ToLower(strings.Trim(word, ",.:;"))
	_, number := dutch.Number(word)
	_, _, day := dutch.Date(word, now)
	_, _, month := dutch.Date("1 "+word, now)
	return number || day || month || slices.Contains([]string{"over", "dag", "dagen", "week", "weken", "maand", "maanden", "volgende", "komende", "aanstaande"}, word)
}
