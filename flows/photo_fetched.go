package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A PhotoTrouble is why a photo could not be kept.
type PhotoTrouble string

// The troubles. PhotoLost means that nobody could get the file, the others that
// it came and is not for us.
const (
	PhotoLost   PhotoTrouble = "lost"
	PhotoTooBig PhotoTrouble = "too big"
	PhotoHEIC   PhotoTrouble = "heic"
	PhotoUnread PhotoTrouble = "unread"
)

// sayTrouble is what the sender reads, and how to do it right.
var sayTrouble = map[PhotoTrouble]string{
	PhotoLost:   "Uw foto is niet goed aangekomen. Stuur hem nog een keer.",
	PhotoTooBig: "Uw foto is te groot. Stuur hem opnieuw als gewone foto, niet als bestand. Dan wordt hij vanzelf kleiner.",
	PhotoHEIC:   "Dit soort bestand (HEIC) kunnen wij niet openen. Stuur de foto opnieuw als gewone foto, niet als bestand. Dan lukt het wel.",
	PhotoUnread: "Dit bestand is geen foto die wij kunnen openen. Stuur een gewone foto, niet als bestand.",
}

const (
	// placeWait is how long somebody has to say whether we may use the place of
	// a photo. After that we forget it.
	placeWait = 24 * time.Hour
	// coarseFrom is from what accuracy on, in metres, a place is worth asking
	// for a better one.
	coarseFrom = 100
	// troubleOnce is for how long the same trouble is not told again: an album
	// of files of one kind fails as one.
	troubleOnce = time.Minute
)

// keyPhotoPlace is the answer that holds the photo whose place was asked about,
// or a dash when that is settled: it is asked once in a conversation.
const keyPhotoPlace = "fotoplek"

// keyToldToTap says that the sender was told which buttons there are.
const keyToldToTap = "fototik"

// PhotoKept notes that the worker has stored a photo. What the photo says of
// where it was made, ph.Taken, is kept only when its owner can use that for the
// report they are making; then they are asked whether we may.
func (c *City) PhotoKept(tx *store.Tx, ph wijk.Photo, now time.Time) {
	switch {
	case !ph.Taken.Valid():
		ph.Taken = wijk.Point{}
	case c.wantsTaken(tx, &ph):
		store.SetTimer(tx, wijk.Timer{Kind: timerPhoto, Scope: ph.ID, Due: now.Add(placeWait)})
	case !c.asksPlace(tx, &ph, now):
		ph.Taken = wijk.Point{}
	}
	store.Photos.Put(tx, ph.ID, ph)
}

// asksPlace asks whether the place of a photo may be used, if that helps.
func (c *City) asksPlace(tx *store.Tx, ph *wijk.Photo, now time.Time) bool {
	talk, ok := store.Talks.Get(tx, ph.Owner.String())
	f := c.flow(talk.Flow)
	if !ok || !f.wantsPlace() || now.Sub(talk.AskedAt) > talkAge || !slices.Contains(photoIDs(talk.Answers["foto"]), ph.ID) {
		return false
	}
	if talk.Answers[keyPhotoPlace] != "" || !coarse(talk.Place) {
		return false
	}
	h, _ := store.Holders.Get(tx, ph.Owner.String())
	if h.Stopped.After(ph.At) {
		return false
	}
	name := "Zoetermeer"
	if slug, sure := c.Map().At(ph.Taken); sure {
		if w, ok := c.Map().Wijk(slug); ok {
			name = "de wijk " + w.Name
		}
	}
	ref := strings.TrimPrefix(ph.ID, photoID)
	store.SetTimer(tx, wijk.Timer{Kind: timerPhoto, Scope: ph.ID, Due: now.Add(placeWait)})
	sent := store.Send(tx, wijk.Outgoing{
		Class: wijk.Reply, To: ph.Owner, Person: h.Person, Due: now, NotAfter: now.Add(placeWait),
		Text:    "Uw foto is gemaakt in " + name + ". Mogen wij die plek gebruiken?",
		Options: []wijk.Option{{Label: "Ja", Data: "f" + ref + ".ja"}, {Label: "Nee", Data: "f" + ref + ".nee"}},
	})
	talk.Answers[keyPhotoPlace] = ph.ID
	talk.Answers[keySent] = strings.TrimPrefix(talk.Answers[keySent]+","+strconv.FormatUint(sent, 10), ",")
	store.Talks.Put(tx, ph.Owner.String(), talk)
	return true
}

// wantsPlace reports whether the photos of f tell where something is: those of a
// repair do not.
func (f *Flow) wantsPlace() bool {
	return f != nil && f.Photos && slices.ContainsFunc(f.Ask, func(q Question) bool { return q.Place })
}

// coarse reports whether nobody could walk to a place without asking.
func coarse(p *wijk.Place) bool {
	switch {
	case p == nil:
		return true
	case p.Point.Valid():
		return p.Accuracy > coarseFrom
	}
	return p.Number == "" && p.Source != wijk.FromLamp
}

// forgetTaken erases where photos were made.
func (c *City) forgetTaken(tx *store.Tx, ids ...string) {
	for _, id := range ids {
		if ph, ok := store.Photos.Get(tx, id); ok && ph.Taken != (wijk.Point{}) {
			ph.Taken = wijk.Point{}
			store.Photos.Put(tx, id, ph)
			store.StopTimer(tx, "", timerPhoto, id)
		}
	}
}

// pressedPhoto handles the answer to whether the place of a photo may be used.
func (t *Turn) pressedPhoto(ref, act string) {
	id := photoID + ref
	switch {
	case (act == "ja" || act == "nee") && t.get(keyPhotoPlace) == id && t.usePlace(id, act == "ja"):
	case t.busy():
		t.Say("Deze knop is verlopen.") // a second tap must not end the conversation
	default:
		t.expired()
	}
}

// answersPhotoPlace takes a typed yes or no for that answer, where it can be no
// answer to the open question. Where it can be to both, the sender is told once
// to tap.
func (t *Turn) answersPhotoPlace(q *Question) bool {
	id := t.get(keyPhotoPlace)
	if id == "" || q.Free || t.M.Kind != wijk.Text {
		return false
	}
	yes := dutch.Yes(t.Words)
	if !yes && !dutch.No(t.Words) {
		return false
	}
	if q.Choices == nil {
		return t.usePlace(id, yes)
	}
	if ph, ok := store.Photos.Get(t.Tx, id); !ok || !ph.Taken.Valid() || t.get(keyToldToTap) != "" {
		return false
	}
	t.set(keyToldToTap, "ja")
	t.Say("Wij hebben u twee dingen gevraagd. Tik op Ja of Nee onder de vraag die u bedoelt.")
	return true
}

// usePlace takes the place of a photo for the report that is being made, or
// forgets it, and goes on with the conversation. It returns false when there is
// none to take any more.
func (t *Turn) usePlace(id string, yes bool) bool {
	ph, ok := store.Photos.Get(t.Tx, id)
	f, _ := t.open()
	if !ok || !f.wantsPlace() || ph.Owner != t.M.From || !ph.Taken.Valid() {
		return false
	}
	t.set(keyPhotoPlace, "-")
	t.City.forgetTaken(t.Tx, id)
	t.lead = "Goed, wij gebruiken die plek niet. "
	if yes {
		t.lead = "Dank u. Wij gebruiken die plek. "
		t.placeOfPhoto(ph.Taken)
	}
	t.proceed(f)
	return true
}

// placeOfPhoto notes where the photo was made. What was told of the place
// before stays, as long as it is in the same wijk.
func (t *Turn) placeOfPhoto(at wijk.Point) {
	p := wijk.Place{Point: at, Source: wijk.FromPhoto}
	if slug, sure := t.City.Map().At(at); sure {
		p.Wijk = slug
	}
	if old := t.Talk.Place; old != nil && (p.Wijk == "" || old.Wijk == "" || p.Wijk == old.Wijk) {
		p.Street, p.Number, p.Postcode, p.Mark = old.Street, old.Number, old.Postcode, old.Mark
		if p.Wijk == "" {
			p.Wijk = old.Wijk
		}
	}
	t.Talk.Place = &p
	t.set("plaats", "ja")
}

// PhotoFailed notes that a photo will never come, takes it out of what it
// belonged to, and tells its owner why and how to do it right.
func (c *City) PhotoFailed(tx *store.Tx, ph wijk.Photo, why PhotoTrouble, now time.Time) {
	store.Photos.Put(tx, ph.ID, ph)
	safe := ""
	key := ph.Owner.String()
	talk, _ := store.Talks.Get(tx, key)
	if list := photoIDs(talk.Answers["foto"]); slices.Contains(list, ph.ID) {
		talk.Answers["foto"] = strings.Join(without(list, ph.ID), ",")
		safe = " U kunt gewoon verdergaan."
	}
	for number, r := range store.Reports.Find(tx, "photo", ph.ID) {
		r.Photos, r.Repairs = without(r.Photos, ph.ID), without(r.Repairs, ph.ID)
		store.Reports.Put(tx, number, r)
		safe = fmt.Sprintf(" Melding %d staat er nog.", r.Number)
	}
	told := talk.PhotoTold == string(why) && now.Sub(talk.PhotoToldAt) < troubleOnce
	if ph.Owner.To == "" {
		return
	}
	talk.PhotoTold, talk.PhotoToldAt = string(why), now
	store.Talks.Put(tx, key, talk)
	if told {
		return
	}
	h, _ := store.Holders.Get(tx, key)
	store.Send(tx, wijk.Outgoing{
		Class: wijk.Reply, To: ph.Owner, Person: h.Person, Due: now, NotAfter: now.Add(replyAge), Text: sayTrouble[why] + safe,
	})
}

// without returns ids without one of them, nil when none is left.
func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(x string) bool { return x == id })
}
