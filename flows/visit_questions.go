package flows

import (
	"slices"
	"strconv"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// bezoekwens asks somebody over 70 what they want of the city, and then four
// things at most. Each answer is noted when it comes, as a code: its ground is
// the public task, so that no words are kept.
var bezoekwens = &Flow{
	Name:  "bezoekwens",
	Wants: func(t *Turn) bool { return t.Staff == nil && t.about("huisbezoek", "huisbezoeken") },
	Ask: []Question{
		{
			Key: "wens", Text: "Fijn. Wat wilt u graag? U mag altijd stoppen.", Again: textChoose,
			Choices: func(*Turn) []Choice {
				return []Choice{
					{Label: "Bezoek thuis", Value: string(wijk.WishVisit), Words: []string{"bezoek", "huisbezoek", "thuis"}},
					{Label: "Samen wandelen", Value: string(wijk.WishWalk), Words: []string{"wandelen", "wandeling"}},
					{Label: "Bellen", Value: string(wijk.WishCall), Words: []string{"belafspraak", "telefoon"}},
					{Label: "Naar de servicebalie", Value: string(wijk.WishDesk), Words: []string{"servicebalie", "balie"}},
					{Label: "Niets", Value: string(wijk.WishNone), Words: []string{"geen"}},
				}
			},
			Take: (*Turn).takeWish,
		},
		question70(wijk.AskSupport, "Zijn er mensen in de buurt die u helpen?"),
		question70(wijk.AskOut, "Komt u buiten als u dat wilt?"),
		question70(wijk.AskHelp, "Heeft u ergens hulp bij nodig?"),
		question70(wijk.AskCall, "Mogen wij u bellen?"),
	},
	Done: (*Turn).thanksForWish,
}

// textChoose promises a call to whoever wants to say more than the choices.
const textChoose = "Kies een van de antwoorden. Wilt u iets vertellen? Wij bellen u."

// question70 is one of the four questions.
func question70(key, text string) Question {
	return Question{
		Key: key, Text: text, Again: textChoose,
		Skip: func(t *Turn) bool { return t.Person == nil || t.get("wens") == string(wijk.WishNone) },
		Choices: func(*Turn) []Choice {
			all := []Choice{{Label: "Ja", Value: wijk.SaidYes}, {Label: "Nee", Value: wijk.SaidNo}}
			if key != wijk.AskCall {
				all = append(all, Choice{Label: "Soms", Value: wijk.SaidSometimes})
			}
			return append(all, Choice{Label: "Sla over", Value: "", Words: []string{"overslaan"}})
		},
		Bare: func(t *Turn) bool {
			return len(t.Words) > 0 && (t.is("1", "2", "3", "4", "soms") || t.plainYes() || t.plainNo())
		},
		Take: (*Turn).take70,
	}
}

func (t *Turn) takeWish(q *Question) (string, bool) {
	v, ok := choose(t, q)
	if !ok {
		t.wantsToTell()
		return "", false
	}
	if t.Person != nil {
		o := t.outreach()
		t.wished(&o, wijk.Wish(v))
	} else if wijk.Wish(v).Wants() {
		t.City.dueIn(t.Tx, t.openCase(wijk.CaseOutreach, wijk.Amber, wishNotes[wijk.Wish(v)], false), wishDays, t.Now)
	}
	return v, true
}

func (t *Turn) take70(q *Question) (string, bool) {
	v, ok := choose(t, q)
	switch {
	case ok:
	case t.plainYes():
		v = wijk.SaidYes
	case t.plainNo():
		v = wijk.SaidNo
	default:
		t.wantsToTell()
		return "", false
	}
	o := t.outreach()
	t.City.answered70(t.Tx, t.Person, &o, q.Key, v, said{string(t.M.From.Channel), t.dateOf(0), t.M.From}, t.Now)
	return v, true
}

// plainYes and plainNo leave out "goed" and "niet goed": of somebody who was
// asked for help these may be about more than the question.
func (t *Turn) plainYes() bool {
	return len(t.Words) > 0 && strings.HasPrefix(t.Words[0], "j") && dutch.Yes(t.Words)
}

func (t *Turn) plainNo() bool {
	return len(t.Words) > 0 && strings.HasPrefix(t.Words[0], "ne") && dutch.No(t.Words)
}

// wantsToTell keeps the promise to call somebody who wrote words, without the
// words.
func (t *Turn) wantsToTell() {
	if t.Talk.Misses == 0 {
		t.City.dueIn(t.Tx, t.openCase(wijk.CaseOutreach, wijk.Amber, "Wil iets vertellen. Bel.", false), wishDays, t.Now)
	}
}

// thanksForWish says what happens next, and asks for a number where there is
// none to call.
func (t *Turn) thanksForWish() {
	person := ""
	if t.Person != nil {
		person = t.Person.ID
	}
	for _, cs := range store.Cases.Find(t.Tx, "open", store.CaseOwner(person, t.M.From)) {
		if cs.Kind != wijk.CaseOutreach || cs.Due.IsZero() {
			continue
		}
		t.Say(fill("O3", "dag", t.City.day(wijk.DateOf(cs.Due.In(t.City.Zone)))))
		if !t.callable() {
			t.Say("Op welk nummer kunnen wij u bellen? Typ uw telefoonnummer.")
		}
		return
	}
	t.Say("Goed. Bedankt voor uw antwoord. Later toch een gesprek? Bel " + t.City.Tel + ". Gemeente Zoetermeer")
}

// objects handles the wish to hear no more of the outreach, and of nothing else:
// of who has check-ins those go on.
func (t *Turn) objects(said reply.Result) bool {
	if t.Person == nil || t.Staff != nil || cries(said) || len(t.Words) > mostObjection {
		return false
	}
	words := t.opensWith("bezwaar") || slices.Contains(t.Words, "bezwaar") && t.Person.Invitation != "" ||
		t.is("geen uitnodiging meer", "geen uitnodigingen meer", "geen brieven meer", "ik wil geen brieven meer", "ik wil geen uitnodiging meer")
	meant := t.Person.Invitation != "" && !t.Person.Enrolled() && strings.HasSuffix(strings.Join(t.Words, " "), "wil dit niet meer krijgen")
	if !words && !meant {
		return false
	}
	t.each(func() {
		t.City.Object(t.Tx, t.Person.ID, t.Now)
		t.Person.Objected, t.Person.Invitation = t.Now, ""
	})
	t.leave()
	t.Say(fill("O4", "tel", t.City.Tel))
	return true
}

// mostObjection is how many words an objection has at most: a story is for a
// person to read.
const mostObjection = 8

// caseScope names the timer of a case.
func caseScope(number uint64) string { return strconv.FormatUint(number, 10) }
