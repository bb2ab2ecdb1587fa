package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// askDays is within how many working days a question of a reporter should
// be answered, before it becomes a case.
const askDays = 2

// wantsToAsk handles "vraag 12 wanneer komt u?".
func (t *Turn) wantsToAsk(number uint64, text string) bool {
	r, x, ok := t.mine(number)
	switch {
	case !ok:
		return t.notMine(number, text)
	case text == "":
		t.beginsAbout(vraagBij, number)
	default:
		t.heeds(text)
		t.asks(&r, &x, text)
	}
	return true
}

// vraagBij takes a question about a report.
var vraagBij = &Flow{
	Name: "vraag bij melding",
	Ask: []Question{{
		Key: "vraag", Text: "Wat is uw vraag over melding {melding}?",
		Take: words, Free: true,
		Again: "Typ uw vraag in een bericht.",
	}},
	Done: func(t *Turn) {
		if r, x, ok := t.reportInTalk(); ok {
			t.asks(&r, &x, t.get("vraag"))
		} else {
			t.menuAfter("Deze melding volgt u niet meer.")
		}
	},
}

// asks brings a question to whoever handles the report, at once. One that
// nobody answers becomes a case.
func (t *Turn) asks(r *wijk.Report, x *wijk.Reporter, text string) {
	if t.wroteEnough(x) {
		return
	}
	t.wrote(r, x, questionNote+short(text, maxText))
	t.City.tellHandlers(t.Tx, r, fmt.Sprintf("een vraag van de melder.\n%s\nAntwoorden? Stuur ANTWOORD %d en uw tekst.",
		short(text, maxText), r.Number), t.Now)
	scope := strconv.FormatUint(r.Number, 10)
	if _, waits := store.Timer(t.Tx, "", timerAsk, scope); !waits {
		store.SetTimer(t.Tx, wijk.Timer{Kind: timerAsk, Scope: scope, Due: t.City.Calendar.AddWorkdays(t.Now, askDays)})
	}
	t.answerWith(fmt.Sprintf("Dank u. Een medewerker leest uw vraag over melding %d en antwoordt hier. Sneller? Bel %s.", r.Number, t.City.Tel))
}

// stillAsked puts a question on the list of cases when no member of staff
// said anything to the reporters since.
func (c *City) stillAsked(tx *store.Tx, number uint64, now time.Time) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok {
		return
	}
	var question string
	for _, e := range store.History.All(tx, store.Num(number)) {
		switch {
		case e.By == byReporter && strings.HasPrefix(e.Note, questionNote):
			question = e.Note
		case e.By != byReporter && e.By != byBot && e.Text != "":
			question = ""
		}
	}
	if question != "" {
		c.leave(tx, &r, fmt.Sprintf("Melding %d: de melder kreeg nog geen antwoord. %s", number, question), now)
	}
}

// questionNote begins the note of a question in the history of a report.
const questionNote = "Vraag: "
