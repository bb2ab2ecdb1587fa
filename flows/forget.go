package flows

import (
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// vergeet asks whether somebody's data must really go. It says what goes and
// what stays.
var vergeet = &Flow{
	Name: "vergeet",
	Ask: []Question{{
		Key: "zeker", Say: (*Turn).whatGoes,
		Choices: func(t *Turn) []Choice {
			if t.M.From.Channel == wijk.SMS {
				return nil
			}
			return []Choice{{Label: "Ja, verwijder", Value: "ja"}, {Label: "Nee", Value: "nee"}}
		},
		Bare: func(t *Turn) bool { return t.is("nee") },
		Take: func(t *Turn, q *Question) (string, bool) {
			switch {
			case t.surely():
				return "ja", true
			case t.is("nee", "nee toch niet"):
				return "nee", true
			case q.Choices(t) == nil:
				return "", false
			}
			return choose(t, q)
		},
		Again: "Zeker weten? Stuur JA VERWIJDER. Toch niet? Stuur NEE.",
	}},
	Done: func(t *Turn) {
		if t.get("zeker") != "ja" {
			t.Say("Goed. Wij wissen niets.")
			return
		}
		t.forgetMe()
	},
}

// surely reports whether the words confirm that all must go.
func (t *Turn) surely() bool { return t.is("ja verwijder", "ja verwijderen", "ja wis", "verwijder") }

// wantsForgetting handles "verwijder mijn gegevens" and its confirmation. To
// the classifier these are a wish to stop, and to forget is something else.
func (t *Turn) wantsForgetting(said reply.Result) bool {
	if cries(said) || t.M.Kind != wijk.Text {
		return false
	}
	if t.Talk.Flow == vergeet.Name {
		if !t.surely() {
			return false
		}
		t.answer()
		return true
	}
	const most = 9
	removes := slices.ContainsFunc(t.Words, func(w string) bool {
		return strings.HasPrefix(strings.TrimPrefix(w, "ver"), "wijder") || slices.Contains([]string{"wis", "wissen", "wist", "gewist", "vergeet", "vergeten"}, w)
	})
	if t.is("ja verwijder", "ja verwijderen") { // the question was long ago: ask again
		t.begins(vergeet)
		return true
	}
	if !removes || len(t.Words) > most || !slices.Contains(t.Words, "gegevens") || slices.Contains(t.Words, "stop") {
		return false
	}
	t.begins(vergeet)
	return true
}

// whatGoes says what goes and what stays, as far as it is about the sender.
func (t *Turn) whatGoes() string {
	open := 0
	for _, r := range t.reports() {
		if r.Stage.Open() {
			open++
		}
	}
	text := "Wij wissen dan uw gesprek met ons en wat u volgt. Bij gesloten meldingen wissen wij uw tekst en foto's."
	if open > 0 {
		text += fmt.Sprintf(" Bij open meldingen (%d) blijven die tot de melding klaar is. U hoort daar niets meer van.", open)
	}
	if t.Person != nil {
		text += " Wat de servicebalie van u heeft, wist de servicebalie zelf. Wij vragen hen dat."
	}
	if t.Person != nil && t.Person.Enrolled() {
		text += " Ons dagelijkse bericht aan u stopt hiermee niet: stuur daarvoor STOP."
	}
	if t.keeps() {
		text += " U bent dan geen contactpersoon meer."
	}
	if !t.Holder.Stopped.IsZero() {
		text += " Wij bewaren wel dat u geen berichten wilt."
	}
	return text + " Zeker weten? Stuur JA VERWIJDER."
}

// forgetMe removes what the city has of the sender by itself. What no index
// finds goes in steps after that, see forget_rows.go.
func (t *Turn) forgetMe() {
	t.forgetKeeping()
	for _, a := range t.addresses() {
		t.forgetAddress(a)
	}
	if t.Person != nil {
		for _, a := range t.Person.Calls() {
			store.Talks.Delete(t.Tx, a.String()) // when she called us
		}
		t.openCase(wijk.CaseQuestion, wijk.Amber, "Wil dat de gemeente de gegevens wist. Neem contact op over wat de servicebalie heeft.", false)
	}
	t.forgotten = true
	t.Say("Uw gegevens zijn gewist, of gaan weg zodra dat kan. Stuurt u ons weer iets? Dan begint u opnieuw. Gemeente Zoetermeer")
}

// forgetAddress removes what is found by an address.
func (t *Turn) forgetAddress(a wijk.Address) {
	var numbers []uint64
	var said []string
	for key, x := range store.Reporters.Find(t.Tx, "address", a.String()) {
		if x.Address != a { // the news of somebody else's report went here
			x.Tell = wijk.Address{}
			store.Reporters.Put(t.Tx, key, x)
			continue
		}
		if r, ok := store.Reports.Get(t.Tx, store.Num(x.Number)); ok {
			said = append(said, t.City.wordsOf(t.Tx, &r, &x)...)
			numbers = append(numbers, r.Number)
			t.forgetReport(&r, &x)
		}
	}
	t.City.unfollow(t.Tx, a)
	for key, m := range store.Outbox.Find(t.Tx, "to", a.String()) {
		if m.About.Kind == aboutReport || m.Class == wijk.Broadcast {
			m.State = wijk.Cancelled
			store.Outbox.Put(t.Tx, key, m)
		}
	}
	for key, l := range store.Links.All(t.Tx, "") {
		if l.From == a {
			store.Links.Delete(t.Tx, key)
		}
	}
	dropWalk(t.Tx, a.String())
	store.Proofs.Delete(t.Tx, a.String())
	store.Talks.Delete(t.Tx, a.String())
	h, _ := store.Holders.Get(t.Tx, a.String())
	if h.Person == "" && h.Staff == "" && h.Stopped.IsZero() && h.Blocked.IsZero() {
		store.Holders.Delete(t.Tx, a.String())
	}
	t.City.forget(t.Tx, a, numbers, said, t.Now)
}

// forgetReport takes a reporter off a report without a trace. What went to
// another system is not ours to erase, so a person asks for it there.
func (t *Turn) forgetReport(r *wijk.Report, x *wijk.Reporter) {
	if x.Made && r.Handed != nil {
		t.City.leave(t.Tx, r, fmt.Sprintf("Melding %d: de melder wil dat de gegevens verdwijnen. Wis tekst en foto's ook in %s (%s).",
			r.Number, t.City.backOffice(), r.Handed.ID), t.Now)
	}
	if x.Tell.Channel == wijk.Letter {
		t.City.forgetLetter(t.Tx, x.Tell, t.Now)
	}
	t.leaveReport(r, x)
	store.Log(t.Tx, wijk.Entry{Number: r.Number, At: t.Now, From: r.Stage, To: r.Stage, Note: "Een melder liet de eigen gegevens wissen."})
}

// wordsOf are the words of a reporter at a report, to be looked for elsewhere.
func (c *City) wordsOf(tx *store.Tx, r *wijk.Report, x *wijk.Reporter) (said []string) {
	add := func(text string) {
		if text = strings.TrimSpace(text); len([]rune(text)) >= shortestSaid {
			said = append(said, firstOf(text, longestSaid))
		}
	}
	if x.Made {
		add(r.Text)
		for _, a := range r.Answers {
			add(a.Value)
		}
	}
	for _, seq := range x.Wrote {
		if e, ok := store.History.Get(tx, store.EntryKey(r.Number, seq)); ok {
			_, text, cut := strings.Cut(e.Note, ": ")
			if !cut {
				text = e.Note
			}
			add(text)
		}
	}
	return said
}

// Words shorter than shortestSaid are anybody's; longestSaid is as much of a
// text as every message that quotes it has.
const shortestSaid, longestSaid = 12, 40

func firstOf(text string, most int) string {
	r := []rune(text)
	return string(r[:min(len(r), most)])
}
