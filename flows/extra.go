package flows

import (
	"fmt"
	"strconv"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// extraQuestions are those of the category that was chosen.
var extraQuestions = []Question{extraQuestion(0), extraQuestion(1), extraQuestion(2), extraQuestion(3)}

// maxExtra is how many characters the answer to one may have.
const maxExtra = 300

// extraQuestion is the ith question of the category that was chosen; it is
// left out of categories that have fewer.
func extraQuestion(i int) Question {
	return Question{
		Key: "x" + strconv.Itoa(i),
		Skip: func(t *Turn) bool {
			q, ok := t.extra(i)
			return !ok || t.extraAnswer(i, q) != ""
		},
		Say: func(t *Turn) string {
			q, _ := t.extra(i)
			return q.Text
		},
		Choices: func(t *Turn) []Choice {
			q, _ := t.extra(i)
			return extraChoices(q)
		},
		Take: func(t *Turn, asked *Question) (string, bool) {
			q, _ := t.extra(i)
			return t.takeExtra(q, asked)
		},
		Again: "Dat begrijp ik niet. Kies een van de antwoorden.",
	}
}

// extra returns the ith question of the category that was chosen.
func (t *Turn) extra(i int) (category.Question, bool) {
	if all := category.Of(t.kind()).Ask; i < len(all) {
		return all[i], true
	}
	return category.Question{}, false
}

func extraChoices(q category.Question) []Choice {
	var choices []Choice
	for _, c := range q.Choices {
		choices = append(choices, Choice{Label: c.Label, Value: c.Key})
	}
	if q.Optional {
		choices = append(choices, Choice{Label: "Overslaan", Value: skipped, Words: []string{"geen"}})
	}
	return choices
}

// skipped is the answer of somebody who left a question out.
const skipped = "-"

// takeExtra takes the answer to a question of the category.
func (t *Turn) takeExtra(q category.Question, asked *Question) (string, bool) {
	if v, ok := choose(t, asked); ok {
		t.heed(stopOf(q, v))
		return v, true
	}
	if len(q.Choices) > 0 {
		for _, c := range q.Choices { // "ja hoor" is yes
			if yes := wijk.Fold(c.Label) == "ja"; yes && dutch.Yes(t.Words) || wijk.Fold(c.Label) == "nee" && dutch.No(t.Words) {
				t.heed(c.Stop)
				return c.Key, true
			}
		}
		return "", false
	}
	text, ok := words(t, asked)
	if ok {
		text = short(text, maxExtra)
		t.heed(category.StopIn(text))
	}
	return text, ok
}

func stopOf(q category.Question, answer string) category.Stop {
	for _, c := range q.Choices {
		if c.Key == answer {
			return c.Stop
		}
	}
	return category.None
}

// extraAnswer is the answer to the ith question of the category, empty if there
// is none yet. What the first words already told is not asked: of "prullenbak
// vol" nobody asks what is wrong with it.
func (t *Turn) extraAnswer(i int, q category.Question) string {
	if v := t.get("x" + strconv.Itoa(i)); v != "" {
		return v
	}
	if t.get("mis") == "x" { // an answer was wrong: it may be this one
		return ""
	}
	v, _ := q.Told(t.get("tekst"))
	return v
}

// extraAnswers are the answers to the questions of the category.
func (t *Turn) extraAnswers() (all []wijk.Answer) {
	for i, q := range category.Of(t.kind()).Ask {
		if v := t.extraAnswer(i, q); v != "" && v != skipped {
			all = append(all, wijk.Answer{Key: q.Key, Value: v})
		}
	}
	return all
}

// answered says the extra questions with their answers, for the summary.
func (t *Turn) answered() (all []string) {
	for i, q := range category.Of(t.kind()).Ask {
		v := t.get("x" + strconv.Itoa(i)) // what the first words told is not read back
		if v == "" || v == skipped {
			continue
		}
		for _, c := range q.Choices {
			if c.Key == v {
				v = c.Label
			}
		}
		all = append(all, q.Text+" "+quotable(v, t.M.From.Channel)+".")
	}
	return all
}

// dangerous reports whether the words or the answers tell of danger.
func (t *Turn) dangerous() bool {
	if category.StopIn(t.get("tekst")) == category.Danger {
		return true
	}
	for i, q := range category.Of(t.kind()).Ask {
		v := t.get("x" + strconv.Itoa(i))
		if stopOf(q, v) == category.Danger || len(q.Choices) == 0 && category.StopIn(v) == category.Danger {
			return true
		}
	}
	return false
}

// heed points to those who must hear of it before the city does. It says so
// once in a report, and the report goes on.
func (t *Turn) heed(stop category.Stop) {
	said := t.get("wees")
	if stop == category.None || strings.Contains(said, string(stop)) {
		return
	}
	t.set("wees", said+" "+string(stop))
	if stop == category.Care {
		text := careNote + short(t.M.Text, maxExtra)
		t.set("zaak", strconv.FormatUint(t.openCase(wijk.CaseQuestion, wijk.Amber, text, false), 10))
		t.keepForADay()
	}
	t.Say(t.City.StopText(stop))
}

// StopText is what somebody reads of a report that others must hear of first,
// empty for none.
func (c *City) StopText(stop category.Stop) string {
	switch stop {
	case category.Danger:
		return "Is er direct gevaar? Bel 112. Bel anders nu " + c.Tel + "."
	case category.Crime:
		return "Is het nu bezig? Bel 112. Bel anders 0900-8844, of vraag de wijkagent."
	case category.Care:
		return "Een ouderenadviseur leest dit ook en kijkt wat nodig is. In nood? Bel 112."
	}
	return ""
}

// careKnows tells those who care for people which report they were told of.
func (t *Turn) careKnows(number uint64) {
	if id, err := strconv.ParseUint(t.get("zaak"), 10, 64); err == nil {
		t.City.addNote(t.Tx, id, fmt.Sprintf("Het is melding %d.", number), t.Now)
	}
}
