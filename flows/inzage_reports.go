package flows

import (
	"fmt"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// What is kept of a resident as one who reports.

func keptPhotos(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	return keptIn(tx, store.Photos, "", "", after, func(key string, p *wijk.Photo) (KeptRow, bool) {
		return KeptRow{At: p.At, Text: "Foto " + key + ".", Data: map[string]any{"id": p.ID, "state": p.State, "at": p.At, "taken": p.Taken}}, s.owns(p.Owner)
	})
}

func keptParked(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	return keptIn(tx, store.Parked, "", "", after, func(_ string, m *wijk.Message) (KeptRow, bool) {
		return KeptRow{At: m.At, Text: "U schreef: " + m.Text, Data: map[string]any{"at": m.At, "kind": m.Kind, "text": m.Text}}, s.owns(m.From)
	})
}

// reported calls fn with each report that s made or joined.
func (s *subject) reported(tx *store.Tx, fn func(*wijk.Report, *wijk.Reporter)) {
	for _, a := range s.own {
		for _, x := range store.Reporters.Find(tx, "address", a.String()) {
			if r, ok := store.Reports.Get(tx, store.Num(x.Number)); ok && x.Address == a {
				fn(&r, &x)
			}
		}
	}
}

func keptReports(tx *store.Tx, s *subject, _ string) (rows []KeptRow, _ string) {
	s.reported(tx, func(r *wijk.Report, x *wijk.Reporter) {
		did, data := "volgt", map[string]any{"number": r.Number, "reporter": *x}
		text := ""
		if x.Made {
			did, text = "deed", " "+r.Text
			data["kind"], data["text"], data["answers"], data["place"], data["photos"] = r.Kind, r.Text, r.Answers, r.Place, r.Photos
		}
		rows = append(rows, KeptRow{At: x.At, Text: strings.TrimSpace(fmt.Sprintf("U %s melding %d: %s.%s", did, r.Number, headline(r), text)), Data: data})
	})
	return rows, ""
}

func keptHistory(tx *store.Tx, s *subject, _ string) (rows []KeptRow, _ string) {
	s.reported(tx, func(r *wijk.Report, x *wijk.Reporter) {
		for _, seq := range x.Wrote {
			if e, ok := store.History.Get(tx, store.EntryKey(r.Number, seq)); ok {
				e.By = anonymous(e.By)
				rows = append(rows, KeptRow{At: e.At, Text: fmt.Sprintf("Bij melding %d: %s", r.Number, e.Note), Data: e})
			}
		}
	})
	return rows, ""
}

func keptWalks(tx *store.Tx, s *subject, _ string) (rows []KeptRow, _ string) {
	for _, a := range s.own {
		w, ok := store.Walks.Get(tx, a.String())
		if !ok {
			continue
		}
		r := KeptRow{At: w.Started, Text: fmt.Sprintf("Een wijkschouw met %d punten.", len(w.Drafts)), Data: w}
		for _, d := range w.Drafts {
			r.Text += "\n  " + d.Text
		}
		rows = append(rows, r)
	}
	return rows, ""
}

func keptLinks(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	return keptIn(tx, store.Links, "", "", after, func(_ string, l *wijk.Link) (KeptRow, bool) {
		return KeptRow{At: l.Expires, Text: "Een code die op dat moment afloopt.", Data: map[string]any{"expires": l.Expires}},
			l.Person == s.Person.ID || s.owns(l.From)
	})
}

func keptCodes(tx *store.Tx, s *subject, _ string) (rows []KeptRow, _ string) {
	for _, a := range s.own {
		if p, ok := store.Proofs.Get(tx, a.String()); ok {
			rows = append(rows, KeptRow{Text: fmt.Sprintf("Op %s stuurden wij %d codes.", p.On, p.Sent), Data: p})
		}
	}
	return rows, ""
}

func keptForgettings(tx *store.Tx, s *subject, after string) ([]KeptRow, string) {
	return keptIn(tx, store.Forgettings, "", "", after, func(_ string, f *wijk.Forgetting) (KeptRow, bool) {
		return KeptRow{At: f.Began, Text: "U vroeg ons om te wissen. Wij zijn daar nog mee bezig.", Data: map[string]any{"began": f.Began}}, s.owns(f.Address)
	})
}

func keptTimers(tx *store.Tx, s *subject, _ string) (rows []KeptRow, _ string) {
	for _, t := range store.TimersOf(tx, s.Person.ID) {
		rows = append(rows, KeptRow{At: t.Due, Text: "Op dat moment kijken wij weer naar u (" + t.Kind + ").", Data: map[string]any{"kind": t.Kind, "due": t.Due}})
	}
	return rows, ""
}
