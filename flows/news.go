package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// newsWait is how long what reporters add waits for more of it, so that whoever
// handles the report hears of five photos once.
const newsWait = 3 * time.Minute

// news notes words of a reporter in the history of the report, and has whoever
// handles it hear of them.
func (t *Turn) news(r *wijk.Report, x *wijk.Reporter, note string) {
	t.wrote(r, x, note)
	scope := strconv.FormatUint(r.Number, 10)
	if _, waits := store.Timer(t.Tx, "", timerNews, scope); !waits {
		store.SetTimer(t.Tx, wijk.Timer{Kind: timerNews, Scope: scope, Due: t.Now.Add(newsWait)})
	}
}

// wrote notes words of a reporter in the history, where they are found again
// when they must go.
func (t *Turn) wrote(r *wijk.Report, x *wijk.Reporter, note string) {
	seq := store.Log(t.Tx, wijk.Entry{Number: r.Number, At: t.Now, By: byReporter, From: r.Stage, To: r.Stage, Note: note})
	x.Wrote = append(x.Wrote, seq)
	t.saveReporter(*x)
}

// maxDaily is how often a reporter may add to one report in a day.
const maxDaily = 10

// wroteEnough reports whether the sender may add no more to a report: so much
// today that the rest has to wait, or barred from reporting. It says so.
func (t *Turn) wroteEnough(x *wijk.Reporter) bool {
	if !t.Holder.Blocked.IsZero() {
		t.answerWith("U kunt hier niets meer toevoegen. Vragen? Bel " + t.City.Tel + ".")
		return true
	}
	n := 0
	for _, seq := range x.Wrote[max(0, len(x.Wrote)-maxDaily):] {
		e, ok := store.History.Get(t.Tx, store.EntryKey(x.Number, seq))
		if ok && t.Now.Sub(e.At) < 24*time.Hour {
			n++
		}
	}
	if n < maxDaily {
		return false
	}
	t.answerWith(fmt.Sprintf("U stuurde vandaag al veel bij melding %d. Morgen kan het weer. Haast? Bel %s.", x.Number, t.City.Tel))
	return true
}

// tellNews tells whoever handles a report what reporters added since a time.
func (c *City) tellNews(tx *store.Tx, number uint64, since, now time.Time) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok {
		return
	}
	const most = 5
	var notes []string
	n := 0
	for _, e := range store.History.All(tx, store.Num(number)) {
		if e.By != byReporter || e.Note == "" || e.At.Before(since) || strings.HasPrefix(e.Note, questionNote) || strings.HasPrefix(e.Note, answerNote) {
			continue // questions and answers were told at once
		}
		if n++; len(notes) < most {
			notes = append(notes, "- "+short(e.Note, 200))
		}
	}
	if n == 0 {
		return // it was taken back, or had to go
	}
	text := "nieuws van de melder.\n" + strings.Join(notes, "\n")
	if n > most {
		text += fmt.Sprintf("\nEn nog %d.", n-most)
	}
	c.tellHandlers(tx, &r, text, now)
}

// tellHandlers tells whoever handles a report. When that is nobody, it becomes
// a case, so that somebody reads it.
func (c *City) tellHandlers(tx *store.Tx, r *wijk.Report, text string, now time.Time) {
	if len(answersFor(tx, r)) == 0 {
		c.leave(tx, r, fmt.Sprintf("Melding %d: %s", r.Number, text), now)
		return
	}
	c.tellStaff(tx, r, text, now)
}

// aboutOf is the subject of a message about a report, by which a reply to it
// finds the report.
func aboutOf(number uint64) wijk.Subject {
	return wijk.Subject{Kind: aboutReport, Ref: strconv.FormatUint(number, 10)}
}

// heeds hears a cry for help in words that were meant for a report. Somebody
// with check-ins is called; of others it goes on a list, because a fall over a
// paving stone is also a fall.
func (t *Turn) heeds(text string) {
	said := reply.Classify(text)
	switch {
	case text == "" || !cries(said) || harmless(text):
	case t.Person != nil && t.Person.Enrolled() || t.knowsTheNumbers():
		t.danger(said)
	default:
		t.openCase(wijk.CaseHelp, wijk.Amber, "Bij een melding. Regel: "+said.Rule+flagNote(said), false)
		t.need = true
	}
}

// answerWith answers, after what had to be said first.
func (t *Turn) answerWith(text string) {
	text, t.lead = t.lead+text, ""
	t.Say(text)
}

// noted is what staff read of words and a photo.
func noted(words string, photo bool) string {
	switch {
	case photo && words != "":
		return short(words, maxText) + " (met foto)"
	case photo:
		return "foto"
	}
	return short(words, maxText)
}

// beginsAbout starts a flow about a report.
func (t *Turn) beginsAbout(f *Flow, number uint64) {
	t.Talk.Flow, t.Talk.Step, t.Talk.Misses = f.Name, 0, 0
	t.Talk.Answers, t.Talk.Place = nil, nil
	t.set("melding", strconv.FormatUint(number, 10))
	t.proceed(f)
}

// reportInTalk returns the report that the open flow is about, and what the sender
// has to do with it by now.
func (t *Turn) reportInTalk() (wijk.Report, wijk.Reporter, bool) {
	number, err := strconv.ParseUint(t.get("melding"), 10, 64)
	if err != nil {
		return wijk.Report{}, wijk.Reporter{}, false
	}
	return t.mine(number)
}

// fireReport does what a timer of a report was set for.
func (c *City) fireReport(tx *store.Tx, t wijk.Timer, now time.Time) {
	number, err := strconv.ParseUint(t.Scope, 10, 64)
	if err != nil {
		return
	}
	switch t.Kind {
	case timerVote:
		c.askVoteAgain(tx, number, now)
	case timerNews:
		c.tellNews(tx, number, t.Due.Add(-newsWait), now)
	case timerAsk:
		c.stillAsked(tx, number, now)
	case timerForget:
		c.forgetMore(tx, number, now)
	case timerLetter:
		c.forgetLetters(tx, number, now)
	}
}
