package flows

import (
	"fmt"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const flowReply = "werk-antwoord"

// werkAntwoord lets whoever works on a report write to its reporters: those who
// asked something and were not answered, or else all of them.
var werkAntwoord = &Flow{
	Name: flowReply, Holds: mender, Left: leaveWork,
	Ask: []Question{
		{
			Key: "tekst", Text: "Wat wilt u de melder laten weten?", Free: true,
			Skip: func(t *Turn) bool { return t.get("tekst") != "" },
			Take: takeLetter, Again: "Typ uw bericht aan de melder.",
		},
		{
			Key: "versturen",
			Say: func(t *Turn) string {
				r, _ := t.workReport()
				text := t.letterTo(&r)
				return fmt.Sprintf("Dit leest de melder:\n\n%s\n\n%s, %s.", text, parts(text), people(len(t.City.readers(t.Tx, &r))))
			},
			Choices: func(*Turn) []Choice {
				return []Choice{{Label: "Versturen", Value: sendIt, Words: []string{"ja", "stuur", "ok"}}, {Label: "Niet versturen", Value: sendNot, Words: []string{"nee"}}}
			},
			Take: choose, Again: "Kies Versturen of Niet versturen.",
		},
	},
	Done: func(t *Turn) {
		r, ok := t.workReport()
		if !ok || t.get("versturen") != sendIt {
			t.Say("Goed. Er is niets verstuurd.")
			return
		}
		text := t.letterTo(&r)
		all := t.City.readers(t.Tx, &r)
		for _, x := range all {
			t.City.tell(t.Tx, &r, x, wijk.Outgoing{Text: text}, t.Now)
		}
		store.Log(t.Tx, wijk.Entry{Number: r.Number, At: t.Now, By: t.Staff.ID, From: r.Stage, To: r.Stage, Text: text})
		t.sayOf(&r, fmt.Sprintf("Uw bericht over melding %d gaat weg (%s).", r.Number, people(len(all))))
	},
}

// wantsReply handles "antwoord 12 wij komen morgen" of somebody who mends.
func (t *Turn) wantsReply(r *wijk.Report, rest string) {
	if r.Parent != 0 {
		t.sayOf(r, fmt.Sprintf("Melding %d is een deel van %d. Stuur ANTWOORD %d.", r.Number, r.Parent, r.Parent))
		return
	}
	t.startWork(flowReply, r, "tekst", braces.Replace(short(rest, maxLetter)))
}

func (t *Turn) letterTo(r *wijk.Report) string {
	return fmt.Sprintf("Over uw melding %d (%s): %s Gemeente Zoetermeer", r.Number, kindName(r), sentence(upper(t.get("tekst"))))
}

// readers are the reporters who wait for an answer, or else all.
func (c *City) readers(tx *store.Tx, r *wijk.Report) (asked []wijk.Reporter) {
	var last uint64 // the latest step in which staff told the reporters something
	questions := make(map[uint64]bool)
	for _, e := range store.History.All(tx, store.Num(r.Number)) {
		switch {
		case e.By == byReporter && strings.HasPrefix(e.Note, questionNote):
			questions[e.Seq] = true
		case e.By != byReporter && e.By != byBot && e.Text != "":
			last = e.Seq
		}
	}
	var all []wijk.Reporter
	for _, x := range store.Reporters.All(tx, store.Num(r.Number)) {
		all = append(all, x)
		for _, seq := range x.Wrote {
			if seq > last && questions[seq] {
				asked = append(asked, x)
				break
			}
		}
	}
	if len(asked) == 0 {
		return all
	}
	return asked
}
