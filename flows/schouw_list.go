package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// inHand is the answer that holds the number of the draft that is asked about.
const inHand = "punt"

// walkWhat asks what is on a photo that came without words. Leaving it out, it
// takes the next draft that lacks something in hand.
var walkWhat = Question{
	Key: stepWhat, Free: true,
	Skip: func(t *Turn) bool {
		d := t.takesNext()
		return d == nil || d.Text != ""
	},
	Say: func(t *Turn) string {
		return "Punt " + t.get(inHand) + " heeft alleen een foto. Wat is daar? Typ een paar woorden, of stuur WEGLATEN."
	},
	Take: func(t *Turn, q *Question) (string, bool) {
		if t.leavesOut() {
			return "-", true
		}
		text, ok := words(t, q)
		if !ok || t.bare() {
			return "", false
		}
		w, d := t.draftInHand()
		t.describes(&w, d, text)
		t.saveWalk(w)
		t.prepares(d)
		return text, true
	},
	Again: "Typ in een paar woorden wat het is, of stuur WEGLATEN.",
}

// walkPlaces are the questions for the place of a draft, as in a report.
func walkPlaces() []Question {
	all := placeQuestions(func(t *Turn) string {
		_, d := t.draftInHand()
		return fmt.Sprintf("Punt %d (%s): waar is dat? Zelfde plek als het vorige punt? Stuur ZELFDE. Niet melden? Stuur WEGLATEN.", d.N, t.draftName(d))
	})
	for i := range all {
		skip, take := all[i].Skip, all[i].Take
		if i > 0 { // the first names the draft itself
			all[i].Say = ofDraft(all[i])
		}
		all[i].Skip = func(t *Turn) bool { return t.get(inHand) == "" || skip != nil && skip(t) }
		all[i].Take = func(t *Turn, q *Question) (string, bool) {
			switch {
			case t.leavesOut():
				return "-", true
			case t.is("zelfde", "zelfde plek", "dezelfde", "dezelfde plek", "hier ook"):
				if p := t.previousPlace(); p != nil && q.Key == keyPlace {
					t.Talk.Place = p
					return "ja", true
				} else if p != nil && q.Key == keyWijk {
					t.Talk.Place.Wijk = p.Wijk
					return p.Wijk, true
				}
			}
			return take(t, q)
		}
	}
	return all
}

// ofDraft says a question with the draft it is about in front.
func ofDraft(q Question) func(*Turn) string {
	return func(t *Turn) string {
		text := q.Text
		if q.Say != nil {
			text = q.Say(t)
		}
		_, d := t.draftInHand()
		return fmt.Sprintf("Punt %d (%s %s). %s", d.N, t.draftName(d), describePlace(t.Talk.Place), text)
	}
}

// walkAssign gives the draft in hand the place that was told, and goes back for
// the next one that lacks something. It is never asked.
var walkAssign = Question{
	Key: "volgende",
	Skip: func(t *Turn) bool {
		if t.get(inHand) == "" {
			return true
		}
		w, d := t.draftInHand()
		if d != nil && t.Talk.Place != nil && t.Talk.Place.Wijk != "-" {
			d.Place = t.Talk.Place
			t.saveWalk(w)
		}
		for _, key := range append([]string{inHand, stepWhat}, placeKeys...) {
			delete(t.Talk.Answers, key)
		}
		t.clearDoubt()
		t.Talk.Place = nil
		t.Talk.Step = t.walkStep(stepWhat) - 1
		return true
	},
	Take: func(*Turn, *Question) (string, bool) { return "", true },
}

// takesNext takes the next draft that lacks words or a place in hand, nil when
// all are whole.
func (t *Turn) takesNext() *wijk.Draft {
	w, _ := t.walk()
	for i := range w.Drafts {
		d := &w.Drafts[i]
		if d.Text != "" && d.Place != nil && d.Place.Wijk != "" {
			continue
		}
		t.set(inHand, strconv.Itoa(d.N))
		t.prepares(d)
		return d
	}
	delete(t.Talk.Answers, inHand)
	return nil
}

// prepares sets what the questions for a place go by: what is known of it, and
// what is still in doubt.
func (t *Turn) prepares(d *wijk.Draft) {
	t.clearDoubt()
	delete(t.Talk.Answers, keyPlace)
	t.Talk.Place = nil
	switch {
	case d.Place == nil:
		return
	case d.Place.Wijk == "" && (d.Place.Street != "" || d.Place.Postcode != "" || d.Place.Mark != ""):
		t.settlePlace(*d.Place)
		return
	case d.Place.Wijk == "":
		t.set(keyWijken, strings.Join(t.wijkenAround(d.Place.Point, d.Place.Accuracy), ","))
	}
	p := *d.Place
	t.Talk.Place = &p
	t.set(keyPlace, "ja")
}

// draftInHand returns the walk and the draft that is asked about.
func (t *Turn) draftInHand() (w wijk.Walk, d *wijk.Draft) {
	w, _ = t.walk()
	w.Drafts = slices.Clone(w.Drafts)
	i := slices.IndexFunc(w.Drafts, func(d wijk.Draft) bool { return strconv.Itoa(d.N) == t.get(inHand) })
	if i < 0 {
		return w, &wijk.Draft{}
	}
	return w, &w.Drafts[i]
}

// previousPlace is the place of the nearest draft before the one in hand.
func (t *Turn) previousPlace() (p *wijk.Place) {
	w, _ := t.walk()
	for _, d := range w.Drafts {
		if strconv.Itoa(d.N) == t.get(inHand) {
			break
		}
		if d.Place != nil {
			p = d.Place
		}
	}
	return p
}

// leavesOut takes the draft in hand off the list when the walker says so.
func (t *Turn) leavesOut() bool {
	if !t.is("weglaten", "weg", "laat weg", "niet melden", "overslaan") {
		return false
	}
	n, _ := strconv.Atoi(t.get(inHand))
	t.dropDraft(n)
	t.Talk.Place = &wijk.Place{Wijk: "-"} // nothing more to ask of it
	t.set(keyPlace, "ja")
	return true
}

// dropDraft takes a draft off the list and reports whether it was on it.
func (t *Turn) dropDraft(n int) bool {
	w, _ := t.walk()
	i := slices.IndexFunc(w.Drafts, func(d wijk.Draft) bool { return d.N == n })
	if i < 0 {
		return false
	}
	if id := w.Drafts[i].Photo; id != "" {
		store.DropPhoto(t.Tx, id)
	}
	w.Drafts = slices.Delete(slices.Clone(w.Drafts), i, i+1)
	t.saveWalk(w)
	return true
}

// walkList shows the drafts. Nothing is reported before the walker says which.
var walkList = Question{
	Key: stepList,
	Say: (*Turn).walkText,
	Choices: func(t *Turn) []Choice {
		if t.M.From.Channel == wijk.SMS {
			return nil // the numbers are those of the list
		}
		return []Choice{{Label: "Alles melden", Value: walkAll}, {Label: "Verder lopen", Value: walkOn}}
	},
	Take: (*Turn).editsWalk,
	Bare: func(*Turn) bool { return false }, // a number is of a point, with a word
}

const walkAll, walkOn = "alles", "verder"

func (t *Turn) walkText() string {
	w, _ := t.walk()
	if len(w.Drafts) == 0 {
		return "De lijst is leeg. Verder lopen? Stuur VERDER. Stoppen? Stuur TERUG."
	}
	lines := []string{"Uw schouw, " + points(len(w.Drafts)) + ":"}
	for i := range w.Drafts {
		d := &w.Drafts[i]
		line := fmt.Sprintf("%d %s", d.N, t.draftName(d))
		if !d.Sure && d.Kind != wijk.Else {
			line += "?"
		}
		line += " " + describePlace(d.Place)
		if r, ok := t.sameAs(d); ok {
			line += fmt.Sprintf(" (al gemeld: %d, u volgt die dan)", r.Number)
		}
		lines = append(lines, line)
	}
	d := w.Drafts[0]
	return strings.Join(append(lines, fmt.Sprintf("Goed zo? Stuur ALLES MELDEN. Anders bijvoorbeeld: %d WEGLATEN, %[1]d IS BOOM, %[1]d MELDEN of %[1]d APART.", d.N)), "\n")
}

// sameAs returns the open report that a draft is probably about.
func (t *Turn) sameAs(d *wijk.Draft) (wijk.Report, bool) {
	kind := category.Of(d.Kind)
	if d.Apart || d.Place == nil || kind.Radius == 0 {
		return wijk.Report{}, false
	}
	near := store.Near{Kinds: []wijk.ReportKind{kind.Code}, Metres: kind.Radius, Since: t.Now.Add(-kind.Age), Open: true, Most: 1}
	for _, n := range store.NearReports(t.Tx, *d.Place, near) {
		return n.Report, true
	}
	return wijk.Report{}, false
}

// editsWalk does what the walker says of the list.
func (t *Turn) editsWalk(q *Question) (string, bool) {
	v, chosen := "", false
	if q.Choices(t) != nil {
		v, chosen = choose(t, q)
	}
	_, digits := dutch.Number(t.M.Text)
	switch {
	case chosen && v == walkAll && !digits, t.is("alles melden", "alles", "meld alles", "alles sturen", "ja"):
		t.reportsWalk(0)
	case chosen && v == walkOn && !digits, t.is("verder", "verder lopen"):
		t.asksStep(stepWalk)
	case t.M.Kind == wijk.Text && t.editsDraft():
	default:
		t.lead = "Dat begrijp ik niet. "
		t.ask(q)
	}
	return "", false
}

// editsDraft does what the walker says of one draft: "3 weglaten", "2 is boom",
// "2 Dorpsstraat 12", "1 apart", "4 melden".
func (t *Turn) editsDraft() bool {
	n, rest, ok := draftNumber(t.M.Text)
	w, _ := t.walk()
	i := slices.IndexFunc(w.Drafts, func(d wijk.Draft) bool { return d.N == n })
	if !ok || i < 0 {
		return false
	}
	w.Drafts = slices.Clone(w.Drafts)
	d := &w.Drafts[i]
	switch said := strings.ToLower(strings.Trim(rest, " .!")); {
	case slices.Contains([]string{"weglaten", "weg", "laat weg", "verwijder", "verwijderen", "niet", "niet melden"}, said):
		t.dropDraft(n)
	case slices.Contains([]string{"melden", "meld"}, said):
		t.reportsWalk(n)
		return true
	case slices.Contains([]string{"apart", "los"}, said):
		d.Apart = true
		t.saveWalk(w)
	case t.placeIn(rest) != nil && isPlace(strings.Fields(rest)):
		d.Place = t.placeIn(rest)
		t.saveWalk(w)
	default:
		kind, ok := t.sure(strings.TrimPrefix(strings.TrimPrefix(said, "is "), "een "))
		if !ok {
			return false
		}
		d.Kind, d.Phrase, d.Sure = kind, "", true
		t.saveWalk(w)
	}
	t.Talk.Step = t.walkStep(stepWhat)
	t.proceed(t.City.flow(flowWalk)) // a new place may lack its wijk
	return true
}

// walkStep is where a step of a walk is, asksStep asks it.
func (t *Turn) walkStep(key string) int {
	return slices.IndexFunc(t.City.flow(flowWalk).Ask, func(q Question) bool { return q.Key == key })
}

func (t *Turn) asksStep(key string) {
	t.Talk.Step = t.walkStep(key)
	t.ask(&t.City.flow(flowWalk).Ask[t.Talk.Step])
}

// draftNumber reads the number of a draft in front of, or behind, a few words.
func draftNumber(text string) (n int, rest string, ok bool) {
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return 0, "", false
	}
	clean := func(s string) string { return strings.Trim(s, ".,:;#!") }
	last := len(fields) - 1
	if n, err := strconv.Atoi(clean(fields[0])); err == nil {
		return n, strings.Join(fields[1:], " "), true
	}
	if n, err := strconv.Atoi(clean(fields[last])); err == nil {
		return n, strings.Join(fields[:last], " "), true
	}
	for i, f := range fields { // "laat 3 weg"
		if n, err := strconv.Atoi(clean(f)); err == nil {
			return n, strings.Join(slices.Delete(fields, i, i+1), " "), true
		}
	}
	return 0, "", false
}

// editsList takes "verwijder 3" for the list of a walk: to the classifier that
// is a wish to stop.
func (t *Turn) editsList() bool {
	_, q := t.open()
	if t.Talk.Flow != flowWalk || q == nil || q.Key != stepList || t.M.Kind != wijk.Text {
		return false
	}
	n, rest, ok := draftNumber(t.M.Text)
	if !ok || n == 0 || !strings.HasPrefix(strings.ToLower(rest), "verwijder") {
		return false
	}
	t.answer()
	return true
}
