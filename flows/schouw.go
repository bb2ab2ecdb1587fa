package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// mostDrafts bounds a walk: as many as one sender may report in a day.
	mostDrafts = mostBySender
	// walkPin is how long a pin says where the walker is.
	walkPin = 10 * time.Minute
	// walkRemind is how long after its beginning the walker is told what was not
	// sent yet.
	walkRemind = 24 * time.Hour
)

const flowWalk = "wijkschouw"

// The steps that the others lead back to, by their keys.
const stepWalk, stepWhat, stepList = "lopen", "wat", "lijst"

// wijkschouw takes photos and lines in a row, each a draft of a report of its
// own. At the end the walker sees the list and says which to report.
var wijkschouw = &Flow{
	Name:  flowWalk,
	Words: []string{"wijkschouw"},
	Left:  (*Turn).leaveWalk,
	Ask: slices.Concat(
		[]Question{walkQuestion, walkPhotoPlace, walkWhat},
		walkPlaces(),
		[]Question{walkAssign, walkList},
	),
	Done: func(*Turn) {},
}

// walkQuestion is asked until KLAAR. It takes any words, so that a cry for help
// among them is heard as in a report.
var walkQuestion = Question{
	Key: stepWalk, Free: true, Place: true,
	Say: func(t *Turn) string {
		w, _ := t.walk()
		if n := len(w.Drafts); n > 0 {
			return "Uw schouw heeft " + points(n) + ". Ga verder, of stuur KLAAR voor de lijst."
		}
		if t.M.From.Channel == wijk.SMS {
			return "Stuur per punt een sms: wat u ziet en waar. Bijvoorbeeld: losse tegel Dorpsstraat 12. Klaar? Stuur KLAAR."
		}
		return "Stuur bij elk punt een foto met een paar woorden. Deel onderweg uw locatie, dan weten wij waar het is. Klaar? Stuur KLAAR. Er is nog niets gemeld."
	},
	Take: func(t *Turn, _ *Question) (string, bool) {
		t.Talk.Misses, t.Talk.AskedAt = 0, t.Now
		return "klaar", t.walks()
	},
}

// walk returns the walk of the sender.
func (t *Turn) walk() (w wijk.Walk, ok bool) {
	w, ok = store.Walks.Get(t.Tx, t.M.From.String())
	if !ok {
		w = wijk.Walk{Started: t.Now, Next: 1}
	}
	return w, ok
}

func (t *Turn) saveWalk(w wijk.Walk) {
	key := t.M.From.String()
	if !store.Walks.Has(t.Tx, key) {
		store.SetTimer(t.Tx, wijk.Timer{Kind: timerWalk, Scope: key, Due: t.City.voteTime(w.Started.Add(walkRemind))})
	}
	store.Walks.Put(t.Tx, key, w)
}

// leaveWalk goes back to the menu; the walk stays.
func (t *Turn) leaveWalk() {
	w, ok := t.walk()
	if !ok || len(w.Drafts) == 0 {
		t.begins(menu)
		return
	}
	t.menuAfter("Uw schouw blijft bewaard (" + points(len(w.Drafts)) + "). Er is nog niets gemeld. Verder? Stuur WIJKSCHOUW.")
}

// walks takes one message of a walk. It returns true when the walker is done.
func (t *Turn) walks() (done bool) {
	w, _ := t.walk()
	switch {
	case t.Person != nil && t.Person.Enrolled() && cries(t.label()):
		// That was heard, and is about the walker.
	case t.M.Kind == wijk.Location:
		t.walksTo(&w)
	case t.M.Kind == wijk.Picture:
		t.seesPhoto(&w)
	case t.M.Kind != wijk.Text || t.M.Text == "":
		t.Say("Dat kunnen wij niet lezen. Stuur een foto of een paar woorden.")
	case t.is("klaar", "klaar met lopen", "lijst", "einde"):
		if len(w.Drafts) > 0 {
			return true
		}
		t.Say("U heeft nog niets gestuurd. Stuur een foto of een paar woorden. Stoppen? Stuur TERUG.")
	default:
		t.seesWords(&w)
	}
	return false
}

// walksTo notes where the walker is: for what comes next, and for what was seen
// last when that has no place yet.
func (t *Turn) walksTo(w *wijk.Walk) {
	p := t.pointPlace(t.M.Point, t.M.Accuracy, wijk.FromPin)
	if p == nil {
		t.Say("Deze plek ligt niet in Zoetermeer. Ga verder in de stad.")
		return
	}
	w.Pin, w.Accuracy, w.PinAt = t.M.Point, t.M.Accuracy, t.Now
	if d := lastDraft(w); d != nil && d.Place == nil {
		d.Place = p
	}
	t.saveWalk(*w)
	t.Say("De plek is genoteerd.")
}

// seesPhoto begins a draft with a photo.
func (t *Turn) seesPhoto(w *wijk.Walk) {
	d := t.draft(w)
	if d == nil {
		return
	}
	album := t.M.Album != "" && t.M.Album == t.Talk.Album.ID && t.Talk.Album.Photo != ""
	d.Photo = t.keepPhoto()
	t.describes(w, d, t.M.Text)
	t.saveWalk(*w)
	switch {
	case album: // the first was answered; the list asks what the others are
	case d.Text == "":
		t.Say(fmt.Sprintf("Foto %d. Wat is daar? Typ een paar woorden.", d.N))
	default:
		t.Say(t.noted(d))
	}
}

// seesWords takes words for the last photo that has none, a place for what was
// seen last, or something new.
func (t *Turn) seesWords(w *wijk.Walk) {
	if tooLong(t.M.Text) {
		t.Say(textTooLong)
		return
	}
	d := lastDraft(w)
	fresh := d == nil || d.Text != "" && (d.Place != nil || !t.onlyPlace(t.M.Text))
	if fresh {
		if t.bare() {
			t.Say("Stuur een foto of een paar woorden. Klaar? Stuur KLAAR.")
			return
		}
		if d = t.draft(w); d == nil {
			return
		}
	}
	t.describes(w, d, t.M.Text)
	t.saveWalk(*w)
	t.Say(t.noted(d))
}

// onlyPlace reports whether words say where something is and not what.
func (t *Turn) onlyPlace(text string) bool {
	_, names := t.sure(text)
	return !names && isPlace(strings.Fields(text))
}

// draft adds an empty draft, nil when there are too many.
func (t *Turn) draft(w *wijk.Walk) *wijk.Draft {
	if len(w.Drafts) >= mostDrafts {
		t.Say(fmt.Sprintf("U heeft %d punten. Dat is genoeg voor een keer. Stuur KLAAR voor de lijst.", mostDrafts))
		return nil
	}
	w.Drafts = append(slices.Clone(w.Drafts), wijk.Draft{N: w.Next})
	w.Next++
	return &w.Drafts[len(w.Drafts)-1]
}

// describes notes words about a draft: what it is, and where, from the words,
// from the pin, or not yet.
func (t *Turn) describes(w *wijk.Walk, d *wijk.Draft, text string) {
	text = strings.TrimSpace(text)
	if text != "" && !(d.Text != "" && t.onlyPlace(text)) {
		t.classifies(d, text)
	}
	if p := t.placeIn(text); p != nil {
		d.Place = p
	}
	if d.Place == nil && t.Now.Sub(w.PinAt) <= walkPin {
		d.Place = t.pointPlace(w.Pin, w.Accuracy, wijk.FromPin)
	}
}

// classifies notes the words of a draft and what they are about.
func (t *Turn) classifies(d *wijk.Draft, text string) {
	d.Text, d.Kind, d.Phrase, d.Guess, d.Score = text, wijk.Else, "", "", 0
	if kind, _, ok := named(text); ok {
		d.Kind, d.Sure = kind, true
	} else if g := t.guess(text); len(g) > 0 {
		d.Kind, d.Phrase, d.Guess, d.Score = g[0].Code, quotable(g[0].Phrase, t.M.From.Channel), g[0].Code, g[0].Score
		d.Sure = g[0].Score >= category.Sure
	}
	stop := category.StopIn(text)
	d.Urgent = stop == category.Danger
	t.heed(stop)
}

// placeIn returns the place that words tell, nil when they do not tell it well
// enough to go there. What is still to be asked of it is asked at the end.
func (t *Turn) placeIn(text string) *wijk.Place {
	_, _, lamp := dutch.LampPost(text)
	if a, ok := dutch.Place(text); !lamp && (!ok || a.Number == "" && a.Postcode == "") {
		return nil
	}
	place, answers := t.Talk.Place, t.Talk.Answers
	defer func() { t.Talk.Place, t.Talk.Answers = place, answers }()
	t.Talk.Place, t.Talk.Answers = nil, nil
	if !t.placeInWords(text) {
		return nil
	}
	if t.Talk.Answers[keyMeant] != "" {
		t.Talk.Place.Wijk = "" // asks which street is meant
	}
	return t.Talk.Place
}

// pointPlace is a point as a place, nil when it is outside the city.
func (t *Turn) pointPlace(p wijk.Point, accuracy float64, source string) *wijk.Place {
	slug, sure := t.City.Map().At(p)
	near := t.wijkenAround(p, accuracy)
	if !p.Valid() || slug == "" && len(near) == 0 {
		return nil
	}
	place := &wijk.Place{Point: p, Accuracy: accuracy, Source: source}
	if sure && len(near) <= 1 {
		place.Wijk = slug
	}
	return place
}

// noted answers a draft in a few words: the walker is on their feet.
func (t *Turn) noted(d *wijk.Draft) string {
	if d.Place == nil {
		return fmt.Sprintf("%d. %s. Waar? Stuur de plek, of ga verder.", d.N, t.draftName(d))
	}
	return fmt.Sprintf("%d. %s %s. Ga verder, of stuur KLAAR.", d.N, t.draftName(d), describePlace(d.Place))
}

// draftName is what a draft is called.
func (t *Turn) draftName(d *wijk.Draft) string {
	switch {
	case d.Text == "":
		return "Foto"
	case d.Kind == wijk.Else:
		if said := quotable(d.Text, t.M.From.Channel); said != "" {
			return `"` + short(said, 40) + `"`
		}
	case d.Phrase != "":
		return d.Phrase
	}
	return category.Of(d.Kind).Name
}

// remindWalk tells once what of a walk was not sent yet, and forgets the walk
// when it is too old.
func (c *City) remindWalk(tx *store.Tx, key string, now time.Time) {
	w, ok := store.Walks.Get(tx, key)
	if !ok {
		return
	}
	ends := w.Started.Add(wijk.WalkKeep)
	if !now.Before(ends) || len(w.Drafts) == 0 {
		dropWalk(tx, key)
		return
	}
	to := wijk.ParseAddress(key)
	if h, _ := store.Holders.Get(tx, key); !w.Reminded && !h.Stopped.After(w.Started) {
		store.Send(tx, wijk.Outgoing{
			Class: wijk.Reply, To: to, Person: h.Person, Due: now, NotAfter: ends, Quiet: true,
			Text: "Uw schouw van gisteren is nog niet gemeld: " + points(len(w.Drafts)) + ". Verder? Stuur WIJKSCHOUW. Anders wissen wij die morgen. Gemeente Zoetermeer",
		})
	}
	w.Reminded = true
	store.Walks.Put(tx, key, w)
	store.SetTimer(tx, wijk.Timer{Kind: timerWalk, Scope: key, Due: ends})
}

// dropWalk removes a walk with its photos.
func dropWalk(tx *store.Tx, key string) {
	w, _ := store.Walks.Get(tx, key)
	for _, d := range w.Drafts {
		if d.Photo != "" {
			store.DropPhoto(tx, d.Photo)
		}
	}
	store.Walks.Delete(tx, key)
	store.StopTimer(tx, "", timerWalk, key)
}

// lastDraft is what was seen last, nil on a walk that has just begun.
func lastDraft(w *wijk.Walk) *wijk.Draft {
	if len(w.Drafts) == 0 {
		return nil
	}
	return &w.Drafts[len(w.Drafts)-1]
}

func points(n int) string {
	if n == 1 {
		return "1 punt"
	}
	return fmt.Sprintf("%d punten", n)
}
