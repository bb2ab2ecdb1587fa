package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// forgetAtOnce bounds how many rows one step of a forgetting looks at, so
	// that nobody waits for it.
	forgetAtOnce = 500
	// forgetAgain is when a forgetting looks again at what could not go yet: a
	// message on its way, a case that a person still has to close.
	forgetAgain = 6 * time.Hour
)

// erased stands where words were.
const erased = "(verwijderd)"

// forget begins to remove what is left of an address and of the words of who
// had it, from rows that are not found by address.
func (c *City) forget(tx *store.Tx, a wijk.Address, reports []uint64, said []string, now time.Time) {
	f := wijk.Forgetting{ID: tx.Next("forgetting"), Address: a, Reports: reports, Words: said, Began: now}
	store.Forgettings.Put(tx, store.Num(f.ID), f)
	store.SetTimer(tx, wijk.Timer{Kind: timerForget, Scope: strconv.FormatUint(f.ID, 10), Due: now})
}

// forgetMore takes the next step of a forgetting.
func (c *City) forgetMore(tx *store.Tx, id uint64, now time.Time) {
	f, ok := store.Forgettings.Get(tx, store.Num(id))
	if !ok || !f.Ended.IsZero() {
		return
	}
	due := now
	steps := forgetSteps()
	last := steps[f.Step](tx, &f)
	if f.After = []byte(last); last == "" {
		f.Step++
	}
	if f.Step == len(steps) {
		if f.Left == 0 {
			store.Forgettings.Put(tx, store.Num(id), wijk.Forgetting{ID: f.ID, Began: f.Began, Ended: now, Rows: f.Rows})
			return
		}
		f.Step, f.Left, due = 0, 0, now.Add(forgetAgain)
	}
	store.Forgettings.Put(tx, store.Num(id), f)
	store.SetTimer(tx, wijk.Timer{Kind: timerForget, Scope: strconv.FormatUint(id, 10), Due: due})
}

// forgetIn looks at the next rows of a table. change reports whether a row was
// about the forgotten, and whether it has to stay for now.
func forgetIn[T any](tx *store.Tx, table *store.Table[T], f *wijk.Forgetting, change func(*store.Tx, *wijk.Forgetting, string, *T) (theirs, stays bool)) (last string) {
	n := 0
	for key, row := range table.Range(tx, string(f.After), "") {
		if n == forgetAtOnce {
			return key
		}
		n++
		switch theirs, stays := change(tx, f, key, &row); {
		case stays:
			f.Left++
		case theirs:
			f.Rows++
		}
	}
	return ""
}

func forgetMessage(tx *store.Tx, f *wijk.Forgetting, key string, m *wijk.Outgoing) (theirs, stays bool) {
	to := f.Address.To != "" && m.To == f.Address
	if !to && !says(f, m.Text) && !toldStaff(f, m) {
		return false, false
	}
	switch m.State {
	case wijk.Queued, wijk.Sending, wijk.Unknown:
		return true, true
	}
	m.Text, m.Options, m.PhotoID, m.Point = erased, nil, "", wijk.Point{}
	if to {
		m.To.To = ""
		switch m.About.Kind {
		case aboutReport, aboutOutreach, aboutUpdate, aboutCode:
			m.About = wijk.Subject{} // nobody sends it again
		}
	}
	store.Outbox.Put(tx, key, *m)
	return true, false
}

func forgetCase(tx *store.Tx, f *wijk.Forgetting, key string, cs *wijk.Case) (theirs, stays bool) {
	own := f.Address.To != "" && cs.Address == f.Address && cs.Person == ""
	quoted := slices.ContainsFunc(cs.Notes, func(n wijk.Note) bool { return says(f, n.Text) })
	switch {
	case !own && !quoted:
		return false, false
	case cs.State != wijk.CaseClosed: // a person has still to do something
		return true, true
	case own:
		cs.Address = wijk.Address{}
	}
	cs.Notes = slices.Clone(cs.Notes)
	for i := range cs.Notes {
		if own && cs.Notes[i].By == "" || says(f, cs.Notes[i].Text) {
			cs.Notes[i].Text = erased
		}
	}
	store.Cases.Put(tx, key, *cs)
	return true, false
}

func forgetPhoto(tx *store.Tx, f *wijk.Forgetting, key string, p *wijk.Photo) (theirs, stays bool) {
	if f.Address.To == "" || p.Owner != f.Address {
		return false, false
	}
	for range store.Reports.Find(tx, "photo", key) { // it goes when that is closed
		p.Owner, p.Taken = wijk.Address{}, wijk.Point{}
		store.Photos.Put(tx, key, *p)
		return true, false
	}
	store.DropPhoto(tx, key)
	return true, false
}

func forgetParked(tx *store.Tx, f *wijk.Forgetting, key string, m *wijk.Message) (theirs, stays bool) {
	if f.Address.To == "" || m.From != f.Address {
		return false, false
	}
	for _, cs := range store.Cases.Find(tx, "open", store.CaseOwner("", f.Address)) {
		if cs.Ref == "parked/"+key {
			return true, true
		}
	}
	store.Parked.Delete(tx, key)
	return true, false
}

// says reports whether a text quotes the words of who is forgotten.
func says(f *wijk.Forgetting, text string) bool {
	return slices.ContainsFunc(f.Words, func(w string) bool { return strings.Contains(text, w) })
}

// toldStaff reports whether a message told staff of one of the reports: it may
// hold words that are too few to look for.
func toldStaff(f *wijk.Forgetting, m *wijk.Outgoing) bool {
	if m.About.Kind != aboutWork {
		return false
	}
	number, _, _ := strings.Cut(m.About.Ref, "/")
	n, err := strconv.ParseUint(number, 10, 64)
	return err == nil && slices.Contains(f.Reports, n)
}

// forgetLetters removes the postal addresses of a report that was closed long
// enough ago.
func (c *City) forgetLetters(tx *store.Tx, number uint64, now time.Time) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok || r.Stage.Open() || now.Before(r.Closed.Add(wijk.LetterKeep)) {
		return // it was opened again, and closing it sets the time anew
	}
	for key, x := range store.Reporters.All(tx, store.Num(number)) {
		if x.Tell.Channel != wijk.Letter {
			continue
		}
		c.forgetLetter(tx, x.Tell, now)
		x.Tell = wijk.Address{}
		store.Reporters.Put(tx, key, x)
	}
}

// forgetLetter removes a postal address, also from what was said of it.
func (c *City) forgetLetter(tx *store.Tx, a wijk.Address, now time.Time) {
	c.forget(tx, a, nil, []string{firstOf(a.To, longestSaid)}, now)
}

// closed does what the end of a report asks for: what had to go goes, and the
// postal addresses get their last day.
func (c *City) closed(tx *store.Tx, r *wijk.Report, now time.Time) {
	if r.Erase != nil {
		words := c.erasedWords(tx, r)
		eraseFrom(tx, r)
		c.forget(tx, wijk.Address{}, []uint64{r.Number}, words, now)
	}
	for _, x := range store.Reporters.All(tx, store.Num(r.Number)) {
		if x.Tell.Channel == wijk.Letter {
			store.SetTimer(tx, wijk.Timer{Kind: timerLetter, Scope: strconv.FormatUint(r.Number, 10), Due: now.Add(wijk.LetterKeep)})
			return
		}
	}
}

// erasedWords are the words that go with what had to go.
func (c *City) erasedWords(tx *store.Tx, r *wijk.Report) []string {
	return c.wordsOf(tx, r, &wijk.Reporter{Made: r.Erase.Text, Wrote: r.Erase.Entries})
}
