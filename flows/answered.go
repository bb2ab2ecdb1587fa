package flows

import (
	"fmt"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store/wijk"
)

// wantsToAnswer handles "antwoord 12 bij de boom".
func (t *Turn) wantsToAnswer(number uint64, text string) bool {
	r, x, ok := t.mine(number)
	switch {
	case !ok:
		return t.notMine(number, text)
	case r.Stage != wijk.Asked && text == "" && t.M.Kind == wijk.Text:
		t.Say(fmt.Sprintf("Wij hebben geen vraag aan u over melding %d. Iets toevoegen? Stuur ERBIJ %[1]d en uw tekst.", number))
	case text == "" && t.M.Kind == wijk.Text:
		t.beginsAbout(antwoordBij, number)
	default:
		t.heeds(text)
		t.giveAnswer(&r, &x, text)
	}
	return true
}

// antwoordBij takes the answer to a question of the city.
var antwoordBij = &Flow{
	Name: "antwoord bij melding",
	Ask: []Question{{
		Key: "antwoord",
		Say: func(t *Turn) string {
			if r, _, ok := t.reportInTalk(); ok && r.Question != "" {
				return fmt.Sprintf("Onze vraag over melding %d: %s Wat is uw antwoord?", r.Number, r.Question)
			}
			return "Wat is uw antwoord?"
		},
		Take: wordsOrPhoto, Free: true,
		Bare:  func(*Turn) bool { return true }, // "nee", "2": it was asked for
		Again: "Typ uw antwoord, of stuur een foto.",
	}},
	Done: func(t *Turn) {
		if r, x, ok := t.reportInTalk(); ok {
			t.giveAnswer(&r, &x, t.typed("antwoord"))
		} else {
			t.menuAfter("Deze melding volgt u niet meer.")
		}
	},
}

// stageOptions are the buttons under the news of a new stage.
func stageOptions(r *wijk.Report, x *wijk.Reporter) []wijk.Option {
	if r.Stage != wijk.Asked || x.To().Channel != wijk.Telegram {
		return nil
	}
	return []wijk.Option{reportOption(r.Number, "antwoord", "Antwoord geven")}
}

// giveAnswer takes an answer to a question of the city. When the question is
// no longer open (somebody else answered, or time ran out) it is added.
func (t *Turn) giveAnswer(r *wijk.Report, x *wijk.Reporter, text string) {
	if r.Stage != wijk.Asked {
		t.add(r, x, text)
		return
	}
	photo := t.M.Kind == wijk.Picture && t.keepFor(r, 2*maxPhotos)
	if text == "" && !photo {
		return
	}
	question := r.Question
	t.wrote(r, x, answerNote+noted(text, photo))
	moved, err := t.City.Move(t.Tx, r.Number, Move{To: wijk.Replied, By: byReporter, Except: x.Address}, t.Now)
	if err != nil {
		t.answerWith(sayError(err))
		return
	}
	t.City.tellHandlers(t.Tx, &moved, fmt.Sprintf("antwoord op de vraag \"%s\".\n%s", short(question, 60), noted(text, photo)), t.Now)
	t.answerWith(fmt.Sprintf("Dank u. Uw antwoord staat bij melding %d.", r.Number))
}

// answerNote begins the note of an answer in the history of a report.
const answerNote = "Antwoord: "

// questions are the reports of which the city waits for an answer of the
// sender.
func (t *Turn) questions() (numbers []uint64) {
	for _, r := range t.reports() {
		if r.Stage == wijk.Asked {
			numbers = append(numbers, r.Number)
		}
	}
	return numbers
}

// answersQuestion takes a message that names no report for the answer to a
// question of the city, when there is one. By SMS that is what people do. What
// may be a report of its own is asked first, and in Telegram, where one can
// answer the very message, everything is.
func (t *Turn) answersQuestion(said reply.Result) bool {
	if t.M.Kind != wijk.Text && t.M.Kind != wijk.Picture || t.M.Kind == wijk.Text && t.M.Text == "" || t.busy() {
		return false
	}
	if cries(said) && (!t.bare() || t.knowsTheNumbers()) && !t.harmlessNo() {
		return false
	}
	open := t.questions()
	if len(open) == 0 {
		return false
	}
	r, x, ok := t.mine(open[0])
	if !ok {
		return false
	}
	other := t.wouldStart() || len(category.Classify(t.M.Text)) > 0
	votes := t.votesOpen()
	_, _, vote := t.plainVote()
	switch {
	case vote && len(votes) > 0:
		t.Say(fmt.Sprintf("Is dat uw antwoord op onze vraag? Stuur ANTWOORD %d en uw antwoord. Of melding %d: is die opgelost? Stuur JA %[2]d of NEE %[2]d.", open[0], votes[0]))
	case len(open) > 1 && other:
		return false
	case len(open) > 1:
		t.Say(fmt.Sprintf("Wij vroegen u iets over melding %d en melding %d. Stuur bijvoorbeeld ANTWOORD %[1]d en uw antwoord.", open[0], open[1]))
	case t.M.Kind == wijk.Text && !other && (t.M.From.Channel == wijk.SMS || t.bare()):
		t.giveAnswer(&r, &x, t.M.Text)
	default:
		t.beginsAbout(bedoeld, r.Number)
		t.set("tekst", short(t.M.Text, maxText))
		if t.M.Kind == wijk.Picture {
			t.set("bestand", t.M.File.ID)
		}
	}
	return true
}

// answersNo takes "nee, het ligt er nog" for the answer to a question of the
// city, before it can be taken for an answer to how somebody is.
func (t *Turn) answersNo() bool {
	return t.M.Kind == wijk.Text && t.harmlessNo() && t.answersQuestion(t.label())
}

// harmlessNo reports whether a text begins with no and says nothing else that
// may be about how somebody is, from somebody who was never asked that.
func (t *Turn) harmlessNo() bool {
	return !t.knowsTheNumbers() && (t.Person == nil || t.Person.Invitation == "") && harmless(t.M.Text)
}

func harmless(text string) bool {
	v, rest, ok := cutVote(text)
	return ok && v == wijk.VoteNo && !cries(reply.Classify(rest))
}

// bedoeld asks whether a message was the answer to a question of the city.
var bedoeld = &Flow{
	Name: "bedoeld",
	Ask: []Question{{
		Key: "bedoeld", Text: "Is dit uw antwoord op onze vraag over melding {melding}?",
		Choices: func(*Turn) []Choice {
			return []Choice{{Label: "Ja", Value: "ja"}, {Label: "Nee, iets nieuws", Value: "nee", Words: []string{"nieuws", "nieuw"}}}
		},
		Take: func(t *Turn, q *Question) (string, bool) {
			if t.M.Kind == wijk.Picture { // it belongs to the text before it
				t.set("bestand", t.M.File.ID)
				t.set("tekst", strings.TrimSpace(t.get("tekst")+" "+short(t.M.Text, maxText)))
				return "", false
			}
			v, ok := choose(t, q)
			switch {
			case ok:
				return v, true
			case dutch.Yes(t.Words):
				return "ja", true
			case dutch.No(t.Words):
				return "nee", true
			}
			return "", false
		},
		Again: "Is dit uw antwoord op onze vraag? Kies Ja, of Nee, iets nieuws.",
	}},
	Done: (*Turn).meant,
}

// meant goes on with the message that was asked about.
func (t *Turn) meant() {
	r, x, ok := t.reportInTalk()
	answer := ok && t.get("bedoeld") == "ja"
	t.M.Kind, t.M.Text = wijk.Text, t.get("tekst")
	t.Words = reply.Words(t.M.Text)
	if file := t.get("bestand"); file != "" {
		t.M.Kind, t.M.File = wijk.Picture, wijk.File{ID: file}
	}
	t.leave()
	switch {
	case answer:
		t.giveAnswer(&r, &x, t.M.Text)
	case !t.startsFlow():
		t.menuAfter("Dat begrijp ik niet.")
	}
}
