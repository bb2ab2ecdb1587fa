package flows

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// maxAllPhotos is how many photos a report may have in all, when its reporters
// add to it.
const maxAllPhotos = 12

// wantsToAdd handles "erbij 12 er ligt nu ook glas", and a photo with that.
func (t *Turn) wantsToAdd(number uint64, rest string) bool {
	r, x, ok := t.mine(number)
	switch {
	case !ok:
		return t.notMine(number, rest)
	case rest == "" && t.M.Kind == wijk.Text:
		if t.mayAdd(&r) {
			t.beginsAbout(erbij, number)
		}
		return true
	}
	t.heeds(rest)
	t.add(&r, &x, rest)
	return true
}

// mayAdd reports whether there is something to add to, and else says what one
// can do.
func (t *Turn) mayAdd(r *wijk.Report) bool {
	switch {
	case r.Stage.Open():
		return true
	case r.Stage == wijk.Withdrawn:
		t.answerWith(fmt.Sprintf("Melding %d is ingetrokken. Meld het opnieuw als het weer nodig is.", r.Number))
	default:
		t.answerWith(fmt.Sprintf("Melding %d is gesloten. Niet opgelost? Stuur NEE %[1]d en waarom.", r.Number))
	}
	return false
}

// erbij adds words or a photo to a report.
var erbij = &Flow{
	Name: "erbij",
	Ask: []Question{{
		Key: "erbij",
		Say: func(t *Turn) string {
			if t.M.From.Channel == wijk.SMS {
				return "Wat wilt u toevoegen aan melding {melding}? Typ uw tekst."
			}
			return "Wat wilt u toevoegen aan melding {melding}? Typ uw tekst of stuur een foto."
		},
		Take: wordsOrPhoto, Free: true,
		Again: "Typ wat u wilt toevoegen. Toch niet? Stuur TERUG.",
	}},
	Done: func(t *Turn) {
		if r, x, ok := t.reportInTalk(); ok {
			t.add(&r, &x, t.typed("erbij"))
		} else {
			t.menuAfter("Deze melding volgt u niet meer.")
		}
	},
}

// wordsOrPhoto takes words, or a photo with or without words under it.
func wordsOrPhoto(t *Turn, q *Question) (string, bool) {
	if t.M.Kind == wijk.Picture {
		return withPhoto, true
	}
	return words(t, q)
}

// typed returns the words of an answer that may have been a photo.
func (t *Turn) typed(key string) string {
	if v := t.get(key); v != withPhoto {
		return v
	}
	return short(t.M.Text, maxText)
}

// add adds words and a photo to a report. When the city had asked something,
// they are the answer.
func (t *Turn) add(r *wijk.Report, x *wijk.Reporter, text string) {
	if r.Stage == wijk.Asked {
		t.giveAnswer(r, x, text)
		return
	}
	if r.Stage == wijk.Done {
		t.doubtsSolved(r, text)
		return
	}
	if !t.mayAdd(r) || t.wroteEnough(x) {
		return
	}
	photo := t.M.Kind == wijk.Picture && t.keepFor(r, maxPhotos)
	if text == "" && !photo {
		return // keepFor told why
	}
	t.news(r, x, "Aanvulling: "+noted(text, photo))
	t.City.Added(t.Tx, r, text, t.Now)
	t.answerWith(fmt.Sprintf("Dank u. Het staat bij melding %d.", r.Number))
}

// keepFor keeps the photo of the message with a report, if it may have more: so
// many of each reporter a day, beside those it was made with.
func (t *Turn) keepFor(r *wijk.Report, most int) bool {
	today := 0
	for _, id := range r.Photos {
		p, ok := store.Photos.Get(t.Tx, id)
		if ok && p.Owner == t.M.From && p.At.After(r.Created) && t.Now.Sub(p.At) < 24*time.Hour {
			today++
		}
	}
	if today >= most || len(r.Photos) >= maxAllPhotos {
		if !t.toldTooMany() {
			t.Say(textTooManyPhotos)
		}
		return false
	}
	r.Photos = append(slices.Clone(r.Photos), t.keepPhoto())
	r.Public, r.Changed = false, t.Now // a person looks at it first
	store.Reports.Put(t.Tx, store.Num(r.Number), *r)
	return true
}

// captionsReport takes a photo with nothing but the number of a report under
// it as one for that report.
func (t *Turn) captionsReport() bool {
	number, rest, ok := cutNumber(t.M.Text)
	if t.M.Kind != wijk.Picture || !ok || rest != "" || t.busy() {
		return false
	}
	r, x, ok := t.mine(number)
	if ok {
		t.add(&r, &x, "")
	}
	return ok
}

// repliesToReport takes what answers a message about a report, in Telegram, as
// being about that report: an answer, a vote, or something to add. Words that
// may be about how somebody is are left to the check-in.
func (t *Turn) repliesToReport() bool {
	number, ok := t.repliedTo()
	if !ok || cries(t.label()) {
		return false
	}
	if _, asked := t.openCheckIn(); asked && t.bare() {
		return false
	}
	r, x, ok := t.mine(number)
	if !ok {
		return false
	}
	switch v, rest, vote := t.plainVote(); {
	case r.Stage == wijk.Asked:
		t.giveAnswer(&r, &x, t.M.Text)
	case vote && askedOf(&r, &x):
		t.vote(&r, &x, v, rest)
	case r.Stage == wijk.Done:
		t.doubtsSolved(&r, t.M.Text)
	default:
		t.add(&r, &x, t.M.Text)
	}
	return true
}

// repliedTo returns the report that the message to which this one replies was
// about.
func (t *Turn) repliedTo() (number uint64, ok bool) {
	if t.M.From.Channel != wijk.Telegram || t.M.ReplyTo == "" {
		return 0, false
	}
	for _, m := range store.Outbox.Find(t.Tx, "sid", store.SentKey(t.M.From, t.M.ReplyTo)) {
		if m.About.Kind == aboutReport {
			number, err := strconv.ParseUint(m.About.Ref, 10, 64)
			return number, err == nil
		}
	}
	return 0, false
}

// doubtsSolved asks what a text or photo about a closed report means: it may be
// a thank you.
func (t *Turn) doubtsSolved(r *wijk.Report, text string) {
	t.beginsAbout(nietOpgelost, r.Number)
	if t.M.Kind == wijk.Picture {
		t.set("bestand", t.M.File.ID)
	}
	t.set("tekst", short(text, maxText))
}

// nietOpgelost asks whether what somebody sent about a closed report means that
// it is not solved.
var nietOpgelost = &Flow{
	Name: "niet opgelost",
	Ask: []Question{{
		Key: "niet", Text: "Melding {melding} is gesloten. Is het toch niet opgelost?",
		Choices: func(*Turn) []Choice {
			return []Choice{{Label: "Nee, niet opgelost", Value: "nee", Words: []string{"nee", "niet"}}, {Label: "Ja, opgelost", Value: "ja", Words: []string{"ja", "opgelost"}}}
		},
		Take: func(t *Turn, q *Question) (string, bool) {
			if v, ok := choose(t, q); ok {
				return v, true
			}
			switch {
			case dutch.No(t.Words):
				return "nee", true
			case dutch.Yes(t.Words):
				return "ja", true
			}
			return "", false
		},
		Again: "Is het opgelost? Kies Ja of Nee.",
	}},
	Done: func(t *Turn) {
		r, x, ok := t.reportInTalk()
		if !ok || t.get("niet") != "nee" {
			t.Say("Dank u. Fijn dat het klaar is.")
			return
		}
		words := t.get("tekst")
		if file := t.get("bestand"); file != "" {
			t.M.Kind, t.M.File = wijk.Picture, wijk.File{ID: file}
		}
		t.vote(&r, &x, wijk.VoteNo, words)
	},
}
