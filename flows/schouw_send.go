package flows

import (
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// reportsWalk makes a report of each draft, or of one, and says which number
// each has. What the limits of a sender do not allow stays on the list.
func (t *Turn) reportsWalk(only int) {
	w, _ := t.walk()
	var done []string
	why := ""
	left := slices.DeleteFunc(slices.Clone(w.Drafts), func(d wijk.Draft) bool {
		if only != 0 && d.N != only || why != "" {
			return false
		}
		if why = t.barred(d.Place); why != "" {
			return false
		}
		done = append(done, t.reportsDraft(&d))
		return true
	})
	text := why
	if len(done) > 0 {
		text = "Dank u. Gemeld: " + strings.Join(done, ", ") + ". U hoort van ons."
		if why != "" {
			text += " " + why
		}
	}
	if len(left) == 0 {
		store.Walks.Delete(t.Tx, t.M.From.String())
		store.StopTimer(t.Tx, "", timerWalk, t.M.From.String())
		t.leave()
		t.Say(text + " Alles zien? Stuur MIJN MELDINGEN.")
		return
	}
	w.Drafts = left
	t.saveWalk(w)
	t.lead = text + " "
	t.asksStep(stepList)
}

// reportsDraft makes a report of a draft, or joins the one it is about, and
// says which number it has.
func (t *Turn) reportsDraft(d *wijk.Draft) string {
	store.Labels.Put(t.Tx, store.Num(t.Tx.Next("label")), wijk.Label{
		At: t.Now, Guess: d.Guess, Score: d.Score, Chosen: d.Kind, Version: category.Version,
	})
	var photos []string
	if d.Photo != "" {
		photos = []string{d.Photo}
	}
	if r, ok := t.sameAs(d); ok {
		t.joinsDraft(&r, d, photos)
		return fmt.Sprintf("%d hoort bij melding %d", d.N, r.Number)
	}
	t.madeReport()
	r := t.City.NewReport(t.Tx, Intake{
		Kind: d.Kind, Phrase: d.Phrase, Text: d.Text, Place: *d.Place, Photos: photos, Urgent: d.Urgent,
		Source: string(t.M.From.Channel), From: t.M.From,
	}, t.Now)
	return fmt.Sprintf("%d is melding %d", d.N, r.Number)
}

func (t *Turn) joinsDraft(r *wijk.Report, d *wijk.Draft, photos []string) {
	danger := d.Urgent && !r.Urgent
	r.Urgent = r.Urgent || d.Urgent
	savedPhotos(r, photos)
	added := store.Join(t.Tx, r, t.M.From, t.Now)
	if danger || len(photos) > 0 {
		r.Changed = t.Now
	}
	store.Reports.Put(t.Tx, store.Num(r.Number), *r)
	t.City.Added(t.Tx, r, d.Text, t.Now)
	if _, x, ok := t.mine(r.Number); ok && added {
		t.wrote(r, &x, alsoNote(d.Text, danger))
	}
}
