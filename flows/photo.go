package flows

import (
	"slices"
	"strconv"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// maxPhotos is how many photos a report may have, and as many of the repair.
const maxPhotos = 3

// photoID is what the id of every photo begins with, before its number.
const photoID = "foto-"

const (
	textTooManyPhotos = "U kunt drie foto's sturen. Deze bewaren wij niet."
	textEnoughPhotos  = "U heeft heel veel foto's gestuurd. Deze bewaren wij niet. Probeer het morgen weer."
)

// enoughPhotos is how many photos one address may send of which nobody looked
// yet what they belong to, which happens at night. Each is fetched and takes
// some 200 kB, so that the disk must not be theirs to fill. Staff may need more.
const enoughPhotos = 60

// photo takes a picture, or that there is none.
func photo(t *Turn, q *Question) (string, bool) {
	if t.M.Kind == wijk.Picture {
		return t.addPhoto(t.get(q.Key))
	}
	return choose(t, q)
}

// addPhoto keeps the photo of the message beside those in a list of ids, and
// returns the list with it. A full list stays as it is, and the sender is told.
func (t *Turn) addPhoto(list string) (string, bool) {
	list, no := t.fitPhoto(list)
	if no != "" && !t.toldTooMany() {
		t.Say(no)
	}
	return list, no == ""
}

// fitPhoto is addPhoto that returns what to tell, empty when the photo is kept.
func (t *Turn) fitPhoto(list string) (with, no string) {
	ids := photoIDs(list)
	if len(ids) >= maxPhotos {
		return list, textTooManyPhotos
	}
	id := t.keepPhoto()
	if id == "" {
		return list, textEnoughPhotos
	}
	return strings.Join(append(ids, id), ","), ""
}

// toldTooMany reports whether the sender knows already that this album has too
// many photos, and notes that they do from now on.
func (t *Turn) toldTooMany() bool {
	if t.M.Album == "" || t.M.Album != t.Talk.Album.ID {
		return false
	}
	told := t.Talk.Album.Full
	t.Talk.Album.Full = true
	return told
}

// photoIDs returns the ids in a list of addPhoto. Who skipped the question left
// a dash.
func photoIDs(list string) []string {
	if list == "" || list == "-" {
		return nil
	}
	return strings.Split(list, ",")
}

// keepPhoto notes that the photo of the message is to be fetched, and returns
// its id: none when the sender sent too many. When more of the same album come,
// they go to the report that has it.
func (t *Turn) keepPhoto() string {
	if t.sentEnough() {
		return ""
	}
	id := photoID + strconv.FormatUint(t.Tx.Next("photo"), 10)
	store.Photos.Put(t.Tx, id, wijk.Photo{
		ID: id, Channel: t.M.From.Channel, File: t.M.File, State: wijk.PhotoWanted, Owner: t.M.From, At: t.Now,
	})
	t.Tx.Touch(store.Files)
	if t.M.Album != "" && t.M.Album == t.Talk.Album.ID && t.Talk.Album.Photo == "" {
		t.Talk.Album.Photo = id
	}
	return id
}

func (t *Turn) sentEnough() bool {
	n := 0
	for range store.Photos.Find(t.Tx, "owner", t.M.From.String()) {
		if n++; n == enoughPhotos {
			return t.Staff == nil
		}
	}
	return false
}

// takesPhoto takes a picture that was sent to another question than the one for
// a photo, and reports whether that is all there is to the message.
func (t *Turn) takesPhoto(q *Question) bool {
	if t.M.Kind != wijk.Picture || q.Key == "foto" {
		return false
	}
	list, no := t.fitPhoto(t.get("foto"))
	switch {
	case no == "":
		t.set("foto", list)
		t.lead = "Dank u voor de foto. "
	case !t.toldTooMany():
		t.lead = no + " "
	}
	if t.M.Text == "" {
		t.ask(q)
		return true
	}
	if no == "" {
		t.lead = "" // the answer to the caption is enough
	}
	t.M.Kind = wijk.Text // it may be the answer
	return false
}

// moreOfAlbum takes the other pictures of an album. The first was answered, so
// they are kept without a word; a caption goes on as a text. It reports whether
// nothing is left to answer.
func (t *Turn) moreOfAlbum() bool {
	if t.M.Kind != wijk.Picture || t.M.Album == "" {
		return false
	}
	album := &t.Talk.Album
	if t.M.Album != album.ID {
		*album = wijk.Album{ID: t.M.Album}
		return false
	}
	if album.Photo != "" {
		if !t.addToTalk() && !t.addToReport() {
			return false // what had the first is gone: this one stands alone
		}
		t.M.Kind = wijk.Text
	}
	return t.M.Text == ""
}

// addToTalk adds a photo of an album to the open conversation, if that has the
// first.
func (t *Turn) addToTalk() bool {
	f, _ := t.open()
	list := t.get("foto")
	if f == nil || !f.Photos || !slices.Contains(photoIDs(list), t.Talk.Album.Photo) {
		return false
	}
	if list, ok := t.addPhoto(list); ok {
		t.set("foto", list)
	}
	return true
}

// addToReport adds a photo of an album to the report that has the first, as
// what the first is: of the fault or of the repair.
func (t *Turn) addToReport() bool {
	for key, r := range store.Reports.Find(t.Tx, "photo", t.Talk.Album.Photo) {
		if p, ok := store.Photos.Get(t.Tx, t.Talk.Album.Photo); ok && p.At.After(r.Created) && slices.Contains(r.Photos, p.ID) {
			t.keepFor(&r, 2*maxPhotos) // the album was added afterwards
			return true
		}
		photos := &r.Photos
		if slices.Contains(r.Repairs, t.Talk.Album.Photo) {
			photos = &r.Repairs
		}
		if list, ok := t.addPhoto(strings.Join(*photos, ",")); ok {
			// A person looks at it before anybody outside sees it.
			*photos, r.Changed, r.Public = photoIDs(list), t.Now, false
			store.Reports.Put(t.Tx, key, r)
			t.City.Added(t.Tx, &r, "", t.Now)
		}
		return true
	}
	return false
}
